"""The one page on a plan for whoever answers for it: figures, top gaps, next deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from kg.analysis.deadlines import DueDate, what_is_due
from kg.analysis.labels import quote
from kg.analysis.model import Severity, Words
from kg.analysis.report import Gap, Report, make_report
from kg.analysis.typography import (
    chinese_date,
    english_date,
    full_width,
    in_title_marks,
)
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE

LEVELS: dict[Severity, Words] = {
    "violation": Words("严重", "Grave"),
    "warning": Words("注意", "Warnings"),
    "info": Words("提示", "Notes"),
}
_SHOWN: dict[Severity, int] = {"violation": 4, "warning": 3, "info": 0}
_NEXT, _LONGEST = 4, 150


def report(
    store: Store,
    document: str | None = None,
    lang: str = "zh",
    as_of: date | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> str:
    """Return the one-page summary of a plan as plain text, see `kg.analysis.make_report`."""
    return summarise(make_report(store, document, as_of, base=base), lang)


def summarise(made: Report, lang: str = "zh") -> str:
    """Return a report as one page of plain text in one language."""
    lines = _english(made) if lang == "en" else _chinese(made)
    return "\n".join(lines) + "\n"


def chinese_figures(made: Report) -> Iterator[str]:
    """Give the figures of a plan as sentences."""
    value = made.figure
    issued = f"{chinese_date(made.issued)}发布" if made.issued else "未写明发布日期"
    period = (
        f"实施期限自{chinese_date(made.start)}至{chinese_date(made.end)}"
        if made.start or made.end
        else "未写明实施期限"
    )
    fields = f"设{value('domains')}个领域，" if value("domains") else ""
    cited = f"，引用文件{value('sources')}件" if value("sources") else ""
    yield (
        f"该文件{issued}，{period}。{fields}列出{value('duties')}项任务、"
        f"{value('statements')}处责任分工{cited}。"
    )
    busiest = "、".join(f"{name.zh}（{number}项）" for name, number in made.busiest)
    most = f"牵头任务最多的是{busiest}。" if busiest else ""
    yield f"点名{value('bodies')}个单位，其中{value('leads')}个牵头。{most}"
    dated = (
        f"{value('dated')}项任务写明完成日期（占{made.share('dated')}）"
        if value("dated")
        else "没有任务写明完成日期"
    )
    yield f"{value('unled')}项任务没有牵头单位（占{made.share('unled')}），{dated}。"


def english_figures(made: Report) -> Iterator[str]:
    """Give the figures of a plan as English sentences."""
    value = made.figure
    issued = (
        f"Published on {english_date(made.issued)}"
        if made.issued
        else "The date of publication is not given"
    )
    period = (
        f"it runs from {english_date(made.start)} to {english_date(made.end)}"
        if made.start or made.end
        else "its period is not given"
    )
    fields = f" in {_many(value('domains'), 'domain')}" if value("domains") else ""
    cited = f" and cites {_many(value('sources'), 'document')}" if value("sources") else ""
    yield (
        f"{issued}; {period}. It sets {_many(value('duties'), 'duty', 'duties')}{fields} with "
        f"{_many(value('statements'), 'statement')} of who is responsible{cited}."
    )
    busiest = "; ".join(f"{name.en} ({number})" for name, number in made.busiest)
    most = f" Most duties are led by: {busiest}." if busiest else ""
    leads = value("leads")
    as_leads = "one of them as a lead" if leads == 1 else f"{leads} of them as leads"
    yield f"It names {_many(value('bodies'), 'body', 'bodies')}, {as_leads}.{most}"
    yield (
        f"Without a lead: {_many(value('unled'), 'duty', 'duties')} ({made.share('unled')}); "
        f"with a date: {value('dated')} ({made.share('dated')})."
    )


def chinese_times(made: Report) -> str:
    """Say how many deadlines have passed and are to come."""
    if not (made.overdue or made.upcoming or made.recurring):
        return "文件没有写明任何日期或周期。"
    over = "实施期限已经届满。" if made.end and made.end < made.as_of else ""
    check = "文件没有记载完成情况，已过时限的须逐项核实。" if made.overdue else ""
    return (
        f"{over}已过时限{len(made.overdue)}处，未到时限{len(made.upcoming)}处，"
        f"周期任务{len(made.recurring)}处。{check}"
    )


def english_times(made: Report) -> str:
    """Say in English how many deadlines have passed and are to come."""
    if not (made.overdue or made.upcoming or made.recurring):
        return "The plan gives no date and no period."
    over = "The period of the plan is over. " if made.end and made.end < made.as_of else ""
    check = (
        " Whether the duties were done is not recorded and has to be checked."
        if made.overdue
        else ""
    )
    return (
        f"{over}{_many(len(made.overdue), 'deadline')} passed, {len(made.upcoming)} to come, "
        f"{len(made.recurring)} recurring.{check}"
    )


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def _chinese(made: Report) -> Iterator[str]:
    yield f"{in_title_marks(made.title)}责任落实情况摘要"
    yield f"（截至{chinese_date(made.as_of)}）"
    yield from ("", "一、基本情况")
    yield from (f"  {words}" for words in chinese_figures(made))
    counted = "、".join(f"{LEVELS[key].zh}{made.number(key)}处" for key in LEVELS)
    yield from ("", f"二、主要问题（原文可证：{counted}）")
    yield from _top(made, "zh", _chinese_gap)
    yield from ("", "三、时限", f"  {chinese_times(made)}")
    for each in _nearest(made):
        lead = "、".join(made.leads(each, "zh")) or "未写明"
        words = what_is_due(each)
        yield f"  {chinese_date(each.due)}　{words}（牵头：{lead}）"


def _english(made: Report) -> Iterator[str]:
    yield f"Who is responsible for what in “{made.title}”: summary"
    yield f"(as of {english_date(made.as_of)})"
    yield from ("", "1. The plan")
    yield from (f"  {words}" for words in english_figures(made))
    counted = ", ".join(f"{LEVELS[key].en.lower()} {made.number(key)}" for key in LEVELS)
    yield from ("", f"2. Main problems (proved by the text: {counted})")
    yield from _top(made, "en", _english_gap)
    yield from ("", "3. Deadlines", f"  {english_times(made)}")
    for each in _nearest(made):
        lead = "; ".join(made.leads(each, "en")) or "nobody named"
        words = what_is_due(each)
        yield f"  {english_date(each.due)}: {quote(words)} (lead: {lead})"


def _top(made: Report, lang: str, say: Callable[[int, Gap], str]) -> Iterator[str]:
    """Give the gravest kinds; what is overdue stands with the deadlines."""
    number = 0
    for severity, most in _SHOWN.items():
        gaps = [g for g in made.gaps if g.check.severity == severity and g.check.kind != "overdue"]
        if gaps and most:
            yield f"  {LEVELS[severity].of(lang)}{'：' if lang == 'zh' else ':'}"
        for gap in gaps[:most]:
            number += 1
            yield say(number, gap)
    if not number:
        yield "  没有发现严重问题。" if lang == "zh" else "  Nothing grave was found."


def _chinese_gap(number: int, gap: Gap) -> str:
    name, example, remedy = (
        full_width(_cut(words.zh, _LONGEST // 2))
        for words in (gap.check.name, gap.example.message, gap.check.remedy)
    )
    line = f"（第{gap.example.evidence[0].line}行）" if gap.example.evidence else ""
    such = "如：" if gap.count > 1 else ""
    return f"  {number}. {name}（{gap.count}处）。{such}{example}{line}。建议：{remedy}。"


def _english_gap(number: int, gap: Gap) -> str:
    name = gap.check.name.en
    line = f" (line {gap.example.evidence[0].line})" if gap.example.evidence else ""
    example = _cut(gap.example.message.en, _LONGEST)
    such = "For example: " if gap.count > 1 else ""
    return (
        f"  {number}. {name[:1].upper()}{name[1:]} ({gap.count}). {such}{example}"
        f"{line}. Remedy: {gap.check.remedy.en}."
    )


def _nearest(made: Report) -> tuple[DueDate, ...]:
    """Return the next deadlines of duties, or the last ones where all have passed."""
    coming = [each for each in made.upcoming if each.text]
    return tuple(coming[:_NEXT] or [each for each in made.overdue if each.text][-_NEXT:])


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
