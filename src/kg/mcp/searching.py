"""Search as agents read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.answers.cleaning import clean
from kg.mcp.source import View
from kg.vocabulary import compress

MOST_HITS = 100


def search(
    view: View, text: str, limit: int = 20, types: Iterable[str] | None = None
) -> dict[str, Any]:
    """Return ranked hits for words, each with its kind and why it matched.

    Args:
        view: the graph.
        text: words, part of a name, pinyin or initials.
        limit: hits at most.
        types: only these kinds: body, domain, duty, source, document, section.
    """
    found = view.answerer.search(
        text, max(1, min(limit, MOST_HITS)), list(types) if types else None
    )
    hits = [
        {
            "iri": compress(hit.iri, view.base),
            "kind": hit.kind,
            "label": hit.label,
            "why": hit.why,
            "matched": hit.matched,
        }
        for hit in found.hits
    ]
    where = (
        "、".join(types) if types else "all bodies, domains, duties, sources, documents, sections"
    )
    said = (
        f"{len(hits)} hit(s)" if hits else f"0 matches for '{clean(text)[:100]}', searched {where}"
    )
    return {"hits": hits, "count": len(hits), "message": said}
