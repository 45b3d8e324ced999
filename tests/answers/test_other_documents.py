"""Questions about two other plans beside the example, and about the example with other names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.answers import Answerer
from kg.ingest import build
from kg.store import open_store
from tests.answers.judging import Case, is_right, load_cases
from tests.answers.proving import assert_proved
from tests.conftest import CHANGJI

CASES = load_cases(Path(__file__).parent / "other_documents.yaml")
# 033 is a provincial plan against tobacco crime (full-width text, brackets, no fields of safety);
# 051 a city's plan for public welfare (labels 牵头单位/配合单位).
QUESTIONS = [
    ("无烟草专卖零售许可证销售卷烟的打击由谁牵头?", {"省工商局"}),
    ("邮政、快递企业的执法检查谁牵头?", {"省邮政管理局"}),
    ("道路货物运输经营活动监管由哪个部门牵头?", {"省交通运输厅"}),
    ("道路货物运输经营活动监管由哪些部门配合?", {"省公安厅", "省烟草专卖局"}),
    ("网络交易平台监管由谁配合?", {"省公安厅", "省通信管理局", "省烟草专卖局"}),
    ("省公安厅牵头哪些任务?", None),
    ("统计数据每月什么时候报送?", {"每月10日前"}),
    ("Who leads the law enforcement checks on postal and courier companies?", {"省邮政管理局"}),
    ("广东省推进涉烟打假打私的发文单位是谁?", {"广东省人民政府办公厅"}),
    ("职业技能教育培训由谁牵头?", {"市发展改革委"}),
    ("高校毕业生创业就业的配合单位有哪些?", {"市教育局", "团市委"}),
    ("到2015年全市充分就业社区达标率要达到多少?", {"70%"}),
    ("城镇登记失业率控制在多少以内?", {"3.5%"}),
    ("广州“智慧社保”信息系统什么时候建成?", {"2013-12-31"}),
    ("劳动人事争议仲裁年均结案率要达到多少?", {"95%"}),
    ("谁牵头完善基本医疗保险制度?", {"市人力资源和社会保障局"}),
    ("养老保险参保人数到2015年要达到多少?", {"780万人"}),
    (
        "Which bodies cooperate on vocational skills training?",
        {"市教育局", "市人力资源和社会保障局"},
    ),
    ("昌吉市教育局牵头什么领域?", {"学校"}),
    ("省卫生健康委员会牵头哪些任务?", set()),
]


BESIDE = ("033", "051", "061", "068")


@pytest.fixture(scope="module")
def several(shared: Path) -> Iterator[Answerer]:
    """Answers out of the example plan and four other documents."""
    others = [shared / "corpus" / "text" / f"{number}.txt" for number in BESIDE]
    if not all(path.exists() for path in others):
        pytest.skip("the corpus does not stand beside the checkout")
    with open_store("memory:") as store:
        build([CHANGJI, *others], store, workers=1)
        yield Answerer(store)


@pytest.mark.parametrize(
    ("question", "values"), QUESTIONS, ids=lambda v: v[:30] if isinstance(v, str) else "wanted"
)
def test_other_plans_are_answered_alike(
    question: str, values: set[str] | None, several: Answerer
) -> None:
    answer = several.ask(question)
    if values is None:
        assert answer.answered
        assert any("情报" in value for value in answer.values)
    elif values:
        assert set(answer.values) == values, answer.understood
        assert answer.evidence
    else:
        assert not answer.answered


def test_the_document_is_named_where_several_answer(several: Answerer) -> None:
    answer = several.ask("方案的标题是什么?")
    assert len(answer.values) >= 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_documents_that_are_no_safety_plans_are_answered(case: Case, several: Answerer) -> None:
    answer = several.ask(case.question, case.lang)
    assert is_right(case, answer), f"{answer.values} {answer.answer_text} {answer.understood}"
    assert_proved(answer, several.store)


NAMES = {
    "昌吉市": "东阳市",
    "昌吉州": "金华市",
    "昌吉": "东阳",
    "Changji": "Dongyang",
    "应急管理局": "应急局",
    "发改委": "发展和改革局",
    "农业农村局": "农业局",
    "卫健委": "卫生健康局",
    "卫生健康委员会": "卫生健康局",
    "文旅局": "文化广电旅游局",
    "文化体育广播电视和旅游局": "文化广电旅游局",
    "硫磺沟镇": "横店镇",
}


def _renamed(text: str) -> str:
    for old, new in NAMES.items():
        text = text.replace(old, new)
    return text


SAME = [c for c in load_cases(Path(__file__).parent / "questions.yaml") if c.round == 9]
# 东阳公路管理局 behind 州运管局 is read as a bureau of the prefecture, 昌吉公路管理局 is not.
NOT_ALIKE = {
    "Cooperating departments for cultural tourism, please - all of them.",
    "消防领域有哪件事的完成时间精确到了某一天?",
}


VARIED = [
    ("消防由谁牵头?", {"市消防救援大队"}),
    ("东阳市应急局牵头哪些领域?", {"危险化学品", "非煤矿山"}),
    ("横店镇参与哪个领域?", {"煤矿"}),
    ("住建局牵头哪些领域?", {"城市建设", "建筑施工"}),
    ("一共有多少个领域?", {"21"}),
    ("Which domains does the emergency management bureau lead?", {"危险化学品", "非煤矿山"}),
    ("昌吉市公安局参与哪些领域?", set()),
]


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """Answers out of the example plan with the names of another city."""
    path = tmp_path_factory.mktemp("varied") / "plan.txt"
    path.write_text(_renamed(CHANGJI.read_text("utf-8")), "utf-8")
    with open_store("memory:") as store:
        build([path], store, workers=1)
        yield Answerer(store)


@pytest.mark.parametrize(
    ("question", "values"), VARIED, ids=lambda v: v[:30] if isinstance(v, str) else "wanted"
)
def test_other_names_change_nothing(question: str, values: set[str], varied: Answerer) -> None:
    assert set(varied.ask(question).values) == values


@pytest.mark.parametrize("case", SAME, ids=lambda case: case.question)
def test_the_same_questions_are_answered_of_another_city(case: Case, varied: Answerer) -> None:
    if case.question in NOT_ALIKE:
        pytest.skip("the text is read in another way with these names")
    renamed = replace(
        case,
        question=_renamed(case.question),
        values=[_renamed(value) for value in case.values],
        optional=[_renamed(value) for value in case.optional],
    )
    answer = varied.ask(renamed.question, case.lang)
    assert is_right(renamed, answer), f"{answer.values} {answer.answer_text} {answer.understood}"


# Two cities with the same fields, of which each says something else.
PLAN = """{city}市安全生产专项整治三年行动实施方案
二、主要任务
1.消防安全专项整治。一是打通消防生命通道,{year}年底前完成督办整改。{more}〔市消防救援大队牵头,市公安局、教育局等部门按照职责分工负责〕
2.学校安全专项整治。一是整治校外培训机构,对校外培训机构进行一次全面的安全检查。〔市{lead}局牵头,市公安局等部门按照职责分工负责〕
"""
CITIES = (
    {"city": "昌吉", "year": "2021", "lead": "教育", "more": ""},
    {"city": "东阳", "year": "2022", "lead": "体育", "more": "二是建立微型消防站。"},
)
BY_CITY = [
    (
        "学校由谁牵头?",
        {"市教育局", "市体育局"},
        "《东阳市安全生产专项整治三年行动实施方案》: 市体育局",
    ),
    ("校外培训机构的检查由谁牵头?", {"市教育局", "市体育局"}, "《东阳市"),
    ("东阳市的学校由谁牵头?", {"市体育局"}, "市体育局"),
    ("消防有几条措施?", {"1", "2"}, "《昌吉市安全生产专项整治三年行动实施方案》: 1"),
    ("消防生命通道什么时候完成督办整改?", {"2021-12-31", "2022-12-31"}, "《东阳市"),
    ("公安局参与几个领域?", {"2"}, "2"),
    ("教育局牵头学校吗?", {"是", "否"}, "《昌吉市安全生产专项整治三年行动实施方案》: 是"),
    ("昌吉市教育局牵头学校吗?", {"是"}, "是"),
]


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """Answers out of plans of two cities."""
    paths = []
    for number, city in enumerate(CITIES):
        paths.append(tmp_path_factory.mktemp("cities") / f"{number}.txt")
        paths[-1].write_text(PLAN.format(**city), "utf-8")
    with open_store("memory:") as store:
        build(paths, store, workers=1)
        yield Answerer(store)


@pytest.mark.parametrize(
    ("question", "values", "said"),
    BY_CITY,
    ids=lambda v: v[:30] if isinstance(v, str) else "wanted",
)
def test_cities_that_differ_are_told_apart(
    question: str, values: set[str], said: str, two_cities: Answerer
) -> None:
    answer = two_cities.ask(question)
    assert set(answer.values) == values, answer.understood
    assert said in answer.answer_text
