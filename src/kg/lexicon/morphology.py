"""Whether a name is built like that of a body, for names that no lexicon holds."""

from __future__ import annotations

import re

from kg.lexicon.groups import find_group

_ENDINGS = (
    "总局|分局|局|委员会|委|办公厅|办公室|办|厅|总署|署|部|处|科|总队|支队|大队|中队|救援队|消防队|"
    "中心|总站|站|所|研究院|院|馆|队伍|台|公司|集团|总公司|分公司|银行|支行|分行|联社|合作社|企业|工厂|厂|"
    "法院|检察院|海关|政府|行署|公署|管委会|村委会|居委会|镇|乡|街道|街道办事处|办事处|学校|大学|学院|中学|小学|"
    "幼儿园|医院|卫生院|协会|学会|商会|联合会|基金会|总工会|工会|妇联|残联|科协|文联|侨联|工商联|红十字会|团委|"
    "指挥部|领导小组|联席会议|专班|工作组|专委会|安委会|党组|党校|党委|纪委|监委|政法委|人大|政协|武装部|"
    "军分区|警备区|军区|研究室|督查室|参事室|督导室|卫生室|调查队|地质队|救护队|理事会|总会|研究会|总社|联合社|通讯社|日报社|杂志社|监狱|代表大会|协调小组|兵团|农场|林场|社区|管理区|开发区|园区"
)
_BODY = re.compile(
    rf"[\u4e00-\u9fff()（）〈〉、A-Za-z0-9]*?(?:{_ENDINGS})(?:[(（][\u4e00-\u9fff]+[)）])?"
)
# Words that end like a body and are none.
_NO_BODY = re.compile(
    r"(?:全部|内部|外部|各部|干部|局部|顶部|底部|背部|东部|西部|南部|北部|中部|查办|承办|举办|主办|督办|兴办|开办|"
    r"交办|经办|协办|创办|阳台|平台|后台|前台|舞台|出台|灶台|场所|处所|住所|厕所|车站|网站|水站|到处|好处|用处|"
    r"难处|各处|随处|何处|学科|百科|本科|专科|骨科|城乡|家乡|故乡|老乡|返乡|下乡|村镇|城镇|集镇|乡镇|格局|布局|"
    r"结局|全局|大局|开局|破局|时局)"
)
_LONGEST = 40


def is_body_like(name: str) -> bool:
    """Whether a name is built like the name of one body: 项目代建局, 专班, 某某镇.

    Generic groups (各部门, 相关乡镇) and words that only end alike (干部, 平台) are none.
    """
    bare = name.strip()
    if not 1 < len(bare) <= _LONGEST or _NO_BODY.fullmatch(bare) or find_group(bare):
        return False
    return bool(_BODY.fullmatch(bare))
