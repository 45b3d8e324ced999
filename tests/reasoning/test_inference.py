"""The rules make the shortcuts, and nothing that does not follow."""

from __future__ import annotations

from functools import cache

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

from kg.mapping import map_extraction
from kg.reasoning.inference import infer, iter_inferences, load_rules, write_inferred
from kg.reasoning.ontology import load_ontology, stored_ontology
from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE, RG, Minter
from tests.gold_extraction import gold_extraction

ORG = "http://www.w3.org/ns/org#"
MINTER = Minter()
MAPPED = map_extraction(gold_extraction())


def fill(store: Store) -> None:
    store.replace_graph(str(MAPPED.graph_iri), MAPPED.graph)
    store.replace_graph(str(MINTER.graph("ontology")), stored_ontology())


@cache
def inferred() -> Graph:
    with open_store("memory:") as store:
        fill(store)
        return infer(store)


def body(label: str) -> URIRef:
    found = MAPPED.graph.value(predicate=SKOS.prefLabel, object=Literal(label, lang="zh"))
    assert isinstance(found, URIRef)
    return found


def test_shortcuts_are_exactly_the_assignments() -> None:
    roles = {RG.lead: RG.leads, RG.cooperate: RG.cooperatesOn, RG.shared: RG.sharesDutyFor}
    expected = {
        (MAPPED.graph.value(each, RG.agent), shortcut, obligation)
        for role, shortcut in roles.items()
        for each in MAPPED.graph.subjects(RG.role, role)
        for obligation in MAPPED.graph.objects(each, RG.obligation)
    }
    found = {t for shortcut in roles.values() for t in inferred().triples((None, shortcut, None))}
    assert found == expected
    assert len(found) > 500


def test_the_fire_brigade_leads_fire_safety() -> None:
    brigade = body("昌吉市消防救援大队")
    domain = MINTER.domain("消防")
    assert (brigade, RG.leadsDomain, domain) in inferred()
    assert set(inferred().objects(domain, RG.domainLedBy)) == {brigade}
    led = set(inferred().objects(brigade, RG.leads)) & set(
        MAPPED.graph.subjects(RG.inDomain, domain)
    )
    assert len(led) == 7


def test_every_shortcut_has_its_inverse() -> None:
    for first, inverse in load_ontology().subject_objects(OWL.inverseOf):
        pairs = {(o, s) for s, o in inferred().subject_objects(first)}
        assert pairs == set(inferred().subject_objects(inverse)), first


def test_dates_come_from_the_duty_or_else_its_phase() -> None:
    date = Literal("2022-12-30", datatype=XSD.date)
    assert (MINTER.obligation(MAPPED.key, "D04-5"), RG.dueBy, date) in inferred()
    phase = Literal("2021-12-31", datatype=XSD.date)
    assert (MINTER.obligation(MAPPED.key, "P3-1"), RG.dueBy, phase) in inferred()


def test_standard_classes_follow_from_the_alignments() -> None:
    brigade = body("昌吉市消防救援大队")
    classes = {str(each) for each in inferred().objects(brigade, RDF.type)}
    assert {f"{ORG}Organization", f"{ORG}FormalOrganization"} <= classes


def test_an_uncertain_body_is_tied_to_a_candidate_the_graph_knows() -> None:
    known, unsure = MINTER.iri("body", "a"), MINTER.iri("body", "b")
    name = Literal("某市消防救援大队", lang="zh")
    graph = Graph()
    graph.add((known, SKOS.prefLabel, name))
    graph.add((known, RG.identityUncertain, Literal(False)))
    graph.add((unsure, RG.identityUncertain, Literal(True)))
    graph.add((unsure, RG.candidate, name))
    with open_store("memory:") as store:
        store.replace_graph("https://example.org/g", graph)
        assert set(infer(store)) == {(unsure, RG.possiblySameAs, known)}


def test_a_branch_office_is_part_of_the_body_its_name_begins_with() -> None:
    branch, parent, other = (MINTER.iri("body", key) for key in "abc")
    graph = Graph()
    for each, name in (
        (branch, "昌吉州生态环境局昌吉市分局"),
        (parent, "昌吉州生态环境局"),
        (other, "昌吉州生态局"),
    ):
        graph.add((each, SKOS.prefLabel, Literal(name, lang="zh")))
        graph.add((each, RG.level, RG["level-prefecture"]))
        graph.add((each, RG.identityUncertain, Literal(False)))
    graph.add((branch, RDF.type, RG.BranchOffice))
    with open_store("memory:") as store:
        store.replace_graph("https://example.org/g", graph)
        assert set(infer(store)) == {(branch, RG.partOf, parent)}


@pytest.mark.parametrize(("place", "same"), [("昌吉市", True), ("阜康市", False)])
def test_a_source_is_a_document_only_where_its_title_names_the_place(
    place: str, same: bool
) -> None:
    source, document = MINTER.source("x"), MINTER.document("y")
    region, title = MINTER.region("1"), Literal("昌吉市安全方案", lang="zh")
    graph = Graph()
    for triple in (
        (source, RDF.type, RG.LegalSource),
        (source, RDFS.label, title),
        (document, RDF.type, RG.Document),
        (document, RDFS.label, title),
        (document, RG.jurisdiction, region),
        (region, SKOS.prefLabel, Literal(place, lang="zh")),
    ):
        graph.add(triple)
    with open_store("memory:") as store:
        store.replace_graph("https://example.org/g", graph)
        assert ((source, RG.resolvesTo, document) in infer(store)) == same


def test_every_rule_makes_something_somewhere() -> None:
    silent_here = {"possibly-same-as", "resolves-to", "branch-of"}
    with open_store("memory:") as store:
        fill(store)
        made = {rule.name: len(graph) for rule, graph in iter_inferences(store)}
    assert {name for name, count in made.items() if not count} <= silent_here
    assert set(made) == {rule.name for rule in load_rules()}


def test_writing_twice_changes_nothing_and_old_inferences_go() -> None:
    graph = str(MINTER.graph("inferred"))
    count = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    with open_store("memory:") as store:
        fill(store)
        first = write_inferred(store, DEFAULT_BASE)
        assert write_inferred(store, DEFAULT_BASE) == first
        assert str(store.select(count).rows[0][0]) == str(first)
        store.remove_graph(str(MAPPED.graph_iri))
        write_inferred(store, DEFAULT_BASE)
        assert str(store.select(count).rows[0][0]) == "0"


def test_every_property_said_to_be_inferred_is_made_by_a_rule() -> None:
    ontology = load_ontology()
    said = {
        str(term).removeprefix(str(RG))
        for term, words in ontology.subject_objects(SKOS.definition)
        if str(words).endswith("Inferred.")
    }
    heads = " ".join(rule.query.partition("WHERE")[0] for rule in load_rules())
    assert said
    assert {name for name in said if f"rg:{name} " not in heads} == set()


def test_whoever_has_any_role_is_responsible_and_active() -> None:
    domain = MINTER.domain("消防")
    shortcuts = (RG.leads, RG.cooperatesOn, RG.sharesDutyFor)
    some = {(s, o) for shortcut in shortcuts for s, o in inferred().subject_objects(shortcut)}
    assert set(inferred().subject_objects(RG.responsibleFor)) == some
    assert set(inferred().subjects(RG.activeInDomain, domain)) == {
        *inferred().subjects(RG.leadsDomain, domain),
        *inferred().subjects(RG.cooperatesInDomain, domain),
        *inferred().subjects(RG.sharesDomain, domain),
    }
