"""What stands around a table of points and makes other numbers of them: that they are deductions, or out of ten each.

Knows tables with headers and the notice; no value.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from pathlib import PurePath

from formgen.folding import fold, remove_blanks
from formgen.intake.fields import Catalogue
from formgen.intake.headed import HeadedTable
from formgen.intake.raw import Cell
from formgen.problems import Problem
from formgen.quoting import shorten

_DEDUCTED = re.compile(
    "(?<!不填)(?<!不是)(?<!不写)(?<!勿填)(?<!非)(?:扣分(?!标准|依据|理由|原因|说明|项|点|细则|办法|情形|因素|规则|前)|扣减?的分|失分|应扣)"
)
_INSTRUCTS = re.compile(  # how points come about, not what is filled in: 扣分须注明理由, 得分=满分-扣分
    "扣分.{0,4}?(?:须|需|要|请|应|必须|一律|均?[为是]0|的[,，])|(?:有|无|凡|如|请|减|-|=|已扣除|说明|注明)扣分"
    "|(?:酌情|相应|予以|加倍|按(?:通知|规定|标准|要求|办法|细则|次数?|比例)[^,，。;；]{0,4}?)扣分(?![填表情记数值统汇合])"
    "|折算[为成到]?(?:各项|本项|该项|单项|标准|通知)"
)
_ASIDE = re.compile(  # whom a share is asked of, and what another paper says
    r"得分率(?:达到?|为|在)?\d+(?:\.\d+)?%(?:及?以[上下])?的[^,，。;；]*|"
    "[^,，。;；:：()填写按以本此该上]+(?:见|另附)(?:附[件表录]|另表|文件|说明|办法|细则|通知)"
)
_DEFINED = re.compile(  # goes without saying where the share has a column of its own
    "得分率(?:[是为=]|指|等于)[^,，。;；填写]{0,4}得分[^,，。;；填写]{0,3}(?:除以|÷|/|[与和占]).{0,4}满分(?:的?(?:比值?|比例|百分比))?"
)
_BOTH = re.compile("加分?[、/和及与]*扣分")  # 加分、扣分 is what points come of
_FILLED_IN = re.compile("[填写为是按记]|均|折算|换算")  # in a remark, says what the numbers are
_SHARES = re.compile("得分率|得分(?:的|所占)?(?:百分比|比例|占比)|加权(?:后|得分|分)|标准化得分|折算系数")
_NUMERAL = {sign: at for at, sign in enumerate("零一二三四五六七八九十")} | {"百": 100, "千": 1000}
_MOST = rf"(\d+|二十|[{''.join(_NUMERAL)}])分"
_OUT_OF = re.compile(f"{_MOST}制")
_CONVERTED = re.compile(
    rf"(?:(?<![项分率况作])|(?<=[总评]分)|(?<=级分))满分[为是按以:]*{_MOST}(?![的项])"
    rf"|(?<![到成])[按以为]{_MOST}(?:折算|换算|计分|记分|打分|评分)"
)  # 满分10分折算; 附加分满分10分 is of a part
_NO_POINTS = re.compile(
    "(?<!不)(?<!勿)(?<!别)(?:填(?:[写报]?的是|[写报入]为|写)?|(?:数字?|表[中里内]|[本此该下]表|以下|以上)(?:数字?|均|都|全)*[为是])"
    r"(?P<what>名次|排名|等[次级]|星级|档次|百分[比率]|比[例率重]|权重|系数|人数|户数)(?![:：、和及与\d])"
)  # 此表填名次
_EACH = re.compile(
    rf"[每各]项(?:指标|得分)?(?:满分|均?[按以为]|都|统一)+(?P<most>\d+|[{''.join(_NUMERAL)}])分"
)


def refuse_points(chosen: Sequence[HeadedTable], catalogue: Catalogue) -> list[Problem]:
    """Shut the points of tables that words around them make another number; one error for each table.

    What somebody gave there leaves open what depends on it: the table keeps the cell and the words.
    """
    found = []
    for headed in chosen:
        said = next(_list_said(headed, catalogue), None) if headed.kind in {"scores", "judged"} else None
        if said is None:
            continue
        cell, what = said
        headed.shut |= {at for at, each in headed.header.meanings.items() if each.role == "points"}
        headed.doubt = cell._replace(content=f"的表上写着{what}，没有采用", kind="unusable")
        words = {"text": shorten(cell.text.strip()), "what": what}
        found.append(Problem("D260", cell.place, words))
    return found


def _list_said(headed: HeadedTable, catalogue: Catalogue) -> Iterator[tuple[Cell, str]]:
    """Yield the cells around a table, and its name, that say what else its points are, and what that is."""
    table = headed.table
    named = Cell(table.sheet or PurePath(table.file).stem, "text", table.file, table.sheet)
    has_share = any("得分率" in each.text for each in headed.header.unknown.values())
    for cell in (*headed.titles_above, named, *headed.remarks, *headed.lone):
        plain = _BOTH.sub("", remove_blanks(fold(cell.text)))
        plain = _ASIDE.sub("", _DEFINED.sub("", plain) if has_share else plain)
        if _INSTRUCTS.search(plain):
            continue
        below = cell in headed.remarks or cell in headed.lone
        if below and not _FILLED_IN.search(plain):
            continue
        if _DEDUCTED.search(plain):
            yield cell, "扣分"
        elif shares := _SHARES.search(plain):
            yield cell, shares[0]
        elif other := _NO_POINTS.search(plain):
            yield cell, other["what"]
        elif whole := _find_other_whole(plain, _list_totals(catalogue, headed)):
            yield cell, whole
        elif (
            (each := _EACH.search(plain))
            and headed.kind == "scores"
            and any(field.most != _read_most(each["most"]) for field in catalogue.judged.values())
        ):
            yield cell, each[0]


def _find_other_whole(plain: str, totals: AbstractSet[Fraction | None]) -> str:
    """Return the words for points out of another whole than the notice's, empty where there are none: 满分10分折算.

    Several that are one of its wholes together are its parts.
    """
    found = [*_OUT_OF.finditer(plain), *_CONVERTED.finditer(plain)]
    numbers = [_read_most(next(filter(None, each.groups()))) for each in found]
    if not found or totals & {*numbers, sum(numbers, Fraction(0))}:
        return ""
    return found[0][0]


def _list_totals(catalogue: Catalogue, headed: HeadedTable) -> set[Fraction | None]:
    """Return the most points of a whole, with and without 附加分: out of these they are as the notice has them.

    A table of reviewers has rows of one item each, whose own most points it may go by.
    """
    rubric = catalogue.rubric
    items = (
        {field.most for field in catalogue.judged.values()}
        if headed.kind == "judged"
        else set[Fraction | None]()
    )
    return {rubric.total, rubric.total + rubric.bonus, *items}


def _read_most(text: str) -> Fraction:
    return Fraction(int(text)) if text.isdecimal() else Fraction(_NUMERAL.get(text, 20))
