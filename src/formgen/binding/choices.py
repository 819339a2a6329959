"""Boxes to tick within a text, and options without boxes. Knows text only.

Whether a box stands before or behind its option is decided once for a cell: by whether the text ends with a box.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from formgen.binding.gaps import open_bracket
from formgen.binding.numbered_options import NumberedQuestion, numbered_questions
from formgen.binding.units import UNITS
from formgen.binding.wording import BLANK, printed
from formgen.forms.ticks import BOX, is_ticked

_DRAWN = "￼"
_ONE_SIGN = {("男", "女"), ("是", "否"), ("有", "无"), ("对", "错")}
_LONGEST = 8
_LONG = 60
_SPOKEN = re.compile("[打划画勾][“‘\"']?$")
_HINT = re.compile(r"[（(【\[][^（()）]*[）)】\]]")
_SENTENCE = re.compile("[，。；]|[_＿]{2}")  # no label, but what is said before the options
_NUMBER_BEHIND = re.compile(rf"(?<=\S)[{BLANK}]*(?:[（(]?\d{{1,2}}[)）.．、])$")
_NEXT_QUESTION = re.compile(  # behind the words of the last option of a question, before the box of the next
    rf"(?P<words>.*?[^{BLANK}\n，,；;])[{BLANK}\n，,；;]+(?P<label>[^{BLANK}\n：:]{{2,16}})[：:][{BLANK}\n]*",
    re.DOTALL,
)
_BEHIND_GAP = re.compile(rf"^.*[:：][{BLANK}]{{2,}}(?=[^{BLANK}])", re.DOTALL)  # 编号：____　　类别
_DIGIT_BOXES = re.compile("[□☐]{8,}")
_EDGES = BLANK + "\n、，,；;/／|"


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its words, where they stand, and where its box stands (an empty span where it has none).

    ``group`` tells the questions of one text apart: □是 □否 类别：□甲 □乙 has two. ``cell`` is which of the cells of its
    field it stands in. ``is_bracketed`` says that its box is a pair of brackets. ``letter`` is that of an option told by
    letters or numbers; ``is_written`` says that it goes into ``box``, the one pair of brackets of the question.
    """

    words: str
    start: int
    end: int
    box: tuple[int, int]
    ticked: bool = False
    group: int = 0
    cell: int = 0
    is_bracketed: bool = False
    letter: str = ""
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class BoxChoice:
    """The options of a text and, before the first, its own label."""

    options: tuple[Option, ...]
    label: str = ""
    drawn: bool = False


def find_boxes(text: str) -> list[re.Match[str]]:
    """Return the boxes of a text; the √ of 打√ is none."""
    return [each for each in BOX.finditer(text) if not _SPOKEN.search(text[: each.start()])]


class _Piece(NamedTuple):
    """An option as it is found: its words and where they begin, its box, and the label of the question it begins."""

    words: str
    start: int
    box: re.Match[str]
    label: str | None = None


def read_choice(text: str) -> BoxChoice | None:
    """Return the first choice that a text offers, None where there are no boxes with words."""
    return next(iter(read_questions(text)), None)


def read_questions(text: str) -> list[BoxChoice]:
    """Return each question of a text, those behind the first with a label: 脱贫家庭：□是□否； 低保家庭：□是□否."""
    boxes = find_boxes(text)
    if not boxes and _DRAWN in text:
        drawn = _drawn(text)
        return [drawn] if drawn is not None else []
    if not boxes or (len(boxes) == 1 and boxes[0][0][0] in "（(["):
        asked = [each for each in numbered_questions(text) if each.label or each.slot]
        return [_lettered(each, group) for group, each in enumerate(asked)]
    if len(boxes) == 1 and len(text) > _LONG:
        return []
    labels, options, alone = list[str](), list[Option](), dict[bool, int]()
    for piece in _behind(text, boxes) if _are_behind(text, boxes) else _before(text, boxes):
        lonely = not text[: piece.start].rpartition("\n")[2].strip(_EDGES) and _ends_line(text, piece.box)
        group = len(labels) - 1
        if piece.label is not None:
            labels.append(piece.label)
            group = len(labels) - 1
        elif lonely:  # 无□ on a line of its own answers the question of 有□ on one
            group = alone.get(True, group)
        alone.setdefault(lonely, group)
        options.append(replace(_option(piece.words, piece.start, piece.box), group=group))
    found = [
        BoxChoice(tuple(each for each in options if each.group == group and each.words), label)
        for group, label in enumerate(labels)
    ]
    return [each for each in found if each.options]


def questions_by_line(text: str) -> list[BoxChoice]:
    """Return the questions of a text of many lines that have a label in their own line; rows of boxes for digits are none."""
    found, offset = list[BoxChoice](), 0
    for line in text.split("\n"):
        plain = _DIGIT_BOXES.sub(lambda boxes: " " * len(boxes[0]), line)
        for each in read_questions(plain):
            if each.label and len(each.options) > 1:
                moved = tuple(_moved(option, offset, len(found)) for option in each.options)
                found.append(replace(each, options=moved))
        offset += len(line) + 1
    return found


def _moved(option: Option, by: int, group: int) -> Option:
    box = (option.box[0] + by, option.box[1] + by)
    return replace(option, start=option.start + by, end=option.end + by, box=box, group=group)


def _are_behind(text: str, boxes: Sequence[re.Match[str]]) -> bool:
    """Return whether boxes stand behind their options; what follows the last one may be a line of its own, 其他：____."""
    before = text[: boxes[0].start()].strip(_EDGES)
    rest = text[boxes[-1].end() :].split("\n", maxsplit=1)[0]
    return bool(before) and before[-1] not in ":：" and not rest.strip(_EDGES + "。")


def _ends_line(text: str, box: re.Match[str]) -> bool:
    return not text[box.end() :].split("\n", maxsplit=1)[0].strip(_EDGES + "。")


def _behind(text: str, boxes: Sequence[re.Match[str]]) -> Iterator[_Piece]:
    """Yield the options before their boxes; words before a colon are the label of a question."""
    for at, box in enumerate(boxes):
        line = text.rfind("\n", 0, box.start()) + 1
        start = max(boxes[at - 1].end() if at else 0, line if text[line : box.start()].strip(_EDGES) else 0)
        words, label = text[start : box.start()], None if at else ""
        if (cut := max(words.rfind(":"), words.rfind("："))) >= 0:
            label, words, start = _clean(words[:cut]), words[cut + 1 :], start + cut + 1
        yield _Piece(words, start, box, label)


def _before(text: str, boxes: Sequence[re.Match[str]]) -> Iterator[_Piece]:
    """Yield the options behind their boxes; between two of them the label of the next question may stand."""
    label: str | None = _clean(_own_lines(text[: boxes[0].start()]))
    for at, box in enumerate(boxes):
        end = boxes[at + 1].start() if at + 1 < len(boxes) else len(text)
        words = text[box.end() : end]
        following = _NEXT_QUESTION.fullmatch(words)
        own = following["words"] if following else words
        yield _Piece(own.split("\n", maxsplit=1)[0], box.end(), box, label)
        label = printed(following["label"]) if following else None


def _own_lines(text: str) -> str:
    """Return the lines of a label: those behind the last line that has one of its own."""
    lines = text.rstrip(BLANK + "\n").split("\n")
    if lines[-1].endswith((":", "：")) and not lines[-1][:-1].rstrip().endswith((":", "：")):
        return lines[-1]
    closed = [at for at, line in enumerate(lines[:-1]) if ":" in line or "：" in line]
    return "\n".join(lines[closed[-1] + 1 :] if closed else lines)


def _clean(label: str) -> str:
    """Return a label without hints in brackets and the number of the option behind it."""
    label = _HINT.sub("", label) if _HINT.fullmatch(label.strip(_EDGES)) else label
    label = _opened(_BEHIND_GAP.sub("", label))
    if _SENTENCE.search(label):
        return ""
    return printed(_NUMBER_BEHIND.sub("", label.strip(_EDGES)))


def _opened(label: str) -> str:
    """Return the words behind a bracket that is open (币种 of 万元（币种：), where there are none those before it, but no unit."""
    at = open_bracket(label)
    if not at or label[at:].strip(_EDGES + ":："):
        return label[at:]
    before = label[: at - 1].strip(_EDGES)
    return "" if before in UNITS else before


def _option(words: str, start: int, box: re.Match[str]) -> Option:
    left = start + len(words) - len(words.lstrip(_EDGES))
    shown = words.strip(_EDGES)
    shown = _NUMBER_BEHIND.sub("", shown)  # that of the option behind it
    if shown.endswith(("）", ")")) and not re.search("[（(]", shown):
        shown = shown[:-1].rstrip(_EDGES)  # closes what was opened before the question
    return Option(
        printed(shown),
        left,
        left + len(shown),
        box.span(),
        is_ticked(box[0]),
        is_bracketed=box[0][0] in "（([",
    )


def _lettered(question: NumberedQuestion, group: int = 0) -> BoxChoice:
    """Return a question whose options are told by letters: one is ticked, or its letter goes into the brackets."""
    options = tuple(
        Option(
            each.words,
            each.start,
            each.end,
            question.slot or (each.at, each.at),
            group=group,
            letter=each.letter,
            is_written=question.slot is not None,
        )
        for each in question.options
    )
    return BoxChoice(options, question.label)


def _drawn(text: str) -> BoxChoice | None:
    """Return the options beside boxes that are drawings: their words get the tick."""
    pieces = list(re.finditer(f"[^{_DRAWN}{BLANK}\n、，,；;/]+", text))
    options = tuple(Option(printed(each[0]), *each.span(), (each.start(), each.start())) for each in pieces)
    return BoxChoice(options, drawn=True) if len(options) > 1 and text.count(_DRAWN) >= len(options) else None


def bare_words(text: str) -> BoxChoice | None:
    """Return the choice among words without boxes: 已婚  未婚  离异; one sign each only for 男女, 是否, 有无.

    Lines of one word each are a label that is broken: 健康 above 状况.
    """
    asked = numbered_questions(text)
    if len(asked) == 1 and not asked[0].label and not asked[0].slot:
        return _lettered(asked[0])
    broken = all(len(line.split()) < len("两词") for line in text.strip().split("\n"))
    pieces = list(re.finditer(rf"[^{BLANK}\n/／、，,]+", text.strip()))
    words = tuple(each[0] for each in pieces)
    lead = len(text) - len(text.lstrip())
    if "\n" in text.strip() and broken and words not in _ONE_SIGN:
        return None
    if len(words) < len("男女") or any(len(each) > _LONGEST or re.search(r"[:：。]", each) for each in words):
        return None
    if any(len(each) < len("男女") for each in words) and words not in _ONE_SIGN:
        return None
    spans = [(each.start() + lead, each.end() + lead) for each in pieces]
    return BoxChoice(
        tuple(Option(word, *span, (span[0], span[0])) for word, span in zip(words, spans, strict=True))
    )
