"""How much one document may cost to read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What reading one document may cost; beyond it a `SourceError` says which limit struck.

    Attributes:
        file_bytes: size of the file as received.
        text_bytes: size of the text in it, of a txt or html file and of an unpacked docx part.
        unpacked_bytes: size of all parts of a docx together when unpacked.
        unpack_ratio: how many times larger than packed a docx may become.
        entries: number of parts in a docx.
        pages: number of pages of a pdf.
        seconds: wall-clock time for formats read in a child process.
        memory_bytes: address space of that child process.
    """

    file_bytes: int = 100 * MIB
    text_bytes: int = 20 * MIB
    unpacked_bytes: int = 200 * MIB
    unpack_ratio: int = 200
    entries: int = 5000
    pages: int = 2000
    seconds: float = 60.0
    memory_bytes: int = 1024 * MIB


DEFAULT = ReadLimits()
