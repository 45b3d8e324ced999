"""Responsibility statements: brackets of any kind, labels, table cells and prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.extraction.flow import Block
from kg.extraction.mentions import Name, read_names
from kg.extraction.register import Register
from kg.extraction.roles import Reading, Segment, assign_roles, first_rule, read_statement
from kg.extraction.structure import Part
from kg.model import Mode, Role

_LIST_TAIL = re.compile(
    r"(?:[于在均都将]|[于在](?:每年|\d{4}年|\d{1,2}月).*|通过.*|根据.*|依据.*|依照.*|按.*|接到.*|向.*|"
    r"具体|主要|全面|统一|分别|共同|依法|切实|随时|继续|也|还|既)$"
)
GROUP_HEAD = re.compile(
    r"(?:部门|单位|机构|政府|街道|乡镇|镇|各地|地区|市|区|县|指挥部|专班|企业|中心|[局办委站所联厅院队])(?:\([^()]*\))?$"
)
Known = Callable[[str], bool]

_OPENING = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:是|要)|\([\d一二三四五六七八九十]{1,2}\)|[①-⑳]|第[一二三四五六七八九十]+,"
)
_MARK = re.compile(
    r"牵头|负责(?!人|任)|配合|参加|参与|协助|落实|组织实施|(?:责任|负责|实施|承办|主办|协办|考核)(?:单位|部门|主体|科室|处室)|主办|指导"
)


_OPENS_LABELS = re.compile(r"[\d.、()一-十]*$|[\u4e00-\u9fff]{2,6}(?:领导|人|时限|时间|期限)[:]")


@dataclass(frozen=True)
class Found:
    """A statement found in a block: its span there and what it says."""

    part: int
    block: Block
    start: int
    end: int
    reading: Reading
    rule: str
    confidence: float
    reason: str


def find_bracketed(
    parts: tuple[Part, ...], rules: Register, known: Known = lambda _: False
) -> tuple[list[Found], bool]:
    """All bracketed and labelled statements in reading order.

    Args:
        known: whether a name is surely one of a body, where nothing but the name says so.

    Returns:
        The statements, and whether the document says that the first named leads.
    """
    found: list[Found] = []
    first_leads = False
    for index, part in enumerate(parts):
        if part.block.table is not None:
            continue
        for item in _in_block(index, part.block, rules, first_leads, known):
            first_leads = first_leads or item.reading.first_leads
            found.append(item)
        text = part.block.text
        first_leads = first_leads or first_rule(text, rules, 0, len(text)) is not None
    return found, first_leads


def _in_block(
    index: int, block: Block, rules: Register, first_leads: bool, known: Known
) -> Iterator[Found]:
    end = 0
    if "statement.bracket" in rules:
        for start, stop in brackets(block.text):
            inside = _MARK.search(block.text, start, stop)
            reading = (
                read_statement(block.text, start + 1, stop - 1, rules, first_leads=first_leads)
                if inside
                else _bare_names(block.text, start, stop, rules, first_leads, known)
            )
            if reading and _is_sound(reading):
                yield _found(index, block, start, stop, reading, "statement.bracket")
                first_leads = first_leads or reading.first_leads
                end = stop
    if "statement.label" in rules and _MARK.search(block.text, end):
        yield from _labels(index, block, end, rules, first_leads)


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost bracket pairs, as start and exclusive end; an unclosed one hides nothing."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in re.finditer(r"[()]", text):
        if mark.group() == "(":
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, mark.end()))
    yield from pairs


def _bare_names(
    text: str, start: int, stop: int, rules: Register, first_leads: bool, known: Known
) -> Reading | None:
    """A bracket of names only, after the end of a sentence and at the end of its paragraph."""
    ends = not text[stop:].strip(" 。") and text[:start].rstrip()[-1:] in ("。", ";", "!")
    if "statement.bare-bracket" not in rules or not ends:
        return None
    names = read_names(text, start + 1, stop - 1, rules)
    if names.others or not names.bodies or not all(known(name.text) for name in names.bodies):
        return None
    return assign_roles([Segment("responsible", start + 1, stop - 1, names, False)], first_leads)


def _is_sound(reading: Reading) -> bool:
    """A list that is mostly words of other kinds is no statement."""
    named = len(reading.agents) + len(reading.groups)
    return named > 0 and len(reading.leftover) <= named // 3


def _labels(
    index: int, block: Block, after: int, rules: Register, first_leads: bool
) -> Iterator[Found]:
    """责任单位:… at the head of a line or after a sentence."""
    for match in _label_marks(block.text, after, rules):
        before = block.text[: match.start()].rstrip(" (")
        if before and before[-1] not in "。;)!" and not _OPENS_LABELS.match(before):
            continue
        stop = _label_end(block.text, match.end())
        reading = read_statement(block.text, match.start(), stop, rules, first_leads=first_leads)
        if reading and _is_sound(reading):
            yield _found(index, block, match.start(), stop, reading, "statement.label")
            return


def _label_marks(text: str, after: int, rules: Register) -> list[re.Match[str]]:
    """The labels of a block that name who does it, in reading order."""
    marks = [
        match
        for rule in rules.stage("role")
        if rule.key.startswith("role.label") and rule.value not in ("assess", "other")
        for match in rule.regex.finditer(text, after)
    ]
    return sorted(marks, key=lambda match: match.start())


def _label_end(text: str, start: int) -> int:
    stop = text.find("。", start)
    return len(text) if stop < 0 else stop + 1


def _found(index: int, block: Block, start: int, end: int, reading: Reading, rule: str) -> Found:
    confidence, reasons = 1.0, []
    if reading.leftover:
        confidence -= 0.2
        reasons.append(
            "不能识别的词 words not recognised: " + "、".join(n.text for n in reading.leftover)
        )
    if reading.open_ended:
        confidence -= 0.05
        reasons.append("等字使名单不完整 the list is left open")
    if rule not in ("statement.bracket", "statement.label"):
        confidence -= 0.25
        reasons.append(f"由行文读出 read from running text ({rule})")
    return Found(index, block, start, end, reading, rule, round(confidence, 2), "; ".join(reasons))


def find_prose(
    index: int, block: Block, start: int, end: int, rules: Register, known: Known
) -> Iterator[Found]:
    """Statements in the sentences of ``block.text[start:end]``, which no bracket covers.

    Args:
        known: whether a name is surely one of a body; running text is full of other words.
    """
    for match in re.finditer(r"[^。;]+[。;]?", block.text[start:end]):
        sentence = (start + match.start(), start + match.end())
        found = _sentence(index, block, *sentence, rules, known)
        yield from found[:-1]
        if found:
            yield _going_on(found[-1], rules)


def _going_on(found: Found, rules: Register) -> Found:
    """The sentences after it that begin with 要 have the same subject; they may name partners."""
    if "statement.goes-on" not in rules:
        return found
    text, end, partners = found.block.text, found.end, list[Name]()
    for match in re.compile(r"[^。]+。?").finditer(text, found.end):
        if not rules.get("statement.goes-on").regex.match(match.group()):
            break
        end = match.end()
        together = _TOGETHER.search(text, match.start(), end)
        if together:
            partners += read_names(text, *together.span("with"), rules).groups
    if end == found.end:
        return found
    role: Role = "cooperate"
    groups = (*found.reading.groups, *((role, name) for name in partners))
    return replace(found, end=end, reading=replace(found.reading, groups=groups))


def _sentence(
    index: int, block: Block, start: int, end: int, rules: Register, known: Known
) -> list[Found]:
    """The statements of a sentence by the first rule that finds any; 由A负责,由B负责 are two."""
    opening = _OPENING.match(block.text, start, end)
    start = opening.end() if opening else start
    sentence = block.text[start:end]
    for rule in rules.stage("statement"):
        if rule.pattern is None or rule.key == "statement.goes-on":
            continue
        several = rule.key == "statement.by"
        found: list[Found] = []
        for match in rule.regex.finditer(sentence):
            reading = _read_prose(block.text, start, match, rule.key, rules)
            if reading and all(
                known(name.text) for role, name in reading.agents if role != "cooperate"
            ):
                begin = start + match.start("list") - several
                if found:
                    found[-1] = replace(found[-1], end=begin)
                found.append(_found(index, block, begin, end, reading, rule.key))
                if not several:
                    break
        if found:
            return found
    return []


def _read_prose(
    text: str, base: int, match: re.Match[str], rule: str, rules: Register
) -> Reading | None:
    stop = _LIST_TAIL.search(match["list"])
    until = match.start("list") + stop.start() if stop else match.end("list")
    names = read_names(text, base + match.start("list"), base + until, rules)
    if not names or names.others:
        return None
    verb = match["verb"]
    if not all(GROUP_HEAD.search(group.text) for group in names.groups):
        return None
    if rule == "statement.named-duty" and not _has_task(names.bodies, match, rules):
        return None
    if rule == "statement.named-verb" and (names.groups or _INTRODUCES.search(match.string)):
        return None
    agents: list[tuple[Role, Name]] = [("lead", n) for n in names.bodies]
    groups: list[tuple[Role, Name]] = [("lead", n) for n in names.groups]
    following = match.string.find(",由", match.end("verb"))
    until = following if following > 0 else len(match.string)
    together = _TOGETHER.search(match.string, match.start("verb"), until)
    if together:
        other = read_names(text, base + together.start("with"), base + together.end("with"), rules)
        agents += [("cooperate", n) for n in other.bodies]
        groups += [("cooperate", n) for n in other.groups]
    elif "牵头" in verb:
        partners = _PARTNERS.match(match.string, _clause_end(match.string, match.end("verb")))
        if partners:
            span = (base + partners.start("with"), base + partners.end("with"))
            other = read_names(text, *span, rules)
            if not other.others:
                agents += [("cooperate", n) for n in other.bodies]
                groups += [("cooperate", n) for n in other.groups]
    partners_named = any(role == "cooperate" for role, _ in (*agents, *groups))
    beside = any(role == "lead" for role, _ in groups)
    mode = _prose_mode(agents, verb, partners_named, beside)
    if mode == "shared-no-lead":
        agents = [("shared", n) for _, n in agents]
        groups = [("shared", n) for _, n in groups]
    return Reading(
        mode,
        tuple(agents),
        tuple(groups),
        names.open_ended,
        False,
        (),
    )


def _clause_end(sentence: str, start: int) -> int:
    """Where the clause after ``start`` ends: its comma, or the sentence's end."""
    comma = sentence.find(",", start)
    return comma if comma >= 0 else len(sentence)


def _prose_mode(agents: list[tuple[Role, Name]], verb: str, partners: bool, beside: bool) -> Mode:
    """Several who 会同 or 牵头 lead together; several who only 负责 share, as with a group."""
    leads = sum(role == "lead" for role, _ in agents)
    if not leads:
        return "generic-only"
    if leads > 1:
        return "co-lead" if "牵头" in verb or partners else "shared-no-lead"
    if "牵头" in verb or partners:
        return "lead"
    return "shared-no-lead" if beside else "sole"


_INTRODUCES = re.compile(r"现[将予]?印发|印发给|制定本|决定|同意|以下简称|是.{2,20}(?:依据|基础)")
_HEAD = r"(?:部门|单位|管委会|委(?!会)|[局厅部院联]|办事处|(?<!举)办(?!法|理|公|事))"
_TOGETHER = re.compile(
    r"会(?:同|(?=[市省县区州]))(?P<with>[^,。;:]{0,12}?(?:有关|相关|各)[^,。;:]{0,8}?(?:部门|单位|方面)"
    rf"|[^,。;:]{{2,30}}?{_HEAD}(?:(?:和|、|及)[^,。;:]{{2,20}}?{_HEAD})*)"
)
_CONCRETE = re.compile(r"[日月年]内|分别报送|上报|^(?:配合|协助|负责|牵头|会同|报送)")
_PARTNERS = re.compile(r",(?P<with>[^;。]{2,120}?)(?:积极|密切|共同)?(?:配合|参加|协助|参与)")
_EXHORTATION = re.compile(
    r"^(?:要|应|应当|须)?(?:切实|充分|进一步|高度|认真|深刻|增强|提高|加强|强化|把|将|从)"
)


def _has_task(bodies: tuple[Name, ...], match: re.Match[str], rules: Register) -> bool:
    """A named body with a task of its own; 各地要高度重视 is an exhortation."""
    rest = match.string[match.end("verb") :]
    if bodies:
        return not re.match(r"(?:切实|充分|进一步提高|高度重视)", rest)
    if not GROUP_HEAD.search(match["list"]):
        return False
    if match["verb"] in ("负责", "应", "应当"):
        return True
    concrete = match["verb"].startswith("每") or bool(_CONCRETE.search(rest))
    return concrete and not _EXHORTATION.match(rest)
