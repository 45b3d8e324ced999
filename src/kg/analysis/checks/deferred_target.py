"""Targets and time limits that a plan leaves to be set later."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import clauses
from kg.analysis.facts import Facts
from kg.analysis.genres import is_standing
from kg.analysis.model import Row

CHECK = describe(
    "deferred-target",
    "coverage",
    "info",
    name=("目标或期限留待以后明确", "a target or date left to be set later"),
    question=(
        "哪些目标或期限没有写,只要求另行明确?",
        "which targets or dates are left to be set later?",
    ),
    why=(
        "任务要求“明确目标任务”“明确期限”,本文件没有写出,是否明确、明确到什么程度无从检查。",
        "The duty asks that targets or dates be set and does not set them, so nobody can check whether and how this was done.",
    ),
    message=(
        "“{words}”:目标或期限没有在本文件写明",
        "“{words}”: the target or date is not set in this plan",
    ),
    remedy=("写明目标和期限,或写明由谁在何时前确定", "Set it, or say who sets it by when"),
)
_DEFERRED = re.compile(
    r"(?:明确|确定|制定|研究提出)(?!的)(?:各自|本[\u4e00-\u9fff]{0,8}|年度|阶段性?|具体|\d年|[一二两三四五]年)*[\u4e00-\u9fff]{0,6}?"
    r"(?:目标任务|建设任务|整治目标|工作目标|建设期限|整改期限|完成时限|整改时限|时间节点|目标和期限|阶段性目标|年度目标)"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield clauses that ask for a target or date without giving one."""
    for duty in facts.duties.values():
        if is_standing(facts.texts[duty.document]):
            continue
        for clause in clauses(duty.text):
            if _DEFERRED.search(clause.text) and not re.search(r"[12]\d{3}年", clause.text):
                place = facts.shows(duty, clause.start, clause.end)
                yield Row(duty.iri, clause.text, (place,), {"words": clause.text})
