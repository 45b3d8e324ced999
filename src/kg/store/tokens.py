r"""SPARQL as a flat list of tokens, read without recursion and in linear time.

This is no parser: it cannot be driven into depth, so it may look at what strangers send before
any parser does. Codepoint escapes are undone first, as section 19.2 of
https://www.w3.org/TR/sparql11-query/#codepointEscape asks, so ``S\u0045RVICE`` is ``SERVICE``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Token(NamedTuple):
    """A token: its kind, its text and where it starts in the unescaped text."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The text in upper case where it may be a keyword, else empty."""
        return self.text.upper() if self.kind == "word" else ""


_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN: Final = re.compile(
    r"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$][\w\u00b7]+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_][\w.\-\u00b7]*)?:(?:[\w:\-\u00b7]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:%\-\\]))*
      |_:\w[\w.\-]*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d][\w]*)
  | (?P<mark><<\(|\)>>|<<|>>|\{\||\|\}|\|\||&&|\^\^|!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def unescape(text: str) -> str:
    """Return the text with its codepoint escapes undone."""
    if "\\u" not in text and "\\U" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    # What is no character stays as it is; the parser behind refuses it.
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else match[0]


def read_tokens(text: str) -> Iterator[Token]:
    """Iterate over the tokens of an unescaped query or update, without space and comments."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def query_form(tokens: list[Token]) -> str:
    """Return SELECT, CONSTRUCT, DESCRIBE or ASK, or an empty string where it is none."""
    for token in tokens:
        if token.word in ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK"):
            return token.word
        if token.text == "{":
            break
    return ""


def has_dataset(tokens: list[Token]) -> bool:
    """Whether the query names its dataset by FROM."""
    for token in tokens:
        if token.text == "{" and query_form(tokens) != "CONSTRUCT":
            return False
        if token.word == "FROM":
            return True
        if token.word == "WHERE":
            return False
    return False
