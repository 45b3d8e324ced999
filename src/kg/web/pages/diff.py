"""The page that compares two documents, duty by duty."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from kg.diff import Change, ChangeKind, Comparison, ListedDuty, compare, stored_duties
from kg.errors import KgError
from kg.web.api.paths import entity_iri
from kg.web.pages.choices import all_documents
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import words

router = APIRouter(include_in_schema=False)

_GROUPS: tuple[tuple[ChangeKind, str, str, str], ...] = (
    ("lead changed", "changed", "换了牵头单位", "Lead changed"),
    ("added", "added", "新增的任务", "Duties added"),
    ("removed", "removed", "删去的任务", "Duties removed"),
    ("deadline moved", "changed", "改了时限", "Deadline moved"),
    ("partners changed", "changed", "换了配合单位", "Partners changed"),
    ("reworded", "changed", "改了措辞", "Reworded"),
)


@router.get("/diff")
def show_diff(view: ViewDependency) -> Response:
    """Show what changed between two documents."""
    a, b = words(view.request, "a", 300), words(view.request, "b", 300)
    groups, problem = None, None
    if a and b:
        try:
            groups = _groups(view, _compared(view, a, b), a, b)
        except KgError as error:
            problem = str(error)
    return view.page(
        "diff.html", documents=all_documents(view), a=a, b=b, groups=groups, problem=problem
    )


def _compared(view: View, a: str, b: str) -> Comparison:
    base, store = view.reader.base, view.request.app.state.store
    left, right = (str(entity_iri(key, "document", base)) for key in (a, b))
    return compare(stored_duties(store, left, base), stored_duties(store, right, base))


def _groups(view: View, found: Comparison, a: str, b: str) -> list[dict[str, Any]]:
    return [
        {
            "name": kind.replace(" ", "-"),
            "tone": tone,
            "label": view.t(zh, en),
            "entries": [_entry(view, each, a, b) for each in found.of(kind)],
        }
        for kind, tone, zh, en in _GROUPS
    ]


def _entry(view: View, change: Change, a: str, b: str) -> dict[str, Any]:
    said = change.kind in ("lead changed", "partners changed", "deadline moved")
    sides = [
        _side(view.t("旧", "old"), a, change.left, change.before if said else None),
        _side(view.t("新", "new"), b, change.right, change.after if said else None),
    ]
    return {"sides": [each for each in sides if each]}


def _side(
    name: str, document: str, duty: ListedDuty | None, note: tuple[str, ...] | None
) -> dict[str, str] | None:
    if duty is None:
        return None
    place = f"{duty.line}.{duty.start}-{duty.end}"
    return {
        "name": name,
        "text": duty.text,
        "page": f"/documents/{document}?hl={place}#hl",
        "note": "" if note is None else "、".join(note) or "—",
    }
