"""JSON as compressed bytes, as it is kept in the ledger. Nothing but JSON is ever read from one."""

import json
import zlib
from typing import Any

_FAST = 1  # zlib's level
# what reading a damaged ledger raises
UNREADABLE_JSON = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    zlib.error,
)


def pack_json(value: Any) -> bytes:  # noqa: ANN401 - JSON has no better type
    """Return a JSON value as compressed bytes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(errors="replace"), _FAST)


def unpack_json(data: bytes) -> Any:  # noqa: ANN401 - JSON has no better type
    """Return the JSON value of some bytes. Raises ValueError or zlib.error for anything else."""
    return json.loads(zlib.decompress(data))


def is_whole(data: bytes) -> bool:
    """Return whether packed bytes are as they were written: each carries a checksum."""
    try:
        zlib.decompress(data)
    except zlib.error:
        return False
    return True
