"""Maps an extraction to the named graph of its document version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, VOID, XSD

from kg.mapping.bodies import write_named_body, write_region
from kg.mapping.dates import first_day, last_day
from kg.mapping.duties import write_obligations, write_statements
from kg.mapping.measures import write_citations, write_deadlines, write_gaps, write_targets
from kg.mapping.nquads import Quad, canonical_nquads
from kg.mapping.scribe import Scribe
from kg.mapping.sections import write_sections
from kg.model import Extraction, Metadata
from kg.vocabulary import DEFAULT_BASE, LEVELS, RG, Minter


@dataclass(frozen=True, slots=True)
class MappedDocument:
    """The graph of one document version, and what describes that graph.

    Attributes:
        key: key of the document, the same for all its versions.
        document: IRI of the document.
        version: IRI of this version.
        graph_iri: name of the graph of this version.
        graph: its triples; without blank nodes and without times of the run.
        description: triples about the graph itself, for ``{base}graph/versions``.
        description_iri: name of the graph that the description belongs in.
        older_graphs: what the names of the graphs of all versions of the document begin with.
    """

    key: str
    document: URIRef
    version: URIRef
    graph_iri: URIRef
    graph: Graph
    description: Graph
    description_iri: URIRef
    older_graphs: str

    def quads(self) -> Iterator[Quad]:
        """Yield the triples of the document with the name of their graph."""
        for subject, predicate, value in self.graph:
            yield subject, predicate, value, self.graph_iri

    def nquads(self) -> bytes:
        """Return the graph of the document as canonical N-Quads."""
        return canonical_nquads(self.quads())


def map_extraction(extraction: Extraction, base: str = DEFAULT_BASE) -> MappedDocument:
    """Return everything that was read out of a document as RDF.

    The same extraction always gives the same triples.

    Raises:
        VocabularyError: ``base`` cannot be the base of IRIs.
    """
    minter, view, metadata = Minter(base), extraction.view, extraction.metadata
    key = minter.document_key(metadata, fallback=view.sha256)
    scribe = Scribe(minter, view, key, metadata.region_code)
    # Statements come first: what they say of a body goes before what a passing mention says.
    write_statements(scribe, extraction.statements)
    domains = write_sections(scribe, extraction)
    write_obligations(scribe, extraction.obligations, domains)
    _write_document(scribe, extraction)
    _write_version(scribe)
    write_deadlines(scribe, extraction.deadlines)
    write_targets(scribe, extraction.targets)
    write_citations(scribe, extraction.citations, metadata)
    write_gaps(scribe, extraction.gaps)
    graph_iri = minter.document_graph(key, view.sha256)
    return MappedDocument(
        key,
        scribe.document,
        scribe.version,
        graph_iri,
        scribe.graph,
        _describe_graph(scribe, graph_iri),
        minter.graph("versions"),
        minter.document_graphs(key),
    )


def _write_document(scribe: Scribe, extraction: Extraction) -> None:
    metadata, document = extraction.metadata, scribe.document
    title = metadata.title or extraction.view.name
    scribe.type(document, RG.Document)
    scribe.label(document, title)
    scribe.text(document, DCTERMS.title, title)
    identifier = metadata.identifier or metadata.document_number or metadata.index_number
    scribe.string(document, DCTERMS.identifier, identifier or scribe.key)
    scribe.string(document, RG.indexNumber, metadata.index_number)
    scribe.string(document, RG.documentNumber, metadata.document_number)
    scribe.string(document, RG.publisher, metadata.publisher)
    scribe.string(document, RG.subject, metadata.subject)
    scribe.string(document, RG.topicClass, metadata.topic_class)
    scribe.date(document, DCTERMS.issued, first_day(metadata.published))
    scribe.add(document, RG.currentVersion, scribe.version)
    _write_period(scribe, metadata)
    _write_issuer(scribe, extraction)
    for span in metadata.spans.values():
        scribe.evidence(document, span)


def _write_period(scribe: Scribe, metadata: Metadata) -> None:
    scribe.date(scribe.document, RG.periodStart, first_day(metadata.period_start))
    scribe.date(scribe.document, RG.periodEnd, last_day(metadata.period_end))
    words = metadata.spans.get("period")
    if words:
        scribe.text(scribe.document, RG.periodText, words.text)


def _write_issuer(scribe: Scribe, extraction: Extraction) -> None:
    metadata = extraction.metadata
    if metadata.level:
        scribe.add(scribe.document, RG.level, LEVELS[metadata.level])
    if metadata.region_code:
        region = write_region(scribe, metadata.region_code, metadata.region)
        scribe.add(scribe.document, RG.jurisdiction, region)
    if metadata.issuer:
        issuer = write_named_body(scribe, metadata.issuer, extraction)
        scribe.add(scribe.document, RG.issuer, issuer)


def _write_version(scribe: Scribe) -> None:
    version, view = scribe.version, scribe.view
    scribe.type(version, RG.DocumentVersion)
    scribe.add(version, RG.versionOf, scribe.document)
    scribe.string(version, RG.sha256, view.sha256)
    scribe.string(version, RG.fileName, view.name)
    scribe.string(version, RG.encoding, view.encoding)
    scribe.add(version, RG.text, Literal(view.text))
    scribe.string(version, DCAT.mediaType, view.media_type)
    scribe.number(version, DCAT.byteSize, view.byte_size)
    scribe.number(version, RG.lineCount, len(view.lines))
    label = scribe.graph.value(scribe.document, RDFS.label)
    scribe.label(version, f"{label}（版本 {view.sha256[:12]}）")


def _describe_graph(scribe: Scribe, graph_iri: URIRef) -> Graph:
    """Describe the graph by PROV and the hash of its own content."""
    graph = Graph(bind_namespaces="none")
    quads = ((*triple, graph_iri) for triple in scribe.graph)
    content = sha256(canonical_nquads(quads)).hexdigest()
    for predicate, value in (
        (RDF.type, RG.DocumentGraph),
        (RDF.type, PROV.Entity),
        (PROV.wasDerivedFrom, scribe.version),
        (RG.describesDocument, scribe.document),
        (RG.contentHash, Literal(content)),
        (VOID.triples, Literal(str(len(scribe.graph)), datatype=XSD.integer)),
    ):
        graph.add((graph_iri, predicate, value))
    return graph
