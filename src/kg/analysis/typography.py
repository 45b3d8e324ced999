"""Chinese as official documents print it: full-width marks around Chinese words, quotes untouched."""

from __future__ import annotations

import re
from datetime import date

_WIDE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…×]|[\U00020000-\U0003ffff]")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SINGLE = str.maketrans("《》", "〈〉")
_OPEN, _CLOSE = "“《〔", "”》〕"


def full_width(words: str) -> str:
    """Return our own words with the marks of Chinese print; what stands in quotes stays as it is.

    >>> full_width("“甲,乙”的2项任务(第3行),没有点名")
    '“甲,乙”的2项任务（第3行），没有点名'
    """
    made: list[str] = []
    brackets: list[bool] = []
    depth = 0
    for at, sign in enumerate(words):
        depth = max(0, depth + (sign in _OPEN) - (sign in _CLOSE))
        wide = not depth and sign in _WIDE and _beside_chinese(words, at)
        if sign == "(" and not depth:
            brackets.append(wide)
        elif sign == ")" and not depth and brackets:
            wide = brackets.pop()
        made.append(_WIDE[sign] if wide else sign)
    return "".join(made)


def _beside_chinese(words: str, at: int) -> bool:
    before, after = words[at - 1 : at], words[at + 1 : at + 2]
    return bool(_CHINESE.match(before) or (not before.isspace() and _CHINESE.match(after)))


def in_title_marks(title: str) -> str:
    """Return a title in title marks, those within it single.

    >>> in_title_marks("关于印发《要点》的通知")
    '《关于印发〈要点〉的通知》'
    """
    return f"《{title.translate(_SINGLE)}》"


def chinese_date(day: date | None) -> str:
    """Return a day as official documents write it, 2020年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "未写明"


def english_date(day: date | None) -> str:
    """Return a day as English letters write it, 30 June 2020."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "a date not given"
