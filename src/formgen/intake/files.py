"""What a file is, by its content, and whether it is safe to read. The only module of the room that opens a file."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal, NamedTuple

from formgen.office.package import BROKEN
from formgen.problems import FormgenError, Place, Problem

FileKind = Literal["xlsx", "csv", "yaml", "json"]

_OLD_SUFFIXES = frozenset({".xls", ".et"})
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOK = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
_OLD_OTHERS = {
    "WordDocument": "是 Word 文档，不是工作簿；社区的数据要填在数据工作簿里",
    "PowerPoint Document": "是演示文稿，不是工作簿",
}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BY_SUFFIX: dict[str, FileKind] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
}
_FIRST = 4096  # signs of a text by which it is known
_UNSEEN = re.compile("[\x01-\x08\x0e-\x1f]")
_PAGE = re.compile("(?:<!doctype html|<html|<head|<body|<meta|<style|<table)\\b")
_HEADS = re.compile("社区|村|乡|镇|街道|姓名|名称|communities|name")
_TRADITIONAL = re.compile("社區|鄉鎮|街道|名稱|姓名|村")
DATA_SUFFIXES = frozenset({".xlsx", ".xlsm", *_BY_SUFFIX}) - {".txt"}
_COMMUNITIES = re.compile(r"^communities\s*:", re.MULTILINE)
_RECORD = re.compile(
    r"\A\s*(?:-\s+)?(?:name|township|facts|indicators)\s*:\s"
)  # communities without their key
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_LONGEST_MARK = max(map(len, _DOCTYPE))
MOST_BYTES = 200 * 2**20
_CHUNK = 2**18
_MOST_ZEROS = 20  # characters of a text for each zero byte in it, at least
_TYPES = "[Content_Types].xml"
_WORKBOOK_TYPE = re.compile(rb"(?:spreadsheetml\.|ms-excel\.)[\w.]*\.main\+xml")
_MOST_RATIO, _SMALL_MEMBER = 200, 20 * 2**20


class FileContent(NamedTuple):
    """The kind of a file and what it contains: bytes of a workbook, or text."""

    kind: FileKind
    data: bytes
    text: str


def file_error(file: str, code: str, detail: str = "") -> FormgenError:
    """Return the error that stops a file from being read."""
    return FormgenError(Problem(code, Place(file=file), {"file": file, "detail": detail}))


def read_content(path: Path) -> FileContent:
    """Read a file and determine its kind. Raises FormgenError F101 to F105, F109 or F110."""
    return identify_content(_read_bytes(path), path.name)


def identify_content(data: bytes, file: str) -> FileContent:
    """Tell the kind of a file by its bytes and name. Raises FormgenError F102 to F105, or F110."""
    if data.startswith(_OLE):
        raise _identify_old(data, file)
    if data.startswith(b"PK"):
        return FileContent("xlsx", data, "")
    if Path(file).suffix.lower() in _OLD_SUFFIXES and (b"\0" in data or not _is_text(data, file)):
        raise file_error(file, "F104")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise file_error(file, "F102", _describe_zeros(data))
    text = _decode(data, file)
    if what := _name_disguise(text, file):
        words = {"file": file, "what": what}
        raise FormgenError(Problem("D227", Place(file=file), words))
    if not _HEADS.search(text) and (other := _read_traditional(data)):
        raise FormgenError(Problem("D228", Place(file=file), {"file": file, "words": other}))
    return FileContent(_identify_text(Path(file), text), b"", text)


def _is_text(data: bytes, file: str) -> bool:
    try:
        return not _UNSEEN.search(_decode(data, file)[:_FIRST])
    except FormgenError:
        return False


def _name_disguise(text: str, file: str) -> str:
    """Return what a text is that a spreadsheet opens all the same: a page of the web, or plain text that is called .xls."""
    start = text[:_FIRST].lstrip("\ufeff \t\r\n").lower()
    if _PAGE.match(start):
        return "网页表格（HTML）"
    if "office:spreadsheet" in start and start.startswith("<"):
        return "XML 表格"
    if Path(file).suffix.lower() not in _OLD_SUFFIXES:
        return ""
    return "用制表符分列的文字" if "\t" in start else "文字（CSV）"


def _read_traditional(data: bytes) -> str:
    """Return words that a text has when it is read as Big5, the code of traditional characters; empty for any other."""
    try:
        found = _TRADITIONAL.search(data.decode("big5"))
    except UnicodeDecodeError:
        return ""
    return found[0] if found else ""


def _describe_zeros(data: bytes) -> str:
    """Return what a file with zero bytes is: a text with some of them in it, or no text."""
    if _MOST_ZEROS * data.count(0) > len(data):
        return "内容既不是工作簿，也不是文字"
    line = data[: data.index(0)].count(b"\n") + 1
    return f"第{line}行有不能用的字符（NUL），请用记事本打开，删去后重新输入这一行，再保存"


def _identify_old(data: bytes, file: str) -> FormgenError:
    """Return the error for a file of old Office: by the names of its streams, and by its own name where both are in it."""
    if _ENCRYPTED in data:
        return file_error(file, "F103")
    book = Path(file).suffix.lower() in _OLD_SUFFIXES or any(name in data for name in _OLD_WORKBOOK)
    others = [detail for name, detail in _OLD_OTHERS.items() if name.encode("utf-16-le") in data]
    if others and Path(file).suffix.lower() not in _OLD_SUFFIXES:
        return file_error(file, "F102", others[0])
    return file_error(file, "F104") if book else file_error(file, "F102", "是旧版 Office 文件，但不是工作簿")


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise file_error(path.name, "F102", "这是文件夹")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise file_error(path.name, "F105", f"超过{MOST_BYTES // 2**20}兆字节")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise file_error(str(path), "F101") from error
    except PermissionError as error:
        raise FormgenError(Problem("F169", Place(path.name), {"file": path.name}), usage=True) from error
    except OSError as error:
        raise file_error(path.name, "F109", "路径不可用") from error


def _decode(data: bytes, file: str) -> str:
    """Decode text by its byte order mark, else as UTF-8, else as GB18030."""
    marked = [encoding for mark, encoding in _BOMS if data.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise file_error(file, "F110")


def _identify_text(path: Path, text: str) -> FileKind:
    suffix = path.suffix.lower()
    by_suffix = _BY_SUFFIX.get(suffix)
    if by_suffix in {"yaml", "json"}:
        return by_suffix
    if text.lstrip().startswith("{"):
        return "json"
    if _COMMUNITIES.search(text) or (by_suffix != "csv" and _RECORD.search(text)):
        return "yaml"
    if by_suffix is None and suffix:
        raise file_error(path.name, "F102", f"扩展名是 {suffix}，内容却是文字")
    return "csv"


def _fold_name(name: str) -> str:
    """Return what makes two names of parts the same."""
    return name.replace("\\", "/").lstrip("/").lower()


class Package:
    """The parts of an OOXML file, each read with a limit."""

    def __init__(self, data: bytes, file: str) -> None:
        """Open the package and check its directory before anything is inflated. Raises FormgenError."""
        self._file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise file_error(file, "F109", "压缩结构不完整") from error
        members = self._zip.infolist()
        if sum(member.file_size for member in members) > MOST_BYTES:
            raise file_error(file, "F105", f"超过{MOST_BYTES // 2**20}兆字节")
        for member in members:
            swollen = member.file_size > _MOST_RATIO * max(member.compress_size, 1)
            if swollen and member.file_size > _SMALL_MEMBER:
                raise file_error(file, "F105", "压缩比异常")
        self.names = frozenset(member.filename for member in members)
        self._parts: dict[str, list[str]] = {}
        for member in members:
            self._parts.setdefault(_fold_name(member.filename), []).append(member.filename)
        if not self._is_workbook():
            raise file_error(file, "F102", self._name_kind())
        if self.holds("xl/workbook.bin"):
            raise file_error(file, "F102", "是二进制工作簿 .xlsb")

    def _is_workbook(self) -> bool:
        """Return whether the package says that it is a workbook, or is arranged as one."""
        if not self.holds(_TYPES):
            return False
        arranged = any(name.startswith("xl/") for name in self._parts)
        return arranged or _WORKBOOK_TYPE.search(self.read(_TYPES)) is not None

    def _name_kind(self) -> str:
        """Return what a package is that is no workbook."""
        kinds = {"word/": _OLD_OTHERS["WordDocument"], "ppt/": _OLD_OTHERS["PowerPoint Document"]}
        found = (kind for start, kind in kinds.items() if any(name.startswith(start) for name in self._parts))
        return next(found, "是压缩包或别的文档，不是工作簿")

    def holds(self, name: str) -> bool:
        """Return whether there is a part; as in Office, case and the kind of slashes do not matter."""
        return _fold_name(name) in self._parts

    def own_name(self, name: str) -> str:
        """Return a name as the archive writes it."""
        return self._parts.get(_fold_name(name), [name])[0]

    def read(self, name: str) -> bytes:
        """Return a part. Raises FormgenError when it is missing, damaged, larger than stated, or has a DOCTYPE."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces that never split a tag. Raises FormgenError as ``read`` does."""
        try:
            with self.open(name) as stream:
                yield from self._read_safely(stream)
        except KeyError as error:
            raise file_error(self._file, "F109", f"缺少{name}") from error
        except BROKEN as error:
            raise file_error(self._file, "F109", f"{name}读不出来") from error

    def open(self, name: str) -> IO[bytes]:
        """Return a part as a stream; ``pieces`` must have found it safe before."""
        found = self._parts.get(_fold_name(name), [])
        if len(found) > 1:
            raise file_error(self._file, "F109", f"{name}有两份")
        return self._zip.open(found[0] if found else name)

    def _read_safely(self, stream: IO[bytes]) -> Iterator[bytes]:
        """Yield the content of a part, split after the last tag of each chunk."""
        rest = bytearray()
        while chunk := stream.read(_CHUNK):
            rest += chunk
            recent = bytes(rest[-len(chunk) - _LONGEST_MARK :])
            if any(mark in recent for mark in _DOCTYPE):
                raise file_error(self._file, "F105", "含有 DOCTYPE")
            cut = chunk.rfind(b">") + 1
            if cut:
                cut += len(rest) - len(chunk)
                yield bytes(rest[:cut])
                del rest[:cut]
        yield bytes(rest)
