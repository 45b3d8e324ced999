"""Findings as data: written into their graph, kept per version of the data, compared over versions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, SH, XSD

from kg.analysis.findings import run_checks
from kg.analysis.model import Evidence, Failure, Finding, Findings
from kg.analysis.rows import PREFIXES, ask, text
from kg.errors import QueryError
from kg.mapping.scribe import Scribe
from kg.model import Span, TextView
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE, RG, Minter

_KEPT = 20


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the findings since a version of the data.

    Attributes:
        version: the version compared with.
        appeared: findings of now that were not there.
        gone: records of findings that are there no more, in the language asked for.
        failures: checks that could not run; of their findings nothing is said.
    """

    version: str
    appeared: tuple[Finding, ...]
    gone: tuple[dict[str, Any], ...]
    failures: tuple[Failure, ...] = ()


def compute(store: Store, base: str = DEFAULT_BASE, as_of: date | None = None) -> Findings:
    """Run all checks, write what they find into its graph and keep it under the data's version.

    The graph can be read all the while; it changes in one step at the end.

    Args:
        store: the graph, writable.
        base: base of the IRIs.
        as_of: the day that decides what is overdue; today without it.

    Raises:
        StoreError: the store cannot be written.
    """
    minter = Minter(base)
    result = run_checks(store, None, as_of, base=base)
    graph = describe(store, result.found, minter)
    history = _history(store, minter, result.found)
    store.replace_graphs(
        {str(minter.graph("findings")): graph, str(minter.graph("finding-history")): history}
    )
    return result


def data_version(store: Store) -> str:
    """Return what names the documents of the store as they are now, twelve hex digits."""
    rows = ask(
        store, "?graph rg:contentHash ?hash ; rg:describesDocument ?document", "?graph ?hash"
    )
    parts = sorted(f"{text(row['graph'])} {text(row['hash'])}" for row in rows)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def versions(store: Store, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return the versions of the data whose findings are kept, the latest last."""
    return tuple(version for version, _ in _kept(store, Minter(base)))


def since(
    store: Store,
    version: str,
    *,
    base: str = DEFAULT_BASE,
    as_of: date | None = None,
    lang: str = "zh",
) -> Change:
    """Return which findings appeared and which went since a version of the data.

    Args:
        store: the graph.
        version: the version, or the beginning of it, see `versions`.
        base: base of the IRIs.
        as_of: the day that decides what is overdue; today without it.
        lang: language of the records of what is gone.

    Raises:
        QueryError: no findings are kept of that version.
    """
    kept = _kept(store, Minter(base))
    found = [contents for name, contents in kept if name.startswith(version)]
    if len(found) != 1:
        known = ", ".join(name for name, _ in kept) or "none; run 'kg build' first"
        raise QueryError(
            f"cannot compare with version '{version}'",
            "no findings are kept of it",
            f"kept: {known}",
        )
    old = {each["iri"]: each for each in found[0]}
    result = run_checks(store, None, as_of, base=base)
    present = {finding.iri for finding in result.found}
    unknown = {failure.kind for failure in result.failures}
    return Change(
        version,
        tuple(finding for finding in result.found if finding.iri not in old),
        tuple(
            {"iri": iri, "kind": each["kind"], "severity": each["severity"], "message": each[lang]}
            for iri, each in old.items()
            if iri not in present and each["kind"] not in unknown
        ),
        result.failures,
    )


def describe(store: Store, findings: Iterable[Finding], minter: Minter) -> Graph:
    """Return findings as RDF, with the evidence that the documents' graphs do not have."""
    graph = Graph(bind_namespaces="none")
    found = tuple(findings)
    for finding in found:
        _describe(graph, finding)
    own = minter.graph("findings").n3()
    elsewhere = f"GRAPH ?g {{ ?e a rg:Evidence }} FILTER(?g != {own})"
    known = {text(row["e"]) for row in ask(store, elsewhere, "?e")}
    wanted = {e.iri: e for finding in found for e in finding.evidence if e.iri not in known}
    for triple in _evidence(store, wanted.values(), minter):
        graph.add(triple)
    return graph


def _describe(graph: Graph, finding: Finding) -> None:
    iri = URIRef(finding.iri)
    for predicate, value in (
        (RDF.type, RG.Finding),
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, URIRef(finding.focus)),
        (SH.resultSeverity, SH[finding.severity.capitalize()]),
        (RG.findingKind, Literal(finding.kind)),
        (RG.status, Literal(finding.status)),
        (RG.advice, Literal(str(finding.advice).lower(), datatype=XSD.boolean)),
    ):
        graph.add((iri, predicate, value))
    for lang in ("zh", "en"):
        graph.add((iri, SH.resultMessage, Literal(finding.message.of(lang), lang=lang)))
        graph.add((iri, RDFS.label, Literal(finding.message.of(lang), lang=lang)))
        graph.add((iri, RG.remedy, Literal(finding.check.remedy.of(lang), lang=lang)))
    for each in finding.evidence:
        graph.add((iri, RG.evidence, URIRef(each.iri)))


def _evidence(store: Store, wanted: Iterable[Evidence], minter: Minter) -> Graph:
    """Return what the mapping writes about evidence, for places only a check pointed at."""
    by_document: dict[str, list[Evidence]] = {}
    for each in wanted:
        by_document.setdefault(each.document, []).append(each)
    graph = Graph(bind_namespaces="none")
    for row in ask(
        store,
        "?document rg:currentVersion ?version . ?version rg:text ?text",
        "?document ?version ?text",
    ):
        document = text(row["document"])
        if document in by_document:
            sha = text(row["version"]).rsplit("/", 1)[-1]
            view = TextView("", "text/plain", tuple(text(row["text"]).split("\n")), sha, 0)
            key = document.removeprefix(f"{minter.base}document/")
            scribe = Scribe(minter, view, key)
            for each in by_document[document]:
                over = each.end_line if each.end_line != each.line else None
                scribe.evidence(RG.Finding, Span(each.line, each.start, each.end, each.quote, over))
            scribe.graph.remove((RG.Finding, None, None))
            graph += scribe.graph
    return graph


def _history(store: Store, minter: Minter, findings: Iterable[Finding]) -> Graph:
    """Return the findings kept of earlier versions and of this one."""
    current = data_version(store)
    contents = [
        {
            "iri": finding.iri,
            "kind": finding.kind,
            "severity": finding.severity,
            "zh": finding.message.zh,
            "en": finding.message.en,
        }
        for finding in findings
    ]
    kept = [each for each in _kept(store, minter) if each[0] != current][-(_KEPT - 1) :]
    graph = Graph(bind_namespaces="none")
    for order, (version, found) in enumerate([*kept, (current, contents)]):
        iri = minter.iri("findings", version)
        graph.add((iri, RDF.type, PROV.Entity))
        graph.add((iri, RDFS.label, Literal(f"版本 {version} 的发现", lang="zh")))
        graph.add((iri, RDFS.label, Literal(f"findings of version {version}", lang="en")))
        graph.add((iri, RG.order, Literal(order)))
        graph.add((iri, PROV.value, Literal(json.dumps(found, ensure_ascii=False))))
    return graph


def _kept(store: Store, minter: Minter) -> list[tuple[str, list[dict[str, str]]]]:
    name = minter.graph("finding-history").n3()
    table = store.select(
        f"{PREFIXES}SELECT ?s ?order ?value WHERE {{ GRAPH {name} "
        "{ ?s prov:value ?value ; rg:order ?order } } ORDER BY ?order"
    )
    return [(text(row["s"]).rsplit("/", 1)[-1], json.loads(text(row["value"]))) for row in table]
