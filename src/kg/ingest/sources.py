"""Which files a run reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    """What is to be read, and what stands in the folders besides."""

    files: tuple[Path, ...]
    others: tuple[Path, ...] = ()


def find_sources(paths: Iterable[Path]) -> Found:
    """Return the files named, and the documents in the folders named, each once, in order.

    In a folder only names of supported formats count; a file named by itself is always taken.

    Raises:
        SourceError: a path does not exist, or nothing is to be read.
    """
    paths = tuple(paths)
    files: dict[Path, None] = {}
    others: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            files.setdefault(path)
            continue
        for file in sorted(_iter_folder(path), key=order):
            (files if file.suffix.lower() in _SUFFIXES else others).setdefault(file)
    if not files:
        raise _nothing(paths)
    return Found(tuple(files), tuple(others))


def _nothing(paths: tuple[Path, ...]) -> SourceError:
    where = ", ".join(name_of(path) for path in paths) or "nothing"
    kinds = ", ".join(sorted(_SUFFIXES))
    return SourceError(
        f"cannot build from '{where}'",
        f"there is no document in it ({kinds})",
        "name a document or another folder",
    )


def order(path: Path) -> tuple[tuple[int, str | int], ...]:
    """Return a sort key in which ``plan-2`` stands before ``plan-10``."""
    parts = re.findall(r"\d+|\D+", path.as_posix())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def name_of(source: Source) -> str:
    """Return what a report calls a source."""
    name = source.name if isinstance(source, Upload) else str(source)
    # A file name may hold bytes that are no characters.
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


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


def _iter_folder(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if not path.name.startswith(".") and path.is_file())
