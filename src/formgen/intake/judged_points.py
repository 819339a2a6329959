"""The points that reviewers wrote into a 抽查评分表, put beside the data as if they stood in 评审打分.

A value that stands in both places and differs is used from neither. Knows the sheet and raw communities.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from formgen.exact import exact_text, parse_number
from formgen.folding import fold, keep_letters
from formgen.intake.corrected_points import ItemWords, tell_corrected
from formgen.intake.dates import format_date, parse_date
from formgen.intake.entries import match_key
from formgen.intake.fields import Field, make_catalogue
from formgen.intake.files import file_error, read_content
from formgen.intake.headed_lists import tell_hidden
from formgen.intake.joined_cells import join_cells
from formgen.intake.names import is_remark, is_total
from formgen.intake.raw import Cell, Raw, RawJudgement
from formgen.intake.row_words import says_points
from formgen.intake.source import Source
from formgen.intake.table_words import says_void
from formgen.intake.tables import Table
from formgen.intake.values import UnusableError, read_value
from formgen.intake.xlsx import read_xlsx
from formgen.model import Who
from formgen.office.cells import format_column
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.schema import Rubric

REVIEWER, DAY = "评审人（职务）", "评审日期"
TOWNSHIP_HEAD, COMMUNITY_HEAD, REMARK, NUMBER = "乡镇（街道）", "社区（村）", "说明", "序号"
_FULL = re.compile(r"[（(]?满分[^（()）]*[)）]?\s*$")
_FULL_POINTS = re.compile(r"满分\s*([\d.]+)")
_TOP = {
    keep_letters(REVIEWER): "by",
    "评审人": "by",
    "评审人职务": "by",
    keep_letters(DAY): "day",
    "日期": "day",
}
_SIGNED = re.compile(r"\s*评[审分]人?员?(?:[(（]?(?:签[字名章]|盖章)|[:：])")
_BY_WHOM = re.compile(r"\s*[^\d:：]{0,12}(?:签[字名章]|盖章|组长|组员|成员|人员|负责人)\s*[)）]?\s*[:：].*")
_NOT_LOOKED_AT = re.compile(
    r"[-‐‑‒–—―－−/／\\\s]*|\s*[(（]?(?:[未没](?:有|去)?(?:[查检抽]?查看?|看到?|抽[查到]?|评[审分]?|打分|到场)|不查|免查)[)）]?\s*"
)
_POINTS = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)*\s*分?\s*")
_HEADER_ROWS = 20  # a header stands among the first rows


def list_judged_items(rubric: Rubric) -> list[Field]:
    """Return the criteria that a reviewer gives points for, in the order of the printed table."""
    fields = make_catalogue(rubric).judged
    return [each for key, each in fields.items() if rubric.criteria[key].method.takes_judgement]


def say_full(item: Field) -> str:
    """Return the most points of an item as its header says them."""
    return f"满分{exact_text(item.most) if item.most is not None else ''}分"


def supplement_judged(source: Source, files: Sequence[Path]) -> None:
    """Put the points of 抽查评分表 files beside the data of a source.

    Raises FormgenError C123 for a file that is no such sheet, F codes for what cannot be read.
    """
    if not files:
        return
    problems: list[Problem] = []
    given = _assign(source, files, problems)
    judged = source.catalogue.judged

    def complete(raw: Raw, at: int) -> Raw:
        for each in given.get(at, ()):
            earlier, new = raw.judged.get(each.key), each.judgement
            before = earlier.points if earlier else None
            points = new.points
            if points and _is_readable(points, judged[each.key]):  # √ is told as no points
                points = join_cells(before, points, judged[each.key], raw.problems)
            raw.judged[each.key] = replace(new, points=points)
        return raw

    unique = {(each.code, each.place, str(each)): each for each in problems}
    source.supplement(list(unique.values()), complete)


def _is_readable(cell: Cell, field: Field) -> bool:
    """Return whether a cell says how many points are given, and not √ or 满分; what was told already stays as it is."""
    if cell.kind == "unusable":
        return True
    try:
        read_value(cell, field)
    except UnusableError:
        return False
    return True


def _assign(
    source: Source, files: Sequence[Path], problems: list[Problem]
) -> Mapping[int, Sequence["_Judged"]]:
    """Return the points by the index of their community; of who is nobody, or several, is reported."""
    labels = {keep_letters(each.label): each for each in source.catalogue.judged.values()}
    known = {match_key(entry.who): at for at, entry in enumerate(source.entries)}
    bare: dict[str, list[int]] = {}
    for who, at in known.items():
        bare.setdefault(who.name, []).append(at)
    given: dict[int, list[_Judged]] = {}
    for file in files:
        for each in _read(file, labels, problems):
            who = match_key(each.who)
            found = [known[who]] if who in known else [] if who.township else bare.get(who.name, [])
            if len(found) == 1:
                given.setdefault(found[0], []).append(each)
            else:
                problems.append(Problem("C124", each.place, {"name": str(each.who)}))
    return given


@dataclass(frozen=True, slots=True)
class _Judged:
    """The points of one item of one community, and where the community is named."""

    who: Who
    place: Place
    key: str
    judgement: RawJudgement


def _read(file: Path, labels: Mapping[str, Field], problems: list[Problem]) -> Iterator[_Judged]:
    content = read_content(file)
    if content.kind != "xlsx":
        raise file_error(file.name, "F102", "抽查评分表应当是工作簿")
    for table in read_xlsx(content.data, file.name):
        for row in sorted(table.rows)[:_HEADER_ROWS]:
            heads = {column: _plain(cell.text) for column, cell in table.rows[row].items()}
            if keep_letters(COMMUNITY_HEAD) in heads.values() and set(heads.values()) & set(labels):
                above = [each for at in table.rows if at < row for each in table.rows[at].values()]
                if void := next((each for each in above if says_void(each.text)), None):
                    problems.append(Problem("C196", void.place, {"text": void.text.strip()}))
                    return
                yield from _read_rows(table, row, labels, problems)
                return
    raise FormgenError(Problem("C123", Place(file.name), {"file": file.name}))


def _plain(head: str) -> str:
    return keep_letters(_FULL.sub("", head))


def _read_rows(
    table: Table, header: int, labels: Mapping[str, Field], problems: list[Problem]
) -> Iterator[_Judged]:
    columns = _find_columns(table, header, labels, problems)
    items = {each.key: each.label for each in labels.values()}
    words = ItemWords(items)
    in_columns = {at: items[key] for key, at in columns.items() if key in items}
    merged = _find_merged(table, header, in_columns, problems)
    top = _read_top(table, header)
    day, read = _read_day(top.get("day"), problems), list[int]()
    for row in sorted(each for each in table.rows if each > header):
        cells = table.rows[row]
        name, township = (cells.get(columns.get(each, 0)) for each in (COMMUNITY_HEAD, TOWNSHIP_HEAD))
        values = {
            key: cells[at]
            for key, at in columns.items()
            if key in items
            and at in cells
            and (row, at) not in merged
            and (cells[at].kind == "formula" or not _NOT_LOOKED_AT.fullmatch(cells[at].text))
        }
        if _is_below(name, cells) or (name is None and _says_by_whom(values.values(), cells.values())):
            continue
        if name is None:
            problems += [Problem("D104", next(iter(values.values())).place)] if values else []
            continue
        read.append(row)
        who = Who(township.text if township else "", name.text)
        remark = cells.get(columns.get(REMARK, 0))
        if remark and not values and says_points(remark.text):
            problems.append(Problem("D205", remark.place, {"text": remark.text.strip()}))
        if remark:
            problems += tell_corrected(words, values, remark, str(who))
        reason = _make_reason(day, remark, table, row)
        for key, cell in values.items():
            judgement = RawJudgement(cell, top.get("by"), reason, formal=True)
            yield _Judged(who, name.place, key, judgement)
    problems += tell_hidden(table, read)


def _is_below(name: Cell | None, cells: Mapping[int, Cell]) -> bool:
    """Return whether a row is a total, or says who signed, and is of no community."""
    if name is not None:
        return is_total(name.text) or is_remark(name.text)
    return any(
        is_total(cell.text) or is_remark(cell.text) or _SIGNED.match(cell.text) for cell in cells.values()
    )


def _says_by_whom(values: Iterable[Cell], cells: Iterable[Cell]) -> bool:
    """Return whether a row without a name says who was there, and has no points."""
    return not any(_POINTS.fullmatch(fold(each.text)) for each in values) and any(
        _BY_WHOM.fullmatch(each.text) for each in cells
    )


def _find_columns(
    table: Table, header: int, labels: Mapping[str, Field], problems: list[Problem]
) -> dict[str, int]:
    """Return the columns by what they hold; one that is not known, or twice there, is reported and not read."""
    ours = {keep_letters(each): each for each in (COMMUNITY_HEAD, TOWNSHIP_HEAD, REMARK, NUMBER)}
    found: dict[str, int] = {}
    for column, cell in table.rows[header].items():
        head = _plain(cell.text)
        item = labels.get(head)
        what = item.key if item else ours.get(head)
        if item and (written := _read_full(cell.text)) not in {None, item.most}:
            words = {"column": cell.text.replace("\n", ""), "full": say_full(item), "own": str(written)}
            problems.append(Problem("C173", cell.place, words))
        elif what is None or what in found:
            why = "不认识" if what is None else "前面已有一列"
            problems.append(Problem("C125", cell.place, {"column": cell.text.replace("\n", ""), "why": why}))
        else:
            found[what] = column
    return found


def _read_full(head: str) -> Fraction | None:
    """Return the most points that a header says, None where it says none."""
    match = _FULL_POINTS.search(fold(head))
    number = parse_number(match[1]) if match else None
    return number.value if number else None


def _find_merged(
    table: Table, header: int, items: Mapping[int, str], problems: list[Problem]
) -> set[tuple[int, int]]:
    """Return row and column of the points that are merged over several rows or items, ``items`` by their columns."""
    found: set[tuple[int, int]] = set()
    for each in table.merged:
        labels = [items[at] for at in range(each.left, each.right + 1) if at in items]
        cell = table.rows.get(each.top, {}).get(each.left) if each.left in items else None
        if each.top > header and cell and (each.bottom > each.top or len(labels) > 1):
            found.add((each.top, each.left))
            span = f"{cell.place.cell}:{format_column(each.right)}{each.bottom}"
            words = {"range": span, "labels": "、".join(f"“{label}”" for label in labels)}
            problems.append(Problem("D186", cell.place, words))
    return found


def _read_top(table: Table, header: int) -> dict[str, Cell]:
    """Return who reviewed and when, as they stand above the header: behind the colon, or in the next cell."""
    found: dict[str, Cell] = {}
    for row in (each for each in sorted(table.rows) if each < header):
        waiting = ""
        for _, cell in sorted(table.rows[row].items()):
            label, colon, rest = cell.text.replace(":", "：").partition("：")
            role = _TOP.get(keep_letters(label), "")
            if role and rest.strip():
                found.setdefault(role, cell._replace(content=rest.strip(), kind="text"))
            elif role and (colon or not rest):
                waiting = role
            elif waiting:
                found.setdefault(waiting, cell)
                waiting = ""
    return found


def _read_day(cell: Cell | None, problems: list[Problem]) -> str:
    """Return the day of the review for print, empty for none; what is no day is reported."""
    if cell is None:
        return ""
    day = parse_date(cell.text)
    if day is None:
        problems.append(Problem("D139", cell.place, {"label": DAY, "value": cell.text}))
        return ""
    return format_date(day)


def _make_reason(day: str, remark: Cell | None, table: Table, row: int) -> Cell | None:
    """Return why the points were given: the day of the visit, and what the reviewer remarked."""
    parts = [f"{day}实地查看" if day else "", remark.text if remark else ""]
    text = "：".join(filter(None, parts))
    if not text:
        return None
    place = remark or Cell("", "text", table.file, table.sheet, f"{format_column(1)}{row}")
    return place._replace(content=text, kind="text")
