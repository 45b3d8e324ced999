"""One run of the extractor: the stages in order, their results bound to each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from kg.extraction.actors import find_acting
from kg.extraction.deadlines import Clock, Time, find_times
from kg.extraction.flow import Block, Flow, read_flow
from kg.extraction.identity import Identifier
from kg.extraction.mentions import Name, complete_names
from kg.extraction.metadata import period_dates, published_date, read_metadata, title_year
from kg.extraction.obligations import Duty, bind, find_duties
from kg.extraction.prose import find_prose
from kg.extraction.register import Register
from kg.extraction.roles import with_groups
from kg.extraction.rules import RULES
from kg.extraction.sources import Source, find_aliases, find_sources
from kg.extraction.statements import Found, find_bracketed
from kg.extraction.structure import PREAMBLE, Outline, read_outline
from kg.extraction.tables import read_tables
from kg.extraction.targets import find_aims
from kg.model import (
    Actor,
    Agent,
    Citation,
    Deadline,
    Extraction,
    Gap,
    Group,
    Metadata,
    Obligation,
    Role,
    Span,
    Statement,
    Target,
    TextView,
)

_BRACKET_RULES = ("statement.bracket", "statement.label", "statement.table")


def extract(view: TextView, rules: Register = RULES) -> Extraction:
    """Read everything that a document says about responsibilities.

    Args:
        view: the document as text.
        rules: the register to read with; ``RULES.without(key)`` shows what a rule does.
    """
    flow = read_flow(view, rules)
    metadata = read_metadata(flow, rules)
    identifier = Identifier(metadata, rules)
    outline = read_outline(flow, rules)
    statements, _ = find_bracketed(outline.parts, rules, identifier.knows)
    duties = find_duties(outline, statements, rules)
    table = read_tables(outline, rules, identifier.knows)
    duties = sorted(duties + table.duties, key=lambda d: (d.part, d.start))
    statements = sorted(statements + table.statements, key=lambda s: (s.part, s.start))
    covered = {key for keys in bind(outline, duties, statements) for key in keys}
    statements = _with_prose(outline, duties, statements, covered, rules, identifier)
    identifier.settle_level((n.text for s in statements for _, n in s.reading.agents), view.text)
    scopes = bind(outline, duties, statements)
    for index, keys in table.scopes(statements).items():
        scopes[index] = keys
    reader = _Reader(flow, outline, identifier.place(metadata), identifier, duties, rules)
    return reader.assemble(statements, scopes)


def _with_prose(
    outline: Outline,
    duties: list[Duty],
    statements: list[Found],
    covered: set[str],
    rules: Register,
    identifier: Identifier,
) -> list[Found]:
    """Add statements in running text, only where no bracket, label or cell covers the duty."""
    prose = [
        found
        for duty in duties
        if duty.key not in covered
        for found in _prose_of(duty, outline, rules, identifier)
    ]
    return sorted(statements + prose, key=lambda s: (s.part, s.start))


def _prose_of(duty: Duty, outline: Outline, rules: Register, identifier: Identifier) -> list[Found]:
    """Statements in a duty's own sentences, or in its heading where that is a name and a colon."""
    part = outline.parts[duty.part]
    heading = part.block.text[: part.body]
    starts = [duty.start]
    if duty.start - part.body <= 1 and heading.rstrip().endswith(":"):
        number = re.match(r"[\d一二三四五六七八九十()、. ]+", heading)
        starts.insert(0, number.end() if number else 0)
    found: list[Found] = []
    for start in starts:
        here = list(find_prose(duty.part, duty.block, start, duty.end, rules, identifier.knows))
        found = here or found
        if any(each.rule == "statement.colon" and each.reading.agents for each in here):
            break
    return found


@dataclass
class _Reader:
    """Turns findings in blocks into the values of the model."""

    flow: Flow
    outline: Outline
    metadata: Metadata
    identifier: Identifier
    duties: list[Duty]
    rules: Register

    def assemble(self, statements: list[Found], scopes: list[tuple[str, ...]]) -> Extraction:
        statements = [self._with_classes(found) for found in statements]
        completed = [self._complete(found) for found in statements]
        self.identifier.learn(name for names in completed for name in names)
        built = tuple(
            self._statement(n, found, names, scope)
            for n, (found, names, scope) in enumerate(
                zip(statements, completed, scopes, strict=True), 1
            )
        )
        acting = self._acting_names()
        obligations = tuple(self._obligation(duty, acting) for duty in self.duties)
        extraction = Extraction(
            self.flow.view,
            self.metadata,
            self.outline.sections,
            obligations,
            built,
            tuple(self._deadlines(statements, scopes)),
            tuple(self._targets()),
            tuple(self._citations()),
        )
        return _with_gaps(extraction, self._gaps(built, obligations))

    # --- statements -------------------------------------------------------------------------

    def _with_classes(self, found: Found) -> Found:
        """Bodies of a lower level without a place as the groups that they are."""
        names = self._complete(found)
        classes = [self.identifier.is_class(name) for name in names]
        if not any(classes):
            return found
        return replace(found, reading=with_groups(found.reading, classes, found.block.text))

    def _complete(self, found: Found) -> list[str]:
        """The names of a statement with inherited prefixes, lists in order."""
        names = tuple(name for _, name in found.reading.agents)
        home = self.identifier.home_level
        done, _ = complete_names(_grouped(found, names), home, "", self.rules, self.identifier)
        return done

    def _statement(
        self, number: int, found: Found, names: list[str], scope: tuple[str, ...]
    ) -> Statement:
        agents = tuple(
            Agent(
                role,
                self._span(found.block, name),
                self._as_written(found.block, name, full),
                self.identifier.resolve(full),
            )
            for (role, name), full in zip(found.reading.agents, names, strict=True)
        )
        groups = (
            *(self._group(found.block, name, role) for role, name in found.reading.groups),
            *(self._group(block, name, "shared", inherited=True) for block, name in found.handed),
        )
        section = self.outline.parts[found.part].section
        return Statement(
            f"s{number}",
            section,
            self.flow.span(found.block, found.start, found.end),
            found.reading.mode,
            agents,
            groups,
            found.reading.open_ended,
            scope,
            found.rule,
            found.confidence,
            found.reason,
        )

    def _group(self, block: Block, name: Name, role: Role, *, inherited: bool = False) -> Group:
        words = self.flow.words(block, name.start, name.end)
        return Group(self._span(block, name), words, role, inherited)

    def _as_written(self, block: Block, name: Name, full: str) -> str:
        """The completed name in the document's own characters."""
        own = self.flow.words(block, name.start, name.end)
        return full[: len(full) - len(name.text)] + own

    def _span(self, block: Block, name: Name) -> Span:
        return self.flow.span(block, name.start, name.end)

    # --- obligations ------------------------------------------------------------------------

    def _acting_names(self) -> dict[str, list[tuple[Span, str, bool]]]:
        acting: dict[str, list[tuple[Span, str, bool]]] = {}
        for duty in self.duties:
            text = duty.block.text[duty.start : duty.end]
            acting[duty.key] = [
                (
                    self.flow.span(duty.block, duty.start + a.start, duty.start + a.end),
                    text[a.start : a.end],
                    a.body,
                )
                for a in find_acting(
                    text, self.identifier.places, self.identifier.longest, self.rules
                )
            ]
        self.identifier.learn(
            name for items in acting.values() for _, name, is_body in items if is_body
        )
        return acting

    def _obligation(
        self, duty: Duty, acting: dict[str, list[tuple[Span, str, bool]]]
    ) -> Obligation:
        actors = tuple(
            Actor(span, name, self.identifier.resolve(name) if is_body else None)
            for span, name, is_body in acting[duty.key]
        )
        return Obligation(
            duty.key,
            duty.section,
            duty.ordinal,
            self.flow.span(duty.block, duty.start, duty.end),
            actors,
        )

    # --- what obligations say ----------------------------------------------------------------

    @cached_property
    def _by_part(self) -> dict[int, list[Duty]]:
        by_part: dict[int, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            by_part[duty.part].append(duty)
        return dict(by_part)

    @cached_property
    def _by_section(self) -> dict[str, tuple[str, ...]]:
        by_section: dict[str, tuple[str, ...]] = {}
        for duty in self.duties:
            by_section[duty.section] = (*by_section.get(duty.section, ()), duty.key)
        return by_section

    def _deadlines(
        self, statements: list[Found], scopes: list[tuple[str, ...]]
    ) -> Iterable[Deadline]:
        opening = self.flow.blocks[0].text if self.flow.blocks else ""
        clock = Clock(
            published_date(self.metadata),
            period_dates(self.metadata),
            title_year(self.metadata, opening),
        )
        by_part = self._by_part
        inside = defaultdict(list)
        for found, scope in zip(statements, scopes, strict=True):
            if found.rule in _BRACKET_RULES:
                inside[found.part].append((found, scope))
        for index, part in enumerate(self.outline.parts):
            if part.section == PREAMBLE and not any(c in part.block.text for c in ",。;"):
                continue  # a title; the years in it are the plan's period
            if part.block.text.lstrip().startswith("附件"):
                continue  # a list of what is attached
            titled = part.body == 0 and not any(c in part.block.text for c in ",。;:")
            for time in find_times(part.block.text, clock, self.rules):
                if titled and part.block.table is None and time.rule == "deadline.year-range":
                    continue  # the title of an annex
                keys = _holding(by_part.get(index, []), time.start, time.end)
                keys = keys or _stated(inside[index], time)
                keys = keys or self._headed(index, part.section, time.start, part.body)
                if part.block.table is not None:
                    keys = keys or tuple(d.key for d in by_part.get(index, ()))
                    if not keys:
                        continue  # what nobody is tasked with, as a rule on bonus points
                yield self._deadline(part.block, part.section, time, keys)

    def _headed(self, part: int, section: str, at: int, body: int) -> tuple[str, ...]:
        """A date in the heading of a phase holds for everything in the phase."""
        if at >= body:
            return ()
        return self._by_section.get(section, ())

    def _deadline(self, block: Block, section: str, time: Time, keys: tuple[str, ...]) -> Deadline:
        vague = time.value is None
        return Deadline(
            self.flow.span(block, time.start, time.end),
            time.type,
            time.value,
            time.precision,
            keys,
            section,
            0.6 if vague and time.type in ("by", "during") else 1.0,
            "没有可推定的年份 no year to compute a date from"
            if vague and time.type == "by"
            else "",
        )

    def _targets(self) -> Iterable[Target]:
        for duty in self.duties:
            for aim in find_aims(duty.block.text[duty.start : duty.end], self.rules):
                start, end = duty.start + aim.start, duty.start + aim.end
                yield Target(
                    self.flow.span(duty.block, start, end),
                    aim.what,
                    aim.value,
                    aim.unit,
                    (duty.key,),
                    1.0 if aim.value else 0.7,
                    "" if aim.value else "没有写明数值 no figure is stated",
                )

    def _citations(self) -> Iterable[Citation]:
        by_part = self._by_part
        named: dict[str, Source] = {}
        aliases = find_aliases((part.block.text for part in self.outline.parts), self.rules)
        for index, part in enumerate(self.outline.parts):
            for source in find_sources(part.block.text, self.metadata.title, self.rules):
                keys = _holding(by_part.get(index, []), source.start, source.end)
                title = aliases.get(source.title, source.title)
                first = named.setdefault(title, source)
                yield Citation(
                    self.flow.span(part.block, source.start, source.end),
                    title,
                    first.kind,
                    source.level or first.level,
                    source.marked,
                    keys,
                    self.flow.span(part.block, *source.number).text if source.number else None,
                    part.section,
                    1.0 if source.marked else 0.6,
                    "" if source.marked else "没有书名号 named without title marks",
                )

    def _gaps(
        self, statements: tuple[Statement, ...], obligations: tuple[Obligation, ...]
    ) -> tuple[Gap, ...]:
        """Sentences that oblige somebody whom neither a statement nor they themselves name."""
        if "obligation.modal" not in self.rules:
            return ()
        named = {key for s in statements for key in s.obligations}
        named |= {duty.id for duty in obligations if duty.actors}
        modal = self.rules.get("obligation.modal").regex
        return tuple(
            Gap(
                self.flow.span(duty.block, duty.start, duty.end),
                "没有读出责任主体 nobody was found who must do it",
            )
            for duty in self.duties
            if duty.key not in named and modal.search(duty.block.text, duty.start, duty.end)
        )


def _grouped(found: Found, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Names with comma groups that differ between the segments of a statement."""
    out, group, last = [], 0, None
    for name in names:
        between = found.block.text[last.end : name.start] if last else ""
        if last is not None and any(c in between for c in ",;:"):
            group += 1
        out.append(Name(name.start, name.end, name.text, group))
        last = name
    return tuple(out)


def _holding(duties: list[Duty], start: int, end: int) -> tuple[str, ...]:
    return tuple(d.key for d in duties if d.start < end and start < d.end)


def _stated(inside: list[tuple[Found, tuple[str, ...]]], time: Time) -> tuple[str, ...]:
    for found, scope in inside:
        if found.start < time.end and time.start < found.end:
            return scope
    return ()


def _with_gaps(extraction: Extraction, gaps: tuple[Gap, ...]) -> Extraction:
    warnings = (
        [] if extraction.statements else ["no responsibility statement was found in this document"]
    )
    return replace(extraction, gaps=gaps, warnings=tuple(warnings))
