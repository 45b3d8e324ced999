"""Choose the format of a file and read it, isolated where the format is risky."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Protocol

from kg.documents import docx, html, pdf, txt
from kg.documents.isolation import read_isolated
from kg.documents.limits import DEFAULT, ReadLimits
from kg.documents.source import Source, shown
from kg.errors import SourceError, SourceTooLarge
from kg.model import TextView


class Format(Protocol):
    """What a module in `FORMATS` offers.

    Attributes:
        NAME: short name, e.g. ``docx``.
        MEDIA_TYPE: its media type.
        EXPECTS: what it looks for, said to the user when no format accepts a file.
        ISOLATED: whether it is read in a child process with limits.
    """

    NAME: str
    MEDIA_TYPE: str
    EXPECTS: str
    ISOLATED: bool

    def accepts(self, source: Source) -> bool:
        """Whether the file looks like this format; judges by content before name."""

    def read(self, source: Source) -> TextView:
        """The text view of the file, or a `SourceError`."""


FORMATS: tuple[Format, ...] = (pdf, docx, html, txt)
"""The formats, most specific first; a new one is added here."""


def read_document(path: Path | str, *, limits: ReadLimits = DEFAULT) -> TextView:
    """Read a file of any supported format.

    Raises:
        SourceError: the file is missing, unreadable, empty, too large, damaged or of no known
            format; the message says which, and what to do.
    """
    path = Path(path)
    return read_bytes(path.name, _bytes_of(path, limits), limits=limits)


def read_bytes(name: str, data: bytes, *, limits: ReadLimits = DEFAULT) -> TextView:
    """Read the content of a file, e.g. of an upload; ``name`` helps to tell the format.

    Raises:
        SourceError: as `read_document`.
    """
    # Names on disk may hold bytes that are no text; messages and records cannot.
    name = name.encode("utf-8", "replace").decode("utf-8")
    source = Source(name, data, limits)
    if not data:
        raise source.refused("it is empty", "check that it was saved or downloaded completely")
    if len(data) > limits.file_bytes:
        raise _too_large(name, len(data), limits)
    module = format_of(source)
    return read_isolated(module.NAME, source) if module.ISOLATED else module.read(source)


def format_of(source: Source) -> Format:
    """The format that accepts the file.

    Raises:
        SourceError: none does; the message lists what each was looking for.
    """
    for module in FORMATS:
        if module.accepts(source):
            return module
    attempts = ", ".join(f"{module.NAME} ({module.EXPECTS})" for module in FORMATS)
    raise source.refused(
        f"it is none of: {attempts}", "convert it to one of these formats and try again"
    )


def _bytes_of(path: Path, limits: ReadLimits) -> bytes:
    try:
        # Not blocking, so that a named pipe is refused below instead of waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(
                    f"cannot read {shown(str(path))}", "it is not a file", "name a document file"
                )
            if status.st_size > limits.file_bytes:
                raise _too_large(path.name, status.st_size, limits)
            return file.read(limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise _unopened(path, error) from error


def _unopened(path: Path, error: OSError | ValueError) -> SourceError:
    what = f"cannot read {shown(str(path))}"
    match error:
        case FileNotFoundError():
            return SourceError(what, "there is no such file", "check the path")
        case IsADirectoryError():
            return SourceError(what, "it is a folder", "name a document file")
        case PermissionError():
            return SourceError(what, "permission denied", "make the file readable for you")
        case OSError():
            return SourceError(what, error.strerror or "it cannot be opened", "check the path")
    return SourceError(what, "that is not a valid file name", "check the path")


def _too_large(name: str, size: int, limits: ReadLimits) -> SourceError:
    return SourceTooLarge(
        f"cannot read {shown(name)}",
        f"it has {size:,} bytes, the limit is {limits.file_bytes:,}",
        "split it or raise the limit",
    )
