"""The register: every rule of the extractor, stage by stage.

To teach the extractor something, add an entry to the stage it belongs to and a case in
``tests/extraction/cases``. Patterns see folded text: brackets are ``()``, commas ``,``, digits
half-width, dashes ``-`` (see ``flow.fold``).
"""

from __future__ import annotations

from kg.extraction.register import Register, Rule

_CN = "[一二三四五六七八九十百]"
_NUM = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_YEAR = r"(?P<year>(?:19|20)\d\d)年"

_FLOW = (
    Rule("flow.broken-line", "A paragraph broken in mid-sentence goes on in the next line",
         "…按照职责\\n分工负责)", r"[,、]\s*$|^.{24,}[^。;:!?\s]\s*$"),
    Rule("flow.glued-heading", "A heading may be glued to the bracket that ends the item before",
         "…负责)2.提前适用政策。",
         rf"((?:负责|牵头|配合|落实|参加|参与|局|委|厅|部|办|政府|单位)[^()]{{0,6}}\))(?=\d{{1,2}}[.、](?!\d)|{_CN}{{1,3}}、|\({_CN}{{1,3}}\))"),
)

_HEADINGS = (
    Rule("heading.chapter", "第一章 is a heading of the first rank", "第一章 总则",
         rf"第{_CN}+[章节篇](?:\s+|(?=[\u4e00-\u9fff]{{2,20}}$))", "1"),
    Rule("heading.chinese", "一、 is a heading of the second rank", "一、总体要求",
         rf"{_CN}{{1,3}}、", "2"),
    Rule("heading.chinese-bracket", "(一) is a heading of the third rank", "(一)加强领导",
         rf"\({_CN}{{1,3}}\)", "3"),
    Rule("heading.article", "第一条 is a heading of the third rank", "第一条 为了…",
         rf"第{_CN}+条", "3"),
    Rule("heading.decimal-3", "1.2.3 is a heading of the sixth rank", "3.2.1 预警分级",
         r"\d{1,2}\.\d{1,2}\.\d{1,2}(?=\s|[\u4e00-\u9fff])", "6"),
    Rule("heading.decimal-2", "1.2 is a heading of the fifth rank", "1.1 编制目的",
         r"\d{1,2}\.\d{1,2}(?=\s+[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,12}$)", "5"),
    Rule("heading.number-space", "A number, a blank and a short title is a heading", "1 总则",
         r"\d{1,2}\s+(?=[\u4e00-\u9fff]{2,16}$)", "4"),
    Rule("heading.arabic", "1. is a heading of the fourth rank", "1.危险化学品安全专项整治。",
         r"\d{1,3}(?:\.(?!\d)|、)", "4"),
)

_ORDINALS = (
    Rule("ordinal.chinese-is", "一是 … 十是 and onwards open an item", "一是…。二是…。",
         r"(?P<n>[一二三四五六七八九十]{1,3})是"),
    Rule("ordinal.arabic-bracket", "(1) opens an item", "(1)…。(2)…。", r"\((?P<n>\d{1,2})\)"),
    Rule("ordinal.circled", "① opens an item", "①…;②…", r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])"),
)

_SECTIONS = (
    Rule("section.phase", "A chapter on progress holds phases", "三、进度安排",
         r"进度安排|实施步骤|工作步骤|时间安排|步骤安排|方法步骤|阶段安排|阶段划分|整治步骤|阶段$"),
    Rule("section.requirement", "A chapter on demands or safeguards holds requirements",
         "四、工作要求",
         r"工作要求|有关要求|组织实施|组织领导|组织保障|保障措施|工作保障|实施保障|保障机制|责任分工|组织机构|有关事项|附则"),
    Rule("section.topic", "A title that ends in 专题 is a topic", "(二)…主体责任专题", r"专题$"),
    Rule("section.domain", "A title that names a field to be put in order is a domain",
         "4.消防安全专项整治", r"(?:专项整治|专项治理|集中整治|整治|治理|领域|行业|安全)(?:行动|工作|工程)?$"),
)

_OBLIGATIONS = (
    Rule("obligation.sentence", "On phases and requirements every duty sentence is an obligation",
         "(一)加强组织领导。各部门要…。"),
    Rule("obligation.preamble", "What stands before the first heading imposes nothing by itself",
         "为贯彻…,制定本方案。"),
    Rule("obligation.duty-verb", "A duty sentence tells somebody to do something", "建立…制度",
         r"(?:加强|加快|推进|推动|落实|建立|健全|完善|开展|组织|制定|印发|实施|强化|深入|深化|严格|督促|"
         r"做好|确保|提高|提升|培育|支持|鼓励|引导|优化|建设|打造|形成|总结|更新|分析|运用|坚持|注重|"
         r"监督|报送|公布|明确|整治|排查|检查|移交|成立|负责|牵头|会同|配合|要|应|须|不得|严禁|"
         r"扩大|规范|促进|发挥|统筹|加大|构建|拓展|完成|探索|积极|力争|实现|指导|协调|管理|开发|创新|"
         r"结合|压实|保障|贯彻|部署|宣传|编制|修订|发布|查处|打击|清理|试点|整合|依法|依托|纳入)"),
)

_ROLES = (
    Rule("role.lead", "牵头 leads", "市应急管理局牵头",
         r"(?:按照?)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同)?(?:负责)?牵头"
         r"(?:负责|组织实施|组织|实施|落实|抓总|协调|推进)?", "lead"),
    Rule("role.main", "为主负责 leads", "由市教育局为主负责", r"为主(?:负责)?|主办|主责", "lead"),
    Rule("role.cooperate", "配合, 参加, 参与, 协助 cooperate", "市公安局配合",
         r"(?:按照?)?(?:各自)?(?:职责|职能)?(?:分工)?(?:积极|协同|共同|密切|做好)?"
         r"(?:配合|参加|参与|协助|协同|协办)(?:落实|实施|做好)?", "cooperate"),
    Rule("role.responsible", "负责 is responsible; beside a lead it cooperates", "按照职责分工负责",
         r"(?:等)?(?:按照?|依)?(?:照)?(?:各自)?(?:的)?(?:职责|职能|权限|任务)?(?:分别|共同|分工|协同|组织|具体|依法)*"
         r"负责(?:组织)?(?:落实|实施|推进)?|(?:按照?)?(?:各自)?(?:职责)?(?:分工)?(?:负责)?(?:组织|具体|共同|分别)*(?:落实|实施)", "responsible"),
    Rule("role.guide", "指导 beside 负责 cooperates", "生态环境部指导,试点城市政府负责落实",
         r"指导|监督指导|督导", "guide"),
    Rule("role.label-lead", "牵头单位: names leads", "牵头单位:省财政厅",
         r"(?:牵头|主办|主责|主要责任)(?:责任)?(?:单位|部门|处室|机构)(?:[::]|为)", "lead"),
    Rule("role.label-cooperate", "配合单位: and 参加单位: name cooperators", "配合单位:省统计局",
         r"(?:配合|参加|参与|协助|协办|协同|支持)(?:责任)?(?:单位|部门|处室)(?:[::]|为)", "cooperate"),
    Rule("role.label-responsible", "责任单位: is responsible; beside 牵头单位 it cooperates",
         "责任单位:市科技局", r"(?:责任|负责|落实|实施|承办)(?:单位|部门|主体)(?:[::]|为)", "responsible"),
    Rule("role.label-assess", "牵头考核单位: assesses, it does not do", "牵头考核单位:旗河长办",
         r"(?:牵头)?考核(?:责任)?(?:单位|部门)[::]", "assess"),
    Rule("role.first-leads", "One rule for the document: the first named leads",
         "排在第一位的部门为牵头部门,下同",
         r"[列排](?:在)?(?:首位|第一位)(?:的)?(?:者|部门|单位)?为?(?:第一)?(?:牵头|主办)(?:部门|单位|负责)?[,;]?(?:下同)?"),
)

_STATEMENTS = (
    Rule("statement.bracket", "A bracket that says who leads, cooperates or is responsible",
         "〔市教育局牵头,…按照职责分工负责〕"),
    Rule("statement.label", "A label outside brackets", "责任单位:市教育局。"),
    Rule("statement.table", "A table cell that names who must do it", "县水利局"),
    Rule("statement.by", "由 X 牵头 / 负责 in prose", "由市民政局牵头,市财政局配合",
         r"(?:^|(?<=[,;。:、]))(?:[^,;。:]{0,24}?)由(?P<list>[^。;]{2,120}?)"
         r"(?P<verb>(?:为主)?(?:负责)?牵头(?:负责|组织|会同|制定)?|(?:具体|分别|共同|主要)?负责(?!人|解释)|会同|组织实施|按照|共同)"),
    Rule("statement.lead-prose", "X 牵头 at the head of a clause", "市教育局牵头制定办法",
         r"(?:^|(?<=[,;。:]))(?P<list>[^,;。:由]{2,60}?)(?:要|应)?(?:继续)?(?:负责|做好)?(?P<verb>牵头)"
         r"(?=[,;。]|负责|组织|制定|会同|研究|拟订|建立|协调|推进|实施|开展|工作)"),
    Rule("statement.together", "X 会同 Y at the head of a clause", "省财政厅会同省农业农村厅",
         r"(?:^|(?<=[,;。:]))(?P<list>[^,;。:会]{2,40}?)(?:要|应)?(?P<verb>会同)(?P<with>[^,;。:]{2,40})"),
    Rule("statement.named-duty", "A named body with a task of its own where no bracket says it",
         "市民政局负责统筹规划",
         r"(?:^|(?<=[,。]))(?P<list>[^,。:]{2,40}?)(?P<verb>负责(?!人|解释)|要(?!求)|应当|应(?!急|用|对|届|付)|须|每月|每年|每季度|承担)"),
)

_MENTIONS = (
    Rule("mention.list", "、 and , separate names", "市公安局、教育局", r"[、,]"),
    Rule("mention.and", "和 及 以及 与 separate names where both sides are complete",
         "…局等部门和相关乡镇", r"以及|和|及|与|并"),
    Rule("mention.open", "等 leaves the list open", "市自然资源局等部门",
         r"等(?:(?:国务院|中央|省|市|县|区)?(?:各)?(?:有关|相关|其他|多)?(?:职能)?(?:部门|单位|成员单位|机构|企业|部委|方面)(?:和单位)?)?"),
    Rule("mention.blank", "In a cell a blank separates two names", "县公安局 县森林公安局", r"\s+"),
    Rule("mention.inherit", "A prefix written once holds for the names after it",
         "市发改委、公安局"),
    Rule("mention.aside", "A higher name in the middle of a run leaves the run's prefix as it was",
         "市住建局、州运管局、城市管理局"),
    Rule("mention.group", "Words that name nobody in particular are a group", "相关乡镇、街道",
         r"^(?:(?:国家|中央|国务院|省|自治区|市|州|县|区)?(?:各|有关|相关|其他|其它|全部|所有|全体|本级|试点|承担|负有)|"
         r"(?:自治区|省|市|州|县|区)级(?:有关|相关)?(?=部门|单位|各)|.*(?:成员单位|(?<=行业)主管部门|监管部门|职责的部门|"
         r"(?:各|有关|相关)(?:职能)?(?:部门|单位|地区|地方|企业|乡镇|街道|区县|县区|县市|市县|乡|镇|区|市|州|盟|县|院校|高校|学校|平台|机构|园区)).*$|"
         r"地方(?:各级)?(?:人民)?政府|地方|其(?:有关|相关)?部门$|"
         r"(?:国家|中央|省|市|县|区|乡)?(?:或|和|、)?(?:省|市|县|区|乡|地方)级?(?:以上)?(?:地方)?(?:各级)?(?:人民)?政府$|.*各级(?:人民)?政府$|"
         r"(?:国家|中央)?[或和]?(?:省|市|县|区|乡)级(?:以上)?(?:地方)?(?:人民)?(?:政府|[\u4e00-\u9fff]{2,12}(?:指挥部|专班|机构|部门))|"
         r"(?:牵头|责任|参与|联合)(?:单位|部门)$|乡镇(?:\(街道\))?$|街道$)"),
    Rule("mention.group-run", "A group goes on over 、 with a bare head", "各区、县级市政府",
         r"^(?:(?:各|有关|相关)?(?:地级|县级)?(?:以上)?(?:街道(?:办事处)?|乡镇|乡|镇|村|社区|区|县|旗|(?:县级|地级)?市|州|盟)"
         r"(?:\([^()]*\))?(?:人民)?(?:政府|街道办事处)?|(?:各)?(?:部门|单位|企业|园区))$"),
    Rule("mention.group-office", "各市 A 办、B 办 is one group", "各地级以上市打假办、海防打私办",
         r"^各[^、]*[市县区州][^、]*(?:办|局|委|厅|站|所)$"),
    Rule("mention.place-run", "A place in a run takes the head of the last", "济南、青岛、烟台市政府",
         r"^(?![各相有其]|县级|地级|全)[\u4e00-\u9fff]{2,4}$"),
    Rule("mention.body", "A name that ends like a body is a body", "市教育局",
         r"^[^,。;:]{0,40}(?:局|委|办|厅|部|署|院|会|室|司|中心|支队|大队|总队|中队|分队|公司|集团|银行|分行|支行|"
         r"政府|镇|乡|街道|街道办|办事处|站|所|队|社|校|大学|学院|医院|协会|学会|联合会|联社|总社|指挥部|领导小组|专班|小组|工作组|"
         r"海关|工会|团委|妇联|残联|科协|侨联|文联|工商联|红会|法院|检察院|监狱|电视台|日报社|军区|武装部|管委会|开发区|高新区|"
         r"园区|实验室|基金会|交易所|研究所|兵团|师|基地|台|馆|处|科|股)(?:\([^()]*\))?$"),
)

_PREFIXES = (
    Rule("level.nation", "国家, 中央, 国务院 are the nation", "国家能源局",
         r"国家|中央|国务院|全国", "国家"),
    Rule("level.autonomous-region", "自治区 is its level", "自治区应急管理厅", r"自治区", "自治区"),
    Rule("level.autonomous-prefecture", "自治州 is 州", "自治州教育局", r"自治州", "州"),
    Rule("level.province", "省 is its level", "省财政厅", r"省", "省"),
    Rule("level.prefecture", "州 is its level", "州运管局", r"州", "州"),
    Rule("level.league", "盟 ranks with a 州", "盟行署", r"盟", "州"),
    Rule("level.city", "市 is its level, but not in 市场 and 市政", "市教育局", r"市(?!场|政(?!府|协|法|务|研)|容|区)", "市"),
    Rule("level.county", "县 and 旗 are a county", "县水利局", r"[县旗]", "县"),
    Rule("level.district", "区 is a district", "区民政局", r"区(?!域)", "区"),
    Rule("level.ministry", "A ministry or state bureau needs no prefix", "税务总局",
         r"^(?!.*(?:委|党|市|县|省|区|州)[^,]*部$).*(?:部|总局|总署|监管总局|人民银行|国资委|证监会|银保监会|保监会|银监会)$", "国家"),
    Rule("level.township", "A name in 镇 or 乡 is a township", "硫磺沟镇", r".+[镇乡](?:人民政府|政府)?$", "乡镇"),
    Rule("level.subdistrict", "A name in 街道 is a subdistrict", "某某街道",
         r".+(?:街道|街道办|街道办事处)$", "街道"),
    Rule("level.inside", "团市委 carries its level inside", "团市委", r"^团(?:中央|省委|市委|州委|县委|区委|自治区党委)$"),
    Rule("level.other", "Companies, schools and hospitals have no rank", "省铁塔公司",
         r".*(?:公司|集团|大学|学院|学校|医院|协会|学会|研究所|研究院|实验室|电视台|企业|银行|研究中心|科技中心)$", "其他"),
)

_DEADLINES = (
    Rule("deadline.month-range", "A range of months in one year", "2020年6月至12月",
         _YEAR + r"(?P<m1>\d{1,2})月(?:份)?(?:至|到|-)(?P<m2>\d{1,2})月(?:份)?(?:底)?"),
    Rule("deadline.date-range", "A range of months over years", "2020年4月至2022年12月",
         _YEAR + r"(?P<m1>\d{1,2})月(?:份)?(?:(?P<d1>\d{1,2})日)?(?:至|到|-)(?P<year2>(?:19|20)\d\d)年(?P<m2>\d{1,2})月(?:份)?(?:(?P<d2>\d{1,2})日)?(?:底)?"),
    Rule("deadline.year-range", "A range of years", "2012-2015年",
         r"(?P<year>(?:19|20)\d\d)(?:年)?(?:至|到|-)(?P<year2>(?:19|20)\d\d)年(?!度|底)"),
    Rule("deadline.recurring-date", "A date in every year, quarter or month", "每年2月底前",
         r"(?:从(?P<year>(?:19|20)\d\d)年起[^。;]{0,16}?)?每(?P<unit>年|季度|月|周|半年)(?:度)?(?:(?P<m>\d{1,2})月)?(?:底|(?P<d>\d{1,2})日)(?:之)?前"),
    Rule("deadline.recurring-count", "So many times in every period", "每季度应至少开展一次",
         r"每(?P<n>半|[两二三四五\d])?个?(?P<unit>年|季度|月|周|日|天)(?:度)?(?:应|要|须)?(?:至少|不少于|不低于|定期)?(?:组织|开展|召开|进行|检查|举办|集中)*(?:\d+|[一二两三四1-9])(?:次|期|轮|场)"),
    Rule("deadline.recurring-plain", "Something done in every period", "每月上报",
         r"每(?P<unit>年|季度|月|周)(?:度)?(?=向|上报|报送|定期|开展|召开|组织|公布|通报|对|进行|至少|按要求|评选|发布|举办|更新)|(?<=按要求)每(?P<unit2>月|年|季度)"),
    Rule("deadline.by-date", "Before or by a day", "2022年12月30日前",
         r"(?:到|于|截至|截止)?(?:(?P<year>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:之)?(?P<by>前|止)"),
    Rule("deadline.by-month-end", "By the end of a month", "6月底前",
         r"(?:到|于|在)?(?:(?P<year>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?:份)?底(?:之)?(?:前)?(?=完成|前|[,;。)]|[\u4e00-\u9fff])"),
    Rule("deadline.by-month", "Before a month", "2020年6月前", _YEAR + r"(?P<m>\d{1,2})月(?:份)?(?:之)?前"),
    Rule("deadline.year-end", "By the end of a year", "2022年底前",
         r"(?:到|于|在|至|截至)?" + _YEAR + r"(?:年)?(?:底|末)(?:之)?(?:前)?"),
    Rule("deadline.quarter", "By a quarter or half-year", "2020年三季度末",
         _YEAR + r"(?:第)?(?P<q>[一二三四1-4])季度(?:末|底)?(?:前)?|" + r"(?P<year2>(?:19|20)\d\d)年(?P<h>[上下])半年(?:末|底)?(?:前)?"),
    Rule("deadline.before-year", "Before a year", "2014年前", _YEAR + r"(?:之)?前"),
    Rule("deadline.to-year", "By a year", "到2015年", r"(?:到|至|力争到|争取到)" + _YEAR + r"(?!\d|底|末|\d+月|起|\()"),
    Rule("deadline.month", "In a month", "2021年3月完成",
         _YEAR + r"(?P<m>\d{1,2})月(?:份)?(?=完成|开展|启动|印发|组织|实施|[,)])"),
    Rule("deadline.in-year", "In a year", "2022年基本消除",
         r"(?<![-至到从自])" + _YEAR + r"(?=(?:全面|基本|力争|争取|率先|全部|实现|完成|建成|启动|新增|内))(?:内)?|"
         r"(?:(?<=\()|(?<=[。;,:]))(?P<year2>(?:19|20)\d\d)年(?=[,)])"),
    Rule("deadline.this-year", "Within the document's own year", "年内至少3次",
         r"(?<![\d一二两三四五六七八九十半每整本当])(?:年内|今年底前|今年内|今年年底前|年底前|年底以前)"),
    Rule("deadline.plan-years", "So many years that are the plan's own period", "3年整治目标任务",
         r"(?P<n>[3三])年(?=整治目标|建设任务|目标任务|内完成|时间内)"),
    Rule("deadline.after-issue", "So many days after the document appears", "本方案印发30日内",
         r"(?:自|从|于)?(?:本[\u4e00-\u9fff]{1,8}|文件)?(?:印发|发布|公布|下发)(?:之日)?(?:起)?(?:后)?(?P<n>\d{1,3})(?:个)?(?P<unit>日|天|个月|月|年|工作日)(?:之)?内"),
    Rule("deadline.relative", "So long after something happens", "5个工作日内",
         r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个)?(?P<unit>工作日|小时|分钟|日|天|个月|月|年)(?:之)?(?:以)?内"),
    Rule("deadline.vague", "A time that sets no date", "按期完成", r"按期|按时|如期|限期|尽快|抓紧|立即|及时"),
    Rule("deadline.ongoing", "Something that never ends", "长期坚持",
         r"长期坚持|持续推进|持续推动|持续开展|常态化|定期|经常性|全天候|24小时值班值守|动态更新|持续深入"),
)

_CITATIONS = (
    Rule("citation.marked", "A title in 《》", "《安全生产法》", r"《(?P<title>[^《》]{2,120})》"),
    Rule("citation.nested", "A title in 〈〉 inside another", "《自治区实施〈…〉细则》", r"〈(?P<title>[^〈〉]{2,80})〉"),
    Rule("citation.number", "文号 beside a title", "《…》(国发〔2018〕39号)",
         r"^\s*\((?P<number>[\u4e00-\u9fff]{1,12}\((?:19|20)\d\d\)\d{1,4}号)"),
    Rule("citation.unmarked", "A rule named without title marks", "落实…风险隐患排查治理导则",
         r"(?:落实|依据|按照|根据|执行|贯彻|纳入|推动|对照|制定|符合)(?P<title>(?:国家、区、州|国家|自治区|自治州|省|市|州|县)?[^,。;:《》、()]{2,28}?"
         r"(?:“[^”]{1,8}”)?(?:导则|规划和标准导则|准入条件|目录|技术规范|若干规定|处置方案|操作规程|管理办法|实施细则))(?![\u4e00-\u9fff]*》)"),
    Rule("citation.unmarked-and", "The second of two rules named together", "…准入条件及…目录",
         r"(?:准入条件|规划|标准)及(?P<title>[^,。;:《》、()]{2,16}(?:“[^”]{1,8}”)?(?:目录|导则|标准|规范))"),
)

_KINDS = (
    Rule("kind.law", "A title in 法 is a law", "安全生产法", r"(?:(?<!办)(?<!方)(?<!做)法|法\(.*\))$", "法律"),
    Rule("kind.regulation", "A title in 条例 is a regulation", "建设工程安全生产管理条例", r"条例$", "行政法规"),
    Rule("kind.plan", "方案 计划 are plans", "…实施方案", r"(?:方案|计划|行动|安排)(?:\(.*\))?$", "方案"),
    Rule("kind.programme", "规划 纲要 are programmes", "…发展规划", r"(?:规划|纲要)(?:\(.*\))?$", "规划"),
    Rule("kind.key-points", "工作要点 are key points", "…消防工作要点", r"要点$", "工作要点"),
    Rule("kind.standard", "标准 规范 are standards", "…技术规范", r"(?:标准|规范|规程)$", "标准"),
    Rule("kind.normative", "意见 通知 办法 规定 细则 措施 are normative documents", "…的意见",
         r"(?:意见|通知|办法|规定|细则|措施|导则|决定|指南|制度|批复|函|公告|目录|准入条件|清单|预案|政策|协议|要求|指引|规则|公约|章程|办法\(.*\)|(?:办法|规定|意见)\(试行\)|原则|条件)(?:\(.*\))?$",
         "规范性文件"),
)

_TARGETS = (
    Rule("target.percent", "A share", "不低于在职人员的75%", rf"[^,。;]*?{_NUM}(?:个)?(?:%|个百分点)[^,。;]*"),
    Rule("target.grade", "A grade to reach", "完成安全生产标准化一级达标",
         r"(?:完成|达到|实现)?(?:安全生产)?(?:标准化)?[一二三]级达标(?:工作)?"),
    Rule("target.all", "All of a kind do it", "全部设立安全总监",
         r"[^,。;]*(?:全部|所有|全覆盖|一律|全面实现|全面落实|全面完成)[^,。;]*"),
    Rule("target.count", "So many of something", "三个集贸市场",
         r"[^,。;]*?(?:\d+(?:\.\d+)?|(?<![第这哪])[一二两三四五六七八九十]+)(?:多|余)?(?:万|亿)?"
         r"(?:个|项|家|所|套|批|座|条|公里|人|户|台|辆|处|次|亩|平方米|张|名|万吨|吨|件|类|种|场|支|期)(?!(?:季度|月|文明|坚持|专班|方面|环节|阶段))[^,。;]*"),
    Rule("target.frequency", "So often", "每年至少组织一次综合应急演练",
         r"每(?:半)?(?:年|季度|月|周)[^,。;]{0,8}?(?:\d+|[一二两三四])(?:次|期|轮)[^,。;]*"),
    Rule("target.list", "So many lists", "“两个清单”", r"“[两二三四]个(?:清单|责任)”"),
    Rule("target.state", "A state to reach by a date", "2022年底前…建立…体系",
         r"(?:(?:19|20)\d\d年(?:年)?(?:底)?(?:\d+月\d+日)?前?,?)(?:必须|争取|要)?(?P<what>[^,。;]*(?:完成|建立|建成|实现|落实|达标|消除|形成|淘汰)[^,。;]*)"),
    Rule("target.result", "A result to reach", "整治工作取得明显成效",
         r"[^,。;]*(?:取得[^,。;]{0,4}成效|形成一[批套][^,。;]*|坚决杜绝[^,。;]*|有效遏制[^,。;]*|持续下降|确保足额[^,。;]*)"),
    Rule("target.complete", "Something to complete on time", "按时完成…搬迁工作",
         r"(?:按时|按期|如期)完成[^,。;]*"),
)

_ACTORS = (
    Rule("actor.party", "Party committees act", "市委及各党委(党组)",
         r"(?:各级|各)?党委\(党组\)|市委(?![\u4e00-\u9fff]{0,6}(?:部|办|会|员))|党委政府|市委[\u4e00-\u9fff]{2,4}部门"),
    Rule("actor.system", "X部门 acts for its system", "民政部门",
         r"(?:市|县|区|省)?(?:应急管理|教育|民政|纪检监察|司法|公安|财政|卫健|宣传|组织|[\u4e00-\u9fff]{2,4}主管|各?行业主管)(?:行政)?(?:主管)?部门"),
    Rule("actor.system-run", "Systems named in a run before one 部门", "民政、教育、卫健部门",
         r"(?P<run>(?:[\u4e00-\u9fff]{2,5}、)+[\u4e00-\u9fff]{2,5}(?:和[\u4e00-\u9fff]{2,3})?)(?=等?(?:重点)?(?:行业)?部门)"),
    Rule("actor.group", "各部门, 各乡镇(街道) act", "各乡镇、街道、各部门要",
         r"各(?:有关|相关|级|行业领域|行业|责任)*(?:主管)?(?:部门|单位|地区|地)|各乡镇(?:、街道|\(街道\))?|政府各行业部门|牵头部门|各责任单位|街道社区"),
    Rule("actor.enterprise", "Enterprises act", "危险化学品生产企业",
         r"(?:各类|各重点行业领域|国有|所有|全市各类|涉及[\u4e00-\u9fff]{2,10}的|符合[\u4e00-\u9fff]{2,12}的|督促)?(?:[\u4e00-\u9fff]{0,8})(?:企业|生产经营单位|使用单位)(?=[^,。;]|要|应|必须|建立|完成|全部|每)"),
    Rule("actor.institution", "Institutions act", "保险机构", r"(?:保险机构|专业技术服务机构|福利机构|职业学校|各类医疗机构|医疗机构|专家组|消防中控室值班员|培训机构)"),
    Rule("actor.office", "Named offices act", "市安委会办公室",
         r"(?:市|州|县|区|省)?[\u4e00-\u9fff]{2,12}(?:委员会|安委会|领导小组|指挥部)(?:办公室)?"),
    Rule("actor.place", "Levels down to village act", "压实到乡镇、到村、到组", r"(?<=到)(?:乡镇|村|组)(?=[,、。])"),
    Rule("actor.city", "The place itself acts", "昌吉市成立领导小组"),
    Rule("actor.body", "A named body acts", "市教育局"),
)

RULES = Register(
    _FLOW + _HEADINGS + _ORDINALS + _SECTIONS + _OBLIGATIONS + _ROLES + _STATEMENTS + _MENTIONS
    + _PREFIXES + _DEADLINES + _CITATIONS + _KINDS + _TARGETS + _ACTORS
)
