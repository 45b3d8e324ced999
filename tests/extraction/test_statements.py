"""Forms of responsibility statements, as real documents write them, and what is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.extraction.facets import read_facets

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "statements.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:30])
def test_the_statement_is_read(case: dict[str, Any]) -> None:
    body = "建设有关体系并落实任务。" if case["text"][0] in "（(〔[【" else ""
    found = read_facets(f"(一)加强建设。{body}{case['text']}\n")["statements"]
    assert [line.partition(" -> ")[0] for line in found] == case["expect"]
