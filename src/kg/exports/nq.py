"""nq: the graph itself."""

from __future__ import annotations

from typing import BinaryIO

from kg.analysis import Words
from kg.exports.rdf import write_rdf
from kg.exports.request import Format, Request


def _write(request: Request, out: BinaryIO) -> None:
    write_rdf(request, out, "application/n-quads")


FORMAT = Format(
    "nq",
    "application/n-quads",
    ".nq",
    "graph",
    Words("N-Quads:图数据,一行一条", "N-Quads: the graph, a line each"),
    _write,
)
