"""The page of blind spots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from kg.analysis.catalogue import load_checks
from kg.web.api.findings import LISTING, build_findings, count_kinds
from kg.web.api.lists import list_page
from kg.web.api.parameters import FindingParameters
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import parameters, whole, words

router = APIRouter(include_in_schema=False)

_LENGTH = 25
_FILTERS = ("kind", "severity", "status", "document", "department", "domain", "q")


@router.get("/blind-spots")
def show_findings(view: ViewDependency) -> Response:
    """Show what the checks found."""
    given = parameters(view.request, FindingParameters, view.lang, _FILTERS)
    given = given.model_copy(update={"offset": whole(view.request, "offset")})
    total, findings = list_page(
        view.reader, given, LISTING, build_findings, sort="severity", limit=_LENGTH
    )
    kinds = _kinds(view)
    query = {name: value for name in _FILTERS if (value := getattr(given, name))}
    return view.page(
        "findings.html",
        findings=findings,
        total=total,
        limit=_LENGTH,
        offset=given.offset,
        kinds=kinds,
        all_number=sum(each["number"] for each in kinds),
        kind=given.kind,
        severity=given.severity,
        status=given.status,
        q=words(view.request, "q", 200),
        download=f"/api/blind-spots?{urlencode({'lang': view.lang, **query})}",
    )


def _kinds(view: View) -> list[dict[str, Any]]:
    name = kind_names(view)
    return [
        {
            "kind": kind,
            "severity": severity,
            "advice": advice,
            "number": number,
            "label": name(kind),
        }
        for kind, severity, advice, number in count_kinds(view.reader)
    ]


def kind_names(view: View) -> Callable[[str], str]:
    """Return what gives the name of a kind of finding: that of its check."""
    checks = load_checks()
    return lambda kind: checks[kind].check.name.of(view.lang) if kind in checks else kind
