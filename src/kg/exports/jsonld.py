"""jsonld: the graph itself."""

from __future__ import annotations

from typing import BinaryIO

from kg.analysis import Words
from kg.exports.rdf import write_rdf
from kg.exports.request import Format, Request


def _write(request: Request, out: BinaryIO) -> None:
    write_rdf(request, out, "application/ld+json")


FORMAT = Format(
    "jsonld",
    "application/ld+json",
    ".jsonld",
    "graph",
    Words("JSON-LD:图数据,供网页程序", "JSON-LD: the graph for web programs"),
    _write,
)
