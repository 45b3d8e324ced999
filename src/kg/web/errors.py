"""Every error over HTTP is one problem+json (RFC 9457); this table says which status it has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kg.errors import (
    ConfigError,
    ConformanceError,
    KgError,
    QueryError,
    QueryTimeout,
    QueryTooLarge,
    SourceError,
    SourceTooLarge,
    StoreError,
    VocabularyError,
)
from kg.store.frames import RefusedQuery
from kg.web.methods import allowed_methods
from kg.web.negotiation import negotiate

MEDIA_TYPE: Final = "application/problem+json"
_LOG = structlog.get_logger("kg.web")
TYPES: Final = "https://w3id.org/responsibility/problem/"

# kind: (status, title)
PROBLEMS: Final[Mapping[str, tuple[int, str]]] = {
    "malformed-query": (400, "The query is malformed"),
    "malformed-update": (400, "The update is malformed"),
    "malformed-rdf": (400, "The RDF is malformed"),
    "malformed-request": (400, "The request is malformed"),
    "invalid-iri": (400, "An IRI is not valid"),
    "invalid-parameter": (400, "A parameter is not valid"),
    "invalid-encoding": (400, "The text is not UTF-8"),
    "query-too-complex": (400, "The query is too complex"),
    "not-authenticated": (401, "A valid token is needed"),
    "forbidden": (403, "This is not allowed"),
    "federation-disabled": (403, "SERVICE is not allowed"),
    "load-disabled": (403, "LOAD is not allowed"),
    "cross-site": (403, "Writes from other sites are not allowed"),
    "not-found": (404, "There is no such thing"),
    "graph-not-found": (404, "There is no such graph"),
    "method-not-allowed": (405, "This method is not allowed here"),
    "not-acceptable": (406, "None of the accepted formats is offered"),
    "request-timeout": (408, "The request did not come in time"),
    "conflict": (409, "The graph is in another state"),
    "precondition-failed": (412, "A precondition does not hold"),
    "too-large": (413, "This is too large"),
    "uri-too-long": (414, "The address is too long"),
    "unsupported-media-type": (415, "This format is not supported"),
    "unprocessable-document": (422, "The document cannot be processed"),
    "rate-limited": (429, "Too much was asked for"),
    "headers-too-large": (431, "The headers are too large"),
    "internal-error": (500, "Something went wrong here"),
    "upstream-failed": (502, "The engine behind this service failed"),
    "query-timeout": (503, "The deadline struck"),
    "query-cancelled": (503, "The query was cancelled"),
    "overloaded": (503, "The service is busy"),
    "worker-died": (503, "The query broke its process"),
    "store-failed": (503, "The store cannot be used"),
    "upstream-timeout": (504, "The engine behind this service is too slow"),
}
_KIND_OF_STATUS = {
    status: kind
    for kind, (status, _) in reversed(list(PROBLEMS.items()))
    if kind not in ("malformed-query",)
} | {
    400: "malformed-request",
    403: "forbidden",
    404: "not-found",
    409: "conflict",
    503: "overloaded",
}
# What no client can act on by waiting less.
_RETRY_AFTER = {429: "10", 503: "5"}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
_LONGEST = 400


@dataclass(eq=False)
class Problem(Exception):
    """An error as the client sees it.

    Attributes:
        kind: key of `PROBLEMS`.
        detail: what, why, what next, in one line.
        headers: further response headers.
        members: further members of the body, e.g. ``line`` or ``limit``.
    """

    kind: str
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return PROBLEMS[self.kind][0]


Page = Callable[[Request, Problem], Response]


def problem_of(error: KgError, malformed: str = "malformed-query") -> Problem:
    """Return an error of this package as a problem.

    Args:
        error: what was raised.
        malformed: the kind of a mistake in what the client sent.
    """
    if isinstance(error, RefusedQuery):
        kind = "malformed-rdf" if error.kind == "dtd" else error.kind
        members = {"limit": error.limit, "value": error.value}
        return Problem(kind, str(error), members=_given(members))
    if isinstance(error, QueryTimeout):
        return Problem("query-timeout", str(error))
    if isinstance(error, QueryTooLarge):
        return Problem("too-large", str(error))
    if isinstance(error, QueryError):
        position = {"line": error.line, "column": error.column}
        return Problem(malformed, str(error), members=_given(position))
    return Problem(_CLASSES.get(type(error), "internal-error"), str(error))


# Besides the queries' errors, which carry more than a class.
_CLASSES: Final[Mapping[type[KgError], str]] = {
    ConfigError: "internal-error",
    ConformanceError: "unprocessable-document",
    SourceError: "unprocessable-document",
    SourceTooLarge: "too-large",
    StoreError: "store-failed",
    VocabularyError: "invalid-iri",
}


def problem_of_status(status: int, detail: str = "") -> Problem:
    """Return the problem that an HTTP status stands for."""
    kind = _KIND_OF_STATUS.get(status, "malformed-request" if status < 500 else "internal-error")
    return Problem(kind, detail)


def problem_response(problem: Problem, request: Request | None = None) -> Response:
    """Return a problem as a response: a page where a browser asks for one."""
    if request is not None and wants_page(request):
        page: Page | None = getattr(request.app.state, "problem_page", None)
        try:
            if page is not None:
                return page(request, problem)
        except Exception:
            # What went wrong is told even where its page goes wrong too.
            _LOG.exception("problem-page")
    return _as_data(problem, request)


def _as_data(problem: Problem, request: Request | None) -> Response:
    status, title = PROBLEMS[problem.kind]
    body: dict[str, Any] = {
        "type": TYPES + problem.kind,
        "title": title,
        "status": status,
        "detail": readable(problem.detail) or title,
        **problem.members,
    }
    if request is not None:
        body["instance"] = readable(str(request.scope.get("path", "")), 200)
        body["request_id"] = request.scope.get("state", {}).get("request_id", "")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if status in _RETRY_AFTER:
        headers["Retry-After"] = _RETRY_AFTER[status]
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="responsibility-kg"'
    data = json.dumps(body, ensure_ascii=False).encode("utf-8")
    return Response(data, status, {**headers, **problem.headers}, media_type=MEDIA_TYPE)


def wants_page(request: Request) -> bool:
    """Whether an error is shown as a page: a browser likes HTML better than any data."""
    if request.method not in ("GET", "HEAD") or "app" not in request.scope:
        return False
    accept = ",".join(request.headers.getlist("accept"))
    data = (MEDIA_TYPE, "application/json")
    pages = not request.scope["path"].startswith("/api/")
    return pages and negotiate(accept, (*data, "text/html")) == "text/html"


def readable(text: str, longest: int = _LONGEST) -> str:
    """Return a text that can be shown: short, without control and direction characters."""
    plain = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    plain = plain.encode("utf-8", "replace").decode("utf-8")
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def install_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(KgError, _on_kg_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(Exception, _on_bug)


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class
    return problem_response(error, request)


async def _on_kg_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)  # noqa: S101 - registered for this class
    return problem_response(problem_of(error, "invalid-parameter"), request)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    detail = error.detail if isinstance(error.detail, str) else ""
    problem = problem_of_status(error.status_code, detail)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        # The framework names the methods of the first route only.
        headers = {"Allow": ", ".join(allowed_methods(request.app, request.scope["path"]))}
    return problem_response(replace(problem, headers=headers), request)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    first = error.errors()[0] if error.errors() else {"loc": (), "msg": ""}
    place = [str(part) for part in first["loc"]]
    name = place[-1] if place else ""
    detail = f"cannot use '{name}': {first['msg']}"
    members = {"parameter": readable(name, 80)}
    return problem_response(Problem("invalid-parameter", detail, members=members), request)


async def _on_bug(request: Request, error: Exception) -> Response:
    return problem_response(Problem("internal-error", "the log has it by its request id"), request)


def _given(members: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value is not None}
