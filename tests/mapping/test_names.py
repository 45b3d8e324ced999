"""Short labels of domains, classes of bodies and scopes of sources."""

from __future__ import annotations

import pytest

from kg.mapping.duties import first_clause
from kg.mapping.names import body_class, short_domain, source_scope
from kg.model import Body
from kg.vocabulary import RG


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


def test_a_body_of_no_known_ending_is_another_organisation() -> None:
    assert body_class(Body("某某", "市")) == RG.OtherBody
