"""An extraction record against an annotation of the same text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kg.evaluation.spans import Item, fold, overlap, pair, touches
from kg.evaluation.tally import Tally

_ROLES = {"leads": "lead", "cooperators": "cooperate", "shared": "shared"}
_SHOWN = 60


def score_record(gold: dict[str, Any], record: dict[str, Any]) -> Tally:
    """Return how an extraction record agrees with an annotation.

    Statements, deadlines and sources are the same where they overlap, obligations where their
    spans are equal. What the annotation marks as borderline counts neither way, and of actors,
    targets and unmarked sources only those annotated are asked for.
    """
    tally = Tally()
    last = gold.get("annotated_to_line") or 10**9
    found = {
        key: [item for item in record.get(key, []) if item["line"] <= last]
        for key in ("assignments", "deadlines", "legal_sources", "targets", "obligations")
    }
    _score_statements(tally, gold, found["assignments"], record)
    _score_deadlines(tally, gold, found["deadlines"])
    _score_sources(tally, gold, found["legal_sources"])
    if gold.get("obligations"):
        _score_obligations(tally, gold, found["obligations"], found["targets"])
    return tally


def _score_statements(
    tally: Tally, gold: dict[str, Any], found: list[Item], record: dict[str, Any]
) -> None:
    pairs, lost, extra = pair(gold["assignments"], found)
    extra = [each for each in extra if not touches(each, gold.get("borderline_assignments", []))]
    tally.add("statements", len(pairs), len(extra), len(lost))
    for want in lost:
        tally.add("names", missing=sum(1 for _ in _agents(want)))
        tally.add("generic", missing=len(_groups(want)))
        tally.miss(f"statement not found: {_place(want)}")
    for got in extra:
        tally.add("names", wrong=len(got.get("agents", [])))
        tally.add("generic", wrong=len(got.get("generic", [])))
        tally.miss(f"not a statement: {_place(got)}")
    uncertain = {
        fold(body["canonical"]) for body in gold.get("organizations", []) if body.get("uncertain")
    }
    for want, got in pairs:
        _score_names(tally, want, got, uncertain)
        _score_groups(tally, want, got)
        tally.judge("mode", got.get("mode") == want["mode"])
        if got.get("mode") != want["mode"]:
            tally.miss(f"mode: want {want['mode']}, got {got.get('mode')}: {_place(want)}")
        if "scope" in want and gold.get("obligations"):
            _score_scope(tally, gold, want, got, record)


def _score_names(tally: Tally, want: Item, got: Item, uncertain: set[str]) -> None:
    left = list(got.get("agents", []))
    for role, agent in _agents(want):
        hit = next((a for a in left if a["role"] == role and _same_name(agent, a)), None)
        if hit is None:
            tally.add("names", missing=1)
            tally.miss(f"missing {role}: {agent.get('mention') or agent['name']}: {_place(want)}")
            continue
        left.remove(hit)
        tally.add("names", right=1)
        if "canonical" in agent and fold(agent["canonical"]) not in uncertain:
            same = fold(hit.get("canonical")) == fold(agent["canonical"])
            tally.judge("levels", hit.get("level") == agent["level"])
            tally.judge("canonical", same)
            if not same:
                tally.miss(f"canonical: want {agent['canonical']}, got {hit.get('canonical')}")
    for agent in left:
        tally.add("names", wrong=1)
        tally.miss(f"wrong {agent['role']}: {agent.get('name')}: {_place(want)}")


def _score_groups(tally: Tally, want: Item, got: Item) -> None:
    wanted, given = (Counter(map(fold, each)) for each in (_groups(want), got.get("generic", [])))
    right = sum((wanted & given).values())
    tally.add("generic", right, sum(given.values()) - right, sum(wanted.values()) - right)
    if wanted != given:
        tally.miss(f"generic: want {sorted(wanted)}, got {sorted(given)}: {_place(want)}")


def _score_scope(
    tally: Tally, gold: dict[str, Any], want: Item, got: Item, record: dict[str, Any]
) -> None:
    whole = want["scope"] == "whole section"
    wanted = {
        (duty["line"], duty["start"])
        for duty in gold["obligations"]
        if (duty["section"] == want["section"] if whole else duty["id"] in want["scope"])
    }
    places = {duty["id"]: (duty["line"], duty["start"]) for duty in record.get("obligations", [])}
    covered = {places.get(key) for key in got.get("obligations", [])}
    tally.judge("scope", covered == wanted)
    if covered != wanted:
        tally.miss(f"scope: {_place(want)}")


def _score_deadlines(tally: Tally, gold: dict[str, Any], found: list[Item]) -> None:
    dated = [d for d in found if d.get("value") and d.get("type") not in ("relative", "ongoing")]
    pairs, lost, extra = pair(list(_deadlines(gold)), dated)
    borderline = [each for each in gold.get("borderline_deadlines", []) if "line" in each]
    extra = [each for each in extra if not touches(each, borderline)]
    if gold.get("document"):
        # That annotation leaves the times of phases out, so only those in duties are judged.
        extra = [each for each in extra if touches(each, gold["obligations"])]
    right = 0
    for want, got in pairs:
        accepted = {_plain(value) for value in [want["value"], *want.get("accept", [])]}
        if _plain(got["value"]) in accepted:
            right += 1
        else:
            tally.miss(f"deadline: want {want['value']}, got {got['value']}: {_place(want)}")
    off = len(pairs) - right
    tally.add("deadlines", right, len(extra) + off, len(lost) + off)
    for want in lost:
        tally.miss(f"deadline not found: {want['value']}: {_place(want)}")
    for got in extra:
        tally.miss(f"not a dated deadline: {_place(got)}")


def _score_sources(tally: Tally, gold: dict[str, Any], found: list[Item]) -> None:
    annotated = [m for s in gold.get("legal_sources", []) for m in s.get("mentions", [s])]
    own = [m for s in gold.get("self_references", []) for m in s["mentions"]]
    pairs, lost, extra = pair(annotated, found)
    extra = [each for each in extra if _marked(each) and not touches(each, own)]
    unmarked = sum(not _marked(want) for want, _ in pairs)
    lost_unmarked = sum(not _marked(want) for want in lost)
    tally.add("sources", len(pairs) - unmarked, len(extra), len(lost) - lost_unmarked)
    if unmarked or lost_unmarked:
        tally.add("unmarked sources", unmarked, 0, lost_unmarked)
    for want in lost:
        tally.miss(f"source not found: {_place(want)}")
    for got in extra:
        tally.miss(f"not a legal source: {_place(got)}")


def _score_obligations(
    tally: Tally, gold: dict[str, Any], found: list[Item], targets: list[Item]
) -> None:
    wanted, given = (
        {(each["line"], each["start"], each["end"]) for each in duties}
        for duties in (gold["obligations"], found)
    )
    tally.add("obligations", len(wanted & given), len(given - wanted), len(wanted - given))
    for line, start, end in sorted(wanted - given):
        tally.miss(f"obligation not found: line {line}, {start} to {end}")
    for line, start, end in sorted(given - wanted):
        tally.miss(f"not an obligation: line {line}, {start} to {end}")
    _score_recall(tally, "actors", gold, [a for duty in found for a in _within(duty, "actors")])
    _score_recall(tally, "targets", gold, targets)


def _score_recall(tally: Tally, kind: str, gold: dict[str, Any], found: Sequence[Item]) -> None:
    annotated = [each for duty in gold["obligations"] for each in _within(duty, kind)]
    pairs, lost, _ = pair(annotated, found)
    tally.add(kind, len(pairs), 0, len(lost))
    for want in lost:
        tally.miss(f"{kind[:-1]} not found: {_place(want)}")


def _within(duty: Item, key: str) -> Iterator[Item]:
    for each in duty.get(key, []):
        yield {"text": each.get("mention", ""), **each, "line": duty["line"]}


def _deadlines(gold: dict[str, Any]) -> Iterator[Item]:
    seen = [
        {**each, "line": each.get("line", duty["line"])}
        for duty in gold.get("obligations", [])
        for each in duty["deadlines"]
    ]
    seen += gold.get("deadlines", [])
    for statement in gold["assignments"]:
        deadline = statement.get("deadline")
        if not deadline or not deadline.get("value"):
            continue
        place = {key: statement[key] for key in ("line", "start", "end")}
        own = {**place, **deadline}
        same = (e for e in seen if overlap(own, e) and _plain(e["value"]) == _plain(own["value"]))
        if next(same, None) is None:
            seen.append(own)
    yield from seen


def _agents(statement: Item) -> Iterator[tuple[str, Item]]:
    for key, role in _ROLES.items():
        if role == "cooperate" and statement["mode"] == "shared-no-lead":
            role = "shared"
        for agent in statement.get(key, []):
            yield role, {"name": agent} if isinstance(agent, str) else agent


def _groups(statement: Item) -> list[str]:
    return list(statement["generic"] if "generic" in statement else statement["generic_groups"])


def _same_name(want: Item, got: Item) -> bool:
    if "mention" in want:
        place = want.get("start"), want.get("end")
        return place[0] is not None and (got.get("start"), got.get("end")) == place
    return fold(got.get("name")) == fold(want["name"])


def _plain(value: object) -> str:
    """Return a value without the start of a repetition, and with years as months."""
    text = str(value)
    if text.startswith("R/"):
        text = f"R/{text.rpartition('/')[2]}"
    return text.replace("P1Y", "P12M").replace("P3Y", "P36M")


def _marked(source: Item) -> bool:
    return "《" in source["text"] or "〈" in source["text"]


def _place(item: Item) -> str:
    return f"line {item['line']}: {str(item.get('text', ''))[:_SHOWN]}"
