"""Checks quotes against the documents themselves."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rapidfuzz import fuzz

from kg.answers.knowledge import Knowledge

_SPACE = re.compile(r"\s+")
_ALIKE = 70.0
_LONGEST = 2000


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def verify(knowledge: Knowledge, quote: str, document: str | None = None) -> dict[str, Any]:
    """Whether a quote stands in a document: ``exact``, ``altered`` with the true words, ``not_found``.

    Args:
        quote: at most 2000 characters count.
        document: IRI of one document; all without it.
    """
    wanted = quote.strip()[:_LONGEST]
    lines = [
        (iri, number, line)
        for iri, text in knowledge.texts.items()
        if document in (None, iri)
        for number, line in enumerate(text, 1)
    ]
    if len(_plain(wanted)) < 2:
        return {"status": "not_found", "quote": wanted}
    for iri, number, line in lines:
        at = line.find(wanted)
        if at >= 0:
            return _found("exact", wanted, iri, number, at, at + len(wanted))
    best: dict[str, Any] = {"status": "not_found", "quote": wanted}
    score = _ALIKE
    for iri, number, line in lines:
        match = fuzz.partial_ratio_alignment(wanted, line, score_cutoff=score) if line else None
        covers = match is not None and match.dest_end - match.dest_start >= 0.6 * len(wanted)
        if match is not None and covers and match.score >= score:
            score = match.score
            text = line[match.dest_start : match.dest_end]
            best = _found("altered", text, iri, number, match.dest_start, match.dest_end)
            best |= {"quote": wanted, "similarity": round(match.score / 100, 3)}
    return best


def _found(status: str, text: str, iri: str, line: int, start: int, end: int) -> dict[str, Any]:
    return {
        "status": status,
        "text": text,
        "document": iri,
        "line": line,
        "start": start,
        "end": end,
    }
