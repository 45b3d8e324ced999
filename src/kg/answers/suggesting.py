"""Questions that can be answered, near to one that cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.answers.frame import Frame
from kg.answers.knowledge import Entity, Knowledge

_PATTERNS = {
    "zh": {
        "domain": ("{0}由谁牵头?", "{0}有哪些措施?"),
        "body": ("{0}牵头哪些领域?", "{0}配合哪些领域?"),
        "document": ("《{0}》是什么时候发布的?",),
        "none": ("一共有多少个领域?", "哪个领域的措施最多?"),
    },
    "en": {
        "domain": ("Who leads {0}?", "What are the measures for {0}?"),
        "body": ("Which domains does the {0} lead?", "In which domains does the {0} cooperate?"),
        "document": ("When was 《{0}》 issued?",),
        "none": ("How many domains are there?", "Which domain has the most measures?"),
    },
}
MOST = 4
_MOST_TRIED = 6


def candidates(frame: Frame, knowledge: Knowledge, near: Iterable[str] = ()) -> Iterator[str]:
    """Questions about what was mentioned, about what is near to it, and about what there is."""
    patterns = _PATTERNS[frame.language]
    mentioned = [i for p in frame.bodies for i in p.iris[:1]] + list(frame.domains)
    for iri in dict.fromkeys([*mentioned, *near]):
        yield from _about(knowledge.entities.get(iri), frame)
    yield from patterns["none"]
    for kind in ("domain", "body", "document"):
        usual = (
            e for e in knowledge.of_kind(kind) if kind != "body" or (e.key and not e.uncertain)
        )
        for _, entity in zip(range(_MOST_TRIED), usual, strict=False):
            yield from _about(entity, frame)


def _about(entity: Entity | None, frame: Frame) -> Iterator[str]:
    if entity is not None:
        name = entity.label if frame.language == "zh" else entity.english or entity.label
        yield from (p.format(name) for p in _PATTERNS[frame.language].get(entity.kind, ()))
