"""The names of WordprocessingML, and the mark that stands for a slot."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK = "\ue000"  # on both sides of a slot's name or number, while a template is compiled

Element = etree._Element  # noqa: SLF001 - lxml has no public name for its element type
DOCUMENT = "word/document.xml"  # the part of the body
