"""English sentences for results: the document's own words, with a gloss where there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.answers.answer import Result
from kg.answers.frame import ANY, COOPERATE, LEAD, Asked, Frame
from kg.answers.knowledge import Knowledge

_NOUNS: dict[Asked, tuple[str, str]] = {
    "body": ("body", "bodies"),
    "domain": ("domain", "domains"),
    "duty": ("measure", "measures"),
    "deadline": ("deadline", "deadlines"),
    "source": ("source", "sources"),
    "phase": ("phase", "phases"),
    "place": ("township", "townships"),
    "topic": ("special topic", "special topics"),
    "number": ("figure", "figures"),
}
_FACTS = {
    "rg:issuer": "It was issued by {0}",
    "rg:publisher": "It was published by {0}",
    "dct:issued": "It was issued on {0}",
    "dct:title": "Its title is {0}",
    "rg:indexNumber": "Its index number is {0}",
    "rg:documentNumber": "Its document number is {0}",
    "rg:subject": "Its subject is {0}",
    "rg:period": "It runs {0}",
}
_ROLES = {
    "lead": "It takes the lead",
    "cooperate": "It cooperates",
    "shared responsibility": "It shares the responsibility",
}
_SPAN = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)/(\d{4}-\d\d(?:-\d\d)?)")
_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_MOST = 30


def plural(count: int, asked: Asked) -> str:
    """A number with its noun: 1 body, 6 bodies."""
    one, many = _NOUNS.get(asked, ("result", "results"))
    return f"{count} {one if count == 1 else many}"


def listed(items: Sequence[str]) -> str:
    """Items as an English list: a, b and c; one is left out by number where there are many."""
    shown = list(items[:_MOST])
    if len(items) > _MOST:
        return f"{', '.join(shown)} and {len(items) - _MOST} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def glossed(name: str, knowledge: Knowledge) -> str:
    """A name as the document writes it, with its English name where it has one."""
    english = knowledge.english_of(name)
    return f"{name} ({english})" if english else name


def time_said(value: str) -> str:
    """A day or a span as a phrase; a time without a date as it is written."""
    span = _SPAN.fullmatch(value)
    if span:
        return f"from {span[1]} to {span[2]}"
    return f"by {value}" if _DAY.fullmatch(value) else f"“{value}”"


def in_english(frame: Frame, result: Result, knowledge: Knowledge) -> str | None:
    """The sentence for a list, a fact, a count or a comparison; None for what quotes alone say."""
    names = [glossed(value, knowledge) for value in result.values]
    if result.kind == "count":
        details = [glossed(detail, knowledge) for detail in result.details]
        are = "is" if result.values[0] == "1" else "are"
        return f"There {are} {plural(int(result.values[0]), frame.asked)}: {listed(details)}."
    if result.kind == "extreme":
        return _extreme(frame, names, result.note)
    if result.kind == "compare":
        return _compared(frame, names, result, knowledge)
    if result.kind == "no-lead":
        verb = "is" if len(names) == 1 else "share the duty and are"
        return f"No lead is named; {listed(names)} {verb} responsible."
    if result.kind == "fact":
        return _facts(frame, names, knowledge)
    if frame.about in ("role", "level") and frame.form == "list":
        return _property(frame, result)
    if result.kind == "list":
        return _list(frame, names)
    return None


def _list(frame: Frame, names: list[str]) -> str:
    if frame.asked == "body" and frame.no_lead:
        return f"{plural(len(names), 'body').capitalize()} never lead: {listed(names)}."
    if frame.asked == "body" and frame.roles == LEAD:
        if len(names) == 1:
            return f"{names[0]} takes the lead."
        verb = "share the lead" if len(frame.domains) == 1 else "take the lead"
        return f"{listed(names)} {verb}."
    if frame.asked == "body" and frame.roles != ANY and frame.form == "list":
        verb = "cooperate" if frame.roles == COOPERATE else "take part"
        verb += "s" if len(names) == 1 else ""
        verb = verb.replace("take parts", "takes part")
        return f"{plural(len(names), 'body')} {verb}: {listed(names)}."
    return f"{plural(len(names), frame.asked)}: {listed(names)}."


def _extreme(frame: Frame, names: list[str], most: str) -> str:
    verb = "leads" if frame.asked == "body" and frame.measured_roles == LEAD else "has"
    if frame.asked == "body" and frame.measured_roles == COOPERATE:
        verb = "cooperates in"
    if len(names) > 1:
        verb = {"leads": "lead", "has": "have", "cooperates in": "cooperate in"}[verb]
    measure = _NOUNS.get(frame.measured, ("result", "results"))[1]
    return f"{listed(names)} {verb} the {'most' if frame.form == 'most' else 'fewest'} {measure}: {most}."


def _compared(frame: Frame, names: list[str], result: Result, knowledge: Knowledge) -> str:
    told = [detail.rpartition(":") for detail in result.details]
    counts = listed([f"{glossed(name, knowledge)} {count}" for name, _, count in told])
    measure = _NOUNS.get(frame.measured, ("result", "results"))[1]
    if result.values == ["equal"]:
        return f"Both have the same number of {measure}: {counts}."
    numbers = [int(count) for _, _, count in told]
    chosen = next((int(c) for name, _, c in told if name in result.values[0]), max(numbers))
    return f"{names[0]} has {'more' if chosen == max(numbers) else 'fewer'} {measure}: {counts}."


def _facts(frame: Frame, names: list[str], knowledge: Knowledge) -> str | None:
    asked = (frame.fact or "dct:title", *frame.facts)
    if len(knowledge.texts) > 1 or len(asked) != len(names):
        return None
    said = [
        _FACTS.get(fact, "{0}").format(time_said(name) if fact == "rg:period" else name)
        for fact, name in zip(asked, names, strict=True)
    ]
    return ". ".join(said) + "."


def _property(frame: Frame, result: Result) -> str:
    if frame.about == "role":
        return " ".join(f"{_ROLES.get(value, value)}." for value in result.values)
    return f"It is of {listed(result.values)} level."
