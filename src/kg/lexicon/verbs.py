"""Verbs of duties as patterns: what may follow a word stands beside it in the lexicon."""

from __future__ import annotations

import re
from functools import cache

from kg.errors import VocabularyError
from kg.lexicon.tables import read_table, words

KINDS = ("impose", "charge", "act", "by", "concrete", "adverb", "appeal", "cause", "form")


@cache
def verb_pattern(kind: str) -> str:
    """The words of one kind in ``data/lexicons/verbs.tsv`` as a regular expression without groups.

    Longer words come first, so that the longest one that fits is found.

    Raises:
        VocabularyError: if a line is malformed or nothing is of that kind.
    """
    found: dict[str, str] = {}
    for number, (own, word, unless, only) in read_table("verbs.tsv", 4):
        if own not in KINDS or not word:
            raise VocabularyError(
                f"cannot read line {number} of 'verbs.tsv'",
                f"'{own}' is no kind of verb, or the word is missing",
                f"write one of {', '.join(KINDS)} and a word",
            )
        if own == kind:
            found[word] = re.escape(word) + _following(unless, "!") + _following(only, "=")
    if not found:
        raise VocabularyError(f"no verb of the kind {kind!r} is known")
    return "|".join(found[word] for word in sorted(found, key=len, reverse=True))


def _following(cell: str, sign: str) -> str:
    listed = "|".join(map(re.escape, words(cell)))
    return f"(?{sign}{listed})" if listed else ""
