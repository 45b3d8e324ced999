"""Schemathesis holds the service to its own OpenAPI description: no 500, every error a problem."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plans import write_plan
from tests.serving import TOKEN, build_graph, serving

SECONDS = 60
CHECKS = "not_a_server_error,content_type_conformance,response_schema_conformance"
HOOKS = Path(__file__).with_name("problems.py")


@pytest.mark.timeout(240)
def test_the_description_survives(tmp_path: Path) -> None:
    build_graph(tmp_path / "graph", write_plan(tmp_path, "plan.txt"))
    binary = Path(sys.executable).with_name("schemathesis")
    limits = {"client_queries": 50, "client_seconds": 100_000, "query_seconds": 2}
    with serving(tmp_path / "graph", tmp_path, **limits) as served:
        done = subprocess.run(
            [
                *(binary, "run", f"{served.address}/openapi.json"),
                *("--checks", f"{CHECKS},errors_are_problems"),
                *("--max-time", str(SECONDS), "--max-examples", "30"),
                *("--seed", "20200630", "--generation-database", "none"),
                *("--header", f"Authorization: Bearer {TOKEN}"),
            ],
            env={**os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS), "NO_COLOR": "1"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        alive = served.process.poll() is None
    assert alive, served.log.read_text()[-2000:]
    assert done.returncode == 0, failures(done.stdout) + done.stderr
    assert re.search(r"\b[1-9]\d{2,} (?:test cases )?generated", done.stdout), done.stdout


def failures(told: str) -> str:
    """Return what Schemathesis says failed, without its advice."""
    return told.partition(" FAILURES ")[2].partition(" WARNINGS ")[0][:8000] or told[-3000:]
