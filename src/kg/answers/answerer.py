"""Answers questions about one store: read, query, prove, say."""

from __future__ import annotations

import time
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from kg.answers import wording
from kg.answers.answer import Answer, Named, Result
from kg.answers.cleaning import clean, has_han, is_chinese
from kg.answers.frame import Frame, Language, LanguageModel, Unknown
from kg.answers.knowledge import Knowledge, load_knowledge
from kg.answers.reading import Reader
from kg.answers.readings import Readings
from kg.answers.resolving import Resolver
from kg.answers.suggesting import MOST, candidates
from kg.answers.weighing import Weigher
from kg.store import Store
from kg.vocabulary import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.answers.search import SearchIndex, SearchResult

_MOST_EVIDENCE = 60
_NEAR = 3
# An engine elsewhere does not tell when its graph changed; after so long it is read again.
_REMOTE_SECONDS = 60.0


class _State:
    """What is made once for a version of the graph."""

    def __init__(self, store: Store) -> None:
        self.knowledge: Knowledge = load_knowledge(store)
        self.reader = Reader(self.knowledge)
        self.resolver = Resolver(store, self.knowledge)
        self.weigher = Weigher(self.resolver)
        self.readings = Readings(self.resolver, self._resolve)
        self.index: SearchIndex | None = None
        self.askable: dict[str, bool] = {}

    def _resolve(self, frame: Frame) -> Result:
        if frame.form == "yes-no":
            return self.weigher.confirm(frame)
        if frame.form == "count":
            return self.weigher.count(frame)
        if frame.form in ("most", "least"):
            return self.weigher.extreme(frame)
        if frame.form == "compare":
            return self.weigher.compare(frame)
        return self.resolver.lists(frame)


class Answerer:
    """Answers questions in Chinese and English out of a store, without any language model.

    What it knows of the graph is read once per version of the graph and kept.

    Args:
        store: where the graph is.
        base: base of the IRIs of the data.
        model: may propose how a question is understood that is not answered otherwise.
    """

    def __init__(
        self, store: Store, base: str = DEFAULT_BASE, *, model: LanguageModel | None = None
    ) -> None:
        self.store = store
        self.base = base
        self._model = model
        self._state: _State | None = None
        self._made = 0.0
        self._lock = Lock()

    def ask(self, question: str, lang: str | None = None) -> Answer:
        """The answer to a question, in its language or the one asked for.

        Raises:
            StoreError: the store cannot be read.
        """
        text = clean(question)
        language: Language = "en" if text and not is_chinese(text) else "zh"
        if lang in ("zh", "en"):
            language = lang  # type: ignore[assignment]
        state = self._current()
        if not text:
            return self._refuse(Frame(language, "", "none"), state)
        frame = state.reader.read(text, language)
        answer = self._answer(frame, state)
        if not answer.answered and self._model is not None and not frame.unknown:
            proposed = self._model.propose(text, language)
            if proposed is not None:
                answer = self._answer(proposed, state)
        return answer

    def search(
        self, text: str, limit: int = 20, types: Iterable[str] | None = None
    ) -> SearchResult:
        """Ranked, typed hits for what somebody types, each with why it matched.

        Args:
            types: only these kinds: body, domain, duty, source, document, section.

        Raises:
            StoreError: the store cannot be read.
        """
        return self._search(self._current(), clean(text), limit, types)

    def _search(
        self, state: _State, text: str, limit: int, types: Iterable[str] | None
    ) -> SearchResult:
        from kg.answers.search import SearchIndex

        with self._lock:
            if state.index is None:
                state.index = SearchIndex(state.knowledge)
            return state.index.search(text, limit, types)

    def suggest(self, lang: str = "zh") -> tuple[str, ...]:
        """Questions that can be asked of this graph."""
        state = self._current()
        return self._suggestions(Frame("en" if lang == "en" else "zh", "", "none"), state)

    def _suggestions(self, frame: Frame, state: _State, words: str = "") -> tuple[str, ...]:
        """Questions near to one that cannot be answered; each of them can."""
        hits = self._search(state, words, _NEAR, ("domain", "body")).hits if words else ()
        found: list[str] = []
        for question in candidates(frame, state.knowledge, [hit.iri for hit in hits]):
            if len(found) == MOST:
                break
            if question not in state.askable:
                asked = state.reader.read(question, frame.language)
                state.askable[question] = self._answer(asked, state, bare=True).answered
            if state.askable[question] and question not in found:
                found.append(question)
        return tuple(found)

    def _current(self) -> _State:
        with self._lock:
            version, now = self.store.version, time.monotonic()
            stale = version is None and now - self._made > _REMOTE_SECONDS
            if self._state is None or stale or self._state.knowledge.version != version:
                self._state, self._made = _State(self.store), now
            return self._state

    def _answer(self, frame: Frame, state: _State, *, bare: bool = False) -> Answer:
        """The answer to what a question was read as; bare without what can be asked instead."""
        if frame.unknown:
            return self._refuse(frame, state, frame.unknown[0], bare=bare)
        if frame.asked == "none":
            return self._refuse(frame, state, bare=bare)
        result = state.readings.resolve(frame)
        if not result.values or not result.quotes:
            unknown = self._unmentioned(frame, state)
            return self._refuse(frame, state, unknown, query=result.query, bare=bare)
        return Answer(
            True,
            wording.sentence(frame, result, state.knowledge),
            tuple(result.values),
            tuple(result.quotes[:_MOST_EVIDENCE]),
            result.query,
            f"{frame.asked}-{frame.form}",
            _named(frame, state.knowledge),
            result.confidence,
            wording.understood(frame, state.knowledge),
            (),
            frame.language,
            frame,
        )

    def _unmentioned(self, frame: Frame, state: _State) -> Unknown | None:
        """The words of content that no text has; None where all are somewhere."""
        holds = state.resolver.finder.holds
        missing = [t for t in frame.topics if "|" not in t and not holds([t])]
        if frame.language == "en":
            missing = [t for t in missing if not has_han(t)]
        return (
            Unknown("content", ("、" if frame.language == "zh" else ", ").join(missing))
            if missing
            else None
        )

    def _refuse(
        self,
        frame: Frame,
        state: _State,
        unknown: Unknown | None = None,
        query: str = "",
        *,
        bare: bool = False,
    ) -> Answer:
        return Answer(
            False,
            wording.refusal(frame, unknown),
            query=query,
            intent="none",
            entities=_named(frame, state.knowledge),
            understood=wording.understood(frame, state.knowledge) if frame.asked != "none" else "",
            suggestions=()
            if bare
            else self._suggestions(frame, state, unknown.text if unknown else ""),
            language=frame.language,
            frame=frame,
        )


def _named(frame: Frame, knowledge: Knowledge) -> tuple[Named, ...]:
    found = []
    for text, iri in frame.mentions:
        section = knowledge.sections.get(iri)
        found.append(Named(text, iri, section.label if section else knowledge.name(iri)))
    return tuple(found)
