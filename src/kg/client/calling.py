"""The calls of the client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, NamedTuple, Self, TypeVar, cast

import httpx2

from kg.client.records import (
    Answer,
    Deadline,
    Department,
    Document,
    Domain,
    Finding,
    Hit,
    LegalSource,
    Obligation,
)

_RESULTS = "application/sparql-results+json"
# On the line of the query, so that the lines of mistakes are those of the query.
_PREFIXES = (
    "PREFIX rg: <https://w3id.org/responsibility/ontology#> "
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX dct: <http://purl.org/dc/terms/> "
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)
Value = str | int | bool | None


class Term(NamedTuple):
    """A cell of a SPARQL result; ``kind`` is ``uri``, ``literal`` or ``bnode``."""

    value: str
    kind: str
    lang: str | None = None
    datatype: str | None = None


class ServiceError(Exception):
    """The service refused, failed or could not be reached.

    Attributes:
        status: of HTTP; 0 where there was no answer.
        kind: the end of the problem's ``type``, e.g. ``query-timeout``.
        detail: what went wrong and what to do, in one line.
        problem: the whole problem+json.
    """

    def __init__(
        self, status: int, kind: str, detail: str, problem: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{status} {kind}: {detail}" if status else detail)
        self.status, self.kind, self.detail = status, kind, detail
        self.problem: Mapping[str, Any] = problem or {}


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        total: number of items of the whole list.
        next: path of the page after it, None for the last.
    """

    items: Sequence[T]
    total: int
    next: str | None


class Client:
    """A connection to one service; use it in ``with`` or close it.

    Args:
        address: of the service, e.g. ``http://127.0.0.1:8000``.
        token: for writes.
        timeout: seconds to wait for an answer.
    """

    def __init__(self, address: str, *, token: str | None = None, timeout: float = 60.0) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx2.Client(base_url=address, headers=headers, timeout=timeout)

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def ready(self) -> str:
        """Return the version of the graph that is served."""
        return str(self._json("/readyz")["version"])

    def ask(self, question: str, lang: str = "zh") -> Answer:
        """Return the answer to a question in Chinese or English."""
        return cast(Answer, self._json("/api/ask", q=question, lang=lang))

    def departments(self, **filters: Value) -> Page[Department]:
        """Return a page of bodies; filters as the service documents them, e.g. ``domain=…``."""
        return self._page("/api/departments", filters)

    def department(self, key: str, lang: str = "zh") -> Department:
        """Return one body with its duties, by the ``id`` that lists give."""
        return cast(Department, self._json(f"/api/departments/{key}", lang=lang))

    def domains(self, **filters: Value) -> Page[Domain]:
        """Return a page of domains."""
        return self._page("/api/domains", filters)

    def domain(self, key: str, lang: str = "zh") -> Domain:
        """Return one domain with its duties."""
        return cast(Domain, self._json(f"/api/domains/{key}", lang=lang))

    def obligations(self, **filters: Value) -> Page[Obligation]:
        """Return a page of duties, e.g. of ``department=…, role="lead"``."""
        return self._page("/api/obligations", filters)

    def obligation(self, key: str, lang: str = "zh") -> Obligation:
        """Return one duty."""
        return cast(Obligation, self._json(f"/api/obligations/{key}", lang=lang))

    def deadlines(self, **filters: Value) -> Page[Deadline]:
        """Return a page of deadlines, e.g. those ``before="2020-12-31"``."""
        return self._page("/api/deadlines", filters)

    def legal_sources(self, **filters: Value) -> Page[LegalSource]:
        """Return a page of laws and documents that duties cite."""
        return self._page("/api/legal-sources", filters)

    def documents(self, **filters: Value) -> Page[Document]:
        """Return a page of the documents that were read."""
        return self._page("/api/documents", filters)

    def blind_spots(self, **filters: Value) -> Page[Finding]:
        """Return a page of findings, e.g. of ``kind="no-deadline"``."""
        return self._page("/api/blind-spots", filters)

    def search(self, q: str, **filters: Value) -> Page[Hit]:
        """Return a page of entities of any type found by a word."""
        return self._page("/api/search", {"q": q, **filters})

    def entity(self, iri: str, lang: str = "zh") -> dict[str, Any]:
        """Return everything the graph says about an IRI, in both directions."""
        return self._json("/api/entity", iri=iri, lang=lang)

    def network(self, **parameters: Value) -> dict[str, Any]:
        """Return nodes and edges around ``center``, or of the ``whole``."""
        return self._json("/api/network", **parameters)

    def every(self, page: Page[T]) -> Iterator[T]:
        """Iterate over a list from a page to its end, reading further pages as needed."""
        yield from page.items
        while page.next:
            page = self._page(page.next, {})
            yield from page.items

    def select(self, query: str) -> list[dict[str, Term]]:
        """Return the rows of a SELECT; the usual prefixes need not be declared.

        Raises:
            ServiceError: the query is refused, fails, or its result was cut at the limit.
        """
        return [
            {name: _term(cell) for name, cell in row.items()}
            for row in self._results(query)["results"]["bindings"]
        ]

    def ask_graph(self, query: str) -> bool:
        """Return the answer to an ASK."""
        return bool(self._results(query)["boolean"])

    def construct(self, query: str, media_type: str = "text/turtle") -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE in an RDF format."""
        return self._query(query, media_type).text

    def update(self, text: str) -> None:
        """Apply a SPARQL update; it is on disk when this returns. Needs the token."""
        self._send(
            "POST",
            "/sparql/update",
            content=(_PREFIXES + text).encode("utf-8"),
            headers={"Content-Type": "application/sparql-update"},
        )

    def graph(self, iri: str | None = None, media_type: str = "application/n-triples") -> str:
        """Return a named graph, or the default graph."""
        headers = {"Accept": media_type}
        return self._send(
            "GET", "/rdf-graph-store", params=_graph_parameters(iri), headers=headers
        ).text

    def put_graph(self, iri: str | None, rdf: str, media_type: str = "text/turtle") -> None:
        """Replace a named graph, or the default graph. Needs the token."""
        self._send(
            "PUT",
            "/rdf-graph-store",
            params=_graph_parameters(iri),
            content=rdf.encode("utf-8"),
            headers={"Content-Type": media_type},
        )

    def delete_graph(self, iri: str | None) -> None:
        """Remove a named graph, or what is in the default graph. Needs the token."""
        self._send("DELETE", "/rdf-graph-store", params=_graph_parameters(iri))

    def upload(self, file: str | PathLike[str]) -> dict[str, Any]:
        """Have a document read into the graph; return its report, or the job that reads it."""
        path = Path(file)
        answer = self._send(
            "POST", "/api/documents", files={"file": (path.name, path.read_bytes())}
        )
        return cast(dict[str, Any], answer.json())

    def _results(self, query: str) -> dict[str, Any]:
        answer = self._query(query, _RESULTS)
        if answer.headers.get("KG-Result") == "cut":
            limits = answer.headers.get("KG-Limits", "")
            raise ServiceError(answer.status_code, "cut", f"the result was cut: {limits}")
        return cast(dict[str, Any], answer.json())

    def _query(self, query: str, accept: str) -> httpx2.Response:
        return self._send(
            "POST",
            "/sparql",
            content=(_PREFIXES + query).encode("utf-8"),
            headers={"Content-Type": "application/sparql-query", "Accept": accept},
        )

    def _page(self, path: str, filters: Mapping[str, Value]) -> Page[Any]:
        found = self._json(path, **filters)
        return Page(found["items"], found["total"], found["next"])

    def _json(self, path: str, **parameters: Value) -> dict[str, Any]:
        params = {name: _written(value) for name, value in parameters.items() if value is not None}
        answer = self._send(
            "GET", path, params=params or None, headers={"Accept": "application/json"}
        )
        return cast(dict[str, Any], answer.json())

    def _send(self, method: str, path: str, **request: Any) -> httpx2.Response:
        try:
            answer = self._http.request(method, path, **request)
        except httpx2.HTTPError as error:
            where = f"cannot reach {self._http.base_url}"
            raise ServiceError(
                0, "unreachable", f"{where}: {error or type(error).__name__}"
            ) from error
        if answer.is_success:
            return answer
        raise _failed(answer)


def _failed(answer: httpx2.Response) -> ServiceError:
    """What the service said, also where something before it answered without a problem+json."""
    problem: dict[str, Any] = {}
    if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        problem = answer.json()
    kind = str(problem.get("type", "")).rsplit("/", 1)[-1] or "failed"
    detail = str(problem.get("detail") or answer.reason_phrase)
    return ServiceError(answer.status_code, kind, detail, problem)


def _graph_parameters(iri: str | None) -> dict[str, str]:
    return {"default": ""} if iri is None else {"graph": iri}


def _term(cell: Mapping[str, str]) -> Term:
    return Term(cell["value"], cell["type"], cell.get("xml:lang"), cell.get("datatype"))


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
