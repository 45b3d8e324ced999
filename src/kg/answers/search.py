"""Search as one types: a full-text index of overlapping character pairs, names, pinyin and typos."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kg.answers.cleaning import fold, has_han, readings
from kg.answers.finding import headline
from kg.answers.knowledge import Entity, Knowledge
from kg.answers.naming import glossary, lexicon_forms, stem_phrase
from kg.lexicon import Hazard, load_body_types, load_hazards

KINDS = ("body", "domain", "duty", "source", "section", "document")
_BONUS = {"body": 6.0, "domain": 6.0, "section": 3.0, "source": 3.0, "document": 3.0, "duty": 0.0}
_TYPO_SCORE, _TYPO_MARGIN = 72, 4
_MOST_TERMS = 40
_SOUNDED = ("body", "domain", "source")
_SHORTEST_SOUND, _LONGEST_SOUND = 2, 20
_MOST_HITS = 1000
# Where no text holds all words, one that holds this share of them is shown.
_ENOUGH = 0.6
_TERM = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")


@dataclass(frozen=True)
class SearchHit:
    """A thing found.

    Attributes:
        kind: body, domain, duty, source, section or document.
        why: ``name``, ``other-name``, ``number``, ``pinyin``, ``initials``, ``typo`` or ``text``.
        matched: the words of the thing that match.
        score: for the order only.
    """

    iri: str
    kind: str
    label: str
    why: str
    matched: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """Hits, the best first, and the same grouped by kind."""

    query: str
    hits: tuple[SearchHit, ...]

    @property
    def groups(self) -> dict[str, tuple[SearchHit, ...]]:
        """Hits by kind, kinds in the order of their best hit."""
        found: dict[str, list[SearchHit]] = {}
        for hit in self.hits:
            found.setdefault(hit.kind, []).append(hit)
        return {kind: tuple(hits) for kind, hits in found.items()}


def pairs(text: str) -> str:
    """The text as index terms: overlapping pairs and single characters of Chinese, words else."""
    terms: list[str] = []
    for run in _TERM.findall(fold(text)):
        if has_han(run):
            terms += run
            terms += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            terms.append(run)
    return " ".join(terms)


class SearchIndex:
    """An index in memory over one version of the graph."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._names: dict[str, list[tuple[str, str, str, str]]] = {}
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(iri UNINDEXED, kind UNINDEXED, terms, tokenize='unicode61')"
        )
        self._fill()
        self._latin = self._by_sound()
        self._all_names = list(self._names)

    def _fill(self) -> None:
        rows = []
        for iri, kind, names, text in _documents(self._knowledge):
            label = self._label(iri, kind)
            for name in names:
                why = "name" if name == label else "other-name"
                self._names.setdefault(fold(name), []).append((iri, kind, name, why))
            rows.append((iri, kind, pairs(" ".join([*names, text]))))
        for iri, numbers in self._knowledge.numbers.items():
            for number in numbers:
                self._names.setdefault(fold(number), []).append((iri, "document", number, "number"))
        self._base.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)

    def _by_sound(self) -> dict[str, list[tuple[str, str, str]]]:
        """Things with a name, everyday ones too, by its pinyin and by its initials."""
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for name, things in self._names.items():
            if not (_SHORTEST_SOUND <= len(name) <= _LONGEST_SOUND and has_han(name)):
                continue
            sounds = readings(name)
            keys = (("".join(sounds), "pinyin"), ("".join(s[0] for s in sounds), "initials"))
            for key, why in keys:
                found[key] += [(t[0], t[1], why) for t in things if t[1] in _SOUNDED]
        return dict(found)

    def search(
        self, text: str, limit: int = 20, types: Iterable[str] | None = None
    ) -> SearchResult:
        """Hits for words, the best first."""
        words = fold(text).strip()
        wanted = set(types) if types is not None else set(KINDS)
        best: dict[str, SearchHit] = {}
        for hit in self._hits(words):
            if hit.kind in wanted and (hit.iri not in best or best[hit.iri].score < hit.score):
                best[hit.iri] = hit
        ranked = sorted(best.values(), key=lambda h: (-h.score, len(h.label), h.iri))
        return SearchResult(text, tuple(ranked[: max(1, min(limit, _MOST_HITS))]))

    def _hits(self, words: str) -> Iterator[SearchHit]:
        if not words or (len(words) == 1 and not has_han(words)):
            return
        found = list(self._by_name(words)) + list(self._by_latin(words))
        yield from found
        yield from self._by_text(words)
        for term in () if has_han(words) else glossary().get(stem_phrase(words), ()):
            yield from self._by_text(term)
        if not found:
            yield from self._by_typo(words)

    def _by_name(self, words: str) -> Iterator[SearchHit]:
        pieces = words.split()
        for name, things in self._names.items():
            if words in name:
                score = 40.0 if name == words else 25.0 if name.startswith(words) else 18.0
            elif len(pieces) > 1 and all(piece in name for piece in pieces):
                score = 14.0
            else:
                continue
            for iri, kind, written, why in things:
                more = _BONUS[kind] + 4 * len(words) / len(name) + (1 if why == "name" else 0)
                yield SearchHit(iri, kind, self._label(iri, kind), why, written, score + more)

    def _by_latin(self, words: str) -> Iterator[SearchHit]:
        key = words.replace(" ", "")
        if not re.fullmatch(r"[a-z]{2,40}", key):
            return
        for form, things in self._latin.items():
            if form.startswith(key):
                for iri, kind, why in things:
                    score = (30.0 if form == key else 16.0) + _BONUS.get(kind, 0)
                    yield SearchHit(iri, kind, self._label(iri, kind), why, form, score)

    def _by_text(self, words: str) -> Iterator[SearchHit]:
        terms = list(
            dict.fromkeys(t for t in pairs(words).split() if len(t) > 1 or len(words) == 1)
        )
        terms = terms[:_MOST_TERMS]
        if not terms:
            return
        for joiner, worth in ((" AND ", 10.0), (" OR ", 2.0)):
            query = joiner.join(f'"{t}"' for t in terms)
            rows = self._base.execute(
                "SELECT iri, kind, bm25(texts), terms FROM texts WHERE texts MATCH ? "
                "ORDER BY bm25(texts) LIMIT ?",
                (query, _MOST_HITS),
            ).fetchall()
            if joiner == " OR ":
                rows = [row for row in rows if _holds_enough(terms, row[3])]
            for iri, kind, rank, _ in rows:
                yield SearchHit(
                    iri,
                    kind,
                    self._label(iri, kind),
                    "text",
                    self._passage(iri, kind, words),
                    worth + min(8.0, -float(rank)),
                )
            if rows:
                return

    def _by_typo(self, words: str) -> Iterator[SearchHit]:
        """A close name, when it is clearly closer than the next."""
        if len(words) < 3:
            return
        best = process.extract(words, self._all_names, scorer=fuzz.ratio, limit=12)
        iris = [{thing[0] for thing in self._names[name]} for name, _, _ in best]
        for place, (name, score, _) in enumerate(best[:1]):
            rivals = [
                s for (_, s, _), i in zip(best[1:], iris[1:], strict=True) if not i & iris[place]
            ]
            if score >= _TYPO_SCORE and all(score - rival >= _TYPO_MARGIN for rival in rivals):
                for iri, kind, written, _ in self._names[name]:
                    yield SearchHit(
                        iri, kind, self._label(iri, kind), "typo", written, 12 + score / 20
                    )

    def _label(self, iri: str, kind: str) -> str:
        if kind == "duty":
            return headline(self._knowledge.duties[iri])
        if kind == "section":
            return self._knowledge.sections[iri].label
        return self._knowledge.name(iri)

    def _passage(self, iri: str, kind: str, words: str) -> str:
        if kind != "duty":
            return self._label(iri, kind)
        text = self._knowledge.duties[iri].text
        at = fold(text).find(words)
        if at < 0 or len(fold(text)) != len(text):
            at = 0
        start = max(0, at - 20)
        return text[start : start + 80]


def _holds_enough(terms: list[str], text: str) -> bool:
    """Whether a text holds most of the terms, and at least two."""
    held = len(set(terms) & set(text.split()))
    return held >= 2 and held >= _ENOUGH * len(terms)


def _documents(knowledge: Knowledge) -> Iterator[tuple[str, str, list[str], str]]:
    hazards = {h.key: h for h in load_hazards()}
    for entity in knowledge.entities.values():
        if entity.kind in ("body", "domain", "source", "document"):
            yield entity.iri, entity.kind, [*_names_of(entity, hazards)], ""
    for section in knowledge.sections.values():
        if section.kind:
            yield section.iri, "section", [section.label], ""
    for duty in knowledge.duties.values():
        yield duty.iri, "duty", [], duty.text


def _names_of(entity: Entity, hazards: dict[str, Hazard]) -> Iterator[str]:
    yield from dict.fromkeys([entity.label, *entity.names])
    if entity.kind == "domain" and entity.key in hazards:
        yield from hazards[entity.key].words
    if entity.kind == "body" and entity.key not in ("", "township") and not entity.uncertain:
        body_type = load_body_types().get(entity.key)
        yield from (form for form in lexicon_forms(entity, body_type) if len(form) > 1)
        yield body_type.english
        yield from body_type.english_everyday
