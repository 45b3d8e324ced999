"""What the checks that read words need: the texts with their parts, read once from the store."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from kg.analysis.clauses import fold
from kg.analysis.model import Evidence
from kg.analysis.rows import ask, text
from kg.store import Store

K = TypeVar("K")
V = TypeVar("V")
_PLACE = re.compile(r"/evidence/(\d+)\.(\d+)-(?:(\d+)\.)?(\d+)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the text of its document."""

    line: int
    start: int
    end: int
    end_line: int

    def __contains__(self, other: object) -> bool:
        """Whether another place lies within this one."""
        if not isinstance(other, Place):
            return False
        return self.begins(other) and (other.end_line, other.end) <= (self.end_line, self.end)

    def begins(self, other: Place) -> bool:
        """Whether another place begins within this one."""
        at = (other.line, other.start)
        return (self.line, self.start) <= at < (self.end_line, self.end)


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its lines.

    Attributes:
        written: the lines as they stand; ``lines`` has the ASCII form of full-width punctuation, so
            that patterns need one form only.
    """

    iri: str
    title: str
    version: str
    written: tuple[str, ...]
    lines: tuple[str, ...]
    issued: date | None
    start: date | None
    end: date | None

    def evidence(self, line: int, start: int, end: int) -> Evidence:
        """Return a stretch of one line as evidence."""
        iri = f"{self.version}/evidence/{line}.{start}-{end}"
        quote = self.written[line - 1][start:end]
        return Evidence(iri, self.iri, line, start, end, line, quote)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Iterate over the matches of a pattern with the number of their line."""
        for number, line in enumerate(self.lines, 1):
            for match in pattern.finditer(line):
                yield number, match


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document."""

    iri: str
    document: str
    kinds: frozenset[str]
    number: str
    title: str
    order: int
    parent: str
    domain: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation."""

    iri: str
    document: str
    section: str
    ordinal: str
    order: int
    text: str
    evidence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Statement:
    """A responsibility statement with the duties it covers."""

    iri: str
    document: str
    section: str
    mode: str
    quote: str
    evidence: str
    place: Place
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A body or group in a role of a statement."""

    statement: str
    agent: str
    role: str
    name: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Time:
    """A deadline with what it binds."""

    iri: str
    document: str
    words: str
    kind: str
    value: str
    due: date | None
    start: date | None
    holders: tuple[str, ...]
    evidence: str
    place: Place


class Facts:
    """The graph as the checks read it; each part is read on first use.

    Args:
        store: the graph.
        as_of: the day that decides what is over.
    """

    def __init__(self, store: Store, as_of: date) -> None:
        self.store, self.as_of = store, as_of

    @cached_property
    def texts(self) -> Mapping[str, Text]:
        """Documents by IRI."""
        rows = ask(
            self.store,
            "?document a rg:Document ; rg:currentVersion ?version . ?version rg:text ?text . "
            "OPTIONAL { ?document dct:title ?title } OPTIONAL { ?document dct:issued ?issued } "
            "OPTIONAL { ?document rg:periodStart ?from } OPTIONAL { ?document rg:periodEnd ?to }",
            "?document ?version ?text ?title ?issued ?from ?to",
        )
        return {
            text(row["document"]): Text(
                text(row["document"]),
                text(row["title"]),
                text(row["version"]),
                tuple(text(row["text"]).split("\n")),
                tuple(fold(text(row["text"])).split("\n")),
                _day(row["issued"]),
                _day(row["from"]),
                _day(row["to"]),
            )
            for row in rows
        }

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Sections by IRI, in the order of the documents."""
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in ask(self.store, "?s a rg:Section ; a ?kind .", "?s ?kind"):
            kinds[text(row["s"])].add(text(row["kind"]).rsplit("#", 1)[-1])
        rows = ask(
            self.store,
            "?s a rg:Section ; rg:inDocument ?document ; rg:evidence ?evidence . "
            "OPTIONAL { ?s rdfs:label ?title } OPTIONAL { ?s rg:number ?number } "
            "OPTIONAL { ?s rg:order ?order } OPTIONAL { ?s rg:partOf ?parent } "
            "OPTIONAL { ?s rg:aboutDomain ?domain }",
            "?s ?document ?title ?number ?order ?parent ?domain ?evidence",
        )
        found = {
            text(row["s"]): Section(
                text(row["s"]),
                text(row["document"]),
                frozenset(kinds[text(row["s"])]),
                text(row["number"]),
                text(row["title"]),
                int(text(row["order"]) or 0),
                text(row["parent"]),
                text(row["domain"]) or None,
                _place(row),
            )
            for row in rows
        }
        return dict(sorted(found.items(), key=lambda each: (each[1].document, each[1].order)))

    @cached_property
    def duties(self) -> Mapping[str, Duty]:
        """Obligations by IRI, in the order of the documents."""
        rows = ask(
            self.store,
            "?o a rg:Obligation ; rg:inDocument ?document ; rg:inSection ?section ; rg:text ?text ;"
            " rg:evidence ?evidence . OPTIONAL { ?o rg:ordinal ?ordinal } "
            "OPTIONAL { ?o rg:order ?order }",
            "?o ?document ?section ?text ?ordinal ?order ?evidence",
        )
        found = {
            text(row["o"]): Duty(
                text(row["o"]),
                text(row["document"]),
                text(row["section"]),
                text(row["ordinal"]),
                int(text(row["order"]) or 0),
                fold(text(row["text"])),
                text(row["evidence"]),
                _place(row),
            )
            for row in rows
        }
        return dict(sorted(found.items(), key=lambda each: (each[1].document, each[1].order)))

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Responsibility statements by IRI."""
        covered: dict[str, list[str]] = defaultdict(list)
        for row in ask(self.store, "?s a rg:Statement ; rg:covers ?o .", "?s ?o"):
            covered[text(row["s"])].append(text(row["o"]))
        rows = ask(
            self.store,
            "?s a rg:Statement ; rg:inDocument ?document ; rg:inSection ?section ; rg:mode ?mode ;"
            " rg:evidence ?evidence . ?evidence rg:quote ?quote .",
            "?s ?document ?section ?mode ?quote ?evidence",
        )
        return {
            text(row["s"]): Statement(
                text(row["s"]),
                text(row["document"]),
                text(row["section"]),
                text(row["mode"]),
                fold(text(row["quote"])),
                text(row["evidence"]),
                _place(row),
                tuple(sorted(covered[text(row["s"])])),
            )
            for row in rows
        }

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Bodies and groups in their roles."""
        rows = ask(
            self.store,
            "?a rg:inStatement ?s ; rg:agent ?agent ; rg:role ?role ; rg:nameAsWritten ?name ; "
            "rg:evidence ?evidence .",
            "?s ?agent ?role ?name ?evidence",
        )
        return tuple(
            Holder(
                text(row["s"]),
                text(row["agent"]),
                text(row["role"]).rsplit("#", 1)[-1],
                text(row["name"]),
                text(row["evidence"]),
            )
            for row in rows
        )

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """Chinese names of bodies and groups by IRI."""
        names: dict[str, set[str]] = defaultdict(set)
        rows = ask(
            self.store,
            "{ ?b a rg:Body ; skos:prefLabel|skos:altLabel ?name } UNION "
            "{ ?b a rg:Group ; rdfs:label ?name } FILTER(LANG(?name) = 'zh')",
            "?b ?name",
        )
        for row in rows:
            names[text(row["b"])].add(text(row["name"]))
        return {iri: frozenset(each) for iri, each in names.items()}

    @cached_property
    def types(self) -> Mapping[str, frozenset[str]]:
        """Keys of the types of bodies by body."""
        rows = ask(self.store, "?b rg:bodyType ?type .", "?b ?type")
        pairs = ((text(row["b"]), text(row["type"]).rsplit("/", 1)[-1]) for row in rows)
        return {iri: frozenset(keys) for iri, keys in _grouped(pairs).items()}

    @cached_property
    def actors(self) -> Mapping[str, tuple[str, ...]]:
        """Bodies that the sentence of an obligation names, by obligation."""
        rows = ask(self.store, "?o rg:namesActor ?b . ?b a rg:Body .", "?o ?b")
        return _grouped((text(row["o"]), text(row["b"])) for row in rows)

    @cached_property
    def domain_names(self) -> Mapping[str, frozenset[str]]:
        """Chinese names of domains by IRI."""
        rows = ask(
            self.store,
            "?d a rg:Domain ; skos:prefLabel|skos:altLabel ?name FILTER(LANG(?name) = 'zh')",
            "?d ?name",
        )
        pairs = ((text(row["d"]), text(row["name"])) for row in rows)
        return {iri: frozenset(names) for iri, names in _grouped(pairs).items()}

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """Deadlines."""
        bound: dict[str, list[str]] = defaultdict(list)
        for row in ask(self.store, "?holder rg:hasDeadline ?d .", "?holder ?d"):
            bound[text(row["d"])].append(text(row["holder"]))
        rows = ask(
            self.store,
            "?d a rg:Deadline ; rg:inDocument ?document ; rg:deadlineText ?words ; "
            "rg:deadlineType ?kind ; rg:evidence ?evidence . "
            "OPTIONAL { ?d rg:value ?value } OPTIONAL { ?d rg:dueDate ?due } "
            "OPTIONAL { ?d rg:startDate ?from }",
            "?d ?document ?words ?kind ?value ?due ?from ?evidence",
        )
        found = [
            Time(
                text(row["d"]),
                text(row["document"]),
                text(row["words"]),
                text(row["kind"]),
                text(row["value"]),
                _day(row["due"]),
                _day(row["from"]),
                tuple(sorted(bound[text(row["d"])])),
                text(row["evidence"]),
                _place(row),
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda t: (t.document, t.place.line, t.place.start)))

    @cached_property
    def by_section(self) -> Mapping[str, tuple[Duty, ...]]:
        """Obligations by the section they stand in."""
        return _grouped((duty.section, duty) for duty in self.duties.values())

    @cached_property
    def held(self) -> Mapping[str, tuple[Holder, ...]]:
        """Bodies and groups by statement."""
        return _grouped((holder.statement, holder) for holder in self.holders)

    @cached_property
    def covering(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the obligation they cover."""
        return _grouped((duty, each) for each in self.statements.values() for duty in each.duties)

    @cached_property
    def formal(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements apart from the sentences of duties, by the obligation they cover.

        A sentence that says who acts is a statement too; it assigns only what it says itself.
        """
        prose = {s.iri for s in self.statements.values() if self._stands_in_duty(s)}
        return {
            duty: tuple(s for s in found if s.iri not in prose)
            for duty, found in self.covering.items()
        }

    def _stands_in_duty(self, statement: Statement) -> bool:
        duties = (self.duties.get(iri) for iri in statement.duties)
        return any(duty is not None and duty.place.begins(statement.place) for duty in duties)

    def is_assigned(self, duty: Duty) -> bool:
        """Whether a statement gives a duty to somebody, its own sentence or one for it."""
        return bool(self.formal.get(duty.iri)) or any(
            duty.place.begins(each.place) for each in self.covering.get(duty.iri, ())
        )

    @cached_property
    def statements_in(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the section they stand in."""
        return _grouped((each.section, each) for each in self.statements.values())

    @cached_property
    def domain_sections(self) -> Mapping[str, tuple[Section, ...]]:
        """The sections about a domain, by document."""
        return _grouped(
            (each.document, each)
            for each in self.sections.values()
            if "DomainSection" in each.kinds
        )

    def shows(self, duty: Duty, start: int, end: int) -> str | Evidence:
        """Return a stretch of a duty as evidence; the whole duty where it spans several lines."""
        if duty.place.line != duty.place.end_line:
            return duty.evidence
        begin = duty.place.start
        return self.texts[duty.document].evidence(duty.place.line, begin + start, begin + end)

    def duties_of(self, document: str) -> tuple[Duty, ...]:
        """Return the obligations of a document in their order."""
        return self._by_document.get(document, ())

    def sections_of(self, document: str) -> tuple[Section, ...]:
        """Return the sections of a document in their order."""
        return self._sections_by_document.get(document, ())

    @cached_property
    def _sections_by_document(self) -> Mapping[str, tuple[Section, ...]]:
        return _grouped((section.document, section) for section in self.sections.values())

    def times_of(self, document: str) -> tuple[Time, ...]:
        """Return the deadlines of a document."""
        return self._times_by_document.get(document, ())

    @cached_property
    def _times_by_document(self) -> Mapping[str, tuple[Time, ...]]:
        return _grouped((time.document, time) for time in self.times)

    @cached_property
    def _by_document(self) -> Mapping[str, tuple[Duty, ...]]:
        return _grouped((duty.document, duty) for duty in self.duties.values())


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _place(row: Mapping[str, object]) -> Place:
    """Return where evidence stands, as its IRI says; asking for four numbers each takes far longer."""
    match = _PLACE.search(text(row["evidence"]))
    if match is None:
        return Place(0, 0, 0, 0)
    line, start, end_line, end = match.groups()
    return Place(int(line), int(start), int(end), int(end_line or line))


def _day(term: object) -> date | None:
    words = text(term)
    return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) else None
