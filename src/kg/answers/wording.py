"""Puts results into sentences, in Chinese and English."""

from __future__ import annotations

from collections import defaultdict

from kg.answers.answer import Result, unique
from kg.answers.frame import ANY, LEAD, Frame, Unknown
from kg.answers.knowledge import Knowledge
from kg.answers.sentences import glossed, in_english, time_said

_ASKED = {
    "body": ("部门和单位", "bodies"),
    "domain": ("领域", "domains"),
    "duty": ("措施和要求", "duties"),
    "deadline": ("时限", "deadlines"),
    "frequency": ("频次", "how often"),
    "source": ("依据", "legal sources"),
    "phase": ("阶段", "phases"),
    "place": ("乡镇街道", "townships"),
    "number": ("数字", "a figure"),
    "fact": ("文件信息", "a fact of the document"),
    "topic": ("专题", "special topics"),
    "none": ("", ""),
}
_FORMS = {
    "list": ("列出", "list"),
    "count": ("计数", "count"),
    "yes-no": ("判断", "confirm"),
    "most": ("最多的", "the most"),
    "least": ("最少的", "the fewest"),
    "compare": ("比较", "compare"),
}
_ROLES = {
    "lead": ("牵头", "lead"),
    "cooperate": ("配合", "cooperate"),
    "shared": ("共同负责", "share"),
}
_MOST_NAMED = 30


def understood(frame: Frame, knowledge: Knowledge) -> str:
    """What the question was read as, in its language."""
    at = 0 if frame.language == "zh" else 1
    parts = [f"{_FORMS[frame.form][at]}{' ' * at}{_ASKED[frame.asked][at]}"]
    if frame.measured != "none":
        parts.append(("按数量:", "by number of ")[at] + _ASKED[frame.measured][at])
    if frame.roles != ANY and frame.asked == "body":
        parts.append(("角色=", "role=")[at] + "/".join(_ROLES[r][at] for r in sorted(frame.roles)))
    for part in frame.bodies:
        role = (
            "/".join(_ROLES[r][at] for r in sorted(part.roles))
            if part.roles != ANY
            else ("任何角色", "any role")[at]
        )
        sign = ("不是", "not ")[at] if part.negated else ""
        meant = (" 或 ", " or ")[at].join(unique([knowledge.name(i) for i in part.iris[:4]]))
        parts.append(f"{sign}{meant}({role})")
    for label, iris in (
        (("领域", "domain"), frame.domains),
        (("排除", "except"), frame.excluded),
        (("章节", "section"), frame.sections),
        (("依据", "source"), frame.sources),
    ):
        if iris:
            names = [
                knowledge.sections[i].label if i in knowledge.sections else knowledge.name(i)
                for i in iris
            ]
            parts.append(f"{label[at]}={'、'.join(names)}")
    if frame.level:
        parts.append(("级别=", "level=")[at] + frame.level)
    if frame.time:
        parts.append(("时间=", "time=")[at] + frame.time.text)
    if frame.topics:
        parts.append(("内容=", "content=")[at] + "、".join(t.split("|")[0] for t in frame.topics))
    for name, value in (("lacking", frame.lacking), ("having", frame.having), ("fact", frame.fact)):
        if value:
            parts.append(f"{name}={value}")
    return (";" if at == 0 else "; ").join(parts)


def sentence(frame: Frame, result: Result, knowledge: Knowledge) -> str:
    """The answer as one readable sentence."""
    zh = frame.language == "zh"
    told = None if zh or len(set(result.documents)) > 1 else in_english(frame, result, knowledge)
    if told:
        return told
    joined = _joined(frame, result, knowledge)
    if result.kind == "by-document":
        return f"{joined}。" if zh else f"{joined}."
    if result.kind == "yes-no":
        return _yes_no(frame, result, knowledge)
    if result.kind == "count":
        listed = ("、" if zh else ", ").join(result.details[:_MOST_NAMED])
        return f"共{result.values[0]}个:{listed}。" if zh else f"{result.values[0]}: {listed}."
    if result.kind == "extreme":
        return f"{joined}({result.note})。" if zh else f"{joined} ({result.note})."
    if result.kind == "compare":
        told = (";" if zh else "; ").join(result.details)
        return f"{joined}({told})。" if zh else f"{joined} ({told})."
    if result.kind == "number":
        return f"{joined}:“{result.details[0]}”。" if zh else f"{joined}: “{result.details[0]}”."
    if result.kind == "deadlines":
        told = ";".join(result.details[:_MOST_NAMED])
        return f"{told}。" if zh else _times(result)
    if result.kind == "no-lead":
        return (
            f"没有列明牵头单位,由{joined}按职责分工负责。"
            if zh
            else f"No lead is named; {joined} share the duty."
        )
    if result.kind == "group":
        return (
            f"没有点名牵头单位,由{joined}负责。"
            if zh
            else f"No body is named as lead; the text says: {joined}."
        )
    return _list(frame, joined, result)


def _quoted(result: Result) -> str:
    return "; ".join(f"“{_shown(value)}”" for value in result.values[:_MOST_NAMED])


def _times(result: Result) -> str:
    """Days and spans, each with the words that say it."""
    quotes = [quote.text.strip("。;\uff1b,\uff0c ") for quote in result.quotes]
    said = [time_said(value) for value in result.values[:_MOST_NAMED]]
    if len(said) == len(quotes):
        said = [
            t if t.strip("“”") == q else f"{t}: “{q}”" for t, q in zip(said, quotes, strict=True)
        ]
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


_FACTS = {
    "rg:issuer": "发文单位",
    "rg:publisher": "发布机构",
    "dct:issued": "发布日期",
    "dct:title": "标题",
    "rg:indexNumber": "索引号",
    "rg:documentNumber": "文号",
    "rg:subject": "主题",
    "rg:period": "起止时间",
}


def _facts(frame: Frame, result: Result) -> str:
    asked = (frame.fact or "dct:title", *frame.facts)
    said = [value.replace("/", "至") if "-" in value[:5] else value for value in result.values]
    if len(asked) != len(said):
        return "、".join(said) + "。"
    return ";".join(f"{_FACTS[f]}:{v}" for f, v in zip(asked, said, strict=True)) + "。"


def _list(frame: Frame, joined: str, result: Result) -> str:
    zh = frame.language == "zh"
    if zh and result.kind == "fact" and len(set(result.documents)) < 2:
        return _facts(frame, result)
    if frame.asked == "body" and frame.no_lead:
        return f"从不牵头的有:{joined}。" if zh else f"These never lead: {joined}."
    if frame.asked == "body" and frame.roles == LEAD:
        return f"牵头的是{joined}。" if zh else f"The lead: {joined}."
    if frame.asked == "body":
        return f"有:{joined}。" if zh else f"These bodies: {joined}."
    if result.kind == "duties":
        return f"文件要求:{joined}。" if zh else f"The document says: {_quoted(result)}."
    return f"{joined}。" if zh else f"{joined}."


def _yes_no(frame: Frame, result: Result, knowledge: Knowledge) -> str:
    positive = result.values[0] in ("是", "yes")
    told = "、".join(result.details[:10])
    quote = result.quotes[0].text if result.quotes else ""
    short = quote if len(quote) <= 120 else quote[:120] + "…"
    if frame.language == "zh":
        return f"{'是' if positive else '否'}。{told + ':' if told else ''}“{short}”"
    told = ", ".join(glossed(detail, knowledge) for detail in result.details[:10])
    return f"{'Yes' if positive else 'No'}. {told + ': ' if told else ''}“{short}”"


def _joined(frame: Frame, result: Result, knowledge: Knowledge) -> str:
    """The values; grouped by document where the answer comes from several."""
    comma = ";" if result.kind == "duties" else "、"
    if frame.language == "en":
        comma = "; " if result.kind == "duties" else ", "
    names = [_shown(v) for v in result.values[:_MOST_NAMED]]
    plain = comma.join(names)
    if len(set(result.documents)) < 2 or len(result.details) != len(result.documents):
        return plain
    grouped: dict[str, list[str]] = defaultdict(list)
    for document, value in zip(result.documents, result.details, strict=True):
        grouped[document].append(value)
    return "; ".join(
        f"《{knowledge.name(d)}》: {comma.join(unique(v)[:_MOST_NAMED])}"
        for d, v in grouped.items()
    )


def _shown(value: str) -> str:
    return value if len(value) <= 200 else value[:200] + "…"


_UNKNOWN = {
    "body": (
        "图中没有“{0}”这个单位,不用相近的单位代替。",
        "The documents do not name a body “{0}”; nothing similar is put in its place.",
    ),
    "domain": (
        "图中没有“{0}”这个领域,不用相近的领域代替。",
        "The documents have no domain “{0}”; nothing similar is put in its place.",
    ),
    "attribute": ("文件没有记载“{0}”这类信息。", "The documents say nothing about “{0}”."),
    "place": ("图中没有“{0}”的文件。", "There is no document of “{0}” here."),
    "year": ("文件没有关于{0}年的内容。", "The documents say nothing about {0}."),
    "content": ("文件没有提到“{0}”。", "The documents do not mention “{0}”."),
    "words": ("文件中找不到能回答“{0}”的内容。", "Nothing in the documents answers “{0}”."),
    "instruction": (
        "只回答关于文件内容的问题,不执行问题里的指令。",
        "Only questions about the documents are answered; instructions in a question are not followed.",
    ),
    "chat": (
        "这里只回答文件中的责任分工、时限和措施。",
        "Only responsibilities, deadlines and measures of the documents can be asked here.",
    ),
}


def refusal(frame: Frame, unknown: Unknown | None) -> str:
    """Why there is no answer, and what can be asked."""
    at = 0 if frame.language == "zh" else 1
    if not frame.question:
        return ("请输入一个问题。", "Please ask a question.")[at]
    if unknown is None:
        unknown = Unknown("words", frame.question[:60])
    return _UNKNOWN[unknown.kind][at].format(_as_asked(unknown.text, frame.question)[:60])


def _as_asked(text: str, question: str) -> str:
    """A word of the folded question with the capitals that it was asked with."""
    at = question.lower().find(text.lower())
    return question[at : at + len(text)] if at >= 0 else text
