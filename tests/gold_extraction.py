"""The hand annotation of the Changji plan as an `Extraction`: data beside any extractor.

``python -m tests.gold_extraction`` prints its graph as TriG.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from kg.mapping import map_extraction, write_trig
from kg.mapping.names import resolve_name
from kg.model import (
    Actor,
    Agent,
    Body,
    Citation,
    Deadline,
    DeadlineType,
    Extraction,
    Group,
    Level,
    Metadata,
    Mode,
    Obligation,
    Precision,
    Role,
    Section,
    SectionKind,
    Span,
    Statement,
    Target,
    TextView,
)
from kg.vocabulary import DEFAULT_BASE

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "data" / "gold" / "changji-2020.json"
SOURCE = ROOT / "data" / "sources" / "changji-2020.txt"

Annotation = Mapping[str, Any]
_REGIONS = {"国家": "000000", "自治区": "650000", "州": "652300"}


@cache
def gold_extraction() -> Extraction:
    """Return what the annotation says about the Changji plan."""
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    view = _view()
    sections = {each["id"]: _section(view, each) for each in gold["sections"]}
    bodies = {alias: body for body, aliases in _bodies(gold) for alias in aliases}
    return Extraction(
        view=view,
        metadata=_metadata(gold["metadata"]),
        sections=tuple(sections.values()),
        obligations=tuple(_obligation(each, bodies) for each in gold["obligations"]),
        statements=tuple(_iter_statements(view, gold, bodies)),
        deadlines=tuple(_iter_deadlines(gold, sections)),
        targets=tuple(_iter_targets(gold)),
        citations=tuple(_iter_citations(gold)),
    )


def gold_trig(base: str = DEFAULT_BASE) -> str:
    """Return the annotation's graph and its description as TriG."""
    mapped = map_extraction(gold_extraction(), base)
    described = ((*triple, mapped.description_iri) for triple in mapped.description)
    return write_trig([*mapped.quads(), *described], base)


def _view() -> TextView:
    content = SOURCE.read_bytes()
    lines = tuple(content.decode("utf-8").removesuffix("\n").split("\n"))
    digest = sha256(content).hexdigest()
    return TextView(SOURCE.name, "text/plain", lines, digest, len(content), "utf-8")


def _span(each: Annotation, line: int | None = None) -> Span:
    return Span(line or each["line"], each["start"], each["end"], each["text"])


def _metadata(said: Annotation) -> Metadata:
    return Metadata(
        title=said["title"],
        identifier=said["index_number"],
        index_number=said["index_number"],
        document_number=said["document_number"],
        issuer=said["issuer"],
        publisher=said["publisher"],
        published=said["published_at"][:10],
        subject=said["subject"],
        period_start=said["period_start"],
        period_end=said["period_end"],
        level="市",
        region="昌吉市",
        region_code="652301",
        spans={name: _span(span) for name, span in said["spans"].items()},
    )


def _section(view: TextView, each: Annotation) -> Section:
    line = view.lines[each["line"] - 1]
    start = max(line.find(each["title"]), 0)
    end = start + len(each["title"]) if each["title"] in line else len(line)
    kind = cast(SectionKind, each["kind"])
    place = (each["line"], start, end)
    return Section(each["id"], kind, each["number"], each["title"], each["parent"], *place)


def _bodies(gold: Annotation) -> Iterator[tuple[Body, tuple[str, ...]]]:
    for each in gold["organizations"]:
        level = cast(Level, each["level"])
        code = _REGIONS.get(level, "652301")
        reason = each["note"] if each["uncertain"] else ""
        known = None if each["uncertain"] else resolve_name(each["canonical"], Metadata()).type
        body = Body(each["canonical"], level, known, code, each["uncertain"], reason=reason)
        yield body, (each["canonical"], *each["aliases"])


def _obligation(each: Annotation, bodies: Mapping[str, Body]) -> Obligation:
    span = _span(each)
    actors = []
    for actor in each["actors"]:
        mention = Span(span.line, actor["start"], actor["end"], actor["mention"])
        actors.append(Actor(mention, actor["mention"], bodies.get(actor["mention"])))
    return Obligation(each["id"], each["section"], each["ordinal"], span, tuple(actors))


def _iter_statements(
    view: TextView, gold: Annotation, bodies: Mapping[str, Body]
) -> Iterator[Statement]:
    for number, each in enumerate(gold["assignments"], 1):
        span = _span(each)
        whole = each["scope"] == "whole section"
        covered = [
            obligation["id"]
            for obligation in gold["obligations"]
            if (
                obligation["section"] == each["section"]
                if whole
                else obligation["id"] in each["scope"]
            )
        ]
        groups = tuple(
            Group(_inside(view, span, text), text, "cooperate" if each["leads"] else "shared")
            for text in each["generic_groups"]
        )
        yield Statement(
            f"{each['section']}-s{number}",
            each["section"],
            span,
            cast(Mode, each["mode"]),
            tuple(_iter_agents(each, bodies)),
            groups,
            each["open_ended"],
            tuple(covered),
            "annotation",
        )


def _iter_agents(each: Annotation, bodies: Mapping[str, Body]) -> Iterator[Agent]:
    # A list goes on at the level of its last written prefix, but a state or 州 name inside it
    # does not change the level of the names after it; the annotation gives the level itself.
    prefixes = {"市": "市", "州": "州"}
    helper: Role = "cooperate" if each["leads"] else "shared"
    for role, named in (("lead", each["leads"]), (helper, each["cooperators"])):
        for agent in named:
            mention, level = agent["mention"], agent["level"]
            body = bodies.get(agent["canonical"])
            body = body or Body(
                agent["canonical"], level, "annotated", _REGIONS.get(level, "652301")
            )
            bare = not re.match(r"市|州|昌吉|中共|国家|自治区", mention)
            name = prefixes.get(level, "") + mention if bare else mention
            span = Span(each["line"], agent["start"], agent["end"], mention)
            yield Agent(cast(Role, role), span, name, body)


def _inside(view: TextView, span: Span, text: str) -> Span:
    start = view.lines[span.line - 1].find(text, span.start, span.end)
    if start < 0:
        return span
    return Span(span.line, start, start + len(text), text)


def _iter_deadlines(gold: Annotation, sections: Mapping[str, Section]) -> Iterator[Deadline]:
    for obligation in gold["obligations"]:
        section = sections[obligation["section"]]
        for each in obligation["deadlines"]:
            heading = section.kind == "phase"
            yield Deadline(
                _span(each, obligation["line"]),
                cast(DeadlineType, each["type"]),
                each["value"],
                _precision(each["text"]),
                tuple(
                    o["id"] for o in gold["obligations"] if heading and o["section"] == section.id
                )
                or (obligation["id"],),
                section.id if heading else None,
            )


def _precision(text: str) -> Precision:
    for word, precision in (("日", "day"), ("月", "month"), ("季", "quarter"), ("年", "year")):
        if word in text:
            return cast(Precision, precision)
    return "none"


def _iter_targets(gold: Annotation) -> Iterator[Target]:
    for obligation in gold["obligations"]:
        for each in obligation["targets"]:
            value = None if each["value"] is None else str(each["value"])
            span = _span(each, obligation["line"])
            yield Target(span, each["what"], value, each["unit"], (obligation["id"],))


def _iter_citations(gold: Annotation) -> Iterator[Citation]:
    for each in gold["legal_sources"]:
        title = re.sub(r"^[《〈]|[》〉]$", "", each["title"])
        for mention in each["mentions"]:
            yield Citation(
                _span(mention),
                title,
                each["kind"],
                each["issuing_level"],
                each["in_title_marks"],
                tuple(each["obligations"]),
            )


if __name__ == "__main__":
    sys.stdout.write(gold_trig())
