"""The network: measures, places, parts of it, and its own graph."""

from __future__ import annotations

import json
import math

import pytest

from kg.analysis.layout import star
from kg.analysis.measures import MEASURES
from kg.analysis.network import Network, compute_metrics, network
from kg.errors import QueryError
from kg.ingest import build
from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE
from tests.analysis.cases import store_of
from tests.analysis.test_checks import PLAN
from tests.conftest import CHANGJI

FIRE = f"{DEFAULT_BASE}body/652301-xiaofangjiuyuandadui"


def by_label(whole: Network) -> dict[str, dict[str, float]]:
    return {node.label.zh: dict(node.measures) for node in whole.nodes}


@pytest.mark.parametrize("number", [3, 12, 22, 30, 45])
def test_lines_to_the_centre_pass_between_nodes(number: int) -> None:
    """Drawn through a node, a line would seem to come from it."""
    places = star("c", [f"n{at}" for at in range(number)])
    far = {name: math.hypot(x / 1.25, y) for name, (x, y) in places.items() if name != "c"}
    turn = {name: math.atan2(places[name][1], places[name][0] / 1.25) for name in far}
    for outer in far:
        for inner in far:
            apart = math.remainder(turn[outer] - turn[inner], 2 * math.pi)
            assert far[inner] > far[outer] - 1 or abs(apart) * far[inner] > 8


def test_workload_of_changji(changji_store: Store) -> None:
    values = by_label(network(changji_store))
    trade = values["昌吉市商务和工业信息化局"]
    assert (trade["domains_led"], trade["duties_led"]) == (4, 17)
    assert values["昌吉市公安局"]["domains_led"] == 0
    assert values["昌吉市公安局"]["domains_supported"] == 12


@pytest.mark.parametrize(
    ("name", "measure", "value"),
    [
        # Counted in the text: the bodies beside it in the brackets of its lines.
        ("昌吉市财政局", "partners", 6),
        ("昌吉市项目代建局", "partners", 8),
        ("昌吉市道路交通安全生产专业委员会办公室", "partners", 12),
        ("昌吉市道路交通安全生产专业委员会办公室", "cooperation", 12),
        ("昌吉市公安局", "domains_supported", 12),
        ("昌吉市安全生产委员会办公室", "component", 2),
    ],
)
def test_measures_are_what_a_reader_counts(
    changji_store: Store, name: str, measure: str, value: int
) -> None:
    assert by_label(network(changji_store))[name][measure] == value


def test_single_points_and_isolated_parts_of_a_small_plan() -> None:
    with store_of([PLAN]) as store:
        values = by_label(network(store))
    assert {each["component"] for each in values.values()} == {1}
    assert values["阜康市公安局"]["partners"] == 7 - 0
    assert all(0 <= each.get("brokerage", 0) <= 1 for each in values.values())


def test_places_are_the_same_every_time_and_within_the_frame(changji_store: Store) -> None:
    first = network(changji_store)
    with open_store("memory:") as other:
        build([CHANGJI], other)
        second = network(other)
    assert [(n.iri, n.x, n.y) for n in first.nodes] == [(n.iri, n.x, n.y) for n in second.nodes]
    assert all(-1 <= node.x <= 1 and -1 <= node.y <= 1 for node in first.nodes)


def test_focus_gives_neighbours_only(changji_store: Store) -> None:
    whole, part = network(changji_store), network(changji_store, FIRE, together=False)
    assert part.focus == FIRE
    assert 1 < len(part.nodes) < len(whole.nodes)
    assert all(
        FIRE in (edge.source, edge.target) or edge.source in {n.iri for n in part.nodes}
        for edge in part.edges
    )
    with pytest.raises(QueryError, match="it has no duties"):
        network(changji_store, f"{DEFAULT_BASE}body/none")


def test_edges_carry_their_duties(changji_store: Store) -> None:
    edges = [e for e in network(changji_store).edges if e.source == FIRE and e.role == "lead"]
    assert [(edge.weight, len(edge.obligations)) for edge in edges] == [(7, 7)]


def test_record_is_json_with_meanings(changji_store: Store) -> None:
    record = json.loads(json.dumps(network(changji_store).record("en"), ensure_ascii=False))
    assert set(record["measures"]) == set(MEASURES)
    assert all(each["meaning"] for each in record["measures"].values())
    assert {node["type"] for node in record["nodes"]} == {"body", "domain", "section"}


def test_every_measure_is_explained_in_both_languages() -> None:
    for label, meaning in MEASURES.values():
        assert label.zh
        assert label.en
        assert meaning.zh.endswith("。")
        assert meaning.en.endswith(".")


def test_metrics_are_written_once_for_a_version() -> None:
    with open_store("memory:") as store:
        build([CHANGJI], store)
        assert compute_metrics(store) > 100
        assert compute_metrics(store) == 0
