"""Which body of a question stands in which role, wanted or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.answers.asking import AskedFor
from kg.answers.choices import is_one_or_two
from kg.answers.frame import ANY, COOPERATE, LEAD, RESPONSIBLE, BodyPart, Role
from kg.answers.knowledge import Knowledge

if TYPE_CHECKING:
    from kg.answers.reading import Question
    from kg.answers.spotting import Token

_ROLES: dict[str, frozenset[Role]] = {
    "lead": LEAD,
    "cooperate": COOPERATE,
    "any": ANY,
    "responsible": LEAD,
}
NOT_LEAD: frozenset[Role] = frozenset({"cooperate", "shared"})


def _role(token: Token) -> frozenset[Role]:
    meaning = token.get("role")
    return _ROLES[meaning.value] if meaning else ANY


def _role_tokens(question: Question) -> list[Token]:
    return [t for t in question.tokens if t.get("role") or _names_role(t)]


def _names_role(token: Token) -> bool:
    """Nouns and "several" words that hold a role: 牵头单位, co-leads."""
    held = any(token.has(kind) for kind in ("noun", "who", "several", "single", "together"))
    return held and any(word in token.text for word in ("牵头", "配合", "lead", "led"))


def _roles_of(token: Token) -> frozenset[Role]:
    if token.get("role"):
        return _role(token)
    return COOPERATE if "配合" in token.text else LEAD


def body_parts(question: Question, asked: AskedFor, knowledge: Knowledge) -> tuple[BodyPart, ...]:
    """The bodies of the question as constraints, each with the role that it stands in."""
    bodies = question.all("body")
    roles = _role_tokens(question)
    found: list[BodyPart] = []
    for index, token in enumerate(bodies):
        iris = token.meanings[0].iris
        if any(set(p.iris) & set(iris) for p in found):
            continue
        found += _parts(question, asked, token, index, bodies, roles)
    return tuple(found)


def _parts(
    question: Question,
    asked: AskedFor,
    token: Token,
    index: int,
    bodies: list[Token],
    roles: list[Token],
) -> list[BodyPart]:
    iris = token.meanings[0].iris
    end = bodies[index + 1].start if index + 1 < len(bodies) else len(question.spotted.text)
    later = [r for r in roles if token.end <= r.start]
    mine = [r for r in later if r.start < end]
    before = [r for r in roles if r.end <= token.start]
    if question.language == "en":
        chosen = _english_roles(question, token, mine, before, later)
    else:
        own = _before_who(question, token, mine) if asked.asked == "body" else mine
        chosen = own or mine or later[:1] or before[-1:]
    if asked.asked == "domain" and _is_left_out(question, token):
        last = _roles_of(before[-1]) if before else ANY
        return [BodyPart(iris, token.text, last, True)]
    aside = asked.asked == "body" and is_set_aside(question, token)
    if aside and all(r.has("role", "responsible") for r in chosen):
        return [BodyPart(iris, token.text)]
    positive: list[BodyPart] = []
    for role in chosen or []:
        negated = _is_negated(question, role, token)
        held = RESPONSIBLE if role.has("role", "responsible") and not negated else _roles_of(role)
        part = BodyPart(iris, token.text, held, negated)
        if part not in positive:
            positive.append(part)
    if _is_denied(question, token, bodies) and not any(p.negated for p in positive):
        held = _roles_of(mine[0]) if mine and _is_beside(question, token, mine[0]) else ANY
        return [BodyPart(iris, token.text, held, True)]
    helped = asked.asked == "body" and asked.form == "list" and not question.any("together")
    if helped and positive and all(p.roles == COOPERATE for p in positive):
        return [BodyPart(iris, token.text)]
    if not positive:
        return [BodyPart(iris, token.text, ANY, _is_excluded(question, token))]
    if all(p.negated for p in positive) and len(positive) > 1:
        return [BodyPart(iris, token.text, ANY, True)]
    plain = [p for p in positive if not p.negated]
    told = [p for p in plain if p.roles != ANY]
    if len(told) > 1 and len(plain) == len(positive):
        every: frozenset[Role] = frozenset().union(*(p.roles for p in told))
        return [BodyPart(iris, token.text, every)]
    specific = [p for p in positive if p.roles != ANY]
    if specific and len(positive) > len(specific) and not any(p.negated for p in positive):
        return specific
    return positive


def _before_who(question: Question, body: Token, roles: list[Token]) -> list[Token]:
    """The roles of a body itself: who else has one is asked behind them."""
    asks = (t for t in question.tokens if t.has("who") or t.kind == "which")
    who = next((t for t in asks if t.start >= body.end), None)
    return [r for r in roles if who is None or r.end <= who.start]


def _english_roles(
    question: Question, token: Token, mine: list[Token], before: list[Token], later: list[Token]
) -> list[Token]:
    """Roles in English: "led by X" and "involve X" before, "X leads" after the body."""
    text = question.spotted.text
    last = before[-1] if before else None
    if last is not None:
        between = text[last.end : token.start].strip()
        light = between.replace("the", "").replace("a ", "").strip()
        bodies_between = [
            b for b in question.all("body") if last.end <= b.start and b.end <= token.start
        ]
        if bodies_between and not between.endswith((" and", " and the", " or", " or the", ", the")):
            return mine or later[:1] or before[-1:]
        if (
            light in ("", "by", "of", "for", "with", "both")
            or between.startswith("by")
            or (bodies_between and between.split(" ")[0] in ("by", "both", "the"))
        ) and (not mine or between.startswith("by") or light == ""):
            negated_after = [m for m in mine if _is_negated(question, m, token)]
            return [last, *negated_after]
    if mine:
        return mine
    return later[:1] or before[-1:]


_EXCEPTING = ("除", "除了", "除去", "besides", "except", "other than", "apart from", "aside from")


_LEAVING_OUT = ("but not", "not", "without", "nor", "excluding", "and not", "without any")


def _is_left_out(question: Question, body: Token) -> bool:
    """Whether an English "but not" stands right before a body."""
    return question.language == "en" and any(
        t.text in _LEAVING_OUT and 0 <= body.start - t.end <= 5 for t in question.tokens
    )


def is_set_aside(question: Question, body: Token) -> bool:
    """Whether "besides" stands right before a body."""
    limit = 3 if question.language == "zh" else 8
    return any(t.text in _EXCEPTING and 0 <= body.start - t.end <= limit for t in question.tokens)


def _is_negated(question: Question, role: Token, body: Token) -> bool:
    """Whether "not" stands right before a role, or "not" before the body in an English clause."""
    for token in question.tokens:
        if not (token.has("not") or token.has("either") or token.text in _EXCEPTING):
            continue
        gap = role.start - token.end
        if 0 <= gap <= (3 if question.language == "zh" else 24):
            others = [
                t
                for t in question.tokens
                if token.end <= t.start
                and t.end <= role.start
                and (t.get("role") or t.kind == "domain" or t.has("noun"))
            ]
            if not others or token.text == "neither" or token.has("either"):
                return True
        if token.text == "neither" and token.start < role.start:
            return True
        if token.text in ("nor",) and 0 <= gap <= 40:
            return True
    return False


# 我只要牵头的: of the roles asked for, only one is wanted.
_ALONE = re.compile(
    r"(?:我|咱)只(?:要|问|想知道|想问|看|关心|需要)(?:知道)?(?:谁)?(牵头|配合)的?\W*$"
)
_LIGHT = re.compile(r"(?:是|有|让|由|被|叫|安排|包括|列|列入|写|提到?|点名)*")
_AND = re.compile(r"(?:和|与|及|以及|、|或|或者|跟)")
_AMONG = re.compile(r" (?:is|are|was) not (?:among|in|part of|on|one of|listed|named)\b")


def _is_denied(question: Question, body: Token, bodies: list[Token]) -> bool:
    """Whether a body is said not to be there: 没有让X, 也没有X和Y, X is not among."""
    text = question.spotted.text
    if question.language == "en":
        return _AMONG.match(text, body.end) is not None
    for other in bodies:
        if other.end < body.start and _AND.fullmatch(text[other.end : body.start]):
            return _is_denied(question, other, bodies)
    return any(
        (t.has("not") or t.has("either"))
        and not t.has("yes-no")
        and t.end <= body.start
        and _LIGHT.fullmatch(text[t.end : body.start]) is not None
        for t in question.tokens
    )


def _is_beside(question: Question, body: Token, role: Token) -> bool:
    """Whether a role stands right behind a body."""
    return question.spotted.text[body.end : role.start] in ("", "来", "去", "作为", "担任", "当")


def _is_excluded(question: Question, body: Token) -> bool:
    return any(
        (t.has("not") or t.has("except"))
        and 0 <= body.start - t.end <= (3 if question.language == "zh" else 8)
        for t in question.tokens
    )


def is_before(question: Question, kind: str, token: Token) -> bool:
    """Whether a word of a kind stands right before a token."""
    limit = 3 if question.language == "zh" else 8
    return any(t.has(kind) and 0 <= token.start - t.end <= limit for t in question.tokens)


def asked_roles(question: Question, asked: AskedFor) -> tuple[frozenset[Role], bool, bool, bool]:
    """Roles of the asked body; several leads; no lead; only this role or only one."""
    several = question.any("several") is not None and question.any("role", "lead") is not None
    several = several or any("牵头" in t.text or "lead" in t.text for t in question.all("several"))
    solo = question.any("only") is not None or question.any("single") is not None
    if is_one_or_two(question):
        several = solo = False
    roles = _role_tokens(question)
    alone = _ALONE.search(question.spotted.text)
    if alone and asked.asked == "body":
        return (LEAD if alone[1] == "牵头" else COOPERATE), several, False, False
    excepting = question.any("except")
    lead = next(
        (r for r in roles if _roles_of(r) == LEAD and not r.has("role", "responsible")), None
    )
    two_leads = next((t for t in question.all("several")), None)
    if asked.asked == "body" and excepting and _excludes_lead(question, excepting, lead, two_leads):
        return NOT_LEAD, False, False, solo
    no_lead = bool(lead and not question.all("body") and _is_negated(question, lead, lead))
    own = [r for r in roles if not _is_negated(question, r, r)] or roles
    if any(is_set_aside(question, b) for b in question.all("body")):
        own = [r for r in own if not r.has("role", "responsible")]
    if question.all("body") and asked.asked == "body":
        return _with_bodies(question, own), several, no_lead, solo
    picked = [_roles_of(r) for r in own]
    specific = [p for p in picked if p != ANY]
    chosen = specific[0] if specific else ANY
    if not picked and asked.asked == "body" and question.any("who") and _is_who(question):
        chosen = LEAD
    joins = any(r.has("role", "any") for r in own)
    if specific and joins and len([t for t in question.tokens if t.has("who")]) > 1:
        chosen = ANY
    if len(set(specific)) > 1 and asked.form in ("list", "count"):
        chosen = frozenset().union(*specific)
    return chosen, several, no_lead, solo


def _is_who(question: Question) -> bool:
    who = question.any("who")
    return who is not None and who.text in ("谁", "由谁", "归谁", "是谁", "who")


def _excludes_lead(
    question: Question, excepting: Token, lead: Token | None, two_leads: Token | None
) -> bool:
    target = lead or two_leads
    if target is None:
        return False
    limit = 6 if question.language == "zh" else 16
    suffix = excepting.text in ("外", "以外", "之外") and 0 <= excepting.start - target.end <= 3
    return suffix or 0 <= target.start - excepting.end <= limit


def _with_bodies(question: Question, roles: list[Token]) -> frozenset[Role]:
    """The asked body's role when other bodies are named: the role they share."""
    specific = [_roles_of(r) for r in roles if _roles_of(r) != ANY]
    return specific[-1] if specific else ANY
