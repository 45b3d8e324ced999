"""Read a risky file in a child process with limits on time and memory."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
from typing import Any

from kg.documents.source import Source
from kg.errors import SourceError, SourceTooLarge
from kg.model import Place, TextView

_REMEDY = "open and save it again with the program it comes from, or convert it to UTF-8 text"
_OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "Cannot allocate memory")


def read_isolated(format_name: str, source: Source) -> TextView:
    """The view that the named format reads from the file, or a refusal whatever happens in it.

    Raises:
        SourceError: the format refused the file, failed on it, or a limit struck.
    """
    job = {
        "format": format_name,
        "name": source.name,
        "limits": dataclasses.asdict(source.limits),
    }
    command = [sys.executable, "-P", "-m", "kg.documents.child"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed command, the file's name goes by the pipe
            command,
            input=json.dumps(job).encode("ascii") + b"\n" + source.data,
            capture_output=True,
            timeout=source.limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise source.too_large(
            f"reading it as {format_name} took longer than {source.limits.seconds:g} seconds"
        ) from error
    if done.returncode:
        raise _failed(format_name, source, done)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise (SourceTooLarge if answer["too_large"] else SourceError)(*answer["refused"])
    return _view(answer["view"])


def _view(fields: dict[str, Any]) -> TextView:
    places = tuple(_place(place) for place in fields.pop("places"))
    tables = tuple(tuple(rows) for rows in fields.pop("tables"))
    lines = tuple(fields.pop("lines"))
    return TextView(**fields, lines=lines, places=places, tables=tables)


def _place(fields: dict[str, Any]) -> Place:
    box = fields.pop("box")
    return Place(**fields, box=tuple(box) if box else None)


def _failed(
    format_name: str, source: Source, done: subprocess.CompletedProcess[bytes]
) -> SourceError:
    """Why the child ended without an answer, from how it ended and what it said last."""
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    last = said[-1][:200] if said else ""
    if done.returncode == -signal.SIGXCPU:
        return source.too_large(f"reading it as {format_name} took too long", "split it")
    if done.returncode == -signal.SIGKILL or any(sign in last for sign in _OUT_OF_MEMORY):
        return source.too_large(
            f"reading it as {format_name} takes more memory than "
            f"{source.limits.memory_bytes // 2**20:,} MiB"
        )
    return source.refused(
        f"it is not a sound {format_name} file ({last or 'reader died'})", _REMEDY
    )
