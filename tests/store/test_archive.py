from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Literal

from kg.errors import StoreError
from kg.store import ServedStore, Store, backup, open_store, restore
from tests.store.contract import NAME, A, B, G, H, P

TRICKY = Literal('a "quoted" <urn:x> .\n_:not a blank node')


def _fill(store: Store) -> None:
    store.replace_graphs({G: [(A, P, NAME), (A, P, TRICKY)], H: [(B, P, A)]})
    store.load([(A, P, B, None)])


def _content(store: Store) -> set[tuple[object, ...]]:
    query = "SELECT ?g ?s ?p ?o { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } }"
    return set(store.select(query).rows)


def test_what_is_restored_is_what_was_backed_up(tmp_path: Path) -> None:
    with open_store("memory:", separate=True) as store:
        _fill(store)
        made = backup(store, tmp_path / "b.nq.gz")
        assert (made.quads, made.graphs) == (4, 2)
        with open_store(tmp_path / "s", separate=True) as other:
            other.replace_graph("urn:x:gone", [(A, P, A)])
            assert restore(other, tmp_path / "b.nq.gz") == made
            assert _content(other) == _content(store)


def test_a_served_store_is_backed_up_and_restored_meanwhile(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s", union=False) as served:
        _fill(served)
        with open_store(tmp_path / "s", read_only=True, separate=True) as reader:
            backup(reader, tmp_path / "b.nq.gz")
        before = _content(served)
        served.remove_graph(G)
        restore(served, tmp_path / "b.nq.gz")
        assert _content(served) == before


def test_blank_nodes_come_back_under_other_names(tmp_path: Path) -> None:
    with open_store("memory:") as store:
        store.update("INSERT DATA { [] <urn:p:x> [ <urn:p:y> 'z' ] }")
        backup(store, tmp_path / "b.nq.gz")
        restore(store, tmp_path / "b.nq.gz")
        assert store.ask("ASK { ?a <urn:p:x> ?b . ?b <urn:p:y> 'z' }")


@pytest.mark.parametrize("damage", ["content", "manifest", "truncated", "missing"])
def test_a_damaged_backup_changes_nothing(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "b.nq.gz"
    with open_store("memory:") as store:
        _fill(store)
        backup(store, path)
        if damage == "content":
            with open_store("memory:") as other:
                backup(other, tmp_path / "other.nq.gz")
            path.write_bytes((tmp_path / "other.nq.gz").read_bytes())
        elif damage == "manifest":
            path.with_name("b.nq.gz.json").write_text("{}")
        elif damage == "truncated":
            path.write_bytes(path.read_bytes()[:-20])
        else:
            path.unlink()
        with pytest.raises(StoreError, match="backup"):
            restore(store, path)
        assert store.size() == 4


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b.nq.gz").write_text("precious")
    with open_store("memory:") as store, pytest.raises(StoreError, match="exists"):
        backup(store, tmp_path / "b.nq.gz")
    assert (tmp_path / "b.nq.gz").read_text() == "precious"


def test_an_empty_store_can_be_backed_up(tmp_path: Path) -> None:
    with open_store("memory:") as store:
        backup(store, tmp_path / "b.nq.gz")
        _fill(store)
        restore(store, tmp_path / "b.nq.gz")
        assert store.size() == 0
