"""Options that are told by letters or numbers: A.重大 B.重点, 1.是 2.否, （1）本市（2）外市. Knows text only.

The answer goes as a letter into the one pair of brackets of the question, where there is one; else the option is ticked.
Numbers that begin sentences, notes and lists of papers are none.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from formgen.binding.wording import BLANK, printed

_MARK = re.compile(
    r"(?<![\dA-Za-z.第])(?:[（(](?P<bracketed>[A-J]|\d{1,2})[)）]|(?P<circled>[①-⑩])|(?P<plain>[A-J]|[1-9]\d?)[.．、)）:：](?!\d))"
)
_SLOT = re.compile(rf"[（(〔【\[][{BLANK}]+[)）〕】\]]")
_ORDERS = ("ABCDEFGHIJ", "①②③④⑤⑥⑦⑧⑨⑩")
_EDGES = BLANK + "、，,；;/／|。"
_NO_OPTION = re.compile(r"[:：。；;，,]|[_＿]{2,}[^_＿\s]")
_NO_QUESTION = re.compile(
    "说明|须知|注意|要求|提示|附件|材料|依据|目录|责任|义务|承诺|条件|流程|程序|^附|^注|^备注"
)
_NEXT_LABEL = re.compile(
    rf"(?P<words>.*?[^{BLANK}，,；;。])[{BLANK}，,；;。]+(?P<label>[^{BLANK}：:]{{2,16}})[：:]?[{BLANK}]*"
)
_LONGEST, _LONGEST_LABEL = 20, 24


class NumberedOption(NamedTuple):
    """An option: its letter or number, its words, where its mark begins, where its words begin and end."""

    letter: str
    words: str
    at: int
    start: int
    end: int


class NumberedQuestion(NamedTuple):
    """A question with its label (empty where that stands elsewhere), and where its answer goes as a letter, if it does."""

    label: str
    slot: tuple[int, int] | None
    options: tuple[NumberedOption, ...]


def numbered_questions(text: str) -> list[NumberedQuestion]:
    """Return the questions of a text; none where one of them cannot be read for sure."""
    runs = _runs(text)
    slots = [*_SLOT.finditer(text)]
    if not runs or len(slots) > 1 or (slots and len(runs) > 1):
        return []
    slot = slots[0].span() if slots else None
    found, label = list[NumberedQuestion](), _label_before(text, runs[0][0].start(), slot)
    for at, run in enumerate(runs):
        end = runs[at + 1][0].start() if at + 1 < len(runs) else len(text)
        options, following = _options(text, run, end, is_last=at + 1 == len(runs))
        if options is None or label is None or (at and not label):
            return []
        found.append(NumberedQuestion(label, slot, options))
        label = following
    return found


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Return the marks of each question: they follow one another from the first letter or number on."""
    runs, marks = list[list[re.Match[str]]](), [*_MARK.finditer(text)]
    for at, mark in enumerate(marks):
        number, following = _number(mark), marks[at + 1] if at + 1 < len(marks) else mark
        if not text[: mark.start()].rpartition("\n")[2].strip() and _kind(mark) != _kind(following):
            continue  # the number of the question
        if number == 1:
            runs.append([mark])
        elif not runs or number != len(runs[-1]) + 1 or _kind(mark) != _kind(runs[-1][0]):
            return []
        else:
            runs[-1].append(mark)
    return runs if all(len(run) > 1 for run in runs) else []


def _sign(mark: re.Match[str]) -> str:
    return mark["bracketed"] or mark["circled"] or mark["plain"]


def _kind(mark: re.Match[str]) -> tuple[bool, bool, bool]:
    return (mark["bracketed"] is not None, mark["circled"] is not None, _sign(mark).isdecimal())


def _number(mark: re.Match[str]) -> int:
    sign = _sign(mark)
    return next((order.index(sign) + 1 for order in _ORDERS if sign in order), 0) or int(sign)


def _label_before(text: str, end: int, slot: tuple[int, int] | None) -> str | None:
    """Return the words before the first option, None where they are no label of a question."""
    before = text[: min(end, slot[0]) if slot else end]
    if slot and slot[0] < end and text[slot[1] : end].strip(_EDGES + "\n:："):
        return None
    line = before.rstrip(BLANK + "\n:：").rpartition("\n")[2]
    line = re.sub(rf"^.*[:：][{BLANK}]{{2,}}(?=[^{BLANK}])", "", line)  # behind another label and its gap
    label = re.sub(r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[.．、])", "", line)
    plain = printed(label)
    if plain and (len(plain) < len("性别") or len(plain) > _LONGEST_LABEL or _NO_QUESTION.search(plain)):
        return None
    asked = slot is not None or before.rstrip(BLANK + "\n").endswith((":", "：")) or before[-1:] in set(BLANK)
    return plain if asked and not re.search("[。；;，,]", plain) else None if plain else ""


def _options(
    text: str, run: Sequence[re.Match[str]], end: int, *, is_last: bool
) -> tuple[tuple[NumberedOption, ...] | None, str]:
    """Return the options of a question, None for words that are none, and the label that stands behind the last of them."""
    found, following = list[NumberedOption](), ""
    for at, mark in enumerate(run):
        stop = run[at + 1].start() if at + 1 < len(run) else end
        words = _SLOT.sub("", text[mark.end() : stop])
        if at + 1 == len(run) and not is_last:
            parted = _NEXT_LABEL.fullmatch(words.replace("\n", " "))
            words, following = (parted["words"], printed(parted["label"])) if parted else (words, "")
        shown = words.strip(_EDGES + "\n")
        if not shown or len(shown) > _LONGEST or "\n" in shown or _NO_OPTION.search(shown):
            return None, ""
        start = text.index(shown, mark.end())
        found.append(NumberedOption(_sign(mark), printed(shown), mark.start(), start, start + len(shown)))
    return tuple(found), following
