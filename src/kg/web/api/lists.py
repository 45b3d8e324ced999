"""The routes of the lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from rdflib import URIRef

from kg.vocabulary import RG
from kg.web.api import deadlines, departments, documents, domains, findings, obligations, sources
from kg.web.api.asking import answerer_of
from kg.web.api.building import Builder
from kg.web.api.context import ReaderDependency
from kg.web.api.listing import Listing, find_page
from kg.web.api.parameters import (
    DeadlineParameters,
    DepartmentParameters,
    DocumentParameters,
    DomainParameters,
    FindingParameters,
    ListParameters,
    ObligationParameters,
    SearchParameters,
    SourceParameters,
)
from kg.web.api.paths import entity_iri, part_iri
from kg.web.api.reader import Reader
from kg.web.api.rendering import chosen_format, is_table, respond
from kg.web.api.schemas import (
    Deadline,
    Department,
    Document,
    Domain,
    Finding,
    LegalSource,
    Obligation,
    Page,
    Schema,
    SearchHit,
)
from kg.web.api.searching import KINDS, build_hits, find_matches
from kg.web.api.terms import Value

router = APIRouter(prefix="/api", tags=["look-up"])

_USUAL, _ALL = 50, 10_000
_ENTITIES = {
    "document": "document",
    "domain": "domain",
    "department": "body",
    "lead": "body",
    "issuer": "body",
    "source": "source",
    "region": "region",
}
_PARTS = ("section", "obligation")
_GENERAL = frozenset({"lang", "format", "fields", "limit", "offset", "sort", "as_of", "overdue"})
S = TypeVar("S", bound=Schema)
Wanted = Mapping[str, Sequence[Value] | bool]


def conditions(parameters: ListParameters, base: str) -> dict[str, Sequence[Value] | bool]:
    """Return the filters of a request as terms.

    Raises:
        VocabularyError: an id is not one.
    """
    found: dict[str, Sequence[Value] | bool] = {}
    for name, value in parameters.model_dump(exclude_none=True).items():
        if name in _GENERAL:
            continue
        found[name] = value if isinstance(value, bool) else [_term(name, value, base)]
    return found


def _term(name: str, value: Any, base: str) -> Value:
    if name in _ENTITIES:
        return entity_iri(value, _ENTITIES[name], base)
    if name in _PARTS:
        return part_iri(value, name, base)
    if name == "severity":
        return URIRef(findings.severity_iri(value))
    return URIRef(RG[value]) if name == "role" else value


def list_page(
    reader: Reader,
    parameters: ListParameters,
    listing: Listing,
    build: Callable[[Builder, Sequence[str]], Sequence[S]],
    *,
    sort: str,
    limit: int,
    wanted: Wanted | None = None,
) -> tuple[int, list[S]]:
    """Return the number of what fits and the items of one page; the pages of the site use it too."""
    chosen = conditions(parameters, reader.base) if wanted is None else wanted
    if "type" in chosen and isinstance(parameters, DepartmentParameters):
        chosen = {**chosen, "type": [URIRef(RG[str(parameters.type)])]}
    total, iris = find_page(
        reader,
        listing,
        chosen,
        sort=parameters.sort or sort,
        limit=limit,
        offset=parameters.offset,
    )
    return total, list(build(Builder(reader, parameters.lang), iris)) if iris else []


@dataclass(frozen=True, slots=True)
class Kind(Generic[S]):
    """One kind of list: what it holds, how its items are built, and how it is called.

    Attributes:
        name: of the list, and of the file of a table.
        model: of an item.
        sort: the order where none is asked for.
    """

    name: str
    model: type[S]
    listing: Listing
    build: Callable[[Builder, Sequence[str]], Sequence[S]]
    sort: str


def _answer(
    request: Request,
    reader: Reader,
    parameters: ListParameters,
    kind: Kind[S],
    wanted: Wanted | None = None,
) -> Response:
    limit = parameters.limit or (_ALL if is_table(chosen_format(request, parameters)) else _USUAL)
    total, items = list_page(
        reader, parameters, kind.listing, kind.build, sort=kind.sort, limit=limit, wanted=wanted
    )
    answer = page(request, kind.model, items, total, limit)
    return respond(request, reader, parameters, answer, kind.name)


def page(request: Request, model: type[S], items: Sequence[S], total: int, limit: int) -> Page[S]:
    """Return one page of a list with the path of the next."""
    offset = int(request.query_params.get("offset", 0))
    following = None
    if offset + limit < total:
        query = {**request.query_params, "limit": str(limit), "offset": str(offset + limit)}
        following = f"{request.url.path}?{urlencode(query)}"
    return Page[model](total=total, limit=limit, offset=offset, next=following, items=list(items))  # type: ignore[valid-type]


_DEPARTMENTS = Kind(
    "departments", Department, departments.LISTING, departments.build_departments, "label"
)
_DOMAINS = Kind("domains", Domain, domains.LISTING, domains.build_domains, "order")
_LEGAL_SOURCES = Kind("legal-sources", LegalSource, sources.LISTING, sources.build_sources, "label")
_DOCUMENTS = Kind("documents", Document, documents.LISTING, documents.build_documents, "-issued")
_BLIND_SPOTS = Kind("blind-spots", Finding, findings.LISTING, findings.build_findings, "severity")


@router.get("/departments", response_model=Page[Department])
def list_departments(
    request: Request, reader: ReaderDependency, given: Annotated[DepartmentParameters, Query()]
) -> Response:
    """List bodies with their names, level, region and numbers of duties."""
    return _answer(request, reader, given, _DEPARTMENTS)


@router.get("/domains", response_model=Page[Domain])
def list_domains(
    request: Request, reader: ReaderDependency, given: Annotated[DomainParameters, Query()]
) -> Response:
    """List domains with who leads them, who works along, and the numbers of duties."""
    return _answer(request, reader, given, _DOMAINS)


@router.get("/obligations", response_model=Page[Obligation])
def list_obligations(
    request: Request, reader: ReaderDependency, given: Annotated[ObligationParameters, Query()]
) -> Response:
    """List duties with who must do them, by when and on what ground."""
    kind = Kind(
        "obligations", Obligation, obligation_listing(given), obligations.build_obligations, "order"
    )
    return _answer(request, reader, given, kind)


def obligation_listing(given: ObligationParameters) -> Listing:
    """Return the listing of duties; a role beside a department is that department's role."""
    listing = obligations.LISTING
    if not (given.department and given.role):
        return listing
    filters = {**listing.filters, "role": "?by rg:role ?role ; rg:obligation ?this ."}
    return Listing(listing.pattern, filters, listing.switches, listing.orders)


@router.get("/legal-sources", response_model=Page[LegalSource])
def list_sources(
    request: Request, reader: ReaderDependency, given: Annotated[SourceParameters, Query()]
) -> Response:
    """List legal sources with the duties that cite them."""
    return _answer(request, reader, given, _LEGAL_SOURCES)


@router.get("/deadlines", response_model=Page[Deadline])
def list_deadlines(
    request: Request, reader: ReaderDependency, given: Annotated[DeadlineParameters, Query()]
) -> Response:
    """List deadlines with the duties they bind; overdue on the day of `as_of`, else today."""
    kind = Kind("deadlines", Deadline, deadlines.LISTING, deadline_builder(given), "due")
    return _answer(request, reader, given, kind, deadline_conditions(given, reader.base))


def deadline_builder(
    given: DeadlineParameters,
) -> Callable[[Builder, Sequence[str]], Sequence[Deadline]]:
    """Return what builds deadlines as of the day asked for."""
    day = given.as_of or date.today()
    return lambda builder, iris: deadlines.build_deadlines(builder, iris, day)


def deadline_conditions(given: DeadlineParameters, base: str) -> Wanted:
    """Return the filters of deadlines; what is overdue depends on the day asked for."""
    wanted = conditions(given, base)
    return {**wanted, "overdue_on": [given.as_of or date.today()]} if given.overdue else wanted


@router.get("/documents", response_model=Page[Document])
def list_documents(
    request: Request, reader: ReaderDependency, given: Annotated[DocumentParameters, Query()]
) -> Response:
    """List the documents that were read."""
    return _answer(request, reader, given, _DOCUMENTS)


@router.get("/blind-spots", response_model=Page[Finding])
def list_findings(
    request: Request, reader: ReaderDependency, given: Annotated[FindingParameters, Query()]
) -> Response:
    """List what the checks found: severity, evidence, and what would fix it."""
    return _answer(request, reader, given, _BLIND_SPOTS)


@router.get("/search", response_model=Page[SearchHit])
def search(
    request: Request, reader: ReaderDependency, given: Annotated[SearchParameters, Query()]
) -> Response:
    """Search names and texts, the best first; each hit says why it fits.

    Traditional characters, full-width forms, pinyin, initials and small typos are understood.
    """
    kinds = [given.kind] if given.kind else KINDS
    matches = find_matches(answerer_of(request), given.q, kinds)
    limit = given.limit or _USUAL
    shown = matches[given.offset : given.offset + limit]
    hits = build_hits(Builder(reader, given.lang), shown)
    return respond(
        request, reader, given, page(request, SearchHit, hits, len(matches), limit), "search"
    )
