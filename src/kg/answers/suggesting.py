"""Questions that can be answered, near to one that cannot."""

from __future__ import annotations

from kg.answers.frame import Frame
from kg.answers.knowledge import Knowledge

_PATTERNS = {
    "zh": {
        "domain": ("{0}由谁牵头?", "{0}有哪些措施?"),
        "body": ("{0}牵头哪些领域?", "{0}配合哪些领域?"),
        "none": ("一共有多少个领域?", "哪个领域的措施最多?"),
    },
    "en": {
        "domain": ("Who leads {0}?", "What are the measures for {0}?"),
        "body": ("Which domains does the {0} lead?", "In which domains does the {0} cooperate?"),
        "none": ("How many domains are there?", "Which domain has the most measures?"),
    },
}
_MOST = 4


def suggestions(frame: Frame, knowledge: Knowledge) -> tuple[str, ...]:
    """Up to four questions about what was mentioned, or about what there is."""
    patterns = _PATTERNS[frame.language]
    found: list[str] = []
    iris = [i for p in frame.bodies for i in p.iris[:1]] + list(frame.domains)
    if not iris:
        iris = [e.iri for e in knowledge.of_kind("domain")][:1]
        iris += [e.iri for e in knowledge.of_kind("body") if e.key and not e.uncertain][:1]
    for iri in iris:
        entity = knowledge.entities.get(iri)
        if entity and entity.kind in patterns:
            name = entity.label if frame.language == "zh" else entity.english or entity.label
            found += [p.format(name) for p in patterns[entity.kind]]
    return tuple([*found, *patterns["none"]][:_MOST])
