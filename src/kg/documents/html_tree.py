"""Walk a parsed page without recursion, however deep its tags are nested."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode


def parse_page(text: str) -> LexborHTMLParser:
    """The parsed page, without server-side blocks (``<% … %>``) left in by the publisher."""
    return LexborHTMLParser(_without_server_blocks(text))


def walk(
    root: LexborNode, skip: Callable[[LexborNode], bool] = lambda _: False
) -> Iterator[tuple[LexborNode, bool]]:
    """The nodes below and including ``root`` in document order, each when entered and when left.

    Yields:
        Node and True where it is entered, node and False where it is left; nothing of what
        ``skip`` says to leave out.
    """
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        if not entering:
            yield node, False
            continue
        if skip(node):
            continue
        yield node, True
        stack.append((node, False))
        children = []
        child = node.first_child
        while child is not None:
            children.append((child, True))
            child = child.next
        stack.extend(reversed(children))


def name_of(node: LexborNode) -> str:
    """The tag of an element in lower case, ``-text`` for text."""
    return node.tag or ""


def attribute(node: LexborNode, name: str) -> str:
    """The value of an attribute, empty where it has none."""
    return node.attributes.get(name) or ""


def number_of(node: LexborNode, name: str, *, least: int, most: int) -> int:
    """A number given as attribute, within bounds; ``least`` where it is none."""
    value = attribute(node, name).strip()
    return min(max(int(value[:6]), least), most) if value.isascii() and value.isdigit() else least


def _without_server_blocks(text: str) -> str:
    pieces: list[str] = []
    position = 0
    while (start := text.find("<%", position)) >= 0:
        end = text.find("%>", start)
        if end < 0:
            break
        pieces.append(text[position:start])
        position = end + 2
    pieces.append(text[position:])
    return "".join(pieces)
