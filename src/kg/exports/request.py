"""What an export is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from kg.analysis import Words
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Request:
    """The store and what of it is wanted.

    Attributes:
        base: base of the IRIs.
        lang: ``zh`` or ``en``.
        as_of: the day that decides what is overdue.
        document: IRI of a document, to leave out the others; ``body`` and ``domain`` likewise.
    """

    store: Store
    base: str = DEFAULT_BASE
    lang: str = "zh"
    as_of: date = date.min
    document: str | None = None
    body: str | None = None
    domain: str | None = None

    def say(self, zh: str, en: str) -> str:
        """Return the words in the language asked for."""
        return en if self.lang == "en" else zh


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be written.

    Attributes:
        name: as in ``kg export NAME``.
        media_type: for HTTP.
        suffix: of file names, with dot.
        stem: of the file that is written where none is named.
        label: what it is good for.
        write: writes it.
    """

    name: str
    media_type: str
    suffix: str
    stem: str
    label: Words
    write: Callable[[Request, BinaryIO], None]
