"""Names to bodies: one body per jurisdiction, and honest doubt where the text does not settle it.

A name is a level or place and a type (市 + 交通局). The lexicon knows the types; the document's own
fuller form (文化体育广播电视和旅游局) wins over the standard name. What the lexicon does not know, or
knows not to exist at that level (消防救援支队 in a county-level city), stays a body of its own,
marked uncertain, with its candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kg.extraction.flow import fold
from kg.extraction.jurisdiction import OWN, Jurisdiction, Named
from kg.extraction.mentions import find_prefix
from kg.extraction.register import Register
from kg.lexicon import BodyMatch, Division
from kg.model import Body, Metadata

_LOOSELY_NAMED = ("institution", "enterprise", "other")
_PLATE = re.compile(r"^(?P<name>[^()]+)\((?P<plate>[^()]+)\)$")
_BRANCH = re.compile(
    r"(?P<parent>.+?[局行院关])(?P<place>[^局]{1,10}?[市县区旗])(?P<branch>分局|分行|分院|支行|分中心)$"
)
_SURELY = re.compile(
    r"^(?!迅速|执行|落实|加强|建立|成立|组建|设立|健全|完善|由|向|经|报|按|在|对|将|请|会同|配合|根据|服从|接受|听从|各)"
    r".{2,}(?:委员会|领导小组|指挥部|联席会议|专班)$|(?:秘书处|领导小组|指挥部|联席会议|专班|委员会)办公室$|"
    r"^我[部局委厅办署院]$|.{3,}(?:总公司|集团|有限公司)$"
)
_TOWN_OFFICE = re.compile(r"(?:乡|镇|乡镇)人民政府$|街道办事处$|(?:居民|村民)委员会$")
_BELOW = {
    "国家": "省市州县区旗乡镇街",
    "省": "市州县区旗乡镇街",
    "自治区": "州县乡镇街",
    "州": "县旗乡镇街",
    "市": "县区旗乡镇街",
    "县": "乡镇街",
    "区": "乡镇街",
}
_DEPARTMENT = re.compile(r"(?P<stem>.{2,10}?)(?:行政)?(?:主管)?部门$")


class Identifier(Jurisdiction):
    """Resolves the names of one document to bodies."""

    def __init__(self, metadata: Metadata, rules: Register) -> None:
        super().__init__(metadata, rules)
        self._issuer = metadata.issuer
        self._year = _year_of(metadata)
        self._forms: dict[tuple[str | None, str], Counter[str]] = {}

    def longest(self, text: str, start: int) -> int | None:
        """End of the longest known body name that begins at ``start``."""
        return self._types.longest_body_at(text, start)

    def knows(self, name: str) -> bool:
        """Whether a name in running text is surely one of a body."""
        if find_prefix(name, self._rules) or self._division_of(name):
            return True
        if _SURELY.search(name) or self._types.longest_body_at(name, 0):
            return True
        return bool(self._types.match(name, self.home_level))

    def is_class(self, name: str) -> bool:
        """Whether a completed name is one of each lower place, as 区民政局 in a city's plan."""
        if "statement.lower-class" not in self._rules or not self._level_known:
            return False
        below = _BELOW.get(self.home_level, "")
        prefix = find_prefix(name, self._rules)
        if prefix is None or prefix.words.rstrip("道") not in below or self._is_place(name):
            return bool(_TOWN_OFFICE.match(name)) and bool(below)
        region = self._at("自治区")
        autonomous = region is not None and region.name.endswith("自治区")
        return not (prefix.words == "区" and autonomous)  # there 区 may be the region itself

    def learn(self, names: Iterable[str]) -> None:
        """Hear the names of the document before any is resolved, to know its fuller forms."""
        for name in names:
            named = self.take_apart(name)
            match = self._match(named)
            if match:
                key = (match.type, named.level)
                self._forms.setdefault(key, Counter())[named.rest] += 1

    def _own_name(self, name: str) -> str:
        """The issuer that 我部 or 我局 means; the words themselves where no one issuer is it."""
        own = OWN.fullmatch(name)
        if own is None or self._issuer is None:
            return name
        ends = {"委": ("委", "委员会"), "办": ("办", "办公室")}.get(own["kind"], (own["kind"],))
        issuers = [part for part in re.split(r"[ 、]", fold(self._issuer)) if part.endswith(ends)]
        return issuers[0] if len(issuers) == 1 else name

    def resolve(self, name: str) -> Body:
        """The body that a completed name means."""
        named = self.take_apart(self._own_name(name))
        branch = _BRANCH.match(named.rest)
        if branch:
            return self._branch(named, branch)
        match = self._match(named)
        if match is None:
            return self._unknown(named)
        if not match.exists:
            return self._misplaced(named, match)
        # The State has one of each; of a city's institutions a short name may mean several.
        loose = (
            named.level != "国家"
            and match.kind == "short"
            and match.body_type.category in _LOOSELY_NAMED
        )
        body = Body(
            self._as_named(named) if loose else self._canonical(named, match),
            named.level,
            match.type,
            self._code(named),
            uncertain=loose and match.body_type.category == "institution",
            reason="全称未写明 the full name is not stated" if loose else match.reason,
        )
        return self._before_reform(named, match, body) or body

    def _as_named(self, named: Named) -> str:
        """The name as the document writes it, with its place; not what it may be in full."""
        place = named.division.name if named.division else ""
        return f"{place}{named.rest}" if place else named.name

    def _before_reform(self, named: Named, match: BodyMatch, successor: Body) -> Body | None:
        """The old body, where a document from before the reform calls it by its name of then."""
        if match.until is None or self._year is None or self._year > int(match.until):
            return None
        place = named.division.name if named.division and named.level != "国家" else ""
        return Body(
            f"{place}{named.rest}" if place else named.name,
            named.level,
            None,
            self._code(named),
            reason=f"{match.until}年机构改革前的名称 name before the reform of {match.until}",
            valid_until=match.until,
            successor=successor,
        )

    def _match(self, named: Named) -> BodyMatch | None:
        if named.level in ("乡镇", "街道"):
            return None  # the offices of a township differ from place to place
        plate = _PLATE.match(named.rest)
        rest = plate["name"] if plate else named.rest
        # 国务院办公厅 is not the 办公厅 of the nation that has no other name, which is the Party's.
        whole = named.name if named.level == "国家" else None
        for words in (whole, rest, _as_department(rest), rest.removeprefix("党")):
            matches = self._types.match(words, named.level, named.division) if words else ()
            if len(matches) == 1 or (matches and matches[0].sure):
                return matches[0]
        return None

    def _canonical(self, named: Named, match: BodyMatch) -> str:
        """The official name; of a local body the document's own fuller form where it has one."""
        place = named.division.name if named.division else ""
        official = self._types.official_name(match.type, named.level, named.division)
        if named.level == "国家":
            return official
        forms = [f for f in self._forms.get((match.type, named.level), {}) if _is_full(f)]
        longest = max(forms, key=len, default="")
        party = "中共" if official.startswith("中共") else ""
        bare = official.removeprefix(party).removeprefix(place)
        if longest and len(longest) > len(bare):
            return f"{party}{place}{longest}"
        return official

    def _code(self, named: Named) -> str | None:
        if named.level == "国家":
            return "000000"
        return named.division.code or None if named.division else None

    def _branch(self, named: Named, branch: re.Match[str]) -> Body:
        place = named.division.name if named.division else ""
        matches = self._types.match(branch["parent"], named.level)
        return Body(
            f"{place}{named.rest}" if place else named.name,
            named.level,
            matches[0].type if matches else None,
            self._code(named),
            reason="派出机构 branch office",
        )

    def _misplaced(self, named: Named, match: BodyMatch) -> Body:
        place = named.division.name if named.division else ""
        return Body(
            f"{place}{named.rest}",
            named.level,
            match.type,
            self._code(named),
            uncertain=True,
            candidates=self._types.candidates(match.type, named.level, named.division),
            reason=f"{named.level}级没有{named.rest} no such body exists at this level",
        )

    def _unknown(self, named: Named) -> Body:
        short = None if named.written else self._division_of(named.name)
        if short is not None:
            return self._placed_by_short_name(named, short)
        place = named.division.name if named.division else ""
        canonical = named.name
        if place and (named.written or named.level not in ("乡镇", "街道", "其他")):
            canonical = f"{place}{named.rest}"
        proper = (
            named.level in ("乡镇", "街道", "其他")
            or _is_office(named.rest)
            or self._carries_place(named.name)
            or self._is_place(named.name)
        )
        return Body(
            canonical,
            named.level,
            None,
            self._unknown_code(named, place),
            uncertain=not proper,
            reason="" if proper else "词库中没有这个机构 no body of this name is known",
        )

    def _unknown_code(self, named: Named, place: str) -> str | None:
        """A township of the document's own place lies in it; else what the name says."""
        if named.level in ("乡镇", "街道") and self.home is not None:
            return self.home.code
        return self._code(named) if named.written or place else None

    def _placed_by_short_name(self, named: Named, short: Division) -> Body:
        """昌吉公路管理局: the short name of a place does not say which level it is of."""
        chain = [d for d in (short, self.home) if d is not None]
        rest = named.name[len(short.short) :]
        return Body(
            named.name,
            named.level,
            None,
            None,
            uncertain=True,
            candidates=tuple(dict.fromkeys(f"{d.name}{rest}" for d in chain)),
            reason="地名简称,不知属于哪一级 a short place name that does not say the level",
        )


def _year_of(metadata: Metadata) -> int | None:
    """The year of a document by its date, else by its number: 国办函〔2005〕57号."""
    stated = re.search(r"\d{4}", metadata.published or metadata.document_number or "")
    return int(stated.group()) if stated else None


def _is_full(form: str) -> bool:
    """Whether a form is a name in full and not a way of speaking, as 应急管理部门."""
    return not form.endswith(("部门", "机构", "机关"))


def _is_office(name: str) -> bool:
    """Committees, task forces and their offices carry their name from the document."""
    return bool(re.search(r"(?:委员会|领导小组|指挥部|专班|工作组)(?:办公室)?$", name))


def _as_department(name: str) -> str | None:
    """应急管理部门 names the 应急管理局."""
    match = _DEPARTMENT.match(name)
    return match["stem"] if match else None
