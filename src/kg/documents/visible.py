"""Keep of a stored text what a reader of the page sees."""

from __future__ import annotations

import re
import unicodedata

# Characters that are stored but not shown: controls, zero-width and direction marks, tags. Left
# in, they would break names apart that look whole on the page.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def visible(text: str) -> str:
    """The text with runs of blanks as one space and without what is not shown."""
    text = _BLANKS.sub(" ", text)
    if text.isprintable():
        return text
    return "".join(c for c in text if c.isprintable() or unicodedata.category(c) not in _INVISIBLE)


def line_of(text: str) -> str:
    """The text as a line of the view: visible, without blanks around it.

    Ideographic spaces at its beginning stay: many offices set paragraphs in with them, in web
    pages as in plain text.
    """
    return _plain_blanks(visible(text)).strip(" ").rstrip()


def cell_of(text: str) -> str:
    """The text as a cell of a table row: visible, without any space around it."""
    return _plain_blanks(visible(text)).strip()


def _plain_blanks(text: str) -> str:
    """A blank that does not break looks like any other, but runs of it are kept."""
    return text.replace("\xa0", " ")
