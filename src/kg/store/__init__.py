"""The store port: one way to ask, write and keep a graph, whatever engine stands behind it.

>>> with open_store("memory:") as store:
...     store.update("INSERT DATA { <urn:a> <urn:b> 1 }")
...     store.ask("ASK { <urn:a> ?p ?o }")
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.store.archive import Manifest, backup, restore, restore_directory
    from kg.store.binding import bind
    from kg.store.opening import open_store
    from kg.store.port import Quad, Store, Table, Term, Triple
    from kg.store.serving import ServedStore

__all__ = [
    "Manifest",
    "Quad",
    "ServedStore",
    "Store",
    "Table",
    "Term",
    "Triple",
    "backup",
    "bind",
    "open_store",
    "restore",
    "restore_directory",
]

_HOMES = {
    "Manifest": "archive",
    "backup": "archive",
    "restore": "archive",
    "restore_directory": "archive",
    "bind": "binding",
    "open_store": "opening",
    "ServedStore": "serving",
    "Quad": "port",
    "Store": "port",
    "Table": "port",
    "Term": "port",
    "Triple": "port",
}


def __getattr__(name: str) -> Any:
    # Worker processes start often and need the engine only, so rdflib is imported on first use.
    if name not in _HOMES:
        raise AttributeError(f"module 'kg.store' has no attribute '{name}'")
    return getattr(importlib.import_module(f"kg.store.{_HOMES[name]}"), name)
