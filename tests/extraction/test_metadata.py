"""What documents say about themselves, in the ways that offices and web pages write it."""

from __future__ import annotations

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.model import Metadata

BODY = "\n一、任务\n（一）加强监管。建立隐患排查制度。（{}）\n"


def read(head: str, named: str = "省应急厅负责", tail: str = "") -> Metadata:
    return extract(read_bytes("a.txt", (head + BODY.format(named) + tail).encode())).metadata


def test_a_title_over_lines_with_its_issuers_above() -> None:
    found = read(
        "海南省农业农村厅   海南省财政厅\n关于印发2024年海南省农机\n购置与应用补贴实施方案的通知\n"
    )
    assert found.title == (
        "海南省农业农村厅海南省财政厅关于印发2024年海南省农机购置与应用补贴实施方案的通知"
    )
    assert found.issuer == "海南省农业农村厅   海南省财政厅"
    assert (found.level, found.region) == ("省", "海南省")


def test_a_title_goes_on_after_the_name_of_the_plan() -> None:
    found = read("联防联控机制综发〔2022〕71 号\n关于印发某某防控方案\n（第九版）的通知\n")
    assert found.title == "关于印发某某防控方案（第九版）的通知"
    assert found.document_number == "联防联控机制综发〔2022〕71号"


def test_title_and_number_in_a_text_without_line_breaks() -> None:
    found = read(
        "国务院办公厅关于印发某某应急预案的通知国办函〔2014〕119号各省、自治区人民政府：现印发给你们。"
        "国务院办公厅　2014年12月29日　（此件公开发布）"
    )
    assert found.title == "国务院办公厅关于印发某某应急预案的通知"
    assert found.document_number == "国办函〔2014〕119号"
    assert (found.issuer, found.published) == ("国务院办公厅", "2014-12-29")


def test_labels_above_the_title() -> None:
    found = read(
        "索引号： 000014349/2016-712118 主题分类： 综合政务\n发布机构： 省政府办公厅 成文日期： 2016-12-28\n"
        "文号： 浙政发〔2016〕49号\n浙江省人民政府关于印发浙江省某某方案的通知\n"
    )
    assert found.index_number == "000014349/2016-712118"
    assert (found.document_number, found.published) == ("浙政发〔2016〕49号", "2016-12-28")


@pytest.mark.parametrize(
    ("tail", "issuer"),
    [
        ("济南市人民政府办公厅　2019年1月3日印发\n", "济南市人民政府办公厅"),
        ("国家发展改革委\n国 家 能 源 局\n2019年1月3日\n", "国家发展改革委 国家能源局"),
        ("工业和信息化部财政部2019年1月3日\n", "工业和信息化部财政部"),
    ],
)
def test_issuer_and_date_at_the_end(tail: str, issuer: str) -> None:
    found = read("为促进发展，制定措施。", tail=tail)
    assert (found.issuer, found.published) == (issuer, "2019-01-03")


def test_a_text_without_a_head_has_the_level_of_whom_it_tasks_and_the_place_it_is_about() -> None:
    found = read(
        "为把济南建成工业强市，发挥济南优势，打造“智造济南”品牌。", "市工信局、市科技局负责"
    )
    assert (found.level, found.region, found.title) == ("市", "济南市", None)


def test_no_place_is_guessed_where_several_are_named() -> None:
    assert read("济南、青岛、济南、青岛、济南协同发展。", "市工信局负责").region is None


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("二〇〇五年六月十一日", "2005-06-11"),
        ("二○一八年十二月二十日", "2018-12-20"),
        ("                 2024 年7 月1 日", "2024-07-01"),
    ],
)
def test_dates_in_words_and_with_blanks(date: str, published: str) -> None:
    found = read(f"某某省人民政府关于某某工作的意见\n现印发给你们。\n某某省人民政府\n{date}\n")
    assert found.published == published


def test_a_stamped_signature_over_two_lines() -> None:
    found = read(
        "关于印发某某防控方案的通知\n现印发给你们。\n国务院应对某某疫情\n联防联控机制综合组\n"
        "（国家卫生健康委代章）\n2022年6月27日\n"
    )
    assert (found.issuer, found.published) == ("国务院应对某某疫情联防联控机制综合组", "2022-06-27")


def test_a_letter_has_no_title_of_an_annex() -> None:
    found = read("某某大学：\n你校来函收悉。\n交通运输部\n2022年9月20日\n某某试点任务要点\n")
    assert (found.title, found.issuer) == (None, "交通运输部")
