"""One service over the example plan for all tests of clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serving import Served, build_graph, serving


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("service")
    build_graph(folder / "graph")
    with serving(folder / "graph", folder) as served:
        yield served
