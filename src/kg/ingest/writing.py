"""Graphs and their descriptions, written to the store in one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import URIRef

from kg.ingest.ledger import Known, Ledger
from kg.ingest.reading import Reading
from kg.store import Store, Triple
from kg.vocabulary import Minter


class Writer:
    """Writes to the store and keeps the ledger in step with it.

    Attributes:
        ledger: what the store knows about its documents.
        changed: whether anything was written.
        applied: the decisions applied in the documents loaded.
        loaded: version, graph and key of the documents loaded.
    """

    def __init__(self, store: Store, minter: Minter) -> None:
        self.ledger = Ledger(store, minter)
        self.changed = False
        self.applied: set[URIRef] = set()
        self.loaded: list[tuple[URIRef, URIRef, str]] = []
        self._store, self._inferred = store, minter.graph("inferred")
        self._pending: dict[str, Reading] = {}

    def write(
        self,
        graphs: Mapping[URIRef, Iterable[Triple] | bytes],
        removed: Iterable[URIRef] = (),
        *,
        follows: bool = True,
    ) -> None:
        """Replace graphs and the ledger in one transaction.

        Args:
            graphs: triples, or N-Triples, by name of their graph.
            removed: graphs to remove.
            follows: whether what was inferred has to be made anew; marked in the same step, so
                that an interrupted run is known to be incomplete.
        """
        if follows:
            self.ledger.note(self._inferred, None)
        written: dict[str, Iterable[Triple] | bytes] = {str(key): graphs[key] for key in graphs}
        written[str(self.ledger.graph_iri)] = self.ledger.triples()
        self._store.replace_graphs(written, [str(each) for each in removed])
        self.changed = True

    def add(self, reading: Reading) -> bool:
        """Load a document, now or soon, and return whether its triples are new to the store."""
        pending = self._pending.pop(reading.key, None)
        held = self.ledger.content_of(reading.graph)
        if pending is None and held is not None and held == reading.content:
            # The same triples from another reader: only the description changes.
            self._enter(reading)
            self.write({}, follows=False)
            return False
        self._pending[reading.key] = reading
        # A batch grows with the store, since the ledger is written with each.
        if len(self._pending) > len(self.ledger) // 50:
            self.flush()
        return True

    def remove(self, key: str) -> Known:
        """Remove a document, and return what was known of its newest version."""
        versions = self.ledger.forget(key)
        self.write({}, [known.graph for known in versions])
        return versions[-1]

    def flush(self) -> None:
        """Load what is pending, in one transaction."""
        if not self._pending:
            return
        readings, self._pending = list(self._pending.values()), {}
        removed = [
            known.graph
            for reading in readings
            for known in self.ledger.replaced_by(_known(reading))
            if known.graph != reading.graph
        ]
        for reading in readings:
            self._enter(reading)
        self.write({reading.graph: reading.lines for reading in readings}, removed)
        self.loaded += [(each.version, each.graph, each.key) for each in readings]

    def _enter(self, reading: Reading) -> None:
        self.applied.update(reading.applied)
        self.ledger.enter(_known(reading), reading.description)


def _known(reading: Reading) -> Known:
    return Known(reading.graph, reading.document, reading.key, reading.reader)
