"""Fields of safety and industries with the words that people use for them, Chinese and English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kg.errors import VocabularyError
from kg.lexicon.tables import read_table, words


@dataclass(frozen=True)
class Hazard:
    """A field of safety or an industry.

    Attributes:
        variants: other names that plans use.
        everyday: words that people use.
        broaders: keys of the wider fields, the nearest first.
        sources: keys of the sources that define or regulate the field.
    """

    key: str
    label: str
    variants: tuple[str, ...]
    everyday: tuple[str, ...]
    english: str
    english_everyday: tuple[str, ...]
    broaders: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def broader(self) -> str | None:
        """The key of the nearest wider field."""
        return self.broaders[0] if self.broaders else None

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that names the field, its label first, English in lower case."""
        english = (word.lower() for word in (self.english, *self.english_everyday))
        return (self.label, *self.variants, *self.everyday, *english)


@lru_cache(maxsize=1)
def load_hazards() -> tuple[Hazard, ...]:
    """The fields of ``data/lexicons/hazards.tsv``.

    Raises:
        VocabularyError: if a line is malformed or names an unknown broader field.
    """
    hazards = tuple(_hazard(cells) for _, cells in read_table("hazards.tsv", 8))
    keys = {hazard.key for hazard in hazards}
    for hazard in hazards:
        for broader in hazard.broaders:
            if broader not in keys:
                raise VocabularyError(
                    f"cannot use the field '{hazard.key}' of 'hazards.tsv'",
                    f"its broader field '{broader}' does not exist",
                    "name the key of another line",
                )
    return hazards


def _hazard(cells: list[str]) -> Hazard:
    key, label, variants, everyday, english, english_everyday, broader, sources = cells
    return Hazard(
        key,
        label,
        words(variants),
        words(everyday),
        english,
        words(english_everyday),
        words(broader),
        words(sources),
    )


@lru_cache(maxsize=1)
def _by_word() -> Mapping[str, tuple[Hazard, ...]]:
    found: dict[str, list[Hazard]] = defaultdict(list)
    for hazard in load_hazards():
        for word in dict.fromkeys(hazard.words):
            found[word].append(hazard)
    return MappingProxyType({word: tuple(hazards) for word, hazards in found.items()})


def find_hazards(word: str) -> tuple[Hazard, ...]:
    """The fields that a word names, those named so in plans before those only said so.

    Case does not count. Several fields mean that the word is ambiguous.
    """
    found = _by_word().get(word.lower(), ())
    return tuple(sorted(found, key=lambda h: word != h.label and word not in h.variants))


def narrower_hazards(key: str) -> tuple[Hazard, ...]:
    """The fields that lie in a field, at any depth, without itself."""
    inside = {key}
    grown = True
    while grown:
        more = {h.key for h in load_hazards() if inside & set(h.broaders)} - inside
        grown = bool(more)
        inside |= more
    return tuple(h for h in load_hazards() if h.key in inside - {key})
