"""What the remarks of rows say of them: that somebody is gone or away, or that the cells of the row are not right.

A remark that none of these words is in is not read; all such wordings of a sheet are listed once, for somebody to look at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from formgen.folding import keep_letters, remove_blanks
from formgen.intake.dates import parse_date
from formgen.intake.names import is_no_text
from formgen.problems import Problem
from formgen.quoting import quote_of_person, shorten
from formgen.registers.register import RegisterSpec
from formgen.rosters.header import RosterHeader
from formgen.rosters.own_remarks import says_done, says_of_row
from formgen.rosters.roster import RosterRow
from formgen.rosters.sheets import RosterSheet

_DAY = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_REMARKS = "备注"  # the column that no other message names
_SHOWN = 10  # wordings that a message lists
_DEAD = "已故|亡故|病故|身故|死亡|去世|过世|逝世|病逝|去逝|已逝|离世|辞世|已亡|身亡|^亡$"
_GONE = re.compile(
    rf"{_DEAD}|迁出|搬离|搬走|搬出|外迁|户口已?迁(?![入回来进]|到本)|户[口籍][^，]{{0,2}}转走|迁走|转出|调出|注销|作废|重复|已删|删除|除名|不在本[村社]"
    r"|不再?(?:参与|参加|纳入)?(?:统计|计入|算在?)|合并到|^同第?\d+[号行]|^(?:已|户口|户籍)*销户|^(?:[此本该]行)?[系属]?(?:错录|误录|重录|重户)$"
)
_AWAY = re.compile(
    "空挂|服刑|入狱|坐牢|羁押|在押|(?:被|已|在|行政|刑事)拘留|被?判刑|入伍|参军|当兵|服兵?役|(?<!退出)(?<!退)现役|在部队|出国|出境|国外|境外|移居|[入国]外籍|外国籍"
    "|失踪|失联|[嫁招]到外|外嫁|嫁出|下落不明|(?:不属于?|非|不是)本(?:村|社区)(?:村民|居民|人员?)?$"
)  # who may not be counted though nothing says that he is gone
_KIN = "[父母夫妻子女儿公婆偶兄弟姐妹]|户主|[家亲]属|家人|老伴|家[中里有]"
_OTHERS = re.compile(
    rf"(?:{_KIN})[^，,。；;]{{0,3}}(?:{_DEAD}|{_AWAY.pattern})"
    rf"|(?:{_DEAD}|{_AWAY.pattern})(?:人员|军人|者|人)?的?(?:[家亲遗]属|子女|配偶|父母|妻子|丈夫|监护人)"
)
_PAPERS = "营业执照|执照|低保|残疾证|公司|企业|个体|店|账户|银行卡|(?:失业|求职|工商|经营)登记|社保|医保|档案|原?单位|原?岗位"
_NOT_SO = re.compile(
    "(?:未|没有?|不|尚未|并未|无)(?:有|曾|办理?|予|会)?(?:死亡|迁出|搬离|搬走|搬出|外迁|转出|调出|注销|作废|重复|删除|除名|合并|服刑|入伍|参军|服役|出国|出境|失联|判刑|拘留)"
    "|(?:(?<!身份)证|执照|低保|公司|企业|店|账户|银行|(?:失业|求职|工商|经营)登记|(?:社保|医保|养老|保险|党组?织?)(?:关系)?|档案|合同)(?:已经?|被|现)?(?:注销|作废|转出|调出|删除|重复|销户)"
    rf"|(?:注销|作废|转出|调出|删除)了?(?:{_PAPERS})|曾经?(?:被|在|因[^，]{{0,4}})?(?:部队|服兵?役|服刑|入伍|参军|当兵|出国|出境|入狱|坐牢|判刑|拘留|羁押|失踪|失联|移居)"
    "|[迁搬转返]回|回[国乡迁村]|(?<!未)归[来国]|期满|刑满|缓刑|解除|找到|退役|退伍"
)
_CLAUSE = re.compile(r"[，,。；;、\s]+")


@dataclass
class RemarkReader:
    """Reads the remarks of the rows of a sheet; ``unread`` are those without a known word, with column and first row."""

    sheet: RosterSheet
    header: RosterHeader
    register: RegisterSpec
    unread: dict[tuple[int, str], int] = field(default_factory=dict)

    def read(self, made: RosterRow, row: Sequence[object]) -> Iterator[Problem]:
        """Yield a problem for each remark of a row that says that somebody is gone, or that its cells are not right.

        Whether the latter counts is left undecided, unless the day that the remark names stands in the row.
        """
        doubts, done = self._list_words(made)
        for column, label in self.header.others.items():
            value = row[column] if column < len(row) else ""
            if not isinstance(value, str) or not value:
                continue
            words = {"label": label, "value": quote_of_person(shorten(value)), "rows": self.register.rows}
            place = self.sheet.place(made.number, column)
            doubtful = says_of_row(value, doubts) and not _names_own_day(value, made)
            if doubtful or says_done(value, done):
                made.doubtful = True
                yield Problem("N179", place, words)
            elif code := _say_gone(
                value, people=self.register.repeats is None, head=_is_head(made, self.register)
            ):
                yield Problem(code, place, words)
            elif keep_letters(label) == _REMARKS and self._is_unread(value, made):
                self.unread.setdefault((column, value.strip()), made.number)

    def list_unread(self) -> Iterator[Problem]:
        """Yield one hint for all wordings of a column of remarks that were not read."""
        for column in dict.fromkeys(column for column, _ in self.unread):
            found = [(text, number) for (at, text), number in self.unread.items() if at == column]
            listed = "、".join(
                f"“{quote_of_person(shorten(text))}”（第{number + 1}行）" for text, number in found[:_SHOWN]
            )
            more = f"等{len(found)}种" if len(found) > _SHOWN else ""
            words = {"label": self.header.others[column], "texts": f"{listed}{more}"}
            yield Problem("N183", self.sheet.place(found[0][1], column), words)

    def _list_words(self, made: RosterRow) -> tuple[list[str], tuple[str, ...]]:
        """Return the words that leave a row in doubt, and those that say that what stands blank in it is done."""
        register = self.register
        filled = {
            key for key, cell in zip(register.columns, made.values, strict=False) if cell not in {"", None}
        }
        beside = (words for key, words in register.doubtful_beside.items() if key in filled)
        without = (words for key, words in register.doubtful_without.items() if key not in filled)
        return [*register.doubtful_remarks, *chain(*beside)], tuple(chain(*without))

    def _is_unread(self, text: str, made: RosterRow) -> bool:
        """Return whether nothing is known of a remark: no word of it, and it repeats no cell of its row."""
        plain = remove_blanks(text)
        known = chain(
            self.register.doubtful_remarks,
            *self.register.doubtful_beside.values(),
            *self.register.doubtful_without.values(),
        )
        return not (
            is_no_text(text)
            or plain in made.values
            or _NOT_SO.search(plain)
            or _OTHERS.search(plain)
            or any(word in plain for word in known)
        )


def _say_gone(text: str, *, people: bool, head: bool) -> str:
    """Return the code of the problem of a remark that says that somebody is gone, or away; empty for any other.

    ``head`` says that the row is that of who heads the household, of whom 户主已故 speaks.
    """
    said = [each for each in _CLAUSE.split(text) if not _NOT_SO.search(each)]
    said = [each for each in said if (head and each.startswith("户主")) or not _OTHERS.search(each)]
    if any(_GONE.search(each) for each in said):
        return "N152" if people else "N178"
    return "N180" if people and any(_AWAY.search(each) for each in said) else ""


def _is_head(row: RosterRow, register: RegisterSpec) -> bool:
    keys = list(register.columns)
    return "relation" in keys and row.values[keys.index("relation")] == "户主"


def _names_own_day(text: str, row: RosterRow) -> bool:
    """Return whether every day that a text names stands in the row, and it names one."""
    named = [parse_date(found[0]) for found in _DAY.finditer(text)]
    return bool(named) and all(day in row.values for day in named)
