"""The child process that reads uploads, so that a service goes on however much work one is.

``python -m kg.ingest.child MEGABYTES``, run by `kg.ingest.apart`: a job and the bytes of a document
on standard input. On standard output messages, each a JSON frame and one of bytes: ``change``
asks the parent for a change of its store, ``report`` tells what was read, ``error`` why nothing
was; ``end`` comes when the findings are written as well.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kg.analysis import compute, compute_metrics
from kg.curation import load_decisions
from kg.errors import KgError, StoreError
from kg.ingest import Upload, build
from kg.store import Store, open_store
from kg.store.child import bound_memory, end_with_parent, own_streams, stand_back
from kg.store.frames import ERROR, carried_error, job_frames, read_frame, read_job
from kg.store.relay import RelayedStore


@dataclass(frozen=True, slots=True)
class Link:
    """The pipes to the parent."""

    source: BinaryIO
    target: BinaryIO

    def say(self, message: dict[str, Any], body: bytes = b"") -> None:
        """Send one message."""
        self.target.write(job_frames(message, body))
        self.target.flush()

    def change(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Have the parent change its store.

        Raises:
            QueryError: the change is malformed, or it took too long.
            StoreError: it could not be made.
        """
        self.say({"say": "change", "job": job}, body)
        found = read_frame(self.source)
        if found is None:
            raise StoreError("cannot change the store", "the service has ended", "")
        kind, payload = found
        if kind == ERROR:
            raise carried_error(payload)
        said: dict[str, Any] = json.loads(payload)
        return said

    def store(self, given: dict[str, Any]) -> Store:
        """Return the store of the service as it can be reached from here."""
        if "snapshot" in given:
            return RelayedStore(
                given["snapshot"], given["version"], union=given["union"], change=self.change
            )
        return open_store(**given)


def work(link: Link, job: dict[str, Any], data: bytes) -> None:
    """Read one upload into the store and tell what became of it."""
    base = job["base"]
    try:
        with link.store(job["store"]) as store:
            decisions = load_decisions(Path(job["decisions"]), base)
            report = build(
                [Upload(job["name"], data)], store, base,
                decisions=decisions, workers=1, keep_empty=False,
            )  # fmt: skip
            (document,) = report.documents
            link.say({"say": "report", "report": asdict(document)})
            # The client has its report; blind spots are looked for afterwards.
            if report.changed:
                compute(store, base)
                compute_metrics(store, base)
    except KgError as error:
        link.say({"say": "error", "class": type(error).__name__, "parts": error.args[:3]})
    link.say({"say": "end"})


def main() -> None:
    """Do jobs until the input ends."""
    source, target = own_streams()
    end_with_parent()
    stand_back()
    bound_memory(int(sys.argv[1]))
    link = Link(source, target)
    while (found := read_job(source)) is not None:
        work(link, *found)


if __name__ == "__main__":
    main()
