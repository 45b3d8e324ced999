"""Orders and pages of lists, few and many, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE, RG
from kg.web.api import departments, listing, obligations
from kg.web.api.building import Builder
from kg.web.api.computed import Computed
from kg.web.api.listing import find_page
from kg.web.api.lists import conditions
from kg.web.api.parameters import DepartmentParameters
from kg.web.api.reader import Reader
from tests.benchmark.plans import document, domain, nquads


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Three plans of 200 duties each, of which a few have no place in their order."""
    with open_store("memory:") as store:
        store.load("".join(nquads(3)).encode())
        store.update(
            f"DELETE {{ GRAPH ?g {{ ?o <{RG.order}> ?n }} }} WHERE {{ GRAPH ?g "
            f"{{ ?o <{RG.order}> ?n }} FILTER(STRENDS(STR(?o), '/7')) }}"
        )
        yield store


@pytest.mark.parametrize("sort", ["order", "-order", "due"])
def test_few_and_many_come_in_the_same_order(
    store: Store, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(store)
    page = {"sort": sort, "limit": 1000, "offset": 0}
    total, many = find_page(reader, obligations.LISTING, {}, **page)  # type: ignore[arg-type]
    monkeypatch.setattr(listing, "_FEW", 1000)
    assert (total, many) == find_page(reader, obligations.LISTING, {}, **page)  # type: ignore[arg-type]
    assert total == len(set(many)) == 600
    if sort != "due":
        assert [iri.rsplit("/", 1)[-1] for iri in many[-3:]] == ["7"] * 3


@pytest.mark.parametrize("sort", ["leads", "-leads", "label", "-obligations"])
def test_a_narrowed_list_has_the_order_of_the_whole(store: Store, sort: str) -> None:
    reader = Reader(store)
    given = DepartmentParameters(document=document(1))
    wanted = conditions(given, DEFAULT_BASE)
    _, whole = find_page(reader, departments.LISTING, {}, sort=sort, limit=100, offset=0)
    total, some = find_page(reader, departments.LISTING, wanted, sort=sort, limit=100, offset=0)
    assert total == 30
    assert some == [iri for iri in whole if "bench-1-" in iri]


def test_who_leads_in_a_domain_leads_there(store: Store) -> None:
    given = DepartmentParameters(document=document(1), domain=domain(3), role="lead")
    wanted = conditions(given, DEFAULT_BASE)
    reader = Reader(store)
    _, found = find_page(reader, departments.LISTING, wanted, sort="label", limit=100, offset=0)
    expected = store.select(
        f"SELECT DISTINCT ?b WHERE {{ ?a <{RG.agent}> ?b ; <{RG.role}> <{RG.lead}> ; "
        f"<{RG.obligation}> ?o . ?o <{RG.inDomain}> <{domain(3)}> ; "
        f"<{RG.inDocument}> <{document(1)}> }}"
    )
    assert sorted(found) == sorted(str(row["b"]) for row in expected)
    assert 0 < len(found) < 17


def test_counts_of_all_bodies_are_those_of_each(store: Store) -> None:
    reader = Reader(store, computed=Computed(lambda: "1"))
    body = f"{DEFAULT_BASE}body/bench-2-4"
    (alone,) = departments.build_departments(Builder(reader), [body])
    assert departments.count_duties(reader)[body] == alone.counts
    assert alone.counts.lead > 0


def test_what_is_kept_is_made_once_and_goes_with_a_change() -> None:
    version, made = ["1"], list[str]()
    computed, together = Computed(lambda: version[0], capacity=10), Barrier(4)

    def make() -> list[str]:
        made.append(version[0])
        return ["some", "thing"]

    def ask() -> None:
        together.wait()
        computed.get("key", make)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["1"]
    version[0] = "2"
    assert computed.known("key") is None
    computed.get("key", make)
    assert made == ["1", "2"]


def test_what_was_begun_before_a_change_is_not_kept_and_the_oldest_goes_first() -> None:
    version = ["1"]
    computed = Computed(lambda: version[0], capacity=4)

    def change() -> list[int]:
        version[0] = "2"
        return [1]

    assert computed.get("torn", change) == [1]
    assert computed.known("torn") is None
    for key in "ab":
        computed.get(key, lambda: [1, 2])
    computed.get("c", lambda: [3])
    assert [computed.known(key) is not None for key in "abc"] == [False, True, True]
    assert computed.get("large", lambda: [0] * 5) == [0] * 5
    assert computed.known("large") is None
