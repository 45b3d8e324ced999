"""Refuse what no parser or planner may see: too deep, too wide, or reaching out.

The engine's parser recurses and its planner is cubic, so a few kilobytes end the process or hold
it for minutes. The limits let every query of the W3C suites pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from urllib.parse import urljoin, urlsplit

from kg.errors import QueryError
from kg.store.frames import RefusedQuery
from kg.store.tokens import Token, read_tokens, unescape

_OPEN = frozenset(("{", "(", "[", "<<", "<<(", "{|"))
_CLOSE = frozenset(("}", ")", "]", ">>", ")>>", "|}"))
_OPERATORS = frozenset(("+", "-", "*", "/", "=", "!=", "<", ">", "<=", ">=", "&&", "||", "!"))
_TERMS = frozenset(("iri", "name", "string", "number", "variable"))
_FETCHABLE = frozenset(("", "http", "https", "ftp", "ftps", "file", "data"))
_WORDS = {
    "depth": "levels of nesting",
    "patterns": "triple patterns",
    "optionals": "OPTIONAL groups",
    "path_steps": "property path steps",
    "operators": "operators",
    "binds": "BINDs",
    "unions": "UNIONs",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of each a text may have."""

    depth: int = 64
    patterns: int = 120
    optionals: int = 60
    path_steps: int = 150
    operators: int = 1500
    binds: int = 200
    unions: int = 500


@dataclass(slots=True)
class Measures:
    """How much of each a text has; the names are those of `Limits`."""

    depth: int = 0
    patterns: int = 0
    optionals: int = 0
    path_steps: int = 0
    operators: int = 0
    binds: int = 0
    unions: int = 0
    services: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)


def check_query(text: str, *, limits: Limits, allowed: Iterable[str] = ()) -> list[Token]:
    """Return the tokens of a query that may go to the parser.

    Args:
        text: the query.
        limits: how much of each it may have.
        allowed: the hosts that SERVICE may call.

    Raises:
        RefusedQuery: it is too complex or calls a host that is not allowed.
    """
    tokens = list(read_tokens(_printable(text)))
    _compare(measure(tokens), limits)
    _check_services(tokens, frozenset(allowed))
    return tokens


def check_update(text: str, *, limits: Limits, allowed: Iterable[str] = ()) -> list[Token]:
    """Return the tokens of an update that may go to the parser; LOAD is always refused.

    A ``LOAD SILENT`` must be gone before (`without_silent_loads`).

    Raises:
        RefusedQuery: it is too complex, loads from elsewhere or calls a host not allowed.
    """
    tokens = list(read_tokens(_printable(text)))
    _compare(measure(tokens), limits)
    if any(token.word == "LOAD" for token in tokens):
        raise RefusedQuery(
            "load-disabled", "cannot run LOAD", "this service fetches nothing", "send the data"
        )
    _check_services(tokens, frozenset(allowed))
    return tokens


def _printable(text: str) -> str:
    """The unescaped text; U+0000 has no place in results in XML, so it may not get in."""
    text = unescape(text)
    if "\0" in text:
        raise QueryError("cannot read the text", "it holds the character U+0000", "remove it")
    return text


def measure(tokens: list[Token]) -> Measures:
    """Count what makes a text hard to parse or plan; data of VALUES and INSERT DATA is free."""
    found = Measures()
    stack: list[str] = []
    data_from: int | None = None
    awaiting_data = False
    before = Token("mark", "", 0)
    for token in tokens:
        awaiting_data |= token.word in ("VALUES", "DATA")
        if token.kind == "mark" and token.text in _OPEN:
            stack.append(token.text)
            if awaiting_data and token.text == "{":
                data_from, awaiting_data = data_from or len(stack), False
        elif token.kind == "mark" and token.text in _CLOSE and stack:
            data_from = None if data_from == len(stack) else data_from
            stack.pop()
        found.depth = max(found.depth, len(stack))
        if data_from is None and not awaiting_data:
            _count(found, token, before, stack)
        before = token
    return found


def _count(found: Measures, token: Token, before: Token, stack: list[str]) -> None:
    text = token.text
    if token.kind == "mark":
        if text in _OPERATORS:
            found.operators += 1
        if text in ("/", "|", "^"):
            found.path_steps += 1
        found.patterns += _ends_pattern(text, before.text, stack)
    elif token.kind in _TERMS and before.kind in _TERMS and stack and stack[-1] == "(":
        found.patterns += 2
    elif token.word == "OPTIONAL":
        found.optionals += 1
    elif token.word == "BIND":
        found.binds += 1
    elif token.word == "UNION":
        found.unions += 1


def _ends_pattern(text: str, before: str, stack: list[str]) -> bool:
    if text in (".", ";", ","):
        return bool(stack) and stack[-1] in ("{", "[")
    return text in ("}", "]") and before not in (".", ";", "{", "}", "[")


def _compare(found: Measures, limits: Limits) -> None:
    for each in fields(limits):
        value, limit = getattr(found, each.name), getattr(limits, each.name)
        if value > limit:
            raise RefusedQuery(
                "query-too-complex",
                "cannot run the query",
                f"it has {value:,} {_WORDS[each.name]}, at most {limit:,} are run",
                "split it",
                limit=limit,
                value=value,
            )


def _check_services(tokens: list[Token], allowed: frozenset[str]) -> None:
    for at, token in enumerate(tokens):
        if token.word != "SERVICE":
            continue
        address = _address(tokens, at + 1)
        host = urlsplit(address).netloc if address else ""
        if not allowed or host not in allowed:
            raise RefusedQuery(
                "federation-disabled",
                "cannot run SERVICE",
                f"calling {host[:80] or 'a host not named in the text'} is not allowed here",
                "ask that endpoint yourself",
            )


def service_addresses(text: str) -> list[tuple[Token, str]]:
    """Return the endpoints that an unescaped text calls by name: where it says so, and which."""
    tokens = list(read_tokens(text))
    found = []
    for at, token in enumerate(tokens):
        address = _address(tokens, at + 1) if token.word == "SERVICE" else None
        if address is not None:
            named = tokens[at + 1] if tokens[at + 1].word != "SILENT" else tokens[at + 2]
            found.append((named, address))
    return found


def _address(tokens: list[Token], at: int) -> str | None:
    """The address a SERVICE names, prefixes and base resolved; None for a variable."""
    if at < len(tokens) and tokens[at].word == "SILENT":
        at += 1
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "iri":
        base = _declared(tokens, "BASE", None)
        return urljoin(base or "", token.text[1:-1])
    if token.kind == "name" and "\\" not in token.text:
        prefix, _, local = token.text.partition(":")
        namespace = _declared(tokens, "PREFIX", f"{prefix}:")
        return None if namespace is None else namespace + local
    return None


def _declared(tokens: list[Token], word: str, name: str | None) -> str | None:
    """The one IRI a prologue declares; None where it declares none or several."""
    step = 1 if name is None else 2
    found = {
        tokens[at + step].text[1:-1]
        for at, token in enumerate(tokens[:-step])
        if token.word == word and (name is None or tokens[at + 1].text == name)
    }
    return found.pop() if len(found) == 1 else None


def without_outside(text: str) -> str:
    """Return the text with SERVICE and LOAD made local, to check its grammar without running it.

    ``SERVICE`` has the grammar of ``GRAPH``, ``LOAD … INTO GRAPH …`` becomes ``CLEAR``.
    """
    text = unescape(text)
    parts: list[str] = []
    end = 0
    tokens = list(read_tokens(text))
    for at, token in enumerate(tokens):
        written = _local(tokens, at)
        if written is not None:
            parts += [text[end : token.start], written]
            end = token.start + len(token.text)
    return "".join(parts) + text[end:]


def _local(tokens: list[Token], at: int) -> str | None:
    token = tokens[at]
    before = tokens[at - 1] if at else Token("mark", "", 0)
    if token.word == "SERVICE":
        return "GRAPH"
    if token.word == "SILENT" and before.word == "SERVICE":
        return ""
    if token.word == "LOAD":
        silent = at + 1 < len(tokens) and tokens[at + 1].word == "SILENT"
        return "CLEAR" if silent else "CLEAR SILENT GRAPH"
    if token.word == "SILENT" and before.word == "LOAD":
        return "SILENT GRAPH"
    if token.word == "INTO":
        return ";CLEAR SILENT"
    return None


def without_silent_loads(text: str) -> str:
    """Return the update with each LOAD SILENT of what nobody can fetch as what it is: nothing.

    Its failure is silent by definition: https://www.w3.org/TR/sparql11-update/#load. One that
    could be fetched stays, to be refused: that is this service's rule and no failure to load.
    """
    text = unescape(text)
    tokens = list(read_tokens(text))
    parts: list[str] = []
    end = 0
    for at, token in enumerate(tokens):
        length = _silent_load(tokens[at : at + 6])
        if length and _is_fetchable(_address(tokens, at + 1)):
            continue
        if length:
            last = tokens[at + length - 1]
            parts += [text[end : token.start], "INSERT DATA {}"]
            end = last.start + len(last.text)
    return "".join(parts) + text[end:]


def _is_fetchable(address: str | None) -> bool:
    return address is None or urlsplit(address).scheme.lower() in _FETCHABLE


def _silent_load(tokens: list[Token]) -> int:
    """How many of the tokens are a well-formed LOAD SILENT."""
    words = [token.word for token in tokens]
    named = len(tokens) > 2 and tokens[2].kind in ("iri", "name")
    if words[:2] != ["LOAD", "SILENT"] or not named:
        return 0
    into = words[3:5] == ["INTO", "GRAPH"] and len(tokens) > 5
    return 6 if into and tokens[5].kind in ("iri", "name") else 3
