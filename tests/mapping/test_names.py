"""Short labels of domains, classes of bodies and scopes of sources."""

from __future__ import annotations

from collections import Counter
from typing import cast

import pytest
from rdflib import URIRef
from rdflib.namespace import RDF

from kg.lexicon import load_body_types
from kg.mapping import map_lexicon
from kg.mapping.duties import first_clause
from kg.mapping.names import (
    body_class,
    body_english,
    body_stem,
    domain_hazard,
    parent_region,
    region_names,
    resolve_name,
    short_domain,
    source_scope,
    source_title,
)
from kg.model import Body, Level, Metadata
from kg.reasoning import validate
from kg.vocabulary import RG, pinyin_key


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("消防安全专项整治", "消防"),
        ("消防安全", "消防"),
        ("危险废物等安全专项整治", "危险废物"),
        ("民爆物品领域安全专项整治", "民爆物品"),
        ("工商贸企业安全生产专项整治", "工商贸企业"),
        ("农业和农机安全专项整治", "农业和农机"),
        ("寄递行业安全专项整治", "寄递"),
        ("落实企业安全生产主体责任专题", "落实企业安全生产主体责任"),
        ("安全生产", "安全生产"),
    ],
)
def test_domains_have_short_labels(title: str, label: str) -> None:
    assert short_domain(title) == label


@pytest.mark.parametrize(
    ("level", "scope"),
    [
        ("国家", ""),
        ("国家/自治区/州", ""),
        ("自治区", "650000"),
        ("省", "650000"),
        ("州", "652300"),
        ("市", "652301"),
        (None, "652301"),
    ],
)
def test_a_source_is_of_the_region_that_issued_it(level: str | None, scope: str) -> None:
    assert source_scope(level, "652301") == scope


def test_the_label_of_a_duty_is_its_first_clause() -> None:
    assert first_clause("一是开展排查。市局参加。") == "开展排查"
    assert first_clause("（1）建立台账；二、整改") == "建立台账"
    long = first_clause("2." + "长" * 60 + "。")
    assert len(long) == 40
    assert long.endswith("…")
    assert first_clause("一是") == "一是"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (Body("昌吉市应急管理局", "市", "emergency-management", "652301"), RG.Department),
        (Body("昌吉市消防救援大队", "市", "fire-rescue", "652301"), RG.Department),
        (Body("中共昌吉市委宣传部", "市", None, "652301"), RG.PartyOrgan),
        (Body("昌吉市安全生产委员会", "市", None, "652301"), RG.CoordinationBody),
        (Body("昌吉市卫生健康委员会", "市", None, "652301"), RG.Department),
        (Body("昌吉市三年行动领导小组", "市", None, "652301"), RG.CoordinationBody),
        (Body("昌吉回族自治州生态环境局昌吉市分局", "州", None, "652300"), RG.BranchOffice),
        (Body("昌吉市人民政府", "市", None, "652301"), RG.Government),
        (Body("硫磺沟镇", "乡镇"), RG.Township),
        (Body("某电力公司", "其他", "power-grid"), RG.OtherBody),
        (Body("某某", "市"), RG.OtherBody),
    ],
)
def test_bodies_are_of_the_class_of_their_type_or_their_ending(body: Body, kind: URIRef) -> None:
    assert body_class(body) == kind


@pytest.mark.parametrize(
    ("body", "english"),
    [
        (
            Body("昌吉市应急管理局", "市", "emergency-management", "652301"),
            "Changji City Emergency Management Bureau",
        ),
        (
            Body("广东省教育厅", "省", "education", "440000"),
            "Guangdong Province Education Department",
        ),
        (
            Body("昌吉市消防救援大队", "市", "fire-rescue", "652301"),
            "Changji City Fire and Rescue Brigade",
        ),
        (
            Body("昌吉市道路交通局", "市", None, "652301"),
            "“昌吉市道路交通局” (body named in the plan)",
        ),
        (Body("硫磺沟镇", "乡镇", None, "652301"), "Liuhuanggou Town, Changji City"),
    ],
)
def test_every_body_has_an_english_name_that_is_marked_descriptive(
    body: Body, english: str
) -> None:
    assert body_english(body) == (english, "descriptive")


def test_only_national_bodies_have_an_official_english_name() -> None:
    ministry = Body("教育部", "国家", "education", "000000")
    assert body_english(ministry) == ("Ministry of Education", "official")


def test_one_body_per_place_whichever_of_its_names_is_used() -> None:
    names = ("昌吉市文化和旅游局", "昌吉市文化体育广播电视和旅游局")
    bodies = [Body(name, "市", "culture-tourism", "652301") for name in names]
    assert {body_stem(body) for body in bodies} == {"文化和旅游局"}


@pytest.mark.parametrize(
    "body",
    [
        Body("昌吉回族自治州生态环境局昌吉市分局", "州", "ecology-environment", "652300"),
        Body("昌吉市消防救援支队", "市", "fire-rescue", "652301", uncertain=True),
        Body("某学校", "其他", "school", "652301"),
        Body("某镇人民政府", "乡镇", "township-government", "652301"),
        Body("市教育局", "市", "education", None),
        Body("某局", "市", None, "652301"),
    ],
)
def test_a_body_that_its_type_does_not_make_out_keeps_its_own_name(body: Body) -> None:
    assert body_stem(body) is None


def test_no_two_names_of_types_of_bodies_share_a_key_in_one_place() -> None:
    for level, code in (("国家", "000000"), ("省", "440000"), ("州", "652300"), ("县", "652323")):
        stems = {
            body_stem(Body("某", cast(Level, level), each.key, code))
            for each in load_body_types().types
        }
        keys = Counter(pinyin_key(stem) for stem in stems if stem)
        assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "level", "key", "code"),
    [
        ("昌吉市应急管理局", "市", "emergency-management", "652301"),
        ("应急管理部", "国家", "emergency-management", "000000"),
        ("某某办公室", "其他", None, None),
    ],
)
def test_the_issuer_is_resolved_like_any_body(
    name: str, level: str, key: str | None, code: str | None
) -> None:
    body = resolve_name(name, Metadata())
    assert (body.level, body.type, body.region_code) == (level, key, code)


def test_regions_have_names_in_both_languages_and_lie_in_each_other() -> None:
    assert region_names("652301") == ("昌吉市", "Changji City")
    assert region_names("610000") == ("陕西省", "Shaanxi Province")
    assert region_names("999999") == (None, None)
    assert parent_region("652301") == "652300"
    assert parent_region("652300") == "650000"
    assert parent_region("650000") == "000000"
    assert parent_region("000000") is None


@pytest.mark.parametrize(
    ("label", "english"),
    [("消防", "fire safety"), ("工商贸企业", "industry and trade"), ("从未见过", None)],
)
def test_domains_are_known_by_their_label_or_another_name(label: str, english: str | None) -> None:
    hazard = domain_hazard(label)
    assert (hazard.english if hazard else None) == english


def test_the_lexicon_graph_conforms_and_is_stable() -> None:
    graph = map_lexicon()
    assert validate(graph) == ()
    assert set(graph) == set(map_lexicon())
    assert len(set(graph.subjects(RDF.type, RG.BodyType))) == len(load_body_types().types)


@pytest.mark.parametrize(
    ("title", "kind", "one"),
    [
        ("中华人民共和国安全生产法", "法律", "安全生产法"),
        ("安全生产法", "法律", "安全生产法"),
        ("中华人民共和国道路运输条例", "行政法规", "道路运输条例"),
        ("中华人民共和国国民经济和社会发展第十四个五年规划", "规划", None),
    ],
)
def test_a_law_has_one_title(title: str, kind: str, one: str | None) -> None:
    assert source_title(title, kind) == (one or title)
