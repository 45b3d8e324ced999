"""Search by words over everything that has a name or a text, with the index of the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.answers import Answerer
from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.schemas import SearchHit

KINDS = ("department", "domain", "obligation", "document", "source")
# What the index calls a kind or a reason, where that is another word.
_INDEXED = {"department": "body", "obligation": "duty"}
_KINDS = {indexed: kind for kind, indexed in _INDEXED.items()}
_REASONS = {"name": "label"}
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Match:
    """An entity whose names or text fit the words, with the words that fit and the reason."""

    iri: str
    kind: str
    reason: str
    text: str
    rank: float


def find_matches(
    answerer: Answerer, words: str, kinds: Sequence[str] = KINDS, limit: int = 500
) -> list[Match]:
    """Return what fits the words, best first: whole names before parts, names before texts.

    Names fit also by other names, pinyin, initials and small typos; the reason says which.
    """
    found = answerer.search(words, limit, [_INDEXED.get(kind, kind) for kind in kinds])
    return [
        Match(
            hit.iri,
            _KINDS.get(hit.kind, hit.kind),
            _REASONS.get(hit.why, hit.why),
            hit.matched,
            hit.score,
        )
        for hit in found.hits
    ]


def build_hits(builder: Builder, matches: Sequence[Match]) -> list[SearchHit]:
    """Return search results with the words that fit and the evidence."""
    entities = builder.bundle.add(match.iri for match in matches)
    builder.bundle.follow(entities, RG.inDocument, RG.inDomain, RG.issuer)
    builder.prepare_evidence(entities)
    return [
        SearchHit(
            **builder.base(entity),
            evidence=builder.evidence(entity)[:3],
            matched=_shortened(match.text),
            reason=match.reason,
            detail=_detail(builder, entity.iri),
        )
        for match, entity in zip(matches, entities, strict=True)
    ]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _detail(builder: Builder, iri: str) -> str | None:
    entity = builder.bundle.get(iri)
    labels = [
        each.label for each in builder.references(entity, RG.inDomain, RG.inDocument, RG.issuer)
    ]
    return " · ".join(labels) or None
