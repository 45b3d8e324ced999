from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.diff import ChangeKind, Comparison, compare, fold, read_duties, stored_duties
from kg.errors import SourceError
from kg.store import Store
from tests.conftest import CHANGJI

TEXT = CHANGJI.read_text(encoding="utf-8")
DOCUMENT = "CJS003-2020-000040"


def changed(tmp_path: Path, *replacements: tuple[str, str]) -> Comparison:
    text = TEXT
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "new.txt"
    file.write_text(text, encoding="utf-8")
    return compare(read_duties(CHANGJI), read_duties(file))


def kinds(comparison: Comparison) -> dict[ChangeKind, int]:
    counts: dict[ChangeKind, int] = {}
    for change in comparison.changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    return counts


def test_a_document_does_not_differ_from_itself() -> None:
    same = compare(read_duties(CHANGJI), read_duties(CHANGJI))
    assert (same.changes, same.unchanged) == ((), 145)


@pytest.mark.parametrize(
    "replacements",
    [
        [("(", "（"), (")", "）")],
        [(",", "，"), (";", "；"), (":", "：")],
        [("安全", "安 全")],
        [("应急", "應急"), ("责任", "責任")],
    ],
    ids=["width", "punctuation", "spaces", "variants"],
)
def test_punctuation_width_and_variants_are_no_differences(
    tmp_path: Path, replacements: list[tuple[str, str]]
) -> None:
    names_stay = [pair for pair in replacements if pair[0] != "应急"]
    comparison = changed(tmp_path, *names_stay)
    texts = {change.kind for change in comparison.changes}
    assert not texts & {"added", "removed", "reworded"}
    if replacements[0][0] in "(,":
        assert not comparison.changes


def test_another_lead_is_shown_with_both_names_and_quotes(tmp_path: Path) -> None:
    comparison = changed(tmp_path, ("〔市消防救援大队牵头", "〔市住建局牵头"))
    assert set(kinds(comparison)) <= {"lead changed", "partners changed"}
    change = comparison.of("lead changed")[0]
    assert change.before == ("市消防救援大队",)
    assert change.after == ("市住建局",)
    assert change.left is not None
    assert change.right is not None
    assert "市消防救援大队牵头" in "".join(change.left.said_by)
    assert "市住建局牵头" in "".join(change.right.said_by)


def test_a_moved_deadline_is_shown_with_both_times(tmp_path: Path) -> None:
    comparison = changed(
        tmp_path, ("2022年底前分类分批完成督办整改", "2021年底前分类分批完成督办整改")
    )
    assert kinds(comparison) == {"deadline moved": 1}
    change = comparison.changes[0]
    assert "2022-12-31" in change.before[0]
    assert "2021-12-31" in change.after[0]


def test_a_new_duty_and_a_dropped_one_are_told_apart(tmp_path: Path) -> None:
    duties = read_duties(CHANGJI).duties
    dropped = next(duty for duty in duties if duty.text.startswith("三是聚焦老旧小区"))
    comparison = changed(tmp_path, (dropped.text, "三是为每一位居民购买一只风筝并教会其放飞。"))
    assert kinds(comparison) == {"added": 1, "removed": 1}
    assert comparison.of("removed")[0].before == (dropped.text,)
    assert "风筝" in comparison.of("added")[0].after[0]
    order = [change.kind for change in comparison.changes]
    assert order == ["removed", "added"]


def test_a_reworded_duty_stays_the_same_duty(tmp_path: Path) -> None:
    comparison = changed(tmp_path, ("三是聚焦老旧小区、电动车、", "三是聚焦老旧小区、农村自建房、"))
    assert kinds(comparison) == {"reworded": 1}
    assert 0.6 < comparison.changes[0].similarity < 1


def test_new_words_are_said_beside_another_partner(tmp_path: Path) -> None:
    comparison = changed(
        tmp_path,
        (
            "市应急管理局、住建局、消防救援大队等有关部门和各乡镇",
            "市应急管理局、民政局、消防救援大队等有关部门和各乡镇",
        ),
        ("一是落实主体责任。建立健全医疗卫生领域", "一是压实主体责任。改进医疗卫生领域"),
    )
    assert kinds(comparison) == {"partners changed": 3, "reworded": 1}
    change = comparison.of("partners changed")[0]
    assert change.exchanged() == (("市住建局",), ("市民政局",))
    assert comparison.of("reworded")[0].exchanged() == ((), ())


def test_duties_moved_to_another_place_are_the_same() -> None:
    duties = read_duties(CHANGJI)
    moved = replace(duties, duties=tuple(reversed(duties.duties)))
    assert compare(duties, moved).unchanged == 145


def test_a_stored_document_equals_its_file(changji_store: Store) -> None:
    stored = stored_duties(changji_store, DOCUMENT)
    result = compare(stored, read_duties(CHANGJI))
    assert (result.changes, result.unchanged) == ((), 145)
    assert stored.duties[0].key.startswith("https://")
    assert compare(stored, stored).unchanged == 145


def test_an_unknown_document_is_refused(changji_store: Store) -> None:
    with pytest.raises(SourceError, match="neither a file nor a document"):
        stored_duties(changji_store, "no-such-key")


def test_the_record_counts_every_kind(tmp_path: Path) -> None:
    record = changed(tmp_path, ("〔市消防救援大队牵头", "〔市住建局牵头")).record()
    assert sum(record["counts"].values()) == len(record["changes"])
    assert record["left"]["title"] == record["right"]["title"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("臺灣,消防", "台湾，消防"), ("０○", "00"), ("Ａ级（一）", "a级 (一)")],
)
def test_folding_takes_variants_as_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(one) != fold(one + "局")
