"""Fields of safety and industries with the words that people use for them, Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.errors import VocabularyError
from kg.resources import lexicons_dir


@dataclass(frozen=True)
class Hazard:
    """A field of safety or an industry.

    Attributes:
        variants: other names that plans use.
        everyday: words that people use.
        broader: key of the wider field, or None.
    """

    key: str
    label: str
    variants: tuple[str, ...]
    everyday: tuple[str, ...]
    english: str
    english_everyday: tuple[str, ...]
    broader: str | None


@lru_cache(maxsize=1)
def load_hazards() -> tuple[Hazard, ...]:
    """The fields of ``data/lexicons/hazards.tsv``.

    Raises:
        VocabularyError: if a line is malformed or names an unknown broader field.
    """
    path = lexicons_dir() / "hazards.tsv"
    hazards = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith(("#", "key\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 7:
            raise VocabularyError(f"{path.name} line {number}", f"{len(cells)} cells instead of 7")
        key, label, variants, everyday, english, english_everyday, broader = cells
        hazards.append(
            Hazard(
                key,
                label,
                _words(variants),
                _words(everyday),
                english,
                _words(english_everyday),
                broader or None,
            )
        )
    keys = {hazard.key for hazard in hazards}
    for hazard in hazards:
        if hazard.broader and hazard.broader not in keys:
            raise VocabularyError(f"unknown broader field {hazard.broader!r} of {hazard.key!r}")
    return tuple(hazards)


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())
