"""From IRIs to paths of this service and back."""

from __future__ import annotations

import re
from urllib.parse import quote

from rdflib import URIRef

from kg.errors import VocabularyError
from kg.vocabulary import checked_iri, expand

_KEY_PATH = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*")
_EVIDENCE = re.compile(r"document/([^/]+)/version/([^/]+)/evidence/(\d+\.\d+-[\d.]+)")
_VERSION = re.compile(r"document/([^/]+)/version/([^/]+)")
_PART = re.compile(r"document/([^/]+)/[^/]+/(.+)")


def local_part(iri: str, base: str) -> str | None:
    """Return what follows the base in an IRI of the data, None for a foreign one."""
    return iri[len(base) :] if iri.startswith(base) and len(iri) > len(base) else None


def page_of(iri: str, base: str) -> str:
    """Return the path of the page about an IRI."""
    local = local_part(iri, base)
    if local is None or not _KEY_PATH.fullmatch(local):
        return f"/resource?iri={quote(iri, safe='')}"
    if found := _EVIDENCE.fullmatch(local):
        key, version, stretch = found.groups()
        return f"/documents/{key}?version={version}&hl={stretch}#hl"
    if found := _VERSION.fullmatch(local):
        return f"/documents/{found[1]}?version={found[2]}"
    kind, _, key = local.partition("/")
    return f"/documents/{key}" if kind == "document" and "/" not in key else f"/entity/{local}"


def id_of(iri: str, base: str) -> str:
    """Return what stands for an IRI in the paths of the API: its key without its type."""
    local = local_part(iri, base)
    if local is None:
        return iri
    if found := _PART.fullmatch(local):
        return f"{found[1]}/{found[2]}"
    return local.partition("/")[2] or local


def entity_iri(key: str, kind: str, base: str) -> URIRef:
    """Return the IRI of an entity of one type by its key, its IRI or its CURIE.

    Raises:
        VocabularyError: it is none of these.
    """
    if "://" in key:
        return checked_iri(key)
    if ":" in key:
        return expand(key, base)
    if not _KEY_PATH.fullmatch(key):
        raise VocabularyError(
            f"cannot use {key!a} as the id of a {kind}",
            "an id holds only ASCII letters, digits, '.', '-' and '/'",
            "take the 'id' or the 'iri' from a list",
        )
    return URIRef(f"{base}{kind}/{key}")


def part_iri(key: str, kind: str, base: str) -> URIRef:
    """Return the IRI of a part of a document by ``{document}/{number}``.

    Raises:
        VocabularyError: it is not such a key, an IRI or a CURIE.
    """
    if ":" in key:
        return entity_iri(key, kind, base)
    document, _, number = key.removeprefix("document/").partition("/")
    number = number.removeprefix(f"{kind}/")
    if not number:
        raise VocabularyError(
            f"cannot use {key!a} as the id of a {kind}",
            "it has the form {document}/{number}",
            "take the 'id' or the 'iri' from a list",
        )
    return entity_iri(f"{document}/{kind}/{number}", "document", base)
