"""The search page: words over everything, or duties narrowed by facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Response

from kg.web.api.asking import answerer_of
from kg.web.api.building import Builder
from kg.web.api.lists import list_page, obligation_listing
from kg.web.api.obligations import build_obligations
from kg.web.api.parameters import ObligationParameters
from kg.web.api.paths import entity_iri
from kg.web.api.schemas import Obligation, Reference
from kg.web.api.searching import KINDS, build_hits, find_matches
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import parameters, whole, words

router = APIRouter(include_in_schema=False)

_LENGTH = 20
_FACETS = {"department": "body", "domain": "domain", "document": "document", "source": "source"}
_NARROWING = (*_FACETS, "role", "has_lead", "has_deadline", "mode", "due_before", "due_after")


@router.get("/search")
def show_search(view: ViewDependency) -> Response:
    """Show what the words find; with a facet, the duties that fit."""
    request = view.request
    given = parameters(request, ObligationParameters, view.lang, (*_NARROWING, "q"))
    kind = words(request, "kind") if words(request, "kind") in KINDS else None
    narrowed = any(getattr(given, name) is not None for name in _NARROWING)
    if narrowed or (kind == "obligation" and not given.q):
        return _show_duties(view, given)
    return _show_matches(view, kind)


def _show_matches(view: View, kind: str | None) -> Response:
    q, offset = words(view.request, "q"), whole(view.request, "offset")
    matches = find_matches(answerer_of(view.request), q) if q else []
    numbers = Counter(match.kind for match in matches)
    chosen = [match for match in matches if kind in (None, match.kind)]
    hits = build_hits(Builder(view.reader, view.lang), chosen[offset : offset + _LENGTH])
    nothing = view.t("输入词语，或从左边选类别。", "Type some words, or choose a kind on the left.")
    missing = view.t(
        "没有找到。换个说法，或者少写几个字。", "Nothing was found. Try other or fewer words."
    )
    return view.page(
        "search.html",
        q=q,
        kind=kind,
        kept={"kind": kind} if kind else {},
        kinds=[(None, len(matches) if q else None)]
        + [(name, numbers[name] if q else None) for name in KINDS],
        facets=[],
        hits=hits,
        duties=None,
        total=len(chosen),
        limit=_LENGTH,
        offset=offset,
        download=f"/api/search?{view.request.url.query}" if q and not kind else None,
        empty_words=missing if q else nothing,
    )


def _show_duties(view: View, given: ObligationParameters) -> Response:
    offset = whole(view.request, "offset")
    given = given.model_copy(update={"offset": offset})
    total, duties = list_page(
        view.reader,
        given,
        obligation_listing(given),
        build_obligations,
        sort="order",
        limit=_LENGTH,
    )
    kept = {
        name: words(view.request, name) for name in _NARROWING if getattr(given, name) is not None
    }
    query = "&".join(f"{name}={value}" for name, value in kept.items())
    return view.page(
        "search.html",
        q=given.q or "",
        kind="obligation",
        kept={**kept, "kind": "obligation"},
        kinds=[(None, None), *((name, None) for name in KINDS)],
        facets=[*_chosen(view, given), *_switches(view, given), *_offered(view, given, duties)],
        hits=None,
        duties=duties,
        total=total,
        limit=_LENGTH,
        offset=offset,
        download=f"/api/obligations?lang={view.lang}&{query}"
        + (f"&q={given.q}" if given.q else ""),
        empty_words=view.t("没有这样的任务。", "There are no such duties."),
    )


def _choice(
    label: str, value: object, *, chosen: bool, number: int | None = None
) -> dict[str, Any]:
    return {"label": label, "value": value, "chosen": chosen, "number": number}


def _chosen(view: View, given: ObligationParameters) -> list[dict[str, Any]]:
    """Return the entities the list is narrowed to, each with the way to let go of it."""
    builder = Builder(view.reader, view.lang)
    found = []
    for name, kind in _FACETS.items():
        if value := getattr(given, name):
            iri = str(entity_iri(value, kind, view.reader.base))
            label = builder.reference(builder.bundle.get(iri)).label
            choice = _choice(f"{label}  ✕", None, chosen=True)
            found.append({"name": name, "label": _facet_name(view, name), "choices": [choice]})
    return found


def _facet_name(view: View, name: str) -> str:
    return {
        "department": view.t("部门", "Department"),
        "domain": view.t("领域", "Domain"),
        "document": view.t("文件", "Document"),
        "source": view.t("依据", "Legal source"),
    }[name]


def _switches(view: View, given: ObligationParameters) -> list[dict[str, Any]]:
    t = view.t
    lead = [
        _choice(t("不限", "Any"), None, chosen=given.has_lead is None),
        _choice(t("有牵头", "With a lead"), "true", chosen=given.has_lead is True),
        _choice(t("无牵头", "Without a lead"), "false", chosen=given.has_lead is False),
    ]
    due = [
        _choice(t("不限", "Any"), None, chosen=given.has_deadline is None),
        _choice(t("有时限", "With a deadline"), "true", chosen=given.has_deadline is True),
        _choice(t("无时限", "Without a deadline"), "false", chosen=given.has_deadline is False),
    ]
    found = [
        {"name": "has_lead", "label": t("牵头单位", "Lead"), "choices": lead},
        {"name": "has_deadline", "label": t("时限", "Deadline"), "choices": due},
    ]
    if given.department:
        roles = [("", t("不限", "Any")), ("lead", t("牵头", "leads"))]
        roles += [("cooperate", t("配合", "cooperates")), ("shared", t("共同负责", "shares"))]
        choices = [_choice(n, v or None, chosen=(given.role or "") == v) for v, n in roles]
        found.append({"name": "role", "label": t("角色", "Role"), "choices": choices})
    return found


def _offered(
    view: View, given: ObligationParameters, shown: Sequence[Obligation]
) -> list[dict[str, Any]]:
    """Return domains and bodies of the duties on this page, to narrow further."""
    found = []
    for name, references in (
        ("domain", [each for duty in shown for each in duty.domains]),
        ("department", [each for duty in shown for each in duty.agents if each.type != "Group"]),
    ):
        if getattr(given, name) is None and references:
            known: dict[str, Reference] = {each.id: each for each in references}
            common = Counter(each.id for each in references).most_common(8)
            choices = [_choice(known[key].label, key, chosen=False) for key, _ in common]
            label = view.t("缩小到", "Narrow to") + " · " + _facet_name(view, name)
            found.append({"name": name, "label": label, "choices": choices})
    return found
