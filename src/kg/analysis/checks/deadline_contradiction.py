"""One thing with two dates in one document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Text, Time
from kg.analysis.model import Row
from kg.analysis.words import CLAUSE_END

CHECK = describe(
    "deadline-contradiction",
    "time",
    "violation",
    name=("同一事项时限矛盾", "contradictory deadlines"),
    question=("哪些事项有两个不同的时限?", "which things have two different deadlines?"),
    why=("同一文件给同一事项写了不同的完成日期。", "One plan gives one thing different dates."),
    message=("“{thing}”有不同的时限:{dates}", "“{thing}” has different deadlines: {dates}"),
    remedy=("统一时限", "Settle on one date"),
)
_DATE = re.compile(r"[12]\d{3}年(?:年?底前?|\d{1,2}月(?:\d{1,2}日)?(?:底?前)?|末|内|前)?,?")
_NEGLIGIBLE = re.compile(r"\s|全部|完成|要|须")
_SHORTEST = 6


def run(facts: Facts) -> Iterator[Row]:
    """Yield things with different dates."""
    things: dict[tuple[str, str], list[tuple[Time, str]]] = defaultdict(list)
    for time in facts.times:
        text = facts.texts.get(time.document)
        if time.due and text and time.kind == "by":
            thing = _thing(text, time)
            key = _NEGLIGIBLE.sub("", thing)
            if len(key) >= _SHORTEST:
                things[time.document, key].append((time, thing))
    for (document, key), times in things.items():
        days = {time.due for time, _ in times}
        if len(days) > 1:
            dates = "\x1f".join(sorted(str(day) for day in days))
            evidence = tuple(time.evidence for time, _ in times)
            yield Row(document, key, evidence, {"thing": times[0][1], "dates": dates})


def _thing(text: Text, time: Time) -> str:
    """Return the clause that a time stands before, without the time."""
    line = text.lines[time.place.line - 1]
    rest = re.sub(r"^[,,]+", "", line[time.place.end :])
    end = CLAUSE_END.search(rest)
    return _DATE.sub("", rest[: end.start() if end else len(rest)])
