"""Runs the query of a frame and reads the answer off its rows: one method for each asked type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.answers import composing
from kg.answers.answer import Quote, Result, unique
from kg.answers.cleaning import fold
from kg.answers.finding import Finder, Found, bare, headline, sentences_of
from kg.answers.frame import ANY, LEAD, Frame, Role
from kg.answers.knowledge import Duty, Knowledge, Timing
from kg.store import Store

Row = dict[str, str]
ENOUGH = {"zh": 0.5, "en": 0.4}
_MOST_QUOTES = 60
_ALIKE = 0.86
_SHARED: frozenset[Role] = frozenset({"shared"})


class Resolver:
    """Answers frames out of one store."""

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

    def lists(self, frame: Frame) -> Result:
        """The things asked for."""
        if frame.asked == "body":
            return self.bodies(frame)
        if frame.asked in ("domain", "topic"):
            return self.domains(frame)
        if frame.asked == "deadline":
            return self.deadlines(frame)
        if frame.asked == "frequency":
            return self.frequencies(frame)
        if frame.asked == "number":
            return self.numbers(frame)
        if frame.asked == "source":
            return self.sources(frame)
        if frame.asked == "phase":
            return self.phases(frame)
        if frame.asked == "place":
            return self.places(frame)
        if frame.asked == "fact":
            return self.facts(frame)
        return self.duties(frame)

    def search(self, frame: Frame, **more: Sequence[str]) -> list[Found]:
        """Sentences with the content of the question; empty when too little of it is there."""
        domains, sections = frame.domains, frame.sections
        extra = list(more.get("extra", ()))

        def within(duty: Duty) -> bool:
            if frame.documents and duty.document not in frame.documents:
                return False
            if sections and not any(self._under(duty.section, s) for s in sections):
                return False
            return not domains or self.knowledge.domain_of(duty.section) in domains

        def prefer(duty: Duty) -> bool:
            return self.knowledge.domain_of(duty.section) in frame.soft

        found = self.finder.find([*frame.topics, *extra], within=within, prefer=prefer)
        enough = ENOUGH[frame.language] - (0.1 if domains or sections else 0)
        return found if found and found[0].coverage >= enough else []

    def _under(self, section: str, ancestor: str) -> bool:
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

    # bodies

    def bodies(self, frame: Frame) -> Result:
        """Bodies in a role."""
        duties: list[str] = []
        if len(frame.domains) == 1 and frame.topics and self._elsewhere(frame):
            frame = replace(frame, domains=())
        if not (frame.domains or frame.sections) or len(frame.domains) > 1:
            found = self._duties_named(frame)
            if found:
                duties = [found[0].sentence.duty]
                named = self._named_in(frame, found[0])
                if named:
                    return named
                frame = replace(frame, domains=(), sections=())
            elif frame.topics or frame.soft:
                return Result("")
        result = self._with_fallback(frame, duties)
        if duties and result.values:
            best = self._duties_named(frame)
            if best:
                text = best[0].sentence
                quote = self.sentence_quote(text.duty, text.start, text.text)
                result.quotes = [*result.quotes, *([quote] if quote else [])]
        return result

    def _elsewhere(self, frame: Frame) -> bool:
        """Whether the content of the question stands in a text outside the named domain."""
        found = self.search(replace(frame, domains=()))
        inside = self.search(frame)
        best = found[0] if found else None
        if best is None or best.coverage < 0.75:
            return False
        home = self.knowledge.duties[best.sentence.duty]
        if self.knowledge.domain_of(home.section) in frame.domains or not self._covered(home):
            return False
        return not inside or inside[0].coverage < best.coverage - 0.25

    def _duties_named(self, frame: Frame) -> list[Found]:
        extra = [self.knowledge.name(d) for d in frame.domains] if len(frame.domains) > 1 else []
        loose = replace(frame, domains=()) if len(frame.domains) > 1 else frame
        return self.search(loose, extra=extra) if frame.topics or extra else []

    def _with_fallback(self, frame: Frame, duties: list[str]) -> Result:
        query = composing.bodies_query(frame, duties)
        if not (duties or frame.domains or frame.sections or frame.bodies or frame.documents):
            inside = composing.in_domains(query)
            query = inside if self.rows(inside) else query
        if frame.no_lead or frame.solo:
            query = composing.only_role(query, frame)
        rows = self.rows(query)
        if not rows and frame.roles == LEAD and not frame.bodies and not frame.level:
            query = composing.bodies_query(frame, duties, _SHARED)
            rows = self.rows(query)
            if rows:
                return self._named_rows(query, rows, kind="no-lead")
            query = composing.groups_query(frame, duties)
            rows = self.rows(query)
            if rows and (frame.domains or frame.sections or duties):
                return self._named_rows(query, rows, kind="group")
            rows = []
        return self._named_rows(query, rows)

    def _named_rows(self, query: str, rows: list[Row], kind: str = "list") -> Result:
        seen: dict[tuple[str, str], str] = {}
        for row in rows:
            seen.setdefault((row["answer"], row["document"]), row["value"])
        names: dict[str, str] = {}
        for (answer, _), value in seen.items():
            names.setdefault(answer, value)
        result = Result(query, unique(list(names.values())), kind=kind)
        result.documents = [document for (_, document) in seen]
        result.details = [value for value in seen.values()]
        result.quotes = self.quotes(r["evidence"] for r in rows)
        return result

    def _named_in(self, frame: Frame, found: Found) -> Result | None:
        """Bodies that the matching clause itself names, where no statement covers its duty."""
        duty = self.knowledge.duties[found.sentence.duty]
        if self.knowledge.domain_of(duty.section) or (frame.roles != ANY and self._covered(duty)):
            return None
        query = composing.actors_query([duty.iri])
        rows = self.rows(query)
        for text, start in (
            (found.clause, found.clause_start),
            (found.sentence.text, found.sentence.start),
        ):
            rows = [r for r in rows if _is_actor(r)]
            hits = [r for r in rows if self._mention(r["evidence"], duty, start, len(text))]
            hits = [r for r in hits if not frame.topics or not self._is_topic(r, frame)]
            if hits:
                result = Result(query, unique([self._as_written(r, duty) for r in hits]))
                quote = self.sentence_quote(duty.iri, found.sentence.start, found.sentence.text)
                result.quotes = [quote] if quote else []
                result.documents = [duty.document] * len(result.values)
                return result
        return None

    def _is_topic(self, row: Row, frame: Frame) -> bool:
        place = self.knowledge.places[row["evidence"]]
        return any(fold(place.quote) in fold(topic) for topic in frame.topics)

    def _covered(self, duty: Duty) -> bool:
        return bool(self.rows(composing.bodies_query(Frame("zh", "", "body"), [duty.iri])))

    def _mention(self, evidence: str, duty: Duty, start: int, length: int) -> bool:
        place, home = self.knowledge.places.get(evidence), self.knowledge.places.get(duty.evidence)
        if place is None or home is None or place.line != home.line:
            return False
        at = place.start - home.start
        return start <= at and at + len(place.quote) <= start + length

    def _as_written(self, row: Row, duty: Duty) -> str:
        return self.knowledge.places[row["evidence"]].quote

    # domains

    def domains(self, frame: Frame) -> Result:
        """Domains with bodies, content or properties."""
        constrained = (
            frame.bodies or frame.several or frame.no_lead or frame.having or frame.lacking
        )
        constrained = constrained or frame.level or (frame.time and not frame.topics)
        if not constrained and (frame.topics or frame.soft or len(frame.domains) > 1):
            return self._domains_of_content(frame)
        if frame.asked == "topic":
            return self._topics(frame)
        query = composing.domains_query(frame)
        result = self._domain_rows(query, self.rows(query))
        if not result.values and frame.bodies and not frame.domains and self._has_no_domains(frame):
            return self._headlines(frame)
        return result

    def _has_no_domains(self, frame: Frame) -> bool:
        """Whether the documents in which the bodies have roles are not ordered by domains."""
        rows = self.rows(composing.duties_query(replace(frame, topics=(), time=None)))
        homes = {r["document"] for r in rows}
        with_domains = {
            s.document for s in self.knowledge.sections.values() if s.kind == "DomainSection"
        }
        return bool(homes) and not homes & with_domains

    def _topics(self, frame: Frame) -> Result:
        query = composing.sections_query("rg:Topic", frame)
        return self._domain_rows(query, self.rows(query))

    def _domain_rows(self, query: str, rows: list[Row]) -> Result:
        seen: dict[str, str] = {}
        for row in rows:
            seen.setdefault(row["answer"], row["value"])
        evidence = [row[k] for row in rows for k in row if k.startswith("evidence")]
        result = Result(query, unique(list(seen.values())), quotes=self.quotes(evidence))
        pairs = unique([f"{r['document']}\n{r['value']}" for r in rows])
        result.documents = [p.split("\n")[0] for p in pairs]
        result.details = [p.split("\n", 1)[1] for p in pairs]
        return result

    def _domains_of_content(self, frame: Frame) -> Result:
        extra = [self.knowledge.name(d) for d in frame.domains]
        found = self.search(replace(frame, domains=(), sections=()), extra=extra)
        in_domain = [f for f in found if self._domain_section(f.sentence.duty)]
        if not in_domain:
            chosen = frame.domains
            if not chosen or frame.topics:
                return Result("")
            narrowed = replace(frame, domains=chosen[:1], topics=(), soft=())
            query = composing.domains_query(narrowed)
            result = self._domain_rows(query, self.rows(query))
            result.confidence = 0.7
            return result
        top = in_domain[0].score
        many = re.search(
            r"哪些|哪几|几个|domains|campaigns|areas|fields|sectors", fold(frame.question)
        )
        least = top * _ALIKE if many else top
        kept = [
            f for f in in_domain if f.score >= least - 1e-9 and f.coverage >= ENOUGH[frame.language]
        ]
        if not many:
            first = (
                self.knowledge.domain_of(self.knowledge.duties[kept[0].sentence.duty].section)
                if kept
                else ""
            )
            kept = [
                f
                for f in kept
                if self.knowledge.domain_of(self.knowledge.duties[f.sentence.duty].section) == first
            ]
        if not kept:
            return Result("")
        query = composing.domains_of_duties_query(unique([f.sentence.duty for f in kept]))
        result = self._domain_rows(query, self.rows(query))
        result.quotes = self._found_quotes(kept)
        result.confidence = min(1.0, kept[0].coverage)
        return result

    def _domain_section(self, duty: str) -> bool:
        domain = self.knowledge.domain_of(self.knowledge.duties[duty].section)
        return any(
            s.domain == domain and s.kind == "DomainSection"
            for s in self.knowledge.sections.values()
        )

    def _found_quotes(self, found: Sequence[Found]) -> list[Quote]:
        quotes = [
            self.sentence_quote(f.sentence.duty, f.sentence.start, f.sentence.text) for f in found
        ]
        return [q for q in quotes if q is not None]

    # duties

    def duties(self, frame: Frame) -> Result:
        """What must be done."""
        if frame.bodies and all(p.roles == ANY for p in frame.bodies):
            named = self._duties_of_bodies(frame)
            if named.values:
                return named
        if frame.time is not None:
            return self._due(frame)
        if frame.sources:
            return self._citing(frame)
        if frame.topics or (frame.soft and not frame.domains):
            found = self.search(frame)
            if found:
                return self._contents(frame, found)
            if frame.topics:
                return Result("")
        if not (frame.domains or frame.sections or frame.bodies):
            return Result("")
        return self._headlines(frame)

    def _headlines(self, frame: Frame) -> Result:
        query = composing.duties_query(frame)
        rows = self.rows(query)
        seen = unique([r["answer"] for r in rows])
        result = Result(
            query, unique([headline(self.knowledge.duties[i]) for i in seen]), kind="duties"
        )
        result.quotes = self.quotes(r["evidence"] for r in rows)
        result.documents = [self.knowledge.duties[i].document for i in seen]
        result.details = [headline(self.knowledge.duties[i]) for i in seen]
        return result

    def _contents(self, frame: Frame, found: list[Found]) -> Result:
        top = found[0].score
        kept = [f for f in found if f.score >= top * _ALIKE][:4]
        query = composing.duties_query(
            Frame(frame.language, "", "duty"), unique([f.sentence.duty for f in kept])
        )
        self.rows(query)
        values = [bare(f.sentence.text) for f in kept]
        if len(kept) == 1:
            values.append(headline(self.knowledge.duties[kept[0].sentence.duty]))
            values = [v for v in values if not any(v != other and v in other for other in values)]
        result = Result(query, unique(values), kind="duties")
        result.quotes = self._found_quotes(kept)
        whole = self.quote(self.knowledge.duties[kept[0].sentence.duty].evidence)
        if len(kept) == 1 and whole is not None and whole.text != result.quotes[0].text:
            result.quotes.append(whole)
        if len(kept) > 1:
            result.documents = [self.knowledge.duties[f.sentence.duty].document for f in kept]
            result.details = [bare(f.sentence.text) for f in kept]
        result.confidence = round(min(1.0, found[0].coverage), 2)
        return result

    def _duties_of_bodies(self, frame: Frame) -> Result:
        iris = [i for p in frame.bodies for i in p.iris]
        query = composing.named_duties_query(iris, frame)
        rows = self.rows(query)
        values, quotes, documents = [], [], []
        for row in rows:
            duty = self.knowledge.duties[row["answer"]]
            for sentence in self._acting(duty, iris):
                if frame.topics and not self._matches(frame, sentence.folded):
                    continue
                quote = self.sentence_quote(duty.iri, sentence.start, sentence.text)
                if quote and bare(sentence.text) not in values:
                    values.append(bare(sentence.text))
                    quotes.append(quote)
                    documents.append(duty.document)
        if values:
            return Result(
                query, values, quotes, kind="duties", documents=documents, details=list(values)
            )
        if frame.topics or frame.time:
            return Result("")
        roles = frozenset({"lead"}) if all(p.roles == ANY for p in frame.bodies) else None
        parts = tuple(replace(p, roles=roles or p.roles) for p in frame.bodies)
        led = self._headlines(replace(frame, bodies=parts))
        return led if led.values else self._headlines(frame)

    def _matches(self, frame: Frame, text: str) -> bool:
        words = [w for topic in frame.topics for w in topic.split("|")]
        return any(w in text or any(w[i : i + 2] in text for i in range(len(w) - 1)) for w in words)

    def _acting(self, duty: Duty, bodies: Sequence[str]) -> list:  # type: ignore[type-arg]
        names = [fold(n) for b in bodies for n in self.knowledge.entities[b].names if len(n) > 2]
        found = []
        for sentence in sentences_of(duty):
            clauses = re.split(
                r"[,,。;;]", re.sub(r"^[一二三四五六七八九十]+是", "", sentence.folded)
            )
            if any(c.startswith(tuple(names)) for c in clauses):
                found.append(sentence)
        return found

    def _citing(self, frame: Frame) -> Result:
        query = composing.duties_query(frame)
        values, quotes = [], []
        titles = [fold(self.knowledge.name(s)) for s in frame.sources]
        for iri in unique([r["answer"] for r in self.rows(query)]):
            duty = self.knowledge.duties[iri]
            for sentence in sentences_of(duty):
                if any(t in sentence.folded for t in titles):
                    values.append(bare(sentence.text))
                    quote = self.sentence_quote(iri, sentence.start, sentence.text)
                    quotes += [quote] if quote else []
        return Result(query, unique(values), quotes, kind="duties")

    # times

    def _due(self, frame: Frame) -> Result:
        query = composing.duties_query(frame)
        rows = self.rows(query)
        values, quotes, documents = [], [], []
        topics = [t for t in (self._without_time(t, frame) for t in frame.topics) if len(t) > 1]
        for row in rows:
            duty = self.knowledge.duties[row["answer"]]
            timing = next(t for t in self.knowledge.timings[duty.iri] if t.iri == row["deadline"])
            text, start = self._timed_clause(duty, timing)
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

    def _timed_clause(self, duty: Duty, timing: Timing) -> tuple[str, int]:
        """The clause of a deadline; with the next one where it holds only the time."""
        place, home = self.knowledge.places[timing.evidence], self.knowledge.places[duty.evidence]
        same_line = place.line == home.line and place.start >= home.start
        at = place.start - home.start if same_line else max(0, duty.text.find(place.quote))
        start = max(duty.text.rfind(c, 0, at) for c in ",,。;;") + 1
        end = at + len(place.quote)
        while end < len(duty.text):
            if duty.text[end] in ",,。;;" and (
                end - start > len(place.quote) + 5 or duty.text[end] in "。;;"
            ):
                break
            end += 1
        return duty.text[start:end], start

    def deadlines(self, frame: Frame) -> Result:
        """Days, periods and recurrences of duties and phases."""
        if frame.sections and not frame.topics and self._is_phase(frame):
            return self._phase_times(frame)
        timings = self._timings(frame)
        if not timings:
            return Result("")
        query = composing.deadlines_query([t.iri for t, _ in timings])
        self.rows(query)
        result = Result(query, unique([time_value(t) for t, _ in timings]), kind="deadlines")
        result.quotes = [q for _, q in timings if q is not None]
        result.details = [f"{t.text}({q.text if q else ''})" for t, q in timings]
        return result

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
                timing = self._nearest(found)
                if timing:
                    s = found.sentence
                    return [(timing, self.sentence_quote(s.duty, s.start, s.text))]
            return self._phase_timing(frame)
        if not (frame.domains or frame.sections or frame.bodies):
            return []
        rows = self.rows(composing.duties_query(frame))
        return [
            (
                t,
                self.sentence_quote(
                    t.duty, *reversed(self._timed_clause(self.knowledge.duties[t.duty], t))
                ),
            )
            for iri in unique([r["answer"] for r in rows])
            for t in self.knowledge.timings.get(iri, ())
            if t.value and not t.value.startswith("P")
        ]

    def _phase_timing(self, frame: Frame) -> list[tuple[Timing, Quote | None]]:
        return []

    def _nearest(self, found: Found) -> Timing | None:
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

    def frequencies(self, frame: Frame) -> Result:
        """How often something recurs, as the document writes it."""
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
                quotes = self._found_quotes([found])
                return Result(
                    query, [inside[0].text], quotes, kind="deadlines", details=[inside[0].text]
                )
        return self.numbers(frame)

    # figures, sources, phases, places, facts

    def numbers(self, frame: Frame) -> Result:
        """Figures that the matching clause states."""
        found = self.search(frame)
        best = self._with_figure(found, frame) if found else None
        if best is None:
            return Result("")
        query = composing.duties_query(Frame(frame.language, "", "duty"), [best.sentence.duty])
        self.rows(query)
        return Result(
            query,
            figures(best, frame)[:1],
            self._found_quotes([best]),
            kind="number",
            details=[bare(best.clause)],
            confidence=round(min(1.0, best.coverage), 2),
        )

    def _with_figure(self, found: list[Found], frame: Frame) -> Found | None:
        """The best sentence with a figure: alike in score, or of the duty that matches best."""
        unit = _asked_unit(fold(frame.question))
        near = [
            f
            for f in found
            if f.score >= found[0].score * 0.8 or f.sentence.duty == found[0].sentence.duty
        ]
        told = [f for f in near[:12] if figures(f, frame)]
        fitting = [f for f in told if unit and any(unit in v for v in figures(f, frame))]
        if fitting or told:
            return (fitting or told)[0]
        duty = self.knowledge.duties[found[0].sentence.duty]
        others = [
            replace(found[0], sentence=s, clause=s.text, clause_start=s.start)
            for s in sentences_of(duty)
        ]
        return next((f for f in others if figures(f, frame)), None)

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
            here = [r for r in rows if any(self._in(r["evidence"], f) for f in spans)]
            rows = here
        marked = [r for r in rows if r["marked"] == "true"] or rows
        outer = [
            r
            for r in marked
            if not any(r is not o and self._inside(r["evidence"], o["evidence"]) for o in marked)
        ]
        result = self._named_rows(query, outer or marked)
        return result

    def _in(self, evidence: str, found: Found) -> bool:
        duty = self.knowledge.duties[found.sentence.duty]
        return self._mention(evidence, duty, found.sentence.start, len(found.sentence.text))

    def _inside(self, inner: str, outer: str) -> bool:
        a, b = self.knowledge.places.get(inner), self.knowledge.places.get(outer)
        if a is None or b is None or a.document != b.document or a.line != b.line:
            return False
        return b.start <= a.start and a.end <= b.end and (a.start, a.end) != (b.start, b.end)

    def phases(self, frame: Frame) -> Result:
        """Phases: all, by their content or by their time."""
        query = composing.phases_query(frame)
        rows = self.rows(query)
        number = _ordinal(fold(frame.question))
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
            rows = [r for r in rows if self._under(home, r["answer"])]
            result = self._named_rows(query, rows)
            result.quotes += self._found_quotes(found[:1])
            return result
        return self._named_rows(query, rows)

    def places(self, frame: Frame) -> Result:
        """Townships that statements name."""
        query = composing.bodies_query(replace(frame, roles=ANY))
        return self._named_rows(query, self.rows(query))

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


_ACTOR = re.compile(r"^各?.{0,12}(?:部门|机构|党组\)|党委|成员单位|街道|镇)$")


def _is_actor(row: Row) -> bool:
    return "/group/" not in row["answer"] or bool(_ACTOR.match(row["value"]))


def _same_fact(text: str, value: str, key: str) -> bool:
    return value in text or text in value or key in text or text.startswith(key)


def _overlaps(time: str, start: str, end: str) -> bool:
    if not time:
        return False
    first, _, last = time.partition("/")
    return (first if last else "0000") <= end and (last or first) >= start


_ORDINALS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
}


def _ordinal(text: str) -> int | None:
    match = re.search(
        r"第([一二三四五六\d])(?:个)?(?:阶段|步)|(first|second|third|fourth|fifth) (?:phase|stage)",
        text,
    )
    if match:
        return _ORDINALS[match[1] or match[2]]
    match = re.search(r"(?:phase|stage) (\d)", text)
    if match:
        return int(match[1])
    if re.search(r"最后一?个?阶段|(?:last|final) (?:phase|stage)", text):
        return 4
    return None


def time_value(timing: Timing) -> str:
    """A deadline as a value: ISO day, month, or a/b; its words where it has no date."""
    month = re.fullmatch(r"(\d{4})年(\d{1,2})月(?:底)?前", timing.text)
    if month and "底" not in timing.text:
        return f"{month[1]}-{int(month[2]):02d}"
    if not timing.value or timing.value.startswith(("R", "P")):
        return timing.text
    return timing.value


_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:万|亿)?(?:吨/年|吨|%|个|类|项|次|家|名|人|年|米|公里|级|小时|岁|座|处|条|件|套|天|日)?"
    r"|[一二两三四五六七八九十]+(?:级|个|类|项|次|家|名|座|处|条|套|年内|天|批)|一年内"
)


def figures(found: Found, frame: Frame) -> list[str]:
    """Figures of the clause, without dates, those next to the question's words first."""
    clause_text = found.clause
    clause = re.sub(
        r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底)?前?",
        lambda m: "\0" * len(m[0]),
        bare(found.clause),
    )
    words = [w for t in frame.topics for w in t.split("|") if len(w) > 1]
    spots = [
        clause.find(w[i : i + 2])
        for w in words
        for i in range(max(1, len(w) - 1))
        if w[i : i + 2] in clause
    ]
    unit = _asked_unit(fold(frame.question))
    ranked = []
    for match in _FIGURE.finditer(clause):
        distance = min((abs(match.start() - s) for s in spots), default=0)
        ranked.append((0 if unit and unit in match[0] else 1, distance, match[0]))
    values = [value for _, _, value in sorted(ranked)]
    if not values and clause_text != found.sentence.text:
        return figures(replace(found, clause=found.sentence.text), frame)
    return [as_number(v) for v in values]


def _asked_unit(question: str) -> str:
    match = re.search(r"几([级类个项次家名座处套])|多少([个类项次家名座处套])", question)
    if match:
        return match[1] or match[2]
    if re.search(r"比例|百分|多少%|percent|proportion|share|rate", question):
        return "%"
    if re.search(r"level|grade|class", question):
        return "级"
    return "吨" if re.search(r"规模|capacity|多大", question) else ""


_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def as_number(figure: str) -> str:
    """A counted figure as a number: 三个 is 3; levels and units of measure stay as written."""
    match = re.fullmatch(r"([一二两三四五六七八九十])(?:个|类|项|次|家|名|座|处|条|套|批)", figure)
    if match:
        return str(_DIGITS[match[1]])
    match = re.fullmatch(r"(\d+)(?:个|类|项|次|家|名|座|处|条|套)", figure)
    return match[1] if match else figure
