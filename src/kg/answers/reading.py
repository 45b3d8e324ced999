"""Reads the tokens of a question into a frame: one pass for each part of the frame."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.answers.asides import without_asides, without_townships
from kg.answers.asking import about, amount, asked_for, facts_of, is_confirmed
from kg.answers.choices import alternatives, beside_bodies
from kg.answers.cleaning import fold, has_han, is_chinese
from kg.answers.dates import read_time
from kg.answers.frame import ANY, Asked, BodyPart, Frame, Language, Role, Unknown
from kg.answers.knowledge import Knowledge
from kg.answers.levels import has_level, level_before
from kg.answers.naming import question_words
from kg.answers.ordinals import is_number, numbered_phases
from kg.answers.relations import asked_roles, body_parts, is_before
from kg.answers.spotting import Spotted, Spotter, Token
from kg.answers.topics import topic_words

_EXAMPLES = re.compile(
    r"[(\uff08](?:比如|例如|譬如|像|如|包括|such as|e\.g\.|like|for example|including)[^()\uff08\uff09]*[)\uff09]"
)
_CLAUSE = re.compile(r"[。;\uff1b!\uff01?\uff1f\n,\uff0c:\uff1a]|[.](?=\s|$)")
# What the answer is to be, said in the question itself.
_STATED = re.compile(r"\s*(?:[\"'“‘「]|是[^谁哪什]|是$|否|不|yes\b|no\b|that\b|true\b|false\b)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Question:
    """A question as spotted, with the language to answer in."""

    text: str
    language: Language
    spotted: Spotted
    titles: frozenset[str] = frozenset()
    documents: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The known forms, in order."""
        return self.spotted.tokens

    def any(self, kind: str, value: str | None = None) -> Token | None:
        """The first token of a kind."""
        return next((t for t in self.tokens if t.has(kind, value)), None)

    def all(self, kind: str) -> list[Token]:
        """The tokens of which a kind is the first meaning."""
        return [t for t in self.tokens if t.kind == kind]


class Reader:
    """Turns questions into frames."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.spotter = Spotter(knowledge)

    def read(self, text: str, language: Language | None = None) -> Frame:
        """What a question asks."""
        if not has_han(text) and has_han(read := self.spotter.pinyin.read(fold(text))):
            text, language = read, "zh"
        lang: Language = language or ("zh" if is_chinese(text) else "en")
        text, uncounted = without_townships(without_asides(_EXAMPLES.sub("", text)))
        kept, orders = self._without_orders(text)
        spotted = self.spotter.spot(kept)
        titled = self._titled(spotted.text)
        question = Question(kept, lang, spotted, self._in_titles(spotted), titled)
        if not titled and question.any("fact"):
            question = replace(question, documents=self._titled_in_english(question))
        chat = question.any("chat")
        frame = self._frame(question)
        if uncounted:
            frame = replace(frame, departments=True)
        if orders:
            return replace(frame, unknown=(Unknown("instruction", orders),))
        if question.any("chat", "always") or (
            chat and not (frame.bodies or frame.domains or frame.fact)
        ):
            return replace(frame, unknown=(Unknown("chat", ""),))
        return frame

    def _in_titles(self, spotted: Spotted) -> frozenset[str]:
        """Words of the question that stand in the title of a document."""
        titles = "\n".join(e.label for e in self.knowledge.of_kind("document"))
        return frozenset(t.text for t in spotted.loose if len(t.text) > 3 and t.text in titles)

    def _titled(self, text: str) -> tuple[str, ...]:
        """The documents whose titles share the most with a question, if they share enough."""
        titles = {e.iri: fold(e.label) for e in self.knowledge.of_kind("document")}
        held = {iri: _pairs_of(title) for iri, title in titles.items()}
        common = Counter(pair for pairs in held.values() for pair in pairs)
        usual = {pair for pair, n in common.items() if n > 1 and n * 2 > len(titles)}
        asked = _pairs_of(text)
        shared = {iri: len((pairs - usual) & asked) for iri, pairs in held.items()}
        most = max(shared.values(), default=0)
        return tuple(i for i, n in shared.items() if n == most) if most >= _ENOUGH_PAIRS else ()

    def _titled_in_english(self, question: Question) -> tuple[str, ...]:
        """The document whose title has the words that the most concepts of a question mean."""
        if question.language == "zh" or has_han(question.spotted.text):
            return ()
        topics = [t.split("|") for t in topic_words(question, "fact")]
        titles = {e.iri: fold(e.label) for e in self.knowledge.of_kind("document")}
        held = {i: sum(any(w in title for w in t) for t in topics) for i, title in titles.items()}
        most = max(held.values(), default=0)
        found = tuple(i for i, n in held.items() if n == most)
        return found if most >= _ENOUGH_CONCEPTS and most == len(topics) and len(found) == 1 else ()

    def _told_apart(self, documents: tuple[str, ...]) -> tuple[str, ...]:
        """Documents that are some of several; none when they are all there are."""
        every = sum(1 for _ in self.knowledge.of_kind("document"))
        return documents if len(documents) < every else ()

    def _without_orders(self, text: str) -> tuple[str, str]:
        """The question without clauses that give orders to the answerer, and those clauses."""
        clauses = [c for c in _CLAUSE.split(text) if c.strip()]
        orders = [c for c in clauses if self._is_order(c)]
        if not orders:
            return text, ""
        return "。".join(c for c in clauses if c not in orders), "; ".join(orders)

    def _is_order(self, clause: str) -> bool:
        """Whether a clause tells what to answer or to forget; how to answer may be asked for."""
        if not _orders().search(fold(clause)):
            return False
        spotted = self.spotter.spot(clause)
        told = [t for t in spotted.tokens if t.has("instruction")]
        if not told or any(t.has("instruction", "override") for t in told):
            return bool(told)
        if self._asks(clause[: told[0].start]):
            return False
        rest = clause[told[-1].end :]
        return _STATED.match(rest) is not None or bool(rest.strip() and not self._asks(rest))

    def _asks(self, piece: str) -> bool:
        return _is_question(Question(piece, "zh", self.spotter.spot(piece)))

    def _frame(self, question: Question) -> Frame:
        asked = asked_for(question)
        choices = alternatives(question) if asked.asked == "body" else ()
        bodies = () if choices else body_parts(question, asked, self.knowledge)
        apart = _RESPECTIVELY.search(question.spotted.text) and not question.any("together")
        bodies = _joined(bodies) if apart else bodies
        roles, several, no_lead, solo = asked_roles(question, asked)
        limits, measured = amount(question, asked)
        frame = Frame(
            question.language,
            question.text,
            asked.asked,
            form=asked.form,
            confirm=asked.form == "compare" and is_confirmed(question),
            fact=asked.fact,
            facts=facts_of(question)[1:] if asked.fact else (),
            measured=measured,
            roles=roles,
            bodies=bodies,
            several=several and not (limits and asked.asked == "body"),
            about=about(question),
            amount=limits,
            choices=choices,
            departments=asked.form == "count" and _names_departments(question),
            no_lead=no_lead,
            solo=solo,
            measured_roles=_measured_roles(question, asked.measured),
            together=question.any("together") is not None,
            negated=question.any("not") is not None or question.any("either") is not None,
            time=read_time(_without_names(question)),
            unknown=self._unknown(question),
        )
        standing = asked.asked in ("body", "domain")
        years = [Unknown("year", y) for y in self._years_outside(question, standing)]
        frame = replace(frame, unknown=(*frame.unknown, *years))
        frame = _due_things(self._with_things(frame, question), question)
        if _is_unbound(frame, question) or _asks_of_another(frame, question):
            frame = replace(frame, unknown=(*frame.unknown, Unknown("words", question.text[:60])))
        return replace(frame, mentions=self._mentions(question))

    def _with_things(self, frame: Frame, question: Question) -> Frame:
        domains, excluded = _domains(question)
        level = _wanted_level(question)
        sections = _values(question, "section")
        sources, but = _sources(question)
        if question.any("noun", "topic") and frame.asked != "topic" and not sections:
            sections = tuple(s.iri for s in self.knowledge.sections.values() if s.kind == "Topic")
        frame = replace(
            frame,
            domains=domains,
            excluded=(*excluded, *but),
            sections=sections,
            sources=sources,
            documents=_values(question, "document")
            or (self._told_apart(question.documents) if frame.asked == "fact" else ())
            or self._by_region(question),
            level=(_value(level, "level") or "").lstrip("-") or None,
            not_level=bool(level and _is_other_level(question, level)),
            topics=topic_words(question, frame.asked),
            soft=self._homes(question),
        )
        frame = self._in_phase(frame, question)
        prohibits = True if question.any("prohibit") else (False if question.any("allow") else None)
        having, lacking = _lacking(question, frame)
        frame = replace(frame, prohibits=prohibits, having=having, lacking=lacking)
        return self._without_excluded(frame, question) if excluded and not domains else frame

    def _in_phase(self, frame: Frame, question: Question) -> Frame:
        """What is to be done, or when, in a phase that is named by its number: its section."""
        does = frame.asked == "duty" or (frame.asked == "phase" and question.any("happen"))
        when = question.any("noun", "deadline") or question.any("fact", "rg:period")
        if not (does or when) or frame.sections or frame.bodies:
            return frame
        sections = numbered_phases(question.spotted.text, self.knowledge)
        if not sections:
            return frame
        topics = tuple(t for t in frame.topics if not is_number(t))
        asked: Asked = "deadline" if when else "duty"
        return replace(frame, asked=asked, fact=None, sections=sections, topics=topics)

    def _without_excluded(self, frame: Frame, question: Question) -> Frame:
        """The domain that a word names in part, besides one that is excepted: other mines."""
        words = [t.text for t in (*question.all("soft"), *question.spotted.loose) if t.text[1:]]
        rest = [
            e.iri
            for e in self.knowledge.of_kind("domain")
            if e.iri not in frame.excluded and any(word in e.label for word in words)
        ]
        if len(rest) != 1:
            return frame
        return replace(frame, domains=(rest[0],), excluded=(), topics=(), soft=())

    def _homes(self, question: Question) -> tuple[str, ...]:
        """The domains that fields of the question lie in: the one that a field has in its name."""
        found: list[str] = []
        for token in question.all("soft"):
            iris = token.meanings[0].iris
            own = [i for i in iris if self.knowledge.name(i) in token.text]
            found += own or iris
        return tuple(dict.fromkeys(found))

    def _by_region(self, question: Question) -> tuple[str, ...]:
        """Documents of the places that the question names, where there are several places."""
        if len(set(self.knowledge.regions.values())) < 2:
            return ()
        from kg.answers.places import documents_of

        return documents_of(question.spotted.text, self.knowledge)

    def _unknown(self, question: Question) -> tuple[Unknown, ...]:
        from kg.answers.places import foreign_place

        found = [Unknown("body", t.text) for t in question.tokens if t.kind == "nobody"]
        found += [Unknown("body", text) for text in beside_bodies(question)]
        found += self._wrong_level(question)
        found += self._unknown_fields(question)
        loose = any(len(t.text) >= 4 for t in question.spotted.loose)
        for token in question.tokens:
            if token.has("outside") and not self._is_topic(token, loose, question):
                found.append(Unknown("attribute", token.text))
        place = foreign_place(question.spotted.text, question.tokens, self.knowledge)
        if place:
            found.append(Unknown("place", place))
        return tuple(found)

    def _unknown_fields(self, question: Question) -> list[Unknown]:
        """Fields of safety that are asked for as domains, and that no document has."""
        text = question.spotted.text
        return [
            Unknown("domain", token.text)
            for token in question.all("soft")
            if not token.meanings[0].iris
            and _AS_DOMAIN.match(text, token.end)
            and f"{token.text}{_AS_DOMAIN.match(text, token.end)[0]}" not in self.spotter.duty_text  # type: ignore[index]
        ]

    def _is_topic(self, token: Token, loose: bool, question: Question) -> bool:
        """Whether an attribute's word is a word of the plans themselves, so not an attribute."""
        if token.kind in ("term", "domain", "section", "source"):
            return True
        counted = token.has("noun", "number") and loose and not question.all("body")
        dated = question.any("noun", "deadline") is not None
        if counted or (dated and token.text in self.spotter.duty_text):
            return True
        if token.text not in self.spotter.duty_text:
            return False
        told = token.has("outside", "person") or token.has("outside", "statistics")
        return len(token.text) > 2 or (told and len(token.text) == 2 and loose)

    def _wrong_level(self, question: Question) -> list[Unknown]:
        """A level before a body's name that the body does not have."""
        found = []
        for token in question.all("body"):
            written = level_before(question.spotted.text[: token.start])
            entity = self.knowledge.entities[token.meanings[0].value]
            if written and not has_level(entity, written):
                gap = "" if has_han(written) else " "
                found.append(Unknown("body", f"{written}{gap}{token.text}"))
        return found

    def _years_outside(self, question: Question, standing: bool) -> list[str]:
        """Years that no document's period and no text has anything to say about.

        Who leads what holds for the periods alone, whatever years the texts mention.
        """
        periods = self.knowledge.periods.values()
        if not periods:
            return []
        content = [t for t in question.spotted.loose if not t.text[:4].isdigit()]
        text = self.spotter.duty_text + "".join(
            e.label for e in self.knowledge.entities.values() if e.kind in ("source", "document")
        )
        return [
            year
            for year in _YEAR.findall(question.spotted.text)
            if (year not in text or (standing and not content))
            and not any(a[:4] <= year <= b[:4] for a, b in periods)
        ]

    def _mentions(self, question: Question) -> tuple[tuple[str, str], ...]:
        kinds = ("body", "domain", "section", "source", "document", "group")
        return tuple((t.text, t.meanings[0].value) for t in question.tokens if t.kind in kinds)


_AS_DOMAIN = re.compile(
    r"(?:安全)?(?:生产)?(?:专项整治|专项行动|领域|专项治理)| (?:safety )?(?:campaign|domain|special rectification)\b"
)
_RESPECTIVELY = re.compile(r"分别|各自|respectively|each of")


def _joined(parts: tuple[BodyPart, ...]) -> tuple[BodyPart, ...]:
    """Bodies asked about one by one, as one part: what holds for any of them."""
    same = len({(p.roles, p.negated) for p in parts}) == 1
    if len(parts) < 2 or not same:
        return parts
    iris = tuple(i for p in parts for i in p.iris)
    return (replace(parts[0], iris=iris, text="、".join(p.text for p in parts)),)


@lru_cache(maxsize=1)
def _orders() -> re.Pattern[str]:
    forms = sorted(form for form, meaning in question_words() if meaning.kind == "instruction")
    return re.compile("|".join(map(re.escape, forms)))


_ENOUGH_PAIRS, _ENOUGH_CONCEPTS = 3, 2


def _pairs_of(text: str) -> set[str]:
    return {
        text[i : i + 2] for i in range(len(text) - 1) if has_han(text[i]) and has_han(text[i + 1])
    }


def _is_unbound(frame: Frame, question: Question) -> bool:
    """Who, without anything understood that says whom: a list of everybody would be no answer."""
    if frame.asked != "body" or frame.form != "list" or frame.unknown:
        return False
    things = (frame.domains, frame.sections, frame.sources, frame.documents, frame.soft)
    told = (frame.level, frame.time, frame.together, frame.lacking, frame.having)
    if any(things) or any(told) or frame.amount is not None or frame.about:
        return False
    says_role = question.any("role") is not None
    if frame.bodies:
        return not says_role and frame.roles == ANY and not frame.topics
    if frame.topics:
        return frame.solo
    if frame.no_lead:
        return False
    unsaid = (frame.negated and not frame.solo) or frame.several
    return unsaid or not says_role


def _asks_of_another(frame: Frame, question: Question) -> bool:
    """When something was published that is no document here: a deadline would be no answer."""
    fact = question.any("fact", "dct:issued") or question.any("fact", "rg:issuer")
    return bool(fact) and frame.asked == "deadline" and bool(frame.topics) and not frame.time


def _without_names(question: Question) -> str:
    """The question with blanks for names of documents, so that their years are no time."""
    text = question.spotted.text
    for token in question.tokens:
        if token.kind in ("source", "document", "section"):
            text = text[: token.start] + " " * (token.end - token.start) + text[token.end :]
    return text


def _is_question(question: Question) -> bool:
    kinds = ("who", "which", "how-many", "yes-no", "fact")
    nouns = [t for t in question.all("noun") if t.get("noun").value in ("deadline", "frequency")]  # type: ignore[union-attr]
    return any(question.any(kind) for kind in kinds) or bool(nouns)


_NO_QUESTION = ("due", "deadline", "deadlines", "due date", "期限", "时间", "时限", "截止")


def _due_things(frame: Frame, question: Question) -> Frame:
    """What is due by a day: a duty is asked for, not a deadline; the day is no content."""
    time = frame.time
    if time is None:
        return frame
    nouns = [t for t in question.tokens if t.has("noun", "deadline")]
    if frame.asked == "deadline" and nouns and all(t.text in _NO_QUESTION for t in nouns):
        frame = replace(frame, asked="duty")
    if frame.asked == "duty" and frame.language == "en":
        told = time.text.split()
        frame = replace(frame, topics=tuple(t for t in frame.topics if t not in told))
    return frame


def _values(question: Question, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.meanings[0].value for t in question.tokens if t.kind == kind))


def _names_departments(question: Question) -> bool:
    words = [t.text for t in question.tokens if t.has("noun", "body") or t.has("who")]
    return any("部门" in w or "department" in w or "bureau" in w for w in words)


def _wanted_level(question: Question) -> Token | None:
    """The level that is named alone, or the only one of several that is not denied."""
    named = [t for t in question.tokens if t.has("level")]
    if len({_value(t, "level") for t in named}) > 1:
        named = [t for t in named if not is_before(question, "not", t)]
    return named[0] if len({_value(t, "level") for t in named}) == 1 else None


def _is_other_level(question: Question, level: Token) -> bool:
    denied = (_value(level, "level") or "").startswith("-")
    return denied or is_before(question, "not", level)


def _value(token: Token | None, kind: str) -> str | None:
    meaning = token.get(kind) if token else None
    return meaning.value if meaning else None


def _domains(question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Domains named, and those named after "except"."""
    wanted: list[str] = []
    excluded: list[str] = []
    excepting = [
        t
        for t in question.tokens
        if t.has("except")
        and t.text
        not in ("外", "还", "还有", "其他", "其它", "other", "others", "以外", "之外", "另", "另外")
    ]
    for token in question.tokens:
        if token.kind == "domain":
            near = any(
                0 <= token.start - e.end <= 4 and not _between_bodies(question, e, token)
                for e in excepting
            )
            after = question.spotted.text[token.end : token.end + 3].startswith(
                ("以外", "之外", "外,")
            )
            (excluded if near or after else wanted).append(token.meanings[0].value)
    return tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(excluded))


def _between_bodies(question: Question, first: Token, last: Token) -> bool:
    return any(first.end <= b.start and b.end <= last.start for b in question.all("body"))


def _sources(question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sources named, and those named as known already."""
    wanted: list[str] = []
    but: list[str] = []
    text = question.spotted.text
    for token in question.tokens:
        if token.kind == "source":
            after = text[token.end : token.end + 4].lstrip("》")
            before = text[: token.start].rstrip("《 ")
            known = after.startswith(("之外", "以外", "外,")) or before.endswith(
                ("除", "除了", "besides", "apart from", "other than")
            )
            (but if known else wanted).append(token.meanings[0].value)
    return tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(but))


def _measured_roles(question: Question, measured: str) -> frozenset[Role]:
    for token in question.tokens:
        meaning = token.get("role")
        if meaning and meaning.value in ("lead", "cooperate"):
            return frozenset({meaning.value})  # type: ignore[arg-type]
    return ANY


_KINDS = ("deadline", "source", "place")


def _lacking(question: Question, frame: Frame) -> tuple[str | None, str | None]:
    """What asked domains have and lack, e.g. no townships, a deadline."""
    if frame.asked not in ("domain", "topic") or frame.measured != "none":
        return None, None
    nouns = [
        m.value
        for t in question.tokens
        if t.kind == "noun"
        and (m := t.get("noun"))
        and m.value in _KINDS
        and t.text != "规定"  # they lay down, more often than they have rules
    ]
    if not nouns:
        return None, None
    kind = nouns[0]
    words = {t.text for t in question.tokens if t.has("noun", "place")}
    if kind == "place":
        towns = any("镇" in w or "town" in w for w in words)
        streets = any("街" in w or "street" in w or "sub" in w for w in words)
        kind = "place" if towns == streets else ("town" if towns else "street")
        if (
            towns
            and not streets
            and re.search("具体|点名|点了|名字|named|specific", question.spotted.text)
        ):
            kind = "township"
    only, places = question.any("only"), [t for t in question.tokens if t.has("noun", "place")]
    if only and places and kind in ("town", "street", "place"):
        first = next((t for t in places if t.start >= only.end), places[0])
        having = (
            "street" if "街" in first.text or first.text.startswith(("sub", "street")) else "town"
        )
        return having, "street" if having == "town" else "town"
    return (None, kind) if frame.negated else (kind, None)


__all__ = ["BodyPart", "Question", "Reader"]
