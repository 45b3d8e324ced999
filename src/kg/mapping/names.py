"""Labels of bodies, regions and domains, as the lexicons give them."""

from __future__ import annotations

import re

from rdflib import URIRef

from kg.model import Body, Metadata
from kg.vocabulary import RG, pinyin_key

_SHORT_TAIL = re.compile(
    r"(?:(?:等|的)?(?:安全(?:生产)?|领域|行业|行业领域|专题|专项(?:整治|治理)?(?:行动)?|(?:集中)?整治(?:行动)?))+$"
)
_CLASS_BY_ENDING = (
    (re.compile(r"分局$|派出所$|(?:乡|镇|街道)\w*[所站]$"), RG.BranchOffice),
    (
        re.compile(
            r"(?:领导小组|指挥部|联席会议|议事协调\w*|安委会|"
            r"(?:安全生产|专业|应急|食品安全|禁毒|防灾减灾救灾|消防安全)\w*委员会)(?:办公室)?$"
        ),
        RG.CoordinationBody,
    ),
    (
        re.compile(
            r"^中共|党委|^\w*(?:市|县|区|州|省)委(?!会)|(?:组织|宣传|统战)部|政法委|纪委|纪检|共青团"
        ),
        RG.PartyOrgan,
    ),
    (re.compile(r"人民政府$|政府$|国务院$|管委会$|管理委员会$"), RG.Government),
    (re.compile(r"(?:镇|乡|街道|街道办事处)$"), RG.Township),
    (re.compile(r"(?:局|委|委员会|厅|部|署|办|办公室|大队|支队|总队|院|中心)$"), RG.Department),
)


def body_class(body: Body) -> URIRef:
    """Return the class of a body: that of its type, else the one its name ends like."""
    if body.level in ("乡镇", "街道") and re.search(r"(?:镇|乡|街道|办事处|政府)$", body.canonical):
        return RG.Township
    for ending, found in _CLASS_BY_ENDING:
        if ending.search(body.canonical):
            return RG.OtherBody if body.level == "其他" else found
    return RG.OtherBody


def short_domain(title: str) -> str:
    """Return the short label of a domain: ``消防安全专项整治`` gives ``消防``."""
    return _SHORT_TAIL.sub("", title.strip()) or title.strip()


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
    return Body(name, metadata.level or "其他", None, metadata.region_code)


def body_english(body: Body) -> tuple[str, str]:
    """Return the English name of a body, and whether it is ``official`` or ``descriptive``."""
    return pinyin_name(body.canonical), "descriptive"


def region_names(code: str) -> tuple[str | None, str | None]:
    """Return the Chinese and English name of a division by its code, None where unknown."""
    return None, None


def domain_english(label: str) -> str | None:
    """Return the English label of a domain, None where no lexicon knows it."""
    return None


def pinyin_name(name: str) -> str:
    """Return a name in pinyin, for names that no lexicon can put into English."""
    return pinyin_key(name).capitalize() or name
