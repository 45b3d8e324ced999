"""Reads entities out of the store in batches: whole descriptions, never one by one.

A page of items costs a handful of queries whatever its length: one for the IRIs of the page, one
for their number, one for each ring of things they point at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS
from rdflib.term import Node

from kg.vocabulary import DEFAULT_BASE, RG, prefix_header
from kg.web.api.computed import Computed
from kg.web.api.terms import values_clause

_BATCH = 400
_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title)
# What the rules conclude: a body or a domain has thousands, which no item shows.
_CONCLUDED = (
    *("leads", "cooperatesOn", "sharesDutyFor", "responsibleFor"),
    *("ledBy", "supportedBy", "sharedBy", "responsibilityOf"),
    *("leadsDomain", "cooperatesInDomain", "sharesDomain", "activeInDomain"),
    *("domainLedBy", "domainSupportedBy", "domainSharedBy", "domainOf"),
)
_WITHOUT = f"FILTER(?p NOT IN ({', '.join(f'<{RG[name]}>' for name in _CONCLUDED)}))"
# The most special class first: an entity has its general classes as well.
_CLASSES = (
    "PartyOrgan",
    "BranchOffice",
    "CoordinationBody",
    "Government",
    "Township",
    "Department",
    "OtherBody",
    "Body",
    "Group",
    "Obligation",
    "DomainSection",
    "Topic",
    "Phase",
    "Requirement",
    "Section",
    "Domain",
    "Statement",
    "Assignment",
    "Document",
    "DocumentVersion",
    "Deadline",
    "Target",
    "LegalSource",
    "Citation",
    "Evidence",
    "Gap",
    "Finding",
    "Level",
    "Region",
    "Role",
    "BodyType",
    "ExtractionRun",
    "DocumentGraph",
)
_RANKS = {str(RG[name]): rank for rank, name in enumerate(_CLASSES)}

Row = Sequence[Node | None]


class Rows(Protocol):
    """What a select gives: rows in the order of the query's variables."""

    @property
    def rows(self) -> Iterable[Row]:
        """The rows."""


class Source(Protocol):
    """The part of the store port that reading needs."""

    def select(self, query: str) -> Rows:
        """Run a SELECT."""

    def construct(self, query: str) -> Graph:
        """Run a CONSTRUCT."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Everything the graph says with one IRI as subject."""

    iri: str
    properties: Mapping[URIRef, tuple[Node, ...]]

    def all(self, predicate: URIRef) -> tuple[Node, ...]:
        """Return all values of a property, in a fixed order."""
        return self.properties.get(predicate, ())

    def iris(self, *predicates: URIRef) -> list[str]:
        """Return all IRIs that the properties point at, each once."""
        found = (each for predicate in predicates for each in self.all(predicate))
        return list(dict.fromkeys(str(each) for each in found if isinstance(each, URIRef)))

    def text(self, predicate: URIRef, lang: str | None = None) -> str | None:
        """Return one value as text, of the language where one is asked for and there is one."""
        values = self.all(predicate)
        fitting = [v for v in values if isinstance(v, Literal) and v.language == lang]
        chosen: Sequence[Node] = fitting or values
        return str(chosen[0]) if chosen else None

    def texts(self, predicate: URIRef) -> list[str]:
        """Return all values as text, each once."""
        return list(dict.fromkeys(str(value) for value in self.all(predicate)))

    def number(self, predicate: URIRef) -> int | None:
        """Return a whole number, None where there is none."""
        text = self.text(predicate)
        return int(text) if text is not None and text.lstrip("-").isdecimal() else None

    def decimal(self, predicate: URIRef) -> float | None:
        """Return a decimal number, None where there is none."""
        text = self.text(predicate)
        try:
            return float(text) if text is not None else None
        except ValueError:
            return None

    def day(self, predicate: URIRef) -> date | None:
        """Return a date, None where there is none."""
        try:
            return date.fromisoformat((self.text(predicate) or "")[:10])
        except ValueError:
            return None

    def flag(self, predicate: URIRef) -> bool:
        """Return whether the property says true."""
        return self.text(predicate) in ("true", "1")

    @property
    def kind(self) -> str | None:
        """Local name of the most special class of the ontology it belongs to."""
        found = [_RANKS[name] for each in self.all(RDF.type) if (name := str(each)) in _RANKS]
        return _CLASSES[min(found)] if found else None

    @property
    def labels(self) -> dict[str, str]:
        """Its label by language; only what the graph says."""
        found: dict[str, str] = {}
        for predicate in _LABELS:
            for value in self.all(predicate):
                if isinstance(value, Literal):
                    found.setdefault((value.language or "zh").split("-")[0], str(value))
        return found

    def label(self, lang: str) -> str:
        """Return its label in a language, else in another, else the end of its IRI."""
        labels = self.labels
        return labels.get(lang) or labels.get("zh") or labels.get("en") or key_of(self.iri)


class Reader:
    """Reads from one state of the store.

    Args:
        store: where to read.
        base: what the IRIs of the data begin with.
        computed: what was computed of the whole graph; nothing is kept without it.
    """

    def __init__(
        self, store: Source, base: str = DEFAULT_BASE, computed: Computed | None = None
    ) -> None:
        self.store, self.base = store, base
        self.computed = computed or Computed(lambda: None)
        self._header = prefix_header(base)

    def rows(self, query: str) -> list[Row]:
        """Run a SELECT with the known prefixes and return its rows."""
        return list(self.store.select(self._header + query).rows)

    def column(self, query: str) -> list[str]:
        """Return the first column of a SELECT as texts, without empty cells."""
        return [str(row[0]) for row in self.rows(query) if row[0] is not None]

    def count(self, query: str) -> int:
        """Return the one number that a SELECT gives."""
        return int(next(iter(self.column(query)), "0"))

    def construct(self, query: str) -> Graph:
        """Run a CONSTRUCT with the known prefixes."""
        return self.store.construct(self._header + query)

    def entities(self, iris: Iterable[str], *, whole: bool = False) -> dict[str, Entity]:
        """Return the description of each IRI; of an unknown one an empty description.

        Args:
            iris: of the entities.
            whole: also what the rules conclude about them.
        """
        wanted = list(dict.fromkeys(iris))
        found: dict[str, dict[URIRef, list[Node]]] = {iri: {} for iri in wanted}
        chosen = "" if whole else _WITHOUT
        for at in range(0, len(wanted), _BATCH):
            batch = values_clause("s", map(URIRef, wanted[at : at + _BATCH]))
            query = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {batch} ?s ?p ?o {chosen} }}"
            for subject, predicate, value in self.rows(query):
                if isinstance(predicate, URIRef) and value is not None:
                    found[str(subject)].setdefault(predicate, []).append(value)
        return {iri: _entity(iri, properties) for iri, properties in found.items()}

    def pointing(self, predicate: URIRef, iris: Iterable[str]) -> dict[str, list[str]]:
        """Return for each IRI the subjects that point at it with a property."""
        wanted = list(dict.fromkeys(iris))
        found: dict[str, list[str]] = {iri: [] for iri in wanted}
        for at in range(0, len(wanted), _BATCH):
            batch = values_clause("o", map(URIRef, wanted[at : at + _BATCH]))
            query = f"SELECT DISTINCT ?o ?s WHERE {{ {batch} ?s <{predicate}> ?o }} ORDER BY ?s"
            for value, subject in self.rows(query):
                found[str(value)].append(str(subject))
        return found


def _entity(iri: str, properties: Mapping[URIRef, list[Node]]) -> Entity:
    return Entity(
        iri, {name: tuple(sorted(values, key=str)) for name, values in properties.items()}
    )


class Bundle:
    """Entities read so far; things that they point at are read ring by ring."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._known: dict[str, Entity] = {}

    def add(self, iris: Iterable[str]) -> list[Entity]:
        """Read the entities that are not known yet and return all those asked for."""
        wanted = list(dict.fromkeys(iris))
        missing = [iri for iri in wanted if iri not in self._known]
        if missing:
            self._known.update(self.reader.entities(missing))
        return [self._known[iri] for iri in wanted]

    def follow(self, entities: Iterable[Entity], *predicates: URIRef) -> list[Entity]:
        """Read all that the entities point at with the properties, in one batch."""
        return self.add(iri for entity in entities for iri in entity.iris(*predicates))

    def get(self, iri: str) -> Entity:
        """Return an entity, read where it is not known yet."""
        return self._known.get(iri) or self.add([iri])[0]

    def all(self, entity: Entity, *predicates: URIRef) -> list[Entity]:
        """Return the entities that one entity points at with the properties."""
        return [self.get(iri) for iri in entity.iris(*predicates)]


def key_of(iri: str) -> str:
    """Return the last part of an IRI that tells something."""
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1] or iri
