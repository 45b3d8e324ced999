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
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extraction.flow import fold
from kg.extraction.mentions import find_prefix
from kg.extraction.register import Register
from kg.lexicon import BodyMatch, Division, load_body_types, load_divisions, rank_of
from kg.model import Body, Level, Metadata

_LOOSELY_NAMED = ("institution", "enterprise", "other")
_BY_FORM = (
    "level.township",
    "level.subdistrict",
    "level.other",
    "level.vertical",
    "level.ministry",
)
_ALONE = ("level.inside", "level.vertical", "level.own-place")
_CORPS = Division("", "新疆生产建设兵团", "自治区")
_TOWNSHIP = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?P<kind>镇|乡|街道)(?=人民政府|政府|党委|党工委|办事处|党政|关于|安全|$)"
)
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
_OWN = re.compile(r"我(?P<kind>[部局委厅办署院])")
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
_PARTY = re.compile(r"^(?:中共)?(?P<place>.*?)(?:党委|委)(?P<organ>.+(?:部门?|办|委|局))$")


@dataclass(frozen=True)
class _Named:
    """A completed name taken apart."""

    name: str
    level: Level
    division: Division | None
    rest: str
    written: bool  # the name itself carries a level or place


class Identifier:
    """Resolves the names of one document."""

    def __init__(self, metadata: Metadata, rules: Register) -> None:
        self._rules = rules
        self._divisions = load_divisions()
        self._types = load_body_types()
        self.home = self._home(metadata)
        self._township: Division | None = None
        self._issuer = metadata.issuer
        self.home_level: Level = self._level_at_home(metadata)
        self._level_known = self.home_level != "其他"
        self._year = int(metadata.published[:4]) if metadata.published else None
        self._forms: dict[tuple[str | None, str], Counter[str]] = {}
        self._heard: Counter[str] = Counter()

    def settle_level(self, names: Iterable[str], text: str) -> None:
        """Where a document names no issuer, its level is that of most bodies it tasks.

        Its place is then the one of that level which its text names far more than any other.
        """
        if not self._level_known:
            levels: Counter[Level] = Counter()
            for name in names:
                prefix = find_prefix(name, self._rules)
                if prefix is not None:
                    levels[prefix.level] += 1  # type: ignore[index]
                elif any(
                    r.key == "level.ministry" and r.regex.match(name)
                    for r in self._rules.stage("level")
                ):
                    levels["国家"] += 1
            if levels:
                self.home_level = levels.most_common(1)[0][0]
        if self.home is None and self.home_level in ("省", "自治区", "州", "市"):
            self.home = self._named_most(text)

    def _named_most(self, text: str) -> Division | None:
        """The division of the document's level that a text is about, if any surely is."""
        heard: Counter[Division] = Counter()
        for division in self._divisions.rows:
            digits = len(division.code.rstrip("0"))
            if division.level == self.home_level and digits <= 4:
                count = text.count(division.short if len(division.short) > 1 else division.name)
                if count:
                    heard[division] = count
        most = heard.most_common(2)
        if not most or most[0][1] < 3 or (len(most) > 1 and most[0][1] < 3 * most[1][1]):
            return None
        return most[0][0]

    def _home(self, metadata: Metadata) -> Division | None:
        for words in (metadata.issuer, metadata.title):
            if words:
                bare = fold(words).removeprefix("中共")
                division = self._divisions.leading(bare)
                if division:
                    return _CORPS if bare.startswith(_CORPS.name) else division
        return None

    def _level_at_home(self, metadata: Metadata) -> Level:
        """The rank of the place, or of the township in it, that the document comes from."""
        if self._by_national_body(metadata):
            return "国家"
        for words in filter(None, (metadata.issuer, metadata.title)):
            bare = fold(words).removeprefix("中共")
            rest = bare[len(self.home.name) :] if self.home and self.home.name in bare else bare
            township = _TOWNSHIP.match(rest)
            if township:
                level: Level = "街道" if township["kind"] == "街道" else "乡镇"
                place = self.home.name if self.home else ""
                self._township = Division("", f"{place}{township.group()}", level)
                return level
        return self.home.level if self.home else metadata.level or "其他"

    def _by_national_body(self, metadata: Metadata) -> bool:
        return metadata.level == "国家" and bool(
            metadata.issuer and self._divisions.leading(fold(metadata.issuer)) is None
        )

    def place(self, metadata: Metadata) -> Metadata:
        """The metadata with the document's region."""
        if self.home is None:
            code = "000000" if self.home_level == "国家" else None
            return replace(
                metadata,
                region_code=code,
                region="中华人民共和国" if code else None,
                level=metadata.level if self.home_level == "其他" else self.home_level,
            )
        return replace(
            metadata,
            region=self.home.name,
            region_code=self.home.code or None,
            level=self.home_level,
        )

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the document's own place."""
        return (self.home.name,) if self.home else ()

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

    # --- prefixes ---------------------------------------------------------------------------

    def __call__(self, name: str) -> bool:
        """Whether a name stands without an inherited prefix: ministry, township, firm, place."""
        if self._division_of(name) is not None or self._is_national_start(name):
            return True
        if _OWN.fullmatch(name):
            return True
        return self._form_level(name) is not None or any(
            rule.regex.match(name) for rule in self._rules.stage("level") if rule.key in _ALONE
        )

    def _form_level(self, name: str) -> Level | None:
        """The level that the name's own form gives, as 镇, 公司 or a ministry's name."""
        for rule in self._rules.stage("level"):
            if rule.key not in _BY_FORM or not rule.regex.match(name):
                continue
            if rule.key != "level.ministry" or self._is_ministry(name):
                return rule.value  # type: ignore[return-value]
        return None

    def _is_ministry(self, name: str) -> bool:
        """商务部 is the ministry also in a city's plan; 统战部 there is the city's own."""
        if find_prefix(name, self._rules) is not None:
            return False
        if self.home_level == "国家":
            return True
        national = [t for m in self._types.match(name, "国家") if (t := m.body_type).name_at("n")]
        if not national:
            return name.endswith(("总局", "总署"))
        local = national[0].name_at(rank_of(self.home_level, self.home)) or ""
        return not local.endswith("部")

    def _is_place(self, name: str) -> bool:
        """Whether the whole name is that of a division: 奎屯市 stands for its government."""
        division = self._division_of(name)
        return division is not None and division.name == name

    def _is_national_start(self, name: str) -> bool:
        """A branch of a national body carries its parent's name: 海关总署广东分署."""
        return bool(re.match(r"[\u4e00-\u9fff]{2,8}(?:总署|总局|总公司)[\u4e00-\u9fff]{2,}", name))

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as one document's run
    def _division_of(self, name: str) -> Division | None:
        return self._divisions.leading(name)

    def _take_apart(self, name: str) -> _Named:
        bare = name.removeprefix("中共")
        if self._carries_place(bare):
            return _Named(name, self._rank(bare, self.home_level), None, bare, True)
        if self._is_place(bare):
            division = self._division_of(bare)
            return _Named(name, division.level if division else "其他", division, "", True)
        prefix = find_prefix(bare, self._rules)
        if prefix is not None and _CORPS.name.endswith(prefix.words[-2:]):
            return _Named(name, _CORPS.level, _CORPS, bare[len(prefix.words) :], True)
        if prefix is not None:
            level: Level = prefix.level  # type: ignore[assignment]
            if level == "区" and self.home_level == "自治区":
                level = "自治区"  # 区教育厅 of an autonomous region is the region's own
            return _Named(
                name, self._rank(bare, level), self._at(level), bare[len(prefix.words) :], True
            )
        division = self._division_of(bare)
        if (
            division is not None
            and len(division.name) < len(bare)
            and bare.startswith(division.name)
        ):
            return _Named(
                name, self._rank(bare, division.level), division, bare[len(division.name) :], True
            )
        if self._is_national_start(bare):
            return _Named(name, "国家", None, bare, True)
        level = self._rank(bare, self.home_level)
        at = self.home if level == self.home_level else self._at(level)
        return _Named(name, level, at, bare, False)

    def _carries_place(self, name: str) -> bool:
        """A branch of a national body, or one that is called after its place, stays as it is."""
        return name == _CORPS.name or any(
            rule.regex.match(name)
            for rule in self._rules.stage("level")
            if rule.key in ("level.vertical", "level.own-place")
        )

    def _rank(self, name: str, level: Level) -> Level:
        """The level that the name's own form gives, else the given one."""
        return self._form_level(name) or level

    def _at(self, level: Level) -> Division | None:
        """The division of that level that the document's place lies in."""
        if level in ("乡镇", "街道"):
            return self._township
        division = self.home
        while division is not None:
            if division.level == level or {division.level, level} == {"省", "自治区"}:
                return division
            division = self._divisions.parent(division.code)
        return None

    # --- bodies -----------------------------------------------------------------------------

    def learn(self, names: Iterable[str]) -> None:
        """Hear the names of the document before any is resolved, to know its fuller forms."""
        for name in names:
            named = self._take_apart(name)
            self._heard[named.rest] += 1
            match = self._match(named)
            if match:
                key = (match.type, named.level)
                self._forms.setdefault(key, Counter())[named.rest] += 1

    def _own_name(self, name: str) -> str:
        """The issuer that 我部 or 我局 means; the words themselves where no one issuer is it."""
        own = _OWN.fullmatch(name)
        if own is None or self._issuer is None:
            return name
        ends = {"委": ("委", "委员会"), "办": ("办", "办公室")}.get(own["kind"], (own["kind"],))
        issuers = [part for part in re.split(r"[ 、]", fold(self._issuer)) if part.endswith(ends)]
        return issuers[0] if len(issuers) == 1 else name

    def resolve(self, name: str) -> Body:
        """The body that a completed name means."""
        named = self._take_apart(self._own_name(name))
        branch = _BRANCH.match(named.rest)
        if branch:
            return self._branch(named, branch)
        match = self._match(named)
        if match is None:
            return self._unknown(named)
        if not match.exists:
            return self._misplaced(named, match)
        loose = match.kind == "short" and match.body_type.category in _LOOSELY_NAMED
        body = Body(
            self._as_named(named) if loose else self._canonical(named, match),
            named.level,
            match.type,
            self._code(named),
            uncertain=loose and match.body_type.category == "institution",
            reason="全称未写明 the full name is not stated" if loose else match.reason,
        )
        return self._before_reform(named, match, body) or body

    def _as_named(self, named: _Named) -> str:
        """The name as the document writes it, with its place; not what it may be in full."""
        place = named.division.name if named.division else ""
        return f"{place}{named.rest}" if place else named.name

    def _before_reform(self, named: _Named, match: BodyMatch, successor: Body) -> Body | None:
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

    def _match(self, named: _Named) -> BodyMatch | None:
        if named.level in ("乡镇", "街道"):
            return None  # the offices of a township differ from place to place
        plate = _PLATE.match(named.rest)
        rest = plate["name"] if plate else named.rest
        for words in (rest, _as_department(rest), rest.removeprefix("党")):
            matches = self._types.match(words, named.level, named.division) if words else ()
            if len(matches) == 1 or (matches and matches[0].sure):
                return matches[0]
        return None

    def _canonical(self, named: _Named, match: BodyMatch) -> str:
        """The official name; the document's own fuller form of the same type where it has one."""
        place = named.division.name if named.division else ""
        official = self._types.official_name(match.type, named.level, named.division)
        forms = [f for f in self._forms.get((match.type, named.level), {}) if _is_full(f)]
        longest = max(forms, key=len, default="")
        party = "中共" if official.startswith("中共") else ""
        bare = official.removeprefix(party).removeprefix(place)
        if longest and len(longest) > len(bare):
            return f"{party}{place}{longest}"
        return official

    def _code(self, named: _Named) -> str | None:
        if named.level == "国家":
            return "000000"
        return named.division.code or None if named.division else None

    def _branch(self, named: _Named, branch: re.Match[str]) -> Body:
        place = named.division.name if named.division else ""
        matches = self._types.match(branch["parent"], named.level)
        return Body(
            f"{place}{named.rest}" if place else named.name,
            named.level,
            matches[0].type if matches else None,
            self._code(named),
            reason="派出机构 branch office",
        )

    def _misplaced(self, named: _Named, match: BodyMatch) -> Body:
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

    def _unknown(self, named: _Named) -> Body:
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

    def _unknown_code(self, named: _Named, place: str) -> str | None:
        """A township of the document's own place lies in it; else what the name says."""
        if named.level in ("乡镇", "街道") and self.home is not None:
            return self.home.code
        return self._code(named) if named.written or place else None

    def _placed_by_short_name(self, named: _Named, short: Division) -> Body:
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
