"""National laws and regulations by the titles that documents cite without title marks."""

from __future__ import annotations

from functools import cache

from kg.errors import VocabularyError
from kg.lexicon.tables import read_table

_KINDS = ("law", "regulation")


@cache
def load_laws() -> tuple[str, ...]:
    """The short titles of ``data/lexicons/laws.tsv``, longer ones first.

    Raises:
        VocabularyError: if a line is malformed.
    """
    titles = []
    for number, (title, kind) in read_table("laws.tsv", 2):
        if kind not in _KINDS:
            raise VocabularyError(
                f"cannot read line {number} of 'laws.tsv'",
                f"'{kind}' is no kind of law",
                f"write one of {', '.join(_KINDS)}",
            )
        titles.append(title)
    return tuple(sorted(titles, key=len, reverse=True))
