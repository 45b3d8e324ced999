"""The examples of the README are these files, and each of them finds who leads fire safety."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.serving import Served

EXAMPLES = sorted((Path(__file__).parent / "examples").iterdir())
RUNNERS = {".sh": ["sh"], ".py": [sys.executable, "-W", "error"], ".mjs": ["node"]}
NEEDED = {".sh": "curl", ".mjs": "node"}
LANGUAGES = {".sh": "sh", ".py": "python", ".mjs": "js"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_finds_the_lead(example: Path, service: Served, tmp_path: Path) -> None:
    needed = NEEDED.get(example.suffix)
    if needed and shutil.which(needed) is None:
        pytest.skip(f"{needed} is not installed")
    text = example.read_text("utf-8").replace("http://127.0.0.1:8000", service.address)
    script = tmp_path / example.name
    script.write_text(text, "utf-8")
    done = subprocess.run(
        [*RUNNERS[example.suffix], script], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    assert "昌吉市消防救援大队" in done.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_stands_in_the_readme_as_it_is(example: Path) -> None:
    blocks = re.findall(
        rf"^```{LANGUAGES[example.suffix]}\n(.*?)^```",
        (ROOT / "README.md").read_text("utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    assert any(example.read_text("utf-8") in block for block in blocks)
