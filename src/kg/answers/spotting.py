"""Finds what a question mentions: the longest known form at every place, typos mended by sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kg.answers.cleaning import fold, has_han, is_chinese
from kg.answers.english import PHRASE, EnglishBodies
from kg.answers.knowledge import Knowledge
from kg.answers.levels import has_level, level_before
from kg.answers.misspelt import EnglishMender, PinyinReader
from kg.answers.naming import (
    Forms,
    Meaning,
    build_forms,
    glossary,
    latin_index,
    stem_phrase,
)
from kg.answers.typos import Mender

_LONGEST = 60
_WORD = re.compile(r"[a-z0-9]")
_TYPO_SCORE, _TYPO_MARGIN = 78, 6
_ENGLISH_BODY = re.compile(
    r"((?:[a-z-]+(?: and| of)? ){1,5})(bureau|department|office|commission|administration|brigade|"
    r"committee|authority|agency|detachment|court|company)s?\b"
)
_CHINESE_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:局|委员会|大队|支队|办公室|管理处|公司|法院|检察院|总队)"
)
_FUNCTION = frozenset("的了在是有把被将对到由这那从为也就要会能吗呢谁哪几")
_QUOTED = re.compile(r'"([^"]{2,20})"')
_NAMED = ("body", "domain", "source", "section", "document")
_BODIES = ("body", "nobody")
_COMPOUND = re.compile(
    r" (?:improvement|reform|management|system|services?|reduction|policy|payment|refund|rate|law)s?\b"
)
_PINYIN_WORD = re.compile(r"(?<![a-z])[a-z]{4,30}(?![a-z])")


@dataclass(frozen=True)
class Token:
    """A known form in the question.

    Attributes:
        meanings: what it can mean, the most precise first.
    """

    start: int
    end: int
    text: str
    meanings: tuple[Meaning, ...]

    def has(self, kind: str, value: str | None = None) -> bool:
        """Whether it can be of a kind, and of a value of it."""
        return any(m.kind == kind and value in (None, m.value) for m in self.meanings)

    def get(self, kind: str) -> Meaning | None:
        """Its meaning of a kind."""
        return next((m for m in self.meanings if m.kind == kind), None)

    @property
    def kind(self) -> str:
        """The kind of its first meaning."""
        return self.meanings[0].kind


@dataclass(frozen=True)
class Spotted:
    """A question with its tokens and the words nothing is known of.

    Attributes:
        text: the folded text, typos mended.
        content: words for a domain that are words of the texts, but no name of it.
        texts: the texts of all duties.
        absent: words for a field that the texts do not use.
        loose: what lies between tokens: chunks of Chinese, words of English.
    """

    text: str
    tokens: tuple[Token, ...]
    loose: tuple[Token, ...]
    content: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    texts: str = ""


class Spotter:
    """Finds mentions in questions about one graph."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.forms: Forms = build_forms(knowledge)
        self._entities = knowledge.entities
        self._terms = glossary()
        self._latin = latin_index(
            e for e in knowledge.entities.values() if e.kind in ("body", "domain")
        )
        headings = "\n".join(s.label for s in knowledge.sections.values())
        self.duty_text = "".join(d.text for d in knowledge.duties.values()) + headings
        self._mender = Mender(self.forms, self.duty_text)
        self._english_mender = EnglishMender(self.forms)
        self.pinyin = PinyinReader(self.forms)
        self._english = EnglishBodies(knowledge)
        self._names = [
            form
            for form, meanings in self.forms.items()
            if len(form) >= 3 and has_han(form) and meanings[0].kind == "body"
        ]

    def spot(self, question: str) -> Spotted:
        """Tokens and loose words of a question."""
        text = fold(question)
        chinese = is_chinese(text)
        text = self._mend(text) if chinese else self._english_mender.mend(text)
        tokens = self._with_quoted(text, list(self._scan(text)))
        tokens = [t for t in tokens if not self._is_inside_word(text, t, tokens)]
        tokens = self._add_pinyin(text, tokens)
        if chinese:
            tokens = self._add_unknown_chinese(text, tokens)
        else:
            tokens = self._add_unknown_english(text, self._add_english(text, tokens))
            tokens = [self._as_content(text, token) for token in tokens]
        tokens = _joined_fields(text, sorted(tokens, key=lambda t: t.start))
        tokens = _appositions(text, [self._narrowed(text, token) for token in tokens])
        content = frozenset(t.text for t in tokens if t.kind == "domain" and self._is_content(t))
        absent = frozenset(
            t.text for t in tokens if t.kind == "soft" and t.text not in self.duty_text and chinese
        )
        loose = tuple(_between(text, tokens))
        return Spotted(text, tuple(tokens), loose, content, absent, self.duty_text)

    def _as_content(self, text: str, token: Token) -> Token:
        """A body that only its words name, as those words: village clinics, tax service reform."""
        terms = self._terms.get(stem_phrase(token.text), ()) if token.kind in _BODIES else ()
        written = any(term in self.duty_text for term in terms)
        compound = token.kind == "body" and _COMPOUND.match(text, token.end)
        if not written or (token.kind == "body" and not compound):
            return token
        return Token(token.start, token.end, token.text, (Meaning("term", token.text, terms),))

    def _is_inside_word(self, text: str, token: Token, tokens: list[Token]) -> bool:
        """Whether one character is a part of a longer word of the texts: 家 of 居家, 不 of 不合格."""
        if token.kind == "body" and len(token.text) == 2 and self._begins_word(text, token, tokens):
            return True
        if len(token.text) > 1 or token.kind == "quoted" or not has_han(token.text):
            return False
        if token.kind == "topicless" and token.text in _FUNCTION:
            return False
        longer = [t for t in tokens if len(t.text) > 1]
        for at in (token.start - 1, token.end):
            free = 0 <= at < len(text) and has_han(text[at])
            if not free or any(t.start <= at < t.end for t in longer):
                continue
            pair = text[min(at, token.start) : max(at, token.start) + 1]
            if pair in self.duty_text and text[at] not in _FUNCTION:
                return True
        return False

    def _begins_word(self, text: str, token: Token, tokens: list[Token]) -> bool:
        """Whether a short name only begins a word of the texts: 财政 of 财政资金."""
        after = text[token.end : token.end + 1]
        follower = next((t for t in tokens if t.start == token.end), None)
        plain = follower is None or follower.kind in ("outside", "soft", "group")
        known = token.text + after in self.duty_text
        return bool(after) and plain and has_han(after) and after not in _FUNCTION and known

    def _with_quoted(self, text: str, tokens: list[Token]) -> list[Token]:
        """Words in quotes that the texts hold as they are: one word, whatever its parts mean."""
        for match in _QUOTED.finditer(text):
            inside = [t for t in tokens if t.start < match.end(1) and match.start(1) < t.end]
            whole = any(t.text == match[1] and t.kind in _NAMED for t in inside)
            if match[1] in self.duty_text and not whole:
                tokens = [t for t in tokens if t not in inside]
                tokens.append(
                    Token(match.start(1), match.end(1), match[1], (Meaning("quoted", ""),))
                )
        return sorted(tokens, key=lambda t: t.start)

    def _narrowed(self, text: str, token: Token) -> Token:
        """A name that several bodies have, narrowed by the level that is written before it."""
        written = level_before(text[: token.start]) if token.kind == "body" else None
        iris = token.meanings[0].iris
        if not written or len(iris) < 2:
            return token
        fitting = tuple(i for i in iris if has_level(self._entities[i], written))
        if not fitting or len(fitting) == len(iris):
            return token
        start = text.rfind(written, 0, token.start)
        meaning = Meaning("body", fitting[0], fitting)
        return Token(start, token.end, text[start : token.end], (meaning,))

    def _is_content(self, token: Token) -> bool:
        """A word for a domain that is none of its names, but a word of the texts."""
        entity = self._entities[token.meanings[0].value]
        own = [fold(name) for name in entity.names]
        named = any(name in token.text or token.text in name for name in own)
        return token.text in self.duty_text and not named

    def _scan(self, text: str) -> Iterator[Token]:
        at = 0
        while at < len(text):
            token = self._longest_at(text, at)
            if token is None:
                at = _next(text, at)
            else:
                yield token
                at = token.end

    def _longest_at(self, text: str, at: int) -> Token | None:
        if at and _WORD.match(text[at]) and _WORD.match(text[at - 1]):
            return None
        for length in range(min(_LONGEST, len(text) - at), 0, -1):
            form = text[at : at + length]
            if _cuts_word(text, at + length):
                continue
            meanings = self.forms.get(form, [])
            if not meanings and _WORD.match(form):
                meanings = self._inflected(form)
            if meanings:
                return Token(at, at + length, form, tuple(meanings))
        return None

    def _inflected(self, form: str) -> list[Meaning]:
        """Meanings of an English form by its stem: plural of a name, or a word of the glossary."""
        if form.endswith("s") and form[:-1] in self.forms:
            return [
                m
                for m in self.forms[form[:-1]]
                if m.kind in ("body", "domain", "soft", "group", "nobody")
            ]
        plain = form.isascii() and form[-1].isalnum()
        terms = self._terms.get(stem_phrase(form)) if plain else None
        return [Meaning("term", form, terms)] if terms else []

    def _mend(self, text: str) -> str:
        """The text with its typos mended."""
        known = [
            (t.start, t.end) for t in self._scan(text) if t.kind != "topicless" and len(t.text) > 1
        ]
        return self._mender.mend(text, known)

    def _add_pinyin(self, text: str, tokens: list[Token]) -> list[Token]:
        found = list(tokens)
        for match in _PINYIN_WORD.finditer(text):
            inside = [t for t in found if t.start < match.end() and match.start() < t.end]
            if any(t.kind != "topicless" for t in inside):
                continue
            entities = self._latin.get(match[0], [])
            for entity in entities[:1]:
                meaning = Meaning(entity.kind, entity.iri, tuple(e.iri for e in entities))
                found = [t for t in found if t not in inside]
                found.append(Token(match.start(), match.end(), match[0], (meaning,)))
        return found

    def _add_english(self, text: str, tokens: list[Token]) -> list[Token]:
        """Phrases that name a body in other words than its forms."""
        found = list(tokens)
        for match in PHRASE.finditer(text):
            start = _after_function_words(text, match.start(2), match.end(3), found)
            start = match.start() if match[1] and start == match.start(2) else start
            inside = [t for t in found if start < t.end and t.start < match.end()]
            if any(t.kind == "body" and t.start <= start and t.end >= match.end() for t in inside):
                continue
            iris = self._english.find(text[start : match.end()])
            if iris:
                meaning = Meaning("body", iris[0], iris)
                found = [t for t in found if t not in inside]
                found.append(Token(start, match.end(), text[start : match.end()], (meaning,)))
        return sorted(found, key=lambda t: t.start)

    def _add_unknown_english(self, text: str, tokens: list[Token]) -> list[Token]:
        """A phrase that ends like the name of a body and names none is an unknown body."""
        found = list(tokens)
        for match in _ENGLISH_BODY.finditer(text):
            head = next((t for t in found if t.start <= match.start(2) < t.end), None)
            if head is None or head.kind != "noun":
                continue
            before = [t for t in found if match.start(1) <= t.start and t.end <= match.start(2)]
            named = _last_words(match[1], before, match.start(1), text)
            if named is None:
                continue
            meaning = Meaning("nobody", text[named : match.end(2)])
            found = [t for t in found if t.end <= named or t.start >= match.end()]
            found.append(Token(named, match.end(), text[named : match.end()], (meaning,)))
        return found

    def _add_unknown_chinese(self, text: str, tokens: list[Token]) -> list[Token]:
        """A chunk that ends like the name of a body is one with a typo, or an unknown body."""
        found = list(tokens)
        for chunk in _between(text, tokens):
            end = chunk.end
            while end < len(text) and text[end] in "局委办队处":
                end += 1
            for match in _CHINESE_BODY.finditer(text[chunk.start : end]):
                name, start = match[0], chunk.start + match.start()
                best = process.extract(name, self._names, scorer=fuzz.ratio, limit=2)
                close = best and best[0][1] >= _TYPO_SCORE
                if close and (len(best) < 2 or best[0][1] - best[1][1] >= _TYPO_MARGIN):
                    meanings = tuple(self.forms[best[0][0]])
                else:
                    meanings = (Meaning("nobody", name),)
                stop = start + len(name)
                found = [t for t in found if t.end <= start or t.start >= stop]
                found.append(Token(start, stop, name, meanings))
        return found


_FIELD = re.compile(r"\s?(?:安全)?(?:生产)?(?:专项)?(?:整治|治理)?(?:行动|领域|行业|工作|方面)?")


def _joined_fields(text: str, tokens: list[Token]) -> list[Token]:
    """Domains with the words "safety", "campaign" after them as one token each."""
    found: list[Token] = []
    for token in tokens:
        if found and token.start < found[-1].end:
            continue
        if token.kind == "domain":
            tail = _FIELD.match(text, token.end)
            english = _ENGLISH_FIELD.match(text, token.end)
            end = (
                english.end() if english else tail.end() if tail and has_han(tail[0]) else token.end
            )
            token = Token(token.start, end, text[token.start : end], token.meanings)
        found.append(token)
    return found


def _appositions(text: str, tokens: list[Token]) -> list[Token]:
    """One token for a name and the more precise name in brackets behind it."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if (
            last is not None
            and last.kind == token.kind
            and token.kind in ("body", "domain")
            and text[last.end : token.start].strip() == "("
            and text[token.end : token.end + 1] == ")"
            and set(last.meanings[0].iris) & set(token.meanings[0].iris)
        ):
            end = token.end + 1
            found[-1] = Token(last.start, end, text[last.start : end], token.meanings)
        elif last is None or token.start >= last.end:
            found.append(token)
    return found


_ENGLISH_FIELD = re.compile(
    r"(?: safety)? (?:campaign|domain|sector|field|area)\b|(?: work)? safety\b"
)


def _after_function_words(text: str, start: int, end: int, tokens: list[Token]) -> int:
    """Where a name that ends at a place begins: behind the last word of the question before it."""
    for token in tokens:
        names = token.kind in ("term", "soft", "domain", "and", "body", "nobody", "group", "level")
        if start <= token.start and token.end < end and not names and token.text not in _IN_NAMES:
            start = token.end
    return start + len(text[start:end]) - len(text[start:end].lstrip())


_IN_NAMES = frozenset(
    {"of", "and", "the", "city", "municipal", "safety", "work", "production", "special", "state"}
)


def _last_words(words: str, before: list[Token], start: int, text: str) -> int | None:
    """Where the name before "bureau" begins; None when only function words stand there."""
    edge = start
    for token in before:
        if token.kind not in ("term", "soft", "domain", "and", "body") and token.text != "of":
            edge = token.end
    rest = text[edge : start + len(words)].strip()
    return start + len(words) - len(text[edge : start + len(words)].lstrip()) if rest else None


def _cuts_word(text: str, end: int) -> bool:
    return bool(end < len(text) and _WORD.match(text[end]) and _WORD.match(text[end - 1]))


def _next(text: str, at: int) -> int:
    if not _WORD.match(text[at]):
        return at + 1
    while at < len(text) and _WORD.match(text[at]):
        at += 1
    return at


def _between(text: str, tokens: list[Token]) -> Iterator[Token]:
    at = 0
    for token in [*sorted(tokens, key=lambda t: t.start), Token(len(text), len(text), "", ())]:
        for match in re.finditer(r"[\u3400-\u9fff0-9a-z%/]+", text[at : token.start]):
            yield Token(at + match.start(), at + match.end(), match[0], ())
        at = max(at, token.end)
