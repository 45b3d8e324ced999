"""Chinese punctuation of what is handed in."""

from __future__ import annotations

from datetime import date

import pytest

from kg.analysis.typography import chinese_date, full_width, in_title_marks


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("甲由乙牵头,丙配合;丁(第3行):无!", "甲由乙牵头，丙配合；丁（第3行）：无！"),
        ("“甲,乙(丙)”的2项任务,没有点名", "“甲,乙(丙)”的2项任务，没有点名"),
        ("“组织“消防,通道”工程,”没有写", "“组织“消防,通道”工程,”没有写"),
        ("《甲:乙》(2020)引用", "《甲:乙》（2020）引用"),
        ("R 牵头(A)和 2020-06-30, 12:30", "R 牵头（A）和 2020-06-30, 12:30"),
        ("nobody leads (line 3), see: x", "nobody leads (line 3), see: x"),
        ("(一)责任", "（一）责任"),
    ],
)
def test_marks_around_chinese_words_are_wide_and_quotes_stay(words: str, printed: str) -> None:
    assert full_width(words) == printed


def test_days_as_documents_write_them() -> None:
    assert chinese_date(date(2020, 6, 30)) == "2020年6月30日"
    assert chinese_date(None) == "未写明"


def test_titles_within_titles_have_single_marks() -> None:
    assert in_title_marks("关于印发《要点》的通知") == "《关于印发〈要点〉的通知》"
