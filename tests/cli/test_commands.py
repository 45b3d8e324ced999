from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from kg.cli.app import make_app
from kg.cli.options import make_room
from kg.errors import KgError, StoreError
from tests.cli.conftest import Kg
from tests.conftest import CHANGJI

COMMANDS = sorted(
    [
        *(command.name or "" for command in make_app().registered_commands),
        *(group.name or "" for group in make_app().registered_groups),
    ]
)
PROMISED = {"extract", "build", "ask", "blind-spots", "query", "serve", "validate", "export"}


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(kg: Kg, command: str, flag: str) -> None:
    outcome = kg(*filter(None, [command, flag]))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Usage: kg {command}".rstrip())
    if command:
        assert "--quiet" in outcome.out or command == "mcp"


def test_without_a_command_the_help_is_shown(kg: Kg) -> None:
    outcome = kg()
    assert outcome.code == 0
    assert all(command in outcome.out for command in COMMANDS)


def test_extract_prints_the_record(kg: Kg) -> None:
    outcome = kg("extract", CHANGJI)
    record = json.loads(outcome.out)
    assert (outcome.code, outcome.err) == (0, "")
    assert len(record["obligations"]) == 145
    lines = CHANGJI.read_text(encoding="utf-8").split("\n")
    for item in record["assignments"]:
        if "end_line" not in item:
            assert lines[item["line"] - 1][item["start"] : item["end"]] == item["text"]


def test_extract_prints_the_text_view(kg: Kg, plan: Path) -> None:
    outcome = kg("extract", plan, "--format", "text")
    assert outcome.out.strip() == plan.read_text(encoding="utf-8").strip()


def test_a_document_without_statements_is_a_warning(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "poem.txt"
    file.write_text("床前明月光,疑是地上霜。\n", encoding="utf-8")
    for command in ("extract", "build"):
        outcome = kg(command, file)
        assert outcome.code == 0
        assert "warning" in outcome.err
        assert "no responsibility statement" in outcome.err
    assert "warning" not in kg("build", file, "--force", "--quiet").err


def test_build_reads_the_sources_of_the_folder(kg: Kg, tmp_path: Path, plan: Path) -> None:
    folder = tmp_path / "data" / "sources"
    folder.mkdir(parents=True)
    plan.rename(folder / "plan.txt")
    assert "1 added" in kg("build").err
    assert "1 unchanged" in kg("build").err
    report = json.loads(kg("build", "--format", "json", "--quiet").out)
    assert report["documents"][0]["status"] == "unchanged"
    assert not report["changed"]


def test_quiet_leaves_results_only(kg: Kg, plan: Path) -> None:
    assert kg("build", plan, "--quiet").err == ""
    outcome = kg("query", "who-leads", "-q")
    assert outcome.err == ""
    assert "市消防救援大队" in outcome.out


def test_a_query_answers_in_every_form(kg: Kg, built_plan: None) -> None:
    table = kg("query", "who-leads", "--param", "text=消防")
    assert "市消防救援大队" in table.out
    found = json.loads(kg("query", "who-leads", "--format", "json").out)
    assert found["results"]["bindings"][0]["bodyName"]["value"] == "市消防救援大队"
    rows = list(csv.DictReader(io.StringIO(kg("query", "who-leads", "--format", "csv").out)))
    assert rows[0]["bodyName"] == "市消防救援大队"
    assert "\t" in kg("query", "who-leads", "--format", "tsv").out
    assert kg("query", "who-leads", "--format", "xml").out.startswith("<?xml")
    assert "no row" not in kg("query", "who-leads", "-p", "text=没有这个词").out


def test_search_finds_names_before_words(kg: Kg, built_plan: None) -> None:
    found = json.loads(kg("search", "消防", "-f", "json").out)
    assert found[0]["kind"] == "body"
    assert "document" in {each["kind"] for each in found}
    only = json.loads(kg("search", "消防", "-f", "json", "--kind", "document").out)
    assert {each["kind"] for each in only} == {"document"}
    assert "消防救援大队" in kg("search", "消防救援大队").out
    assert json.loads(kg("search", "飞碟", "-f", "json").out) == []
    assert "known: body" in kg("search", "消防", "--kind", "planet").reason


def test_a_query_file_is_run_with_its_parameters(kg: Kg, built_plan: None, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        "PREFIX rg: <https://w3id.org/responsibility/ontology#>\n"
        "SELECT ?name { VALUES ?name { UNDEF } ?a rg:nameAsWritten ?name }",
        encoding="utf-8",
    )
    assert kg("query", file, "-p", "name=市住建局", "-f", "csv").out.split() == ["name", "市住建局"]
    file.write_text("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", encoding="utf-8")
    assert " a " in kg("query", file).out
    assert "'table'" not in kg("query", file, "-f", "csv").err
    file.write_text("ASK { ?s ?p 'SELECT' }", encoding="utf-8")
    assert kg("query", file).out == "no\n"


def test_validate_is_clean_on_the_example(kg: Kg, built_plan: None) -> None:
    outcome = kg("validate")
    assert (outcome.code, outcome.out) == (0, ""), outcome.out


def test_validate_finds_what_is_wrong(kg: Kg, built_plan: None, tmp_path: Path) -> None:
    from kg.store import open_store

    with open_store(tmp_path / "graph") as store:
        graph = next(name for name in store.graphs() if "/graph/document/" in name)
        quote = "<https://w3id.org/responsibility/ontology#quote>"
        store.update(
            f"DELETE {{ GRAPH <{graph}> {{ ?e {quote} ?q }} }} "
            f"INSERT {{ GRAPH <{graph}> {{ ?e {quote} 'something else' }} }} "
            f"WHERE {{ GRAPH <{graph}> {{ ?e {quote} ?q }} }}"
        )
    outcome = kg("validate", "--format", "json")
    assert outcome.code == 1
    assert not json.loads(outcome.out)["conforms"]


def test_review_lists_and_a_decision_is_applied(
    kg: Kg, built_plan: None, plan: Path, tmp_path: Path
) -> None:
    rows = json.loads(kg("query", "who-leads", "-f", "json").out)["results"]["bindings"]
    assignment = json.loads(
        kg("query", _write(tmp_path, "SELECT ?a { ?a rg:role rg:lead }"), "-f", "json").out
    )["results"]["bindings"][0]["a"]["value"]
    assert rows
    outcome = kg("review", "reject", assignment, "--by", "李四", "--why", "原文是转述")
    assert outcome.code == 0
    assert "李四" in (tmp_path / "data" / "curation" / "review.yaml").read_text(encoding="utf-8")
    kg("build", plan)
    assert not json.loads(kg("query", "who-leads", "-f", "json").out)["results"]["bindings"]
    assert kg("review").code == 0
    assert isinstance(json.loads(kg("review", "--format", "json").out), list)
    assert "no such entity" in kg("review", "accept", "id:none", "--by", "a", "--why", "b").reason


def test_diff_names_the_change(kg: Kg, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    text = plan.read_text(encoding="utf-8").replace("市消防救援大队牵头", "市应急局牵头")
    other.write_text(text, encoding="utf-8")
    outcome = kg("diff", plan, other)
    assert outcome.code == 0
    assert "lead changed" in outcome.out
    assert json.loads(kg("diff", plan, other, "-f", "json").out)["counts"]["lead changed"] == 1
    assert "cannot read" in kg("diff", plan, "none/none.txt").reason


def test_evaluate_holds_floors(kg: Kg) -> None:
    gold = CHANGJI.parents[1] / "gold"
    folders = ("--texts", CHANGJI.parent)
    assert kg("evaluate", gold, *folders, "--floor", "statements=0.9").code == 0
    low = kg("evaluate", gold, *folders, "--floor", "actors=1")
    assert low.code == 1
    assert "below" in low.reason
    assert "write it as" in kg("evaluate", gold, "--floor", "actors").reason
    assert kg("evaluate", gold, *folders, "--floor", "nothing=1").code == 2


def test_a_backup_restores_the_same_graph(kg: Kg, built_plan: None, tmp_path: Path) -> None:
    assert "sha256" in kg("backup", "one.nq.gz").err
    assert kg("restore", "one.nq.gz", "--store", "copy").code == 0
    assert kg("query", "documents").out == kg("query", "documents", "--store", "copy").out
    assert "not empty" in kg("restore", "one.nq.gz", "--store", "copy").reason
    assert kg("restore", "one.nq.gz", "--store", "copy", "--replace").code == 0
    assert "it exists" in kg("backup", "one.nq.gz").reason
    (tmp_path / "one.nq.gz").write_bytes((tmp_path / "one.nq.gz").read_bytes()[:200])
    assert "damaged" in kg("restore", "one.nq.gz", "--store", "third").reason
    assert kg("restore", "none.nq.gz", "--store", "third").code == 2


def test_the_doctor_looks_and_says(kg: Kg, plan: Path) -> None:
    assert kg("doctor").code == 1
    kg("build", plan, "--no-findings")
    outcome = kg("doctor", "--format", "json")
    found = {row["check"]: row["ok"] for row in json.loads(outcome.out)}
    assert found["store"]
    assert found["queries"]


def test_settings_and_queries_are_listed(kg: Kg) -> None:
    assert "KG_BASE_IRI" in kg("settings").out
    assert "who-leads" in kg("queries").out
    assert json.loads(kg("queries", "-f", "json").out)[0]["params"] is not None


def test_a_closed_pipe_ends_quietly(plan: Path) -> None:
    command = f"{sys.executable} -m kg extract {CHANGJI} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_the_module_runs_in_an_ascii_terminal(plan: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "kg", "extract", str(plan), "--format", "text"],
        capture_output=True,
        check=True,
        env=environment,
    )
    assert "消防" in done.stdout.decode("utf-8")


def test_mistakes_of_the_program_are_one_line_too(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, plan: Path
) -> None:
    error = ZeroDivisionError("division\nby zero")
    monkeypatch.setattr("kg.cli.building.read_document", Mock(side_effect=error))
    outcome = kg("extract", plan)
    assert outcome.code == 2
    assert "ZeroDivisionError" in outcome.reason


def test_every_error_of_the_package_is_exit_code_two(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, plan: Path
) -> None:
    kinds: list[type[KgError]] = [KgError, *KgError.__subclasses__()]
    for kind in kinds:
        error = kind("cannot do it", "because", "try again")
        monkeypatch.setattr("kg.cli.building.read_document", Mock(side_effect=error))
        outcome = kg("extract", plan)
        assert (outcome.code, outcome.reason) == (2, "kg: cannot do it: because; try again")


def _write(folder: Path, query: str) -> Path:
    file = folder / "probe.rq"
    file.write_text(f"PREFIX rg: <https://w3id.org/responsibility/ontology#>\n{query}", "utf-8")
    return file


def test_a_store_that_has_no_room_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot make the store .*; choose another directory"):
        make_room(str(tmp_path / "file" / "below" / "store"))
