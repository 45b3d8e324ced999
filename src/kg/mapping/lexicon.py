"""The lexicon as RDF: types of bodies, fields of safety and the schemes they stand in."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from kg.lexicon import BodyType, Hazard, load_body_types, load_hazards, load_sources
from kg.vocabulary import DEFAULT_BASE, RG, Minter

_SCHEMES = (
    ("domains", "领域", "domains"),
    ("bodytypes", "机构类型", "types of bodies"),
    ("hazards", "安全领域", "fields of safety"),
)


def map_lexicon(base: str = DEFAULT_BASE) -> Graph:
    """Return what belongs in ``{base}graph/lexicon``; always the same for the same lexicon.

    Raises:
        VocabularyError: ``base`` cannot be the base of IRIs.
    """
    graph, minter = Graph(bind_namespaces="none"), Minter(base)
    for name, chinese, english in _SCHEMES:
        scheme = minter.scheme(name)
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        graph.add((scheme, RDFS.label, Literal(chinese, lang="zh")))
        graph.add((scheme, RDFS.label, Literal(english, lang="en")))
    for body_type in load_body_types().types:
        _write_type(graph, minter, body_type)
    for hazard in load_hazards():
        _write_hazard(graph, minter, hazard)
    return graph


def _write_hazard(graph: Graph, minter: Minter, hazard: Hazard) -> None:
    """Write a field of safety; it is no `rg:Domain` until a document has a part about it."""
    iri = minter.hazard(hazard.key)
    graph.add((iri, RDF.type, SKOS.Concept))
    graph.add((iri, SKOS.prefLabel, Literal(hazard.label, lang="zh")))
    graph.add((iri, SKOS.prefLabel, Literal(hazard.english, lang="en")))
    graph.add((iri, SKOS.notation, Literal(hazard.key)))
    graph.add((iri, SKOS.inScheme, minter.scheme("hazards")))
    for words, lang in (
        (hazard.variants + hazard.everyday, "zh"),
        (hazard.english_everyday, "en"),
    ):
        for word in set(words) - {hazard.label, hazard.english}:
            graph.add((iri, SKOS.altLabel, Literal(word, lang=lang)))
    for broader in hazard.broaders:
        graph.add((iri, SKOS.broader, minter.hazard(broader)))


def _write_type(graph: Graph, minter: Minter, body_type: BodyType) -> None:
    iri: URIRef = minter.body_type(body_type.key)
    graph.add((iri, RDF.type, RG.BodyType))
    graph.add((iri, SKOS.prefLabel, Literal(body_type.label, lang="zh")))
    graph.add((iri, SKOS.prefLabel, Literal(body_type.english, lang="en")))
    graph.add((iri, SKOS.notation, Literal(body_type.key)))
    graph.add((iri, SKOS.inScheme, minter.scheme("bodytypes")))
    chinese = {*body_type.official_forms, *body_type.short, *body_type.everyday}
    for name in sorted(chinese - {body_type.label}):
        graph.add((iri, SKOS.altLabel, Literal(name, lang="zh")))
    for name in sorted({*body_type.english_everyday} - {body_type.english}):
        graph.add((iri, SKOS.altLabel, Literal(name, lang="en")))
    for key in body_type.sources:
        source = load_sources()[key]
        graph.add((iri, DCTERMS.source, Literal(f"{source.title}{source.number}", lang="zh")))
    for former in body_type.former:
        graph.add((iri, SKOS.hiddenLabel, Literal(former.name, lang="zh")))
