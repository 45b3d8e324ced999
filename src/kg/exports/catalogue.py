"""The formats by name, and the one way to write them."""

from __future__ import annotations

import difflib
from datetime import date
from typing import BinaryIO

from rdflib import URIRef

from kg.analysis.rows import ask
from kg.errors import QueryError
from kg.exports import csv, docx, gexf, graphml, ics, jsonld, nq, png, svg, trig, ttl, xlsx
from kg.exports.request import Format, Request
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE

FORMATS: tuple[Format, ...] = (
    ttl.FORMAT,
    trig.FORMAT,
    jsonld.FORMAT,
    nq.FORMAT,
    xlsx.FORMAT,
    csv.FORMAT,
    docx.FORMAT,
    ics.FORMAT,
    graphml.FORMAT,
    gexf.FORMAT,
    svg.FORMAT,
    png.FORMAT,
)
"""All formats, in the order in which they are offered."""


def find_format(name: str) -> Format:
    """Return the format of a name.

    Raises:
        QueryError: there is none; the message names the nearest.
    """
    known = {each.name: each for each in FORMATS}
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{close[0]}'? " if close else ""
    raise QueryError(f"unknown format '{name}'", "", f"{hint}known: {', '.join(known)}")


def export(
    store: Store,
    format_name: str,
    out: BinaryIO,
    *,
    base: str = DEFAULT_BASE,
    lang: str = "zh",
    as_of: date | None = None,
    document: str | None = None,
    body: str | None = None,
    domain: str | None = None,
) -> None:
    """Write the graph, or what it shows, in a format.

    Args:
        store: the graph.
        format_name: one of `FORMATS`.
        out: where the bytes go.
        base: base of the IRIs.
        lang: ``zh`` or ``en``, for formats that people read.
        as_of: the day that decides what is overdue; today without it.
        document: IRI of a document, to leave out the others.
        body: IRI of a body, for what concerns it only.
        domain: IRI of a domain, for what concerns it only.

    Raises:
        QueryError: the format is unknown, there is nothing of that document, body or domain, or
            the graph holds no document.
        ConfigError: the picture needs a font that this machine does not have.
    """
    chosen = find_format(format_name)
    request = Request(store, base, lang, as_of or date.today(), document, body, domain)
    if chosen.stem != "graph":
        _need_documents(request)
    chosen.write(request, out)


def _need_documents(request: Request) -> None:
    """Refuse to write an empty list or picture."""
    wanted = f"VALUES ?d {{ {URIRef(request.document).n3()} }}" if request.document else ""
    if next(iter(ask(request.store, f"{wanted} ?d a rg:Document", "?d")), None) is not None:
        return
    if request.document:
        raise QueryError(
            f"cannot export '{request.document}'", "there is no such document", "check the IRI"
        )
    raise QueryError(
        "cannot export anything", "the graph holds no document", "read one with 'kg build FILE'"
    )
