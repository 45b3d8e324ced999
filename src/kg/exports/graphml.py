"""GraphML: the network for Gephi, yEd and others."""

from __future__ import annotations

from typing import BinaryIO

import networkx as nx

from kg.analysis import Words
from kg.exports.joined import join
from kg.exports.request import Format, Request


def _write(request: Request, out: BinaryIO) -> None:
    nx.write_graphml_xml(join(request), out, encoding="utf-8", prettyprint=True)


FORMAT = Format(
    "graphml",
    "application/graphml+xml",
    ".graphml",
    "network",
    Words("GraphML:网络,供 Gephi 等", "GraphML: the network for Gephi and others"),
    _write,
)
