"""Composes one SPARQL query out of the parts of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import URIRef

from kg.answers.frame import ANY, BodyPart, Frame, Role
from kg.answers.patterns import (
    HAVING,
    Query,
    assignment,
    body_constraints,
    due,
    of_level,
    role_values,
    sections_on,
    values,
)


def domains_query(frame: Frame, kind: str = "rg:DomainSection") -> str:
    """Domains in which bodies have roles, that have or lack something."""
    query = Query("?answer", "?value", "?document", "?order", "?evidence")
    query.add(*sections_on(frame, kind))
    wanted = [p for p in frame.bodies if not p.negated]
    query.add(*body_constraints([*wanted, *(p for p in frame.bodies if p.negated)]))
    if frame.several:
        query.add(
            "?a7 rg:role rg:lead ; rg:inStatement ?statement7 ; rg:agent ?b7 .",
            "?a8 rg:role rg:lead ; rg:inStatement ?statement7 ; rg:agent ?b8 . FILTER(?b7 != ?b8)",
            "?statement7 rg:inSection/rg:partOf? ?section ; rg:evidence ?evidence .",
        )
    if frame.no_lead:
        query.add(
            "?statement7 rg:inSection/rg:partOf? ?section ; rg:evidence ?evidence ; rg:mode ?mode7 .",
            'FILTER(?mode7 IN ("shared-no-lead", "generic-only"))',
        )
    if frame.level:
        query.add(
            *assignment(6, frame.roles, "?body6"),
            of_level("?body6", frame),
            "?statement6 rg:evidence ?evidence .",
        )
    if frame.having in HAVING:
        query.add("{ SELECT DISTINCT ?section WHERE { " + HAVING[frame.having] + " } }")
    if frame.lacking in HAVING:
        query.add("MINUS { " + HAVING[frame.lacking] + " }")
    if frame.time:
        query.add(*due(frame), "?obligation rg:inSection/rg:partOf? ?section .")
    if wanted:
        query.add("?statement1 rg:evidence ?evidence .")
        for number in range(2, len(wanted) + 1):
            query.add(f"?statement{number} rg:evidence ?evidence{number} .").show(
                f"?evidence{number}"
            )
    elif not (frame.several or frame.no_lead or frame.level):
        query.add(
            "OPTIONAL { ?any rg:covers ?covered ; rg:inSection ?section ; rg:evidence ?said . }"
        )
        query.add(
            "OPTIONAL { ?section rg:evidence ?heading . }",
            "BIND(COALESCE(?said, ?heading) AS ?evidence)",
        )
    return query.text()


def bodies_query(
    frame: Frame, duties: Sequence[str] = (), roles: frozenset[Role] | None = None
) -> str:
    """Bodies with a role in domains, sections or duties."""
    wanted = frame.roles if roles is None else roles
    query = Query("?answer", "?value", "?role1", "?document", "?order", "?evidence", "?statement1")
    query.add(
        role_values("?role1", wanted),
        "?a1 rg:role ?role1 ; rg:agent ?answer ; rg:nameAsWritten ?value ; rg:inStatement ?statement1 ;",
        "  rg:inDocument ?document ; rg:order ?order .",
        "?answer a rg:Body . ?statement1 rg:evidence ?evidence .",
    )
    if frame.level:
        query.add(of_level("?answer", frame))
    if frame.documents:
        query.add(values("?document", frame.documents))
    if frame.departments:
        query.add("FILTER NOT EXISTS { ?answer a rg:Township }")
    if frame.asked == "place":
        query.add("?answer a rg:Township .")
    _where(query, frame, duties)
    if frame.bodies:
        query.add("?statement1 rg:inSection/rg:partOf? ?section .")
        if not (frame.domains or frame.sections or frame.together or duties):
            query.add("?section a rg:DomainSection .")
        query.add(*body_constraints(frame.bodies, first=2))
        for part in frame.bodies:
            for iri in part.iris:
                query.add(f"FILTER(?answer != {URIRef(iri).n3()})")
        if frame.together:
            query.add(*_same_statement(frame.bodies))
    return query.text()


def _same_statement(parts: Sequence[BodyPart]) -> list[str]:
    return [
        f"FILTER(?statement{number} = ?statement1)"
        for number, part in enumerate(parts, 2)
        if not part.negated and part.roles != ANY
    ]


def _where(query: Query, frame: Frame, duties: Sequence[str]) -> None:
    if duties:
        query.add(values("?obligation", duties), "?statement1 rg:covers ?obligation .")
    elif frame.domains or frame.sections:
        query.add("?statement1 rg:inSection/rg:partOf? ?section .")
        if frame.domains:
            query.add(values("?domain", frame.domains), "?section rg:aboutDomain ?domain .")
        if frame.sections:
            query.add(values("?section", frame.sections))
    for iri in frame.excluded:
        query.add(
            "?statement1 rg:inSection/rg:partOf? ?section0 . "
            f"FILTER NOT EXISTS {{ ?section0 rg:aboutDomain {URIRef(iri).n3()} }}"
        )


def groups_query(frame: Frame, duties: Sequence[str] = ()) -> str:
    """Groups that statements name, e.g. all member units, where no body is named."""
    query = Query("?answer", "?value", "?document", "?order", "?evidence")
    query.add(
        "?statement1 rg:namesGroup ?answer ; rg:inDocument ?document ; rg:evidence ?evidence .",
        '?answer rdfs:label ?value . FILTER(LANG(?value) != "en") BIND(1 AS ?order)',
    )
    if frame.documents:
        query.add(values("?document", frame.documents))
    _where(query, frame, duties)
    return query.text()


def duties_query(frame: Frame, duties: Sequence[str] = ()) -> str:
    """Duties: of bodies, in domains or sections, citing a source, due in a time."""
    query = Query("?answer", "?value", "?document", "?order", "?evidence", "?heading")
    query.add(
        "?answer a rg:Obligation ; rg:text ?value ; rg:inDocument ?document ; rg:evidence ?evidence .",
        "OPTIONAL { ?answer rg:order ?order }",
        "OPTIONAL { ?answer rg:inSection ?home . ?home rdfs:label ?heading }",
    )
    if duties:
        query.add(values("?answer", duties))
    if frame.documents:
        query.add(values("?document", frame.documents))
    if frame.domains:
        query.add(values("?domain", frame.domains))
        query.add("?answer rg:inSection/rg:partOf? ?section . ?section rg:aboutDomain ?domain .")
    if frame.sections:
        query.add(values("?section", frame.sections), "?answer rg:inSection/rg:partOf? ?section .")
    if frame.sources:
        query.add(values("?source", frame.sources))
        query.add("?citation rg:source ?source ; rg:citingObligation ?answer .")
    if frame.time:
        query.add(*(p.replace("?obligation", "?answer") for p in due(frame)))
        query.show("?deadline")
    if frame.no_lead:
        query.add(
            "?statement7 rg:covers ?answer ; rg:mode ?mode7 .",
            'FILTER(?mode7 IN ("shared-no-lead", "generic-only"))',
        )
    for number, part in enumerate(frame.bodies, 1):
        query.add(
            values(f"?body{number}", part.iris),
            role_values(f"?role{number}", part.roles),
            f"?a{number} rg:agent ?body{number} ; rg:role ?role{number} ; rg:obligation ?answer .",
        )
    return query.text()


def named_duties_query(bodies: Iterable[str], frame: Frame) -> str:
    """Duties whose own sentence names a body as acting."""
    query = Query("?answer", "?value", "?document", "?order", "?evidence")
    query.add(
        values("?body", bodies),
        "?answer rg:namesActor ?body ; rg:text ?value ; rg:inDocument ?document ; rg:evidence ?evidence .",
        "OPTIONAL { ?answer rg:order ?order }",
    )
    if frame.domains:
        query.add(values("?domain", frame.domains), "?answer rg:inDomain ?domain .")
    if frame.documents:
        query.add(values("?document", frame.documents))
    return query.text()


def deadlines_query(deadlines: Iterable[str]) -> str:
    """Deadlines with their texts and values."""
    query = Query("?answer", "?text", "?value", "?kind", "?document", "?order", "?evidence")
    query.add(
        values("?answer", deadlines),
        "?answer rg:deadlineText ?text ; rg:deadlineType ?kind ; rg:inDocument ?document ; rg:evidence ?evidence .",
        "OPTIONAL { ?answer rg:value ?value }",
        "OPTIONAL { ?duty rg:hasDeadline ?answer ; rg:order ?order }",
    )
    return query.text()


def sources_query(frame: Frame, duties: Sequence[str] = ()) -> str:
    """Legal sources that domains, sections or duties cite."""
    query = Query("?answer", "?value", "?marked", "?document", "?order", "?evidence")
    query.add(
        "?citation rg:source ?answer ; rg:inDocument ?document ; rg:evidence ?evidence .",
        '?answer rdfs:label ?value . FILTER(LANG(?value) != "en")',
        "OPTIONAL { ?citation rg:inTitleMarks ?marked }",
        "OPTIONAL { ?citation rg:citingObligation ?duty . ?duty rg:order ?order }",
    )
    if duties:
        query.add(values("?duty0", duties), "?citation rg:citingObligation ?duty0 .")
    elif frame.domains or frame.sections:
        query.add("?citation rg:inSection/rg:partOf? ?section .")
        if frame.domains:
            query.add(values("?domain", frame.domains), "?section rg:aboutDomain ?domain .")
        if frame.sections:
            query.add(values("?section", frame.sections))
    if frame.sources:
        query.add(values("?answer", frame.sources))
    for iri in frame.excluded:
        query.add(f"FILTER(?answer != {URIRef(iri).n3()})")
    if frame.documents:
        query.add(values("?document", frame.documents))
    return query.text()


def phases_query(frame: Frame) -> str:
    """Phases with their times."""
    query = Query("?answer", "?value", "?document", "?order", "?evidence", "?time", "?text")
    query.add(
        "?answer a rg:Phase ; rdfs:label ?value ; rg:inDocument ?document ; rg:order ?order ; rg:evidence ?evidence .",
        'FILTER(LANG(?value) != "en")',
        "OPTIONAL { ?answer rg:hasDeadline ?d . ?d rg:value ?time ; rg:deadlineText ?text }",
    )
    if frame.sections:
        query.add(values("?answer", frame.sections))
    if frame.documents:
        query.add(values("?document", frame.documents))
    return query.text()


_FACTS = {
    "rg:issuer": '?answer rg:issuer ?issuer . ?issuer skos:prefLabel ?value . FILTER(LANG(?value) = "zh")',
    "rg:period": '?answer rg:periodStart ?from ; rg:periodEnd ?to . BIND(CONCAT(STR(?from), "/", STR(?to)) AS ?value)',
}


def facts_query(frame: Frame) -> str:
    """A property of the documents themselves."""
    query = Query("?answer", "?value", "?document", "?order", "?evidence")
    query.add("?answer a rg:Document . BIND(?answer AS ?document)")
    facts = [
        f"{_FACTS.get(fact, f'?answer {fact} ?value .')} BIND({number} AS ?order)"
        for number, fact in enumerate((frame.fact or "dct:title", *frame.facts))
    ]
    query.add(" UNION ".join(f"{{ {fact} }}" for fact in facts))
    query.add("OPTIONAL { ?answer rg:evidence ?evidence }")
    if frame.documents:
        query.add(values("?answer", frame.documents))
    return query.text()


def domains_of_duties_query(duties: Iterable[str]) -> str:
    """The domains that duties lie in."""
    query = Query("?answer", "?value", "?obligation", "?document", "?order", "?evidence")
    query.add(
        values("?obligation", duties),
        "?obligation rg:inSection/rg:partOf? ?section ; rg:inDocument ?document ; rg:evidence ?evidence .",
        "?section a rg:DomainSection ; rg:aboutDomain ?answer ; rg:order ?order .",
        '?answer skos:prefLabel ?value . FILTER(LANG(?value) = "zh")',
    )
    return query.text()


_MEASURED = {
    "duty": "?item rg:inSection ?section ; a rg:Obligation ; rg:evidence ?evidence .",
    "source": "?c5 rg:inSection ?section ; rg:source ?item ; rg:evidence ?evidence .",
    "deadline": "?o5 rg:inSection ?section ; rg:hasDeadline ?item . ?item rg:evidence ?evidence .",
    "number": "?o5 rg:inSection ?section ; rg:hasTarget ?item . ?item rg:evidence ?evidence .",
}


def pairs_query(frame: Frame) -> str:
    """Asked things with each thing that is counted for them."""
    query = Query("?answer", "?value", "?item", "?document", "?order", "?evidence")
    if frame.asked == "body":
        query.add(
            role_values("?role1", frame.measured_roles),
            "?a1 rg:role ?role1 ; rg:agent ?answer ; rg:nameAsWritten ?value ; rg:inStatement ?statement1 ;",
            "  rg:inDocument ?document ; rg:order ?order . ?answer a rg:Body .",
            "?statement1 rg:evidence ?evidence ; rg:inSection/rg:partOf? ?section .",
            "?section a rg:DomainSection ; rg:aboutDomain ?item .",
        )
        if frame.bodies:
            query.add(values("?answer", [i for p in frame.bodies for i in p.iris]))
        if frame.documents:
            query.add(values("?document", frame.documents))
        return query.text()
    query.add(*sections_on(frame, "rg:DomainSection"))
    if frame.measured in _MEASURED:
        query.add(_MEASURED[frame.measured])
    else:
        query.add(*assignment(1, frame.measured_roles, "?item"))
        query.add("?item a rg:Body . ?statement1 rg:evidence ?evidence .")
    return query.text()


def only_role(query: str, frame: Frame) -> str:
    """The query for bodies that have no other role anywhere than the asked one."""
    others = (
        "rg:lead"
        if frame.no_lead or frame.roles != frozenset({"lead"})
        else "rg:cooperate, rg:shared"
    )
    part = f"FILTER NOT EXISTS {{ ?a4 rg:agent ?answer ; rg:role ?role4 . FILTER(?role4 IN ({others})) }}"
    head, _, tail = query.rpartition("\n}\nORDER")
    if frame.no_lead:
        head = head.replace("VALUES ?role1 { rg:lead }", "")
    return f"{head}\n  {part}\n}}\nORDER{tail}"


def in_domains(query: str) -> str:
    """The query for bodies, within the sections on domains."""
    part = "?statement1 rg:inSection/rg:partOf? ?section . ?section a rg:DomainSection ."
    head, _, tail = query.rpartition("\n}\nORDER")
    return f"{head}\n  {part}\n}}\nORDER{tail}"


def actors_query(duties: Iterable[str]) -> str:
    """Bodies and groups that duties name as acting, with where they are named."""
    query = Query("?answer", "?value", "?obligation", "?document", "?order", "?evidence")
    query.add(
        values("?obligation", duties),
        "?obligation rg:namesActor ?answer ; rg:inDocument ?document .",
        "?answer rg:evidence ?evidence . BIND(1 AS ?order)",
        "{ ?answer skos:prefLabel ?value } UNION { ?answer rdfs:label ?value }",
        'FILTER(LANG(?value) != "en")',
    )
    return query.text()


def sections_query(kind: str, frame: Frame) -> str:
    """Sections of a kind."""
    query = Query("?answer", "?value", "?document", "?order", "?evidence")
    query.add(
        f"?answer a {kind} ; rdfs:label ?value ; rg:inDocument ?document ; rg:order ?order ; rg:evidence ?evidence .",
        'FILTER(LANG(?value) != "en")',
    )
    if frame.documents:
        query.add(values("?document", frame.documents))
    return query.text()


def levels_query(frame: Frame) -> str:
    """The levels of bodies, with where they are named."""
    query = Query("?answer", "?value", "?label", "?level", "?document", "?order", "?evidence")
    query.add(
        values("?answer", [i for p in frame.bodies for i in p.iris]),
        "?a1 rg:agent ?answer ; rg:nameAsWritten ?name ; rg:inStatement ?statement1 ; rg:inDocument ?document ; rg:order ?order .",
        "?statement1 rg:evidence ?evidence . ?answer rg:level ?level . ?level skos:notation ?value .",
        "?answer skos:prefLabel ?label .",
    )
    return query.text()


def with_answer(query: str, iris: Iterable[str]) -> str:
    """The query with its answers narrowed to some things."""
    return query.replace("WHERE {\n", "WHERE {\n  " + values("?answer", iris) + "\n", 1)
