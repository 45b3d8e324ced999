"""Bodies and groups that a duty's own sentence names as having to act."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.extraction.clauses import Claims, readable
from kg.extraction.register import Register
from kg.lexicon import verb_pattern


@dataclass(frozen=True)
class Acting:
    """Words that name who acts; ``body`` says that they name one body, not a group."""

    start: int
    end: int
    body: bool
    rule: str


def find_acting(
    text: str,
    places: tuple[str, ...],
    longest_body: Callable[[str, int], int | None],
    rules: Register,
) -> Iterator[Acting]:
    """Who acts, in folded text.

    Args:
        places: names of the document's own place, e.g. 昌吉市.
        longest_body: end of the longest known body name that begins at an offset.
    """
    claims = Claims(text, (m.span() for m in re.finditer(r"《[^《》]*》", text)))
    stretches = list(readable(text))
    found: list[Acting] = []

    def take(start: int, end: int, body: bool, rule: str) -> None:
        if end > start and claims.take(start, end):
            found.append(Acting(start, end, body, rule))

    if "actor.body" in rules:
        for start, end in _known_bodies(text, places, longest_body):
            take(start, end, True, "actor.body")
    for rule in rules.stage("actor"):
        if rule.pattern is None:
            continue
        is_body = rule.key in ("actor.office",)
        for match in (m for span in stretches for m in rule.regex.finditer(text, *span)):
            if rule.key == "actor.system-run":
                for part in re.finditer(r"[^、和]+(?:和旅游)?", match["run"]):
                    take(
                        match.start("run") + part.start(),
                        match.start("run") + part.end(),
                        False,
                        rule.key,
                    )
            else:
                start, end = match.span()
                take(_after_verbs(text, start, end) if is_body else start, end, is_body, rule.key)
    if "actor.city" in rules:
        for place in places:
            for match in re.finditer(rf"{re.escape(place)}(?=成立|制定|建立|负责|要)", text):
                take(*match.span(), False, "actor.city")
    yield from sorted(found, key=lambda a: a.start)


def _after_verbs(text: str, start: int, end: int) -> int:
    """Where a name begins after the words that do something to it; its end if no name is left."""
    for match in _DONE_TO.finditer(text, start, end):
        start = match.end()
    while opening := _BEFORE_NAME.match(text, start, end):
        start = opening.end()
    return end if _BARE_HEAD.fullmatch(text, start, end) else start


_DONE_TO = re.compile(verb_pattern("form"))
_BEFORE_NAME = re.compile(r"由|和|及以上|以及|及|或|并|向|在|对|从|要|将|其他|有关部门|有关(?=省)")
_BARE_HEAD = re.compile(
    r"(?:领导|协调|现场|专家|应急|工作|应急工作|相应的应急工作)?(?:小组|委员会|指挥部)(?:办公室)?"
)


def _known_bodies(
    text: str, places: tuple[str, ...], longest_body: Callable[[str, int], int | None]
) -> Iterator[tuple[int, int]]:
    """Names from the lexicon with the place or level prefix they carry."""
    prefix = re.compile("|".join([*(re.escape(p) for p in places), "[市州县区省]"]))
    at = 0
    while at < len(text):
        match = prefix.match(text, at)
        end = longest_body(text, match.end()) if match else None
        if match and end:
            yield at, end
            at = end
            continue
        at += 1
