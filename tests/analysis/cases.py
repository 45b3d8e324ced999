"""Small plans read into a store, for cases that checks must find and must not find."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from rdflib import Graph

from kg.extraction import extract
from kg.mapping import map_extraction
from kg.model import TextView
from kg.reasoning import infer, stored_ontology
from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE, Minter


@cache
def _ontology() -> Graph:
    return stored_ontology()


def store_of(texts: Iterable[str]) -> Store:
    """Return a store in memory with the plans of these texts and what follows from them."""
    store = open_store("memory:")
    store.replace_graph(str(Minter(DEFAULT_BASE).graph("ontology")), _ontology())
    for number, text in enumerate(texts):
        data = text.encode()
        view = TextView(
            f"plan{number}.txt",
            "text/plain",
            tuple(text.rstrip("\n").split("\n")),
            sha256(data).hexdigest(),
            len(data),
        )
        mapped = map_extraction(extract(view), DEFAULT_BASE)
        store.replace_graph(str(mapped.graph_iri), mapped.graph)
    store.replace_graph(str(Minter(DEFAULT_BASE).graph("inferred")), infer(store))
    return store
