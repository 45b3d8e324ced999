"""What is known of one type of body: its names by level, short forms, reforms, English, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kg.lexicon.divisions import Division
from kg.model import Level

FormKind = Literal["official", "short", "former", "everyday"]
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "official": "正式名称 official name",
        "short": "简称 short form",
        "everyday": "俗称 everyday word",
    }
)
_PLACE_MARKS = ("@", "~")
_ABBREVIATIONS = (("委员会", "委"), ("办公室", "办"))
_TOO_GENERAL = re.compile(r"..?|委员会|监管[分支]?局|监管办公室|特派员办事处|分中心|安全监督管理局")


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
        templates: official name per level code: n nation, p province, z city under the nation,
            m municipality, d county; the place stands before it, or at ``@`` (full name) or
            ``~`` (short name).
        short: abbreviations and variants of merged bodies.
        everyday: words that people use.
        english: what a body of the type is called in English; descriptive.
        english_everyday: words that people use in English.
        english_national: official English name of the national body; empty where there is none.
        sources: keys of the sources of the facts.
    """

    key: str
    category: str
    templates: tuple[tuple[str, str], ...]
    short: tuple[str, ...]
    everyday: tuple[str, ...]
    former: tuple[FormerName, ...]
    english: str
    english_everyday: tuple[str, ...]
    english_national: str
    sources: tuple[str, ...]

    @property
    def source(self) -> str:
        """Key of the first source."""
        return self.sources[0]

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The official name without the place, per level code."""
        return tuple((rank, without_place(template)) for rank, template in self.templates)

    def name_at(self, rank: str) -> str | None:
        """The official name at a level code without the place; None where there is no such body."""
        template = self.template_at(rank)
        return without_place(template) if template else None

    def template_at(self, rank: str) -> str | None:
        """The official name at a level code with the mark of its place.

        A city under the nation has what a province has, but its departments are 局, not 厅.
        """
        names = dict(self.templates)
        if rank == "z" and rank not in names:
            above = names.get("p")
            return re.sub(r"(?<!办公)厅$", "局", above) if above else None
        return names.get(rank)

    @property
    def label(self) -> str:
        """The name of the type as a county or city calls it, without place and committee."""
        name = self.name_at("d") or self.name_at("m") or self.names[0][1]
        return min(_bare(name), key=len)

    @property
    def official_forms(self) -> frozenset[str]:
        """The official names of all levels once place and level are taken off."""
        return frozenset(form for _, name in self.names for form in _bare(name))

    def _short_forms(self) -> Iterator[str]:
        """The short forms, and 委 for 委员会, 办 for 办公室 of names long enough for it."""
        yield from self.short
        for form in (*sorted(self.official_forms), *self.short):
            for end, abbreviated in _ABBREVIATIONS:
                if form.endswith(end) and len(form) - len(end) > 2:
                    yield form.removesuffix(end) + abbreviated

    def forms(self) -> Iterator[tuple[str, FormKind, str | None]]:
        """Every surface form with its kind and, for a former name, the year it ended."""
        seen = set(self.official_forms)
        for form in sorted(seen):
            yield form, "official", None
        short = tuple(self._short_forms())
        for words, kind in ((short, "short"), (self.everyday, "everyday")):
            for form in words:
                if form not in seen:
                    seen.add(form)
                    yield form, kind, None  # type: ignore[misc]
        for former in self.former:
            if former.name not in seen:
                seen.add(former.name)
                yield former.name, "former", former.until


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
        return _REASONS[self.kind]


def with_place(template: str, division: Division | None) -> str:
    """The name that a template gives at a place: ``政协@委员会`` gives 政协昌吉市委员会."""
    if not any(mark in template for mark in _PLACE_MARKS):
        return f"{division.name if division else ''}{template}"
    full, short = (division.name, division.short) if division else ("", "")
    return template.replace("@", full).replace("~", short)


def without_place(template: str) -> str:
    """The name as it stands after a place or level: 税务局 of ``国家税务总局@税务局``.

    Where the words after the place say too little, those before it stay: 政协委员会.
    """
    before, mark, after = template.replace("~", "@").partition("@")
    if not mark or not before:
        return before or after
    if before.endswith(after):
        return before
    return f"{before}{after}" if _TOO_GENERAL.fullmatch(after) else after


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
    yield name
    if name.startswith("委") and len(name) > 3:
        yield name[1:]
