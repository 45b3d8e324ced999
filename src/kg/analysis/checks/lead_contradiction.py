"""A duty's own sentence gives the lead to somebody else than its responsibility statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts, Statement
from kg.analysis.model import Row

CHECK = describe(
    "lead-contradiction",
    "ownership",
    "violation",
    name=("任务所写的牵头与责任分工不一致", "different leads in the duty and in its statement"),
    question=(
        "哪些任务自己写的牵头与责任分工不一致?",
        "where do a duty and its statement name different leads?",
    ),
    why=(
        "任务的句子写由甲会同他方去做或由甲牵头,责任分工却由乙牵头。",
        "The sentence lets one body act together with others or lead; the statement gives the lead to another.",
    ),
    message=(
        "“{focus}”写由“{named}”牵头,责任分工由{lead}牵头",
        "“{focus}” gives the lead to “{named}”, its statement of responsibility to {lead}",
    ),
    remedy=("统一牵头单位", "Settle on one lead"),
)
_TOGETHER = re.compile(r"(?:^|[,。;:])(?P<who>[\u4e00-\u9fff()、]{2,20}?)会同")
_LED_BY = re.compile(r"由(?P<who>[\u4e00-\u9fff()、]{2,20}?)(?:牵头|负责|组织实施)")


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties whose sentence contradicts the lead of their statement."""
    for duty in facts.duties.values():
        for statement in facts.covering.get(duty.iri, ()):
            if statement.evidence != duty.evidence and statement.place not in duty.place:
                yield from _against(facts, duty, statement)


def _against(facts: Facts, duty: Duty, statement: Statement) -> Iterator[Row]:
    leads = [h for h in facts.held.get(statement.iri, ()) if h.role == "lead"]
    names = {each for h in leads for each in (h.name, *facts.names.get(h.agent, ()))}
    for pattern in (_TOGETHER, _LED_BY):
        match = pattern.search(duty.text)
        if match and leads and not any(_same(match["who"], name) for name in names):
            shown = "\x1f".join(f"<{h.agent}>" for h in leads)
            yield Row(
                duty.iri,
                match["who"],
                (duty.evidence, statement.evidence),
                {"named": match["who"], "lead": shown},
            )


def _same(words: str, name: str) -> bool:
    return words in name or name in words
