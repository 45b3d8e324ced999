"""Large first loads: several times faster than a transaction, and still all of it or nothing.

The engine's bulk loader writes its files beside the log, so a process that dies leaves a part.
Into a store that was empty that is mended by emptying it: a mark stands in the directory from
before the first file until the last is on disk, and whoever opens a store with the mark empties
it. Other threads of the loading process may see a part meanwhile; other processes see nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

from kg.store.engine import rdf_format
from kg.store.formats import DATASET_TYPES
from kg.store.replacing import sync_folder

_MARK = "unfinished-first-load"
_WORTH_BYTES = 1 << 20
_WORTH_QUADS = 10_000


def open_engine(directory: Path) -> ox.Store:
    """Open the engine for writing; what is left of a load that was broken off goes."""
    engine = ox.Store(str(directory))
    if is_unfinished(directory):
        _empty(engine, directory)
    return engine


def is_unfinished(directory: Path) -> bool:
    """Whether a first load was broken off, so that the store is as good as empty."""
    return (directory / _MARK).exists()


def load_file(
    engine: ox.Store,
    directory: Path | None,
    data: bytes,
    media_type: str,
    *,
    into: ox.NamedNode | None = None,
    base: str | None = None,
) -> None:
    """Add a file, all of it or nothing.

    Args:
        engine: the open engine.
        directory: of the engine; None where it is in memory.
        data: the file.
        media_type: its canonical RDF type.
        into: the graph that statements without one go to.
        base: what relative IRIs are resolved against.
    """
    if media_type in DATASET_TYPES and into is not None:
        add_quads(engine, directory, _moved(data, media_type, into, base))
        return
    chosen = rdf_format(media_type)
    if directory is None or len(data) < _WORTH_BYTES or not _is_empty(engine):
        engine.load(data, chosen, base_iri=base, to_graph=into)
        return
    with _first_load(engine, directory):
        engine.bulk_load(data, chosen, base_iri=base, to_graph=into)


def add_quads(engine: ox.Store, directory: Path | None, quads: list[ox.Quad]) -> None:
    """Add quads, all of them or none; arguments as for `load_file`."""
    if directory is None or len(quads) < _WORTH_QUADS or not _is_empty(engine):
        engine.extend(quads)
        return
    with _first_load(engine, directory):
        engine.bulk_extend(quads)


def _is_empty(engine: ox.Store) -> bool:
    quads, graphs = iter(engine), engine.named_graphs()
    return next(quads, None) is None and next(graphs, None) is None


@contextlib.contextmanager
def _first_load(engine: ox.Store, directory: Path) -> Iterator[None]:
    with (directory / _MARK).open("wb") as mark:
        os.fsync(mark.fileno())
    sync_folder(directory)
    try:
        yield
        engine.flush()
    except BaseException:
        _empty(engine, directory)
        raise
    _unmark(directory)


def _empty(engine: ox.Store, directory: Path) -> None:
    engine.clear()
    engine.flush()
    _unmark(directory)


def _unmark(directory: Path) -> None:
    (directory / _MARK).unlink()
    sync_folder(directory)


def _moved(data: bytes, name: str, graph: ox.NamedNode, base: str | None) -> list[ox.Quad]:
    """The quads of a dataset file with its default graph renamed to ``graph``."""
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        if isinstance(quad.graph_name, ox.DefaultGraph)
        else quad
        for quad in ox.parse(
            BytesIO(data), rdf_format(name), base_iri=base, rename_blank_nodes=True
        )
    ]
