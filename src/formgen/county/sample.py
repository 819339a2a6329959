"""A sample of communities that anybody can draw again: by the digest of a seed and the names. Knows names only."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from formgen.model import Who

_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class DrawnCommunity:
    """A community of a sample, and the digest by which it was drawn."""

    who: Who
    digest: str


def draw_sample(whos: Sequence[Who], count: int, seed: str) -> list[DrawnCommunity]:
    """Return the ``count`` communities with the smallest digests, smallest first; the order of ``whos`` changes nothing."""
    drawn = [DrawnCommunity(who, make_digest(seed, who)) for who in whos]
    return sorted(drawn, key=lambda each: (each.digest, each.who))[:count]


def make_digest(seed: str, who: Who) -> str:
    """Return the SHA-256 of ``seed|township|name`` in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(_SEPARATOR.join((seed, who.township, who.name)).encode()).hexdigest()


def say_method(count: int, seed: str, of: int) -> str:
    """Say how a sample was drawn, so that anybody can do it again."""
    return (
        f"抽取办法：全部{of}个社区（村），各取“{seed}|乡镇|名称”（UTF-8）的 SHA-256，"
        f"从小到大取前{count}个。种子“{seed}”，谁照此再抽，结果都一样。"
    )
