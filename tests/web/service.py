"""A service over the example plan, an edited copy of it, and labels that try to break pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from kg.analysis import compute
from kg.ingest import Upload, build
from kg.settings import read_settings
from kg.store import open_store
from kg.vocabulary import DEFAULT_BASE, RG
from kg.web.app import create_app

CHANGJI = Path(__file__).parent.parent.parent / "data" / "sources" / "changji-2020.txt"
TOKEN = "a-token-for-tests-only"
PLAN, COPY = "CJS003-2020-000040", "CJS003-2021-000041"
FIRE = f"{DEFAULT_BASE}domain/xiaofang-d992"
NASTY = f"{DEFAULT_BASE}body/nasty"
FOREIGN = "http://foreign.example/thing"
LABELS = (
    "<img src=x onerror=alert(1)>",
    "\"quoted\" 'single' & </script><script>alert(2)</script>",
    "\u202eright to left\u2066 and \u200bzero width",
    "[x](javascript:alert(3))",
    "{{7*7}}${7*7}",
    "=cmd|' /C calc'!A0",
    "很长的名称" * 120,
)


def edited_plan() -> bytes:
    """Return the plan under another number, with another lead for fire safety."""
    text = CHANGJI.read_text("utf-8")
    text = text.replace("CJS003/2020-000040", "CJS003/2021-000041")
    return text.replace("〔市消防救援大队牵头", "〔市应急管理局牵头", 1).encode()


@contextmanager
def served_app(*, read_only: bool = False) -> Iterator[FastAPI]:
    """Give an application over the two plans and the nasty labels."""
    store = open_store("memory:")
    build([CHANGJI, Upload("copy.txt", edited_plan())], store, workers=1)
    graph = URIRef(f"{DEFAULT_BASE}graph/nasty")
    quads = [
        (URIRef(NASTY), RDF.type, URIRef(RG.Body), graph),
        (URIRef(FOREIGN), RDFS.label, Literal(LABELS[1], lang="en"), graph),
        (URIRef(FOREIGN), RDFS.seeAlso, URIRef("javascript:alert(4)"), graph),
    ]
    quads += [(URIRef(NASTY), SKOS.altLabel, Literal(each, lang="zh"), graph) for each in LABELS]
    quads += [(URIRef(NASTY), SKOS.prefLabel, Literal(LABELS[0], lang="zh"), graph)]
    quads += [(URIRef(NASTY), SKOS.prefLabel, Literal(LABELS[1], lang="en"), graph)]
    store.load(quads)
    compute(store)
    settings = read_settings({}, store="memory:", token=TOKEN, read_only=read_only, workers=2)
    yield create_app(store, settings)
