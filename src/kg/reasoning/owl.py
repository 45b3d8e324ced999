"""Consistency and classification of the ontology, and of data under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

from kg.reasoning.hermit import classified_world, find_java, has_model
from kg.reasoning.ontology import load_ontology
from kg.vocabulary import compress

# HermiT knows the datatypes of the OWL 2 datatype map only; SHACL checks these values.
_OUTSIDE_OWL = frozenset({XSD.date, XSD.duration, XSD.gYear, XSD.gYearMonth, XSD.time})
_LONGEST = 200
_CULPRITS = 4

Fact = tuple[URIRef, URIRef, URIRef | Literal]


@dataclass(frozen=True, slots=True)
class OwlReport:
    """What HermiT found.

    Attributes:
        consistent: whether the ontology, with the data if any was given, has a model.
        unsatisfiable: classes that cannot have a member.
        inferred: subclass statements that follow but are not written, as (sub, super).
        classes: how many named classes the ontology has.
        individuals: how many individuals of the data were checked.
        explanation: what is wrong, in one paragraph; empty where nothing is.
        reasoner: name of the reasoner.
    """

    consistent: bool
    unsatisfiable: tuple[URIRef, ...]
    inferred: tuple[tuple[URIRef, URIRef], ...]
    classes: int
    individuals: int
    explanation: str = ""
    reasoner: str = "HermiT"

    @property
    def conforms(self) -> bool:
        """Whether the ontology is consistent and every class can have a member."""
        return self.consistent and not self.unsatisfiable


def classify(
    data: Graph | None = None, *, ontology: Graph | None = None, timeout: float = 120.0
) -> OwlReport:
    """Return what follows from the ontology and whether it contradicts itself or the data.

    Args:
        data: individuals to check under the ontology, e.g. one document graph.
        ontology: used instead of the ontology of this package.
        timeout: seconds that one run of the reasoner may take.

    Raises:
        ConformanceError: there is no Java, HermiT failed or took too long, or the graph holds
            statements that owlready2 would act upon.
    """
    find_java()
    axioms = load_ontology() if ontology is None else ontology
    facts = sorted(_iter_facts(axioms, data)) if data is not None else []
    classes = {c for c in axioms.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef)}
    sizes = len(classes), len({subject for subject, _, _ in facts})
    if not has_model(axioms, timeout=timeout):
        why = "the ontology contradicts itself, without any data"
        return OwlReport(False, (), (), *sizes, why)
    world = classified_world(axioms, timeout=timeout)
    unsatisfiable = _find_unsatisfiable(world)
    inferred = tuple(sorted(_iter_inferred(world, axioms, classes - set(unsatisfiable))))
    consistent = not facts or has_model(axioms, facts, timeout=timeout)
    told = [] if consistent else [_explain(axioms, facts, timeout)]
    told += [_explain_class(axioms, each) for each in unsatisfiable]
    return OwlReport(consistent, unsatisfiable, inferred, *sizes, "; ".join(told))


def _iter_facts(axioms: Graph, data: Graph) -> Iterator[Fact]:
    """Yield the triples of the data that OWL can judge, without long texts."""
    known = set(axioms.subjects(RDF.type, OWL.ObjectProperty))
    known |= set(axioms.subjects(RDF.type, OWL.DatatypeProperty))
    classes = set(axioms.subjects(RDF.type, OWL.Class))
    for subject, predicate, value in data:
        if not (isinstance(subject, URIRef) and isinstance(predicate, URIRef)):
            continue
        stated = predicate in known or (predicate == RDF.type and value in classes)
        if stated and isinstance(value, (URIRef, Literal)) and _is_judged(value):
            yield subject, predicate, value


def _is_judged(value: URIRef | Literal) -> bool:
    if isinstance(value, URIRef):
        return True
    return value.datatype not in _OUTSIDE_OWL and len(value) <= _LONGEST


def _find_unsatisfiable(world: Any) -> tuple[URIRef, ...]:
    found = (URIRef(each.iri) for each in world.inconsistent_classes())
    return tuple(sorted(iri for iri in found if iri != OWL.Nothing))


def _iter_inferred(
    world: Any, axioms: Graph, classes: Iterable[URIRef]
) -> Iterator[tuple[URIRef, URIRef]]:
    for each in classes:
        written = set(axioms.transitive_objects(each, RDFS.subClassOf)) | {OWL.Thing}
        found = world[str(each)]
        for ancestor in found.ancestors() if found is not None else ():
            iri = URIRef(ancestor.iri)
            if iri not in written:
                yield each, iri


def _explain(axioms: Graph, facts: Sequence[Fact], timeout: float) -> str:
    """Say which few facts contradict the ontology: first by their subjects, then one by one."""
    by_subject: dict[URIRef, list[Fact]] = {}
    for fact in facts:
        by_subject.setdefault(fact[0], []).append(fact)
    about = _find_conflict(axioms, list(by_subject.values()), timeout)
    single = [[fact] for fact in about]
    told = "; ".join(" ".join(map(_name, fact)) for fact in _find_conflict(axioms, single, timeout))
    return f"these facts contradict the ontology: {told}"


def _find_conflict(axioms: Graph, groups: Sequence[list[Fact]], timeout: float) -> list[Fact]:
    """Return the facts of the few groups that together contradict the ontology.

    Each round halves its way to the group that completes the contradiction, as QuickXplain does,
    so that hundreds of groups take about ten runs of the reasoner per culprit.
    """
    held: list[Fact] = []
    rest = list(groups)
    for _ in range(_CULPRITS):
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high) // 2
            kept = [*held, *(fact for group in rest[:middle] for fact in group)]
            if has_model(axioms, kept, timeout=timeout):
                low = middle + 1
            else:
                high = middle
        held += rest[low - 1]
        rest = rest[: low - 1]
        if not rest or not has_model(axioms, held, timeout=timeout):
            break
    return held


def _explain_class(axioms: Graph, unsatisfiable: URIRef) -> str:
    above = (
        _name(up)
        for up in axioms.transitive_objects(unsatisfiable, RDFS.subClassOf)
        if isinstance(up, URIRef) and up != unsatisfiable
    )
    return f"{_name(unsatisfiable)} can have no member; it stands under {', '.join(above)}"


def _name(term: object) -> str:
    return compress(term).strip("<>") if isinstance(term, URIRef) else f'"{term}"'
