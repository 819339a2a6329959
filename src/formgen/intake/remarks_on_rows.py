"""What a remark beside a community says of more than one number: that it is not taken part, another name, one number for another.

Knows texts and their cells; what stands in the row is given.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from formgen.folding import fold, remove_blanks
from formgen.intake.number_looks import read_with_unit
from formgen.intake.raw import Cell
from formgen.problems import Problem
from formgen.quoting import shorten

_OTHERS = "(?!而|后|组|设|成|前|建|[为新]|[本我该此]|的|来|户|安置|补偿|地块)"
_YEAR = "(?:[今本当上次]?[年次度]+的?|高质量|充分|就业|社区|村|[“”()])*"
_LEFT_OUT = re.compile(
    f"(?<![未不没非])(?:撤并|合并[到入至]|并入|划归|整村搬迁){_OTHERS}"
    "|(?:^|村|社区|已经?|被|拟|现|[,，。;；])(?:撤销|拆迁|注销)(?=$|了|建制|[,，。;；、()])"
    f"|(?:[不未]|没有|暂缓|退出|放弃|不予|不再)(?:参加|参与|申报|纳入|列入)?{_YEAR}"
    "(?:评定|评选|评比|评审|考核|考评|创建|参评|申报)(?!条件|标准|组|表|为|培训|奖|结果|材料|对象|过|的)|不参评|弃评"
    "|取消(?:参评|评定|考核|创建|申报)?资格"
)
_MADE = re.compile(
    "组[成建]|合并而成|成立新|设立新|[为成]新村|撤并后|合并后"
)  # what came of a village of before
_CUT = "[,，。;；、!！()]"
_VOID = re.compile(
    f"(?:^|[此本该这][行条]|{_CUT}|数据|得分|评分|成绩|分数)(?:已|均|全部|应)?(?:作废|无效)(?!的?[证票])"
    f"|(?:^|[此本该这][行条]|{_CUT})(?:与.{{1,10}})?重复(?=$|{_CUT}|请|应|可|删)|删除?[此本该这][行条]"
    "|[需须待请应](?:重报|重新[上填]?报)|待[复再]?核(?![准酸])|待(?:确认|更正|订正|补报|修正)|(?:数据|数字|此数|填报|[此本该]行)有误"
    "|[未没](?:有)?经?核[实对]|(?:数据?|数字|此数|[此本该]行|以上|均)[为系是](?:上年|去年|前年|往年|上期)"
    "|估算(?!补)|暂估|预估|估计数|约数|概数|暂定数|预计数"
    rf"|(?:^|{_CUT})实际(?:数|人数|户数)?[为是有应]{{0,2}}\d|[按以]\d+(?:\.\d+)?[人户个]?(?:计|统计|填报|上报|为准)(?![件算划])"
    rf"|以[^,，。;；]{{0,10}}(?:数据?|台账|复核|核实|名单|系统|报表|\d)[^,，。;；]{{0,6}}为准|应(?:予以?)?(?:扣除|剔除|减去|核减)"
    f"|(?:^|{_CUT}|[结论评判审核验]定?为?|考核|考评|复核|验收)(?:不合格|[未不]达标|[未不]通过|不予(?:认定|通过|认可)|不认可)(?=$|{_CUT})"
    f"|(?:^|{_CUT}|(?<!无)(?:数据?|情况|疑似|涉嫌|(?<!不)存在|(?<!不)属|系))(?:虚报|瞒报|谎报|漏报|不[属真]?实|造假|虚假)(?=$|{_CUT})"
    f"|(?:^|{_CUT}|[应予请])(?:退回重新?[评审报填核].{{0,2}}|重新?[评审][分定]?)(?=$|{_CUT})"
    "|(?<![无未没])(?<!没有)(?<!未被)(?<!不存在)一票否决(?!制|项|指标|事项|情[形况])|弄虚作假"
    "|^(?:数据|数字)?(?:为|是|系)?(?:预测|推算|测算|估计|估数|估的|预计|暂定|存疑|不准确?|不确定|计划|目标|任务)[数值]?(?:据|字)?$"
)
_UNFINISHED = re.compile(
    "(?:[尚还暂]?[未没待](?:有|全部?)?[考自初复终]?(?:[评打审核](?:[审核定议分完好毕])*(?:完成?|结束)?|完成?|结束)|[考评审核打][评审核分实]中)"
)  # 未评完, 评审中
_KINDS = re.compile("类[型别]|分类|性质")
_KIND_OF_VILLAGE = re.compile("(?:已|拟)?(?:搬迁)?(?:撤并|合并|撤销)(?:类|型)?(?:村庄?|社区)?(?:类|型)?")
_OWN_WORDS = "(?:更正|变更|订正|修正|改|应改|应)(?:为|成|是)[:：]?"
_CHANGED = re.compile(
    r"(?<![\d.\-])(?P<old>\d+(?:\.\d+)?)[人户个]?(?:应?(?:更正|调整|变更|改)[为成]|应为|(?<!整)改|→|⇒|[-—=]+>)[:：]?(?P<new>\d+(?:\.\d+)?)(?![\d.%‰年月日号\-])"
)


class NewNumber(NamedTuple):
    """A number, or a text, that a remark puts in the place of another one."""

    old: str
    new: str


def is_kind_of_village(head: str, text: str) -> bool:
    """Return whether a text below 村类型 is nothing but a kind of villages, as plans for them name it: 撤并村, 搬迁撤并类."""
    kind = _KIND_OF_VILLAGE.fullmatch(remove_blanks(fold(text)))
    return kind is not None and _KINDS.search(head) is not None


def leaves_out(text: str) -> bool:
    """Return whether a remark says of its community that it is no more, or takes no part."""
    plain = remove_blanks(fold(text))
    return _LEFT_OUT.search(plain) is not None and not _MADE.search(plain)


def voids(text: str) -> bool:
    """Return whether a remark says that what stands in its row does not count, or is not sure: 作废, 待核实, 按778计."""
    return _VOID.search(remove_blanks(fold(text))) is not None


def tell_void(cell: Cell, name: str) -> Iterator[Problem]:
    """Yield D219 where a remark, or the reason of a reviewer, says of its row that it does not count, or is not sure."""
    if voids(cell.text):
        yield Problem("D219", cell.place, {"name": name, "text": shorten(cell.text.strip())})


def tell_unfinished(cell: Cell, name: str) -> Iterator[Problem]:
    """Yield D219 where what stands beside points, as who gave them or why, says that nobody is through with them."""
    if _UNFINISHED.fullmatch(remove_blanks(fold(cell.text))):
        yield Problem("D219", cell.place, {"name": name, "text": cell.text.strip()})


def list_changes(text: str) -> Iterator[NewNumber]:
    """Yield the numbers that a remark puts in the place of others without naming what they are: 474→480."""
    for each in _CHANGED.finditer(remove_blanks(fold(text))):
        yield NewNumber(each["old"], each["new"])


def find_new_text(text: str, label: str) -> str:
    """Return what a remark says that a field of text should be, empty where it says nothing of it."""
    found = re.search(
        rf"{re.escape(label)}(?:号码?|姓名)?{_OWN_WORDS}(?P<new>[^,，。;；]+)", remove_blanks(fold(text))
    )
    return found["new"] if found else ""


def are_same(text: str, other: str) -> bool:
    """Return whether two texts are one number, or the same signs."""
    one, two = map(read_with_unit, (text, other))
    if one is None or two is None:
        return remove_blanks(fold(text)) == remove_blanks(fold(other))
    return one == two
