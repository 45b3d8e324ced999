"""Finds the sentences of documents that speak of what a question asks, without any model."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.answers.cleaning import fold as _fold
from kg.answers.cleaning import has_han
from kg.answers.knowledge import Duty, Knowledge

_SENTENCE = re.compile(r"[^。;\uff1b]+[。;\uff1b]?")
_CLAUSE = re.compile(r"[^,\uff0c。;\uff1b]+[,\uff0c。;\uff1b]?")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[(\uff08][\d一二三四五六七八九十]+[)\uff09]|\d+[.、]|[①-⑳])"
)
_FUNCTION = frozenset("的了在和与是有把被将对到等及由其这那从为于并也都就要会能可吗呢谁哪")
_SAME_DUTY, _SAME_DOMAIN = 0.4, 0.2
_UNKNOWN = 0.6


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


class Finder:
    """An index of all sentences of duties."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.sentences = [s for duty in knowledge.duties.values() for s in sentences_of(duty)]
        self._duty_texts = {d.iri: fold(d.text) for d in knowledge.duties.values()}
        self._titles = {d.iri: fold(self._title(d)) for d in knowledge.duties.values()}
        self._count = max(1, len(self.sentences))
        self._frequency: dict[tuple[str, ...], int] = {}

    def _title(self, duty: Duty) -> str:
        section = self._knowledge.sections.get(duty.section)
        domain = self._knowledge.domain_of(duty.section)
        names = self._knowledge.entities[domain].names if domain in self._knowledge.entities else ()
        return " ".join([section.label if section else "", *names])

    def find(
        self,
        topics: Iterable[str],
        *,
        within: Callable[[Duty], bool] = lambda _: True,
        prefer: Callable[[Duty], bool] = lambda _: False,
    ) -> list[Found]:
        """Matching sentences, the best first."""
        topics = list(topics)
        features = [f for topic in topics for f in self._features(topic)]
        chunks = [fold(t) for t in topics if "|" not in t and has_han(t)]
        total = sum(f.weight for f in features)
        if not total:
            return []
        found = []
        for sentence in self.sentences:
            duty = self._knowledge.duties[sentence.duty]
            if within(duty):
                score = self._score(features, sentence)
                if score:
                    boost = 1.3 if prefer(duty) else 1.0
                    coverage = _blend(
                        score / total, chunks, sentence.folded, self._duty_texts[duty.iri]
                    )
                    found.append(self._found(features, sentence, score * boost, coverage))
        found.sort(
            key=lambda f: (
                -f.score,
                self._knowledge.duties[f.sentence.duty].order,
                f.sentence.start,
            )
        )
        return found

    def _score(self, features: list[_Feature], sentence: Sentence) -> float:
        score, hits = 0.0, 0
        for feature in features:
            if _has(feature, sentence.folded):
                score, hits = score + feature.weight, hits + 1
            elif _has(feature, self._duty_texts[sentence.duty]):
                score += feature.weight * _SAME_DUTY
            elif _has(feature, self._titles[sentence.duty]):
                score += feature.weight * _SAME_DOMAIN
        return score if hits else 0.0

    def _found(
        self, features: list[_Feature], sentence: Sentence, score: float, coverage: float
    ) -> Found:
        best, best_score, at = sentence.text, -1.0, 0
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
        if words not in self._frequency:
            if len(self._frequency) > 20_000:
                self._frequency.clear()
            self._frequency[words] = sum(any(w in s.folded for w in words) for s in self.sentences)
        return self._frequency[words]

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
