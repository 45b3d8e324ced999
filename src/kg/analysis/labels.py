"""Names of things in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from kg.analysis.model import Words
from kg.analysis.rows import ask_about, text
from kg.store import Store


def labels_of(store: Store, iris: Iterable[str]) -> dict[str, Words]:
    """Return the names of things; one that has only one language gives it for both."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    rows = ask_about(
        store,
        sorted(iris),
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
    return labels
