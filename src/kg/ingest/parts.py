"""The graphs that are not of a document: ontology, lexicon, what follows, and curation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph

from kg.ingest.reading import fingerprint
from kg.mapping import map_lexicon
from kg.reasoning import infer, stored_ontology
from kg.resources import lexicons_dir, ontology_dir, queries_dir
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Part:
    """A graph that is made of files of this package.

    Attributes:
        name: as in ``{base}graph/{name}``.
        files: what it is made of.
        make: makes it.
    """

    name: str
    files: Callable[[], list[Path]]
    make: Callable[[str], Graph]

    def source(self) -> str:
        """Return the key of what it is made of, which changes with any of the files."""
        return f"{self.name}-{fingerprint(self.files())}"


def parts() -> tuple[Part, ...]:
    """Return the graphs that every store holds beside its documents."""
    return (
        Part("ontology", lambda: list(ontology_dir().rglob("*.ttl")), lambda _: stored_ontology()),
        Part("lexicon", lambda: list(lexicons_dir().rglob("*.*")), map_lexicon),
    )


def inference_source() -> str:
    """Return the key of the rules, which changes with any of them."""
    return f"rules-{fingerprint(list((queries_dir() / 'rules').glob('*.rq')))}"


def make_inferred(store: Store) -> Graph:
    """Return what follows from the store as it is."""
    return infer(store)
