"""A form as data: ``form.yaml`` beside its templates."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationError

from formgen import assets, yamltext
from formgen.forms.fit import Over, Step
from formgen.problems import FormgenError, Place, Problem
from formgen.spec import Key, Spec, Text, described

Source = Literal["entered", "computed", "either", "blank"]


TEMPLATE_NAMES = frozenset({"template.docx", "template.xlsx"})  # what a folder of a form may hold
_LARGEST = 100  # points: no type of a form is larger


def _step(text: str) -> Step:
    """Read ``12/22``. Raises ValueError for anything else."""
    size, _, pitch = text.partition("/")
    step = Step(float(size), float(pitch))
    if not (0 < step.size <= _LARGEST and 0 < step.pitch <= _LARGEST):
        raise ValueError(text)
    return step


StepText = Annotated[Step, BeforeValidator(_step), PlainSerializer(str)]
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
    ladder: list[StepText] = described("放不下时依次改用的字号/行距（磅），如 12/20", default=[])
    over: Over = described(
        "各种字号都放不下：grow 加高这一行；continue 续写在附页；refuse 不生成", default="grow"
    )
    expected: bool = described("没有写时提示", default=False)
    blank: Text | None = described("没有内容时印的文字，如手写日期用的“年　月　日”", default=None)
    dated: bool = described("出表时加 --date 填的日期", default=False)
    draft: list[DraftSentence] = described("--draft 拟写用的句子", default=[])


class FormSpec(Spec):
    """The content of a form.yaml."""

    title: Text
    file: Text = described("文件名中的表名")
    columns: dict[Key, Column] = Field(default_factory=dict)
    page_after: list[Key] = described("在这些评分项之后换页，部分名称在下一页重印", default=[])
    break_before: Text | None = described("部分名称在此字符前换行", default=None)
    fields: dict[Key, FormField] = Field(default_factory=dict)
    seals: dict[Key, int] = described("盖章处：日期字段和章的直径（毫米）", default={})


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """The file of a template as it was read: all later work is done on its bytes, on whatever machine."""

    path: Path
    data: bytes

    @classmethod
    def read(cls, path: Path) -> "TemplateFile":
        """Read a template. Raises FormgenError T101 where that is not possible."""
        try:
            return cls(path, path.read_bytes())
        except OSError as error:
            words = {"file": f"{path.parent.name}/{path.name}", "detail": "打不开，可能没有读取权限"}
            raise FormgenError(Problem("T101", words=words)) from error

    @property
    def suffix(self) -> str:
        """The suffix of the documents made from it."""
        return self.path.suffix

    @property
    def shown(self) -> str:
        """Folder and name, as messages show them."""
        return f"{self.path.parent.name}/{self.path.name}"


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its id, its data, the templates it is printed from, and the folder where they were found.

    ``digest`` tells it apart from any other state of its files.
    """

    id: str
    spec: FormSpec
    templates: tuple[TemplateFile, ...]
    folder: Path = Path()
    digest: str = ""


def load_form(name: str, beside: Sequence[Path] = ()) -> Form:
    """Load a form by its name: from ``templates/<name>/`` in one of the folders, else from the bundled ones.

    Raises FormgenError T106 when it is nowhere, T101 for a faulty form.yaml.
    """
    places = [*(each / "templates" for each in beside), assets.folder("templates")]
    folder = next((each / name for each in places if (each / name / "form.yaml").is_file()), None)
    if folder is None:
        raise FormgenError(Problem("T106", words={"name": name, "folder": str(places[0] / name)}))
    source = folder / "form.yaml"
    shown = f"{name}/form.yaml"
    data = source.read_bytes()
    tree, problems = yamltext.load(data.decode("utf-8-sig"), shown)
    if problems:
        raise FormgenError(*problems)
    try:
        spec = FormSpec.model_validate(tree.plain())
    except ValidationError as error:
        faults = [_fault(tree, shown, fault["loc"]) for fault in error.errors()]
        raise FormgenError(*faults) from error
    found = sorted(path for path in folder.iterdir() if path.name in TEMPLATE_NAMES)
    templates = tuple(map(TemplateFile.read, found))
    sums = "".join(hashlib.sha256(each).hexdigest() for each in (*(file.data for file in templates), data))
    return Form(name, spec, templates, folder, hashlib.sha256(sums.encode()).hexdigest()[:16])


def load_forms(names: Iterable[str], beside: Sequence[Path] = ()) -> tuple[Form, ...]:
    """Load several forms as ``load_form`` does."""
    return tuple(load_form(name, beside) for name in names)


def _fault(tree: yamltext.Node, shown: str, path: tuple[str | int, ...]) -> Problem:
    place: Place = tree.place(path)
    return Problem("T101", place, {"file": shown, "detail": ".".join(str(step) for step in path)})
