"""What a run did, document by document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["added", "replaced", "unchanged", "superseded", "skipped", "failed", "removed"]


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document.

    Attributes:
        source: its path or file name.
        status: ``superseded`` means that another file of the run is the same document,
            ``skipped`` that a file of a folder is not a document, or that nothing of a plan
            stands in it and such documents were not to be kept, ``removed`` that it was in the
            store and is not among the sources.
        key: key of the document in IRIs.
        document: IRI of the document.
        graph: name of its graph.
        counts: how many obligations, statements, deadlines, targets, citations and gaps were read.
        warnings: what the reader should know.
        error: why it failed, in one line.
        too_large: whether it failed because a limit struck.
    """

    source: str
    status: Status
    key: str | None = None
    document: str | None = None
    graph: str | None = None
    title: str | None = None
    triples: int = 0
    counts: Mapping[str, int] | None = None
    warnings: tuple[str, ...] = ()
    error: str | None = None
    too_large: bool = False

    def record(self) -> dict[str, Any]:
        """Return the report as JSON-ready values."""
        return {**asdict(self), "warnings": list(self.warnings)}


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did.

    Attributes:
        documents: in the order of their sources.
        changed: whether anything was written.
        inferred: number of inferred triples, None where they were left as they are.
        stale_decisions: curation that was not applied, each with the reason.
        seconds: how long it took.
        elsewhere: number of documents in the store that are not among the sources.
    """

    documents: tuple[DocumentReport, ...]
    changed: bool
    inferred: int | None
    stale_decisions: tuple[str, ...]
    seconds: float
    elsewhere: int = 0

    def of(self, *statuses: Status) -> tuple[DocumentReport, ...]:
        """Return the documents with one of these statuses."""
        return tuple(each for each in self.documents if each.status in statuses)

    def record(self) -> dict[str, Any]:
        """Return the report as JSON-ready values."""
        return {
            "documents": [each.record() for each in self.documents],
            "changed": self.changed,
            "inferred": self.inferred,
            "stale_decisions": list(self.stale_decisions),
            "elsewhere": self.elsewhere,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: ``done`` of ``total`` documents, the last one being ``source``."""

    done: int
    total: int
    source: str
