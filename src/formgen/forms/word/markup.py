"""The names of WordprocessingML, and the sign that stands for a slot."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"  # the part that holds the body
SLOT_SIGN = "\ue000"  # on both sides of a slot's name or number, while a template is compiled
LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'  # within the text of a run
