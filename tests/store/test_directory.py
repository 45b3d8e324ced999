from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import ServedStore, Store, open_store
from kg.store.embedded import EmbeddedStore
from tests.store.contract import A, B, G, P, StoreContract


class TestDirectory(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with open_store(tmp_path / "store") as store:
            yield store

    def test_survives_closing(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "s") as store:
            store.replace_graph(G, [(A, P, B)])
        with open_store(tmp_path / "s") as store:
            assert store.ask(f"ASK {{ {A.n3()} {P.n3()} {B.n3()} }}")
        with open_store(tmp_path / "s", read_only=True) as store:
            assert store.size() == 1


def _refusal(path: Path, *, read_only: bool = False) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(path, read_only=read_only)
    said = str(caught.value)
    assert "\n" not in said
    assert str(path) in said
    return said


def test_a_store_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    with open_store(tmp_path / "s"):
        assert "in use" in _refusal(tmp_path / "s")


def test_a_store_in_use_by_another_process_is_refused(tmp_path: Path) -> None:
    program = (
        "import sys; from kg.store import open_store; s = open_store(sys.argv[1]); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "s")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        assert "in use" in _refusal(tmp_path / "s")
        assert "writing" in _refusal(tmp_path / "s", read_only=True)
        assert other.stdin is not None
        other.stdin.close()
        other.wait(10)
    with open_store(tmp_path / "s") as store:
        assert store.size() == 0


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("files", "data"),
    [
        ("CURRENT", b"garbage"),
        ("CURRENT", b"MANIFEST-000999\n"),
        ("MANIFEST*", b"x" * 100),
        ("MANIFEST*", b""),
        ("MANIFEST*", None),
        ("*.sst", b"x" * 100),
        ("*.sst", None),
    ],
)
def test_a_damaged_store_is_refused(
    tmp_path: Path, files: str, data: bytes | None, read_only: bool
) -> None:
    with open_store(tmp_path / "s") as store:
        store.replace_graph(G, [(A, P, B)])
    for file in (tmp_path / "s").glob(files):
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
    said = _refusal(tmp_path / "s", read_only=read_only)
    assert "its files are damaged; restore a backup or build it again" in said


def test_a_copy_into_a_directory_that_exists_is_refused_as_that(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        assert isinstance(store, EmbeddedStore)
        with pytest.raises(StoreError, match="the directory exists"):
            store.snapshot(tmp_path)


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    assert "not a directory" in _refusal(tmp_path / "f")


def test_a_directory_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    assert "no store" in _refusal(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_missing_directory_is_not_made_for_a_reader(tmp_path: Path) -> None:
    assert "no such directory" in _refusal(tmp_path / "s", read_only=True)
    assert not (tmp_path / "s").exists()


def test_an_unwritable_place_is_refused(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        assert "cannot" in _refusal(Path("/proc/kg-store"))
        return
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "cannot be written" in _refusal(tmp_path / "locked" / "s")


@pytest.mark.parametrize("location", ["ftp://host/x", "sftp:x", "file:///tmp/x"])
def test_other_addresses_are_no_stores(location: str) -> None:
    with pytest.raises(StoreError, match="neither a directory, memory: nor http"):
        open_store(location)
    with pytest.raises(StoreError, match="neither a directory, memory: nor http"):
        ServedStore(Path(location))
    assert not Path(location).exists()
