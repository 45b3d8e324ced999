"""A build run: what changed is read, checked and loaded; what follows is made anew."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, XSD

from kg.curation import Decision
from kg.documents import Bounds
from kg.ingest.decided import write_decisions
from kg.ingest.ledger import Known
from kg.ingest.parts import inference_source, make_inferred, parts
from kg.ingest.pool import read_all
from kg.ingest.reading import Reading, Refusal, reader_iri
from kg.ingest.report import BuildReport, DocumentReport, Progress
from kg.ingest.sources import Source, Upload, find_sources, hash_of, name_of
from kg.ingest.writing import Writer
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE, RG, Minter

_EMPTY = "nothing of a plan stands in it, so it was not added"
_BOUNDS = Bounds()
Listener = Callable[[Progress], None]


def build(
    sources: Iterable[Path | Upload],
    store: Store,
    base: str = DEFAULT_BASE,
    *,
    decisions: Sequence[Decision] = (),
    bounds: Bounds = _BOUNDS,
    workers: int | None = None,
    force: bool = False,
    prune: bool = False,
    keep_empty: bool = True,
    on_progress: Listener | None = None,
) -> BuildReport:
    """Bring the store up to date with documents, and return what was done.

    A document that cannot be read is reported and does not stop the others.

    Args:
        sources: files, folders and uploads.
        store: the store to write to.
        base: base of the IRIs.
        decisions: curation to apply, see `kg.curation.load_decisions`.
        bounds: what reading one document may cost; one that costs more has failed.
        workers: number of reading processes; all cores without it.
        force: read documents again that have not changed.
        prune: remove the documents of the store that are not among the sources, unless one of
            these could not be read.
        keep_empty: whether to load documents in which nothing of a plan was found.
        on_progress: called after each document.

    Raises:
        SourceError: there is nothing to read.
        StoreError: the store cannot be written.
    """
    begin, started = time.monotonic(), datetime.now(UTC)
    files, others = _list(sources)
    minter = Minter(base)
    writer = Writer(store, minter)
    documents = _Documents(
        writer, minter, tuple(decisions), files, bounds=bounds, keep_empty=keep_empty
    )
    reports = documents.read(workers, force=force, listen=on_progress or (lambda _: None))
    others += documents.remove_others(reports) if prune else ()
    if len(writer.ledger):
        _write_parts(writer, minter)
    stale = write_decisions(store, writer, minter, tuple(decisions))
    inferred = _write_inferred(store, writer, minter) if len(writer.ledger) else None
    _record_run(store, writer, minter, started)
    seconds = time.monotonic() - begin
    return BuildReport(
        (*reports, *others), writer.changed, inferred, stale, seconds, len(documents.elsewhere())
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A source with its name, its hash and its place among the sources of the run."""

    source: Source
    name: str
    sha256: str | None
    rank: int


def _list(
    sources: Iterable[Path | Upload],
) -> tuple[tuple[_Listed, ...], tuple[DocumentReport, ...]]:
    given = tuple(sources)
    uploads: list[Source] = [each for each in given if isinstance(each, Upload)]
    paths = [each for each in given if isinstance(each, Path)]
    others: tuple[DocumentReport, ...] = ()
    if paths or not uploads:
        found = find_sources(paths)
        uploads += found.files
        others = tuple(
            DocumentReport(name_of(path), "skipped", error=why) for path, why in found.left_out
        )
    listed = tuple(
        _Listed(source, name_of(source), hash_of(source), rank)
        for rank, source in enumerate(uploads)
    )
    return listed, others


class _Documents:
    """The documents of a run, of which those are read that changed.

    Two files that are the same document are settled by order: the last one stays, however often
    the run is repeated.
    """

    def __init__(
        self,
        writer: Writer,
        minter: Minter,
        decisions: tuple[Decision, ...],
        files: tuple[_Listed, ...],
        *,
        bounds: Bounds,
        keep_empty: bool,
    ) -> None:
        self._bounds, self._keep_empty = bounds, keep_empty
        self._writer, self._minter = writer, minter
        self._decisions, self._files = decisions, files
        self._reports: dict[int, DocumentReport] = {}
        self._holders: dict[str, _Listed] = {}
        self._before = writer.ledger.document_keys()

    def read(
        self, workers: int | None, *, force: bool, listen: Listener
    ) -> tuple[DocumentReport, ...]:
        """Read what changed, load it and return a report for each source, in their order."""
        total = len(self._files)
        by_source: dict[Source, _Listed] = {}
        for listed in self._files:
            current = self._find_current(listed)
            if current is None or force:
                by_source[listed.source] = listed
            else:
                self._reports[listed.rank] = _unchanged(listed, current)
                listen(Progress(len(self._reports), total, listed.name))
        reading = read_all(
            list(by_source),
            self._minter.base,
            self._decisions,
            bounds=self._bounds,
            workers=workers,
        )
        with closing(reading):
            for source, result in reading:
                listed = by_source[source]
                self._reports[listed.rank] = self._take(listed, result)
                listen(Progress(len(self._reports), total, listed.name))
        self._writer.flush()
        return tuple(self._settled(listed) for listed in self._files)

    def elsewhere(self) -> tuple[str, ...]:
        """Return the keys of the documents in the store that are not among those of the run."""
        return tuple(sorted(self._writer.ledger.document_keys() - self._holders.keys()))

    def remove_others(self, reports: Sequence[DocumentReport]) -> tuple[DocumentReport, ...]:
        """Remove what stands elsewhere; nothing where a source is unread, which it may be."""
        if any(report.status == "failed" for report in reports):
            return ()
        removed = ((key, self._writer.remove(key)) for key in self.elsewhere())
        return tuple(
            DocumentReport(key, "removed", key, str(known.document), str(known.graph))
            for key, known in removed
        )

    def _find_current(self, listed: _Listed) -> Known | None:
        known = self._writer.ledger.find(listed.sha256)
        if known is None:
            return None
        self._holders[known.key] = listed
        reader = reader_iri(self._minter, known.key, self._decisions)
        return known if known.reader == reader else None

    def _take(self, listed: _Listed, result: Reading | Refusal) -> DocumentReport:
        if isinstance(result, Refusal):
            return DocumentReport(
                listed.name, "failed", error=result.reason, too_large=result.too_large
            )
        if not (self._keep_empty or result.says_something):
            return DocumentReport(
                listed.name, "skipped", counts=result.counts, warnings=(*result.warnings, _EMPTY)
            )
        holder = self._holders.setdefault(result.key, listed)
        if holder.rank > listed.rank:
            return _reported(listed, result)
        self._holders[result.key] = listed
        new = self._writer.add(result)
        report = _reported(listed, result)
        if not new:
            return replace(report, status="unchanged")
        return replace(report, status="replaced" if result.key in self._before else "added")

    def _settled(self, listed: _Listed) -> DocumentReport:
        report = self._reports[listed.rank]
        holder = self._holders.get(report.key or "")
        if holder is None or holder.rank == listed.rank:
            return report
        why = f"'{holder.name}' is the same document and comes later, so this one was left out"
        return replace(report, status="superseded", warnings=(*report.warnings, why))


def _unchanged(listed: _Listed, known: Known) -> DocumentReport:
    return DocumentReport(
        listed.name,
        "unchanged",
        key=known.key,
        document=str(known.document),
        graph=str(known.graph),
    )


def _reported(listed: _Listed, reading: Reading) -> DocumentReport:
    return DocumentReport(
        listed.name,
        "superseded",
        key=reading.key,
        document=str(reading.document),
        graph=str(reading.graph),
        title=reading.title,
        triples=reading.size,
        counts=reading.counts,
        warnings=reading.warnings,
    )


def _write_parts(writer: Writer, minter: Minter) -> None:
    """Write the graphs that are made of files of this package, where those changed."""
    for part in parts():
        name, source = minter.graph(part.name), minter.iri("software", part.source())
        if writer.ledger.source_of(name) != source:
            writer.ledger.note(name, source)
            writer.write({name: part.make(minter.base)})


def _write_inferred(store: Store, writer: Writer, minter: Minter) -> int | None:
    """Make what follows anew, where anything changed, and return the number of triples."""
    name, source = minter.graph("inferred"), minter.iri("software", inference_source())
    if writer.ledger.source_of(name) == source:
        return None
    inferred = make_inferred(store)
    writer.ledger.note(name, source)
    writer.write({name: inferred}, follows=False)
    return len(inferred)


def _record_run(store: Store, writer: Writer, minter: Minter, started: datetime) -> None:
    """Write the run into its own graph, the only place where times stand."""
    if not writer.loaded:
        return
    run, graph = minter.run(uuid.uuid4().hex), minter.graph("runs")
    triples: list[tuple[URIRef, URIRef, URIRef | Literal]] = [
        (run, RDF.type, RG.ExtractionRun),
        (run, RDF.type, PROV.Activity),
        (run, RDFS.label, Literal(f"{started:%Y-%m-%d %H:%M:%S} UTC", lang="en")),
        (run, RDFS.label, Literal(f"{started:%Y-%m-%d %H:%M:%S} UTC", lang="zh")),
        (run, PROV.startedAtTime, _moment(started)),
        (run, PROV.endedAtTime, _moment(datetime.now(UTC))),
    ]
    for version, document_graph, _ in writer.loaded:
        triples += [(run, PROV.used, version), (run, PROV.generated, document_graph)]
    store.load((*triple, graph) for triple in triples)


def _moment(when: datetime) -> Literal:
    return Literal(when.isoformat(timespec="milliseconds"), datatype=XSD.dateTime)
