"""Mends English words that are spelt wrongly, and reads questions that are written in pinyin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from kg.answers.cleaning import has_han, syllable
from kg.answers.naming import Forms, glossary_phrases, question_words, stem

_WORD = re.compile(r"[a-z]+")
_SHORTEST, _LONG, _VERY_LONG = 4, 7, 10
_LONGEST, _MOST_WORDS = 40, 3
# Of several forms that sound alike, the one that questions are made of is meant.
_FIRST = ("who", "role", "domain", "noun", "which", "how-many", "body", "yes-no", "topicless")


class EnglishMender:
    """Replaces words of no known spelling by the only known word that is one slip away."""

    def __init__(self, forms: Forms) -> None:
        names = [form for form in forms if form.isascii()]
        self._words = {w for form in (*names, *glossary_phrases()) for w in _WORD.findall(form)}
        self._stems = {stem(w) for w in self._words}
        self._pairs = {pair for form in names for pair in pairwise(_WORD.findall(form))}
        self._asked = {form for form, _ in question_words()}
        self._by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            self._by_length[word[0], len(word)].append(word)

    def mend(self, text: str) -> str:
        """A folded English text with its slips mended."""
        mended, at, last = "", 0, ""
        words = list(_WORD.finditer(text))
        for number, match in enumerate(words):
            after = words[number + 1][0] if number + 1 < len(words) else ""
            last = self._mended(match[0], last, after)
            mended += text[at : match.start()] + last
            at = match.end()
        return mended + text[at:]

    def _mended(self, word: str, before: str, after: str) -> str:
        inflected = stem(word) != word and stem(word) in self._stems
        if len(word) < _SHORTEST or word in self._words or inflected:
            return word
        near = self._within(word, 1) or (self._within(word, 2) if len(word) >= _VERY_LONG else [])
        beside = [w for w in near if (before, w) in self._pairs or (w, after) in self._pairs]
        near = beside or [w for w in near if w in self._asked] or near
        return near[0] if len({stem(w) for w in near}) == 1 else word

    def _within(self, word: str, distance: int) -> list[str]:
        lengths = range(len(word) - distance, len(word) + distance + 1)
        alike = [w for n in lengths for w in self._by_length.get((word[0], n), ())]
        return [w for w in alike if _is_slip(word, w, distance, w in self._asked)]


def _is_slip(word: str, known: str, distance: int, asked: bool) -> bool:
    """A slip of the pen; in a short word only a letter of a pair, a swap or a silent e.

    Any letter may be missing in a short word of the language of questions.
    """
    if DamerauLevenshtein.distance(word, known, score_cutoff=distance) > distance:
        return False
    doubled = any(known == word[:at] + word[at - 1] + word[at:] for at in range(1, len(word) + 1))
    near = doubled or known == f"{word}e" or sorted(word) == sorted(known)
    return len(word) >= _LONG or near or (asked and len(known) > len(word))


class PinyinReader:
    """Reads a question of pinyin words as the Chinese question that it is."""

    def __init__(self, forms: Forms) -> None:
        self._known = {w for form in forms if form.isascii() for w in _WORD.findall(form)}
        found: dict[str, list[str]] = defaultdict(list)
        for form in forms:
            if len(form) <= 10 and all(has_han(c) for c in form):
                found["".join(map(syllable, form))].append(form)
        self._forms = {sound: min(alike, key=_rank(forms)) for sound, alike in found.items()}

    def read(self, text: str) -> str:
        """The Chinese question; the text as it was where it is none of pinyin."""
        words = text.split()
        read = [self._read(_WORD.findall(word)) for word in words]
        if len(words) < 2 or any(r is None for r in read) or not self._is_strange(words):
            return text
        return "".join(r or "" for r in read)

    def _is_strange(self, words: Iterable[str]) -> bool:
        bare = ["".join(_WORD.findall(word)) for word in words]
        return sum(word not in self._known for word in bare) * 2 > len(bare)

    def _read(self, runs: list[str]) -> str | None:
        if len(runs) != 1:
            return None
        return self._split(runs[0], _MOST_WORDS) if len(runs[0]) <= _LONGEST else None

    def _split(self, word: str, most: int) -> str | None:
        """The Chinese words that pinyin written in one piece is made of, the longest first."""
        if word in self._forms:
            return self._forms[word]
        for at in range(len(word) - 2, 1, -1) if most > 1 else ():
            if word[:at] in self._forms and (rest := self._split(word[at:], most - 1)):
                return self._forms[word[:at]] + rest
        return None


def _rank(forms: Forms) -> Callable[[str], tuple[int, int]]:
    def rank(form: str) -> tuple[int, int]:
        kind = forms[form][0].kind
        return (_FIRST.index(kind) if kind in _FIRST else len(_FIRST), len(form))

    return rank
