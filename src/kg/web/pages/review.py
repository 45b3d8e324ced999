"""The queue of facts that a person should look at."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from fastapi import APIRouter, Response

from kg.queries import load_catalogue
from kg.web.api.building import Builder
from kg.web.api.reviews import is_writable
from kg.web.pages.corrections import corrections
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import whole, words

router = APIRouter(include_in_schema=False)

_LENGTH = 20
_LEAST = 1.0
_TWICE = re.compile(r"([^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*?)\s+([A-Za-z][^\u4e00-\u9fff]*)")


@router.get("/review")
def show_review(view: ViewDependency) -> Response:
    """Show what should be looked at, the least certain first."""
    offset = whole(view.request, "offset")
    text = load_catalogue().get("to-review").bind({}, view.reader.base)
    every = sorted(view.request.app.state.store.select(text), key=_certainty)
    kinds = Counter(str(row["kind"]) for row in every)
    kind = words(view.request, "kind") if words(view.request, "kind") in kinds else None
    found = [row for row in every if kind in (None, str(row["kind"]))]
    return view.page(
        "review.html",
        entries=_entries(view, found[offset : offset + _LENGTH]),
        total=len(found),
        kinds=[(name, kinds[name]) for name in sorted(kinds)],
        kind=kind,
        every=len(every),
        limit=_LENGTH,
        offset=offset,
        writable=is_writable(view.request),
    )


def _certainty(row: dict[str, Any]) -> tuple[float, str]:
    certain = row["confidence"]
    return (float(certain) if certain is not None else _LEAST, str(row["entity"]))


def _entries(view: View, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    builder = Builder(view.reader, view.lang)
    builder.prepare_evidence(builder.bundle.add(str(row["entity"]) for row in rows))
    return [
        {
            **builder.base(builder.bundle.get(str(row["entity"]))),
            "confidence": float(row["confidence"]) if row["confidence"] is not None else None,
            "reason": _in_language(str(row["reason"] or ""), view.lang),
            "evidence": builder.evidence(builder.bundle.get(str(row["entity"]))),
            "text": str(row["text"]),
            "kind": str(row["kind"]),
            "fields": corrections(
                builder.bundle.get(str(row["entity"])),
                str(row["kind"]),
                view.reader.base,
                view.lang,
            ),
        }
        for row in rows
    ]


def _in_language(reason: str, lang: str) -> str:
    """Return one half of a reason that is written in Chinese and then in English."""
    found = _TWICE.fullmatch(reason)
    return reason if found is None else found[1 if lang == "zh" else 2]
