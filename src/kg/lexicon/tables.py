"""Tables of facts on disk: tab-separated, one fact a line, lists separated by semicolons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kg.errors import VocabularyError
from kg.resources import lexicons_dir


@dataclass(frozen=True)
class Source:
    """Where a fact is laid down: a law, a notice or a plan.

    Attributes:
        number: the number of the document, e.g. 国发〔2018〕6号; empty where it has none.
        year: of the version meant; empty for facts of usage.
    """

    key: str
    title: str
    number: str
    year: str
    english: str


def read_table(name: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """The lines of ``data/lexicons/{name}`` as cells, with their line numbers.

    Raises:
        VocabularyError: if a line has another number of cells than ``width``.
    """
    text = (lexicons_dir() / name).read_text(encoding="utf-8")
    head_seen = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != width:
            raise VocabularyError(
                f"cannot read line {number} of '{name}'",
                f"it has {len(cells)} cells instead of {width}",
                "separate the cells by tabs, also the empty ones",
            )
        if head_seen:
            yield number, cells
        head_seen = True


def words(cell: str) -> tuple[str, ...]:
    """The items of a list in a cell, without repetitions."""
    return tuple(dict.fromkeys(item.strip() for item in cell.split(";") if item.strip()))


@lru_cache(maxsize=1)
def load_sources() -> Mapping[str, Source]:
    """The sources of ``data/lexicons/sources.tsv`` by their keys.

    Raises:
        VocabularyError: if a line is malformed.
    """
    rows = (Source(*cells) for _, cells in read_table("sources.tsv", 5))
    return MappingProxyType({source.key: source for source in rows})
