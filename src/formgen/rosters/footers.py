"""The lines below a list that are about nobody: who filled it in, who checked it, seal and day, in whatever column.

Knows a row as it stands and what kinds its columns are of; a row with a number, an answer or a count is never one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from formgen.folding import fold
from formgen.intake.dates import parse_date
from formgen.intake.names import is_remark
from formgen.registers.register import ColumnKind, RegisterSpec
from formgen.rosters.cells import REFUSED, ColumnReader
from formgen.rosters.header import RosterHeader
from formgen.rosters.sheets import plain_value, text_of_value

_TELLING: frozenset[ColumnKind] = frozenset({"id_number", "yesno", "choice", "count", "age"})
_NUMBER = re.compile(r"(?:\D*\d){15,}[Xx]?")
_ROLE = re.compile(
    "(?:填表|填报|制表|制单|审核|复核|审批|统计|经办|调查|登记|录入|单位负责|社区负责|村负责|负责|联系)人?员?[(（签字名章)）]*[:：]?"
)  # a cell of its own, with the name in the next
_ROLE_ENDS = frozenset("表报单核批计办查记入责系人员字名章)）:：")
_SIGNED = re.compile(
    "[^:：(（]{0,8}(?:人|员|长|主任|书记|会计|出纳|签字|签名|签章|盖章|公章|日期|时间|电话|单位|部门|制表|制单|填表|复核|审核|说明|注|意见)"
    "(?:[(（][^)）:：]{1,6}[)）])?[:：].*|.*(?:盖章|公章|签字|签章|签名|情况属实|一式.{1,2}份)[)）。]?|以上.*",
    re.DOTALL,
)  # what nobody is called, and what signs or seals a list


class FooterFinder:
    """Tells footers from rows of a sheet."""

    def __init__(self, register: RegisterSpec, header: RosterHeader) -> None:
        """Remember the columns that tell something of somebody."""
        self._name = header.columns[register.subject]
        self._telling: Mapping[int, ColumnReader] = {
            at: ColumnReader(key, register.columns[key])
            for key, at in header.columns.items()
            if register.columns[key].kind in _TELLING
        }

    def signs(self, row: Sequence[object]) -> bool:
        """Return whether a row with a usual name is one of those who sign: a word for it stands beside the name."""
        beside = (row[at] for at in (0, self._name - 1, self._name + 1) if 0 <= at < len(row))
        texts = (each for each in beside if isinstance(each, str) and each[-1:] in _ROLE_ENDS)
        roles = any(_ROLE.fullmatch(fold(each).strip()) for each in texts)
        return roles and not self._tells(row)

    def is_footer(self, row: Sequence[object]) -> bool:
        """Return whether a row without a usual name is a footer: its name, or where it has none any of its cells, says so."""
        texts = [text for value in row if (text := text_of_value(plain_value(value)))]
        own = text_of_value(plain_value(row[self._name])) if self._name < len(row) else ""
        said = _is_signed(own) if own else any(map(_is_signed, texts)) or all(map(_is_day, texts))
        return said and not self._tells(row)

    def _tells(self, row: Sequence[object]) -> bool:
        """Return whether a row says something of somebody: a number, an answer, a count."""
        return any(self._list_told(row))

    def _list_told(self, row: Sequence[object]) -> Iterator[bool]:
        for at, reader in self._telling.items():
            value = plain_value(row[at]) if at < len(row) else ""
            if value == "" or is_remark(text_of_value(value)):
                continue
            if reader.column.kind == "id_number":
                yield _NUMBER.fullmatch(text_of_value(value)) is not None
            else:
                yield reader.read(value) is not REFUSED


def _is_signed(text: str) -> bool:
    plain = fold(text).strip()
    return is_remark(plain) or _SIGNED.fullmatch(plain) is not None or _is_day(plain)


def _is_day(text: str) -> bool:
    return parse_date(text) is not None
