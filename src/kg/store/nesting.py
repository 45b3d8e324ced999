"""How deep a file is nested, read flat: with depth the engine's parsers overflow or slow down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.errors import QueryError

_DEEPEST: Final = 100

# No pattern goes back over what it took, and what has no end is taken whole: time stays linear.
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*+"?|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_TURTLE = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"
    rb'|"(?:[^"\\\r\n]|\\.)*+"?'
    rb"|'(?:[^'\\\r\n]|\\.)*+'?"
    rb"|\\.|\#[^\r\n]*+"
    rb"|(?P<open><<|\{\|)|(?P<close>>>|\|\})"
    rb"|<[^<>\s]*+>?",
    re.DOTALL,
)
_XML = re.compile(
    rb"<!--(?:.*?-->|.*+)|<!\[CDATA\[(?:.*?\]\]>|.*+)|<\?(?:.*?\?>|.*+)"
    rb"|(?P<close></)"
    rb"|<(?:[^<>\"'/]|\"[^\"]*+\"|'[^']*+'|/(?!>))++/>"
    rb"|(?P<open><(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Syntax:
    """How a format nests.

    Attributes:
        name: of the format, for messages.
        token: what opens or closes a level, and what only looks like it.
        signs: a file with few of them is not deep, and need not be read for it.
    """

    name: str
    token: re.Pattern[bytes]
    signs: tuple[bytes, ...]


_TERMS = _Syntax("file", _TURTLE, (b"<<", b"{|"))
_SYNTAXES: Final = {
    "application/ld+json": _Syntax("JSON-LD", _JSON, (b"{", b"[")),
    "application/rdf+xml": _Syntax("RDF/XML", _XML, (b"<",)),
}


def check_depth(data: bytes, media_type: str) -> None:
    """Refuse a file that is nested deeper than anybody writes one.

    Args:
        data: the file.
        media_type: its canonical format.

    Raises:
        QueryError: it is too deep.
    """
    syntax = _SYNTAXES.get(media_type, _TERMS)
    if sum(map(data.count, syntax.signs)) <= _DEEPEST:
        return
    depth = 0
    for match in syntax.token.finditer(data):
        if match.lastgroup == "open":
            depth += 1
            if depth > _DEEPEST:
                raise QueryError(
                    f"cannot read the {syntax.name}",
                    f"it is nested more than {_DEEPEST} deep",
                    "write the inner parts by themselves",
                )
        elif match.lastgroup == "close":
            depth -= 1
