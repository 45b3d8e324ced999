"""A restored store takes the place of another, of a damaged one too; a crash leaves one of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import ServedStore, backup, open_store, replacing, restore_directory
from tests.store.contract import A, B, G, P


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of two statements."""
    with open_store("memory:") as store:
        store.load([(A, P, B, G), (B, P, A, None)])
        backup(store, tmp_path / "b.nq.gz")
    return tmp_path / "b.nq.gz"


def _size(directory: Path) -> int:
    with open_store(directory, read_only=True) as store:
        return store.size()


def _filled(directory: Path) -> Path:
    with open_store(directory) as store:
        store.load([(A, P, A, G)])
    return directory


def test_a_new_and_an_empty_directory_are_filled(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("new", "deep/new", "empty"):
        assert restore_directory(tmp_path / name, saved).quads == 2
        assert _size(tmp_path / name) == 2
    assert {each.name for each in tmp_path.iterdir() if each.name.startswith(".")} == set()


def test_what_is_there_is_only_replaced_when_asked_to(saved: Path, tmp_path: Path) -> None:
    directory = _filled(tmp_path / "s")
    with pytest.raises(StoreError, match="not empty"):
        restore_directory(directory, saved)
    assert _size(directory) == 1
    directory.chmod(0o750)
    restore_directory(directory, saved, replace=True)
    assert _size(directory) == 2
    assert directory.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_a_damaged_store_is_replaced(saved: Path, tmp_path: Path, pattern: str) -> None:
    directory = _filled(tmp_path / "s")
    for file in directory.glob(pattern):
        file.write_bytes(b"garbage")
    with pytest.raises(StoreError, match="add --replace"):
        restore_directory(directory, saved)
    restore_directory(directory, saved, replace=True)
    assert _size(directory) == 2


def test_a_damaged_backup_changes_nothing(saved: Path, tmp_path: Path) -> None:
    directory = _filled(tmp_path / "s")
    saved.write_bytes(saved.read_bytes()[:-10])
    with pytest.raises(StoreError, match="backup"):
        restore_directory(directory, saved, replace=True)
    assert _size(directory) == 1


def test_a_store_in_use_is_left_alone(saved: Path, tmp_path: Path) -> None:
    with ServedStore(tmp_path / "s") as served:
        served.load([(A, P, A, G)])
        with pytest.raises(StoreError, match="in use"):
            restore_directory(tmp_path / "s", saved, replace=True)
        assert served.size() == 1


def test_a_backup_within_the_store_is_not_thrown_away_with_it(saved: Path, tmp_path: Path) -> None:
    directory = _filled(tmp_path / "s")
    inside = directory / saved.name
    for file in (saved, saved.with_name(f"{saved.name}.json")):
        file.rename(directory / file.name)
    with pytest.raises(StoreError, match="move it elsewhere"):
        restore_directory(directory, inside, replace=True)
    assert inside.exists()


@pytest.mark.parametrize("step", [1, 2])
def test_a_crash_between_the_steps_leaves_one_of_the_two(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    directory, renamed = _filled(tmp_path / "s"), []
    plain = Path.rename

    class Crash(BaseException):
        pass

    def crashing(self: Path, target: Path) -> Path:
        renamed.append(self)
        if len(renamed) == step:
            raise Crash
        return plain(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", crashing)
        with pytest.raises(Crash):
            restore_directory(directory, saved, replace=True)
    assert directory.exists() == (step == 1)
    assert _size(directory) == 1
    restore_directory(directory, saved, replace=True)
    assert _size(directory) == 2
    assert not replacing.set_aside(directory).exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_can_be_put_beside_the_store_it_is_changed_in_place(
    saved: Path, tmp_path: Path
) -> None:
    directory = _filled(tmp_path / "closed" / "s")
    directory.parent.chmod(0o500)
    try:
        restore_directory(directory, saved, replace=True)
    finally:
        directory.parent.chmod(0o700)
    assert _size(directory) == 2
