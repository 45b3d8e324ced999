"""Titles that a document cites lead to the documents of the graph, in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kg.documents import read_bytes
from kg.extraction import extract
from kg.mapping import MappedDocument, map_extraction
from kg.queries import load_catalogue
from kg.reasoning import stored_ontology, write_inferred
from kg.store import Store, open_store
from kg.vocabulary import DEFAULT_BASE, RG, Minter

NATION = """国务院办公厅关于印发国家突发环境事件应急预案的通知
国办函〔2014〕119号
各省、自治区、直辖市人民政府：
一、任务
（一）加强监测。建立监测网络。（生态环境部负责）
"""
REGION = """新疆维吾尔自治区人民政府办公厅关于印发自治区安全生产专项整治三年行动实施方案的通知
新政办发〔2020〕10号
一、任务
（一）加强监管。建立责任制度。（自治区应急管理厅负责）
"""
CITY = """昌吉市人民政府办公室关于印发昌吉市安全生产工作方案的通知
昌市政办〔2020〕5号
一、任务
（一）加强应急。落实《国家突发环境事件应急预案》要求，建立预案。（市应急管理局负责）
（二）加强整治。对照《自治区安全生产专项整治三年行动实施方案》开展整治。（市应急管理局负责）
（三）加强学习。学习《甘肃省安全生产专项整治三年行动实施方案》经验。（市应急管理局负责）
（四）加强落实。落实《关于加强安全工作的意见》（新政办发[2020]10号）。（市应急管理局负责）
"""
ELSEWHERE = CITY.replace("昌吉市", "张掖市").replace("昌市政办", "张政办发")


def read(text: str) -> MappedDocument:
    return map_extraction(extract(read_bytes("plan.txt", text.encode())))


@contextmanager
def store_of(*texts: str) -> Iterator[tuple[Store, list[MappedDocument]]]:
    documents = [read(text) for text in texts]
    with open_store("memory:") as store:
        store.replace_graph(str(Minter().graph("ontology")), stored_ontology())
        for document in documents:
            store.replace_graph(str(document.graph_iri), document.graph)
            write_inferred(store, DEFAULT_BASE)
        yield store, documents


def links(store: Store) -> set[tuple[str, str]]:
    rows = store.construct(
        "CONSTRUCT { ?s ?p ?d } WHERE { GRAPH ?g { ?s ?p ?d } "
        f"FILTER(?p = <{RG.resolvesTo}>) }}"
    )
    titles = {
        s: str(o)
        for s, o in store.construct(
            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
            "CONSTRUCT { ?s rdfs:label ?l } WHERE { GRAPH ?g { ?s rdfs:label ?l } }"
        ).subject_objects()
    }
    return {(titles[s], str(o)) for s, o in rows.subject_objects()}


@pytest.mark.parametrize("order", [(NATION, REGION, CITY), (CITY, REGION, NATION)])
def test_titles_and_numbers_lead_to_documents(order: tuple[str, ...]) -> None:
    with store_of(*order) as (store, documents):
        keys = {text: str(d.document) for text, d in zip(order, documents, strict=True)}
        assert links(store) == {
            ("国家突发环境事件应急预案", keys[NATION]),
            ("自治区安全生产专项整治三年行动实施方案", keys[REGION]),
            ("关于加强安全工作的意见", keys[REGION]),
        }


def test_a_relative_title_means_the_place_of_the_document_that_cites_it() -> None:
    with store_of(REGION, ELSEWHERE) as (store, documents):
        assert ("自治区安全生产专项整治三年行动实施方案", str(documents[0].document)) not in links(
            store
        )


def test_local_duties_that_implement_documents_from_above() -> None:
    with store_of(NATION, REGION, CITY) as (store, documents):
        query = load_catalogue().get("implementing-duties")
        rows = list(store.select(query.bind({"document": str(documents[2].document)})))
        assert len(rows) == 3
