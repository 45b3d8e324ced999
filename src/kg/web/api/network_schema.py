"""What the network answers and what may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from kg.web.api.parameters import Parameters
from kg.web.api.schemas import Reference, Schema

Kind = Literal[
    "body", "domain", "section", "obligation", "group", "other", "region", "level", "document"
]
MOST_NODES = 1000


class Node(Reference):
    """An entity with its place in the drawing."""

    kind: Kind
    x: float
    y: float
    rank: int | None = Field(default=None, description="level, 1 for the nation")
    uncertain: bool = False
    no_lead: bool = False
    counts: dict[str, int] | None = Field(
        default=None, description="of a part: its documents, duties, duties without lead, bodies"
    )
    opens: str | None = Field(default=None, description="path of the page that shows a part")


class Edge(Schema):
    """A line between two entities."""

    id: str
    source: str
    target: str
    role: str = Field(examples=["lead"])
    weight: int = Field(
        description="number of duties it stands for; between parts, of kinds of bodies"
    )
    evidence: str | None = Field(
        default=None, description="page of the first sentence that says so"
    )


class Network(Schema):
    """A part of the graph that can be drawn."""

    mode: Literal["ego", "whole", "parts"]
    center: str | None
    by: Literal["region", "level", "document"] | None = None
    total: int = Field(description="nodes there are; more than given where it was cut")
    cut: bool
    kinds: dict[str, int] = Field(description="how many nodes of each kind there are")
    nodes: list[Node]
    edges: list[Edge]


class NetworkParameters(Parameters):
    """What part of the network, and how much of it."""

    fields: str | None = Field(
        default=None,
        max_length=500,
        description="only these fields, separated by commas",
        examples=["nodes,edges"],
    )
    center: str | None = Field(default=None, max_length=2000, description="IRI or CURIE")
    mode: Literal["ego", "whole", "parts"] = "ego"
    by: Literal["region", "level", "document"] | None = Field(
        default=None, description="what the parts are"
    )
    kinds: str | None = Field(
        default=None,
        pattern=r"^(body|domain|section|obligation|group)(,(body|domain|section|obligation|group))*$",
    )
    document: str | None = Field(default=None, max_length=300)
    region: str | None = Field(
        default=None, max_length=300, description="only its documents; 'none': without region"
    )
    level: str | None = Field(
        default=None, max_length=300, description="only documents of it; 'none': without level"
    )
    limit: int | None = Field(
        default=None,
        ge=1,
        le=MOST_NODES,
        description="nodes; without it 120 around a centre, else 1000",
    )


@dataclass(slots=True)
class Sketch:
    """Lines found so far, each once, with the number of duties and one sentence."""

    edges: dict[tuple[str, str, str], Edge] = field(default_factory=dict)

    def join(self, source: str, target: str, role: str, weight: int, evidence: str | None) -> None:
        """Add a line, or strengthen the one there is."""
        key = (source, target, role)
        if key in self.edges:
            self.edges[key].weight += weight
            return
        number = f"e{len(self.edges)}"
        self.edges[key] = Edge(
            id=number, source=source, target=target, role=role, weight=weight, evidence=evidence
        )
