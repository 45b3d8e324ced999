"""How well documents are read, measured against annotations made by hand."""

from __future__ import annotations

from kg.evaluation.score import score_record
from kg.evaluation.tally import Figure, Tally
from kg.evaluation.texts import Evaluation, evaluate

__all__ = ["Evaluation", "Figure", "Tally", "evaluate", "score_record"]
