"""Fields of a document's head that are empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Text
from kg.analysis.model import Evidence, Row
from kg.analysis.rows import ask
from kg.analysis.rows import text as as_text

CHECK = describe(
    "empty-metadata",
    "sources",
    "warning",
    name=("文件没有文号或要素空缺", "no document number, or an empty field in the head"),
    question=("哪些文件没有文号或要素空缺?", "which plans lack their number or another field?"),
    why=(
        "没有文号等要素,文件无法准确引用和归档。",
        "Without number and other fields a plan cannot be cited or filed properly.",
    ),
    message=("《{focus}》的“{field}”是空的", "“{focus}” has an empty field “{field}”"),
    remedy=("补填", "Fill it in"),
)
_HEAD_LINES = 12
_FIELD = re.compile(
    r"(?P<name>文\s*号|发文字号|主题分类|索\s*引\s*号|发布日期|成文日期|发文单位|发文机关|发布机构|有效性|主\s*题\s*词)"
    r"\s*[|\t::]\s*(?=[|\t]|$|文\s*号|发布日期|主题分类|成文日期)"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield empty fields, and documents without a number anywhere."""
    numbered = {
        as_text(r["d"]) for r in ask(facts.store, "?d a rg:Document ; rg:documentNumber ?n", "?d")
    }
    for document in facts.texts.values():
        found = dict(_empty(document))
        for name, at in found.items():
            if name not in ("文号", "发文字号") or document.iri not in numbered:
                yield Row(document.iri, name, (at,), {"field": name})


def _empty(document: Text) -> Iterator[tuple[str, Evidence]]:
    for number, line in enumerate(document.lines[:_HEAD_LINES], 1):
        for match in _FIELD.finditer(line):
            name = re.sub(r"\s", "", match["name"])
            yield name, document.evidence(number, match.start(), match.end("name"))
