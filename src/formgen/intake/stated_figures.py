"""Figures that a text states: which field is named, which numbers stand by it, and whether it corrects another number.

Knows texts and the words of fields; no table, and nothing of what the data say.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from formgen.folding import fold, remove_blanks
from formgen.intake.number_looks import read_with_unit
from formgen.intake.vocabulary import Meaning, Vocabulary

_SHORTEST = 3  # signs of a word by which a field is known in a text
_SHORT = 2  # signs of one that is known where it is corrected, and begins a phrase: 户数
_BEFORE = re.compile("^(?:其中|辖区内?|本?社区)")
_BEHIND = re.compile("(?:总?人数|户数|人次|数量|个数|数)$")
_NUMBER = r"(?<![0-9.第〔\-差缺附件表图])[0-9][0-9,]*(?:\.[0-9]+)?(?![0-9%‰年月日号项条款栏列行页〕]|\.[0-9])"
_NUMBERS = re.compile(_NUMBER)
_CORRECTING = re.compile(
    "应为|应该?是|应当[是为]|[更订修改纠]正|改[为成]|[报填写统]错|错[报填写]|有误|误[报填写]|[漏多少虚补重]报|实为|实际[为是]|为准|"
    "调整|核[减增]|核实[为后]|不是|而是|原[报填]|现[为改]|变更|复核|审定|核定|重新|(?<!整)改(?=:?[0-9])|→|⇒|[-—=]>"
)
_MEANT = (
    re.compile(
        "(?:应为|应该?是|应当[是为]|(?:[更订修纠]正|改|应改|调整|变更|核实|核定|审定)[为成]|(?<!整)改|实为|实际[为是]|现为|而是|→|⇒|[-—=]+>)"
        f"[:：]?(?P<number>{_NUMBER})"
    ),
    re.compile(f"[以按](?P<number>{_NUMBER})[^0-9]{{0,4}}(?:为准|计)"),
)
_OTHER_TIME = re.compile(
    "上年|去年|往年|历年|前年|上期|同期|年初|期初|目标|计划|任务|预计|新增|增加|减少|其中[男女]|女性|男性"
)
_PART = re.compile("其中|内含|含|包括|另有|内有")  # behind it stand numbers of parts
_CLAUSE = re.compile(r"[。;；!！?？\n]+")


class Statement(NamedTuple):
    """A field that a text names by ``word``, what it may be, and the numbers by it.

    ``meant`` is the one of them that is said to be right, empty where none is; ``before`` the text up to the word.
    """

    word: str
    meanings: frozenset[Meaning]
    numbers: tuple[str, ...]
    meant: str
    corrects: bool
    before: str

    def contradicts(self, used: Fraction | None) -> bool:
        """Return whether the text says another number than is used; None where none is."""
        values = [read_with_unit(each) for each in self.numbers]
        if self.meant:
            return read_with_unit(self.meant) != used
        return any(each != used for each in values) if self.corrects else used not in values


def is_correcting(text: str) -> bool:
    """Return whether a text says that a number corrects another one."""
    return _CORRECTING.search(text) is not None


class FigureWords:
    """The words by which the counted fields of a notice are known in a text."""

    def __init__(self, vocabulary: Vocabulary, counted: frozenset[Meaning]) -> None:
        """Take the names of the fields, with and without what only says that they are counted."""
        self._meanings: dict[str, set[Meaning]] = {}
        for meaning in counted:
            for word in vocabulary.spelt.get(meaning, ()):
                plain = remove_blanks(fold(word))
                core = _BEFORE.sub("", plain)
                for form in {plain, core, _BEHIND.sub("", core)}:
                    if len(form) >= (_SHORT if form == core else _SHORTEST):
                        self._meanings.setdefault(form, set()).add(meaning)
        longest_first = sorted(self._meanings, key=len, reverse=True)
        forms = [
            re.escape(each) if len(each) >= _SHORTEST else rf"(?<![一-鿿]){each}" for each in longest_first
        ]
        self._pattern = re.compile("|".join(forms)) if forms else None

    def find(self, text: str) -> Iterator[Statement]:
        """Yield what a text says of figures, clause by clause; another year's figures only where it corrects something."""
        if self._pattern is None or not any(map(str.isdigit, text)):
            return
        before = ""
        for clause in _CLAUSE.split(fold(text)):
            plain = remove_blanks(clause)
            corrects = is_correcting(plain)
            if corrects or not _OTHER_TIME.search(plain):
                yield from self._find_in(plain, before, corrects=corrects)
            before += plain

    def _find_in(self, clause: str, before: str, *, corrects: bool) -> Iterator[Statement]:
        """Yield the fields of a clause with the numbers behind each, or else before it."""
        found = list(self._pattern.finditer(clause)) if self._pattern else []
        ends: Sequence[int] = [*(each.start() for each in found), len(clause)]
        start = 0
        for match, (_, end) in zip(found, pairwise(ends), strict=True):
            part = _PART.split(clause[match.end() : end])[0]
            if not _NUMBERS.search(part):
                part = clause[start : match.start()]
            start = match.end()
            numbers = tuple(_NUMBERS.findall(part))
            said = next((each for pattern in _MEANT if (each := pattern.search(part))), None)
            if numbers and (corrects or len(match[0]) >= _SHORTEST):
                meanings = frozenset(self._meanings[match[0]])
                meant = said["number"] if said else ""
                yield Statement(
                    match[0], meanings, numbers, meant, corrects, before + clause[: match.start()]
                )
