"""Plans written by a small grammar, with their truth: places and bodies drawn from the lexicons."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from kg.lexicon import BodyType, Division, load_body_types, load_divisions, rank_of

FIELDS = (
    "危险化学品",
    "煤矿",
    "消防",
    "道路运输",
    "寄递行业",
    "城镇燃气",
    "特种设备",
    "电力",
    "文化旅游",
    "学校",
    "建筑施工",
    "农业机械",
    "食品药品",
    "医疗卫生",
    "森林草原",
    "水利",
    "养老机构",
    "民爆物品",
    "渔业船舶",
)
DUTIES = (
    "全面排查安全隐患,建立问题台账,落实整改责任",
    "加强宣传教育培训,提高从业人员安全意识",
    "完善监测预警机制,推动信息共享",
    "严厉打击非法违法行为,依法查处违规单位",
    "健全应急预案,组织开展应急演练",
)
DATES = (
    ("2024年底前完成整改", "2024年底前", "2024-12-31"),
    ("2025年6月底前建成平台", "2025年6月底前", "2025-06-30"),
    ("2024年9月15日前报送总结", "2024年9月15日前", "2024-09-15"),
    ("", "", ""),
)
BRACKETS = ("()", "（）", "〔〕", "【】", "[]")
CATEGORIES = ("department", "branch", "party")


@dataclass
class Plan:
    """A written plan and what it says."""

    text: str
    statements: list[dict[str, Any]] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    deadlines: list[tuple[str, str]] = field(default_factory=list)


def write_plan(seed: int) -> Plan:
    """A plan for some city or county, different for every seed."""
    chance = random.Random(seed)
    place = _place(chance)
    types = _types(chance, place)
    plan = Plan("")
    lines = [
        f"{place.name}安全生产治本攻坚实施方案",
        "一、总体要求",
        "坚持安全第一,落实安全生产责任制度。",
        "二、主要任务",
    ]
    for number, name in enumerate(chance.sample(FIELDS, 8), 1):
        lines.append(f"{number}.{name}安全专项整治。{_body(chance, place, types, plan)}")
    plan.text = "\n".join(lines) + "\n"
    return plan


def _place(chance: random.Random) -> Division:
    places = [
        d for d in load_divisions().rows if d.level in ("市", "县") and not d.code.endswith("0000")
    ]
    return chance.choice(places)


def _types(chance: random.Random, place: Division) -> list[BodyType]:
    rank = rank_of(place.level, place)
    here = [t for t in load_body_types().types if t.category in CATEGORIES and _usable(t, rank)]
    return chance.sample(here, 14)


def _usable(body_type: BodyType, rank: str) -> bool:
    name = body_type.name_at(rank)
    others = [
        t for form, t in load_body_types().surface_forms() if form == name and t != body_type.key
    ]
    return (
        name is not None
        and not others
        and name.endswith(("局", "部", "委员会", "办公室", "大队", "支队"))
    )


def _body(chance: random.Random, place: Division, types: list[BodyType], plan: Plan) -> str:
    items = []
    for ordinal in ("一是", "二是", "三是")[: chance.randint(2, 3)]:
        what, words, value = chance.choice(DATES)
        duty = f"{ordinal}{chance.choice(DUTIES)}{',' + what if what else ''}。"
        items.append(duty)
        plan.duties.append(duty)
        if words:
            plan.deadlines.append((words, value))
    return "".join(items) + _statement(chance, place, types, plan)


def _statement(chance: random.Random, place: Division, types: list[BodyType], plan: Plan) -> str:
    chosen = chance.sample(types, chance.randint(2, 6))
    rank = rank_of(place.level, place)
    words = place.level
    names = [str(t.name_at(rank)) for t in chosen]
    full = [load_body_types().official_name(t.key, place.level, place) for t in chosen]
    shape = chance.choice(("verb", "label", "shared"))
    generic = chance.choice(("", "相关乡镇、街道", "各乡镇、街道"))
    pair = chance.choice(BRACKETS)
    tail = f"和{generic}" if generic else ""
    if shape == "verb":
        inside = f"{words}{names[0]}牵头,{words}{'、'.join(names[1:])}等部门{tail}按照职责分工负责"
    elif shape == "label":
        inside = f"牵头单位:{words}{names[0]};配合单位:{words}{'、'.join(names[1:])}{',' + generic if generic else ''}"
    else:
        inside = f"责任单位:{words}{'、'.join(names)}{',' + generic if generic else ''}"
    lead = [] if shape == "shared" else full[:1]
    plan.statements.append(
        {
            "lead": lead,
            "rest": full[len(lead) :],
            "generic": [generic] if generic else [],
            "level": place.level,
            "duties": len(plan.duties),
        }
    )
    return f"{pair[0]}{inside}{pair[1]}"
