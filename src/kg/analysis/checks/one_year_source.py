"""A source of one year on which a plan of several years rests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row

CHECK = describe(
    "one-year-source",
    "sources",
    "info",
    name=("依据只管一年", "a source that holds for one year only"),
    question=(
        "哪些多年任务只依据某一年的文件?",
        "which duties of several years rest on a paper of one year?",
    ),
    why=(
        "文件管几年,任务引用的要点、计划只写某一年,其余年份按什么做没有写明。",
        "The plan runs for years, and the work list it cites covers one of them; what holds afterwards is not said.",
    ),
    message=(
        "“{title}”只管{year}年,本文件管到{end}年",
        "“{title}” covers {year} only, and this plan runs to {end}",
    ),
    remedy=("写明其余年份的依据", "State what holds for the other years"),
)
_TITLE = re.compile(
    r"《(?P<title>[^《》]*?(?P<year>[12]\d{3})年(?:度)?(?![^《》]*[12]\d{3}年)[^《》]*(?:要点|工作计划|计划|安排))》"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield cited papers of a year before the last one of the plan."""
    for text in facts.texts.values():
        if text.end is None:
            continue
        for number, match in text.find(_TITLE):
            if int(match["year"]) < text.end.year and match["title"] not in text.title:
                at = text.evidence(number, match.start("title"), match.end("title"))
                values = {"title": match["title"], "year": match["year"], "end": str(text.end.year)}
                yield Row(text.iri, match["title"], (at,), values)
