"""Annotations of a folder, each with the text it annotates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.documents import read_document
from kg.errors import SourceError
from kg.evaluation.score import score_record
from kg.evaluation.tally import Tally
from kg.extraction import extract, extraction_record


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of documents.

    Attributes:
        documents: by name of the annotation.
        total: over all documents, each item counting once.
    """

    documents: dict[str, Tally]
    total: Tally


def evaluate(gold: Path, texts: Sequence[Path]) -> Evaluation:
    """Return how well the annotated documents are read.

    Args:
        gold: an annotation, or a folder of them (also in its folder ``documents``).
        texts: folders with the texts; a text has the name of its annotation.

    Raises:
        SourceError: there is no annotation, one is malformed, or a text is missing.
    """
    documents = {
        path.stem: score_record(_load(path), _read(path, texts)) for path in find_gold(gold)
    }
    total = Tally()
    for tally in documents.values():
        total.include(tally)
    return Evaluation(documents, total)


def find_gold(gold: Path) -> list[Path]:
    """Return the annotations of a folder.

    Raises:
        SourceError: there are none.
    """
    if gold.is_file():
        return [gold]
    found = [*sorted(gold.glob("*.json")), *sorted(gold.glob("documents/*.json"))]
    if not found:
        why = (
            "there is no annotation (*.json) in it" if gold.is_dir() else "there is no such folder"
        )
        raise SourceError(f"cannot evaluate with '{gold}'", why, "name a folder of annotations")
    return found


def _load(path: Path) -> dict[str, Any]:
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read '{path}'", str(error), "correct the annotation") from error
    if not isinstance(gold, dict) or "assignments" not in gold:
        raise SourceError(f"cannot read '{path}'", "it has no 'assignments'", "see data/gold")
    return gold


def _read(path: Path, texts: Iterable[Path]) -> dict[str, Any]:
    for folder in texts:
        for text in sorted(folder.glob(f"{path.stem}.*")):
            if text.suffix != ".json":
                return extraction_record(extract(read_document(text)))
    where = ", ".join(str(folder) for folder in texts)
    raise SourceError(
        f"cannot evaluate with '{path}'",
        f"its text '{path.stem}.*' is not in {where}",
        "name its folder with --texts",
    )
