"""Words that tell what a clause of a plan demands: verbs, what they make, openings, vague times."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from kg.errors import VocabularyError
from kg.lexicon.tables import read_table, words


@dataclass(frozen=True)
class DeedWords:
    """The words of ``data/lexicons/deeds.tsv`` by kind; its head says what the kinds mean."""

    make: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    circumstance: tuple[str, ...] = ()
    term: tuple[str, ...] = ()
    pace: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@cache
def load_deeds() -> DeedWords:
    """Return the words for deeds.

    Raises:
        VocabularyError: if a line is malformed.
    """
    known = {field.name for field in fields(DeedWords)}
    found: dict[str, tuple[str, ...]] = {}
    for number, (kind, listed) in read_table("deeds.tsv", 2):
        if kind not in known or not words(listed):
            raise VocabularyError(
                f"cannot read line {number} of 'deeds.tsv'",
                f"'{kind}' is no kind of word or has no words",
                f"write one of {', '.join(sorted(known))}",
            )
        found[kind] = words(listed)
    return DeedWords(**found)
