"""The level and the full name of a body follow from the place that issues the document."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract

TEXT = """{place}关于印发安全生产方案的通知
一、任务
（一）加强监管。建立健全隐患排查制度。（{said}）
"""


def bodies(place: str, said: str) -> list[tuple[str, str, str]]:
    found = extract(read_bytes("a.txt", TEXT.format(place=place, said=said).encode()))
    return [(a.name, a.body.level, a.body.canonical) for s in found.statements for a in s.agents]


@pytest.mark.parametrize(
    ("place", "said", "expected"),
    [
        ("石城县人民政府办公室", "公安局负责", ("公安局", "县", "石城县公安局")),
        (
            "北京市朝阳区人民政府办公室",
            "区应急局负责",
            ("区应急局", "区", "朝阳区应急管理局"),
        ),
        ("国务院办公厅", "中科院负责", ("中科院", "国家", "中国科学院")),
        (
            "山东省人民政府办公厅",
            "济南高新区管委会负责",
            ("济南高新区管委会", "市", "济南高新区管委会"),
        ),
        ("重庆市人民政府办公厅", "市公安局负责", ("市公安局", "市", "重庆市公安局")),
        (
            "西藏自治区人民政府办公厅",
            "区公安厅负责",
            ("区公安厅", "自治区", "西藏自治区公安厅"),
        ),
        (
            "广西壮族自治区人民政府办公厅",
            "自治区党委组织部负责",
            ("自治区党委组织部", "自治区", "中共广西壮族自治区委员会组织部"),
        ),
        (
            "新疆生产建设兵团办公厅",
            "兵团应急管理局负责",
            ("兵团应急管理局", "自治区", "新疆生产建设兵团应急管理局"),
        ),
        (
            "锡林郭勒盟行政公署办公室",
            "盟应急局负责",
            ("盟应急局", "州", "锡林郭勒盟应急管理局"),
        ),
        ("乌审旗人民政府办公室", "旗教育局负责", ("旗教育局", "县", "乌审旗教育局")),
        ("硫磺沟镇人民政府", "镇安监站负责", ("镇安监站", "乡镇", "硫磺沟镇安监站")),
        ("应急管理部", "消防救援局负责", ("消防救援局", "国家", "国家消防救援局")),
        ("伊犁哈萨克自治州人民政府办公厅", "奎屯市负责", ("奎屯市", "市", "奎屯市")),
        ("贵州省人民政府办公厅", "贵州银保监局负责", ("贵州银保监局", "国家", "贵州银保监局")),
    ],
)
def test_a_body_of_the_place(place: str, said: str, expected: tuple[str, str, str]) -> None:
    assert bodies(place, said) == [expected]


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("国务院办公厅", "国务院办公厅"),
        ("中央办公厅", "中共中央办公厅"),
        ("中央宣传部（国务院新闻办）", "中共中央宣传部"),
        ("应急部", "应急管理部"),
    ],
)
def test_national_bodies_have_their_official_name(name: str, official: str) -> None:
    found = bodies("国务院办公厅", f"安全监管总局、{name}负责")
    assert (name, "国家", official) in found


@pytest.mark.parametrize(
    ("number", "until", "official"),
    [("国办函〔2005〕57号", "2018", "农业部"), ("国办函〔2020〕57号", None, "农业农村部")],
)
def test_the_number_dates_a_document_without_date(
    number: str, until: str | None, official: str
) -> None:
    text = TEXT.format(place="国务院办公厅", said="农业部负责").replace("\n", f"\n{number}\n", 1)
    (statement,) = extract(read_bytes("a.txt", text.encode())).statements
    (agent,) = statement.agents
    assert (agent.body.canonical, agent.body.valid_until) == (official, until)
    if until:
        assert agent.body.successor
        assert agent.body.successor.canonical == "农业农村部"
