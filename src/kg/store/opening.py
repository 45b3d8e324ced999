"""Open a store by its location: a directory, ``memory:`` or the address of an endpoint."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.bulk import is_unfinished, open_engine
from kg.store.embedded import EmbeddedStore
from kg.store.engine import translated
from kg.store.port import Store
from kg.store.replacing import bring_back
from kg.store.snapshots import link_newest, write_locked

MEMORY = "memory:"


def open_store(
    location: str | Path,
    *,
    read_only: bool = False,
    separate: bool = False,
    timeout: float = 60.0,
    token: str | None = None,
) -> Store:
    """Open the store at a location.

    Args:
        location: a directory (made where missing), ``memory:`` or an http(s) SPARQL endpoint.
        read_only: refuse changes; a directory that a service holds is read as last published.
        separate: the default graph is the default graph proper, not the union of all graphs.
        timeout: seconds a request to an endpoint may take.
        token: bearer token for an endpoint.

    Raises:
        StoreError: it cannot be opened; one line says why.
    """
    name = str(location)
    if name == MEMORY:
        return EmbeddedStore(ox.Store(), MEMORY, union=not separate, writable=not read_only)
    if re.match(r"https?://", name, re.IGNORECASE):
        from kg.store.remote import RemoteStore

        return RemoteStore(
            name, timeout=timeout, token=token, union=not separate, writable=not read_only
        )
    return open_directory(Path(name), read_only=read_only, union=not separate)


def open_directory(path: Path, *, read_only: bool = False, union: bool = True) -> EmbeddedStore:
    """Open an embedded store in a directory.

    Raises:
        StoreError: it is no store, is damaged, in use or cannot be written.
    """
    bring_back(path.resolve())
    check_directory(path, read_only=read_only)
    with translated(str(path)):
        if read_only:
            # A live writer's files change under a reader; its published snapshot does not.
            served = write_locked(path)
            private = link_newest(path) if served else None
            if served and private is None:
                raise StoreError(
                    f"cannot read the store '{path}'", "another process is writing it", "wait"
                )
            if is_unfinished(path) and not private:
                return EmbeddedStore(ox.Store(), str(path), union=union, writable=False)
            engine = ox.Store.read_only(str(private.path if private else path))
            return EmbeddedStore(engine, str(path), union=union, writable=False, private=private)
        return EmbeddedStore(open_engine(path), str(path), union=union)


def check_directory(path: Path, *, read_only: bool) -> None:
    """Refuse a place that cannot hold a store before the engine touches it.

    Raises:
        StoreError: it is a file, cannot be read or written, or holds something else.
    """
    what = f"cannot open the store '{path}'"
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", str(path)):
        why = "it is neither a directory, memory: nor http(s)"
        raise StoreError(what, why, "give one of these")
    if path.exists() and not path.is_dir():
        raise StoreError(what, "it is a file, not a directory", "choose another path")
    if not path.exists():
        if read_only:
            raise StoreError(what, "there is no such directory", "make it with 'kg build'")
        parent = next(folder for folder in path.absolute().parents if folder.exists())
        if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
            raise StoreError(what, f"'{parent}' cannot be written", "choose another directory")
        return
    if not os.access(path, os.R_OK | os.X_OK) or not (read_only or os.access(path, os.W_OK)):
        raise StoreError(what, "its permissions forbid it", "change them or choose another")
    if not (path / "CURRENT").exists() and (read_only or any(path.iterdir())):
        raise StoreError(what, "the directory holds no store", "choose an empty directory")
