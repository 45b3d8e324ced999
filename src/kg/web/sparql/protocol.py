"""Requests of the SPARQL 1.1 Protocol as values: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from kg.web.errors import Problem

QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
_LONGEST_URL = 32_768
_FIELDS = 1000

Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update with the dataset the request names.

    Attributes:
        text: bytes of the query or update.
        default_graphs: of ``default-graph-uri`` or ``using-graph-uri``.
        named_graphs: of ``named-graph-uri`` or ``using-named-graph-uri``.
    """

    text: bytes
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def read_query(request: Request, limit: int) -> Operation | None:
    """Return the query of a request, None where a GET has none.

    Raises:
        Problem: the request does not follow the protocol.
    """
    parameters = url_parameters(request)
    if request.method != "POST":
        _refuse_others(parameters, ("update",))
        if not any(name == "query" for name, _ in parameters):
            return None
        return _operation(parameters, "query", limit)
    body = await read_body(request, limit)
    kind = media_type(request)
    if kind == FORM_TYPE:
        form = decode_form(body)
        _refuse_others([*parameters, *form], ("update",))
        if not any(name == "query" for name, _ in [*parameters, *form]):
            raise Problem("malformed-request", "the form has no field 'query'")
        return _operation([*parameters, *form], "query", limit)
    if kind != QUERY_TYPE:
        raise _unsupported(kind, (QUERY_TYPE, FORM_TYPE))
    check_charset(request)
    return _operation([*parameters, ("query", "")], "query", limit, body=body)


async def read_update(request: Request, limit: int) -> Operation:
    """Return the update of a POST.

    Raises:
        Problem: the request does not follow the protocol.
    """
    parameters = url_parameters(request)
    body = await read_body(request, limit)
    kind = media_type(request)
    if kind == FORM_TYPE:
        form = decode_form(body)
        _refuse_others([*parameters, *form], ("query",))
        return _operation([*parameters, *form], "update", limit)
    if kind != UPDATE_TYPE:
        raise _unsupported(kind, (UPDATE_TYPE, FORM_TYPE))
    check_charset(request)
    return _operation([*parameters, ("update", "")], "update", limit, body=body)


def _operation(
    parameters: Parameters, name: str, limit: int, body: bytes | None = None
) -> Operation:
    texts = [value for key, value in parameters if key == name]
    if len(texts) != 1:
        raise Problem("malformed-request", f"exactly one '{name}' is needed, not {len(texts)}")
    text = texts[0].encode("utf-8") if body is None else body
    if not text.strip():
        raise Problem("malformed-request", f"the {name} is empty")
    if len(text) > limit:
        raise Problem("too-large", f"a {name} may have {limit:,} bytes", members={"limit": limit})
    first = "default" if name == "query" else "using"
    second = "named" if name == "query" else "using-named"
    return Operation(
        text,
        _graphs(parameters, f"{first}-graph-uri"),
        _graphs(parameters, f"{second}-graph-uri"),
    )


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    found = tuple(value for key, value in parameters if key == name)
    for iri in found:
        check_iri(iri, name)
    return found


def check_iri(iri: str, name: str) -> None:
    """Refuse what is not an absolute IRI.

    Raises:
        Problem: it is not.
    """
    bad = any(char <= " " or char in '<>"{}|\\^`' for char in iri)
    try:
        scheme = urlsplit(iri).scheme
    except ValueError:
        scheme = ""
    if bad or not scheme or "\ufffd" in iri:
        raise Problem("invalid-iri", f"the value of '{name}' is not an absolute IRI")


def _refuse_others(parameters: Parameters, names: Sequence[str]) -> None:
    for name, _ in parameters:
        if name in names:
            raise Problem("malformed-request", f"'{name}' has no place at this address")


def url_parameters(request: Request) -> Parameters:
    """Return the parameters of the address.

    Raises:
        Problem: the address is too long or not UTF-8.
    """
    raw: bytes = request.scope["query_string"]
    if len(raw) > _LONGEST_URL:
        raise Problem("uri-too-long", f"an address may have {_LONGEST_URL:,} bytes; use POST")
    return decode_form(raw)


def decode_form(raw: bytes) -> Parameters:
    """Return the fields of a form or query string.

    Raises:
        Problem: it is not UTF-8 or has too many fields.
    """
    try:
        return parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise Problem("invalid-encoding", "the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise Problem("malformed-request", "the form cannot be read") from error


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body of a request.

    Raises:
        Problem: it is larger than ``limit`` or its coding is not supported.
    """
    too_large = Problem("too-large", f"at most {limit:,} bytes are taken", members={"limit": limit})
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Problem("unsupported-media-type", "send the body without Content-Encoding")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise too_large
        parts.append(chunk)
    return b"".join(parts)


def media_type(request: Request) -> str:
    """Return the media type of the body without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def check_charset(request: Request) -> None:
    """Refuse a charset other than UTF-8.

    Raises:
        Problem: another one is declared.
    """
    for part in request.headers.get("content-type", "").split(";")[1:]:
        key, _, value = part.partition("=")
        charset = value.strip().strip('"').lower()
        if key.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii"):
            raise Problem("unsupported-media-type", "only UTF-8 is read")


def _unsupported(kind: str, taken: Sequence[str]) -> Problem:
    return Problem(
        "unsupported-media-type",
        f"'{kind[:80]}' is not read here; send {' or '.join(taken)}",
        headers={"Accept-Post": ", ".join(taken), "Accept": ", ".join(taken)},
    )
