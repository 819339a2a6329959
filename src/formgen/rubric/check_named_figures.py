"""The counts that a method reads, held against the counts that the clause names. Hints only.

A hint is given only where both sides say so: all that tells another count from the one that is read stands in the clause,
and nothing of what tells the one that is read from the other. Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator

from formgen.folding import list_pairs
from formgen.problems import Problem
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.whole_criterion import Whole, list_wholes, name_of_figure

_COUNTED_IN = re.compile(r"总?(?:人|户|个|次|件|笔)?数$")  # what a notice leaves out: 就业人员 for 就业人数
_TELLING = 3  # pairs of letters that tell one name from another: one word more
_ADVICE = "请核对算法里用的是不是原文说的数；确是这样算的，不用改"


def check_named_figures(typed: TypedRubric) -> list[Problem]:
    """Return a hint for each criterion that counts by another figure than its clause names."""
    return [problem for whole in list_wholes(typed) for problem in _exchanged(typed, whole)]


def _exchanged(typed: TypedRubric, whole: Whole) -> Iterator[Problem]:
    said = list_pairs(whole.clause)
    counts = {
        key: list_pairs(_COUNTED_IN.sub("", figure.zh))
        for key, figure in typed.rubric.indicators.items()
        if figure.kind == "count"
    }
    others = [key for key in counts if key not in whole.criterion.keys]
    for key in sorted(whole.criterion.keys & counts.keys()):
        for other in others:
            more, less = counts[other] - counts[key], counts[key] - counts[other]
            close = len(counts[key] & counts[other]) * 2 >= len(counts[key])
            if close and more and len(more | less) >= _TELLING and more <= said and not less & said:
                detail = (
                    f"用的是“{name_of_figure(typed, key)}”（{key}），"
                    f"原文说的却像是“{name_of_figure(typed, other)}”（{other}）"
                )
                yield typed.hint(whole.criterion.label, detail, whole.path, _ADVICE)
