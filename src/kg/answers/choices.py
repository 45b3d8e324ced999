"""Alternatives that a question offers: the bureau of A or that of B, one lead or two."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.answers.reading import Question
    from kg.answers.spotting import Token

_OR = re.compile(
    r"[,\uff0c]?(?:还是|或者|或|抑或)(?:是|由|归)?|,? or (?:is it |by |rather )?(?:the )?"
)
_OTHERS = re.compile(
    r"[,\uff0c]?还是(?:其他|其它|别的|别人|另外|另有|别家)|,? or (?:some(?:body|one)|any(?:body|one)) else"
    r"|,? or another|如果不是|要不是|不是的话|if not"
)
_MORE = re.compile(r"多|少|more|fewer|less|most|least")
_JOINTS = ("和", "与", "及", "以及", "、")
_LONGEST = 10
_ONE_OR_TWO = re.compile(
    r"一[家个](?:\S{0,4})?还是(?:两|多|几|好几)[家个]|(?:one|a single)(?: \w+)? or (?:two|several|more)"
)


def alternatives(question: Question) -> tuple[str, ...]:
    """The bodies among which the question asks for the right one; none where it does not."""
    text, bodies = question.spotted.text, question.all("body")
    if not bodies or _MORE.search(_without_names(question)) or _asks_role(question):
        return ()
    if len(bodies) > 1:
        between = [text[a.end : b.start] for a, b in pairwise(bodies)]
        if not _OR.fullmatch(between[-1]) or not all(map(_joins, between)):
            return ()
        return tuple(i for b in bodies for i in b.meanings[0].iris)
    other = _OTHERS.search(text, bodies[0].end)
    return bodies[0].meanings[0].iris if other else ()


def beside_bodies(question: Question) -> list[str]:
    """Words that a Chinese question joins to a body like another one, and that name none here."""
    tokens, found = question.tokens, []
    joints = [t for t in tokens if t.has("and") and t.text in _JOINTS]
    for chunk in question.spotted.loose if question.language == "zh" else ():
        after = next((t for t in tokens if t.start == chunk.end), None)
        ends = after is None or any(map(after.has, ("role", "which", "who", "and", "together")))
        bodies = question.all("body")
        behind = any(j.end == chunk.start and any(b.end == j.start for b in bodies) for j in joints)
        before = any(j.start == chunk.end and any(b.start == j.end for b in bodies) for j in joints)
        alone = before and not any(t.end == chunk.start for t in tokens)
        if (alone or (behind and ends)) and 2 <= len(chunk.text) <= _LONGEST:
            found.append(chunk.text)
    return found


def is_one_or_two(question: Question) -> bool:
    """Whether the question is how many there are: one lead or two."""
    return _ONE_OR_TWO.search(question.spotted.text) is not None


def _joins(between: str) -> bool:
    return bool(_OR.fullmatch(between)) or between in ("、", ",", ", ", "\uff0c", ", the ")


def _asks_role(question: Question) -> bool:
    """Whether roles are the alternatives, not bodies."""
    return len({m.value for t in question.tokens if (m := t.get("role"))} - {"any"}) > 1


def _without_names(question: Question) -> str:
    text = question.spotted.text
    named: list[Token] = [t for t in question.tokens if t.kind in ("body", "domain", "source")]
    for token in named:
        text = text[: token.start] + " " * (token.end - token.start) + text[token.end :]
    return text
