"""The pages about the service: method, and the reference of the API."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kg.web.pages.frame import ViewDependency
from kg.web.pages.start import count

router = APIRouter(include_in_schema=False)


@router.get("/about")
def show_about(view: ViewDependency) -> Response:
    """Show what the service is, how it reads, and what it does not say."""
    figures = [
        (view.t(zh, en), count(view.reader, f"?this a rg:{kind} ."))
        for kind, zh, en in (
            ("Document", "文件", "Documents"),
            ("Obligation", "任务", "Duties"),
            ("Statement", "责任条款", "Statements"),
            ("Assignment", "责任分工", "Assignments"),
            ("Body", "机构", "Bodies"),
            ("Domain", "领域", "Domains"),
            ("Deadline", "时限", "Deadlines"),
            ("LegalSource", "依据", "Legal sources"),
            ("Evidence", "原文位置", "Stretches of text"),
        )
    ]
    version = getattr(view.reader.store, "version", None)
    return view.page("about.html", figures=figures, version=version)


@router.get("/docs")
def show_reference(view: ViewDependency) -> Response:
    """Show the reference of the API, from files of this package only."""
    return view.page("apidocs.html")
