"""What was read out of a document, as RDF: one named graph per document version."""

from __future__ import annotations

from kg.mapping.document import MappedDocument, map_extraction
from kg.mapping.nquads import canonical_nquads, write_trig

__all__ = ["MappedDocument", "canonical_nquads", "map_extraction", "write_trig"]
