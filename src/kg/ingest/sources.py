"""Which files a run reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.errors import SourceError

_SUFFIXES = frozenset({".txt", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".text"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that is not a file here: its name and its bytes."""

    name: str
    data: bytes


Source = Path | Upload


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be read, and what stands in the folders besides, each with why it is left out."""

    files: tuple[Path, ...]
    left_out: tuple[tuple[Path, str], ...] = ()


def find_sources(paths: Iterable[Path]) -> Found:
    """Return the files named, and the documents in the folders named, each once, in order.

    In a folder only names of supported formats count; a file named by itself is always taken.

    Raises:
        SourceError: a path does not exist, or nothing is to be read.
    """
    paths = tuple(paths)
    files: dict[Path, None] = {}
    left_out: dict[Path, str] = {}
    for path in paths:
        if not path.is_dir():
            files.setdefault(path)
            continue
        for entry, why in sorted(_walk(path), key=lambda each: order(each[0])):
            if why is None:
                files.setdefault(entry)
            else:
                left_out.setdefault(entry, why)
    if not files:
        raise _nothing(paths, len(left_out))
    return Found(tuple(files), tuple(left_out.items()))


def _nothing(paths: tuple[Path, ...], left_out: int) -> SourceError:
    where = ", ".join(name_of(path) for path in paths) or "nothing"
    kinds = ", ".join(sorted(_SUFFIXES))
    return SourceError(
        f"cannot build from '{where}'",
        f"there is no document in it ({kinds}), {left_out} left out",
        "name a document or another folder",
    )


def order(path: Path) -> tuple[tuple[int, str | int], ...]:
    """Return a sort key in which ``plan-2`` stands before ``plan-10``."""
    parts = re.findall(r"\d+|\D+", path.as_posix())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def name_of(source: Source) -> str:
    """Return what a report calls a source."""
    name = source.name if isinstance(source, Upload) else str(source)
    # A file name may hold line ends, orders to the terminal, and bytes that are no characters.
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def hash_of(source: Source) -> str | None:
    """Return the SHA-256 of a source; None where it cannot be read, which reading will explain."""
    if isinstance(source, Upload):
        return sha256(source.data).hexdigest()
    digest = sha256()
    try:
        if not source.is_file():
            return None
        with source.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield what stands in a folder and the folders in it, with why it is not read, if so."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        for name in (*folders, *names):
            path = Path(place, name)
            why = _why_left_out(path)
            if why is not None or name in names:
                yield path, why
        folders[:] = [name for name in folders if not name.startswith(".")]
    for error in closed:
        yield Path(error.filename), f"the folder cannot be opened: {error.strerror}"


def _why_left_out(path: Path) -> str | None:
    if path.name.startswith("."):
        return "hidden, its name begins with '.'; name the file itself to read it"
    if path.is_dir():
        return "a link to another folder; name that folder" if path.is_symlink() else None
    if path.suffix.lower() not in _SUFFIXES:
        return "not a document format; name the file itself to read it all the same"
    if path.is_file():
        return None
    return "a link that leads nowhere" if path.is_symlink() else "not a file"
