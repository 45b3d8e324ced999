"""The lexicon as RDF: types of bodies, fields of safety and the schemes they stand in."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from kg.lexicon import BodyType, Hazard, load_body_types, load_hazards
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
    if hazard.broader:
        graph.add((iri, SKOS.broader, minter.hazard(hazard.broader)))


def _write_type(graph: Graph, minter: Minter, body_type: BodyType) -> None:
    iri: URIRef = minter.body_type(body_type.key)
    names = list(dict.fromkeys(name.removeprefix("委") for _, name in body_type.names))
    usual = body_type.name_at("d") or body_type.name_at("m") or body_type.names[0][1]
    usual = usual.removeprefix("委")
    graph.add((iri, RDF.type, RG.BodyType))
    graph.add((iri, SKOS.prefLabel, Literal(usual, lang="zh")))
    graph.add((iri, SKOS.prefLabel, Literal(body_type.english, lang="en")))
    graph.add((iri, SKOS.notation, Literal(body_type.key)))
    graph.add((iri, SKOS.inScheme, minter.scheme("bodytypes")))
    for name in (*names, *body_type.short):
        if name != usual:
            graph.add((iri, SKOS.altLabel, Literal(name, lang="zh")))
    for former in body_type.former:
        graph.add((iri, SKOS.hiddenLabel, Literal(former.name, lang="zh")))
