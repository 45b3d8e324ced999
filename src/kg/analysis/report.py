"""The one-page summary of a plan for whoever answers for it: figures, top gaps, next deadlines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.analysis.deadlines import DueDate, due_dates
from kg.analysis.findings import run_checks
from kg.analysis.model import Check, Finding, Words
from kg.analysis.rows import ask, text
from kg.errors import QueryError
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE

_FIGURES: tuple[tuple[str, Words, str], ...] = (
    ("domains", Words("领域", "domains"), "?x a rg:DomainSection ; rg:inDocument ?d"),
    ("duties", Words("任务", "duties"), "?x a rg:Obligation ; rg:inDocument ?d"),
    (
        "statements",
        Words("责任分工", "responsibility statements"),
        "?x a rg:Statement ; rg:inDocument ?d",
    ),
    (
        "bodies",
        Words("点名的单位", "bodies named"),
        "?a rg:inDocument ?d ; rg:agent ?x . ?x a rg:Body",
    ),
    (
        "leads",
        Words("牵头的单位", "bodies that lead"),
        "?a rg:inDocument ?d ; rg:agent ?x ; rg:role rg:lead . ?x a rg:Body",
    ),
    (
        "dated",
        Words("有完成日期的任务", "duties with a date"),
        "?x a rg:Obligation ; rg:inDocument ?d ; rg:hasDeadline/rg:dueDate ?when",
    ),
    (
        "unled",
        Words("没有牵头单位的任务", "duties without a lead"),
        "?x a rg:Obligation ; rg:inDocument ?d MINUS { ?l rg:obligation ?x ; rg:role rg:lead }",
    ),
    ("sources", Words("引用的文件", "documents cited"), "?c rg:inDocument ?d ; rg:source ?x"),
)
_TOP_GAPS, _NEXT = 8, 6


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of finding with how often it occurs and an example."""

    check: Check
    count: int
    example: Finding


@dataclass(frozen=True, slots=True)
class Report:
    """The summary of one plan."""

    document: str
    title: str
    issued: str
    period: str
    as_of: date
    figures: tuple[tuple[str, Words, int], ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    overdue: tuple[DueDate, ...]
    upcoming: tuple[DueDate, ...]
    recurring: tuple[DueDate, ...]

    def figure(self, name: str) -> int:
        """Return one figure."""
        return next(value for key, _, value in self.figures if key == name)

    def record(self, lang: str = "zh") -> dict[str, Any]:
        """Return it ready for JSON in one language."""
        return {
            "document": self.document,
            "title": self.title,
            "as_of": str(self.as_of),
            "figures": {label.of(lang): value for _, label, value in self.figures},
            "gaps": [
                {
                    "kind": gap.check.kind,
                    "name": gap.check.name.of(lang),
                    "severity": gap.check.severity,
                    "count": gap.count,
                    "example": gap.example.message.of(lang),
                }
                for gap in self.gaps
            ],
            "overdue": [_shown(each) for each in self.overdue],
            "upcoming": [_shown(each) for each in self.upcoming],
        }

    def text(self, lang: str = "zh") -> str:
        """Return it as one page of plain text."""
        return "\n".join(_english(self) if lang == "en" else _chinese(self)) + "\n"


def report(
    store: Store,
    document: str | None = None,
    lang: str = "zh",
    as_of: date | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> str:
    """Return the one-page summary of a plan as plain text, see `make_report`."""
    return make_report(store, document, as_of, base=base).text(lang)


def make_report(
    store: Store,
    document: str | None = None,
    as_of: date | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> Report:
    """Return the summary of a plan.

    Args:
        store: the graph.
        document: IRI of the plan; may be left out where there is only one.
        as_of: the day that decides what is overdue; today without it.
        base: base of the IRIs.

    Raises:
        QueryError: there is no such plan, or several and none is named.
    """
    day = as_of or date.today()
    known = {text(row["d"]): row for row in _documents(store)}
    chosen = document or (next(iter(known)) if len(known) == 1 else "")
    if chosen not in known:
        why = "there is no such document" if document else f"there are {len(known)} documents"
        raise QueryError(
            "cannot report on a plan", why, "name one of: " + ", ".join(sorted(known)[:5])
        )
    row = known[chosen]
    found = tuple(f for f in run_checks(store, None, day, base=base).found if chosen in f.documents)
    dates = due_dates(store, as_of=day, document=chosen)
    start, end = text(row["start"]), text(row["end"])
    return Report(
        chosen,
        text(row["title"]),
        text(row["issued"]),
        f"{start} — {end}" if start or end else "",
        day,
        tuple((name, label, _count(store, pattern, chosen)) for name, label, pattern in _FIGURES),
        _gaps(found),
        found,
        tuple(each for each in dates if each.state == "overdue"),
        tuple(each for each in dates if each.state in ("due-soon", "due-later")),
        tuple(each for each in dates if each.state == "recurring"),
    )


def _documents(store: Store) -> list[Any]:
    return list(
        ask(
            store,
            "?d a rg:Document OPTIONAL { ?d dct:title ?title } OPTIONAL { ?d dct:issued ?issued } "
            "OPTIONAL { ?d rg:periodStart ?start } OPTIONAL { ?d rg:periodEnd ?end }",
            "?d ?title ?issued ?start ?end",
        )
    )


def _count(store: Store, pattern: str, document: str) -> int:
    where = pattern.replace("?d", f"<{document}>")
    return len({text(row["x"]) for row in ask(store, where, "?x")})


def _gaps(found: tuple[Finding, ...]) -> tuple[Gap, ...]:
    """Return the kinds that count, the gravest and most frequent first."""
    counting = [finding for finding in found if finding.counts]
    numbers = Counter(finding.kind for finding in counting)
    first: dict[str, Finding] = {}
    for finding in counting:
        first.setdefault(finding.kind, finding)
    rank = {"violation": 0, "warning": 1, "info": 2}
    ordered = sorted(first.values(), key=lambda f: (rank[f.severity], -numbers[f.kind], f.kind))
    return tuple(Gap(each.check, numbers[each.kind], each) for each in ordered)


def _shown(each: DueDate) -> dict[str, str]:
    return {"deadline": each.words, "due": str(each.due), "duty": each.text, "iri": each.iri}


def _brief(words: str, length: int = 44) -> str:
    first = re.sub(r"^[一二三四五六七八九十]+是", "", words).split("。")[0]
    return first if len(first) <= length else first[: length - 1] + "…"


def _chinese(self: Report) -> list[str]:
    lines = [f"《{self.title}》责任落实情况摘要", f"截至 {self.as_of}"]
    lines += ["", "一、概况"]
    if self.issued or self.period:
        lines.append(f"  发布:{self.issued or '未写明'};规划期:{self.period or '未写明'}")
    lines.append("  " + ";".join(f"{label.zh} {value}" for _, label, value in self.figures) + "。")
    violations = sum(gap.count for gap in self.gaps if gap.check.severity == "violation")
    total = sum(gap.count for gap in self.gaps)
    lines += ["", f"二、主要盲点(共 {total} 处,其中严重 {violations} 处)"]
    for number, gap in enumerate(self.gaps[:_TOP_GAPS], 1):
        place = f"(第 {gap.example.evidence[0].line} 行)" if gap.example.evidence else ""
        lines.append(
            f"  {number}. {gap.check.name.zh}:{gap.count} 处。如:{gap.example.message.zh}{place}"
        )
    lines += ["", f"三、时限(已过 {len(self.overdue)} 项,未到 {len(self.upcoming)} 项)"]
    shown = self.upcoming[:_NEXT] or self.overdue[-_NEXT:]
    lines += [f"  {each.due} {_brief(each.text or each.words)}" for each in shown]
    if self.recurring:
        lines.append(f"  另有周期任务 {len(self.recurring)} 项。")
    lines += ["", "四、建议"]
    lines += [f"  {number}. {words}。" for number, words in enumerate(_remedies(self, "zh"), 1)]
    return lines


def _english(self: Report) -> list[str]:
    lines = [f"Responsibilities in “{self.title}”", f"as of {self.as_of}", "", "1. Figures"]
    if self.issued or self.period:
        lines.append(f"  published {self.issued or 'not said'}; period {self.period or 'not said'}")
    lines.append("  " + "; ".join(f"{label.en}: {value}" for _, label, value in self.figures))
    violations = sum(gap.count for gap in self.gaps if gap.check.severity == "violation")
    total = sum(gap.count for gap in self.gaps)
    lines += ["", f"2. Main blind spots ({total} in all, {violations} of them grave)"]
    for number, gap in enumerate(self.gaps[:_TOP_GAPS], 1):
        place = f" (line {gap.example.evidence[0].line})" if gap.example.evidence else ""
        lines.append(
            f"  {number}. {gap.check.name.en}: {gap.count}, e.g. {gap.example.message.en}{place}"
        )
    lines += ["", f"3. Deadlines ({len(self.overdue)} passed, {len(self.upcoming)} to come)"]
    shown = self.upcoming[:_NEXT] or self.overdue[-_NEXT:]
    lines += [f"  {each.due} {_brief(each.text or each.words)}" for each in shown]
    if self.recurring:
        lines.append(f"  and {len(self.recurring)} recurring duties")
    lines += ["", "4. What to do"]
    lines += [f"  {number}. {words}" for number, words in enumerate(_remedies(self, "en"), 1)]
    return lines


def _remedies(self: Report, lang: str) -> list[str]:
    """Return the remedies of the gravest gaps, each once."""
    grave = [gap for gap in self.gaps if gap.check.severity != "info"][:_NEXT]
    return [
        f"{words}({names})" if lang == "zh" else f"{words} ({names})"
        for words, names in {
            gap.check.remedy.of(lang): gap.check.name.of(lang) for gap in reversed(grave)
        }.items()
    ][::-1]
