"""Figures, sources, phases, townships and facts of documents."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.answers import composing
from kg.answers.answer import Result, unique
from kg.answers.cleaning import fold
from kg.answers.figures import COUNTERS, asked_unit, counted, figures, is_strict
from kg.answers.finding import Found, bare, sentences_of
from kg.answers.frame import ANY, Frame
from kg.answers.ordinals import ordinal
from kg.answers.times import TimeAnswers

_RECURRING = {"P3M": "每季度|季度", "P6M": "每半年|半年", "P1M": "每月", "P1Y": "每年"}
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年|[-—~～至－])")


class FactAnswers(TimeAnswers):
    """Answers with figures, legal sources, phases and properties of documents."""

    def frequencies(self, frame: Frame) -> Result:
        """How often something recurs, as the document writes it."""
        if frame.time is not None and frame.time.kind == "recurring":
            # How often is known, so how many times is asked for.
            return self.numbers(replace(frame, topics=(*frame.topics, _RECURRING[frame.time.end])))
        for found in self.search(frame)[:4]:
            duty = self.knowledge.duties[found.sentence.duty]
            timings = [t for t in self.knowledge.timings.get(duty.iri, ()) if t.kind == "recurring"]
            home = self.knowledge.places[duty.evidence].start
            first, last = found.sentence.start, found.sentence.start + len(found.sentence.text)
            inside = [
                t for t in timings if first <= self.knowledge.places[t.evidence].start - home < last
            ]
            if inside:
                query = composing.deadlines_query([inside[0].iri])
                quotes = self.found_quotes([found])
                return Result(
                    query, [inside[0].text], quotes, kind="deadlines", details=[inside[0].text]
                )
        return self.numbers(frame)

    def numbers(self, frame: Frame) -> Result:
        """Figures that the matching clause states."""
        found = [f for f in self.search_anywhere(frame) if self._is_of_year(f, frame)]
        best = self._with_figure(found, frame) if found else None
        if best is None:
            return Result("")
        query = composing.duties_query(Frame(frame.language, "", "duty"), [best.sentence.duty])
        self.rows(query)
        return Result(
            query,
            figures(best, frame)[:1],
            self.found_quotes([best]),
            kind="number",
            details=[bare(best.clause)],
            confidence=round(min(1.0, best.coverage), 2),
        )

    def _is_of_year(self, found: Found, frame: Frame) -> bool:
        """Whether a sentence speaks of the year that is asked for, or of none while none is."""
        if frame.time is None or frame.time.kind not in ("by", "in"):
            return True
        year, duty = frame.time.end[:4], self.knowledge.duties[found.sentence.duty]
        told = _YEAR.findall(found.sentence.text)
        if told or year in duty.text:
            return year in told or (not told and year in duty.text)
        first, last = self.knowledge.periods.get(duty.document, ("", ""))
        return first[:4] <= year <= last[:4] or year in self.knowledge.name(duty.document)

    def _with_figure(self, found: list[Found], frame: Frame) -> Found | None:
        """The best sentence with a figure: alike in score, or of the duty that matches best."""
        unit = asked_unit(fold(frame.question))
        near = [
            f
            for f in found
            if f.score >= found[0].score * 0.8 or f.sentence.duty == found[0].sentence.duty
        ]
        told = [f for f in near[:12] if figures(f, frame)]
        if unit in COUNTERS:
            return next((f for f in told if counted(figures(f, frame), unit)), None)
        fitting = [f for f in told if unit and any(unit in v for v in figures(f, frame))]
        if fitting or (told and not is_strict(unit, frame)):
            return (fitting or told)[0]
        duty = self.knowledge.duties[found[0].sentence.duty]
        others = [
            replace(found[0], sentence=s, clause=s.text, clause_start=s.start)
            for s in sentences_of(duty)
        ]
        measured = unit if is_strict(unit, frame) else ""
        return next((f for f in others if any(measured in v for v in figures(f, frame))), None)

    def sources(self, frame: Frame) -> Result:
        """Legal sources cited; those with title marks where there are any."""
        duties: list[str] = []
        spans: list[Found] = []
        if frame.topics:
            found = self.search(frame)
            if found and not (frame.domains or frame.sections):
                spans = [f for f in found if f.score >= found[0].score * 0.95][:3]
                duties = unique([f.sentence.duty for f in spans])
            elif not found and not (frame.domains or frame.sections):
                return Result("")
        query = composing.sources_query(frame, duties)
        rows = self.rows(query)
        if spans:
            rows = [r for r in rows if any(self._in(r["evidence"], f) for f in spans)]
            home = self._field_named(frame, spans[0])
            if not rows and home:
                return self.sources(replace(frame, topics=(), soft=(), domains=(home,)))
        marked = [r for r in rows if r["marked"] == "true"] or rows
        outer = [
            r
            for r in marked
            if not any(r is not o and self._inside(r["evidence"], o["evidence"]) for o in marked)
        ]
        result = self.named_rows(query, outer or marked)
        return result

    def _field_named(self, frame: Frame, found: Found) -> str:
        """The domain of a sentence, where the words of the question name it in part."""
        domain = self.knowledge.domain_of(self.knowledge.duties[found.sentence.duty].section)
        name = self.knowledge.name(domain) if domain else ""
        words = [w for topic in frame.topics for w in topic.split("|")]
        pairs = {w[i : i + 2] for w in words for i in range(len(w) - 1)}
        return domain if any(p in name for p in pairs if p not in ("企业", "安全")) else ""

    def _in(self, evidence: str, found: Found) -> bool:
        duty = self.knowledge.duties[found.sentence.duty]
        return self.holds_mention(evidence, duty, found.sentence.start, len(found.sentence.text))

    def _inside(self, inner: str, outer: str) -> bool:
        a, b = self.knowledge.places.get(inner), self.knowledge.places.get(outer)
        if a is None or b is None or a.document != b.document or a.line != b.line:
            return False
        return b.start <= a.start and a.end <= b.end and (a.start, a.end) != (b.start, b.end)

    def phases(self, frame: Frame) -> Result:
        """Phases: all, by their content or by their time."""
        query = composing.phases_query(frame)
        rows = self.rows(query)
        number = ordinal(fold(frame.question))
        labels = unique([r["answer"] for r in rows])
        if number and number <= len(labels):
            rows = [r for r in rows if r["answer"] == labels[number - 1]]
        elif frame.time and frame.time.start:
            start, end = frame.time.start, frame.time.end
            rows = [r for r in rows if _overlaps(r["time"], start, end)]
        elif frame.topics:
            sections = tuple(unique([r["answer"] for r in rows]))
            found = self.search(replace(frame, sections=sections, domains=()))
            if not found:
                return Result("")
            home = self.knowledge.duties[found[0].sentence.duty].section
            rows = [r for r in rows if self.under(home, r["answer"])]
            result = self.named_rows(query, rows)
            result.quotes += self.found_quotes(found[:1])
            return result
        return self.named_rows(query, rows)

    def places(self, frame: Frame) -> Result:
        """Townships that statements name."""
        query = composing.bodies_query(replace(frame, roles=ANY))
        return self.named_rows(query, self.rows(query))

    def facts(self, frame: Frame) -> Result:
        """A property of the documents."""
        query = composing.facts_query(frame)
        rows = self.rows(query)
        result = Result(query, unique([r["value"] for r in rows]), kind="fact")
        result.documents = [r["document"] for r in rows]
        quotes = self.quotes(r["evidence"] for r in rows)
        keys = [fold(v)[:7] for v in result.values]
        told = [
            q
            for q in quotes
            if any(_same_fact(fold(q.text), v, k) for v, k in zip(result.values, keys, strict=True))
        ]
        result.quotes = told or quotes
        if frame.fact == "rg:period":
            result.quotes = [q for q in quotes if "年" in q.text and "月" in q.text] or quotes
        return result


def _same_fact(text: str, value: str, key: str) -> bool:
    return value in text or text in value or key in text or text.startswith(key)


def _overlaps(time: str, start: str, end: str) -> bool:
    if not time:
        return False
    first, _, last = time.partition("/")
    return (first if last else "0000") <= end and (last or first) >= start
