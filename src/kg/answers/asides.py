"""Takes away what people say around a question: who they are, courtesy, what they do not want."""

from __future__ import annotations

import re

from kg.answers.cleaning import has_han

_OPENING = re.compile(
    r"^(?:嗯+|呃+|额+|啊+|哎+|那个|就是说?|话说|你好|您好|hi|hello|谢谢|劳驾|打扰一下|打扰了"
    r"|我(?:们)?(?:就|只)?(?:想|要)(?:要)?(?:请)?(?:问问|问一下|问下|咨询一下|咨询|请教一下|请教|了解一下|了解|知道|弄清楚|搞清楚)"
    r"|(?:我们?)?领导(?:让|要|叫)我(?:们)?|麻烦(?:您|你)?|请(?:您|你)?帮(?:我|忙)|[\s,\uff0c、:\uff1a!\uff01。…])+"
)
# A clause on the asker, or on how complete the answer is to be.
_ABOUT_ASKER = re.compile(
    r"^我(?:们)?(?:是|在|刚)[^,\uff0c。?\uff1f]*(?:员|人|民|者|生|的|师|干部|同志|领导|家长|上班|工作|单位)$"
    r"|^(?:请|麻烦)?(?:您|你)?(?:给|列)?(?:我)?(?:出)?(?:个|一个|一份|一下)?(?:完整|详细)?(?:的)?(?:清单|名单|列表)$"
    r"|^(?:请|千万)?(?:不要|别|不能)(?:有)?(?:遗?漏|落下?|省略)(?:掉|了)?$"
    r"|^(?:请)?写出.{0,6}(?:名称|全称|名字)$|^(?:多谢|谢谢|感谢|辛苦)(?:您|你|了)?$"
)
_ENGLISH_ASKER = re.compile(
    r"^(?:hi|hello|hey|excuse me|sorry)[,!. ]+|^(?:i am|i'm|we are|we're|as) (?:an? |new )[^,.;?]*[,.;] (?:and )?",
    re.I,
)
_UNSURE = re.compile(
    r"(?:归|属于|算|放)?在?(?:哪[个些类一]|什么)[^,\uff0c。]{0,6}?我?(?:也|都)?(?:不清楚|不知道|不确定|不晓得|没弄清楚?|记不清)"
)
_UNCOUNTED = re.compile(
    r"[,\uff0c]?[(\uff08]?(?:各|相关)*乡镇(?:和|、|/|或)?(?:街道)?(?:都|可以)?(?:不算|不计|不用算|除外|不包括|不含)(?:在内)?[)\uff09]?"
    r"|[,\uff0c]?[(\uff08]?(?:不算|不计|不含|不包括|除去|除)(?:各|相关)*乡镇(?:和|、|/|或)?(?:街道)?(?:外|以外|在内)?[)\uff09]?"
    r"|[,]? ?[(]?(?:not counting|excluding|without(?: counting)?|leaving out|apart from|except)(?: the)?"
    r" (?:town(?:ship)?s|sub-?districts)(?:(?: and|,| or) (?:the )?(?:sub-?districts|streets|town(?:ship)?s))?[)]?",
    re.I,
)
_PARTS = re.compile(r"([,\uff0c。;\uff1b!\uff01?\uff1f])")


def without_asides(text: str) -> str:
    """The question without greetings, courtesy and clauses on the asker."""
    text = _UNSURE.sub("", _ENGLISH_ASKER.sub("", text))
    if not has_han(text):
        return text
    parts = _PARTS.split(text)
    kept = ""
    for clause, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        bare = _OPENING.sub("", clause.strip())
        if not _ABOUT_ASKER.search(bare):
            kept += bare + mark
    return kept if kept.strip(" ,\uff0c。;\uff1b!\uff01?\uff1f") else text


def without_townships(text: str) -> tuple[str, bool]:
    """The question without "townships not counted", and whether it said so."""
    bare = _UNCOUNTED.sub("", text)
    return bare, bare != text
