"""Question after question in a terminal; who shows and who asks is left to the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.answers.answer import Answer
from kg.answers.answerer import Answerer

_ENDINGS = frozenset({"exit", "quit", "q", "bye", "退出", "再见", "结束"})


def converse(
    answerer: Answerer,
    read: Callable[[], str | None],
    lang: str | None = None,
) -> Iterator[tuple[str, Answer]]:
    """Answer what ``read`` gives until it gives None or a word that ends the conversation.

    Args:
        read: asks for one line; None at the end of the input.
        lang: language of the answers; that of each question without it.

    Yields:
        each question with its answer.
    """
    while (line := read()) is not None:
        question = line.strip()
        if question.lower() in _ENDINGS:
            return
        if question:
            yield question, answerer.ask(question, lang)


def completions(answerer: Answerer, text: str, limit: int = 8) -> list[str]:
    """Names that may complete the last word of a line, for the prompt of a terminal."""
    word = text.split(" ")[-1]
    if not word:
        return list(answerer.suggest("zh"))[:limit]
    hits = answerer.search(word, limit, ("body", "domain", "source")).hits
    return [
        hit.matched if hit.why != "pinyin" and hit.why != "initials" else hit.label for hit in hits
    ]
