"""Find the document in a page: its content, its title and its table of metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents.html_tree import attribute, name_of, walk

_NEVER_SHOWN = (
    "script, style, noscript, template, iframe, object, embed, svg, canvas, nav, footer, aside, "
    "button, select, input, textarea, head, title, rt, rp, [hidden], [role=navigation]"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Names of the containers that content management systems of government sites put documents in.
_CONTAINERS = (
    "#UCAP-CONTENT", "#zoom", "#zoomcon", "#Zoom", ".TRS_Editor", ".TRS_UEDITOR",
    ".trs_editor_view", "#vsb_content", ".v_news_content", ".wp_articlecontent",
    ".pages_content", "#detailCon",
    "#js_content", ".article-content", ".article_content", ".content_article", ".ArticleContent",
    "#article", "article", "main",
)  # fmt: skip
_BESIDES = re.compile(
    r"nav|menu|foot(?!note)|crumb|share|search|sidebar|copyright|login|toolbar|qr_?code|"
    r"(?<![a-z])ewm|erweima|font_?size|related|xgxw|hotword|banner|easybtn|modal|popup|pagination",
    re.I,
)
_METADATA_LABELS = re.compile(
    r"索\s*引\s*号|发文机关|发文单位|发布机构|制发机关|成文日期|生成日期|发文日期|发布日期|公开日期|发布时间|"
    r"发文字号|文\s*号|主题分类|信息分类|主\s*题\s*词|公文种类|组配分类|有效性|名\s*称|标\s*题"
)
_HEADINGS = "h1, h2, h3, h4, [class*=title], [id*=title]"
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 200
_LONG_TEXT = 10
_SMALL_PART = 0.1


def content_roots(page: LexborHTMLParser) -> list[LexborNode]:
    """The elements that make up the document, in the order in which they are to be read."""
    body = page.body
    if body is None:
        return []
    page_title = _page_title(page)
    _drop_unseen(body)
    weights = _weights(body)
    _drop_besides(body, weights)
    content = _containers(body, weights) or [_descend(body, weights)]
    outside = [_metadata(body, content), _title(body, content[0], page_title)]
    return [node for node in outside if node is not None] + content


def _drop_unseen(body: LexborNode) -> None:
    weights = _weights(body)
    total = weights.get(body.mem_id, 0)
    _drop(body, body.css(_NEVER_SHOWN))
    hidden = [
        node
        for node in body.css("[style]")
        if _HIDDEN.search(attribute(node, "style"))
        # Some pages hide all content until a script shows it.
        and weights.get(node.mem_id, 0) < total / 2
    ]
    _drop(body, hidden)


def _drop_besides(body: LexborNode, weights: dict[int, int]) -> None:
    """Drop menus, share buttons and the like by their names, unless they hold much of the text."""
    small = weights.get(body.mem_id, 0) * _SMALL_PART
    besides = [
        node
        for node in body.css("[class], [id]")
        if _BESIDES.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
        and weights.get(node.mem_id, 0) <= small
    ]
    _drop(body, besides)


def _drop(body: LexborNode, nodes: list[LexborNode]) -> None:
    for node in reversed(nodes):
        if node.mem_id != body.mem_id:
            node.remove()


def _weights(body: LexborNode) -> dict[int, int]:
    """For each element how much text stands in it that is no link, menu word or label."""
    weights: dict[int, int] = {}
    open_sums = [0]
    links = 0
    counted_short = 0
    for node, entering in walk(body):
        name = name_of(node)
        step = 1 if entering else -1
        links += step * (name == "a")
        counted_short += step * (name in _COUNTED_SHORT)
        if not entering:
            weights[node.mem_id] = open_sums.pop()
            open_sums[-1] += weights[node.mem_id]
            continue
        open_sums.append(_own_weight(node, links, counted_short))
    return weights


_COUNTED_SHORT = frozenset({"p", "h1", "h2", "h3", "h4", "td", "th", "caption"})


def _own_weight(node: LexborNode, links: int, counted_short: int) -> int:
    if not node.is_text_node or links:
        return 0
    length = len("".join((node.text_content or "").split()))
    return length if length >= _LONG_TEXT or counted_short else 0


def _containers(body: LexborNode, weights: dict[int, int]) -> list[LexborNode]:
    """The containers of one known name that together hold most of the text of the page."""
    total = weights.get(body.mem_id, 0)
    for selector in _CONTAINERS:
        found: dict[int, LexborNode] = {}
        for node in body.css(selector):
            if weights.get(node.mem_id, 0) and not _ancestors(node) & found.keys():
                found[node.mem_id] = node
        if sum(weights[each] for each in found) * 2 > total:
            return list(found.values())
    return []


def _descend(body: LexborNode, weights: dict[int, int]) -> LexborNode:
    """The deepest element outside of which there is no paragraph and no longer text."""
    node = body
    while True:
        inner = [child for child in _children(node) if weights.get(child.mem_id, 0)]
        own = any(_own_weight(child, 0, 0) for child in _children(node))
        if own or len(inner) != 1 or _is_whole(inner[0]):
            return node
        node = inner[0]


def _is_whole(node: LexborNode) -> bool:
    """Whether an element is not to be taken apart: a paragraph, or a table with several cells."""
    if name_of(node) != "table":
        return name_of(node) in _COUNTED_SHORT - {"td", "th"}
    if node.css_first("td table, th table") is not None:
        return False
    return sum(1 for cell in node.css("td, th") if cell.text(deep=True).strip()) > 1


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _metadata(body: LexborNode, content: list[LexborNode]) -> LexborNode | None:
    """The table or list outside the content that labels index number, issuer, date and so on."""
    within = {node.mem_id for root in content for node, _ in walk(root)}
    above = set().union(*map(_ancestors, content))
    best: tuple[int, int, LexborNode] | None = None
    for node in body.css("table, ul, dl, div"):
        if node.mem_id in within or node.mem_id in above:
            continue
        text = node.text(deep=True)
        labels = len(set(_METADATA_LABELS.findall(text)))
        if labels >= 3 and len(text) < 3000 and (best is None or (labels, -len(text)) > best[:2]):
            best = (labels, -len(text), node)
    return best[2] if best else None


def _title(body: LexborNode, root: LexborNode, page_title: str) -> LexborNode | None:
    """The heading that the page's own title repeats, where it stands outside the content."""
    best: LexborNode | None = None
    longest = _SHORTEST_TITLE - 1
    for node in body.css(_HEADINGS):
        text = _squeezed(node.text(deep=True))
        if longest < len(text) < _LONGEST_TITLE and text in page_title:
            best, longest = node, len(text)
    if best is None or _squeezed(best.text(deep=True)) in _squeezed(root.text(deep=True))[:2000]:
        return None
    return None if root.mem_id in _ancestors(best) | {best.mem_id} else best


def _page_title(page: LexborHTMLParser) -> str:
    named = [node.text(deep=True) for node in page.css("title")]
    stated = [attribute(node, "content") for node in page.css("meta[name=ArticleTitle]")]
    return _squeezed("\n".join(named + stated))


def _ancestors(node: LexborNode) -> set[int]:
    found: set[int] = set()
    parent = node.parent
    while parent is not None:
        found.add(parent.mem_id)
        parent = parent.parent
    return found


def _squeezed(text: str) -> str:
    return "".join(text.split())
