"""Bodies that a plan calls by the name they had before a reform."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row
from kg.lexicon import load_body_types

CHECK = describe(
    "old-name",
    "documents",
    "warning",
    name=("机构改革后仍用旧名", "a renamed body addressed by its old name"),
    question=(
        "哪些机构改革后仍被叫作旧名?",
        "which renamed bodies are still called by their old names?",
    ),
    why=(
        "文件发布时该机构已经改名或并入他处。",
        "The body had been renamed or merged when the plan was published.",
    ),
    message=(
        "文件写作“{name}”,{until}年改革后是{focus}",
        "The plan writes “{name}”; since the reform of {until} it is {focus}",
    ),
    remedy=("改用现名", "Use the present name"),
)
_PREFIX = re.compile(r"^(?:自治区|自治州|[省州市县区])")


def run(facts: Facts) -> Iterator[Row]:
    """Yield names that had ended before the plan was published."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for holder in facts.holders:
        statement = facts.statements.get(holder.statement)
        text = facts.texts.get(statement.document) if statement else None
        ended = _ended(holder.name)
        if text and text.issued and ended and int(ended) < text.issued.year:
            found.setdefault((holder.agent, holder.name, ended), []).append(holder.evidence)
    for (agent, name, ended), evidence in found.items():
        yield Row(agent, name, tuple(evidence), {"name": name, "until": ended})


def _ended(name: str) -> str | None:
    """Return the year in which a name ended; None where it still is one."""
    for words in (name, _PREFIX.sub("", name)):
        matches = load_body_types().match(words, "市")
        if matches:
            until = matches[0].until
            return until if until and until.isdigit() else None
    return None
