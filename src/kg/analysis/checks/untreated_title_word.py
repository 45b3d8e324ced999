"""A word of a domain's title that none of its duties treats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts
from kg.analysis.model import Row
from kg.lexicon import find_hazards, narrower_hazards

CHECK = describe(
    "untreated-title-word",
    "coverage",
    "warning",
    name=("标题所列对象没有任务", "a title word that no duty treats"),
    question=("哪些领域的标题写了却没有任务?", "which title words does no duty treat?"),
    why=(
        "领域的标题写了几个对象,任务只谈其中一些。",
        "The title of a domain names several subjects and its duties treat only some of them.",
    ),
    message=(
        "“{section}”的任务没有提到“{word}”",
        "no duty of {section} mentions “{word}”, which its title names",
    ),
    remedy=("补充任务,或改标题", "Add duties, or change the title"),
)
_TAILS = frozenset("业化品")


def run(facts: Facts) -> Iterator[Row]:
    """Yield title words without a duty."""
    for sections in facts.domain_sections.values():
        for section in sections:
            duties = "".join(duty.text for duty in facts.by_section.get(section.iri, ()))
            names = facts.domain_names.get(section.domain or "", ())
            if not duties or not names:
                continue
            short = min(names, key=len)
            for word in _words(short):
                if not _treats(duties, word):
                    title = facts.texts[section.document].lines[section.place.line - 1]
                    start = max(0, title.find(word, section.place.start))
                    at = facts.texts[section.document].evidence(
                        section.place.line, start, start + len(word)
                    )
                    yield Row(
                        section.iri, word, (at,), {"section": f"<{section.iri}>", "word": word}
                    )


def _treats(duties: str, word: str) -> bool:
    """Whether duties speak of a subject, be it by its stem: 农资 is of 农业, 文博 of 文化."""
    if word in duties:
        return True
    return len(word) == 2 and word[1] in _TAILS and word[0] in duties


def _words(name: str) -> list[str]:
    """Return the subjects of a title: what 和 or 、 joins, or fields written together."""
    joined = [part for part in re.split(r"[、和及与]|以及", name) if part]
    if len(joined) > 1:
        return joined
    narrower = [n for field in find_hazards(name) for n in narrower_hazards(field.key)]
    words = {re.sub(r"(?:安全|场所)$", "", each.label) for each in narrower}
    inside = sorted((w for w in words if len(w) > 1 and w in name and w != name), key=name.find)
    return inside if "".join(inside) == name else []
