"""Every rule of the register has a case, and the case fails without the rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.extraction import RULES
from tests.extraction.facets import read_facets

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "rules.yaml").read_text(encoding="utf-8")
)


def test_every_rule_has_a_case() -> None:
    assert [rule.key for rule in RULES if rule.key not in {case["rule"] for case in CASES}] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["rule"]))
def test_the_text_is_read_as_the_case_says(case: dict[str, Any]) -> None:
    facets = read_facets(case["text"])
    assert {name: facets[name] for name in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["rule"]))
def test_the_behaviour_is_gone_without_the_rule(case: dict[str, Any]) -> None:
    facets = read_facets(case["text"], RULES.without(case["rule"]))
    assert {name: facets[name] for name in case["expect"]} != case["expect"]
