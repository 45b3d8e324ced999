"""Chinese and English words of the pages for what the graph keeps as keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Lang = Literal["zh", "en"]
COOKIE = "lang"

Pair = tuple[str, str]
ROLES: Mapping[str, Pair] = {
    "lead": ("牵头", "leads"),
    "cooperate": ("配合", "cooperates"),
    "shared": ("共同负责（无牵头）", "shares (no lead)"),
}
MODES: Mapping[str, Pair] = {
    "lead": ("有牵头单位", "has a lead"),
    "co-lead": ("多个牵头单位", "several leads"),
    "sole": ("单独负责", "one body alone"),
    "shared-no-lead": ("多家负责、无牵头", "shared, no lead"),
    "generic-only": ("只写了泛称", "only generic names"),
}
KINDS: Mapping[str, Pair] = {
    "Body": ("机构", "Body"),
    "Department": ("部门", "Department"),
    "PartyOrgan": ("党委机构", "Party organ"),
    "BranchOffice": ("派出机构", "Branch office"),
    "CoordinationBody": ("议事协调机构", "Coordination body"),
    "Government": ("人民政府", "Government"),
    "Township": ("乡镇街道", "Township or subdistrict"),
    "OtherBody": ("其他单位", "Other body"),
    "Group": ("泛称", "Group"),
    "Domain": ("领域", "Domain"),
    "Obligation": ("任务", "Duty"),
    "Document": ("文件", "Document"),
    "DocumentVersion": ("文件版本", "Document version"),
    "Section": ("章节", "Section"),
    "Topic": ("专题", "Topic"),
    "DomainSection": ("专项", "Domain section"),
    "Phase": ("阶段", "Phase"),
    "Requirement": ("工作要求", "Requirement"),
    "Statement": ("责任条款", "Responsibility statement"),
    "Assignment": ("责任分工", "Assignment"),
    "Deadline": ("时限", "Deadline"),
    "Target": ("指标", "Target"),
    "LegalSource": ("依据", "Legal source"),
    "Citation": ("引用", "Citation"),
    "Evidence": ("原文", "Evidence"),
    "Gap": ("未提取的句子", "Sentence not taken"),
    "Finding": ("发现", "Finding"),
    "Level": ("层级", "Level"),
    "Region": ("行政区划", "Region"),
    "Role": ("角色", "Role"),
    "BodyType": ("机构类型", "Body type"),
}
SEARCH_KINDS: Mapping[str, Pair] = {
    "department": ("部门", "Departments"),
    "domain": ("领域", "Domains"),
    "obligation": ("任务", "Duties"),
    "document": ("文件", "Documents"),
    "source": ("依据", "Legal sources"),
}
REASONS: Mapping[str, Pair] = {
    "label": ("名称", "name"),
    "other-name": ("别名", "other name"),
    "text": ("正文", "text"),
    "number": ("文号", "number"),
    "pinyin": ("拼音", "pinyin"),
    "initials": ("拼音首字母", "initials"),
    "typo": ("相近写法", "similar spelling"),
}
SEVERITIES: Mapping[str, Pair] = {
    "violation": ("严重", "violation"),
    "warning": ("警告", "warning"),
    "info": ("提示", "note"),
}
STATUSES: Mapping[str, Pair] = {
    "open": ("待处理", "open"),
    "accepted": ("已接受", "accepted"),
    "resolved": ("已解决", "resolved"),
}
DEADLINE_TYPES: Mapping[str, Pair] = {
    "by": ("截止", "by a date"),
    "during": ("期间", "during a period"),
    "recurring": ("周期", "recurring"),
    "relative": ("相对", "after an event"),
    "ongoing": ("持续", "ongoing"),
}
COUNTED: Mapping[str, Pair] = {
    "Obligation": ("任务", "duties"),
    "Statement": ("责任条款", "statements"),
    "Assignment": ("责任分工", "assignments"),
    "Deadline": ("时限", "deadlines"),
    "Target": ("指标", "targets"),
    "Citation": ("引用", "citations"),
    "Section": ("章节", "sections"),
    "Gap": ("未提取的应办句子", "duty sentences not taken"),
}
# The graph keeps these as the language of the documents has them.
SOURCE_KINDS: Mapping[str, Pair] = {
    "法律": ("法律", "law"),
    "行政法规": ("行政法规", "regulation"),
    "规范性文件": ("规范性文件", "normative document"),
    "方案": ("方案", "plan"),
    "规划": ("规划", "programme"),
    "工作要点": ("工作要点", "key points of work"),
    "标准": ("标准", "standard"),
}
LEVELS: Mapping[str, Pair] = {
    "国家": ("国家", "national"),
    "自治区": ("自治区", "autonomous region"),
    "省": ("省", "province"),
    "州": ("州", "prefecture"),
    "市": ("市", "city"),
    "县": ("县", "county"),
    "区": ("区", "district"),
    "乡镇": ("乡镇", "township"),
    "街道": ("街道", "subdistrict"),
    "其他": ("其他", "other"),
}
TABLES: Mapping[str, Mapping[str, Pair]] = {
    "role": ROLES,
    "mode": MODES,
    "kind": KINDS,
    "search": SEARCH_KINDS,
    "reason": REASONS,
    "severity": SEVERITIES,
    "status": STATUSES,
    "deadline": DEADLINE_TYPES,
    "counted": COUNTED,
    "source": SOURCE_KINDS,
    "level": LEVELS,
}


def word(table: str, key: str | None, lang: Lang) -> str:
    """Return the word for a key, or the key itself where there is none."""
    pair = TABLES[table].get(key or "")
    return pair[0 if lang == "zh" else 1] if pair else key or ""


def preferred(header: str) -> Lang:
    """Return the language of an Accept-Language header; Chinese where it does not say English."""
    for part in header.lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"
