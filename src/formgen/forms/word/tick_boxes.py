"""Boxes to tick that Word keeps a state of: the content control, and the form field of older versions."""

from collections.abc import Sequence

from lxml import etree

from formgen.forms.symbol_fonts import TICKED, UNTICKED
from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF = {"0", "false", "off"}
_CONTROL = f"{W}sdtPr/{_W14}checkbox"
_FIELD = f"{W}ffData/{W}checkBox"
_BEFORE_STATE = ("size", "sizeAuto", "default")  # what stands before the state of a form field
_USUAL_CODE = {True: "2612", False: "2610"}  # what Word shows unless a control says otherwise


def is_on(owner: Element, name: str) -> bool:
    """Return whether a property stands below an element and is not switched off."""
    found = owner.find(name)
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def read_box(element: Element) -> str | None:
    """Return the sign of a content control or of the begin of a field, by its state; None for any other element."""
    if element.tag == f"{W}sdt" and (control := element.find(_CONTROL)) is not None:
        state = control.find(f"{_W14}checked")
        return TICKED if state is not None and state.get(f"{_W14}val", "1") not in _OFF else UNTICKED
    if element.tag == f"{W}fldChar" and (field := element.find(_FIELD)) is not None:
        own = f"{W}checked" if field.find(f"{W}checked") is not None else f"{W}default"
        return TICKED if is_on(field, own) else UNTICKED
    return None


def set_box(element: Element, *, ticked: bool) -> None:
    """Tick or untick a box that ``read_box`` reads: its state, and what a control shows of it."""
    control, field = element.find(_CONTROL), element.find(_FIELD)
    if field is not None:
        _set_state(_find_state(field, f"{W}checked", _BEFORE_STATE), f"{W}val", ticked=ticked)
    elif control is not None:
        _set_state(_find_state(control, f"{_W14}checked", ()), f"{_W14}val", ticked=ticked)
        _show(element, control, ticked=ticked)


def _find_state(owner: Element, name: str, before: Sequence[str]) -> Element:
    found = owner.find(name)
    if found is None:
        found = etree.Element(name)
        owner.insert(sum(each.tag in {f"{W}{one}" for one in before} for each in owner), found)
    return found


def _set_state(state: Element, name: str, *, ticked: bool) -> None:
    state.set(name, "1" if ticked else "0")


def _show(element: Element, control: Element, *, ticked: bool) -> None:
    """Let the text of a control show its state, in the sign and the font that the control names."""
    named = control.find(f"{_W14}{'checkedState' if ticked else 'uncheckedState'}")
    code = (named.get(f"{_W14}val") if named is not None else None) or _USUAL_CODE[ticked]
    font = named.get(f"{_W14}font", "") if named is not None else ""
    texts = list(element.iterfind(f"{W}sdtContent//{W}t"))
    for at, text in enumerate(texts):
        text.text = "" if at else chr(int(code, 16))
        run = text.getparent()
        fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None and font else None
        if fonts is not None:
            for name in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(f"{W}{name}", font)
    for symbol in element.iterfind(f"{W}sdtContent//{W}sym"):
        symbol.set(f"{W}char", code)
        if font:
            symbol.set(f"{W}font", font)
