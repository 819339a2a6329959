"""Whether a remark says of its own row what a word in it says: 未批准 does, 贴息未批准 and 上次未批准，本次批准 do not.

Knows the words of one remark. What may be said of the row is left in, so that it is asked about.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from formgen.folding import remove_blanks

_ANOTHER = (  # what is not the loan of the row
    "贴息|利息|补贴|补助|奖励|执照|许可证|证照|营业|经营|合同|担保|担保费|手续费|保证金|押金|增额|追加|提额|房贷|车贷|其他贷款|低保"
)
_RENEWAL = "展期|延期|续贷|转贷"
_FORMER = "上一?[笔次期]|前一?[笔次期]|以前|之前|往年|去年|原贷款|老贷款|旧贷款|另一?笔"
_FIRST = "首次|第一次|初次|起初|起先|当初|开始|曾经?"
_LATER = "[^未不没无待需须等将拟，,。；;]{0,8}(?<![未不没无待再])"
_GIVEN = "(?:批准|获批|审批通过|通过|同意|放款|发放|到账)"
_NOT_YET = re.compile("待|正在|中$")
_PROMISED = "未|没|不|无法|无力|待|拟|将|预计|计划|承诺|保证|打算|争取|催|要求|须|需|应|到期(?!已|后)|月底前|年底前|能"
_PART = re.compile(r"[一1]?部分|\d|[一二三四五六七八九十两]+万|利息|息")


@lru_cache(maxsize=64)
def _compile(words: Sequence[str]) -> Sequence[re.Pattern[str]]:
    word = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    said = f"(?:{word})[准复过款]?"
    of = "(?:申请|手续|部分)?(?:尚|还|暂|均|目前|都)*"
    return (
        re.compile("拒绝(?:还|偿|归|接|催|履)|未发(?:现|生|展)"),
        re.compile(f"(?:{_FORMER})(?:贷款|申请)?(?:{said})(?:贷款)?"),
        re.compile(f"(?:{_FIRST})(?:申请|贷款)?(?:{said})(?=[，,。；;、]?{_LATER}{_GIVEN})"),
        re.compile(f"(?:{said})后{_LATER}{_GIVEN}"),
        re.compile(f"(?:{said})(?:之|以)?前"),
        re.compile(f"(?:{_ANOTHER}){of}(?:{said})"),
        re.compile(f"(?:{said})(?:办理|贷款|财政|的)*(?:{_ANOTHER})(?!的?贷款)"),
        re.compile(f"(?:{_RENEWAL}){of}(?:{said})"),
        re.compile(f"(?:{said})(?:办理|申请|的)*(?:{_RENEWAL})(?!的?贷款)"),
        re.compile(
            f"(?:未|没有?|不|无需|不予|未予)(?:办理?|申请|予|需要?)?(?:{_RENEWAL}|核销|代偿|作废|重复)"
        ),
    )


def says_of_row(text: str, words: Sequence[str]) -> bool:
    """Return whether a remark says one of some words of its own row, as far as can be told."""
    plain = remove_blanks(text)
    if not any(word in plain for word in words):
        return False
    for pattern in _compile(tuple(words)):
        plain = pattern.sub(_keep_open, plain)
    return any(word in plain for word in words)


def _keep_open(found: re.Match[str]) -> str:
    """Return nothing for what is said of another thing; what is still open of a renewal stays."""
    open_still = re.search(_RENEWAL, found[0]) and _NOT_YET.search(found[0])
    return found[0] if open_still else "，"


def says_done(text: str, words: Sequence[str]) -> bool:
    """Return whether a remark says that what some words name is done, in whole and of its own row: 已还清."""
    plain = remove_blanks(text)
    word = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    for found in re.finditer(word, plain) if words else ():
        before = re.split("[，,。；;、]", plain[: found.start()])[-1]
        if re.search(f"{_PROMISED}|{_FORMER}|{_ANOTHER}", before) or _PART.match(plain[found.end() :]):
            continue
        return True
    return False
