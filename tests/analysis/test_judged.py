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
