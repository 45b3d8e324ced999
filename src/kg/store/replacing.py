"""Put a finished store in the place of another; a crash at any moment leaves one of the two."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.store.snapshots import write_locked


def can_be_replaced(directory: Path) -> bool:
    """Whether another store can take the place of a directory, which a mounted one forbids."""
    parent = next(folder for folder in directory.parents if folder.exists())
    return not directory.is_mount() and os.access(parent, os.W_OK | os.X_OK)


@contextlib.contextmanager
def fresh_sibling(directory: Path) -> Iterator[Path]:
    """Give a place for a new store on the same disk; what is left there at the end goes."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        yield room / "store"
    finally:
        shutil.rmtree(room, ignore_errors=True)


def take_place(fresh: Path, directory: Path) -> None:
    """Move a finished and closed store to a directory whose old store goes.

    Raises:
        StoreError: another process has the old one open; nothing was changed.
    """
    aside = set_aside(directory)
    with _held(directory):
        if directory.exists():
            _give_to_owner(fresh, directory)
            # It may be there from a replacement that was broken off after its second step.
            shutil.rmtree(aside, ignore_errors=True)
            directory.rename(aside)
        try:
            fresh.rename(directory)
        except OSError:
            bring_back(directory)
            raise
        sync_folder(directory.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _give_to_owner(fresh: Path, old: Path) -> None:
    """Let the user of the old store, e.g. that of a service, go on with the new one."""
    owner = old.stat()
    fresh.chmod(owner.st_mode & 0o7777)
    for each in (fresh, *fresh.iterdir()):
        # Only root may give away; whoever else restores is the owner or nobody can help.
        with contextlib.suppress(PermissionError):
            os.chown(each, owner.st_uid, owner.st_gid)


def set_aside(directory: Path) -> Path:
    """Return where the old store of a directory stands while another takes its place."""
    return directory.with_name(f".{directory.name}.before-restore")


def bring_back(directory: Path) -> None:
    """Undo a replacement that was broken off between its two steps; else do nothing."""
    if not directory.exists():
        with contextlib.suppress(FileNotFoundError):
            set_aside(directory).rename(directory)


def sync_folder(folder: Path) -> None:
    """Have the disk keep what was made, renamed or removed in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _held(directory: Path) -> Iterator[None]:
    """Hold the lock of a store that this process has not open, so that nobody opens it."""
    busy = StoreError(
        f"cannot replace the store '{directory}'",
        "it is in use by another process",
        "stop that one or choose another directory",
    )
    if write_locked(directory):
        raise busy
    try:
        lock = (directory / "LOCK").open("r+b")
    except FileNotFoundError:
        yield
        return
    with lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise busy from error
        yield
