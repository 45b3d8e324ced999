"""The annotated plan keeps its quality when place, order, brackets, width and breaks change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.documents.read import read_bytes
from kg.extraction import extract, extraction_record
from tests.extraction import variants
from tests.extraction.truth import KINDS, f1, gold_truth, record_truth
from tests.extraction.variants import Variant

DATA = Path(__file__).parents[2] / "data"
TEXT = (DATA / "sources" / "changji-2020.txt").read_text(encoding="utf-8").rstrip("\n")
GOLD: dict[str, Any] = json.loads((DATA / "gold" / "changji-2020.json").read_text(encoding="utf-8"))

ELSEWHERE = {
    "昌吉回族自治州": "大理白族自治州",
    "昌吉州": "大理州",
    "昌吉市": "大理市",
    "新疆": "云南",
    "昌吉": "大理",
    "硫磺沟镇": "喜洲镇",
}

VARIANTS: dict[str, Callable[[Variant], None]] = {
    "as it is": lambda v: None,
    "another city": lambda v: v.rename(ELSEWHERE),
    "items numbered (1)": variants.number_items,
    "square brackets": lambda v: variants.swap_brackets(v, "[]"),
    "round full-width brackets": lambda v: variants.swap_brackets(v, "（）"),
    "lenticular brackets": lambda v: variants.swap_brackets(v, "【】"),
    "full-width punctuation": variants.widen_punctuation,
    "domains in another order": lambda v: variants.reorder_domains(v, 17, 37, 7),
    "lines broken": lambda v: v.break_lines(3),
}


def _all_at_once(variant: Variant) -> None:
    variant.rename(ELSEWHERE)
    variants.reorder_domains(variant, 17, 37, 11)
    variants.number_items(variant)
    variants.swap_brackets(variant, "（）")
    variants.widen_punctuation(variant)
    variant.break_lines(5)


VARIANTS["all at once"] = _all_at_once


@pytest.mark.parametrize("name", VARIANTS)
def test_quality_survives_the_variant(name: str) -> None:
    variant = variants.load(TEXT, GOLD)
    VARIANTS[name](variant)
    record = extraction_record(extract(read_bytes("variant.txt", variant.text.encode())))
    wanted = gold_truth(variant.gold)
    found = record_truth(record, wanted)
    scores = {kind: round(f1(wanted[kind], found[kind]), 3) for kind in KINDS}
    low = {
        kind: (
            score,
            sorted(wanted[kind] - found[kind])[:5],
            sorted(found[kind] - wanted[kind])[:5],
        )
        for kind, score in scores.items()
        if score < 0.98
    }
    assert not low
