"""Web pages: content without menus, tables with merged cells, text as shown."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from tests.documents.making import SENTENCE


def lines(body: str) -> tuple[str, ...]:
    return read_bytes("page.html", f"<html><body>{body}</body></html>".encode()).lines


def test_paragraphs_and_breaks_are_lines() -> None:
    body = "<p>一、<b>总体</b>要求</p><p>甲<br>乙</p>丙<div>丁<p>戊</p>己</div><ul><li>庚</li></ul>"
    assert lines(body) == ("一、总体要求", "甲", "乙", "丙", "丁", "戊", "己", "庚")


def test_line_break_shares_the_paragraph_of_its_place() -> None:
    view = read_bytes("p.html", b"<p>a<br>b</p><p>c</p>")
    assert [place.paragraph for place in view.places] == [1, 1, 2]


@pytest.mark.parametrize(
    "noise",
    [
        "<script>var a='责任单位'</script>",
        "<style>p{}</style>",
        "<nav><a href=/>首页</a></nav>",
        "<footer>版权所有</footer>",
        "<div style='display: none'>看不见</div>",
        "<p hidden>看不见</p>",
        "<div class='breadcrumbs'>当前位置：首页</div>",
        "<div id='shareBtn'>分享到</div>",
        "<noscript>请打开脚本</noscript>",
        "<template><p>模板</p></template>",
        "<!-- 注释 -->",
        "<ruby><rt>zhù</rt></ruby>",
        "<%@ page language='java' %>",
        "<select><option>选择</option></select>",
    ],
)
def test_what_is_not_the_document_is_left_out(noise: str) -> None:
    text = SENTENCE * 3
    assert lines(f"<h1>某市工作方案</h1>{noise}<p>{text}</p>{noise}") == ("某市工作方案", text)


def test_named_container_is_preferred_to_the_page_around_it() -> None:
    body = f"<div><p>相关链接一二三四五六七八九十</p></div><div class='TRS_Editor'><p>{SENTENCE * 3}</p></div>"
    assert lines(body) == (SENTENCE * 3,)


def test_title_and_table_of_metadata_outside_the_container_are_kept() -> None:
    page = (
        "<html><head><title>某市消防工作方案 - 某市人民政府</title></head><body>"
        "<table><tr><td>索引号</td><td>000014349/2020-00012</td></tr>"
        "<tr><td>发文机关</td><td>某市人民政府</td></tr><tr><td>成文日期</td><td>2020年5月1日</td></tr>"
        f"</table><h1>某市消防工作方案</h1><div id='zoom'><p>{SENTENCE * 2}</p></div></body></html>"
    )
    assert read_bytes("p.html", page.encode()).lines == (
        "索引号\t000014349/2020-00012",
        "发文机关\t某市人民政府",
        "成文日期\t2020年5月1日",
        "某市消防工作方案",
        SENTENCE * 2,
    )


def test_merged_cells_repeat_their_value() -> None:
    table = (
        "<table><caption>分工表</caption><tr><th>序号</th><th colspan=2>任务</th><th>单位</th></tr>"
        "<tr><td colspan=4>一、宣传</td></tr>"
        "<tr><td rowspan=2>1</td><td>甲</td><td>乙</td><td rowspan='2'>市局</td></tr>"
        "<tr><td>丙</td><td><p>丁</p><p>戊</p></td></tr><tr><td>2</td></tr></table>"
    )
    view = read_bytes("t.html", table.encode())
    assert view.lines == (
        "分工表",
        "序号\t任务\t任务\t单位",
        "一、宣传",
        "1\t甲\t乙\t市局",
        "1\t丙\t丁 戊\t市局",
        "2\t\t\t",
    )
    assert view.tables == ((2, 4, 5, 6),), "the heading in the table is no row of data"
    assert [(place.table, place.row) for place in view.places[1:]] == [(1, n) for n in range(1, 6)]


def test_table_for_layout_is_no_table() -> None:
    body = f"<table><tr><td><p>一</p><p>{SENTENCE}</p></td></tr></table>"
    view = read_bytes("t.html", body.encode())
    assert view.lines == ("一", SENTENCE)
    assert view.tables == ()


def test_text_is_as_shown() -> None:
    body = "<p>市&nbsp;住&#24314;局&amp;\u200b州\u202e局\n  &lt;b&gt; &#0;&#xD800;</p><pre>甲\n乙</pre>"
    assert lines(body) == ("市 住建局&州局 <b> \ufffd\ufffd", "甲", "乙")


def test_ordered_list_shows_its_numbers() -> None:
    assert lines("<ol start=3><li>甲</li><li>乙</li></ol>") == ("3.甲", "4.乙")


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB18030"])
def test_declared_encoding_is_believed_unless_the_bytes_are_utf8(declared: str) -> None:
    page = f"<html><head><meta charset={declared}></head><body><p>市人民政府</p></body></html>"
    assert read_bytes("p.htm", page.encode("gb18030")).lines == ("市人民政府",)
    assert read_bytes("p.htm", page.encode()).lines == ("市人民政府",)


def test_page_of_one_table_stays_a_table() -> None:
    rows = "<tr><td>甲单位牵头负责的任务</td><td>乙单位配合</td></tr><tr><td></td><td></td></tr>"
    view = read_bytes("t.html", f"<div><table>{rows}</table></div>".encode())
    assert view.lines == ("甲单位牵头负责的任务\t乙单位配合",)


def test_content_in_several_containers_is_all_read() -> None:
    part = f"<div class='TRS_Editor'><p>{SENTENCE * 2}</p></div>"
    body = f"<p>相关链接一二三四五</p>{part}<p>附件</p>{part}"
    assert lines(body) == (SENTENCE * 2, SENTENCE * 2)


def test_indent_by_ideographic_spaces_stays_as_in_plain_text() -> None:
    assert lines("<p>&nbsp; 　　一、总则　</p><p>　　</p><p>　甲</p>") == ("　　一、总则", "　甲")
