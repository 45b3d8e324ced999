"""What was read out of a document, as RDF: one named graph per document version."""

from __future__ import annotations

from kg.mapping.document import MappedDocument, map_extraction
from kg.mapping.lexicon import map_lexicon
from kg.mapping.names import body_stem
from kg.mapping.nquads import canonical_nquads, write_trig

__all__ = [
    "MappedDocument",
    "body_stem",
    "canonical_nquads",
    "map_extraction",
    "map_lexicon",
    "write_trig",
]
