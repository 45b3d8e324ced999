"""Long runs over many documents; `make soak`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.ingest import build
from kg.store import open_store
from tests.conftest import CHANGJI

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]
COUNT = 60


def test_many_plans_build_and_then_nothing_is_left_to_do(tmp_path: Path) -> None:
    text = CHANGJI.read_text(encoding="utf-8")
    for number in range(COUNT):
        own = text.replace("CJS003/2020-000040", f"CJS003/2020-{number:06}")
        (tmp_path / f"{number}.txt").write_text(own, encoding="utf-8")
    with open_store(tmp_path / "graph") as store:
        first = build([tmp_path / f"{number}.txt" for number in range(COUNT)], store)
        assert len(first.of("added")) == COUNT
        begin = time.monotonic()
        again = build([tmp_path / f"{number}.txt" for number in range(COUNT)], store)
        waited = time.monotonic() - begin
        assert not again.changed
        assert waited < first.seconds / 20
        print(  # noqa: T201
            f"\n{COUNT} plans: {first.seconds:.0f} s, again {waited:.1f} s, {store.size()} quads"
        )
