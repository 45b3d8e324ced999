"""GEXF: the network for Gephi, with colours, sizes and places."""

from __future__ import annotations

from typing import BinaryIO

import networkx as nx

from kg.analysis import Words
from kg.exports.joined import COLOURS, join
from kg.exports.request import Format, Request

_SCALE = 500.0


def _write(request: Request, out: BinaryIO) -> None:
    graph = join(request)
    for _, values in graph.nodes(data=True):
        red, green, blue = COLOURS[values["kind"]]
        values["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": 6.0 + 2.0 * values.get("domains_led", 0.0),
            "position": {"x": values.pop("x") * _SCALE, "y": values.pop("y") * _SCALE, "z": 0.0},
        }
    for number, (_, _, values) in enumerate(graph.edges(data=True)):
        values["id"] = f"e{number}"
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for element in writer.xml.iter():
        if element.tag.endswith("graph"):
            # The schema of GEXF knows no name of a graph.
            element.attrib.pop("name", None)
    # The date of writing would make two exports of one graph differ.
    for meta in list(writer.xml):
        if meta.tag.endswith("meta"):
            writer.xml.remove(meta)
    writer.write(out)


FORMAT = Format(
    "gexf",
    "application/gexf+xml",
    ".gexf",
    "network",
    Words("GEXF:网络,供 Gephi", "GEXF: the network for Gephi"),
    _write,
)
