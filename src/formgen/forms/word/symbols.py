"""The symbol fonts that runs of Word are set in, and their letters as a person sees them."""

from formgen.forms.symbol_fonts import is_symbol_font, read_in_font
from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element


def read_symbol_font(run: Element) -> str:
    """Return the symbol font that the letters of a run are set in; empty for any other font."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    return font if is_symbol_font(font) else ""


def read_run_text(text: str, run: Element) -> str:
    """Return the text of a run sign for sign as it is seen."""
    return read_in_font(text, read_symbol_font(run)) if text else text
