"""One entity of the graph with its names, relations and evidence, found by IRI, CURIE or name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef

from kg.answers.cleaning import clean, fold
from kg.mcp.proving import evidence_of, iri_of, known
from kg.mcp.source import View
from kg.store.binding import write_term
from kg.vocabulary import compress

MOST_RELATED = 100
_MOST_POINTING = 5000
_LONGEST_VALUE = 1500
_EVIDENCE_SHOWN = 5
_MOST_CANDIDATES = 10
# Laws are cited with and without the country in front.
_COUNTRY = "中华人民共和国"

_SAID = """SELECT DISTINCT ?p ?o ?lang ?iri WHERE {
  VALUES ?thing { UNDEF } ?thing ?p ?o .
  FILTER(?p NOT IN (rg:evidence, oa:hasSelector))
  BIND(LANG(?o) AS ?lang) BIND(isIRI(?o) AS ?iri)
} ORDER BY ?p ?o"""
# Inverses are written into the graph too, so what points here is mostly said in both directions.
_POINTING = """SELECT DISTINCT ?p ?s WHERE {
  VALUES ?thing { UNDEF } ?s ?p ?thing .
  FILTER NOT EXISTS { ?thing ?inverse ?s }
} ORDER BY ?p ?s LIMIT %d"""
_LABELS = """SELECT DISTINCT ?s ?label ?lang WHERE {
  VALUES ?s { %s } ?s skos:prefLabel|rdfs:label|dct:title ?label . BIND(LANG(?label) AS ?lang)
} ORDER BY ?s ?label"""
# A body or a field goes before the heading or the type that has the same name.
_CLASSES_BY_RANK = (
    "rg:Body rg:Domain rg:Document rg:LegalSource",
    "rg:Group rg:Section rg:Obligation",
    "rg:Region rg:BodyType",
)
_NAMED = """SELECT DISTINCT ?s ?name WHERE {
  { SELECT DISTINCT ?s WHERE { VALUES ?class { %s } ?s a ?class } }
  ?s skos:prefLabel|skos:altLabel|rdfs:label|dct:title|rg:documentNumber|dct:identifier
     ?name .
}"""
_AS_WRITTEN = """SELECT DISTINCT ?s ?name WHERE {
  ?a rg:nameAsWritten|rg:mention ?name ; rg:agent ?s }"""
_CLASSES = "SELECT DISTINCT ?s ?class WHERE { VALUES ?s { %s } ?s a ?class } ORDER BY ?s ?class"


@dataclass(frozen=True)
class _Fact:
    """One value of a property; ``iri`` where it is a thing."""

    value: str
    lang: str
    iri: bool


def look_up(view: View, name: str, related: int = 10) -> dict[str, Any]:
    """Return what the graph says about the entity with an IRI, CURIE or name.

    A name of several things gives all of them to choose from; one of none says so and gives what
    is like it.

    Args:
        view: the graph.
        name: IRI, CURIE or any name, in Chinese or English.
        related: things listed for each relation at most.
    """
    iri = iri_of(view, name)
    if iri is not None:
        if known(view, iri):
            return describe(view, iri, related)
        return _nothing(f"0 entities: the graph says nothing about <{iri}>", [])
    found = named(view, name)
    if len(found) == 1:
        return describe(view, found[0], related)
    candidates = summaries(view, found[:_MOST_CANDIDATES])
    if found:
        said = f"{len(found)} entities have this name; look up one of their IRIs"
        return {"found": True, "ambiguous": True, "candidates": candidates, "message": said}
    like = summaries(view, like_named(view, name))
    return _nothing(
        f"0 entities named '{clean(name)[:100]}', searched the names of bodies, domains, documents, "
        "sections, duties and legal sources"
        + ("; 'candidates' are only similar, do not take them for it" if like else ""),
        like,
    )


def _nothing(message: str, candidates: list[dict[str, Any]]) -> dict[str, Any]:
    return {"found": False, "candidates": candidates, "message": message}


def describe(view: View, iri: str, related: int) -> dict[str, Any]:
    """Return names, relations in both directions and evidence of an entity."""
    said = _grouped(view, iri)
    pointing: dict[str, list[_Fact]] = {}
    arriving = view.rows(_POINTING % _MOST_POINTING, {"thing": URIRef(iri)})
    for row in arriving:
        pointing.setdefault(row["p"], []).append(_Fact(row["s"], "", True))
    limit = max(1, min(related, MOST_RELATED))
    labels = labelled(view, [iri, *_shown_things([said, pointing], limit)])
    proof = evidence_of(view, iri)
    uncounted = ""
    if len(arriving) == _MOST_POINTING:
        uncounted = f"; more than {_MOST_POINTING:,} things refer to it, not all are counted"
    return {
        "found": True,
        "iri": iri,
        "curie": compress(iri, view.base),
        "label": labels.get(iri, {}),
        "properties": _relations(view, said, labels, limit),
        "referred_to_by": _relations(view, pointing, labels, limit),
        "evidence": proof["evidence"][:_EVIDENCE_SHOWN],
        "evidence_total": proof["total"],
        "message": f"1 entity; {proof['message']}{uncounted}",
    }


def _grouped(view: View, iri: str) -> dict[str, list[_Fact]]:
    found: dict[str, list[_Fact]] = {}
    for row in view.rows(_SAID, {"thing": URIRef(iri)}):
        fact = _Fact(row["o"], row.get("lang", ""), row.get("iri") == "true")
        found.setdefault(row["p"], []).append(fact)
    return found


def _shown_things(groups: Iterable[dict[str, list[_Fact]]], limit: int) -> list[str]:
    return [
        fact.value
        for group in groups
        for facts in group.values()
        for fact in facts[:limit]
        if fact.iri
    ]


def _relations(
    view: View, group: dict[str, list[_Fact]], labels: dict[str, dict[str, str]], limit: int
) -> dict[str, Any]:
    """Each property with its values; where there are more than shown, with their number."""
    found: dict[str, Any] = {}
    for name, facts in group.items():
        values = [_value(view, fact, labels) for fact in facts[:limit]]
        shown: dict[str, Any] = {"values": values}
        if len(facts) > limit:
            shown |= {"total": len(facts), "cut": True}
        found[compress(name, view.base)] = shown
    return found


def _value(view: View, fact: _Fact, labels: dict[str, dict[str, str]]) -> dict[str, str] | str:
    if not fact.iri:
        text = (
            fact.value if len(fact.value) <= _LONGEST_VALUE else fact.value[:_LONGEST_VALUE] + "…"
        )
        return {"text": text, "lang": fact.lang} if fact.lang else text
    return {"iri": compress(fact.value, view.base), **labels.get(fact.value, {})}


def labelled(view: View, iris: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return for each thing its labels by language, as far as the graph has any."""
    wanted = [write_term(URIRef(iri)) for iri in dict.fromkeys(iris)]
    found: dict[str, dict[str, str]] = {}
    for at in range(0, len(wanted), 500):
        for row in view.rows(_LABELS % " ".join(wanted[at : at + 500])):
            found.setdefault(row["s"], {}).setdefault(row.get("lang") or "zh", row["label"])
    return found


def summaries(view: View, iris: Sequence[str]) -> list[dict[str, Any]]:
    """Return IRI, labels and classes of things, to choose from."""
    if not iris:
        return []
    labels = labelled(view, iris)
    classes: dict[str, list[str]] = {}
    for row in view.rows(_CLASSES % " ".join(write_term(URIRef(iri)) for iri in iris)):
        if (name := compress(row["class"], view.base)).startswith("rg:"):
            classes.setdefault(row["s"], []).append(name)
    return [
        {"iri": compress(iri, view.base), "label": labels.get(iri, {}),
         "classes": classes.get(iri, [])}
        for iri in iris
    ]  # fmt: skip


def named(view: View, name: str) -> list[str]:
    """Return the things with exactly this name; width, script, case and spaces do not count."""
    wanted = _plain(name)
    return _exactly(view, wanted) or _exactly(view, wanted.removeprefix(_COUNTRY))


def _exactly(view: View, wanted: str) -> list[str]:
    found = [(rank, iri) for rank, iri, each in _names(view) if wanted and each == wanted]
    first = min((rank for rank, _ in found), default=0)
    return list(dict.fromkeys(iri for rank, iri in found if rank == first))


def like_named(view: View, name: str) -> list[str]:
    """Return the things whose names hold the words, or stand in them, the closest first."""
    wanted = _plain(name)
    if len(wanted) < 2:
        return []
    held = [
        (abs(len(each) - len(wanted)), iri)
        for _, iri, each in _names(view)
        if wanted in each or (len(each) > 1 and each in wanted)
    ]
    return list(dict.fromkeys(iri for _, iri in sorted(held)))[:_MOST_CANDIDATES]


def _names(view: View) -> list[tuple[int, str, str]]:
    if not view.names:
        queries = [(rank, _NAMED % names) for rank, names in enumerate(_CLASSES_BY_RANK)]
        found = [
            (rank, row["s"], _plain(row["name"]))
            for rank, query in [*queries, (0, _AS_WRITTEN)]
            for row in view.rows(query)
        ]
        view.names.extend(found)
    return view.names


def _plain(text: str) -> str:
    return re.sub(r"[\s《》]", "", fold(clean(text)))
