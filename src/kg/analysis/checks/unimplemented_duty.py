"""Domains of an upper-level plan that no plan of a place below it takes up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.analysis.checks.no_own_domain import domains_by_field
from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row
from kg.analysis.rows import ask, text
from kg.analysis.words import wider_fields

CHECK = describe(
    "unimplemented-duty",
    "documents",
    "warning",
    name=("上级领域在下级文件中没有落实", "an upper-level domain that no local plan takes up"),
    question=(
        "上级文件的哪些领域在下级文件中没有对应?",
        "which domains of an upper-level plan does a local plan leave out?",
    ),
    why=(
        "上级文件部署的领域,在所辖地方的同类文件中没有对应领域。",
        "A plan of the level above has a domain that the plan of a place in it leaves out.",
    ),
    message=(
        "上级部署的“{section}”在《{local}》中没有对应领域",
        "“{section}” of the level above has no counterpart in “{local}”",
    ),
    remedy=("补充对应任务,或说明不适用", "Add it, or say why it does not apply"),
)
_SHARED = 5


def run(facts: Facts) -> Iterator[Row]:
    """Yield domains that the plan of a place below leaves out."""
    for upper, lower in sorted(_pairs(facts)):
        above = domains_by_field(facts, facts.domain_sections.get(upper, ()))
        below = domains_by_field(facts, facts.domain_sections.get(lower, ()))
        if len(set(above) & set(below)) < _SHARED:
            continue
        missing: dict[str, set[str]] = defaultdict(set)
        for key, sections in above.items():
            for section in sections:
                missing[section].add(key)
        for section, keys in missing.items():
            near = {w for k in below for w in (k, *wider_fields(k))} | set(below)
            if not keys & near and not any(
                wider_fields(k) & set(below) - {"work-safety"} for k in keys
            ):
                title = facts.texts[lower].title if lower in facts.texts else lower
                proof = facts.sections[section]
                at = facts.texts[upper].evidence(
                    proof.place.line, proof.place.start, proof.place.end
                )
                yield Row(section, lower, (at,), {"section": proof.title, "local": title})


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
