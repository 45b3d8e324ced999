"""Malformed tables are refused with the line and what to do; groups and endings are told apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.lexicon import (
    find_group,
    is_body_like,
    load_body_types,
    load_divisions,
    load_groups,
    tables,
)


def test_a_line_with_too_few_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bodies.tsv").write_text("# head\nkey\tname\nfire\n", encoding="utf-8")
    monkeypatch.setattr(tables, "lexicons_dir", lambda: tmp_path)
    with pytest.raises(VocabularyError, match=r"line 3 of 'bodies\.tsv'.*1 cells instead of 2"):
        list(tables.read_table("bodies.tsv", 2))


def test_lists_lose_blanks_and_repetitions() -> None:
    assert tables.words(" 消防 ;灭火;;消防") == ("消防", "灭火")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("相关乡镇、街道", "townships-subdistricts"),
        ("各乡镇", "townships"),
        ("其他有关部门", "departments"),
        ("安委会成员单位", "members"),
        ("各县（市、区）", "counties"),
        ("有关企业", "enterprises"),
        ("应急管理局", None),
        ("硫磺沟镇", None),
    ],
)
def test_a_group_is_told_from_a_body(words: str, key: str | None) -> None:
    group = find_group(words)
    assert (group.key if group else None) == key
    assert is_body_like(words) == (key is None)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("项目代建局", True),
        ("某某低空经济工作专班", True),
        ("昌吉公路管理局", True),
        ("自然资源局(林业和草原局)", True),
        ("干部", False),
        ("平台", False),
        ("场所", False),
        ("城镇", False),
        ("局", False),
        ("", False),
        ("隐患", False),
    ],
)
def test_a_name_is_built_like_that_of_a_body(name: str, body: bool) -> None:
    assert is_body_like(name) is body


def test_most_official_names_are_built_like_bodies() -> None:
    names = {name for t in load_body_types().types for _, name in t.names}
    unlike = {name for name in names if not is_body_like(name)}
    assert len(unlike) / len(names) < 0.05


def test_every_group_has_words_in_both_languages() -> None:
    groups = load_groups()
    assert len(groups) >= 30
    for group in groups:
        assert group.english.isascii(), group.key
        assert group.words, group.key
        assert find_group(group.label) is group
    keys = Counter(group.key for group in groups)
    assert max(keys.values()) == 1


def test_divisions_are_complete_and_have_english_names() -> None:
    rows = load_divisions().rows
    assert len(rows) > 3200
    assert len([d for d in rows if d.code.endswith("0000")]) == 34
    for division in rows:
        assert division.english.strip(), division.name
        assert division.english.isascii(), division.name
        assert division.kind, division.name


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("652300", "Changji Hui Autonomous Prefecture"),
        ("652301", "Changji City"),
        ("150100", "Hohhot City"),
        ("650100", "Urumqi City"),
        ("653100", "Kashgar Prefecture"),
        ("540000", "Xizang Autonomous Region"),
        ("150000", "Inner Mongolia Autonomous Region"),
        ("610000", "Shaanxi Province"),
        ("140000", "Shanxi Province"),
        ("610100", "Xi'an City"),
        ("110000", "Beijing Municipality"),
        ("513200", "Aba Tibetan and Qiang Autonomous Prefecture"),
    ],
)
def test_a_division_has_its_usual_english_name(code: str, english: str) -> None:
    division = load_divisions().by_code(code)
    assert division is not None
    assert division.english == english


def test_every_division_but_provinces_lies_in_another() -> None:
    divisions = load_divisions()
    for division in divisions.rows:
        above = divisions.parent(division.code)
        assert (above is None) == division.code.endswith("0000"), division.name
        if above is not None:
            assert division in divisions.children(above.code)


@pytest.mark.parametrize(
    ("text", "near", "code"),
    [
        ("南京市鼓楼区教育局", None, "320106"),
        ("鼓楼区教育局", "350100", "350102"),
        ("北京市朝阳区民政局", None, "110105"),
        ("长春市朝阳区民政局", None, "220104"),
        ("城区集贸市场", None, None),
        ("阳泉市城区教育局", None, "140302"),
    ],
)
def test_of_several_divisions_of_one_name_the_nearest_is_meant(
    text: str, near: str | None, code: str | None
) -> None:
    divisions = load_divisions()
    found = divisions.leading(text, divisions.by_code(near) if near else None)
    assert (found.code if found else None) == code
