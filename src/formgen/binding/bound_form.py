"""The whole form, bound by its labels before any key is looked at: fields in reading order, each with its contexts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from formgen.binding.cells import CellTable, FormCell, FormOfCells, Paragraph
from formgen.binding.choices import read_questions
from formgen.binding.claimed import Claims
from formgen.binding.claims import claim
from formgen.binding.contexts import contexts_of, list_runs
from formgen.binding.fields import BoundField, BoundKind
from formgen.binding.gaps import inline_labels
from formgen.binding.inside import LAST_DATE, list_bare_dates, seals_in
from formgen.binding.line_contexts import Line, contexts_of_lines
from formgen.binding.sentence_gaps import sentence_gaps
from formgen.binding.wording import exact, printed, squeeze

_LONGEST_TITLE = 40
_FORM = re.compile("表|书|卡|单|册|证|函")
_SIGNED = re.compile("签字|签名|签署|手印")
_DATE = "日期"
_MANY = 3  # the same label so often one under the other is a list


@dataclass(frozen=True)
class BoundForm:
    """A bound form: its title, its fields, the labels whose blank was not found, and keys that a person said to leave."""

    title: str
    form: FormOfCells
    fields: tuple[BoundField, ...]
    unfound: tuple[BoundField, ...]
    ignored: tuple[str, ...] = ()


def bind_form(form: FormOfCells) -> BoundForm:
    """Bind a form of cells."""
    found, block = list[BoundField](), 1
    for table in form.tables:
        claims = claim(table, block)
        block = claims.block
        near = contexts_of_lines(_sheet_lines(table, claims.fields))
        for lines in _lines_of_cells(claims.fields):
            near |= contexts_of_lines(lines)
        own = [
            replace(each, contexts=(*contexts_of(each, claims), *near.get(id(each), ())))
            for each in claims.fields
        ]
        found += _downward_lists(own)
    found += _in_paragraphs(form.paragraphs)
    found = [_as_seal(each) for each in list_runs(_call_dates(found))]
    placed = sorted((each for each in found if each.kind), key=lambda each: each.order)
    unfound = tuple(each for each in found if each.kind is None)
    return BoundForm(find_title(form), form, tuple(_name(placed)), unfound)


def find_title(form: FormOfCells) -> str:
    """Return the title of a form: the first short paragraph or the first cell that says what form it is."""
    texts = [paragraph.text for paragraph in form.paragraphs]
    texts += [cell.text for table in form.tables for cell in table.cells[:3]]
    shorts = [squeeze(text) for text in texts if 0 < len(squeeze(text)) <= _LONGEST_TITLE]
    return next((text for text in shorts if _FORM.search(text) and not re.search("^附件|[:：]", text)), "")


def _as_seal(field: BoundField) -> BoundField:
    """Return the gap behind words such as 申请人签字 as a place of signatures, which nobody prints into.

    A cell of its own beside such a label is filled: there stands whose name it is.
    """
    is_signed = field.kind in {"inside", "gap"} and _SIGNED.search(squeeze(field.label)) is not None
    return replace(field, kind="seal", reason="签字的地方") if is_signed else field


def _sheet_lines(table: CellTable, fields: Sequence[BoundField]) -> list[Line]:
    """Return the rows of a sheet that stand outside its lines as lines of text; rows between lines part them."""
    rows: dict[int, list[FormCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    found = list[Line]()
    for _, cells in sorted(rows.items()):
        outside = all(cell.outside for cell in cells)
        own = [each for each in fields if each.cells and each.cells[0] in cells] if outside else []
        own.sort(key=lambda each: each.order)
        found.append(Line(" ".join(cell.text for cell in cells) if outside else "", tuple(own)))
    return found


def _lines_of_cells(fields: Sequence[BoundField]) -> Iterator[list[Line]]:
    """Yield the lines of each cell between lines that holds several labels with their gaps."""
    own: dict[FormCell, list[BoundField]] = {}
    for each in fields:
        if each.label_cell is not None and each.cells == (each.label_cell,) and not each.label_cell.outside:
            own.setdefault(each.label_cell, []).append(each)
    for cell, several in own.items():
        lines, start = list[Line](), 0
        for text in cell.text.split("\n"):
            within = [each for each in several if start <= each.order[-1] <= start + len(text)]
            lines.append(Line(text, tuple(sorted(within, key=lambda each: each.order))))
            start += len(text) + 1
        yield lines if len(several) > 1 else []


def _in_paragraphs(paragraphs: Sequence[Paragraph]) -> list[BoundField]:
    """Return the fields of the paragraphs with their contexts."""
    lines = list[Line]()
    for each in paragraphs:
        own = [replace(one, after=each.after) for one in _in_paragraph(each.number, each.text)]
        lines.append(Line(each.text, tuple(sorted(own, key=lambda one: one.order))))
    near = contexts_of_lines(lines)
    return [replace(one, contexts=near[id(one)]) for line in lines for one in line.fields]


def _call_dates(fields: list[BoundField]) -> list[BoundField]:
    """Return fields in which dates alone in their lines are 日期 too: one of them where no other is, or those of two sides."""
    named = any(_DATE in map(exact, each.names) for each in fields)
    bare = [each for each in fields if each.label == LAST_DATE]
    return [
        replace(each, names=(*each.names, _DATE))
        if each.label == LAST_DATE and (each.contexts or (not named and len(bare) == 1))
        else each
        for each in fields
    ]


def _in_paragraph(number: int, text: str) -> list[BoundField]:
    """Return the fields of a paragraph outside tables: labels with gaps, choices with a label of their own."""
    questions = [each for each in read_questions(text) if each.label]
    asked = len(questions[0].options) > 1 if questions else False
    found = [
        BoundField(
            each.label, "checkbox", paragraph=number, names=(each.label,), options=each.options,
            reason="段落里的选项", start=each.options[0].start,
        )
        for each in questions
        if asked
    ]  # fmt: skip
    found += [] if asked else seals_in(text, paragraph=number)
    found += list_bare_dates(text, paragraph=number)
    for each in [*inline_labels(text), *sentence_gaps(text)]:
        if asked and (each.gap is None or each.gap.start == each.gap.end):
            continue  # where options follow a colon, no gap does
        kind: BoundKind = "gap" if each.gap is not None and each.gap.unit else "inside"
        label = printed(each.label)
        names = tuple(map(printed, each.names))
        found.append(
            BoundField(label, kind, paragraph=number, names=names, gap=each.gap, reason="段落里标签后面")
        )
    return found


def _downward_lists(fields: list[BoundField]) -> list[BoundField]:
    """Join the same label in three or more rows one under the other into one list written downwards."""
    groups: dict[tuple[str, int], list[BoundField]] = {}
    for each in fields:
        if each.kind == "right" and each.label_cell is not None and not _told_by_row(each):
            groups.setdefault((exact(each.label), each.label_cell.col), []).append(each)
    joined, dropped = dict[int, BoundField](), set[int]()
    for group in groups.values():
        cells = tuple(cell for each in group for cell in each.cells)
        if len(group) < _MANY or not _follow(cells):
            continue
        joined[id(group[0])] = replace(group[0], kind="list", cells=cells, reason="同一标签一行接一行")
        dropped.update(id(each) for each in group[1:])
    return [joined.get(id(each), each) for each in fields if id(each) not in dropped]


def _told_by_row(each: BoundField) -> bool:
    return any(context.rank[0] == 1 for context in each.contexts)


def _follow(cells: tuple[FormCell, ...]) -> bool:
    return all(after.row == cell.last_row + 1 and after.col == cell.col for cell, after in pairwise(cells))


def _name(fields: Iterable[BoundField]) -> list[BoundField]:
    """Number the fields and name them: a label that stands several times with the nearest context that is its own.

    Where that does not tell them apart either, each of them has a number: no name is a label that several fields have.
    """
    placed = list(fields)
    alike: dict[str, list[BoundField]] = {}
    for each in placed:
        alike.setdefault(_plain(each.label), []).append(each)
    names = [_own_name(each, number, alike[_plain(each.label)]) for number, each in enumerate(placed, 1)]
    same = Counter([*names, *(label for label, several in alike.items() if len(several) > 1)])
    used, found = Counter[str](), list[BoundField]()
    for number, (name, each) in enumerate(zip(names, placed, strict=True), 1):
        used[name] += 1
        field = f"{name}_{used[name]}" if same[name] > 1 else name
        found.append(replace(each, number=number, field=field))
    return found


def _own_name(field: BoundField, number: int, alike: Sequence[BoundField]) -> str:
    """Return the name of a field among those of the same label."""
    name = _plain(field.label) or f"空格{number}"
    if field.row_label:
        return f"{_plain(field.row_label)}.{name}"
    texts = [each.text for each in field.contexts]
    if len(alike) == 1 or not texts:
        return name
    others = {each.text for other in alike if other is not field for each in other.contexts}
    return f"{_plain(next((text for text in texts if text not in others), texts[0]))}.{name}"


def _plain(label: str) -> str:
    return re.sub(r"[^\w]", "", squeeze(label))[:20]


__all__ = ["BoundForm", "CellTable", "Claims", "bind_form", "find_title"]
