"""Snapshots of a store by hard links, beside its own files, and who holds the store."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import weakref
from pathlib import Path

FOLDER = "snapshots"
UNFINISHED = ".new"
_READER = "reader-"


class PrivateCopy:
    """A copy of a snapshot that belongs to one reader, which removes it.

    The reader holds it locked, so that the copies of readers that were killed can be told.

    Args:
        path: its directory, which exists.

    Raises:
        OSError: it does not exist any more.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        self._finish = weakref.finalize(self, _removed, path, self._handle)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def remove(self) -> None:
        """Remove it; removing it again is no error."""
        self._finish()


def snapshot_path(store: Path, number: int) -> Path:
    """Return the directory of the n-th snapshot of a store."""
    return store / FOLDER / f"{number:08d}"


def snapshot_numbers(store: Path) -> list[int]:
    """Return the numbers of the finished snapshots of a store, ascending."""
    folder = store / FOLDER
    if not folder.is_dir():
        return []
    return sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdigit())


def newest_snapshot(store: Path) -> Path | None:
    """Return the newest snapshot of a store, or None."""
    numbers = snapshot_numbers(store)
    return snapshot_path(store, numbers[-1]) if numbers else None


def remove_snapshots(store: Path, keep: set[int] | None = None) -> None:
    """Remove the snapshots of a store but those to keep; a reader of one keeps its files."""
    for number in snapshot_numbers(store):
        if number not in (keep or set()):
            shutil.rmtree(snapshot_path(store, number), ignore_errors=True)


def remove_leftovers(store: Path) -> None:
    """Remove what killed processes left among the snapshots; only the writer may do so.

    A snapshot that a killed writer was making is in the way of the next one of its number.
    """
    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
    for entry in folder.iterdir():
        if entry.name.startswith(_READER):
            _remove_unlocked(entry)
        elif not entry.name.isdigit():
            shutil.rmtree(entry, ignore_errors=True)


def _remove_unlocked(copy: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(copy, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(copy, ignore_errors=True)
        finally:
            os.close(handle)


def _removed(path: Path, handle: int) -> None:
    shutil.rmtree(path, ignore_errors=True)
    os.close(handle)


def link_newest(store: Path, attempts: int = 5) -> PrivateCopy | None:
    """Return a copy of the newest snapshot, by hard links, that stays until its reader removes it.

    A service removes snapshots while it writes, and the engine opens files when it needs them.
    """
    for _ in range(attempts):
        source = newest_snapshot(store)
        if source is None:
            return None
        target = Path(tempfile.mkdtemp(prefix=_READER, dir=store / FOLDER))
        try:
            copy = PrivateCopy(target)
        except OSError:
            # A writer that just started took it for a dead reader's.
            continue
        try:
            shutil.copytree(source, target, copy_function=os.link, dirs_exist_ok=True)
        except (shutil.Error, OSError):
            # It was removed meanwhile; there is a newer one.
            copy.remove()
            continue
        return copy
    return None


def write_locked(store: Path) -> bool:
    """Whether a process has the store open for writing.

    The kernel's table is read because opening and closing the lock file would release a lock
    that this very process holds.
    """
    try:
        inode = (store / "LOCK").stat().st_ino
        held = Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return False
    return any(line.split()[5].endswith(f":{inode}") for line in held.splitlines() if line)
