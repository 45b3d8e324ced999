"""Snapshots of a store by hard links, beside its own files, and who holds the store."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "snapshots"


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


def link_newest(store: Path, attempts: int = 5) -> Path | None:
    """Return a copy of the newest snapshot, by hard links, that stays until its reader removes it.

    A service removes snapshots while it writes, and the engine opens files when it needs them.
    """
    for _ in range(attempts):
        source = newest_snapshot(store)
        if source is None:
            return None
        target = Path(tempfile.mkdtemp(prefix="reader-", dir=store / FOLDER))
        try:
            shutil.copytree(source, target, copy_function=os.link, dirs_exist_ok=True)
        except (shutil.Error, OSError):
            # It was removed meanwhile; there is a newer one.
            shutil.rmtree(target, ignore_errors=True)
            continue
        return target
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
