"""What the graph says, as the answerer needs it: names, places of texts, and who does what where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.answers.cleaning import readings
from kg.store import Store
from kg.vocabulary import RG

PREFIXES = f"""PREFIX rg: <{RG}>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True)
class Entity:
    """A thing with names.

    Attributes:
        kind: body, domain, source, document, section or group.
        names: every name it goes by, the preferred one first.
        level: key of the level of a body.
        key: key of the type of a body, or of the field of a domain, in the lexicon.
        uncertain: whether the documents leave open which body is meant.
    """

    iri: str
    kind: str
    label: str
    english: str = ""
    names: tuple[str, ...] = ()
    level: str = ""
    key: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class Place:
    """Where a text stands in a document: what a quote is checked against."""

    iri: str
    document: str
    quote: str
    line: int
    start: int
    end: int
    end_line: int


@dataclass(frozen=True)
class Section:
    """A heading with what lies under it."""

    iri: str
    kind: str
    label: str
    document: str
    order: int
    parent: str
    domain: str
    evidence: str


@dataclass(frozen=True)
class Duty:
    """An obligation with its text and place."""

    iri: str
    text: str
    label: str
    section: str
    document: str
    order: int
    evidence: str


@dataclass(frozen=True)
class Timing:
    """A deadline as written and as a value."""

    iri: str
    duty: str
    kind: str
    value: str
    text: str
    evidence: str


@dataclass
class Knowledge:
    """Everything the answerer looks up; made anew when the graph changes."""

    version: str | None
    entities: dict[str, Entity] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    timings: dict[str, list[Timing]] = field(default_factory=lambda: defaultdict(list))
    regions: dict[str, str] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    periods: dict[str, tuple[str, str]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _english: dict[str, set[str]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Iterator[Entity]:
        """The things of a kind."""
        return (entity for entity in self.entities.values() if entity.kind == kind)

    def name(self, iri: str) -> str:
        """The preferred Chinese name of a thing, or the end of its IRI."""
        entity = self.entities.get(iri)
        return entity.label if entity else iri.rsplit("/", 1)[-1]

    def english_of(self, name: str) -> str:
        """The English name of what a document calls so; empty where it has none, or several."""
        if not self._english:
            for entity in self.entities.values():
                english = _translated(entity)
                for form in entity.names if english else ():
                    self._english.setdefault(form, set()).add(english)
        found = self._english.get(name, set())
        return next(iter(found)) if len(found) == 1 and name not in found else ""

    def domain_of(self, section: str) -> str:
        """The domain of a section or of the nearest section around it; empty without one."""
        seen = 0
        while section in self.sections and seen < 12:
            if self.sections[section].domain:
                return self.sections[section].domain
            section, seen = self.sections[section].parent, seen + 1
        return ""


def _translated(entity: Entity) -> str:
    """The English name of a thing; nothing where it only spells the Chinese one."""
    sound = "".join(readings(entity.label)).lower()
    tail = "".join(re.findall("[a-z]+", _ENGLISH_PLACE.sub("", entity.english).lower()))
    return "" if tail in sound else entity.english


_ENGLISH_PLACE = re.compile(
    r"^.*?\b(?:City|Prefecture|County|District|Province|Region|Municipality) "
)


def load_knowledge(store: Store) -> Knowledge:
    """Read what is needed for linking and proving out of a store."""
    knowledge = Knowledge(store.version)
    _load_named(store, knowledge)
    _load_sections(store, knowledge)
    _load_duties(store, knowledge)
    _load_places(store, knowledge)
    _load_documents(store, knowledge)
    return knowledge


def _rows(store: Store, query: str) -> Iterator[dict[str, str]]:
    for row in store.select(PREFIXES + query):
        yield {name: "" if term is None else str(term) for name, term in row.items()}


# The union of graphs lists a triple once for each graph, so each part is made distinct before
# the parts are joined.
_NAMED = """SELECT DISTINCT ?iri ?name ?lang ?rank ?level ?key ?uncertain WHERE {
  { SELECT DISTINCT ?iri WHERE { ?iri a %s } }
  { SELECT DISTINCT ?iri ?n ?rank WHERE {
      { ?iri skos:prefLabel ?n . BIND(1 AS ?rank) } UNION { ?iri rdfs:label ?n . BIND(2 AS ?rank) }
      UNION { ?iri skos:altLabel ?n . BIND(3 AS ?rank) } } }
  BIND(STR(?n) AS ?name) BIND(LANG(?n) AS ?lang)
  OPTIONAL { SELECT DISTINCT ?iri ?level { ?iri rg:level ?level } }
  OPTIONAL { SELECT DISTINCT ?iri ?key { ?iri %s ?key } }
  OPTIONAL { SELECT DISTINCT ?iri ?uncertain { ?iri rg:identityUncertain ?uncertain } }
} ORDER BY ?iri ?rank ?name"""

_KINDS = (
    ("body", "rg:Body", "rg:bodyType"),
    ("domain", "rg:Domain", "(skos:exactMatch|skos:closeMatch)"),
    ("source", "rg:LegalSource", "rg:none"),
    ("document", "rg:Document", "rg:none"),
    ("group", "rg:Group", "rg:none"),
)


def _load_named(store: Store, knowledge: Knowledge) -> None:
    for kind, of_class, key in _KINDS:
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in _rows(store, _NAMED % (of_class, key)):
            found[row["iri"]].append(row)
        for iri, rows in found.items():
            knowledge.entities[iri] = _entity(iri, kind, rows)
    towns = {row["iri"] for row in _rows(store, "SELECT DISTINCT ?iri { ?iri a rg:Township }")}
    for iri in towns & set(knowledge.entities):
        old = knowledge.entities[iri]
        knowledge.entities[iri] = Entity(
            iri, "body", old.label, old.english, old.names, old.level, "township"
        )


def _entity(iri: str, kind: str, rows: list[dict[str, str]]) -> Entity:
    chinese = [r["name"] for r in rows if r["lang"] != "en"]
    english = [r["name"] for r in rows if r["lang"] == "en"]
    names = tuple(dict.fromkeys(chinese + english))
    level = rows[0]["level"].rsplit("#level-", 1)[-1]
    label = chinese[0] if chinese else names[0]
    return Entity(
        iri,
        kind,
        label,
        english[0] if english else "",
        names,
        level,
        rows[0]["key"].rsplit("/", 1)[-1],
        rows[0]["uncertain"] == "true",
    )


_SECTIONS = """SELECT DISTINCT ?iri ?kind ?label ?document ?order ?parent ?domain ?evidence WHERE {
  ?iri a rg:Section ; rdfs:label ?label ; rg:inDocument ?document .
  OPTIONAL { ?iri a ?kind . FILTER(?kind IN (rg:Topic, rg:DomainSection, rg:Phase, rg:Requirement)) }
  OPTIONAL { ?iri rg:order ?order }
  OPTIONAL { ?iri rg:partOf ?parent }
  OPTIONAL { ?iri rg:aboutDomain ?domain }
  OPTIONAL { ?iri rg:evidence ?evidence }
} ORDER BY ?document ?order"""


def _load_sections(store: Store, knowledge: Knowledge) -> None:
    for row in _rows(store, _SECTIONS):
        if row["iri"] in knowledge.sections:
            continue
        knowledge.sections[row["iri"]] = Section(
            row["iri"],
            row["kind"].rsplit("#", 1)[-1],
            row["label"],
            row["document"],
            int(row["order"] or 0),
            row["parent"],
            row["domain"],
            row["evidence"],
        )


_DUTIES = """SELECT DISTINCT ?iri ?text ?label ?section ?document ?order ?evidence WHERE {
  ?iri a rg:Obligation ; rg:text ?text ; rg:inDocument ?document ; rg:evidence ?evidence .
  OPTIONAL { ?iri rg:inSection ?section }
  OPTIONAL { ?iri rg:order ?order }
  OPTIONAL { ?iri rdfs:label ?label FILTER(LANG(?label) != "en") }
} ORDER BY ?document ?order"""

_TIMINGS = """SELECT DISTINCT ?iri ?duty ?kind ?value ?text ?evidence WHERE {
  ?duty rg:hasDeadline ?iri .
  ?iri rg:deadlineType ?kind ; rg:deadlineText ?text ; rg:evidence ?evidence .
  OPTIONAL { ?iri rg:value ?value }
}"""


def _load_duties(store: Store, knowledge: Knowledge) -> None:
    for row in _rows(store, _DUTIES):
        knowledge.duties.setdefault(
            row["iri"],
            Duty(
                row["iri"],
                row["text"],
                row["label"],
                row["section"],
                row["document"],
                int(row["order"] or 0),
                row["evidence"],
            ),
        )
    for row in _rows(store, _TIMINGS):
        timing = Timing(
            row["iri"], row["duty"], row["kind"], row["value"], row["text"], row["evidence"]
        )
        if timing not in knowledge.timings[row["duty"]]:
            knowledge.timings[row["duty"]].append(timing)


_PLACES = """SELECT DISTINCT ?iri ?quote ?line ?start ?end ?last ?document WHERE {
  GRAPH ?graph {
    ?iri rg:quote ?quote ; rg:line ?line ; rg:start ?start ; rg:end ?end ;
      <http://www.w3.org/ns/oa#hasSource> ?version .
    ?version rg:versionOf ?document .
    OPTIONAL { ?iri rg:endLine ?last }
  }
}"""


def _load_places(store: Store, knowledge: Knowledge) -> None:
    for row in _rows(store, _PLACES):
        knowledge.places[row["iri"]] = Place(
            row["iri"],
            row["document"],
            row["quote"],
            int(row["line"]),
            int(row["start"]),
            int(row["end"]),
            int(row["last"] or row["line"]),
        )


_DOCUMENTS = """SELECT DISTINCT ?iri ?text ?region ?from ?to WHERE {
  ?iri a rg:Document ; rg:currentVersion ?version . ?version rg:text ?text .
  OPTIONAL { ?iri rg:jurisdiction ?r . ?r skos:prefLabel ?region FILTER(LANG(?region) = "zh") }
  OPTIONAL { ?iri rg:periodStart ?from ; rg:periodEnd ?to }
}"""

_NUMBERS = """SELECT DISTINCT ?iri ?number WHERE {
  ?iri a rg:Document ; dct:identifier|rg:indexNumber|rg:documentNumber ?number .
} ORDER BY ?iri ?number"""


def _load_documents(store: Store, knowledge: Knowledge) -> None:
    for row in _rows(store, _DOCUMENTS):
        knowledge.texts[row["iri"]] = row["text"].split("\n")
        knowledge.regions[row["iri"]] = row["region"]
        if row["from"]:
            knowledge.periods[row["iri"]] = (row["from"], row["to"])
    for row in _rows(store, _NUMBERS):
        numbers = (*knowledge.numbers.get(row["iri"], ()), row["number"])
        knowledge.numbers[row["iri"]] = numbers
