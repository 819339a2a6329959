"""What is written into one place for one value: pieces of the place's own text, or the reason why the value does not fit.

Words of the form never change: a piece replaces a blank, a hint or a box, or is put between two signs.
"""

import re
from dataclasses import dataclass, replace

from formgen.binding.cells import FormCell
from formgen.binding.choices import Option, read_choice
from formgen.binding.fields import BoundField
from formgen.binding.gap_values import UNFIT, WRITTEN_DATE, GapPiece, UnfitError, fill_gap, fill_gaps, unfit
from formgen.binding.gaps import TextGap, date_gaps, gaps_of_span, is_blank, whole_gap
from formgen.binding.key_matches import Match
from formgen.binding.kinds import heads_opinion
from formgen.binding.numbered_items import gaps_of_items
from formgen.binding.time_gaps import gaps_of_time
from formgen.binding.wording import exact, loose, squeeze
from formgen.forms.ticks import OPEN_BOXES, TICKED_BOXES
from formgen.quoting import UNPRINTABLE

_SEAL = re.compile("盖章|签章|公章|签字|签名|印章|[（(]章[）)]|负责人|经办人")
_YES, _NO = ("是", "有", "同意", "√", "对"), ("否", "无", "不同意", "×", "错")
_TRUE, _FALSE = {"是", "true", "TRUE", "True", "√", "有", "1"}, {"否", "false", "FALSE", "False", "无", "0"}
_SIZES = (  # of numbers that stand in boxes of one character each: GB 11643, GB 32100
    (re.compile("身份证|公民身份"), (18, 15)),
    (re.compile("信用代码"), (18,)),
)
_NO_OPTION, _ROWS, _TWO = "B105", "B107", "B112"
TICK, PLAIN_TICK = "☑", "√"


@dataclass(frozen=True, slots=True)
class PlaceEdit:
    """The pieces written into one cell or paragraph for one field; ``photo`` says that a picture takes their place."""

    field: BoundField
    cell: FormCell | None
    paragraph: int
    pieces: tuple[GapPiece, ...]
    photo: bool = False


def make_edits(match: Match, text_of: "TextOf") -> list[PlaceEdit]:
    """Return what one key writes. Raises UnfitError where its value does not fit."""
    value = match.entry.value
    for text in value if isinstance(value, list) else [value]:
        if unseen := UNPRINTABLE.search(text.replace("\n", "").replace("\t", "")):
            raise unfit(UNFIT, f"“{match.entry.key}”的值里有印不出来的字符（U+{ord(unseen[0]):04X}）")
    if len(match.fields) > 1 and isinstance(value, list):
        pairs = zip(match.fields, value, strict=False)
        return [_edit(each, each.cells[0], one, text_of) for each, one in pairs if one]
    field = match.fields[0]
    if isinstance(value, list) and len(value) == 1 and field.kind not in {"list", "checkbox"}:
        value = value[0]
    if isinstance(value, list) and _has_items(field):
        value = "\n".join(value)
    if isinstance(value, list) and field.kind not in {"list", "checkbox"}:
        raise unfit(UNFIT, f"“{match.entry.key}”有{len(value)}个值，表上只有一处空格")
    if field.kind == "list":
        return _list_edits(field, value if isinstance(value, list) else [value], text_of)
    if field.kind == "boxes":
        return _box_edits(field, str(value), text_of)
    cell = field.cells[0] if field.cells else None
    if field.kind == "checkbox":
        return _tick_edits(field, value, text_of)
    return [_edit(field, cell, str(value), text_of)]


def _has_items(field: BoundField) -> bool:
    """Return whether a field is a box in which numbers are set ready, one for each value."""
    return field.gap is not None and field.gap.start < 0 and bool(gaps_of_items(field.cells[0].text))


class TextOf:
    """The texts of cells and paragraphs of a form."""

    def __init__(self, paragraphs: dict[int, str]) -> None:
        """Keep the texts of paragraphs; a cell has its own."""
        self._paragraphs = paragraphs

    def __call__(self, cell: FormCell | None, paragraph: int) -> str:
        """Return the text of a place."""
        return cell.text if cell is not None else self._paragraphs[paragraph]


# -- single values ------------------------------------------------------------------------------------
def _edit(field: BoundField, cell: FormCell | None, value: str, text_of: TextOf) -> PlaceEdit:
    text = text_of(cell, field.paragraph)
    if field.kind == "opinion":
        start, end = (field.gap.start, field.gap.end) if field.gap else (0, len(text))
        piece = place_opinion(text[start:end], value)
        pieces: tuple[GapPiece, ...] = (piece._replace(start=piece.start + start, end=piece.end + start),)
    elif field.gap is not None and field.gap.start < 0:
        pieces = fill_gaps(text, value, field.label)
    elif field.gap is not None:
        pieces = fill_gap(field, text, value)
    elif field.options:
        pieces = tuple(each for _, each in _ticks(field.options, value, text))
    else:
        pieces = (_whole(text, _as_asked(field, value), field),)
    return PlaceEdit(field, cell, field.paragraph, pieces)


def _whole(text: str, value: str, field: BoundField) -> GapPiece:
    """Return the piece for a blank cell, or for one that holds only a hint."""
    plain = squeeze(text)
    hint = plain[:1] in {"(", "[", "【"} or plain.upper().startswith(("XX", "××", "…"))
    if not is_blank(text) and not hint:
        raise unfit(UNFIT, f"“{field.label}”的格里已经有字")
    return GapPiece(0, len(text), value)


def _as_asked(field: BoundField, value: str) -> str:
    """Return a date as 2024年3月 for a label that asks for 年月; any other value as it was given."""
    found = WRITTEN_DATE.fullmatch(value.strip())
    if found and exact(field.label).endswith("年月") and "-" in value:
        return f"{found[1]}年{int(found[2])}月"
    return value


def place_opinion(text: str, value: str) -> GapPiece:
    """Return the piece for an opinion: the first empty line above the seal and the date, else a line of its own above.

    Raises UnfitError where there is neither.
    """
    offset, empty, lines = 0, -1, text.split("\n")
    headed = len(lines) > 1 and heads_opinion(lines[0])
    for at, line in enumerate(lines):
        if at == 0 and headed:
            offset += len(line) + 1
            continue
        if _SEAL.search(squeeze(line)) or date_gaps(line):
            break
        if empty < 0 and is_blank(line) and (at or len(lines) > 1 or is_blank(text)):
            empty = offset
        offset += len(line) + 1
    else:
        if empty < 0:
            raise unfit(UNFIT, "意见栏里没有空行")
    if empty >= 0:
        end = text.find("\n", empty)
        return GapPiece(empty, len(text) if end < 0 else end, value)
    return GapPiece(offset, offset, value, line=True)


# -- several values -----------------------------------------------------------------------------------
def open_cells(field: BoundField) -> tuple[FormCell, ...]:
    """Return the cells of a list that are to be filled; those with words of their own (本人) stay."""
    return tuple(cell for cell in field.cells if is_blank(cell.text) or not squeeze(cell.text))


def _list_edits(field: BoundField, values: list[str], text_of: TextOf) -> list[PlaceEdit]:
    cells = field.cells
    if len(values) > len(cells):
        raise unfit(_ROWS, f"“{field.label}”有{len(values)}个值，表上只有{len(cells)}行")
    found = list[PlaceEdit]()
    for cell, value in zip(cells, values, strict=False):
        if not value:
            continue
        if is_blank(cell.text):
            found.append(PlaceEdit(field, cell, 0, (GapPiece(0, len(cell.text), _as_asked(field, value)),)))
        elif squeeze(cell.text) != squeeze(value):
            found.append(_into_row(field, cell, value, text_of))
    return found


def _into_row(field: BoundField, cell: FormCell, value: str, text_of: TextOf) -> PlaceEdit:
    """Return the edit for a cell of a list that holds something: a gap, choices or a hint; words of its own stay."""
    choice, gap = read_choice(cell.text), whole_gap(cell.text)
    several = gap is None and (gaps_of_span(cell.text) or gaps_of_time(cell.text))
    gap = TextGap(-1, -1, "多处空格") if several else gap
    own = replace(field, options=choice.options if choice else (), gap=gap)
    return _edit(own, cell, value, text_of)


def _box_edits(field: BoundField, value: str, text_of: TextOf) -> list[PlaceEdit]:
    plain = squeeze(value)
    wanted = next((sizes for words, sizes in _SIZES if words.search(field.label)), ())
    if wanted and plain and len(plain) not in wanted:
        sizes = "或".join(map(str, wanted))
        raise unfit(UNFIT, f"“{field.label}”应当是{sizes}位，数据有{len(plain)}位")
    if len(plain) > len(field.cells):
        raise unfit(UNFIT, f"“{field.label}”有{len(field.cells)}个单字格，数据有{len(plain)}个字")
    return [
        PlaceEdit(field, cell, 0, (GapPiece(0, len(text_of(cell, 0)), char),))
        for cell, char in zip(field.cells, plain, strict=False)
    ]


# -- boxes to tick ------------------------------------------------------------------------------------
def _tick_edits(field: BoundField, value: str | list[str], text_of: TextOf) -> list[PlaceEdit]:
    """Return the edits of a question, whose options may stand in several cells one under the other."""
    if len(field.cells) < len("两格"):
        cell = field.cells[0] if field.cells else None
        pieces = _ticks(field.options, value, text_of(cell, field.paragraph))
        return [PlaceEdit(field, cell, field.paragraph, tuple(each for _, each in pieces))]
    pieces = _ticks(field.options, value, "\n".join(cell.text for cell in field.cells))
    return [
        PlaceEdit(field, cell, 0, tuple(each for option, each in pieces if option.cell == at))
        for at, cell in enumerate(field.cells)
        if any(option.cell == at for option, _ in pieces)
    ]


def _ticks(options: tuple[Option, ...], value: str | list[str], text: str) -> list[tuple[Option, GapPiece]]:
    """Return the pieces that tick the options asked for and untick the others, each with its option.

    Raises UnfitError for an option that is not there, and for two where one excludes the other.
    """
    asked = value if isinstance(value, list) else _part(options, value)
    chosen = [_choose(options, each) for each in asked if each]
    groups = [each.group for each in options]
    answered = [each.group for each in set(chosen)]
    if any(answered.count(each) > 1 and groups.count(each) <= len("是否") for each in answered):
        raise unfit(_TWO, f"只能选一个，数据写了{len(chosen)}个：{'、'.join(asked)}")
    if options[0].is_written:
        letters = "、".join(each.letter for each in options if each in chosen)
        start, end = options[0].box
        return [(options[0], GapPiece(start + 1, end - 1, letters))] if letters else []
    mark = _own_mark(text)
    found = list[tuple[Option, GapPiece]]()
    for option in options:
        if option in chosen and not option.ticked:
            found.append((option, _tick(option, mark)))
        elif option.ticked and option not in chosen and option.group in answered:
            found.append((option, _untick(option, text)))
    return found


def _part(options: tuple[Option, ...], value: str) -> list[str]:
    """Return one answer, or several that are separated, where the whole is no option."""
    if any(exact(option.words) == exact(value) for option in options):
        return [value]
    return [each for each in re.split("[、，,；;\n]", value) if each.strip()]


def _choose(options: tuple[Option, ...], asked: str) -> Option:
    for same in (exact, loose):
        found = [option for option in options if same(option.words) == same(asked)]
        if len(found) == 1:
            return found[0]
    told = [each for each in options if each.letter and _is_told(each, asked)]
    if len(told) == 1:
        return told[0]
    for said, words in ((_TRUE, _YES), (_FALSE, _NO)):
        found = [option for option in options if option.words in words]
        if asked in said and len(found) == 1:
            return found[0]
    known = "、".join(option.words for option in options)
    raise unfit(_NO_OPTION, f"没有“{asked}”这一项，有：{known}")


def _is_told(option: Option, asked: str) -> bool:
    """Return whether an answer is the letter of an option: B, B.重点, （2）."""
    plain = squeeze(asked).strip("()").upper()
    letter = squeeze(option.letter)
    return plain in {letter, f"{letter}."} or exact(re.sub(rf"^{letter}[.、):]", "", plain)) == exact(
        option.words
    )


def _own_mark(text: str) -> str:
    """Return the mark the form itself shows on a preset option, empty where it shows none."""
    return next((sign for sign in text if sign in TICKED_BOXES), "")


def _tick(option: Option, mark: str) -> GapPiece:
    start, end = option.box
    if start == end:
        return GapPiece(start, end, PLAIN_TICK)
    if option.is_bracketed:
        return GapPiece(start + 1, end - 1, PLAIN_TICK)
    return GapPiece(start, end, mark or TICK, tick=not mark)


def _untick(option: Option, text: str) -> GapPiece:
    start, end = option.box
    if option.is_bracketed:
        return GapPiece(start + 1, end - 1, "  ")
    beside = next((sign for sign in text if sign in OPEN_BOXES), "□")
    return GapPiece(start, end, beside)


__all__ = [
    "UNFIT",
    "GapPiece",
    "PlaceEdit",
    "TextOf",
    "UnfitError",
    "make_edits",
    "open_cells",
    "place_opinion",
]
