"""A form as data: what its ``form.yaml`` says, and the bytes of its templates.

Knows no disk: a form goes as it is to worker processes and other computers. ``load`` reads one from its folder.
"""

from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from formgen.forms.fit import Over, TypeSize
from formgen.problems import Problem
from formgen.spec import Key, Spec, Text, described
from formgen.yamltext import Node

ColumnSource = Literal["entered", "computed", "final", "either", "blank"]
SOURCES: tuple[ColumnSource, ...] = ("entered", "computed", "final", "either", "blank")
_LARGEST = 100  # points: no type of a form is larger


def _read_size(text: str) -> TypeSize:
    """Read ``12/22``. Raises ValueError for anything else."""
    size, _, pitch = text.partition("/")
    found = TypeSize(float(size), float(pitch))
    if not (0 < found.size <= _LARGEST and 0 < found.pitch <= _LARGEST):
        raise ValueError(text)
    return found


SizeText = Annotated[TypeSize, BeforeValidator(_read_size), PlainSerializer(str)]


class FormColumn(Spec):
    """One score column: whose points it shows, and where they come from."""

    level: Literal["self", "township", "county", "city"]
    source: ColumnSource
    title: Text | None = described("表上的栏名；不写则是该级评分栏的名称", default=None)


class DraftSentence(Spec):
    """A sentence of a drafted narrative, used when every figure it names is there."""

    text: Text
    when: Key | None = described("须为“是”", default=None)
    unless: Key | None = described("有此数时不用", default=None)
    zero: Key | None = described("此数为0时才用", default=None)
    nonzero: Key | None = described("有此数、且不为0时才用", default=None)


class FormField(Spec):
    """A text field with limits."""

    label: Text
    limit: int | None = described("最多字数，超过则不生成", default=None, gt=0)
    ladder: list[SizeText] = described("放不下时依次改用的字号/行距（磅），如 12/20", default=[])
    over: Over = described(
        "各种字号都放不下：grow 加高这一行；continue 续写在附页；refuse 不生成", default="grow"
    )
    expected: bool = described("没有写时提示", default=False)
    blank: Text | None = described("没有内容时印的文字，如手写日期用的“年　月　日”", default=None)
    dated: bool = described("申报单位的日期，出表时加 --date 填；意见栏的日期不填", default=False)
    draft: list[DraftSentence] = described("--draft 拟写用的句子", default=[])


class FormSpec(Spec):
    """The content of a form.yaml."""

    title: Text
    file: Text = described("文件名中的表名")
    blank: dict[Text, Text] | None = described(
        "由哪一份空白表认出来的，formgen template bind 写的；有它的，fields 是空白表上的各处", default=None
    )
    whom: Key = described(
        "给谁做：all 所有社区；passed 不合格的不做；或 facts 里一项是/否的名称：“是”的做，“否”的不做，没填的照 passed",
        default="all",
    )
    columns: dict[Key, FormColumn] = Field(default_factory=dict)
    pages: int | None = described("印出来的页数，附页不算；不写则只和空白表比", default=None, gt=0)
    page_after: list[Key] = described("在这些评分项之后换页，部分名称在下一页重印", default=[])
    break_before: Text | None = described("部分名称在此字符前换行", default=None)
    fields: dict[Key, FormField] = Field(default_factory=dict)
    seals: dict[Key, Annotated[int, Field(gt=0)]] = described(
        "盖章处：日期字段和章的直径（毫米）", default={}
    )


_UNWRITTEN = Node({}, "", 0)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as data, wherever it was read: the name of its file, and its bytes."""

    name: str
    data: bytes = field(repr=False)

    @property
    def suffix(self) -> str:
        """Return the suffix of the file, with its dot: it tells the kind of document."""
        return PurePath(self.name).suffix


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its id, its data, and the templates it is printed from.

    ``folder`` is where they were found, ``digest`` a hash of all of it, empty for a form that was made in memory.
    ``tree`` is its ``form.yaml`` as it was written, which gives every fault its line. ``doubts`` are what a person
    should know of it before it is used.
    """

    id: str
    spec: FormSpec
    templates: tuple[TemplateFile, ...]
    folder: Path = Path()
    digest: str = ""
    tree: Node = field(default=_UNWRITTEN, repr=False, compare=False)
    doubts: tuple[Problem, ...] = field(default=(), repr=False, compare=False)
