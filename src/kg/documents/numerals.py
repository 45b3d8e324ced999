"""Write the numbers of automatic lists as Word and browsers show them."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, form: str) -> str:
    """A number in a form named as in Word (``w:numFmt``), e.g. ``chineseCounting`` 12 → 十二.

    Unknown forms and numbers that a form cannot write come out in digits, ``none`` and
    ``bullet`` as nothing.
    """
    if form in ("none", "bullet"):
        return ""
    return _FORMS.get(form, str)(number) or str(number)


def _chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """A number below ten thousand in Chinese, 12 as 十二 and 105 as 一百零五."""
    if not 0 < number < 10_000:
        return ""
    zero = "零"
    text = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += digits[digit] + (units[power - 1] if power else "")
        elif text and not text.endswith(zero):
            text += zero
    text = text.rstrip(zero)
    short = text.startswith(digits[1] + units[0]) and digits == _DIGITS
    return text[1:] if short else text


def _circled(number: int) -> str:
    for first, last, base in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(base + number - first)
    return ""


def _from(base: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(base + number - 1) if 1 <= number <= count else ""


def _letters(first: str) -> Callable[[int], str]:
    # Word goes on after z with aa, bb, cc.
    return lambda number: chr(ord(first) + (number - 1) % 26) * min(1 + (number - 1) // 26, 30)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN if 0 < number < 4000 else ():
        count, number = divmod(number, value)
        text += sign * count
    return text


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "japaneseDigitalTenThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": lambda number: _chinese(number, _LEGAL, "拾佰仟"),
    "ideographTraditional": _cycle(_HEAVENLY),
    "ideographZodiac": _cycle(_EARTHLY),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
}
