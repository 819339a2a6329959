"""Files whose names are others: of their vocabularies (“Strict Open XML”, ISO/IEC 29500-1 and -4), and of their parts.

What is read by name is read in the usual names; a file in them is one that every program opens. Word Online calls
the body of a document document2.xml, and some programs part the folders in a zip file by backslashes.
"""

import re
from collections.abc import Mapping

from lxml import etree

from formgen.office.relations import ROOT_RELATIONS, TYPES, list_relations, rename_part

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAME = re.compile(_STRICT + rb"(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_CONFORMANCE = re.compile(rb'\s(?:\w+:)?conformance="strict"')


_MAIN_PARTS = {b"wordprocessingml": "word/document.xml", b"spreadsheetml": "xl/workbook.xml"}
_PROPERTIES = "docProps/custom.xml"
_SHARED = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}  # of a workbook


def with_usual_names(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a file with the usual names of their vocabularies and their own; those of a usual file as they are."""
    named = {
        name.replace("\\", "/"): _rename(data) if _STRICT in data else data for name, data in parts.items()
    }
    if TYPES in named and ROOT_RELATIONS in named:
        try:
            return _with_usual_parts(named)
        except etree.XMLSyntaxError:
            pass  # a file that is damaged is read as it is
    return named


def _with_usual_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts with the main one, and those that all sheets share, under the names that they usually have."""
    known = {each.kind: each.part for each in reversed(list_relations(parts, ""))}
    main, own = known.get("officeDocument", ""), known.get("custom-properties", "")
    head = parts.get(main, b"")[:5000]
    usual = next((name for kind, name in _MAIN_PARTS.items() if kind in head), main)
    arranged = dict(parts)
    for old, new in ((main, usual), (own, _PROPERTIES)):
        if old in arranged and new not in arranged:
            rename_part(arranged, old, new)
    if usual == _MAIN_PARTS[b"spreadsheetml"]:
        for each in list_relations(arranged, usual):
            shared = _SHARED.get(each.kind, each.part)
            if each.part in arranged and shared.lower() not in map(str.lower, arranged):
                rename_part(arranged, each.part, shared)
    return arranged


def _rename(part: bytes) -> bytes:
    return _CONFORMANCE.sub(b"", _NAME.sub(_USUAL, part), count=1)
