"""The ontology as one graph, merged from its modules on disk; nothing comes from the network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import OWL, RDF
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.errors import VocabularyError
from kg.resources import ontology_dir
from kg.vocabulary import RG, bind_prefixes


def load_ontology(*, alignments: bool = True) -> Graph:
    """Return the ontology, merged from its modules and, unless told not to, its alignments.

    Raises:
        VocabularyError: a module is not valid Turtle or imports another ontology.
    """
    folder = ontology_dir()
    modules = [path for path in sorted(folder.glob("*.ttl")) if path.name != "prefixes.ttl"]
    if alignments:
        modules += sorted((folder / "alignments").glob("*.ttl"))
    merged = bind_prefixes(Graph(bind_namespaces="none"))
    for module in modules:
        _parse_module(merged, module)
    if (None, OWL.imports, None) in merged:
        raise VocabularyError(
            "cannot load the ontology",
            "a module uses owl:imports, which would read from the network",
            "put the module into 'ontology/' and remove the import",
        )
    return merged


def stored_ontology() -> Graph:
    """Return the part of the ontology that a store keeps in ``{base}graph/ontology``.

    Restrictions, lists and other anonymous axioms are left out: they need blank nodes, of which
    the graph has none. They stay in the files, where OWL reasoners read them.
    """
    stored = bind_prefixes(Graph(bind_namespaces="none"))
    for triple in load_ontology():
        if not any(isinstance(term, BNode) for term in triple):
            stored.add(triple)
    return stored


@cache
def own_terms() -> frozenset[URIRef]:
    """Return every term of the ontology's own namespace."""
    kinds = (
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.NamedIndividual,
    )
    graph = load_ontology(alignments=False)
    terms = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return frozenset(t for t in terms if isinstance(t, URIRef) and str(t).startswith(str(RG)))


def _parse_module(graph: Graph, path: Path) -> None:
    try:
        graph.parse(path, format="turtle")
    except BadSyntax as error:
        where = f"line {error.lines + 1}"
        raise VocabularyError(
            f"cannot read '{path.name}'", f"it is not Turtle ({where})", "correct the file"
        ) from error
