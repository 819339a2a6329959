"""Lines between the rows of a sheet that say whose the rows below are: villages pasted under one another.

A line that names another community turns to it, or is asked about; the rows below are never the former one's by silence.
"""

import re
from collections.abc import Sequence

from formgen.folding import fold
from formgen.intake.names import OFFICES, compare_form, is_total
from formgen.model import Who
from formgen.problems import Place, Problem
from formgen.quoting import shorten
from formgen.registers.register import RegisterSpec
from formgen.rosters.belonging import CommunityList
from formgen.rosters.part_lines import is_part_heading
from formgen.rosters.titles import find_community_in, may_be_one, remove_kind

_TITLE = re.compile("花名册|名册|台账|台帐|调查表|登记表|一览表|名单|统计表|信息表")
_UNIT = re.compile(r"(?:填报|填表|调查|上报)?(?:单位|社区|村|村名|社区\(村\))(?:名称|别)?(?:\(.{0,4}\))?:")
_SIGNED = re.compile("盖章|公章|签字|签名|负责|填表人|审核|电话|说明|注:")
_LONGEST = 6  # signs of a name where no community is known


def doubt_default(
    default: int, lines: Sequence[str], register: RegisterSpec, communities: CommunityList
) -> str:
    """Return the line above a header that names another community than the names of sheet and file; empty for none."""
    own = VillageLines(default, register, communities)
    for each in lines if default >= 0 else ():
        if _TITLE.search(each) or _UNIT.match(fold(each)):
            found = _find_named(each, register, communities.known)
            if found and not any(map(own.is_present, found)):
                return each
    return ""


def _find_named(text: str, register: RegisterSpec, known: Sequence[Who]) -> list[Who]:
    plain = _UNIT.sub("", fold(remove_kind(text, register)))
    if known and (found := find_community_in([plain], known)):
        return found
    guessed = find_community_in([plain], ())
    return [who for who in guessed if len(who.name) <= _LONGEST and "就业" not in who.name]


class VillageLines:
    """Follows the lines of a sheet whose rows say no community; ``default`` is that of the rows below, -1 for nobody's."""

    def __init__(self, default: int, register: RegisterSpec, communities: CommunityList) -> None:
        """Begin with the community that the names of sheet and file, or the lines above the header, say."""
        self.default = default
        self.problems: list[Problem] = []
        self.open: set[int] = set()  # those whose people the rows that are nobody's may be
        self._told = default >= 0
        self._register, self._communities = register, communities
        self._pending: tuple[Place, str, list[Who]] | None = None

    def take(self, place: Place, text: str) -> bool:
        """Take a line that stands alone; return whether it is no person: a title, or the name of a community."""
        plain = fold(text)
        if not self._told or is_total(text) or _SIGNED.search(plain):
            return False
        known = self._communities.known
        if is_part_heading(text) and not (known and find_community_in([text], known)):
            return True
        found = _find_named(text, self._register, known)
        if _TITLE.search(text):
            if found:
                self._turn(place, text, found)
            return True
        names = {compare_form(name) for who in found for name in (who.name, who.full_name)}
        names |= {f"{name}{office}" for name in names for office in (*OFFICES, "委会", "民委员会")}
        if compare_form(text) in names or (found and _UNIT.match(plain)):
            self._pending = (place, text, found)
            return True
        return False

    def head(self) -> None:
        """Take a repeated header: the name above it is that of the rows below."""
        if self._pending:
            self._turn(*self._pending)
        self._pending = None

    def enter(self) -> None:
        """Take a row of somebody: a name above it may be that of a part of the community, unless another is known by it."""
        if self._pending:
            place, text, found = self._pending
            self._turn(place, text, found, sure=bool(self._communities.known))
        self._pending = None

    def _turn(self, place: Place, text: str, found: Sequence[Who], *, sure: bool = True) -> None:
        """Turn to the one community that a line names; what is not certain is asked, and the rows below are nobody's."""
        if len(found) == 1 and self.is_present(found[0]):
            return
        one, above = sure and len(found) == 1, self.default
        self.default = self._communities.look_up(found[0].township, found[0].name) if one else -1
        if self.default < 0:
            self.open |= {above} - {-1}
            self.problems.append(Problem("N163", place, {"value": shorten(text)}))

    @property
    def name(self) -> str:
        """Return the name of the community of the rows so far, empty for nobody's."""
        return self._communities.whos[self.default].name if self.default >= 0 else ""

    def is_present(self, who: Who) -> bool:
        """Return whether a community is that of the rows so far; a township that is not written fits any."""
        if self.default < 0:
            return False
        return may_be_one(self._communities.whos[self.default], who)
