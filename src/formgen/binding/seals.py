"""Places where a seal goes, within a text: （公章）, 单位（盖章）：, 签字（盖章）. Knows text only.

A place of a seal is listed and never written. What only speaks of seals (本表须加盖公章, 公章保管人) is none.
"""

import re
from typing import NamedTuple

from formgen.binding.wording import BLANK, exact, printed

_B = f"[{BLANK}]*"
_SEAL_WORD = f"(?:[盖签公印图]{_B}章|用{_B}章|签字{_B}章|钢{_B}印)"
_BRACKETED = re.compile(
    rf"[（(\[【]{_B}(?:[^（()）\[\]【】。；;，,\n]{{0,12}}{_SEAL_WORD}|章){_B}(?:处|栏|位置|或签字|或签名|、签字)?{_B}[）)\]】]"
)
_BARE = re.compile(rf"{_SEAL_WORD}{_B}(?:处|栏|位置)?")
_BEFORE = re.compile(rf"(?:[^{BLANK}\n:：；;。，,、□○☐☑√]|(?<=\S)[ \u00a0\u3000](?=\S))*(?:(?<=\S) )?$")
_AFTER = re.compile(rf"{_B}(?:[:：]|$|\d|年|(?<=[{BLANK}]))")
_SPOKEN = re.compile(
    "加盖|[须需应并未后请要不][^单位人]{0,4}[盖签]|是否|无效|有效|使用|启用|借用|保管|刻制|何种|骑缝|以上|以下|[和及凭]公章"
)
_COPIES = re.compile("复印件|原件|材料")
_OPINION = re.compile("(?:意见|批示|结论|承诺|声明|证明|情况)$")
_SIGN_WORDS = re.compile("签字|签名|签署|手签|或|及|和|处|栏")
_LONGEST = 20


class SealMark(NamedTuple):
    """The place of a seal in a text: the label as printed, and where it begins and ends (a colon included)."""

    label: str
    start: int
    end: int


def seal_marks(text: str) -> list[SealMark]:
    """Return the places of seals in a text, in order."""
    found, offset = list[SealMark](), 0
    for line in text.split("\n"):
        done = 0
        for match in sorted([*_BRACKETED.finditer(line), *_BARE.finditer(line)], key=_from_left):
            mark = _mark_at(line, match, done)
            if mark is not None:
                found.append(SealMark(mark.label, mark.start + offset, mark.end + offset))
                done = mark.end
        offset += len(line) + 1
    return found


def _from_left(match: re.Match[str]) -> tuple[int, int]:
    return (match.start(), -match.end())


def _mark_at(line: str, match: re.Match[str], done: int) -> SealMark | None:
    """Return the mark of a seal word: with the name before it, if it ends its label and no sentence speaks of it."""
    if match.start() < done:
        return None
    before = _BEFORE.search(line, done, match.start())
    start = before.start() if before else match.start()
    after = _AFTER.match(line, match.end())
    label, bracketed = line[start : match.end()], match[0][0] in "（([【"
    spoken = printed(line[start : match.start()] if bracketed else label)
    if after is None or len(printed(label)) > _LONGEST or _COPIES.search(label):
        return None
    if _SPOKEN.search(spoken) or (bracketed and _OPINION.search(spoken)):
        return None
    end = after.end() if after[0].strip(BLANK) in {":", "："} else match.end()
    return SealMark(printed(label), start, end)


def seal_names(label: str) -> tuple[str, ...]:
    """Return what a place of a seal is called: its label, and what stands in brackets where there is nothing else."""
    bare = label.strip("()（）[]【】")
    return (label, bare) if _BRACKETED.fullmatch(label) else (label,)


def is_seal_only(text: str) -> bool:
    """Return whether a text is the place of a seal and nothing else."""
    marks = seal_marks(text)
    return len(marks) == 1 and not (text[: marks[0].start] + text[marks[0].end :]).strip(BLANK + "\n\r")


def names_seal(text: str) -> bool:
    """Return whether a label beside a blank says that the blank is for a seal: 公章, 单位盖章, 签字（盖章）.

    建设单位（盖章） beside a blank is a name that is written, and stamped over.
    """
    if not is_seal_only(text):
        return False
    bare = _BRACKETED.sub("", text)
    return bool(_BARE.search(bare)) or not _SIGN_WORDS.sub("", exact(bare))
