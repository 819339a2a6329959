"""The faces that official forms require, and the free ones that replace them where a computer lacks them.

A fontconfig file of ours chooses the stand-ins (for LibreOffice on Linux; Windows and macOS choose their own), and
the names of the fonts in a PDF show which were really used.

Knows faces and fonts; writes nothing except the fontconfig file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from formgen.office.disk import write_file
from formgen.problems import Problem


@dataclass(frozen=True, slots=True)
class Face:
    """An official face: its stand-ins, best first, by the names of their families."""

    name: str
    stand_ins: tuple[str, ...]


_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
_HEAVY = tuple(f"{family} SemiBold" for family in _SERIF)
_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
_FANG = ("FandolFang R", "STFangsong", "方正仿宋_GBK", "AR PL KaitiM GB", "AR PL UKai CN", "FandolKai")
_KAI = ("AR PL KaitiM GB", "AR PL UKai CN", "FandolKai", "STKaiti", "Kaiti SC", "方正楷体_GBK")

# FandolSong is left out: it draws some characters wrongly.
OFFICIAL = (
    Face(
        "方正小标宋简体", ("方正小标宋_GBK", *_HEAVY, "STZhongsong", *_SERIF, "STSong", "Songti SC", "宋体")
    ),
    Face("仿宋_GB2312", ("仿宋", *_FANG)),
    Face("仿宋", ("仿宋_GB2312", *_FANG)),
    Face("黑体", ("FandolHei", *_SANS, "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "STHeiti", "Heiti SC")),
    Face("楷体_GB2312", ("楷体", *_KAI)),
    Face("楷体", ("楷体_GB2312", *_KAI)),
    Face("宋体", ("AR PL SungtiL GB", "新宋体", *_SERIF, "AR PL UMing CN", "STSong", "Songti SC")),
    Face("Times New Roman", ("Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes", "FreeSerif")),
)

# How the name of a font in a PDF begins, where that is not the name of its family.
_PRINTED = {
    "方正小标宋简体": ("FZXBSJ", "FZXiaoBiaoSong"),
    "方正小标宋_GBK": ("FZXBSK",),
    "仿宋_GB2312": ("FangSong_GB2312",),
    "仿宋": ("FangSong",),
    "方正仿宋_GBK": ("FZFSK",),
    "黑体": ("SimHei",),
    "楷体_GB2312": ("KaiTi_GB2312",),
    "楷体": ("KaiTi", "SimKai"),
    "方正楷体_GBK": ("FZKTK",),
    "宋体": ("SimSun",),
    "新宋体": ("NSimSun",),
    "AR PL KaitiM GB": ("GBZenKai",),
    "AR PL SungtiL GB": ("BousungEG",),
    "AR PL UMing CN": ("UMing",),
    "AR PL UKai CN": ("UKai",),
    "FandolFang R": ("FandolFang",),
    "Songti SC": ("STSongtiSC",),
    "Kaiti SC": ("STKaitiSC",),
    "Heiti SC": ("STHeitiSC",),
    "Nimbus Roman": ("NimbusRomNo9L",),
}
_OF_OFFICE = (
    "等线", "等线 Light", "DengXian", "微软雅黑", "Microsoft YaHei", "新宋体", "Calibri", "Calibri Light", "Cambria", "Cambria Math",
    "Arial", "Courier New", "Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Segoe UI Symbol", "MS Gothic", "Tahoma", "Verdana",
)  # fmt: skip
_FANDOL = "texmf-dist/fonts/opentype/public/fandol"
_FOLDERS = (f"/usr/share/texlive/{_FANDOL}", "/usr/share/texmf/fonts/opentype/public/fandol")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_LATIN, _WIDE = ("ascii", "hAnsi"), ("eastAsia",)


def _normalize(name: str) -> str:
    """Return a name without what is written inconsistently: case, spaces, hyphens.

    Noto CJK is one font file for all regions, and LibreOffice writes its Japanese name into every PDF.
    """
    return re.sub(r"(?<=cjk)(sc|tc|hk|jp|kr)", "", re.sub(r"[\s-]", "", name.lower()))


_FAMILIES = dict.fromkeys(family for face in OFFICIAL for family in (face.name, *face.stand_ins))
_BEGINNINGS = {
    _normalize(begin): family for family in _FAMILIES for begin in (family, *_PRINTED.get(family, ()))
}
_LONGEST_FIRST = sorted(_BEGINNINGS, key=len, reverse=True)  # FangSong_GB2312 begins with FangSong too
_OFFICIAL = {begin: name for begin, name in _BEGINNINGS.items() if name in {face.name for face in OFFICIAL}}


def write_configuration(folder: Path) -> Path:
    """Write a fontconfig file into ``folder`` that gives each official face its stand-ins; return its path.

    The system's own configuration stays in force. Raises FormgenError F108 for a folder that cannot be written to.
    """
    aliases = "".join(
        # accept, not prefer: a stand-in comes after the face itself, which is used where it is installed.
        # The same binding, otherwise the language of the text would outweigh the name.
        f'<alias binding="same"><family>{escape(face.name)}</family><accept>'
        + "".join(f"<family>{escape(family)}</family>" for family in face.stand_ins)
        + "</accept></alias>\n"
        for face in OFFICIAL
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        '<fontconfig>\n<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        + "".join(f"<dir>{each}</dir>\n" for each in _FOLDERS)
        + f"{aliases}</fontconfig>\n"
    )
    path = folder / "fonts.conf"
    write_file(path, text.encode())
    return path


def find_replaced_faces(wanted: Iterable[str], embedded: Iterable[str]) -> list[Problem]:
    """Return F135 for each wanted official face in whose place a PDF has a stand-in.

    ``embedded`` are names of fonts in the PDF (BaseFont). A face for which the PDF has neither the face nor a
    stand-in was used by no character: it is not reported.
    """
    asked, there = set(wanted), {_find_family(name) for name in embedded}
    lacking = [face for face in OFFICIAL if face.name in asked and face.name not in there]
    pairs = [(face.name, next((each for each in face.stand_ins if each in there), "")) for face in lacking]
    return [Problem("F135", words={"face": face, "other": other}) for face, other in pairs if other]


def read_embedded_fonts(pdf: Path) -> frozenset[str]:
    """Return the names of the fonts in a PDF, such as ``BAAAAA+LiberationSerif``. Raises PyPdfError for what is not a PDF."""
    found, seen = set[str](), set[int]()
    for page in PdfReader(pdf).pages:
        found.update(_find_fonts(page, seen))
    return frozenset(found)


def _find_fonts(holder: DictionaryObject, seen: set[int]) -> Iterator[str]:
    """Yield the names of the fonts that a page, or a drawing on it, uses; each object once, because pages share them."""
    for resources in _find_unseen(holder, ("/Resources",), seen):
        for table in _find_unseen(resources, ("/Font", "/XObject"), seen):
            for each in _find_unseen(table, tuple(table), seen):
                if "/BaseFont" in each:
                    yield str(each["/BaseFont"]).removeprefix("/")
                yield from _find_fonts(each, seen)


def _find_unseen(
    holder: DictionaryObject, keys: tuple[str, ...], seen: set[int]
) -> Iterator[DictionaryObject]:
    """Yield the values that are dictionaries and were not seen before."""
    for key in keys:
        value = holder.raw_get(key) if key in holder else None
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            value = value.get_object()
        if isinstance(value, DictionaryObject):
            yield value


def select_official(faces: Iterable[str]) -> frozenset[str]:
    """Return those typefaces that are official ones, each by its official name."""
    return frozenset(_OFFICIAL[plain] for plain in map(_normalize, faces) if plain in _OFFICIAL)


def select_unusual(faces: Iterable[str]) -> tuple[str, ...]:
    """Return those typefaces that other computers may lack: neither official ones nor those that come with Office."""
    usual = {*_BEGINNINGS, *map(_normalize, _OF_OFFICE)}
    return tuple(sorted(face for face in set(faces) if face and _normalize(face) not in usual))


def read_word_faces(parts: Mapping[str, bytes]) -> set[str]:
    """Return the faces of all runs with text, and those of the styles if a run leaves its face to its style.

    Not every face that is named: Word and Excel name 宋体 in every file, even if all text is in other faces.
    """
    faces = set[str]()
    for name in filter(_TEXTS.fullmatch, parts):
        for run in _parse(parts[name]).iter(f"{_W}r"):
            faces.update(_read_run_faces(run))
    if "" in faces and "word/styles.xml" in parts:
        for fonts in _parse(parts["word/styles.xml"]).iter(f"{_W}rFonts"):
            faces.update(fonts.get(f"{_W}{key}", "") for key in (*_LATIN, *_WIDE))
    return faces


def _read_run_faces(run: etree._Element) -> Iterator[str]:
    """Yield the face of a run's Latin text and of its Chinese text; empty where the run does not name it."""
    text = "".join(each.text or "" for each in run.iter(f"{_W}t"))
    fonts = run.find(f"{_W}rPr/{_W}rFonts")
    for pattern, keys in (("[!-~]", _LATIN), ("[\u2e80-\U0003ffff]", _WIDE)):
        if re.search(pattern, text):
            yield from ("" if fonts is None else fonts.get(f"{_W}{key}", "") for key in keys)


def read_excel_faces(parts: Mapping[str, bytes]) -> set[str]:
    """Return the faces of all cells that are not empty. Raises ValueError for a style that is not a number."""
    if "xl/styles.xml" not in parts:
        return set()
    styles, used = _parse(parts["xl/styles.xml"]), set[int]()
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            used.update(int(cell.get("s", "0")) for cell in _parse(parts[name]).iter(f"{_X}c") if len(cell))
    names = [font.find(f"{_X}name") for font in styles.iterfind(f"{_X}fonts/{_X}font")]
    fonts = [int(style.get("fontId", "0")) for style in styles.iterfind(f"{_X}cellXfs/{_X}xf")]
    found = (names[fonts[style]] for style in used if style < len(fonts) and fonts[style] < len(names))
    return {name.get("val", "") for name in found if name is not None}


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _find_family(name: str) -> str:
    """Return the family that the name of a font in a PDF shows, empty for one that is not in our table."""
    shown = _normalize(re.sub(r"^/?([A-Z]{6}\+)?", "", name))
    return next((_BEGINNINGS[begin] for begin in _LONGEST_FIRST if shown.startswith(begin)), "")
