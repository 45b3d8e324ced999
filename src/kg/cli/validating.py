"""``kg validate``: whether the graph conforms to the shapes, the ontology and its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer
from rdflib import Graph, URIRef

from kg.cli import console
from kg.cli.options import AsShape, Quiet, Shape, StoreLocation, base_iri, open_location
from kg.reasoning import classify, validate, verify_evidence
from kg.store import Store
from kg.vocabulary import Minter

# Of what stands in these graphs, only the classes named are described there in full.
_PARTS = {
    "findings": ("Finding",),
    "curation": ("Decision",),
    "versions": ("DocumentGraph",),
    "runs": ("ExtractionRun",),
    "lexicon": None,
}
_TEXTS = """
PREFIX rg: <https://w3id.org/responsibility/ontology#>
CONSTRUCT { ?version a rg:DocumentVersion ; rg:text ?text }
WHERE { ?version a rg:DocumentVersion ; rg:text ?text }
"""


def validate_graph(
    store: StoreLocation = None,
    owl: Annotated[
        bool, typer.Option("--owl", help="Also OWL consistency and classification (HermiT).")
    ] = False,
    form: AsShape = Shape.table,
    quiet: Quiet = False,
) -> int:
    """Check the graph against the SHACL shapes; exit 1 where it does not conform."""
    problems: list[dict[str, object]] = []
    with open_location(store, read_only=True) as opened, console.progress("checking") as advance:
        names = _graphs(opened)
        for done, name in enumerate(names, 1):
            problems += _check(opened, name)
            advance(done, len(names), name.rpartition("/graph/")[2])
    if owl:
        problems += _classify()
    if form is Shape.json:
        console.show_json({"conforms": not _bad(problems), "problems": problems})
    elif problems:
        columns = ("severity", "graph", "problem")
        console.show_table(columns, [[row[key] for key in columns] for row in problems])
    bad = _bad(problems)
    verdict = f"{bad} violation(s)" if bad else "conforms"
    console.tell(f"{len(names)} graph(s) checked: {verdict}")
    return 1 if bad else 0


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("validate")(validate_graph)


def _graphs(store: Store) -> list[URIRef]:
    minter = Minter(base_iri())
    parts = {minter.graph(name) for name in _PARTS}
    prefix = f"{minter.graph('document')}/"
    return [name for name in store.graphs() if name.startswith(prefix) or name in parts]


def _check(store: Store, name: URIRef) -> Iterator[dict[str, object]]:
    graph: Graph = store.construct(
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name.n3()} {{ ?s ?p ?o }} }}"
    )
    short = name.rpartition("/graph/")[2]
    for error in verify_evidence(graph + store.construct(_TEXTS) if short == "findings" else graph):
        problem = f"{error.evidence}: {error.reason}"
        yield {"severity": "violation", "graph": short, "problem": problem}
    for violation in validate(graph, classes=_PARTS.get(short)):
        yield {"graph": short, "problem": str(violation), **asdict(violation)}


def _classify() -> Iterator[dict[str, object]]:
    report = classify()
    if not report.conforms:
        reason = re.sub(r"\s+", " ", report.explanation) or "a class cannot have a member"
        yield {"severity": "violation", "graph": "ontology", "problem": reason}
    console.tell(
        f"ontology: {report.classes} classes, {len(report.inferred)} inferred subclass "
        f"statements, {'consistent' if report.consistent else 'inconsistent'} ({report.reasoner})"
    )


def _bad(problems: list[dict[str, object]]) -> int:
    return sum(problem["severity"] == "violation" for problem in problems)
