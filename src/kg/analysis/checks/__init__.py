"""Checks that a query cannot say: coverage of words, arithmetic, contradictions.

Each module holds one check: ``CHECK`` says what it is, ``run`` yields its rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kg.analysis.facts import Facts
from kg.analysis.model import Check, Row


class Algorithm(Protocol):
    """A module of this package."""

    CHECK: Check

    def run(self, facts: Facts) -> Iterable[Row]:
        """Yield what was found."""
        ...


ALGORITHMS: tuple[Algorithm, ...] = ()
