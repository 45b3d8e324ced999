"""What every store does, said once; each adapter's test module runs it against its own store."""

from __future__ import annotations

import io

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import XSD

from kg.errors import QueryError, StoreError
from kg.store import Store

A, B, P, Q = (URIRef(f"http://example.org/{name}") for name in "abpq")
G, H = URIRef("http://example.org/graph/g"), URIRef("http://example.org/graph/h")
NAME = Literal("消防安全", lang="zh")


class StoreContract:
    """Subclasses give a fixture ``store`` that is empty and thrown away."""

    writes_default_graph = True
    one_transaction = True

    def test_starts_empty(self, store: Store) -> None:
        assert store.size() == 0
        assert store.graphs() == ()
        assert not store.ask("ASK { ?s ?p ?o }")

    def test_selects_terms_of_every_kind(self, store: Store) -> None:
        values = [
            Literal("plain"),
            NAME,
            Literal("2020-06-01", datatype=XSD.date),
            Literal(7),
            Literal('quote " and \\ and \n line and \\u0041'),
            B,
        ]
        store.replace_graph(G, [(A, P, value) for value in values])
        table = store.select("SELECT ?o WHERE { ?s ?p ?o }")
        assert table.columns == ("o",)
        assert {row[0] for row in table.rows} == set(values)

    def test_unbound_cells_are_none(self, store: Store) -> None:
        store.replace_graph(G, [(A, P, B)])
        table = store.select(
            "SELECT ?s ?x WHERE { ?s <http://example.org/p> ?o OPTIONAL { ?o <urn:none:x> ?x } }"
        )
        assert table.rows == ((A, None),)
        assert list(table) == [{"s": A, "x": None}]
        assert len(table) == 1

    def test_default_graph_is_the_union_of_all_graphs(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(B, Q, NAME)]})
        assert store.ask(f"ASK {{ {A.n3()} {P.n3()} ?b . ?b {Q.n3()} ?name }}")
        table = store.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
        assert {row[:3] for row in table.rows} == {(A, P, B), (B, Q, NAME)}

    def test_a_triple_of_two_graphs_is_one_for_distinct(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(A, P, B)]})
        assert store.select("SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }").rows == ((A, P, B),)
        assert len(store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) == 1
        assert store.size() == 2

    def test_from_narrows_the_union(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(B, Q, NAME)]})
        table = store.select(f"SELECT ?s FROM {H.n3()} WHERE {{ ?s ?p ?o }}")
        assert table.rows == ((B,),)

    def test_the_word_from_in_a_literal_changes_nothing(self, store: Store) -> None:
        store.replace_graph(G, [(A, P, Literal("from"))])
        assert store.ask('ASK { ?s ?p "from" }')

    def test_graph_patterns_tell_graphs_apart(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(B, Q, NAME)]})
        table = store.select(f"SELECT ?g WHERE {{ GRAPH ?g {{ ?s {Q.n3()} ?o }} }}")
        assert table.rows == ((H,),)

    def test_constructs_a_graph(self, store: Store) -> None:
        store.replace_graph(G, [(A, P, NAME)])
        graph = store.construct(f"CONSTRUCT {{ ?s {Q.n3()} ?o }} WHERE {{ ?s {P.n3()} ?o }}")
        assert set(graph) == {(A, Q, NAME)}

    def test_a_wrong_kind_of_query_is_the_callers_fault(self, store: Store) -> None:
        store.replace_graph(G, [(A, P, B)])
        with pytest.raises(QueryError):
            store.select("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        with pytest.raises(QueryError):
            store.construct("SELECT ?s WHERE { ?s ?p ?o }")

    def test_a_broken_query_is_the_callers_fault(self, store: Store) -> None:
        with pytest.raises(QueryError) as caught:
            store.select("SELECT * WHERE {\n ?s ?p }")
        assert "\n" not in str(caught.value)

    def test_a_broken_update_changes_nothing(self, store: Store) -> None:
        with pytest.raises(QueryError):
            store.update(f"INSERT DATA {{ GRAPH {G.n3()} {{ {A.n3()} {P.n3()} }} }}")
        assert store.size() == 0

    def test_binds_terms_into_slots(self, store: Store) -> None:
        tricky = Literal('x" } UNION { ?s ?p ?o } # \\u0022 \\')
        store.replace_graph(G, [(A, P, tricky), (B, P, NAME)])
        query = "SELECT ?s WHERE { VALUES ?o { UNDEF } ?s ?p ?o }"
        assert store.select(query, {"o": tricky}).rows == ((A,),)
        assert store.select(query, {"o": NAME}).rows == ((B,),)
        assert len(store.select(query)) == 2

    def test_refuses_to_bind_what_the_query_has_no_slot_for(self, store: Store) -> None:
        with pytest.raises(QueryError, match="no slot"):
            store.select("SELECT ?s WHERE { ?s ?p ?o }", {"s": A})

    def test_refuses_to_bind_an_iri_that_could_break_out(self, store: Store) -> None:
        query = "SELECT ?o WHERE { VALUES ?s { UNDEF } ?s ?p ?o }"
        with pytest.raises(QueryError, match="IRI"):
            store.select(query, {"s": URIRef("http://e/x> ?p ?o } #")})

    def test_updates(self, store: Store) -> None:
        store.update(f"INSERT DATA {{ GRAPH {G.n3()} {{ {A.n3()} {P.n3()} {B.n3()} }} }}")
        assert store.ask(f"ASK {{ GRAPH {G.n3()} {{ {A.n3()} {P.n3()} {B.n3()} }} }}")
        store.update(
            f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?s {Q.n3()} ?o }} }} "
            f"WHERE {{ GRAPH ?g {{ ?s ?p ?o FILTER(?g = {G.n3()}) }} }}"
        )
        assert store.select("SELECT ?p WHERE { ?s ?p ?o }").rows == ((Q,),)

    def test_an_update_fails_as_a_whole(self, store: Store) -> None:
        if not self.one_transaction:
            pytest.skip("this engine commits each operation of an update by itself")
        with pytest.raises((QueryError, StoreError)):
            store.update(
                f"INSERT DATA {{ GRAPH {G.n3()} {{ {A.n3()} {P.n3()} {B.n3()} }} }}; "
                f"CREATE GRAPH {G.n3()}"
            )
        assert store.size() == 0

    def test_loads_quads(self, store: Store) -> None:
        store.load([(A, P, B, G), (B, Q, NAME, H)])
        assert store.graphs() == (G, H)
        assert store.size() == 2

    def test_loads_a_file_into_a_graph(self, store: Store) -> None:
        data = '@prefix e: <http://example.org/> . e:a e:p "消防安全"@zh ; e:q <b> .'
        store.load(data.encode(), "text/turtle", into=G, base="http://example.org/")
        assert store.graphs() == (G,)
        assert store.ask(f"ASK {{ {A.n3()} {Q.n3()} {B.n3()} ; {P.n3()} {NAME.n3()} }}")

    def test_loads_a_dataset_file(self, store: Store) -> None:
        store.load(f"{A.n3()} {P.n3()} {B.n3()} {H.n3()} .\n".encode(), "application/n-quads")
        assert store.graphs() == (H,)

    def test_a_broken_file_leaves_nothing(self, store: Store) -> None:
        good = "".join(f"<http://example.org/{n}> {P.n3()} {n} .\n" for n in range(500))
        with pytest.raises(QueryError):
            store.load(f"{good}<http://oops".encode(), "text/turtle", into=G)
        assert store.size() == 0

    def test_writes_the_default_graph(self, store: Store) -> None:
        if not self.writes_default_graph:
            with pytest.raises(StoreError, match="default graph"):
                store.load([(A, P, B, None)])
            return
        store.load([(A, P, B, None)])
        assert store.graphs() == ()
        assert store.size() == 1
        assert store.ask(f"ASK {{ {A.n3()} {P.n3()} {B.n3()} }}")

    def test_replaces_exactly_one_graph(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(B, Q, NAME)]})
        store.replace_graph(G, [(A, Q, NAME)])
        assert set(store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) == {
            (A, Q, NAME),
            (B, Q, NAME),
        }

    def test_replacing_twice_changes_nothing(self, store: Store) -> None:
        store.replace_graph(G, [(A, P, B)])
        store.replace_graph(G, [(A, P, B)])
        assert store.size() == 1

    def test_replaces_and_removes_together(self, store: Store) -> None:
        store.replace_graph(G, [(A, P, B)])
        store.replace_graphs({H: [(B, Q, NAME)]}, remove=[G])
        assert store.graphs() == (H,)

    def test_removes_a_graph(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(B, Q, NAME)]})
        store.remove_graph(G)
        store.remove_graph(G)
        assert store.graphs() == (H,)

    def test_holds_a_graph_of_thousands_of_triples(self, store: Store) -> None:
        triples = [
            (URIRef(f"http://example.org/s{n}"), P, Literal(f"任务 {n} " + "x" * 200))
            for n in range(6000)
        ]
        store.replace_graph(G, triples)
        assert store.size() == 6000
        assert len(store.select(f"SELECT ?s ?o WHERE {{ ?s {P.n3()} ?o }}")) == 6000

    def test_streams_the_engines_own_serialisation(self, store: Store) -> None:
        store.replace_graph(G, [(A, P, NAME)])
        csv = b"".join(store.stream("SELECT ?o WHERE { ?s ?p ?o }", "text/csv")).decode()
        assert [line.strip('"') for line in csv.split()] == ["o", "消防安全"]
        turtle = b"".join(
            store.stream("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "text/turtle")
        ).decode()
        assert isomorphic(Graph().parse(data=turtle, format="turtle"), _graph((A, P, NAME)))

    def test_dumps_everything_as_quads(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(B, Q, NAME)]})
        out = io.BytesIO()
        store.dump(out)
        wanted = {
            " ".join(term.n3() for term in quad) + " ." for quad in ((A, P, B, G), (B, Q, NAME, H))
        }
        assert set(out.getvalue().decode().splitlines()) == wanted

    def test_dumps_one_graph(self, store: Store) -> None:
        store.replace_graphs({G: [(A, P, B)], H: [(B, Q, NAME)]})
        out = io.BytesIO()
        store.dump(out, "text/turtle", graph=H)
        parsed = Graph().parse(data=out.getvalue().decode(), format="turtle")
        assert set(parsed) == {(B, Q, NAME)}

    def test_version_changes_with_the_graph_where_it_is_known(self, store: Store) -> None:
        before = store.version
        store.replace_graph(G, [(A, P, B)])
        if before is None:
            assert store.version is None
        else:
            assert store.version != before


def _graph(*triples: tuple[URIRef, URIRef, URIRef | Literal]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph
