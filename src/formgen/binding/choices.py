"""Boxes to tick within a text, and options without boxes. Knows text only.

Whether a box stands before or behind its option is decided once for a cell: by whether the text ends with a box.
"""

import re
from dataclasses import dataclass, replace

from formgen.binding.wording import BLANK, printed
from formgen.forms.ticks import BOX, is_ticked

_DRAWN = "￼"
_ONE_SIGN = {("男", "女"), ("是", "否"), ("有", "无"), ("对", "错")}
_LONGEST = 8
_LONG = 60
_SPOKEN = re.compile("[打划画勾][“‘\"']?$")
_HINT = re.compile(r"[（(【\[][^（()）]*[）)】\]]")
_NUMBER_BEHIND = re.compile(rf"(?<=\S)[{BLANK}]*(?:[（(]?\d{{1,2}}[)）.．、])$")
_NEXT_QUESTION = re.compile(  # behind the words of the last option of a question, before the box of the next
    rf"(?P<words>.*?[^{BLANK}\n，,；;])[{BLANK}\n，,；;]+[^{BLANK}\n：:]{{2,16}}[：:][{BLANK}]*", re.DOTALL
)
_QUESTION_LABEL = re.compile(rf"(?P<label>[^{BLANK}\n，,；;：:]{{2,16}})[：:][{BLANK}]*$")
_EDGES = BLANK + "\n、，,；;/／|"


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its words, where they stand, and where its box stands (an empty span where it has none).

    ``group`` tells the questions of one text apart: □是 □否 类别：□甲 □乙 has two. ``cell`` is which of the cells of its
    field it stands in. ``is_bracketed`` says that its box is a pair of brackets.
    """

    words: str
    start: int
    end: int
    box: tuple[int, int]
    ticked: bool = False
    group: int = 0
    cell: int = 0
    is_bracketed: bool = False


@dataclass(frozen=True, slots=True)
class BoxChoice:
    """The options of a text and, before the first, its own label."""

    options: tuple[Option, ...]
    label: str = ""
    drawn: bool = False


def find_boxes(text: str) -> list[re.Match[str]]:
    """Return the boxes of a text; the √ of 打√ is none."""
    return [each for each in BOX.finditer(text) if not _SPOKEN.search(text[: each.start()])]


def read_choice(text: str) -> BoxChoice | None:
    """Return the choice that a text offers, None where there are no boxes with words."""
    boxes = find_boxes(text)
    if len(boxes) == 1 and (boxes[0][0][0] in "（([" or len(text) > _LONG):
        return None
    if not boxes:
        return _drawn(text) if _DRAWN in text else None
    rest = text[boxes[-1].end() :].split("\n", maxsplit=1)[0]  # 其他：____ may follow on a line of its own
    behind = not rest.strip(_EDGES + "。") and bool(text[: boxes[0].start()].strip(_EDGES))
    if behind and (own := text[: boxes[0].start()].strip(_EDGES)) and own[-1] in ":：":
        behind = False
    label, options, group = "", list[Option](), 0
    for at, box in enumerate(boxes):
        if behind:
            start, end = boxes[at - 1].end() if at else 0, box.start()
        else:
            start, end = box.end(), boxes[at + 1].start() if at + 1 < len(boxes) else len(text)
        words = text[start:end] if behind else text[start:end].split("\n", maxsplit=1)[0]
        if behind and not at and (cut := max(words.rfind(":"), words.rfind("："))) >= 0:
            label, words, start = words[:cut], words[cut + 1 :], start + cut + 1
        following = None if behind else _NEXT_QUESTION.fullmatch(text[start:end])
        words = following["words"].split("\n", maxsplit=1)[0] if following else words
        options.append(replace(_option(words, start, box), group=group))
        group += following is not None
    if not behind:
        label = text[: boxes[0].start()]
    label = _HINT.sub("", label) if _HINT.fullmatch(label.strip(_EDGES)) else label
    kept = tuple(option for option in options if option.words)
    label = _NUMBER_BEHIND.sub("", label.strip(_EDGES))
    return BoxChoice(kept, printed(label), drawn=False) if kept else None


def read_questions(text: str) -> list[BoxChoice]:
    """Return each question of a text that has a label of its own: 脱贫家庭：□是□否； 低保家庭：□是□否.

    A text of one question, or of one without a label before the first, is one choice.
    """
    choice = read_choice(text)
    if choice is None:
        return []
    groups = sorted({option.group for option in choice.options})
    found = list[BoxChoice]()
    for group in groups:
        options = tuple(each for each in choice.options if each.group == group)
        label = choice.label
        if group and (before := _QUESTION_LABEL.search(text[: options[0].box[0]])) is not None:
            label = printed(before["label"])
        found.append(BoxChoice(options, label, choice.drawn))
    return found


def _option(words: str, start: int, box: re.Match[str]) -> Option:
    left = start + len(words) - len(words.lstrip(_EDGES))
    shown = words.strip(_EDGES)
    shown = _NUMBER_BEHIND.sub("", shown)  # that of the option behind it
    return Option(
        printed(shown),
        left,
        left + len(shown),
        box.span(),
        is_ticked(box[0]),
        is_bracketed=box[0][0] in "（([",
    )


def _drawn(text: str) -> BoxChoice | None:
    """Return the options beside boxes that are drawings: their words get the tick."""
    pieces = list(re.finditer(f"[^{_DRAWN}{BLANK}\n、，,；;/]+", text))
    options = tuple(Option(printed(each[0]), *each.span(), (each.start(), each.start())) for each in pieces)
    return BoxChoice(options, drawn=True) if len(options) > 1 and text.count(_DRAWN) >= len(options) else None


def bare_words(text: str) -> BoxChoice | None:
    """Return the choice among words without boxes: 已婚  未婚  离异; one sign each only for 男女, 是否, 有无.

    Lines of one word each are a label that is broken: 健康 above 状况.
    """
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
