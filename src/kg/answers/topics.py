"""Words of content in a question: what is left once names and question words are taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.answers.asking import OFFICE
from kg.answers.cleaning import has_han
from kg.answers.naming import Meaning, glossary, hazards_by_key, stem_phrase
from kg.answers.spotting import Token

if TYPE_CHECKING:
    from kg.answers.reading import Question

_CONTENT = ("soft", "term", "group", "quoted")
_SPLIT = "|"
_GENERAL = re.compile("整治|专项|工作|行动|治理")
_LIGHT_REST = re.compile("整治|专项|工作|行动|治理|安全|领域|行业")
_EMPTY = re.compile(
    r"(?:至少|不少于|最少)?[一两]次|[一二三四五六七八九十两\d]+[个项条段家份]?|领域|行业|方面|部门|单位"
)
_FUNCTION = frozenset(
    "的了在和与是有把被将对到等及由其这那从为于并也都就要会能可吗呢谁哪又还让给应该须需们归属请我你算前后"
)


_TIME = re.compile(
    r"(?:(?:截至|截止|到了?|在|于)?\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?(?:年?[底末]|年末)?(?:之|以)?(?:前|内|里|中)?(?:要|应|须|必须)?)"
)


def topic_words(question: Question, asked: str) -> tuple[str, ...]:
    """Content of the question, one concept each; a concept is alternatives joined by ``|``.

    Chinese concepts are chunks of the question itself, English ones the Chinese words that a
    glossary gives for them; an English word without any is kept as it is.
    """
    if question.language == "zh" or has_han(question.spotted.text[:4]):
        return tuple(_chinese(question, asked))
    return tuple(_english(question, asked))


def _chinese(question: Question, asked: str) -> list[str]:
    text = question.spotted.text
    time = _TIME.search(text)
    dated = [Token(time.start(), time.end(), time[0], (Meaning("time", ""),))] if time else []
    blocked = [
        *dated,
        *(
            t
            for t in question.tokens
            if t.text in question.spotted.absent
            or (t.kind not in ("topicless", *_CONTENT) and not _is_content(t, question, asked))
        ),
    ]
    blocked.sort(key=lambda t: t.start)
    chunks, at = [], 0
    for token in [*blocked, None]:
        end = token.start if token else len(text)
        if end > at:
            chunks.append((at, end))
        at = max(at, token.end if token else at)
    office = OFFICE.search(text)
    found = [office[1]] if office and office[1] else []
    for start, end in chunks:
        found += _pieces(text, start, end, question.tokens)
    return [*found, *_translated_fields(question)]


def _translated_fields(question: Question) -> list[str]:
    """Everyday words for fields that the texts do not use, as the words that they may use."""
    hazards = hazards_by_key()
    found = []
    for token in question.tokens:
        if token.kind == "soft" and token.text in question.spotted.absent:
            hazard = hazards[token.meanings[0].value]
            words = (hazard.label, *hazard.variants, *hazard.everyday)
            found.append(_SPLIT.join(words))
            found += _left_over(token.text, words)
    return found


def _left_over(text: str, words: tuple[str, ...]) -> list[str]:
    """What an everyday word says beside the field: 充电 of 电动车充电."""
    for word in sorted(words, key=len, reverse=True):
        rest = text.replace(word, "") if word != text else text
        if rest != text:
            return [] if len(rest) < 2 or _LIGHT_REST.search(rest) else [rest]
    return []


def _is_content(token: Token, question: Question, asked: str) -> bool:
    """A noun that is not asked for, where nothing is named; an everyday word of the text itself."""
    if token.kind == "domain":
        return token.text in question.spotted.content
    if asked == "deadline" and token.kind == "outside":
        return token.text in question.spotted.texts
    if asked == "number" and token.has("noun", "number") and not token.has("how-many"):
        return token.text in question.spotted.texts and len(token.text) > 1
    named = any(t.kind in ("domain", "body", "section", "source") for t in question.tokens)
    noun = token.get("noun")
    return (
        not named
        and token.kind in ("noun", "except")
        and (noun is None or noun.value != asked)
        and ((noun is not None and noun.value == "domain") or token.text in ("以外", "之外"))
    )


def _pieces(text: str, start: int, end: int, tokens: tuple[Token, ...]) -> list[str]:
    """Runs of a chunk without leading and trailing function words."""
    light = [False] * (end - start)
    for token in tokens:
        trimmed = (token.kind == "noun" and _GENERAL.search(token.text) is not None) or (
            token.kind == "topicless" and (len(token.text) > 1 or token.text in _FUNCTION)
        )
        if trimmed and start <= token.start and token.end <= end:
            light[token.start - start : token.end - start] = [True] * len(token.text)
    found, run, run_light = [], "", True
    for offset in range(end - start):
        character = text[start + offset]
        if not (has_han(character) or character.isalnum() or character in "%/·"):
            if not run_light:
                found.append(_trim(run, text, light, start, offset))
            run, run_light = "", True
            continue
        run += character
        run_light = run_light and light[offset]
    if not run_light:
        found.append(_trim(run, text, light, start, end - start))
    found = [re.sub(r"(?<=..)(?:方面|领域|行业)$", "", piece) for piece in found]
    return [piece for piece in found if len(piece) > 1 and not _EMPTY.fullmatch(piece)]


def _trim(run: str, text: str, light: list[bool], start: int, stop: int) -> str:
    first = stop - len(run)
    while run and light[first]:
        run, first = run[1:], first + 1
    while run and light[first + len(run) - 1]:
        run = run[:-1]
    return run


def _english(question: Question, asked: str) -> list[str]:
    hazards = hazards_by_key()
    found = []
    for token in sorted((*question.tokens, *question.spotted.loose), key=lambda t: t.start):
        if not token.meanings:
            if not token.text.isdigit() or len(token.text) == 2 or asked == "source":
                found.append(_translated(token.text))
            continue
        kind = token.kind
        if kind in ("term", "group") and token.meanings[0].iris:
            found += _terms(token, question.spotted.texts)
        elif kind == "soft":
            hazard = hazards[token.meanings[0].value]
            exact = glossary().get(stem_phrase(token.text), ())
            known = exact if token.meanings[0].iris else ()
            written = [word for word in known if word in question.spotted.texts]
            words = written or (hazard.label, *hazard.variants, *hazard.everyday, *exact)
            found.append(_SPLIT.join(dict.fromkeys(words)))
    return found


def _terms(token: Token, texts: str) -> list[str]:
    """The Chinese words for a phrase; those for its parts where no text has them."""
    whole, parts = token.meanings[0].iris, re.findall(r"[a-z0-9]{2,}", token.text)
    if len(parts) == 1 or any(word in texts for word in whole):
        return [_SPLIT.join(whole)]
    split = [glossary().get(stem_phrase(part), ()) for part in parts]
    return [_SPLIT.join(words) for words in split] if all(split) else [_SPLIT.join(whole)]


def _translated(word: str) -> str:
    return _SPLIT.join(glossary().get(stem_phrase(word), (word,)))
