"""Makes a question safe and plain: one script, one width, no control characters, bounded length."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import opencc_purepy
from pypinyin import Style, lazy_pinyin

MAX_QUESTION = 600
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"'})


@lru_cache(maxsize=1)
def _converter() -> opencc_purepy.OpenCC:
    return opencc_purepy.OpenCC("t2s")


def is_chinese(text: str) -> bool:
    """Whether a text is mainly Chinese: a Han character weighs as much as a short word."""
    han = len(_HAN.findall(text))
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    return han > 0 and han >= latin


def has_han(text: str) -> bool:
    """Whether a text holds a Han character."""
    return _HAN.search(text) is not None


def clean(text: str) -> str:
    """The text as it is shown: NFC, no control or direction characters, at most 600 characters."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text[: MAX_QUESTION * 4]
        if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")
    )
    return re.sub(r"\s+", " ", kept).strip()[:MAX_QUESTION]


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, simplified characters, plain quotes."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()
    return _converter().convert(plain) if has_han(plain) else plain


@lru_cache(maxsize=20_000)
def syllable(character: str) -> str:
    """The toneless reading of a character; the character itself where it has none."""
    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


def readings(text: str) -> tuple[str, ...]:
    """The toneless reading of every character."""
    return tuple(syllable(character) for character in text)
