from __future__ import annotations

import os
import socket
from pathlib import Path
from unittest.mock import Mock

import pytest

from kg.store import open_store
from tests.cli.conftest import Kg
from tests.conftest import CHANGJI


def test_a_missing_file(kg: Kg, tmp_path: Path) -> None:
    for command in ("extract", "build"):
        outcome = kg(command, "none.txt")
        assert outcome.code == 2
        assert outcome.reason.startswith("kg: cannot read")
        assert "no such file" in outcome.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 40, ""),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", ""),
        ("cut.docx", b"PK\x03\x04\x14\x00\x00\x00", ""),
        ("blank.txt", b" \n \n", "no text"),
    ],
)
def test_an_unreadable_file(kg: Kg, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    for command in ("extract", "build"):
        outcome = kg(command, name)
        assert (outcome.code, outcome.out) == (2, "")
        assert reason in outcome.reason
        assert name in outcome.reason
        assert ";" in outcome.reason
    with open_store(tmp_path / "graph") as store:
        assert store.size() == 0


def test_gbk_text_is_read_like_any_other(kg: Kg, tmp_path: Path) -> None:
    text = CHANGJI.read_text(encoding="utf-8")
    (tmp_path / "gbk.txt").write_bytes(text.encode("gb18030"))
    assert kg("extract", "gbk.txt").out == kg("extract", CHANGJI).out


def test_one_bad_file_does_not_stop_the_others(kg: Kg, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    outcome = kg("build", plan, "empty.txt", "none.txt")
    assert outcome.code == 0
    assert "kg: cannot read 'empty.txt'" in outcome.err
    assert "1 added" in outcome.err
    assert "2 failed" in outcome.err


def test_what_costs_too_much_is_refused_and_the_rest_is_built(
    kg: Kg, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_DOCUMENT_MEGABYTES", "160")
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "endless.txt").write_text("\n" * 18_000_000 + "x")
    plan.rename(folder / "plan.txt")
    assert "more than 160 MiB" in kg("extract", folder / "endless.txt").reason
    outcome = kg("build", folder)
    assert outcome.code == 0
    assert "endless.txt': it takes more than 160 MiB" in outcome.err
    assert "1 added" in outcome.err


def test_what_is_left_out_is_said_once_for_each_reason(kg: Kg, plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    plan.rename(folder / "plan.txt")
    for number in range(5):
        (folder / f".{number}.txt").touch()
    lines = kg("build", folder, "--no-findings").err.splitlines()
    (said,) = (line for line in lines if "left out" in line)
    assert "'.0.txt'" in said.replace(f"{folder}/", "")
    assert "and 2 more: hidden" in said


def test_a_store_that_cannot_be_made(kg: Kg, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("file", "file/store", "/proc/store"):
        outcome = kg("build", plan, "--store", place)
        assert outcome.code == 2
        assert "cannot" in outcome.reason
        assert place.partition("/")[0] in outcome.reason


def test_a_store_in_use(kg: Kg, plan: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "graph"):
        outcome = kg("build", plan)
    assert outcome.code == 2
    assert "in use" in outcome.reason


def test_a_damaged_store(kg: Kg, plan: Path, tmp_path: Path) -> None:
    kg("build", plan)
    (tmp_path / "graph" / "CURRENT").write_text("nonsense\n", encoding="ascii")
    for command in (["build", plan, "--force"], ["query", "documents"]):
        outcome = kg(*command)
        assert outcome.code == 2
        assert "graph" in outcome.reason


def test_a_folder_that_is_no_store(kg: Kg, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "letter.txt").touch()
    outcome = kg("build", plan)
    assert outcome.code == 2
    assert "no store" in outcome.reason
    assert os.listdir(tmp_path / "graph") == ["letter.txt"]


def test_an_endpoint_that_does_not_answer(kg: Kg, plan: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/sparql"
    for command in (["build", plan], ["query", "documents"]):
        outcome = kg(*command, "--store", address)
        assert outcome.code == 2
        assert address in outcome.reason


def test_a_store_that_was_never_built(kg: Kg) -> None:
    outcome = kg("query", "documents")
    assert outcome.code == 2
    assert "kg build" in outcome.reason


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["frobnicate"], "No such command"),
        (["build", "--nope"], "--nope"),
        (["extract"], "Missing argument"),
        (["extract", "a", "--format", "yaml"], "yaml"),
        (["query", "who-led"], "who-leads"),
        (["query", "none.rq"], "none.rq"),
        (["query", "documents", "-p", "region"], "no '='"),
        (["query", "documents", "-p", "nothing=1"], "it takes: region"),
        (["query", "documents", "-p", "region=x y"], "region"),
        (["build", "--workers", "0"], "workers"),
        (["evaluate", "none"], "none"),
        (["serve", "--port", "70000"], "port"),
        (["serve", "--host", "203.0.113.7"], "203.0.113.7"),
    ],
)
def test_a_wrong_command_line(kg: Kg, plan: Path, arguments: list[str], reason: str) -> None:
    outcome = kg(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert reason in outcome.reason


def test_a_wrong_query(kg: Kg, plan: Path, tmp_path: Path) -> None:
    kg("build", plan)
    (tmp_path / "wrong.rq").write_text("SELECT * WHERE { ?s ?p }", encoding="utf-8")
    outcome = kg("query", "wrong.rq")
    assert outcome.code == 2
    assert "line 1" in outcome.reason
    (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in kg("query", "bytes.rq").reason


def test_a_setting_that_is_not_one(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_BASE", "x")
    assert "KG_BASE" in kg("query", "documents").reason
    monkeypatch.delenv("KG_BASE")
    monkeypatch.setenv("KG_BASE_IRI", "not an iri")
    assert "KG_BASE_IRI" in kg("query", "documents").reason


def test_a_wrong_decision_file_stops_before_anything_is_written(
    kg: Kg, plan: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "curation"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text("- entity: 1", encoding="utf-8")
    outcome = kg("build", plan)
    assert outcome.code == 2
    assert "a.yaml" in outcome.reason
    assert not (tmp_path / "graph").exists()


def test_an_interrupt_is_said_and_leaves_what_is_done(
    kg: Kg, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cli.building.build", Mock(side_effect=KeyboardInterrupt))
    outcome = kg("build", plan)
    assert outcome.code == 2
    assert "run the command again" in outcome.reason
