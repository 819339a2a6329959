"""A form as data: ``form.yaml`` beside its templates."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from formgen import assets, yamltext
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.types import Key, Spec, Text, described

Source = Literal["entered", "computed", "either", "blank"]
SOURCES: tuple[Source, ...] = ("entered", "computed", "either", "blank")


class Column(Spec):
    """One score column: whose points it shows, and where they come from."""

    level: Literal["self", "township", "county", "city"]
    source: Source
    title: Text | None = described("表上的栏名；不写则是该级评分栏的名称", default=None)


class DraftSentence(Spec):
    """A sentence of a drafted narrative, used when every figure it names is there."""

    text: Text
    when: Key | None = described("须为“是”", default=None)
    unless: Key | None = described("有此数时不用", default=None)


class FormField(Spec):
    """A text field with limits."""

    label: Text
    limit: int | None = described("最多字数，超过则不生成", default=None)
    capacity: int | None = described("版面约容字数，超过则提示", default=None)
    expected: bool = described("没有写时提示", default=False)
    blank: Text | None = described("没有内容时印的文字，如手写日期用的“年　月　日”", default=None)
    draft: list[DraftSentence] = described("--draft 拟写用的句子", default=[])


class FormSpec(Spec):
    """The content of a form.yaml."""

    title: Text
    file: Text = described("文件名中的表名")
    columns: dict[Key, Column] = Field(default_factory=dict)
    page_after: list[Key] = described("在这些评分项之后换页，部分名称在下一页重印", default=[])
    break_before: Text | None = described("部分名称在此字符前换行", default=None)
    fields: dict[Key, FormField] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its id, its data, and the templates it is printed from."""

    id: str
    spec: FormSpec
    templates: tuple[Path, ...]


def load_form(name: str) -> Form:
    """Load a form by its folder name. Raises FormgenError T106 or T101."""
    folder = assets.folder("templates") / name
    source = folder / "form.yaml"
    if not source.is_file():
        raise FormgenError(Problem("T106", words={"name": name}))
    shown = f"{name}/form.yaml"
    tree, problems = yamltext.load(source.read_text(encoding="utf-8-sig"), shown)
    if problems:
        raise FormgenError(*problems)
    try:
        spec = FormSpec.model_validate(tree.plain())
    except ValidationError as error:
        faults = [_fault(tree, shown, fault["loc"]) for fault in error.errors()]
        raise FormgenError(*faults) from error
    templates = sorted(path for path in folder.iterdir() if path.name in {"template.docx", "template.xlsx"})
    return Form(name, spec, tuple(templates))


def _fault(tree: yamltext.Node, shown: str, path: tuple[str | int, ...]) -> Problem:
    place: Place = tree.place(path)
    return Problem("T101", place, {"file": shown, "detail": ".".join(str(step) for step in path)})
