"""Finds the sentences of documents that speak of what a question asks, without any model."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.answers.cleaning import fold as _fold
from kg.answers.cleaning import has_han
from kg.answers.knowledge import Duty, Knowledge

_SENTENCE = re.compile(r"[^。;\uff1b]+[。;\uff1b]?")
_CLAUSE = re.compile(r"[^,\uff0c。;\uff1b]+[,\uff0c。;\uff1b]?")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[(\uff08][\d一二三四五六七八九十]+[)\uff09]|\d+[.、]|[①-⑳])"
)
_FUNCTION = frozenset("的了在和与是有把被将对到等及由其这那从为于并也都就要会能可吗呢谁哪")
_SAME_HEADING, _SAME_DUTY, _SAME_DOMAIN = 0.8, 0.4, 0.2
# A heading over so few duties says what they are about; a first sentence so short is one.
_FEW, _HEADLINE = 3, 24
_UNKNOWN = 0.6
# The best clause is looked for where the score is at least this share of the best.
_NEAR = 0.6
_MOST_FOUND, _MOST_KEPT = 24, 20_000


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """The text as it is compared here: also without brackets, so that 新(扩)建 is 新扩建."""
    return _fold(text).replace("(", "").replace(")", "")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a duty, with its offset in the duty's text."""

    duty: str
    text: str
    folded: str
    start: int


@dataclass(frozen=True)
class Found:
    """A sentence that matches.

    Attributes:
        clause: the best matching clause of the sentence.
        coverage: share of the question's content that the sentence and its duty hold.
    """

    sentence: Sentence
    clause: str
    clause_start: int
    score: float
    coverage: float


@dataclass(frozen=True)
class _Feature:
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class _Places:
    """Where a feature stands: numbers of sentences, their duties, duties under such a title."""

    sentences: frozenset[int]
    duties: frozenset[str]
    titled: frozenset[str]
    headed: frozenset[str]


class Finder:
    """An index of all sentences of duties by their pairs of characters."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.sentences = [s for duty in knowledge.duties.values() for s in sentences_of(duty)]
        self._titles = {d.iri: fold(self._title(d)) for d in knowledge.duties.values()}
        self._headings = self._own_headings()
        self._first: dict[str, int] = {}
        for number, sentence in enumerate(self.sentences):
            self._first.setdefault(sentence.duty, number)
        self._count = max(1, len(self.sentences))
        self._pairs: dict[str, set[int]] = defaultdict(set)
        for number, sentence in enumerate(self.sentences):
            for at in range(len(sentence.folded) - 1):
                self._pairs[sentence.folded[at : at + 2]].add(number)
        self._places: dict[tuple[str, ...], _Places] = {}

    def _title(self, duty: Duty) -> str:
        section = self._knowledge.sections.get(duty.section)
        domain = self._knowledge.domain_of(duty.section)
        names = self._knowledge.entities[domain].names if domain in self._knowledge.entities else ()
        return " ".join([section.label if section else "", *names])

    def _own_headings(self) -> dict[str, str]:
        """What stands over a duty: its section's heading, and its own short first sentence."""
        held = Counter(d.section for d in self._knowledge.duties.values())
        found = {}
        for duty in self._knowledge.duties.values():
            section = self._knowledge.sections.get(duty.section)
            own = section is not None and not section.domain and section.kind != "Phase"
            told = [fold(section.label)] if section and own and held[duty.section] <= _FEW else []
            first, *others = sentences_of(duty)
            told += [first.folded] if others and len(first.text) <= _HEADLINE else []
            found[duty.iri] = "\n".join(told)
        return {duty: heading for duty, heading in found.items() if heading}

    def find(
        self,
        topics: Iterable[str],
        *,
        within: Callable[[Duty], bool] = lambda _: True,
        prefer: Callable[[Duty], bool] = lambda _: False,
    ) -> list[Found]:
        """The best matching sentences, the best first."""
        topics = list(topics)
        features = [f for topic in topics for f in self._features(topic)]
        chunks = [fold(t) for t in topics if "|" not in t and has_han(t)]
        total = sum(f.weight for f in features)
        if not total:
            return []
        ranked = []
        for number, score in self._scores(features, within).items():
            sentence = self.sentences[number]
            duty = self._knowledge.duties[sentence.duty]
            boost = 1.3 if prefer(duty) else 1.0
            ranked.append((-score * boost, duty.order, sentence.start, number, score))
        ranked.sort()
        found = []
        for negative, _, _, number, score in ranked[:_MOST_FOUND]:
            sentence = self.sentences[number]
            said = f"{sentence.folded}\n{self._headings.get(sentence.duty, '')}"
            coverage = _blend(score / total, chunks, said, self._duty_text(sentence))
            near = negative <= ranked[0][0] * _NEAR
            found.append(self._found(features if near else [], sentence, -negative, coverage))
        return found

    def holds(self, words: Iterable[str]) -> bool:
        """Whether any text holds one of the words."""
        return bool(self._places_of(tuple(fold(w) for w in words if len(w) > 1)).sentences)

    def holding(self, topics: Iterable[str]) -> list[Sentence]:
        """The sentences that hold each topic as it is."""
        held = [self._places_of(tuple(map(fold, t.split("|")))).sentences for t in topics]
        return [self.sentences[n] for n in sorted(frozenset.intersection(*held))] if held else []

    def core(self, topic: str) -> str:
        """The longest end of a topic that a text holds, which may begin with a verb; or nothing."""
        if "|" in topic or not has_han(topic):
            return topic
        topic = topic.lstrip("用要把对有搞做")
        return next((topic[at:] for at in range(len(topic) - 1) if self.holds([topic[at:]])), "")

    def _duty_text(self, sentence: Sentence) -> str:
        return fold(self._knowledge.duties[sentence.duty].text)

    def _scores(self, features: list[_Feature], within: Callable[[Duty], bool]) -> dict[int, float]:
        """Scores of the sentences that hold a feature: their own, their duty's, their title's."""
        allowed: dict[str, bool] = {}
        scores: dict[int, float] = {}
        held = [(f, self._places_of(f.words)) for f in features]
        numbers = set().union(*(places.sentences for _, places in held))
        numbers |= {self._first[duty] for _, places in held for duty in places.headed}
        for number in numbers:
            duty = self.sentences[number].duty
            if duty not in allowed:
                allowed[duty] = within(self._knowledge.duties[duty])
            if not allowed[duty]:
                continue
            score = 0.0
            for feature, places in held:
                if number in places.sentences:
                    score += feature.weight
                elif duty in places.headed:
                    score += feature.weight * _SAME_HEADING
                elif duty in places.duties:
                    score += feature.weight * _SAME_DUTY
                elif duty in places.titled:
                    score += feature.weight * _SAME_DOMAIN
            scores[number] = score
        return scores

    def _places_of(self, words: tuple[str, ...]) -> _Places:
        if words not in self._places:
            if len(self._places) > _MOST_KEPT:
                self._places.clear()
            numbers = {n for word in words for n in self._holding(word)}
            duties = {self.sentences[n].duty for n in numbers}
            titled = {d for d, title in self._titles.items() if any(w in title for w in words)}
            headed = {d for d, title in self._headings.items() if any(w in title for w in words)}
            self._places[words] = _Places(
                frozenset(numbers), frozenset(duties), frozenset(titled), frozenset(headed)
            )
        return self._places[words]

    def _holding(self, word: str) -> Iterator[int]:
        if len(word) < 2:
            yield from (n for n, s in enumerate(self.sentences) if word in s.folded)
            return
        pairs = [self._pairs.get(word[at : at + 2], set()) for at in range(len(word) - 1)]
        for number in set.intersection(*pairs):
            if len(word) == 2 or word in self.sentences[number].folded:
                yield number

    def _found(
        self, features: list[_Feature], sentence: Sentence, score: float, coverage: float
    ) -> Found:
        best, best_score, at = sentence.text, -1.0, 0
        if not features:
            return Found(sentence, best, sentence.start, score, coverage)
        for match in _CLAUSE.finditer(sentence.text):
            value = sum(f.weight for f in features if _has(f, fold(match[0])))
            if value > best_score + 1e-9:
                best, best_score, at = match[0], value, match.start()
        return Found(sentence, best, sentence.start + at, score, coverage)

    def _features(self, topic: str) -> list[_Feature]:
        topic = fold(topic)
        if "|" in topic or not has_han(topic):
            words = tuple(w for w in topic.split("|") if w)
            known = any(has_han(w) for w in words)
            return (
                [_Feature(words, self._weight(words) * (1 if known else _UNKNOWN))] if words else []
            )
        if len(topic) == 1:
            return []
        features = []
        for i in range(len(topic) - 1):
            pair = (topic[i : i + 2],)
            if self._df(pair) == 0 and _FUNCTION & set(pair[0]):
                continue
            features.append(_Feature(pair, self._weight(pair)))
        return features

    def _df(self, words: tuple[str, ...]) -> int:
        places = self._places_of(words)
        return len(places.sentences) or len(places.headed)

    def _weight(self, words: tuple[str, ...]) -> float:
        return math.log(1 + self._count / (1 + self._df(words)))


def _blend(share: float, chunks: list[str], sentence: str, duty: str) -> float:
    """Coverage of features, blended with that of characters where the question is Chinese.

    Pairs of characters across two words are in no text; characters tell that the words are.
    """
    total = held = 0.0
    for chunk in chunks:
        covered = [0.0] * len(chunk)
        for i in range(len(chunk) - 1):
            pair = chunk[i : i + 2]
            worth = 1.0 if pair in sentence else (_SAME_DUTY if pair in duty else 0.0)
            covered[i], covered[i + 1] = max(covered[i], worth), max(covered[i + 1], worth)
        for character, worth in zip(chunk, covered, strict=True):
            if character not in _FUNCTION:
                total, held = total + 1, held + worth
    return share if not total else (share + held / total) / 2


def _has(feature: _Feature, text: str) -> bool:
    return any(word in text for word in feature.words)


def sentences_of(duty: Duty) -> list[Sentence]:
    """The sentences of a duty, split at full stops and semicolons."""
    return [Sentence(duty.iri, m[0], fold(m[0]), m.start()) for m in _SENTENCE.finditer(duty.text)]


def headline(duty: Duty) -> str:
    """What a duty is about: its first sentence or clause without the ordinal."""
    text = _ORDINAL.sub("", duty.text)
    first = re.split(r"[。;\uff1b]", text, maxsplit=1)[0]
    return first if len(first) <= 40 else re.split(r"[,\uff0c]", first, maxsplit=1)[0]


def bare(text: str) -> str:
    """A quote without its ordinal and final punctuation, as a value."""
    return _ORDINAL.sub("", text).strip(" ,\uff0c。;\uff1b:\uff1a\u3000")
