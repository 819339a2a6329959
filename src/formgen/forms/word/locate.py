"""Where a tag stands in a Word template, in the words of a clerk."""

from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element


def read_text(element: Element) -> str:
    """Return the text of an element without its markup."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def describe_field(tree: Element, field: str) -> str:
    """Return table, row and cell of a field with the label beside it, or the paragraph it stands in."""
    naming = [each for each in tree.iter(f"{W}p") if "{" in read_text(each) and field in read_text(each)]
    in_tables = [each for each in naming if next(each.iterancestors(f"{W}tc"), None) is not None]
    found = next(iter(in_tables or naming), None)
    return describe_place(tree, found) if found is not None else "正文"


def describe_place(tree: Element, paragraph: Element) -> str:
    """Return table, row and cell of a paragraph with the label beside it; outside tables the words it begins with."""
    table = next(paragraph.iterancestors(f"{W}tbl"), None)
    row, cell = (next(paragraph.iterancestors(f"{W}{name}"), None) for name in ("tr", "tc"))
    if table is None or row is None or cell is None:
        return f"段落“{read_text(paragraph)[:20]}”"
    cells = list(row.iter(f"{W}tc"))
    table_at, row_at = list(tree.iter(f"{W}tbl")).index(table), list(table.iter(f"{W}tr")).index(row)
    before = [read_text(each) for each in cells[: cells.index(cell)]]
    label = next((each for each in reversed(before) if each and "{" not in each), "")
    beside = f"，左边是“{label}”" if label else ""
    return f"第{table_at + 1}个表第{row_at + 1}行第{len(before) + 1}格{beside}"
