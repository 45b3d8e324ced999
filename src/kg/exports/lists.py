"""The list of responsibilities that tables are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import URIRef

from kg.analysis import DueDate, Words, due_dates
from kg.analysis.labels import labels_of
from kg.analysis.rows import ask_about, text
from kg.errors import QueryError
from kg.exports.request import Request
from kg.queries import Value, load_catalogue

ROLES: Mapping[str, Words] = {
    "lead": Words("牵头", "lead"),
    "shared": Words("共同负责", "shared"),
    "cooperate": Words("配合", "support"),
}
_ORDER = {role: number for number, role in enumerate(ROLES)}


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a body or group in a duty; a duty that nobody has is one part without a body."""

    body: str
    group: bool
    role: str
    name: str
    duty: str
    text: str
    order: int
    section: str
    heading: str
    domain: str | None
    document: str
    title: str
    line: int
    statement: str

    @property
    def field(self) -> str:
        """What the duty belongs to: its domain, or its section where it has none."""
        return self.domain or self.section


@dataclass
class Responsibilities:
    """All parts with what belongs to the duties."""

    request: Request
    parts: tuple[Part, ...]
    labels: dict[str, Words] = field(default_factory=dict)

    @cached_property
    def by_body(self) -> dict[str, tuple[Part, ...]]:
        """Parts by body, without groups; bodies that lead most come first."""
        found: dict[str, list[Part]] = defaultdict(list)
        for part in self.parts:
            if part.body and not part.group:
                found[part.body].append(part)
        ranked = sorted(found, key=lambda body: (*_workload(found[body]), body))
        return {
            body: tuple(sorted(found[body], key=lambda p: (_ORDER[p.role], p.document, p.order)))
            for body in ranked
        }

    @cached_property
    def by_duty(self) -> dict[str, tuple[Part, ...]]:
        """Parts by duty, in the order of the documents."""
        found: dict[str, list[Part]] = defaultdict(list)
        for part in self.parts:
            found[part.duty].append(part)
        return {duty: tuple(parts) for duty, parts in found.items()}

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Domains, and sections of duties without one, in which bodies have a part; in their order."""
        return tuple(
            dict.fromkeys(p.field for p in self.parts if p.field and p.body and not p.group)
        )

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Titles of the documents."""
        return tuple(dict.fromkeys(part.title for part in self.parts if part.title))

    @cached_property
    def due(self) -> dict[str, tuple[DueDate, ...]]:
        """Deadlines by duty."""
        found: dict[str, list[DueDate]] = defaultdict(list)
        for each in due_dates(
            self.request.store, as_of=self.request.as_of, document=self.request.document
        ):
            found[each.about].append(each)
        return {duty: tuple(each) for duty, each in found.items()}

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """Measurable targets by duty."""
        rows = ask_about(
            self.request.store, self.by_duty, "?this rg:hasTarget/rg:targetText ?target", "?target"
        )
        found: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            found[text(row["this"])].append(text(row["target"]))
        return {duty: tuple(sorted(each)) for duty, each in found.items()}

    def label(self, iri: str | None) -> str:
        """Return the name of a thing in the language asked for."""
        if not iri:
            return ""
        known = self.labels.get(iri)
        return known.of(self.request.lang) if known else iri.rsplit("/", 1)[-1]

    def names(self, duty: str, *roles: str) -> str:
        """Return the names of those who have a role in a duty, as the document writes them."""
        parts = [part for part in self.by_duty.get(duty, ()) if part.role in roles]
        if self.request.lang == "en":
            return "; ".join(
                dict.fromkeys(p.name if p.group else self.label(p.body) for p in parts)
            )
        return "、".join(dict.fromkeys(part.name for part in parts))

    def when(self, duty: str) -> str:
        """Return the deadlines of a duty as written, with the date where there is one."""
        shown = [
            each.words + self.request.say(f"（{each.due}）", f" ({each.due})") * bool(each.due)
            for each in self.due.get(duty, ())
        ]
        return self.request.say("；", "; ").join(dict.fromkeys(shown))

    def overdue(self, duty: str) -> bool:
        """Return whether the day of a deadline of a duty has passed."""
        return any(each.state == "overdue" for each in self.due.get(duty, ()))

    def aims(self, duty: str) -> str:
        """Return the measurable targets of a duty as written."""
        return self.request.say("；", "; ").join(self.targets.get(duty, ()))


def read_responsibilities(request: Request) -> Responsibilities:
    """Return the list of responsibilities asked for.

    Raises:
        QueryError: there is nothing of the body, domain or document.
    """
    given: dict[str, Value] = {
        name: URIRef(iri)
        for name, iri in (
            ("document", request.document),
            ("body", request.body),
            ("domain", request.domain),
        )
        if iri
    }
    table = request.store.select(load_catalogue().get("responsibilities").bind(given))
    parts = tuple(map(_part, table))
    if not parts:
        wanted = ", ".join(str(iri) for iri in given.values()) or "the whole graph"
        raise QueryError(f"cannot list the duties of '{wanted}'", "there are none", "check the IRI")
    named = {part.body for part in parts} | {part.field for part in parts}
    return Responsibilities(request, parts, labels_of(request.store, named - {""}))


def _part(row: Mapping[str, object]) -> Part:
    return Part(
        text(row["body"]),
        row["group"] is not None,
        text(row["role"]).rsplit("#", 1)[-1],
        text(row["name"]),
        text(row["obligation"]),
        text(row["duty"]),
        int(text(row["order"]) or 0),
        text(row["section"]),
        text(row["sectionTitle"]),
        text(row["inDomain"]) or None,
        text(row["document"]),
        text(row["title"]),
        int(text(row["line"]) or 0),
        text(row["statement"]),
    )


def _workload(parts: list[Part]) -> tuple[int, int]:
    led = len({part.duty for part in parts if part.role == "lead"})
    return -led, -len({part.duty for part in parts})
