"""Variants of an annotated document that keep their truth: every edit moves the annotation along."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_CN = "一二三四五六七八九十"


@dataclass
class Variant:
    """A document and its annotation under edits."""

    lines: list[str]
    gold: dict[str, Any]
    _moves: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The document as text."""
        return "\n".join(self.lines)

    def translate(self, table: dict[str, str]) -> None:
        """Replace characters one for one, in text and annotation."""
        moved = str.maketrans(table)
        self.lines = [line.translate(moved) for line in self.lines]
        for statement in self.gold["assignments"]:
            statement["generic_groups"] = [g.translate(moved) for g in statement["generic_groups"]]
            for key in ("leads", "cooperators"):
                for agent in statement[key]:
                    agent["mention"] = agent["mention"].translate(moved)

    def substitute(self, pattern: str, replace: Callable[[re.Match[str]], str]) -> None:
        """Replace words; positions after them move."""
        compiled = re.compile(pattern)
        moves: dict[int, list[tuple[int, int, int]]] = {}
        for number, line in enumerate(self.lines, 1):
            edits = [(m.start(), m.end(), replace(m)) for m in compiled.finditer(line)]
            for start, end, words in reversed(edits):
                line = line[:start] + words + line[end:]
            moves[number] = [(s, e, len(w) - (e - s)) for s, e, w in edits]
            self.lines[number - 1] = line
        self._shift(lambda line, at: (line, at + _offset(moves[line], at)))

    def rename(self, names: dict[str, str]) -> None:
        """Rename places and bodies in the text and in the canonical names."""
        longest = sorted(names, key=len, reverse=True)
        pattern = "|".join(re.escape(name) for name in longest)
        self.substitute(pattern, lambda m: names[m.group()])
        for statement in self.gold["assignments"]:
            for agent in [*statement["leads"], *statement["cooperators"]]:
                agent["canonical"] = re.sub(pattern, lambda m: names[m.group()], agent["canonical"])
            statement["generic_groups"] = [
                re.sub(pattern, lambda m: names[m.group()], g) for g in statement["generic_groups"]
            ]
        for body in self.gold["organizations"]:
            body["canonical"] = re.sub(pattern, lambda m: names[m.group()], body["canonical"])

    def move_lines(self, order: list[int]) -> None:
        """Put the lines (1-based) in another order."""
        place = {line: number for number, line in enumerate(order, 1)}
        self.lines = [self.lines[line - 1] for line in order]
        self._shift(lambda line, at: (place[line], at))

    def break_lines(self, seed: int) -> None:
        """Break paragraphs after commas inside duties, never inside a statement or a name."""
        chance = random.Random(seed)
        spans = _spots(self.gold)
        breaks: dict[int, list[int]] = {}
        for number, line in enumerate(self.lines, 1):
            if len(line) < 120 or "|" in line:
                continue
            cuts = [m.end() for m in re.finditer("[,,]", line)]
            free = [c for c in cuts if 30 < c < len(line) - 30 and not _inside(spans, number, c)]
            breaks[number] = sorted(chance.sample(free, min(2, len(free))))
        self._break(breaks)

    def _break(self, breaks: dict[int, list[int]]) -> None:
        lines: list[str] = []
        first: dict[int, int] = {}
        for number, line in enumerate(self.lines, 1):
            first[number] = len(lines) + 1
            at = 0
            for cut in [*breaks.get(number, []), len(line)]:
                lines.append(line[at:cut])
                at = cut
        self.lines = lines

        def moved(line: int, at: int) -> tuple[int, int]:
            before = [c for c in breaks.get(line, []) if c <= at]
            return first[line] + len(before), at - (before[-1] if before else 0)

        self._shift(moved)

    def _shift(self, moved: Callable[[int, int], tuple[int, int]]) -> None:
        """Move every position of the annotation; an end moves with the character before it."""

        def walk(value: Any, line: int | None) -> None:
            if isinstance(value, list):
                for item in value:
                    walk(item, line)
            elif isinstance(value, dict):
                own = value.get("line", line)
                for item in value.values():
                    walk(item, own)
                if own is not None and isinstance(value.get("start"), int):
                    end_line, end = moved(own, value["end"] - 1)
                    new_line, value["start"] = moved(own, value["start"])
                    value["end"] = end + 1
                    if "line" in value or new_line != own or end_line != own:
                        value["line"] = new_line

        walk(self.gold, None)


def _offset(moves: list[tuple[int, int, int]], at: int) -> int:
    return sum(delta for _, end, delta in moves if end <= at)


def _spots(gold: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Stretches that must not be broken: statements, sources, deadlines, actors, targets."""
    spots = [(s["line"], s["start"], s["end"]) for s in gold["assignments"]]
    spots += [
        (m["line"], m["start"], m["end"]) for s in gold["legal_sources"] for m in s["mentions"]
    ]
    for obligation in gold["obligations"]:
        for key in ("deadlines", "actors", "targets"):
            spots += [(obligation["line"], x["start"], x["end"]) for x in obligation[key]]
    return spots


def _inside(spots: list[tuple[int, int, int]], line: int, at: int) -> bool:
    return any(number == line and start < at < end for number, start, end in spots)


def load(text: str, gold: dict[str, Any]) -> Variant:
    """A fresh variant; ``gold`` is copied."""
    return Variant(text.split("\n"), copy.deepcopy(gold))


def number_items(variant: Variant) -> None:
    """一是 becomes (1)."""

    def arabic(match: re.Match[str]) -> str:
        written = match[1]
        number = 10 + _CN.index(written[1]) + 1 if len(written) == 2 else _CN.index(written) + 1
        return f"({number})"

    variant.substitute(r"(?<=[。;；:])([一二三四五六七八九十]{1,2})是", arabic)


def swap_brackets(variant: Variant, pair: str) -> None:
    """The brackets of statements become another kind."""
    variant.translate({"〔": pair[0], "〕": pair[1]})


def widen_punctuation(variant: Variant) -> None:
    """Half-width punctuation becomes full-width."""
    variant.translate(
        {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "[": "［", "]": "］", "%": "％"}
    )


def reorder_domains(variant: Variant, first: int, last: int, seed: int) -> None:
    """The lines from ``first`` to ``last`` (1-based, one numbered domain each) change places."""
    order = list(range(first, last + 1))
    random.Random(seed).shuffle(order)
    head, tail = list(range(1, first)), list(range(last + 1, len(variant.lines) + 1))
    variant.move_lines([*head, *order, *tail])
    at = iter(range(1, last - first + 2))
    for number in range(first, last + 1):
        line = variant.lines[number - 1]
        old = re.match(r"\d+", line)
        assert old is not None
        new = str(next(at))
        variant.lines[number - 1] = new + line[old.end() :]
        delta = len(new) - old.end()
        variant._shift(lambda ln, c, n=number, d=delta: (ln, c + d) if ln == n else (ln, c))  # type: ignore[misc]
