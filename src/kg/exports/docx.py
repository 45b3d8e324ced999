"""DOCX: the report on gaps in the form of Chinese official documents (GB/T 9704)."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kg.analysis import Finding, Words
from kg.analysis.model import GROUPS
from kg.analysis.report import Report, make_report
from kg.analysis.rows import ask, text
from kg.exports.request import Format, Request

_TITLE, _HEADING, _SUBHEADING, _BODY = "方正小标宋简体", "黑体", "楷体", "仿宋"
_NUMERALS = "一二三四五六七八九十"
_EXAMPLES, _QUOTE = 4, 90
_LEVELS = {
    "violation": Words("严重", "grave"),
    "warning": Words("注意", "warning"),
    "info": Words("提示", "note"),
}


def _write(request: Request, out: BinaryIO) -> None:
    reports = [
        make_report(request.store, iri, request.as_of, base=request.base)
        for iri in _wanted(request)
    ]
    paper = _Paper(request)
    for number, each in enumerate(reports):
        if number:
            paper.document.add_page_break()
        _report(paper, each)
    made = io.BytesIO()
    paper.document.save(made)
    out.write(_dateless(made.getvalue()))


def _wanted(request: Request) -> list[str]:
    if request.document:
        return [request.document]
    return sorted(text(row["d"]) for row in ask(request.store, "?d a rg:Document", "?d"))


class _Paper:
    """A document in official form, to which paragraphs are added."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        self._style("Normal", _BODY, 16)
        for level, font in ((1, _HEADING), (2, _SUBHEADING)):
            self._style(f"Heading {level}", font, 16)
        core = self.document.core_properties
        core.created = core.modified = datetime.combine(request.as_of, datetime.min.time())
        core.author = core.last_modified_by = ""
        core.title = request.say("责任落实情况分析报告", "Report on responsibilities")
        self._page_number(section)

    def _style(self, name: str, font: str, size: int) -> None:
        style = self.document.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb = None
        style.font.bold = name == "Heading 2" and self.request.lang == "en"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:eastAsia"), font)
        color = style.element.rPr.find(qn("w:color"))
        if color is not None:
            style.element.rPr.remove(color)
        shape = style.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
        shape.space_before = shape.space_after = Pt(0)

    def _page_number(self, section: Any) -> None:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ")
        run = paragraph.add_run()
        for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = words
            run._r.append(element)
        paragraph.add_run(" —")

    def title(self, words: str) -> None:
        """Add the title, centred."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(34)
        paragraph.paragraph_format.space_after = Pt(20)
        run = paragraph.add_run(words)
        run.font.size, run.font.name = Pt(22), "Times New Roman"
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _TITLE)

    def heading(self, words: str, level: int = 1) -> None:
        """Add a heading."""
        paragraph = self.document.add_heading(words, level)
        paragraph.paragraph_format.first_line_indent = Pt(32)

    def say(self, words: str) -> None:
        """Add a paragraph, its first line indented by two characters."""
        paragraph = self.document.add_paragraph(words)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def table(self, rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]) -> None:
        """Add a table whose first row is its head."""
        table = self.document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
        table.autofit = False
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words, width in zip(row.cells, cells, widths, strict=True):
                cell.width = Cm(width)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = Pt(18)
                run = paragraph.add_run(words)
                run.font.size = Pt(11)
                if cells is rows[0]:
                    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HEADING)
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)


def _report(paper: _Paper, made: Report) -> None:
    say = paper.request.say
    paper.title(
        say(
            f"关于《{made.title}》责任落实情况的分析报告",
            f"Report on the responsibilities in “{made.title}”",
        )
    )
    paper.heading(say("一、基本情况", "1. Figures"))
    paper.say(_figures(paper, made))
    paper.heading(say("二、主要问题", "2. What was found"))
    paper.say(_summary(paper, made))
    _problems(paper, made)
    paper.heading(say("三、时限情况", "3. Deadlines"))
    _deadlines(paper, made)
    paper.heading(say("四、工作建议", "4. What to do"))
    _advice(paper, made)
    paper.heading(say("附表:发现的问题统计", "Table: findings by kind"))
    _statistics(paper, made)


def _figures(paper: _Paper, made: Report) -> str:
    value = made.figure
    if paper.request.lang == "en":
        listed = "; ".join(f"{label.en}: {number}" for _, label, number in made.figures)
        return f"Published {made.issued or '—'}; period {made.period or '—'}. {listed}."
    period = (
        f",规划期为{'至'.join(map(_chinese_date, made.period.split(' — ')))}" if made.period else ""
    )
    issued = f"于{_chinese_date(made.issued)}发布" if made.issued else "未写明发布日期"
    return (
        f"该文件{issued}{period}。共设{value('domains')}个领域、{value('duties')}项任务,"
        f"有责任分工{value('statements')}处,点名{value('bodies')}个单位,其中{value('leads')}个单位承担牵头职责。"
        f"有{value('dated')}项任务写明完成日期,{value('unled')}项任务没有牵头单位。引用文件{value('sources')}件。"
        f"本报告截至{_chinese_date(str(made.as_of))},所列问题均附原文和行号,可逐条核对。"
    )


def _chinese_date(day: str) -> str:
    """Return an ISO date as official documents write it, 2020年6月30日."""
    parts = day.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return day or "未写明"
    year, month, date = map(int, parts)
    return f"{year}年{month}月{date}日"


def _summary(paper: _Paper, made: Report) -> str:
    facts = [finding for finding in made.findings if finding.counts]
    counts = {key: sum(f.severity == key for f in facts) for key in _LEVELS}
    advice = sum(finding.advice for finding in made.findings)
    accepted = sum(finding.status != "open" for finding in made.findings)
    return paper.request.say(
        f"共发现问题{len(facts)}处,其中严重{counts['violation']}处、注意{counts['warning']}处、提示{counts['info']}处;"
        f"另有建议{advice}条,不计入问题;已接受或已落实负责人{accepted}处。",
        f"{len(facts)} findings rest on the text: {counts['violation']} grave, {counts['warning']} warnings, "
        f"{counts['info']} notes. {advice} more are advice; {accepted} were accepted or have an owner.",
    )


def _problems(paper: _Paper, made: Report) -> None:
    """Write the grave and notable kinds by group, with quotes."""
    request = paper.request
    by_group: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in made.findings:
        if finding.counts and finding.severity != "info":
            by_group[finding.check.group][finding.kind].append(finding)
    number = 0
    for group, (zh, en) in GROUPS.items():
        if group not in by_group:
            continue
        mark = f"({_NUMERALS[number]})" if request.lang == "zh" else f"2.{number + 1} "
        number += 1
        paper.heading(mark + request.say(zh, en.capitalize()), 2)
        for order, found in enumerate(by_group[group].values(), 1):
            _kind(paper, order, found)


def _kind(paper: _Paper, order: int, found: list[Finding]) -> None:
    say, check = paper.request.say, found[0].check
    paper.say(
        say(
            f"{order}.{check.name.zh}({len(found)}处)。{check.explanation.zh}",
            f"{order}. {check.name.en.capitalize()} ({len(found)}). {check.explanation.en}",
        )
    )
    for finding in found[:_EXAMPLES]:
        paper.say(_example(paper, finding))
    if len(found) > _EXAMPLES:
        rest = len(found) - _EXAMPLES
        paper.say(
            say(
                f"其余{rest}处见责任清单附带的盲点表。",
                f"{rest} more stand in the sheet of blind spots.",
            )
        )


def _example(paper: _Paper, finding: Finding) -> str:
    message = finding.message.of(paper.request.lang)
    if not finding.evidence:
        return paper.request.say(f"{message}。", f"{message}.")
    first = finding.evidence[0]
    quote = first.quote if len(first.quote) <= _QUOTE else first.quote[: _QUOTE - 1] + "…"
    return paper.request.say(
        f"{message}。(第{first.line}行:“{quote}”)", f"{message}. (Line {first.line}: “{quote}”)"
    )


def _deadlines(paper: _Paper, made: Report) -> None:
    say = paper.request.say
    paper.say(
        say(
            f"截至{_chinese_date(str(made.as_of))},已过时限{len(made.overdue)}项,未到时限{len(made.upcoming)}项,周期任务{len(made.recurring)}项。"
            "文件没有完成情况,已过时限的须逐项核实。",
            f"As of {made.as_of}, {len(made.overdue)} deadlines have passed, {len(made.upcoming)} are to come and "
            f"{len(made.recurring)} duties recur. Whether a duty was done is not recorded.",
        )
    )
    shown = (*made.overdue[:8], *made.upcoming[:8])
    if shown:
        rows = [(say("完成日期", "date"), say("原文", "as written"), say("任务", "duty"))]
        rows += [(str(e.due), e.words, (e.text or "")[:80]) for e in shown]
        paper.table(rows, (2.8, 3.2, 9.6))


def _advice(paper: _Paper, made: Report) -> None:
    say = paper.request.say
    remedies: dict[str, list[str]] = defaultdict(list)
    for gap in made.gaps:
        if gap.check.severity != "info":
            remedies[gap.check.remedy.of(paper.request.lang)].append(
                gap.check.name.of(paper.request.lang)
            )
    if not remedies:
        paper.say(say("没有需要处置的问题。", "Nothing needs to be done."))
    for number, (remedy, names) in enumerate(remedies.items(), 1):
        joined = say("、", "; ").join(names)
        paper.say(say(f"{number}.{remedy}(针对:{joined})。", f"{number}. {remedy} ({joined})."))


def _statistics(paper: _Paper, made: Report) -> None:
    say, lang = paper.request.say, paper.request.lang
    rows = [
        (say("类别", "group"), say("种类", "kind"), say("程度", "severity"), say("数量", "number"))
    ]
    for gap in made.gaps:
        group = Words(*GROUPS[gap.check.group])
        level = _LEVELS[gap.check.severity].of(lang)
        rows.append((group.of(lang), gap.check.name.of(lang), level, str(gap.count)))
    paper.table(rows, (3.2, 8.2, 2.2, 2.0))


def _dateless(data: bytes) -> bytes:
    """Return the same package with fixed times inside, so that two exports are equal."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            fixed = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(item.filename))
    return out.getvalue()


FORMAT = Format(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docx",
    Words("Word:问题分析报告", "Word: report on gaps"),
    _write,
)
