"""The prompt of a conversation: history of this session and completion of names by the Tab key."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from kg.answers import Answerer, completions

_PROMPT = "? "


@contextmanager
def prompting(answerer: Answerer) -> Iterator[Callable[[], str | None]]:
    """Give a function that asks for one line; None at the end of the input."""
    asked = sys.stdin.isatty()
    with suppress(ImportError):
        _complete_names(answerer)

    def read() -> str | None:
        try:
            return input(_PROMPT if asked else "")
        except (EOFError, KeyboardInterrupt):
            return None

    yield read


def _complete_names(answerer: Answerer) -> None:
    # Not every Python is built with it; without it there is no history and no completion.
    import readline

    found: list[str] = []

    def complete(word: str, state: int) -> str | None:
        if state == 0:
            found[:] = completions(answerer, word)
        return found[state] if state < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" ")
    readline.parse_and_bind("tab: complete")
