"""Counts of what was found, invented and missed, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured kind.

    Attributes:
        kind: e.g. ``statements``; of kinds such as ``levels`` only the accuracy is known.
        precision: share of the found that is right; None for an accuracy.
        recall: share of the annotated that was found; None for an accuracy.
        value: F1, or the accuracy.
    """

    kind: str
    precision: float | None
    recall: float | None
    value: float
    right: int
    wrong: int
    missing: int


@dataclass(slots=True)
class Tally:
    """Counts by kind, and the misses in words."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    agreed: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, kind: str, right: int = 0, wrong: int = 0, missing: int = 0) -> None:
        """Count what was found, invented and missed of a kind."""
        self.right[kind] += right
        self.wrong[kind] += wrong
        self.missing[kind] += missing

    def judge(self, kind: str, agrees: bool) -> None:
        """Count one judgement of a kind that is either right or not."""
        self.judged[kind] += 1
        self.agreed[kind] += agrees

    def miss(self, words: str) -> None:
        """Keep what went wrong, for people."""
        self.misses.append(words)

    def include(self, other: Tally) -> None:
        """Add the counts of another tally, for totals over documents."""
        for name in ("right", "wrong", "missing", "judged", "agreed"):
            getattr(self, name).update(getattr(other, name))
        self.misses += other.misses

    def figures(self) -> Iterator[Figure]:
        """Yield a figure for each kind that occurred."""
        for kind in dict.fromkeys([*self.right, *self.wrong, *self.missing]):
            right, wrong, missing = self.right[kind], self.wrong[kind], self.missing[kind]
            if right + wrong + missing == 0:
                continue
            precision = right / (right + wrong) if right + wrong else 1.0
            recall = right / (right + missing) if right + missing else 1.0
            both = precision + recall
            f1 = 2 * precision * recall / both if both else 0.0
            yield Figure(kind, precision, recall, f1, right, wrong, missing)
        for kind, judged in self.judged.items():
            agreed = self.agreed[kind]
            yield Figure(kind, None, None, agreed / judged, agreed, judged - agreed, 0)
