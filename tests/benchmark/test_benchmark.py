"""The benchmark runs from end to end on little data; its figures are not judged here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmark.measuring import Row


def test_the_small_benchmark_fills_its_table() -> None:
    if not Path(sys.executable).with_name("oxigraph").is_file():
        pytest.skip("the oxigraph server is not installed (pip install oxigraph)")
    command = [sys.executable, "-m", "tests.benchmark.serve", "--small"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    for name in ("who leads, in process", "/sparql: who leads", "look-up from the cache"):
        (line,) = [each for each in lines if each.startswith(f"{name}  ")]
        assert {"yes", "NO"} & set(line.split()), line
    for part in ("from state", "right after a write", "check, number 1", "a question answered"):
        assert any(part in line for line in lines), part
    assert " goals held; load " in lines[-1]


@pytest.mark.parametrize(
    ("row", "ratio", "held"),
    [
        (Row("a", 3.0, "ms", 2.0, ("<=", 1.5)), 1.5, True),
        (Row("b", 3.1, "ms", 2.0, ("<=", 1.5)), 1.55, False),
        (Row("c", 2.0, "ms", 40.0, (">=", 10), inverse=True), 20.0, True),
        (Row("d", 12.0, "ms", None, ("<", 10)), None, False),
        (Row("e", 12.0, "ms", 3.0), 4.0, None),
    ],
)
def test_a_goal_is_held_by_the_ratio_or_by_the_value(
    row: Row, ratio: float | None, held: bool | None
) -> None:
    assert (row.ratio, row.held) == (ratio, held)
    assert ("NO" in row.line(), "yes" in row.line()) == (held is False, held is True)
