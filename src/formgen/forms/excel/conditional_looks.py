"""What conditional formats make a person see apart: cells struck through, or painted over, while a condition holds.

A condition that asks for the cell's own text or number is decided here; of any other it is not known whether it holds.
Knows sheets and styles as XML; computes no formula.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import parse_number
from formgen.forms.colours import WHITE, Colour
from formgen.forms.excel.painting import is_unseen, read_colour
from formgen.forms.text_marks import TextLook
from formgen.forms.xmltree import Element
from formgen.office.cells import CellAddress, parse_address

Value = str | Fraction
_MAKES = {TextLook.STRUCK: "划删除线", TextLook.UNSEEN: "改成看不见的颜色或格式"}
_MADE = {TextLook.STRUCK: "划", TextLook.UNSEEN: "改"}
_OFF = {"0", "false", "off"}
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
}
_WORDS: Mapping[str, Callable[[str, str], bool]] = {
    "containsText": lambda text, own: own in text,
    "notContainsText": lambda text, own: own not in text,
    "beginsWith": str.startswith,
    "endsWith": str.endswith,
}


@dataclass(frozen=True, slots=True)
class LookRule:
    """A rule that lets texts be seen apart: the cells it covers, its look, its condition as the file writes it."""

    look: TextLook
    ranges: tuple[tuple[CellAddress, CellAddress], ...]
    kind: str
    operator: str
    text: str
    formulas: tuple[str, ...]

    def covers(self, address: CellAddress) -> bool:
        """Return whether the rule concerns a cell."""
        return any(
            first.row <= address.row <= last.row and first.column <= address.column <= last.column
            for first, last in self.ranges
        )

    def holds(self, text: str) -> bool | None:
        """Return whether the condition holds for the text of a cell, None where that is not known."""
        if self.kind == "containsBlanks":
            return not text.strip()
        if self.kind == "notContainsBlanks":
            return bool(text.strip())
        if self.kind in _WORDS and self.text:
            return _WORDS[self.kind](text.casefold(), self.text.casefold())
        if self.kind == "expression":
            return {"TRUE": True, "1": True, "FALSE": False, "0": False}.get("".join(self.formulas).upper())
        values = [_read_constant(each) for each in self.formulas]
        if self.kind != "cellIs" or not values or any(each is None for each in values):
            return None
        return _compare(self.operator, _read_value(text), [each for each in values if each is not None])


def _compare(sign: str, own: Value, others: Sequence[Value]) -> bool | None:
    first, last = others[0], others[-1]
    if sign in {"equal", "notEqual"}:
        same = (
            own.casefold() == first.casefold()
            if isinstance(own, str) and isinstance(first, str)
            else own == first
        )
        return same == (sign == "equal")
    if isinstance(own, str) or isinstance(first, str) or isinstance(last, str):
        return None
    if sign in {"between", "notBetween"}:
        return (min(first, last) <= own <= max(first, last)) == (sign == "between")
    return _COMPARE[sign](own, first) if sign in _COMPARE else None


def _read_value(text: str) -> Value:
    number = parse_number(text)
    return number.value if number is not None else text


def _read_constant(formula: str) -> Value | None:
    """Return what a constant in a condition is; None for what has to be computed."""
    quoted = _QUOTED.fullmatch(formula.strip())
    if quoted:
        return quoted[1].replace('""', '"')
    number = parse_number(formula)
    return number.value if number is not None else None


def read_look_rules(sheet: Element, styles: Element | None) -> list[LookRule]:
    """Return the rules of a sheet that let texts be seen apart, those for newer programs too."""
    formats = styles.findall("{*}dxfs/{*}dxf") if styles is not None else []
    return [
        _read_rule(rule, block, look)
        for block in sheet.iter("{*}conditionalFormatting")
        for rule in block.iterchildren("{*}cfRule")
        for look in dict.fromkeys(map(_find_look, _list_formats(rule, formats)))
        if look is not None
    ]


def _list_formats(rule: Element, formats: Sequence[Element]) -> Iterator[Element]:
    """Yield the format of a rule: its own, or the one of the workbook that it names by number."""
    yield from rule.iterchildren("{*}dxf")
    number = rule.get("dxfId", "")
    if number.isdecimal() and int(number) < len(formats):
        yield formats[int(number)]


def _find_look(look: Element) -> TextLook | None:
    """Return how a format lets a text be seen apart: struck, of the colour of its cell, or by a format that prints nothing."""
    if any(each.get("val", "1") not in _OFF for each in look.iterfind("{*}font/{*}strike")):
        return TextLook.STRUCK
    font, codes = look.find("{*}font"), look.iterfind("{*}numFmt")
    painted = font is not None and font.find("{*}color") is not None and is_unseen(font, _read_behind(look))
    blank = any(not each.get("formatCode", "0").strip('; "') for each in codes)
    return TextLook.UNSEEN if painted or blank else None


def _read_behind(look: Element) -> Colour | None:
    """Return what a conditional format fills cells with: there the colour stands as that of the background."""
    pattern = look.find("{*}fill/{*}patternFill")
    if pattern is None:
        return WHITE
    colours = [each for each in (pattern.find("{*}bgColor"), pattern.find("{*}fgColor")) if each is not None]
    return read_colour(colours[0]) if colours else None


def _read_rule(rule: Element, block: Element, look: TextLook) -> LookRule:
    areas = block.get("sqref") or "".join(each.text or "" for each in block.iterchildren("{*}sqref"))
    formulas = [each.text or "" for each in rule.iterchildren("{*}formula", "{*}f")]
    return LookRule(
        look,
        tuple(_read_ranges(areas)),
        rule.get("type", ""),
        rule.get("operator", ""),
        rule.get("text", ""),
        tuple(formulas),
    )


def _read_ranges(areas: str) -> Iterator[tuple[CellAddress, CellAddress]]:
    for found in _RANGE.finditer(areas):
        first = parse_address(f"{found[1]}{found[2]}")
        yield first, parse_address(f"{found[3]}{found[4]}") if found[3] else first


def explain_rules(rules: Sequence[LookRule], address: CellAddress, text: str) -> str:
    """Return why the text of a cell cannot be read, in a clerk's words: a condition makes it another look, or may do so."""
    covering = [each for each in rules if each.covers(address)] if text.strip() else []
    told = [(each, each.holds(text)) for each in covering]
    for rule, holds in told:
        if holds:
            return f"“{text.strip()}”{rule.look.value}，是条件格式{_MADE[rule.look]}的"
    unsure = next((rule for rule, holds in told if holds is None), None)
    return f"条件格式会给这一格{_MAKES[unsure.look]}，不知道{_MADE[unsure.look]}了没有" if unsure else ""
