"""Any IRI of the graph: what is said about it, in both directions."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from kg.vocabulary import compress
from kg.web.api.building import Builder
from kg.web.api.paths import page_of
from kg.web.api.schemas import EntityDetail, Statement
from kg.web.api.terms import values_clause

_INCOMING = 100
# Whole texts do not belong into a table of facts; the page of the document shows them.
_LONGEST = 2000


def build_entity(builder: Builder, iri: str) -> EntityDetail | None:
    """Return everything the graph says about an IRI; None where it says nothing."""
    entity = builder.reader.entities([iri], whole=True)[iri]
    target = values_clause("o", [URIRef(iri)])
    incoming = builder.reader.rows(
        f"SELECT DISTINCT ?s ?p WHERE {{ {target} ?s ?p ?o }} ORDER BY ?p ?s LIMIT {_INCOMING}"
    )
    if not entity.properties and not incoming:
        return None
    total = builder.reader.count(
        f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?s ?p WHERE {{ {target} ?s ?p ?o }} }}"
    )
    outgoing = [(name, value) for name, values in entity.properties.items() for value in values]
    arriving = [(URIRef(str(name)), subject) for subject, name in incoming if subject is not None]
    labels = _labels(builder, [*outgoing, *arriving])
    return EntityDetail(
        **builder.base(entity),
        evidence=builder.evidence(entity),
        classes=[compress(str(each), builder.reader.base) for each in entity.all(RDF.type)],
        statements=_statements(builder, outgoing, labels),
        incoming=_statements(builder, arriving, labels),
        incoming_total=total,
    )


def _labels(builder: Builder, facts: Iterable[tuple[URIRef, Node]]) -> dict[str, str]:
    """Return labels in the language of the page; those of properties from the ontology."""
    wanted = dict.fromkeys(str(term) for fact in facts for term in fact if isinstance(term, URIRef))
    if not wanted:
        return {}
    clause = values_clause("s", map(URIRef, wanted))
    rows = builder.reader.rows(
        f"SELECT ?s ?label WHERE {{ {clause} ?s rdfs:label|skos:prefLabel|dct:title ?label }}"
    )
    found: dict[str, str] = {}
    for subject, label in sorted(rows, key=lambda row: str(row[1])):
        fits = isinstance(label, Literal) and label.language == builder.lang
        if fits or str(subject) not in found:
            found[str(subject)] = str(label)
    return found


def _statements(
    builder: Builder, facts: Iterable[tuple[URIRef, Node]], labels: dict[str, str]
) -> list[Statement]:
    base = builder.reader.base
    found = []
    for name, value in facts:
        literal = value if isinstance(value, Literal) else None
        found.append(
            Statement(
                property=compress(str(name), base),
                property_label=labels.get(str(name)) or compress(str(name), base),
                value=str(value)[:_LONGEST],
                value_label=None if literal is not None else labels.get(str(value)),
                lang=literal.language if literal is not None else None,
                datatype=str(literal.datatype)
                if literal is not None and literal.datatype
                else None,
                page=page_of(str(value), base) if isinstance(value, URIRef) else None,
            )
        )
    return sorted(found, key=lambda each: (each.property != "rdf:type", each.property, each.value))
