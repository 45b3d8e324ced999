"""The nouns of the product: what a document says, as values that point back at its text.

Positions follow the extraction record (README, "Extraction record"): ``line`` is 1-based in the
text view, ``start`` and ``end`` are 0-based code-point offsets in that line, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["lead", "cooperate", "shared"]
Mode = Literal["lead", "co-lead", "sole", "shared-no-lead", "generic-only"]
SectionKind = Literal["topic", "domain", "phase", "requirement", "other"]
DeadlineType = Literal["by", "during", "recurring", "relative", "ongoing"]
Precision = Literal["day", "month", "quarter", "half-year", "year", "none"]
Level = Literal["国家", "自治区", "省", "州", "市", "县", "区", "乡镇", "街道", "其他"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text view; ``end_line`` differs from ``line`` only over a line break."""

    line: int
    start: int
    end: int
    text: str
    end_line: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of the text view stands in the file as received.

    Attributes:
        page: 1-based page of a PDF.
        box: ``x0, top, x1, bottom`` on that page in points.
        paragraph: 1-based paragraph of a docx or html body.
        table: 1-based table, with ``row`` and, per tab-separated cell, ``cells``.
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class TextView:
    """A document as lines of text: its own lines for txt, else a paragraph or table row a line.

    Attributes:
        name: file name as received.
        media_type: e.g. ``text/plain``.
        lines: the lines, without line ends; cells of a table row joined by a tab.
        places: for each line where it stands in the file; empty for txt.
        sha256: hex digest of the bytes as received.
        byte_size: length of the file in bytes.
        encoding: the text encoding found, for text formats.
        tables: for each table the 1-based numbers of its lines, header first.
    """

    name: str
    media_type: str
    lines: tuple[str, ...]
    sha256: str
    byte_size: int
    encoding: str | None = None
    places: tuple[Place, ...] = ()
    tables: tuple[tuple[int, ...], ...] = ()

    @property
    def text(self) -> str:
        """The whole text view, lines joined by a line feed; document offsets count in it."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says about itself; None where it does not say."""

    title: str | None = None
    identifier: str | None = None
    index_number: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    publisher: str | None = None
    published: str | None = None
    subject: str | None = None
    topic_class: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    level: Level | None = None
    region: str | None = None
    region_code: str | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the document; ``id`` is its number path, unique in the document."""

    id: str
    kind: SectionKind
    number: str | None
    title: str
    parent: str | None
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """A body of public administration (or other organisation) as resolved from a mention.

    Attributes:
        canonical: full official name where known, else the completed mention.
        level: the rank the text gives the body.
        type: key of its type in the lexicon of bodies, e.g. ``emergency-management``; None unknown.
        region_code: GB/T 2260 code of its jurisdiction, ``000000`` for the nation; None unknown.
        uncertain: the identity cannot be settled from the text.
        candidates: canonical names it may be, where uncertain.
        reason: why it is uncertain, or what resolved it.
        valid_until: year in which a reform ended the body, for a body of the time before.
        successor: the body that took over then.
    """

    canonical: str
    level: Level
    type: str | None = None
    region_code: str | None = None
    uncertain: bool = False
    candidates: tuple[str, ...] = ()
    reason: str = ""
    valid_until: str | None = None
    successor: Body | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A body or group that a duty's own sentence names as acting; ``body`` None for a group."""

    span: Span
    name: str
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """The smallest numbered item that tells somebody to do something."""

    id: str
    section: str
    ordinal: str | None
    span: Span
    actors: tuple[Actor, ...] = ()
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A body named in a responsibility statement, in one role."""

    role: Role
    span: Span
    name: str
    body: Body


@dataclass(frozen=True, slots=True)
class Group:
    """A generic group of a statement, e.g. 相关乡镇、街道.

    Attributes:
        inherited: a rule for the whole document names it, where ``span`` stands, not the statement.
    """

    span: Span
    text: str
    role: Role
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One responsibility statement with everybody it names and the obligations it covers.

    Attributes:
        rule: key of the register entry that read it.
        confidence: 0 to 1, with ``reason`` saying what lowered it.
    """

    id: str
    section: str
    span: Span
    mode: Mode
    agents: tuple[Agent, ...]
    groups: tuple[Group, ...]
    open_ended: bool
    obligations: tuple[str, ...]
    rule: str
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time by, in or at which something must be done.

    Attributes:
        value: ISO date, ISO interval ``a/b``, ``R/P1Y`` or ``R/start/P1M``; None where not computable.
    """

    span: Span
    type: DeadlineType
    value: str | None
    precision: Precision
    obligations: tuple[str, ...]
    section: str | None = None
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A measurable aim: what, how much, of which unit."""

    span: Span
    what: str
    value: str | None
    unit: str | None
    obligations: tuple[str, ...]
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of a legal source.

    Attributes:
        title: the source's title without title marks.
        kind: 法律, 行政法规, 规范性文件, 方案, …; None unknown.
        issuing_level: level that issued it, as far as the words say.
        marked: whether it stands in title marks 《》.
        document_number: 文号 given beside it, where there is one.
    """

    span: Span
    title: str
    kind: str | None
    issuing_level: str | None
    marked: bool
    obligations: tuple[str, ...]
    document_number: str | None = None
    section: str | None = None
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A duty sentence (应, 要, 须) from which nothing was taken; kept for review."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read out of one document."""

    view: TextView
    metadata: Metadata
    sections: tuple[Section, ...]
    obligations: tuple[Obligation, ...]
    statements: tuple[Statement, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    citations: tuple[Citation, ...]
    gaps: tuple[Gap, ...] = ()
    warnings: Sequence[str] = ()
