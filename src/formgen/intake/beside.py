"""What a sheet shows beside its cells, and is not read: notes of cells (批注) and boxes of text.

Knows the parts of a workbook; nothing of what cells mean.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from formgen.intake.files import Package
from formgen.problems import Place, Problem

_OWN_AUTHOR = "formgen"  # who wrote the notes of a marked copy
_TEXT_BODY = "{*}txBody"
_SHOWN = 5  # places that a hint names


def list_beside(package: Package, relations: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what stands beside the cells of a sheet with some relations (type and part), each with its place."""
    found: dict[str, None] = {}
    for kind, part in relations:
        if not package.holds(part):
            continue
        match kind.rsplit("/", 1)[-1]:
            case "comments":
                found |= dict.fromkeys(_list_notes(_parse(package.read(part))))
            case "threadedComment":
                refs = (str(each.get("ref", "")) for each in _parse(package.read(part)))
                found |= dict.fromkeys(f"{ref}的批注" for ref in refs if ref)
            case "drawing":
                boxes = sum(bool(_read_text(each)) for each in _parse(package.read(part)).iter(_TEXT_BODY))
                found |= {f"{boxes}个文本框": None} if boxes else {}
            case _:
                pass
    return tuple(found)


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _list_notes(root: etree._Element) -> Iterator[str]:
    """Yield the notes that a person wrote, by their cells."""
    authors = [each.text or "" for each in root.iterfind("{*}authors/{*}author")]
    for each in root.iterfind("{*}commentList/{*}comment"):
        at = int(each.get("authorId", "0"))
        author = authors[at] if at < len(authors) else ""
        if author != _OWN_AUTHOR and _read_text(each):
            yield f"{each.get('ref', '')}的批注"


def _read_text(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter("{*}t")).strip()


def hint_beside(place: Place, found: Iterable[tuple[str, str]]) -> list[Problem]:
    """Return one hint for all that stands beside the cells; ``found`` are titles of sheets, each with one place."""
    listed = [f"“{title}”的{what}" for title, what in found]
    if not listed:
        return []
    more = f"等{len(listed)}处" if len(listed) > _SHOWN else ""
    return [Problem("D199", place, {"places": "、".join(listed[:_SHOWN]) + more})]
