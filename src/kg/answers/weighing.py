"""Confirms, counts and compares: what is done with the rows of a query besides listing them."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.answers import composing
from kg.answers.answer import Result, unique
from kg.answers.cleaning import fold
from kg.answers.finding import Found
from kg.answers.frame import ANY, LEAD, Frame
from kg.answers.proving import Row
from kg.answers.resolving import Resolver

_FORBIDS = re.compile(r"严禁|禁止|不得|不准|杜绝|停止|不允许|坚决取缔|严格控制|一律淘汰|取缔|清退")
# What is banned outright counts also where another sentence fits the words better.
_BAN = re.compile(r"\W*(?:坚决|一律|应当)?(?:严禁|禁止|不得|不准)")
_BANNED = 0.65
_SEVERAL = 2
_TELLING = re.compile(r"\d+(?:\.\d+)?\s*%?|[一二三四五六]级|每(?:个)?[年月季]度?")
_TELLING_EN = re.compile(r"\d+(?:\.\d+)?\s*%?")
_SURE = {"zh": 0.55, "en": 0.45}


class Weigher:
    """Answers yes-no questions, counts, comparisons and superlatives."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.knowledge = resolver.knowledge

    def count(self, frame: Frame) -> Result:
        """How many."""
        whole = frame
        if frame.asked == "duty" and len(frame.soft) == 1 and not (frame.domains or frame.bodies):
            whole = frame = replace(frame, domains=frame.soft)
        if frame.asked == "duty" and frame.domains and not frame.time:
            whole = replace(frame, topics=(), soft=())
        if frame.asked == "phase":
            whole = replace(frame, topics=(), soft=())
        if frame.asked == "topic" or (
            frame.asked == "domain" and not frame.bodies and not frame.having
        ):
            whole = replace(frame, topics=(), soft=())
        result = self.resolver.lists(whole)
        if not result.values:
            return result
        result.details = list(result.values)
        result.values = [str(len(result.values))]
        result.kind = "count"
        return result

    def confirm(self, frame: Frame) -> Result:
        """Yes or no, with what the document says."""
        if frame.about == "identity":
            return self._confirm_identity(frame)
        if frame.level and frame.bodies:
            return self._confirm_level(frame)
        if frame.bodies:
            return self._confirm_bodies(frame)
        if frame.asked in ("place", "deadline", "source", "body", "number") and (
            frame.domains or frame.sections or frame.asked == "place"
        ):
            return self._confirm_things(frame)
        if frame.sources and not (frame.domains or frame.topics):
            return self._with_context(frame, self.resolver.sources(frame), frame.negated)
        if frame.several or frame.no_lead:
            return self._truth(frame, self.resolver.domains(replace(frame, asked="domain")))
        if frame.roles == LEAD and frame.topics:
            led = self._confirm_lead(frame)
            if led is not None:
                return led
        return self._confirm_content(frame)

    def _confirm_identity(self, frame: Frame) -> Result:
        """Whether names of the question mean one body."""
        named = {iri for _, iri in frame.mentions if iri in self.knowledge.entities}
        bodies = [i for i in named if self.knowledge.entities[i].kind == "body"]
        if len({text for text, iri in frame.mentions if iri in bodies}) < _SEVERAL:
            return Result("")  # the other name is of no body here
        query = composing.with_answer(
            composing.bodies_query(replace(frame, bodies=(), roles=ANY, asked="body")),
            sorted(bodies),
        )
        rows = self.resolver.rows(query)
        result = Result(
            query, kind="yes-no", quotes=self.resolver.quotes(r["evidence"] for r in rows)
        )
        result.values = [_truth(frame, len(bodies) == 1)]
        result.details = unique([r["value"] for r in rows])
        return result

    def _confirm_lead(self, frame: Frame) -> Result | None:
        """Whether the statement on a duty has a lead; None where no duty is meant."""
        found = self.resolver.search(frame)
        if not found:
            return None
        duties = [found[0].sentence.duty]
        query = composing.bodies_query(replace(frame, domains=(), sections=()), duties)
        rows = self.resolver.rows(query)
        told = rows or self.resolver.rows(
            composing.bodies_query(replace(frame, domains=(), sections=(), roles=ANY), duties)
        )
        result = Result(query, [_truth(frame, bool(rows))], kind="yes-no")
        result.quotes = self.resolver.quotes(r["evidence"] for r in told)
        return result if told else None

    def _confirm_level(self, frame: Frame) -> Result:
        body = frame.bodies[0]
        scope = replace(frame, bodies=(), roles=ANY, level=None, asked="body")
        query = composing.bodies_query(scope)
        query = composing.with_answer(query, body.iris)
        rows = self.resolver.rows(query)
        held = {self.knowledge.entities[r["answer"]].level for r in rows}
        result = Result(
            query, kind="yes-no", quotes=self.resolver.quotes(r["evidence"] for r in rows)
        )
        if rows:
            result.values = [_truth(frame, frame.level in held)]
            result.details = unique([r["value"] for r in rows])
        return result

    def _confirm_bodies(self, frame: Frame) -> Result:
        scope = frame
        if not frame.domains and not frame.sections and frame.topics:
            found = self.resolver.search(replace(frame, bodies=()))
            domain = (
                self.knowledge.domain_of(self.knowledge.duties[found[0].sentence.duty].section)
                if found
                else ""
            )
            if domain:
                scope = replace(frame, domains=(domain,), topics=(), soft=())
            elif frame.soft:
                scope = replace(frame, domains=frame.soft[:1], topics=(), soft=())
        if len(scope.domains) > 1:
            scope = replace(scope, domains=scope.domains[:2])
        negated = any(p.negated for p in scope.bodies)
        parts = tuple(replace(p, negated=False) for p in scope.bodies)
        plain = replace(scope, bodies=parts, having=None, lacking=None, time=None)
        query = composing.domains_query(plain)
        result = self.resolver.domain_rows(query, self.resolver.rows(query))
        wanted = {self.knowledge.name(d) for d in plain.domains}
        if len(wanted) > 1 and not wanted <= set(result.values):
            result.values = []
        return self._with_context(plain, result, negated)

    def _with_context(self, frame: Frame, result: Result, negated: bool) -> Result:
        """A no is proved by what is said instead: the statements of the domain or of the body."""
        truth = bool(result.values) != negated
        result.details = list(result.values)
        result.kind = "yes-no"
        result.values = [_truth(frame, truth)]
        if not result.quotes and frame.sections:
            rows = self.resolver.rows(composing.groups_query(frame))
            result.quotes = self.resolver.quotes(r["evidence"] for r in rows)
        if not result.quotes:
            frame = replace(frame, several=False, no_lead=False, having=None, lacking=None)
            loose = tuple(replace(p, roles=ANY) for p in frame.bodies)
            for other in (
                replace(frame, bodies=loose),
                replace(frame, bodies=()) if frame.domains else None,
                replace(frame, bodies=loose[:1], domains=()),
                replace(frame, bodies=(), domains=()),
            ):
                if other is None:
                    continue
                rows = self.resolver.rows(composing.domains_query(other))
                result.quotes = self.resolver.quotes(r["evidence"] for r in rows)
                if result.quotes:
                    break
        return result

    def _confirm_things(self, frame: Frame) -> Result:
        if frame.asked == "place":
            asked = replace(frame, asked="domain", having="place", lacking=None)
            result = self.resolver.domains(asked)
        elif frame.asked == "body":
            kinds = {"several": frame.several}
            if frame.topics and not self.resolver.search(frame):
                return Result("")
            if kinds["several"]:
                result = self.resolver.domains(replace(frame, asked="domain"))
            else:
                plain = replace(frame, no_lead=False, solo=False)
                query = composing.bodies_query(plain)
                result = self.resolver.named_rows(query, self.resolver.rows(query))
        elif frame.topics:
            return self._confirm_content(frame)
        else:
            result = self.resolver.domains(
                replace(frame, asked="domain", having=frame.asked, lacking=None)
            )
        return self._with_context(frame, result, frame.negated or frame.no_lead)

    def _truth(self, frame: Frame, result: Result) -> Result:
        return self._with_context(frame, result, False)

    def _confirm_content(self, frame: Frame) -> Result:
        """Whether a sentence says what is asked; a figure or grade of the question must be in it."""
        question = fold(frame.question)
        telling = [
            t.strip()
            for t in (_TELLING if frame.language == "zh" else _TELLING_EN).findall(question)
        ]
        topics = tuple(t for t in (_strip(topic, telling) for topic in frame.topics) if t)
        found = self.resolver.search(replace(frame, topics=topics))
        least = _SURE[frame.language] - (0.15 if frame.domains else 0)
        if not found or found[0].coverage < least:
            return Result("")
        best = self._forbidding(found) if frame.prohibits is not None else found[0]
        query = composing.duties_query(Frame(frame.language, "", "duty"), [best.sentence.duty])
        self.resolver.rows(query)
        result = Result(query, kind="yes-no", quotes=self.resolver.found_quotes([best]))
        result.confidence = round(min(0.9, best.coverage), 2)
        verdict = self._verdict(frame, best, telling)
        if verdict is None:
            return Result("")
        result.values = [_truth(frame, verdict)]
        return result

    def _forbidding(self, found: list[Found]) -> Found:
        """The best sentence, or one nearly as good whose clause forbids something."""
        near = [f for f in found[:12] if f.score >= found[0].score * 0.6]
        banned = [f for f in found[:12] if f.coverage >= _BANNED and f not in near]
        outright = (replace(f, clause=c) for f in banned for c in _clauses(f) if _BAN.match(c))
        return next((f for f in (*near, *outright) if _FORBIDS.search(f.clause)), found[0])

    def _verdict(self, frame: Frame, best: Found, telling: list[str]) -> bool | None:
        forbids = bool(_FORBIDS.search(best.clause))
        if frame.prohibits is not None:
            return forbids if frame.prohibits else not forbids
        sentence = best.sentence.folded
        if frame.time and frame.time.kind in ("by", "in"):
            telling = [t for t in telling if t not in frame.time.text]
            timing = self.resolver.nearest(best)
            if timing is None or frame.time.end not in timing.value:
                return False
        elif frame.time and frame.time.kind == "recurring":
            telling = [t for t in telling if not t.startswith("每")]
            timings = self.knowledge.timings.get(best.sentence.duty, [])
            return True if any(t.value == f"R/{frame.time.end}" for t in timings) else None
        if any(t not in sentence for t in telling):
            return False
        return not forbids if not frame.negated else forbids

    def extreme(self, frame: Frame) -> Result:
        """The most or the fewest."""
        query, counts, names, rows = self._counts(frame)
        if not counts:
            return Result(query)
        pick = max if frame.form == "most" else min
        best = pick(counts.values())
        chosen = [a for a, n in counts.items() if n == best]
        result = Result(query, unique([names[a] for a in chosen]), kind="extreme")
        result.quotes = self.resolver.quotes(r["evidence"] for r in rows if r["answer"] in chosen)
        result.note = str(best)
        return result

    def compare(self, frame: Frame) -> Result:
        """Which of two has more."""
        query, counts, names, rows = self._counts(frame)
        if frame.asked == "body":
            keys = [next((a for a in counts if a in p.iris), p.iris[0]) for p in frame.bodies]
        else:
            keys = list(frame.domains)
        result = Result(query, kind="compare")
        result.quotes = self.resolver.quotes(r["evidence"] for r in rows)
        totals = {k: counts.get(k, 0) for k in keys}
        less = re.search(
            r"更少|谁少|哪个少|少一些|较少|少于|\bfewer\b|\bless\b", fold(frame.question)
        )
        best = min(totals.values()) if less else max(totals.values())
        chosen = [k for k in keys if totals[k] == best]
        result.details = [f"{names.get(k, self.knowledge.name(k))}:{totals[k]}" for k in keys]
        if frame.confirm:
            equal = re.search("一样多|相同|equal|same number|as many", fold(frame.question))
            truth = len(chosen) > 1 if equal else chosen == keys[:1]
            result.values = [_truth(frame, truth)]
            result.kind = "yes-no"
        elif len(chosen) > 1:
            result.values = ["一样多" if frame.language == "zh" else "equal"]
        else:
            result.values = [names.get(k, self.knowledge.name(k)) for k in chosen]
        return result

    def _counts(self, frame: Frame) -> tuple[str, dict[str, int], dict[str, str], list[Row]]:
        query = composing.pairs_query(frame)
        if frame.asked == "body" and frame.no_lead:
            query = composing.only_role(query, replace(frame, roles=ANY, no_lead=False))
        rows = self.resolver.rows(query)
        items: dict[str, set[str]] = {}
        names: dict[str, str] = {}
        for row in rows:
            items.setdefault(row["answer"], set()).add(row["item"])
            names.setdefault(row["answer"], row["value"])
        return query, {a: len(i) for a, i in items.items()}, names, rows


def _clauses(found: Found) -> list[str]:
    return re.split(r"[,\uff0c]", found.sentence.text)


def _strip(topic: str, telling: list[str]) -> str:
    for word in telling:
        topic = topic.replace(word, "")
    return topic.strip("年底前|")


def _truth(frame: Frame, value: bool) -> str:
    if frame.language == "zh":
        return "是" if value else "否"
    return "yes" if value else "no"
