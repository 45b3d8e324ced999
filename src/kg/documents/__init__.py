"""Read documents of every supported format into the text view.

A format is one module with ``NAME``, ``MEDIA_TYPE``, ``EXPECTS``, ``ISOLATED``, ``accepts(source)``
and ``read(source)``; to add one, write the module and name it in `FORMATS`.
"""

from __future__ import annotations

from kg.documents.bounds import Bounds, bounded
from kg.documents.limits import DEFAULT, ReadLimits
from kg.documents.read import FORMATS, read_bytes, read_document

__all__ = [
    "DEFAULT",
    "FORMATS",
    "Bounds",
    "ReadLimits",
    "bounded",
    "read_bytes",
    "read_document",
]
