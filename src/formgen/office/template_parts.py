"""The parts of a template as some program saved it: under their usual names, and without what no form may carry.

A template comes from a stranger, and what it carries is mailed on in every form that is made of it.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from formgen.office.package import UnreadableError, parts_in
from formgen.office.relations import (
    ROOT_RELATIONS,
    TYPES,
    PartRelation,
    drop_part,
    list_relations,
    parse_part,
    relations_name,
    rename_part,
    with_default_namespace,
    write_part,
)
from formgen.problems import FormgenError, Problem

_DAMAGED = "缺少必要的部分，或已损坏；请用 Word、Excel 或 WPS 打开，另存一份"
_OLD = "是加了密码的文件，或老格式的 .doc、.xls；请去掉密码，另存为 .docx、.xlsx"
_STRICT = "是“Strict Open XML”格式，请用 Word、Excel 打开，另存为普通的 .docx、.xlsx"
_BINARY = "是 .xlsb 文件，请用 Excel 另存为 .xlsx"
_MACROS = "是带宏的文件，请另存为不带宏的 .docx、.xlsx"
_OLE = b"\xd0\xcf\x11\xe0"
_STRICT_NAMES = "purl.oclc.org/ooxml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Kind(NamedTuple):
    """A kind of document: its program, the usual name of its main part, the type of that part, other usual names."""

    program: str
    main: str
    type: str
    usual: Mapping[str, str]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    ".docx": _Kind(
        "Word",
        "word/document.xml",
        f"{_OFFICE}.wordprocessingml.document.main+xml",
        {"styles": "word/styles.xml"},
    ),
    ".xlsx": _Kind(
        "Excel",
        "xl/workbook.xml",
        f"{_OFFICE}.spreadsheetml.sheet.main+xml",
        {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"},
    ),
}
_PROGRAMS = {
    "wordprocessingml": "Word", "ms-word": "Word", "spreadsheetml": "Excel", "ms-excel": "Excel",
    "presentationml": "PowerPoint", "ms-powerpoint": "PowerPoint",
}  # fmt: skip
_PROGRAM_PARTS = re.compile(
    r"(^|/)(vbaProject\w*\.bin|vbaData\.xml|attachedToolbars\.bin)$|(^|/)(activeX|macrosheets|dialogsheets|customUI)/"
    r"|\.(exe|dll|com|bat|cmd|js|vbs|wsf|ps1|scr|hta|lnk|msi|jar|py|sh)$",
    re.IGNORECASE,
)
_CARRIED = {
    "vbaProject": "宏（VBA）", "wordVbaData": "宏（VBA）", "attachedToolbars": "宏的工具栏",
    "extensibility": "自定义的功能区", "control": "ActiveX 控件", "xlMacrosheet": "宏表", "xlIntlMacrosheet": "宏表",
    "externalLink": "对别的工作簿的链接", "connections": "外部数据连接", "queryTable": "外部数据查询",
    "aFChunk": "嵌入的网页或文档片段",
}  # fmt: skip
_OUTSIDE = {
    "attachedTemplate": "网上的模板", "image": "链接的图片", "oleObject": "链接的对象", "externalLinkPath": "别的工作簿",
    "mailMergeSource": "邮件合并的数据源", "subDocument": "子文档", "frame": "框架网页", "video": "链接的视频",
    "audio": "链接的声音",
}  # fmt: skip
_FIELDS = {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "IMPORT", "DATABASE", "RD"}
_OWN_WORDS = dict.fromkeys(
    ("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME"), "印的是电脑的日期时间，不是填的"
) | dict.fromkeys(
    ("AUTHOR", "LASTSAVEDBY", "USERNAME", "USERADDRESS", "USERINITIALS", "FILENAME", "FILESIZE", "TEMPLATE", "COMMENTS",
     "DOCPROPERTY", "DOCVARIABLE", "INFO", "NUMCHARS", "NUMWORDS", "REVNUM", "SUBJECT", "KEYWORDS", "TITLE"),
    "印的是文件自己的信息，不是填的",
) | dict.fromkeys(
    ("=", "IF", "COMPARE", "SEQ", "REF", "NOTEREF", "QUOTE", "SET", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"),
    "印的是上一次算出的字，填了表也不会重算",
) | dict.fromkeys(
    ("MERGEFIELD", "MERGEREC", "MERGESEQ", "NEXT", "NEXTIF", "SKIPIF", "ASK", "FILLIN", "ADDRESSBLOCK", "GREETINGLINE"),
    "是邮件合并用的",
)  # fmt: skip
"""Fields that print what nobody filled in, and why: whoever stamps the form would stamp it."""
_DRIVE = re.compile("/{0,3}[a-z]:|///(?!/)")
_LINE = re.compile(r"[^\x21-\x7e\u4e00-\u9fff]")


def read_template_parts(data: bytes, suffix: str, shown: str) -> dict[str, bytes]:
    """Read the parts of a template, named to a clerk as ``shown``.

    Raises FormgenError T101 for a file that cannot be read, T155 for one that carries what no form may.
    """
    carried = list[str]()
    try:
        parts = _unpack(data)
        carried += _find_names(parts)
        if not carried:
            _arrange(parts, _KINDS[suffix])
            carried += dict.fromkeys(_find_carried(parts))
    except UnreadableError as error:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": str(error)})) from error
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": _DAMAGED})) from error
    if carried:
        raise FormgenError(Problem("T155", words={"file": shown, "what": "、".join(carried)}))
    return parts


def _unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts with the names that zip files should have: some programs write backslashes."""
    if data.startswith(_OLE):
        raise UnreadableError(_OLD)
    parts = parts_in(io.BytesIO(data))
    return {name.replace("\\", "/").removeprefix("./"): data for name, data in parts.items()}


def _find_names(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name in parts:
        if ".." in name.split("/") or name.startswith("/") or ":" in name:
            yield f"名称可疑的成员“{_show(name)}”"


def _arrange(parts: dict[str, bytes], kind: _Kind) -> None:
    """Give the main part and the parts it needs their usual names. Raises UnreadableError for another kind."""
    if TYPES not in parts or ROOT_RELATIONS not in parts:
        raise UnreadableError(_DAMAGED)
    for name in (TYPES, ROOT_RELATIONS):
        tree = parse_part(parts[name])
        plain = with_default_namespace(tree)
        if plain is not tree:
            parts[name] = write_part(plain)
    main = next((each for each in list_relations(parts, "") if each.kind == "officeDocument"), None)
    if main is None or main.part not in parts:
        raise UnreadableError(_DAMAGED)
    if _STRICT_NAMES in parts[ROOT_RELATIONS].decode(errors="replace") or (
        _STRICT_NAMES in parts[main.part][:5000].decode(errors="replace")
    ):
        raise UnreadableError(_STRICT)
    _check_type(parts, main, kind)
    rename_part(parts, main.part, kind.main)
    for each in list_relations(parts, kind.main):
        usual = kind.usual.get(each.kind, each.part)
        if each.part in parts and usual not in parts:
            rename_part(parts, each.part, usual)


def _check_type(parts: dict[str, bytes], main: PartRelation, kind: _Kind) -> None:
    """Let the main part have the type of a plain document. Raises UnreadableError for another program's."""
    types = parse_part(parts[TYPES])
    own = next(
        (each for each in types if each.get("PartName", "").lstrip("/").lower() == main.part.lower()), None
    )
    if own is None:
        ends = main.part.rsplit(".", 1)[-1].lower()
        own = next((each for each in types if each.get("Extension", "").lower() == ends), None)
    said = own.get("ContentType", "") if own is not None else ""
    program = next((found for word, found in _PROGRAMS.items() if word in said), "")
    if program and program != kind.program:
        message = f"扩展名和内容不符：内容是 {program} 文件，请用 {kind.program} 另存"
        raise UnreadableError(message)
    if "binary" in said:
        raise UnreadableError(_BINARY)
    if "macro" in said.lower():
        raise UnreadableError(_MACROS)
    if own is not None and own.get("PartName") and said != kind.type:
        own.set("ContentType", kind.type)
        parts[TYPES] = write_part(types)


def _find_carried(parts: dict[str, bytes]) -> Iterator[str]:
    """Yield what no form may carry; a template on the own computer is let go."""
    for name in sorted(parts):
        if _PROGRAM_PARTS.search(name):
            yield f"宏或程序“{_show(name)}”"
        if name.endswith(".rels"):
            continue
        for each in list_relations(parts, name):
            yield from _judge(parts, name, each)
        if name.startswith("word/") and name.endswith(".xml") and b"instr" in parts[name]:
            yield from dict.fromkeys(_read_fields(parse_part(parts[name])))


def _judge(parts: dict[str, bytes], name: str, each: PartRelation) -> Iterator[str]:
    """Yield what is wrong with a relation."""
    if each.kind in _CARRIED:
        yield _CARRIED[each.kind]
    elif each.outside and each.kind == "attachedTemplate" and _is_local(each.outside):
        _forget_template(parts, name, each.id)
    elif each.outside and each.kind != "hyperlink":
        yield f"{_OUTSIDE.get(each.kind, '文件以外的内容')}“{_show(each.outside)}”"


def _is_local(target: str) -> bool:
    """Return whether a target lies on the computer where it was written: no address, and no other computer."""
    plain = target.lower().replace("\\", "/")
    if plain.startswith("file:"):
        return _DRIVE.match(plain.removeprefix("file:")) is not None
    return "://" not in plain and not plain.startswith("//")


def _forget_template(parts: dict[str, bytes], name: str, relation: str) -> None:
    """Take out where on somebody's computer the template of a template lies."""
    held = parse_part(parts[relations_name(name)])
    for each in [each for each in held if each.get("Id") == relation]:
        held.remove(each)
    parts[relations_name(name)] = write_part(held)
    tree = parse_part(parts[name])
    for node in list(tree.iter(f"{_W}attachedTemplate")):
        tree.remove(node)
    parts[name] = write_part(tree)


def _read_fields(tree: etree._Element) -> Iterator[str]:
    """Yield the fields that fetch their content from elsewhere, or print what nobody filled in."""
    codes = [node.get(f"{_W}instr", "") for node in tree.iter(f"{_W}fldSimple")]
    for node in tree.iter(f"{_W}fldChar", f"{_W}instrText"):
        if node.tag == f"{_W}instrText":
            codes = codes or [""]
            codes[-1] += node.text or ""
        elif node.get(f"{_W}fldCharType") in {"begin", "end", "separate"}:
            codes.append("")
    for code in codes:
        word = code.split()[0].upper() if code.split() else ""
        word = "=" if word.startswith("=") else word
        why = "从别处取内容" if word in _FIELDS else _OWN_WORDS.get(word, "")
        if why:
            yield f"域 {word}（{why}）"


def _show(text: str) -> str:
    """Return a name or an address fit to be shown."""
    return _LINE.sub("?", text)[:80]


def drop_calculation_order(parts: dict[str, bytes]) -> None:
    """Drop the list of the cells with formulas: it names cells that move, and Excel makes it anew."""
    for each in list_relations(parts, "xl/workbook.xml"):
        if each.kind == "calcChain":
            drop_part(parts, "xl/workbook.xml", each.part)
