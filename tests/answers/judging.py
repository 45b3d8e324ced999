"""Compares answers with what the text says, without caring how a name is written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.answers import Answer

_SAME = {
    "住房和城乡建设局": "住建局",
    "卫生健康委员会": "卫健委",
    "交通局": "交通运输局",
    "文化体育广播电视和旅游局": "文旅局",
    "寄递": "寄递行业",
    "equal": "一样多",
}
_DATE = re.compile(r"(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?")


@dataclass(frozen=True)
class Case:
    """A question with its right answer."""

    round: int
    lang: str
    type: str
    question: str
    values: list[str]
    optional: list[str]


def load_cases(path: Path) -> list[Case]:
    """The cases of a YAML file."""
    rows: list[list[Any]] = yaml.safe_load(path.read_text("utf-8"))
    return [
        Case(row[0], row[1], row[2], row[3], row[4], row[5] if len(row) > 5 else []) for row in rows
    ]


def plain(text: str) -> str:
    """A text without quotes, blanks and punctuation."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def name(text: str) -> str:
    """A name without its place and what stands in brackets."""
    bare = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", text)).strip("《》")
    bare = bare if bare.endswith("委员会办公室") else re.sub(r"^(?:昌吉市|市(?!场))", "", bare)
    return _SAME.get(bare, bare)


def days(value: str) -> set[str]:
    """The days and months of a time, the end of a year as the year."""
    found = set(re.findall(r"\d{4}-\d{2}(?:-\d{2})?", value))
    for year, month, day in _DATE.findall(value):
        found.add("-".join(p.zfill(2) for p in (year, month, day) if p))
    until = re.search(r"(\d{4})年\d{1,2}月至(\d{1,2})月", value)
    if until:
        found.add(f"{until[1]}-{until[2].zfill(2)}")
    return {_year_end(d) for d in found} - {_year_start(d) for d in found if len(found) > 1}


def _year_end(day: str) -> str:
    month = (
        re.sub(r"-(?:01|31|30)$", "", day) if len(day) == 10 and not day.endswith("12-30") else day
    )
    return month[:4] if month.endswith("-12") else month


def _year_start(day: str) -> str:
    return day[:7] if day.endswith("-01-01") else ""


def is_right(case: Case, answer: Answer) -> bool:
    """Whether an answer says what the case says."""
    if case.type == "none":
        return not answer.answered and not answer.values
    if not answer.answered or not answer.evidence:
        return False
    if case.type in ("orgs", "domains", "legal_sources"):
        ignored = {name(v) for v in case.optional}
        return {name(v) for v in answer.values} - ignored == {
            name(v) for v in case.values
        } - ignored
    if case.type in ("deadlines", "date"):
        return set().union(*map(days, answer.values)) == set().union(*map(days, case.values))
    if case.type == "boolean":
        return (
            answer.values in (("是",), ("yes",))
            if case.values == ["是"]
            else answer.values in (("否",), ("no",))
        )
    if case.type == "count":
        return answer.values == tuple(case.values)
    said = plain("|".join([*answer.values, answer.answer_text, *(q.text for q in answer.evidence)]))
    said = said.replace("equal", "一样多")
    return all(plain(_SAME.get(value, value)) in said for value in case.values)
