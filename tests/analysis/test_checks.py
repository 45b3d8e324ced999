"""Every check finds what it must find in a small plan, and nothing where nothing is wrong.

A case is the plan of ``tests/queries/cases/checks/plan.txt`` with edits: ``finds`` brings the fault
in, ``clean`` comes near it; ``other`` edits a second plan; ``about`` are words of the message.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.analysis import Finding, load_checks, run_checks
from tests.analysis.cases import store_of

CASES = Path(__file__).resolve().parent.parent / "queries" / "cases" / "checks"
PLAN = (CASES / "plan.txt").read_text(encoding="utf-8")
BEFORE = "2020-05-01"
Edits = Iterable[tuple[str, str]]


def edited(edits: Edits) -> str:
    text = PLAN
    for old, new in edits:
        assert old in text, f"the plan has no {old!r}"
        text = text.replace(old, new)
    return text


def found(kind: str, edits: Edits, other: Edits | None, as_of: str) -> tuple[Finding, ...]:
    texts = [edited(edits)] + ([edited(other)] if other is not None else [])
    with store_of(texts) as store:
        result = run_checks(store, [kind], date.fromisoformat(as_of))
    assert not result.failures
    return result.found


def case_of(kind: str) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load((CASES / f"{kind}.yaml").read_text(encoding="utf-8"))
    return case


def test_every_check_has_a_case_and_every_case_a_check() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(load_checks())


@pytest.mark.parametrize("kind", sorted(load_checks()))
def test_finds_the_fault_with_proof_in_both_languages(kind: str) -> None:
    case = case_of(kind)
    findings = found(kind, case["finds"], case.get("other"), case.get("as_of", BEFORE))
    about = [each for each in findings if case.get("about", "") in each.message.zh]
    assert about, f"not found; instead: {[each.message.zh for each in findings]}"
    finding = about[0]
    assert finding.message.en
    assert "{" not in finding.message.zh + finding.message.en
    assert finding.check.remedy.zh
    assert finding.check.remedy.en
    assert finding.evidence, "a finding without proof"
    assert all(each.quote for each in finding.evidence)


@pytest.mark.parametrize("kind", sorted(load_checks()))
def test_finds_nothing_where_nothing_is_wrong(kind: str) -> None:
    case = case_of(kind)
    as_of = case.get("clean_as_of", BEFORE)
    findings = found(kind, case.get("clean", ()), case.get("clean_other"), as_of)
    assert [e.message.zh for e in findings if case.get("about", "") in e.message.zh] == []
