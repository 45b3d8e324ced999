"""The page of the network: the drawing's frame and the same content as a table."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import RedirectResponse

from kg.errors import VocabularyError
from kg.web.api.asking import answerer_of
from kg.web.api.network import Edge, Network, NetworkParameters, find_network
from kg.web.api.searching import find_matches
from kg.web.i18n import word
from kg.web.pages.entities import missing
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import parameters, words

router = APIRouter(include_in_schema=False)

_CENTERS = ("department", "domain", "obligation")


@router.get("/network")
def show_network(view: ViewDependency) -> Response:
    """Show the network around an entity; of a word, around what fits it best."""
    if q := words(view.request, "q"):
        return _redirect(view, q)
    names = ("center", "mode", "document", "kinds")
    given = parameters(view.request, NetworkParameters, view.lang, names)
    if given.center is None:
        given = given.model_copy(update={"mode": "whole"})
    try:
        found = find_network(view.reader, given)
    except (VocabularyError, HTTPException):
        title = view.t("图谱里没有这个中心", "The graph does not know this centre")
        return missing(view, 404, title, given.center or "")
    query = {"lang": view.lang, "mode": found.mode, "document": given.document}
    query |= {"center": found.center, "kinds": given.kinds}
    source = urlencode({name: value for name, value in query.items() if value})
    return view.page(
        "network.html",
        source=f"/api/network?{source}",
        center=found.center,
        mode=found.mode,
        base=view.reader.base,
        document=given.document,
        edges=_rows(view, found),
    )


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
