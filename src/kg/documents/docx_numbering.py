"""Automatic numbers of a Word document: what stands before a paragraph on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml.etree import _Element

from kg.documents.numerals import numeral

_ABSTRACT = qn("w:abstractNumId")
_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restarts_after: int | None = None
    plain: bool = False
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """Counts the automatic lists of a document while its paragraphs are read in order.

    Attributes:
        levels: per list (``numId``) its levels.
        counted_as: per list the key that lists which count on together share.
        by_style: per paragraph style its list and level.
        restarts: lists and levels that start anew where they are first used.
    """

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    counted_as: dict[str, str] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    default_style: str = ""
    restarts: set[tuple[str, int]] = field(default_factory=set)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> Numbering:
        """The numbering as the document defines it; empty where it has none."""
        made = cls()
        styles = document.styles.element
        made.by_style = _style_lists(styles)
        default = styles.find(
            f"{qn('w:style')}[@{qn('w:default')}='1'][@{qn('w:type')}='paragraph']"
        )
        made.default_style = "" if default is None else default.get(qn("w:styleId"), "")
        for relation in document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
                made._define(relation.target_part.element)
        return made

    def label(self, paragraph: _Element) -> str:
        """The number shown before a paragraph, counted on; empty where it has none."""
        list_id, level = self._list_of(paragraph)
        definition = self.levels.get(list_id, {})
        if list_id == "0" or level not in definition:
            return ""
        counts = self._count(list_id, level)
        label = _PLACEHOLDER.sub(
            lambda match: _shown(definition, counts, int(match[1]) - 1, definition[level].plain),
            definition[level].text if definition[level].form != "bullet" else "",
        )
        # Word sets a number apart by a tab or a blank; only letters and digits need one in text.
        return f"{label} " if label[-1:].isascii() and label[-1:].isalnum() else label

    def _list_of(self, paragraph: _Element) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        style = self.default_style
        list_id: str | None = None
        level: int | None = None
        if properties is not None:
            list_id, level = _num_pr(properties)
            style = _value(properties, "w:pStyle") or style
        if list_id is None:
            list_id, of_style = self.by_style.get(style, ("", None))
            level = level if level is not None else of_style
            level = level if level is not None else self._level_of(list_id, style)
        return list_id, level or 0

    def _level_of(self, list_id: str, style: str) -> int:
        """The level that a list itself ties to a style."""
        levels = self.levels.get(list_id, {})
        return next((level for level, each in levels.items() if each.style == style), 0)

    def _count(self, list_id: str, level: int) -> list[int | None]:
        definition = self.levels[list_id]
        counts = self._counts.setdefault(self.counted_as[list_id], [None] * _LEVELS)
        for above in range(level):
            if counts[above] is None:
                counts[above] = definition.get(above, _Level()).start
        current = counts[level]
        if (list_id, level) in self.restarts:
            self.restarts.remove((list_id, level))
            current = None
        counts[level] = definition[level].start if current is None else current + 1
        for below in range(level + 1, _LEVELS):
            after = definition.get(below, _Level()).restarts_after
            if after is None or level < after:
                counts[below] = None
        return counts

    def _define(self, numbering: _Element) -> None:
        abstract = {each.get(_ABSTRACT, ""): each for each in numbering.iter(qn("w:abstractNum"))}
        for number in numbering.iter(qn("w:num")):
            of = _value(number, "w:abstractNumId")
            definition = abstract.get(of)
            if definition is None:
                continue
            linked = _value(definition, "w:numStyleLink")
            if linked:
                definition = _linked(numbering, abstract, self.by_style.get(linked), definition)
            list_id = number.get(qn("w:numId"), "")
            changed = _overrides(number, _levels(definition))
            self.levels[list_id] = _levels(definition) | changed
            # All lists of one definition go on counting together, as Word has them.
            self.counted_as[list_id] = of
            self.restarts |= {(list_id, level) for level in _restarted(number)}


def _shown(definition: dict[int, _Level], counts: list[int | None], level: int, plain: bool) -> str:
    form = definition.get(level, _Level()).form
    return numeral(counts[level] or 0, "decimal" if plain and form != "decimal" else form)


def _levels(definition: _Element) -> dict[int, _Level]:
    return {_int(each.get(qn("w:ilvl"))): _level(each) for each in definition.findall(qn("w:lvl"))}


def _overrides(number: _Element, levels: dict[int, _Level]) -> dict[int, _Level]:
    """The levels that a list has otherwise than its definition: newly stated or restarted."""
    found: dict[int, _Level] = {}
    for override in number.findall(qn("w:lvlOverride")):
        index = _int(override.get(qn("w:ilvl")))
        stated = override.find(qn("w:lvl"))
        level = levels.get(index, _Level()) if stated is None else _level(stated)
        start = _value(override, "w:startOverride")
        if stated is not None or start:
            found[index] = replace(level, start=_int(start)) if start else level
    return found


def _restarted(number: _Element) -> set[int]:
    return {
        _int(override.get(qn("w:ilvl")))
        for override in number.findall(qn("w:lvlOverride"))
        if _value(override, "w:startOverride")
    }


def _level(element: _Element) -> _Level:
    restart = _value(element, "w:lvlRestart")
    return _Level(
        form=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText"),
        start=_int(_value(element, "w:start") or "1"),
        restarts_after=_int(restart) if restart else None,
        plain=element.find(qn("w:isLgl")) is not None,
        style=_value(element, "w:pStyle"),
    )


def _linked(
    numbering: _Element,
    abstract: dict[str, _Element],
    style: tuple[str, int | None] | None,
    otherwise: _Element,
) -> _Element:
    """The definition that a list takes over from a list style."""
    for number in numbering.iter(qn("w:num")):
        if style and number.get(qn("w:numId")) == style[0]:
            return abstract.get(_value(number, "w:abstractNumId"), otherwise)
    return otherwise


def _default_style(styles: _Element) -> str:
    for style in styles.iter(qn("w:style")):
        if style.get(qn("w:default")) in ("1", "true") and style.get(qn("w:type")) == "paragraph":
            return str(style.get(qn("w:styleId"), ""))
    return ""


def _style_lists(styles: _Element) -> dict[str, tuple[str, int | None]]:
    """Per style the list and level that it or the nearest style it is based on names."""
    own: dict[str, tuple[str | None, int | None]] = {}
    based_on: dict[str, str] = {}
    for style in styles.iter(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        properties = style.find(qn("w:pPr"))
        own[name] = (None, None) if properties is None else _num_pr(properties)
        based_on[name] = _value(style, "w:basedOn")
    found: dict[str, tuple[str, int | None]] = {}
    for name in own:
        seen: set[str] = set()
        current, level = name, None
        while current in own and current not in seen:
            seen.add(current)
            level = own[current][1] if level is None else level
            list_id = own[current][0]
            if list_id is not None:
                found[name] = (list_id, level)
                break
            current = based_on[current]
    return found


def _num_pr(properties: _Element) -> tuple[str | None, int | None]:
    numbers = properties.find(qn("w:numPr"))
    if numbers is None:
        return None, None
    level = _value(numbers, "w:ilvl")
    return _value(numbers, "w:numId") or None, min(_int(level), _LEVELS - 1) if level else None


def _value(element: _Element, child: str) -> str:
    found = element.find(qn(child))
    return "" if found is None else found.get(qn("w:val"), "")


def _int(text: str | None) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdigit() else 0
