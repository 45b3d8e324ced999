"""One document from bytes to checked triples; runs in a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import PROV, RDF, VOID, XSD

from kg.curation import Decision, curate
from kg.documents import Bounds, bounded, read_bytes, read_document
from kg.errors import ConformanceError, KgError, SourceTooLarge
from kg.extraction import extract
from kg.ingest.sources import Source, Upload, name_of
from kg.mapping import MappedDocument, canonical_nquads, map_extraction
from kg.model import Extraction, TextView
from kg.reasoning.evidence import verify_evidence
from kg.resources import lexicons_dir
from kg.store import Triple
from kg.vocabulary import RG, Minter

_READING_PACKAGES = ("documents", "extraction", "lexicon", "mapping")


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as it goes into the store, small enough to cross processes.

    Attributes:
        source: the name of its source.
        sha256: hash of its bytes.
        graph: name of its graph; ``older_graphs`` what the graphs of its versions begin with.
        reader: what read it, see `reader_iri`.
        lines: its graph as canonical N-Triples; ``description`` about that graph.
        content: hash of its triples; ``size`` their number.
        applied: the decisions that were applied, by their IRI.
        says_something: whether anything of a plan was found in it at all.
    """

    source: str
    sha256: str
    key: str
    document: URIRef
    version: URIRef
    graph: URIRef
    older_graphs: str
    title: str
    reader: URIRef
    content: str
    size: int
    lines: bytes
    description: tuple[Triple, ...]
    counts: Mapping[str, int]
    warnings: tuple[str, ...]
    applied: tuple[URIRef, ...]
    says_something: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source that could not be read, and why; ``too_large`` where a limit struck."""

    source: str
    reason: str
    too_large: bool = False


@cache
def reader_fingerprint() -> str:
    """Return what changes whenever the code or the lexicons that read documents change."""
    package = Path(__file__).resolve().parent.parent
    files = [file for name in _READING_PACKAGES for file in (package / name).rglob("*.py")]
    files += [package / "model.py", package / "vocabulary.py"]
    return fingerprint([*files, *lexicons_dir().rglob("*.*")])


def fingerprint(files: list[Path]) -> str:
    """Return a short hash of the names and contents of files."""
    digest = sha256()
    for file in sorted(files):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def read_source(
    source: Source, base: str, decisions: tuple[Decision, ...], bounds: Bounds
) -> Reading | Refusal:
    """Return a document as checked triples, or why there are none."""
    name = name_of(source)
    try:
        with bounded(name, bounds):
            extraction = extract(_read_view(source))
            return _to_reading(name, extraction, base, decisions)
    except KgError as error:
        return Refusal(name, str(error), isinstance(error, SourceTooLarge))
    except RecursionError:
        return Refusal(name, f"cannot read '{name}': it is nested too deeply", True)


def _read_view(source: Source) -> TextView:
    if isinstance(source, Upload):
        view = read_bytes(name_of(source), source.data)
    else:
        view = read_document(source)
    return replace(view, name=view.name.encode("utf-8", "backslashreplace").decode("utf-8"))


def _to_reading(
    name: str, extraction: Extraction, base: str, decisions: tuple[Decision, ...]
) -> Reading:
    mapped = map_extraction(extraction, base)
    wrong = verify_evidence(mapped.graph)
    if wrong:
        reason = f"evidence '{wrong[0].evidence}': {wrong[0].reason}"
        raise ConformanceError(f"cannot load '{name}'", reason, "report this as a mistake of kg")
    applied = curate(mapped.graph, decisions, base)
    reader = reader_iri(Minter(base), mapped.key, decisions)
    quads = canonical_nquads((*triple, mapped.graph_iri) for triple in mapped.graph)
    content = sha256(quads).hexdigest()
    return Reading(
        source=name,
        sha256=extraction.view.sha256,
        key=mapped.key,
        document=mapped.document,
        version=mapped.version,
        graph=mapped.graph_iri,
        older_graphs=mapped.older_graphs,
        title=extraction.metadata.title or extraction.view.name,
        reader=reader,
        content=content,
        lines=quads.replace(f" <{mapped.graph_iri}> .\n".encode(), b" .\n"),
        size=len(mapped.graph),
        description=_describe(mapped, reader, content),
        counts=_count(extraction),
        warnings=_warn(extraction),
        applied=applied,
        says_something=_says_something(extraction),
    )


def _describe(mapped: MappedDocument, reader: URIRef, content: str) -> tuple[Triple, ...]:
    """Return the description of the graph as it stands after curation."""
    graph, name = mapped.description, mapped.graph_iri
    graph.set((name, RG.contentHash, Literal(content)))
    graph.set((name, VOID.triples, Literal(str(len(mapped.graph)), datatype=XSD.integer)))
    graph.set((name, PROV.wasAttributedTo, reader))
    graph.add((reader, RDF.type, PROV.SoftwareAgent))
    return tuple(graph)


def reader_iri(minter: Minter, key: str, decisions: tuple[Decision, ...]) -> URIRef:
    """Return the IRI of what read a document: the reader with the decisions it heeded."""
    heeded = [decision for decision in decisions if decision.concerns(key)]
    suffix = ""
    if heeded:
        lines = "\n".join(decision.fingerprint() for decision in heeded)
        suffix = f"-{sha256(lines.encode()).hexdigest()[:8]}"
    return minter.iri("software", f"reader-{reader_fingerprint()}{suffix}")


def _count(extraction: Extraction) -> dict[str, int]:
    return {
        "obligations": len(extraction.obligations),
        "statements": len(extraction.statements),
        "deadlines": len(extraction.deadlines),
        "targets": len(extraction.targets),
        "citations": len(extraction.citations),
        "gaps": len(extraction.gaps),
    }


def _says_something(extraction: Extraction) -> bool:
    """Whether there is more in a document than lines of text."""
    stated = {**asdict(extraction.metadata), "title": None, "spans": None}
    return bool(extraction.sections) or any(_count(extraction).values()) or any(stated.values())


def _warn(extraction: Extraction) -> tuple[str, ...]:
    warnings = tuple(extraction.warnings)
    if not extraction.statements and not any("statement" in each for each in warnings):
        return (*warnings, "no responsibility statement was found")
    return warnings
