"""COPY and ADD of a graph that is not there: an error by the standard, silence in the engine.

https://www.w3.org/TR/sparql11-update/#copy. The check becomes part of the update, so it sees what
the operations before it did, and what fails is undone with them.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from kg.store.tokens import Token, read_tokens, unescape

NO_SOURCE: Final = "urn:x-responsibility-kg:no-source:"


def with_checked_sources(text: str) -> str:
    """Return the update with a check before each COPY and ADD that is not SILENT.

    Where the source is missing, the check makes a graph and then fails to create it; the engine's
    message names that graph, which begins with `NO_SOURCE`.
    """
    text = unescape(text)
    tokens = list(read_tokens(text))
    parts: list[str] = []
    end = 0
    for at, token in enumerate(tokens):
        source = _source(tokens[at : at + 4]) if token.word in ("COPY", "ADD") else ""
        if source:
            parts += [text[end : token.start], _check(source)]
            end = token.start
    return "".join(parts) + text[end:]


def _source(tokens: list[Token]) -> str:
    """The graph that an operation reads; empty where it need not be there."""
    found = next((token for token in tokens[1:] if token.word != "GRAPH"), None)
    return found.text if found is not None and found.kind in ("iri", "name") else ""


def _check(source: str) -> str:
    sign = f"<{NO_SOURCE}{uuid4().hex}>"
    return (
        f"INSERT {{ GRAPH {sign} {{ {sign} {sign} {sign} }} }} "
        f"WHERE {{ FILTER NOT EXISTS {{ GRAPH {source} {{}} }} }}; "
        f"CREATE GRAPH {sign}; DROP GRAPH {sign}; "
    )
