"""Types of bodies of Chinese public administration: names by level, short forms, reforms, English.

The facts stand in ``data/lexicons/bodies.tsv``. A surface form may belong to several types (监察局 of
old and new times); then the level decides, or the caller gets all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from kg.errors import VocabularyError
from kg.lexicon.divisions import Division, load_divisions
from kg.model import Level
from kg.resources import lexicons_dir

FormKind = Literal["official", "short", "former"]
_NO_PLACE = ("national",)
_RANKED = re.compile(r"(?:总队|支队|大队|中队)$")
_TOO_SHORT = 3


@dataclass(frozen=True)
class FormerName:
    """A name before a reform and the year in which it ended."""

    name: str
    until: str


@dataclass(frozen=True)
class BodyType:
    """A type of body.

    Attributes:
        category: department, party, branch, national, coordination, government, judicial, …
        names: official name per level code: n nation, p province, z city under the nation,
            m municipality, d county.
        short: abbreviations and everyday words.
        source: key of the source of the fact, see ``data/lexicons/README.md``.
    """

    key: str
    category: str
    names: tuple[tuple[str, str], ...]
    short: tuple[str, ...]
    former: tuple[FormerName, ...]
    english: str
    source: str

    def name_at(self, rank: str) -> str | None:
        """The official name at a level code; None where the type does not exist there.

        A city under the nation has what a province has, but its departments are 局, not 厅.
        """
        names = dict(self.names)
        if rank == "z" and rank not in names:
            above = names.get("p")
            return re.sub(r"厅$", "局", above) if above else None
        return names.get(rank)


@dataclass(frozen=True)
class BodyMatch:
    """A surface form read as a type.

    Attributes:
        exists: whether a body of this name exists at the level asked for.
        sure: whether the form names this type only.
        until: the year the name ended, for a former name.
    """

    body_type: BodyType
    form: str
    kind: FormKind
    exists: bool
    sure: bool
    until: str | None = None

    @property
    def type(self) -> str:
        """Key of the type."""
        return self.body_type.key

    @property
    def reason(self) -> str:
        """What resolved the form, in Chinese and English."""
        if self.kind == "former":
            return f"{self.until}年前的旧名 name in use before {self.until}"
        return {"official": "正式名称 official name", "short": "简称 short form"}[self.kind]


class BodyTypes:
    """All types; look-ups by surface form, official names, longest match in a text."""

    def __init__(self, types: tuple[BodyType, ...]) -> None:
        self.types = types
        self._by_key = {t.key: t for t in types}

    def get(self, key: str) -> BodyType:
        """The type with this key.

        Raises:
            VocabularyError: if there is none.
        """
        if key not in self._by_key:
            raise VocabularyError(f"unknown body type {key!r}")
        return self._by_key[key]

    @cached_property
    def _forms(self) -> dict[str, tuple[tuple[BodyType, FormKind, str | None], ...]]:
        forms: dict[str, list[tuple[BodyType, FormKind, str | None]]] = defaultdict(list)
        for body_type in self.types:
            official = {bare for _, name in body_type.names for bare in _bare(name)}
            for form in official:
                forms[form].append((body_type, "official", None))
            for form in body_type.short:
                if form not in official:
                    forms[form].append((body_type, "short", None))
            for former in body_type.former:
                if former.name not in official and former.name not in body_type.short:
                    forms[former.name].append((body_type, "former", former.until))
        return {form: tuple(found) for form, found in forms.items()}

    def match(
        self, words: str, level: Level, division: Division | None = None
    ) -> tuple[BodyMatch, ...]:
        """The types that the words, without place or level prefix, can name at a level."""
        found = self._forms.get(words, ())
        here = [f for f in found if self._is_at(f[0], level, division)] or list(found)
        order = {"official": 0, "short": 1, "former": 2}
        here.sort(key=lambda f: order[f[1]])
        best = [f for f in here if f[1] == here[0][1]]
        return tuple(
            BodyMatch(
                t, words, kind, self._exists(t, words, level, division), len(best) == 1, until
            )
            for t, kind, until in here
        )

    def _is_at(self, body_type: BodyType, level: Level, division: Division | None) -> bool:
        return body_type.name_at(rank_of(level, division)) is not None

    def _exists(
        self, body_type: BodyType, words: str, level: Level, division: Division | None
    ) -> bool:
        """A 支队 does not exist where the type is a 大队; other wordings vary freely."""
        own = body_type.name_at(rank_of(level, division))
        if own is None:
            return body_type.category not in ("national",) or level == "国家"
        ranked, at_home = _RANKED.search(words), _RANKED.search(own)
        return not (ranked and at_home and ranked.group() != at_home.group())

    def official_name(self, key: str, level: Level, division: Division | None) -> str:
        """Full official name, e.g. 昌吉市应急管理局, 中共昌吉市委政法委员会, 应急管理部."""
        body_type = self.get(key)
        rank = rank_of(level, division)
        name = body_type.name_at(rank) or body_type.names[-1][1]
        if rank == "n":
            return name
        place = division.name if division else ""
        if body_type.category == "party" and name.startswith("委"):
            committee = "委员会" if place.endswith("自治区") else "委"
            return f"中共{place}{committee}{name[1:]}"
        return f"{place}{name}"

    def candidates(self, key: str, level: Level, division: Division | None) -> tuple[str, ...]:
        """What a name that does not exist at this level may mean: here, or one level up."""
        names = [self.official_name(key, level, division)]
        above = load_divisions().parent(division.code) if division else None
        if above is not None:
            names.append(self.official_name(key, above.level, above))
        return tuple(names)

    def english(self, key: str) -> str:
        """English name of the type, without the place."""
        return self.get(key).english

    def surface_forms(self) -> Iterator[tuple[str, str]]:
        """All surface forms with the key of a type they name."""
        for form, found in self._forms.items():
            for body_type, _, _ in found:
                yield form, body_type.key

    @cached_property
    def _scan(self) -> dict[str, tuple[str, ...]]:
        """Forms long enough for running text, by their first character, longest first."""
        by_first: dict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            if len(form) >= _TOO_SHORT:
                by_first[form[0]].append(form)
        return {c: tuple(sorted(forms, key=len, reverse=True)) for c, forms in by_first.items()}

    def longest_body_at(self, text: str, start: int) -> int | None:
        """End of the longest known form that begins at ``start``; None where none does."""
        for form in self._scan.get(text[start : start + 1], ()):
            if text.startswith(form, start):
                return start + len(form)
        return None


def rank_of(level: Level, division: Division | None) -> str:
    """Level code of the names table; a 市 is a municipality, a county or a province by its code."""
    if level == "国家":
        return "n"
    if division is not None and division.name == "新疆生产建设兵团":
        return "z"
    if level in ("省", "自治区"):
        return "p"
    if level == "州":
        return "m"
    if level == "市" and division is not None:
        digits = len(division.code.rstrip("0"))
        if division.code.endswith("0000"):
            return "z"
        return "d" if digits > 4 else "m"
    return "m" if level == "市" else "d"


def _bare(name: str) -> Iterator[str]:
    """The forms of an official name once place and level are taken off."""
    yield name
    if name.startswith("委") and len(name) > 3:
        yield name[1:]


@lru_cache(maxsize=1)
def load_body_types() -> BodyTypes:
    """The types of ``data/lexicons/bodies.tsv``.

    Raises:
        VocabularyError: if a line is malformed.
    """
    path = lexicons_dir() / "bodies.tsv"
    types = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith(("#", "key\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 7:
            raise VocabularyError(f"{path.name} line {number}", f"{len(cells)} cells instead of 7")
        types.append(_body_type(cells))
    return BodyTypes(tuple(types))


def _body_type(cells: list[str]) -> BodyType:
    key, category, names, short, former, english, source = cells
    return BodyType(
        key,
        category,
        tuple(pair for item in names.split(",") for pair in _names(item)),
        tuple(dict.fromkeys(filter(None, short.split(",")))),
        tuple(FormerName(*item.split(":")) for item in former.split(",") if item),
        english,
        source,
    )


def _names(item: str) -> Iterator[tuple[str, str]]:
    rank, _, name = item.partition("=")
    for code in {"c": "md", "*": "npmd"}.get(rank, rank):
        yield code, name
