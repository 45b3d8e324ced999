"""Uploads are read in a process of their own, which may die without harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from kg.errors import KgError, SourceError, SourceTooLarge
from kg.ingest import DocumentReport, Upload
from kg.ingest.apart import Reader
from kg.store import ServedStore
from kg.vocabulary import DEFAULT_BASE

PLAN = "某县安全生产工作方案\n一、工作任务\n(一)加强消防检查。(县应急局牵头,县公安局配合)\n"
LEADS = "ASK { ?body <https://w3id.org/responsibility/ontology#leads> ?duty }"
FOUND = "ASK { GRAPH <https://w3id.org/responsibility/id/graph/findings> { ?s ?p ?o } }"


@pytest.fixture
def store() -> Iterator[ServedStore]:
    with ServedStore.temporary() as store:
        yield store


def read(reader: Reader, store: ServedStore, name: str, data: bytes) -> list[DocumentReport]:
    reports: list[DocumentReport] = []
    reader.read(
        Upload(name, data), store, DEFAULT_BASE,
        decisions=Path("no such folder"), opening={}, listen=reports.append,
    )  # fmt: skip
    return reports


def test_an_upload_is_in_the_store_with_what_follows_from_it(store: ServedStore) -> None:
    reader = Reader(2048, 60)
    try:
        (report,) = read(reader, store, "方案.txt", PLAN.encode())
        assert report.status == "added"
        assert store.ask(LEADS)
        assert store.ask(FOUND)
        before = store.version
        (again,) = read(reader, store, "方案.txt", PLAN.encode())
        assert (again.status, store.version) == ("unchanged", before)
        (failed,) = read(reader, store, "fake.pdf", b"%PDF-1.7 and no more")
        assert failed.status == "failed"
        assert not failed.too_large
    finally:
        reader.close()


def test_what_takes_too_long_is_broken_off_and_the_next_is_read(store: ServedStore) -> None:
    reader = Reader(2048, 3)
    try:
        with pytest.raises(SourceTooLarge, match="longer than 3 s"):
            read(reader, store, "long.txt", PLAN.encode() * 20_000)
        reader.seconds = 60
        (report,) = read(reader, store, "方案.txt", PLAN.encode())
        assert report.status == "added"
    finally:
        reader.close()


def test_errors_come_over_as_what_they_are(store: ServedStore) -> None:
    reader = Reader(2048, 60)
    store.writable = False
    try:
        with pytest.raises(KgError, match="for reading only") as caught:
            read(reader, store, "方案.txt", PLAN.encode())
        assert not isinstance(caught.value, SourceError)
    finally:
        reader.close()


def test_closing_breaks_off_what_is_being_read(store: ServedStore) -> None:
    reader = Reader(2048, 60)
    caught: list[BaseException] = []

    def late() -> None:
        try:
            read(reader, store, "long.txt", PLAN.encode() * 20_000)
        except KgError as error:
            caught.append(error)

    thread = Thread(target=late)
    thread.start()
    thread.join(2)
    reader.close()
    thread.join(10)
    assert not thread.is_alive()
    assert "the service is ending" in str(caught[0])
