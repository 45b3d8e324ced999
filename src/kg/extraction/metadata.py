"""What a document says about itself: head table, title lines, 文号, dates, period of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kg.extraction.deadlines import last_day
from kg.extraction.flow import Block, Flow
from kg.extraction.mentions import find_prefix
from kg.extraction.numerals import read_numeral
from kg.extraction.register import Register
from kg.extraction.structure import is_head_row
from kg.model import Level, Metadata, Span

_LABELS = {
    "索引号": "index_number",
    "名称": "title",
    "标题": "title",
    "主题词": "subject",
    "文号": "document_number",
    "发文字号": "document_number",
    "发布日期": "published",
    "成文日期": "signed",
    "发文日期": "signed",
    "发文单位": "issuer",
    "发文机关": "issuer",
    "发布机构": "publisher",
    "主题分类": "topic_class",
}
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}\((?:19|20)\d\d\)\d{1,4} ?号")
_LABELLED = re.compile(
    r"(?P<label>索引号|文号|发文字号|成文日期|发文日期|发布日期|发布机构|发文机关|发文单位|主题分类|主题词)[:] *"
    r"(?P<value>[^ :]+)"
)
_GLUED_HEAD = re.compile(
    r"^ *(?P<title>[^。:,;]{4,60}?关于[^。:;]{4,80}?(?:意见|通知|办法|方案|规划|计划|函|决定|批复))"
    r"(?P<number>[\u4e00-\u9fff]{1,8}\((?:19|20)\d\d\)\d{1,4}号)(?=各|[\u4e00-\u9fff]{2,10}:)"
)
_SIGNED = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff、 ]{2,100}?(?:部|厅|局|委|委员会|办公厅|办公室|政府|国务院)) *"
    r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日 *(?:印发)?"
)
_SIGNED_END = re.compile(
    r"(?<=[部厅局委室府]) *(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日 *$"
)
_ISSUED_NOTE = re.compile(
    r"(?P<issuer>国务院(?:办公厅)?|[\u4e00-\u9fff]{2,20}?(?:政府|办公厅|办公室))? {0,60}"
    r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日 {0,60}(?=\(此件)"
)
_TITLE_GOES_ON = re.compile(r"(?:\([^()]{1,12}\))?的(?:通知|函|公告)")
_GLUED_NUMBER = re.compile(
    r"(?<=[案见知法划点函定])[\u4e00-\u9fff]{1,6}\((?:19|20)\d\d\)\d{1,4}号\s*$"
)
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)[年\-/.](?P<m>\d{1,2})[月\-/.](?P<d>\d{1,2})日?")
_DATE_ONLY = re.compile(
    r"\s*\(?(?P<y>(?:19|20)\d\d|[二一][〇○零O0一二三四五六七八九]{3}) *年 *(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3}) *月 *"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3}) *日\)?\s*"
)
_STAMP = re.compile(r"(?P<issuer>[\u4e00-\u9fff]*)\s*\([^()]{2,30}代章\)\s*")
_ADDRESS = re.compile(r"[^。:]{2,200}:\s*")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_MONTH_ONLY = re.compile(r"\s*(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月\s*")
_PERIOD = re.compile(
    r"从?(?P<y1>(?:19|20)\d\d)年(?P<m1>\d{1,2})月(?:至|到|-)(?P<y2>(?:19|20)\d\d)年(?P<m2>\d{1,2})月(?=[,。]|分|$)"
)
_TITLE_PERIOD = re.compile(r"\(?(?P<y1>(?:19|20)\d\d)年?-(?P<y2>(?:19|20)\d\d)年?\)?")
_DOCUMENT_WORD = re.compile(
    r"(?:方案|意见|通知|办法|规划|计划|要点|预案|细则|措施|政策|函|决定|规定|条例|批复|纲要|文件|公告)(?:\([^()]*\))?$"
)
_SIGNATURE = re.compile(
    r"^\s*国\s*务\s*院\s*$|^\s*[\u4e00-\u9fff、 ]{4,40}(?:政府|办公厅|办公室|局|委员会|厅|部|委|办|行|会)\s*$"
)
_ISSUER_IN_TITLE = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff、 ]{2,100}?(?:(?:政府|行政公署|行署|兵团|委员会|局|委|厅|部)(?:办公厅|办公室)?|国务院(?:办公厅)?|(?:党委|[省市县区州旗盟]委)))(?:关于|印发|$)"
)


@dataclass(frozen=True)
class _Cell:
    text: str
    block: int
    start: int
    end: int


def read_metadata(flow: Flow, rules: Register) -> Metadata:
    """Read what the document says of itself; a field that it does not state is None."""
    fields: dict[str, str] = {}
    spans: dict[str, Span] = {}
    _read_head_table(flow, fields, spans)
    _read_labelled(flow, fields, spans)
    _read_glued_head(flow, fields, spans)
    _read_title(flow, fields, spans)
    _read_number(flow, fields, spans)
    _read_date(flow, fields, spans)
    _read_issuer(flow, fields, spans)
    _read_period(flow, fields, spans)
    level = _level(fields.get("issuer"), fields.get("title"), fields.get("document_number"), rules)
    published = fields.get("published") or fields.get("signed")
    return Metadata(
        title=fields.get("title"),
        identifier=fields.get("index_number") or fields.get("document_number"),
        index_number=fields.get("index_number"),
        document_number=fields.get("document_number"),
        issuer=fields.get("issuer"),
        publisher=fields.get("publisher"),
        published=published,
        subject=fields.get("subject"),
        topic_class=fields.get("topic_class"),
        period_start=fields.get("period_start"),
        period_end=fields.get("period_end"),
        level=level,
        spans=spans,
    )


def published_date(metadata: Metadata) -> date | None:
    """The day of publication, where one is known."""
    if metadata.published is None:
        return None
    parts = metadata.published[:10].split("-")
    return date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)


def title_year(metadata: Metadata, opening: str = "") -> int | None:
    """The year in the title (2018年度…细则), at the head of the text (2022年是…) or in the 文号."""
    match = (
        re.search(r"(?:19|20)\d\d(?=年)", metadata.title or "")
        or re.match(r"(?:19|20)\d\d(?=年[是,])", opening)
        or re.search(r"(?:19|20)\d\d", metadata.document_number or "")
    )
    return int(match.group()) if match else None


def period_dates(metadata: Metadata) -> tuple[date, date] | None:
    """First and last day of the plan's period."""
    if metadata.period_start is None or metadata.period_end is None:
        return None
    y1, m1 = (int(x) for x in metadata.period_start.split("-")[:2])
    y2, m2 = (int(x) for x in metadata.period_end.split("-")[:2])
    return date(y1, m1, 1), last_day(y2, m2)


def _read_head_table(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    for index, block in enumerate(flow.blocks[:20]):
        if not is_head_row(block.text):
            continue
        cells, at = [], 0
        for raw in block.text.split("|"):
            lead = len(raw) - len(raw.lstrip())
            text = raw.strip()
            cells.append(_Cell(text, index, at + lead, at + lead + len(text)))
            at += len(raw) + 1
        for label, value in pairwise(cells):
            field = _LABELS.get(re.sub(r"\s", "", label.text))
            if field and value.text and re.sub(r"\s", "", value.text) not in _LABELS:
                span = flow.span(block, value.start, value.end)
                fields.setdefault(
                    field, _iso(span.text) if field in ("published", "signed") else span.text
                )
                spans.setdefault(field, span)


def _read_labelled(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    """Lines such as 文号: 浙政发(2016)49号 above the title."""
    for block in flow.blocks[:12]:
        for match in _LABELLED.finditer(block.text):
            field, span = _LABELS[match["label"]], flow.span(block, *match.span("value"))
            dated = field in ("published", "signed")
            if not dated or _DATE.search(match["value"]):
                fields.setdefault(field, _iso(span.text) if dated else span.text)
                spans.setdefault(field, span)


def _read_glued_head(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    """Title and 文号 at the head of a text that has lost its line breaks."""
    for block in flow.blocks[:2]:
        match = _GLUED_HEAD.match(block.text)
        if match is None:
            continue
        for field, group in (("title", "title"), ("document_number", "number")):
            span = flow.span(block, *match.span(group))
            fields.setdefault(field, span.text)
            spans.setdefault(field, span)


def _iso(text: str) -> str:
    match = _DATE.search(text)
    if match is None:
        return text
    return f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"


def _read_title(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    """The line that ends in 方案, 意见, 通知 …, with the lines above that it goes on from."""
    if "title" in fields:
        return
    for index, block in enumerate(flow.blocks[:12]):
        if _ADDRESS.fullmatch(block.text):
            return  # what follows belongs to the text, as the title of an annex
        if not (
            _is_title_line(block) and _DOCUMENT_WORD.search(block.text[: _title_end(block.text)])
        ):
            continue
        last = index + 1 if _title_goes_on(flow.blocks, index) else index
        used = flow.blocks[_title_start(flow.blocks, index) : last + 1]
        parts = [flow.span(b, 0, _title_end(b.text)) for b in used]
        fields["title"] = "".join("".join(part.text.split()) for part in parts)
        spans["title"] = parts[-1]
        return


def _title_goes_on(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether the next line ends the title: (第九版)的通知 after 关于印发某某方案."""
    below = blocks[index + 1].text.strip() if index + 1 < len(blocks) else ""
    return "关于" in blocks[index].text and bool(_TITLE_GOES_ON.fullmatch(below))


def _title_end(text: str) -> int:
    """Where the title ends; a 文号 may be glued to it."""
    number = _GLUED_NUMBER.search(text)
    return number.start() if number else len(text.rstrip())


def _title_start(blocks: tuple[Block, ...], last: int) -> int:
    """The first line of a title that is broken over lines: the one that says 关于 or 印发."""
    if "关于" in blocks[last].text:
        return _with_issuers(blocks, last)
    first = last
    while first > 0 and last - first < 4 and _goes_on(blocks[first - 1]):
        first -= 1
        if re.search(r"关于|印发", blocks[first].text):
            return _with_issuers(blocks, first)
    return last


def _with_issuers(blocks: tuple[Block, ...], first: int) -> int:
    """The line of issuers above a title that begins with 关于."""
    if first == 0 or not blocks[first].text.strip().startswith("关于"):
        return first
    above = blocks[first - 1].text.strip()
    return first - 1 if _SIGNATURE.fullmatch(above) else first


def _is_title_line(block: Block) -> bool:
    text = block.text.strip()
    return (
        4 <= len(text) <= (140 if "关于" in text else 80)
        and block.table is None
        and not is_head_row(text)
        and not re.search(r"[。;:]", text)
        and not re.match(r"[一二三四五六七八九十]{1,3}、|\(|《|附件", text)
    )


def _goes_on(block: Block) -> bool:
    """A line above the title's last line that belongs to the title."""
    text = block.text.strip()
    return (
        _is_title_line(block)
        and len(text) <= 40
        and "," not in text
        and not (
            _NUMBER.fullmatch(text.strip("()"))
            or _DATE_ONLY.fullmatch(text)
            or _DOCUMENT_WORD.search(text)
        )
    )


def _read_number(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    if "document_number" in fields:
        return
    for block in flow.blocks[:12]:
        match = _NUMBER.fullmatch(block.text.strip().strip("()")) or _GLUED_NUMBER.search(
            block.text
        )
        if match:
            span = flow.span(
                block,
                block.text.index(match.group()),
                block.text.index(match.group()) + len(match.group()),
            )
            fields["document_number"], spans["document_number"] = "".join(span.text.split()), span
            return


def _read_date(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    """The date line, a date at a signature, or the date beside (此件公开发布)."""
    if "published" in fields or "signed" in fields:
        return
    for block, match in _dates(flow):
        fields["published"] = "-".join(
            f"{_figure(part):02d}"
            for part in match.group(*(k for k in "ymd" if k in match.re.groupindex))
        )
        spans["published"] = flow.span(block, match.start("y"), match.end())
        return


def _figure(written: str) -> int:
    """A year, month or day in figures or in words: 二〇〇五, 十一."""
    if len(written) == 4:
        return int(written.translate(_DIGITS))
    return read_numeral(written) or 0


def _dates(flow: Flow) -> Iterator[tuple[Block, re.Match[str]]]:
    for block in [*flow.blocks[:14], *flow.blocks[-8:]]:
        match = _DATE_ONLY.fullmatch(block.text) or _MONTH_ONLY.fullmatch(block.text)
        if match:
            yield block, match
    for block in [*flow.blocks[:14], *flow.blocks[-8:]]:
        match = _SIGNED.fullmatch(block.text.strip()) or _SIGNED_END.search(block.text)
        if match:
            yield block, match
    for index, block in enumerate(flow.blocks):
        match = _ISSUED_NOTE.search(block.text) or _DATE_ONLY.fullmatch(block.text)
        if match and ("(此件" in block.text or _below_signature(flow.blocks, index)):
            yield block, match


def _below_signature(blocks: tuple[Block, ...], index: int) -> bool:
    return index > 0 and bool(_SIGNATURE.fullmatch(blocks[index - 1].text))


def _read_issuer(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    if "issuer" in fields:
        return
    for read in (_issuer_in_title, _issuers_above_date, _issuer_beside_date):
        found = read(flow)
        if found:
            fields["issuer"], spans["issuer"] = found
            return


def _issuer_in_title(flow: Flow) -> tuple[str, Span] | None:
    for index, block in enumerate(flow.blocks[:12]):
        match = _ISSUER_IN_TITLE.match(block.text.strip()) if _is_title_line(block) else None
        if match and not _is_signature(flow.blocks, index):
            start = block.text.index(match["issuer"])
            span = flow.span(block, start, start + len(match["issuer"]))
            return span.text, span
    return None


def _issuers_above_date(flow: Flow) -> tuple[str, Span] | None:
    """The names above the date, one a line; a name with the stamp of another may take two."""
    for index, block in enumerate(flow.blocks):
        if not index or not _DATE_ONLY.fullmatch(block.text):
            continue
        if _STAMP.fullmatch(flow.blocks[index - 1].text):
            return _stamped_issuer(flow, index - 1)
        if _below_signature(flow.blocks, index):
            first = index - 1
            while (
                first > 0
                and index - first < 8
                and _SIGNATURE.fullmatch(flow.blocks[first - 1].text)
            ):
                first -= 1
            signed = [flow.span(b, 0, len(b.text.rstrip())) for b in flow.blocks[first:index]]
            return " ".join(_unspaced(s.text) for s in signed), signed[0]
    return None


def _stamped_issuer(flow: Flow, index: int) -> tuple[str, Span] | None:
    """The name that ends above or before 代章, with the line that it goes on from."""
    lines = [flow.blocks[index].text.partition("(")[0].strip()]
    first = index
    while (
        first > 0 and index - first < 2 and not re.search(r"[,。;:]", flow.blocks[first - 1].text)
    ):
        first -= 1
        lines.insert(0, flow.blocks[first].text.strip())
    name = "".join("".join(lines).split())
    block = flow.blocks[first]
    return (name, flow.span(block, 0, len(block.text.rstrip()))) if name else None


def _issuer_beside_date(flow: Flow) -> tuple[str, Span] | None:
    for block in [*flow.blocks[:14], *flow.blocks[-8:]]:
        match = _SIGNED.fullmatch(block.text.strip()) or _ISSUED_NOTE.search(block.text)
        if match and match["issuer"]:
            start = block.text.index(match["issuer"])
            span = flow.span(block, start, start + len(match["issuer"].rstrip()))
            return _unspaced(span.text), span
    return None


def _is_signature(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether a line that is a name of a body stands among those above the date."""
    if not _SIGNATURE.fullmatch(blocks[index].text):
        return False
    below = blocks[index + 1].text if index + 1 < len(blocks) else ""
    return not below or bool(_SIGNATURE.fullmatch(below) or _DATE_ONLY.fullmatch(below))


def _unspaced(name: str) -> str:
    """A name without the blanks that spread its characters over a line."""
    words = name.split()
    return "".join(words) if all(len(word) == 1 for word in words) else " ".join(words)


def _read_period(flow: Flow, fields: dict[str, str], spans: dict[str, Span]) -> None:
    for block in flow.blocks:
        match = _PERIOD.search(block.text)
        if match:
            fields["period_start"] = f"{match['y1']}-{int(match['m1']):02d}"
            fields["period_end"] = f"{match['y2']}-{int(match['m2']):02d}"
            spans["period"] = flow.span(block, *match.span())
            return
    match = _TITLE_PERIOD.search(
        fields.get("title", "").translate(str.maketrans("（）—－~", "()---"))
    )
    if match and "title" in spans:
        fields["period_start"], fields["period_end"] = f"{match['y1']}-01", f"{match['y2']}-12"
        spans["period"] = spans["title"]


def _level(
    issuer: str | None, title: str | None, number: str | None, rules: Register
) -> Level | None:
    """The rank of the document, from the issuer, the first words of the title, or the 文号."""
    if issuer is None and number and re.match(r"国(?:办)?[发函令]|中发|中办发", number):
        return "国家"
    for words in (issuer, title):
        if words is None:
            continue
        if re.match(
            r"国务院|中共中央|中央|国家|全国|中华人民共和国|(?:19|20)\d\d年中央一号文件", words
        ):
            return "国家"
        place = re.match(
            r"(?:中共)?[\u4e00-\u9fff]{1,10}?(?P<level>自治区|自治州|省|州(?!市)|市|县|区|旗)",
            words,
        )
        if place:
            prefix = find_prefix(place["level"] + "某局", rules)
            return prefix.level if prefix else None  # type: ignore[return-value]
        if re.search(r"(?:部|总局|署)$", words[:12]) or re.match(
            r"[\u4e00-\u9fff]{2,8}部(?:办公厅)?", words
        ):
            return "国家"
    return None
