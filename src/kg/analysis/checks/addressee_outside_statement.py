"""Enterprises and institutions that must do something and stand in no statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import clauses
from kg.analysis.facts import Facts
from kg.analysis.genres import is_standing
from kg.analysis.model import Row

CHECK = describe(
    "addressee-outside-statement",
    "ownership",
    "info",
    name=(
        "要求企业或机构去做,责任分工没有列",
        "an enterprise or institution that no statement lists",
    ),
    question=("哪些要求落在企业或机构身上?", "which duties fall on enterprises or institutions?"),
    why=(
        "任务的句子要求企业、机构自己去做,责任分工没有列它们,也没有写由谁督促。",
        "The sentence demands something of enterprises or institutions; the statement does not list them or say who sees to it.",
    ),
    message=(
        "“{addressee}”须自己落实,责任分工没有列它",
        "“{addressee}” must act and is not listed in the statement of responsibility",
    ),
    remedy=("写明由哪个单位督促", "State which body sees to it"),
    advice=True,
)
_MUST = re.compile(
    r"(?:^|[,。;:,、]|[一二三四五六七八九十]+是)(?P<who>[\u4e00-\u9fff、()]{0,24}?(?:企业|机构|使用单位|医院|场所|养老院|商户))"
    r"(?:[12]\d{3}年(?:年)?底前?)?(?:要(?!求)|应当|应(?![急用对])|须|必须|严格落实|每年|每季度|每月|全部)"
)
_LEAD_IN = re.compile(r"^(?:督促|指导|推动|推进|组织|要求|强化|加强|提高|落实)+")


def run(facts: Facts) -> Iterator[Row]:
    """Yield whom a duty binds beyond the bodies of its statement."""
    for duty in facts.duties.values():
        if duty.iri not in facts.covering or is_standing(facts.texts[duty.document]):
            continue
        match = _MUST.search(duty.text[next((c.start for c in clauses(duty.text)), 0) :])
        if match and not _LEAD_IN.match(match["who"]) and not match["who"].startswith("每"):
            who = match["who"].strip("、")
            yield Row(duty.iri, who, (duty.evidence,), {"addressee": who})
