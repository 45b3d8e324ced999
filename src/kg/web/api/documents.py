"""Documents: list, look-up, and the text with everything that was read out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.namespace import DCTERMS

from kg.vocabulary import OA, RG
from kg.web.api.building import Builder
from kg.web.api.listing import Listing
from kg.web.api.reader import Reader
from kg.web.api.schemas import Document, Reference
from kg.web.api.terms import values_clause

LISTING = Listing(
    pattern="?this a rg:Document .",
    filters={
        "q": "?this dct:title ?title . FILTER(CONTAINS(LCASE(STR(?title)), LCASE(?q)))",
        "issuer": "?this rg:issuer ?issuer .",
        "level": "?this rg:level/skos:notation ?level .",
        "region": "?this rg:jurisdiction ?region .",
    },
    orders={
        "issued": "?this dct:issued ?key .",
        "title": "?this dct:title ?key .",
    },
)
_COUNTED = (
    "Obligation",
    "Assignment",
    "Statement",
    "Deadline",
    "Target",
    "Citation",
    "Section",
    "Gap",
)


def build_documents(builder: Builder, iris: Sequence[str]) -> list[Document]:
    """Return documents with what they say about themselves and what was read."""
    documents = builder.bundle.add(iris)
    builder.bundle.follow(documents, RG.issuer, RG.level, RG.jurisdiction)
    builder.prepare_evidence(documents)
    versions, counts = _versions(builder.reader, iris), _counts(builder.reader, iris)
    return [
        Document(
            **builder.base(each),
            evidence=builder.evidence(each),
            title=each.text(DCTERMS.title) or each.label("zh"),
            index_number=each.text(RG.indexNumber),
            document_number=each.text(RG.documentNumber),
            issuer=builder.first(each, RG.issuer),
            publisher=each.text(RG.publisher),
            issued=each.day(DCTERMS.issued),
            period_start=each.day(RG.periodStart),
            period_end=each.day(RG.periodEnd),
            level=builder.first(each, RG.level),
            region=builder.first(each, RG.jurisdiction),
            version=versions.get(each.iri, (None, None))[0],
            file_name=versions.get(each.iri, (None, None))[1],
            counts=counts.get(each.iri, {}),
        )
        for each in documents
    ]


def _versions(reader: Reader, iris: Sequence[str]) -> dict[str, tuple[str, str]]:
    clause = values_clause("d", map(URIRef, iris))
    rows = reader.rows(
        f"SELECT DISTINCT ?d ?sha ?name WHERE {{ {clause} ?d rg:currentVersion ?v . "
        "?v rg:sha256 ?sha . OPTIONAL { ?v rg:fileName ?name } }"
    )
    return {str(row[0]): (str(row[1]), str(row[2] or "")) for row in rows}


def _counts(reader: Reader, iris: Sequence[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {iri: dict.fromkeys(_COUNTED, 0) for iri in iris}
    documents = values_clause("d", map(URIRef, iris))
    classes = values_clause("c", (URIRef(RG[name]) for name in _COUNTED))
    rows = reader.rows(
        f"SELECT ?d ?c (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {documents} {classes} "
        "?s rg:inDocument ?d ; a ?c } GROUP BY ?d ?c"
    )
    for document, name, number in rows:
        found[str(document)][str(name).rsplit("#", 1)[-1]] = int(str(number))
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a document's text and the thing that it is evidence of."""

    line: int
    start: int
    end: int
    end_line: int
    about: Reference
    role: str | None


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text view of one version of a document and what was read out of it."""

    version: str
    sha256: str
    lines: tuple[str, ...]
    stretches: tuple[Stretch, ...]


def find_text(builder: Builder, document: str, version: str | None) -> DocumentText | None:
    """Return the text of a document with all evidence in it; None where there is none.

    Args:
        version: the first digits of the SHA-256 of a version; the current one without it.
    """
    clause = values_clause("d", [URIRef(document)])
    rows = builder.reader.rows(
        f"SELECT DISTINCT ?v ?sha ?text WHERE {{ {clause} ?v rg:versionOf ?d ; rg:sha256 ?sha ; "
        "rg:text ?text . OPTIONAL { ?d rg:currentVersion ?now } } ORDER BY (?v != ?now) ?v"
    )
    fitting = [row for row in rows if version is None or str(row[1]).startswith(version)]
    if not fitting:
        return None
    iri, sha, text = (str(cell) for cell in fitting[0])
    return DocumentText(iri, sha, tuple(text.split("\n")), tuple(_stretches(builder, iri)))


def _stretches(builder: Builder, version: str) -> list[Stretch]:
    clause = values_clause("v", [URIRef(version)])
    rows = builder.reader.rows(
        f"SELECT DISTINCT ?about ?line ?start ?end ?endLine ?role WHERE {{ {clause} "
        f"?e <{OA.hasSource}> ?v ; rg:line ?line ; rg:start ?start ; rg:end ?end . "
        "OPTIONAL { ?e rg:endLine ?endLine } ?about rg:evidence ?e . "
        "OPTIONAL { ?about rg:role ?role } }"
    )
    entities = builder.bundle.add(str(row[0]) for row in rows)
    agents = builder.bundle.follow(entities, RG.agent)
    known = {each.iri: builder.reference(each) for each in [*entities, *agents]}
    found = []
    for about, line, start, end, end_line, role in rows:
        entity = builder.bundle.get(str(about))
        shown = next(iter(entity.iris(RG.agent)), entity.iri)
        reference = known[shown].model_copy(update={"type": known[entity.iri].type})
        at = [int(str(cell)) for cell in (line, start, end, end_line or line)]
        name = str(role).rsplit("#", 1)[-1] if role else None
        found.append(Stretch(at[0], at[1], at[2], at[3], reference, name))
    return sorted(found, key=lambda each: (each.line, each.start, -each.end, each.about.iri))
