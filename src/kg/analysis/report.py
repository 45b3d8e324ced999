"""What a report on a plan is made of: figures, gaps, deadlines, and who bears most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.analysis.deadlines import DueDate, due_dates, read_day
from kg.analysis.findings import run_checks
from kg.analysis.labels import labels_of
from kg.analysis.model import GROUPS, SEVERITIES, Check, Finding, Severity, Words
from kg.analysis.rows import ask, text
from kg.analysis.ties import gather
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
_BUSIEST = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of finding with how often it occurs and an example."""

    check: Check
    count: int
    example: Finding


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of one plan.

    Attributes:
        busiest: the bodies that lead most duties, with their number.
        gaps: the kinds of findings that count; the gravest and those about owners come first.
        overdue: deadlines that have passed, ``upcoming`` and ``recurring`` likewise; each once, with
            the duty that it binds, in the order of their days.
        names: names of the bodies that have the duties with deadlines.
    """

    document: str
    title: str
    issued: date | None
    start: date | None
    end: date | None
    as_of: date
    figures: tuple[tuple[str, Words, int], ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    overdue: tuple[DueDate, ...]
    upcoming: tuple[DueDate, ...]
    recurring: tuple[DueDate, ...]
    busiest: tuple[tuple[Words, int], ...]
    names: Mapping[str, Words]

    def number(self, severity: Severity) -> int:
        """Return how many findings of a severity rest on the text."""
        return sum(gap.count for gap in self.gaps if gap.check.severity == severity)

    def figure(self, name: str) -> int:
        """Return one figure."""
        return next(value for key, _, value in self.figures if key == name)

    def leads(self, each: DueDate, lang: str) -> list[str]:
        """Return the names of those who lead what a deadline binds."""
        return [
            self.names[iri].of(lang)
            for iri, role in each.holders.items()
            if role == "lead" and iri in self.names
        ]

    def share(self, name: str) -> str:
        """Return what share of the duties a figure is, in percent."""
        return f"{self.figure(name) / max(1, self.figure('duties')):.0%}"


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
        if not known:
            why, then = "the graph holds no document", "read one with 'kg build FILE'"
        else:
            why = "there is no such document" if document else f"there are {len(known)} documents"
            then = "name one of: " + ", ".join(sorted(known)[:5])
        raise QueryError("cannot report on a plan", why, then)
    row = known[chosen]
    found = tuple(f for f in run_checks(store, None, day, base=base).found if chosen in f.documents)
    dates = _each_once(due_dates(store, as_of=day, document=chosen))
    leads = _leads(store, chosen)
    busiest = sorted(leads, key=lambda body: (-len(leads[body]), body))[:_BUSIEST]
    names = labels_of(store, {*busiest, *(iri for each in dates for iri in each.holders)})
    return Report(
        chosen,
        text(row["title"]),
        read_day(row["issued"]),
        read_day(row["start"]),
        read_day(row["end"]),
        day,
        tuple((name, label, _count(store, pattern, chosen)) for name, label, pattern in _FIGURES),
        _gaps(found),
        found,
        tuple(each for each in dates if each.state == "overdue"),
        tuple(each for each in dates if each.state in ("due-soon", "due-later")),
        tuple(each for each in dates if each.state == "recurring"),
        tuple((names[body], len(leads[body])) for body in busiest),
        names,
    )


def _each_once(dates: tuple[DueDate, ...]) -> tuple[DueDate, ...]:
    """Return each deadline once, with the duty that says most where it binds several things."""
    best: dict[str, DueDate] = {}
    for each in dates:
        known = best.setdefault(each.iri, each)
        if (bool(each.holders), len(each.text)) > (bool(known.holders), len(known.text)):
            best[each.iri] = each
    return tuple(best.values())


def _leads(store: Store, document: str) -> dict[str, set[str]]:
    """Return the duties that each body leads."""
    found: dict[str, set[str]] = defaultdict(set)
    for tie, duties in gather(store, [document]).by_role.items():
        if tie[1] == "lead":
            found[tie[0]] |= duties
    return found


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
    """Return the kinds that count, the gravest first; of those, who is responsible comes first."""
    counting = [finding for finding in found if finding.counts]
    numbers = Counter(finding.kind for finding in counting)
    first: dict[str, Finding] = {}
    for finding in counting:
        first.setdefault(finding.kind, finding)
    groups = list(GROUPS)
    ordered = sorted(
        first.values(),
        key=lambda f: (
            SEVERITIES.index(f.severity),
            groups.index(f.check.group),
            -numbers[f.kind],
            f.kind,
        ),
    )
    return tuple(Gap(each.check, numbers[each.kind], each) for each in ordered)
