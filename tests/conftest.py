"""What many tests share: the built example graph, and a network that ends at this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.ingest import BuildReport, build
from kg.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
CHANGJI = ROOT / "data" / "sources" / "changji-2020.txt"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def _stay_on_this_machine() -> Iterator[None]:
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def changji_build() -> Iterator[tuple[Store, BuildReport]]:
    """The example plan built into a store in memory, and the report of that run."""
    with open_store("memory:") as store:
        yield store, build([CHANGJI], store)


@pytest.fixture(scope="session")
def changji_store(changji_build: tuple[Store, BuildReport]) -> Store:
    """The built example graph; tests only read it."""
    return changji_build[0]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test material, where it stands beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not part of the repository")
    return SHARED
