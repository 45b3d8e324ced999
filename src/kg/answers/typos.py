"""Mends words of a Chinese question that are written wrongly: by their sound, or by one character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.answers.cleaning import has_han, readings
from kg.answers.naming import Forms, pinyin_index

_LONGEST = 14
_NAMED = ("body", "domain", "source")
# Characters that tell one body from another: 支队 is no 大队, 州 no 市; none of them is a typo.
_TELLING = frozenset("市州县省区国支大中总部厅局委分镇乡旗盟")
# 税务 is the tax office without its last character, no slip of 水务.
_OFFICES = ("局", "委", "办", "厅", "部", "署")
_SHORT_SUBSTITUTED, _SHORT_OMITTED = 6, 5


class Mender:
    """Replaces words that are close to a known form and known themselves neither here nor there."""

    def __init__(self, forms: Forms, texts: str) -> None:
        self._forms = forms
        self._texts = texts
        self._sounds = pinyin_index(forms)
        self._substituted, self._omitted = _near_forms(forms)

    def mend(self, text: str, known: Iterable[tuple[int, int]]) -> str:
        """The text with mended words, which may be a character longer.

        Args:
            text: a folded question.
            known: spans of the forms of two and more characters in it.
        """
        taken = [False] * len(text)
        spans = list(known)
        for start, end in spans:
            taken[start:end] = [True] * (end - start)
        if all(taken[i] or not has_han(c) for i, c in enumerate(text)):
            return text
        sounds = readings(text)
        for length in range(min(_LONGEST, len(text)), 1, -1):
            at = 0
            while at + length <= len(text):
                window = text[at : at + length]
                better = self._better(window, sounds[at : at + length], taken[at : at + length])
                if better and length == 2 and not self._stands_alone(better, text, taken, at):
                    better = None
                if better:
                    text = text[:at] + better + text[at + length :]
                    taken[at : at + length] = [True] * len(better)
                    sounds = readings(text)
                    at += len(better)
                else:
                    at += 1
        return text

    def _stands_alone(self, better: str, text: str, taken: list[bool], at: int) -> bool:
        """Whether two characters are no part of a longer word, where they would be a name."""
        if self._forms[better][0].kind not in _NAMED:
            return True
        around = [i for i in (at - 1, at + 2) if 0 <= i < len(text)]
        return all(taken[i] or not has_han(text[i]) for i in around)

    def _better(self, written: str, sounds: tuple[str, ...], taken: list[bool]) -> str | None:
        if all(taken) or any(f"{written}{end}" in self._forms for end in ("", *_OFFICES)):
            return None
        found = self._same_sound(written, sounds, part_known=any(taken))
        if found is None and len(written) >= _SHORT_OMITTED - 1:
            found = self._one_character(written, taken)
        return found if found and written not in self._texts else None

    def _same_sound(self, written: str, sounds: tuple[str, ...], *, part_known: bool) -> str | None:
        """A form of the same sound that shares half of the characters; of a name, all but one."""
        if part_known and written[1:] in self._forms:
            return None  # 是教育局 is no slip of 市教育局
        for form in self._sounds.get(sounds, ()):
            same = sum(a == b for a, b in zip(form, written, strict=True))
            kind = self._forms[form][0].kind
            if part_known:
                fits = kind in _NAMED and len(form) >= 4 and same >= len(form) - 1
            else:
                fits = same * 2 >= len(form) and (
                    len(form) > 2 or kind in ("role", "who", "body", "domain")
                )
            if fits and form != written:
                return form
        return None

    def _one_character(self, written: str, taken: list[bool]) -> str | None:
        """The only name that differs in one character, or has one more."""
        found = set(self._omitted.get(written, ()))
        if len(written) >= _SHORT_SUBSTITUTED:
            for at, character in enumerate(written):
                if not taken[at] and character not in _TELLING:
                    found |= set(self._substituted.get(_gap(written, at), ()))
        return found.pop() if len(found) == 1 else None


def _gap(form: str, at: int) -> str:
    return f"{form[:at]}*{form[at + 1 :]}"


def _near_forms(forms: Forms) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    substituted: dict[str, set[str]] = defaultdict(set)
    omitted: dict[str, set[str]] = defaultdict(set)
    for form in _names(forms):
        for at, character in enumerate(form):
            if character in _TELLING:
                continue
            if len(form) >= _SHORT_SUBSTITUTED:
                substituted[_gap(form, at)].add(form)
            omitted[form[:at] + form[at + 1 :]].add(form)
    return dict(substituted), dict(omitted)


def _names(forms: Forms) -> Iterator[str]:
    for form, meanings in forms.items():
        fits = _SHORT_OMITTED <= len(form) <= _LONGEST and meanings[0].kind == "body"
        if fits and all(has_han(c) for c in form):
            yield form
