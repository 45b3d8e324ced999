"""The README says what is true: its tables come from the code, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

from tests.readme_tables import README, TABLES, commands, render

TEXT = README.read_text(encoding="utf-8")
ROOT = Path(__file__).parents[1]


def test_the_tables_are_those_of_the_code() -> None:
    assert {name for name in TABLES if f"<!-- {name} -->" in TEXT} == set(TABLES)
    assert render(TEXT) == TEXT, "run: python -m tests.readme_tables"


def test_every_command_shown_exists() -> None:
    known = set(re.findall(r"`kg ([a-z-]+)`", commands()))
    shown = set(re.findall(r"^\s*kg ([a-z-]+)", TEXT, re.M))
    assert shown <= known


def test_every_make_target_shown_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert set(re.findall(r"`?make ([a-z]+)", TEXT)) <= targets


def test_every_path_shown_exists() -> None:
    paths = re.findall(r"\]\(([^)#:]+)\)", TEXT) + re.findall(
        r"`((?:src|data|queries|ontology|tests)/[\w./-]+)`", TEXT
    )
    made = ("data/build/",)  # made by a build, not kept
    missing = [p for p in paths if not (ROOT / p).exists() and not p.startswith(made)]
    assert missing == []
