"""What stands around one entity, asked of the graph when it is the centre."""

from __future__ import annotations

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
    iri = sparql_term(URIRef(entity.iri))
    sketch = Sketch()
    rows = reader.rows(
        "SELECT ?agent ?role (COUNT(DISTINCT ?o) AS ?n) (MIN(?e) AS ?first) WHERE { "
        f"{within} ?o {link} {iri} . ?a rg:obligation ?o ; rg:agent ?agent ; rg:role ?role . "
        "?agent a rg:Body . OPTIONAL { ?a rg:evidence ?e } } GROUP BY ?agent ?role"
    )
    for agent, role, number, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        sketch.join(str(agent), entity.iri, _local(role), int(str(number)), page)
    for duty in reader.column(f"SELECT DISTINCT ?o WHERE {{ {within} ?o {link} {iri} }}"):
        sketch.join(duty, entity.iri, "in-domain", 1, None)
    return sketch


def _around_body(reader: Reader, body: Entity, within: str) -> Sketch:
    """Return a body in its domains; duties that belong to no domain stand each by itself."""
    sketch, iri = Sketch(), sparql_term(URIRef(body.iri))
    rows = reader.rows(
        "SELECT ?domain ?role (COUNT(DISTINCT ?o) AS ?n) (MIN(?e) AS ?first) WHERE { "
        f"{within} ?a rg:agent {iri} ; rg:role ?role ; rg:obligation ?o . ?o rg:inDomain ?domain . "
        "OPTIONAL { ?a rg:evidence ?e } } GROUP BY ?domain ?role"
    )
    for domain, role, number, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        sketch.join(body.iri, str(domain), _local(role), int(str(number)), page)
    rows = reader.rows(
        f"SELECT ?o ?role (MIN(?e) AS ?first) WHERE {{ {within} ?a rg:agent {iri} ; rg:role ?role ; "
        "rg:obligation ?o . OPTIONAL { ?a rg:evidence ?e } "
        "FILTER NOT EXISTS { ?o rg:inDomain ?any } } GROUP BY ?o ?role"
    )
    for duty, role, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        sketch.join(body.iri, str(duty), _local(role), 1, page)
    return sketch


def _around_duty(reader: Reader, duty: Entity) -> Sketch:
    sketch = Sketch()
    rows = reader.rows(
        f"SELECT ?agent ?role (MIN(?e) AS ?first) WHERE {{ ?a rg:obligation "
        f"{sparql_term(URIRef(duty.iri))} ; rg:agent ?agent ; rg:role ?role . "
        "OPTIONAL { ?a rg:evidence ?e } } GROUP BY ?agent ?role"
    )
    for agent, role, evidence in rows:
        page = page_of(str(evidence), reader.base) if evidence else None
        sketch.join(str(agent), duty.iri, _local(role), 1, page)
    for each in duty.iris(RG.inDomain) or duty.iris(RG.inSection):
        sketch.join(duty.iri, each, "in-domain", 1, None)
    return sketch


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


def _local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]
