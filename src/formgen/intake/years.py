"""The years that texts name as those of figures: 2018年末数, 2018年度统计表. Knows text only, no cell or clock."""

import re

from formgen.folding import fold, remove_blanks

_QUOTED = re.compile(r"《[^》]*》|[〔\[(（【](?:19|20)\d\d[〕\])）】]第?\d+号?")  # a notice and its number
_YEAR = re.compile(
    r"(?<![\d.])(?P<full>(?:19|20)\d\d)"
    r"(?=年|[-./](?:0?[1-9]|1[0-2])(?!\d)|[-–—~至到、和](?:19|20)\d\d|[^\d.年人户个元件家次篇万千百分%-]|$)"
    r"|(?<![\d.])(?P<short>\d\d)年(?=度|[初末底]|数|全年|[上下]半年)"
    r"|(?P<spelt>[一二][〇零○九][〇零○一二三四五六七八九]{2})(?=年)"
)
_OF_PAPER = re.compile("填[表写]|制表|编制|打印|印[发制]|日期|时间|下载|导出|保存")  # the day it was written
_DIGITS = {sign: str(at) for at, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_CENTURY = 2000


def list_years(text: str) -> list[int]:
    """Return the years that a text names; not those in the title or number of a notice, nor the day it was written."""
    plain = _QUOTED.sub("", remove_blanks(fold(text)))
    return [] if _OF_PAPER.search(plain) else [_read(match) for match in _YEAR.finditer(plain)]


def find_notice_year(signed: str, printed: str | None) -> int:
    """Return the later year of the days on which a notice was signed and printed, 0 where neither is known."""
    return max((year for text in (signed, printed or "") for year in list_years(text)), default=0)


def _read(match: re.Match[str]) -> int:
    if match["full"]:
        return int(match["full"])
    if match["short"]:
        return _CENTURY + int(match["short"])
    return int("".join(_DIGITS[sign] for sign in match["spelt"]))
