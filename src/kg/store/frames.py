"""How a process and its children speak: length-prefixed frames over pipes.

A job is one JSON frame and one frame of bytes. An answer is any number of frames: ``H`` says what
comes, ``D`` carries bytes, ``E`` is an error, ``Z`` ends it.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from kg.errors import QueryError, QueryTimeout, QueryTooLarge, StoreError

HEAD, DATA, ERROR, END = b"H", b"D", b"E", b"Z"
PREFIX = struct.Struct(">cI")

_CLASSES: dict[str, type[QueryError] | type[StoreError]] = {
    "QueryError": QueryError,
    "QueryTimeout": QueryTimeout,
    "QueryTooLarge": QueryTooLarge,
    "StoreError": StoreError,
}


class RefusedQuery(QueryError):
    """A text was refused by rule and not run.

    Attributes:
        kind: ``query-too-complex``, ``federation-disabled``, ``load-disabled``,
            ``not-acceptable``, ``conflict``, ``invalid-encoding`` or ``dtd``.
        limit: the limit that struck, where one did.
        value: what the text has of it.
    """

    def __init__(
        self,
        kind: str,
        what: str,
        why: str = "",
        remedy: str = "",
        *,
        limit: int | None = None,
        value: int | None = None,
    ) -> None:
        super().__init__(what, why, remedy)
        self.kind, self.limit, self.value = kind, limit, value


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Return one frame."""
    return PREFIX.pack(kind, len(payload)) + payload


def json_frame(kind: bytes, value: Any) -> bytes:
    """Return one frame that carries a JSON value."""
    return frame(kind, json.dumps(value).encode("ascii"))


def job_frames(job: dict[str, Any], body: bytes = b"") -> bytes:
    """Return the two frames of a job."""
    return json_frame(HEAD, job) + frame(DATA, body)


def read_frame(source: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return the kind and payload of the next frame, or None at the end of the stream."""
    head = source.read(PREFIX.size)
    if len(head) < PREFIX.size:
        return None
    kind, length = PREFIX.unpack(head)
    payload = source.read(length)
    return (kind, payload) if len(payload) == length else None


def read_job(source: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Return the next job and its bytes, or None at the end of the stream."""
    head, body = read_frame(source), read_frame(source)
    return (json.loads(head[1]), body[1]) if head and body else None


def error_frame(error: QueryError | StoreError) -> bytes:
    """Return the frame that carries an error over to the parent."""
    value: dict[str, Any] = {"class": "QueryError", "parts": error.args[:3]}
    for name in (*_CLASSES,):
        if type(error).__name__ == name:
            value["class"] = name
    if isinstance(error, QueryError):
        value |= {"line": error.line, "column": error.column}
    if isinstance(error, RefusedQuery):
        value |= {"kind": error.kind, "limit": error.limit, "value": error.value}
    return json_frame(ERROR, value)


def carried_error(payload: bytes) -> QueryError | StoreError:
    """Return the error that a child sent."""
    value = json.loads(payload)
    if "kind" in value:
        return RefusedQuery(
            value["kind"], *value["parts"], limit=value["limit"], value=value["value"]
        )
    made = _CLASSES[value["class"]]
    if issubclass(made, QueryError):
        return made(*value["parts"], line=value["line"], column=value["column"])
    return made(*value["parts"])
