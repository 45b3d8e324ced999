"""What readers judged about findings: faults that were missed, and findings that they rejected."""

from __future__ import annotations

import pytest

from tests.analysis.test_checks import BEFORE, found

_AIMS = "坚持安全第一"
_MINE = "每季度开展一次煤矿安全检查"
_SCHOOL = "开展一次学校应急演练"
_LEADING = "市应急管理局要加强统筹协调,每月通报进展。"


@pytest.mark.parametrize(
    ("kind", "old", "new", "about"),
    [
        ("vague-source", _AIMS, "按照国务院、自治区、昌吉州统一部署,坚持安全第一", "统一部署"),
        ("vague-source", _MINE, f"按照区、州安委会部署,{_MINE}", "区、州安委会部署"),
        (
            "no-deadline",
            _LEADING,
            f"{_LEADING}市应急管理局制定具体工作措施,报市安委会办公室审核后备案。",
            "制定具体工作措施",
        ),
        ("no-deadline", _MINE, f"建立煤矿监管信息平台,{_MINE}".replace("每季度", "2022年"), "平台"),
        ("no-owner", _LEADING, "印发3个专题方案;各部门制定措施。", "印发3个专题方案"),
        ("domain-on-few", "市应急管理局、市教育局、城关镇按", "城关镇按", "电力"),
        (
            "undivided-duties",
            "一是2021年底前完成全部水库的安全鉴定。二是",
            "2021年底前完成全部水库的安全鉴定。",
            "水利",
        ),
    ],
)
def test_finds_what_was_missed(kind: str, old: str, new: str, about: str) -> None:
    messages = [each.message.zh for each in found(kind, [(old, new)], None, BEFORE)]

    assert [each for each in messages if about in each], messages


@pytest.mark.parametrize(
    ("kind", "edits", "about"),
    [
        ("vague-source", [(_AIMS, "按照《自治区安全生产条例》部署,坚持安全第一")], "部署"),
        ("unexplained-slogan", [(_SCHOOL, "开展一次“千灯万带”活动")], "千灯万带"),
        (
            "untreated-title-word",
            [("5.电力安全", "5.文化旅游安全"), ("电力设施检测", "文博场馆和旅游景区检查")],
            "文化",
        ),
        (
            "split-subject",
            [
                ("完成全部校舍的安全鉴定", "完成全部集贸市场改造"),
                ("完成全部建筑工地检查", "检查全部位于学校、农贸市场等人口密集地段的围墙"),
            ],
            "市场",
        ),
        (
            "unresolved-source",
            [(_MINE, f"落实《自治区实施〈煤矿安全责任制规定〉细则》,{_MINE}")],
            "引用的《煤矿安全责任制规定》",
        ),
        ("loosely-cited-source", [(_MINE, f"制定煤矿安全管理若干规定,{_MINE}")], "若干规定"),
        ("no-owner", [(_LEADING, f"{_LEADING}要加强动态检查,纳入考核。")], "动态检查"),
        ("no-owner", [(_LEADING, f"{_LEADING}各级人民政府加强动态检查。")], "动态检查"),
        ("no-owner", [(_LEADING, f"{_LEADING}试点城市政府加强动态检查。")], "动态检查"),
        ("unexplained-slogan", [(_SCHOOL, "按“十四五”规划开展应急演练")], "十四五"),
        ("never-lead", [("牵头,", "、")], "公安局"),
        (
            "shared-without-lead",
            [
                (
                    "〔市水利局牵头,市公安局、市应急管理局、城关镇按照职责分工负责〕",
                    "(市水利局、市公安局指导)",
                )
            ],
            "水利",
        ),
        ("shared-without-lead", [("牵头,", "、")], "水利"),
        (
            "actor-outside-statement",
            [("每年开展一次学校应急演练", "每年开展一次学校应急演练,报送市民政局")],
            "民政局",
        ),
        (
            "actor-outside-statement",
            [("每年开展一次学校应急演练", "每年开展一次演练,加强与民政部门的信息共享")],
            "民政",
        ),
        ("vague-pace", [(_SCHOOL, "及时处置学校突发事件,及时报告")], "及时"),
        ("vague-deadline", [("2022年6月底前完成全部电力线路改造", "对隐患限期整改")], "限期"),
        (
            "no-deadline",
            [("阜康市安全生产专项整治行动实施方案", "阜康市安全生产管理办法"), (_MINE, "检查煤矿")],
            "煤矿",
        ),
        ("overdue", [("2021年6月30日前完成12个消防站改造", "明确3年建设任务")], "3年"),
        (
            "split-subject",
            [
                ("完成全部校舍的安全鉴定", "检查全部客运索道"),
                ("完成全部建筑工地检查", "检查全部客运车辆"),
            ],
            "客运",
        ),
        ("unresolved-source", [(_MINE, f"落实《煤矿安全法》,{_MINE}")], "煤矿安全法"),
        ("no-owner", [(_LEADING, f"{_LEADING}对失职渎职的,移交司法部门处理。")], "失职"),
        ("no-owner", [(_LEADING, "各部门要加强统筹协调。加大宣传力度。")], "宣传"),
        ("no-deadline", [(_MINE, "对成效明显的企业给予奖励")], "成效"),
        ("no-deadline", [(_MINE, "鼓励煤矿企业采用新技术")], "鼓励"),
        (
            "addressee-outside-statement",
            [(_MINE, f"每家企业每年最高补助10万元,{_MINE}")],
            "每家企业",
        ),
        ("vague-deadline", [(_MINE, f"对按时完成任务成效显著的,予以表扬,{_MINE}")], "按时"),
        ("document-to-be-made", [(_MINE, f"制定本实施方案,{_MINE}")], "本实施方案"),
        ("varying-name", [("〔市水利局牵头,市公安局", "〔市水利局牵头,公安局")], "公安"),
        (
            "shared-without-lead",
            [("〔市水利局牵头,市公安局、市应急管理局、城关镇按", "〔市水利局、各成员单位按")],
            "水利",
        ),
    ],
)
def test_leaves_out_what_readers_rejected(
    kind: str, edits: list[tuple[str, str]], about: str
) -> None:
    messages = [each.message.zh for each in found(kind, edits, None, BEFORE)]

    assert [each for each in messages if about in each] == []
