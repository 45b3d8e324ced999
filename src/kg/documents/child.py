"""The child process that reads one risky file: bounded memory, and a crash harms nobody.

Run by `kg.documents.isolation` as ``python -m kg.documents.child``: a JSON line with the job and
then the bytes of the file on standard input, the view or the refusal as JSON on standard output.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import resource
import sys
from typing import Any

from kg.documents.limits import ReadLimits
from kg.documents.source import Source
from kg.errors import SourceError, SourceTooLarge


def run() -> None:
    """Do the one job given on standard input."""
    # What a library prints must not get into the answer.
    answer_file = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    job = json.loads(sys.stdin.buffer.readline())
    limits = ReadLimits(**job["limits"])
    _bound(limits)
    # Libraries warn about each oddity of a damaged file; the refusal or the text is the answer.
    logging.disable(logging.CRITICAL)
    answer = _answer(job["format"], Source(job["name"], sys.stdin.buffer.read(), limits))
    with answer_file:
        answer_file.write(json.dumps(answer).encode("ascii"))


def _answer(name: str, source: Source) -> dict[str, Any]:
    # Imported after the limits hold, so that what importing costs counts as well.
    from kg.documents.read import FORMATS

    module = {module.NAME: module for module in FORMATS}[name]
    try:
        view = module.read(source)
    except SourceError as error:
        said = [error.what, error.why, error.remedy]
        return {"refused": said, "too_large": isinstance(error, SourceTooLarge)}
    return {"view": dataclasses.asdict(view)}


def _bound(limits: ReadLimits) -> None:
    """Bound memory and processor time; the parent bounds the time on the wall."""
    seconds = int(limits.seconds) + 2
    for kind, wanted in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (bound, hard))


if __name__ == "__main__":
    run()
