"""The store of a running service: everything a store does, and what a service needs on top."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError, QueryTimeout, StoreError
from kg.store import ServedStore, Store, open_store
from kg.store.frames import RefusedQuery
from kg.store.guard import Limits
from kg.store.snapshots import snapshot_numbers
from tests.store.contract import NAME, A, B, G, P, StoreContract

ENDLESS = b"INSERT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


class TestServedDirectory(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with ServedStore(tmp_path / "store") as store:
            yield store


def test_is_open_to_nobody_else_but_can_be_read(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        store.replace_graph(G, [(A, P, B)])
        with pytest.raises(StoreError, match="in use"):
            open_store(tmp_path / "s")
        with open_store(tmp_path / "s", read_only=True) as reader:
            assert reader.size() == 1
    with open_store(tmp_path / "s") as again:
        assert again.size() == 1


def test_a_reader_keeps_its_state_while_the_service_writes_on(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        store.replace_graph(G, [(A, P, B)])
        with open_store(tmp_path / "s", read_only=True) as reader:
            for _ in range(5):
                store.replace_graph(G, [])
            assert reader.select("SELECT ?o { ?s ?p ?o }").rows == ((B,),)
            assert any((tmp_path / "s" / "snapshots").glob("reader-*"))
        assert not any((tmp_path / "s" / "snapshots").glob("reader-*"))


def test_a_second_service_is_refused_in_one_line(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s"), pytest.raises(StoreError, match="in use") as caught:
        ServedStore(tmp_path / "s")
    assert "\n" not in str(caught.value)


def test_an_update_without_end_is_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s", deadline=1.5) as store:
        data = " ".join(f"<urn:x:{n}> <urn:p:{n % 7}> {n} ." for n in range(200))
        store.update(f"INSERT DATA {{ {data} }}")
        with pytest.raises(QueryTimeout):
            store.strangers_update(ENDLESS, Limits())
        assert store.size() == 200
        store.replace_graph(G, [(A, P, B)])
        assert store.size() == 201


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        (b"LOAD <http://127.0.0.1:1/x>", "load-disabled"),
        (b"LO\\u0041D <http://127.0.0.1:1/x> INTO GRAPH <urn:x:g>", "load-disabled"),
        (b"INSERT {?s ?p ?o} WHERE {SERVICE <http://127.0.0.1:1/> {?s ?p ?o}}",
         "federation-disabled"),
        (b"INSERT DATA { <urn:s> <urn:p> " + b"<<( <urn:p> <urn:p> " * 6500 + b"1"
         + b" )>>" * 6500 + b" }", "query-too-complex"),
        (b"COPY <urn:x:none> TO <urn:x:g>", "conflict"),
        (b"PREFIX x: <urn:x:> INSERT DATA { x:a x:b x:c }; ADD GRAPH x:none TO DEFAULT",
         "conflict"),
        (b"MOVE <urn:x:none> TO <urn:x:g>", "conflict"),
        (b"INSERT DATA { GRAPH <urn:x:a> { <urn:x:a> <urn:x:a> 1 } }; DROP GRAPH <urn:x:a>; "
         b"COPY <urn:x:a> TO <urn:x:g>", "conflict"),
        ("INSERT DATA { <urn:s> <urn:p> '消防' }".encode("gb18030"), "invalid-encoding"),
    ],
)  # fmt: skip
def test_what_a_stranger_may_not_is_refused(tmp_path: Path, update: bytes, kind: str) -> None:
    with ServedStore(tmp_path / "s") as store:
        with pytest.raises(RefusedQuery) as caught:
            store.strangers_update(update, Limits())
        assert caught.value.kind == kind
        assert (store.deaths, store.size(), store.graphs()) == (0, 0, ())


def test_graphs_that_are_there_are_copied_and_silence_asks_for_nothing(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        store.strangers_update(
            b"""PREFIX x: <urn:x:> INSERT DATA { GRAPH x:a { x:a x:b "COPY x:none TO x:b" } };
            ADD x:a TO x:b; CREATE GRAPH x:empty; COPY GRAPH x:empty TO x:c;
            COPY SILENT x:none TO x:d; COPY DEFAULT TO x:e; COPY x:b TO DEFAULT""",
            Limits(),
        )
        assert store.size() == 3
        assert not any("no-source" in name for name in store.graphs())


@pytest.mark.parametrize("written", [b"\0", b"\\u0000", b"\\U00000000"])
def test_no_null_character_gets_in(tmp_path: Path, written: bytes) -> None:
    with ServedStore(tmp_path / "s") as store, pytest.raises(QueryError, match=r"U\+0000"):
        store.strangers_update(b"INSERT DATA { <urn:s> <urn:p> 'a%sb' }" % written, Limits())


def test_broken_grammar_wins_over_a_forbidden_reach(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store, pytest.raises(QueryError) as caught:
        store.strangers_update(b"LOAD <http://127.0.0.1:1/x> ;; }", Limits())
    assert not isinstance(caught.value, RefusedQuery)


def test_using_names_the_dataset_of_each_operation(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        store.replace_graph(G, [(A, P, B)])
        store.strangers_update(
            b"INSERT { GRAPH <urn:x:out> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
            Limits(),
            using_graphs=[str(G)],
        )
        assert store.ask(f"ASK {{ GRAPH <urn:x:out> {{ {A.n3()} {P.n3()} {B.n3()} }} }}")
        with pytest.raises(QueryError, match="USING"):
            store.strangers_update(
                b"DELETE { ?s ?p ?o } USING <urn:x:y> WHERE { ?s ?p ?o }",
                Limits(),
                using_graphs=[str(G)],
            )


def test_a_killed_writer_is_replaced(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        store.replace_graph(G, [(A, P, B)])
        os.kill(store._child.pid, signal.SIGKILL)
        store._child.wait(10)
        store.replace_graph(G, [(A, P, NAME)])
        assert store.deaths == 1
        assert store.select("SELECT ?o { ?s ?p ?o }").rows == ((NAME,),)


def test_a_writer_killed_at_work_is_replaced(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        store.replace_graph(G, [(A, P, B)])
        data = " ".join(f"<urn:x:{n}> <urn:p:{n % 7}> {n} ." for n in range(200))
        store.update(f"INSERT DATA {{ {data} }}")
        threading.Timer(0.5, store._child.kill).start()
        with pytest.raises(StoreError, match="died"):
            store.strangers_update(ENDLESS, Limits())
        store.replace_graph(G, [(A, P, NAME)])
        assert store.size() == 201


def test_old_snapshots_go_but_not_those_in_use(tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as store:
        with store.leased() as path:
            held = int(Path(path).name)
            for _ in range(5):
                store.replace_graph(G, [(A, P, B)])
            assert Path(path).exists()
            assert snapshot_numbers(tmp_path / "s") == [held, store.number - 1, store.number]
        store.replace_graph(G, [(A, P, B)])
        assert not Path(path).exists()


def test_read_only_refuses_changes(tmp_path: Path) -> None:
    with (
        ServedStore(tmp_path / "s", writable=False) as store,
        pytest.raises(StoreError, match="reading only"),
    ):
        store.remove_graph(G)


def test_a_temporary_store_starts_as_a_copy_and_leaves_nothing() -> None:
    with open_store("memory:") as source:
        source.replace_graph(G, [(A, P, B)])
        with ServedStore.temporary(source) as store:  # type: ignore[arg-type]
            assert store.size() == 1
            store.replace_graph(G, [])
            directory = store.directory
        assert source.size() == 1
    assert not directory.parent.exists()
