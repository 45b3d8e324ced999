"""The child process that alone writes a store and publishes its snapshots.

``python -m kg.store.writer DIRECTORY MEGABYTES``: jobs on standard input, answers on standard
output. A change is acknowledged after it is flushed to disk and a snapshot shows it; a job that
runs too long is ended by killing this process, and the transaction it was in never happened.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.store import guard
from kg.store.bulk import add_quads, load_file, open_engine
from kg.store.child import bound_memory, end_with_parent, own_streams
from kg.store.copying import with_checked_sources
from kg.store.engine import rdf_format, translated
from kg.store.federation import relayed
from kg.store.frames import END, HEAD, RefusedQuery, error_frame, frame, json_frame, read_job
from kg.store.replacing import bring_back
from kg.store.snapshots import (
    UNFINISHED,
    remove_leftovers,
    remove_snapshots,
    snapshot_numbers,
    snapshot_path,
)
from kg.store.using import with_dataset
from kg.store.worker import checked_update, decoded

_GZIP = 31
_PART_BYTES = 1 << 24
# Statements pack to a twentieth or so; what packs better by far is a bomb.
_FEWEST_BYTES, _MOST_RATIO = 1 << 26, 200


@dataclass
class Writer:
    """Holds the store open for writing.

    Attributes:
        directory: of the store.
        engine: the open store.
        number: of the newest snapshot.
    """

    directory: Path
    engine: ox.Store
    number: int

    def work(self, job: dict[str, Any], body: bytes) -> Iterator[bytes]:
        """Do one job and give its answer, after what it changed is safe and visible.

        Before that comes word that the change can no longer be undone, so that whoever sees
        this process die knows what became of it.
        """
        try:
            with translated(str(self.directory)):
                found = getattr(self, f"_do_{job['kind']}")(job, body)
                if job["kind"] != "backup":
                    yield json_frame(HEAD, {"committed": True, **found})
                    self.publish()
        except (QueryError, StoreError) as error:
            yield error_frame(error)
        else:
            yield json_frame(HEAD, {"number": self.number, **found}) + frame(END)

    def publish(self) -> None:
        """Flush to disk and make a snapshot of the store as it is now."""
        self.engine.flush()
        self.number += 1
        unfinished = snapshot_path(self.directory, self.number).with_suffix(UNFINISHED)
        self.engine.backup(str(unfinished))
        # Readers know a snapshot by its number, so it gets its number when it is whole.
        unfinished.rename(snapshot_path(self.directory, self.number))

    def _do_update(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Apply an update; a stranger's passes the guard first."""
        text = decoded(body)
        if job.get("limits"):
            text = guard.without_silent_loads(text)
            checked_update(text, job)
        using, named = job.get("using_graphs"), job.get("using_named_graphs")
        if using or named:
            text = with_dataset(text, using or (), named or ())
        with relayed(with_checked_sources(text), job.get("services", ())) as ready:
            self.engine.update(ready, base_iri=job.get("base"))
        return {}

    def _do_load(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Add a file that may be trusted."""
        into = None if job.get("into") is None else ox.NamedNode(job["into"])
        name, base = job["media_type"], job.get("base")
        load_file(self.engine, self.directory, body, name, into=into, base=base)
        return {}

    def _do_add(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Add N-Quads; their blank nodes keep their names."""
        add_quads(self.engine, self.directory, _quads(body, None))
        return {}

    def _do_put(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Replace one graph (None = default graph) by N-Quads, or remove it.

        Says whether the graph was there before.
        """
        name = job["graph"]
        existed = name is None or self.engine.contains_named_graph(ox.NamedNode(name))
        if job.get("only_existing") and not existed:
            raise RefusedQuery("graph-not-found", "cannot remove the graph", "there is none")
        target = "DEFAULT" if name is None else f"GRAPH {ox.NamedNode(name)}"
        update = f"CLEAR SILENT {target}" if name is None else f"DROP SILENT {target}"
        if not job.get("remove"):
            update += _insertion(target, name, body)
        self.engine.update(update)
        return {"existed": existed}

    def _do_post(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Add N-Quads to one graph and say whether it was there before."""
        name = job["graph"]
        existed = name is None or self.engine.contains_named_graph(ox.NamedNode(name))
        if name is not None and not existed and not body:
            self.engine.add_graph(ox.NamedNode(name))
        self.engine.extend(_quads(body, name))
        return {"existed": existed}

    def _do_restore(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Replace everything by a backup whose hash is right and stays so in this engine."""
        # Only this job needs the archive, whose imports are slow.
        from kg.store.archive import proved_hash, restoring_update, statement_hash

        lines = _unpacked(body).splitlines()
        if statement_hash(lines) != job["sha256"]:
            raise _refused_backup("its hash is another")
        if proved_hash(lines) != job["sha256"]:
            return {"proved": False}
        self.engine.update(restoring_update(lines))
        return {"proved": True}

    def _do_backup(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Copy the store into a new directory while it goes on."""
        self.engine.flush()
        self.engine.backup(job["directory"])
        return {}


def _unpacked(body: bytes) -> bytes:
    """The N-Quads of a backup; what only wants to be large is given up early."""
    inflater = zlib.decompressobj(_GZIP)
    found, most = bytearray(), max(_FEWEST_BYTES, _MOST_RATIO * len(body))
    try:
        while not inflater.eof:
            part = inflater.decompress(inflater.unconsumed_tail if found else body, _PART_BYTES)
            found += part
            if not part or len(found) > most or b"\n\n" in part or b"\0" in part:
                raise _refused_backup("it is not a sound gzip file of N-Quads")
    except zlib.error as error:
        raise _refused_backup("it is not a sound gzip file") from error
    return bytes(found)


def _refused_backup(why: str) -> RefusedQuery:
    return RefusedQuery("unprocessable-document", "cannot restore the backup", why)


def _quads(body: bytes, graph: str | None) -> list[ox.Quad]:
    quads = ox.parse(BytesIO(body), rdf_format("application/n-quads"))
    if graph is None:
        return list(quads)
    name = ox.NamedNode(graph)
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object, name)
        if isinstance(quad.graph_name, ox.DefaultGraph)
        else quad
        for quad in quads
    ]


def _insertion(target: str, name: str | None, body: bytes) -> str:
    """The second half of an update that replaces a graph."""
    lines = body.decode("utf-8")
    if name is None:
        return f";\nINSERT DATA {{\n{lines}}}"
    if not lines:
        return f";\nCREATE SILENT {target}"
    return f";\nINSERT DATA {{ {target} {{\n{lines}}} }}"


def opened(directory: Path) -> Writer:
    """Open the store for writing and publish its first snapshot.

    Raises:
        StoreError: it cannot be opened.
    """
    from kg.store.opening import check_directory

    bring_back(directory.resolve())
    check_directory(directory, read_only=False)
    with translated(str(directory)):
        engine = open_engine(directory)
        remove_leftovers(directory)
        numbers = snapshot_numbers(directory)
        writer = Writer(directory, engine, numbers[-1] if numbers else 0)
        writer.publish()
        remove_snapshots(directory, keep={writer.number})
    return writer


def main() -> None:
    """Open the store, then do jobs until the input ends."""
    source, target = own_streams()
    end_with_parent()
    directory, megabytes = Path(sys.argv[1]), int(sys.argv[2])
    try:
        writer = opened(directory)
    except StoreError as error:
        _send(target, error_frame(error))
        return
    bound_memory(megabytes)
    _send(target, json_frame(HEAD, {"number": writer.number}) + frame(END))
    while (found := read_job(source)) is not None:
        for part in writer.work(*found):
            _send(target, part)


def _send(target: BinaryIO, data: bytes) -> None:
    target.write(data)
    target.flush()


if __name__ == "__main__":
    main()
