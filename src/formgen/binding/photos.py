"""Photos for the boxes of a form: read from files, their size in signs of their own format. Knows JPEG and PNG headers.

A photo is placed whole and never stretched. What would stand upside down, or is no picture, is a question.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from formgen.binding.edits import UnfitError
from formgen.binding.wording import squeeze

PHOTO_CODE = "B126"
_LARGEST = 10_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_MARK, _CAMERA = 0xFF, 0xE1  # begins each segment of a JPEG; the segment of camera data
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ORIENTATION, _UPRIGHT = 0x0112, 1
_EMU_PER_MM = 36_000
_SMALLEST = 12 * _EMU_PER_MM  # below half the smallest photo that forms ask for, nobody is seen
_SIZE = re.compile(r"(\d{2,3})(?:mm|毫米)?[x×*X](\d{2,3})(?:mm|毫米)")
_NAMED_SIZES = (
    ("小二寸|小2寸", (35, 45)), ("大一寸|大1寸", (33, 48)), ("小一寸|小1寸", (22, 32)),
    ("二寸|2寸|两寸|贰寸", (35, 49)), ("一寸|1寸|壹寸", (25, 35)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo: its bytes, the suffix of its kind, its width and height in points of the picture."""

    data: bytes
    suffix: str
    width: int
    height: int


class PhotoSize(NamedTuple):
    """The size of something on paper, in EMU (914,400 an inch)."""

    width: int
    height: int


def read_photo(value: str, folder: Path) -> Photo:
    """Return the photo in a file that data name, beside the data. Raises UnfitError (B126) for what cannot be placed."""
    try:
        path = folder / value.strip()
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= _LARGEST else b""
    except (OSError, ValueError):
        data = b""
    if not data:
        raise UnfitError(PHOTO_CODE, f"照片“{value}”找不到、是空的，或大于10MB")
    try:
        photo = _of_png(data) if data.startswith(_PNG) else _of_jpeg(data) if data.startswith(_JPEG) else None
    except (struct.error, IndexError):
        photo = None
    if photo is None or not photo.width or not photo.height:
        raise UnfitError(PHOTO_CODE, f"“{value}”不是完整的 JPEG 或 PNG 照片")
    return photo


def _of_png(data: bytes) -> Photo:
    return Photo(data, "png", *struct.unpack(">II", data[16:24]))


def _of_jpeg(data: bytes) -> Photo | None:
    """Return a JPEG by its frame header. Raises UnfitError for one that is to be turned before it is shown."""
    at = 2
    while data[at] == _MARK:
        marker = data[at + 1]
        if marker == _MARK:
            at += 1
            continue
        size = int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if marker == _CAMERA and _orientation(data[at + 4 : at + 2 + size]) != _UPRIGHT:
            raise UnfitError(PHOTO_CODE, "照片带有旋转标记，印出来可能是横的；请用看图软件转正后另存")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Photo(data, "jpeg", width, height)
        at += 2 + size
    return None


def _orientation(segment: bytes) -> int:
    """Return the orientation that a segment of camera data states, 1 where it states none."""
    if not segment.startswith(b"Exif\0\0"):
        return _UPRIGHT
    tiff = segment[6:]
    order = "<" if tiff[:2] == b"II" else ">"
    start = int(struct.unpack(f"{order}I", tiff[4:8])[0])
    count = int(struct.unpack(f"{order}H", tiff[start : start + 2])[0])
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, _, _, value = struct.unpack(f"{order}HHIH", tiff[at : at + 10])
        if tag == _ORIENTATION:
            return int(value)
    return _UPRIGHT


def fit_photo(photo: Photo, box: PhotoSize, hint: str) -> PhotoSize:
    """Return the size of a photo in a box: as large as it goes in there and as the form says, its sides in proportion.

    Raises UnfitError (B126) for a box too small for any photo.
    """
    if min(box) < _SMALLEST:
        raise UnfitError(PHOTO_CODE, "贴照片的格太小，放不下照片")
    asked = _asked_size(hint)
    width = min(box.width, asked[0] * _EMU_PER_MM) if asked else box.width
    height = min(box.height, asked[1] * _EMU_PER_MM) if asked else box.height
    if width * photo.height <= height * photo.width:
        return PhotoSize(width, width * photo.height // photo.width)
    return PhotoSize(height * photo.width // photo.height, height)


def _asked_size(hint: str) -> tuple[int, int] | None:
    """Return the millimetres that the words in a box ask for."""
    plain = squeeze(hint)
    found = _SIZE.search(plain)
    if found:
        return int(found[1]), int(found[2])
    return next((size for names, size in _NAMED_SIZES if re.search(names, plain)), None)
