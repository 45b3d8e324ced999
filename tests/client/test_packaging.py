"""The Dockerfile and the systemd unit name files, commands and settings that exist."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.settings import describe_settings
from tests.conftest import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
UNIT = (ROOT / "kg.service").read_text("utf-8")


def test_the_image_copies_what_exists_and_all_that_the_wheel_holds() -> None:
    copied = [
        name for line in re.findall(r"^COPY (.*) \S+$", DOCKERFILE, re.M) for name in line.split()
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    included = re.findall(
        r'^"([\w/]+)" = "kg/_resources', (ROOT / "pyproject.toml").read_text(), re.M
    )
    assert included
    assert set(included) | {"src", "requirements.lock"} <= set(copied)


@pytest.mark.parametrize("text", [DOCKERFILE, UNIT], ids=["Dockerfile", "kg.service"])
def test_settings_exist(text: str) -> None:
    known = {each.variable for each in describe_settings()}
    assert set(re.findall(r"\bKG_[A-Z]+(?:_[A-Z]+)*\b", text)) <= known


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    parsed = configparser.ConfigParser(strict=True, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(UNIT)
    assert parsed.sections() == ["Unit", "Service", "Install"]
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not installed; only the syntax was checked")
    unit = tmp_path / "kg.service"
    unit.write_text(UNIT.replace("/opt/kg/bin/kg", "/bin/true"))
    done = subprocess.run([verify, "verify", unit], capture_output=True, text=True)
    assert "kg.service" not in done.stderr, done.stderr
