"""Campaigns announced inside the duty of another domain, without a lead of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Duty, Facts
from kg.analysis.labels import quote
from kg.analysis.model import Row

CHECK = describe(
    "nested-campaign",
    "coverage",
    "info",
    name=("领域内另设整治而无单独牵头", "a campaign within a domain without a lead of its own"),
    question=(
        "哪些专项整治只是别的领域里的一项?",
        "which campaigns are only an item of another domain?",
    ),
    why=(
        "一项任务另设了一个专项整治,它没有自己的牵头单位,只跟随所在领域。",
        "A duty announces a campaign on another subject; it has no lead of its own.",
    ),
    message=(
        "“{campaign}”只是“{section}”的一项,没有单独的牵头单位{named}",
        "“{campaign}” is only an item of {section} and has no lead of its own{named_en}",
    ),
    remedy=("为它单独明确牵头单位", "Name a lead for it"),
    advice=True,
)
_CAMPAIGN = re.compile(r"开展(?P<what>[\u4e00-\u9fff、]{2,12}?)安全(?:生产)?专项整治")


def run(facts: Facts) -> Iterator[Row]:
    """Yield campaigns on another field than that of their domain."""
    for duty in facts.duties.values():
        section = facts.sections.get(duty.section)
        match = _CAMPAIGN.search(duty.text)
        if not (match and section and "DomainSection" in section.kinds):
            continue
        if match["what"] in section.title:
            continue
        begin = duty.place.start
        at = facts.texts[duty.document].evidence(
            duty.place.line, begin + match.start() + 2, begin + match.end()
        )
        values = {
            "campaign": match.group()[2:],
            "section": f"<{section.iri}>",
            **_named(facts, duty, match["what"]),
        }
        yield Row(duty.iri, match["what"], (at,), values)


def _named(facts: Facts, duty: Duty, what: str) -> dict[str, str]:
    """Return what to say where no body of the statement bears the subject in its name."""
    subject = what[:2]
    statements = facts.covering.get(duty.iri, ())
    names = {h.name for one in statements for h in facts.held.get(one.iri, ())}
    if not names or any(subject in name for name in names):
        return {"named": "", "named_en": ""}
    shown = quote(subject)
    return {
        "named": f",责任单位中也没有名称含{shown}的",
        "named_en": f"; none of the bodies in the statement bears {shown} in its name",
    }
