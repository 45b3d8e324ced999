"""Decisions of people about what was read: small YAML files, applied on every build.

A file under ``data/curation`` is a list of decisions, each naming the entity, the text it was made
on, who made it, when and why. A decision whose text has gone is reported and not applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from rdflib import Graph, URIRef
from rdflib import Literal as Term
from rdflib.namespace import PROV, RDF, RDFS, SKOS, XSD

from kg.errors import ConfigError, VocabularyError
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE, RG, Minter, expand

Verdict = Literal["accept", "correct", "reject", "merge", "accept-finding", "assign-owner"]

_STATUS = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "merge": "merged"}
_WORDS = (RG.text, RDFS.label, SKOS.prefLabel, SKOS.altLabel, RG.deadlineText, RG.targetText)

_STORED = """
PREFIX rg: <https://w3id.org/responsibility/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?quote ?label WHERE {
  VALUES ?entity { UNDEF }
  ?entity ?any ?thing .
  OPTIONAL { ?entity skos:prefLabel ?name . FILTER(LANG(?name) = "zh") }
  OPTIONAL { ?entity rg:evidence ?evidence . ?evidence rg:quote ?quote . }
  OPTIONAL { ?entity rdfs:label ?label . FILTER(LANG(?label) != "en") }
} ORDER BY ?name ?quote ?label LIMIT 20
"""


class Decision(BaseModel):
    """What somebody decided about one entity.

    Attributes:
        entity: IRI of the entity; files may also write ``id:…``.
        text: the words it was decided on: the quote, the text or a label of the entity. A decision
            about a finding may leave it out; it holds as long as the finding is there.
        decision: what was decided.
        by: who decided.
        on: the day.
        why: the reason.
        set: for ``correct``, the new value of each property (``rg:role: rg:lead``).
        into: for ``merge``, IRI of the body that it is.
        name: for ``merge``, the official name where the other body is not in the same document.
        owner: for ``assign-owner``, who looks after it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    entity: str
    text: str = ""
    decision: Verdict
    by: str = Field(min_length=1)
    on: date
    why: str = Field(min_length=1)
    changes: dict[str, str] = Field(default_factory=dict, alias="set")
    into: str | None = None
    name: str | None = None
    owner: str | None = None

    @field_validator("by", "why", "text", "entity", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int | float | date) else value

    @model_validator(mode="after")
    def _has_its_value(self) -> Decision:
        needs = {"correct": ("set", self.changes), "merge": ("into", self.into)}
        needs["assign-owner"] = ("owner", self.owner)
        key, value = needs.get(self.decision, ("", True))
        if not value:
            raise ValueError(f"'{self.decision}' needs '{key}'")
        if not self.text and not self.is_about_finding:
            raise ValueError(f"'{self.decision}' needs 'text'")
        return self

    @property
    def is_about_finding(self) -> bool:
        """Whether it is about a blind spot, not about what was read."""
        return self.decision in ("accept-finding", "assign-owner")

    def concerns(self, key: str) -> bool:
        """Whether it can change the graph of the document with this key."""
        if self.is_about_finding:
            return False
        return self.decision == "merge" or f"document/{key}/" in self.entity

    def fingerprint(self) -> str:
        """Return what tells this decision from any other."""
        return self.model_dump_json(by_alias=True)


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that was not applied, and why."""

    decision: Decision
    reason: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.decision.decision} of <{self.decision.entity}>: {self.reason}"


def load_decisions(folder: Path, base: str = DEFAULT_BASE) -> tuple[Decision, ...]:
    """Return the decisions of all files, in the order of the file names.

    Raises:
        ConfigError: a file is not a list of decisions; the message names file and entry.
    """
    if not folder.is_dir():
        return ()
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    return tuple(decision for file in files for decision in _read_file(file, base))


def append_decision(file: Path, decision: Decision) -> None:
    """Add a decision at the end of a file, which is made where it is missing.

    Raises:
        ConfigError: the file cannot be written.
    """
    values = decision.model_dump(by_alias=True, exclude_defaults=True, exclude_none=True)
    text = yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=100)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise ConfigError(f"cannot write '{file}'", reason, "choose another file") from error


def decision_iri(decision: Decision, base: str) -> URIRef:
    """Return the IRI of a decision."""
    digest = sha256(decision.fingerprint().encode()).hexdigest()[:12]
    return Minter(base).iri("decision", digest)


def curate(graph: Graph, decisions: Sequence[Decision], base: str) -> tuple[URIRef, ...]:
    """Apply decisions to the graph of a document, and return the IRIs of those that applied."""
    applied = []
    for decision in decisions:
        if is_current(graph, decision):
            _apply(graph, decision, base)
            applied.append(decision_iri(decision, base))
    return tuple(applied)


def is_current(graph: Graph, decision: Decision) -> bool:
    """Whether the graph has the entity with the text that was decided on."""
    entity = URIRef(decision.entity)
    words = {_fold(value) for key in _WORDS for value in graph.objects(entity, key)}
    for evidence in graph.objects(entity, RG.evidence):
        words.update(_fold(quote) for quote in graph.objects(evidence, RG.quote))
    return _fold(decision.text) in words


def describe(decisions: Iterable[Decision], base: str) -> Graph:
    """Return decisions that applied as provenance, for ``{base}graph/curation``."""
    graph = Graph(bind_namespaces="none")
    for decision in decisions:
        iri, entity = decision_iri(decision, base), URIRef(decision.entity)
        for predicate, value in (
            (RDF.type, RG.Decision),
            (RG.decides, entity),
            (RG.verdict, Term(decision.decision)),
            (RG.decidedBy, Term(decision.by)),
            (RG.decidedOn, Term(decision.on.isoformat(), datatype=XSD.date)),
            (RG.decidedBecause, Term(decision.why)),
        ):
            graph.add((iri, predicate, value))
        if decision.text:
            graph.add((iri, RG.decidedText, Term(decision.text)))
        about = decision.text[:40] or decision.entity.rsplit("/", 1)[-1]
        graph.add((iri, RDFS.label, Term(f"{decision.decision}: {about}")))
        _describe_result(graph, decision, iri)
    return graph


def _describe_result(graph: Graph, decision: Decision, iri: URIRef) -> None:
    entity = URIRef(decision.entity)
    match decision.decision:
        case "accept-finding":
            graph.add((entity, RG.reviewStatus, Term("accepted")))
        case "assign-owner":
            graph.add((entity, RG.owner, Term(decision.owner)))
        case "merge":
            graph.add((iri, PROV.generated, URIRef(str(decision.into))))
        case "correct":
            for key, value in decision.changes.items():
                graph.add((iri, RG.decidedValue, Term(f"{key} {value}")))
    if decision.decision in _STATUS:
        graph.add((entity, RG.reviewStatus, Term(_STATUS[decision.decision])))


def _apply(graph: Graph, decision: Decision, base: str) -> None:
    entity = URIRef(decision.entity)
    match decision.decision:
        case "reject":
            for part in list(graph.subjects(RG.inStatement, entity)):
                _remove(graph, URIRef(str(part)))
            _remove(graph, entity)
        case "correct":
            for key, text in decision.changes.items():
                _correct(graph, entity, expand(key, base), text, base)
        case "merge":
            _merge(graph, entity, URIRef(str(decision.into)), decision.name)


def _remove(graph: Graph, entity: URIRef) -> None:
    graph.remove((entity, None, None))
    graph.remove((None, None, entity))


def _correct(graph: Graph, entity: URIRef, predicate: URIRef, text: str, base: str) -> None:
    old = graph.value(entity, predicate, any=True)
    new: URIRef | Term
    if isinstance(old, Term):
        new = Term(text, lang=old.language, datatype=old.datatype)
    else:
        try:
            new = expand(text, base)
        except VocabularyError:
            new = Term(text)
    graph.remove((entity, predicate, None))
    graph.add((entity, predicate, new))


def _merge(graph: Graph, one: URIRef, other: URIRef, name: str | None) -> None:
    known = (other, RDF.type, None) in graph
    for _, predicate, value in list(graph.triples((one, None, None))):
        if predicate in (SKOS.prefLabel, SKOS.altLabel):
            graph.add((other, SKOS.altLabel, value))
        elif predicate == RG.evidence or not known:
            graph.add((other, predicate, value))
    for subject, predicate, _ in list(graph.triples((None, None, one))):
        graph.add((subject, predicate, other))
    _remove(graph, one)
    if not known:
        for key in (RG.candidate, RG.identityReason, RG.possiblySameAs):
            graph.remove((other, key, None))
        graph.set((other, RG.identityUncertain, Term("false", datatype=XSD.boolean)))
        if name:
            graph.add((other, SKOS.prefLabel, Term(name, lang="zh")))


def _read_file(file: Path, base: str) -> list[Decision]:
    what = f"cannot read the decisions of '{file}'"
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(what, str(error), "correct the file") from error
    if not isinstance(entries, list):
        raise ConfigError(what, "it is not a list", "begin each decision with '- entity:'")
    return [_read_entry(what, number, entry, base) for number, entry in enumerate(entries, 1)]


def _read_entry(what: str, number: int, entry: Any, base: str) -> Decision:
    if isinstance(entry, dict) and True in entry:
        # YAML 1.1 reads the bare word "on" as true.
        entry = {("on" if key is True else key): value for key, value in entry.items()}
    try:
        decision = Decision.model_validate(entry)
        entity = str(_entity_of(decision, base))
        into = str(expand(decision.into, base)) if decision.into else None
        for key in decision.changes:
            expand(key, base)
        return decision.model_copy(update={"entity": entity, "into": into})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "entry"
        raise ConfigError(f"{what}, entry {number}", f"'{key}': {first['msg']}", "") from error
    except VocabularyError as error:
        raise ConfigError(f"{what}, entry {number}", str(error), "") from error


def _entity_of(decision: Decision, base: str) -> URIRef:
    """Return what a decision is about; a finding may be named by its key, as the list shows it."""
    if decision.is_about_finding:
        return finding_iri(decision.entity, base)
    return expand(decision.entity, base)


def finding_iri(name: str, base: str) -> URIRef:
    """Return the IRI of a finding by its key (``no-owner-1a2b3c4d``), CURIE or IRI.

    Raises:
        VocabularyError: the CURIE has an unknown prefix.
    """
    return expand(name, base) if ":" in name else Minter(base).iri("finding", name)


def _fold(text: object) -> str:
    return "".join(str(text).split())


def stored_text(store: Store, entity: URIRef) -> str:
    """Return the words that a decision about an entity of the store is made on.

    Raises:
        ConfigError: the store has no such entity, or it has no words.
    """
    found = store.select(_STORED, {"entity": entity})
    for column in found.columns:
        for row in found:
            if row[column] is not None:
                return str(row[column])
    raise ConfigError(
        f"cannot decide about '{entity}'", "the graph has no such entity", "'kg review' lists them"
    )
