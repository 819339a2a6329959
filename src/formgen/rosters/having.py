"""Whether a text in a column that is filled in where there is something says that there is: 无, 未认定, 已退出, 待查.

Knows the words of one cell. What opens like a word for none and is no such word is a question, never a guess.
"""

import re
from enum import StrEnum
from functools import lru_cache

from formgen.folding import fold, keep_letters
from formgen.intake.names import is_no_text

_NAMES = re.compile(
    "无人机|无损|无线|无障碍|无土|无烟|无锡|无为|无极|非物质|非遗|非机动|非公|非标|不动产|不锈钢|未来|未成年|未名"
)  # what opens like a word for none, and is the name of something
_OPEN = re.compile(
    "(?:待(?!业)|拟|正在(?![岗职编册享聘保领])|打算|不详|不清|不明|不知|不确定|未知|未明|可能|疑似|(?:已?(?:申请|申报|报名|报考))$)"
    "|.*(?:申请|申报|办理|审核|审批|认定|核实|公示|考试|评审|报考|报名|备考|在考|筹备|筹办|考|学习|培训|复习|补办|补考)中$"
    "|.*(?:备考|在考|应考|迎考|待[发领取]|未领到?|未到手|制证中|办证中)$"
    r"|.*(?:丢失|遗失|丢了|挂失)(?!后?已?经?重?新?(?:补办|补发|补领|换发|换领)(?!中))|(?:暂|现)?缺$|(?:正常|良好|一般|健康|普通|在学|在读|超龄|(?:已|\d+年)?退休|已经?就业|已?脱贫)$|已超龄"
    "|前(?![台厅端])[^村社]{1,6}[员工]$"
    "|.*待(?:定|查|核|核实|认定|补|填|审|批|办|考|评|确认)$|.*未定$"
)
_PLACE = re.compile(  # 前屿保洁员 works in 前屿; 前保洁员 was one
    "前[屿岸岙岭洋塘浦溪江湖门田庄宅楼坑垟堂井坦坪坡坎墩埠湾港渡浜泾漾荡滩沙陈王李张林周吴郑徐朱黄郭]"
    "(?:[村里]|自然村)?(?:保洁|保安|协管|护林|环卫|公益|治安|劝导|巡防|管理|服务|网格)"
)
_TAKEN_OVER = re.compile(
    "接替|接任|接手|接岗|顶替|顶岗|补缺|补岗|递补|补上|续聘|续签|续任|重新|[再又]上岗|返岗|复岗|复职|[转改现]任|转(?:为|岗|护林|保洁|协管)|现为|现在?是|另聘|新聘|回岗"
)  # beside a word for an end: whose end it is, and what is now, cannot be told
_ENDING = (
    "退出(?!现役)|离岗|离职|退岗|解聘|辞退|辞职|取消|注销|吊销|过期|失效|停业|歇业|关停|倒闭|移出|"
    "卸任|离任|调离|期满|已结束|已停(?!产)|停保|退保"
)
_ENDED = re.compile(
    rf".*(?:{_ENDING}|已退(?![休伍役耕养])|(?:已经?|现在?)不[再是属符在]|不再|脱困(?!户|人员|家庭|劳动))|前(?:任|保洁|保安|协管|护林|环卫|公益|治安)|原(?:任|保洁|保安|协管|护林|环卫|公益|治安)|(?:现?已|\d+年)?(?:到期|关闭|终止|撤销)"
    r"|曾|原(?:来|先|是|为|有|在)|以前|过去"
)
_OF_NONE = (
    "曾|能|有|是|属于?|符合|够|具备|享受|被|列入|纳入|参加|领取?|认定|取得|考取?|获得?|评|安排|安置|上岗|在岗|办理?|持|登记|条件|"
    "岗位?|证书?|职称|资格|职业|类别|类型|就业困难|困难|人员|对象|家庭|技能|技术|专业|特长|等级|公益性?|创业|创办|低保边缘|低保|低边|户|企业|市场主体|项目|"
    "从事|任何|以上|上述|此类|该类|情况|适用|填|经|在|过|还清?|偿还|归还|结清|放款|就业"
)
_NONE = re.compile(
    rf"0+[个人项本张]?|零|否.*|(?:暂时?|目前|现在?|尚|还|至今|均|都|本人|从来?)*(?:(?:没有?|无|未|不)(?:{_OF_NONE})*"
    "|非(?:就业)?(?:困难|援助|认定|低保|公益性?|持证|在岗|创业)*(?:人员|对象|家庭|户|岗位?|群体|类别)*)"
)
_LIKE_NONE = re.compile("[没无未非不]")

_NONE_WORDS = frozenset(
    {"否", "不是", "没有", "无", "未", "×", "no", "n", "未就业", "尚未就业", "还未就业", "待业", "失业"}
)  # in a column where blanks mean: none


class Having(StrEnum):
    """What a text says of the thing of its column."""

    HAS = "has"
    NONE = "none"
    ENDED = "ended"
    OPEN = "open"


def is_nothing(value: object) -> bool:
    """Return whether a cell only says that there is nothing: a dash, 无, 否; not a question mark."""
    if isinstance(value, str):
        if "?" in value or "？" in value:
            return False
        return is_no_text(value) or fold(value).lower() in _NONE_WORDS
    return value is False


@lru_cache(maxsize=2**14)
def read_having(text: str) -> Having:
    """Return whether a text says that there is something, nothing, nothing any more, or leaves it open."""
    if "?" in text or "？" in text:
        return Having.OPEN
    plain = keep_letters(text)
    if is_nothing(text) or _NONE.fullmatch(plain):
        return Having.NONE
    ended = _ENDED.match(plain)
    if not ended and (_NAMES.match(plain) or _PLACE.match(plain)):
        return Having.HAS
    if ended and not _NAMES.match(plain):
        return Having.OPEN if _TAKEN_OVER.search(plain) else Having.ENDED
    return Having.OPEN if _OPEN.match(plain) or _LIKE_NONE.match(plain) else Having.HAS


def is_there(text: str) -> bool | None:
    """Return whether a text says that there is something; None where it leaves it open."""
    return {Having.HAS: True, Having.OPEN: None}.get(read_having(text), False)
