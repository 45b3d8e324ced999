from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Kg


def test_blind_spots_are_listed_and_make_the_gate_fail(kg: Kg, built_plan: None) -> None:
    outcome = kg("blind-spots", "--format", "json", "--lang", "en")
    found = json.loads(outcome.out)
    assert outcome.code == 1
    assert {"iri", "kind", "severity", "message", "evidence"} <= set(found[0])
    table = kg("blind-spots")
    assert table.code == 1
    assert found[0]["iri"].rsplit("/", 1)[-1] in table.out
    assert "finding(s)" in table.err


def test_a_kind_without_findings_is_clean(kg: Kg, built_plan: None) -> None:
    outcome = kg("blind-spots", "--kind", "several-leads", "-q")
    assert (outcome.code, outcome.err) == (0, "")
    assert "several-leads" in kg("blind-spots", "--list").out
    wrong = kg("blind-spots", "--kind", "no-such-kind")
    assert wrong.code == 2
    assert "several-leads" in wrong.reason


def test_what_is_accepted_no_longer_counts(kg: Kg, built_plan: None, plan: Path) -> None:
    kind = json.loads(kg("blind-spots", "-f", "json").out)[0]["kind"]
    found = json.loads(kg("blind-spots", "-k", kind, "-f", "json").out)
    for finding in found:
        iri = finding["iri"].rsplit("/", 1)[-1]
        assert kg("review", "accept-finding", iri, "--by", "a", "--why", "b").code == 0
        assert kg("review", "assign-owner", iri, "钱七", "--by", "a", "--why", "b").code == 0
    assert kg("build", plan).code == 0
    outcome = kg("blind-spots", "-k", kind, "-f", "json")
    assert outcome.code == 0
    assert {(each["status"], each["owner"]) for each in json.loads(outcome.out)} == {
        ("accepted", "钱七")
    }
    assert (
        "no such finding"
        in kg("review", "accept-finding", "id:finding/none", "--by", "a", "--why", "b").reason
    )


def test_a_decision_written_by_hand_names_a_finding_by_its_key(
    kg: Kg, built_plan: None, plan: Path
) -> None:
    found = json.loads(kg("blind-spots", "-f", "json").out)[0]
    key = found["iri"].rsplit("/", 1)[-1]
    folder = Path("data/curation")
    folder.mkdir(parents=True, exist_ok=True)
    entry = "- entity: {}\n  decision: assign-owner\n  owner: 市应急管理局\n  by: 张三\n  on: 2026-11-25\n  why: 已会商\n"
    (folder / "own.yaml").write_text(entry.format(key) + entry.format("no-owner-gone"), "utf-8")
    built = kg("build", plan)
    assert built.code == 0
    assert "no-owner-gone" in built.err
    assert "no such finding any more" in built.err
    assert f"{key} " in kg("blind-spots").out
    assert "resolved: 市应急管理局" in kg("blind-spots", "-k", found["kind"]).out
    assert kg("blind-spots", "-h").out.count("Exit status: 0") == 1


def test_what_appeared_and_went_since_a_version_is_shown(kg: Kg, built_plan: None) -> None:
    unknown = kg("blind-spots", "--since", "000")
    assert unknown.code == 2
    version = unknown.reason.rsplit("kept: ", 1)[1].split(",")[0].strip()
    same = kg("blind-spots", "--since", version, "-f", "json")
    assert same.code == 0
    assert json.loads(same.out)["appeared"] == json.loads(same.out)["gone"] == []
