"""The duties of a document, whether it was just read or stands in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from kg.documents import read_document
from kg.errors import SourceError
from kg.extraction import extract
from kg.model import Extraction
from kg.queries import load_catalogue
from kg.store import Store, Table
from kg.vocabulary import DEFAULT_BASE, Minter


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody with a part in a duty.

    Attributes:
        role: ``lead``, ``cooperate`` or ``shared``.
        name: as the document writes it.
        identity: the official name where known, by which agents are compared.
    """

    role: str
    name: str
    identity: str


@dataclass(frozen=True, slots=True)
class Time:
    """A deadline: its words, and its value where it has one."""

    text: str
    value: str | None


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """One duty as it is compared and shown.

    Attributes:
        key: IRI in the store, else the number path.
        text: the words; they stand at ``line``, ``start`` to ``end`` of the text view.
        said_by: the responsibility statements that name the agents.
    """

    key: str
    text: str
    section: str
    line: int
    start: int
    end: int
    agents: tuple[Agent, ...] = ()
    times: tuple[Time, ...] = ()
    said_by: tuple[str, ...] = ()

    def names(self, *roles: str) -> tuple[str, ...]:
        """Return the names of the agents in these roles, in their order."""
        return tuple(dict.fromkeys(agent.name for agent in self.agents if agent.role in roles))

    def identities(self, *roles: str) -> frozenset[str]:
        """Return who the agents in these roles are."""
        return frozenset(agent.identity for agent in self.agents if agent.role in roles)


@dataclass(frozen=True, slots=True)
class DutyList:
    """The duties of one document, in their order."""

    title: str
    source: str
    duties: tuple[ListedDuty, ...]


def read_duties(path: Path) -> DutyList:
    """Return the duties of a document file.

    Raises:
        SourceError: it cannot be read.
    """
    return extracted_duties(extract(read_document(path)), str(path))


def extracted_duties(extraction: Extraction, source: str) -> DutyList:
    """Return the duties of a document that was read."""
    agents: dict[str, list[Agent]] = defaultdict(list)
    quotes: dict[str, list[str]] = defaultdict(list)
    for statement in extraction.statements:
        named = [Agent(a.role, a.name, a.body.canonical) for a in statement.agents]
        named += [Agent(g.role, g.text, g.text) for g in statement.groups]
        for key in statement.obligations:
            agents[key] += named
            quotes[key].append(statement.span.text)
    times: dict[str, list[Time]] = defaultdict(list)
    for deadline in extraction.deadlines:
        for key in deadline.obligations:
            times[key].append(Time(deadline.span.text, deadline.value))
    titles = {section.id: section.title for section in extraction.sections}
    duties = tuple(
        ListedDuty(
            duty.id,
            duty.span.text,
            titles.get(duty.section, ""),
            duty.span.line,
            duty.span.start,
            duty.span.end,
            tuple(agents[duty.id]),
            tuple(times[duty.id]),
            tuple(quotes[duty.id]),
        )
        for duty in extraction.obligations
    )
    return DutyList(extraction.metadata.title or extraction.view.name, source, duties)


def stored_duties(store: Store, document: str, base: str = DEFAULT_BASE) -> DutyList:
    """Return the duties of a document in the store.

    Args:
        store: where it stands.
        document: its IRI, or its key in IRIs.
        base: base of the IRIs.

    Raises:
        SourceError: there is no such document in the store.
    """
    iri = URIRef(document) if ":" in document else Minter(base).document(document)
    title = _title_of(store, iri)
    agents, quotes = _roles_of(_view(store, "duty-roles", iri))
    times: dict[str, list[Time]] = defaultdict(list)
    for row in _view(store, "duty-times", iri):
        value = row["value"]
        time = Time(str(row["deadlineText"]), None if value is None else str(value))
        times[str(row["obligation"])].append(time)
    duties = []
    for row in _view(store, "duty-texts", iri):
        key = str(row["obligation"])
        place = (int(str(row[name])) for name in ("line", "start", "end"))
        line, start, end = place
        duties.append(
            ListedDuty(
                key,
                str(row["duty"]),
                str(row["section"] or ""),
                line,
                start,
                end,
                tuple(agents[key]),
                tuple(times[key]),
                tuple(dict.fromkeys(quotes[key])),
            )
        )
    return DutyList(title, str(iri), tuple(duties))


def _title_of(store: Store, iri: URIRef) -> str:
    found = store.select(
        "SELECT ?title WHERE { VALUES ?document { UNDEF } "
        "?document a <https://w3id.org/responsibility/ontology#Document> ; "
        "<http://purl.org/dc/terms/title> ?title } ORDER BY ?title",
        {"document": iri},
    )
    if not found.rows:
        raise SourceError(
            f"cannot compare '{iri}'",
            "it is neither a file nor a document in the store",
            "'kg query documents' lists those in the store",
        )
    return str(found.rows[0][0])


def _roles_of(
    rows: Iterable[Mapping[str, object]],
) -> tuple[dict[str, list[Agent]], dict[str, list[str]]]:
    agents: dict[str, list[Agent]] = defaultdict(list)
    quotes: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        key, name = str(row["obligation"]), str(row["name"])
        role = str(row["role"]).rpartition("#")[2]
        agents[key].append(Agent(role, name, str(row["canonical"] or name)))
        quotes[key].append(str(row["quote"]))
    return agents, quotes


def _view(store: Store, name: str, document: URIRef) -> Table:
    return store.select(load_catalogue().get(name).bind({"document": document}))
