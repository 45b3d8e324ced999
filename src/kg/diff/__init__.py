"""Two documents compared duty by duty: what was added, removed, moved or given to others."""

from __future__ import annotations

from kg.diff.compare import Change, ChangeKind, Comparison, compare
from kg.diff.duties import DutyList, ListedDuty, Time, extracted_duties, read_duties, stored_duties
from kg.diff.folding import fold

__all__ = [
    "Change",
    "ChangeKind",
    "Comparison",
    "DutyList",
    "ListedDuty",
    "Time",
    "compare",
    "extracted_duties",
    "fold",
    "read_duties",
    "stored_duties",
]
