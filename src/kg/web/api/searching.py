"""Search by words over everything that has a name or a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from opencc_purepy import OpenCC

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.reader import Reader
from kg.web.api.schemas import SearchHit
from kg.web.api.terms import sparql_string

KINDS = ("department", "domain", "obligation", "document", "source")
# For each kind: its class, then the texts that are searched, the weightiest first.
_TEXTS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "department": ("rg:Body", (("label", "skos:prefLabel"), ("other-name", "skos:altLabel"))),
    "domain": ("rg:Domain", (("label", "skos:prefLabel"), ("other-name", "skos:altLabel"))),
    "obligation": ("rg:Obligation", (("label", "rdfs:label"), ("text", "rg:text"))),
    "document": ("rg:Document", (("label", "dct:title"), ("number", "dct:identifier"))),
    "source": ("rg:LegalSource", (("label", "rdfs:label"),)),
}
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_MOST_WORDS = 6
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Match:
    """An entity whose text holds the words."""

    iri: str
    kind: str
    reason: str
    text: str
    rank: float


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normalised(text: str) -> str:
    """Return a query as it is compared: NFKC, simplified characters, lower case, trimmed."""
    return _simplifier().convert(unicodedata.normalize("NFKC", text)).strip().lower()


def find_matches(
    reader: Reader, words: str, kinds: Sequence[str] = KINDS, limit: int = 500
) -> list[Match]:
    """Return what holds all words, best first: whole names before parts, names before texts.

    Where nothing holds all words as written, two-character pieces of Chinese are tried, so that
    a name with another word inside is found as well.
    """
    pieces = normalised(words).split()[:_MOST_WORDS]
    if not pieces:
        return []
    found = [each for kind in kinds for each in _matches(reader, kind, pieces, limit)]
    if not found and (grams := _grams(pieces)):
        found = [each for kind in kinds for each in _matches(reader, kind, grams, limit)]
    best: dict[str, Match] = {}
    for match in found:
        if match.iri not in best or best[match.iri].rank < match.rank:
            best[match.iri] = match
    order = {kind: at for at, kind in enumerate(KINDS)}
    return sorted(best.values(), key=lambda m: (-m.rank, order[m.kind], len(m.text), m.iri))


def _grams(pieces: Sequence[str]) -> list[str]:
    grams = [
        piece[at : at + 2]
        for piece in pieces
        for at in range(0, len(piece) - 1, 2)
        if _HAN.match(piece[at]) and _HAN.match(piece[at + 1])
    ]
    return grams[:_MOST_WORDS] if len(grams) > 1 else []


def _matches(reader: Reader, kind: str, pieces: Sequence[str], limit: int) -> list[Match]:
    class_name, texts = _TEXTS[kind]
    found = []
    for at, (reason, predicate) in enumerate(texts):
        tests = " && ".join(f"CONTAINS(LCASE(STR(?t)), {sparql_string(p)})" for p in pieces)
        rows = reader.rows(
            f"SELECT DISTINCT ?s ?t WHERE {{ ?s a {class_name} ; {predicate} ?t . "
            f"FILTER({tests}) }} LIMIT {limit:d}"
        )
        for subject, text in rows:
            rank = _rank(str(text).lower(), pieces) - at
            found.append(Match(str(subject), kind, reason, str(text), rank))
    return found


def _rank(text: str, pieces: Sequence[str]) -> float:
    words = "".join(pieces)
    if text == words:
        return 10.0
    closeness = len(words) / max(len(text), 1)
    return (6.0 if text.startswith(words) else 4.0) + closeness


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
