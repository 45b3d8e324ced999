from rdflib import Graph, Literal, Namespace
from rdflib.namespace import SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore

RG = Namespace("https://w3id.org/responsibility/ontology#")
graph = Graph(store=SPARQLStore("http://127.0.0.1:8000/sparql"))
for domain in graph.subjects(SKOS.prefLabel, Literal("消防", lang="zh"), unique=True):
    for body in graph.subjects(RG.leadsDomain, domain, unique=True):
        print(next(name for name in graph.objects(body, SKOS.prefLabel) if name.language == "zh"))
