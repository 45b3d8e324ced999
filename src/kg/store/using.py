"""Give an update the dataset that the protocol's ``using-graph-uri`` names.

The engine has no such parameter, so the clauses are written into each operation that has a WHERE:
https://www.w3.org/TR/sparql11-protocol/#update-dataset.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import QueryError
from kg.store.tokens import Token, read_tokens, unescape


def with_dataset(update: str, graphs: Iterable[str], named_graphs: Iterable[str]) -> str:
    """Return the update with USING and USING NAMED before each WHERE.

    Raises:
        QueryError: the update names a dataset of its own, which the protocol forbids.
    """
    text = unescape(update)
    tokens = list(read_tokens(text))
    clauses = "".join(f" USING <{name}>" for name in graphs)
    clauses += "".join(f" USING NAMED <{name}>" for name in named_graphs)
    parts: list[str] = []
    end, depth = 0, 0
    for at, token in enumerate(tokens):
        depth += (token.text == "{") - (token.text == "}")
        if depth or token.word not in ("USING", "WITH", "WHERE"):
            continue
        if token.word != "WHERE":
            raise QueryError(
                "cannot apply the update",
                f"it says {token.word} and the request names its dataset as well",
                "use one of the two",
            )
        template = _template(text, tokens, at)
        parts += [text[end : token.start], template, clauses, " "]
        end = token.start
    return "".join(parts) + text[end:]


def _template(text: str, tokens: list[Token], where: int) -> str:
    """What ``DELETE WHERE { … }`` stands for has the pattern as its template."""
    if where == 0 or tokens[where - 1].word != "DELETE":
        return ""
    depth = 0
    for token in tokens[where + 1 :]:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return text[tokens[where + 1].start : token.start + 1]
    return ""
