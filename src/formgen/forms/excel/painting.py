"""What a person sees of the type in a cell: its font against what the cell is filled with.

Knows the fonts and fills of a workbook's styles; of the colours of a theme only black and white, the others are seen.
"""

from collections.abc import Iterator

from formgen.forms.colours import BLACK, SMALLEST_SEEN, WHITE, Colour, read_hex
from formgen.forms.excel.runs import NS
from formgen.forms.text_marks import TextLook
from formgen.forms.xmltree import Element

_S = f"{{{NS}}}"
_TRUE = {"1", "true", "on"}
_NAMES = frozenset({f"{_S}name", f"{_S}rFont"})
_RAISED = frozenset({"superscript", "subscript"})
_THEME = {"0": WHITE, "1": BLACK}  # the first two colours of a theme: paper and type
_INDEXED = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}
Looks = frozenset[TextLook]


def read_font(font: Element, behind: Colour | None = WHITE) -> Looks:
    """Return how a font, or a run with its own, lets a text be seen apart; ``behind`` None is a colour not known."""
    strike, vertical = font.find(f"{_S}strike"), font.find(f"{_S}vertAlign")
    struck = strike is not None and strike.get("val", "1") in _TRUE
    raised = vertical is not None and vertical.get("val") in _RAISED
    looks = (
        (TextLook.STRUCK, struck),
        (TextLook.RAISED, raised),
        (TextLook.UNSEEN, is_unseen(font, behind)),
    )
    return Looks(look for look, there in looks if there)


def read_face(font: Element | None) -> str:
    """Return the name of a font, or of that of a run; empty where it has none."""
    name = next((each for each in font if each.tag in _NAMES), None) if font is not None else None
    return name.get("val", "") if name is not None else ""


def is_unseen(font: Element, behind: Colour | None) -> bool:
    """Return whether the type of a font is not seen: too small, or of the colour that it stands on."""
    size, colour = font.find("{*}sz"), font.find("{*}color")
    if size is not None and _read_number(size.get("val", "")) <= SMALLEST_SEEN:
        return True
    own = read_colour(colour) if colour is not None else BLACK
    return own is not None and behind is not None and own.is_near(behind)


def read_colour(element: Element) -> Colour | None:
    """Return a colour as a style writes it, None for one that is not known."""
    if element.get("auto") in _TRUE:
        return BLACK
    rgb, theme, indexed = element.get("rgb"), element.get("theme"), element.get("indexed")
    known = read_hex(rgb) if rgb is not None else _THEME.get(theme) if theme is not None else None
    known = _INDEXED.get(indexed) if known is None and indexed is not None else known
    tint = _read_number(element.get("tint", "0"))
    return known.tinted(tint) if known is not None else None


def read_fill(fill: Element | None) -> Colour | None:
    """Return the colour of a cell that a fill paints; paper where it paints nothing, None where it is not known."""
    pattern = fill.find("{*}patternFill") if fill is not None else None
    if pattern is None:
        return WHITE if fill is None or not len(fill) else None
    kind = pattern.get("patternType", "none")
    front = pattern.find("{*}fgColor")
    if kind != "solid":
        return WHITE if kind == "none" else None
    return read_colour(front) if front is not None else None


def read_fills(styles: Element) -> Iterator[Colour | None]:
    """Yield for each style of a workbook what its cells are filled with."""
    fills = [read_fill(each) for each in styles.iterfind(f"{_S}fills/{_S}fill")]
    for style in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = int(style.get("fillId", "0"))
        yield fills[number] if number < len(fills) else WHITE


def read_looks(styles: Element) -> Iterator[Looks]:
    """Yield for each style how its font lets a text be seen apart."""
    fonts = list(styles.iterfind(f"{_S}fonts/{_S}font"))
    behind = list(read_fills(styles))
    for at, style in enumerate(styles.iterfind(f"{_S}cellXfs/{_S}xf")):
        number = int(style.get("fontId", "0"))
        yield read_font(fonts[number], behind[at]) if number < len(fonts) else Looks()


def read_faces(styles: Element) -> Iterator[str]:
    """Yield for each style the name of its font."""
    fonts = list(styles.iterfind(f"{_S}fonts/{_S}font"))
    for style in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = int(style.get("fontId", "0"))
        yield read_face(fonts[number]) if number < len(fonts) else ""


def _read_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
