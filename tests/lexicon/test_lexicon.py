"""The lexicons are facts: complete, sourced, and found by the words people use."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.lexicon import (
    find_hazards,
    load_body_types,
    load_divisions,
    load_hazards,
    load_sources,
    narrower_hazards,
)

TYPES = load_body_types()
DIVISIONS = load_divisions()


def test_there_are_at_least_three_hundred_types_of_bodies() -> None:
    assert len({body_type.key for body_type in TYPES.types}) == len(TYPES.types) >= 300


def test_every_type_has_names_an_english_name_and_a_known_source() -> None:
    for body_type in TYPES.types:
        assert body_type.names, body_type.key
        assert body_type.english.isascii(), body_type.key
        assert set(body_type.sources) <= set(load_sources()), body_type.key


def test_the_reform_of_2018_is_known() -> None:
    renamed = [t.key for t in TYPES.types if any(f.until == "2018" for f in t.former)]
    assert {"emergency-management", "natural-resources", "market-regulation", "health"} <= set(
        renamed
    )


@pytest.mark.parametrize(
    ("words", "level", "code", "official"),
    [
        ("应急局", "市", "652301", "昌吉市应急管理局"),
        ("交通局", "市", "652301", "昌吉市交通运输局"),
        ("政法委", "市", "652301", "中共昌吉市委政法委员会"),
        ("统战部", "县", "360735", "中共石城县委统一战线工作部"),
        ("运管局", "州", "652300", "昌吉回族自治州道路运输管理局"),
        ("工信局", "市", "370200", "青岛市工业和信息化局"),
        ("发展改革委", "省", "370000", "山东省发展和改革委员会"),
        ("发展改革委", "国家", "", "国家发展和改革委员会"),
        ("税务总局", "国家", "", "国家税务总局"),
        ("卫健委", "区", "440106", "天河区卫生健康委员会"),
    ],
)
def test_a_short_form_finds_the_official_name(
    words: str, level: str, code: str, official: str
) -> None:
    division = DIVISIONS.by_code(code)
    match = TYPES.match(words, level, division)[0]  # type: ignore[arg-type]
    assert TYPES.official_name(match.type, level, division) == official  # type: ignore[arg-type]


def test_a_detachment_does_not_exist_in_a_county_level_city() -> None:
    match = TYPES.match("消防救援支队", "市", DIVISIONS.by_code("652301"))[0]
    assert not match.exists
    assert TYPES.candidates(match.type, "市", DIVISIONS.by_code("652301")) == (
        "昌吉市消防救援大队",
        "昌吉回族自治州消防救援支队",
    )
    assert TYPES.match("消防救援支队", "市", DIVISIONS.by_code("370200"))[0].exists


def test_a_form_of_several_types_is_not_sure() -> None:
    forms = Counter(form for form, _ in TYPES.surface_forms())
    for form in [form for form, count in forms.items() if count > 1]:
        matches = TYPES.match(form, "市", DIVISIONS.by_code("370200"))
        assert len(matches) == 1 or not matches[0].sure or matches[0].kind != matches[1].kind, form


def test_every_division_is_found_by_its_code_and_its_names() -> None:
    for division in DIVISIONS.rows:
        assert DIVISIONS.by_code(division.code) is division
        for form in DIVISIONS.forms(division):
            assert division in DIVISIONS.find(form)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昌吉市应急管理局", "昌吉市"),
        ("昌吉州教育局", "昌吉回族自治州"),
        ("阿坝州人民政府办公室", "阿坝藏族羌族自治州"),
        ("新疆维吾尔自治区应急管理厅", "新疆维吾尔自治区"),
        ("广东省广州市民政局", "广州市"),
        ("石城县水利局", "石城县"),
    ],
)
def test_a_text_leads_with_its_division(text: str, name: str) -> None:
    division = DIVISIONS.leading(text)
    assert division is not None
    assert division.name == name


def test_a_relative_word_is_no_division() -> None:
    assert DIVISIONS.leading("自治区应急管理厅") is None
    assert DIVISIONS.leading("市市场监督管理局") is None


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("快递", "寄递"),
        ("工地", "建筑施工"),
        ("防火", "消防"),
        ("灭火", "消防"),
        ("养老院", "福利机构"),
        ("hazmat", "危险化学品"),
        ("Kindergarten", "学校"),
        ("e-bikes", "电动自行车"),
        ("lifts", "电梯"),
        ("forest fires", "森林草原防灭火"),
        ("民爆", "民爆物品"),
        ("煤气", "燃气"),
    ],
)
def test_an_everyday_word_leads_to_its_field(word: str, label: str) -> None:
    assert label in [hazard.label for hazard in find_hazards(word)]


def test_fields_of_safety_are_many_sourced_and_lie_in_each_other() -> None:
    hazards = load_hazards()
    assert len({h.key for h in hazards}) == len(hazards) >= 200
    assert len({h.label for h in hazards}) == len(hazards)
    for hazard in hazards:
        assert hazard.sources, hazard.key
        assert set(hazard.sources) <= set(load_sources()), hazard.key
        assert hazard not in narrower_hazards(hazard.key), hazard.key
    assert "电梯" in [h.label for h in narrower_hazards("special-equipment")]
    assert "塔吊" in {w for h in narrower_hazards("building-construction") for w in h.words}


def test_a_name_that_plans_use_belongs_to_one_field() -> None:
    names = Counter(name for h in load_hazards() for name in {h.label, *h.variants})
    assert [name for name, count in names.items() if count > 1] == []
