"""What may stand in brackets behind the name of a column: its own unit and a few known words.

“其中已就业人数（人）” is the column; “（万人）”, “（上年）” and “（不含退休）” make another figure of it.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from formgen.exact import exact_text
from formgen.folding import fold, remove_blanks
from formgen.intake.fields import Catalogue, Field

if TYPE_CHECKING:
    from formgen.intake.vocabulary import Meaning

_OPENING, _CLOSING = "([〔【〈<{〖", ")]〕】〉>}〗"
_LONGEST = 100  # characters in which a bracket has to begin
_BEHIND = re.compile(r"(.+?)[:,/]?(是/否|[%‰]|单位:?[^:,/()]{1,6})|(.+)[/:,]([^/:,()]{1,6})")
_DASHES = re.compile(r"[‐‑‒–—―−~～∼〜至到]")
_APART = re.compile(r"[,、;]")
_MOST = ("", "0-", "满分", "最高")  # what stands before the most points
_FOR_ALL = frozenset({"必填", "选填", "可不填", "可填"})
_OF_KIND: dict[str, frozenset[str]] = {
    "count": frozenset({"整数", "数", "数字", "数量", "填数字", "填整数"}),
    "yesno": frozenset(
        {
            "是/否",
            "是否",
            "是或否",
            "是、否",
            "填是或否",
            "填是/否",
            "有/无",
            "有无",
            "√",
            "打√",
            "√/×",
            "y/n",
        }
    ),
    "level": frozenset({"档次", "档", "等次"}),
    "points": frozenset({"分", "得分", "分数", "评分", "打分"}),
    "rate": frozenset({"%", "百分比", "百分数", "百分率"}),
    "text": frozenset({"文字"}),
    "opinion": frozenset({"文字"}),
    "phone": frozenset({"手机", "座机", "固话", "手机号", "手机号码", "办公电话"}),
    "date": frozenset({"日期", "年月日", "年-月-日", "年/月/日", "yyyy-mm-dd", "yyyy/mm/dd"}),
}
_OF_ROLE: dict[str, frozenset[str]] = {
    "name": frozenset({"全称", "名称"}),
    "township": frozenset({"全称", "名称"}),
    "points": _OF_KIND["points"],
}


class SplitHeader(NamedTuple):
    """The words above a column without the last note behind them, and this note; empty when there is none."""

    words: str
    note: str = ""


def split_note(words: str) -> SplitHeader:
    """Split the last note from folded words without blanks: a bracket at the end, /人, 单位：人, %."""
    if words[-1:] and words[-1] in _CLOSING:
        depth = 0
        for at in range(len(words) - 1, max(len(words) - _LONGEST, 0), -1):
            depth += (words[at] in _CLOSING) - (words[at] in _OPENING)
            if depth == 0:
                return SplitHeader(words[:at], words[at + 1 : -1])
        return SplitHeader(words)
    if len(words) <= _LONGEST and (match := _BEHIND.fullmatch(words)):
        return SplitHeader(match[1] or match[3], match[2] or match[4])
    return SplitHeader(words)


def is_known_note(note: str, known: frozenset[str]) -> bool:
    """Return whether a note says nothing but what is known of the column."""
    plain = _DASHES.sub("-", note.lower())
    plain = re.sub(r"^单位:?", "", plain)
    return plain in known or all(part in known for part in _APART.split(plain))


def list_notes(catalogue: Catalogue, meaning: "Meaning") -> frozenset[str]:
    """Return the notes that may stand behind the name of a column with this meaning."""
    match meaning.role:
        case "facts":
            own = _list_for_field(catalogue.facts[meaning.key])
        case "indicators" | "monthly" | "series" if meaning.key:
            own = _list_for_field(catalogue.indicators[meaning.key])
        case "judged" | "scores" | "criterion" if meaning.key:
            own = _list_for_field(catalogue.judged[meaning.key])
        case "total":
            sums = {
                exact_text(each)
                for each in (catalogue.rubric.total, catalogue.rubric.total + catalogue.rubric.bonus)
            }
            own = _OF_KIND["points"] | {
                f"{before}{most}{behind}" for before in _MOST for most in sums for behind in ("", "分")
            }
        case "month":
            own = frozenset(catalogue.indicators[key].unit for key in catalogue.monthly)
        case role:
            own = _OF_ROLE.get(role, frozenset())
    return _FOR_ALL | own


def _list_for_field(field: Field) -> frozenset[str]:
    unit = _DASHES.sub("-", remove_blanks(fold(field.unit)).lower())
    found = {field.key, unit, f"{unit}数"} if unit else {field.key}
    if field.nobody:
        found |= {"是/否/无服务对象", "可填无服务对象"}
    if field.levels:
        found.add(f"{min(field.levels)}-{max(field.levels)}")
    if field.most is not None:
        most = exact_text(field.most)
        found |= {f"{before}{most}{behind}" for before in _MOST for behind in ("", "分")}
    if match := re.search(r"\d+字", field.definition):
        found |= {match[0], f"{match[0]}以内", f"不超过{match[0]}"}
    return _OF_KIND[field.kind] | found
