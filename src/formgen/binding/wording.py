"""Labels as they are compared: without blanks, colons, stars and numbering, and, second, without brackets. Knows text only."""

import re
import unicodedata
from functools import lru_cache

BLANK = " \t\u00a0\u3000_＿\u2002\u2003\u2009"
_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳])"
)
_CIRCLED = re.compile(r"^\s*[①-⑳]")  # NFKC would make a digit of it
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_UNIT = re.compile(r"[:：]?(?:元|万元|人|岁|平方米|㎡|m2|cm|kg|年|%)$")
_DROPPED = str.maketrans("", "", ":*★☆_＿﹡※;；\u200b\ufeff")
_SHORT = 2
_PART = re.compile("^其中[:：、，]?")
_USUAL = re.compile(  # words of labels that are broken into lines of two signs
    "单位|负责|审核|审批|审定|审查|意见|情况|成员|家庭|关系|工作|简历|学历|主要|社会|申请|推荐|个人|本人|基本|事迹|经历|奖惩|考核|"
    "鉴定|呈报|联系|电话|地址|身份|证号|号码|年龄|政治|面貌|出生|年月|健康|状况|文化|程度|部门|主管|领导|街道|社区|乡镇|公示|结果|"
    "委员|任免|理由|现任|拟任|职务|姓名|性别|民族|籍贯|专业|技术|毕业|院校|配偶|子女|备注|贷款|补贴|培训|人员|项目|内容|经办|机构"
)
_KEPT = 4096  # labels of forms and keys of data, which are the same for every record


def squeeze(text: str) -> str:
    """Return a text half-width and without blanks of any kind."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def printed(text: str) -> str:
    """Return a label as it is printed, without blanks."""
    return "".join(text.split()).strip(":：*")


@lru_cache(maxsize=_KEPT)
def exact(text: str) -> str:
    """Return what two labels have in common that are the same but for blanks, colons, stars and numbering."""
    plain = squeeze(_CIRCLED.sub("", text)).translate(_DROPPED).strip("、，,。.?")
    return (_NUMBERING.sub("", plain) or plain).lower()


@lru_cache(maxsize=_KEPT)
def loose(text: str) -> str:
    """Return a label without what stands in brackets, besides what ``exact`` leaves out."""
    plain = exact(text)
    bare = plain
    while (found := _BRACKETS.sub("", bare)) != bare:
        bare = found
    return bare.strip("()") or plain.strip("()")


def readings(text: str) -> tuple[str, ...]:
    """Return the ways to read a label, the likeliest last: its lines joined, and, where all are short, by columns.

    Which of both it is, usual words tell; without them two lines are a word above a word (呈报 above 单位), more lines
    two columns.
    """
    joined = printed(text)
    lines = [squeeze(line) for line in text.split("\n") if squeeze(line)]
    stacked = len(lines) > 1 and all(len(line) <= _SHORT for line in lines)
    if not stacked or all(len(line) < _SHORT for line in lines):
        return _without_lead(joined)
    columns = "".join(line[0] for line in lines) + "".join(line[1:] for line in lines)
    along, down = (len(_USUAL.findall(each)) for each in (joined, columns))
    is_joined = along > down or (along == down and len(lines) == len("两行"))
    return (columns, joined) if is_joined else (joined, columns)


def _without_lead(label: str) -> tuple[str, ...]:
    """Return a label, one of a part of the column before (其中：流转) also without the words that say so."""
    bare = _PART.sub("", label)
    return (label, bare) if bare and bare != label else (label,)
