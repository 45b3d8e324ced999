"""Web pages: the content of a government page as lines, without menus, scripts and styles."""

from __future__ import annotations

import re

from kg.documents.encoding import UndecodableError, decode
from kg.documents.source import Source, text_view
from kg.model import TextView

NAME = "html"
MEDIA_TYPE = "text/html"
EXPECTS = "a web page with HTML tags"
ISOLATED = True

_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php"})
_SKIPPED = re.compile(rb"\s+|<\?xml[^>]{0,200}>|<%.{0,500}?%>|<!--.{0,500}?-->", re.S)
_START = re.compile(
    rb"<(!doctype\s+html|html|head|body|meta|title|div|table|tbody|p|h1|script|link)\b", re.I
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HEAD = 8192


def accepts(source: Source) -> bool:
    """Whether the file is named like a web page or, with any name but txt, starts like one."""
    head = source.data[:_HEAD]
    if head.startswith(_BINARY) or source.suffix == ".txt":
        return False
    plain = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    return source.suffix in _SUFFIXES or _starts(plain)


def _starts(head: bytes) -> bool:
    """Whether a tag of a page stands first, after declarations, comments and white space."""
    at = 0
    while skipped := _SKIPPED.match(head, at):
        at = skipped.end()
    return _START.match(head, at) is not None


def read(source: Source) -> TextView:
    """The content of a web page: a line per paragraph, a line per table row with tabs.

    Raises:
        SourceError: binary or damaged data, no text, or more text than allowed.
    """
    if len(source.data) > source.limits.text_bytes:
        raise source.too_large(
            f"a web page of {len(source.data):,} bytes is over the limit of "
            f"{source.limits.text_bytes:,}",
            "split it",
        )
    try:
        decoded = decode(source.data, _declared(source.data))
    except UndecodableError as error:
        raise source.refused(str(error), "save the page again as UTF-8") from error
    # Imported here so that only the child process pays for the parser.
    from kg.documents.html_content import content_roots
    from kg.documents.html_lines import lines_of
    from kg.documents.html_tree import parse_page

    found = lines_of(content_roots(parse_page(decoded.text)))
    return text_view(
        source,
        MEDIA_TYPE,
        found.lines,
        encoding=decoded.encoding,
        places=found.places,
        tables=found.tables,
    )


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_HEAD])
    return match.group(1).decode("ascii", "ignore") if match else None
