"""What a cell or a line holds by itself: choices, labels with gaps, opinion boxes, seals, gaps in sentences."""

import re

from formgen.binding.cells import FormCell
from formgen.binding.choices import find_boxes, read_questions
from formgen.binding.claimed import Claims, as_choice
from formgen.binding.fields import BoundField, BoundKind
from formgen.binding.gaps import TextGap, date_gaps, gaps_of_numbers, inline_labels
from formgen.binding.kinds import heads_opinion, is_opinion, opinion_parts
from formgen.binding.seals import is_seal_only, seal_marks, seal_names
from formgen.binding.sentence_gaps import sentence_gaps
from formgen.binding.time_gaps import gap_of_days
from formgen.binding.wording import BLANK, printed, readings

LONGEST_LABEL = 40
LAST_DATE = "落款日期"
_DATE_SIGNS = str.maketrans("", "", "年月日")
_SIGNED = re.compile("(?:签字|签名|签署|手印)[）)]?$")


def claim_own(claims: Claims, cell: FormCell) -> None:
    """Claim what a cell holds by itself: choices, labels with gaps, opinion boxes, photos; count labels without a blank."""
    of = claims.classes[cell]
    if cell in claims.gone or cell in claims.labels:
        return
    left = claims.table.left_of(cell)
    label = left if left is not None and claims.classes[left] == "label" else None
    if of == "photo":
        claims.fields.append(
            BoundField("照片", "photo", (cell,), names=("照片", printed(cell.text)), reason="贴照片的格")
        )
    elif of == "choice":
        base = BoundField("", "checkbox", (cell,), label)
        claims.fields += [as_choice(base, each) for each in read_questions(cell.text)[:1] if each.label]
    elif of in {"inline", "opinion"}:
        claims.fields += _inside(cell, opinion=of == "opinion")
    elif of == "gap":
        claims.fields += _gaps_in(cell)
    elif of == "note":
        asked = [each for each in read_questions(cell.text) if each.label] if cell.outside else []
        if asked and len(asked[0].options) > 1:
            claims.fields += [as_choice(BoundField("", "checkbox", (cell,), label), each) for each in asked]
            claims.fields += list_beside_options(cell)
        else:
            claims.fields += [*seals_in(cell.text, cell), *_gaps_in(cell)]
            claims.fields += list_bare_dates(cell.text, cell) if cell.outside else []
    elif of == "label" and len(printed(cell.text)) <= LONGEST_LABEL:
        seals = seals_in(cell.text, cell)
        claims.fields += seals if len(seals) > 1 else list_in_sentences(cell) or [_alone(cell)]


def _gaps_in(cell: FormCell) -> list[BoundField]:
    """Return the gaps within the sentences of a cell, or the number of a document that it is."""
    return list_in_sentences(cell) or (_inside(cell, opinion=False) if gaps_of_numbers(cell.text) else [])


def _alone(cell: FormCell) -> BoundField:
    """Return the field of a label without a blank beside it: behind its colon, else not found."""
    names = readings(cell.text)
    if is_seal_only(cell.text):
        return BoundField(names[-1], "seal", (cell,), cell, names=seal_names(names[-1]), reason="盖章的地方")
    if (gap := find_line_below(cell.text)) is not None:
        kind: BoundKind = "opinion" if is_opinion(cell.text) else "inside"
        own = None if kind == "opinion" else gap
        return BoundField(names[-1], kind, (cell,), cell, names=names, gap=own, reason="格内标签下面的空行")
    if cell.text.rstrip().endswith((":", "：")):
        end = len(cell.text)
        return BoundField(
            names[0],
            "inside",
            (cell,),
            names=names,
            gap=TextGap(len(cell.text.rstrip()), end),
            reason="冒号后面",
        )
    return BoundField(names[-1], None, (), cell, names=names, reason="没有找到它的空格", start=cell.row)


def find_line_below(text: str) -> TextGap | None:
    """Return the first empty line below a label of one line, None where there is none."""
    shown = text.rstrip(BLANK + "\n")
    if "\n" not in text[len(shown) :] or "\n" in shown.lstrip("\n"):
        return None
    start = text.index("\n", len(shown)) + 1
    end = text.find("\n", start)
    return TextGap(start, len(text) if end < 0 else end)


def _inside(cell: FormCell, *, opinion: bool) -> list[BoundField]:
    """Return the labels within a cell with their gaps, and the opinion box that has its own label in the first line."""
    found = seals_in(cell.text, cell)
    if opinion and (parts := opinion_parts(cell.text)):
        return found + [
            BoundField(
                each.label, "opinion", (cell,), cell, names=(each.label,), gap=TextGap(each.start, each.end),
                reason="格内几栏意见之一",
            )
            for each in parts
        ]  # fmt: skip
    if opinion:
        first = next((line for line in cell.text.split("\n") if line.strip()), "")
        head = first.strip().rstrip(":：")
        if heads_opinion(first) or (
            0 < len(head) <= LONGEST_LABEL and "。" not in head and not _is_signed(first)
        ):
            names = (printed(head),)
            return [BoundField(names[0], "opinion", (cell,), cell, names=names, reason="格内的意见栏")]
    for each in inline_labels(cell.text):
        kind: BoundKind = "gap" if each.gap is not None and each.gap.unit else "inside"
        label = printed(each.label)
        found.append(
            BoundField(
                label, kind, (cell,), cell, names=(label,), gap=each.gap, reason="格内标签后面", start=each.start
            )
        )  # fmt: skip
    return found


def list_beside_options(cell: FormCell) -> list[BoundField]:
    """Return the labels with a drawn gap among the options of a cell: □更新（原设备编号：____）."""
    return [
        each
        for each in _inside(cell, opinion=False)
        if each.kind != "seal" and each.gap is not None and _is_drawn(cell.text, each.gap)
    ] + list_in_sentences(cell)


def _is_drawn(text: str, gap: TextGap) -> bool:
    """Return whether a gap is drawn, or ends a line on which there is nothing to tick."""
    start, end = text.rfind("\n", 0, gap.start) + 1, text.find("\n", gap.end)
    line = text[start : end if end >= 0 else len(text)]
    below = text[end + 1 :].lstrip(BLANK + "\n") if end >= 0 else ""
    asks = (
        any(each.start() == 0 for each in find_boxes(below))
        and not text[gap.end :].split("\n", maxsplit=1)[0].strip()
    )
    return bool(text[gap.start : gap.end]) or not (asks or find_boxes(line))


def list_last_dates(cell: FormCell, owner: str, taken: set[int]) -> list[BoundField]:
    """Return the date at the end of a cell that is no field yet: that of a signature. ``taken`` is where gaps begin."""
    gaps = [each for each in date_gaps(cell.text) if each.parts and each.start not in taken]
    if not gaps or cell.text[gaps[-1].end :].strip(BLANK + "\n"):
        return []
    name = f"{owner or '签字'}日期"
    names = (name, f"{owner or '签字'}/日期")
    return [BoundField(name, "gap", (cell,), cell, names=names, gap=gaps[-1], reason="签字处的日期")]


def list_bare_dates(text: str, cell: FormCell | None = None, paragraph: int = 0) -> list[BoundField]:
    """Return the dates of a line that holds nothing else: below a signature, one for each side."""
    if text.translate(_DATE_SIGNS).strip(BLANK):
        return []
    cells = (cell,) if cell is not None else ()
    return [
        BoundField(
            LAST_DATE, "gap", cells, cell, paragraph, names=(LAST_DATE,), gap=gap, reason="单独一行的日期"
        )
        for gap in date_gaps(text)
    ]


def list_days(cell: FormCell) -> list[BoundField]:
    """Return how many days a cell of two days says that they are: 共　天."""
    gap = gap_of_days(cell.text)
    if gap is None:
        return []
    return [
        BoundField(
            "天数", "gap", (cell,), cell, names=("天数", "共"), gap=TextGap(*gap, "天"), reason="两个日期后面的天数"
        )
    ]  # fmt: skip


def list_in_sentences(cell: FormCell) -> list[BoundField]:
    """Return the gaps within the sentences of a cell."""
    return [
        BoundField(
            each.label, "gap", (cell,), cell, names=each.names, gap=each.gap, reason="句子里的空格", start=each.start
        )
        for each in sentence_gaps(cell.text)
    ]  # fmt: skip


def list_amounts(cell: FormCell) -> list[BoundField]:
    """Return the amounts in words within a cell: 救助金　　元（大写：　　）."""
    return [each for each in _inside(cell, opinion=False) if each.label in {"大写", "小写", "人民币大写"}]


def is_signature(label: str) -> bool:
    """Return whether a label says that somebody signs."""
    return bool(_SIGNED.search(printed(label)))


def _is_signed(line: str) -> bool:
    """Return whether a line is where somebody signs, seals or dates: no opinion is named after it."""
    return bool(date_gaps(line) or seal_marks(line) or _SIGNED.search(printed(line)))


def seals_in(text: str, cell: FormCell | None = None, paragraph: int = 0) -> list[BoundField]:
    """Return the places of seals within a cell or a paragraph; they are listed and take nothing."""
    cells = (cell,) if cell is not None else ()
    return [
        BoundField(
            mark.label, "seal", cells, cell, paragraph, names=seal_names(mark.label), reason="盖章的地方", start=mark.start
        )
        for mark in seal_marks(text)
    ]  # fmt: skip
