"""Rows, sentences and quotes: what every kind of answer is made and proved with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.answers import composing
from kg.answers.answer import Quote, Result, unique
from kg.answers.finding import Finder, Found
from kg.answers.frame import Frame
from kg.answers.knowledge import Duty, Knowledge
from kg.store import Store

ENOUGH = {"zh": 0.5, "en": 0.5}
# One short word that stands in more sentences than this points at none of them.
_TOO_COMMON = 5
# So much of the question must be in a text outside the domain that a word of it may mean.
_SURE = 0.75
_MOST_QUOTES = 60
Row = dict[str, str]


class Prover:
    """Runs queries and finds sentences in one store, and quotes them at their positions."""

    def __init__(self, store: Store, knowledge: Knowledge) -> None:
        self.store = store
        self.knowledge = knowledge
        self.finder = Finder(knowledge)

    def rows(self, query: str) -> list[Row]:
        """The rows of a query as strings."""
        return [
            {name: "" if term is None else str(term) for name, term in row.items()}
            for row in self.store.select(query)
        ]

    def search(self, frame: Frame, **more: Sequence[str]) -> list[Found]:
        """Sentences with the content of the question; empty when too little of it is there."""
        domains, sections = frame.domains, frame.sections
        extra = list(more.get("extra", ()))

        def within(duty: Duty) -> bool:
            if frame.documents and duty.document not in frame.documents:
                return False
            if sections and not any(self.under(duty.section, s) for s in sections):
                return False
            return not domains or self.knowledge.domain_of(duty.section) in domains

        def prefer(duty: Duty) -> bool:
            return self.knowledge.domain_of(duty.section) in frame.soft

        found = self.finder.find([*frame.topics, *extra], within=within, prefer=prefer)
        if sum(len(t) for t in frame.topics) <= 2 and len(found) > _TOO_COMMON and not domains:
            return []
        enough = ENOUGH[frame.language] - (0.1 if domains or sections else 0)
        return found if found and found[0].coverage >= enough else []

    def search_anywhere(self, frame: Frame) -> list[Found]:
        """The same, and outside the domain that a word may mean where several documents are."""
        found = self.search(frame)
        if found or len(self.knowledge.texts) < 2 or not frame.domains or not frame.topics:
            return found
        wide = self.search(replace(frame, domains=(), soft=()))
        return wide if wide and wide[0].coverage >= _SURE else []

    def under(self, section: str, ancestor: str) -> bool:
        """Whether a section lies in another, or is it."""
        seen = 0
        while section and seen < 12:
            if section == ancestor:
                return True
            held = self.knowledge.sections.get(section)
            section, seen = (held.parent if held else ""), seen + 1
        return False

    def quote(self, evidence: str) -> Quote | None:
        """The quote of an evidence IRI."""
        place = self.knowledge.places.get(evidence)
        if place is None:
            return None
        return Quote(
            place.quote,
            place.document,
            place.line,
            place.start,
            place.end,
            place.iri,
            place.end_line,
        )

    def quotes(self, evidences: Iterable[str]) -> list[Quote]:
        """Quotes of evidence IRIs, without repetitions."""
        found = [self.quote(e) for e in unique([e for e in evidences if e])[:_MOST_QUOTES]]
        return [q for q in found if q is not None]

    def sentence_quote(self, duty_iri: str, start: int, text: str) -> Quote | None:
        """The quote of a part of a duty, at its own position."""
        duty = self.knowledge.duties[duty_iri]
        place = self.knowledge.places.get(duty.evidence)
        if place is None:
            return None
        line, column, before = place.line, place.start, duty.text[:start]
        breaks = before.count("\n")
        column = len(before) - before.rfind("\n") - 1 if breaks else column + len(before)
        line += breaks
        if "\n" in text:
            return self.quote(duty.evidence)
        return Quote(text, place.document, line, column, column + len(text), place.iri)

    def found_quotes(self, found: Sequence[Found]) -> list[Quote]:
        """The quotes of found sentences."""
        quotes = [
            self.sentence_quote(f.sentence.duty, f.sentence.start, f.sentence.text) for f in found
        ]
        return [q for q in quotes if q is not None]

    def named_rows(self, query: str, rows: list[Row], kind: str = "list") -> Result:
        """Names off rows, one for each thing, as the documents write them."""
        seen: dict[tuple[str, str], str] = {}
        for row in rows:
            seen.setdefault((row["answer"], row["document"]), row["value"])
        names: dict[str, str] = {}
        for (answer, _), value in seen.items():
            names.setdefault(answer, value)
        result = Result(query, unique(list(names.values())), kind=kind)
        result.documents = [document for (_, document) in seen]
        result.details = list(seen.values())
        result.quotes = self.quotes(r["evidence"] for r in rows)
        return result

    def domain_rows(self, query: str, rows: list[Row]) -> Result:
        """Labels of domains off rows."""
        seen: dict[str, str] = {}
        for row in rows:
            seen.setdefault(row["answer"], row["value"])
        evidence = [row[k] for row in rows for k in row if k.startswith("evidence")]
        result = Result(query, unique(list(seen.values())), quotes=self.quotes(evidence))
        pairs = unique([f"{r['document']}\n{r['value']}" for r in rows])
        result.documents = [p.split("\n")[0] for p in pairs]
        result.details = [p.split("\n", 1)[1] for p in pairs]
        return result

    def is_covered(self, duty: Duty) -> bool:
        """Whether a statement gives a duty to bodies."""
        return bool(self.rows(composing.bodies_query(Frame("zh", "", "body"), [duty.iri])))

    def is_governed(self, found: Found) -> bool:
        """Whether a statement over the duty, or in the found sentence, gives it to bodies."""
        duty = self.knowledge.duties[found.sentence.duty]
        start, length = found.sentence.start, len(found.sentence.text)
        rows = self.rows(composing.bodies_query(Frame("zh", "", "body"), [duty.iri]))
        told = {row["evidence"] for row in rows}
        return any(
            self.holds_mention(e, duty, start, length)
            or not self.holds_mention(e, duty, 0, len(duty.text))
            for e in told
        )

    def holds_mention(self, evidence: str, duty: Duty, start: int, length: int) -> bool:
        """Whether a mention lies in a part of the text of a duty."""
        place, home = self.knowledge.places.get(evidence), self.knowledge.places.get(duty.evidence)
        if place is None or home is None or place.line != home.line:
            return False
        at = place.start - home.start
        return start <= at and at + len(place.quote) <= start + length

    def in_domain_section(self, duty: str) -> bool:
        """Whether a duty lies in a section on a domain."""
        domain = self.knowledge.domain_of(self.knowledge.duties[duty].section)
        return any(
            s.domain == domain and s.kind == "DomainSection"
            for s in self.knowledge.sections.values()
        )
