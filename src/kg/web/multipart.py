"""Forms with files, read whole into memory under limits: parts, their heads and their bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from kg.web.errors import Problem

MEDIA_TYPE = "multipart/form-data"
# A head must hold the longest name of a file, written as %XX.
_PARTS, _HEADS, _HEAD_BYTES = 100, 16, 8192


@dataclass(slots=True)
class Part:
    """One field of a form.

    Attributes:
        name: of the field.
        filename: as the client names the file; None for a field without one.
        media_type: without parameters, lower case; empty where none is stated.
        data: its bytes.
    """

    name: str = ""
    filename: str | None = None
    media_type: str = ""
    data: bytearray = field(default_factory=bytearray, repr=False)


async def read_parts(request: Request, limit: int) -> list[Part]:
    """Return the parts of a form.

    Args:
        request: its body has not been read yet.
        limit: bytes that a part may have.

    Raises:
        Problem: it is no such form, it is malformed, or it is larger than allowed.
    """
    stated, options = parse_options_header(request.headers.get("content-type", ""))
    if stated.decode("latin-1").lower() != MEDIA_TYPE:
        raise Problem(
            "unsupported-media-type",
            f"send the file as a field of {MEDIA_TYPE}",
            headers={"Accept-Post": MEDIA_TYPE, "Accept": MEDIA_TYPE},
        )
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem("unsupported-media-type", "send the body without Content-Encoding")
    reader = _Reader(limit)
    try:
        parser = reader.parser(options.get(b"boundary", b""))
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
    except FormParserError as error:
        raise Problem("malformed-request", "the form cannot be read") from error
    if not reader.ended:
        raise Problem("malformed-request", "the form is cut off")
    return reader.parts


class _Reader:
    """What the parser calls, and the parts that come of it."""

    def __init__(self, limit: int) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._limit = limit
        self._name = self._value = b""

    def parser(self, boundary: bytes) -> MultipartParser:
        if not boundary:
            raise FormParserError("no boundary")
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_part_data": self._data,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_end": self._end,
            },
            max_header_count=_HEADS,
            max_header_size=_HEAD_BYTES,
        )

    def _begin(self) -> None:
        if len(self.parts) >= _PARTS:
            raise Problem("malformed-request", f"a form may have {_PARTS} parts")
        self.parts.append(Part())

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self.parts[-1].data
        if len(part) + end - start > self._limit:
            detail = f"a file may have {self._limit:,} bytes"
            raise Problem("too-large", detail, members={"limit": self._limit})
        part += data[start:end]

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        name, self._name = self._name.lower(), b""
        value, self._value = self._value, b""
        part = self.parts[-1]
        if name == b"content-type":
            part.media_type = value.partition(b";")[0].strip().decode("latin-1").lower()
        elif name == b"content-disposition":
            _, options = parse_options_header(value)
            part.name = _text(options.get(b"name", b""))
            part.filename = _text(options[b"filename"]) if b"filename" in options else None

    def _end(self) -> None:
        self.ended = True


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
