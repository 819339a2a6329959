"""The names of WordprocessingML, and the sign that stands for a slot."""

import re
from collections.abc import Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"  # the part that holds the body
SLOT_SIGN = "\ue000"  # on both sides of a slot's name or number, while a template is compiled
LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'  # within the text of a run
_STORIES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml", re.IGNORECASE)
_TRACKED = re.compile(  # ECMA-376, 17.13.5
    rb"<(?:\w+:)?(?:ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|(?:rPr|pPr|tblPr|tblPrEx|trPr|tcPr|sectPr"
    rb"|tblGrid|numbering)Change|commentReference)[ />]"
)


def list_revised_parts(parts: Mapping[str, bytes]) -> list[str]:
    """Return the parts of a document with tracked changes that nobody accepted or refused, or with remarks."""
    return [name for name in parts if _STORIES.fullmatch(name) and _TRACKED.search(parts[name])]
