from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.errors import StoreError
from kg.store import Store, open_store
from tests.store.contract import StoreContract


class TestMemory(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with open_store("memory:") as store:
            yield store


def test_read_only_refuses_changes() -> None:
    with (
        open_store("memory:", read_only=True) as store,
        pytest.raises(StoreError, match="reading only"),
    ):
        store.update("INSERT DATA { <urn:x:a> <urn:x:b> 1 }")


def test_separate_keeps_the_default_graph_apart() -> None:
    with open_store("memory:", separate=True) as store:
        store.update("INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:b> 1 } }")
        assert not store.ask("ASK { ?s ?p ?o }")
        assert store.ask("ASK { GRAPH ?g { ?s ?p ?o } }")


def test_a_closed_store_says_so() -> None:
    store = open_store("memory:")
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.size()


@pytest.mark.parametrize("location", ["ftp://example.org/", "urn:x:y", "redis://h"])
def test_unknown_kinds_of_location_are_refused(location: str) -> None:
    with pytest.raises(StoreError, match="neither"):
        open_store(location)
