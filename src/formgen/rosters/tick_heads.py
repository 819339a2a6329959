"""A column whose answers stand below its heading, each with a column to tick: 性别 over 男 and 女, 就业情况 over 单位就业 and 失业.

Such a sheet is read as one with a word in a single column. Knows rows as they stand and the choices of a register.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, pairwise

from formgen.folding import fold
from formgen.intake.vocabulary import Vocabulary
from formgen.registers.register import RegisterSpec
from formgen.rosters.sheets import RosterSheet, plain_value, text_of_value

_SEARCHED = 60  # rows from the top in which a header may be
_FEWEST = 2  # answers below a heading
_TICKS = frozenset("√✓✔☑■●v1") | {"是", "有", "对"}
_NO_TICKS = frozenset("×✗✘□○0x-—/") | {"", "否", "无"}
_YES_OR_NO = frozenset({"是", "否", "有", "无"})


@dataclass(frozen=True, slots=True)
class _TickBlock:
    """A heading with its answers: its first column, what a tick in each of its columns says, and of which other column."""

    first: int
    says: Mapping[int, str]
    others: Mapping[int, str] = field(default_factory=dict)
    other: str = ""
    single: str = ""  # the name of its column, where its answers are headings themselves

    def head(self, row: list[object]) -> None:
        """Give the first column its name where it has none, and the second that of the other one, where there is one."""
        if self.single:
            for at in self.says:
                row[at] = ""
            row[self.first] = self.single
        if self.other:
            row[self.first + 1] = self.other

    def read(self, row: list[object]) -> None:
        """Write what is ticked into the first column, and into the second what it says of the other one."""
        shown = {at: fold(text_of_value(plain_value(row[at]))) if at < len(row) else "" for at in self.says}
        ticked = [at for at, text in shown.items() if text.lower() in _TICKS]
        strange = [text for text in shown.values() if text.lower() not in _TICKS | _NO_TICKS]
        row.extend([""] * (max(self.says) + 1 - len(row)))
        for at in self.says:
            row[at] = ""
        row[self.first] = "、".join([*dict.fromkeys(self.says[at] for at in ticked), *strange])
        if self.other:
            row[self.first + 1] = "、".join(self.others[at] for at in ticked if at in self.others)
            if len(ticked) > 1:
                row[self.first] = "、".join(self.others.get(at, self.says[at]) for at in ticked)


def join_ticked_columns(sheet: RosterSheet, words: Vocabulary, register: RegisterSpec) -> RosterSheet:
    """Return a sheet with a word where answers were ticked; one without such headings as it is."""
    rows = [[text_of_value(plain_value(value)) for value in row] for row in islice(sheet.rows(), _SEARCHED)]
    for at, (above, below) in enumerate(pairwise(rows)):
        known = [(meaning.key if (meaning := words.look_up(text)) else "") if text else "" for text in above]
        if register.subject not in known:
            continue
        blocks = list(_find_blocks(above, below, known, register))
        blocks = blocks or list(_find_single(above, rows[at + 1 :], known, register))
        if blocks:
            return replace(sheet, rows=partial(_join, sheet, at, blocks))
    return sheet


def _find_blocks(
    above: Sequence[str], below: Sequence[str], known: Sequence[str], register: RegisterSpec
) -> Iterator[_TickBlock]:
    """Yield the headings with answers to tick below them."""
    for first, key in enumerate(known):
        if not key or register.columns[key].kind not in {"choice", "yesno"}:
            continue
        after = range(first + 1, max(len(above), len(below)))
        end = next(
            (at for at in after if (at < len(above) and above[at]) or at >= len(below) or not below[at]),
            len(below),
        )
        answers = {at: below[at] for at in range(first, min(end, len(below))) if below[at]}
        block = _make_block(first, key, answers, register)
        if len(answers) >= _FEWEST and first in answers and block:
            taken = block.other and block.other in {register.columns[each].zh for each in known if each}
            yield replace(block, other="") if taken else block


def _find_single(
    heads: Sequence[str], rows: Sequence[Sequence[str]], known: Sequence[str], register: RegisterSpec
) -> Iterator[_TickBlock]:
    """Yield the answers that are headings themselves, side by side, with nothing but ticks below them."""
    taken = {register.columns[each].zh for each in known if each}
    free = [key for key, column in register.columns.items() if column.kind == "choice" and key not in known]
    first = 0
    while first < len(heads):
        end = first
        while end < len(heads) and heads[end] and not known[end]:
            end += 1
        made = None
        while made is None and end - first >= _FEWEST:
            answers = {at: heads[at] for at in range(first, end)}
            found = {key: each for key in free if (each := _make_block(first, key, answers, register))}
            whole = {key: each for key, each in found.items() if not each.other} or found
            if len(whole) == 1 and _are_ticks(rows, answers):
                ((key, made),) = whole.items()
                free.remove(key)
                if made.other not in taken:
                    yield replace(made, single=register.columns[key].zh)
            else:
                end -= 1
        first = max(end, first + 1)


def _are_ticks(rows: Sequence[Sequence[str]], columns: Mapping[int, str]) -> bool:
    """Return whether nothing but ticks stands in some columns, and one at least."""
    shown = {fold(row[at]).lower() for row in rows for at in columns if at < len(row)} - {""}
    return bool(shown & _TICKS) and shown <= _TICKS | _NO_TICKS


def _make_block(
    first: int, key: str, answers: Mapping[int, str], register: RegisterSpec
) -> _TickBlock | None:
    """Return the block of a heading; None where an answer is neither its own nor one of a column that goes with it."""
    column = register.columns[key]
    own = {
        at: text
        for at, text in answers.items()
        if column.choice_of(text) or (column.kind == "yesno" and text in _YES_OR_NO)
    }
    rest = {at: text for at, text in answers.items() if at not in own}
    if not rest:
        return _TickBlock(first, own)
    for other in register.columns.values():
        asked = other.filled_where.get(key)
        if asked and asked.one_of and all(other.choice_of(text) for text in rest.values()):
            implied = dict.fromkeys(rest, str(asked.one_of[0]))
            return _TickBlock(first, {at: own.get(at, implied.get(at, "")) for at in answers}, rest, other.zh)
    return None


def _join(sheet: RosterSheet, header: int, blocks: Sequence[_TickBlock]) -> Iterator[Sequence[object]]:
    """Yield the rows of a sheet with a word where answers were ticked; rows keep their numbers."""
    for number, row in enumerate(sheet.rows()):
        filled = list(row)
        for block in blocks:
            if number == header:
                block.head(filled)
            elif number == header + 1 and not block.single:
                filled = ["" if at in block.says else value for at, value in enumerate(filled)]
            elif number > header and filled:
                block.read(filled)
        yield filled
