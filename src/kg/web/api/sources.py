"""Legal sources: the laws, regulations and documents that duties cite."""

from __future__ import annotations

from collections.abc import Sequence

from kg.vocabulary import RG
from kg.web.api.building import Builder
from kg.web.api.listing import Listing
from kg.web.api.reader import Entity
from kg.web.api.schemas import LegalSource

LISTING = Listing(
    pattern="?this a rg:LegalSource .",
    filters={
        "q": "?this rdfs:label ?name . FILTER(CONTAINS(LCASE(STR(?name)), LCASE(?q)))",
        "kind": "?this rg:sourceKind ?kind .",
        "issuing_level": "?this rg:issuingLevel ?issuing_level .",
        "document": "?citing rg:source ?this ; rg:inDocument ?document .",
        "obligation": "?obligation rg:cites ?this .",
    },
    switches={
        "resolved": (
            "FILTER EXISTS { ?this rg:resolvesTo ?to }",
            "FILTER NOT EXISTS { ?this rg:resolvesTo ?to }",
        )
    },
    orders={
        "label": "?this rdfs:label ?key .",
        "kind": "?this rg:sourceKind ?key .",
        "citations": "{ SELECT ?this (COUNT(DISTINCT ?c) AS ?key) WHERE { ?c rg:source ?this } "
        "GROUP BY ?this }",
    },
)


def build_sources(builder: Builder, iris: Sequence[str]) -> list[LegalSource]:
    """Return legal sources with the duties that cite them and where they do."""
    sources = builder.bundle.add(iris)
    citations = builder.reader.pointing(RG.source, iris)
    citing = builder.bundle.add(iri for each in citations.values() for iri in each)
    builder.bundle.follow(citing, RG.citingObligation, RG.inSection)
    builder.bundle.follow(sources, RG.resolvesTo)
    builder.prepare_evidence(citing)
    return [
        _source(builder, source, builder.bundle.add(citations[source.iri])) for source in sources
    ]


def _source(builder: Builder, source: Entity, citations: Sequence[Entity]) -> LegalSource:
    cited_by = {
        each.iri: each
        for citation in citations
        for each in builder.references(citation, RG.citingObligation)
    }
    return LegalSource(
        **builder.base(source),
        evidence=[each for citation in citations for each in builder.evidence(citation)],
        kind=source.text(RG.sourceKind),
        issuing_level=source.text(RG.issuingLevel),
        document_number=source.text(RG.documentNumber),
        resolves_to=builder.first(source, RG.resolvesTo),
        cited_by=sorted(cited_by.values(), key=lambda each: each.label),
    )
