"""Word documents (docx): paragraphs with their automatic numbers, tables with merged cells."""

from __future__ import annotations

from kg.documents.source import Source, text_view
from kg.errors import SourceError
from kg.model import TextView

NAME = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXPECTS = "a Word document, a zip with word/document.xml in it"
ISOLATED = True

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def accepts(source: Source) -> bool:
    """Whether the file is a zip, or an old or encrypted Word file.

    Other zips and those last are accepted to be refused with the right reason: no other format
    looks into them, and some are bombs.
    """
    if source.data.startswith(_OLE):
        return True
    return source.data.startswith(_ZIP)


def read(source: Source) -> TextView:
    """The text of a Word document: a line per paragraph, a line per table row with tabs.

    Numbers of automatic lists are part of the text, as shown. Deleted and hidden text, headers,
    footers and notes are not.

    Raises:
        SourceError: an old, encrypted, damaged, macro-carrying, bomb-like or empty document.
    """
    if source.data.startswith(_OLE):
        raise _ole_refused(source)
    # Imported here so that only the child process pays for the library.
    from kg.documents.docx_body import lines_of
    from kg.documents.docx_package import open_package

    found = lines_of(open_package(source))
    return text_view(source, MEDIA_TYPE, found.lines, places=found.places, tables=found.tables)


def _ole_refused(source: Source) -> SourceError:
    if any(
        mark.encode("utf-16-le") in source.data for mark in ("EncryptedPackage", "EncryptionInfo")
    ):
        return source.refused(
            "it is protected by a password", "remove the password in Word and save it again"
        )
    return source.refused(
        "it is in the old binary Office format (.doc)", "save it as .docx in Word or LibreOffice"
    )
