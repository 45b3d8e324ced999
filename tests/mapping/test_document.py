"""The graph of the annotated plan: complete, proven by its text, and the same every time."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from kg.documents import read_document
from kg.errors import VocabularyError
from kg.extraction import extract
from kg.mapping import MappedDocument, canonical_nquads, map_extraction
from kg.model import Agent, Body, Metadata, Span, Statement, TextView
from kg.reasoning import validate, verify_evidence
from kg.reasoning.ontology import load_ontology
from kg.vocabulary import DEFAULT_BASE, RG
from tests.gold_extraction import GOLD, SOURCE, gold_extraction, gold_trig


@cache
def mapped() -> MappedDocument:
    return map_extraction(gold_extraction())


def iri(path: str) -> URIRef:
    return URIRef(f"{mapped().document}/{path}")


def test_every_annotated_thing_is_in_the_graph() -> None:
    gold, graph = json.loads(GOLD.read_text(encoding="utf-8")), mapped().graph
    named = sum(len(each["leads"]) + len(each["cooperators"]) for each in gold["assignments"])
    groups = sum(len(each["generic_groups"]) for each in gold["assignments"])
    counts = {
        RG.Section: len(gold["sections"]),
        RG.Obligation: len(gold["obligations"]),
        RG.Statement: len(gold["assignments"]),
        RG.Assignment: named + groups,
        RG.Deadline: sum(len(each["deadlines"]) for each in gold["obligations"]),
        RG.Target: sum(len(each["targets"]) for each in gold["obligations"]),
        RG.LegalSource: len(gold["legal_sources"]),
    }
    for kind, count in counts.items():
        assert len(set(graph.subjects(RDF.type, kind))) == count, kind


def test_the_graph_conforms_and_its_evidence_is_the_text() -> None:
    assert validate(mapped().graph) == ()
    assert validate(mapped().description) == ()
    assert verify_evidence(mapped().graph) == ()


def test_every_property_and_class_of_the_graph_is_in_the_ontology() -> None:
    ontology = load_ontology()
    graph = mapped().graph + mapped().description
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    used -= {RDF.type, RDFS.label}
    assert {term for term in used if (term, RDF.type, None) not in ontology} == set()


def test_the_fire_safety_duties_are_led_by_the_fire_brigade() -> None:
    graph = mapped().graph
    domain = graph.value(predicate=SKOS.prefLabel, object=Literal("消防", lang="zh"))
    duties = set(graph.subjects(RG.inDomain, domain))
    leads = {
        graph.value(assignment, RG.agent)
        for assignment in graph.subjects(RG.role, RG.lead)
        if duties & set(graph.objects(assignment, RG.obligation))
    }
    labels = {str(label) for agent in leads for label in graph.objects(agent, SKOS.prefLabel)}
    assert len(duties) == 7
    assert len(leads) == 1, labels
    assert "昌吉市消防救援大队" in labels


def test_dates_are_computed_and_the_words_kept() -> None:
    graph = mapped().graph
    period = iri("deadline/P2-1-1")
    assert graph.value(period, RG.startDate) == Literal("2020-06-01", datatype=XSD.date)
    assert graph.value(period, RG.dueDate) == Literal("2020-12-31", datatype=XSD.date)
    assert graph.value(period, RG.deadlineText) == Literal("2020年6月至12月", lang="zh")
    assert (iri("section/P2"), RG.hasDeadline, period) in graph
    assert graph.value(iri("deadline/D21-3-1"), RG.recurrence) == Literal("P3M")
    assert graph.value(mapped().document, RG.periodEnd) == Literal("2022-12-31", datatype=XSD.date)
    assert graph.value(mapped().document, DCTERMS.issued) == Literal(
        "2020-06-30", datatype=XSD.date
    )


def test_mapping_twice_gives_the_same_bytes() -> None:
    again = map_extraction(gold_extraction())
    assert again.nquads() == mapped().nquads()
    assert set(again.description) == set(mapped().description)
    lines = mapped().nquads().decode().splitlines()
    assert lines == sorted(set(lines))


def test_the_graph_has_no_blank_nodes_and_no_times_of_the_run() -> None:
    terms = {term for triple in mapped().graph for term in triple}
    assert not any(isinstance(term, BNode) for term in terms)
    stamped = {XSD.dateTime, XSD.dateTimeStamp}
    assert not any(isinstance(t, Literal) and t.datatype in stamped for t in terms)


def test_a_new_version_keeps_the_iris_of_what_did_not_change() -> None:
    old = gold_extraction()
    newer = replace(old, view=replace(old.view, sha256="f" * 64), obligations=old.obligations[1:])
    new = map_extraction(newer)
    assert new.document == mapped().document
    assert new.graph_iri != mapped().graph_iri
    assert str(new.graph_iri).startswith(new.older_graphs)
    before, after = (set(g.subjects(RDF.type, RG.Obligation)) for g in (mapped().graph, new.graph))
    assert before - after == {iri("obligation/G1-1")}
    assert after <= before


def test_the_base_of_the_data_can_be_another_one() -> None:
    other = map_extraction(gold_extraction(), "https://data.example/x/")
    assert DEFAULT_BASE not in other.nquads().decode()
    assert validate(other.graph) == ()


def test_a_body_named_by_two_statements_is_one_body_with_all_its_names() -> None:
    view = TextView("a.txt", "text/plain", ("市应急局牵头。应急管理局配合。",), "e" * 64, 30)
    body = Body("某市应急管理局", "市", "emergency", "110100")
    old = gold_extraction()
    statements = tuple(
        Statement(
            f"s{start}",
            "doc",
            Span(1, start, end, view.lines[0][start:end]),
            "sole",
            (Agent("lead", Span(1, start, end, view.lines[0][start:end]), name, body),),
            (),
            False,
            (),
            "rule",
        )
        for start, end, name in ((0, 4, "市应急局"), (7, 12, "市应急管理局"))
    )
    small = replace(
        old,
        view=view,
        metadata=Metadata(title="方案"),
        sections=(replace(old.sections[0], line=1, start=0, end=4),),
        obligations=(),
        statements=statements,
        deadlines=(),
        targets=(),
        citations=(),
    )
    graph = map_extraction(small).graph
    assert validate(graph) == ()
    (found,) = set(graph.subjects(RDF.type, RG.Body))
    names = {str(name) for name in graph.objects(found, SKOS.altLabel)}
    assert {"市应急局", "市应急管理局", "应急管理局"} <= names


def test_a_ring_of_sections_does_not_hang() -> None:
    old = gold_extraction()
    ring = tuple(replace(each, parent=each.id) for each in old.sections)
    assert map_extraction(replace(old, sections=ring)).graph


def test_canonical_nquads_refuse_blank_nodes() -> None:
    with pytest.raises(VocabularyError, match="blank node"):
        canonical_nquads([(BNode(), RDF.type, OWL.Class, URIRef("urn:g"))])


def test_canonical_nquads_escape_what_the_standard_says() -> None:
    value = Literal('a"b\\c\nd\te\u0001')
    line = canonical_nquads([(URIRef("urn:s"), RDFS.label, value, URIRef("urn:g"))]).decode()
    assert line == (
        '<urn:s> <http://www.w3.org/2000/01/rdf-schema#label> "a\\"b\\\\c\\nd\\te\\u0001" '
        "<urn:g> .\n"
    )
    assert set(Graph().parse(data=line.replace(" <urn:g>", ""), format="nt").objects()) == {value}


def test_the_trig_of_the_annotation_can_be_read_back() -> None:
    store = pyoxigraph.Store()
    store.load(gold_trig().encode(), format=pyoxigraph.RdfFormat.TRIG)
    graph = pyoxigraph.NamedNode(str(mapped().graph_iri))
    quads = store.quads_for_pattern(None, None, None, graph)
    read = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    assert sorted((read or b"").splitlines()) == mapped().nquads().splitlines()


def test_what_the_extractor_reads_conforms_too() -> None:
    graph = map_extraction(extract(read_document(SOURCE))).graph
    assert validate(graph) == ()
    assert verify_evidence(graph) == ()


def test_what_stands_before_the_first_heading_is_in_a_part_of_its_own() -> None:
    old = gold_extraction()
    mapped_without = map_extraction(replace(old, sections=()))
    assert validate(mapped_without.graph) == ()


def test_a_body_resolved_under_two_names_keeps_one_preferred_name() -> None:
    old = gold_extraction()
    first = next(each for each in old.statements if each.agents)
    agent = first.agents[0]
    fuller = replace(agent, body=replace(agent.body, canonical=f"{agent.body.canonical}(又名)"))
    twice = replace(first, agents=(agent, fuller))
    graph = map_extraction(replace(old, statements=(twice,))).graph
    assert validate(graph) == ()


def test_a_body_from_before_a_reform_names_the_body_that_followed() -> None:
    old = gold_extraction()
    first = next(each for each in old.statements if each.agents)
    agent = first.agents[0]
    body = replace(
        agent.body, canonical="昌吉市安监局", type=None, valid_until="2018", successor=agent.body
    )
    statement = replace(first, agents=(replace(agent, body=body),))
    graph = map_extraction(replace(old, statements=(statement,))).graph
    assert validate(graph) == ()
    (ended,) = graph.subjects(RG.validUntil, Literal("2018"))
    successor = graph.value(ended, RG.succeededBy)
    assert Literal(agent.body.canonical, lang="zh") in set(graph.objects(successor, SKOS.prefLabel))
