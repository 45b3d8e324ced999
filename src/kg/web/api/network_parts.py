"""The overview of many documents: regions, levels or documents as nodes that open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from rdflib import URIRef

from kg.analysis.parts import NONE, By, DocumentFacts, Part, group
from kg.vocabulary import RG, compress
from kg.web.api.building import Builder
from kg.web.api.network_schema import Edge, Network, Node
from kg.web.api.paths import id_of

_NOT_STATED = {
    "region": {"zh": "未注明地区", "en": "No region stated"},
    "level": {"zh": "未注明层级", "en": "No level stated"},
}


def build_parts(
    builder: Builder, facts: Sequence[DocumentFacts], by: By, scope: dict[str, str], most: int
) -> Network:
    """Return documents grouped, each group with what it opens.

    Args:
        scope: what limits the documents already, by name of the parameter.
    """
    found = group(facts, by, most)
    builder.bundle.add(part.key for part in found.parts if part.key != NONE)
    nodes = [_node(builder, part, found.places[part.key], by, scope) for part in found.parts]
    iris = {part.key: node.iri for part, node in zip(found.parts, nodes, strict=True)}
    edges = [
        Edge(id=f"e{at}", source=iris[one], target=iris[other], role="together", weight=weight)
        for at, (one, other, weight) in enumerate(found.shared)
    ]
    return Network(
        mode="parts",
        center=None,
        by=by,
        total=found.total,
        cut=len(nodes) < found.total,
        kinds={by: found.total},
        nodes=nodes,
        edges=edges,
    )


def _node(
    builder: Builder, part: Part, place: tuple[float, float], by: By, scope: dict[str, str]
) -> Node:
    counts = {
        "documents": len(part.documents),
        "duties": part.duties,
        "no_lead": part.no_lead,
        "bodies": part.bodies,
    }
    opens = _opens(builder, part, by, scope)
    if part.key == NONE:
        labels = _NOT_STATED[by]
        base: dict[str, Any] = {"iri": f"urn:none:{by}", "id": NONE, "type": None, "labels": labels}
        base |= {"label": labels[builder.lang], "page": opens}
    else:
        base = builder.base(builder.bundle.get(part.key))
        # Names of documents stay in the language they are written in.
        if by == "document":
            base["label"] = base["labels"].get("zh", base["label"])
    return Node(**base, kind=by, x=place[0], y=place[1], counts=counts, opens=opens)


def _opens(builder: Builder, part: Part, by: By, scope: dict[str, str]) -> str:
    """Return what a part opens: its documents, or the network of its only one."""
    base = builder.reader.base
    if by == "document" or len(part.documents) == 1:
        query = {"mode": "whole", "document": id_of(part.documents[0], base)}
    else:
        query = {**scope, "mode": "parts", "by": "document", by: _key(part.key, base)}
    return f"/network?{urlencode(query)}"


def _key(iri: str, base: str) -> str:
    if iri == NONE:
        return NONE
    return compress(URIRef(iri), base) if iri.startswith(str(RG)) else id_of(iri, base)
