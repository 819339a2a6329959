"""Whose forms stand in a file that fits no template: those of several communities may have been pasted into one.

Knows the letters of an Office file, not its form.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from formgen.folding import fold, remove_blanks
from formgen.forms.xmltree import parse_xml
from formgen.office.package import UnreadableError, parts_in

_TEXTS = {"p", "si", "is"}  # paragraphs, cells
_LONGEST = 40  # signs of a line that names a community; a longer one tells of it
_MOST = 5


def say_several(path: Path, names: Collection[str]) -> str:
    """Return what is wrong with a file that names several communities as forms do; empty for others.

    ``names`` are those of the communities of the data.
    """
    found = list[str]()
    for line in _read_lines(path):
        named = {name for name in names if remove_blanks(fold(name)) in line}
        found += [
            name for name in sorted(named) if not any(name != longer and name in longer for longer in named)
        ]
    own = list(dict.fromkeys(found))
    if len(own) <= 1:
        return ""
    more = f"等{len(own)}个社区" if len(own) > _MOST else ""
    return f"里面写着“{'”“'.join(own[:_MOST])}”{more}；几个社区的表放在一个文件里的，要一份一份分开存"


def _read_lines(path: Path) -> Iterator[str]:
    """Yield the short lines of a document and the short cells of a workbook."""
    try:
        parts = parts_in(path)
        trees = [
            parse_xml(part)
            for name, part in parts.items()
            if name.startswith(("word/", "xl/")) and name.endswith(".xml")
        ]
    except (UnreadableError, OSError, etree.XMLSyntaxError):
        return
    for tree in trees:
        for element in tree.iter(etree.Element):
            if etree.QName(element).localname in _TEXTS:
                text = "".join(each.text or "" for each in element.iter("{*}t"))
                line = remove_blanks(fold(text))
                if 0 < len(line) <= _LONGEST:
                    yield line
