"""Checks that a query cannot say: coverage of words, arithmetic, contradictions.

Each module that has ``CHECK``, which says what it is, and ``run``, which yields its rows, is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from kg.analysis.facts import Facts
from kg.analysis.model import Check, Row


def algorithms() -> Iterator[tuple[Check, Callable[[Facts], Iterable[Row]]]]:
    """Iterate over the checks of this package with what runs them."""
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if hasattr(module, "CHECK"):
            yield module.CHECK, module.run
