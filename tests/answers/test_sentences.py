"""The sentences of answers, as a reader of either language sees them."""

from __future__ import annotations

import pytest

from kg.answers import Answerer

SENTENCES = [
    (
        "Who leads the fire safety campaign?",
        "市消防救援大队 (Changji City Fire and Rescue Brigade) takes the lead.",
    ),
    ("Which domains does the education bureau lead?", "1 domain: 学校 (schools)."),
    (
        "Which townships take part in coal mine safety?",
        "1 township: 硫磺沟镇 (Liuhuanggou Town, Changji City).",
    ),
    ("What are the phases?", "4 phases: 动员部署, 排查整治, 集中攻坚 and 巩固提升."),
    ("Which domain has the most measures?", "煤矿 (coal mines) has the most measures: 10."),
    ("When does the plan begin and end?", "It runs from 2020-04-01 to 2022-12-31."),
    ("What role does the police play in school safety?", "It cooperates."),
    (
        "Who issued the plan and when?",
        "It was issued by 昌吉市应急管理局 (Changji City Emergency Management Bureau). "
        "It was issued on 2020-06-30.",
    ),
    ("消防由谁牵头?", "牵头的是市消防救援大队。"),
    ("方案什么时候结束?", "起止时间:2020-04-01至2022-12-31。"),
    ("索引号是多少?", "索引号:CJS003/2020-000040。"),
]


@pytest.mark.parametrize(("question", "sentence"), SENTENCES)
def test_an_answer_is_one_plain_sentence(question: str, sentence: str, answerer: Answerer) -> None:
    assert answerer.ask(question).answer_text == sentence


def test_two_leads_share_and_six_bodies_cooperate(answerer: Answerer) -> None:
    assert answerer.ask("Who leads power safety?").answer_text.endswith(") share the lead.")
    assert answerer.ask("Which bodies cooperate on coal mines?").answer_text.startswith(
        "6 bodies cooperate: "
    )


def test_a_gloss_is_no_transliteration(answerer: Answerer) -> None:
    text = answerer.ask("Who never leads anything?").answer_text
    assert "Gong Lu" not in text
