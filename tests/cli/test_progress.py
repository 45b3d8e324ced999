from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.plans import write_plan


def build_on_terminal(folder: Path, *options: str) -> str:
    """What ``kg build`` writes to standard error when that is a terminal."""
    for number in (1, 2):
        write_plan(folder, f"{number}.txt", title=f"东阳市第{number}号方案")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "kg", "build", "1.txt", "2.txt", "--no-findings", *options]
    environment = {**os.environ, "KG_STORE": "graph", "TERM": "xterm", "COLUMNS": "120"}
    child = subprocess.Popen(command, cwd=folder, stderr=slave, env=environment)
    os.close(slave)
    seen = b""
    try:
        while block := os.read(master, 65536):
            seen += block
    except OSError:
        pass  # Linux says so when the other end of a terminal is closed.
    finally:
        os.close(master)
    assert child.wait() == 0
    return seen.decode("utf-8")


def test_a_terminal_sees_how_far_it_is(tmp_path: Path) -> None:
    seen = build_on_terminal(tmp_path)
    assert "reading" in seen
    assert "2/2" in seen
    assert "/s" in seen
    assert "2 added" in seen


def test_quiet_shows_nothing_even_on_a_terminal(tmp_path: Path) -> None:
    assert build_on_terminal(tmp_path, "--quiet") == ""
