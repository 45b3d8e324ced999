"""How many there must be: "only one", "two or more", "more than ten"."""

from __future__ import annotations

import re

_NUMBERS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九十")},
    "两": 2,
    "俩": 2,
    "one": 1,
    "single": 1,
    "a single": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_MANY = 10_000
_ZH = r"(\d+|[一二两俩三四五六七八九十]+)"
_EN = r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"(?:个|家|项|条|种|部|份|块|名)"
# Least and most that a pattern means, as what is added to its number; None for no bound.
_PATTERNS: tuple[tuple[re.Pattern[str], int, int | None], ...] = (
    (re.compile(rf"{_ZH}{_UNIT}?(?:或|及|和)?(?:以上|及以上)"), 0, None),
    (re.compile(rf"(?:不止|超过|多于|大于){_ZH}{_UNIT}"), 1, None),
    (re.compile(rf"(?:至少|不少于|起码|最少)[^,。\d]{{0,5}}?{_ZH}{_UNIT}"), 0, None),
    (re.compile(rf"(?:少于|不到|低于|不足){_ZH}{_UNIT}"), -_MANY, -1),
    (
        re.compile(
            rf"(?:只|仅|唯一|恰好|正好)[^,。]{{0,5}}?{_ZH}{_UNIT}"
            r"(?=部门|单位|配合|牵头|领域|措施|专项|的|吗|\?|。|,|$)"
        ),
        0,
        0,
    ),
    (re.compile(rf"\b(?:more than|over|exceeding) {_EN}\b(?! ?(?:%|percent))"), 1, None),
    (re.compile(rf"\b(?:at least|no fewer than|no less than) {_EN}\b"), 0, None),
    (re.compile(rf"\b{_EN} or more\b"), 0, None),
    (re.compile(rf"\b(?:fewer than|less than|under) {_EN}\b"), -_MANY, -1),
    (re.compile(r"\b(?:exactly|only|just) (one|two|three|four|five|a single)\b"), 0, 0),
    (re.compile(r"\ba (single)\b"), 0, 0),
    (re.compile(r"\b(?:more than) (one)\b"), 1, None),
)
_SEVERAL = re.compile(
    r"多个领域|好几个领域|several (?:domains|campaigns)|multiple (?:domains|campaigns)"
)


def read_amount(text: str) -> tuple[int, int] | None:
    """The least and the most that a folded question asks for; None where it names no number."""
    for pattern, least, most in _PATTERNS:
        match = pattern.search(text)
        number = _number(match[1]) if match else None
        if number is not None:
            low = max(0, number + least)
            return low, (_MANY if most is None else max(0, number + most))
    return (2, _MANY) if _SEVERAL.search(text) else None


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    if written in _NUMBERS:
        return _NUMBERS[written]
    if len(written) == 2 and written[0] == "十" and written[1] in _NUMBERS:
        return 10 + _NUMBERS[written[1]]
    return None
