"""Plain text: own lines exactly, in every encoding of Chinese offices."""

from __future__ import annotations

import hashlib

import pytest

from kg.documents import ReadLimits, read_bytes
from kg.errors import SourceError

HEADING = "某市2020年工作要点"
TOPIC = "　　一、总体要求\f\u2028各部门要加强领导（市住建局牵头）。"
TEXT = f"{HEADING}\n\n{TOPIC}\r\n二、任务\r三、保障\n"
LINES = (HEADING, "", TOPIC, "二、任务", "三、保障")
TRADITIONAL = (
    "臺北市政府消防局應於每年六月底前完成檢查，並由都市發展局、環境保護局配合辦理相關業務。\n"
)


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
    ],
)
def test_lines_are_the_same_in_every_encoding(codec: str, named: str) -> None:
    data = TEXT.encode(codec)
    view = read_bytes("plan.txt", data)
    assert view.lines == LINES
    assert view.encoding == named
    assert view.media_type == "text/plain"
    assert view.byte_size == len(data)
    assert view.sha256 == hashlib.sha256(data).hexdigest()
    assert view.places == ()


def test_only_line_feed_and_carriage_return_end_a_line() -> None:
    view = read_bytes("a.txt", "一\v二\x85三\u2029四\n\n五\n\n".encode())
    assert view.lines == ("一\v二\x85三\u2029四", "", "五", "")


def test_traditional_text_in_big5_is_told_from_gb18030() -> None:
    view = read_bytes("tw.txt", (TRADITIONAL * 3).encode("big5"))
    assert view.encoding == "big5hkscs"
    assert view.lines[0] == TRADITIONAL.rstrip()


@pytest.mark.parametrize("text", ["市政府", "责任单位：市教育局", "2020年6月底前完成"])
def test_short_gbk_text_is_read(text: str) -> None:
    assert read_bytes("s.txt", text.encode("gbk")).lines == (text,)


def test_consecutive_lines_with_tabs_are_a_table() -> None:
    text = "标题\n序号\t任务\t单位\n1\t甲\t市局\n2\t乙\n\t缩进\n正文\n一\t二\n末"
    assert read_bytes("t.txt", text.encode()).tables == ((2, 3, 4),)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b" \n\t\r\n\xe3\x80\x80", "no text"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "binary"),
        ("要点".encode() + b"\x00" + "任务".encode(), "binary"),
        (b"\x01\x02\x03\x04\x05plan", "control characters"),
        ("各部门要加强组织领导。".encode()[:-1], "cut off at byte"),
        (
            "各部门要加强组织领导。\n".encode() * 9 + b"\xff\xff" + ("各部门。" * 9).encode(),
            "line 10",
        ),
        (b"\xff\xfe\x00", "damaged"),
        (bytes(range(128, 256)) * 4, "neither UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why) as caught:
        read_bytes("bad.txt", data)
    assert str(caught.value).startswith("cannot read 'bad.txt': ")
    assert "; " in str(caught.value), "the message says what to do next"


def test_text_over_its_limit_is_refused() -> None:
    with pytest.raises(SourceError, match="over the limit of 1,000"):
        read_bytes("big.txt", b"x" * 1001, limits=ReadLimits(text_bytes=1000))
