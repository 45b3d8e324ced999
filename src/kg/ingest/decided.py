"""Curation after the documents are loaded: what applied becomes provenance, the rest is reported."""

from __future__ import annotations

from rdflib import Literal, URIRef

from kg.curation import Decision, Stale, decision_iri, describe
from kg.ingest.writing import Writer
from kg.store import Store
from kg.vocabulary import Minter

_QUOTED = """
PREFIX rg: <https://w3id.org/responsibility/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
ASK {
  VALUES ?text { UNDEF }
  { ?evidence rg:quote ?words } UNION { ?entity rdfs:label|skos:prefLabel ?words }
  FILTER(CONTAINS(?words, ?text))
}
"""


def write_decisions(
    store: Store, writer: Writer, minter: Minter, decisions: tuple[Decision, ...]
) -> tuple[str, ...]:
    """Write the decisions that apply into their graph, and return the others with the reason."""
    name = minter.graph("curation")
    old = store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name.n3()} {{ ?s ?p ?o }} }}")
    before = {URIRef(str(subject)) for subject in old.subjects()}
    reread = {key for _, _, key in writer.loaded}
    current, stale = [], []
    for decision in decisions:
        reason = _why_stale(store, writer, decision, minter, before, reread)
        if reason is None:
            current.append(decision)
        else:
            stale.append(str(Stale(decision, reason)))
    new = describe(current, minter.base)
    if set(new) != set(old):
        writer.write({name: new})
    return tuple(stale)


def _why_stale(
    store: Store,
    writer: Writer,
    decision: Decision,
    minter: Minter,
    before: set[URIRef],
    reread: set[str],
) -> str | None:
    """Return why a decision does not apply; None where it does."""
    iri = decision_iri(decision, minter.base)
    if decision.is_about_finding and not decision.text:
        return _why_no_finding(store, decision, minter)
    if decision.is_about_finding:
        found = store.ask(_QUOTED, {"text": Literal(decision.text)})
        return None if found else "its text stands in no document"
    if iri in writer.applied:
        return None
    key = decision.entity.partition("/document/")[2].partition("/")[0]
    if key and key not in writer.ledger.document_keys():
        return "its document is not in the store"
    if iri in before and key not in reread:
        return None
    return "no entity with that IRI and that text was read"


def _why_no_finding(store: Store, decision: Decision, minter: Minter) -> str | None:
    """Return why a decision about a finding does not apply; unknown before the first are found."""
    graph = minter.graph("findings").n3()
    if not store.ask(f"ASK {{ GRAPH {graph} {{ ?finding ?is ?what }} }}"):
        return None
    known = store.ask(f"ASK {{ GRAPH {graph} {{ {URIRef(decision.entity).n3()} ?is ?what }} }}")
    return None if known else "there is no such finding any more"
