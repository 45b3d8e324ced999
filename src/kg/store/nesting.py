"""How deep a file is nested, read flat: with depth the engine's parsers overflow or slow down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kg.errors import QueryError

_DEEPEST: Final = 100
_OPENING: Final = frozenset((b"{", b"[", b"<<", b"{|"))
_JSON = re.compile(rb'["{}\[\]]')
_JSON_ENDS: Final = {b'"': re.compile(rb'\\.|"', re.DOTALL)}
_TURTLE = re.compile(rb"\"\"\"|'''|[\"'#]|\\.|<<|>>|\{\||\|\}|<[^<>\s]*>", re.DOTALL)
_TURTLE_ENDS: Final = {
    b'"""': re.compile(rb'\\.|"""', re.DOTALL),
    b"'''": re.compile(rb"\\.|'''", re.DOTALL),
    b'"': re.compile(rb'\\.|["\r\n]', re.DOTALL),
    b"'": re.compile(rb"\\.|['\r\n]", re.DOTALL),
    b"#": re.compile(rb"[\r\n]"),
}
_XML = re.compile(rb"<!--|<!\[CDATA\[|<\?|</|<")
_XML_ENDS: Final = {
    b"<!--": re.compile(rb"-->"),
    b"<![CDATA[": re.compile(rb"\]\]>"),
    b"<?": re.compile(rb"\?>"),
}
_TAG = re.compile(rb"[\"'<]|/?>")
_QUOTES: Final = {b'"': re.compile(rb'"'), b"'": re.compile(rb"'")}


def check_depth(data: bytes, media_type: str) -> None:
    """Refuse a file that is nested deeper than anybody writes one.

    Args:
        data: the file.
        media_type: its canonical format.

    Raises:
        QueryError: it is too deep.
    """
    depth = 0
    for step in _steps(data, media_type):
        depth += step
        if depth > _DEEPEST:
            raise QueryError(
                "cannot read the file",
                f"it is nested more than {_DEEPEST} deep",
                "write the inner parts by themselves",
            )


def _steps(data: bytes, media_type: str) -> Iterator[int]:
    """1 where a level opens and -1 where one closes."""
    if media_type == "application/ld+json":
        return _bracket_steps(data, _JSON, _JSON_ENDS)
    if media_type == "application/rdf+xml":
        return _tag_steps(data)
    # Only what terms are made of nests without bound in the parsers; most files have none.
    if data.count(b"<<") + data.count(b"{|") <= _DEEPEST:
        return iter(())
    return _bracket_steps(data, _TURTLE, _TURTLE_ENDS)


def _bracket_steps(
    data: bytes, token: re.Pattern[bytes], ends: Mapping[bytes, re.Pattern[bytes]]
) -> Iterator[int]:
    at = 0
    while match := token.search(data, at):
        at = match.end()
        text = match[0]
        if text in ends:
            at = _after(data, at, ends[text])
        elif text in _OPENING:
            yield 1
        elif text in (b"}", b"]", b">>", b"|}"):
            yield -1


def _tag_steps(data: bytes) -> Iterator[int]:
    at = 0
    while match := _XML.search(data, at):
        at = match.end()
        if match[0] in _XML_ENDS:
            at = _after(data, at, _XML_ENDS[match[0]])
        elif match[0] == b"</":
            yield -1
        else:
            yield 1
            at, empty = _tag_end(data, at)
            if empty:
                yield -1


def _tag_end(data: bytes, at: int) -> tuple[int, bool]:
    """Where the tag ends that begins before a place, and whether it closes itself."""
    while match := _TAG.search(data, at):
        if match[0] == b"<":
            return match.start(), False
        at = match.end()
        if match[0] not in _QUOTES:
            return at, match[0] == b"/>"
        at = _after(data, at, _QUOTES[match[0]])
    return len(data), False


def _after(data: bytes, at: int, end: re.Pattern[bytes]) -> int:
    """The place after what ends a string or comment; escapes in it end nothing."""
    for match in end.finditer(data, at):
        if not match[0].startswith(b"\\"):
            return match.end()
    return len(data)
