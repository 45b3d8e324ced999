"""Namespaces, the prefix map, CURIEs and the minting of IRIs.

IRIs are minted here and nowhere else, from stable keys, so that reading a document again gives
the same IRIs. Keys are ASCII: Chinese is written in pinyin, with a short hash where pinyin alone
could make two things one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from pypinyin import lazy_pinyin
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import SH

from kg.errors import VocabularyError
from kg.model import Body, Level, Metadata, Role, Span
from kg.resources import resource_path

ONTOLOGY: Final = "https://w3id.org/responsibility/ontology"
DEFAULT_BASE: Final = "https://w3id.org/responsibility/id/"


class _Terms(Namespace):
    """A namespace that makes each of its terms once: reading a page asks for thousands."""

    @cache  # noqa: B019 - namespaces live as long as the process
    def term(self, name: str) -> URIRef:
        return super().term(name)


RG: Final = _Terms(f"{ONTOLOGY}#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
M8G: Final = Namespace("http://data.europa.eu/m8g/")
NIF: Final = _Terms("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
OA: Final = _Terms("http://www.w3.org/ns/oa#")

LEVELS: Final[Mapping[Level, URIRef]] = MappingProxyType(
    {
        "国家": RG["level-national"],
        "自治区": RG["level-region"],
        "省": RG["level-province"],
        "州": RG["level-prefecture"],
        "市": RG["level-city"],
        "县": RG["level-county"],
        "区": RG["level-district"],
        "乡镇": RG["level-township"],
        "街道": RG["level-subdistrict"],
        "其他": RG["level-other"],
    }
)
ROLES: Final[Mapping[Role, URIRef]] = MappingProxyType(
    {"lead": RG.lead, "cooperate": RG.cooperate, "shared": RG.shared}
)

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_LOCAL = re.compile(r"[^\s<>\"{}|\\^`:]*")
_KEY_LENGTH = 60


@cache
def prefixes() -> Mapping[str, str]:
    """Return the one prefix map, read from ``ontology/prefixes.ttl``."""
    graph = Graph(bind_namespaces="none").parse(resource_path("ontology", "prefixes.ttl"))
    found = {
        str(graph.value(declaration, SH.prefix)): str(graph.value(declaration, SH.namespace))
        for declaration in graph.objects(None, SH.declare)
    }
    return MappingProxyType(dict(sorted(found.items())))


def prefix_header(base: str = DEFAULT_BASE) -> str:
    """Return the ``PREFIX`` lines of all prefixes, with ``id:`` bound to ``base``."""
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in {**prefixes(), "id": base}.items()]
    return "\n".join(lines) + "\n"


def bind_prefixes(graph: Graph, base: str = DEFAULT_BASE) -> Graph:
    """Bind every known prefix in ``graph`` and return it."""
    for name, iri in {**prefixes(), "id": base}.items():
        graph.bind(name, iri, override=True, replace=True)
    return graph


def expand(curie: str, base: str = DEFAULT_BASE) -> URIRef:
    """Return the IRI of a CURIE such as ``rg:Body``, of ``<iri>`` or of an IRI as it stands.

    Raises:
        VocabularyError: the prefix is unknown or the result is not a valid absolute IRI.
    """
    if curie.startswith("<") and curie.endswith(">"):
        return checked_iri(curie[1:-1])
    prefix, colon, local = curie.partition(":")
    known = {**prefixes(), "id": base}
    if colon and prefix in known and not local.startswith("//"):
        return checked_iri(known[prefix] + local)
    if colon and (local.startswith("//") or prefix in ("urn", "tag", "mailto")):
        return checked_iri(curie)
    close = difflib.get_close_matches(prefix, known, n=1)
    remedy = f"did you mean '{close[0]}:'?" if close else f"known: {', '.join(known)}"
    raise VocabularyError(f"cannot expand '{curie}'", f"prefix '{prefix}' is not known", remedy)


def compress(iri: str, base: str = DEFAULT_BASE) -> str:
    """Return the CURIE of an IRI, or ``<iri>`` where no prefix fits; undone by `expand`."""
    known = {**prefixes(), "id": base}
    fitting = [name for name, namespace in known.items() if iri.startswith(namespace)]
    for name in sorted(fitting, key=lambda name: -len(known[name])):
        local = iri[len(known[name]) :]
        if _LOCAL.fullmatch(local) and not local.startswith("//"):
            return f"{name}:{local}"
    return f"<{iri}>"


def checked_iri(text: str) -> URIRef:
    """Return ``text`` as an IRI.

    Raises:
        VocabularyError: it is not a valid absolute IRI.
    """
    if not _ABSOLUTE.fullmatch(text):
        raise VocabularyError(
            f"cannot use '{text}' as an IRI",
            "it is not absolute or holds characters that an IRI must not have",
            "give a full IRI such as 'https://example.org/id/1'",
        )
    return URIRef(text)


def hash_key(*parts: str, length: int = 6) -> str:
    """Return the first hex digits of the SHA-256 of the parts, kept apart from each other."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


@lru_cache(maxsize=65536)
def pinyin_key(text: str) -> str:
    """Return ``text`` as an ASCII key: ``消防安全`` gives ``xiaofanganquan``.

    Runs of Chinese become pinyin without tones, other ASCII letters and digits stay, everything
    else separates. Long keys are cut. The key is empty where nothing of the text can be written.
    """
    runs = re.findall(r"[A-Za-z0-9.]+|[\u3400-\u9fff\U00020000-\U0003ffff〇]+", text)
    words = [run if run.isascii() else _pinyin(run) for run in runs]
    return re.sub(r"-+", "-", "-".join(words))[:_KEY_LENGTH].strip("-.")


def _pinyin(run: str) -> str:
    words = lazy_pinyin(run.replace("〇", "零"), errors="ignore")
    return re.sub(r"[^A-Za-z]+", "", "".join(words))


def stable_key(text: str) -> str:
    """Return ``text`` where it already is a key, else its pinyin and a hash that tells it apart."""
    if len(text) <= _KEY_LENGTH and _KEY.fullmatch(text):
        return text
    return "-".join(filter(None, (pinyin_key(text), hash_key(text))))


class Minter:
    """Mints every IRI of the data below one base.

    Args:
        base: absolute IRI ending in ``/`` or ``#``.

    Raises:
        VocabularyError: the base is not such an IRI.
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        if not base.endswith(("/", "#")):
            raise VocabularyError(
                f"cannot use '{base}' as the base IRI", "it does not end in '/' or '#'", "add a '/'"
            )
        self.base = str(checked_iri(base))

    def iri(self, *parts: str) -> URIRef:
        """Return ``{base}{part}/{part}…``; the parts must be keys already."""
        return URIRef(self.base + "/".join(parts))

    def document_key(self, metadata: Metadata, fallback: str = "") -> str:
        """Return the key of a document: index number, document number, else a hash.

        Args:
            metadata: what the document says about itself.
            fallback: what identifies a document that says nothing about itself.
        """
        if metadata.index_number and re.search(r"\d", metadata.index_number):
            return _readable_key(metadata.index_number)
        number = metadata.document_number
        if number and re.search(r"\d", number):
            # Agencies of different places use the same 文号, so the issuer is part of the key.
            return f"{pinyin_key(number)}-{hash_key(number, metadata.issuer or '', length=4)}"
        said = (metadata.title or "", metadata.issuer or "", metadata.published or "")
        return hash_key(*(said if any(said) else (fallback,)), length=12)

    def document(self, document: str) -> URIRef:
        """Return the IRI of a document by its key."""
        return self.iri("document", document)

    def version(self, document: str, sha: str) -> URIRef:
        """Return the IRI of one version of a document by the hash of its bytes."""
        return self.iri("document", document, "version", sha[:12])

    def section(self, document: str, key: str) -> URIRef:
        """Return the IRI of a section by its number path."""
        return self._part(document, "section", key)

    def obligation(self, document: str, key: str) -> URIRef:
        """Return the IRI of an obligation by its number path."""
        return self._part(document, "obligation", key)

    def statement(self, document: str, key: str) -> URIRef:
        """Return the IRI of a responsibility statement."""
        return self._part(document, "statement", key)

    def assignment(self, document: str, statement: str, number: int) -> URIRef:
        """Return the IRI of the n-th assignment of a statement."""
        return self._part(document, "assignment", f"{stable_key(statement)}-{number}")

    def deadline(self, document: str, owner: str, number: int) -> URIRef:
        """Return the IRI of the n-th deadline of an obligation or section."""
        return self._part(document, "deadline", f"{stable_key(owner)}-{number}")

    def target(self, document: str, owner: str, number: int) -> URIRef:
        """Return the IRI of the n-th target of an obligation."""
        return self._part(document, "target", f"{stable_key(owner)}-{number}")

    def citation(self, document: str, owner: str, number: int) -> URIRef:
        """Return the IRI of the n-th citation of an obligation or section."""
        return self._part(document, "citation", f"{stable_key(owner)}-{number}")

    def group(self, document: str, text: str) -> URIRef:
        """Return the IRI of a generic group of a document by its words."""
        return self._part(document, "group", hash_key(text, length=8))

    def gap(self, document: str, span: Span) -> URIRef:
        """Return the IRI of a duty sentence from which nothing was taken."""
        return self._part(document, "gap", f"{span.line}.{span.start}")

    def evidence(self, document: str, sha: str, span: Span) -> URIRef:
        """Return the IRI of a stretch of one version's text."""
        over = span.end_line is not None and span.end_line != span.line
        end = f"{span.end_line}.{span.end}" if over else str(span.end)
        key = f"{span.line}.{span.start}-{end}"
        return URIRef(f"{self.version(document, sha)}/evidence/{key}")

    def body(self, body: Body, *, stem: str | None = None, scope: str = "") -> URIRef:
        """Return the IRI of a body by division code and pinyin of its type or official name.

        A hash is added where the type is unknown or the identity uncertain, so that such a body
        never becomes one with a body that is known.

        Args:
            body: the body as resolved.
            stem: name of its type, where a place has but one such body; see `kg.mapping`.
            scope: what keeps apart bodies of the same name whose place is unknown, e.g. the key
                of the document.
        """
        national = body.region_code == "000000" or (not body.region_code and body.level == "国家")
        if national:
            place, scope = "cn", ""
        elif body.region_code:
            place, scope = stable_key(body.region_code), ""
        else:
            place = "xx"
        key = f"{place}-{pinyin_key(stem or body.canonical)}".rstrip("-")
        settled = body.type is not None and not body.uncertain and place != "xx"
        if settled and len(key) < _KEY_LENGTH:
            return self.iri("body", key)
        return self.iri("body", f"{key}-{hash_key(body.canonical, scope, length=4)}")

    def body_type(self, key: str) -> URIRef:
        """Return the IRI of a type of bodies by its key in the lexicon."""
        return self.iri("bodytype", stable_key(key))

    def region(self, code: str) -> URIRef:
        """Return the IRI of an administrative division by its GB/T 2260 code."""
        return self.iri("region", stable_key(code))

    def domain(self, label: str) -> URIRef:
        """Return the IRI of a domain by its short Chinese label."""
        key = "-".join(filter(None, (pinyin_key(label), hash_key(label, length=4))))
        return self.iri("domain", key)

    def hazard(self, key: str) -> URIRef:
        """Return the IRI of a field of safety by its key in the lexicon."""
        return self.iri("hazard", stable_key(key))

    def scheme(self, name: str) -> URIRef:
        """Return the IRI of a concept scheme, e.g. ``domains``."""
        return self.iri("scheme", stable_key(name))

    def source(self, title: str, *, scope: str = "") -> URIRef:
        """Return the IRI of a legal source by title and, for local ones, the region it is of."""
        words = pinyin_key(title)[:40].strip("-.")
        return self.iri("source", "-".join(filter(None, (words, hash_key(title, scope)))))

    def finding(self, kind: str, focus: str, value: str = "") -> URIRef:
        """Return the IRI of a finding by its kind, the thing it is about and the value found."""
        return self.iri("finding", f"{stable_key(kind)}-{hash_key(focus, value, length=10)}")

    def run(self, identifier: str) -> URIRef:
        """Return the IRI of an extraction run."""
        return self.iri("run", stable_key(identifier))

    def graph(self, name: str) -> URIRef:
        """Return the IRI of a named graph that is not of a document, e.g. ``inferred``."""
        return self.iri("graph", stable_key(name))

    def document_graph(self, document: str, sha: str) -> URIRef:
        """Return the IRI of the named graph of one version of a document."""
        return self.iri("graph", "document", document, sha[:12])

    def document_graphs(self, document: str) -> str:
        """Return what the graph IRIs of all versions of a document begin with."""
        return f"{self.iri('graph', 'document', document)}/"

    def _part(self, document: str, kind: str, key: str) -> URIRef:
        return self.iri("document", document, kind, stable_key(key))


def _readable_key(number: str) -> str:
    """Return an index number as a key; where characters were lost a hash keeps it apart."""
    key = re.sub(r"[^A-Za-z0-9.]+", "-", number).strip("-.")[:_KEY_LENGTH]
    if key and re.fullmatch(r"[A-Za-z0-9./_ -]+", number) and len(number) <= _KEY_LENGTH:
        return key
    return f"{pinyin_key(number)}-{hash_key(number, length=4)}"
