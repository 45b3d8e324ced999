from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from kg.documents import Bounds
from kg.errors import SourceError
from kg.ingest import BuildReport, DocumentReport, Progress, Upload, build
from kg.ingest.ledger import Ledger
from kg.ingest.reading import Reading, read_source
from kg.ingest.writing import Writer
from kg.store import Store, open_store
from kg.vocabulary import Minter
from tests.conftest import CHANGJI
from tests.plans import write_plan


def lines(store: Store, *, but: tuple[str, ...] = ()) -> set[str]:
    left_out = {f"{Minter().graph(name)}" for name in but}
    rows = store.select("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
    return {repr(row) for row in rows if str(row[3]) not in left_out}


def test_builds_the_example_with_everything_that_follows(
    changji_build: tuple[Store, BuildReport],
) -> None:
    store, report = changji_build
    assert [each.status for each in report.documents] == ["added"]
    assert report.documents[0].counts is not None
    assert report.documents[0].counts["obligations"] == 145
    assert report.inferred
    names = {str(graph).rpartition("/graph/")[2] for graph in store.graphs()}
    assert {"ontology", "lexicon", "inferred", "versions", "runs"} <= names


def test_building_twice_changes_nothing(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, "plan.txt")
    with open_store("memory:") as store:
        build([plan], store)
        before, version = lines(store), store.version
        again = build([plan], store)
        assert not again.changed
        assert [each.status for each in again.documents] == ["unchanged"]
        assert (lines(store), store.version) == (before, version)


def test_two_stores_of_the_same_input_differ_in_runs_only(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, "plan.txt")
    with open_store("memory:") as one, open_store("memory:") as other:
        build([plan], one)
        build([plan], other)
        assert lines(one, but=("runs",)) == lines(other, but=("runs",))
        assert lines(one) != lines(other)


def test_times_stand_in_the_graph_of_runs_only(changji_store: Store) -> None:
    rows = changji_store.select(
        "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
        "FILTER(isLiteral(?o) && DATATYPE(?o) = <http://www.w3.org/2001/XMLSchema#dateTime>) }"
    )
    assert {str(row[0]) for row in rows.rows} == {str(Minter().graph("runs"))}


def test_a_new_version_replaces_exactly_its_graph(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, "plan.txt")
    other = write_plan(tmp_path, "other.txt", title="义乌市防汛工作方案", duty="检查堤防。")
    with open_store("memory:") as store:
        first = build([plan, other], store)
        graphs = set(store.graphs())
        write_plan(tmp_path, "plan.txt", duty="对地下空间逐处检查。")
        second = build([plan, other], store)
        assert [each.status for each in second.documents] == ["replaced", "unchanged"]
        old, new = first.documents[0].graph, second.documents[0].graph
        assert set(store.graphs()) == graphs - {URIRef(str(old))} | {URIRef(str(new))}
        assert first.documents[0].document == second.documents[0].document
        assert not store.ask(f"ASK {{ GRAPH <{Minter().graph('versions')}> {{ <{old}> ?p ?o }} }}")
        assert not store.ask('ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "逐栋检查")) }')


def test_a_removed_statement_takes_what_followed_from_it_along(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, "plan.txt")
    leads = "ASK { ?s <https://w3id.org/responsibility/ontology#leads> ?o }"
    with open_store("memory:") as store:
        build([plan], store)
        assert store.ask(leads)
        write_plan(tmp_path, "plan.txt", statement="各有关部门按职责分工负责")
        build([plan], store)
        assert not store.ask(leads)


def test_a_failure_is_reported_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "table.xlsx").write_bytes(b"PK")
    write_plan(tmp_path, "plan.txt")
    with open_store("memory:") as store:
        report = build([tmp_path], store)
    found = {Path(each.source).name: each for each in report.documents}
    assert {name: each.status for name, each in found.items()} == {
        "empty.txt": "failed",
        "broken.pdf": "failed",
        "table.xlsx": "skipped",
        "plan.txt": "added",
    }
    assert "empty" in str(found["empty.txt"].error)
    assert "\n" not in str(found["broken.pdf"].error)


def test_odd_entries_of_a_folder_are_left_out_with_the_reason(tmp_path: Path) -> None:
    write_plan(tmp_path, "plan.txt")
    write_plan(tmp_path, ".hidden.txt", title="东阳市第二号方案")
    (tmp_path / ".git").mkdir()
    write_plan(tmp_path / ".git", "inner.txt", title="东阳市第三号方案")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "folder.txt").mkdir()
    write_plan(tmp_path / "folder.txt", "deep.txt", title="东阳市第四号方案")
    with open_store("memory:") as store:
        report = build([tmp_path], store)
    assert [Path(each.source).name for each in report.of("added")] == ["deep.txt", "plan.txt"]
    reasons = {Path(each.source).name: str(each.error) for each in report.of("skipped")}
    assert sorted(reasons) == [".git", ".hidden.txt", "again", "loop.txt", "pipe.txt"]
    assert "hidden" in reasons[".git"]
    assert "link to another folder" in reasons["again"]
    assert "leads nowhere" in reasons["loop.txt"]
    assert "not a file" in reasons["pipe.txt"]


def test_names_that_look_alike_are_files_apart(tmp_path: Path) -> None:
    names = ["a\nb.txt", "a\\nb.txt", "a\x1b[2J.txt", os.fsdecode(b"\xff.txt"), "\\udcff.txt"]
    for number, name in enumerate(names):
        write_plan(tmp_path, name, title=f"东阳市第{number + 1}号方案")
    with open_store("memory:") as store:
        report = build([tmp_path], store)
    assert len(report.of("added")) == len(names)
    assert all(each.source.isprintable() for each in report.documents)


def test_nothing_is_written_where_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with open_store("memory:") as store:
        build([tmp_path], store)
        assert store.size() == 0


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with open_store("memory:") as store, pytest.raises(SourceError, match="no document"):
        build([tmp_path], store)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    plans = [
        write_plan(tmp_path, f"{number}.txt", title=f"东阳市第{number}号方案")
        for number in (1, 2, 3)
    ]

    def stop(step: Progress) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with open_store("memory:") as store:
        with pytest.raises(KeyboardInterrupt):
            build(plans, store, workers=1, on_progress=stop)
        report = build(plans, store, workers=1)
        kept = report.of("unchanged")
        assert 1 <= len(kept) <= 2
        assert report.inferred
        with open_store("memory:") as whole:
            build(plans, whole, workers=1)
            assert lines(store, but=("runs",)) == lines(whole, but=("runs",))


def test_what_is_not_among_the_files_stays_unless_it_is_to_go(tmp_path: Path) -> None:
    plans = [
        write_plan(tmp_path, f"{number}.txt", title=f"东阳市第{number}号方案") for number in (1, 2)
    ]
    with open_store("memory:") as store, open_store("memory:") as alone:
        build(plans, store)
        build(plans[:1], alone)
        renamed = plans[0].rename(tmp_path / "other name.txt")
        kept = build([renamed], store)
        assert (kept.changed, kept.elsewhere) == (False, 1)
        (tmp_path / "empty.txt").touch()
        unsure = build([renamed, tmp_path / "empty.txt"], store, prune=True)
        assert (unsure.changed, unsure.elsewhere) == (False, 1)
        report = build([renamed], store, prune=True)
        assert len(report.of("removed")) == 1
        assert report.elsewhere == 0
        differ = lines(store, but=("runs",)) ^ lines(alone, but=("runs",))
        # What follows from the runs themselves: of these there were two.
        assert all("/id/run/" in line for line in differ)
        assert not build([renamed], store, prune=True).changed


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_files_of_one_document_the_last_stays(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    plans = [
        write_plan(tmp_path, "plan-1.txt"),
        write_plan(tmp_path, "plan-2.txt", duty="对地下空间逐处检查。"),
    ]
    with open_store("memory:") as store:
        build([plans[order[0]]], store)
        first = build(plans, store)
        again = build(plans, store)
        assert first.documents[0].status == "superseded"
        assert "plan-2.txt" in first.documents[0].warnings[-1]
        assert store.ask('ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "地下空间")) }')
        assert not again.changed


def test_bytes_that_a_newer_reader_names_anew_stand_under_the_new_name_only(tmp_path: Path) -> None:
    minter = Minter()
    old = read_source(write_plan(tmp_path, "plan.txt"), minter.base, (), Bounds())
    assert isinstance(old, Reading)

    def renamed(node: Node) -> Node:
        return URIRef(node.replace(old.key, "new-name")) if isinstance(node, URIRef) else node

    new = replace(
        old,
        key="new-name",
        document=URIRef(str(renamed(old.document))),
        graph=URIRef(str(renamed(old.graph))),
        description=tuple((renamed(s), renamed(p), renamed(o)) for s, p, o in old.description),
    )
    with open_store("memory:") as store:
        for reading in (old, new):
            writer = Writer(store, minter)
            writer.add(reading)
            writer.flush()
        assert new.graph in store.graphs()
        assert old.graph not in store.graphs()
        assert Ledger(store, minter).document_keys() == {"new-name"}


def test_many_documents_are_read_by_all_cores(tmp_path: Path) -> None:
    for number in range(1, 7):
        write_plan(tmp_path, f"{number}.txt", title=f"东阳市第{number}号方案")
    seen: list[Progress] = []
    with open_store("memory:") as store, open_store("memory:") as alone:
        report = build([tmp_path], store, workers=2, on_progress=seen.append)
        build([tmp_path], alone, workers=1)
        assert lines(store, but=("runs",)) == lines(alone, but=("runs",))
    names = [Path(each.source).name for each in report.documents]
    assert names == [f"{number}.txt" for number in range(1, 7)]
    assert [step.done for step in seen] == list(range(1, 7))
    assert {step.total for step in seen} == {6}


def test_an_upload_is_a_document_like_any_other(tmp_path: Path) -> None:
    plan = write_plan(tmp_path, "plan.txt")
    with open_store("memory:") as store:
        report = build([Upload("plan.txt", plan.read_bytes())], store)
        assert [each.status for each in report.documents] == ["added"]
        assert [each.status for each in build([plan], store).documents] == ["unchanged"]


def test_the_run_names_what_it_used_and_made(changji_build: tuple[Store, BuildReport]) -> None:
    store, report = changji_build
    graph = report.documents[0].graph
    assert store.ask(f"ASK {{ ?run {PROV.generated.n3()} <{graph}> ; {PROV.used.n3()} ?version }}")


def test_a_report_can_be_written_as_json(changji_build: tuple[Store, BuildReport]) -> None:
    record = changji_build[1].record()
    assert record["documents"][0]["source"] == str(CHANGJI)
    assert record["changed"] is True


def test_an_unreadable_name_is_reported(tmp_path: Path) -> None:
    with open_store("memory:") as store:
        report = build([tmp_path / "none.txt"], store)
    assert report.documents == (
        DocumentReport(str(tmp_path / "none.txt"), "failed", error=report.documents[0].error),
    )
    assert "no such file" in str(report.documents[0].error)
