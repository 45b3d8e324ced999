"""Deadlines, periods and recurrences."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.answers import composing
from kg.answers.answer import Quote, Result, unique
from kg.answers.cleaning import fold
from kg.answers.duties import DutyAnswers
from kg.answers.finding import Found, bare
from kg.answers.frame import Frame
from kg.answers.knowledge import Duty, Timing

_MOST_SPANS = 5
_YEARS = re.compile(r"(?:19|20)\d\d年?(?:[-—至到](?:19|20)\d\d年?)?")


class TimeAnswers(DutyAnswers):
    """Answers when, by when and how often."""

    def due(self, frame: Frame) -> Result:
        """Duties that are due in a time."""
        query = composing.duties_query(frame)
        rows = self.rows(query)
        values, quotes, documents = [], [], []
        topics = [t for t in (self._without_time(t, frame) for t in frame.topics) if len(t) > 1]
        for row in rows:
            duty = self.knowledge.duties[row["answer"]]
            timing = next(t for t in self.knowledge.timings[duty.iri] if t.iri == row["deadline"])
            if frame.time and frame.time.kind == "by" and not self._own(duty, timing):
                continue
            text, start = self.timed_clause(duty, timing)
            if topics and not self._speaks_of(topics, duty, start, text):
                continue
            quote = self.sentence_quote(duty.iri, start, text)
            if quote and bare(text) not in values:
                values.append(bare(text))
                quotes.append(quote)
                documents.append(duty.document)
        return Result(
            query, values, quotes, kind="duties", documents=documents, details=list(values)
        )

    def _own(self, duty: Duty, timing: Timing) -> bool:
        """Whether a time stands in the duty itself, not in the heading of its phase."""
        place, home = self.knowledge.places[timing.evidence], self.knowledge.places[duty.evidence]
        return (home.line, home.start) <= (place.line, place.start) and (
            place.end_line,
            place.end,
        ) <= (home.end_line, home.end)

    def _without_time(self, topic: str, frame: Frame) -> str:
        if frame.time is None:
            return topic
        cut = fold(topic).replace(frame.time.text, "")
        return cut.lstrip("年底前末之以内里中的要")

    def _speaks_of(self, topics: list[str], duty: Duty, start: int, text: str) -> bool:
        found = self.finder.find(topics, within=lambda d: d.iri == duty.iri)
        folded = fold(text)
        words = [w for t in topics for w in t.split("|")]
        direct = any(w in folded for w in words if len(w) > 1)
        near = any(
            f.sentence.start <= start < f.sentence.start + len(f.sentence.text)
            and f.coverage >= 0.6
            for f in found
        )
        return direct or near

    def timed_clause(self, duty: Duty, timing: Timing) -> tuple[str, int]:
        """The clause of a deadline; with the next one where it holds only the time."""
        place, home = self.knowledge.places[timing.evidence], self.knowledge.places[duty.evidence]
        same_line = place.line == home.line and place.start >= home.start
        at = place.start - home.start if same_line else max(0, duty.text.find(place.quote))
        start = max(duty.text.rfind(c, 0, at) for c in ",\uff0c。;\uff1b") + 1
        end = at + len(place.quote)
        while end < len(duty.text):
            if duty.text[end] in ",\uff0c。;\uff1b" and (
                end - start > len(place.quote) + 5 or duty.text[end] in "。;\uff1b"
            ):
                break
            end += 1
        return duty.text[start:end], start

    def deadlines(self, frame: Frame) -> Result:
        """Days, periods and recurrences of duties and phases."""
        if frame.sections and not frame.topics and self._is_phase(frame):
            return self._phase_times(frame)
        if frame.sources and not (frame.topics or frame.bodies or frame.sections):
            return self._source_years(frame)
        timings = self._timings(frame)
        if not timings and frame.sections and self._is_phase(frame):
            return self._phase_times(frame)
        if not timings:
            return Result("")
        query = composing.deadlines_query([t.iri for t, _ in timings])
        self.rows(query)
        result = Result(query, unique([time_value(t) for t, _ in timings]), kind="deadlines")
        result.quotes = [q for _, q in timings if q is not None]
        result.details = [f"{t.text}({q.text.strip('。;；') if q else ''})" for t, q in timings]
        return result

    def spans(self, frame: Frame) -> Result:
        """From when to when what a question speaks of goes on, as its sentence says it."""
        for found in self.search(frame)[:_MOST_SPANS]:
            home = self.knowledge.places[self.knowledge.duties[found.sentence.duty].evidence].start
            first, last = found.sentence.start, found.sentence.start + len(found.sentence.text)
            for timing in self.knowledge.timings.get(found.sentence.duty, ()):
                at = self.knowledge.places[timing.evidence].start - home
                if "/" in timing.value and first <= at < last:
                    query = composing.deadlines_query([timing.iri])
                    quotes = self.quotes([timing.evidence])
                    return Result(
                        query, [timing.value], quotes, kind="deadlines", details=[timing.text]
                    )
        return Result("")

    def _source_years(self, frame: Frame) -> Result:
        """The years that the titles of sources say; nothing where they say none."""
        query = composing.sources_query(replace(frame, domains=()))
        rows = [r for r in self.rows(query) if _YEARS.search(r["value"])]
        years = [match[0] for r in rows if (match := _YEARS.search(r["value"]))]
        quotes = self.quotes(r["evidence"] for r in rows)
        told = unique([r["value"] for r in rows])
        return Result(query, unique(years), quotes, kind="deadlines", details=told)

    def _is_phase(self, frame: Frame) -> bool:
        return any(self.knowledge.sections[s].kind == "Phase" for s in frame.sections)

    def _phase_times(self, frame: Frame) -> Result:
        query = composing.phases_query(frame)
        rows = [r for r in self.rows(query) if r["time"]]
        values = [time_value(Timing("", "", "", r["time"], r["text"], "")) for r in rows]
        return Result(
            query,
            unique(values),
            self.quotes(r["evidence"] for r in rows),
            kind="deadlines",
            details=unique([r["text"] for r in rows]),
        )

    def _timings(self, frame: Frame) -> list[tuple[Timing, Quote | None]]:
        if frame.topics or (frame.soft and not frame.domains):
            for found in self.search(frame)[:3]:
                timing = self.nearest(found)
                if timing:
                    s = found.sentence
                    return [(timing, self.sentence_quote(s.duty, s.start, s.text))]
            return []
        if not (frame.domains or frame.sections or frame.bodies):
            return []
        rows = self.rows(composing.duties_query(frame))
        return [
            (t, self._clause_quote(t))
            for iri in unique([r["answer"] for r in rows])
            for t in self.knowledge.timings.get(iri, ())
            if t.value and not t.value.startswith("P")
        ]

    def _clause_quote(self, timing: Timing) -> Quote | None:
        text, start = self.timed_clause(self.knowledge.duties[timing.duty], timing)
        return self.sentence_quote(timing.duty, start, text)

    def nearest(self, found: Found) -> Timing | None:
        """The deadline that governs a clause: in it, before it in its sentence, or of its duty."""
        duty = self.knowledge.duties[found.sentence.duty]
        home = self.knowledge.places[duty.evidence]
        timings = [t for t in self.knowledge.timings.get(duty.iri, ()) if t.value]
        placed = [(self.knowledge.places[t.evidence].start - home.start, t) for t in timings]
        first, last = found.sentence.start, found.sentence.start + len(found.sentence.text)
        inside = [(at, t) for at, t in placed if first <= at < last]
        clause_end = found.clause_start + len(found.clause)
        before = [(at, t) for at, t in inside if at < clause_end]
        if before:
            return max(before, key=lambda p: p[0])[1]
        if inside:
            return inside[0][1]
        return (
            placed[0][1]
            if len(placed) == 1
            or (placed and found.coverage > 0.7 and len({t.value for _, t in placed}) == 1)
            else None
        )


def time_value(timing: Timing) -> str:
    """A deadline as a value: ISO day, month, or a/b; its words where it has no date."""
    month = re.fullmatch(r"(\d{4})年(\d{1,2})月(?:底)?前", timing.text)
    if month and "底" not in timing.text:
        return f"{month[1]}-{int(month[2]):02d}"
    if not timing.value or timing.value.startswith(("R", "P")):
        return timing.text
    return timing.value
