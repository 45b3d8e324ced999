"""The network as one graph of networkx, for programs that draw and measure networks."""

from __future__ import annotations

import networkx as nx

from kg.analysis.network import Network, network
from kg.exports.request import Request

COLOURS = {"body": (31, 98, 164), "domain": (201, 92, 20), "section": (140, 120, 60)}
_ROLES = ("lead", "shared", "cooperate", "together")


def asked_network(request: Request) -> Network:
    """Return the network around what is asked for, or the whole."""
    return network(
        request.store, request.body or request.domain, document=request.document, together=True
    )


def join(request: Request) -> nx.Graph:
    """Return bodies and domains with their measures; several roles of a pair make one edge."""
    whole = asked_network(request)
    graph = nx.Graph(mode="static", defaultedgetype="undirected")
    for node in whole.nodes:
        values = {name: float(value) for name, value in node.measures.items()}
        graph.add_node(
            node.iri,
            label=node.label.of(request.lang),
            label_zh=node.label.zh,
            label_en=node.label.en,
            kind=node.type,
            level=node.level,
            uncertain=node.uncertain,
            x=node.x,
            y=node.y,
            **values,
        )
    for edge in whole.edges:
        known = graph.get_edge_data(edge.source, edge.target)
        if known is None:
            counts = dict.fromkeys(_ROLES, 0)
            graph.add_edge(edge.source, edge.target, weight=0.0, role=edge.role, **counts)
            known = graph.edges[edge.source, edge.target]
        known["weight"] += float(edge.weight)
        known[edge.role] += edge.weight
        known["role"] = min(known["role"], edge.role, key=_ROLES.index)
    return graph
