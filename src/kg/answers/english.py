"""Bodies by English names that are put another way: road traffic bureau, office of the committee."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.answers.knowledge import Entity, Knowledge
from kg.answers.levels import has_level
from kg.answers.naming import english_names, places_of, type_of
from kg.lexicon import load_hazards

PHRASE = re.compile(
    r"(?:\b(office) of (?:the )?)?((?:[a-z-]+,? (?:and |& )?){1,7})"
    r"(bureau|department|office|commission|administration|committee|authority|agency|branch(?: office)?)\b(?! of)"
)
_LEVEL = re.compile(
    r"\b(municipal|city|prefecture|prefecture-level|prefectural|county|provincial|national)\b"
)
# Words that tell no body from another, and what a body is called by its rank.
_LIGHT = frozenset(
    re.findall(
        r"\w+",
        "the and of a an for municipal city prefecture prefectural county provincial state local "
        "work production professional special specialised specialized affairs service services "
        "management branch administrative bureau department administration authority agency organ "
        "government",
    )
)
_COLLEGIATE = frozenset({"commis", "commit"})
_STEM = 6
# So much of a name must be said.
_ENOUGH = 0.6


class EnglishBodies:
    """The bodies of one graph by the words of their English names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._entities = knowledge.entities
        self._words: list[tuple[str, list[frozenset[str]], frozenset[str]]] = []
        for entity in knowledge.of_kind("body"):
            names = [n for n in map(_stems, _names(entity, knowledge)) if n]
            if names and not entity.uncertain:
                self._words.append((entity.iri, names, frozenset().union(*names)))

    def find(self, phrase: str) -> tuple[str, ...]:
        """The bodies that a phrase names; none where it fits several that differ, or no body."""
        level = _LEVEL.search(phrase)
        said = _stems(phrase)
        ranked: list[tuple[float, str]] = []
        for iri, names, every in self._words:
            if not said - {"office"} or not said <= every:
                continue
            if level and not has_level(self._entities[iri], level[1]):
                continue
            share = max(len(said & name) / len(name | said) for name in names)
            if share >= _ENOUGH and _same_form(said, names):
                ranked.append((share, iri))
        best = max((share for share, _ in ranked), default=0.0)
        found = tuple(iri for share, iri in ranked if share == best)
        return found if len({self._entities[i].key for i in found}) <= 1 else ()


def _same_form(said: frozenset[str], names: Iterable[frozenset[str]]) -> bool:
    """Whether a committee is meant where one is named, and its office where that is."""
    form = said & (_COLLEGIATE | {"office"})
    return any(
        ("office" in form) == ("office" in name) or not (form | name) & _COLLEGIATE
        for name in names
    )


def _names(entity: Entity, knowledge: Knowledge) -> Iterator[str]:
    body_type = type_of(entity, knowledge)
    if body_type is not None:
        yield from english_names(body_type)
    label = entity.label
    for place in places_of(knowledge):
        label = label.removeprefix(place)
    for hazard in load_hazards():
        if len(label) > 2 and label[:-1] in (hazard.label, *hazard.variants, *hazard.everyday):
            yield from (hazard.english, *hazard.english_everyday)


def _stems(phrase: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", phrase.lower())
    return frozenset(w[:_STEM] for w in words if w not in _LIGHT)
