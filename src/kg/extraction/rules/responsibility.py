"""Rules on who: roles, forms of statements, lists of names, levels."""

from __future__ import annotations

from kg.extraction.register import Rule
from kg.lexicon import verb_pattern

ROLES = (
    Rule(
        "role.lead",
        "牵头 leads",
        "市应急管理局牵头",
        r"(?:按照?)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同)?(?:负责)?牵头"
        r"(?:负责|组织实施|组织|实施|落实|抓总|协调|推进)?|为(?:第一)?牵头(?:单位|部门)",
        "lead",
    ),
    Rule("role.main", "为主负责 leads", "由市教育局为主负责", r"为主(?:负责)?|主办|主责", "lead"),
    Rule(
        "role.cooperate",
        "配合, 参加, 参与, 协助 cooperate",
        "市公安局配合",
        r"(?:按照?)?(?:各自)?(?:职责|职能)?(?:分工)?(?:积极|协同|共同|密切|做好|负责)?"
        r"(?:配合|参加|参与|协助|协同|协办)(?:落实|实施|做好)?|为(?:配合|参加|参与|协办)(?:单位|部门)",
        "cooperate",
    ),
    Rule(
        "role.responsible",
        "负责 is responsible; beside a lead it cooperates",
        "按照职责分工负责",
        r"(?:按照?|依)?(?:照)?(?:各自)?(?:的)?(?:职责|职能|权限|任务)?(?:分别|共同|分工|协同|组织|具体|依法)*"
        r"负责(?:组织)?(?:落实|实施|推进)?|(?:按照?)?(?:各自)?(?:职责)?(?:分工)?(?:负责)?(?:组织|具体|共同|分别)*(?:落实|实施)|为责任(?:单位|部门)",
        "responsible",
    ),
    Rule(
        "role.guide",
        "指导 beside 负责 cooperates",
        "生态环境部指导,试点城市政府负责落实",
        r"指导|监督指导|督导",
        "guide",
    ),
    Rule(
        "role.label-lead",
        "牵头单位: names leads",
        "牵头单位:省财政厅",
        r"(?:牵头|主办|主责|主要责任)(?:责任)?(?:单位|部门|科室|处室|机构)(?:\((?:单位|部门)\))?(?:[:]|为|\)[:]?(?=[\u4e00-\u9fff]))|"
        r"(?<![\u4e00-\u9fff])(?:牵头|主办)[:]",
        "lead",
    ),
    Rule(
        "role.label-cooperate",
        "配合单位: and 参加单位: name cooperators",
        "配合单位:省统计局",
        r"(?:配合|参加|参与|协助|协办|协同|支持)(?:责任)?(?:单位|部门|科室|处室)(?:\((?:单位|部门)\))?(?:[:]|为|\)[:]?(?=[\u4e00-\u9fff]))|"
        r"(?<![\u4e00-\u9fff])(?:配合|协办)[:]",
        "cooperate",
    ),
    Rule(
        "role.label-responsible",
        "责任单位: is responsible; beside 牵头单位 it cooperates",
        "责任单位:市科技局",
        r"(?:责任|负责|落实|实施|承办)(?:单位|部门|主体|科室|处室)(?:\((?:单位|部门|主体)\))?(?:[:]|为|\)[:]?(?=[\u4e00-\u9fff]))",
        "responsible",
    ),
    Rule(
        "role.label-assess",
        "牵头考核单位: assesses, it does not do",
        "牵头考核单位:旗河长办",
        r"(?:牵头)?考核(?:责任)?(?:单位|部门)[:]",
        "assess",
    ),
    Rule(
        "role.label-other",
        "A label that names nobody who must do it",
        "责任领导:张三;完成时限:年底前",
        r"(?:责任(?:领导|人)|联系人|联系领导|分管领导|(?:完成|时间|办理)?(?:时限|时间|期限)|[\u4e00-\u9fff]{2,4}措施|备注)[:]",
        "other",
    ),
    Rule(
        "role.together",
        "A 会同 B 负责: A leads, B cooperates",
        "市教育局会同市公安局负责",
        r"会同",
    ),
    Rule(
        "role.first-leads",
        "One rule for the document: the first named leads",
        "排在第一位的部门为牵头部门,下同",
        r"(?:[列排](?:名)?(?:在|于)?(?:首位|第一位|第一|第1位|首)|(?:第一|首)个)(?:的)?(?:者|部门|单位)?(?:为|是)?(?:第一)?"
        r"(?:牵头|主办|主责)(?:部门|单位|负责)?[,;]?(?:下同)?",
    ),
)


STATEMENTS = (
    Rule(
        "statement.bracket",
        "A bracket that says who leads, cooperates or is responsible",
        "〔市教育局牵头,…按照职责分工负责〕",
    ),
    Rule(
        "statement.bare-bracket",
        "A bracket of nothing but names of bodies after a duty says who does it",
        "建立会商制度。(市教育局、市财政局)",
    ),
    Rule("statement.label", "A label outside brackets", "责任单位:市教育局。"),
    Rule("statement.table", "A table cell that names who must do it", "县水利局"),
    Rule(
        "statement.by",
        "由 X 牵头 / 负责 in prose",
        "由市民政局牵头,市财政局配合",
        r"(?:^|(?<=[,;。:、]))(?:[^,;。:]{0,48}?)由(?P<list>[^。;]{2,120}?)"
        r"(?P<verb>(?:为主)?(?:负责)?牵头(?:负责|组织|会同|制定)?|(?:具体|分别|共同|主要|为主)?负责(?!人|解释)|"
        rf"按照(?![^。;]{{0,40}}各[负司]其)|{verb_pattern('by')}|"
        r"报(?=[^,。;]{2,20}(?:批准|审[批定核]|同意|备案)))",
    ),
    Rule(
        "statement.lead-prose",
        "X 牵头 at the head of a clause",
        "市教育局牵头制定办法",
        r"(?:^|(?<=[,;。:]))(?P<list>(?:(?!要|应当)[^,;。:由]){2,60}?)(?:要|应)?(?:继续)?(?:负责|做好)?(?P<verb>牵头)"
        r"(?=[,;。]|负责|组织|做好|抓好|制定|会(?!议|计|员)|研究|拟订|建立|协调|推进|实施|开展|工作)",
    ),
    Rule(
        "statement.office",
        "An office that is set up at a body and has a task: the office has the task",
        "领导小组办公室设在市教育局,具体负责推进落实",
        r"(?:^|(?<=[,。;]))(?P<list>[^,。;:]{2,30}办公室)(?:,办公室|,)?设在[^,。;:]{2,30},(?P<verb>会同|(?:具体)?负责(?!人|解释)|承担)",
    ),
    Rule(
        "statement.named-as",
        "A body that is named as one for a task has the task",
        "省级考核部门为省应急管理厅,负责考核发证",
        r"(?:^|(?<=[,。;]))[^,。:;]{2,16}(?:机构|部门|单位)(?:为|是)(?P<list>[^,。:;]{2,40}),(?P<verb>负责(?!人|解释))",
    ),
    Rule(
        "statement.together",
        "X 会同 Y at the head of a clause",
        "省财政厅会同省农业农村厅",
        r"(?:^|(?<=[,;。:]))(?P<list>[^,;。:会]{2,40}?)(?:自[^,;。:]{2,30}[内起后],)?(?:要|应当?|须|将|可)?(?P<verb>会同)(?P<with>[^,;。:]{2,40})",
    ),
    Rule(
        "statement.colon",
        "A body, a colon and its tasks",
        "县公安局:负责维护社会治安",
        r"^(?P<list>(?!(?:牵头|责任|负责|配合|实施|承办)(?:单位|部门))[^,;。:]{2,40}):"
        r"(?P<verb>(?=[^。]{0,8}?(?:负责|组织|承担|做好|协调|指导|协助|配合|加强|开展|落实|监督|会同|参与|保障|提供|制定|依法|牵头)))",
    ),
    Rule(
        "statement.named-verb",
        "A named body at the head of a sentence does what the verb after it says",
        "市财政局按程序将资金拨付至区财政局",
        r"(?:^|(?<=,))(?:(?:(?:根据|按照?|依据|经|对|在|为|结合)[^,。:;]{2,40}|[^,。:;]{2,16}(?:年|月|日|季度|[前底后初末])),)?(?:请)?"
        r"(?P<list>(?:(?!要|应当)[^,。:]){2,40}?)(?P<verb>(?:"
        rf"自(?=\d)|{verb_pattern('act')})(?![^,。;]{{0,12}}了))",
    ),
    Rule(
        "statement.handed-down",
        "One rule for the document: somebody must do everything that follows",
        "以下均需试点城市政府落实,不再列出",
        r"以下(?:各[项条]|任务|工作|措施)*(?:均|都|同)?(?:需|须|由|请)(?:由)?(?P<list>[^,。;()]{2,40}?)"
        r"(?:分别|具体|共同|负责|组织|抓好|配合)*(?:落实|实施|执行)(?=[,。;)]|$)",
    ),
    Rule(
        "statement.lower-class",
        "A body of a lower level without a place is one of each place there: a group",
        "区民政局 in a city's plan",
    ),
    Rule(
        "statement.class-task",
        "A class of bodies, told by rank or field, with a task that can be seen to be done",
        "省级人民政府要建立储备制度",
    ),
    Rule(
        "statement.goes-on",
        "A sentence that begins with 要 has the subject of the sentence before",
        "海关总署要继续做好牵头工作。要会同有关部门建立机制。",
        r"要(?!求)",
    ),
    Rule(
        "statement.named-duty",
        "A named body with a task of its own where no bracket says it",
        "市民政局负责统筹规划",
        r"(?:^|(?<=[,。]))(?:[^,。:]{2,16}(?:授权|委托|指定)(?!的))?(?P<list>[^,。:]{2,60}?)"
        r"(?:(?:按照?|根据|接到|依据|在|自)[^,。:]{2,30},|,)?"
        rf"(?P<verb>{verb_pattern('charge')}|(?<=前)报送)",
    ),
)


MENTIONS = (
    Rule("mention.list", "、 and , separate names", "市公安局、教育局", r"[、,]"),
    Rule(
        "mention.and",
        "和 及 以及 与 separate names where both sides are complete",
        "…局等部门和相关乡镇",
        r"以及|和|及|与|并",
    ),
    Rule(
        "mention.open",
        "等 leaves the list open",
        "市自然资源局等部门",
        r"(?<![高中初同相均平])等(?:(?:\d+|[一二三四五六七八九十]+)个)?(?:(?:国务院|中央|省|市|县|区)?(?:各)?(?:有关|相关|其他|多)?(?:职能)?(?:部门|单位|成员单位|机构|企业|部委|方面)(?:和单位)?)?",
    ),
    Rule(
        "mention.blank-run",
        "A blank before a level word separates two names",
        "责任单位:市教育局 市财政局",
        r"(?<=[局委办部厅院府队会])\s+(?=[市县区省州旗盟各团自])",
    ),
    Rule("mention.blank", "In a cell a blank separates two names", "县公安局 县森林公安局", r"\s+"),
    Rule(
        "mention.inherit", "A prefix written once holds for the names after it", "市发改委、公安局"
    ),
    Rule(
        "mention.aside",
        "A higher name in the middle of a run leaves the run's prefix as it was",
        "市住建局、州运管局、城市管理局",
    ),
    Rule(
        "mention.group",
        "Words that name nobody in particular are a group",
        "相关乡镇、街道",
        r"^(?:(?:国家|中央|国务院|省|自治区|市|州|县|区)?(?:各|事发地|属地|当地|同级|上级|下级|有关|相关|其他|其它|全部|所有|全体|本级|试点|承担|负有)|"
        r"(?:自治区|省|市|州|县|区)级(?:有关|相关)?(?=部门|单位|各)|[省市州县区]级[\u4e00-\u9fff]{2,10}(?:部门|机构)$|.*(?:成员单位|(?<=行业)主管部门|监管部门|职责的部门|"
        r"(?:各|有关|相关)(?:职能)?(?:部门|单位|地区|地方|企业|乡镇|街道|区县|县区|县市|市县|乡|镇|区|市|州|盟|县|院校|高校|学校|平台|机构|园区)).*$|"
        r"地方(?:各级)?(?:人民)?政府|地方$|其(?:有关|相关)?部门$|"
        r"(?:国家|中央|省|市|县|区|乡)?(?:或|和|、)?(?:省|市|县|区|乡|地方)级?(?:以上)?(?:地方)?(?:各级)?(?:人民)?政府$|.*各级(?:人民)?政府$|"
        r"(?:国家|中央)?[或和]?(?:省|市|县|区|乡)级(?:以上)?(?:地方)?(?:人民)?(?:政府|[\u4e00-\u9fff]{2,12}(?:指挥部|专班|机构|部门))|"
        r"(?:牵头|责任|参与|联合)(?:单位|部门)$|乡镇(?:\(街道\))?$|街道$|镇街$|街镇$|镇\(街道?\)|街道\(镇\)|"
        r"(?:市县|县区|区县|县市(?!场|政|容))(?:\(区\))?[\u4e00-\u9fff]|[县市区乡镇]\([市县区旗镇街道、]{1,8}\)[\u4e00-\u9fff]|"
        r"[省市州县区盟旗]直(?:有关|相关)?(?:部门|单位|机关)|(?:高等院校|高校|科研院所|重点企业|行业协会|相关企业|驻[\u4e00-\u9fff]{1,6}单位)$)",
    ),
    Rule(
        "mention.group-run",
        "A group goes on over 、 with a bare head",
        "各区、县级市政府",
        r"^(?:(?:各|有关|相关)?(?:地级|县级)?(?:以上)?(?:(?:街道|地区)(?:办事处)?|乡镇|乡|镇|村|社区|省|自治区|直辖市|计划单列市|区|县|旗|(?:县级|地级)?市|州|盟)"
        r"(?:\([^()]*\))?(?:(?:党委|党工委)(?:和|、|及|\())?(?:人民)?(?:政府|安委会|街道办事处)?\)?|(?:各)?(?:部门|单位|企业|园区))$",
    ),
    Rule(
        "mention.group-office",
        "各市 A 办、B 办 is one group",
        "各地级以上市打假办、海防打私办",
        r"^各[^、]*[市县区州][^、]*(?:办|局|委|厅|站|所)$",
    ),
    Rule(
        "mention.levels-run",
        "市、区 X部门 is one group over the levels",
        "市、区财政部门",
        r"^[省市州县区镇乡]$",
    ),
    Rule(
        "mention.shared-head",
        "Names in a run share the 部门 of the last",
        "区民政、财政部门",
        r"^[市区县省州]?(?!各|有关|相关|其他)[\u4e00-\u9fff]{2,10}$",
    ),
    Rule(
        "mention.system",
        "X部门 without a level is whoever is in charge of X at each level",
        "教育部门",
        r"^(?:(?![省市县区州盟旗](?!场))[\u4e00-\u9fff]{2,10}部门|(?:公安|税务|检察|司法|纪检监察|政法|海关)机关)$",
    ),
    Rule(
        "mention.systems-run",
        "Systems of no one level that share a 部门 are one group",
        "省、市两级工业和信息化、公安、市场监管部门",
        r"^(?![省市县区州](?:[\u4e00-\u9fff]{0,2}(?:委|局|厅|办)$))(?:[省市州县区镇乡]|自治区|直辖市|[\u4e00-\u9fff]{2,12})$",
    ),
    Rule(
        "mention.place-run",
        "A place in a run takes the head of the last",
        "济南、青岛、烟台市政府",
        r"^(?![各相有其]|县级|地级|全)[\u4e00-\u9fff]{2,4}$",
    ),
    Rule(
        "mention.place",
        "A place named in a list stands for its government",
        "奎屯市、霍尔果斯市",
        r"^(?:[\u4e00-\u9fff]{2,12}(?:自治州|自治县|自治旗|新区|(?<![地城辖社全本小山景片牧林灾矿园区])[市县区旗盟])"
        r"|第?[一二三四五六七八九十\d]+师(?:[\u4e00-\u9fff]{2,4}市)?)$",
    ),
    Rule(
        "mention.body",
        "A name that ends like a body is a body",
        "市教育局",
        r"^[^,。;:]{0,40}(?:局|委|办|厅|部|署|院|会|室|司|中心|支队|大队|总队|中队|分队|公司|集团|银行|分行|支行|"
        r"政府|镇|乡|街道|街道办|办事处|站|所|队|社|校|中学|小学|幼儿园|大学|学院|医院|协会|学会|联合会|联社|总社|指挥部|领导小组|专班|小组|工作组|"
        r"海关|工会|共青团中央|团中央|团委|妇联|残联|科协|侨联|文联|工商联|红会|法院|检察院|监狱|电视台|日报社|军区|武装部|管委会|开发区|高新区|"
        r"(?<=^我)(?:局|部|委|厅|办|署|院)|园区|实验室|基金会|交易所|研究所|兵团|师|基地|台|馆|处|科|股|联席会议|指导单位|"
        + "|".join(rf"(?<=[省市县区州]{'.' * n})部门" for n in range(2, 10))
        + r")(?:\([^()]*\))?$",
    ),
)


PREFIXES = (
    Rule(
        "level.nation",
        "国家, 中央, 国务院 are the nation",
        "国家能源局",
        r"国家(?!安全[局厅])|中央|国务院|全国",
        "国家",
    ),
    Rule(
        "level.corps",
        "兵团 ranks with the autonomous region it lies in",
        "兵团应急管理局",
        r"(?:新疆生产建设)?兵团",
        "自治区",
    ),
    Rule("level.autonomous-region", "自治区 is its level", "自治区应急管理厅", r"自治区", "自治区"),
    Rule("level.autonomous-prefecture", "自治州 is 州", "自治州教育局", r"自治州", "州"),
    Rule(
        "level.autonomous-county",
        "自治县 and 自治旗 are counties",
        "自治县教育局",
        r"自治[县旗]",
        "县",
    ),
    Rule("level.area", "地区 ranks with a 州", "地区应急管理局", r"地区(?!性)", "州"),
    Rule("level.province", "省 is its level", "省财政厅", r"省", "省"),
    Rule("level.prefecture", "州 is its level", "州运管局", r"州", "州"),
    Rule("level.league", "盟 ranks with a 州", "盟行署", r"盟", "州"),
    Rule(
        "level.city",
        "市 is its level, but not in 市场 and 市政",
        "市教育局",
        r"市(?!场|政(?!府|协|法|务|研)|容|区)",
        "市",
    ),
    Rule("level.county", "县 and 旗 are a county", "县水利局", r"[县旗]", "县"),
    Rule("level.district", "区 is a district", "区民政局", r"区(?!域)", "区"),
    Rule(
        "level.town",
        "镇 and 乡 are the township's own",
        "镇安监站",
        r"镇(?!江|海|原|远|雄|安县|平县|赉|巴|坪|沅|康|宁|村|街|域)|乡(?!镇|村|宁|城)",
        "乡镇",
    ),
    Rule("level.street", "街道 is the subdistrict's own", "街道应急办", r"街道(?!办|社区)", "街道"),
    Rule(
        "level.ministry",
        "A ministry or state bureau needs no prefix",
        "税务总局",
        r"^(?!.*(?:委|党|市|县|省|区|州)[^,]*部$).*(?:部|总局|总署|监管总局|人民银行|国资委|证监会|银保监会|保监会|银监会)$",
        "国家",
    ),
    Rule(
        "level.township",
        "A name in 镇 or 乡 is a township",
        "硫磺沟镇",
        r".+[镇乡](?:人民政府|政府)?$",
        "乡镇",
    ),
    Rule(
        "level.subdistrict",
        "A name in 街道 is a subdistrict",
        "某某街道",
        r".*(?:街道|街道办|街道办事处)$",
        "街道",
    ),
    Rule(
        "level.vertical",
        "Branches of national bodies carry their place inside and keep the rank of their parent",
        "人行济南分行",
        r"^(?:人行|(?:中国)?人民银行|海关总署|国家|金融监管总局|税务总局)[\u4e00-\u9fff]*"
        r"(?:分行|支行|分署|分局|营业管理部|营管部|监管局|税务局|监管分局|办事处|专员办)$|"
        r"^(?![省市县区州盟旗]|地方)[\u4e00-\u9fff]{2,8}(?:海关|出入境检验检疫局|银保监局|银监局|保监局|证监局|金融监管局|"
        r"银保监分局|监管分局|海事局)$|^中[铁国][\u4e00-\u9fff]{2,}局(?:集团)?$",
        "国家",
    ),
    Rule(
        "level.own-place",
        "A branch or zone that carries its place inside takes no prefix",
        "朝阳公安分局",
        r"^(?![省市县区州盟旗各]|自治|高新|经开|经济|工业|农业|产业|综合|保税|旅游|国家)[\u4e00-\u9fff]{2,8}?"
        r"(?:公安分局|供电(?:分)?公司|(?:高新区|经开区|新区|开发区|示范区|自贸区|度假区|起步区|先行区|试验区|合作区)"
        r"(?:管委会|党工委)?)$|^(?:武警|驻)[\u4e00-\u9fff]{2,12}$",
    ),
    Rule(
        "level.inside",
        "团市委 carries its level inside",
        "团市委",
        r"^团(?:中央|省委|市委|州委|县委|区委|自治区党委)$",
    ),
    Rule(
        "level.other",
        "Companies, schools and hospitals have no rank",
        "省铁塔公司",
        r".*(?:公司|集团|大学|学院|学校|中学|小学|幼儿园|医院|协会|学会|研究所|研究院|实验室|电视台|企业|银行|研究中心|科技中心)$",
        "其他",
    ),
)
