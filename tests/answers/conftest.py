"""One answerer over the built example graph for all tests of answers."""

from __future__ import annotations

import pytest

from kg.answers import Answerer
from kg.store import Store


@pytest.fixture(scope="session")
def answerer(changji_store: Store) -> Answerer:
    """Answers out of the example graph."""
    return Answerer(changji_store)
