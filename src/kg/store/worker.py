"""The child process that runs strangers' queries and reads strangers' files.

``python -m kg.store.worker MEGABYTES``: jobs on standard input, answers on standard output. It
opens snapshots for reading only, may be killed at any moment, and dies alone.
"""

from __future__ import annotations

import re
import sys
import time
from io import BytesIO
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import QueryError, QueryTooLarge, StoreError
from kg.store import guard
from kg.store.child import bound_memory, end_with_parent, own_streams
from kg.store.cutting import Cut, Cutter
from kg.store.engine import (
    Answer,
    QueryOptions,
    evaluate,
    has_own_dataset,
    rdf_format,
    result_format,
    translated,
)
from kg.store.federation import relayed
from kg.store.frames import (
    DATA,
    END,
    HEAD,
    RefusedQuery,
    error_frame,
    frame,
    json_frame,
    read_job,
)
from kg.store.nesting import check_depth
from kg.store.tokens import Token, query_form

# What opening a store reserves for its threads; little of it is ever used.
_ENGINE_MEGABYTES = 600
_HELD_BACK_BYTES = 1 << 16
_HELD_BACK_SECONDS = 1.0
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


class Worker:
    """Does one job after the other until its input ends."""

    def __init__(self, target: BinaryIO, megabytes: int) -> None:
        self._target, self._megabytes = target, megabytes
        self._path: str | None = None
        self._engine: ox.Store | None = None

    def work(self, job: dict[str, Any], body: bytes) -> None:
        """Do one job and answer it; errors of the text are answers too."""
        try:
            with translated("snapshot"):
                getattr(self, f"_do_{job['kind']}")(job, body)
        except (QueryError, StoreError) as error:
            self._send(error_frame(error))

    def _do_query(self, job: dict[str, Any], body: bytes) -> None:
        text = decoded(body)
        tokens = checked_query(text, job)
        with relayed(text, job["services"]) as ready:
            answer = evaluate(self._opened(job["snapshot"]), ready, _options(job))
            media_type = _chosen_type(answer, job)
            if media_type is None:
                raise RefusedQuery(
                    "not-acceptable",
                    "cannot write the answer",
                    f"no accepted format can hold the answer to a {query_form(tokens)}",
                )
            cutter = Cutter(media_type, max_rows=job["max_rows"], max_bytes=job["max_bytes"])
            output = _Output(self._target, media_type, cutter)
            serialise(answer, media_type, output)
        self._send(output.ending())

    def _do_guard(self, job: dict[str, Any], body: bytes) -> None:
        """Check a text that another engine will run, and give it back as it may run."""
        text = decoded(body)
        if job["update"]:
            text = guard.without_silent_loads(text)
        tokens = checked_update(text, job) if job["update"] else checked_query(text, job)
        form = {"form": query_form(tokens), "dataset": has_own_dataset(text)}
        self._send(json_frame(HEAD, form) + frame(DATA, text.encode("utf-8")) + frame(END))

    def _do_parse(self, job: dict[str, Any], body: bytes) -> None:
        """Read a file and give it back as N-Quads."""
        quads = read_file(body, job["media_type"], job.get("base"))
        named = any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)
        lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        self._send(
            json_frame(HEAD, {"quads": len(quads), "graphs": named})
            + frame(DATA, lines)
            + frame(END)
        )

    def _do_graph(self, job: dict[str, Any], body: bytes) -> None:
        """Serialise one graph."""
        engine, name = self._opened(job["snapshot"]), job["graph"]
        graph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        if isinstance(graph, ox.NamedNode) and not engine.contains_named_graph(graph):
            raise RefusedQuery("graph-not-found", "cannot give the graph", "there is no such graph")
        cutter = Cutter("", max_rows=job["max_rows"], max_bytes=job["max_bytes"])
        output = _Output(self._target, job["rdf_type"], cutter)
        stream: Any = output
        engine.dump(stream, rdf_format(job["rdf_type"]), from_graph=graph)
        self._send(output.ending())

    def _opened(self, path: str) -> ox.Store:
        if self._engine is None or self._path != path:
            bound_memory(self._megabytes + _ENGINE_MEGABYTES)
            self._engine = ox.Store.read_only(path)
            self._path = path
            bound_memory(self._megabytes)
        return self._engine

    def _send(self, data: bytes) -> None:
        self._target.write(data)
        self._target.flush()


class _Output:
    """Where the engine writes: holds the first bytes back, so that an early error is an error."""

    def __init__(self, target: BinaryIO, media_type: str, cutter: Cutter) -> None:
        self._target, self._cutter = target, cutter
        self._head: dict[str, Any] = {"media_type": media_type}
        self._waiting: list[bytes] = []
        self._size = 0
        self._begun = self._stopped = False
        self._started = time.monotonic()

    def write(self, chunk: bytes) -> int:
        if self._stopped:
            # The engine writes what it still has when it is stopped.
            return len(chunk)
        self._waiting.append(bytes(chunk))
        self._size += len(chunk)
        late = time.monotonic() - self._started > _HELD_BACK_SECONDS
        if self._size >= _HELD_BACK_BYTES or late:
            self._pass_on()
        return len(chunk)

    def flush(self) -> None:
        """The engine flushes at the end; so does `ending`."""

    def _pass_on(self) -> None:
        data = b"".join(self._waiting)
        self._waiting, self._size, self._started = [], 0, time.monotonic()
        self._stopped = True
        sent = self._cutter.feed(data)
        self._stopped = False
        self._emit(sent)

    def _emit(self, data: bytes) -> None:
        if not data:
            return
        head = b"" if self._begun else json_frame(HEAD, self._head)
        self._begun = True
        self._target.write(head + frame(DATA, data))
        self._target.flush()

    def cut(self, cut: Cut) -> None:
        """Take the end of a document that was cut."""
        self._head["cut"] = True
        self._waiting = []
        self._emit(cut.tail)

    def ending(self) -> bytes:
        """Return the last frames."""
        data = b"".join(self._waiting)
        if self._stopped:
            return json_frame(END, {"cut": True})
        if self._begun or not self._cutter.whole(data):
            try:
                data = self._cutter.feed(data) + self._cutter.finish()
            except Cut as cut:
                self._head["cut"] = True
                data = cut.tail
        head = b"" if self._begun else json_frame(HEAD, self._head | {"whole": True})
        said = {"cut": True} if self._head.get("cut") else {}
        return head + (frame(DATA, data) if data else b"") + json_frame(END, said)


def serialise(answer: Answer, media_type: str, output: _Output) -> None:
    """Write an answer by the engine's own serialiser until it ends or is cut."""
    stream: Any = output
    try:
        if isinstance(answer, ox.QueryTriples):
            answer.serialize(stream, rdf_format(media_type))
        else:
            answer.serialize(stream, result_format(media_type))
    except Cut as cut:
        output.cut(cut)


def decoded(body: bytes) -> str:
    """Return a query or file as text.

    Raises:
        RefusedQuery: it is not UTF-8.
    """
    try:
        return body.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        hint = "it looks like GB18030" if _is_chinese(body) else "send UTF-8"
        raise RefusedQuery(
            "invalid-encoding", "cannot read the text", f"byte {error.start} is not UTF-8", hint
        ) from error


def _is_chinese(body: bytes) -> bool:
    try:
        text = body.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def checked_query(text: str, job: dict[str, Any]) -> list[Token]:
    """Return the tokens of a query that may run; broken grammar wins over a forbidden reach.

    Raises:
        RefusedQuery: a limit struck, or it reaches outside.
        QueryError: its grammar is broken.
    """
    limits = guard.Limits(**job["limits"])
    try:
        return guard.check_query(text, limits=limits, allowed=job["services"])
    except RefusedQuery as error:
        if error.kind == "federation-disabled":
            with translated("nowhere"):
                ox.Store().query(guard.without_outside(text), base_iri=job.get("base"))
        raise


def checked_update(text: str, job: dict[str, Any]) -> list[Token]:
    """Return the tokens of an update that may run; broken grammar wins over a forbidden reach.

    Raises:
        RefusedQuery: a limit struck, or it reaches outside.
        QueryError: its grammar is broken.
    """
    limits = guard.Limits(**job["limits"])
    try:
        return guard.check_update(text, limits=limits, allowed=job.get("services", ()))
    except RefusedQuery as error:
        if error.kind in ("federation-disabled", "load-disabled"):
            with translated("nowhere"):
                ox.Store().update(guard.without_outside(text), base_iri=job.get("base"))
        raise


def read_file(body: bytes, media_type: str, base: str | None) -> list[ox.Quad]:
    """Return the quads of a stranger's file.

    Raises:
        QueryError: it is malformed or holds what is never read.
    """
    data = body.removeprefix(_BOM)
    if media_type == "application/rdf+xml":
        _refuse_doctype(data)
    else:
        decoded(data)
    check_depth(data, media_type)
    if media_type == "application/ld+json" and data.strip()[:1] not in (b"{", b"[", b""):
        raise QueryError("cannot read the JSON-LD", "it is neither an object nor an array")
    if b"\\u0000" in data or b"\0" in data:
        raise QueryError("cannot read the file", "it holds the character U+0000", "remove it")
    try:
        with translated("the file"):
            return list(
                ox.parse(
                    BytesIO(data), rdf_format(media_type), base_iri=base, rename_blank_nodes=True
                )
            )
    except StoreError as error:
        if data.count(b'"""') % 2 or data.count(b"'''") % 2:
            raise QueryError("cannot read the file", "a long string in it has no end") from error
        raise QueryTooLarge("cannot read the file", error.why, "split long values") from error


def _refuse_doctype(data: bytes) -> None:
    encodings = ("utf-16", "utf-16-le", "utf-16-be") if b"\0" in data[:200] else ()
    views = [data, *(data.decode(name, "ignore").encode("utf-8") for name in encodings)]
    if any(_DOCTYPE.search(view) for view in views):
        raise RefusedQuery(
            "dtd",
            "cannot read the RDF/XML",
            "it has a document type declaration, whose entities are never expanded",
            "save it without <!DOCTYPE …>",
        )


def _chosen_type(answer: Answer, job: dict[str, Any]) -> str | None:
    """The accepted format that can hold the answer."""
    if isinstance(answer, ox.QueryTriples):
        name = job["rdf_type"]
    elif isinstance(answer, ox.QueryBoolean) and job.get("boolean_type"):
        name = job["boolean_type"]
    else:
        name = job["result_type"]
    return None if name is None else str(name)


def _options(job: dict[str, Any]) -> QueryOptions:
    names = {key: job.get(key) for key in ("default_graphs", "named_graphs")}
    chosen = {key: None if value is None else tuple(value) for key, value in names.items()}
    return QueryOptions(union=job["union"], base=job.get("base"), **chosen)


def main() -> None:
    """Do jobs until the input ends."""
    source, target = own_streams()
    end_with_parent()
    megabytes = int(sys.argv[1])
    bound_memory(megabytes)
    worker = Worker(target, megabytes)
    target.write(frame(END))
    target.flush()
    while (found := read_job(source)) is not None:
        worker.work(*found)


if __name__ == "__main__":
    main()
