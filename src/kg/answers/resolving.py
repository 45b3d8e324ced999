"""Reads answers off the rows of queries: bodies and domains, and the choice among all types."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from kg.answers import composing
from kg.answers.answer import Result, unique
from kg.answers.cleaning import fold
from kg.answers.facts import FactAnswers
from kg.answers.finding import Found
from kg.answers.frame import ANY, LEAD, RESPONSIBLE, Frame, Role
from kg.answers.knowledge import Duty
from kg.answers.proving import ENOUGH, Row

_ROLE_WORDS = {
    "zh": {"lead": "牵头", "cooperate": "配合", "shared": "共同负责"},
    "en": {"lead": "lead", "cooperate": "cooperate", "shared": "shared responsibility"},
}
_SHARED: frozenset[Role] = frozenset({"shared"})
_ALIKE = 0.86
_MENTIONED = re.compile(r"哪[些几].*?(?:提到|提及|提了|出现|写到|说到|讲到|点到)|\bmention")
# So many characters of unknown content do not stand in the way of the field that is named.
_LITTLE = {"zh": 4, "en": 9}
_ACTOR = re.compile(r"^各?[^的是]{0,12}(?:部门|机构|党组\)|党委|成员单位|街道|镇)$")


class Resolver(FactAnswers):
    """Answers frames out of one store."""

    def lists(self, frame: Frame) -> Result:
        """The things asked for; those responsible lead, or share where they lead nothing."""
        if any(p.roles == RESPONSIBLE for p in frame.bodies):
            for roles in (LEAD, _SHARED):
                parts = tuple(
                    replace(p, roles=roles) if p.roles == RESPONSIBLE else p for p in frame.bodies
                )
                result = self.lists(replace(frame, bodies=parts))
                if result.values:
                    break
            return result
        if frame.choices:
            return self._chosen(frame)
        if frame.about == "name":
            named = replace(frame, topics=(), domains=())
            return self.names(frame) if frame.bodies else self.sources(named)
        if frame.about in ("role", "level"):
            return self.properties(frame)
        if frame.amount and not (frame.bodies or frame.several):
            return self.amounts(frame)
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
            told = self.facts(frame)
            spans = frame.fact == "rg:period" and not told.values and frame.topics
            return self.spans(frame) if spans else told
        return self.duties(frame)

    def _chosen(self, frame: Frame) -> Result:
        """Those of the offered bodies that it is; whoever it is where it is none of them."""
        every = self.lists(replace(frame, choices=()))
        if not every.values or frame.negated:
            return replace(every, values=[])  # who is not there is in no row
        query = composing.with_answer(every.query, frame.choices)
        rows = self.rows(query)
        return self.named_rows(query, rows, kind=every.kind) if rows else every

    def names(self, frame: Frame) -> Result:
        """The full names of named bodies, with a statement that names them."""
        query = composing.levels_query(frame)
        rows = self.rows(query)
        iris = unique([r["answer"] for r in rows])
        result = Result(query, unique([self.knowledge.name(iri) for iri in iris]))
        result.quotes = self.quotes(r["evidence"] for r in rows[:3])
        return result

    def properties(self, frame: Frame) -> Result:
        """The role of named bodies in a domain, or their level."""
        if frame.about == "level":
            query = composing.levels_query(frame)
            rows = self.rows(query)
            values = [
                f"{r['value']}级" if frame.language == "zh" else r["level"].rsplit("level-", 1)[-1]
                for r in rows
            ]
            return Result(query, unique(values), self.quotes(r["evidence"] for r in rows))
        scope = replace(frame, bodies=(), roles=ANY, asked="body", together=False)
        if not (scope.domains or scope.sections):
            return Result("")
        iris = [i for p in frame.bodies for i in p.iris]
        query = composing.with_answer(composing.bodies_query(scope), iris)
        rows = self.rows(query)
        words = _ROLE_WORDS[frame.language]
        values = [words[r["role1"].rsplit("#", 1)[-1]] for r in rows]
        return Result(query, unique(values), self.quotes(r["evidence"] for r in rows))

    def amounts(self, frame: Frame) -> Result:
        """Domains or bodies with so many of what is measured."""
        query = composing.pairs_query(replace(frame, measured_roles=frame.roles))
        rows = self.rows(query)
        items: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            items[row["answer"]].add(row["item"])
        least, most = frame.amount or (1, 1)
        return self.named_rows(query, [r for r in rows if least <= len(items[r["answer"]]) <= most])

    def bodies(self, frame: Frame) -> Result:
        """Bodies in a role; in each of the domains where several are to be had together."""
        if frame.together and len(frame.domains) > 1 and not (frame.bodies or frame.topics):
            return self._in_each(frame)
        return self._bodies(frame)

    def _in_each(self, frame: Frame) -> Result:
        held = [
            {r["answer"] for r in self.rows(composing.bodies_query(replace(frame, domains=(d,))))}
            for d in frame.domains
        ]
        query = composing.with_answer(
            composing.bodies_query(frame), sorted(set.intersection(*held))
        )
        return self.named_rows(query, self.rows(query))

    def _bodies(self, frame: Frame) -> Result:
        duties: list[str] = []
        if len(frame.domains) == 1 and frame.topics:
            if self._elsewhere(frame):
                frame = replace(frame, domains=())
            elif frame.roles == ANY and not frame.bodies and not self._is_light(frame):
                return Result("")
        if not (frame.domains or frame.sections) or len(frame.domains) > 1:
            found = self._duties_named(frame)
            if found and self._strays(frame, found[0]):
                found, frame = [], replace(frame, domains=frame.soft[:1], topics=(), soft=())
            if found:
                duties = [found[0].sentence.duty]
                named = self._named_in(frame, found[0])
                if named:
                    return named
                frame = replace(frame, domains=(), sections=())
            elif self._only_names_field(frame):
                frame = replace(frame, domains=frame.soft, topics=(), soft=())
            elif frame.topics or (frame.soft and not frame.domains):
                return Result("")
        result = self._with_fallback(frame, duties)
        if duties and result.values:
            best = self._duties_named(frame)
            if best:
                text = best[0].sentence
                quote = self.sentence_quote(text.duty, text.start, text.text)
                result.quotes = [*result.quotes, *([quote] if quote else [])]
        return result

    def _only_names_field(self, frame: Frame) -> bool:
        """Whether the content is one field of one domain, and little that no text knows."""
        named = {text for text, _ in frame.mentions}
        rest = [t for t in frame.topics if t not in named and "|" not in t]
        said = frame.roles != ANY or frame.solo
        most = _LITTLE[frame.language]
        told = all("|" not in t or self.finder.holds(t.split("|")) for t in frame.topics)
        sure = len(frame.soft) == 1 and not frame.domains and said and told
        return sure and sum(map(len, rest)) <= most

    def _is_light(self, frame: Frame) -> bool:
        """Whether the content beside a domain is little, or stands in the texts of the domain."""
        rest = sum(len(t) for t in frame.topics if "|" not in t)
        return rest <= _LITTLE[frame.language] or bool(self.search(frame))

    def _strays(self, frame: Frame, found: Found) -> bool:
        """Whether the one word of content names a field and was found outside that field."""
        if not frame.soft or len(frame.topics) != 1 or frame.domains:
            return False
        named = {text for text, _ in frame.mentions}
        if frame.topics[0] not in named and "|" not in frame.topics[0]:
            return False
        duty = self.knowledge.duties[found.sentence.duty]
        return self.knowledge.domain_of(duty.section) not in frame.soft

    def _elsewhere(self, frame: Frame) -> bool:
        """Whether the content of the question stands in a text outside the named domain."""
        named = {text for text, iri in frame.mentions if iri in frame.domains}
        if named and all(topic in named for topic in frame.topics):
            return False  # the word that names the domain is all the content there is
        found = self.search(replace(frame, domains=()))
        inside = self.search(frame)
        best = found[0] if found else None
        if best is None or best.coverage < 0.75:
            return False
        home = self.knowledge.duties[best.sentence.duty]
        if self.knowledge.domain_of(home.section) in frame.domains or not self.is_covered(home):
            return False
        return not inside or inside[0].coverage < best.coverage - 0.25

    def _duties_named(self, frame: Frame) -> list[Found]:
        found = self._duties_told(frame)
        if found or len(frame.domains) < 2 or not frame.topics:
            return found
        each = [self.search(replace(frame, domains=(d,))) for d in frame.domains]
        return max(each, key=lambda f: f[0].coverage if f else 0.0)

    def _duties_told(self, frame: Frame) -> list[Found]:
        extra = [self.knowledge.name(d) for d in frame.domains] if len(frame.domains) > 1 else []
        loose = replace(frame, domains=()) if len(frame.domains) > 1 else frame
        if "主管部门" in frame.question and frame.topics:
            extra = [*extra, "主管部门"]
        return self.search(loose, extra=extra) if frame.topics or extra else []

    def _with_fallback(self, frame: Frame, duties: list[str]) -> Result:
        query = composing.bodies_query(frame, duties)
        if not (duties or frame.domains or frame.sections or frame.bodies or frame.documents):
            inside = composing.in_domains(query)
            query = inside if self.rows(inside) else query
        if frame.no_lead or frame.solo:
            query = composing.only_role(query, frame)
        rows = self.rows(query)
        if not rows and frame.bodies and not (frame.domains or frame.together):
            query = composing.bodies_query(replace(frame, together=True), duties)
            rows = self.rows(query)
        if not rows and frame.roles in (LEAD, ANY) and not frame.bodies and not frame.level:
            query = composing.bodies_query(frame, duties, _SHARED)
            rows = self.rows(query)
            if rows:
                return self.named_rows(query, rows, kind="no-lead")
            query = composing.groups_query(frame, duties)
            rows = self.rows(query)
            if rows and (frame.domains or frame.sections or duties):
                return self.named_rows(query, rows, kind="group")
            rows = []
        return self.named_rows(query, rows)

    def _named_in(self, frame: Frame, found: Found) -> Result | None:
        """Bodies that the matching clause itself names, where no statement covers its duty."""
        duty = self.knowledge.duties[found.sentence.duty]
        if self.knowledge.domain_of(duty.section) or (
            frame.roles != ANY and self.is_governed(found)
        ):
            return None
        query = composing.actors_query([duty.iri])
        rows = self.rows(query)
        for text, start in (
            (found.clause, found.clause_start),
            (found.sentence.text, found.sentence.start),
        ):
            rows = [r for r in rows if _is_actor(r)]
            hits = [r for r in rows if self.holds_mention(r["evidence"], duty, start, len(text))]
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
        quote = fold(place.quote)
        return any(quote in fold(t) or (len(t) > 3 and fold(t) in quote) for t in frame.topics)

    def _as_written(self, row: Row, duty: Duty) -> str:
        return self.knowledge.places[row["evidence"]].quote

    def domains(self, frame: Frame) -> Result:
        """Domains with bodies, content or properties."""
        told = (
            frame.bodies,
            frame.several,
            frame.no_lead,
            frame.having,
            frame.lacking,
            frame.level,
        )
        recurring = frame.time is not None and frame.time.kind == "recurring" and not frame.topics
        constrained = any(told) or recurring or (frame.time is not None and not frame.topics)
        if not constrained and (frame.topics or frame.soft or len(frame.domains) > 1):
            return self._domains_of_content(frame)
        if frame.asked == "topic":
            return self._topics(frame)
        if frame.sources:
            return self._domains_citing(frame)
        if not constrained and (frame.solo or frame.negated or frame.together):
            return Result("")
        if frame.topics and not self._is_held(frame):
            return Result("")
        query = composing.domains_query(frame)
        if frame.bodies and frame.topics and not frame.domains:
            query = self._about_content(frame, query)
        result = self.domain_rows(query, self.rows(query))
        if not result.values and frame.bodies and not frame.domains and self._has_no_domains(frame):
            return self.headlines(frame)
        return result

    def _is_held(self, frame: Frame) -> bool:
        """Whether the texts have what is to be mentioned, where something is."""
        if not _MENTIONED.search(fold(frame.question)):
            return True
        return all(self.finder.holds(self.finder.core(t).split("|")) for t in frame.topics)

    def _about_content(self, frame: Frame, query: str) -> str:
        """The query within the domains of the content that the question narrows it to."""
        held = tuple(t for t in frame.topics if self.finder.holds(t.split("|")))
        if not held:
            return query
        found = self.search(replace(frame, bodies=(), topics=held))
        homes = [
            self.knowledge.domain_of(self.knowledge.duties[f.sentence.duty].section) for f in found
        ]
        return (
            composing.with_answer(query, unique([home for home in homes if home]))
            if found
            else query
        )

    def _mentioning(self, frame: Frame) -> Result:
        """The domains of all sentences that hold every word of the content as it is."""
        topics = [self.finder.core(topic) for topic in frame.topics]
        held = self.finder.holding(topics) if all(topics) else []
        held = [s for s in held if self.in_domain_section(s.duty)]
        if not held:
            return Result("")
        query = composing.domains_of_duties_query(unique([s.duty for s in held]))
        result = self.domain_rows(query, self.rows(query))
        quotes = [self.sentence_quote(s.duty, s.start, s.text) for s in held]
        result.quotes = [q for q in quotes if q is not None]
        return result

    def _has_no_domains(self, frame: Frame) -> bool:
        """Whether the documents in which the bodies have roles are not ordered by domains."""
        rows = self.rows(composing.duties_query(replace(frame, topics=(), time=None)))
        homes = {r["document"] for r in rows}
        with_domains = {
            s.document for s in self.knowledge.sections.values() if s.kind == "DomainSection"
        }
        return bool(homes) and not homes & with_domains

    def _domains_citing(self, frame: Frame) -> Result:
        """Domains whose duties cite a source, in the roles of the named bodies."""
        cited = self.rows(composing.duties_query(replace(frame, roles=ANY)))
        duties = unique([r["answer"] for r in cited])
        if not duties:
            return Result("")
        query = composing.domains_of_duties_query(duties)
        return self.domain_rows(query, self.rows(query))

    def _topics(self, frame: Frame) -> Result:
        query = composing.sections_query("rg:Topic", frame)
        return self.domain_rows(query, self.rows(query))

    def _domains_of_content(self, frame: Frame) -> Result:
        extra = [self.knowledge.name(d) for d in frame.domains]
        found = self.search(replace(frame, domains=(), sections=()), extra=extra)
        in_domain = [f for f in found if self.in_domain_section(f.sentence.duty)]
        if not in_domain and found:
            return self.contents(frame, found)
        if not in_domain:
            chosen = frame.domains
            meant = bool(frame.soft) and set(frame.soft) == set(chosen)
            if not chosen or (frame.topics and not meant):
                return Result("")
            narrowed = replace(frame, domains=chosen[:1], topics=(), soft=())
            query = composing.domains_query(narrowed)
            result = self.domain_rows(query, self.rows(query))
            result.confidence = 0.7
            return result
        if _MENTIONED.search(fold(frame.question)) and frame.time is None:
            told = self._mentioning(frame)
            if told.values:
                return told
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
        result = self.domain_rows(query, self.rows(query))
        result.quotes = self.found_quotes(kept)
        result.confidence = min(1.0, kept[0].coverage)
        return result


def _is_actor(row: Row) -> bool:
    return "/group/" not in row["answer"] or bool(_ACTOR.match(row["value"]))
