"""The parts that queries are composed of: variables, roles, constraints, times.

Every part adds patterns over the same variables: ``?answer`` (what is asked for), ``?value`` (as
the document writes it), ``?section``, ``?statement``, ``?obligation``, ``?document``,
``?evidence``; a new kind of constraint is one more function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import Literal, URIRef

from kg.answers.frame import ANY, BodyPart, Frame, Role
from kg.answers.knowledge import PREFIXES

LIMIT = 2000


class Query:
    """A SELECT under construction."""

    def __init__(self, *variables: str) -> None:
        self._variables = list(variables)
        self._parts: list[str] = []
        self._order = "?document ?order ?value"

    def add(self, *patterns: str) -> Query:
        """Add patterns."""
        self._parts += patterns
        return self

    def show(self, *variables: str) -> Query:
        """Add variables to the answer."""
        self._variables += [v for v in variables if v not in self._variables]
        return self

    def text(self) -> str:
        """The query."""
        body = "\n  ".join(self._parts)
        head = " ".join(self._variables)
        return f"{PREFIXES}SELECT DISTINCT {head} WHERE {{\n  {body}\n}}\nORDER BY {self._order}\nLIMIT {LIMIT}"


def values(variable: str, iris: Iterable[str]) -> str:
    """A VALUES block of IRIs."""
    return f"VALUES {variable} {{ {' '.join(URIRef(iri).n3() for iri in iris)} }}"


def role_values(variable: str, roles: frozenset[Role]) -> str:
    """A VALUES block of roles; empty where any role will do."""
    if roles == ANY:
        return ""
    return f"VALUES {variable} {{ {' '.join(f'rg:{role}' for role in sorted(roles))} }}"


def assignment(number: int, roles: frozenset[Role], agent: str) -> tuple[str, ...]:
    """Patterns of somebody's role in a statement of ``?section``."""
    a, r, s = f"?a{number}", f"?role{number}", f"?statement{number}"
    return (
        role_values(r, roles),
        f"{a} rg:role {r} ; rg:agent {agent} ; rg:inStatement {s} .",
        f"{s} rg:inSection/rg:partOf? ?section .",
    )


def body_constraints(parts: Sequence[BodyPart], first: int = 1) -> list[str]:
    """Patterns for bodies that must, or must not, have a role in ``?section``."""
    found: list[str] = []
    for number, part in enumerate(parts, first):
        agent = f"?body{number}"
        if part.negated:
            found += _without(part, f"?body{number}")
        else:
            found += [values(agent, part.iris), *assignment(number, part.roles, agent)]
    return found


_IN_DOMAIN: dict[Role, str] = {
    "lead": "rg:leadsDomain",
    "cooperate": "rg:cooperatesInDomain",
    "shared": "rg:sharesDomain",
}


def _without(part: BodyPart, agent: str) -> list[str]:
    """That a body has no such role in the domain ``?answer``, by what was inferred of it."""
    roles = "|".join(_IN_DOMAIN[role] for role in sorted(part.roles))
    return [f"FILTER NOT EXISTS {{ {URIRef(iri).n3()} {roles} ?answer }}" for iri in part.iris]


HAVING = {
    "deadline": '?o9 rg:inSection/rg:partOf? ?section ; rg:hasDeadline ?d9 . ?d9 rg:deadlineType ?k9 . FILTER(?k9 IN ("by", "during"))',
    "source": "?c9 rg:inSection/rg:partOf? ?section ; rg:source ?s9 .",
    "number": "?o9 rg:inSection/rg:partOf? ?section ; rg:hasTarget ?t9 . ?t9 rg:value ?v9 .",
    "place": '?s9 rg:inSection/rg:partOf? ?section . { ?s9 rg:namesGroup ?g9 . ?g9 rdfs:label ?l9 . FILTER(CONTAINS(?l9, "镇") || CONTAINS(?l9, "街道")) } UNION { ?a9 rg:inStatement ?s9 ; rg:agent ?t9 . ?t9 a rg:Township }',
    "town": '?s9 rg:inSection/rg:partOf? ?section . { ?s9 rg:namesGroup ?g9 . ?g9 rdfs:label ?l9 . FILTER(CONTAINS(?l9, "镇")) } UNION { ?a9 rg:inStatement ?s9 ; rg:agent ?t9 . ?t9 a rg:Township }',
    "township": "?s9 rg:inSection/rg:partOf? ?section . ?a9 rg:inStatement ?s9 ; rg:agent ?t9 . ?t9 a rg:Township .",
    "street": '?s9 rg:inSection/rg:partOf? ?section ; rg:namesGroup ?g9 . ?g9 rdfs:label ?l9 . FILTER(CONTAINS(?l9, "街道"))',
}


def sections_on(frame: Frame, kind: str) -> list[str]:
    """Patterns of the sections of a kind and the domains ``?answer`` they are about."""
    patterns = [
        f"?section a {kind} ; rg:aboutDomain ?answer ; rg:inDocument ?document ; rg:order ?order ."
    ]
    patterns.append('?answer skos:prefLabel ?value . FILTER(LANG(?value) = "zh")')
    if frame.domains:
        patterns.append(values("?answer", frame.domains))
    if frame.documents:
        patterns.append(values("?document", frame.documents))
    for iri in frame.excluded:
        patterns.append(f"FILTER(?answer != {URIRef(iri).n3()})")
    return patterns


def of_level(variable: str, frame: Frame) -> str:
    """Patterns of the level of a body, or of any other level."""
    level = f"rg:level-{frame.level}"
    if frame.not_level:
        return f"{variable} rg:level ?level0 . FILTER(?level0 != {level})"
    return f"{variable} rg:level {level} ."


def due(frame: Frame) -> list[str]:
    """Patterns of the time in which ``?obligation`` is due."""
    time = frame.time
    if time is None:
        return []
    patterns = ["?obligation rg:hasDeadline ?deadline ."]
    if time.kind == "recurring":
        recurrence = Literal(f"R/{time.end}").n3()
        return [*patterns, f"?deadline rg:value {recurrence} ."]
    patterns.append("?deadline rg:dueDate ?due .")
    if time.kind == "by":
        return [*patterns, f'FILTER(?due = "{time.end}"^^xsd:date)']
    return [
        *patterns,
        f'FILTER(?due >= "{time.start}"^^xsd:date && ?due <= "{time.end}"^^xsd:date)',
    ]
