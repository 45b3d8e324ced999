"""What a question asks for: the type of thing, and whether to list, count, confirm or compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.answers.amounts import read_amount
from kg.answers.choices import alternatives, is_one_or_two
from kg.answers.frame import Asked, Form

if TYPE_CHECKING:
    from kg.answers.reading import Question
    from kg.answers.spotting import Token

_AUXILIARY = re.compile(
    r"^(?:and |so |but |then )?(?:is|are|was|were|do|does|did|must|can|could|has|have|had|may|should|will|would)\b"
    r"|[,;] (?:is|are|do|does|did|must|can|has|have) "
)
# What leads in general must do, not which they are.
OFFICE = re.compile(
    r"((?:牵头|配合|成员|责任|主管)(?:部门|单位))(?:要|应|应当|需要|需|该|得|都要)?(?:负责|做|干|承担|履行)(?:什么|哪些|啥)"
    r"|what (?:must|do|should|are) (?:the )?(lead(?:ing)? (?:bodies|departments|body|department|units)) (?:do|responsible for|have to do)"
)
_LISTED = re.compile(
    r"哪[几些]|分别|都是谁|都有谁|是哪[些几]|有哪些|各是|name them|which ones|list them"
)
_STRONG = ("deadline", "frequency", "duty", "number")


@dataclass(frozen=True)
class AskedFor:
    """The asked type and form.

    Attributes:
        fact: property of the document, for ``fact``.
        measured: what is counted in a comparison or superlative.
    """

    asked: Asked
    form: Form = "list"
    fact: str | None = None
    measured: Asked = "none"


@dataclass(frozen=True)
class _Noun:
    token: Token
    value: Asked
    weight: float


def asked_for(question: Question) -> AskedFor:
    """The type and form of what is asked."""
    nouns = _weighed(question)
    nouns.sort(key=lambda n: (-n.weight, n.token.start))
    fact = question.any("fact")
    if fact and fact.has("fact", "rg:period") and question.all("section"):
        return AskedFor("deadline")
    if fact and _is_fact(question, nouns):
        return AskedFor("fact", _yes_no(question) or "list", facts_of(question)[0])
    best: Asked = nouns[0].value if nouns else _default(question)
    if best == "place" and nouns[0].weight < 2 and _asked_later(question, nouns[0].token):
        best = "duty"
    most, least = question.any("most"), question.any("least")
    if (most or least) and not _is_limit(question, best):
        return _superlative(question, nouns, "most" if most else "least")
    if best == "topic" and fact and fact.has("fact", "dct:title"):
        return AskedFor("topic")
    if _are_there(question):
        best = "domain"
    if alternatives(question) and best != "number":
        return AskedFor("body")
    if is_one_or_two(question):
        return AskedFor("body", "list" if question.any("who") else "count")
    if question.any("more") or question.any("less"):
        compared = _compared(question, nouns)
        if compared:
            return compared
    if OFFICE.search(question.spotted.text):
        return AskedFor("duty")
    yes_no = _yes_no(question)
    if yes_no:
        return AskedFor(_confirmed(question, nouns), yes_no)
    counted = _counted(question, nouns) if best == "number" else None
    if counted:
        return AskedFor(counted, "list" if _LISTED.search(question.spotted.text) else "count")
    asked_first = nouns[0] if nouns and nouns[0].weight >= 5 and best != "number" else None
    if question.any("how-many") and asked_first and _is_count(asked_first):
        return AskedFor(best, "list" if _LISTED.search(question.spotted.text) else "count")
    if best == "body" and question.all("body") and not question.any("who") and _is_duty(question):
        return AskedFor("duty")
    return AskedFor(_refined(question, best))


def _are_there(question: Question) -> bool:
    """Whether it is asked which domains there are of a kind: are there any without a lead?"""
    said = next((t for t in question.tokens if t.has("yes-no")), None)
    nouns = [t for t in question.all("noun") if said and t.start == said.end]
    return bool(nouns) and nouns[0].has("noun", "domain") and _goes_on(question)


def _is_limit(question: Question, best: Asked) -> bool:
    """Whether 最高 is a limit that is asked for, as in "at most how much", no superlative."""
    which = question.any("which") or question.any("who")
    figure = best == "number" or question.any("how-many") or question.any("outside", "money")
    limit = any(t.text in _LIMITS for kind in ("most", "least") for t in question.all(kind))
    if question.language == "en":
        return limit and not any(t.get("noun") for t in question.tokens)
    return bool(limit and figure and not which)


_LIMITS = ("最高", "最低", "最大", "最小", "最多", "最少", "maximum", "minimum")


def _asked_later(question: Question, place: Token) -> bool:
    """Whether townships are only those who act: what plan must they make?"""
    which = question.any("which")
    return which is not None and which.start >= place.end and not question.any("role")


def _refined(question: Question, best: Asked) -> Asked:
    """A document asked for with a body is a domain; a phase with content is looked up by it."""
    if best == "phase" and question.all("section"):
        return "deadline"  # the phase is named, so its time is asked for
    text = question.spotted.text
    where = text.startswith(("where", "in which")) and question.all("body")
    if best == "body" and where:
        return "domain"
    if best == "duty" and where and question.any("together"):
        return "domain"
    if best == "domain" and _is_part(question):
        return "duty"
    if best == "body" and question.all("body") and _acts(question):
        return "duty"
    if best == "duty" and question.all("body") and question.any("role") and not _doing(question):
        return "domain"
    return best


def _is_part(question: Question) -> bool:
    """Whether what is asked for are parts of a domain that is named: its three 方面."""
    nouns = [t for t in question.tokens if t.has("noun", "domain") and t.kind == "noun"]
    free = not question.all("body") and not question.any("role") and not question.any("except")
    return bool(
        question.all("domain") and nouns and free and all(t.text in _PART_WORDS for t in nouns)
    )


_PART_WORDS = ("方面", "哪些工作", "哪几项工作", "哪块工作")


def _acts(question: Question) -> bool:
    """Whom a body must supervise or report to: what it does, not who has a role beside it."""
    who = question.any("who")
    last = question.all("body")[-1]
    between = [
        t for t in question.spotted.loose if last.end <= t.start and who and t.end <= who.start
    ]
    free = not question.any("role") and not question.any("together") and not question.any("except")
    return bool(who and between and free and who.start > last.end and question.language == "zh")


def _is_duty(question: Question) -> bool:
    """What a named body must do, although a noun like 机构 is asked for."""
    return (
        not question.any("role") and not question.any("together") and bool(question.spotted.loose)
    )


def _doing(question: Question) -> bool:
    return any(t.has("noun", "duty") for t in question.tokens)


def _default(question: Question) -> Asked:
    led = any("牵头" in t.text or "lead" in t.text for t in question.all("several"))
    if led and question.all("body") and question.any("together"):
        return "body"
    if question.all("group") and not question.any("who"):
        return "duty"
    if not question.all("body") and question.all("domain") and question.any("several"):
        return "body"
    if question.all("body") and question.any("role") and question.any("which"):
        return "domain"
    if question.all("body") and question.any("role") and question.any("together"):
        return "body"
    if question.any("role", "lead") or question.any("role", "cooperate"):
        return "body" if question.all("domain") or question.all("section") else "domain"
    return "number" if question.any("how-many") else "duty"


def _weighed(question: Question) -> list[_Noun]:
    """Nouns with how likely each is what is asked for."""
    tokens = [t for t in question.tokens if t.kind != "topicless" or t.has("which")]
    found, passed_on = [], 0.0
    for index, token in enumerate(tokens):
        if token.has("who"):
            found.append(_Noun(token, "body", 5.5))
            continue
        meaning = token.get("noun")
        if meaning is None or _is_demand(tokens, index):
            continue
        weight = _weight(tokens, index, question)
        if _is_modifier(tokens, index, question):
            passed_on = max(passed_on, weight)
            continue
        found.append(_Noun(token, meaning.value, max(weight, passed_on)))  # type: ignore[arg-type]
        passed_on = 0.0
    return found


def _is_demand(tokens: list[Token], index: int) -> bool:
    """Whether 要求 is a verb with its figure behind it: 持证率要求多少."""
    after = tokens[index + 1 : index + 2]
    return tokens[index].text == "要求" and bool(after) and after[0].text == "多少"


def _is_modifier(tokens: list[Token], index: int, question: Question) -> bool:
    """Whether a Chinese noun only begins a compound: 措施文件 is a document."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    joined = (
        after is not None
        and after.start == tokens[index].end
        and after.kind == "noun"
        and not (after.has("need") or after.has("how-many"))
    )
    said = index and tokens[index - 1].has("which") and tokens[index + 1 :][:1]
    if said and said[0].text == "规定":
        return False  # 哪个领域规定: it lays down
    return joined and question.language == "zh" and tokens[index].kind == "noun"


def _weight(tokens: list[Token], index: int, question: Question) -> float:
    token = tokens[index]
    before = [t for t in tokens[max(0, index - 3) : index] if token.start - t.end <= 14]
    close = [t for t in before if _only_light(question, t, token)]
    if token.has("noun", "number") and not token.has("how-many"):
        return 4
    if token.text.startswith(("哪", "which ")) and token.has("noun", "source"):
        return 6
    if any(t.has("which") or t.has("how-many") for t in close) and not token.has("how-many"):
        return 6
    after = tokens[index + 1 : index + 3]
    near = [t for t in after if t.start - token.end <= 3 and _only_light(question, token, t)]
    if any(t.has("which") or t.has("how-many") for t in near):
        return 5
    if token.get("noun").value in _STRONG:  # type: ignore[union-attr]
        if token.has("how-many"):
            return 3
        if token.has("noun", "deadline") or token.has("noun", "frequency"):
            return 4.5
        return 2 if token.has("need") or _is_light(token) else 4
    return 1.5 if _is_head(question, token) else 1


def _is_head(question: Question, token: Token) -> bool:
    """Whether a Chinese noun stands after 的 and nothing but light words behind it."""
    text = question.spotted.text
    later = [
        t for t in question.tokens if t.start >= token.end and t.kind not in ("topicless", "which")
    ]
    loose = [t for t in question.spotted.loose if t.start >= token.end]
    return text[: token.start].endswith("的") and not later and not loose


def _is_light(token: Token) -> bool:
    """English verbs that any question has: must, do, work."""
    return token.text in (
        "must",
        "do",
        "work",
        "done",
        "required",
        "要求",
        "任务",
        "措施",
        "内容",
        "标准",
        "目标",
        "time",
        "item",
        "items",
    )


def _only_light(question: Question, first: Token, last: Token) -> bool:
    """Whether only function words, roles and levels stand between two tokens."""
    for token in question.tokens:
        if (
            first.end <= token.start
            and token.end <= last.start
            and token.kind
            in (
                "body",
                "domain",
                "who",
                "noun",
                "source",
                "section",
                "not",
                "nobody",
            )
        ):
            return False
    between = [t for t in question.spotted.loose if first.end <= t.start and t.end <= last.start]
    return sum(len(t.text) for t in between) <= (3 if question.language == "zh" else 12)


_WHEN = re.compile(r"时|日期|哪天|几号|哪年|when|date")


def facts_of(question: Question) -> tuple[str, ...]:
    """The properties of the document that are asked for, by their own words or by who and when."""
    named = [m.value for t in question.tokens if (m := t.get("fact")) is not None]
    found = list(dict.fromkeys(named))
    asks = any(w in t.text for t in question.tokens if t.has("fact") for w in ("谁", "who", "哪个"))
    who = asks or question.any("who") or (question.any("which") and question.any("noun", "body"))
    dated = any(_WHEN.search(t.text) for t in question.tokens if t.has("fact"))
    when = dated or question.any("noun", "deadline")
    origin = [f for f in found if f in ("rg:issuer", "rg:publisher")]
    if origin and who and not when:
        return tuple(origin)
    if found == ["rg:issuer"] and when and not who:
        return ("dct:issued",)
    if origin and who and when and "dct:issued" not in found:
        return (*origin, "dct:issued")
    if found == ["dct:issued"] and who:
        return ("rg:issuer", "dct:issued") if when else ("rg:issuer",)
    return tuple(found)


def _is_fact(question: Question, nouns: list[_Noun]) -> bool:
    fact = question.any("fact")
    if fact is None:
        return False
    others = any(
        n.value in ("phase", "source", "duty", "topic") and not n.token.has("branch") for n in nouns
    )
    if question.documents and question.any("branch") and not (others or question.any("role")):
        return not question.any("outside") and not _yes_no(question)
    if question.all("body") and fact.get("fact").value != "rg:issuer":  # type: ignore[union-attr]
        return False
    if question.all("domain") or question.all("section") or question.any("role", "lead"):
        return False
    if any(n.value in ("phase", "topic") for n in nouns) or question.any("outside"):
        return False
    if _yes_no(question) and not question.all("body"):
        return False
    if question.language == "zh":
        return (
            sum(len(t.text) for t in question.spotted.loose if t.text not in question.titles) <= 3
        )
    if question.documents and not question.any("role"):
        return True
    loose = [t for t in question.spotted.loose if len(t.text) > 1 and t.text not in question.titles]
    terms = [t for t in question.tokens if t.kind in ("soft", "term")]
    return len(loose) + len(terms) <= 1


def _yes_no(question: Question) -> Form | None:
    if question.any("yes-no"):
        return None if _goes_on(question) else "yes-no"
    if question.language == "en" and _AUXILIARY.search(question.spotted.text):
        which = question.any("which") or question.any("who") or question.any("how-many")
        return None if (which and which.start < 12) or _goes_on(question) else "yes-no"
    return None


_THEN = re.compile(
    r"[?\uff1f,\uff0c;\uff1b。] ?(?:如果有|若有|有的话|如有|那么?)?(?:,|\uff0c)?(?:具体|分别)?"
    r"(?:都)?(?:有|是|叫|包括)?(?:谁|哪[些几个家]|什么|几[个家]|多少)"
    r"|(?:[,;?] (?:and )?(?:if so,? )?|and if so,? )(?:which|who|whom|what|when|how many)\b"
    r"|[,\uff0c?\uff1f](?:如果不是|不是的话|要不是)[,\uff0c]?(?:那)?(?:又)?(?:是|由|归)?(?:谁|哪)|if not,? (?:who|which)"
)
_MAY = ("可以", "允许", "能否", "可否", "能不能", "可不可以")


def _goes_on(question: Question) -> bool:
    """Whether yes or no is not all that is wanted: are there any, and which? what may be done?"""
    if _THEN.search(question.spotted.text):
        return True
    said = [t for t in question.tokens if t.has("yes-no")]
    which = question.any("which")
    return bool(
        said
        and all(t.text in _MAY for t in said)
        and (
            any("什么" in t.text for t in question.all("noun"))
            or (which and said[0].end <= which.start and _has_noun(question, which))
        )
    )


def _has_noun(question: Question, which: Token) -> bool:
    return any(t.get("noun") and t.start >= which.end for t in question.tokens)


def _confirmed(question: Question, nouns: list[_Noun]) -> Asked:
    """What a yes-no question is about."""
    if question.any("level") and question.all("body"):
        return "body"
    if question.all("body") or question.all("nobody"):
        return "domain"
    values = [n.value for n in nouns]
    roles = [t for t in question.tokens if t.get("role")]
    if "topic" in values and "body" in values:
        return "body"
    if question.all("domain") or question.all("section"):
        for kind in ("place", "deadline", "source", "body"):
            if kind in values:
                return kind
        if roles and not question.spotted.loose:
            return "body"
    if "place" in values and not question.spotted.loose:
        return "place"
    return "duty"


def _superlative(question: Question, nouns: list[_Noun], form: Form) -> AskedFor:
    asked = next((n.value for n in nouns if n.weight >= 5), nouns[0].value if nouns else "domain")
    if asked == "number":
        asked = "domain"
    others = [n.value for n in nouns if n.value not in (asked, "number", "none")]
    measured: Asked = "domain" if asked == "body" else "duty"
    if asked == "domain":
        has_role = question.any("role")
        measured = next(
            (o for o in others if o in ("duty", "body", "source", "place", "deadline")),
            "body" if has_role else "duty",
        )
        if "body" in others or (has_role and measured == "duty" and "duty" not in others):
            measured = "body"
    return AskedFor(asked, form, measured=measured)


def _compared(question: Question, nouns: list[_Noun]) -> AskedFor | None:
    domains, bodies = question.all("domain"), question.all("body")
    values = [n.value for n in nouns]
    if len({t.meanings[0].value for t in domains}) >= 2:
        measured: Asked = "duty"
        for kind in ("body", "source", "deadline", "duty"):
            if any(n.value == kind and not n.token.has("who") for n in nouns):
                measured = kind
                break
        else:
            roles = question.any("role")
            if roles:
                measured = "body"
        return AskedFor("domain", "compare", measured=measured)
    if len({t.meanings[0].value for t in bodies}) >= 2:
        return AskedFor("body", "compare", measured="domain")
    del values
    return None


def _counted(question: Question, nouns: list[_Noun]) -> Asked | None:
    """The noun after "how many"; None when what is counted is a figure in the text."""
    for token in question.tokens:
        if not token.has("how-many"):
            continue
        after = [
            n
            for n in nouns
            if n.token.start >= token.end
            and not (n.token.text.isascii() and _is_light(n.token))
            and n.value != "number"
            and _only_light(question, token, n.token)
        ]
        if after and _is_count(after[0]):
            return after[0].value
        before = [n for n in nouns if 0 <= token.start - n.token.end <= 3 and n.value != "number"]
        if before and _is_count(before[0]):
            return before[0].value
    return None


def _is_count(noun: _Noun) -> bool:
    return noun.value in ("body", "domain", "duty", "source", "phase", "topic", "place", "deadline")


def is_confirmed(question: Question) -> bool:
    """Whether the question wants yes or no."""
    either = question.any("or") or "还是" in question.spotted.text
    return _yes_no(question) is not None and not either


_ROLE = re.compile(
    r"(?:什么|啥|哪种|何种)(?:角色|身份)|牵头还是|还是牵头|配合还是|扮演"
    r"|what role|which role|what capacity|lead or (?:cooperat|support|just)|leading or (?:cooperat|support)"
)
_FULL_NAME = re.compile(
    r"(?:是谁|是(?:个)?(?:什么|哪个|哪家|啥)(?:单位|部门|机构|局|来头)|指的?是?(?:谁|什么|哪个|哪家)|全称|全名|正式名称)"
    r"|(?:full|official|complete) name|what does .* stand for|what is (?:the )?\S+(?: bureau| office)?\?$|who is the"
)
_IDENTITY = re.compile(
    r"同一(?:个|家)?(?:单位|部门|机构|家)|一回事|一家单位吗|same (?:body|unit|department|agency|bureau|office|thing)|the same as"
)


def about(question: Question) -> Literal["role", "level", "identity", "name"] | None:
    """Whether the question is about the role, the level or the identity of named bodies."""
    text, bodies = question.spotted.text, question.all("body")
    if not bodies:
        return "name" if question.all("source") and _FULL_NAME.search(text) else None
    if _ROLE.search(text):
        return "role"
    if len([t for t in question.tokens if t.has("level")]) > 1 or (
        re.search(r"哪一?级|什么级别|几级|which level|what level|at what level", text)
        and len(question.tokens) < 12
        and not question.spotted.loose
    ):
        return "level"
    if _FULL_NAME.search(text) and not (question.any("role") or question.all("domain")):
        return "name" if not question.any("outside") else None
    return "identity" if _IDENTITY.search(text) and _yes_no(question) else None


def amount(question: Question, asked: AskedFor) -> tuple[tuple[int, int] | None, Asked]:
    """How many of what the asked bodies or domains must have; None where it is not said."""
    found = read_amount(question.spotted.text)
    if found is None or asked.asked not in ("domain", "body"):
        return None, asked.measured
    if asked.asked == "body":
        return (found, "domain") if not question.all("domain") else (None, asked.measured)
    nouns = [m.value for t in question.tokens if (m := t.get("noun")) is not None]
    if question.any("role") is None or "body" not in nouns:
        for kind in ("duty", "source", "deadline"):
            if kind in nouns:
                return found, kind
    return found, "body"
