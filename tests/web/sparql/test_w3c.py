"""The W3C suites and the hostile inputs of ../shared, against a real service."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.web.sparql.running import TOKEN, running_service

W3C = SHARED / "w3c"
BASELINE = 1003
pytestmark = pytest.mark.skipif(not W3C.exists(), reason="../shared/w3c is not beside the checkout")

# Every failure has its reason; all lie in the engine, none in the service.
_LITERALS = "the store keeps the value of a literal, not how it was written"
_GRAPH_SCOPE = "GRAPH around an empty or joined group is evaluated per graph too late"
_PATHS = "a path of zero length between a constant and a variable binds only known nodes"
EXPECTED_FAILURES = {
    "sparql10/open-world/open-eq-01": _LITERALS,
    "sparql10/open-world/date-2": "dates with and without time zone are compared",
    "sparql10/open-world/date-3": "dates with and without time zone are compared",
    "sparql10/graph/graph-variable-scope": _GRAPH_SCOPE,
    "sparql10/graph/graph-optional": _GRAPH_SCOPE,
    "sparql10/expr-builtin/dawg-str-1": _LITERALS,
    "sparql10/expr-builtin/dawg-str-2": _LITERALS,
    "sparql10/expr-builtin/sameTerm-simple": _LITERALS,
    "sparql10/expr-builtin/sameTerm-eq": _LITERALS,
    "sparql10/expr-builtin/sameTerm-not-eq": _LITERALS,
    "sparql10/expr-builtin/case-insensitive-booleans": "TRUE and FALSE in capitals are refused",
    "sparql10/expr-equals/eq-graph-1": _LITERALS,
    "sparql10/expr-equals/eq-graph-2": _LITERALS,
    "sparql10/distinct/distinct-1": _LITERALS,
    "sparql10/distinct/distinct-9": _LITERALS,
    "sparql10/syntax-sparql3/syn-bad-26": "a prefix with a dot at its end is accepted",
    "sparql11/aggregates/agg-groupconcat-04": "GROUP_CONCAT over an error gives a value",
    "sparql11/aggregates/agg-groupconcat-06": "GROUP_CONCAT over an error gives a value",
    "sparql11/aggregates/agg-empty-group-count-graph": _GRAPH_SCOPE,
    "sparql11/bindings/graph": _GRAPH_SCOPE,
    "sparql11/csv-tsv-res/tsv03": _LITERALS,
    "sparql11/functions/bnode01": "BNODE of equal labels is one node for all rows",
    "sparql11/negation/graph-minus": _GRAPH_SCOPE,
    "sparql11/property-path/zero_or_more_set_start": _PATHS,
    "sparql11/property-path/zero_or_more_set_end": _PATHS,
    "sparql11/property-path/zero_or_one_set_start": _PATHS,
    "sparql11/property-path/zero_or_one_set_end": _PATHS,
    "sparql11/service/service5": "SERVICE is not allowed to strangers",
}

# Safe, and with another status than the replay prefers, each for its reason.
_DONE = "it is answered in time and whole, so there is nothing to stop"
ANSWERED_OTHERWISE = {
    "H001": _DONE,
    "H002": "the first million rows come, and that they were cut is said",
    "H010": _DONE,
    "H015": _DONE,
    "H016": _DONE,
    "U019": "USING names a graph of the store and is never fetched",
    "G035": "the graph is new, and that is a 201",
    "F013": "spreadsheets are not read",
    "X036": "there is no such page",
    "X045": "the query is malformed",
    "X050": "in a burst each may be answered in time on a fast machine",
}


def _run(program: str, *arguments: str, seconds: int) -> None:
    command = [sys.executable, str(W3C / program), *arguments]
    subprocess.run(command, capture_output=True, timeout=seconds, check=False)


@pytest.mark.timeout(900)
def test_passes_the_w3c_suites(tmp_path: Path) -> None:
    with running_service(tmp_path) as service:
        gsp = f"{service.url}/rdf-graph-store"
        _run(
            "run_suite.py", "--query", f"{service.url}/sparql", "--update",
            f"{service.url}/sparql/update", "--gsp", gsp, "--dataset", gsp, "--suite", "sparql10",
            "--suite", "sparql11", "--update-header", f"Authorization: Bearer {TOKEN}", "--wipe",
            "--json", str(tmp_path / "out.json"), seconds=800,
        )  # fmt: skip
    outcomes = json.loads((tmp_path / "out.json").read_text())
    failed = {f"{each['group']}/{each['name']}" for each in outcomes if each["status"] == "failed"}
    assert failed <= EXPECTED_FAILURES.keys()
    assert sum(each["status"] == "passed" for each in outcomes) >= BASELINE


@pytest.mark.timeout(900)
def test_survives_the_hostile_inputs(tmp_path: Path) -> None:
    with running_service(tmp_path, default_graph="union") as service:
        routes = json.loads((W3C / "map.json").read_text())
        mapped = {
            name: url.replace("http://127.0.0.1:8000", service.url) for name, url in routes.items()
        }
        (tmp_path / "map.json").write_text(json.dumps(mapped))
        _run(
            "run_bad_inputs.py", "--map", str(tmp_path / "map.json"), "--token", TOKEN,
            "--json", str(tmp_path / "out.json"), seconds=800,
        )  # fmt: skip
    cases = json.loads((tmp_path / "out.json").read_text())
    unsafe = {case["id"]: case["bad"] for case in cases if case["verdict"] == "unsafe"}
    # S012 leaves the machine, so the replay itself skips it.
    skipped = {case["id"] for case in cases if case["verdict"] == "skip"} - {"S012"}
    assert (unsafe, skipped) == ({}, set())
    inexact = {case["id"] for case in cases if case["verdict"] == "safe"}
    assert inexact <= ANSWERED_OTHERWISE.keys()
