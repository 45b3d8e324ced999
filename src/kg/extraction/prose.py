"""Responsibility statements in running text: who is told to do what without a bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.clauses import Claims
from kg.extraction.flow import Block
from kg.extraction.mentions import Name, NameList, read_names
from kg.extraction.register import Register, Rule
from kg.extraction.roles import Reading
from kg.extraction.statements import Found, Known, found_in
from kg.lexicon import verb_pattern
from kg.model import Mode, Role

_OPENING = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:是|要)|\([\d一二三四五六七八九十]{1,2}\)|[①-⑳]|第[一二三四五六七八九十]+,"
)
_LIST_TAIL = re.compile(
    r"(?:[于在均都将]|[于在](?:每年|\d{4}年|\d{1,2}月).*|通过.*|根据.*|依据.*|依照.*|按.*|接到.*|向.*|"
    r"是[^,;。]{2,60}(?:部门|机构|主体|单位)|具体|主要|全面|统一|分别|共同|依法|切实|随时|继续|也|还|既)$"
)
GROUP_HEAD = re.compile(
    r"(?:部门|单位|机构|政府|街道|乡镇|镇|各地|地区|市|区|县|指挥部|专班|企业|中心|[局办委站所联厅院队])(?:\([^()]*\))?$"
)


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
    """The statements of a sentence: of the first rule that finds any, and of later subjects.

    由A负责,由B负责 are two, and so are A负责统筹,B按规定落实.
    """
    opening = _OPENING.match(block.text, start, end)
    start = opening.end() if opening else start
    found: list[Found] = []
    names = Claims(block.text[start:end])
    for rule in rules.stage("statement"):
        if rule.pattern is None or rule.key in _OF_DOCUMENT:
            continue
        if found and (rule.key not in _OF_LATER_SUBJECTS or _is_led(found)):
            continue
        new = [
            each
            for each in _by_rule(index, block, (start, end), rule, rules, known)
            if all(names.free(*span) for span in _named_at(each, start))
        ]
        for span in (span for each in new for span in _named_at(each, start)):
            names.take(*span)
        found += new
    found.sort(key=lambda each: each.start)
    ends = [*(each.start for each in found[1:]), end][: len(found)]
    return [replace(each, end=until) for each, until in zip(found, ends, strict=True)]


_OF_DOCUMENT = ("statement.goes-on", "statement.handed-down")
_FAR = 600
_SEVERAL = ("statement.by", "statement.named-duty")
_OF_LATER_SUBJECTS = (
    "statement.by",
    "statement.together",
    "statement.named-verb",
    "statement.named-duty",
)


def _by_rule(
    index: int,
    block: Block,
    sentence: tuple[int, int],
    rule: Rule,
    rules: Register,
    known: Known,
) -> Iterator[Found]:
    """What one rule finds in a sentence; only some rules find more than one statement there."""
    start, end = sentence
    for match in rule.regex.finditer(block.text[start:end]):
        reading = _read_prose(block.text, start, match, rule.key, rules)
        if reading and all(
            known(name.text) for role, name in reading.agents if role != "cooperate"
        ):
            begin = start + match.start("list") - (rule.key == "statement.by")
            yield found_in(index, block, begin, end, reading, rule.key)
            if rule.key not in _SEVERAL:
                return


def _is_led(found: list[Found]) -> bool:
    """Whether somebody leads: then the other bodies of the sentence belong to that statement."""
    return any(each.reading.mode in ("lead", "co-lead") for each in found)


def _named_at(each: Found, start: int) -> list[tuple[int, int]]:
    """Where a statement names somebody, counted from the beginning of its sentence."""
    named = (*each.reading.agents, *each.reading.groups)
    return [(name.start - start, name.end - start) for _, name in named]


def _read_prose(
    text: str, base: int, match: re.Match[str], rule: str, rules: Register
) -> Reading | None:
    stop = _LIST_TAIL.search(match["list"])
    until = match.start("list") + stop.start() if stop else match.end("list")
    names = read_names(text, base + match.start("list"), base + until, rules)
    if not names or names.others:
        return None
    verb = match["verb"]
    if _CAUSED.match(match["list"]) or _SET_UP.search(match["list"]):
        return None
    if rule == "statement.by" and _UNTOLD.fullmatch(match["list"]) and not _CHARGED.match(verb):
        return None
    if not all(GROUP_HEAD.search(group.text) for group in names.groups):
        return None
    if rule == "statement.named-duty" and not _has_task(names.bodies, match, rules):
        return None
    if rule == "statement.named-verb" and (
        _INTRODUCES.search(_near(match.string, match.start()))
        or (names.groups and not _acts(match, rules))
    ):
        return None
    partners = _partners(text, base, match, rules)
    agents: list[tuple[Role, Name]] = [("lead", n) for n in names.bodies]
    agents += [("cooperate", n) for n in partners.bodies]
    groups: list[tuple[Role, Name]] = [("lead", n) for n in names.groups]
    groups += [("cooperate", n) for n in partners.groups]
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


def _partners(text: str, base: int, match: re.Match[str], rules: Register) -> NameList:
    """Whom the sentence names beside its subject: 会同 …, or after 牵头 those who 配合."""
    sentence, end = match.string, match.end("verb")
    following = sentence.find(",由", end, end + _FAR)
    until = following if following > 0 else min(end + _FAR, len(sentence))
    together = _TOGETHER.search(sentence, match.start("verb"), until)
    if together and not _OTHER_SUBJECT.search(sentence, end, together.start()):
        return read_names(text, base + together.start("with"), base + together.end("with"), rules)
    beside = "牵头" in match["verb"] and _PARTNERS.match(sentence, _clause_end(sentence, end))
    if together or not beside:
        return NameList()
    named = read_names(text, base + beside.start("with"), base + beside.end("with"), rules)
    return NameList() if named.others else named


def _near(sentence: str, start: int) -> str:
    """What follows in a sentence, as far as anybody would read on; some texts have no full stop."""
    return sentence[start : start + _FAR]


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


_INTRODUCES = re.compile(
    r"现[将予]?印发|印发给|制定本(?:方案|办法|意见|细则|规划|预案|规定|计划|措施|指南|实施|行动|通知)|决定|同意|以下简称|是.{2,20}(?:依据|基础)"
)
_HEAD = r"(?:部门|单位|管委会|委(?!会)|[局厅部院联]|办事处|(?:总公司|集团|公司|银行|中心)|(?<!举)办(?!法|理|公|事))"
_TOGETHER = re.compile(
    r"会(?:同|(?=[市省县区州]))(?P<with>[^,。;:]{0,12}?(?:有关|相关|各)[^,。;:]{0,8}?(?:部门|单位|方面)"
    rf"|[^,。;:]{{2,30}}?{_HEAD}(?:(?:和|、|及)[^,。;:]{{2,20}}?{_HEAD})*)"
)
_CONCRETE = re.compile(r"[日月年]内|分别报送|上报|^(?:配合|协助|负责|牵头|会同|报送)")
_PARTNERS = re.compile(r",(?P<with>[^;。]{2,120}?)(?:积极|密切|共同)?(?:配合|参加|协助|参与)")
_EXHORTATION = re.compile(
    r"^(?:要|应|应当|须)?(?:切实|充分|进一步|高度|认真|深刻|增强|提高|加强|强化|把|将|从)"
)
# A group that is told by nothing but 各 or 有关: 各地, 有关部门, 国务院各有关部门.
_UNTOLD = re.compile(
    r"各级.*|[省市州县区旗乡镇、]+|.*牵头(?:部门|单位)|(?:(?:国务院|中央|省|市|州|县|区|其)?(?:各|有关|相关|其他|所有|全体|同级|本级)*"
    r"(?:地方|地区|地|部门|单位|方面|企业|机构|乡镇|街道|县区|区县|成员单位)(?:\([^()]*\))?[、和及]*)+"
)
_TASK = re.compile(
    rf"(?:^|[,、])(?:要|应|须)?(?:{verb_pattern('adverb')})*(?:(?:{verb_pattern('concrete')})|"
    r"对[^,。;]{2,40}(?:进行|实行|开展|予以)|[将向把][^,。;]{2,60}(?:报送|报告|报[^,。;]{0,16}(?:备案|审[批核])|纳入|提供|提出|推送|录入|存入))"
)
# What a body sets up is another that acts.
_SET_UP = re.compile(r"[下设]设|设立|成立|组建")
_CHARGED = re.compile(
    r"牵头|.*负责|会同|组织|按照|依|根据|予以|提出|查处|审|受理|认定|统筹|共同|报"
)
_OTHER_SUBJECT = re.compile(rf",[^,;。]{{0,24}}?{_HEAD}(?:要|应当?|须|将)?$")
_CONDITION = re.compile(r"[^,;。]*的,(?!应|须|要)")
_NEXT_SUBJECT = re.compile(
    r",(?=[^,。;]{2,24}?(?:部门|单位|政府|机构|[局委办厅])(?:要|应|须|负责))"
)
_CAUSED = re.compile(verb_pattern("cause"))
_APPEAL = re.compile(rf"(?:要|应|须)?(?:{verb_pattern('appeal')})")


def _has_task(bodies: tuple[Name, ...], match: re.Match[str], rules: Register) -> bool:
    """A named body with a task of its own; 各地要高度重视 is an exhortation."""
    rest = _near(match.string, match.end("verb"))
    if bodies:
        return not re.match(r"(?:切实|充分|进一步提高|高度重视)", rest)
    if not GROUP_HEAD.search(match["list"]):
        return False
    if match["verb"] in ("负责", "应", "应当"):
        return True
    concrete = match["verb"].startswith("每") or bool(_CONCRETE.search(rest))
    if concrete and not _EXHORTATION.match(rest):
        return True
    return "statement.class-task" in rules and _class_has_task(match["list"], rest)


def _acts(match: re.Match[str], rules: Register) -> bool:
    """Whether a class of bodies does something without a word that charges it."""
    rest = _near(match.string, match.start("verb"))
    told = (
        "statement.class-task" in rules
        and match.start() == 0
        and not _UNTOLD.fullmatch(match["list"])
        and not re.search(r"[的在由后]", match["list"])
    )
    return told and not _CONDITION.match(rest) and bool(_TASK.search(rest))


def _class_has_task(group: str, rest: str) -> bool:
    """Whether a class of bodies is told to do something that can be seen to be done.

    The class must be one by its rank or its field (省级人民政府, 市财政部门): 各地要… is an appeal to
    all, and so is what opens with 切实 or 增强 and names no task after it.
    """
    if _UNTOLD.fullmatch(group):
        return False
    rest = _NEXT_SUBJECT.split(rest, maxsplit=1)[0]
    appeals = _APPEAL.match(rest) or _EXHORTATION.match(rest)
    return not appeals or bool(_TASK.search(rest))
