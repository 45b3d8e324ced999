"""trig: the graph itself."""

from __future__ import annotations

from typing import BinaryIO

from kg.analysis import Words
from kg.exports.rdf import write_rdf
from kg.exports.request import Format, Request


def _write(request: Request, out: BinaryIO) -> None:
    write_rdf(request, out, "application/trig")


FORMAT = Format(
    "trig",
    "application/trig",
    ".trig",
    "graph",
    Words("TriG:图数据,含具名图", "TriG: the graph with its named graphs"),
    _write,
)
