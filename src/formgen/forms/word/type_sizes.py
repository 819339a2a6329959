"""The sizes of type that the styles of a Word template name, for texts that name none themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from formgen.forms.word.markup import W
from formgen.forms.word.tables import read_length
from formgen.forms.xmltree import Element, parse_xml

_HALF_POINTS = 2  # in a point
_USUAL = 12.0  # points, where a template names no size anywhere
_MOST_STYLES = 20  # that build upon each other


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """The size of each style, in points, and the one that counts where no style is named."""

    usual: float = _USUAL
    by_style: Mapping[str, float] = field(default_factory=dict)

    def measure(self, paragraph: Element) -> float:
        """Return the size of a paragraph's text: its first run's own, else that of its styles."""
        own = next(paragraph.iterfind(f"{W}r/{W}rPr/{W}sz"), next(paragraph.iter(f"{W}sz"), None))
        size = read_length(own.get(f"{W}val"), _HALF_POINTS) if own is not None else 0
        if size > 0:
            return max(size, 1)
        named = (*paragraph.iterfind(f"{W}r/{W}rPr/{W}rStyle"), *paragraph.iterfind(f"{W}pPr/{W}pStyle"))
        found = (self.by_style.get(each.get(f"{W}val", "")) for each in named)
        return next((each for each in found if each), self.usual)


USUAL_SIZES = TypeSizes()


def read_type_sizes(styles: bytes | None) -> TypeSizes:
    """Read the sizes from the part of the styles. Raises etree.XMLSyntaxError where it is damaged."""
    if styles is None:
        return USUAL_SIZES
    tree = parse_xml(styles)
    known = {each.get(f"{W}styleId", ""): each for each in tree.iter(f"{W}style")}
    written = _read(tree.find(f"{W}docDefaults/{W}rPrDefault"))
    sizes = {name: size for name, style in known.items() if (size := _inherit(style, known))}
    first = (
        sizes.get(name, 0.0)
        for name, style in known.items()
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}
    )
    return TypeSizes(next(first, 0.0) or written or _USUAL, sizes)


def _inherit(style: Element, known: Mapping[str, Element]) -> float:
    """Return the size a style names, or one that it builds upon."""
    at: Element | None = style
    for _ in range(_MOST_STYLES):
        if at is None:
            break
        size = _read(at)
        if size:
            return size
        based = at.find(f"{W}basedOn")
        at = known.get(based.get(f"{W}val", "")) if based is not None else None
    return 0.0


def _read(node: Element | None) -> float:
    size = node.find(f"{W}rPr/{W}sz") if node is not None else None
    return max(read_length(size.get(f"{W}val"), _HALF_POINTS), 0) if size is not None else 0.0
