from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from rdflib import Graph

from tests.cli.conftest import Kg

FORMATS = ["ttl", "trig", "jsonld", "nq", "xlsx", "csv", "docx", "ics", "graphml", "gexf", "svg"]


@pytest.mark.parametrize(
    ("question", "word"),
    [("谁牵头消防安全工作?", "市消防救援大队"), ("who leads fire safety tasks", "市消防救援大队")],
)
def test_a_question_is_answered_with_its_proof(
    kg: Kg, built_changji: None, question: str, word: str
) -> None:
    outcome = kg("ask", question)
    assert (outcome.code, outcome.err) == (0, "")
    assert word in outcome.out.splitlines()[0]
    assert "市消防救援大队牵头" in outcome.out
    record = json.loads(kg("ask", question, "--format", "json").out)
    assert record["answered"]
    assert record["values"] == [word]
    assert record["evidence"][0]["line"] == 20
    assert record["query"]


def test_what_the_graph_does_not_say_is_said_to_be_unanswered(kg: Kg, built_plan: None) -> None:
    outcome = kg("ask", "今天天气怎么样?", "-f", "json")
    assert outcome.code == 0
    record = json.loads(outcome.out)
    assert (record["answered"], record["values"]) == (False, [])


def test_blind_spots_go_into_a_spreadsheet(kg: Kg, built_plan: None, tmp_path: Path) -> None:
    count = len(json.loads(kg("blind-spots", "-f", "json").out))
    assert kg("blind-spots", "-f", "xlsx", "-o", "found.xlsx").code == 1
    sheet = CalamineWorkbook.from_path("found.xlsx").get_sheet_by_index(0).to_python()
    assert len(sheet) == count + 1
    text = kg("blind-spots", "-f", "csv").out
    assert text.startswith("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(text)))) == count


@pytest.mark.parametrize("name", FORMATS)
def test_the_graph_is_exported(kg: Kg, built_plan: None, tmp_path: Path, name: str) -> None:
    outcome = kg("export", name, "-o", f"out.{name}")
    assert outcome.code == 0
    assert (tmp_path / f"out.{name}").stat().st_size > 100
    assert not list(tmp_path.glob(".*.part"))


def test_an_export_can_be_piped(kg: Kg, built_plan: None) -> None:
    outcome = kg("export", "ttl", "-o", "-")
    assert len(Graph().parse(data=outcome.out, format="turtle")) > 1000


def test_an_export_that_fails_leaves_no_file(kg: Kg, built_plan: None, tmp_path: Path) -> None:
    assert "known: ttl" in kg("export", "pdf", "-o", "out.pdf").reason
    assert kg("export", "csv", "-o", "out.csv", "--body", "id:body/none").code in (0, 2)
    assert kg("export", "csv", "-o", "none/out.csv").code == 2
    assert not (tmp_path / "out.pdf").exists()


def test_report_and_network_show_the_whole(kg: Kg, built_plan: None) -> None:
    assert "东阳市消防工作方案" in kg("report").out
    assert "东阳市消防工作方案" in kg("report", "--lang", "en", "--as-of", "2021-05-01").out
    assert "消防救援大队" in kg("network").out
    assert json.loads(kg("network", "-f", "json").out)["nodes"]
    assert "as-of" in kg("report", "--as-of", "soon").reason
