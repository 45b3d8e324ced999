"""Every export is opened again with the library of its format."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import docx
import networkx as nx
import pytest
import rdflib
from icalendar import Calendar
from PIL import Image
from python_calamine import CalamineWorkbook

from kg.analysis import make_report
from kg.errors import ConfigError, QueryError
from kg.exports import FORMATS, export, find_format, png
from kg.exports.csv import harmless
from kg.exports.request import Request
from kg.exports.workbook import new_workbook
from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE
from tests.analysis.cases import store_of
from tests.analysis.test_checks import PLAN

DAY = date(2021, 6, 1)
BODY = f"{DEFAULT_BASE}body/652301-gonganju"
FIRE = f"{DEFAULT_BASE}domain/xiaofang-d992"
Exporter = Callable[..., bytes]


@pytest.fixture(scope="module")
def exported(changji_store: Store) -> Exporter:
    made: dict[str, bytes] = {}

    def run(name: str, *, anew: bool = False, **options: Any) -> bytes:
        key = f"{name} {options}"
        if anew or key not in made:
            out = io.BytesIO()
            export(changji_store, name, out, as_of=DAY, **options)
            made[key] = out.getvalue()
        return made[key]

    return run


def test_formats_are_those_of_the_contract() -> None:
    names = [
        "ttl",
        "trig",
        "jsonld",
        "nq",
        "xlsx",
        "csv",
        "docx",
        "ics",
        "graphml",
        "gexf",
        "svg",
        "png",
    ]
    assert [each.name for each in FORMATS] == names
    assert all(each.label.zh and each.label.en and each.suffix.startswith(".") for each in FORMATS)


@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.stem != "graph"])
def test_nothing_is_written_of_an_empty_store_or_an_unknown_document(
    changji_store: Store, name: str
) -> None:
    with open_store("memory:") as empty, pytest.raises(QueryError, match="holds no document"):
        export(empty, name, io.BytesIO())
    with pytest.raises(QueryError, match="there is no such document"):
        export(changji_store, name, io.BytesIO(), document=f"{DEFAULT_BASE}document/none")


def test_unknown_format_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean 'xlsx'"):
        find_format("xslx")


@pytest.mark.parametrize("name", ["xlsx", "csv", "docx", "ics", "graphml", "gexf", "svg", "png"])
def test_same_graph_same_bytes(exported: Exporter, name: str) -> None:
    assert exported(name) == exported(name, anew=True)


# rdflib warns about names of its own.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "form"), [("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld")]
)
def test_rdf_holds_every_quad(
    changji_store: Store, exported: Exporter, name: str, form: str
) -> None:
    data = rdflib.Dataset()
    data.parse(data=exported(name), format=form)
    read = {tuple(map(_word, quad)) for quad in data.quads()}
    assert len(read) == changji_store.size()
    # No node is blank, so that graphs are the same where their statements are.
    rows = changji_store.select("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
    assert read == {tuple(map(_word, row)) for row in rows}


def _word(term: object) -> tuple[str, str | None]:
    """Return a term as its words; rdflib writes moments in its own way."""
    words = str(term)
    if isinstance(term, rdflib.Literal) and isinstance(term.value, datetime):
        words = term.value.isoformat()
    return words, getattr(term, "language", None)


def test_turtle_can_be_read(changji_store: Store, exported: Exporter) -> None:
    graph = rdflib.Graph().parse(data=exported("ttl"), format="turtle")
    counted = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/responsibility/ontology#Statement> }"
    number = int(str(changji_store.select(counted).rows[0][0]))
    rg = rdflib.Namespace("https://w3id.org/responsibility/ontology#")
    assert len(set(graph.subjects(rdflib.RDF.type, rg.Statement))) == number


def test_workbook_has_overview_duties_matrix_gaps_and_a_sheet_per_body(exported: Exporter) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exported("xlsx")))
    names = book.sheet_names
    assert names[:4] == ["总览", "任务总表", "职责矩阵RACI", "盲点"]
    assert len(names) == 4 + 34
    fire = book.get_sheet_by_name("市消防救援大队").to_python()
    assert fire[2][:4] == ["序号", "角色", "领域", "任务"]
    assert {row[1] for row in fire[3:]} == {"牵头", "配合"}
    supporting = fire[2].index("配合单位")
    assert all(str(row[supporting]).endswith("相关乡镇、街道") for row in fire[3:10])
    matrix = book.get_sheet_by_name("职责矩阵RACI").to_python()
    row = next(row for row in matrix if row[1] == "昌吉市消防救援大队")
    assert row[matrix[2].index("消防")] == "R"
    assert row[matrix[2].index("寄递")] == "C"


def test_workbook_lists_every_duty_also_those_that_nobody_leads(
    exported: Exporter, changji_store: Store
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exported("xlsx")))
    duties = book.get_sheet_by_name("任务总表").to_python()
    lead = duties[2].index("牵头单位")
    report = make_report(changji_store, as_of=DAY)
    assert len(duties) - 3 == report.figure("duties")
    assert sum(row[lead] == "未写明" for row in duties[3:]) == report.figure("unled")


def _sheets(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        return {name: ElementTree.fromstring(package.read(name)) for name in names}


def test_every_sheet_can_be_printed_and_read(exported: Exporter) -> None:
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    for name, root in _sheets(exported("xlsx")).items():
        page = root.find(f"{main}pageSetup")
        assert page is not None, name
        assert (page.get("orientation"), page.get("fitToHeight")) == ("landscape", "0"), name
        assert root.find(f"{main}autoFilter") is not None, name
        pane = root.find(f"{main}sheetViews/{main}sheetView/{main}pane")
        assert pane is not None, name
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "3"), name
        rows = root.findall(f"{main}sheetData/{main}row")
        assert all(0 < float(row.get("ht", "0")) <= 409 for row in rows), name


def test_long_words_get_high_rows(exported: Exporter) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exported("xlsx")))
    duties = book.get_sheet_by_name("任务总表").to_python()
    longest = max(range(3, len(duties)), key=lambda row: len(str(duties[row][2])))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = _sheets(exported("xlsx"))["xl/worksheets/sheet2.xml"].findall(
        f"{main}sheetData/{main}row"
    )
    # 54 characters of width are 27 Chinese ones, and a line is at least 14 points high.
    assert float(rows[longest].get("ht", "0")) >= min(400, len(str(duties[longest][2])) / 27 * 14)


@pytest.mark.parametrize(
    "names",
    [
        ["市[公安]局", "市公安局", "市公安局"],
        ["甲" * 40, "甲" * 40, "'甲'", "History", "history", "a/b\\c:d?e*f", "", "\x01"],
    ],
)
def test_sheet_names_are_legal_and_different(names: list[str]) -> None:
    out = io.BytesIO()
    with open_store("memory:") as store, new_workbook(Request(store, as_of=DAY), "t", out) as book:
        for name in names:
            book.sheet(name).write_string(0, 0, "x")
    made = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).sheet_names
    assert len({name.casefold() for name in made}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in made)
    assert "history" not in {name.casefold() for name in made}


def test_workbook_in_english_names_bodies_in_english(exported: Exporter) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exported("xlsx", lang="en")))
    overview = book.get_sheet_by_name("Overview").to_python()
    assert "Changji City Fire and Rescue Brigade" in {row[1] for row in overview}


def test_words_of_a_document_never_become_formulas() -> None:
    text = PLAN.replace(
        "一是2021年底前完成全部水库的安全鉴定", "一是=SUM(A1)2021年底前完成水库鉴定"
    )
    with store_of([text]) as store:
        out = io.BytesIO()
        export(store, "xlsx", out, as_of=DAY)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in package.read(name) for name in sheets)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|x"])
def test_csv_cells_are_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("正常") == "正常"


def test_csv_has_a_byte_order_mark_and_a_row_for_each_part(exported: Exporter) -> None:
    data = exported("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    lead = [row for row in rows if row["角色"] == "牵头" and row["领域"] == "消防"]
    assert {row["文中写法"] for row in lead} == {"市消防救援大队"}
    assert len(lead) == 7
    assert all(row["行"] == "20" for row in lead)


def test_export_of_one_body_holds_that_body_only(exported: Exporter) -> None:
    rows = list(csv.DictReader(io.StringIO(exported("csv", body=BODY).decode("utf-8-sig"))))
    assert {row["单位"] for row in rows} == {"昌吉市公安局"}
    with pytest.raises(QueryError, match="there are none"):
        exported("csv", body=f"{DEFAULT_BASE}body/nobody")


def test_export_of_one_domain_holds_that_domain_only(exported: Exporter) -> None:
    rows = list(csv.DictReader(io.StringIO(exported("csv", domain=FIRE).decode("utf-8-sig"))))
    assert {row["领域"] for row in rows} == {"消防"}
    assert len({row["标识"] for row in rows}) == 7
    with pytest.raises(QueryError, match="there are none"):
        exported("csv", domain=f"{DEFAULT_BASE}domain/none")


def test_report_has_figures_quotes_and_the_official_page(exported: Exporter) -> None:
    document: Any = docx.Document(io.BytesIO(exported("docx")))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert words.startswith("关于《昌吉市安全生产专项整治三年行动实施方案》责任落实情况的分析报告")
    for part in (
        "一、基本情况",
        "二、主要问题",
        "三、时限情况",
        "四、工作建议",
        "设21个领域，列出145项任务",
        "附件：发现的问题统计表",
    ):
        assert part in words
    assert "市安委会各成员单位按照职责分工负责" in words
    section = document.sections[0]
    assert (round(section.top_margin.cm, 1), round(section.left_margin.cm, 1)) == (3.7, 2.8)
    assert len(document.tables) == 2
    widths = [[round(column.width.cm, 1) for column in t.columns] for t in document.tables]
    assert widths == [[2.4, 2.8, 6.8, 3.6], [3.2, 8.2, 2.2, 2.0]]
    # Our own words have the marks of Chinese print.
    assert not re.search(r"[\u4e00-\u9fff][,;:!?(]", re.sub(r"“[^“”]*”|《[^》]*》", "", words))
    english = docx.Document(io.BytesIO(exported("docx", lang="en")))
    assert "Report on the responsibilities" in english.paragraphs[0].text


def events_of(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_calendar_has_dates_rules_and_reminders(exported: Exporter) -> None:
    events = events_of(exported("ics"))
    assert len({event["uid"] for event in events}) == len(events)
    rules = {event["rrule"].to_ical().decode() for event in events if "rrule" in event}
    assert "FREQ=YEARLY;UNTIL=20221231;INTERVAL=1" in rules
    assert any("FREQ=MONTHLY" in rule and "INTERVAL=3" in rule for rule in rules)
    assert all(len(event.walk("VALARM")) == 3 for event in events)
    last = [event for event in events if event["dtstart"].dt == date(2022, 12, 31)]
    assert last
    assert all(event["dtend"].dt - event["dtstart"].dt == timedelta(days=1) for event in events)


def test_quarterly_duties_begin_at_the_end_of_a_quarter(exported: Exporter) -> None:
    events = events_of(exported("ics"))
    quarterly = [
        e for e in events if "rrule" in e and "INTERVAL=3" in e["rrule"].to_ical().decode()
    ]
    assert [event["dtstart"].dt for event in quarterly] == [date(2020, 6, 30)]


def test_calendar_of_a_domain_and_of_a_body(exported: Exporter) -> None:
    fire = events_of(exported("ics", domain=FIRE))
    police = events_of(exported("ics", body=BODY))
    everything = events_of(exported("ics"))
    assert 0 < len(fire) < len(everything)
    assert 0 < len(police) < len(everything)
    with pytest.raises(QueryError, match="no dates"):
        exported("ics", domain=f"{DEFAULT_BASE}domain/none")


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_network_can_be_read_again(exported: Exporter, name: str) -> None:
    read = nx.read_graphml if name == "graphml" else nx.read_gexf
    graph = read(io.BytesIO(exported(name)))
    fire = f"{DEFAULT_BASE}body/652301-xiaofangjiuyuandadui"
    assert graph.nodes[fire]["label"] == "昌吉市消防救援大队"
    assert graph.nodes[fire]["domains_led"] == 1.0
    assert graph.edges[fire, FIRE]["role"] == "lead"
    assert graph.edges[fire, FIRE]["weight"] == 7.0


def test_gexf_is_what_gephi_expects(exported: Exporter) -> None:
    root = ElementTree.fromstring(exported("gexf"))
    gexf, viz = "{http://www.gexf.net/1.2draft}", "{http://www.gexf.net/1.2draft/viz}"
    assert root.tag == f"{gexf}gexf"
    graph = root.find(f"{gexf}graph")
    assert graph is not None
    assert set(graph.attrib) <= {"defaultedgetype", "mode", "idtype", "timeformat"}
    assert [child.tag.removeprefix(gexf) for child in graph] == [
        "attributes",
        "attributes",
        "nodes",
        "edges",
    ]
    nodes = graph.findall(f"{gexf}nodes/{gexf}node")
    known = {node.get("id") for node in nodes}
    assert all(node.find(f"{viz}position") is not None for node in nodes)
    edges = graph.findall(f"{gexf}edges/{gexf}edge")
    assert {edge.get(end) for edge in edges for end in ("source", "target")} <= known
    assert len({edge.get("id") for edge in edges}) == len(edges)


def test_svg_shows_every_name(exported: Exporter) -> None:
    root = ElementTree.fromstring(exported("svg"))
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"昌吉市消防救援大队", "消防", "牵头"} <= words
    assert "昌吉市消防救援支队？" in words
    assert "《昌吉市安全生产专项整治三年行动实施方案》责任网络：单位与领域" in words


def test_png_is_large_enough_to_read(exported: Exporter) -> None:
    try:
        png.find_font()
    except ConfigError:
        pytest.skip("no font with Chinese characters is installed")
    image = Image.open(io.BytesIO(exported("png")))
    assert image.width > 1500
    assert image.height > 1500
    assert len(image.getcolors(maxcolors=1 << 20) or []) > 50


def test_png_says_what_is_missing_without_a_font(
    exported: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    png.find_font.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(png, "_PLACES", ())
    with pytest.raises(ConfigError, match="no font with Chinese characters"):
        exported("png", anew=True)
    png.find_font.cache_clear()


def test_jsonld_is_json(exported: Exporter) -> None:
    assert json.loads(exported("jsonld"))
