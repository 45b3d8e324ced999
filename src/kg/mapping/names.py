"""Names, classes and keys of bodies, regions and domains, by the lexicons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rdflib import URIRef

from kg.lexicon import (
    BodyType,
    Division,
    Hazard,
    load_body_types,
    load_divisions,
    load_hazards,
    rank_of,
)
from kg.model import Body, Metadata
from kg.vocabulary import RG, pinyin_key

_SHORT_TAIL = re.compile(
    r"(?:(?:等|的)?(?:安全(?:生产)?|领域|行业|专题|专项(?:整治|治理)?(?:行动)?|(?:集中)?整治(?:行动)?))+$"
)
_BRANCH = re.compile(r"(?:分局|分行|分院|支行|分中心|派出所)$")
# Of these a place has many, so that place and type do not make out one body.
_MANY = frozenset({"institution", "enterprise", "other"})
_MANY_KEYS = frozenset({"township-government", "subdistrict-office", "development-zone", "corps"})
_CLASS_BY_CATEGORY: Mapping[str, URIRef] = MappingProxyType(
    {
        "department": RG.Department,
        "national": RG.Department,
        "branch": RG.Department,
        "party": RG.PartyOrgan,
        "coordination": RG.CoordinationBody,
        "government": RG.Government,
    }
)
_CLASS_BY_ENDING = (
    (
        re.compile(
            r"(?:领导小组|指挥部|联席会议|专班|安委会|消安委|"
            r"(?:安全生产|专业|应急|食品安全|禁毒|减灾|消防安全)\w*委员会)(?:办公室|办)?$"
        ),
        RG.CoordinationBody,
    ),
    (
        re.compile(
            r"^中共|党委|^\w*(?:市|县|区|州|省)委(?!会)|(?:组织|宣传|统战)部|政法委|纪委|纪检"
        ),
        RG.PartyOrgan,
    ),
    (re.compile(r"(?:政府|国务院|管委会|管理委员会)$"), RG.Government),
    (re.compile(r"(?:局|委|委员会|厅|部|署|办|办公室|大队|支队|总队|部门)$"), RG.Department),
)
_PLACE_WORDS = (
    ("特别行政区", "Special Administrative Region"),
    ("自治区", "Autonomous Region"),
    ("自治州", "Autonomous Prefecture"),
    ("自治县", "Autonomous County"),
    ("自治旗", "Autonomous Banner"),
    ("林区", "Forestry District"),
    ("地区", "Prefecture"),
    ("省", "Province"),
    ("市", "City"),
    ("盟", "League"),
    ("县", "County"),
    ("区", "District"),
    ("旗", "Banner"),
)
_SMALL_PLACE_WORDS = (("街道", "Subdistrict"), ("镇", "Town"), ("乡", "Township"))
_FORCES = (("总队", "Corps"), ("支队", "Detachment"), ("大队", "Brigade"), ("中队", "Squadron"))
_NATION = "000000"
_RANK_WORD = re.compile(r"\s*(?:Bureau|Administration|Commission|Department|Office)$")


def body_type(body: Body) -> BodyType | None:
    """Return the type of a body, None where it has none that the lexicon knows."""
    return _types_by_key().get(body.type or "")


@cache
def _types_by_key() -> Mapping[str, BodyType]:
    return MappingProxyType({each.key: each for each in load_body_types().types})


def body_class(body: Body) -> URIRef:
    """Return the class of a body: that of its type, else the one its name ends like."""
    if body.level in ("乡镇", "街道"):
        return RG.Township
    if body.level == "其他":
        return RG.OtherBody
    if _BRANCH.search(body.canonical):
        return RG.BranchOffice
    found = body_type(body)
    if found is not None:
        return _CLASS_BY_CATEGORY.get(found.category, RG.OtherBody)
    for ending, by_name in _CLASS_BY_ENDING:
        if ending.search(body.canonical):
            return by_name
    return RG.OtherBody


def body_stem(body: Body) -> str | None:
    """Return the name of a body's type where a place has but one such body.

    With the place it makes out the body, whichever of its names a document uses. None where only
    its own name tells it apart: branches, companies, townships, types the lexicon does not know.
    """
    found = body_type(body)
    apart = (
        body.uncertain or body.level in ("乡镇", "街道", "其他") or _BRANCH.search(body.canonical)
    )
    if found is None or apart or found.category in _MANY or found.key in _MANY_KEYS:
        return None
    division = load_divisions().by_code(body.region_code or "")
    if division is None and body.level != "国家":
        return None
    name = found.name_at(rank_of(body.level, division))
    return name.removeprefix("委") if name and len(name) > 3 else name


def short_domain(title: str) -> str:
    """Return the short label of a domain: ``消防安全专项整治`` gives ``消防``."""
    return _SHORT_TAIL.sub("", title.strip()) or title.strip()


def source_title(title: str, kind: str | None) -> str:
    """Return the one title of a source: 中华人民共和国安全生产法 is the 安全生产法."""
    short = title.removeprefix("中华人民共和国")
    return short if kind in ("法律", "行政法规") and len(short) > 2 else title


def source_scope(issuing_level: str | None, region_code: str) -> str:
    """Return what keeps apart local sources of the same title: the code of the issuing region.

    A title such as 自治区…实施细则 means another text in every autonomous region, but the same
    one in all its cities. National sources have no scope.
    """
    level = (issuing_level or "").partition("/")[0]
    if level == "国家":
        return ""
    if not re.fullmatch(r"\d{6}", region_code):
        return region_code
    if level in ("自治区", "省"):
        return f"{region_code[:2]}0000"
    return f"{region_code[:4]}00" if level == "州" else region_code


def resolve_name(name: str, metadata: Metadata) -> Body:
    """Return the body of a full name that stands outside the text, e.g. in the head table."""
    types, divisions = load_body_types(), load_divisions()
    national = [m for m in types.match(name, "国家") if m.kind == "official" and m.exists]
    if national:
        return Body(name, "国家", national[0].type, _NATION)
    bare = name.removeprefix("中共")
    division = divisions.leading(bare)
    place = division.name if division else ""
    if division is None or place not in bare:
        return Body(name, metadata.level or "其他", None, metadata.region_code)
    rest = bare[bare.index(place) + len(place) :]
    matches = types.match(rest, division.level, division)
    key = matches[0].type if matches and matches[0].sure and matches[0].exists else None
    return Body(name, division.level, key, division.code)


def body_english(body: Body) -> tuple[str, str]:
    """Return the English name of a body, and whether it is ``official`` or ``descriptive``.

    The lexicon gives types of bodies in English; place and type together describe a body, they
    are not the name it gives itself.
    """
    division = load_divisions().by_code(body.region_code or "")
    place = division_english(division) if division else ""
    found = body_type(body)
    if found is None:
        own = body.canonical.removeprefix(division.name) if division else body.canonical
        return _township_english(own, place) or _quoted_english(body), "descriptive"
    if body.level == "国家":
        if found.english_national and body.canonical == found.name_at("n"):
            return found.english_national, "official"
        return _national_english(body.canonical, found.english), "descriptive"
    words = found.english
    force = next((word for end, word in _FORCES if body.canonical.endswith(end)), "")
    if force:
        words = f"{words} {force}"
    elif body.canonical.endswith("厅"):
        words = f"{_RANK_WORD.sub('', words)} Department"
    elif _BRANCH.search(body.canonical) and not re.search("branch|sub-bureau", words, re.I):
        words = f"{words} (Branch Office)"
    return f"{place} {words}".strip(), "descriptive"


def region_names(code: str) -> tuple[str | None, str | None]:
    """Return the Chinese and English name of a division by its code, None where unknown."""
    if code == _NATION:
        return "中国", "China"
    division = load_divisions().by_code(code)
    return (division.name, division_english(division)) if division else (None, None)


def parent_region(code: str) -> str | None:
    """Return the code of the division that one lies in, None for the nation."""
    if code == _NATION or load_divisions().by_code(code) is None:
        return None
    above = load_divisions().parent(code)
    return above.code if above else _NATION


def division_english(division: Division) -> str:
    """Return the English name of a division: ``昌吉市`` gives ``Changji City``."""
    if division.english:
        return division.english
    word = next((word for end, word in _PLACE_WORDS if division.name.endswith(end)), "")
    name = pinyin_key(division.short).capitalize()
    return f"{name} {word}".strip()


def domain_hazard(label: str) -> Hazard | None:
    """Return the field of the lexicon that a domain is, by its label or another name of it."""
    by_variant = None
    for hazard in load_hazards():
        if hazard.label == label:
            return hazard
        if by_variant is None and label in hazard.variants:
            by_variant = hazard
    return by_variant


def _township_english(own: str, place: str) -> str:
    """Return a town by its name in pinyin, as maps do, with what it lies in; else nothing."""
    for end, word in _SMALL_PLACE_WORDS:
        whole = own.removesuffix("人民政府")
        if whole.endswith(end) and len(whole) - len(end) in (2, 3, 4):
            name = f"{pinyin_key(whole.removesuffix(end)).capitalize()} {word}"
            return f"{name}, {place}" if place else name
    return ""


def _quoted_english(body: Body) -> str:
    # Syllables in pinyin would be English to nobody, so the name stays as it is written.
    return f"“{body.canonical}” (body named in the plan)"


def _national_english(canonical: str, english: str) -> str:
    field = _RANK_WORD.sub("", english)
    if canonical.endswith("部"):
        return f"Ministry of {field}"
    if canonical.endswith("委员会"):
        return f"National {field} Commission"
    if canonical.endswith(("总局", "局", "署")):
        return f"National {field} Administration"
    return english
