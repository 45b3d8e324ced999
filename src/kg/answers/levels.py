"""Levels that stand before the name of a body: 市, 州, provincial; and whether a body has them."""

from __future__ import annotations

import re

from kg.answers.knowledge import Entity

_CHINESE = re.compile(r"(自治区|[市州县省区])$")
_ENGLISH = re.compile(
    r"\b(municipal|city|prefecture|prefecture-level|prefectural|county|provincial) $"
)
_LEVELS = {
    "市": ("city", "prefecture-city"),
    "州": ("prefecture",),
    "县": ("county",),
    "省": ("province",),
    "自治区": ("region",),
    "区": ("district", "region"),
    "municipal": ("city",),
    "city": ("city",),
    "county": ("county",),
    "provincial": ("province",),
}
_ANY = ("other", "township", "")


def level_before(text: str) -> str | None:
    """The level that a folded text ends with, as written."""
    match = _CHINESE.search(text[-3:]) or _ENGLISH.search(text)
    return match[1] if match else None


def has_level(entity: Entity, written: str) -> bool:
    """Whether a body can be of a level that is written before its name."""
    fits = entity.level in (*_LEVELS.get(written, ("prefecture",)), *_ANY)
    return fits or (entity.label.endswith("分局") and written == "市")
