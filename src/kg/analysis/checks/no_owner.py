"""Duties for which nobody is named, neither in a statement nor in their own sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from kg.analysis.checks.writing import describe
from kg.analysis.clauses import Clause, clauses, is_named, name_of
from kg.analysis.facts import Duty, Facts
from kg.analysis.genres import is_standing
from kg.analysis.labels import quote
from kg.analysis.model import Row
from kg.analysis.words import GENERIC, is_counterpart, named_departments

CHECK = describe(
    "no-owner",
    "ownership",
    "warning",
    name=("任务没有责任主体", "a duty that nobody has"),
    question=("哪些任务没有写由谁负责?", "for which duties is nobody named?"),
    why=(
        "任务不在任何责任分工之内,句中也没有写由谁做。",
        "No statement covers the duty and its own sentence names nobody.",
    ),
    message=("“{what}”没有写由谁负责{more}", "nobody is named for “{what}”{more_en}"),
    remedy=("指定责任单位", "Name who must do it"),
)
_BINDING = frozenset(("DomainSection", "Topic", "Phase", "Requirement"))
_SUBJECT = re.compile(
    r"^[\u4e00-\u9fff()、]{2,30}?(?:部门|办公室|单位|街道|[局委办厅院府镇乡])(?:要|应|须|负责)"
)
# Prohibitions, how a text takes effect, headings with a period and signatures are nobody's work.
_NO_DEED = re.compile(
    r"^(?:不得|严禁|禁止|构成犯罪|原有|本(?:政策|办法|通知|方案|意见)|自.{0,12}起(?:施行|实施)|有效期)|"
    r"^附件|^[^,。;]{4,30}(?:清单|名单|一览表)$|阶段\([^)]*\)$|[12]\d{3}年\d{1,2}月\d{1,2}日$"
)
# A sentence that begins so has left out its subject.
_ELLIPTIC = ("要", "并")
# A paragraph that begins with all departments is for them to its end.
_EVERYBODY = re.compile(
    r"^各(?:地区?|级|有关|相关|[省市县区州]|乡镇|街道|部门|单位)[^,。;]{0,30}?(?:要|应|须)"
)
_PURPOSE = ("确保", "防止", "实现", "倒逼", "切实", "形成", "做到", "为", "充分")
_MOST, _SHORTEST = 5, 6


def run(facts: Facts) -> Iterator[Row]:
    """Yield duties without anybody, and sentences that begin a duty without anybody."""
    for duty in uncovered(facts):
        if is_standing(facts.texts[duty.document]) or _goes_on(facts, duty):
            continue
        for sentence in _sentences(duty):
            if _has_owner(facts, duty, sentence):
                break
            if not _is_no_deed(sentence):
                yield _row(facts, duty, sentence)


def uncovered(facts: Facts) -> Iterator[Duty]:
    """Iterate over the duties that no statement covers; aims and introductions do not count."""
    for duty in facts.duties.values():
        section = facts.sections.get(duty.section)
        if section is None or facts.is_assigned(duty) or duty.text.strip() == section.title:
            continue
        if section.kinds & _BINDING:
            yield duty


def _is_no_deed(sentence: list[Clause]) -> bool:
    """Whether a sentence says how a text takes effect or what follows in a case, or is a heading."""
    first = sentence[0].text
    ends = any(part.text.endswith("的") for part in sentence)
    return bool(_NO_DEED.search(first) or first.endswith("的") or (ends and first.startswith("对")))


def names_somebody(facts: Facts, duty: Duty, words: str) -> bool:
    """Whether words of a duty name a body, a department or a group of them that is to act."""
    if any(
        not is_counterpart(words, named.start) for named in named_departments(words)
    ) or GENERIC.search(words):
        return True
    names = (
        name for actor in facts.actors.get(duty.iri, ()) for name in facts.names.get(actor, ())
    )
    places = ((words.find(name), name) for name in names)
    return any(at >= 0 and not is_counterpart(words, at) for at, _ in places)


def _sentences(duty: Duty) -> Iterator[list[Clause]]:
    for _, group in groupby(clauses(duty.text), key=lambda clause: clause.sentence):
        yield list(group)


def _has_owner(facts: Facts, duty: Duty, sentence: list[Clause]) -> bool:
    only = len({clause.sentence for clause in clauses(duty.text)}) == 1
    words = duty.text if only else duty.text[sentence[0].start : sentence[-1].end]
    return names_somebody(facts, duty, words)


def _goes_on(facts: Facts, duty: Duty) -> bool:
    """Whether a sentence without subject goes on about the one whom those before it name."""
    before = [
        each
        for each in facts.by_section.get(duty.section, ())
        if each.place.line == duty.place.line and each.place.start < duty.place.start
    ]
    if not before or names_somebody(facts, duty, duty.text):
        return False
    if _EVERYBODY.match(before[0].text):
        return True
    if not duty.text.startswith(_ELLIPTIC):
        return False
    last = next(
        (each for each in reversed(before) if not each.text.startswith(_ELLIPTIC)), before[0]
    )
    # Where several were told to act one after the other, it is open who is meant now.
    told = sum(bool(_SUBJECT.match(part.text)) for part in clauses(last.text))
    return told < 2 and names_somebody(facts, last, last.text)


def _row(facts: Facts, duty: Duty, sentence: list[Clause]) -> Row:
    start, end = sentence[0].start, sentence[-1].end
    name = name_of(duty.text[start:end])
    more = [
        part.text
        for part in _without_conditions(sentence)
        if not is_named(part.text, name)
        and part.end - part.start >= _SHORTEST
        and not part.text.startswith(_PURPOSE)
    ][:_MOST]
    values = {
        "what": name,
        "more": f",包括{quote(*more)}" if more else "",
        "more_en": f", including {quote(*more)}" if more else "",
    }
    first = "" if sentence[0].sentence == 0 else str(sentence[0].sentence)
    return Row(duty.iri, first, (facts.shows(duty, start, end),), values)


def _without_conditions(sentence: list[Clause]) -> list[Clause]:
    """Return the clauses of a sentence without those from 对… to …的, which say in what case."""
    first = next((i for i, part in enumerate(sentence) if part.text.startswith("对")), None)
    last = next((i for i, part in enumerate(sentence) if part.text.endswith("的")), None)
    if first is None or last is None or last < first:
        return sentence
    return [*sentence[:first], *sentence[last + 1 :]]
