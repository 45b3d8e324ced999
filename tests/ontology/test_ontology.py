"""Every term is named and defined in both languages, declared, and nothing is imported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS

from kg.reasoning.ontology import load_ontology, own_terms, stored_ontology
from kg.reasoning.shapes import shape_names
from kg.resources import ontology_dir
from kg.vocabulary import ONTOLOGY, RG, prefixes

ONTOLOGY_GRAPH = load_ontology()
TERMS = sorted(own_terms())
CLASSES = sorted(
    str(term).removeprefix(str(RG))
    for term in TERMS
    if (term, RDF.type, OWL.Class) in ONTOLOGY_GRAPH
)
BUILT_IN = (str(RDF), str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#")


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> set[str | None]:
    return {
        text.language
        for text in graph.objects(subject, predicate)
        if isinstance(text, Literal) and str(text).strip()
    }


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(str(RG)))
def test_a_term_has_label_and_definition_in_both_languages(term: URIRef) -> None:
    graph = ONTOLOGY_GRAPH
    assert languages(graph, term, RDFS.label) == {"zh", "en"}
    assert languages(graph, term, SKOS.definition) == {"zh", "en"}
    assert graph.value(term, RDFS.isDefinedBy) == URIRef(ONTOLOGY)


def test_every_property_says_what_it_is_of() -> None:
    graph = load_ontology(alignments=False)
    general = {
        RG.within,
        RG.partOf,
        RG.isLeadAssignment,
        RG.isCooperateAssignment,
        RG.isSharedAssignment,
    }
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in set(graph.subjects(RDF.type, kind)) & set(TERMS) - general:
            said = {p for p in (RDFS.domain, RDFS.range, OWL.inverseOf) if (term, p, None) in graph}
            assert said, term


def test_every_term_that_is_used_is_declared() -> None:
    graph = ONTOLOGY_GRAPH
    used = {term for triple in graph for term in triple if isinstance(term, URIRef)}
    foreign = {term for term in used if not str(term).startswith(BUILT_IN)}
    undeclared = {term for term in foreign if (term, RDF.type, None) not in graph}
    values = {term for _, p, term in graph.triples((None, None, None)) if p == DCTERMS.license}
    assert undeclared - values <= {URIRef(f"{ONTOLOGY}/0.1.0"), URIRef(ONTOLOGY)}


def test_no_name_stands_for_two_kinds_of_thing() -> None:
    graph = ONTOLOGY_GRAPH
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for term in set(graph.subjects(RDF.type, None)):
        found = [kind for kind in kinds if (term, RDF.type, kind) in graph]
        assert len(found) <= 1, (term, found)


def test_foreign_terms_have_labels_in_both_languages() -> None:
    graph = ONTOLOGY_GRAPH
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    for term in declared - set(TERMS):
        if isinstance(term, URIRef):
            assert languages(graph, term, RDFS.label) == {"zh", "en"}, term


def test_nothing_is_imported_from_the_network() -> None:
    for path in ontology_dir().rglob("*.ttl"):
        assert "owl:imports" not in path.read_text(encoding="utf-8"), path


def test_the_header_names_version_licence_and_prefix() -> None:
    graph, header = ONTOLOGY_GRAPH, URIRef(ONTOLOGY)
    assert graph.value(header, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/0.1.0")
    assert graph.value(header, OWL.versionInfo) == Literal("0.1.0")
    assert "publicdomain/zero" in str(graph.value(header, DCTERMS.license))


def test_the_stored_ontology_has_names_only() -> None:
    stored = stored_ontology()
    assert not any(isinstance(term, BNode) for triple in stored for term in triple)
    assert (RG.Department, RDFS.subClassOf, RG.Body) in stored


def test_prefixes_stand_in_one_place() -> None:
    assert prefixes()["rg"] == f"{ONTOLOGY}#"
    declared = Graph().parse(ontology_dir() / "prefixes.ttl")
    namespaces = [str(each) for each in declared.objects(None, SH.namespace)]
    assert len(namespaces) == len(set(namespaces)) == len(prefixes())


def test_every_class_has_a_shape_and_every_shape_a_class() -> None:
    assert set(shape_names()) == set(CLASSES)


def test_all_standards_are_aligned() -> None:
    found = {path.stem for path in Path(ontology_dir() / "alignments").glob("*.ttl")}
    assert found >= {
        "org",
        "skos",
        "prov",
        "eli",
        "time",
        "web-annotation",
        "dcterms",
        "odrl",
        "cpsv-ap",
        "nif",
        "validation",
    }


def test_code_and_queries_use_only_words_of_the_ontology() -> None:
    root = ontology_dir().parent
    known = {term.removeprefix(str(RG)) for term in TERMS}
    wrong = []
    for path in [*(root / "queries").rglob("*.rq"), *(root / "src" / "kg").rglob("*.py")]:
        text = re.sub(r"\"[^\"\n]*://[^\"\n]*\"|<[^>\n]*>", "", path.read_text(encoding="utf-8"))
        pattern = (
            r"\brg:([A-Za-z][\w-]*)" if path.suffix == ".rq" else r"\bRG(?:\.|\[\")([A-Za-z][\w-]*)"
        )
        wrong += [f"{path.name}: {name}" for name in re.findall(pattern, text) if name not in known]
    assert wrong == []
