"""Duties of an upper-level plan that no duty of a local plan of the same campaign takes up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.analysis.checks.no_own_domain import domains_by_field
from kg.analysis.checks.writing import describe
from kg.analysis.clauses import Clause, clauses, name_of, products
from kg.analysis.facts import Duty, Facts, Text
from kg.analysis.model import Evidence, Row
from kg.analysis.rows import ask, text
from kg.analysis.words import wider_fields

CHECK = describe(
    "unimplemented-duty",
    "documents",
    "warning",
    name=("上级任务在下级文件中没有落实", "an upper-level duty that no local plan takes up"),
    question=(
        "上级文件的哪些任务在下级文件中没有对应?",
        "which duties of an upper-level plan does a local plan leave out?",
    ),
    why=(
        "上级文件部署的任务,所辖地方的同类文件没有措辞相近的任务;有的可能由上级自己做,须核对。",
        "The plan of the level above has a duty, and the plan of a place in it has none of like wording; some duties may be for the upper level alone.",
    ),
    message=(
        "上级文件的“{duty}”在《{local}》中没有对应任务{nearest}",
        "“{duty}” of the level above has no counterpart in “{local}”{nearest_en}",
    ),
    remedy=("补充对应任务,或说明不适用", "Add it, or state why it does not apply"),
    advice=True,
)
_SHARED, _LIKE = 5, 0.45


def run(facts: Facts) -> Iterator[Row]:
    """Yield what an upper plan wants made, or whole domains, without like duties below."""
    for upper, lower in sorted(_pairs(facts)):
        above = domains_by_field(facts, facts.domain_sections.get(upper, ()))
        below = domains_by_field(facts, facts.domain_sections.get(lower, ()))
        if len(set(above) & set(below)) < _SHARED:
            continue
        taken_up = {section for key in set(above) & set(below) for section in above[key]}
        near = {w for k in below for w in (k, *wider_fields(k))}
        for section in {section for sections in above.values() for section in sections}:
            keys = {key for key, sections in above.items() if section in sections}
            for duty in facts.by_section.get(section, ()):
                if section in taken_up:
                    homes = {home for key in keys for home in below.get(key, ())}
                    yield from _left_out(facts, duty, lower, homes)
                elif not keys & near and not any(wider_fields(k) & set(below) - _ALL for k in keys):
                    yield _row(facts, duty, clauses(duty.text)[0], facts.texts[lower], None)


_ALL = {"work-safety"}


def _left_out(facts: Facts, duty: Duty, lower: str, homes: set[str]) -> Iterator[Row]:
    """Yield the things to be made of a duty that no duty of the domains below is like."""
    local = [each for home in sorted(homes) for each in facts.by_section.get(home, ())]
    for deed in products(duty.text):
        best = max(local, key=lambda each: _likeness(deed.text, each.text), default=None)
        if best is None or _likeness(deed.text, best.text) < _LIKE:
            yield _row(facts, duty, deed, facts.texts[lower], best)


def _likeness(one: str, other: str) -> float:
    """Return the share of the pairs of characters of a text that another has."""
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    return sum(pair in other for pair in pairs) / max(1, len(pairs))


def _row(facts: Facts, duty: Duty, deed: Clause, lower: Text, best: Duty | None) -> Row:
    evidence: list[str | Evidence] = [facts.shows(duty, deed.start, deed.end)]
    values: Mapping[str, str] = {"nearest": "", "nearest_en": ""}
    if best is not None:
        evidence.append(best.evidence)
        name = name_of(best.text).replace("“", "‘").replace("”", "’")
        values = {"nearest": f",最接近的是“{name}”", "nearest_en": f"; the nearest is “{name}”"}
    else:
        evidence.extend(_heading(lower))
    shown = name_of(duty.text[deed.start : deed.end])
    return Row(
        duty.iri,
        f"{lower.iri} {deed.text}",
        tuple(evidence),
        {"duty": shown, "local": lower.title, **values},
    )


def _heading(text: Text) -> Iterator[Evidence]:
    """Iterate over the place of the title, which stands for a text that says nothing of a thing."""
    for number, line in enumerate(text.written, 1):
        if text.title and (start := line.find(text.title)) >= 0:
            yield text.evidence(number, start, start + len(text.title))
            return


def _pairs(facts: Facts) -> set[tuple[str, str]]:
    """Return pairs of a plan and a plan of a place in its region."""
    where = {
        text(row["d"]): text(row["code"])
        for row in ask(
            facts.store, "?d a rg:Document ; rg:jurisdiction/skos:notation ?code", "?d ?code"
        )
    }
    above = {
        text(row["r"]): text(row["up"])
        for row in ask(
            facts.store, "?x a rg:Region ; skos:notation ?r ; rg:partOf/skos:notation ?up", "?r ?up"
        )
    }
    found: set[tuple[str, str]] = set()
    for lower, code in where.items():
        around, seen = above.get(code), set()
        while around and around not in seen:
            seen.add(around)
            found.update((upper, lower) for upper, place in where.items() if place == around)
            around = above.get(around)
    return found
