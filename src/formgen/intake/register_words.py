"""The words of a 称号台账: what can happen to a title, what heads its columns, and in which unit money is written.

Knows words only; no cell.
"""

import re
from collections.abc import Container, Iterable, Mapping
from enum import StrEnum

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.intake.headed_lists import NAME_WORDS, TOWNSHIP_WORDS


class TitleEvent(StrEnum):
    """What a row of the register says of a title; the value is the word that clerks choose."""

    GIVEN = "认定"
    REVIEWED = "复核合格"
    FAILED = "复核不合格"
    RECTIFY = "限期整顿"
    RECTIFIED = "整顿合格"
    CANCELLED = "取消"
    PLAQUE = "摘牌"
    WITHDRAWN = "退出"

    @property
    def ends(self) -> bool:
        """Return whether nobody holds the title after it."""
        return self in {TitleEvent.CANCELLED, TitleEvent.PLAQUE, TitleEvent.WITHDRAWN}


_EVENT_WORDS: Mapping[TitleEvent, str] = {
    TitleEvent.GIVEN: "授予 评定 命名 授牌 获评 新认定 重新认定 创建成功",
    TitleEvent.REVIEWED: "复评合格 复评通过 复核通过 通过复评 通过复核 复审合格 复审通过 年检合格 年检通过 "
    "复查合格 复查通过 通过复查 继续保持 继续保留 保持称号",
    TitleEvent.FAILED: "复评不合格 复评未通过 复核未通过 未通过复评 未通过复核 复审不合格 复审未通过 "
    "复核未过 复查不合格 复查未通过 未通过复查 复查未过 年检不合格",
    TitleEvent.RECTIFY: "整顿 整改 限期整改 责令整改 规范整顿 责令整顿",
    TitleEvent.RECTIFIED: "整改合格 整改到位 整顿到位 恢复",
    TitleEvent.CANCELLED: "撤销 撤消 取消称号 撤销称号 撤消称号 取消资格 撤销资格 取消命名 撤销命名 予以取消 予以撤销 除名 撤回 撤回称号",
    TitleEvent.PLAQUE: "收回牌匾 收回 收牌 摘除 除牌 撤牌 摘除牌匾",
    TitleEvent.WITHDRAWN: "自愿退出 放弃",
}
EVENTS: Mapping[str, TitleEvent] = {
    word: event
    for event in TitleEvent
    for word in (event.value, event.name.lower(), *_EVENT_WORDS[event].split())
}
BY_DOCUMENT = frozenset({TitleEvent.GIVEN, TitleEvent.CANCELLED})
STATES = frozenset(
    {
        "状态",
        "称号状态",
        "目前状态",
        "当前状态",
        "结果",
        "认定结果",
        "认定情况",
        "复核结果",
        "复评结果",
        "处理结果",
        "办理结果",
    }
)  # heads of what became of a title
LABELS: Mapping[str, str] = {
    "township": "乡镇（街道）",
    "name": "社区（村）",
    "title": "称号",
    "event": "事项",
    "day": "日期",
    "document": "文号",
    "until": "整顿期限",
    "award": "奖补项目",
    "year": "年度",
    "yuan": "金额（元）",
    "taking_part": "今年参加",
}
_MONEY = re.compile(
    r"(?:奖补|奖励|补助|补贴|以奖代补)?(?:资金|经费|款)?(?:已|实际|实)?(?:发放|拨付|支付|兑付|下达|兑现|发|拨|付)?"
    r"(?:奖补|奖励|补助|补贴)?(?:金额|资金|数额|款项|奖金|经费|款|额)?(?P<unit>[万千百]?元)?"
)
_SUM = re.compile("金额|资金|款|奖金|经费|额|元")
_SCALES = {"万元": 10_000, "千元": 1_000, "百元": 100, "元": 1}
_UNIT_ABOVE = re.compile(r"单位[:：]?\(?([万千百]?元)")


class _MoneyWords:
    """The words above a column of money that was paid, with or without a unit; not those of money that is due."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(_MONEY.fullmatch(word) and _SUM.search(word))


MONEY_WORDS = _MoneyWords()


def read_unit_below(text: str) -> str:
    """Return what a cell below a head of money says of its unit, as a line above the list would: （万元）; empty for nothing."""
    found = re.fullmatch(r"(?:单位[:：]?)?[(]?(?P<unit>[万千百]?元)[)]?", remove_blanks(fold(text)))
    return f"单位：{found['unit']}" if found else ""


def find_scale(head: str, above: Iterable[str]) -> int:
    """Return how many yuan one of a column of money is: by its head, else by 单位：万元 above the list, else one."""
    found = _MONEY.fullmatch(keep_letters(head))
    unit = found["unit"] if found else None
    stated = (_UNIT_ABOVE.search(remove_blanks(fold(text))) for text in above)
    return _SCALES[unit or next((each[1] for each in stated if each), "元")]


_BOTH: Mapping[str, Container[str]] = {
    "township": TOWNSHIP_WORDS,
    "name": NAME_WORDS,
    "document": frozenset(
        {"文号", "文件", "依据", "依据文件", "发文字号", "文件文号", "凭证"}
        | {f"{word}{kind}" for word in EVENTS for kind in ("文号", "文件")}
    ),
    "taking_part": frozenset({"今年参加", "参加今年评定", "是否参加"}),
}
TITLE_HEADS: Mapping[str, Container[str]] = {
    **_BOTH,
    "title": frozenset({"称号", "称号级别", "级别", "荣誉称号", "认定级别", "称号名称", "称号或级别"}),
    "event": frozenset({"事项", "变动", "变动事项", "变动情况", "办理事项", "情况"} | STATES),
    "day": frozenset(
        {"日期", "发文日期", "发文时间", "变动日期", "文件日期", "批准日期", "批准时间", "公布日期", "时间"}
        | {f"{word}{kind}" for word in EVENTS for kind in ("日期", "时间")}
    ),
    "until": frozenset({"期限", "整顿期限", "整改期限", "限期", "到期日"}),
}
PAYMENT_HEADS: Mapping[str, Container[str]] = {
    **_BOTH,
    "award": frozenset({"奖补", "奖补项目", "项目", "资金项目", "奖补名称", "奖励项目"}),
    "year": frozenset({"年度", "年份", "所属年度", "奖补年度"}),
    "yuan": MONEY_WORDS,
    "day": frozenset(
        {
            "日期",
            "发放日期",
            "拨付日期",
            "支付日期",
            "到账日期",
            "发放时间",
            "拨付时间",
            "支付时间",
            "到账时间",
            "时间",
        }
    ),
}
TITLE_COLUMNS = ("township", "name", "title", "event", "day", "document", "until", "taking_part")
PAYMENT_COLUMNS = ("township", "name", "award", "year", "yuan", "day", "document", "taking_part")
