"""Columns that are not read though their words say that they decide: 是否参评, 一票否决, 审核状态, 核实数, 复核得分.

What stands in them, unless it changes nothing, is told. Knows tables with headers; takes no value.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import PurePath
from typing import NamedTuple

from formgen.exact import exact_text, parse_number
from formgen.folding import fold, remove_blanks
from formgen.intake.headed import HeadedTable
from formgen.intake.raw import Cell
from formgen.intake.remarks_on_rows import leaves_out, voids
from formgen.intake.years import list_years
from formgen.problems import Place, Problem
from formgen.quoting import shorten

_ABOUT = re.compile(
    "(?:人|员|者|日期|时间|单位|部门|签[字名章]|盖章|电话|编?号|次数|说明|备注|依据|名称|地址|原因|理由)$"
)
_ADMITS = re.compile(
    "是否已?(?:参[评加与]|申报|纳入|计入|统计|有效|采[用纳]|合格|达标|通过|符合|核实|属实|确认|审核|上报|公示|推荐|同意|保留)|^参评|"
    "资格|有效性|^(?:有效|采[用纳]|认可|通过|属实|参与|计入|纳入|同意)$|^状态$|^处理(?:结果|结论|意见)?$|(?:[复抽督检]查|[复终联会]审|比对)(?:状态|结果|结论)$|(?:审核|复核|审查|审批|核查|核验|验收|考核|数据|上报|填报|材料|记录|认定|确认|公示)(?:状态|结果|结论|情况|意见)$"
)
_SURE = (
    "基本(?:属实|真实|准确|相符|一致|符合|完整)|通过|合格|达标|符合.{0,6}|参[评加与]|有效|正常|审核?|上报|报送?|提交|核实|"
    "确认|完成|处理|办[结理]|解决|调解|化解|整改|落实|复核|[复抽督检]查|核[查验对]?|相[符同]|一致|优秀?|良好?|较?好|审[查定批]|公示|录入|登记|期满|终稿|定稿|正式|纳入|计入|属实|真实|无误|准确|无问题|无异议|完整|保留|推荐|[,，、;；]"
)
_ADMITTED = re.compile(
    f"[是有√✓✔对y1]|yes|ok|(?:(?:已|均|全部|情况|经|验收|{_SURE})*(?:{_SURE}))?"
    "(?:同意(?!.*(?:[退撤销消不剔删废缓减改扣待但除停按以补暂降并免\\d]|重[新报评填审核]|调[减增整])).{0,12})?"
)
_NOT_CHOSEN = re.compile("未被?抽[查检中到取选]+|(?:不在|未列入|未纳入)抽[查检](?:范围|名单)?(?:内|之列)?")
_DENIES = re.compile(
    "否决|取消|不参[评加与]|退[回出]|暂缓|作废|无效|撤[并销]|弄虚作假|造假|虚报|瞒报|停评|注销|黑名单|存疑|有误|不予|(?:剔除|删除|排除)$|"
    "(?:是否|有无).*(?:合并|重复|违[规纪法]|重大|群体性|投诉|上访|扣分|预[估计测]|估[算计]|暂[定估]|推算|异常|错|[调修更订][整改正]|补报|漏)"
)
_DENIED = re.compile(
    "[否无没未不×xn0/—-]|no|没有|未(?:发生|发现)|无此.{0,4}|不(?:涉及|存在)|无.{0,4}情[形况]"
)
_REPLACES = re.compile(
    "核[实定减增](?!情况|状态|结果)|复核(?!情况|状态|结果|意见)|审[定核]?后?的?(?:数|值|人数|户数)|[修更订改]正|"
    "(?:修改|更改|变更|调整|整改|核对|审核|清理|剔除|校正|修订|核查)[后为]|调[减增]|扣[减除分]|剔除|应[为填]|实际(?:数|人数|户数)$|真实数|"
    "^(?:数据|数字|人数|得?分数?)?调整(?:数|值|数值|数据|人数|户数|分数?)?$|"
    "最[终新]|终报|新[数值填报]|现[数值]|[实真准]值|正确|准确|(?:认定|确认)数$"
)
_BARE = re.compile(
    "(?:审[定核]|复[核查评审]|核[查验对]|终[审评]|[评认]定|确认|[新现定])"
)  # above a number, another one than the row has
_REFUSED = re.compile(
    "[否×✕✗xn]|no|[不未没][^,，。;；]{0,6}|[^,，。;；]{0,6}(?:有误|存疑|不[符实一准]|虚报|错误?|退回)"
)  # says below such words that it is not so
_YEAR = re.compile("20[0-3][0-9]年?")
_PERSON = re.compile("[^\\W\\d_不未无退错误疑否假虚重改待同作废暂缓撤缺差弃]{2,3}")  # who did it: 复核 李四
_SOURCES = re.compile(
    "(?:派出所|公安|系统|平台|台账|(?:花?名[册单])|第三方|上级|统计[局站所]|普查|摸底|实地|走访|比对|反馈|[抽核复检督]查|抽检)(?:人?数据?|值)"
)  # a count of somebody else, where it is about one that the row has
_LOOKED_AT = re.compile(
    "^[抽走]"
)  # may be how many were looked at: is held against the large figures of a row only
_ABOUT_ONE = Fraction(1, 3)  # how far such a count may be off
_FEWEST = 10  # what is smaller is near many numbers
_NO_CHANGE = re.compile("[0/—-]|无|同[前左上]|一致|不变|无变化|无误|没有|未变")
_POINTS = re.compile("得分|评分|分数|成绩|总分|[复再终重]评|评定|考[核评]分|[审核终]分|定分|^审[定核]$|^小计")
_PART = "小计"
_NO_POINTS = re.compile("满分|标准|规定|应得|分值|权重|平均|均分|名次|排名|最[高低]")
_RESULT = re.compile(  # 总分13分，不合格
    r"\d分(?!钟)|(?<!待)合格|达标|优秀|良好|等次|^\d+(?:\.\d+)?$|(?:[总得]分|[评打]分|考评分?)[:为是]*\d|[一二三四五六七八九十百]{2,}分(?![钟之])|"
    "(?<![未待])已[经考]*评(?![审议])|分数?[^,，。;；]{0,3}另[报附见行]|见[^,，。;；]{0,6}[评打]分[表册]|"
    "[以按同与和][^,，。;；]{0,3}(?:[乡镇]|街道|[社村县自][区级]?评?)[^,，。;；]{0,4}(?:分|一致|相同|为准)|"
    "通过(?:验收|考[评核]|评[审定])|缓评|放弃|弃权|不予?(?:评分|打分|考评|评)"
)
_NOT_YET = re.compile(
    "(?:尚|还|暂)(?:未|没有?)[考进行]*[评打]分?|^(?:上年|去年|往年|历年|上次)[^,，。;；]*$"
)  # 县级尚未考评, 上年合格
_OTHER_YEAR = re.compile("上年|去年|上次|往年|历年")
_DATE = re.compile("20[0-3][0-9][-./年](?:0?[1-9]|1[0-2])[-./月](?:0?[1-9]|[12][0-9]|3[01])日?")
_CLAUSE = re.compile("[,，。;；、]")
_KINDS = (
    (_ADMITS, (_ADMITTED, _NOT_CHOSEN)),
    (_DENIES, (_DENIED,)),
    (_REPLACES, (_NO_CHANGE, _ADMITTED)),
)  # what a column is about, and what in it changes nothing


def tell_deciding(chosen: Sequence[HeadedTable], told: Collection[Place] = ()) -> list[Problem]:
    """Return a hint D261 for each column that is not read, and may decide of somebody whether or how he is counted.

    ``told`` are the places of which something was said already.
    """
    found = []
    newest = _find_newest(chosen)
    for headed in chosen:
        for column, head in headed.header.unknown.items():
            plain = remove_blanks(fold(head.text))
            if _is_of_before(plain, newest):
                continue
            cells = [*_list_deciding(headed, column, plain), *_list_results(headed, column, newest)]
            if any(each.cell.place in told for each in cells) or not cells:
                continue
            first = cells[0]
            words = {
                "column": remove_blanks(head.text),
                "name": first.name.text.strip(),
                "value": shorten(first.cell.text.strip()),
                "own": first.own,
                "more": f"等{len(cells)}行" if len(cells) > 1 else "",
            }
            found.append(Problem("D261", first.cell.place, words))
    return found


def _find_newest(chosen: Sequence[HeadedTable]) -> int:
    """Return the newest year that the sheets name: in names, titles, headers and days; 0 where they name none."""
    texts: set[str] = set()
    for headed in chosen:
        header = headed.header
        texts |= {headed.table.sheet, PurePath(headed.table.file).stem}
        texts.update(
            cell.text for cell in (*headed.titles_above, *header.cells.values(), *header.unknown.values())
        )
        facts = [at for at, meaning in header.meanings.items() if meaning.role == "facts"]
        cells = (headed.table.rows[row.number].get(at) for row in headed.named_rows for at in facts)
        texts.update(cell.text for cell in cells if cell and _DATE.match(cell.text))
    return max((year for text in texts for year in list_years(text)), default=0)


def _is_of_before(text: str, newest: int) -> bool:
    """Return whether a text names years, and none but those before the newest one of the sheets."""
    years = list_years(text)
    return bool(years) and max(years) < newest


class _Deciding(NamedTuple):
    """A cell of such a column, the name beside it, and what it is held against, in words."""

    name: Cell
    cell: Cell
    own: str


def _list_deciding(headed: HeadedTable, column: int, head: str) -> Iterator[_Deciding]:
    """Yield the cells of a column that may decide: all that does not say that nothing changes."""
    if _ABOUT.search(head) or _OTHER_YEAR.search(head):
        return
    for row in headed.named_rows:
        cell = headed.table.rows[row.number].get(column)
        if cell is None or not cell.text.strip():
            continue
        text = remove_blanks(fold(cell.text)).lower().strip("。.")
        if _BARE.fullmatch(head) and (_YEAR.fullmatch(text) or _PERSON.fullmatch(text)):
            continue
        if headed.kind in {"scores", "judged"} and _POINTS.search(head) and not _NO_POINTS.search(head):
            given = _add_points(headed, row.number)
            number = parse_number(text.removesuffix("分"))
            if (
                number
                and given is not None
                and number.value not in _list_sums(headed, row.number, column, head, given)
            ):
                said = "得分" if headed.kind == "judged" else "各项相加"
                yield _Deciding(row.name, cell, f"，{said}是{exact_text(given)}")
        elif (
            _is_of_another(headed, row.number, head, text)
            or (_BARE.fullmatch(head) and _REFUSED.fullmatch(text))
        ) or (
            any(
                says.search(head) and not any(each.fullmatch(text) for each in plain)
                for says, plain in _KINDS
            )
            and not _repeats(headed, row.number, text)
        ):
            yield _Deciding(row.name, cell, "")


def _list_results(headed: HeadedTable, column: int, newest: int) -> Iterator[_Deciding]:
    """Yield the cells beside a level of which no points are entered that say its result: 总分13分，不合格."""
    if headed.kind != "scores":
        return
    for number in headed.table.rows.holding(column):
        row, cell = headed.row(number), headed.table.rows[number][column]
        if (
            number <= headed.header.bottom
            or not row.name
            or {each.role for each, _ in row.cells} != {"level"}
        ):
            continue
        clauses = _CLAUSE.split(remove_blanks(fold(cell.text)))
        plain = _NOT_YET.sub("", "，".join(each for each in clauses if not _is_of_before(each, newest)))
        if _RESULT.search(plain) or voids(plain) or leaves_out(plain):
            yield _Deciding(row.name, cell, "，各项都没有录入")


def _repeats(headed: HeadedTable, number: int, text: str) -> bool:
    """Return whether a number is one that the row gives as a figure too: 核实数 783 beside 已就业人数 783."""
    said = parse_number(text.rstrip("人户个分"))
    return said is not None and said.value in _list_figures(headed, number)


def _is_of_another(headed: HeadedTable, number: int, head: str, text: str) -> bool:
    """Return whether a number is below words that say that somebody found another one: 审定 700, 派出所数 700.

    What somebody else counted may be of anything, unless it is about as much as a figure of the row.
    """
    said = parse_number(text.rstrip("人户个分"))
    if said is None:
        return False
    figures = _list_figures(headed, number)
    least = max(figures, default=Fraction(0)) / 2 if _LOOKED_AT.search(head) else 0
    near = any(
        said.value >= _FEWEST and each >= least and abs(said.value - each) <= each * _ABOUT_ONE
        for each in figures
    )
    return _BARE.fullmatch(head) is not None or (near and _SOURCES.fullmatch(head) is not None)


def _list_figures(headed: HeadedTable, number: int) -> list[Fraction]:
    """Return the figures of a row."""
    cells = (cell for meaning, cell in headed.row(number).cells if meaning.role == "indicators")
    return [each.value for cell in cells if (each := parse_number(cell.text.strip()))]


def _list_sums(headed: HeadedTable, number: int, column: int, head: str, given: Fraction) -> set[Fraction]:
    """Return what a sum beside points may be: of all of them, or, where it says 小计, of some right before or behind it."""
    sums = {given}
    if not head.startswith(_PART):
        return sums
    cells = headed.table.rows[number]
    items = sorted(at for at, each in headed.header.meanings.items() if each.role == "scores")
    for run in (
        [at for at in reversed(items) if at < column],
        [at for at in items if at > column],
    ):
        numbers = [parse_number(cells[at].text.strip()) if at in cells else None for at in run]
        sums |= {*accumulate(each.value if each else Fraction(0) for each in numbers)}
    return sums


def _add_points(headed: HeadedTable, number: int) -> Fraction | None:
    """Return the sum of the points of a row, None where it has none."""
    cells = (cell for meaning, cell in headed.row(number).cells if meaning.role in {"scores", "points"})
    numbers = [parse_number(cell.text.strip()) for cell in cells]
    values = [each.value for each in numbers if each]
    return sum(values, Fraction(0)) if values else None
