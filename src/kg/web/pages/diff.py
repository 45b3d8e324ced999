"""The page that compares two documents, duty by duty."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kg.web.pages.choices import all_documents
from kg.web.pages.frame import ViewDependency
from kg.web.pages.query import words

router = APIRouter(include_in_schema=False)


@router.get("/diff")
def show_diff(view: ViewDependency) -> Response:
    """Show what changed between two documents."""
    return view.page(
        "diff.html",
        documents=all_documents(view),
        a=words(view.request, "a", 300),
        b=words(view.request, "b", 300),
        groups=None,
        problem=None,
    )
