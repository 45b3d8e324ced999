"""Measures of the network, each with a sentence that says what it means for a reader."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import rustworkx as rx

from kg.analysis.model import Words

MEASURES: Mapping[str, tuple[Words, Words]] = {
    "domains_led": (
        Words("牵头领域数", "domains led"),
        Words(
            "它牵头多少个领域;越多,出事时越多领域要找它。",
            "How many domains it leads; the more, the more come to it when something happens.",
        ),
    ),
    "domains_supported": (
        Words("参与领域数", "domains supported"),
        Words(
            "它配合多少个领域;越多,人手越分散。",
            "How many domains it supports; the more, the thinner its staff is spread.",
        ),
    ),
    "duties_led": (
        Words("牵头任务数", "duties led"),
        Words(
            "它牵头多少项任务,即对多少项任务负主责。", "For how many duties it answers as the lead."
        ),
    ),
    "duties_supported": (
        Words("配合任务数", "duties supported"),
        Words("它配合或共同承担多少项任务。", "In how many duties it takes part without leading."),
    ),
    "partners": (
        Words("合作单位数", "partners"),
        Words(
            "它与多少个单位在同一份责任分工中。", "With how many bodies it stands in one statement."
        ),
    ),
    "cooperation": (
        Words("合作强度", "strength of cooperation"),
        Words(
            "它与其他单位同在一份责任分工的总次数;越高,越需要稳定的协调机制。",
            "How often it stands in one statement with another body; the higher, the more it needs a standing way to coordinate.",
        ),
    ),
    "brokerage": (
        Words("居中程度", "brokerage"),
        Words(
            "其他单位之间的联系有多大比例要经过它(0 至 1);高则信息容易在它那里堵住。",
            "What share of the ties between others runs through it (0 to 1); where it is high, information can get stuck there.",
        ),
    ),
    "single_point": (
        Words("单点", "single point of failure"),
        Words(
            "为 1 时,去掉它就有单位或领域与其余部分断开。",
            "Where it is 1, some body or domain is cut off without it.",
        ),
    ),
    "community": (
        Words("协作圈", "community"),
        Words(
            "同一编号的单位之间合作比与圈外多;跨圈的任务更需要协调。",
            "Bodies of one number work more with each other than with others; duties across communities need more coordination.",
        ),
    ),
    "component": (
        Words("连通部分", "part"),
        Words(
            "同一编号的单位和领域彼此直接或间接相连;不在最大部分里的是孤立的。",
            "Bodies and domains of one number are connected; those outside the largest part are isolated.",
        ),
    ),
}
_SEED = 7


def measure_graph(
    bodies: nx.Graph, both: nx.Graph
) -> tuple[dict[str, float], frozenset[str], dict[str, int], dict[str, int]]:
    """Return brokerage, single points, communities and connected parts by node.

    Args:
        bodies: bodies joined by the statements they share, with ``weight``.
        both: bodies joined with domains and sections.
    """
    communities = nx.community.louvain_communities(bodies, weight="weight", seed=_SEED)
    ordered = sorted(communities, key=lambda each: (-len(each), min(each)))
    parts = sorted(nx.connected_components(both), key=lambda each: (-len(each), min(each)))
    return (
        _brokerage(bodies),
        frozenset(nx.articulation_points(both)),
        {node: number for number, each in enumerate(ordered, 1) for node in each},
        {node: number for number, each in enumerate(parts, 1) for node in each},
    )


def _brokerage(graph: nx.Graph) -> dict[str, float]:
    nodes = sorted(graph)
    index = {node: number for number, node in enumerate(nodes)}
    fast = rx.PyGraph()
    fast.add_nodes_from(nodes)
    fast.add_edges_from_no_data(sorted((index[one], index[other]) for one, other in graph.edges))
    values = rx.graph_betweenness_centrality(fast, normalized=True)
    return {node: float(values[number]) for node, number in index.items()}
