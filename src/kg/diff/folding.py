"""Texts without what writers and scanners vary."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from opencc_purepy import OpenCC

# A zero among Chinese numerals is written in many ways.
_ZEROS = str.maketrans(dict.fromkeys("零○〇Ｏ", "0"))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a text without punctuation, spaces, width and variant characters.

    >>> fold("臺北，消防（安全）") == fold("台北,消防(安全)")
    True
    """
    plain = _simplifier().convert(unicodedata.normalize("NFKC", text.translate(_ZEROS)))
    return "".join(char for char in plain if char.isalnum()).casefold()


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
