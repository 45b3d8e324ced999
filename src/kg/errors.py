"""What can go wrong, and whose fault it is.

KgError
├── ConfigError        a setting is unknown or malformed
├── SourceError        a document cannot be read (missing, empty, binary, encrypted)
│   └── SourceTooLarge a limit on the size or cost of a document struck
├── VocabularyError    an IRI, CURIE or ontology term is not valid
├── QueryError         a query is malformed, unknown or refused
│   ├── QueryTimeout   the deadline struck
│   └── QueryTooLarge  a row, byte or memory limit struck
├── StoreError         the store cannot be opened, read or written
└── ConformanceError   a graph does not conform to the shapes or the ontology
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors this package raises on purpose.

    Args:
        what: what was tried and on which thing, e.g. ``cannot read 'plan.txt'``.
        why: why it did not work.
        remedy: what the user can do next.
    """

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(what, why, remedy)

    def __str__(self) -> str:
        """One line: what, why, what next."""
        text = f"{self.what}: {self.why}" if self.why else self.what
        text = f"{text}; {self.remedy}" if self.remedy else text
        return " ".join(text.split())


class ConfigError(KgError):
    """A setting is unknown or malformed."""


class SourceError(KgError):
    """A document cannot be read."""


class SourceTooLarge(SourceError):
    """A document is larger than what is read, or would become so when unpacked."""


class VocabularyError(KgError):
    """An IRI, CURIE or ontology term is not valid."""


class QueryError(KgError):
    """A query is malformed, unknown or refused.

    Attributes:
        line: 1-based line of the mistake in the query, where known.
        column: 1-based column, where known.
    """

    def __init__(
        self,
        what: str,
        why: str = "",
        remedy: str = "",
        *,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(what, why, remedy)
        self.line, self.column = line, column


class QueryTimeout(QueryError):
    """The deadline of a query struck and its work was stopped."""


class QueryTooLarge(QueryError):
    """A row, byte or memory limit of a query struck."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class ConformanceError(KgError):
    """A graph does not conform to the shapes or the ontology."""
