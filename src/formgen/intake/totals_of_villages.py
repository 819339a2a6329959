"""Lines of totals that bear the name of one community, 双帆村小计: whose they are, and whether it has a row of its own.

Where it has none the line may be its row, and has to be asked about. Knows names only.
"""

import re
from collections.abc import Iterable

from formgen.folding import keep_letters
from formgen.intake.names import compare_form, doubt_name, is_plain, is_total

_WORDS = "合计|总计|小计|共计|累计|总和|总数|汇总|平均|均值|total"
_SPAN = r"全?年度?|[上下]半年|[一二三四1-4]季度|\d+月|各[项月类]|全村|全部|两委|本[年月期]|人数|户数"
_OF_ONE = re.compile(rf"(?:{_WORDS})?(?P<name>.{{2,16}}?)(?:{_SPAN})?(?:{_WORDS})?[数值]?")
_ENDS = ("村", "社区", "居委会", "村委会", "居委", "居")
_KINDS = re.compile(  # villages of a kind, of which a total may be made
    "(?:.*(?:镇|乡|街道|县|市|区|片|组))?(?:各|全部?|所有|其他|其它|其余|城镇|城市|城关|城郊|城区|农村|农业|郊区|镇区|集镇|"
    "山区|平原|海岛|沿海|库区|牧区|渔|农|山|老|新|大|小|重点|薄弱|示范|试点|星级|充分就业|高质量|[经济欠发达贫困富裕]+|"
    "[一二三四五甲乙丙]类|[未已不]?(?:达标|合格|参评|申报|填报|上报|通过|认定|建成|创建)|(?:非|纯)?居民|城中|撤并|拆迁|安置|"
    "移民|民族|少数民族|以上|以下|上述|本|该|行政|自然|村改居|[^村]*型|[^村]*性)?(?:的)?(?:村居?|村?社区|社区村|居)"
)


def find_totalled(text: str) -> str:
    """Return the community that a line of totals names, empty where it names none, or a kind of them: 城镇社区小计."""
    found = _OF_ONE.fullmatch(keep_letters(text)) if is_total(text) else None
    name = found["name"] if found else ""
    if not name.endswith(_ENDS) or _KINDS.fullmatch(name) or doubt_name(name):
        return ""
    return name


def is_named(community: str, names: Iterable[str]) -> bool:
    """Return whether a community is among names, with or without its township before them and 村 behind them."""
    plain = compare_form(community)
    return any(
        _core(each) == _core(plain) or (plain.endswith(each) and is_plain(each))
        for name in names
        if (each := compare_form(name))
    )


def _core(name: str) -> str:
    return next((name.removesuffix(end) for end in _ENDS if name.endswith(end)), name)
