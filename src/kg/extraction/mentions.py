"""Lists of names: cut at the right places, groups told from bodies, prefixes inherited."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg.extraction.register import Register


@dataclass(frozen=True)
class Name:
    """A name in a list: offsets in the block, the words, the comma group it stands in."""

    start: int
    end: int
    text: str
    group: int


@dataclass(frozen=True)
class NameList:
    """What a list names: bodies, groups, words that are neither, and whether 等 leaves it open."""

    bodies: tuple[Name, ...] = ()
    groups: tuple[Name, ...] = ()
    others: tuple[Name, ...] = ()
    open_ended: bool = False

    def __bool__(self) -> bool:
        return bool(self.bodies or self.groups)


def read_names(text: str, start: int, end: int, rules: Register, *, cell: bool = False) -> NameList:
    """Read the list in ``text[start:end]``."""
    pieces, open_ended = _cut_open(text, _cut(text, start, end, rules, cell), rules)
    pieces = [part for piece in pieces for part in _cut_and(text, piece, rules)]
    names = [name for piece in pieces if (name := _trim(text, piece))]
    names = _systems(text, names, end, rules) if open_ended else names
    bodies, groups, others = _sort(text, names, rules)
    return NameList(tuple(bodies), tuple(groups), tuple(others), open_ended)


def _cut(
    text: str, start: int, end: int, rules: Register, cell: bool
) -> list[tuple[int, int, int]]:
    """Cut at list punctuation outside brackets; each piece knows its comma group."""
    stops = rules.get("mention.list").regex if "mention.list" in rules else re.compile("(?!)")
    blank = _blank(rules, cell)
    pieces, depth, at, group = [], 0, start, 0
    for index in range(start, end):
        char = text[index]
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth:
            continue
        if stops.match(char) or (blank and blank.match(text, index, end)) or char == ";":
            pieces.append((at, index, group))
            at = index + 1
            group += char in ",;"
    pieces.append((at, end, group))
    return pieces


def _blank(rules: Register, cell: bool) -> re.Pattern[str] | None:
    """The blanks that separate names: all in a cell, elsewhere those before a level word."""
    key = "mention.blank" if cell else "mention.blank-run"
    return rules.get(key).regex if key in rules else None


def _cut_open(
    text: str, pieces: list[tuple[int, int, int]], rules: Register
) -> tuple[list[tuple[int, int, int]], bool]:
    """Cut off 等部门 and what joins it to the next name."""
    if "mention.open" not in rules:
        return pieces, False
    found, out = False, []
    pattern = rules.get("mention.open").regex
    for start, end, group in pieces:
        match = _open_match(pattern, text, start, end)
        if match is None:
            out.append((start, end, group))
            continue
        found = True
        out.append((start, match.start(), group))
        tail = re.compile(r"[和及与,、]?").match(text, match.end())
        out.append((tail.end() if tail else match.end(), end, group))
    return out, found


def _open_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The 等 of the piece that is not part of a title such as 等级."""
    for match in pattern.finditer(text, start + 1, end):
        if not re.match(r"[级候效同]", text[match.end() : match.end() + 1]):
            return match
    return None


def _cut_and(text: str, piece: tuple[int, int, int], rules: Register) -> list[tuple[int, int, int]]:
    """Cut at 和 or 及 where what stands before and after can each stand alone."""
    start, end, group = piece
    if "mention.and" not in rules:
        return [piece]
    for match in rules.get("mention.and").regex.finditer(text, start + 1, end):
        left, right = text[start : match.start()], text[match.end() : end]
        if text.count("(", start, match.start()) != text.count(")", start, match.start()):
            continue
        if left.endswith("部门") and right.startswith("单位"):
            continue  # 有关部门和单位 is one group
        if _stands(left, rules) and _stands(right, rules):
            return [
                (start, match.start(), group),
                *_cut_and(text, (match.end(), end, group), rules),
            ]
    return [piece]


def _stands(name: str, rules: Register) -> bool:
    """Whether the words can be a whole name; 商务 or 发展 in front of 和 cannot."""
    name = name.strip()
    if len(name) < 2:
        return False
    return (
        is_group(name, rules)
        or _is_system(name, rules)
        or (len(name) > 2 and is_body(name, rules) and not _is_bare_office(name))
    )


def _is_bare_office(name: str) -> bool:
    return name in ("办公室", "委员会", "管理局", "信息化局")


def is_group(name: str, rules: Register) -> bool:
    """Whether the words are a generic group."""
    return "mention.group" in rules and bool(rules.get("mention.group").regex.match(name.strip()))


def _is_system(name: str, rules: Register) -> bool:
    """Whether the words are X部门 of no level, alone or several in a run."""
    if "mention.system" not in rules:
        return False
    run = "、" in re.sub(r"\([^()]*\)", "", name) and name.endswith("部门")
    return run or bool(rules.get("mention.system").regex.match(name.strip()))


def is_body(name: str, rules: Register) -> bool:
    """Whether the words end like the name of a body, or are a place that stands for one."""
    return any(
        key in rules and bool(rules.get(key).regex.match(name.strip()))
        for key in ("mention.body", "mention.place")
    )


def _trim(text: str, piece: tuple[int, int, int]) -> Name | None:
    start, end, group = piece
    while start < end and text[start] in " \t,、;。:":
        start += 1
    if text[start:end].startswith("由"):
        start += 1
    while end > start and text[end - 1] in " \t,、;。:(":
        end -= 1
    return Name(start, end, text[start:end], group) if end > start else None


def _sort(
    text: str, names: list[Name], rules: Register
) -> tuple[list[Name], list[Name], list[Name]]:
    bodies: list[Name] = []
    groups: list[Name] = []
    others: list[Name] = []
    last: Name | None = None
    headed = _with_heads(_as_systems(text, names, rules), rules)
    for name in _with_shared_head(text, headed, rules):
        if last is not None and _runs_on(text, last, name, rules):
            last = Name(last.start, name.end, text[last.start : name.end], last.group)
            groups[-1] = last
            continue
        last = None
        if is_group(name.text, rules) or _is_level(name, rules):
            last = name
            groups.append(name)
        elif _shares_head(bodies, name, rules):
            bodies.append(name)
        elif _is_system(name.text, rules):
            groups.append(name)
        elif is_body(name.text, rules):
            bodies.append(name)
        else:
            others.append(name)
    return bodies, groups, others


def _with_heads(names: list[Name], rules: Register) -> list[Name]:
    """济南、青岛、烟台市政府: the places before take the head 市政府 of the last."""
    if "mention.place-run" not in rules:
        return names
    place = rules.get("mention.place-run").regex
    out, head = [], ""
    for name in reversed(names):
        found = re.fullmatch(r"[\u4e00-\u9fff]{2,4}?([市县区州](?:人民)?政府)", name.text)
        if found and place.match(name.text.removesuffix(found[1])):
            head = found[1]
        elif not (head and place.match(name.text) and not is_body(name.text, rules)):
            head = ""
        else:
            name = Name(name.start, name.end, name.text + head, name.group)
        out.append(name)
    return out[::-1]


_HEADED = re.compile(
    r"(?:部门|单位|政府|机构|企业|地区|[局委办厅站所省市县区旗州盟镇乡村地院校处])(?:\([^()]*\))?$"
)


def _is_level(name: Name, rules: Register) -> bool:
    """The 市 of 市、区财政部门, which the next name completes to a group."""
    key = "mention.levels-run"
    return key in rules and bool(rules.get(key).regex.match(name.text))


def _systems(text: str, names: list[Name], end: int, rules: Register) -> list[Name]:
    """市教育、公安等部门 are bodies that share a head; without a level it is one group."""
    if "mention.shared-head" not in rules:
        return names
    bare = rules.get("mention.shared-head").regex
    shut = re.compile(r"等[^,;、]{0,6}?部门").search(text, names[0].start if names else end, end)
    run = [n for n in names if shut and n.end <= shut.start()]
    if (
        not shut
        or len(run) < 2
        or any(
            is_body(n.text, rules) or is_group(n.text, rules) or not bare.match(n.text) for n in run
        )
    ):
        return names
    rest = names[len(run) :]
    if find_prefix(run[0].text, rules) is None:
        whole = Name(run[0].start, shut.end(), "各" + text[run[0].start : shut.end()], run[0].group)
        return [whole, *rest]
    return [Name(n.start, n.end, f"{n.text}部门", n.group) for n in run] + rest


def _as_systems(text: str, names: list[Name], rules: Register) -> list[Name]:
    """公安、市场监管部门 of no one level, or of several, are one group; 市教育、公安部门 are bodies."""
    if "mention.systems-run" not in rules:
        return names
    bare = rules.get("mention.systems-run").regex
    out: list[Name] = []
    for name in names:
        first = len(out)
        while (
            name.text.endswith("部门")
            and first
            and bare.match(out[first - 1].text)
            and not is_body(out[first - 1].text, rules)
            and not _HEADED.search(out[first - 1].text[1:])
            and text[out[first - 1].end : (out[first:] or [name])[0].start].strip() in _JOINTS
        ):
            first -= 1
        run = out[first:]
        levels = all(_is_level(each, rules) for each in run)
        if not levels and (find_prefix(run[0].text, rules) is None or _LEVELS.match(run[0].text)):
            del out[first:]
            name = Name(run[0].start, name.end, text[run[0].start : name.end], run[0].group)
        out.append(name)
    return out


_JOINTS = ("、", "和", "与", "及")
_LEVELS = re.compile(r"[省市县区州](?:[两三]级|$)")


def _shares_head(bodies: list[Name], name: Name, rules: Register) -> bool:
    """The 民政部门 of 市财政、民政部门 is one body as the name before it is."""
    return (
        "mention.shared-head" in rules
        and bool(bodies)
        and name.text.endswith("部门")
        and bodies[-1].text.endswith("部门")
    )


def _with_shared_head(text: str, names: list[Name], rules: Register) -> list[Name]:
    """区民政、财政部门: the name before takes the 部门 of the last."""
    if "mention.shared-head" not in rules:
        return names
    bare = rules.get("mention.shared-head").regex
    out: list[Name] = []
    for name in reversed(names):
        after = out[-1] if out else None
        if (
            after is not None
            and after.text.endswith("部门")
            and not is_group(after.text, rules)
            and text[name.end : after.start].strip() in ("、", "和")
            and bare.match(name.text)
            and not is_body(name.text, rules)
            and not is_group(name.text, rules)
        ):
            name = Name(name.start, name.end, f"{name.text}部门", name.group)
        out.append(name)
    return out[::-1]


def _runs_on(text: str, group: Name, name: Name, rules: Register) -> bool:
    """各区、县级市政府 is one group: its first part has no head of its own."""
    if "mention.group-run" not in rules or text[group.end : name.start].strip() not in ("、", ""):
        return False
    if re.match(r"各|有关|相关", name.text):
        return False  # a group of its own, as 各部门 after 各地区
    if _is_level(group, rules) or re.fullmatch(
        r"[省市州县区镇乡](?:、[省市州县区镇乡])*", group.text
    ):
        return bool(
            re.search(r"(?:部门|政府|残联|单位|机构|办事处|局|委)$", name.text)
            or _is_level(name, rules)
        )
    if re.match(r"各|有关", group.text) and not _HEADED.search(group.text):
        return name.text.endswith(("部门", "单位"))
    if "mention.group-office" in rules and rules.get("mention.group-office").regex.match(
        group.text
    ):
        return is_body(name.text, rules) and find_prefix(name.text, rules) is None
    if re.match(r"各|相关|有关", group.text) and re.fullmatch(
        r"街道(?:办事处|办)|(?:功能区|园区)(?:管委会)?|管委会", name.text
    ):
        return True
    bare = rules.get("mention.group-run").regex.match(name.text)
    headless = re.search(r"(?:省|区|市|县|乡镇|镇|乡|州|盟|办|旗|街道)(?:\([^()]*\))?$", group.text)
    return bool(bare and headless)


@dataclass(frozen=True)
class Prefix:
    """A level prefix at the head of a name, e.g. 市 of 市教育局."""

    words: str
    level: str


def find_prefix(name: str, rules: Register) -> Prefix | None:
    """The level prefix of a name; None where it has none."""
    for rule in rules.stage("level"):
        if rule.pattern is None or rule.pattern.startswith(("^", ".")):
            continue
        match = rule.regex.match(name)
        if match and match.end() < len(name):
            return Prefix(match.group(), rule.value or "")
    return None


def complete_names(
    names: tuple[Name, ...],
    home: str,
    current: str,
    rules: Register,
    stands_alone: Callable[[str], bool],
) -> tuple[list[str], str]:
    """Put the inherited prefix before names that left it out.

    Args:
        names: the bodies of one list in order.
        home: level word of the document, e.g. 市.
        current: prefix in force before the list.
        stands_alone: callable that says a name needs no prefix (ministries, companies, places).

    Returns:
        The completed names and the prefix in force after the list.
    """
    done: list[str] = []
    group, fresh = -1, True
    for name in names:
        fresh = name.group != group
        group = name.group
        prefix = find_prefix(name.text, rules)
        if prefix is not None:
            done.append(name.text)
            if prefix.level == "国家":
                continue  # ministries share no prefix
            if prefix.level == home or fresh or "mention.aside" not in rules:
                current = prefix.words
        elif stands_alone(name.text) or not current or "mention.inherit" not in rules:
            done.append(name.text)
        else:
            done.append(current + name.text)
    return done, current
