"""Annotations and extraction records as comparable sets, and how well they agree."""

from __future__ import annotations

from typing import Any

Truth = dict[str, set[tuple[Any, ...]]]
_ROLES = {"leads": "lead", "cooperators": "cooperate", "shared": "shared"}


def gold_truth(gold: dict[str, Any]) -> Truth:
    """What an annotation states, kind by kind; bodies of uncertain identity have no canonical."""
    uncertain = {o["canonical"] for o in gold.get("organizations", []) if o.get("uncertain")}
    truth: Truth = {kind: set() for kind in KINDS}
    for obligation in gold["obligations"]:
        line = obligation["line"]
        truth["obligations"].add((line, obligation["start"], obligation["end"]))
        for deadline in obligation["deadlines"]:
            if deadline["type"] in ("by", "during", "recurring"):
                at = (deadline.get("line", line), deadline["start"])
                truth["deadlines"].add((*at, deadline["value"]))
    for statement in gold["assignments"]:
        at = (statement["line"], statement["start"])
        truth["statements"].add((*at, statement["mode"]))
        truth["generic"] |= {(*at, _bare(g)) for g in statement["generic_groups"]}
        for key, role in _ROLES.items():
            for agent in statement.get(key, []):
                shared = statement["mode"] == "shared-no-lead" and role == "cooperate"
                name = (agent["start"], agent["end"], "shared" if shared else role)
                truth["names"].add((statement["line"], *name))
                if agent["canonical"] not in uncertain:
                    truth["bodies"].add(
                        (statement["line"], agent["start"], agent["level"], agent["canonical"])
                    )
    for source in gold["legal_sources"]:
        if source["in_title_marks"]:
            truth["sources"] |= {(m["line"], m["start"], m["end"]) for m in source["mentions"]}
    return truth


def record_truth(record: dict[str, Any], gold: Truth) -> Truth:
    """What an extraction states, in the terms of ``gold_truth``.

    Statements in running text and deadlines outside obligations are left out, as the annotation
    leaves them out; a body counts only where the annotation is sure of its identity.
    """
    truth: Truth = {kind: set() for kind in KINDS}
    truth["obligations"] = {(o["line"], o["start"], o["end"]) for o in record["obligations"]}
    wanted = {at[:2] for at in gold["statements"]}
    sure = {at[:2] for at in gold["bodies"]}
    for statement in record["assignments"]:
        at = (statement["line"], statement["start"])
        if at not in wanted and statement["rule"] != "statement.bracket":
            continue
        truth["statements"].add((*at, statement["mode"]))
        truth["generic"] |= {(*at, _bare(g)) for g in statement["generic"]}
        for agent in statement["agents"]:
            spot = (agent["line"], agent["start"])
            truth["names"].add((*spot, agent["end"], agent["role"]))
            if spot in sure:
                truth["bodies"].add((*spot, agent["level"], agent["canonical"]))
    spots = {at[:2] for at in gold["deadlines"]}
    for deadline in record["deadlines"]:
        dated = deadline["type"] in ("by", "during", "recurring") and deadline["value"]
        spot = (deadline["line"], deadline["start"])
        if dated and (spot in spots or deadline["obligations"]):
            truth["deadlines"].add((*spot, deadline["value"]))
    truth["sources"] = {
        (s["line"], s["start"], s["end"]) for s in record["legal_sources"] if s["marked"]
    }
    return truth


KINDS = ("obligations", "statements", "names", "generic", "bodies", "deadlines", "sources")


def f1(wanted: set[tuple[Any, ...]], found: set[tuple[Any, ...]]) -> float:
    """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing found."""
    if not wanted and not found:
        return 1.0
    return 2 * len(wanted & found) / (len(wanted) + len(found))


def _bare(text: str) -> str:
    return "".join(text.split())
