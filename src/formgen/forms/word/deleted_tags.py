"""What was deleted under tracked changes of a template: it is no tag, and stands in no document."""

from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element

_DELETED = (f"{W}del", f"{W}moveFrom")


def drop_deleted_tags(tree: Element) -> None:
    """Take what was deleted out of the paragraphs that hold tags."""
    for paragraph in list(tree.iter(f"{W}p")):
        texts = "".join(node.text or "" for node in paragraph.iter(f"{W}t", f"{W}delText"))
        if "{" not in texts and "}" not in texts:
            continue
        for change in list(paragraph.iter(*_DELETED)):
            parent = change.getparent()
            if parent is not None and len(change):  # else the mark of a paragraph or row
                parent.remove(change)
