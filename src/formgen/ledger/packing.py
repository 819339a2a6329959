"""JSON as compressed bytes, as it is kept in the ledger. Nothing but JSON is ever read from one."""

import json
import zlib
from typing import Any

_FAST = 1  # zlib's level
UNREADABLE_JSON = (ValueError, TypeError, KeyError, zlib.error)  # what reading a damaged ledger raises


def pack_json(value: Any) -> bytes:  # noqa: ANN401 - JSON has no better type
    """Return a JSON value as compressed bytes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(errors="replace"), _FAST)


def unpack_json(data: bytes) -> Any:  # noqa: ANN401 - JSON has no better type
    """Return the JSON value of some bytes. Raises ValueError or zlib.error for anything else."""
    return json.loads(zlib.decompress(data))
