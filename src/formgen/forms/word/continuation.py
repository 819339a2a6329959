"""The continuation page (附页) of a Word form: what did not fit its box, under the form's name and a line that says whose."""

from collections.abc import Mapping
from dataclasses import dataclass

from formgen.forms.contents import FIELD
from formgen.forms.fit import MORE
from formgen.forms.form import FormSpec
from formgen.forms.text import escape_value
from formgen.forms.word.markup import SLOT_SIGN

_LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class _Line:
    """The look of a paragraph: its alignment, its lines' pitch and the space below it in points.

    ``indent`` is the size of the two characters that its first line is indented by, in points.
    """

    align: str
    pitch: int
    after: int = 0
    first: str = ""
    indent: int = 0

    def paragraph(self, run: str, text: str, lead: str = "") -> str:
        """Return a paragraph of one run, and of another in front of it."""
        spacing = f'w:before="0" w:after="{self.after * 20}" w:line="{self.pitch * 20}" w:lineRule="exact"'
        indent = f'<w:ind w:firstLineChars="200" w:firstLine="{self.indent * 40}"/>' if self.indent else ""
        shape = f'<w:overflowPunct w:val="0"/><w:snapToGrid w:val="0"/><w:spacing {spacing}/>{indent}<w:jc w:val="{self.align}"/>'
        said = _said(run, text)
        return f"<w:p><w:pPr>{self.first}{shape}{run}</w:pPr>{lead}{said}</w:p>"


def _said(run: str, text: str) -> str:
    return f'<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _run(face: str, latin: str, size: int) -> str:
    fonts = f'w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face}" w:cs="{latin}"'
    sizes = f'<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'
    return f'<w:rPr><w:rFonts {fonts}/>{sizes}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'


_SIZE = 12
_TITLE = _run("方正小标宋简体", "方正小标宋简体", 22)
_HEAD = _run("黑体", "黑体", _SIZE)
_TEXT = _run("仿宋_GB2312", _LATIN, _SIZE)


def write_page(spec: FormSpec, heading: str, runs: Mapping[str, str], *, breaks: bool) -> str:
    """Return the paragraphs of a continuation page, slots between signs.

    ``heading`` says whose page it is, with ``{{ slots }}``; ``runs`` are the slots that continue here, each
    with the run properties of its box. ``breaks`` says whether the page begins by a break, not by a section of its own.
    """
    whose = FIELD.sub(rf"{SLOT_SIGN}\1{SLOT_SIGN}", heading)
    parts = [
        _Line("center", 36, first="<w:pageBreakBefore/>" if breaks else "").paragraph(
            _TITLE, escape_value(spec.title, "title")
        ),
        _Line("center", 36, after=8).paragraph(_TITLE, "（附页）"),
        _Line("left", 22, after=8).paragraph(_TEXT, whose),
    ]
    for slot, run in runs.items():
        # The label stands in the line of the text: by it the text is found again in a document that comes back.
        # Flush left: LibreOffice 7.4 now and then does not paint a comma at the end of a justified line this wide.
        label = _said(_HEAD, f"{escape_value(spec.fields[slot].label, slot)}（续）：")
        parts.append(
            _Line("left", 22, after=6, indent=_SIZE).paragraph(
                run, f"{SLOT_SIGN}{slot}{MORE}{SLOT_SIGN}", label
            )
        )
    return "".join(parts)
