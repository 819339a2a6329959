"""What the name of a sheet says against reading it: 作废, 样表, 备份, 旧. Knows text only.

Places have such names too: 旧城街道, 备塘镇 and 样板村 are sheets of townships and villages.
"""

import re
from collections.abc import Iterable

from formgen.folding import fold, remove_blanks

_SURE = re.compile(
    "作废|废弃|弃用|停用|不用|勿用|不要|勿动|勿删|待删|已删|删除|副本|备份|复件|拷贝|样表|样例|样本|示例|范例|例表|举例|"
    "模板|模版|样稿|草稿|草表|初稿|旧表|旧数据|旧版|旧的|老表|老数据|老版|原表|原始|原稿|改前|更正前|历史数据|"
    "上年|去年|往年|历年|上一年|前年|上期|存档|归档|测试|试填|练习|演示|"
    "退回|撤回|错误|有误|重复|无效|不采用|未采用|暂存|临时|勿读|不读|剔除"
)  # in no name of a place
_ENGLISH = re.compile(
    "(?<![a-z])(?:copy|backup|bak|old|sample|example|demo|test|draft|template|tmp|temp|void)(?![a-z])"
)
_ALONE = ("旧", "老", "废", "草", "例", "原", "历史", "空表", "空白表")  # in names of places as well
_APART = re.compile(r"[-_—–·.、,/\s()\[\]【】〔〕\d]+")


def find_set_aside(title: str, others: Iterable[str] = ()) -> str:
    """Return the word in the name of a sheet that speaks against reading it, empty where none does.

    ``others`` are the names of the other sheets: beside 甲镇, 旧甲镇 is an old one; alone it may be a place.
    """
    plain = fold(title).lower()
    if found := _ENGLISH.search(plain) or _SURE.search(remove_blanks(plain)):
        return found[0]
    if word := next((part for part in _APART.split(plain) if part in _ALONE), ""):
        return word
    names = {remove_blanks(fold(other).lower()) for other in others}
    return next(
        (
            word
            for word in _ALONE
            if any(remove_blanks(plain) in {f"{word}{name}", f"{name}{word}"} for name in names)
        ),
        "",
    )
