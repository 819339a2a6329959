"""Which remarks beside a row of a 称号台账 leave that row as it is: known words only; any other remark is a question.

What offices write of a title that is gone, or of money that never arrived, has no end; what changes nothing is soon named.
Knows words only; no cell.
"""

import re

from formgen.folding import fold, remove_blanks

_REMARK_HEAD = re.compile(r".*(?:备注|说明|附注|附言|备考|摘要|情况|事由|原因|其[他它]|意见|标记)|注")
_PARTS = re.compile(r"[,，。;；、!！\n]+")
_WHEN = (
    r"(?:于|在)?(?:(?:19|20)\d\d年度?(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?)?"
)
_BATCH = r"(?:首|头|第?[一二三四五六七八九十\d]{1,3})批"
_CALM = "(?:(?!取消|撤|摘|收回|退|放弃|整顿|整改|并|拆|划|失|废|停|销|不|未|没|待|复[核查评审]|错|误|改为|降|暂|终止)[一-鿿])"
_NUMBER = _CALM + r"{0,10}[\[(〔【](?:19|20)\d\d[\])〕】]第?\d+号"
_PAPER = rf"(?:《{_CALM}{{1,40}}》(?:{_NUMBER})?|{_NUMBER}(?:文件|通知|附件|文)?\d*|(?:文件|公文|通知|名单|原件|附件|附表|正文|文)\d*)"
_HARMLESS = re.compile(
    "|".join(
        (
            "[无同上空好齐-]+|正常|属实|情况属实|核对无误|已核对?|已登记|已录入|已更新|典型|标杆|亮点|优秀|重点村|试点村?",
            rf"(?:说明|详情)?(?:详?见|依据|根据|按照?|摘自|引自)?{_PAPER}|[摘引]自{_CALM}{{0,10}}(?:文件|通知|名单)",
            r"(?:文号|日期|名称)以(?:此件|文件|原件|正式文件)为准|(?:收到|收文)(?:文件)?(?:时间|日期)?[:：]?[\d年月日号.-]*|(?:待|后|另)补文号|文号[待后]补",
            r"(?:联系人|经办人?|填表人|登记人|录入人|负责人|审核人|复核人|制表人|领款人|签收人|书记|主任)[:：]?"
            + _CALM
            + r"{0,4}(?:电话)?[:：]?[\d*-]*",
            r"(?:联系)?(?:电话|手机|座机)(?:号码)?[:：]?[\d*()（）-]*",
            rf"{_WHEN}(?:{_BATCH})?(?:新|首次|初次|正式|已|予以)*(?:认定|命名|评定|授牌|挂牌|发文|建成|评上|入选)(?:的?(?:社区|村|单位))?|{_BATCH}(?:社区|村|单位|名单)?",
            r"(?:牌匾|奖牌|证书)(?:已?(?:发放?|领|领取|制作|悬挂|授予)|待领取?|待制作|[编]?号[:：]?[\dA-Za-z-]+)|已(?:领|发|挂)牌|"
            + _WHEN
            + r"换发(?:新)?牌匾|与[一-鿿]{1,8}相邻",
            r"(?:资料|材料|档案|原件|文件|台账)?(?:已|均)?(?:归档|存档|齐全|备案|建档)(?:于[一-鿿]{1,8})?|(?:资料|材料|档案|原件|文件)存[一-鿿]{1,6}",
            rf"{_WHEN}(?:已|经)?公示(?:期满|结束|\d+[天日]|\d+个工作日|期)*(?:后?无(?:异议|意见|举报|反映))?(?:后?(?:已)?(?:认定|发文))?",
            rf"{_WHEN}退回材料补正后(?:已)?通过",
            r"(?:曾用名|原名|又名|别名|俗称|简称)[:：]?[一-鿿]{1,8}",
            r"(?:排名|名列|并列)?第[一二三四五六七八九十\d]+名?|并列第[一二三四五六七八九十\d]+",
        )
    )
)
_ASKED = (
    "取消|撤|摘|收[回走缴]|退|弃|整(?!理)|并(?!列)|拆|划|失|废|停|销|不|未|没|无|非|待|复[核查评审]|错|误|改|降|暂|缓|止|除|免|否|拒|反对|处分|批评"
    "|警告|违|罚|举报|投诉|问题|追|缺|丢|损|坏|毁|借|黄牌|换|变更|拟|另|逾|到期|扣|减|原(?!件)|给(?!予)|归(?!档)|移|转(?!发)|让|交(?!付)|该|(?<![备审])查|封|更|约谈|诫"
)  # a remark of the kinds below that holds one of these is still a question
_ORGAN_SIGNS = "人力资源和社会保障劳动就业民政财农业党委组织府公共服务管理领导小省市县区镇乡级街道办室厅局部中心所股科里与联"
_ORGAN = rf"(?:[^\W\d_村社]{{0,3}}(?:(?!社区)[{_ORGAN_SIGNS}]){{1,14}})"
_KEPT = "(?:扫描件|复印件|电子[版档件]|纸质[版档件]|原件|正本|照片|资料|材料|档案|文件|文书|台账|卷宗)"
_PLAQUE = "(?:牌匾|匾牌|奖牌|铜牌|标牌|牌子|证书|奖状)"
_ORDINAL = r"第?(?:[一二三四五六七八九十]{1,3}|\d{1,3}(?:\.\d{1,2})?)"
_KINDS = (
    rf"{_KEPT}(?:已|均|都|现|整理)*(?:归档|存档|留存|入档|入库|备查|保存|齐全|上传|报送|装订)(?:备查)?",
    rf"{_KEPT}(?:已|均|都|现)*(?:存放?|保存|放|留存?|交|归档)?[于在到至]?[一-鿿]{{0,6}}(?:档案[室馆柜]|办公室|资料室|文件柜|系统|平台|{_ORGAN})(?:保存|存档|保管)?",
    r"(?:(?:19|20)\d\d年度)(?:名单|社区|村|批次|评选|创建|认定)?",
    rf"{_WHEN}由?{_ORGAN}?{_WHEN}(?:联合|共同|统一|正式|已|再次|予以)*(?:发文|印发|下发|转发|公布|公告|行文|通报表彰|表彰|命名|认定|授牌|授予|颁发|公示)(?:过?了?|名单|文件|通知|认定|命名)?",
    rf"{_PLAQUE}?{_WHEN}{_PLAQUE}?(?:已|于|由|现)*{_WHEN}{_ORGAN}?(?:已|统一|当场|现场)*(?:送达|送到|送至|发放|颁发|领取|代领|签收|悬挂|挂出|挂好|制作|交付|下发|到位|寄出|上墙)(?:完成|完毕|到村|到位)?",
    r"(?:综合|考评|考核|评审|最终|最后|总)*(?:名次|排名|位次|得分|评分|总分|分数|成绩|评估分)[:为是]?(?:并列|全[省市县区镇乡])?"
    + _ORDINAL
    + "[分名位]?",
    rf"(?:综合|同级|同分|同批|全[省市县区镇乡]|本[省市县区镇乡])*(?:排名|名列|位列|位居|并列|排)*(?:全[省市县区镇乡])?第{_ORDINAL.removeprefix('第?')}[名位]?|\d{{1,3}}(?:\.\d{{1,2}})?分|并列",
    rf"{_WHEN}(?:已|均|全部|经|报|由)*{_ORGAN}?{_WHEN}(?:(?:党[组委]|常务|办公|专题|局务|局长|联席|评审|评定|工作|班子|全体|扩大)*会议?|专家组?|评审组)?(?:研究|讨论|集体|审议|审定|审核|审批|评审|评议|表决|票决|验收|考核|一致|全票)*(?:通过|同意|批准|审定|核准|合格|批复)",
)
_HARMLESS_KINDS = re.compile(f"(?!.*(?:{_ASKED}))(?:{'|'.join(_KINDS)})")
_OF_MONEY = re.compile(
    "|".join(
        (
            rf"{_WHEN}(?:{_BATCH})?(?:已|全部|一次性|足额|全额|按时|均)*(?:发放|拨付|兑付|兑现|支付|到账|下达|拨|发|付)(?:到位|完毕|完成|到村|成功)?",
            r"(?:已|直接)*(?:发|拨|汇|打|转|划|付|存)[放入至到给]{1,2}(?:村|社区|对公|本村|单位|集体|村集体|经济合作社|股份经济合作社|居委会|村委会)*(?:账户|账上?|帐户)?",
            r"(?:银行|网银|对公|财政)?(?:转账|电汇|汇款|支付|直拨|直接支付|集中支付)|国库集中支付|打卡|现金|村账|村集体账户|对公账户",
            r"(?:收据|凭证|票据|发票|拨款单|回单|流水)(?:号|编号)?(?:已收|齐全)?[:：]?[\dA-Za-z-]*号?",
            r"(?:资金来源[:：]?)?(?:中央|省级?|市级?|县级?|本级|财政|就业|专项|补助)*(?:资金|补助)(?:列支)?",
            r"用于(?:村|社区|购买|购置)*(?:办公|就业服务|就业|平台建设|平台|设备|宣传|培训)(?:工作|经费|支出|用品)?",
        )
    )
)
_OF_TITLES = re.compile(r"奖[金补](?:资金)?(?:待发|待拨|另发)")
_AIM = re.compile(
    rf"{_WHEN}(?:拟|计划|准备|正在|已|将)*{_WHEN}(?:申报|推荐|争创|创建|创)(?:为|上|成)?(?P<level>[一-鿿]{{1,6}}级)(?:示范|社区|村)?(?:未通过|未果)?"
    r"|(?:取得|获得|获评)(?P<next>[一-鿿]{1,6}级)(?:示范|称号)?后不再重复[发享领][一-鿿]{0,3}"
)


def is_remark_head(head: str) -> bool:
    """Return whether free words stand below a heading: 备注, 情况说明."""
    return _REMARK_HEAD.fullmatch(remove_blanks(fold(head))) is not None


def is_harmless(text: str, title: str, *, payment: bool) -> bool:
    """Return whether a remark says nothing that may change its row, which is of a title, or of a payment.

    What was tried for another title changes nothing; ``title`` is the one of the row.
    """
    parts = [part for part in _PARTS.split(remove_blanks(fold(text))) if part]
    kind = _OF_MONEY if payment else _OF_TITLES
    return all(
        _HARMLESS.fullmatch(part)
        or _HARMLESS_KINDS.fullmatch(part)
        or kind.fullmatch(part)
        or _is_of_another(part, remove_blanks(fold(title)))
        for part in parts
    )


def _is_of_another(part: str, title: str) -> bool:
    """Return whether words are about what becomes of another title than that of the row."""
    found = _AIM.fullmatch(part)
    level = (found["level"] or found["next"]) if found else ""
    return bool(level and title) and level not in title and title not in level
