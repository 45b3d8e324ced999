"""The service describes itself, so that clients and editors configure themselves."""

from __future__ import annotations

from fastapi import Request, Response
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SH, VOID, XSD
from starlette.concurrency import run_in_threadpool

from kg.errors import KgError
from kg.queries import NamedQuery, load_catalogue
from kg.store.tokens import query_form, read_tokens
from kg.vocabulary import bind_prefixes
from kg.web.errors import Problem
from kg.web.sparql.service import GRAPH_TYPES, SparqlService, accepted_type, public_address

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_NAMED_GRAPHS = 200
_WRITERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nt",
    "application/trig": "turtle",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
_FORMS = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML")


async def described(request: Request, service: SparqlService) -> Response:
    """Answer with the service description in RDF.

    Raises:
        Problem: the client accepts no RDF format.
    """
    chosen = accepted_type(request, GRAPH_TYPES)
    if chosen is None:
        raise Problem("not-acceptable", f"offered: {', '.join(GRAPH_TYPES)}")
    endpoint = URIRef(f"{public_address(request, service.settings)}/sparql")
    graph = await run_in_threadpool(describe, service, endpoint)
    text = graph.serialize(format=_WRITERS[chosen], encoding="utf-8")
    headers = {"Vary": "Accept"}
    return Response(text, media_type=chosen, headers=headers)


def describe(service: SparqlService, endpoint: URIRef) -> Graph:
    """Return the description of the service, its dataset (VoID) and example queries (SHACL)."""
    graph = bind_prefixes(Graph(bind_namespaces="none"))
    graph.bind("sd", SD)
    itself, dataset = URIRef(f"{endpoint}#service"), URIRef(f"{endpoint}#dataset")
    add = graph.add
    add((itself, RDF.type, SD.Service))
    add((itself, SD.endpoint, endpoint))
    add((itself, SD.supportedLanguage, SD.SPARQL11Query))
    if service.settings.token is not None and not service.settings.read_only:
        add((itself, SD.supportedLanguage, SD.SPARQL11Update))
    for name in (*_RESULTS, *_GRAPHS):
        add((itself, SD.resultFormat, FORMATS[name]))
    for name in _GRAPHS:
        add((itself, SD.inputFormat, FORMATS[name]))
    add((itself, SD.feature, SD.EmptyGraphs))
    if service.settings.default_graph == "union":
        add((itself, SD.feature, SD.UnionDefaultGraph))
    add((itself, SD.defaultDataset, dataset))
    _add_dataset(graph, service, endpoint, dataset)
    _add_examples(graph, endpoint)
    return graph


def _add_dataset(graph: Graph, service: SparqlService, endpoint: URIRef, dataset: URIRef) -> None:
    default = URIRef(f"{endpoint}#default-graph")
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, VOID.sparqlEndpoint, endpoint))
    graph.add((dataset, VOID.uriSpace, Literal(service.settings.base_iri)))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    try:
        graph.add((dataset, VOID.triples, Literal(service.store.size(), datatype=XSD.integer)))
        names = service.store.graphs()
    except KgError:
        # The engine behind may be down; the service still describes itself.
        return
    for number, name in enumerate(names[:_NAMED_GRAPHS]):
        entry = URIRef(f"{endpoint}#named-graph-{number}")
        graph.add((dataset, SD.namedGraph, entry))
        graph.add((entry, RDF.type, SD.NamedGraph))
        graph.add((entry, SD.name, name))


def _add_examples(graph: Graph, endpoint: URIRef) -> None:
    for query in load_catalogue():
        _add_example(graph, endpoint, query)


def _add_example(graph: Graph, endpoint: URIRef, query: NamedQuery) -> None:
    example = URIRef(f"{endpoint}#example-{query.name}")
    graph.add((example, RDF.type, SH.SPARQLExecutable))
    form = query_form(list(read_tokens(query.text)))
    kind, predicate = _FORMS.get(form, (SH.SPARQLSelectExecutable, SH.select))
    graph.add((example, RDF.type, kind))
    graph.add((example, predicate, Literal(query.text)))
    graph.add((example, RDFS.label, Literal(query.summary, lang="zh")))
    if query.summary_en:
        graph.add((example, RDFS.label, Literal(query.summary_en, lang="en")))
    if query.description:
        graph.add((example, RDFS.comment, Literal(query.description, lang="zh")))
    graph.add((example, DCTERMS.identifier, Literal(query.name)))
    graph.add((example, URIRef("https://schema.org/target"), endpoint))
