"""The start page: ask, four figures, the documents."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Response

from kg.analysis.deadlines import overdue_pattern
from kg.web.api.departments import LISTING as DEPARTMENTS
from kg.web.api.departments import build_departments
from kg.web.api.documents import LISTING as DOCUMENTS
from kg.web.api.documents import build_documents
from kg.web.api.lists import list_page
from kg.web.api.parameters import DepartmentParameters, DocumentParameters
from kg.web.api.reader import Reader
from kg.web.api.terms import sparql_term
from kg.web.pages.ask import example_questions
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import whole

router = APIRouter(include_in_schema=False)

_LENGTH = 20


def count(reader: Reader, pattern: str) -> int:
    """Return how many things a fixed pattern binds to ``?this``."""
    return reader.count(f"SELECT (COUNT(DISTINCT ?this) AS ?n) WHERE {{ {pattern} }}")


@router.get("/")
def show_start(view: ViewDependency) -> Response:
    """Show the start page."""
    offset = whole(view.request, "offset")
    given = DocumentParameters(lang=view.lang, offset=offset)
    total, documents = list_page(
        view.reader, given, DOCUMENTS, build_documents, sort="-issued", limit=_LENGTH
    )
    _, busiest = list_page(
        view.reader,
        DepartmentParameters(lang=view.lang, has_duties=True),
        DEPARTMENTS,
        build_departments,
        sort="-leads",
        limit=8,
    )
    return view.page(
        "start.html",
        examples=example_questions(view.request, view.lang, 3),
        figures=_figures(view),
        documents=documents,
        total=total,
        offset=offset,
        busiest=busiest,
    )


def _figures(view: View) -> list[dict[str, object]]:
    reader, t = view.reader, view.t
    without = "FILTER NOT EXISTS { ?a rg:obligation ?this ; rg:role rg:lead }"
    past = f"?this a rg:Deadline . {overdue_pattern(sparql_term(date.today()))}"
    return [
        {
            "number": count(reader, "?a rg:agent ?this . ?this a rg:Body ."),
            "label": t("个有任务的部门", "bodies with duties"),
            "page": "/matrix",
            "tone": "",
        },
        {
            "number": count(reader, "?this a rg:Obligation ."),
            "label": t("项任务", "duties"),
            "page": "/search?kind=obligation",
            "tone": "",
        },
        {
            "number": count(reader, f"?this a rg:Obligation . {without}"),
            "label": t("项没有牵头单位", "duties without a lead"),
            "page": "/search?kind=obligation&has_lead=false",
            "tone": "alert",
        },
        {
            "number": count(reader, past),
            "label": t("个时限已过", "deadlines past"),
            "page": "/deadlines?overdue=true",
            "tone": "warn",
        },
    ]
