"""What the pages offer to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rdflib.namespace import DCTERMS

from kg.web.api.building import Builder
from kg.web.api.departments import LISTING as DEPARTMENTS
from kg.web.api.documents import LISTING as DOCUMENTS
from kg.web.api.listing import find_page
from kg.web.api.paths import id_of
from kg.web.api.schemas import Reference
from kg.web.pages.frame import View

_MOST = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """A document that can be chosen."""

    id: str
    title: str
    issued: date | None


def all_documents(view: View) -> list[Choice]:
    """Return the documents, newest first; at most 300."""
    _, iris = find_page(view.reader, DOCUMENTS, {}, sort="-issued", limit=_MOST, offset=0)
    found = Builder(view.reader, view.lang).bundle.add(iris)
    return [
        Choice(id_of(each.iri, view.reader.base), each.label("zh"), each.day(DCTERMS.issued))
        for each in found
    ]


def busy_departments(view: View) -> list[Reference]:
    """Return the bodies that have duties, by name; at most 300."""
    wanted = {"has_duties": True}
    _, iris = find_page(view.reader, DEPARTMENTS, wanted, sort="label", limit=_MOST, offset=0)
    builder = Builder(view.reader, view.lang)
    return [builder.reference(each) for each in builder.bundle.add(iris)]
