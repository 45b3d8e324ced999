from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import run
from tests.conftest import CHANGJI
from tests.plans import write_plan


@dataclass(frozen=True)
class Outcome:
    """What a command printed and with which code it ended."""

    code: int
    out: str
    err: str

    @property
    def reason(self) -> str:
        """The one line on standard error, which is asserted to be one."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("kg: ")
        assert "Traceback" not in lines[0]
        return lines[0]


Kg = Callable[..., Outcome]


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kg:
    """Run a command in an empty folder, whose store is ``graph``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_STORE", str(tmp_path / "graph"))

    def call(*arguments: str | Path) -> Outcome:
        capfd.readouterr()
        code = run([str(each) for each in arguments])
        captured = capfd.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


def _built(folder: Path, source: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["build", str(source), "--store", "graph", "--quiet"]) == 0
    return folder / "graph"


@pytest.fixture(scope="session")
def plan_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    return _built(folder, write_plan(folder, "plan.txt"))


@pytest.fixture(scope="session")
def changji_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("changji"), CHANGJI)


@pytest.fixture
def built_plan(tmp_path: Path, plan_graph: Path) -> None:
    """The store of the test holds the small plan already."""
    shutil.copytree(plan_graph, tmp_path / "graph")


@pytest.fixture
def built_changji(tmp_path: Path, changji_graph: Path) -> None:
    """The store of the test holds the example plan already."""
    shutil.copytree(changji_graph, tmp_path / "graph")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path, "plan.txt")
