"""Open the package of a Word document, refusing what could harm before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from kg.documents.source import Source

_REMEDY = "open it in Word or LibreOffice and save it again as .docx"
_XML_HEAD = 4096


def open_package(source: Source) -> Document:
    """The document of a package that was found harmless and sound.

    Raises:
        SourceError: a zip bomb, macros, a password, declared XML entities, damage, or no Word
            document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            _refuse_bomb(source, package)
            _refuse_other(source, package)
            _refuse_macros(source, package)
            _refuse_entities(source, package)
        return docx.Document(io.BytesIO(source.data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise source.refused("the file is damaged or cut off", _REMEDY) from error
    except RuntimeError as error:
        raise source.refused(
            "it is protected by a password", "remove the password and save it again"
        ) from error
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise source.refused("it is not a sound Word document", _REMEDY) from error


def _refuse_other(source: Source, package: zipfile.ZipFile) -> None:
    if not any(name.startswith("word/document") for name in package.namelist()):
        raise source.refused(
            "it has no Word text in it (word/document.xml)", "convert it to .docx and try again"
        )


def _refuse_bomb(source: Source, package: zipfile.ZipFile) -> None:
    limits, parts = source.limits, package.infolist()
    if len(parts) > limits.entries:
        raise source.too_large(
            f"it has {len(parts):,} parts, the limit is {limits.entries:,}", _REMEDY
        )
    unpacked = sum(part.file_size for part in parts)
    texts = sum(part.file_size for part in parts if _is_xml(part))
    if (
        unpacked > limits.unpacked_bytes
        or texts > 4 * limits.text_bytes
        or unpacked > 2**20 + limits.unpack_ratio * len(source.data)
    ):
        raise source.too_large(
            f"it would unpack from {len(source.data):,} to {unpacked:,} bytes, like a zip bomb",
            _REMEDY,
        )

    # Deflate never makes a part this much larger, so the stated size is a lie.
    if any(part.compress_size > part.file_size + part.file_size // 10 + 1000 for part in parts):
        raise source.too_large("a part of it is larger than it says, like a zip bomb", _REMEDY)


def _refuse_macros(source: Source, package: zipfile.ZipFile) -> None:
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or any("vbaProject" in name for name in package.namelist()):
        raise source.refused(
            "it carries macros, which are never run", "save it as .docx without macros"
        )


def _refuse_entities(source: Source, package: zipfile.ZipFile) -> None:
    """No word processor writes a document type; entities of one can fetch files or explode."""
    for part in package.infolist():
        if _is_xml(part):
            with package.open(part) as file:
                head = file.read(_XML_HEAD).replace(b"\0", b"")
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise source.refused(
                    f"its part {part.filename!r} declares XML entities, no Word document does",
                    _REMEDY,
                )


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))
