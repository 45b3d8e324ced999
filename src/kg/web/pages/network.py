"""The page of the network: the drawing's frame and the same content as a table."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import RedirectResponse
from rdflib import URIRef

from kg.analysis.parts import NONE, By, document_facts
from kg.errors import VocabularyError
from kg.vocabulary import RG
from kg.web.api.asking import answerer_of
from kg.web.api.building import Builder
from kg.web.api.network import Edge, Network, NetworkParameters, find_network
from kg.web.api.paths import entity_iri
from kg.web.api.searching import find_matches
from kg.web.i18n import word
from kg.web.pages.entities import missing
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import parameters, words

router = APIRouter(include_in_schema=False)

_CENTERS = ("department", "domain", "obligation")


# From so many documents on, one drawing of everything is too full to be read.
_MANY = 4
_CROWDED = 120
_MOST_ROWS = 300
_GROUPINGS: tuple[tuple[By, str, str], ...] = (
    ("region", "地区", "region"),
    ("level", "层级", "level"),
    ("document", "文件", "document"),
)


@router.get("/network")
def show_network(view: ViewDependency) -> Response:
    """Show the network around an entity; of a word, around what fits it best.

    Without a centre a few documents are drawn whole; many come as parts that open.
    """
    if q := words(view.request, "q"):
        return _redirect(view, q)
    names = ("center", "mode", "document", "kinds", "by", "region", "level")
    given = parameters(view.request, NetworkParameters, view.lang, names)
    if given.mode == "ego" and given.center is None:
        many = len(document_facts(view.request.app.state.store)) >= _MANY
        narrow = given.document or given.region or given.level
        given = given.model_copy(update={"mode": "parts" if many and not narrow else "whole"})
    try:
        found = find_network(view.reader, given)
    except (VocabularyError, HTTPException):
        title = view.t("图谱里没有这个中心", "The graph does not know this centre")
        return missing(view, 404, title, given.center or given.region or given.level or "")
    scope = {
        "document": given.document,
        "region": given.region,
        "level": given.level,
    }
    query = {"lang": view.lang, "mode": found.mode, "center": found.center, "kinds": given.kinds}
    edges = _rows(view, found) if found.mode != "parts" else []
    shared = sum(each.role == "shared" for each in found.edges)
    return view.page(
        "network.html",
        source=_address("/api/network", query | scope | {"by": found.by}),
        center=found.center,
        mode=found.mode,
        base=view.reader.base,
        overview="/network" if found.mode != "ego" else _address("/network", {"mode": "whole"}),
        trail=_trail(view, given, found),
        groupings=_groupings(view, found, scope),
        joined=_address("/network", {**scope, "mode": "whole"}),
        parts=_parts(found),
        number=len(found.edges),
        # Lines that everything else would vanish behind wait until they are wanted.
        waiting=("cooperate", "shared") if shared > _CROWDED else ("cooperate",),
        edges=edges[:_MOST_ROWS],
    )


def _address(path: str, query: Mapping[str, str | None]) -> str:
    return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"


def _groupings(
    view: View, found: Network, scope: Mapping[str, str | None]
) -> list[dict[str, object]]:
    """Return by what the parts can be grouped; nothing where there are none."""
    if found.mode != "parts":
        return []
    return [
        {
            "label": view.t(zh, en),
            "page": _address("/network", {**scope, "mode": "parts", "by": by}),
            "on": by == found.by,
        }
        for by, zh, en in _GROUPINGS
        if not scope.get(by)
    ]


def _trail(view: View, given: NetworkParameters, found: Network) -> list[dict[str, str | None]]:
    """Return the way from the overview to what is shown, the last without an address."""
    builder = Builder(view.reader, view.lang)
    steps: list[tuple[str, str | None]] = []
    for name, value in (("region", given.region), ("level", given.level)):
        if value is not None:
            query = {"mode": "parts", "by": "document", name: value}
            steps.append((_name(builder, name, value), _address("/network", query)))
    if given.document:
        steps += _way_to(builder, given.document)
    if not steps or found.mode == "ego":
        return []
    whole = (view.t("全部", "All"), _address("/network", {"mode": "parts"}))
    steps = [whole, *steps[:-1], (steps[-1][0], None)]
    return [{"label": label, "page": page} for label, page in steps]


def _way_to(builder: Builder, document: str) -> list[tuple[str, str | None]]:
    entity = builder.bundle.get(str(entity_iri(document, "document", builder.reader.base)))
    steps: list[tuple[str, str | None]] = []
    for region in builder.references(entity, URIRef(RG.jurisdiction)):
        query = {"mode": "parts", "by": "document", "region": region.id}
        steps.append((region.label, _address("/network", query)))
    return [*steps, (entity.label("zh"), None)]


def _name(builder: Builder, kind: str, value: str) -> str:
    if value == NONE:
        return {"zh": "未注明", "en": "not stated"}[builder.lang]
    return builder.bundle.get(str(entity_iri(value, kind, builder.reader.base))).label(builder.lang)


def _parts(found: Network) -> list[dict[str, object]]:
    """Return the parts as rows, those with the most duties first, with their strongest ties."""
    nodes = {node.iri: node for node in found.nodes if node.counts}
    ties: dict[str, list[tuple[int, str]]] = {iri: [] for iri in nodes}
    for edge in found.edges if nodes else ():
        ties[edge.source].append((edge.weight, edge.target))
        ties[edge.target].append((edge.weight, edge.source))
    ordered = sorted(nodes.values(), key=lambda n: (-(n.counts or {})["duties"], n.label))
    return [
        {
            "label": node.label,
            "opens": node.opens,
            "counts": node.counts,
            "ties": [
                (nodes[far].label, nodes[far].opens, weight)
                for weight, far in sorted(ties[node.iri], key=lambda tie: (-tie[0], tie[1]))[:3]
            ],
        }
        for node in ordered
    ]


def _redirect(view: View, q: str) -> Response:
    matches = find_matches(answerer_of(view.request), q, _CENTERS, 20)
    if not matches:
        title = view.t("没有找到可以作中心的实体", "Nothing was found to centre on")
        return missing(view, 404, title, q)
    return RedirectResponse(f"/network?{urlencode({'center': matches[0].iri})}", 303)


def _rows(view: View, network: Network) -> list[dict[str, object]]:
    nodes = {node.iri: node for node in network.nodes}
    ordered = sorted(network.edges, key=lambda e: (_order(e), nodes[e.source].label, e.target))
    return [
        {
            "id": f"{edge.source}|{edge.role}|{edge.target}",
            "source_label": nodes[edge.source].label,
            "source_page": nodes[edge.source].page,
            "target_label": nodes[edge.target].label,
            "target_page": nodes[edge.target].page,
            "role_label": word("role", edge.role, view.lang)
            if edge.role != "in-domain"
            else view.t("属于", "in"),
            "weight": edge.weight,
            "evidence": edge.evidence,
        }
        for edge in ordered
    ]


def _order(edge: Edge) -> int:
    return {"lead": 0, "shared": 1, "cooperate": 2}.get(edge.role, 3)
