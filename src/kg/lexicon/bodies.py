"""Types of bodies of Chinese public administration: found by their names, named in full.

The facts stand in ``data/lexicons/bodies.tsv``. A surface form may belong to several types; then
the level decides, or the caller gets all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache

from kg.errors import VocabularyError
from kg.lexicon.divisions import Division, load_divisions
from kg.lexicon.tables import read_table, words
from kg.lexicon.types import (
    BodyMatch,
    BodyType,
    FormerName,
    FormKind,
    rank_of,
    with_place,
)
from kg.model import Level

_RANKED = re.compile(r"(?:总队|支队|大队|中队)$")
_TOO_SHORT = 3
_LONGEST_PLACE = 15
# Categories whose local bodies are branches of a national body.
_SEATED = frozenset({"branch", "national"})
_RANK_CODES = {"c": "md", "*": "npmd"}
_KIND_ORDER = {"official": 0, "short": 1, "everyday": 2, "former": 3}
_Form = tuple[BodyType, FormKind, str | None]


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
    def _forms(self) -> dict[str, tuple[_Form, ...]]:
        forms: dict[str, list[_Form]] = defaultdict(list)
        for body_type in self.types:
            for form, kind, until in body_type.forms():
                forms[form].append((body_type, kind, until))
        return {form: tuple(found) for form, found in forms.items()}

    def match(
        self, words: str, level: Level, division: Division | None = None
    ) -> tuple[BodyMatch, ...]:
        """The types that the words, without place or level prefix, can name at a level."""
        found = self._forms.get(words, ())
        here = [f for f in found if self._is_at(f[0], level, division)] or list(found)
        here.sort(key=lambda f: _KIND_ORDER[f[1]])
        best = [f for f in here if f[1] == here[0][1]]
        return tuple(
            BodyMatch(
                t, words, kind, self._exists(t, words, level, division), len(best) == 1, until
            )
            for t, kind, until in here
        )

    def named(self, form: str) -> tuple[BodyType, ...]:
        """All types that a surface form can name at any level; several: it is ambiguous."""
        return tuple(body_type for body_type, _, _ in self._forms.get(form, ()))

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance lives as long as the programme
    def placed(self, name: str) -> tuple[BodyType, Division] | None:
        """The type and place of a branch of a national body that names its place.

        Such a place stands in front or within, in full or short: 青岛海关, 人民银行济南分行,
        国家税务总局昌吉市税务局. None where the name is not of that kind.
        """
        divisions = load_divisions()
        for start, end in _stretches(len(name)):
            seated = self._seated.get(name[:start] + name[end:], ())
            for division in divisions.find(name[start:end]) if seated else ():
                for body_type in seated:
                    if self._is_at(body_type, division.level, division):
                        return body_type, division
        return None

    @cached_property
    def _seated(self) -> dict[str, tuple[BodyType, ...]]:
        """The types that have branches by their forms without place."""
        forms: dict[str, dict[BodyType, None]] = defaultdict(dict)
        for body_type in self.types:
            if body_type.category in _SEATED:
                joined = (re.sub("[@~]", "", template) for _, template in body_type.templates)
                for form in (*joined, *(form for form, _, _ in body_type.forms())):
                    forms[form][body_type] = None
        return {form: tuple(found) for form, found in forms.items()}

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
        name = body_type.template_at(rank) or body_type.templates[-1][1]
        if rank == "n":
            return name
        if body_type.category == "party" and name.startswith("委"):
            place = division.name if division else ""
            committee = "委员会" if place.endswith("自治区") and name != "委员会" else "委"
            return f"中共{place}{committee}{name[1:]}"
        return with_place(name, division)

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

    def english_name(self, key: str, level: Level, division: Division | None) -> tuple[str, str]:
        """English name of a body of the type, and whether it is ``official`` or ``descriptive``."""
        body_type = self.get(key)
        if level == "国家":
            official = body_type.english_national
            return (official, "official") if official else (body_type.english, "descriptive")
        place = division.english if division else ""
        return f"{place} {body_type.english}".strip(), "descriptive"

    def surface_forms(self) -> Iterator[tuple[str, str]]:
        """All surface forms with the key of a type they name."""
        for form, found in self._forms.items():
            for body_type, _, _ in found:
                yield form, body_type.key

    @cached_property
    def _scan(self) -> dict[str, tuple[int, ...]]:
        """Lengths of the forms fit for running text by their first character, longest first."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self._scannable:
            lengths[form[0]].add(len(form))
        return {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()}

    @cached_property
    def _scannable(self) -> frozenset[str]:
        """Everyday words are too common in running text, and so are forms of two characters."""
        return frozenset(
            form
            for form, found in self._forms.items()
            if len(form) >= _TOO_SHORT and any(kind != "everyday" for _, kind, _ in found)
        )

    def longest_body_at(self, text: str, start: int) -> int | None:
        """End of the longest known form that begins at ``start``; None where none does."""
        for length in self._scan.get(text[start : start + 1], ()):
            if text[start : start + length] in self._scannable:
                return start + length
        return None


def _stretches(length: int) -> Iterator[tuple[int, int]]:
    """Where the name of a place can stand in a name, longest first."""
    for size in range(min(length - 2, _LONGEST_PLACE), 1, -1):
        for start in range(length - size):
            yield start, start + size


@lru_cache(maxsize=1)
def load_body_types() -> BodyTypes:
    """The types of ``data/lexicons/bodies.tsv``.

    Raises:
        VocabularyError: if a line is malformed.
    """
    return BodyTypes(tuple(_body_type(cells) for _, cells in read_table("bodies.tsv", 10)))


def _body_type(cells: list[str]) -> BodyType:
    key, category, names, short, everyday, former, english, said, national, sources = cells
    return BodyType(
        key,
        category,
        tuple(pair for item in words(names) for pair in _names(item)),
        words(short),
        words(everyday),
        tuple(FormerName(*item.split(":")) for item in words(former)),
        english,
        words(said),
        national,
        words(sources),
    )


def _names(item: str) -> Iterator[tuple[str, str]]:
    rank, _, name = item.partition("=")
    for code in _RANK_CODES.get(rank, rank):
        yield code, name
