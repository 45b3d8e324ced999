from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryTooLarge
from kg.store.cutting import Cut, Cutter

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
NASTY = ["}},{", "{},{", '"}},{"', "\\", '\\"}},{', "</result>", "消防", "", " .\n# cut"]


def _result(media_type: str, values: list[str]) -> bytes:
    rows = " ".join(f"({ox.Literal(value)} {ox.Literal(value)})" for value in values)
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {rows} }} }}")
    form = ox.QueryResultsFormat.JSON if media_type == JSON else ox.QueryResultsFormat.XML
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=form) or b""


def _through(cutter: Cutter, data: bytes, step: int) -> tuple[bytes, bool]:
    sent = b""
    try:
        for at in range(0, len(data), step):
            sent += cutter.feed(data[at : at + step])
        return sent + cutter.finish(), False
    except Cut as cut:
        return sent + cut.tail, True


texts = st.lists(
    st.sampled_from(NASTY)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
    min_size=1,
    max_size=12,
)


@given(values=texts, limit=st.integers(1, 12), step=st.integers(1, 80))
def test_json_is_cut_after_exactly_so_many_rows(values: list[str], limit: int, step: int) -> None:
    data = _result(JSON, values)
    sent, cut = _through(Cutter(JSON, max_rows=limit, max_bytes=10**9), data, step)
    rows = json.loads(sent)["results"]["bindings"]
    assert [row["a"]["value"] for row in rows] == values[: len(rows)]
    assert len(rows) == (min(limit, len(values)))
    assert cut == (len(values) > limit)
    if cut:
        assert json.loads(sent)["cut"]["rows"] == limit


@given(values=texts, limit=st.integers(200, 900), step=st.integers(1, 80))
def test_xml_is_cut_at_a_row_within_so_many_bytes(values: list[str], limit: int, step: int) -> None:
    forbidden = dict.fromkeys((*range(32), 0xFFFE, 0xFFFF))
    values = [value.translate(forbidden) for value in values]
    data = _result(XML, values)
    try:
        sent, cut = _through(Cutter(XML, max_rows=10**9, max_bytes=limit), data, step)
    except QueryTooLarge:
        assert data.find(b"</result>") + len(b"</result>") > limit
        return
    ET.fromstring(sent.decode())
    assert len(sent) <= max(limit + 80, 0) or not cut
    if not cut:
        assert sent == data


def test_csv_has_no_place_for_a_note_and_is_refused() -> None:
    cutter = Cutter("text/csv", max_rows=10**9, max_bytes=100)
    cutter.feed(b"x,y\r\n" * 10)
    with pytest.raises(QueryTooLarge):
        cutter.feed(b"x,y\r\n" * 20)
