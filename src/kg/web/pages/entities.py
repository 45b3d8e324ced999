"""The pages of single entities: bodies, domains, duties, sources, deadlines, findings, any IRI."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from rdflib.namespace import RDF

from kg.analysis import load_checks
from kg.errors import VocabularyError
from kg.vocabulary import RG, checked_iri
from kg.web.api.building import Builder
from kg.web.api.deadlines import build_deadlines
from kg.web.api.departments import build_department
from kg.web.api.domains import build_domain
from kg.web.api.entities import build_entity
from kg.web.api.findings import LISTING as FINDINGS
from kg.web.api.findings import build_findings
from kg.web.api.listing import find_page
from kg.web.api.obligations import build_obligations
from kg.web.api.reader import Entity
from kg.web.api.schemas import DepartmentDetail, DomainDetail, Finding, Obligation, Reference
from kg.web.api.sources import build_sources
from kg.web.errors import problem_of_status, problem_response, wants_page
from kg.web.pages.drawing import Neighbour, draw_star
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import day, whole, words

router = APIRouter(include_in_schema=False)

_ROLES = ("lead", "shared", "cooperate")
_LENGTH = 40
_ADVICE = {
    "asked": (
        "地址也许写错了，或者图谱里没有这一项。可以换个词再找。",
        "The address may be mistyped, or the graph does not hold this. Try other words.",
    ),
    "busy": (
        "过一会儿再试；已经读出的内容都在。",
        "Try again in a moment; what has been read is still there.",
    ),
    "fault": (
        "这是服务的过错，已经记下。过一会儿再试，或者从首页重新开始。",
        "This is a fault of the service and has been noted. Try again, or begin at the start.",
    ),
}


@router.get("/entity/{key:path}")
def show_entity(key: str, view: ViewDependency) -> Response:
    """Show the page of an entity of the data."""
    return show(view, f"{view.reader.base}{key}")


@router.get("/resource")
def show_resource(view: ViewDependency) -> Response:
    """Show the page of any IRI in the store, also a foreign one."""
    return show(view, view.request.query_params.get("iri", ""))


def show(view: View, iri: str) -> Response:
    """Show what is known about an IRI, in the way that fits its kind."""
    builder = Builder(view.reader, view.lang)
    try:
        facts = build_entity(builder, str(checked_iri(iri)))
    except VocabularyError:
        return missing(view, 400, view.t("这不是一个 IRI", "This is not an IRI"), iri)
    if facts is None:
        return missing(view, 404, view.t("图谱里没有它", "The graph does not know it"), iri)
    entity = builder.bundle.get(iri)
    template, values = _fitting(view, builder, entity)
    values.setdefault("item", facts)
    values.setdefault("findings", [])
    opened = template == "entity-other.html"
    return view.page(template, facts=facts, open_facts=opened, **values)


def missing(view: View, status: int, title: str, detail: str) -> Response:
    """Show that there is nothing here, with a way on; clients that want data get a problem."""
    if not wants_page(view.request):
        problem = problem_of_status(status, f"{title}: {detail}" if detail else title)
        return problem_response(problem, view.request)
    advice = _ADVICE["busy" if status in (429, 503) else "fault" if status >= 500 else "asked"]
    values = {"title": title, "detail": detail, "shown": status, "advice": view.t(*advice)}
    return view.page("missing.html", status, **values)


def _fitting(view: View, builder: Builder, entity: Entity) -> tuple[str, dict[str, Any]]:
    """Return the template for an entity and what it needs."""
    iri, classes = entity.iri, set(entity.iris(RDF.type))
    if str(RG.Body) in classes:
        return "entity-department.html", _department(view, build_department(builder, iri))
    if str(RG.Domain) in classes:
        return "entity-domain.html", _domain(view, build_domain(builder, iri))
    if str(RG.Obligation) in classes:
        (duty,) = build_obligations(builder, [iri])
        return "entity-obligation.html", {
            "item": duty,
            "findings": _findings(builder, "focus", iri),
        }
    if str(RG.LegalSource) in classes:
        return "entity-source.html", {"item": build_sources(builder, [iri])[0]}
    if str(RG.Deadline) in classes:
        as_of = day(view.request, "as_of") or date.today()
        return "entity-deadline.html", {"item": build_deadlines(builder, [iri], as_of)[0]}
    if str(RG.Finding) in classes:
        finding = build_findings(builder, [iri])[0]
        return "entity-finding.html", {"item": finding, "check_name": _check(view, finding.kind)}
    return "entity-other.html", {}


def _check(view: View, kind: str) -> str:
    found = load_checks().get(kind)
    return found.check.name.of(view.lang) if found else kind


def _findings(builder: Builder, name: str, iri: str) -> list[Finding]:
    wanted = {name: [checked_iri(iri)]}
    _, iris = find_page(builder.reader, FINDINGS, wanted, sort="severity", limit=8, offset=0)
    return build_findings(builder, iris) if iris else []


def _department(view: View, body: DepartmentDetail) -> dict[str, Any]:
    asked = words(view.request, "role")
    first = next((each for each in _ROLES if getattr(body.counts, each)), "all")
    role = asked if asked in (*_ROLES, "all") else first
    duties = [
        duty
        for duty in body.obligations
        if role == "all" or any(a.iri == body.iri and a.role == role for a in duty.agents)
    ]
    offset = whole(view.request, "offset")
    around: dict[str, Neighbour] = {}
    for duty in body.obligations:
        held = next((a.role for a in duty.agents if a.iri == body.iri), "shared")
        for domain in duty.domains:
            known = around.get(domain.iri)
            if known is None or held == "lead":
                around[domain.iri] = Neighbour(domain.label, domain.page, held, "domain")
    builder = Builder(view.reader, view.lang)
    return {
        "item": body,
        "role": role,
        "groups": _by_domain(duties[offset : offset + _LENGTH]),
        "total": len(duties),
        "limit": _LENGTH,
        "offset": offset,
        "drawing": _star(view, body.label, list(around.values())),
        "findings": _findings(builder, "focus", body.iri),
    }


def _by_domain(duties: Sequence[Obligation]) -> list[dict[str, Any]]:
    groups: dict[str | None, dict[str, Any]] = {}
    for duty in duties:
        domain: Reference | None = next(iter(duty.domains), None)
        key = domain.iri if domain else None
        groups.setdefault(key, {"domain": domain, "duties": []})["duties"].append(duty)
    return list(groups.values())


def _domain(view: View, domain: DomainDetail) -> dict[str, Any]:
    around = [
        Neighbour(body.label, body.page, role, "body")
        for role, bodies in (
            ("lead", domain.leads),
            ("shared", domain.shared),
            ("cooperate", domain.cooperates),
        )
        for body in bodies
    ]
    seen: dict[str, Neighbour] = {}
    for each in around:
        seen.setdefault(each.page, each)
    return {
        "item": domain,
        "drawing": _star(view, domain.label, list(seen.values())),
        "findings": _findings(Builder(view.reader, view.lang), "focus", domain.iri),
    }


def _star(view: View, label: str, around: Sequence[Neighbour]) -> str:
    shown = view.t("与“%s”相连的实体", "What is connected with “%s”") % label
    return draw_star(label, around, shown, view.t("另有 %d 个未画出。", "%d more are not drawn."))
