"""Where a tag stands in a Word template, in the words of a clerk."""

from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element


def read_text(element: Element) -> str:
    """Return the text of an element without its markup."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def describe_field(tree: Element, field: str) -> str:
    """Return table, row and cell of a field with the label beside it, or the paragraph it stands in."""
    for table_at, table in enumerate(tree.iter(f"{W}tbl"), 1):
        for row_at, row in enumerate(table.iter(f"{W}tr"), 1):
            cells = [read_text(cell) for cell in row.iter(f"{W}tc")]
            for cell_at, text in enumerate(cells):
                if _names(text, field):
                    label = next((each for each in reversed(cells[:cell_at]) if each and "{" not in each), "")
                    beside = f"，左边是“{label}”" if label else ""
                    return f"第{table_at}个表第{row_at}行第{cell_at + 1}格{beside}"
    for paragraph in tree.iter(f"{W}p"):
        if _names(read_text(paragraph), field):
            return f"段落“{read_text(paragraph)[:20]}”"
    return "正文"


def _names(text: str, field: str) -> bool:
    return "{" in text and field in text
