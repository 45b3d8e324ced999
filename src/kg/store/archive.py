"""Back a store up into one file and bring it back, proved by a hash."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.dialects import OURS
from kg.store.engine import translated
from kg.store.opening import open_directory
from kg.store.port import Store
from kg.store.remote import RemoteStore
from kg.store.replacing import bring_back, can_be_replaced, fresh_sibling, take_place

_BLANK = re.compile(rb"_:[^\s]+")
_NAMED = re.compile(rb"^(.*) (<[^<>\s]*>) \.$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        sha256: of the sorted statements, labels of blank nodes left out.
        quads: how many statements.
        graphs: how many named graphs.
        created: when it was made, UTC.
        source: the store it was made of.
    """

    sha256: str
    quads: int
    graphs: int
    created: str
    source: str


def backup(store: Store, path: Path) -> Manifest:
    """Write all statements of a store into a gzipped N-Quads file with its manifest beside it.

    The store may be served meanwhile; what is written is one state of it.

    Args:
        store: what to back up; one open for reading only will do.
        path: the new file, e.g. ``graph.nq.gz``; the manifest is ``graph.nq.gz.json``.

    Raises:
        StoreError: the file exists or cannot be written.
    """
    if path.exists():
        raise StoreError(f"cannot write the backup '{path}'", "it exists", "choose another name")
    lines = _lines(store)
    made = Manifest(
        statement_hash(lines),
        len(lines),
        len(store.graphs()),
        datetime.now(UTC).isoformat(timespec="seconds"),
        store.location,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, gzip.compress(b"\n".join(lines) + b"\n" if lines else b"", 6, mtime=0))
        _write(_manifest_path(path), json.dumps(asdict(made), indent=1).encode())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreError(f"cannot write the backup '{path}'", error.strerror or "") from error
    return made


def restore(store: Store, path: Path) -> Manifest:
    """Make a store hold exactly what a backup holds, in one transaction, and prove it.

    Raises:
        StoreError: the backup is missing, damaged or not what its manifest says, and the store is
            as before; or the store cannot be written.
    """
    wanted, lines = read_backup(path)
    if isinstance(store, RemoteStore) and store.dialect is OURS:
        # The service proves the hash itself, on its own disk.
        store.send_backup(path.read_bytes(), wanted.sha256)
        return wanted
    _check_proof(proved_hash(lines), wanted, path)
    store.update(restoring_update(lines))
    return wanted


def restore_directory(directory: Path, path: Path, *, replace: bool = False) -> Manifest:
    """Make the store in a directory hold exactly what a backup holds, fast, and prove it.

    The new store is built and proved beside the old one and takes its place only then; a store
    that is damaged is replaced as well.

    Args:
        directory: of the store; it is made where missing.
        path: the backup.
        replace: also where the store holds something or is damaged.

    Raises:
        StoreError: the store holds something, is in use or cannot be written, or the backup is
            missing, damaged or not what its manifest says; the store is as before.
    """
    directory = directory.resolve()
    if path.resolve().is_relative_to(directory):
        why = "it lies in the store that it would replace"
        raise StoreError(f"cannot restore '{path}'", why, "move it elsewhere")
    _check_replaceable(directory, replace=replace)
    wanted, lines = read_backup(path)
    if not can_be_replaced(directory):
        with open_directory(directory) as old:
            return restore(old, path)
    with translated(str(directory)), fresh_sibling(directory) as fresh:
        engine = ox.Store(str(fresh))
        _check_proof(proved_hash(lines, engine), wanted, path)
        engine.flush()
        del engine
        take_place(fresh, directory)
    return wanted


def _check_replaceable(directory: Path, *, replace: bool) -> None:
    what = f"cannot restore into '{directory}'"
    bring_back(directory)
    if not directory.exists():
        return
    try:
        with open_directory(directory) as old:
            empty = next(old.engine.named_graphs(), None) is None and old.size() == 0
    except StoreError as error:
        if "damaged" not in error.why:
            raise
        if not replace:
            raise StoreError(what, "its files are damaged", "add --replace") from error
        return
    if not (empty or replace):
        raise StoreError(what, "it is not empty", "choose another store or add --replace")


def proved_hash(lines: list[bytes], engine: ox.Store | None = None) -> str:
    """Return the hash that these N-Quads have in the engine, where they are loaded."""
    used = ox.Store() if engine is None else engine
    used.bulk_load(b"\n".join(lines), ox.RdfFormat.N_QUADS)
    return statement_hash((used.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines())


def _check_proof(found: str, wanted: Manifest, path: Path) -> None:
    if found != wanted.sha256:
        raise StoreError(
            f"cannot restore '{path}'",
            f"in this engine its hash is {found[:16]}…, not {wanted.sha256[:16]}…",
            "the engine rewrites values; restore it by the version that made it",
        )


def read_backup(path: Path) -> tuple[Manifest, list[bytes]]:
    """Return the manifest and the statements of a backup whose hash is right.

    Raises:
        StoreError: it is missing, damaged or not what its manifest says.
    """
    what = f"cannot read the backup '{path}'"
    try:
        manifest = Manifest(**json.loads(_manifest_path(path).read_bytes()))
        lines = gzip.decompress(path.read_bytes()).splitlines()
    except (OSError, EOFError, ValueError, TypeError) as error:
        why = getattr(error, "strerror", None) or "it or its manifest is damaged or missing"
        raise StoreError(what, why, "choose another backup") from error
    if statement_hash(lines) != manifest.sha256:
        raise StoreError(what, "its hash is not that of its manifest", "choose another backup")
    return manifest, lines


def restoring_update(lines: list[bytes]) -> str:
    """Return the one update that replaces everything by these N-Quads."""
    groups: dict[bytes, list[bytes]] = {}
    for line in lines:
        triple, graph = _split(line)
        groups.setdefault(graph, []).append(triple)
    blocks = [b"DROP ALL"]
    if groups:
        blocks.append(
            b"INSERT DATA {\n" + b"\n".join(_block(*group) for group in groups.items()) + b"\n}"
        )
    return b";\n".join(blocks).decode("utf-8")


def _block(graph: bytes, triples: list[bytes]) -> bytes:
    inner = b"\n".join(triples)
    return b"GRAPH " + graph + b" {\n" + inner + b"\n}" if graph else inner


def _split(line: bytes) -> tuple[bytes, bytes]:
    """A statement without its graph, and its graph, empty for the default graph."""
    found = _NAMED.match(line)
    # Subject, predicate and object come before a graph; fewer means the last IRI is the object.
    if found and _is_triple(found[1]):
        return found[1] + b" .", found[2]
    return line, b""


def _is_triple(text: bytes) -> bool:
    return re.fullmatch(rb"\S+ \S+ (?:\"(?:[^\"\\]|\\.)*\"\S*|<<\(.*\)>>|\S+)", text) is not None


def _lines(store: Store) -> list[bytes]:
    out = io.BytesIO()
    store.dump(out)
    return sorted(line for line in out.getvalue().splitlines() if line)


def statement_hash(lines: list[bytes]) -> str:
    """Return the hash of N-Quads, whatever their order and the labels of their blank nodes."""
    digest = sha256()
    for line in sorted(_masked(lines)):
        digest.update(line + b"\n")
    return digest.hexdigest()


def _masked(lines: list[bytes]) -> Iterator[bytes]:
    """The statements without the labels of blank nodes, which do not last."""
    for line in lines:
        head, quote, tail = line.partition(b'"')
        yield _BLANK.sub(b"_:", head) + quote + tail


def _manifest_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _write(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, and on disk."""
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
