"""Duties: of bodies, in domains, by content, by source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.answers import composing
from kg.answers.answer import Result, unique
from kg.answers.finding import Found, Sentence, bare, fold, headline, sentences_of
from kg.answers.frame import ANY, LEAD, Frame
from kg.answers.knowledge import Duty
from kg.answers.proving import Prover

_ALIKE = 0.86


class DutyAnswers(Prover):
    """Answers what must be done."""

    def duties(self, frame: Frame) -> Result:
        """What must be done."""
        if frame.bodies and all(p.roles == ANY for p in frame.bodies):
            named = self._duties_of_bodies(frame)
            if named.values:
                return named
        if frame.time is not None:
            return self.due(frame)
        if frame.sources:
            return self._citing(frame)
        if frame.topics or (frame.soft and not frame.domains):
            found = self.search(frame)
            if found:
                return self.contents(frame, found)
            if frame.topics:
                return Result("")
        if not (frame.domains or frame.sections or frame.bodies or frame.no_lead):
            return Result("")
        return self.headlines(frame)

    def due(self, frame: Frame) -> Result:
        """Duties that are due in a time; a class that knows of times overrides it."""
        return Result("")

    def headlines(self, frame: Frame) -> Result:
        """What duties are about, one line each."""
        query = composing.duties_query(frame)
        rows = self.rows(query)
        seen = unique([r["answer"] for r in rows])
        told = [(self._item(i, seen) or headline(self.knowledge.duties[i]), i) for i in seen]
        result = Result(query, unique([text for text, _ in told]), kind="duties")
        result.quotes = self.quotes(r["evidence"] for r in rows)
        result.documents = [self.knowledge.duties[i].document for _, i in told]
        result.details = [text for text, _ in told]
        return result

    def _item(self, duty_iri: str, among: Sequence[str]) -> str:
        """The heading of the item that a duty is of, where all of the item is told; or nothing."""
        duty = self.knowledge.duties[duty_iri]
        section = self.knowledge.sections.get(duty.section)
        if section is None or section.kind or self.knowledge.domain_of(section.iri):
            return ""
        item = [d.iri for d in self.knowledge.duties.values() if d.section == section.iri]
        return section.label if set(item) <= set(among) else ""

    def contents(self, frame: Frame, found: list[Found]) -> Result:
        """The sentences found, the best and those nearly as good."""
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
        result.quotes = self.found_quotes(kept)
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
        roles = LEAD if all(p.roles == ANY for p in frame.bodies) else None
        parts = tuple(replace(p, roles=roles or p.roles) for p in frame.bodies)
        led = self.headlines(replace(frame, bodies=parts))
        return led if led.values else self.headlines(frame)

    def _matches(self, frame: Frame, text: str) -> bool:
        words = [w for topic in frame.topics for w in topic.split("|")]
        return any(w in text or any(w[i : i + 2] in text for i in range(len(w) - 1)) for w in words)

    def _acting(self, duty: Duty, bodies: Sequence[str]) -> list[Sentence]:
        names = [fold(n) for b in bodies for n in self.knowledge.entities[b].names if len(n) > 2]
        found = []
        for sentence in sentences_of(duty):
            clauses = re.split(
                r"[,\uff0c。;\uff1b]", re.sub(r"^[一二三四五六七八九十]+是", "", sentence.folded)
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
