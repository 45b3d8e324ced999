"""``kg ask`` as a conversation, and with what stands behind an answer."""

from __future__ import annotations

import io

import pytest

from tests.cli.conftest import Kg
from tests.conftest import CHANGJI


def test_questions_are_answered_until_one_says_exit(
    kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg("build", CHANGJI, "-q")
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("消防由谁牵头?\n\nWho leads school safety?\nexit\n教育\n")
    )
    outcome = kg("ask")
    assert outcome.code == 0
    said = [line for line in outcome.out.splitlines() if not line.startswith("  ")]
    assert said == [
        "牵头的是市消防救援大队。",
        "市教育局 (Changji City Education Bureau) takes the lead.",
    ]


def test_the_end_of_the_input_ends_it(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    kg("build", CHANGJI, "-q")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert kg("ask").code == 0


def test_an_answer_can_be_explained(kg: Kg) -> None:
    kg("build", CHANGJI, "-q")
    outcome = kg("ask", "消防由谁牵头?", "--explain")
    assert "角色=牵头" in outcome.out
    assert "SELECT DISTINCT" in outcome.out
