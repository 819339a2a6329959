"""The text of a rubric file, which has to be UTF-8, and in which other encoding it is where it is not."""

from collections.abc import Mapping

from formgen.problems import Place, Problem

_MOST_LINES = 5  # that a problem lists
_OTHER_ENCODINGS: Mapping[str, str] = {
    "utf-16": "记事本的“Unicode”，即 UTF-16",
    "utf-16-le": "记事本的“Unicode”，即 UTF-16",
    "gb18030": "记事本的“ANSI”，即 GBK",
    "big5": "繁体的 Big5",
}


def decode_text(data: bytes, shown: str) -> tuple[str, Problem | None]:
    """Return the text of a file called ``shown``; a problem where it is not UTF-8, with what it looks like."""
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        if strange := _lines_not_utf8(data):
            listed = "、".join(str(line) for line in strange[:_MOST_LINES])
            words = {"file": shown, "lines": listed + ("等" if len(strange) > _MOST_LINES else "")}
            return "", Problem("R135", Place(file=shown, line=strange[0]), words)
        for encoding, name in _OTHER_ENCODINGS.items():
            if _is_text_in(data, encoding):
                return "", Problem("R133", Place(file=shown), {"file": shown, "detail": name})
        return "", Problem("F109", words={"file": shown, "detail": "不是 UTF-8 文本"})


def _lines_not_utf8(data: bytes) -> list[int]:
    """Return the lines that are not UTF-8, of a text that otherwise is; none where most of it is written otherwise."""
    strange, wide = [], 0
    for at, line in enumerate(data.split(b"\n"), 1):
        try:
            wide += not line.decode("utf-8").isascii()
        except UnicodeDecodeError:
            strange.append(at)
    return strange if wide > len(strange) and b":" in data and b"\x00" not in data else []


def _is_text_in(data: bytes, encoding: str) -> bool:
    """Return whether some bytes are a text in an encoding: with line breaks and colons, and nothing unprintable."""
    if (b"\x00" in data) != encoding.startswith("utf-16"):
        return False
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return ":" in text and all(sign.isprintable() or sign in "\r\n\t\u3000\ufeff" for sign in text)
