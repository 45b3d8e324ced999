"""Shortcut properties and other statements that follow from what documents say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from rdflib import Graph

from kg.resources import queries_dir
from kg.store.port import Triple
from kg.vocabulary import Minter, bind_prefixes


class Constructs(Protocol):
    """What a rule is run on: anything that answers a CONSTRUCT over all named graphs."""

    def construct(self, query: str) -> Graph:
        """Return the triples that the query makes."""
        ...


class Replaces(Constructs, Protocol):
    """A store that can also be written."""

    def replace_graph(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make the named graph hold exactly these triples."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ``queries/rules``.

    Attributes:
        name: file name without suffix.
        query: its CONSTRUCT.
    """

    name: str
    query: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the rules by name. None reads what another one makes, so their order is free."""
    return tuple(
        Rule(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((queries_dir() / "rules").glob("*.rq"))
    )


def infer(store: Constructs) -> Graph:
    """Return everything that the rules make of the store; it belongs in ``{base}graph/inferred``.

    The store is only read. Statements that no longer follow are absent from the result, so the
    caller replaces the inferred graph by it.
    """
    inferred = bind_prefixes(Graph(bind_namespaces="none"))
    for _, made in iter_inferences(store):
        for triple in made:
            inferred.add(triple)
    return inferred


def iter_inferences(store: Constructs) -> Iterator[tuple[Rule, Graph]]:
    """Yield each rule with what it makes of the store."""
    for rule in load_rules():
        yield rule, store.construct(rule.query)


def write_inferred(store: Replaces, base: str) -> int:
    """Make ``{base}graph/inferred`` hold exactly what follows, and return how many triples.

    Raises:
        StoreError: the store cannot be written.
    """
    inferred = infer(store)
    store.replace_graph(str(Minter(base).graph("inferred")), inferred)
    return len(inferred)
