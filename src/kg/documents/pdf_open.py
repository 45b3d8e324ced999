"""Open a PDF, mending broken cross references where that can be done."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import PDFObjRef
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kg.documents.source import Source
from kg.errors import SourceError

_REMEDY = "open it in a PDF viewer and print it to a new PDF"


@contextmanager
def opened(source: Source) -> Iterator[PDF]:
    """The opened PDF, closed again at the end.

    Raises:
        SourceError: encrypted, damaged beyond mending, or with more pages than allowed.
    """
    try:
        with _sound(source) as pdf:
            yield pdf
    except (PdfminerException, MalformedPDFException) as error:
        raise _damaged(source) from error


def _sound(source: Source) -> PDF:
    try:
        return _checked(source, source.data)
    except (PdfminerException, MalformedPDFException) as error:
        if _is_password(error):
            raise source.refused(
                "it is protected by a password", "save it without password"
            ) from error
        return _checked(source, _mended(source))


def _checked(source: Source, data: bytes) -> PDF:
    pdf = pdfplumber.open(io.BytesIO(data))
    _refuse_many_pages(source, _stated_count(pdf.doc.catalog))
    _refuse_many_pages(source, len(pdf.pages))
    if not pdf.pages:
        raise _damaged(source)
    return pdf


def _mended(source: Source) -> bytes:
    """The file written anew by a second library, which finds objects without references."""
    file = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(source.data)
        document.save(file)
        document.close()
    except pypdfium2.PdfiumError as error:
        raise _damaged(source) from error
    return file.getvalue()


def _damaged(source: Source) -> SourceError:
    return source.refused("the PDF is damaged or cut off", _REMEDY)


def _is_password(error: Exception) -> bool:
    reasons = (error, *error.args)
    return any(isinstance(reason, PDFPasswordIncorrect | PDFEncryptionError) for reason in reasons)


def _stated_count(catalog: dict[str, Any]) -> int:
    """The number of pages as the file states it, 0 where it does not."""
    tree = catalog.get("Pages")
    stated = tree.resolve() if isinstance(tree, PDFObjRef) else tree
    count = stated.get("Count") if isinstance(stated, dict) else None
    return count if isinstance(count, int) else 0


def _refuse_many_pages(source: Source, count: int) -> None:
    if count > source.limits.pages:
        raise source.refused(
            f"it has {count:,} pages, the limit is {source.limits.pages:,}",
            "split it or raise the limit",
        )
