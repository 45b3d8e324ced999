"""Types of bodies: complete, sourced, unambiguous or openly ambiguous, named rightly anywhere."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.lexicon import load_body_types, load_divisions, load_sources, rank_of

TYPES = load_body_types()
DIVISIONS = load_divisions()
CATEGORIES = {
    "branch",
    "congress",
    "coordination",
    "department",
    "enterprise",
    "government",
    "institution",
    "judicial",
    "military",
    "national",
    "other",
    "party",
    "people-organisation",
}


def test_there_are_many_types_of_every_category() -> None:
    assert len({body_type.key for body_type in TYPES.types}) == len(TYPES.types) >= 500
    assert {body_type.category for body_type in TYPES.types} == CATEGORIES


def test_every_type_has_names_english_and_known_sources() -> None:
    for body_type in TYPES.types:
        assert body_type.names, body_type.key
        assert body_type.english.strip(), body_type.key
        assert body_type.english.isascii(), body_type.key
        assert body_type.english_national.isascii(), body_type.key
        assert body_type.sources, body_type.key
        assert set(body_type.sources) <= set(load_sources()), body_type.key
        assert all(former.until.isdigit() for former in body_type.former), body_type.key


def test_every_official_english_name_is_of_a_national_body() -> None:
    named = [t for t in TYPES.types if t.english_national]
    assert len(named) >= 150
    assert [t.key for t in named if t.name_at("n") is None and t.name_at("p") is None] == []


def test_every_source_has_a_title_in_both_languages() -> None:
    assert all(source.title and source.english for source in load_sources().values())


def test_no_form_of_a_type_is_lost_to_another() -> None:
    for body_type in TYPES.types:
        for form, _, _ in body_type.forms():
            assert body_type in TYPES.named(form), (body_type.key, form)


def test_few_forms_are_ambiguous_and_those_are_never_sure() -> None:
    forms = Counter(form for form, _ in TYPES.surface_forms())
    ambiguous = [form for form, count in forms.items() if count > 1]
    assert len(ambiguous) <= 5
    for form in ambiguous:
        matches = TYPES.match(form, "市", DIVISIONS.by_code("370200"))
        assert len(matches) == 1 or not matches[0].sure or matches[0].kind != matches[1].kind, form


@pytest.mark.parametrize("code", ["652301", "652300", "370200", "110000", "360735", "440106"])
def test_every_official_name_leads_back_to_its_type(code: str) -> None:
    division = DIVISIONS.by_code(code)
    assert division is not None
    rank = rank_of(division.level, division)
    for body_type in TYPES.types:
        name = body_type.name_at(rank)
        if name is None:
            continue
        found = [m.type for m in TYPES.match(name, division.level, division) if m.exists]
        assert body_type.key in found, (body_type.key, name)
        official = TYPES.official_name(body_type.key, division.level, division)
        assert not {"@", "~"} & set(official), official
        assert division.short in official or division.name in official, official


@pytest.mark.parametrize(
    ("key", "code", "official"),
    [
        ("emergency-management", "652301", "昌吉市应急管理局"),
        ("emergency-management", "110000", "北京市应急管理局"),
        ("emergency-management", "650000", "新疆维吾尔自治区应急管理厅"),
        ("government-office", "110000", "北京市人民政府办公厅"),
        ("government-office", "652301", "昌吉市人民政府办公室"),
        ("political-legal", "652301", "中共昌吉市委政法委员会"),
        ("party-committee", "652301", "中共昌吉市委员会"),
        ("organisation-department", "650000", "中共新疆维吾尔自治区委员会组织部"),
        ("taxation", "652301", "国家税务总局昌吉市税务局"),
        ("cppcc", "652301", "政协昌吉市委员会"),
        ("youth-league", "652301", "共青团昌吉市委员会"),
        ("customs", "370200", "青岛海关"),
        ("survey-team", "652300", "国家统计局昌吉调查队"),
        ("fire-rescue", "650000", "新疆维吾尔自治区消防救援总队"),
        ("fire-rescue", "652300", "昌吉回族自治州消防救援支队"),
        ("fire-rescue", "652301", "昌吉市消防救援大队"),
        ("court", "652300", "昌吉回族自治州中级人民法院"),
        ("postal", "652300", "昌吉回族自治州邮政管理局"),
        ("road-transport-management", "652300", "昌吉回族自治州道路运输管理局"),
    ],
)
def test_a_body_is_named_in_full(key: str, code: str, official: str) -> None:
    division = DIVISIONS.by_code(code)
    assert division is not None
    assert TYPES.official_name(key, division.level, division) == official


@pytest.mark.parametrize(
    ("words", "level", "code", "key", "kind"),
    [
        ("环保局", "市", "652301", "ecology-environment", "former"),
        ("工商局", "市", "652301", "market-regulation", "former"),
        ("食药监局", "市", "652301", "market-regulation", "former"),
        ("安监局", "市", "652301", "emergency-management", "former"),
        ("国土资源局", "县", "360735", "natural-resources", "former"),
        ("农业局", "县", "360735", "agriculture", "former"),
        ("旅游局", "县", "360735", "culture-tourism", "former"),
        ("铁道部", "国家", "", "railway", "former"),
        ("银保监会", "国家", "", "financial-regulation", "former"),
        ("消防队", "市", "652301", "fire-rescue", "short"),
        ("交警", "市", "652301", "traffic-police", "short"),
        ("警方", "市", "652301", "public-security", "everyday"),
        ("电视台", "市", "652301", "tv-station", "short"),
        ("图书馆", "市", "652301", "library", "official"),
        ("幼儿园", "市", "652301", "kindergarten", "official"),
        ("居委会", "市", "652301", "residents-committee", "short"),
        ("团委", "市", "652301", "youth-league", "short"),
        ("监委", "市", "652301", "supervision-commission", "short"),
        ("黄河水利委员会", "国家", "", "yellow-river", "short"),
        ("应急管理厅", "省", "370000", "emergency-management", "official"),
    ],
)
def test_a_name_leads_to_its_type(words: str, level: str, code: str, key: str, kind: str) -> None:
    match = TYPES.match(words, level, DIVISIONS.by_code(code))[0]  # type: ignore[arg-type]
    assert (match.type, match.kind, match.sure) == (key, kind, True)


@pytest.mark.parametrize(
    ("key", "level", "code", "english"),
    [
        ("emergency-management", "国家", "", ("Ministry of Emergency Management", "official")),
        (
            "emergency-management",
            "市",
            "652301",
            ("Changji City Emergency Management Bureau", "descriptive"),
        ),
        ("fire-rescue", "国家", "", ("National Fire and Rescue Administration", "official")),
    ],
)
def test_a_body_has_an_english_name_and_its_standing(
    key: str, level: str, code: str, english: tuple[str, str]
) -> None:
    found = TYPES.english_name(key, level, DIVISIONS.by_code(code))  # type: ignore[arg-type]
    assert found == english


def test_people_say_fire_brigade_and_housing_bureau() -> None:
    said = {word: t.key for t in TYPES.types for word in t.english_everyday}
    assert said["fire brigade"] == "fire-rescue"
    assert said["housing bureau"] == "housing-construction"
    assert said["market regulator"] == "market-regulation"
    assert said["police"] == "public-security"


def test_the_longest_form_is_found_in_running_text() -> None:
    text = "由市交通运输局和应急管理部门负责"
    assert TYPES.longest_body_at(text, text.index("交通")) == text.index("和")
    assert TYPES.longest_body_at(text, 0) is None


def test_everyday_words_are_not_looked_for_in_running_text() -> None:
    everyday = {w for t in TYPES.types for w in t.everyday if len(w) > 2}
    others = {f for t in TYPES.types for f, kind, _ in t.forms() if kind != "everyday"}
    for word in sorted(everyday - others):
        assert TYPES.longest_body_at(word, 0) != len(word), word


@pytest.mark.parametrize(
    ("name", "key", "code"),
    [
        ("青岛海关", "customs", "370200"),
        ("人民银行济南分行", "central-bank", "370100"),
        ("安徽证监局", "securities", "340000"),
        ("国家税务总局昌吉市税务局", "taxation", "652301"),
        ("国家金融监督管理总局山东监管局", "financial-regulation", "370000"),
        ("国家统计局昌吉调查队", "survey-team", "652300"),
        ("昌吉市应急管理局", None, None),
        ("市住建局", None, None),
        ("海关", None, None),
    ],
)
def test_a_branch_tells_its_place(name: str, key: str | None, code: str | None) -> None:
    found = TYPES.placed(name)
    assert (found[0].key if found else None) == key
    assert (found[1].code if found else None) == code


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("经济和信息化委", "industry-information"),
        ("发展和改革委", "development-reform"),
        ("绩效考核办", "performance-office"),
        ("精神文明建设委员会办", "spiritual-civilisation"),
    ],
)
def test_names_are_shortened_as_people_shorten_them(words: str, key: str) -> None:
    assert [t.key for t in TYPES.named(words)] == [key]
