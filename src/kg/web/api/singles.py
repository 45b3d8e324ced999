"""The routes of single entities."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from kg.errors import VocabularyError
from kg.vocabulary import checked_iri, expand
from kg.web.api.building import Builder
from kg.web.api.context import ReaderDependency
from kg.web.api.departments import build_department
from kg.web.api.documents import build_documents
from kg.web.api.domains import build_domain
from kg.web.api.entities import build_entity
from kg.web.api.obligations import build_obligations
from kg.web.api.parameters import EntityParameters, Parameters
from kg.web.api.paths import entity_iri, part_iri
from kg.web.api.reader import Reader
from kg.web.api.rendering import respond
from kg.web.api.schemas import (
    DepartmentDetail,
    Document,
    DomainDetail,
    EntityDetail,
    Obligation,
)

_RUNNING = ("javascript", "vbscript", "data", "file")
"""Schemes that run or open something where a client follows them."""

router = APIRouter(prefix="/api", tags=["look-up"])


def require_kind(reader: Reader, iri: str, kinds: tuple[str, ...]) -> None:
    """Make sure that an IRI is in the graph and of one of the kinds.

    Raises:
        HTTPException: 404, it is not.
    """
    classes = " ".join(f"rg:{kind}" for kind in kinds)
    query = f"SELECT ?c WHERE {{ VALUES ?c {{ {classes} }} <{checked_iri(iri)}> a ?c }} LIMIT 1"
    if not reader.rows(query):
        raise HTTPException(404, f"the graph has no {kinds[0].lower()} <{iri}>")


@router.get("/departments/{key:path}", response_model=DepartmentDetail)
def get_department(
    key: str, request: Request, reader: ReaderDependency, given: Annotated[Parameters, Query()]
) -> Response:
    """Return one body with its duties, domains and partners."""
    iri = entity_iri(key, "body", reader.base)
    require_kind(reader, iri, ("Body",))
    answer = build_department(Builder(reader, given.lang), str(iri))
    return respond(request, reader, given, answer, "department")


@router.get("/domains/{key:path}", response_model=DomainDetail)
def get_domain(
    key: str, request: Request, reader: ReaderDependency, given: Annotated[Parameters, Query()]
) -> Response:
    """Return one domain with its duties, leads and partners."""
    iri = entity_iri(key, "domain", reader.base)
    require_kind(reader, iri, ("Domain",))
    answer = build_domain(Builder(reader, given.lang), str(iri))
    return respond(request, reader, given, answer, "domain")


@router.get("/obligations/{key:path}", response_model=Obligation)
def get_obligation(
    key: str, request: Request, reader: ReaderDependency, given: Annotated[Parameters, Query()]
) -> Response:
    """Return one duty with who must do it, by when and on what ground."""
    iri = part_iri(key, "obligation", reader.base)
    require_kind(reader, iri, ("Obligation",))
    (answer,) = build_obligations(Builder(reader, given.lang), [str(iri)])
    return respond(request, reader, given, answer, "obligation")


@router.get("/documents/{key:path}", response_model=Document)
def get_document(
    key: str, request: Request, reader: ReaderDependency, given: Annotated[Parameters, Query()]
) -> Response:
    """Return what a document says about itself and how much was read out of it."""
    iri = entity_iri(key, "document", reader.base)
    require_kind(reader, iri, ("Document",))
    (answer,) = build_documents(Builder(reader, given.lang), [str(iri)])
    return respond(request, reader, given, answer, "document")


@router.get("/entity", response_model=EntityDetail)
def get_entity(
    request: Request, reader: ReaderDependency, given: Annotated[EntityParameters, Query()]
) -> Response:
    """Return everything the graph says about any IRI, in both directions."""
    if (given.iri is None) == (given.curie is None):
        raise VocabularyError(
            "cannot look up an entity", "either 'iri' or 'curie' is needed", "give one of them"
        )
    iri = (
        checked_iri(given.iri) if given.iri is not None else expand(given.curie or "", reader.base)
    )
    if iri.partition(":")[0].lower() in _RUNNING:
        raise VocabularyError(
            "cannot look up an entity",
            "its scheme runs something",
            "give an IRI that names a thing",
        )
    answer = build_entity(Builder(reader, given.lang), str(iri))
    if answer is None:
        raise HTTPException(404, f"the graph says nothing about <{iri}>")
    return respond(request, reader, given, answer, "entity")
