"""Administrative divisions of China with their GB/T 2260 codes, provinces to counties."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.lexicon.tables import read_table
from kg.model import Level

_PEOPLES = re.compile(
    r"(?:壮族|回族|维吾尔|藏族|羌族|彝族|白族|傣族|景颇族|傈僳族|哈尼族|苗族|侗族|布依族|土家族|蒙古族|蒙古|"
    r"哈萨克|柯尔克孜|朝鲜族|满族|黎族|瑶族|畲族|土族|撒拉族|东乡族|保安族|裕固族|各族|仡佬族|毛南族|"
    r"水族|拉祜族|佤族|纳西族|怒族|独龙族|普米族|锡伯|塔吉克|达斡尔族|布朗族|仫佬族)+"
)
_TAIL = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|地区|盟|县|区|旗|林区|特区)$")
# Names of districts that are common words: 城区 means the built-up area of any city.
_COMMON_WORDS = frozenset({"城区", "郊区", "矿区"})


@dataclass(frozen=True)
class Division:
    """A division.

    Attributes:
        code: GB/T 2260 code.
        name: official name.
        level: the level word that its bodies carry.
        kind: 省, 地级市, 自治州, 县级市, 市辖区, …; empty where the table does not hold it.
        english: English name, e.g. ``Changji City``; empty where the table does not hold it.
    """

    code: str
    name: str
    level: Level
    kind: str = ""
    english: str = ""

    @property
    def short(self) -> str:
        """The name as people say it: 昌吉 for 昌吉回族自治州, 广东 for 广东省."""
        bare = _TAIL.sub("", self.name)
        bare = _PEOPLES.sub("", bare) or bare
        return bare if len(bare) > 1 else self.name


@dataclass(frozen=True)
class Divisions:
    """All divisions; look-ups by code, by name and by the head of a text."""

    rows: tuple[Division, ...]

    @cached_property
    def _by_code(self) -> dict[str, Division]:
        return {d.code: d for d in self.rows}

    @cached_property
    def _by_form(self) -> dict[str, tuple[Division, ...]]:
        forms: dict[str, list[Division]] = defaultdict(list)
        for division in self.rows:
            for form in self.forms(division):
                forms[form].append(division)
        return {form: tuple(found) for form, found in forms.items()}

    @cached_property
    def _longest(self) -> int:
        return max(len(form) for form in self._by_form)

    def forms(self, division: Division) -> tuple[str, ...]:
        """The names it is written by: official, short, and 昌吉州 for an autonomous prefecture."""
        forms = {division.name}
        rank = len(division.code.rstrip("0"))
        if rank <= 4 and len(division.short) > 1:
            forms.add(division.short)
        if division.name.endswith("自治州"):
            forms.add(f"{division.short}州")
        if division.name.endswith("自治区"):
            forms.add(f"{division.short}自治区")
        if rank > 4 and len(division.short) > 2:
            forms.add(division.short)
        return tuple(sorted(forms))

    def by_code(self, code: str) -> Division | None:
        """The division of this code."""
        return self._by_code.get(code)

    def find(self, name: str) -> tuple[Division, ...]:
        """All divisions written by this name; higher ones first."""
        return self._by_form.get(name, ())

    def parent(self, code: str) -> Division | None:
        """The division one level up."""
        for up in (f"{code[:4]}00", f"{code[:2]}0000"):
            if up != code and up in self._by_code:
                return self._by_code[up]
        return None

    def children(self, code: str) -> tuple[Division, ...]:
        """The divisions one level down, in the order of their codes."""
        return self._children.get(code, ())

    @cached_property
    def _children(self) -> dict[str, tuple[Division, ...]]:
        below: dict[str, list[Division]] = defaultdict(list)
        for division in self.rows:
            above = self.parent(division.code)
            if above is not None:
                below[above.code].append(division)
        return {code: tuple(found) for code, found in below.items()}

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance lives as long as the programme
    def leading(self, text: str, near: Division | None = None) -> Division | None:
        """The division that the text begins with, by its longest form; counties chained to it.

        Args:
            near: of several divisions of one name (朝阳区), the one nearest to this is meant.
        """
        for length in range(min(self._longest, len(text)), 1, -1):
            found = self._by_form.get(text[:length])
            if found and (near is not None or text[:length] not in _COMMON_WORDS):
                return self._chained(_nearest(found, near), text[length:])
        return None

    def _chained(self, division: Division, rest: str) -> Division:
        """广东省广州市… leads with 广州市: a lower division of the same branch that follows."""
        lower = self.leading(rest, division) if rest else None
        inside = lower is not None and lower.code.startswith(_branch(division))
        return lower if inside and lower is not None and lower.code != division.code else division

    def in_text(self, text: str) -> Division | None:
        """The first division named anywhere in a title."""
        for start in range(len(text) - 1):
            found = self.leading(text[start:])
            if found is not None:
                return found
        return None


def _branch(division: Division) -> str:
    """The beginning that the codes of all divisions inside share."""
    if division.code.endswith("0000"):
        return division.code[:2]
    return division.code[:4] if division.code.endswith("00") else division.code


def _nearest(found: tuple[Division, ...], near: Division | None) -> Division:
    if near is None:
        return found[0]
    for shared in (_branch(near), near.code[:4], near.code[:2]):
        for division in found:
            if division.code.startswith(shared):
                return division
    return found[0]


@lru_cache(maxsize=1)
def load_divisions() -> Divisions:
    """The divisions of ``data/lexicons/divisions.tsv``.

    Raises:
        VocabularyError: if a line is malformed.
    """
    table = (cells for _, cells in read_table("divisions.tsv", 4))
    return Divisions(
        tuple(Division(code, name, _level(code, name), kind, en) for code, name, kind, en in table)
    )


def _level(code: str, name: str) -> Level:
    """The level word that bodies of the division carry."""
    ends: tuple[tuple[str, Level], ...] = (
        ("特别行政区", "省"),
        ("自治区", "自治区"),
        ("自治州", "州"),
        ("盟", "州"),
        ("地区", "州"),
        ("省", "省"),
        ("市", "市"),
        ("自治县", "县"),
        ("县", "县"),
        ("旗", "县"),
        ("区", "区"),
    )
    for end, level in ends:
        if name.endswith(end):
            return level
    return "其他"
