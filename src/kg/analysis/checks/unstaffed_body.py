"""Leading groups and the like that a plan sets up without saying who belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.analysis.checks.writing import describe
from kg.analysis.facts import Facts, Text
from kg.analysis.genres import is_standing
from kg.analysis.labels import quote
from kg.analysis.model import Row

CHECK = describe(
    "unstaffed-body",
    "ownership",
    "violation",
    name=("要成立的机构没有写明成员", "a body set up without members"),
    question=(
        "要成立的哪些机构没有写明组成?",
        "which bodies are set up without saying who belongs to them?",
    ),
    why=(
        "文件成立领导小组一类机构,没有写明组长和成员单位,也没有附名单;与已有机构的关系不清时无人召集。",
        "The plan sets up a leading group or the like and names neither chair nor members, so nobody need convene it.",
    ),
    message=(
        "要成立的“{body}”没有写明组长和成员{relation}",
        "“{body}” is to be set up; its chair and members are not named{relation_en}",
    ),
    remedy=(
        "附上成员名单,写明与现有机构的关系",
        "Attach the list of members, and state how it relates to existing bodies",
    ),
)
_SET_UP = re.compile(
    r"(?:成立|组建|设立)(?P<body>[\u4e00-\u9fff“”]{2,28}?(?:领导小组|指挥部|协调小组|工作专班|专责组|工作组))"
)
_ANY = re.compile(r"^(?:相应|相关|各|专门|本)|由[\u4e00-\u9fff、]+组成")
# Those who make it up are named, or it is for every place to have one.
_MADE_BY = re.compile(r"会同|各(?:地|县|市|乡)|乡镇")
_NEAR = 16
_STAFF = re.compile(
    r"组长|总指挥|召集人|主任由|成员(?:单位)?(?:包括|有|为|:|由)|由[^,。;]{2,60}(?:组成|参加|担任)"
)
_BESIDE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}安委会|[\u4e00-\u9fff]{2,10}联席会议)(?=[各办部成、,。;])"
)


def run(facts: Facts) -> Iterator[Row]:
    """Yield bodies to be set up in texts that say nothing of who belongs to one."""
    for text in facts.texts.values():
        if is_standing(text) or any(_STAFF.search(line) for line in text.lines):
            continue
        seen: set[str] = set()
        for number, match in text.find(_SET_UP):
            body = match["body"]
            line = text.lines[number - 1]
            if _MADE_BY.search(line, max(0, match.start() - _NEAR), match.start()):
                continue
            if body not in seen and not _ANY.search(body):
                seen.add(body)
                at = text.evidence(number, match.start("body"), match.end("body"))
                yield Row(text.iri, body, (at,), {"body": body, **_relation(text, body)})


def _relation(text: Text, body: str) -> dict[str, str]:
    """Return what to say of a standing committee that the text knows beside the new body."""
    for number, match in text.find(_BESIDE):
        beside = re.sub(r"^.*?(?=[市县区州省]?安委会|联席会议)", "", match.group()) or match.group()
        if beside not in body and "、" not in beside and number:
            shown = quote(beside)
            return {
                "relation": f",与{shown}的关系也没有写明",
                "relation_en": f", nor how it relates to {shown}",
            }
    return {"relation": "", "relation_en": ""}
