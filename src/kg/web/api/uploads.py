"""Uploading a document: it is read, mapped and loaded like those of a build."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from kg.errors import KgError, SourceError, SourceTooLarge
from kg.ingest import DocumentReport, Upload
from kg.ingest.apart import Reader
from kg.settings import Settings
from kg.store import Store
from kg.web.api.context import base_iri
from kg.web.api.paths import id_of, page_of
from kg.web.api.schemas import Job
from kg.web.errors import Problem
from kg.web.multipart import MEDIA_TYPE, read_parts
from kg.web.sparql.access import check_token

router = APIRouter(prefix="/api", tags=["writes"])

# Longer than this a client should not wait; the work goes on and the job says how it ends.
_PATIENCE = 12.0
_KEPT = 200
_BEGINNINGS = {".docx": b"PK", ".pdf": b"%PDF"}
_DATA = (".json", ".jsonld")
# Programs, Office files of old or with a password, pictures, and archives other than zip.
_NEVER_READ = (
    b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG", b"\xff\xd8\xff", b"GIF8",
    b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ",
)  # fmt: skip
DECISIONS = Path("data/curation")
_LONGEST_NAME = 200


@dataclass(slots=True)
class Work:
    """One upload that is being read, or was."""

    name: str
    report: DocumentReport | None = None
    error: KgError | None = None
    cancelled: bool = False
    ready: Event = field(default_factory=Event)


class Jobs:
    """The uploads of an application; one is read at a time, in a process of its own.

    Args:
        store: they are read into.
        settings: what reading them may cost.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._known: OrderedDict[str, Work] = OrderedDict()
        self._lock, self._turn = Lock(), Lock()
        self._current: Work | None = None
        self._reader = Reader(settings.update_megabytes, settings.upload_seconds)

    def close(self) -> None:
        """Break off what is being read; what is in the store stays."""
        self._reader.close()

    def find(self, key: str) -> Work | None:
        """Return an upload by its key; None where it is not known (any more)."""
        return self._known.get(key)

    def start(self, upload: Upload, base: str) -> str:
        """Begin to read an upload and return its key."""
        key, work = uuid.uuid4().hex, Work(upload.name)
        with self._lock:
            self._known[key] = work
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)

        def hear(report: DocumentReport) -> None:
            work.report = report
            work.ready.set()

        def read() -> None:
            try:
                with self._turn:
                    self._read(upload, work, base, hear)
            except KgError as error:
                work.error = _broken_off(upload) if work.cancelled else error
            finally:
                work.ready.set()

        thread = Thread(target=read, name=f"upload-{key[:8]}", daemon=True)
        thread.start()
        return key

    def _read(
        self, upload: Upload, work: Work, base: str, hear: Callable[[DocumentReport], None]
    ) -> None:
        with self._lock:
            if work.cancelled:
                raise _broken_off(upload)
            self._current = work
        try:
            self._reader.read(
                upload, self._store, base, decisions=DECISIONS,
                opening=opening(self._settings), listen=hear,
            )  # fmt: skip
        finally:
            with self._lock:
                self._current = None

    def cancel(self, work: Work) -> None:
        """Break off an upload that is being read or waits; one that is in the graph stays there."""
        with self._lock:
            if work.ready.is_set():
                return
            work.cancelled = True
            if self._current is work:
                self._reader.break_off()


def _broken_off(upload: Upload) -> KgError:
    return SourceError(f"cannot read '{upload.name}'", "it was cancelled", "send it again")


def opening(settings: Settings) -> dict[str, Any]:
    """Return how a child opens the remote store of a service."""
    return {
        "location": settings.store,
        "separate": settings.default_graph == "separate",
        "timeout": settings.store_timeout,
        "token": settings.store_token.get_secret_value() if settings.store_token else None,
        "read_only": settings.read_only,
    }


_FORM = {
    "required": True,
    "content": {
        MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
                "additionalProperties": False,
            }
        }
    },
}


@router.post(
    "/documents",
    response_model=Job,
    status_code=201,
    openapi_extra={"requestBody": _FORM},
    responses={
        200: {"model": Job, "description": "Read before, or nothing of a plan stands in it."},
        202: {"model": Job, "description": "It takes long; look at the job."},
    },
)
async def add_document(request: Request) -> Response:
    """Read a document into the graph; needs the token. Answers with what was read."""
    settings = request.app.state.settings
    # Before the body, so that strangers cannot have it read.
    check_token(request, settings)
    parts = await read_parts(request, settings.upload_bytes)
    files = [part for part in parts if part.name == "file"]
    if len(files) != 1 or len(parts) != 1:
        raise Problem("malformed-request", "the form holds one field 'file', and nothing else")
    (file,) = files
    upload = Upload(_harmless(file.filename or "document"), bytes(file.data))
    _check_kind(upload)
    return await run_in_threadpool(_read, request, upload)


def _check_kind(upload: Upload) -> None:
    """Refuse at once what can be no document, and what is not what its name says.

    Raises:
        Problem: it is of a kind that is not read.
        SourceError: the bytes are not of the kind that the name says.
    """
    if upload.data.startswith(_NEVER_READ):
        raise Problem("unsupported-media-type", "this is no document; send txt, html, docx or pdf")
    suffix = Path(upload.name).suffix.lower()
    beginning = _BEGINNINGS.get(suffix)
    if beginning and upload.data and not upload.data.lstrip()[:1024].startswith(beginning):
        raise SourceError(
            f"cannot read '{upload.name}'", f"its bytes are not those of a {suffix} file", ""
        )
    if suffix in _DATA:
        raise SourceError(
            f"cannot read '{upload.name}'",
            "this is data, not a document",
            "send RDF to the graph store",
        )


def _harmless(name: str) -> str:
    """Return a file name without folders and without characters that nobody sees."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable()).strip(". ")
    return shown[-_LONGEST_NAME:] or "document"


def _read(request: Request, upload: Upload) -> Response:
    jobs: Jobs = request.app.state.jobs
    key = jobs.start(upload, base_iri(request))
    work = jobs.find(key)
    # RFC 7240: who prefers so hears at once which job to look at.
    if work is not None and "respond-async" not in request.headers.get("prefer", "").lower():
        work.ready.wait(_PATIENCE)
    return _answer(request, key)


@router.get("/jobs/{key}", response_model=Job)
def get_job(key: str, request: Request) -> Response:
    """Return what became of an upload."""
    return _answer(request, key)


@router.delete("/jobs/{key}", status_code=204)
def cancel_job(key: str, request: Request) -> Response:
    """Break off an upload that is still being read; needs the token."""
    check_token(request, request.app.state.settings)
    work = request.app.state.jobs.find(key)
    if work is None:
        raise HTTPException(404, "no such job is known")
    request.app.state.jobs.cancel(work)
    return Response(status_code=204)


def _answer(request: Request, key: str) -> Response:
    work = request.app.state.jobs.find(key)
    if work is None:
        raise HTTPException(404, "no such job is known")
    if work.report is None and work.error is not None:
        raise work.error
    if work.report is None:
        content = Job(status="running").model_dump()
        return JSONResponse(content, 202, {"Location": f"/api/jobs/{key}"})
    report = work.report
    if report.status == "failed":
        kind = SourceTooLarge if report.too_large else SourceError
        raise kind(report.error or f"cannot read '{report.source}'")
    return _done(request, report)


def _done(request: Request, report: DocumentReport) -> Response:
    base, headers = base_iri(request), {}
    job = Job(status=report.status, document=report.document, report=report.record())
    if report.document:
        job.id = id_of(report.document, base)
        job.page = headers["Location"] = page_of(report.document, base)
    content = job.model_dump(mode="json")
    made = report.status not in ("unchanged", "skipped")
    return JSONResponse(content, 201 if made else 200, headers)
