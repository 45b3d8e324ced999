"""Rules on layout: paragraphs, headings, items, kinds of sections, what imposes a duty."""

from __future__ import annotations

from kg.extraction.register import Rule
from kg.lexicon import verb_pattern

_CN = "[一二三四五六七八九十百]"

FLOW = (
    Rule(
        "flow.broken-line",
        "A paragraph broken in mid-sentence goes on in the next line",
        "…按照职责\\n分工负责)",
        r"[,、]\s*$|^.{24,}[^。;:!?\s]\s*$",
    ),
    Rule(
        "flow.wrapped",
        "In a print-out, where most lines are equally wide, only a full line goes on in the next",
        "lines of 28 characters each, the last of a paragraph shorter",
    ),
    Rule(
        "flow.title-line",
        "A title line is whole: what follows it begins anew",
        "…关于印发实施方案的通知",
        r"^[^,。;:]{0,60}关于[^,。;:]{2,70}(?:通知|意见|方案|办法|规划|计划|要点|决定|函|措施)\s*$",
    ),
    Rule(
        "flow.page-number",
        "A line that is the number of a page breaks no paragraph",
        "28",
        r"\s*(?:-\s*)?\d{1,4}\s*(?:-\s*)?",
    ),
    Rule(
        "flow.label-lines",
        "Lines that begin with labels say one thing together",
        "牵头单位:市教育局\\n责任单位:市财政局",
        r"^(?:牵头|主办|主责|主要责任|责任|负责|配合|参加|参与|协助|协办|协同|支持|落实|实施|承办|完成|办理)"
        r"(?:责任)?(?:单位|部门|主体|领导|人|时限|时间|期限|科室|处室)(?:\((?:单位|部门)\))?[:]",
    ),
    Rule(
        "flow.opening-title",
        "The first line of a document that ends like a title is one",
        "某某市补贴实施办法",
        r"^[^,。;:]{4,50}(?:办法|方案|意见|规划|计划|细则|措施|预案|纲要|要点|政策)(?:\([^()]{1,20}\))?$",
    ),
    Rule(
        "flow.address",
        "The line that says whom a document is sent to, or gives its number, begins anew",
        "各乡镇人民政府,各有关部门:",
        r"^各[^。:]{2,160}:\s*$|^(?:索引号|文号|发文字号|发布机构|发文机关|成文日期|发布日期|有效性|来源|日期|抄送)[:]",
    ),
    Rule(
        "flow.lost-break",
        "Two wide blanks in a long line are the break of a paragraph that was lost",
        "…。  2.1 组织机构  环境保护部负责…",
        r"(?<=[^ ]) {2,}(?=[^ ])",
    ),
    Rule(
        "flow.chapter-article",
        "The blanks between the title of a chapter and its first article are a break that was lost",
        "第二章 规划建设  第八条 县教育局应当…",
        rf"(?<=[\u4e00-\u9fff]) {{2,}}(?=第{_CN}+条(?: |$))",
    ),
    Rule(
        "flow.glued-heading",
        "A heading may be glued to the bracket that ends the item before",
        "…负责)2.提前适用政策。",
        rf"((?:负责|牵头|配合|落实|参加|参与|局|委|厅|部|办|政府|单位)[^()]{{0,6}}\))(?=\d{{1,2}}[.、](?!\d)|{_CN}{{1,3}}、|\({_CN}{{1,3}}\))",
    ),
)


HEADINGS = (
    Rule(
        "heading.chapter",
        "第一章 is a heading of the first rank",
        "第一章 总则",
        rf"第{_CN}+[章节篇](?:\s+|(?=[\u4e00-\u9fff]{{2,20}}$))",
        "1",
    ),
    Rule(
        "heading.chinese",
        "一、 is a heading of the second rank",
        "一、总体要求",
        rf"{_CN}{{1,3}}、",
        "2",
    ),
    Rule(
        "heading.chinese-bracket",
        "(一) is a heading of the third rank",
        "(一)加强领导",
        rf"\({_CN}{{1,3}}\)",
        "3",
    ),
    Rule(
        "heading.article",
        "第一条 is a heading of the third rank",
        "第一条 为了…",
        rf"第{_CN}+条",
        "3",
    ),
    Rule(
        "heading.decimal-3",
        "1.2.3 is a heading of the sixth rank",
        "3.2.1 预警分级",
        r"\d{1,2}\.\d{1,2}\.\d{1,2}(?=\s|[\u4e00-\u9fff])",
        "6",
    ),
    Rule(
        "heading.decimal-2",
        "1.2 is a heading of the fifth rank",
        "1.1 编制目的",
        r"\d{1,2}\.\d{1,2}(?=\s+[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,20}(?:\([^()]*\))?$)",
        "5",
    ),
    Rule(
        "heading.number-space",
        "A number, a blank and a short title is a heading",
        "1 总则",
        r"\d{1,2}\s+(?=[\u4e00-\u9fff]{2,16}$)",
        "4",
    ),
    Rule(
        "heading.arabic",
        "1. is a heading of the fourth rank",
        "1.危险化学品安全专项整治。",
        r"\d{1,3}(?:\.(?!\d)|、)",
        "4",
    ),
)


ORDINALS = (
    Rule(
        "ordinal.chinese-is",
        "一是 … 十是 and onwards open an item",
        "一是…。二是…。",
        r"(?P<n>[一二三四五六七八九十]{1,3})是",
    ),
    Rule("ordinal.arabic-bracket", "(1) opens an item", "(1)…。(2)…。", r"\((?P<n>\d{1,2})\)"),
    Rule("ordinal.circled", "① opens an item", "①…;②…", r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])"),
)


SECTIONS = (
    Rule(
        "section.phase",
        "A chapter on progress holds phases",
        "三、进度安排",
        r"进度安排|实施步骤|工作步骤|时间安排|步骤安排|方法步骤|阶段安排|阶段划分|整治步骤|阶段$",
    ),
    Rule(
        "section.requirement",
        "A chapter on demands or safeguards holds requirements",
        "四、工作要求",
        r"工作要求|有关要求|组织实施|组织领导|组织保障|保障措施|工作保障|实施保障|保障机制|责任分工|组织机构|有关事项|附则",
    ),
    Rule("section.topic", "A title that ends in 专题 is a topic", "(二)…主体责任专题", r"专题$"),
    Rule(
        "section.domain",
        "A title that names a field to be put in order is a domain",
        "4.消防安全专项整治",
        r"(?:专项整治|专项治理|集中整治|整治|治理|领域|行业|安全)(?:行动|工作|工程)?$",
    ),
)


OBLIGATIONS = (
    Rule(
        "obligation.sentence",
        "On phases and requirements every duty sentence is an obligation",
        "(一)加强组织领导。各部门要…。",
    ),
    Rule(
        "obligation.preamble",
        "What stands before the first heading imposes nothing by itself",
        "为贯彻…,制定本方案。",
    ),
    Rule(
        "obligation.heading",
        "A heading with a statement and no text below is the obligation itself",
        "(二)加强法治保障(市司法局负责)",
    ),
    Rule(
        "obligation.imprint",
        "The line that says when a document was printed imposes nothing",
        "某某市人民政府办公室秘书科2022年9月13日印发",
        r"^[^,。;]{2,40}\d{4}年\d{1,2}月\d{1,2}日印发$|^抄送:",
    ),
    Rule(
        "obligation.duty-verb",
        "A duty sentence tells somebody to do something",
        "建立…制度",
        rf"(?:{verb_pattern('impose')})",
    ),
    Rule(
        "obligation.modal",
        "应, 要 and 须 that oblige somebody, not those inside 应用, 应急, 主要, 需要, 要求",
        "应及时报告",
        r"应当|必须|(?<![必无])须(?!知)"
        r"|(?<![相供反响效适对感顺呼])应(?![用急对变聘届答承邀运收付援])"
        r"|(?<![需主重必首纲摘概简只将既若])要(?![求素点闻害件道塞领义紧么不是])",
    ),
)
