"""Where a document stands, and the level and place that each name in it carries.

A name is a level or place and a type (市 + 交通局); what it leaves out, the document's own place says.
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
from kg.lexicon import Division, load_body_types, load_divisions, rank_of
from kg.model import Level, Metadata

_BY_FORM = (
    "level.township",
    "level.subdistrict",
    "level.other",
    "level.vertical",
    "level.ministry",
)
_ALONE = ("level.inside", "level.vertical", "level.own-place")
_CORPS = Division("", "新疆生产建设兵团", "自治区")
# A zone's board is an office of the place in its name, and keeps its rank.
_ZONE = re.compile(
    r"(?:管委会?|党工委|(?:新|高新|经开|开发|示范|自贸|度假|起步|先行|试验|合作)区)$"
)
_TOWNSHIP = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?P<kind>镇|乡|街道)(?=人民政府|政府|党委|党工委|办事处|党政|关于|安全|$)"
)
OWN = re.compile(r"我(?P<kind>[部局委厅办署院])")


@dataclass(frozen=True)
class Named:
    """A completed name taken apart."""

    name: str
    level: Level
    division: Division | None
    rest: str
    written: bool  # the name itself carries a level or place


class Jurisdiction:
    """The place and rank that one document speaks for, and those of the names in it."""

    def __init__(self, metadata: Metadata, rules: Register) -> None:
        self._rules = rules
        self._divisions = load_divisions()
        self._types = load_body_types()
        self.home = self._home(metadata)
        self._township: Division | None = None
        self.home_level: Level = self._level_at_home(metadata)
        self._level_known = self.home_level != "其他"

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

    # --- prefixes ---------------------------------------------------------------------------

    def __call__(self, name: str) -> bool:
        """Whether a name stands without an inherited prefix: ministry, township, firm, place."""
        if self._division_of(name) is not None or self._is_national_start(name):
            return True
        if OWN.fullmatch(name):
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

    def take_apart(self, name: str) -> Named:
        """The level and place that a completed name stands for, and what is left of it."""
        bare = name.removeprefix("中共")
        if self._carries_place(bare):
            zone_of = self._division_of(bare) if _ZONE.search(bare) else None
            level = zone_of.level if zone_of else self._rank(bare, self.home_level)
            return Named(name, level, None, bare, True)
        if self._is_place(bare):
            division = self._division_of(bare)
            return Named(name, division.level if division else "其他", division, "", True)
        prefix = find_prefix(bare, self._rules)
        if prefix is not None and _CORPS.name.endswith(prefix.words[-2:]):
            return Named(name, _CORPS.level, _CORPS, bare[len(prefix.words) :], True)
        if prefix is not None:
            level = prefix.level  # type: ignore[assignment]
            if level == "区" and self.home_level == "自治区":
                level = "自治区"  # 区教育厅 of an autonomous region is the region's own
            return Named(
                name, self._rank(bare, level), self._at(level), bare[len(prefix.words) :], True
            )
        division = self._division_of(bare)
        if (
            division is not None
            and len(division.name) < len(bare)
            and bare.startswith(division.name)
        ):
            return Named(
                name, self._rank(bare, division.level), division, bare[len(division.name) :], True
            )
        if self._is_national_start(bare):
            return Named(name, "国家", None, bare, True)
        level = self._rank(bare, self.home_level)
        at = self.home if level == self.home_level else self._at(level)
        return Named(name, level, at, bare, False)

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
