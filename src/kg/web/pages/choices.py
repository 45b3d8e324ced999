"""What the pages offer to choose from."""

from __future__ import annotations

from kg.web.api.building import Builder
from kg.web.api.departments import LISTING as DEPARTMENTS
from kg.web.api.documents import LISTING as DOCUMENTS
from kg.web.api.documents import build_documents
from kg.web.api.listing import find_page
from kg.web.api.schemas import Document, Reference
from kg.web.pages.frame import View

_MOST = 300


def all_documents(view: View) -> list[Document]:
    """Return the documents, newest first; at most 300."""
    _, iris = find_page(view.reader, DOCUMENTS, {}, sort="-issued", limit=_MOST, offset=0)
    return build_documents(Builder(view.reader, view.lang), iris) if iris else []


def busy_departments(view: View) -> list[Reference]:
    """Return the bodies that have duties, by name; at most 300."""
    wanted = {"has_duties": True}
    _, iris = find_page(view.reader, DEPARTMENTS, wanted, sort="label", limit=_MOST, offset=0)
    builder = Builder(view.reader, view.lang)
    return [builder.reference(each) for each in builder.bundle.add(iris)]
