"""What texts say that people have to see: opinions that refuse a community (不予认定), and numbers of persons.

An opinion decides nothing here: people decide by it. Where it refuses, it is asked about, and every paper that names the
community says so. Knows one community.
"""

import re
from collections.abc import Iterator

from formgen.folding import fold, remove_blanks
from formgen.model import Community, Fact
from formgen.problems import Problem
from formgen.quoting import shorten
from formgen.rubric.schema import Rubric

_CONDITIONS = re.compile("(?:[如若倘凡](?!实)|一经|一旦|否则|承诺)[^。；;!\n]*")  # 如有弄虚作假，取消称号
_MENDED = re.compile(  # what was wrong and is not so any more, or is of no account
    "不(?:合格|达标|符合)(?:条件|要求|标准)?的?(?:项目?|问题|事项|指标|方面|内容)(?:均|都|全部)*已(?!责令|要求|限期|通知|督促|告知)"
    "[^,，。;；未不]{0,6}(?:整改|补[齐正]|完善|纠正|解决|落实)(?!中|后再)"
    r"|(?:20\d\d年|上年|去年|原|曾|此前)[^,，。;；]{0,6}不(?:合格|达标|符合)[^,，。;；]{0,4}[,，。;；](?:现|已|经)+"
    "整改后?[^,，。;；未不再方才的]{0,8}(?:达标|合格|到位|符合)(?![^,，。;；]{0,4}[再方才的])"
    "|经[^,，。;；]{0,4}(?:整改|复核|核实|补齐|补正|完善)后(?:现|已|均|全部)*(?:符合|达标|达到|合格|通过)(?![^,，。;；]{0,8}[再方才的])"
    "|一票否决(?:的?事项|情[形况]|项|指标)?(?:均|都|全部)*(?:未|没有?)(?:发[生现]|出现|触[及犯碰]|涉及|存在)"
    "|(?:没有|没|未)(?:能)?(?:达到|得|取得)满分"
    "|(?<![得能可])不(?:再|宜|应该?|能|建议|主张|拟|得|可以?|准|予|同意|赞成|必|需要?|用|会|作)*"
    "(?:否决|取消|撤[销回]|退回|驳回|作废|缓[报评])"  # 不予否决
)
_PHRASES = re.compile(r"[，,。；;！!、\n]")
_REFUSING = re.compile(
    "不(?:再|宜|应|能|建议|拟|得|可|准)?(?:予|推荐|认定|合格|符合|达标|通过|认可|赞成|批准|属实|上报|申报|同意(?!见))"
    "|未(?:能)?(?:通过|达标|达到|完成整改)|(?:没有|没|未)达到|达不到|暂[不缓]|缓[报评议]|退回|驳回|否决|取消|撤销|作废|待(?:定|议)(?!岗)"
    "|弄虚作假|虚报|造假|情况不实|数据不实|(?:事实|实际|情况)不[符一]|(?:整改|复核|核实|补齐|补正|完善)(?:到位|合格)?[后再]|限期整改|不宜"
    "|不(?:够|具备|满足)(?:[^,，。;；]{0,4})(?:条件|标准|要求|资格)|条件(?:还|尚|暂)?不(?:够?成熟|具备|充分|够)|(?:明|来|下一?)(?:年度?|[次批期])再?(?:行)?(?:[申上]?报|推荐|[评审复]?议|评定)"
    "|(?<!不)再(?:行)?(?:申报|上报|报|议|推荐)(?![告道表名])|撤回|^(?:[否×✕✗x]|no)$"
)
# before it in the same phrase: there is none of it, or only a ban
_DENIED = re.compile(
    "未(?:发[现生]|见|有|收|接|出现|存在)|[没无]|不存在|不得(?!不)|杜绝|严禁|防止|避免|保证|不(?:会|弄)"
)


def refuses(text: str) -> bool:
    """Return whether an opinion says that a community is not to be put forward, or not yet."""
    plain = _MENDED.sub("", _CONDITIONS.sub("", remove_blanks(fold(text)).lower()))
    return any(_refuses(each) for each in _PHRASES.split(plain))


def _refuses(phrase: str) -> bool:
    found = _REFUSING.search(phrase)
    return found is not None and not _DENIED.search(phrase[: found.start()])


def find_refusals(rubric: Rubric, community: Community) -> Iterator[tuple[str, Fact]]:
    """Yield the opinions that refuse a community, each with the name of its box."""
    for key, fact in community.facts.items():
        known = rubric.facts.get(key)
        if known and known.kind == "opinion" and refuses(fact.text):
            yield known.zh, fact


_IDENTITY = re.compile(  # with the day of birth in it: accounts and codes of firms have none
    r"(?<![0-9A-Za-z])\d{6}[ -]?(?:19|20)\d\d[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?![0-9A-Za-z])"
)
_IDENTITY_OF_BEFORE = re.compile(  # of fifteen digits, as they were until 1999
    r"(?<![0-9A-Za-z])[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
_OTHER_NUMBERS = re.compile(
    r"(?<!身份证)(?<!证件)(?:账[号户]|帐[号户]|卡号?|执照|许可证|注册号?|代码|编号|文号|订单|合同|电话)[^\d,，。;；]{0,6}\d+"
)
_WEIGHTS = (
    7,
    9,
    10,
    5,
    8,
    4,
    2,
    1,
    6,
    3,
    7,
    9,
    10,
    5,
    8,
    4,
    2,
)  # of the sign that proves the others (GB 11643)
_PROOFS = "10X98765432"


def _holds_identity(text: str) -> bool:
    """Return whether a text holds an identity number."""
    plain = fold(text)
    unlabelled = _OTHER_NUMBERS.sub("", plain)
    if _IDENTITY.search(unlabelled) or _IDENTITY_OF_BEFORE.search(unlabelled):
        return True
    return any(_is_proved(each[0]) for each in _IDENTITY.finditer(plain))


def _is_proved(number: str) -> bool:
    """Return whether the last sign of an identity number follows from the others; that of an account rarely does."""
    signs = re.sub("[ -]", "", number).upper()
    total = sum(int(sign) * weight for sign, weight in zip(signs, _WEIGHTS, strict=False))
    return _PROOFS[total % len(_PROOFS)] == signs[-1]


def ask_about_texts(rubric: Rubric, community: Community) -> Iterator[Problem]:
    """Yield the hint D245 for each text that holds an identity number, which it does not repeat, and those of refusals."""
    yield from _ask_about_refusals(rubric, community)
    for key, fact in community.facts.items():
        known = rubric.facts.get(key)
        if known and _holds_identity(fact.text):
            yield Problem("D245", fact.place, {"label": known.zh})


def _ask_about_refusals(rubric: Rubric, community: Community) -> Iterator[Problem]:
    """Yield the hint D240 for each opinion that refuses a community."""
    for label, fact in find_refusals(rubric, community):
        words = {"label": label, "text": shorten(fact.text.strip())}
        yield Problem("D240", fact.place, words)
