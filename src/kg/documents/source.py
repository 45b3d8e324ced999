"""A file as received, and what every format does with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from kg.documents.limits import DEFAULT, ReadLimits
from kg.errors import SourceError, SourceTooLarge
from kg.model import Place, TextView


@dataclass(frozen=True, slots=True)
class Source:
    """A file as received: its name, its bytes and what reading it may cost."""

    name: str
    data: bytes = field(repr=False)
    limits: ReadLimits = DEFAULT

    @property
    def suffix(self) -> str:
        """The suffix of the name in lower case, with its dot."""
        return PurePath(self.name).suffix.lower()

    def refused(self, why: str, remedy: str = "") -> SourceError:
        """The error that says why this file cannot be read and what to do; to be raised."""
        return SourceError(f"cannot read {shown(self.name)}", why, remedy)

    def too_large(self, why: str, remedy: str = "split it or raise the limit") -> SourceTooLarge:
        """The error that says which limit this file breaks; to be raised."""
        return SourceTooLarge(f"cannot read {shown(self.name)}", why, remedy)


def shown(name: str) -> str:
    """A file name fit for one line of a message, whatever characters it has."""
    return "'" + "".join(c if c.isprintable() else "�" for c in name) + "'"


def text_view(
    source: Source,
    media_type: str,
    lines: Sequence[str],
    *,
    encoding: str | None = None,
    places: Sequence[Place] = (),
    tables: Sequence[Sequence[int]] = (),
) -> TextView:
    """The finished view of a source.

    Raises:
        SourceError: no line has a visible character, or the text is larger than allowed.
    """
    if not any(line and not line.isspace() for line in lines):
        raise source.refused("it has no text in it", "check that it is the file you meant")
    if sum(map(len, lines)) > source.limits.text_bytes:
        raise source.too_large(f"it has more than {source.limits.text_bytes:,} characters of text")
    return TextView(
        name=source.name,
        media_type=media_type,
        lines=tuple(lines),
        sha256=hashlib.sha256(source.data).hexdigest(),
        byte_size=len(source.data),
        encoding=encoding,
        places=tuple(places),
        tables=tuple(tuple(rows) for rows in tables),
    )
