"""How the text of a Word document looks where that changes what it says: struck through, raised, hidden, unseen.

A look is set on a run itself, or by the styles of its characters, its paragraph and its table.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from formgen.forms.colours import BLACK, LOWEST_ROW, SMALLEST_SEEN, WHITE, Colour, read_hex
from formgen.forms.text_marks import MarkedStretch, TextLook, find_overlaid
from formgen.forms.word.markup import W
from formgen.forms.word.passage import Passage
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.relations import list_relations

_OFF = {"0", "false", "off"}
_RAISED = {"superscript", "subscript"}
_TOGGLES = {"strike", "vanish"}  # set in two styles at once they are off (ECMA-376, 17.7.3)
_LIFTED = 4  # half points up or down from which a sign is seen to stand apart
_HIGHLIGHTS = {"white": WHITE, "black": BLACK}  # the others let both black and white type be seen
_MOST = 20  # styles that one may be based on, one after the other


class RunLooks:
    """The looks of runs, by the styles of a document."""

    def __init__(self, styles: bytes | None) -> None:
        """Read the styles of a document, where it has any."""
        self._properties: dict[str, Element] = {}
        self._based: dict[str, str] = {}
        self._default_paragraph = ""
        self._defaults: Element | None = None
        tree = parse_xml(styles) if styles is not None else None
        for style in tree.iterfind(f"{W}style") if tree is not None else ():
            name = style.get(f"{W}styleId", "")
            base, own = style.find(f"{W}basedOn"), style.find(f"{W}rPr")
            self._based[name] = base.get(f"{W}val", "") if base is not None else ""
            if own is not None:
                self._properties[name] = own
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF:
                self._default_paragraph = name
        if tree is not None:
            self._defaults = tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    @classmethod
    def of(cls, parts: Mapping[str, bytes], main: str) -> "RunLooks":
        """Read the styles of a document from its parts; ``main`` is the part of its body."""
        named = (each.part for each in list_relations(parts, main) if each.kind == "styles")
        return cls(next((parts[name] for name in named if name in parts), None))

    def find_marks(self, passage: Passage) -> list[MarkedStretch]:
        """Return the stretches of a passage that are seen apart."""
        found = list[MarkedStretch]()
        lifted = list[MarkedStretch]()
        for piece in passage.pieces:
            run = next(piece.element.iterancestors(f"{W}r"), None)
            if run is None or not piece.text.strip():
                continue
            end = piece.at + len(piece.text)
            found += [MarkedStretch(piece.at, end, look) for look in self._list_looks(run)]
            if abs(self._read_position(run)) >= _LIFTED:
                lifted.append(MarkedStretch(piece.at, end, TextLook.RAISED))
        if lifted and not _covers(passage.text, lifted):  # a whole line may be moved to stand better
            found += lifted
        return [*found, *find_overlaid(passage.text)]

    def _list_looks(self, run: Element) -> Iterator[TextLook]:
        if self._is_set(run, "strike") or self._is_set(run, "dstrike"):
            yield TextLook.STRUCK
        if any(value in _RAISED for value in self._read(run, "vertAlign")[:1]):
            yield TextLook.RAISED
        if self._is_set(run, "vanish") or any(map(_is_row_away, run.iterancestors(f"{W}tr"))):
            yield TextLook.HIDDEN
        elif self._is_unseen(run):
            yield TextLook.UNSEEN

    def _is_unseen(self, run: Element) -> bool:
        """Return whether the type of a run is too small to be seen, or of the colour that it stands on."""
        size = next(iter(self._read(run, "sz")), "")
        if size.isdigit() and int(size) <= 2 * SMALLEST_SEEN:
            return True
        own = read_hex(next(iter(self._read(run, "color")), ""))
        if own is None:  # ``auto`` is always seen
            return False
        behind = self._find_behind(run)
        return behind is not None and own.is_near(behind)

    def _find_behind(self, run: Element) -> Colour | None:
        """Return the colour that a run stands on: its own, that of its paragraph or cell, else that of the paper.

        None for a colour that is not known.
        """
        marked = next(iter(self._read(run, "highlight")), "none")
        if marked != "none":
            return _HIGHLIGHTS.get(marked)
        paragraph, cell = (next(run.iterancestors(f"{W}{each}"), None) for each in ("p", "tc"))
        for owner, path in ((run, "rPr"), (paragraph, "pPr"), (cell, "tcPr")):
            shade = owner.find(f"{W}{path}/{W}shd") if owner is not None else None
            fill = shade.get(f"{W}fill", "auto") if shade is not None else "auto"
            if fill != "auto":
                return read_hex(fill)
        return WHITE

    def _is_set(self, run: Element, name: str) -> bool:
        """Return whether a property that is on or off is on."""
        own = run.find(f"{W}rPr/{W}{name}")
        if own is not None or name not in _TOGGLES:
            return any(value not in _OFF for value in self._read(run, name)[:1])
        by_styles = [each for each in self._read_styles(run, name) if each not in _OFF]
        default = self._read_default(name)
        return len(by_styles) % 2 == 1 or bool(default and default not in _OFF)

    def _read_position(self, run: Element) -> int:
        return next((int(each) for each in self._read(run, "position") if each.lstrip("+-").isdigit()), 0)

    def _read(self, run: Element, name: str) -> list[str]:
        """Return the values of a property, the one that counts first."""
        own = run.find(f"{W}rPr/{W}{name}")
        direct = [own.get(f"{W}val", "1")] if own is not None else []
        default = self._read_default(name)
        return [*direct, *self._read_styles(run, name), *([default] if default else [])]

    def _read_default(self, name: str) -> str:
        own = self._defaults.find(f"{W}{name}") if self._defaults is not None else None
        return own.get(f"{W}val", "1") if own is not None else ""

    def _read_styles(self, run: Element, name: str) -> Iterator[str]:
        """Yield what the styles of a run, of its paragraph and of its table say of a property."""
        for style in self._list_styles(run):
            for each in self._list_bases(style):
                own = self._properties[each].find(f"{W}{name}") if each in self._properties else None
                if own is not None:
                    yield own.get(f"{W}val", "1")
                    break

    def _list_styles(self, run: Element) -> Iterator[str]:
        paragraph = next(run.iterancestors(f"{W}p"), None)
        table = next(run.iterancestors(f"{W}tbl"), None)
        for owner, path, default in (
            (run, f"{W}rPr/{W}rStyle", ""),
            (paragraph, f"{W}pPr/{W}pStyle", self._default_paragraph),
            (table, f"{W}tblPr/{W}tblStyle", ""),
        ):
            found = owner.find(path) if owner is not None else None
            name = found.get(f"{W}val", "") if found is not None else default
            if name:
                yield name

    def _list_bases(self, style: str) -> Iterator[str]:
        """Yield a style and those that it is based on, one after the other."""
        for _ in range(_MOST):
            if not style:
                return
            yield style
            style = self._based.get(style, "")


def _is_row_away(row: Element) -> bool:
    """Return whether a row of a table is hidden, or has no height in which anything could be seen."""
    hidden, height = row.find(f"{W}trPr/{W}hidden"), row.find(f"{W}trPr/{W}trHeight")
    if hidden is not None and hidden.get(f"{W}val", "1") not in _OFF:
        return True
    size = height.get(f"{W}val", "") if height is not None and height.get(f"{W}hRule") == "exact" else ""
    return size.isdigit() and int(size) < 20 * LOWEST_ROW


def _covers(text: str, marks: list[MarkedStretch]) -> bool:
    """Return whether marks cover all of a text but its blanks."""
    edges = [0, *(each for mark in sorted(marks) for each in mark[:2]), len(text)]
    return not any(text[start:end].strip() for start, end in list(pairwise(edges))[::2])
