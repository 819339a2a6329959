"""What can be proved of a form from its ``form.yaml`` and the rubric: names that exist, settings that take effect.

What stands there and never shows on paper is a fault: a draft that nobody asks for, a figure that nothing defines.
"""

import string
from collections.abc import Iterator
from typing import NamedTuple

from formgen.filling.drafted_narrative import RATE
from formgen.filling.recipients import WHOM
from formgen.filling.rows import IDENTITY, group_rows
from formgen.forms.form import DraftSentence, Form, FormField
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric

_ROW_TEXTS = ("number", "name", "clause", "points")  # what a row of a template prints beside its columns


class _Fault(NamedTuple):
    """A fault of a form: the key it stands under, and what is wrong."""

    path: tuple[str | int, ...]
    detail: str


def check_form(form: Form, rubric: Rubric) -> list[Problem]:
    """Return every fault of a form's settings for a rubric, with its line and its key."""
    faults = [
        *_whom(form, rubric),
        *_columns(form, rubric),
        *_pages(form, rubric),
        *(fault for key, field in form.spec.fields.items() for fault in _field(key, field, rubric)),
    ]
    shown = form.tree.file or f"{form.id}/form.yaml"
    return [
        Problem(
            "T101",
            form.tree.place(path),
            {"file": shown, "detail": f"{'.'.join(str(step) for step in path)}：{detail}"},
        )
        for path, detail in faults
    ]


def refuse_faulty_form(form: Form, rubric: Rubric) -> None:
    """Raise FormgenError T101 with every fault of a form's settings for a rubric."""
    faults = check_form(form, rubric)
    if faults:
        raise FormgenError(*faults)


def _columns(form: Form, rubric: Rubric) -> Iterator[_Fault]:
    for key, column in form.spec.columns.items():
        if key in _ROW_TEXTS:
            yield _Fault(("columns", key), f"模板里的 row.{key} 另有意思，请换一个栏名")
        if column.level not in rubric.columns:
            detail = f"评分标准没有“{column.level}”这一级评分栏，有的是{'、'.join(rubric.columns)}"
            yield _Fault(("columns", key, "level"), detail)


def _whom(form: Form, rubric: Rubric) -> Iterator[_Fault]:
    whom = form.spec.whom
    if whom not in WHOM and (whom not in rubric.facts or rubric.facts[whom].kind != "yesno"):
        yield _Fault(("whom",), f"请写 all、passed，或 facts 里一项是/否的名称；没有这样的“{whom}”")


def _pages(form: Form, rubric: Rubric) -> Iterator[_Fault]:
    last = {row.criteria[-1] for group in group_rows(rubric, form) for row in group.rows}
    for at, key in enumerate(form.spec.page_after):
        if key not in rubric.criteria:
            yield _Fault(("page_after", at), f"没有评分项“{key}”")
        elif key not in last:
            yield _Fault(("page_after", at), f"“{key}”和后面的评分项合印一行，不能在它之后换页")


def _field(key: str, field: FormField, rubric: Rubric) -> Iterator[_Fault]:
    path = ("fields", key)
    if key in IDENTITY or key not in rubric.facts:
        yield _Fault(path, f"评分标准的 facts 里没有“{key}”")
    if field.draft and not field.expected:
        yield _Fault((*path, "draft"), "要同时写 expected: true，才会拟写草稿")
    if field.expected and (field.blank or field.dated):
        yield _Fault((*path, "expected"), "不能和 blank、dated 一起写")
    for at, sentence in enumerate(field.draft):
        for fault in _sentence(sentence, rubric):
            yield _Fault((*path, "draft", at, *fault.path), fault.detail)


def _sentence(sentence: DraftSentence, rubric: Rubric) -> Iterator[_Fault]:
    kinds: dict[str, str] = {key: fact.kind for key, fact in rubric.facts.items()}
    kinds |= {key: indicator.kind for key, indicator in rubric.indicators.items()}
    if sentence.when and kinds.get(sentence.when) != "yesno":
        yield _Fault(("when",), f"没有是/否类的指标“{sentence.when}”")
    asked = {"unless": sentence.unless, "zero": sentence.zero, "nonzero": sentence.nonzero}
    for condition, name in asked.items():
        if name and not _is_figure(name, kinds, rubric):
            yield _Fault((condition,), f"没有“{name}”这个数")
    if any(sign in sentence.text for sign in "｛｝"):
        yield _Fault(("text",), "花括号是全角的，会照印出来；改成半角的 { }")
    try:
        pieces = list(string.Formatter().parse(sentence.text))
    except ValueError:
        yield _Fault(("text",), "花括号不成对")
        return
    for _, name, form_of, conversion in pieces:
        if name is not None and (form_of or conversion or not _is_figure(name, kinds, rubric)):
            yield _Fault(("text",), f"没有“{{{name}}}”这个数")
    if any("{" in text or "}" in text for text, _, _, _ in pieces):
        yield _Fault(("text",), "花括号里只能写一个数的名称")


def _is_figure(name: str, kinds: dict[str, str], rubric: Rubric) -> bool:
    """Return whether a draft can print a figure: a number of the data, or the rate of a criterion that measures one."""
    if not name.endswith(RATE):
        return kinds.get(name) in {"count", "points", "level"}
    criterion = rubric.criteria.get(name.removesuffix(RATE))
    return criterion is not None and any(
        each.measure.style == "ratio" for _, method in criterion.method.walk() for each in method.measures
    )
