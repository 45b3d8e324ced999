"""Names of things in both languages: a duty by what it demands, a section with its English domain."""

from __future__ import annotations

from collections.abc import Iterable

from kg.analysis.clauses import name_of
from kg.analysis.model import Words
from kg.analysis.rows import ask_about, text
from kg.store import Store

_INNER = str.maketrans("“”", "‘’")


def labels_of(store: Store, iris: Iterable[str]) -> dict[str, Words]:
    """Return the names of things; one that has only one language gives it for both."""
    wanted = sorted(iris)
    found: dict[tuple[str, str], tuple[int, str]] = {}
    rows = ask_about(
        store,
        wanted,
        "{ ?this skos:prefLabel ?label . BIND(0 AS ?rank) } UNION "
        "{ ?this rdfs:label ?label . BIND(1 AS ?rank) } UNION "
        "{ ?this dct:title ?label . BIND(2 AS ?rank) } UNION "
        "{ ?this rg:deadlineText ?label . BIND(3 AS ?rank) }",
        "?label ?rank",
    )
    for row in rows:
        label = row["label"]
        lang = "en" if getattr(label, "language", None) == "en" else "zh"
        key, value = (text(row["this"]), lang), (int(text(row["rank"])), text(label))
        if key not in found or value < found[key]:
            found[key] = value
    labels = {}
    for iri in {iri for iri, _ in found}:
        zh = found.get((iri, "zh")) or found[(iri, "en")]
        labels[iri] = Words(zh[1], (found.get((iri, "en")) or zh)[1])
    return labels | _duties(store, wanted) | _sections(store, wanted)


def _duties(store: Store, iris: Iterable[str]) -> dict[str, Words]:
    """Return the names of the duties among things: the clause that says what is to be done."""
    rows = ask_about(store, iris, "?this a rg:Obligation ; rg:text ?text", "?text")
    names = ((text(row["this"]), name_of(text(row["text"])).replace("\n", "")) for row in rows)
    return {iri: Words(name, name) for iri, name in names}


def _sections(store: Store, iris: Iterable[str]) -> dict[str, Words]:
    """Return the names of the sections among things; the English one leads with their domain."""
    rows = ask_about(
        store,
        iris,
        "?this a rg:Section ; rdfs:label ?title . FILTER(LANG(?title) = 'zh') "
        "OPTIONAL { ?this rdfs:label ?own . FILTER(LANG(?own) = 'en') } "
        "OPTIONAL { ?this rg:aboutDomain/skos:prefLabel ?domain . FILTER(LANG(?domain) = 'en') }",
        "?title ?own ?domain",
    )
    found = {}
    for row in rows:
        title, domain = text(row["title"]), text(row["domain"])
        english = f"{domain} ({quote(title)})" if domain else text(row["own"]) or quote(title)
        found[text(row["this"])] = Words(title, english)
    return found


def quote(*words: str) -> str:
    """Return words in quotation marks, those within them single, several as a list."""
    return "、".join(f"“{each.translate(_INNER)}”" for each in words)
