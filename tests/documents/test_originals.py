"""Real originals of the corpus give what their plain text gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import read_document

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
ORIGINALS = sorted(CORPUS.glob("original/*"))
SHORTEST = 10

pytestmark = pytest.mark.skipif(not ORIGINALS, reason="../shared/corpus/original is not present")


@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.name)
def test_original_holds_its_text_in_order(original: Path) -> None:
    view = read_document(original)
    assert len(view.places) == len(view.lines)
    shown, position = squeezed(view.text), 0
    found = total = 0
    misses = []
    for line in read_document(CORPUS / "text" / f"{original.stem}.txt").lines:
        for cell in filter(None, map(squeezed, line.split("\t"))):
            if len(cell) < SHORTEST:
                continue
            total += len(cell)
            at = shown.find(cell, position)
            if at < 0:
                misses.append(cell)
                continue
            found += len(cell)
            # A cell that was merged over rows comes again, so a table may look back a little.
            position = at if "\t" in line else at + len(cell)
    assert total
    assert found / total >= 0.99, misses
    tables = [row for table in view.tables for row in table]
    assert tables == sorted(set(tables))


def squeezed(text: str) -> str:
    return "".join(text.split())
