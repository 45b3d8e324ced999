"""PDF with a text layer: lines joined to paragraphs again, ruled tables as rows."""

from __future__ import annotations

from kg.documents.source import Source, text_view
from kg.model import TextView

NAME = "pdf"
MEDIA_TYPE = "application/pdf"
EXPECTS = "a PDF, %PDF- at its beginning"
ISOLATED = True

_HEAD = 1024


def accepts(source: Source) -> bool:
    """Whether the file has the mark of a PDF near its beginning, where readers look for it."""
    return b"%PDF-" in source.data[:_HEAD]


def read(source: Source) -> TextView:
    """The text of a PDF with page and box of every line; page numbers and headers left out.

    Raises:
        SourceError: encrypted, damaged or scanned, or with more pages than allowed.
    """
    # Imported here so that only the child process pays for the libraries.
    from kg.documents.pdf_pages import read_pages
    from kg.documents.pdf_paragraphs import paragraphs_of

    found = paragraphs_of(read_pages(source))
    return text_view(source, MEDIA_TYPE, found.lines, places=found.places, tables=found.tables)
