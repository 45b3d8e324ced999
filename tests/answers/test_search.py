"""Search as one types: names, parts, other names, pinyin, initials, typos, traditional characters."""

from __future__ import annotations

import pytest

from kg.answers import Answerer, completions

FOUND = [
    ("消防", "domain", "消防", "name"),
    ("快递", "domain", "寄递", "other-name"),
    ("应急局", "body", "昌吉市应急管理局", "other-name"),
    ("xfjydd", "body", "昌吉市消防救援大队", "initials"),
    ("xiaofang", "domain", "消防", "pinyin"),
    ("消防救援大对", "body", "昌吉市消防救援大队", "typo"),
    ("kuaidi", "domain", "寄递", "pinyin"),
    ("yjj", "body", "昌吉市应急管理局", "initials"),
    ("housing bureau", "body", "昌吉市住房和城乡建设局", "other-name"),
    ("森林草原安全專項整治", "domain", "森林草原", "other-name"),
    ("安全生产法", "source", "安全生产法", "name"),
    ("集中攻坚", "section", "集中攻坚", "name"),
    ("CJS003", "document", "昌吉市安全生产专项整治三年行动实施方案", "number"),
    ("education changji bureau", "body", "昌吉市教育局", "other-name"),
]


@pytest.mark.parametrize(("words", "kind", "label", "why"), FOUND)
def test_the_best_hit_says_why_it_matched(
    words: str, kind: str, label: str, why: str, answerer: Answerer
) -> None:
    best = answerer.search(words, 5).hits[0]
    assert (best.kind, best.label, best.why) == (kind, label, why)


@pytest.mark.parametrize("words", ["电梯", "值班", "生命通道", "一", "电动自行车"])
def test_words_of_any_length_are_found_in_duties(words: str, answerer: Answerer) -> None:
    hits = answerer.search(words, 200, ["duty"]).hits
    assert hits
    state = answerer._current()
    assert all(words in state.knowledge.duties[hit.iri].text for hit in hits if hit.score > 10)


def test_hits_are_grouped_and_limited(answerer: Answerer) -> None:
    result = answerer.search("安全", 7)
    assert len(result.hits) == 7
    assert sum(len(hits) for hits in result.groups.values()) == 7


@pytest.mark.parametrize(("words", "chinese"), [("elevators", "电梯"), ("bullying", "欺凌")])
def test_english_words_find_the_duties_that_speak_of_them(
    words: str, chinese: str, answerer: Answerer
) -> None:
    hits = answerer.search(words, 5, ["duty"]).hits
    assert hits
    assert chinese in answerer._current().knowledge.duties[hits[0].iri].text


@pytest.mark.parametrize("words", ["电梯隐患治理", "生命通道 消防 督办"])
def test_a_text_with_most_of_the_words_is_found(words: str, answerer: Answerer) -> None:
    hits = answerer.search(words, 5, ["duty"]).hits
    assert hits
    assert words[:2] in answerer._current().knowledge.duties[hits[0].iri].text


def test_nothing_is_found_for_nothing(answerer: Answerer) -> None:
    assert answerer.search("").hits == ()
    assert answerer.search('"*:^(').hits == ()
    assert answerer.search("zzqqxx").hits == ()
    assert answerer.search("核辐射超标处置流程图").hits == ()


def test_a_word_that_is_close_to_two_names_is_no_typo_of_either(answerer: Answerer) -> None:
    hits = answerer.search("消防救援某队").hits
    assert all(hit.why != "typo" for hit in hits)


def test_names_complete_what_is_typed(answerer: Answerer) -> None:
    assert "消防" in completions(answerer, "谁牵头 消防")
