"""What a question asks, as typed data: the only thing that passes from reading to querying."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

Language = Literal["zh", "en"]
Asked = Literal[
    "body",
    "domain",
    "duty",
    "deadline",
    "frequency",
    "source",
    "phase",
    "place",
    "number",
    "fact",
    "topic",
    "none",
]
Form = Literal["list", "count", "yes-no", "most", "least", "compare"]
Role = Literal["lead", "cooperate", "shared"]
ANY: frozenset[Role] = frozenset({"lead", "cooperate", "shared"})
LEAD: frozenset[Role] = frozenset({"lead"})
COOPERATE: frozenset[Role] = frozenset({"cooperate"})
# Who is responsible leads; where nobody leads, those who share.
RESPONSIBLE: frozenset[Role] = frozenset({"lead", "shared"})


@dataclass(frozen=True)
class BodyPart:
    """A body as a constraint: which one, in which roles, wanted or not.

    Attributes:
        iris: the bodies a name may mean.
        text: the words of the question.
    """

    iris: tuple[str, ...]
    text: str
    roles: frozenset[Role] = ANY
    negated: bool = False


@dataclass(frozen=True)
class TimeSpan:
    """A time in the question.

    Attributes:
        kind: ``by`` a day, ``in`` a span, ``recurring`` or ``ongoing``.
    """

    kind: Literal["by", "in", "recurring", "ongoing"]
    start: str = ""
    end: str = ""
    text: str = ""


@dataclass(frozen=True)
class Unknown:
    """Something named in the question that the graph has no word for."""

    kind: Literal[
        "body", "domain", "attribute", "place", "year", "words", "content", "instruction", "chat"
    ]
    text: str


@dataclass(frozen=True)
class Frame:
    """A question, understood.

    Attributes:
        asked: the type of thing asked for.
        roles: role between the asked body or domain and the rest.
        departments: only departments count, no townships.
        not_level: the level is the one that is not wanted.
        solo: "only": exactly this role, or exactly one body.
        leads: how many leads a statement must have: None, 0 or "several".
        topics: words of content that must be found in a duty's text.
        soft: fields the content words lie in, used when no text is found.
        lacking: what the asked domains do not have, e.g. places, deadline, source.
        amount: the least and the most there must be of what is measured.
        about: the role, level or full name of the bodies is asked for, or whether they are one body.
        facts: what else of the document is asked for.
        choices: bodies of which the question asks for the right one.
        confirm: a comparison that is to be confirmed: has the first more than the second?
    """

    language: Language
    question: str
    asked: Asked
    form: Form = "list"
    roles: frozenset[Role] = ANY
    bodies: tuple[BodyPart, ...] = ()
    domains: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    level: str | None = None
    not_level: bool = False
    departments: bool = False
    time: TimeSpan | None = None
    topics: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    fact: str | None = None
    facts: tuple[str, ...] = ()
    measured: Asked = "none"
    measured_roles: frozenset[Role] = ANY
    solo: bool = False
    several: bool = False
    no_lead: bool = False
    together: bool = False
    lacking: str | None = None
    having: str | None = None
    negated: bool = False
    prohibits: bool | None = None
    confirm: bool = False
    amount: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    about: Literal["role", "level", "identity", "name"] | None = None
    unknown: tuple[Unknown, ...] = ()
    mentions: tuple[tuple[str, str], ...] = field(default=())


class LanguageModel(Protocol):
    """A helper that may propose how to understand a question; it never writes an answer.

    Nothing calls one unless it is passed to `kg.answers.Answerer`; what it proposes is queried
    and proved like any other frame.
    """

    def propose(self, question: str, language: Language) -> Frame | None:
        """Propose a frame, or None."""
        ...
