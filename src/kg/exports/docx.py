"""DOCX: the report on gaps in the form of Chinese official documents."""

from __future__ import annotations

from collections import defaultdict
from typing import BinaryIO

from kg.analysis import Finding, Report, Words, make_report
from kg.analysis.clauses import fold
from kg.analysis.deadlines import what_is_due
from kg.analysis.labels import quote
from kg.analysis.model import GROUPS, SEVERITIES
from kg.analysis.rows import ask, text
from kg.analysis.summary import (
    LEVELS,
    chinese_figures,
    chinese_times,
    english_figures,
    english_times,
)
from kg.analysis.typography import (
    chinese_date,
    english_date,
    full_width,
    in_title_marks,
)
from kg.exports.paper import Paper
from kg.exports.request import Format, Request

_NUMERALS = "一二三四五六七八九十"
_EXAMPLES, _QUOTE, _DATES = 3, 80, 8
_KNOWN = 10


def _write(request: Request, out: BinaryIO) -> None:
    paper = Paper(request)
    for number, iri in enumerate(_wanted(request)):
        if number:
            paper.turn()
        _report(paper, make_report(request.store, iri, request.as_of, base=request.base))
    out.write(paper.bytes())


def _wanted(request: Request) -> list[str]:
    if request.document:
        return [request.document]
    return sorted(text(row["d"]) for row in ask(request.store, "?d a rg:Document", "?d"))


def _report(paper: Paper, made: Report) -> None:
    say = paper.request.say
    paper.title(
        say(
            f"关于{in_title_marks(made.title)}责任落实情况的分析报告",
            f"Report on the responsibilities in “{made.title}”",
        )
    )
    paper.heading(say("一、基本情况", "1. Figures"))
    _figures(paper, made)
    paper.heading(say("二、主要问题", "2. What was found"))
    paper.say(_summary(paper, made))
    _problems(paper, made)
    paper.heading(say("三、时限情况", "3. Deadlines"))
    _deadlines(paper, made)
    paper.heading(say("四、工作建议", "4. What to do"))
    _advice(paper, made)
    if made.gaps:
        paper.say(say("附件：发现的问题统计表", "Annex: findings by kind"))
    paper.sign(say(chinese_date(made.as_of), english_date(made.as_of)))
    if made.gaps:
        paper.turn()
        paper.heading(say("附件：发现的问题统计表", "Annex: findings by kind"))
        _statistics(paper, made)


def _figures(paper: Paper, made: Report) -> None:
    if paper.request.lang == "en":
        for words in english_figures(made):
            paper.say(words)
        paper.say(
            "Every finding below is given with its words and line, so that it can be checked."
        )
        return
    for words in chinese_figures(made):
        paper.say(words)
    paper.say(f"本报告截至{chinese_date(made.as_of)}，所列问题均附原文或行号，可逐条核对。")


def _summary(paper: Paper, made: Report) -> str:
    grave, warnings, notes = (made.number(key) for key in SEVERITIES)
    total = grave + warnings + notes
    advice = sum(finding.advice for finding in made.findings)
    settled = sum(finding.status != "open" for finding in made.findings)
    zh = f"；已接受或已落实责任人{settled}处" if settled else ""
    en = f"; {settled} were accepted or have an owner by now" if settled else ""
    return paper.request.say(
        f"原文可证的问题共{total}处，其中严重{grave}处、注意{warnings}处、提示{notes}处；"
        f"另有建议{advice}条，不计入问题{zh}。",
        f"Findings that rest on the text: {total} ({grave} grave, {warnings} warnings, {notes} notes). "
        f"{advice} more are advice{en}.",
    )


def _problems(paper: Paper, made: Report) -> None:
    """Write the grave and notable kinds by group, with quotes."""
    request = paper.request
    by_group: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in made.findings:
        if finding.counts and finding.severity != "info":
            by_group[finding.check.group][finding.kind].append(finding)
    for number, group in enumerate(key for key in GROUPS if key in by_group):
        words = Words(*GROUPS[group])
        zh, en = f"（{_NUMERALS[number]}）{words.zh}", f"2.{number + 1} {words.en.capitalize()}"
        paper.heading(request.say(zh, en), 2)
        for order, found in enumerate(by_group[group].values(), 1):
            _kind(paper, order, found)


def _kind(paper: Paper, order: int, found: list[Finding]) -> None:
    say, check = paper.request.say, found[0].check
    paper.say(
        say(
            f"{order}.{full_width(check.name.zh)}（{len(found)}处）。{full_width(check.explanation.zh)}",
            f"{order}. {check.name.en[:1].upper()}{check.name.en[1:]} ({len(found)}). {check.explanation.en}",
        )
    )
    for finding in found[:_EXAMPLES]:
        paper.say(_example(paper, finding))
    if len(found) > _EXAMPLES:
        rest = len(found) - _EXAMPLES
        paper.say(
            say(
                f"其余{rest}处见责任清单所附盲点表。",
                f"{rest} more: see the sheet of blind spots in the list of responsibilities.",
            )
        )


def _example(paper: Paper, finding: Finding) -> str:
    """Return a finding with its line, and its words where the message does not give them already."""
    zh, en = full_width(finding.message.zh), finding.message.en
    if not finding.evidence:
        return paper.request.say(f"{zh}。", f"{en}.")
    first = finding.evidence[0]
    words = first.quote if len(first.quote) <= _QUOTE else f"{first.quote[: _QUOTE - 1]}…"
    if fold(first.quote)[:_KNOWN] in fold(finding.message.zh):
        return paper.request.say(f"{zh}（第{first.line}行）。", f"{en} (line {first.line}).")
    return paper.request.say(
        f"{zh}（第{first.line}行：{quote(words)}）。", f"{en} (line {first.line}: {quote(words)})."
    )


def _deadlines(paper: Paper, made: Report) -> None:
    say = paper.request.say
    paper.say(
        say(
            f"截至{chinese_date(made.as_of)}，{chinese_times(made)}",
            f"As of {english_date(made.as_of)}: {english_times(made)}",
        )
    )
    shown = (*made.overdue[-_DATES:], *made.upcoming[:_DATES])
    if not shown:
        return
    rows = [
        (
            say("完成日期", "Date"),
            say("原文时限", "As written"),
            say("任务", "Duty"),
            say("牵头单位", "Lead"),
        )
    ]
    for each in shown:
        leads = say("、", "; ").join(made.leads(each, paper.request.lang))
        duty = what_is_due(each)
        rows.append((str(each.due), each.words, duty, leads or say("未写明", "nobody")))
    paper.table(rows, (2.4, 2.8, 6.8, 3.6))


def _advice(paper: Paper, made: Report) -> None:
    say = paper.request.say
    remedies: dict[Words, list[Words]] = defaultdict(list)
    for gap in made.gaps:
        if gap.check.severity != "info":
            remedies[gap.check.remedy].append(gap.check.name)
    if not remedies:
        paper.say(say("没有需要处置的问题。", "Nothing needs to be done."))
    for number, (remedy, names) in enumerate(remedies.items(), 1):
        zh = "、".join(full_width(name.zh) for name in names)
        en = "; ".join(name.en for name in names)
        paper.say(
            say(
                f"{number}.{full_width(remedy.zh)}（针对：{zh}）。",
                f"{number}. {remedy.en} (for: {en}).",
            )
        )


def _statistics(paper: Paper, made: Report) -> None:
    say, lang = paper.request.say, paper.request.lang
    rows = [
        (say("类别", "Group"), say("种类", "Kind"), say("程度", "Severity"), say("数量", "Number"))
    ]
    for gap in made.gaps:
        name = say(full_width(gap.check.name.zh), gap.check.name.en)
        level = LEVELS[gap.check.severity].of(lang)
        rows.append((Words(*GROUPS[gap.check.group]).of(lang), name, level, str(gap.count)))
    paper.table(rows, (3.2, 8.2, 2.2, 2.0))


FORMAT = Format(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docx",
    "gaps",
    Words("Word:问题分析报告", "Word: report on gaps"),
    _write,
)
