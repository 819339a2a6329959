"""The tags of a template: Jinja in a sandbox, reduced to what a form needs, with every field checked.

Knows Jinja and no form. docxtpl's plain environment runs any code a template holds. Here a tag may print a field, loop over rows and
sections, and ask a condition; nothing can be called, multiplied or imported.
"""

from collections.abc import Iterator, Mapping

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from formgen.problems import FormgenError, Problem

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)
_MOST_LOOPS = 2  # sections, and the rows of each
_MOST_SIGNS = 20_000_000
_UNREAD = "条件或循环的标签写法有误，或放在了不能放的地方"
_NESTED = "标签套得太深：循环最多两层（部分、部分里的行）"
ENVIRONMENT = ImmutableSandboxedEnvironment(
    autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
)


def compile_tags(source: str, file: str) -> Template:
    """Compile the text of a part with its tags. Raises FormgenError T101 for tags that are not allowed."""
    try:
        tree = ENVIRONMENT.parse(source)
        _check_tags(tree, file)
        return ENVIRONMENT.from_string(tree)
    except TemplateSyntaxError as error:
        raise FormgenError(Problem("T101", words={"file": file, "detail": _UNREAD})) from error
    except RecursionError as error:
        raise FormgenError(Problem("T101", words={"file": file, "detail": _NESTED})) from error


def _check_tags(tree: nodes.Template, file: str) -> None:
    """Raise FormgenError T101 for tags that do more than print, or repeat more than rows in sections."""
    if _depth_of_loops(tree) > _MOST_LOOPS:
        raise FormgenError(Problem("T101", words={"file": file, "detail": _NESTED}))
    for node in _all(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Getattr) and node.attr.startswith("_")):
            detail = "条件里只能有字段、文字、数和 and、or、not、==、!=、<、>、in"
            raise FormgenError(Problem("T101", words={"file": file, "detail": detail}))


def render(template: Template, seen: Mapping[str, object]) -> str:
    """Return the text of a part. Raises ValueError for more than any document holds."""
    pieces, length = list[str](), 0
    for piece in template.generate(seen):
        pieces.append(piece)
        length += len(piece)
        if length > _MOST_SIGNS:
            raise ValueError(length)
    return "".join(pieces)


def asks_conditions(source: str) -> bool:
    """Return whether the tags ask conditions, so that their outcome depends on the values."""
    return any(isinstance(node, nodes.If) for node in _all(ENVIRONMENT.parse(source)))


def list_fields(source: str) -> list[str]:
    """Return the dotted names a template prints or asks about, loop variables left out."""
    tree = ENVIRONMENT.parse(source)
    loops = {"loop"} | {
        node.target.name for node in tree.find_all(nodes.For) if isinstance(node.target, nodes.Name)
    }
    names = [node.name for node in tree.find_all(nodes.Name)]
    return list(dict.fromkeys(name for name in names if name not in loops))


def _depth_of_loops(node: nodes.Node) -> int:
    inner = max((_depth_of_loops(child) for child in node.iter_child_nodes()), default=0)
    return inner + isinstance(node, nodes.For)


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)
