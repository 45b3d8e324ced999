"""The document as a flow of blocks: folded text in which every character knows its position.

Folding is one to one (a full-width bracket becomes a half-width one, never two characters), so an
offset in folded text is an offset in the document. A block is a paragraph, also where the source
broke it over several lines, or one table row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.extraction.register import Register
from kg.model import Span, TextView

_FOLDS = {
    "(": "（〔【［[﹙〖｛",
    ")": "）〕】］]﹚〗｝",
    ",": "，﹐",
    ";": "；﹔",
    ":": "：﹕∶",
    "!": "！",
    "?": "？",
    ".": "．",
    "%": "％﹪",
    "-": "－—–―~～〜‐‑−",
    "、": "､﹑",
    "。": "｡",
    "《": "«",
    "》": "»",
    "〈": "<＜‹",
    "〉": ">＞›",
    " ": "\u3000\u00a0\u2002\u2003\u2009\ufeff",
    "“": "＂〝",
    "”": "〞",
    "|": "｜",
    "+": "＋",
    "/": "／",
}
_FOLD_TABLE = {ord(c): to for to, chars in _FOLDS.items() for c in chars}
_FOLD_TABLE |= {0xFF10 + n: str(n) for n in range(10)}
_FOLD_TABLE |= {0xFF21 + n: chr(0x41 + n) for n in range(26)}
_FOLD_TABLE |= {0xFF41 + n: chr(0x61 + n) for n in range(26)}

_LONG, _MANY = 400, 4  # characters and breaks from which a line is a text that lost its breaks

# A print-out: so many lines at least, no wider than this, so large a share of them full.
_PRINTED_LINES, _WIDEST, _SLACK, _FULL_SHARE = 16, 60, 2.5, 0.3
# Type-setting squeezes and stretches lines by about so many characters.
_EXACT, _LOOSE = 0.1, 3.0
# First lines are set in by so many, which plain text often loses.
_SET_IN = 2.0
_CHAPTER = re.compile(
    r"附[件表]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]+[章条]"
)
# What stands together at the beginning of a line: a character or a Latin word, with its marks.
_UNPARTED = re.compile(r"[(《〈“‘]*(?:[A-Za-z0-9.%]+|.)[)》〉”’“‘,。、;:!?%]*")
_DATE_LINE = re.compile(r"\s*(?:19|20)\d\d *年 *\d{1,2} *月 *\d{1,2} *日\s*")
_CLOSING = (")", "》", "”")
_SENTENCE_END = re.compile(r"[。;:!?)》”.]\s*$")


def fold(text: str) -> str:
    """The text with width and bracket variants folded, character by character."""
    return text.translate(_FOLD_TABLE)


@dataclass(frozen=True)
class Block:
    """A paragraph or table row.

    Attributes:
        text: folded text, without the line breaks inside a paragraph.
        pieces: ``(offset in text, line number, offset in that line)`` of each run from one line.
        table: index of the table it is a row of, or None.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    table: int | None = None

    @cached_property
    def _starts(self) -> list[int]:
        return [piece[0] for piece in self.pieces]

    def position(self, offset: int, *, end: bool = False) -> tuple[int, int]:
        """Line (1-based) and offset in it of a block offset; ``end`` for an exclusive end."""
        probe = offset - 1 if end and offset else offset
        start, line, at = self.pieces[bisect_right(self._starts, probe) - 1]
        return line, at + offset - start

    def part(self, start: int, end: int) -> Block:
        """The block that is this block's stretch from ``start`` to ``end``."""
        line, at = self.position(start)
        pieces = [(0, line, at)]
        pieces += [(p - start, n, a) for p, n, a in self.pieces if start < p < end]
        return Block(self.text[start:end], tuple(pieces), self.table)


@dataclass(frozen=True)
class Flow:
    """A text view with its blocks in reading order."""

    view: TextView
    blocks: tuple[Block, ...]

    def span(self, block: Block, start: int, end: int) -> Span:
        """The span in the text view of a stretch of a block, with the words as written."""
        line, at = block.position(start)
        end_line, end_at = block.position(end, end=True)
        if line == end_line:
            return Span(line, at, end_at, self.view.lines[line - 1][at:end_at])
        lines = self.view.lines
        middle = lines[line : end_line - 1]
        text = "\n".join([lines[line - 1][at:], *middle, lines[end_line - 1][:end_at]])
        return Span(line, at, end_at, text, end_line)

    def words(self, block: Block, start: int, end: int) -> str:
        """What stands there as written, without the breaks and page numbers between its lines."""
        edges = [
            *(max(at, start) for at, _, _ in block.pieces if at < end),
            end,
        ]
        lines = (block.position(at) for at in edges[:-1])
        return "".join(
            self.view.lines[line - 1][at : at + max(0, until - since)]
            for (line, at), since, until in zip(lines, edges, edges[1:], strict=False)
        )


def read_flow(view: TextView, rules: Register) -> Flow:
    """Cut a text view into blocks."""
    folded = tuple(fold(line) for line in view.lines)
    if view.places:  # each line already is a paragraph of the file
        rules = rules.without(*[key for key in ("flow.broken-line",) if key in rules])
    table_of = {line: n for n, rows in enumerate(view.tables) for line in rows}
    widths = tuple(map(_width, view.lines))
    runs = _paragraphs(folded, widths, table_of, rules)
    blocks = (_block(folded, run, table_of) for run in runs)
    whole = (part for block in blocks for part in _lost_breaks(block, rules))
    return Flow(view, tuple(part for block in whole for part in _glued_parts(block, rules)))


def _paragraphs(
    folded: tuple[str, ...],
    widths: tuple[float, ...],
    table_of: dict[int, int],
    rules: Register,
) -> Iterator[tuple[int, ...]]:
    """The 1-based line numbers of each paragraph; blank lines belong to none."""
    current: list[int] = []
    page = rules.get("flow.page-number").regex if "flow.page-number" in rules else None
    wrap = _print_out(folded, widths, table_of, rules) if "flow.wrapped" in rules else None
    opening = True
    turned: set[int] = set()
    blanks: set[int] = set()
    for number, line in enumerate(folded, start=1):
        if page is not None and number not in table_of and page.fullmatch(line):
            turned.add(number)
            continue
        if not line.strip():
            blanks.add(number)
            continue
        joins = (
            bool(current)
            and number not in table_of
            and current[-1] not in table_of
            and _continues(
                folded[current[-1] - 1],
                line,
                _adjacent(current[-1], number, turned, blanks),
                rules,
                wrap.room(widths[current[-1] - 1], first=len(current) == 1) if wrap else None,
            )
            and not (opening and _is_bare_title(folded[current[-1] - 1], rules))
        )
        if joins:
            current.append(number)
            continue
        opening = not current
        if current:
            yield tuple(current)
        current = [number]
    if current:
        yield tuple(current)


def _adjacent(above: int, line: int, turned: set[int], blanks: set[int]) -> bool:
    """Whether nothing stands between two lines, or only the turn of a page."""
    between = set(range(above + 1, line))
    return not between or (bool(between & turned) and between <= turned | blanks)


@dataclass(frozen=True)
class _PrintOut:
    """How wide full lines are, and how much narrower the first of a paragraph, set in, is."""

    width: float
    set_in: float

    def room(self, width: float, *, first: bool) -> float:
        """What is left free of a line."""
        return self.width - (self.set_in if first else 0.0) - width


def _print_out(
    folded: tuple[str, ...], widths: tuple[float, ...], table_of: dict[int, int], rules: Register
) -> _PrintOut | None:
    """The measure of a print-out; None where lines are whole paragraphs."""
    shown = [n for n, line in enumerate(folded) if line.strip() and n + 1 not in table_of]
    if len(shown) < _PRINTED_LINES:
        return None
    seen = sorted(widths[n] for n in shown)
    widest = seen[int(len(seen) * 0.97)]
    full = [width for width in seen if widest - _SLACK <= width <= widest + _SLACK]
    if not (16 <= widest <= _WIDEST and len(full) > _FULL_SHARE * len(seen)):
        return None
    usual = Counter(full).most_common(1)[0][0]
    firsts = Counter(
        widths[n] for n in shown if starts_part(folded[n], rules) and not folded[n][:1].isspace()
    )
    lost = firsts[usual - _SET_IN] > firsts[usual]
    return _PrintOut(usual, _SET_IN if lost else 0.0)


def _width(text: str) -> float:
    """The width of a line in Chinese characters; Latin ones are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text.rstrip())


def _breaks_for_room(line: str, room: float, ended: bool) -> bool:
    """Whether a line of a print-out begins with what had no room in the line above.

    Args:
        ended: the line above ends like a sentence, so only a full one goes on.
    """
    first = _UNPARTED.match(line.lstrip())
    return room < _width(first.group() if first else "") + (_EXACT if ended else _LOOSE)


def _continues(
    above: str, line: str, adjacent: bool, rules: Register, room: float | None = None
) -> bool:
    """Whether a line goes on with the sentence that the line above broke off.

    Args:
        room: what is left free of the line above, where the document is a print-out.
    """
    if _DATE_LINE.fullmatch(above) or _DATE_LINE.fullmatch(line):
        return False
    if room is not None and adjacent:
        ended = bool(_SENTENCE_END.search(above))
        if not _breaks_for_room(line, room, ended and not above.rstrip().endswith(_CLOSING)):
            return False
        parted = ended or starts_part(above, rules)
        opens = parted and starts_part(line, rules)
        return not (opens or _CHAPTER.match(line.lstrip()))
    if "flow.label-lines" in rules and adjacent:
        label = rules.get("flow.label-lines").regex
        if label.search(above.strip()) and label.search(line.strip()):
            return True
    if "flow.broken-line" not in rules:
        return False
    if line.startswith(" ") or _SENTENCE_END.search(above) or starts_part(line, rules):
        return _open_bracket(above) and _closes_bracket(line)
    if not adjacent or len(above.strip()) < 8 or "|" in above or _head_ends(above, line, rules):
        return False
    return bool(rules.get("flow.broken-line").regex.search(above)) or _inside_sentence(above, line)


def _head_ends(above: str, line: str, rules: Register) -> bool:
    """Whether a title ends above, or an address begins here."""
    return any(
        key in rules and bool(rules.get(key).regex.search(text.strip()))
        for key, text in (("flow.title-line", above), ("flow.address", line))
    )


def _is_bare_title(line: str, rules: Register) -> bool:
    """Whether the first line of a document is its title, though it says neither 关于 nor 通知."""
    key = "flow.opening-title"
    return key in rules and bool(rules.get(key).regex.search(line.strip()))


def _inside_sentence(above: str, line: str) -> bool:
    """A paragraph broken in mid-sentence: punctuation both before the break and after it."""
    bare = re.sub(r"^\s*[一二三四五六七八九十]{1,3}、", "", above)
    return bool(re.search(r"[,。;、]", bare)) and bool(re.search(r"[。;)]\s*$", line))


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")")


def _closes_bracket(text: str) -> bool:
    depth = 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return True
    return False


def starts_part(text: str, rules: Register) -> bool:
    """Whether the text begins with the number of a heading or an item."""
    stripped = text.lstrip()
    return any(
        rule.regex.match(stripped)
        for stage in ("heading", "ordinal")
        for rule in rules.stage(stage)
    )


def _block(folded: tuple[str, ...], run: tuple[int, ...], table_of: dict[int, int]) -> Block:
    """Join the lines of one paragraph, without the white space around them."""
    text, pieces = "", []
    for number in run:
        line = folded[number - 1]
        lead = 0 if number in table_of else len(line) - len(line.lstrip())
        pieces.append((len(text), number, lead))
        text += line[lead:] if number in table_of else line[lead:].rstrip()
    return Block(text, tuple(pieces), table_of.get(run[0]))


def _lost_breaks(block: Block, rules: Register) -> Iterator[Block]:
    """Cut a long line where paragraphs ran into one another, a short one after a chapter's title."""
    if block.table is not None:
        yield block
        return
    start = 0
    for match in _breaks_in(block.text, rules):
        yield block.part(start, match.start())
        start = match.end()
    yield block.part(start, len(block.text)) if start else block


def _breaks_in(text: str, rules: Register) -> list[re.Match[str]]:
    long, chapter = "flow.lost-break", "flow.chapter-article"
    if long in rules and len(text) >= _LONG:
        found = list(rules.get(long).regex.finditer(text))
        if len(found) >= _MANY:
            return found
    return list(rules.get(chapter).regex.finditer(text)) if chapter in rules else []


def _glued_parts(block: Block, rules: Register) -> Iterator[Block]:
    """Cut a block where the next heading is glued to the bracket that ends an item."""
    if block.table is not None or "flow.glued-heading" not in rules:
        yield block
        return
    start = 0
    for match in rules.get("flow.glued-heading").regex.finditer(block.text):
        yield block.part(start, match.end(1))
        start = match.end(1)
    yield block.part(start, len(block.text))
