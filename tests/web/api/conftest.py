"""One service for all tests of the look-up API; they only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.service import served_app


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client of a service over two plans."""
    with served_app() as app, TestClient(app, base_url="http://127.0.0.1") as client:
        yield client
