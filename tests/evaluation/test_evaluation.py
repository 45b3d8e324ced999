from __future__ import annotations

import copy
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from kg.documents import read_document
from kg.errors import SourceError
from kg.evaluation import Tally, evaluate, score_record
from kg.extraction import extract, extraction_record
from tests.conftest import CHANGJI, ROOT

GOLD = ROOT / "data" / "gold" / "changji-2020.json"
FLOORS = {
    "obligations": 1.0,
    "statements": 1.0,
    "names": 1.0,
    "generic": 1.0,
    "sources": 1.0,
    "deadlines": 0.96,
    "mode": 1.0,
    "scope": 1.0,
    "levels": 0.99,
    "canonical": 0.99,
}
RECALLS = {"actors": 0.8, "targets": 0.8, "unmarked sources": 0.8}


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(GOLD.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return extraction_record(extract(read_document(CHANGJI)))


def values(tally: Tally) -> dict[str, float]:
    return {figure.kind: figure.value for figure in tally.figures()}


def test_the_floors_of_the_example_hold() -> None:
    total = evaluate(GOLD, [CHANGJI.parent]).total
    measured = values(total)
    low = {kind: measured[kind] for kind, floor in FLOORS.items() if measured[kind] < floor}
    assert not low, total.misses[:20]
    recalls = {figure.kind: figure.recall for figure in total.figures()}
    assert all((recalls[kind] or 0) >= floor for kind, floor in RECALLS.items()), recalls


def damage_statement(record: dict[str, Any]) -> None:
    del record["assignments"][3]


def invent_statement(record: dict[str, Any]) -> None:
    record["assignments"].append(
        {
            "line": 1,
            "start": 0,
            "end": 3,
            "text": "…",
            "agents": [],
            "generic": ["谁"],
            "mode": "lead",
        }
    )


def damage_role(record: dict[str, Any]) -> None:
    agents = next(each["agents"] for each in record["assignments"] if each["agents"])
    agents[0]["role"] = "shared" if agents[0]["role"] != "shared" else "lead"


def damage_group(record: dict[str, Any]) -> None:
    next(each["generic"] for each in record["assignments"] if each["generic"]).pop()


def damage_mode(record: dict[str, Any]) -> None:
    record["assignments"][0]["mode"] = "sole"


def damage_scope(record: dict[str, Any]) -> None:
    next(each["obligations"] for each in record["assignments"] if each["obligations"]).pop()


def damage_level(record: dict[str, Any]) -> None:
    for each in record["assignments"]:
        for agent in each["agents"]:
            agent["level"] = "街道"


def damage_canonical(record: dict[str, Any]) -> None:
    for each in record["assignments"]:
        for agent in each["agents"]:
            agent["canonical"] = "某局"


def damage_deadline(record: dict[str, Any]) -> None:
    for each in record["deadlines"]:
        each["value"] = each["value"] and "1999-01-01"


def damage_source(record: dict[str, Any]) -> None:
    record["legal_sources"].clear()


def damage_obligation(record: dict[str, Any]) -> None:
    record["obligations"][5]["end"] -= 1


def damage_target(record: dict[str, Any]) -> None:
    record["targets"].clear()


def damage_actor(record: dict[str, Any]) -> None:
    for each in record["obligations"]:
        each["actors"] = []


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        ("statements", damage_statement),
        ("statements", invent_statement),
        ("names", damage_role),
        ("generic", damage_group),
        ("mode", damage_mode),
        ("scope", damage_scope),
        ("levels", damage_level),
        ("canonical", damage_canonical),
        ("deadlines", damage_deadline),
        ("sources", damage_source),
        ("unmarked sources", damage_source),
        ("obligations", damage_obligation),
        ("targets", damage_target),
        ("actors", damage_actor),
    ],
)
def test_each_mistake_lowers_its_figure_and_is_named(
    gold: dict[str, Any], record: dict[str, Any], kind: str, damage: Any
) -> None:
    right, damaged = score_record(gold, record), copy.deepcopy(record)
    damage(damaged)
    wrong = score_record(gold, damaged)
    assert values(wrong)[kind] < values(right)[kind]
    if kind != "levels":
        assert len(wrong.misses) > len(right.misses)


def test_what_is_borderline_counts_neither_way(
    gold: dict[str, Any], record: dict[str, Any]
) -> None:
    more = copy.deepcopy(record)
    place = {key: gold["borderline_assignments"][0][key] for key in ("line", "start", "end")}
    more["assignments"].append({**place, "text": "", "agents": [], "generic": [], "mode": "lead"})
    assert values(score_record(gold, more)) == values(score_record(gold, record))


def test_the_figures_are_those_of_the_shared_scorer(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("shared_score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    texts = [shared / "corpus" / "text", shared / "seed"]
    for path in [
        shared / "gold" / "changji-2020.json",
        *(shared / "gold/documents").glob("*.json"),
    ]:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = next(f for folder in texts for f in folder.glob(f"{path.stem}.txt"))
        record = extraction_record(extract(read_document(text)))
        damage_role(record)
        expected = {row[0]: row[3] for row in scorer.score(gold, record).rows()}
        assert values(score_record(gold, record)) == pytest.approx(expected), path.name


def test_a_missing_text_and_a_wrong_annotation_are_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no annotation"):
        evaluate(tmp_path, [])
    annotation = tmp_path / "a.json"
    annotation.write_text('{"assignments": []}', encoding="utf-8")
    with pytest.raises(SourceError, match="--texts"):
        evaluate(tmp_path, [tmp_path])
    annotation.write_text("{", encoding="utf-8")
    with pytest.raises(SourceError, match="correct the annotation"):
        evaluate(tmp_path, [tmp_path])
