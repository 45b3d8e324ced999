"""The page of blind spots."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from kg.analysis import load_checks
from kg.analysis.model import GROUPS
from kg.web.api.findings import LISTING, SEVERITIES, build_findings, count_kinds
from kg.web.api.lists import list_page
from kg.web.api.parameters import FindingParameters
from kg.web.i18n import word
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import parameters, whole, words

router = APIRouter(include_in_schema=False)

_LENGTH = 25
_FILTERS = ("kind", "severity", "status", "advice", "document", "department", "domain", "q")
# What the form asks itself; the rest is kept in hidden fields.
_ASKED = ("severity", "status", "q")


@router.get("/blind-spots")
def show_findings(view: ViewDependency) -> Response:
    """Show what the checks found."""
    given = parameters(view.request, FindingParameters, view.lang, _FILTERS)
    given = given.model_copy(update={"offset": whole(view.request, "offset")})
    total, findings = list_page(
        view.reader, given, LISTING, build_findings, sort="severity", limit=_LENGTH
    )
    kinds = _kinds(view)
    query = {name: value for name in _FILTERS if (value := getattr(given, name)) is not None}
    checks = load_checks()
    check = checks[given.kind].check if given.kind and given.kind in checks else None
    return view.page(
        "findings.html",
        findings=findings,
        total=total,
        limit=_LENGTH,
        offset=given.offset,
        figures=_figures(view, kinds, given),
        groups=_grouped(view, kinds),
        all_number=sum(each["number"] for each in kinds),
        explanation=check.explanation.of(view.lang) if check else "",
        kind=given.kind,
        severity=given.severity,
        status=given.status,
        kept={name: str(query[name]) for name in _FILTERS if name in query and name not in _ASKED},
        q=words(view.request, "q", 200),
        download=f"/api/blind-spots?{urlencode({'lang': view.lang, **query})}",
    )


def _kinds(view: View) -> list[dict[str, Any]]:
    checks = load_checks()
    return [
        {
            "kind": kind,
            "severity": severity,
            "advice": advice,
            "number": number,
            "label": checks[kind].check.name.of(view.lang) if kind in checks else kind,
            "group": checks[kind].check.group if kind in checks else "",
        }
        for kind, severity, advice, number in count_kinds(view.reader)
    ]


def _figures(
    view: View, kinds: list[dict[str, Any]], given: FindingParameters
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "number": sum(k["number"] for k in kinds if k["severity"] == name and not k["advice"]),
            "label": word("severity", name, view.lang),
            "severity": name,
            "advice": "false",
            "tone": {"violation": "alert", "warning": "warn"}.get(name, ""),
            "chosen": given.severity == name,
        }
        for name in SEVERITIES
    ]
    advice = sum(each["number"] for each in kinds if each["advice"])
    found.append(
        {
            "number": advice,
            "label": view.t("仅为建议", "advice only"),
            "severity": None,
            "advice": "true",
            "tone": "",
            "chosen": given.advice is True,
        }
    )
    return found


def _grouped(view: View, kinds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the kinds below what they concern, in the order of the analysis."""
    names: dict[str, tuple[str, str]] = {str(key): pair for key, pair in GROUPS.items()}
    names[""] = ("其他", "other")
    return [
        {"label": view.t(*names[group]), "kinds": inside}
        for group in names
        if (inside := [each for each in kinds if each["group"] == group])
    ]
