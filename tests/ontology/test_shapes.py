"""Every shape accepts its valid case and refuses each invalid one, for the reason it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import ConformanceError
from kg.reasoning.shapes import raise_violations, shape_names, validate
from kg.vocabulary import compress

CASES = Path(__file__).parent / "cases"
VALID = sorted(CASES.glob("*/valid.ttl"))
INVALID = sorted(CASES.glob("*/invalid-*.ttl"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("case", VALID, ids=name)
def test_a_valid_case_is_accepted(case: Path) -> None:
    assert validate(Graph().parse(case), classes=[case.parent.name]) == ()


@pytest.mark.parametrize("case", INVALID, ids=name)
def test_an_invalid_case_is_refused_for_its_reason(case: Path) -> None:
    expected = case.read_text(encoding="utf-8").splitlines()[0].removeprefix("# violates: ")
    found = validate(Graph().parse(case), classes=[case.parent.name])
    assert {each.shape for each in found} == {case.parent.name}
    assert expected in {compress(each.path) if each.path else "-" for each in found}
    assert all(each.message_zh and each.message_en for each in found)


def test_no_shape_accepts_everything() -> None:
    for shape in shape_names():
        assert (CASES / shape / "valid.ttl").exists(), shape
        assert list((CASES / shape).glob("invalid-*.ttl")), shape


def test_violations_are_raised_as_one_line() -> None:
    wrong = Graph().parse(CASES / "Assignment" / "invalid-no-agent.ttl")
    with pytest.raises(ConformanceError, match="cannot accept the test") as caught:
        raise_violations(wrong, "the test")
    assert "\n" not in str(caught.value)


def test_a_class_without_a_shape_is_named() -> None:
    with pytest.raises(ConformanceError, match="Minister"):
        validate(Graph(), classes=["Minister"])
