"""Plain text: its own lines, in whatever encoding Chinese offices write."""

from __future__ import annotations

import re

from kg.documents.encoding import UndecodableError, decode
from kg.documents.source import Source, text_view
from kg.documents.tables import tab_tables
from kg.model import TextView

NAME = "txt"
MEDIA_TYPE = "text/plain"
EXPECTS = "text in UTF-8, UTF-16, GB18030 or Big5"
ISOLATED = False


# Text in form only: formats that nobody reads as such.
_OTHER_FORMATS = (b"{\\rtf", b"%!PS", b"MIME-Version:", b"From: <Saved by")
# Only these end a line: str.splitlines also splits at form feeds and U+2028, which editors and
# the positions of the extraction record do not count as line ends.
_LINE_END = re.compile(r"\r\n|\n|\r")


def accepts(source: Source) -> bool:
    """Whether the bytes can be text at all, or are named so."""
    if source.data.startswith(_OTHER_FORMATS):
        return False
    if len(source.data) > source.limits.text_bytes:
        # Refused for its size when read; deciding its encoding would cost in vain.
        return b"\0" not in source.data[:4096]
    try:
        decode(source.data)
    except UndecodableError:
        return source.suffix in {".txt", ".text", ".md"}
    return True


def read(source: Source) -> TextView:
    """The lines of a text file exactly as they are, without line ends and byte order mark.

    Raises:
        SourceError: binary, damaged or empty text, or more text than allowed.
    """
    if len(source.data) > source.limits.text_bytes:
        raise source.too_large(
            f"a text file of {len(source.data):,} bytes is over the limit of "
            f"{source.limits.text_bytes:,}",
            "split it",
        )
    try:
        decoded = decode(source.data)
    except UndecodableError as error:
        raise source.refused(str(error), "save it as UTF-8 text and try again") from error
    lines = split_lines(decoded.text)
    return text_view(source, MEDIA_TYPE, lines, encoding=decoded.encoding, tables=tab_tables(lines))


def split_lines(text: str) -> list[str]:
    """The lines of a text, without their ends; an end at the very end opens no further line."""
    lines = _LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines
