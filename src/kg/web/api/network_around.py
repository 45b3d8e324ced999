"""What stands around one entity, asked of the graph when it is the centre."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rdflib import URIRef
from rdflib.namespace import RDF

from kg.vocabulary import RG
from kg.web.api.network_schema import MOST_NODES, Sketch
from kg.web.api.paths import page_of
from kg.web.api.reader import Entity, Reader
from kg.web.api.terms import sparql_term

ROLE_RANK = {"lead": 0, "shared": 1, "cooperate": 2, "in-domain": 3}


def around(reader: Reader, entity: Entity, within: str) -> Sketch:
    """Return the lines that an entity has.

    Args:
        within: a pattern that a duty ``?o`` must fit.
    """
    classes = set(entity.all(RDF.type))
    if URIRef(RG.Domain) in classes:
        return _around_field(reader, entity, "rg:inDomain", within)
    if URIRef(RG.Section) in classes:
        return _around_field(reader, entity, "rg:inSection", within)
    if URIRef(RG.Obligation) in classes:
        return _around_duty(reader, entity)
    if URIRef(RG.Body) in classes:
        return _around_body(reader, entity, within)
    return _mentions(reader, entity)


def _around_field(reader: Reader, entity: Entity, link: str, within: str) -> Sketch:
    sketch, duties = Sketch(), f"{within} ?o {link} {sparql_term(URIRef(entity.iri))} ."
    for line in _lines(reader, f"{duties} ?a rg:agent ?far . ?far a rg:Body ."):
        sketch.join(line.far, entity.iri, line.role, line.weight, line.page)
    for duty in reader.column(f"SELECT DISTINCT ?o WHERE {{ {duties} }}"):
        sketch.join(duty, entity.iri, "in-domain", 1, None)
    return sketch


def _around_body(reader: Reader, body: Entity, within: str) -> Sketch:
    """Return a body in its domains; duties that belong to no domain stand each by itself."""
    sketch, held = Sketch(), f"{within} ?a rg:agent {sparql_term(URIRef(body.iri))} ."
    outside = "FILTER NOT EXISTS { ?o rg:inDomain ?any } BIND(?o AS ?far)"
    for pattern in (f"{held} ?o rg:inDomain ?far .", f"{held} {outside}"):
        for line in _lines(reader, pattern):
            sketch.join(body.iri, line.far, line.role, line.weight, line.page)
    return sketch


def _around_duty(reader: Reader, duty: Entity) -> Sketch:
    sketch = Sketch()
    this = sparql_term(URIRef(duty.iri))
    for line in _lines(reader, f"?a rg:obligation {this} ; rg:agent ?far . FILTER(?o = {this})"):
        sketch.join(line.far, duty.iri, line.role, line.weight, line.page)
    for each in duty.iris(RG.inDomain) or duty.iris(RG.inSection):
        sketch.join(duty.iri, each, "in-domain", 1, None)
    return sketch


class _Line(NamedTuple):
    far: str
    role: str
    weight: int
    page: str | None


def _lines(reader: Reader, pattern: str) -> Iterator[_Line]:
    """Yield what a pattern binds to ``?far`` by role, with its duties ``?o`` and one sentence.

    Args:
        pattern: narrows assignments ``?a`` of duties ``?o``.
    """
    rows = reader.rows(
        "SELECT ?far ?role (COUNT(DISTINCT ?o) AS ?n) (MIN(?e) AS ?first) WHERE { "
        f"?a rg:obligation ?o ; rg:role ?role . {pattern} OPTIONAL {{ ?a rg:evidence ?e }} }} "
        "GROUP BY ?far ?role"
    )
    for far, role, number, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        yield _Line(str(far), str(role).rsplit("#", 1)[-1], int(str(number)), page)


def _mentions(reader: Reader, entity: Entity) -> Sketch:
    """Return whatever names an entity of another kind: what cites, binds or contains it."""
    sketch = Sketch()
    term = sparql_term(URIRef(entity.iri))
    rows = reader.rows(
        f"SELECT DISTINCT ?s WHERE {{ ?s ?p {term} . ?s a ?c . VALUES ?c {{ rg:Obligation rg:Body "
        f"rg:Domain }} }} LIMIT {MOST_NODES}"
    )
    for (subject,) in rows:
        sketch.join(str(subject), entity.iri, "in-domain", 1, None)
    return sketch
