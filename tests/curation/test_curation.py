from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rdflib import URIRef

from kg.curation import Decision, Verdict, append_decision, load_decisions
from kg.errors import ConfigError
from kg.ingest import BuildReport, build
from kg.store import Store, open_store
from kg.vocabulary import RG, Minter
from tests.conftest import ROOT
from tests.plans import write_plan

BASE = Minter().base
LEAD = "市消防救援大队"


def decide(entity: str, text: str, decision: Verdict, **values: object) -> Decision:
    fields = {"entity": entity, "text": text, "decision": decision, "by": "王五"}
    return Decision.model_validate({**fields, "on": date(2026, 1, 2), "why": "核对原文", **values})


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(tmp_path_factory.mktemp("plans"), "plan.txt")


Rebuild = Callable[..., tuple[Store, BuildReport]]


@pytest.fixture(scope="module")
def rebuilt(plan: Path) -> Rebuild:
    def run(*decisions: Decision) -> tuple[Store, BuildReport]:
        store = open_store("memory:")
        return store, build([plan], store, decisions=decisions)

    return run


@pytest.fixture(scope="module")
def plain(rebuilt: Rebuild) -> Store:
    return rebuilt()[0]


@pytest.fixture(scope="module")
def lead(plain: Store) -> tuple[str, str, str]:
    """An assignment of the lead of fire safety, its statement and its body."""
    row = plain.select(
        f"SELECT ?a ?s ?b WHERE {{ ?a {RG.nameAsWritten.n3()} '{LEAD}' ; {RG.role.n3()} "
        f"{RG.lead.n3()} ; {RG.inStatement.n3()} ?s ; {RG.agent.n3()} ?b }} ORDER BY ?a"
    ).rows[0]
    return str(row[0]), str(row[1]), str(row[2])


def test_a_rejected_item_is_out_of_the_graph_and_of_what_follows(
    lead: tuple[str, str, str], rebuilt: Rebuild
) -> None:
    store, report = rebuilt(decide(lead[0], LEAD, "reject"))
    assert report.stale_decisions == ()
    versions = Minter().graph("curation")
    assert not store.ask(f"ASK {{ <{lead[0]}> {RG.role.n3()} ?role }}")
    assert store.ask(f"ASK {{ GRAPH <{versions}> {{ ?d {RG.decides.n3()} <{lead[0]}> }} }}")
    assert store.ask(f"ASK {{ <{lead[0]}> {RG.reviewStatus.n3()} 'rejected' }}")


def test_rejecting_a_statement_rejects_its_assignments(
    lead: tuple[str, str, str], rebuilt: Rebuild, plain: Store
) -> None:
    quote = plain.select(
        f"SELECT ?q WHERE {{ <{lead[1]}> {RG.evidence.n3()} ?e . ?e {RG.quote.n3()} ?q }}"
    ).rows[0][0]
    store, report = rebuilt(decide(lead[1], str(quote), "reject"))
    assert report.stale_decisions == ()
    assert not store.ask(f"ASK {{ ?a {RG.inStatement.n3()} <{lead[1]}> }}")


def test_a_correction_replaces_the_value_only(lead: tuple[str, str, str], rebuilt: Rebuild) -> None:
    change = {"rg:role": "rg:cooperate", "rg:nameAsWritten": "市消防大队"}
    store, report = rebuilt(decide(lead[0], LEAD, "correct", set=change))
    assert report.stale_decisions == ()
    assert store.ask(f"ASK {{ <{lead[0]}> {RG.role.n3()} {RG.cooperate.n3()} }}")
    assert not store.ask(f"ASK {{ <{lead[0]}> {RG.role.n3()} {RG.lead.n3()} }}")
    assert store.ask(f"ASK {{ <{lead[0]}> {RG.nameAsWritten.n3()} '市消防大队' }}")
    assert store.ask(f"ASK {{ <{lead[2]}> {RG.cooperatesOn.n3()} ?duty }}")


def test_a_merge_makes_two_bodies_one_with_both_names(
    lead: tuple[str, str, str], rebuilt: Rebuild, plain: Store
) -> None:
    prefer = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    rows = plain.select(
        f"SELECT DISTINCT ?b ?n WHERE {{ ?a {RG.agent.n3()} ?b . ?b {prefer} ?n "
        f"FILTER(LANG(?n) = 'zh' && ?b != <{lead[2]}>) }} ORDER BY ?b"
    ).rows
    other, name = str(rows[0][0]), str(rows[0][1])
    store, report = rebuilt(decide(other, name, "merge", into=lead[2]))
    assert report.stale_decisions == ()
    assert not store.ask(f"ASK {{ ?a {RG.agent.n3()} <{other}> }}")
    alternative = "<http://www.w3.org/2004/02/skos/core#altLabel>"
    assert store.ask(f"ASK {{ <{lead[2]}> {alternative} '{name}'@zh }}")


def test_accepting_leaves_the_document_graph_as_it_was(
    lead: tuple[str, str, str], plain: Store, rebuilt: Rebuild
) -> None:
    store, _ = rebuilt(decide(lead[0], LEAD, "accept"))
    graph = next(name for name in store.graphs() if "/graph/document/" in name)
    content = f"SELECT ?c WHERE {{ <{graph}> {RG.contentHash.n3()} ?c }}"
    assert store.select(content).rows == plain.select(content).rows
    assert store.ask(f"ASK {{ <{lead[0]}> {RG.reviewStatus.n3()} 'accepted' }}")


@pytest.mark.parametrize(
    ("entity", "text", "reason"),
    [
        (f"{BASE}body/none", LEAD, "no entity"),
        (f"{BASE}document/another/assignment/s1-1", LEAD, "not in the store"),
    ],
)
def test_a_decision_without_its_entity_is_reported(
    entity: str, text: str, reason: str, rebuilt: Rebuild
) -> None:
    _, report = rebuilt(decide(entity, text, "reject"))
    assert len(report.stale_decisions) == 1
    assert reason in report.stale_decisions[0]


def test_a_decision_whose_text_has_gone_is_reported_and_not_applied(
    lead: tuple[str, str, str], rebuilt: Rebuild
) -> None:
    store, report = rebuilt(decide(lead[0], "市消防救援支队", "reject"))
    assert len(report.stale_decisions) == 1
    assert store.ask(f"ASK {{ <{lead[0]}> {RG.role.n3()} ?role }}")
    assert not store.ask(f"ASK {{ ?d {RG.decides.n3()} <{lead[0]}> }}")


def test_decisions_come_and_go_with_their_file(
    lead: tuple[str, str, str], rebuilt: Rebuild, plan: Path
) -> None:
    rejecting = decide(lead[0], LEAD, "reject")
    role = f"ASK {{ <{lead[0]}> {RG.role.n3()} ?role }}"
    store, _ = rebuilt()
    build([plan], store, decisions=[rejecting])
    assert not store.ask(role)
    assert not build([plan], store, decisions=[rejecting]).changed
    assert build([plan], store, decisions=[rejecting]).stale_decisions == ()
    build([plan], store)
    assert store.ask(role)
    assert not store.ask(f"ASK {{ ?d {RG.decides.n3()} ?e }}")


def test_later_decisions_win_over_earlier_ones(
    lead: tuple[str, str, str], rebuilt: Rebuild
) -> None:
    one = decide(lead[0], LEAD, "correct", set={"rg:role": "rg:shared"})
    two = decide(lead[0], LEAD, "correct", set={"rg:role": "rg:cooperate"})
    store, _ = rebuilt(one, two)
    rows = store.select(f"SELECT ?r WHERE {{ <{lead[0]}> {RG.role.n3()} ?r }}").rows
    assert [row[0] for row in rows] == [URIRef(RG.cooperate)]


def test_an_owner_and_an_accepted_finding_are_kept_with_their_text(rebuilt: Rebuild) -> None:
    finding = f"{BASE}finding/no-deadline-1"
    store, report = rebuilt(
        decide(finding, "高层建筑", "accept-finding"),
        decide(finding, "高层建筑", "assign-owner", owner="赵六"),
        decide(finding, "这句话哪里都没有", "accept-finding"),
    )
    assert len(report.stale_decisions) == 1
    assert store.ask(f"ASK {{ <{finding}> {RG.reviewStatus.n3()} 'accepted' }}")
    assert store.ask(f"ASK {{ <{finding}> {RG.owner.n3()} '赵六' }}")


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    decisions = [
        decide(f"{BASE}document/x/assignment/s1-1", "甲", "correct", set={"rg:role": "rg:lead"}),
        decide(f"{BASE}body/a", "乙", "merge", into=f"{BASE}body/b"),
    ]
    for decision in decisions:
        append_decision(tmp_path / "sub" / "review.yaml", decision)
    assert load_decisions(tmp_path / "sub") == tuple(decisions)


def test_files_are_applied_in_the_order_of_their_names(tmp_path: Path) -> None:
    append_decision(tmp_path / "20.yaml", decide(f"{BASE}a", "x", "accept"))
    append_decision(tmp_path / "10.yaml", decide(f"{BASE}b", "x", "accept"))
    (tmp_path / "15.yml").write_text(
        "- {entity: 'id:c', text: x, decision: accept, by: 1, on: 2026-01-02, why: y}\n",
        encoding="utf-8",
    )
    entities = [decision.entity for decision in load_decisions(tmp_path)]
    assert entities == [f"{BASE}b", f"{BASE}c", f"{BASE}a"]
    assert load_decisions(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("entity: x", "not a list"),
        ("- {entity: 'id:a', text: x, decision: maybe, by: a, on: 2026-01-02, why: b}", "decision"),
        ("- {entity: 'id:a', text: x, decision: accept, on: 2026-01-02, why: b}", "by"),
        ("- {entity: 'id:a', text: x, decision: merge, by: a, on: 2026-01-02, why: b}", "into"),
        ("- {entity: 'foo:a', text: x, decision: accept, by: a, on: 2026-01-02, why: b}", "foo"),
        ("- [", "correct the file"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=reason) as caught:
        load_decisions(tmp_path)
    assert "one.yaml" in str(caught.value)


def test_the_example_of_the_readme_is_a_decision(tmp_path: Path) -> None:
    text = (ROOT / "data" / "curation" / "README.md").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text.split("```yaml")[1].split("```")[0], encoding="utf-8")
    (decision,) = load_decisions(tmp_path)
    assert decision.decision == "correct"
    assert decision.entity.startswith(BASE)
    assert decision.changes == {"rg:role": "rg:lead"}
