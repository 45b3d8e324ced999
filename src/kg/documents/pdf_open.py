"""Open a PDF, mending broken cross references where that can be done."""

from __future__ import annotations

import io
import re
import zlib
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
_STREAM = re.compile(rb"stream\r?\n")
_DEFLATED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_NESTED, _CHUNK = 4, 1 << 20


@contextmanager
def opened(source: Source) -> Iterator[PDF]:
    """The opened PDF, closed again at the end.

    Raises:
        SourceError: encrypted, damaged beyond mending, with more pages than allowed, or bomb-like.
    """
    try:
        _refuse_bomb(source)
        with _sound(source) as pdf:
            yield pdf
    except (PdfminerException, MalformedPDFException) as error:
        raise _damaged(source) from error


def _refuse_bomb(source: Source) -> None:
    """The libraries unpack a stream as a whole, however large it becomes."""
    limit = source.limits.unpacked_bytes // 2
    for match in _STREAM.finditer(source.data):
        if source.data[match.end() : match.end() + 2] in _DEFLATED:
            packed = memoryview(source.data)[match.end() :]
            if _unpacks_beyond(packed, limit, _NESTED):
                raise source.too_large(
                    f"a stream of it unpacks to more than {limit:,} bytes, like a bomb", _REMEDY
                )


def _unpacks_beyond(packed: bytes | memoryview, limit: int, levels: int) -> bool:
    """Whether deflated bytes, and what is deflated in them, become larger than allowed."""
    inflate, size, kept = zlib.decompressobj(), 0, b""
    try:
        part = inflate.decompress(packed, _CHUNK)
        while part and size <= limit:
            size += len(part)
            # What is deflated twice is small after the first time.
            kept = kept + part if len(kept) < _CHUNK * 8 else kept
            part = inflate.decompress(inflate.unconsumed_tail, _CHUNK)
    except zlib.error:
        # A damaged stream is the libraries' affair; what came out of it counts.
        pass
    if size > limit:
        return True
    return levels > 0 and kept[:2] in _DEFLATED and _unpacks_beyond(kept, limit, levels - 1)


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
        raise source.too_large(f"it has {count:,} pages, the limit is {source.limits.pages:,}")
