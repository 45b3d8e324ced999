"""ttl: the graph itself."""

from __future__ import annotations

from typing import BinaryIO

from kg.analysis import Words
from kg.exports.rdf import write_rdf
from kg.exports.request import Format, Request


def _write(request: Request, out: BinaryIO) -> None:
    write_rdf(request, out, "text/turtle")


FORMAT = Format(
    "ttl", "text/turtle", ".ttl", "graph", Words("Turtle:图数据", "Turtle: the graph"), _write
)
