"""Signs of symbol fonts as the signs that a person sees: Wingdings 2 F052 is a ticked box."""

from collections.abc import Mapping

TICKED, UNTICKED = "☑", "☐"
_PRIVATE = 0xF000  # where a symbol font's signs stand in Unicode
_BYTE = 0xFF
_SEEN: Mapping[str, Mapping[int, str]] = {
    "wingdings": {
        0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: UNTICKED, 0x70: UNTICKED, 0x71: UNTICKED, 0x72: UNTICKED, 0x75: "◆", 0x78: "☒",
        0x9F: "·", 0xA1: "○", 0xA7: "▪", 0xA8: UNTICKED, 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
        0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: TICKED,
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: TICKED, 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: UNTICKED,
        0xA4: UNTICKED,
    },
    "wingdings 3": {},
    "webdings": {0x61: "✓", 0x63: UNTICKED, 0x67: "■", 0x72: "✗"},
    "symbol": {
        0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠", 0xD6: "√",
    },
}  # fmt: skip


def read_symbol(font: str, code: str) -> str:
    """Return the sign that a symbol shows; one of an unknown font or place stays private to the font."""
    number = int(code, 16)
    known = _SEEN.get(font.strip().lower())
    if known is None:
        return chr(number)
    return known.get(number & _BYTE, chr(_PRIVATE | number & _BYTE))


def find_box(font: str, *, ticked: bool) -> str:
    """Return the sign of a symbol font that shows a ticked or an open box; empty where it has none."""
    wanted = TICKED if ticked else UNTICKED
    found = (code for code, sign in _SEEN.get(font.strip().lower(), {}).items() if sign == wanted)
    return next((chr(_PRIVATE | code) for code in found), "")


def is_symbol_font(font: str) -> bool:
    """Return whether the letters of a font are shown as symbols."""
    return font.strip().lower() in _SEEN


def read_in_font(text: str, font: str) -> str:
    """Return a text sign for sign as it is seen in a font: an R set in Wingdings 2 is a ticked box."""
    if not is_symbol_font(font):
        return text
    letters = font.strip().lower() != "symbol"  # its letters are Greek ones, which nobody types for a tick
    return "".join(
        read_symbol(font, f"{ord(sign):x}") if _is_private(sign) or (letters and " " < sign <= "ÿ") else sign
        for sign in text
    )


def _is_private(sign: str) -> bool:
    return _PRIVATE <= ord(sign) <= _PRIVATE | _BYTE
