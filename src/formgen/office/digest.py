"""Short hashes: what tells whether two contents are the same."""

import hashlib


def digest_of(data: bytes, digits: int) -> str:
    """Return the first hexadecimal digits of the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()[:digits]
