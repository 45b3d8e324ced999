"""Rules on the rest of a duty: deadlines, legal sources, targets, who acts."""

from __future__ import annotations

from kg.extraction.register import Rule
from kg.lexicon import load_laws

_NUM = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_YEAR = r"(?P<year>(?:19|20)\d\d)年"

_LAWS = "|".join(load_laws())
_LONG_LAWS = "|".join(title for title in load_laws() if len(title) > 4)
_NO_LAW = "[定律院治制人规官庭学医条则案典]|的?实施|》"

DEADLINES = (
    Rule(
        "deadline.month-range",
        "A range of months in one year",
        "2020年6月至12月",
        _YEAR + r"(?P<m1>\d{1,2})(?:月)?(?:份)?(?:至|到|-)(?P<m2>\d{1,2})月(?!\d)(?:份)?(?:底)?",
    ),
    Rule(
        "deadline.date-range",
        "A range of months or days",
        "2020年4月至2022年12月",
        r"(?:(?P<year>(?:19|20)\d\d)年|(?=\d{1,2}月\d{1,2}日(?:至|到|-)(?:19|20)\d\d年))"
        + r"(?P<m1>\d{1,2})月(?:份)?(?:(?P<d1>\d{1,2})日)?(?:至|到|-)(?:(?P<year2>(?:19|20)\d\d)年)?(?P<m2>\d{1,2})月(?:份)?(?:(?P<d2>\d{1,2})日)?(?:底)?",
    ),
    Rule(
        "deadline.year-range",
        "A range of years",
        "2012-2015年",
        r"(?<!计划\()(?<!方案\()(?<!规划\()(?<!纲要\()(?<!意见\()(?<!行动\()"
        r"(?P<year>(?:19|20)\d\d)(?:年)?(?:至|到|-)(?P<year2>(?:19|20)\d\d)年(?!度|底)",
    ),
    Rule(
        "deadline.recurring-months",
        "Two months of every year",
        "每年6月和12月",
        r"每年(?:度)?(?P<m>\d{1,2})月(?P<end>[底末])?[、和及](?P<m2>\d{1,2})月(?:[底末])?(?:之?前)?",
    ),
    Rule(
        "deadline.recurring-quarter",
        "A day in the first month of every quarter",
        "每季度首月10日前",
        r"每(?:个)?季度(?:的)?(?:首月|第[一1]个月)(?P<d>\d{1,2})日(?:之)?前",
    ),
    Rule(
        "deadline.recurring-date",
        "A date in every year, quarter or month",
        "每年2月底前",
        r"(?:从(?P<year>(?:19|20)\d\d)年起[^。;]{0,16}?)?每(?P<unit>年|季度|月|周|半年)(?:度)?(?:(?P<m>\d{1,2})月)?(?:(?:底|末|(?P<d>\d{1,2})日|(?<=周)[一二三四五六日天])(?:之)?前|(?<=月)底(?=向|对|完成|上?报|组织|开展|通报|公布|提出))",
    ),
    Rule(
        "deadline.recurring-count",
        "So many times in every period",
        "每季度应至少开展一次",
        r"每(?P<n>半|[两二三四五六七八九十]|\d{1,2})?个?(?P<unit>年|季度|月|周|日|天)(?:度)?(?:应|要|须)?(?:至少|不少于|不低于|定期)?(?:组织|开展|召开|进行|检查|举办|集中|修[订改]|评估|更新|调整|考核|复核|核查|巡查|排查|演练|培训|通报|报[告送]|普查|评审|调度|研究|听取)*(?:\d+|[一二两三四1-9])(?:次|期|轮|场)",
    ),
    Rule(
        "deadline.recurring-plain",
        "Something done in every period",
        "每月上报",
        r"(?<![人个家位户台辆项只件次生])每(?P<unit>半年|年|季度|月|周)(?:度)?"
        r"(?!每|[^,。;]{0,14}?(?:补[助贴]|给予|奖[励补]|最高|不超过|增长|增速|只))"
        r"(?=[^,。;]{0,16}?(?:向|上报|报[送告]|定期|开展|召开|组织|公[布开]|通报|对|进行|至少|按要求|评选|发布|举办|更新|"
        r"实施|培[育训养]|打造|遴选|[认确]定|谋划|支持|推[进动广介]|新增|安排|出资|布局|选[择树]|收集|上线|建[设成立]|委托|面向|"
        r"零报告|突破|引[进育]|制定|编制|检查|抽查|完成|提供|总结|考核|评[估价]|清[理算]))|(?<=按要求)每(?P<unit2>月|年|季度)",
    ),
    Rule(
        "deadline.by-date",
        "Before or by a day",
        "2022年12月30日前",
        r"(?:到|于|截至|截止)?(?:(?P<year>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:之)?(?P<by>前|止)(?!到期|出生|毕业|成立|注册|取得|登记|购买|认定)",
    ),
    Rule(
        "deadline.cutoff",
        "A closing date",
        "申报截止日期为2021年3月31日",
        r"(?<=截止日期为|截止时间为|截止日期是|截止时间是|截止日期:|截止时间:)"
        r"(?P<year>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
    ),
    Rule(
        "deadline.session",
        "A month set for something without its year",
        "安排在8月份举行",
        r"(?<=安排在)(?P<m>\d{1,2})月(?:份)?(?!\d)",
    ),
    Rule(
        "deadline.by-month-end",
        "By the end of a month",
        "6月底前",
        r"(?:到|于|在)?(?:(?P<year>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?:份)?底(?:之)?(?:前)?(?!前|到期|出生|毕业|成立|注册|取得|登记|购买|认定)(?=完成|前|[,;。)]|[\u4e00-\u9fff])",
    ),
    Rule(
        "deadline.month-list",
        "Months in a list share the 底前 of the last",
        "2020年12月、2021年3月底前",
        _YEAR
        + r"(?P<m>\d{1,2})月(?=(?:[、和]"
        + _YEAR.replace("?P<year>", "?:")
        + r"\d{1,2}月){0,6}[、和]"
        + _YEAR.replace("?P<year>", "?:")
        + r"\d{1,2}月底)",
    ),
    Rule(
        "deadline.by-month",
        "Before a month",
        "2020年6月前",
        _YEAR + r"(?P<m>\d{1,2})月(?:份)?(?:之)?前",
    ),
    Rule(
        "deadline.year-end",
        "By the end of a year",
        "2022年底前",
        r"(?:到|于|在|至|截至)?" + _YEAR + r"(?:年)?(?:底|末)(?:之)?(?:前)?",
    ),
    Rule(
        "deadline.quarter",
        "By a quarter or half-year",
        "2020年三季度末",
        _YEAR
        + r"(?:第)?(?P<q>[一二三四1-4])季度(?:末|底)?(?:前)?|"
        + r"(?P<year2>(?:19|20)\d\d)年(?P<h>[上下])半年(?:末|底)?(?:前)?",
    ),
    Rule("deadline.before-year", "Before a year", "2014年前", _YEAR + r"(?:之)?前"),
    Rule(
        "deadline.to-year",
        "By a year",
        "到2015年",
        r"(?:到|至|力争到|争取到)" + _YEAR + r"(?!\d|底|末|\d+月|起|\()",
    ),
    Rule(
        "deadline.month",
        "In a month",
        "2021年3月完成",
        _YEAR + r"(?P<m>\d{1,2})月(?:份)?(?=完成|开展|启动|印发|组织|实施|[,)])",
    ),
    Rule(
        "deadline.in-year",
        "In a year",
        "2022年基本消除",
        r"(?<![-至到从自])"
        + _YEAR
        + r"(?=(?:全面|基本|力争|争取|率先|全部|实现|完成|建成|启动|新增|内))(?:内)?|"
        r"(?:(?<=\()|(?<=[。;,:]))(?P<year2>(?:19|20)\d\d)年(?=,|\)(?!\.))",
    ),
    Rule(
        "deadline.year-list",
        "Years in a list each have their own share",
        "2024年、2025年分别突破600项、800项",
        _YEAR + r"(?=(?:[、和](?:19|20)\d\d年)*[、和](?:19|20)\d\d年(?:分别|各|依次))|"
        r"(?<=[\d年][、和])(?P<year2>(?:19|20)\d\d)年(?=(?:[、和](?:19|20)\d\d年)*(?:分别|各|依次))",
    ),
    Rule(
        "deadline.this-year",
        "Within the document's own year",
        "年内至少3次",
        r"(?<![\d一二两三四五六七八九十半每整本当])(?:年内|今年底前|今年内|今年年底前|年底前|年底以前)",
    ),
    Rule(
        "deadline.plan-years",
        "So many years that are the plan's own period",
        "3年整治目标任务",
        r"(?P<n>[3三])年(?=整治目标|建设任务|目标任务|内完成|时间内)",
    ),
    Rule(
        "deadline.after-issue",
        "So many days after the document appears",
        "本方案印发30日内",
        r"(?:(?:自|从|于)?(?:本[\u4e00-\u9fff]{1,8}|文件)(?:印发|发布|公布|下发)|(?:自|从|于)?(?:印发|下发))(?:之日)?(?:起)?(?:后)?(?P<n>\d{1,3})(?:个)?(?P<unit>日|天|个月|月|年|工作日)(?:之)?内",
    ),
    Rule(
        "deadline.relative",
        "So long after something happens",
        "5个工作日内",
        r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个)?(?P<unit>工作日|小时|分钟|日|天|个月|月|年)(?:之)?(?:以)?内",
    ),
    Rule(
        "deadline.vague",
        "A time that sets no date",
        "按期完成",
        r"按期|按时|如期|限期|尽快|抓紧|立即|及时",
    ),
    Rule(
        "deadline.ongoing",
        "Something that never ends",
        "长期坚持",
        r"长期坚持|持续推进|持续推动|持续开展|常态化|定期|经常性|全天候|24小时值班值守|动态更新|持续深入",
    ),
)


CITATIONS = (
    Rule("citation.marked", "A title in 《》", "《安全生产法》", r"《(?P<title>[^《》]{2,120})》"),
    Rule(
        "citation.nested",
        "A title in 〈〉 inside another",
        "《自治区实施〈…〉细则》",
        r"〈(?P<title>[^〈〉]{2,80})〉",
    ),
    Rule(
        "citation.number",
        "文号 beside a title",
        "《…》(国发〔2018〕39号)",
        r"^\s*\((?P<number>[\u4e00-\u9fff]{1,12}\((?:19|20)\d\d\)\d{1,4}号)",
    ),
    Rule(
        "citation.alias",
        "A short title that the document gives to a source means that source from then on",
        "《全国…三年行动计划》(以下简称《行动计划》)",
        r"《(?P<title>[^《》]{4,120})》 ?\((?:[^()《》]{0,30}(?:\([^()]*\))?[^()《》]{0,20}[,;])?以下(?:统)?(?:简)?称(?:为)?[:]?"
        r"《(?P<alias>[^《》()]{2,20})》\)",
    ),
    Rule(
        "citation.law",
        "A national law or regulation named without title marks",
        "依据安全生产法、消防法",
        # A short title may be the end of a longer word, so what cites it stands before it.
        rf"(?P<title>中华人民共和国(?:{_LAWS})|(?:(?<![\u4e00-\u9fff])|(?<=[依据照按行反和与及守施习传彻]))(?:{_LAWS})|"
        rf"(?:{_LONG_LAWS}))(?!{_NO_LAW})",
    ),
    Rule(
        "citation.by",
        "A law or rule named without title marks after 依据, 按照 or 根据",
        "依据省安全生产条例",
        r"(?:依据|依照|按照|根据|违反|执行)(?P<title>(?!有关|相关|国家有关|国家相关|法律|本|该|上述|下列|各自|以上|前款)"
        r"[^,。;:《》、()的]{2,24}?(?:(?<![办方执立司违合非宪守用于])法|条例)(?:实施细则|实施条例|实施办法)?)"
        rf"(?=[,。;:、的等和及(有规要]|[查追依予]|处[理罚]|实施|落实|执行|$)(?!{_NO_LAW})",
    ),
    Rule(
        "citation.unmarked",
        "A rule named without title marks",
        "落实…风险隐患排查治理导则",
        r"(?:落实|依据|按照|根据|执行|贯彻|纳入|推动|对照|制定|符合)(?P<title>(?!落实具体|具体|各类|相应|有关|相关|该|本办法)(?:国家、区、州|国家|自治区|自治州|省|市|州|县)?[^,。;:《》、()]{2,28}?"
        r"(?:“[^”]{1,8}”)?(?:导则|规划和标准导则|准入条件|目录|技术规范|若干规定|处置方案|操作规程|管理办法|实施细则))(?![\u4e00-\u9fff]*》)",
    ),
    Rule(
        "citation.national",
        "A national programme or contingency plan named without title marks",
        "落实国家水上交通安全布局规划",
        r"(?:落实|实施|按照|依据|根据|执行|修订|完善|和|及|、)(?P<title>国家(?!级|有关|相关|和)[^,。;:《》、()的和及]{2,16}"
        r"(?:和[^,。;:《》、()的和及]{2,12})?(?:规划|预案|纲要))(?=[,。;:、的等和及(]|要求|$)",
    ),
    Rule(
        "citation.unmarked-and",
        "The second of two rules named together",
        "…准入条件及…目录",
        r"(?:准入条件|规划|标准)及(?P<title>[^,。;:《》、()]{2,16}(?:“[^”]{1,8}”)?(?:目录|导则|标准|规范))",
    ),
)


KINDS = (
    Rule(
        "kind.law",
        "A title in 法 is a law",
        "安全生产法",
        r"(?:(?<!办)(?<!方)(?<!做)法|法\(.*\))$",
        "法律",
    ),
    Rule(
        "kind.regulation",
        "A title in 条例 is a regulation",
        "建设工程安全生产管理条例",
        r"条例$",
        "行政法规",
    ),
    Rule(
        "kind.plan",
        "方案 计划 are plans",
        "…实施方案",
        r"(?:方案|计划|行动|安排)(?:\(.*\))?$",
        "方案",
    ),
    Rule(
        "kind.programme",
        "规划 纲要 are programmes",
        "…发展规划",
        r"(?:规划|纲要)(?:\(.*\))?$",
        "规划",
    ),
    Rule("kind.key-points", "工作要点 are key points", "…消防工作要点", r"要点$", "工作要点"),
    Rule("kind.standard", "标准 规范 are standards", "…技术规范", r"(?:标准|规范|规程)$", "标准"),
    Rule(
        "kind.normative",
        "意见 通知 办法 规定 细则 措施 are normative documents",
        "…的意见",
        r"(?:意见|通知|办法|规定|细则|措施|导则|决定|指南|制度|批复|函|公告|目录|准入条件|清单|预案|政策|协议|要求|指引|规则|总则|准则|公约|条约|章程|办法\(.*\)|(?:办法|规定|意见)\(试行\)|原则|条件)(?:\(.*\))?$",
        "规范性文件",
    ),
)


TARGETS = (
    Rule(
        "target.percent",
        "A share",
        "不低于在职人员的75%",
        rf"[^,。;]*?{_NUM}(?:个)?(?:%|个百分点)[^,。;]*",
    ),
    Rule(
        "target.grade",
        "A grade to reach",
        "完成安全生产标准化一级达标",
        r"(?:完成|达到|实现)?(?:安全生产)?(?:标准化)?[一二三]级达标(?:工作)?",
    ),
    Rule(
        "target.all",
        "All of a kind do it",
        "全部设立安全总监",
        r"[^,。;]*(?:全部|所有|全覆盖|一律|全面实现|全面落实|全面完成)[^,。;]*",
    ),
    Rule(
        "target.count",
        "So many of something",
        "三个集贸市场",
        r"[^,。;]*?(?:\d+(?:\.\d+)?|(?<![第这哪])[一二两三四五六七八九十]+)(?:多|余)?(?:万|亿)?"
        r"(?:个|项|家|所|套|批|座|条|公里|人|户|台|辆|处|次|亩|平方米|张|名|万吨|吨|件|类|种|场|支|期)(?!(?:季度|月|文明|坚持|专班|方面|环节|阶段))[^,。;]*",
    ),
    Rule(
        "target.state",
        "A state to reach by a date",
        "2022年底前…建立…体系",
        r"(?:(?:19|20)\d\d年(?:年)?(?:底)?(?:\d+月\d+日)?前?,?)(?:必须|争取|要)?(?P<what>[^,。;]*(?:完成|建立|建成|实现|落实|达标|消除|形成|淘汰)[^,。;]*)",
    ),
    Rule(
        "target.result",
        "A result to reach",
        "整治工作取得明显成效",
        r"[^,。;]*(?:取得[^,。;]{0,4}成效|形成一[批套][^,。;]*|坚决杜绝[^,。;]*|有效遏制[^,。;]*|持续下降|确保足额[^,。;]*)",
    ),
    Rule(
        "target.complete",
        "Something to complete on time",
        "按时完成…搬迁工作",
        r"(?:按时|按期|如期)完成[^,。;]*",
    ),
)


ACTORS = (
    Rule(
        "actor.party",
        "Party committees act",
        "市委及各党委(党组)",
        r"(?:各级|各)?党委\(党组\)|市委(?![\u4e00-\u9fff]{0,6}(?:部|办|会|员))|党委政府|市委[\u4e00-\u9fff]{2,4}部门",
    ),
    Rule(
        "actor.system",
        "X部门 acts for its system",
        "民政部门",
        r"(?:市|县|区|省)?(?:应急管理|教育|民政|纪检监察|司法|公安|财政|卫健|宣传|组织|[\u4e00-\u9fff]{2,4}主管|各?行业主管)(?:行政)?(?:主管)?部门",
    ),
    Rule(
        "actor.system-run",
        "Systems named in a run before one 部门",
        "民政、教育、卫健部门",
        r"(?P<run>(?:[\u4e00-\u9fff]{2,5}、)+[\u4e00-\u9fff]{2,5}(?:和[\u4e00-\u9fff]{2,3})?)(?=等?(?:重点)?(?:行业)?部门)",
    ),
    Rule(
        "actor.group",
        "各部门, 各乡镇(街道) act",
        "各乡镇、街道、各部门要",
        r"各(?:有关|相关|级|行业领域|行业|责任)*(?:主管)?(?:部门|单位|地区|地)|各乡镇(?:、街道|\(街道\))?|政府各行业部门|牵头部门|各责任单位|街道社区",
    ),
    Rule(
        "actor.enterprise",
        "Enterprises act",
        "危险化学品生产企业",
        r"(?<![督推引鼓支组强加])(?:各类|各重点行业领域|国有|所有|全市各类|涉及[\u4e00-\u9fff]{2,10}的|符合[\u4e00-\u9fff]{2,12}的)?(?:(?!督促|推动|引导|鼓励|支持|组织|强化|加强)[\u4e00-\u9fff]){0,8}?(?:企业|生产经营单位|使用单位)(?=[^,。;]|要|应|必须|建立|完成|全部|每)",
    ),
    Rule(
        "actor.institution",
        "Institutions act",
        "保险机构",
        r"(?:保险机构|专业技术服务机构|福利机构|职业学校|各类医疗机构|医疗机构|专家组|消防中控室值班员|培训机构)",
    ),
    Rule(
        "actor.office",
        "Named offices act",
        "市安委会办公室",
        r"[\u4e00-\u9fff]{2,24}(?:委员会|安委会|领导小组|指挥部)(?:办公室)?",
    ),
    Rule(
        "actor.place",
        "Levels down to village act",
        "压实到乡镇、到村、到组",
        r"(?<=到)(?:乡镇|村|组)(?=[,、。])",
    ),
    Rule("actor.city", "The place itself acts", "昌吉市成立领导小组"),
    Rule("actor.body", "A named body acts", "市教育局"),
)
