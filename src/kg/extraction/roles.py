"""What a responsibility statement says: who, in which role, whether the list is open.

A statement is read as segments: a label with its list (牵头单位:A,B) or a list with the verb that
ends it (A牵头). Roles follow the extraction record: 牵头 leads; beside a lead everybody else
cooperates; without any lead units share, and one unit alone is the sole lead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extraction.mentions import Name, NameList, read_names
from kg.extraction.register import Register
from kg.model import Mode, Role

_LEAD_DATE = re.compile(r"^[^,;()]{0,24}?(?:前|底|内|日)(?:完成|落实|实施)[,;]")
_VERB_END = re.compile(r"(?:牵头|负责|配合|参与|协助)$")
_ASIDE = re.compile(r"[。;]以下(?:均|都)?(?:需|由)[^。]*$")


@dataclass(frozen=True)
class Segment:
    """A list and what its label or verb makes of it: lead, cooperate, responsible, guide, assess."""

    duty: str
    start: int
    end: int
    names: NameList
    word: bool


@dataclass(frozen=True)
class Reading:
    """A statement as read."""

    mode: Mode
    agents: tuple[tuple[Role, Name], ...]
    groups: tuple[tuple[Role, Name], ...]
    open_ended: bool
    first_leads: bool
    leftover: tuple[Name, ...]


def read_statement(
    text: str, start: int, end: int, rules: Register, *, first_leads: bool = False
) -> Reading | None:
    """Read ``text[start:end]``, the inside of a bracket or the text of a label line.

    Args:
        first_leads: the document has said that the first named leads.

    Returns:
        None if it is no responsibility statement.
    """
    says_first, end = _cut_first_rule(text, start, end, rules)
    aside = _ASIDE.search(text, start, end)
    end = aside.start() if aside else end
    start = _skip_date(text, start, end)
    segments = _labelled(text, start, end, rules) or _by_verb(text, start, end, rules)
    segments = [s for s in segments if s.duty not in ("assess", "other")]
    if not any(s.names for s in segments):
        return None
    return assign_roles(segments, first_leads or says_first, says_first)


def _cut_first_rule(text: str, start: int, end: int, rules: Register) -> tuple[bool, int]:
    """Cut off 排在第一位的部门为牵头部门,下同."""
    at = first_rule(text, rules, start, end)
    return (False, end) if at is None else (True, at)


def first_rule(text: str, rules: Register, start: int, end: int) -> int | None:
    """Where the text says that the first named leads; None where it does not."""
    if "role.first-leads" not in rules:
        return None
    match = rules.get("role.first-leads").regex.search(text, start, end)
    return match.start() if match else None


def _skip_date(text: str, start: int, end: int) -> int:
    match = _LEAD_DATE.match(text[start:end])
    return start + match.end() if match else start


def _labelled(text: str, start: int, end: int, rules: Register) -> list[Segment]:
    """Segments of the form 牵头单位:A、B;责任单位:C."""
    marks = []
    for rule in rules.stage("role"):
        if rule.key.startswith("role.label"):
            marks += [
                (m.start(), m.end(), rule.value or "")
                for m in rule.regex.finditer(text, start, end)
            ]
    marks = _outermost(sorted(marks))
    segments = []
    ends = [*(m[0] for m in marks[1:]), end][: len(marks)]
    for (_, at, duty), until in zip(marks, ends, strict=True):
        segments.append(
            Segment(duty, at, until, read_names(text, at, until, rules), duty == "lead")
        )
    return segments


def _outermost(marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Drop a label inside another, as 考核单位 in 牵头考核单位."""
    kept: list[tuple[int, int, str]] = []
    for mark in marks:
        if kept and mark[0] < kept[-1][1]:
            if mark[1] - mark[0] > kept[-1][1] - kept[-1][0] or kept[-1][2] == "other":
                kept[-1] = mark
            continue
        kept.append(mark)
    return kept


def _by_verb(text: str, start: int, end: int, rules: Register) -> list[Segment]:
    """Segments of the form A牵头,B、C配合."""
    segments: list[Segment] = []
    at = start
    for piece_start, piece_end in _clauses(text, start, end):
        verb = _closing_verb(text, piece_start, piece_end, rules)
        if verb is None:
            continue
        cut, duty, word = verb
        segments += _together(text, at, cut, rules) or [
            Segment(duty, at, cut, read_names(text, at, cut, rules), word)
        ]
        at = piece_end + 1
    if at < end and segments:
        rest = read_names(text, at, end, rules)
        if rest:
            segments[-1] = _widen(segments[-1], rest)
    return segments


def _together(text: str, start: int, end: int, rules: Register) -> list[Segment]:
    """A会同B负责: A leads, B cooperates."""
    if "role.together" not in rules:
        return []
    match = rules.get("role.together").regex.search(text, start, end)
    if match is None:
        return []
    first = read_names(text, start, match.start(), rules)
    second = read_names(text, match.end(), end, rules)
    if not first or not second:
        return []
    return [
        Segment("lead", start, match.start(), first, False),
        Segment("cooperate", match.end(), end, second, False),
    ]


def _widen(segment: Segment, rest: NameList) -> Segment:
    """Names after the last verb go with it: (市教育局负责,各区政府)."""
    names = segment.names
    wider = NameList(
        names.bodies + tuple(replace(n, group=n.group + 100) for n in rest.bodies),
        names.groups + rest.groups,
        names.others + rest.others,
        names.open_ended or rest.open_ended,
    )
    return replace(segment, names=wider)


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Clauses of a statement, cut at , ; 。 outside brackets."""
    out, depth, at = [], 0, start
    for index in range(start, end):
        char = text[index]
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0 and (
            char in ",;。" or (char == "、" and _VERB_END.search(text, start, index))
        ):
            out.append((at, index))
            at = index + 1
    out.append((at, end))
    return out


def _closing_verb(text: str, start: int, end: int, rules: Register) -> tuple[int, str, bool] | None:
    """Where the verb that ends the clause begins, and what it says; the longest verb wins."""
    clause = text[start:end].rstrip(" 。")
    best: tuple[int, str, bool] | None = None
    for rule in rules.stage("role"):
        if rule.key.startswith("role.label") or rule.value is None:
            continue
        match = re.search(rf"(?:{rule.pattern})$", clause)
        if match and match.start() > 0 and (best is None or start + match.start() < best[0]):
            best = (start + match.start(), rule.value, "牵头" in match.group())
    return best


def assign_roles(segments: list[Segment], first_leads: bool, says_first: bool = False) -> Reading:
    """Turn duties into roles.

    Args:
        first_leads: the first named leads where nobody else does.
        says_first: this statement is the one that says so.
    """
    bodies = [(s, name) for s in segments for name in s.names.bodies]
    has_lead = any(s.duty == "lead" and s.names for s in segments)
    is_open = any(s.names.open_ended for s in segments)
    if not has_lead and first_leads and (len(bodies) > 1 or (bodies and is_open)):
        followers: list[Role] = ["cooperate"] * (len(bodies) - 1)
        roles: list[Role] = ["lead", *followers]
        mode: Mode = "lead"
    else:
        roles, mode = _roles(segments, bodies, has_lead)
    agents = tuple((role, name) for role, (_, name) in zip(roles, bodies, strict=True))
    other: Role = "cooperate" if "lead" in roles or has_lead else "shared"
    groups: tuple[tuple[Role, Name], ...] = tuple(
        ("lead" if s.duty == "lead" else other, name) for s in segments for name in s.names.groups
    )
    return Reading(
        mode,
        agents,
        groups,
        is_open,
        says_first,
        tuple(name for s in segments for name in s.names.others),
    )


def _roles(
    segments: list[Segment], bodies: list[tuple[Segment, Name]], has_lead: bool
) -> tuple[list[Role], Mode]:
    if not bodies:
        return [], "generic-only"
    if has_lead:
        roles: list[Role] = ["lead" if s.duty == "lead" else "cooperate" for s, _ in bodies]
        leads = roles.count("lead")
        return roles, "co-lead" if leads > 1 else "lead"
    groups = any(s.names.groups for s in segments)
    responsible = [s for s, _ in bodies if s.duty == "responsible"]
    mixed = any(s.duty in ("cooperate", "guide") for s in segments)
    alone = len(bodies) == 1 and not groups and not any(s.names.open_ended for s in segments)
    if len(responsible) == 1 and (mixed or alone):
        roles = ["lead" if s.duty == "responsible" else "cooperate" for s, _ in bodies]
        return (roles, "sole") if alone else (roles, "lead")
    return ["shared"] * len(bodies), "shared-no-lead"


def with_groups(reading: Reading, classes: Sequence[bool], text: str) -> Reading:
    """The reading with those of its bodies as groups that are none of their own.

    Args:
        classes: for each agent whether it is a class of bodies.
        text: of the block; 区民政、财政部门 is one group.
    """
    kept = tuple(a for a, is_class in zip(reading.agents, classes, strict=True) if not is_class)
    taken = [a for a, is_class in zip(reading.agents, classes, strict=True) if is_class]
    groups: list[tuple[Role, Name]] = []
    for role, name in taken:
        last = groups[-1] if groups else None
        between = text[last[1].end : name.start] if last else ""
        if last and last[0] == role and between in ("、", "和") and _runs_into(last[1], name):
            whole = replace(last[1], end=name.end, text=text[last[1].start : name.end])
            groups[-1] = (role, whole)
        else:
            groups.append((role, name))
    everyone = sorted([*reading.groups, *groups], key=lambda pair: pair[1].start)
    mode = _mode_of(reading.mode, kept)
    return replace(reading, mode=mode, agents=kept, groups=tuple(everyone))


def _runs_into(name: Name, following: Name) -> bool:
    """Whether the first of two names has no head of its own, which the second gives it."""
    return len(name.text) > name.end - name.start and following.text.endswith("部门")


def _mode_of(mode: Mode, agents: tuple[tuple[Role, Name], ...]) -> Mode:
    leads = sum(role == "lead" for role, _ in agents)
    if not agents:
        return "generic-only"
    if mode == "co-lead" and leads < 2:
        return "lead"
    return "shared-no-lead" if mode == "sole" and not leads else mode
