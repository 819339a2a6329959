"""Points that levels entered and that could not be read: the final score waits for those that may change it.

Knows a community and the notice; adds up nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from formgen.exact import parse_number
from formgen.model import Community, Figure, State
from formgen.rubric.explain import explain_doubt, explain_stray, explain_unusable
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import STATE_WORDS

LEVELS_HIGHEST_FIRST = ("city", "county", "township")
_FEW = 3  # reasons of one kind that are given one by one


@dataclass(frozen=True)
class UnreadPoints:
    """What could not be read of the levels of a community, beside the level whose points count.

    ``unusable`` are the points that cannot be used, of criteria that apply, by level and key.
    """

    rubric: Rubric
    community: Community
    deciding: str | None
    unusable: Mapping[str, Mapping[str, Figure]]

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The points by which the score that counts may change: once the highest level decides, only doubts of its own.

        Such a doubt begins with the name of its level. The others are of unknown levels, stand where nobody looked, or are
        words of a level that is not through.
        """
        column = self.rubric.final_column
        if self.deciding == (LEVELS_HIGHEST_FIRST[0] if column == "latest" else column):
            own = self._titles.get(self.deciding or "", "")
            return tuple(each for each in self.community.doubts if own and each.text.startswith(own))
        worded = [figure for level in self._half_entered for figure in self._list_worded(level)]
        return (*self.community.stray, *self.community.doubts, *worded)

    def say(self, label: Callable[[str], str]) -> list[str]:
        """Say which points cannot be used, each with its cell; ``label`` names a criterion."""
        doubts = self.community.doubts
        stray = list(
            dict.fromkeys(
                explain_doubt(each) if each in doubts else explain_stray(self.rubric, each)
                for each in self.figures
                if each in doubts or each in self.community.stray
            )
        )
        stray = [f"{stray[0]}等{len(stray)}处"] if len(stray) > _FEW else stray
        levels = [*self._half_entered, *([self.deciding] if self.deciding else [])]
        unusable = (
            explain_unusable(
                self._titles[level], {label(key): figure for key, figure in self.unusable[level].items()}
            )
            for level in levels
        )
        return [*stray, *(said for each in unusable for said in each)]

    @property
    def _titles(self) -> dict[str, str]:
        return {str(level): title for level, title in self.rubric.columns.items()}

    @property
    def _half_entered(self) -> list[str]:
        """Return the levels above the one that counts that entered words, such as 见附件: these may speak of the rest."""
        column = self.rubric.final_column
        levels = LEVELS_HIGHEST_FIRST if column == "latest" else (column,)
        above = levels[: levels.index(self.deciding)] if self.deciding else levels
        return [level for level in above if self._list_worded(level)]

    def _list_worded(self, level: str) -> list[Figure]:
        """Return what a level entered that is no number, and not that a criterion does not apply."""
        declined = STATE_WORDS[State.NOT_APPLICABLE]
        entered = self.unusable.get(level, {}).values()
        return [
            each
            for each in entered
            if each.text != declined and parse_number(each.text.strip(), "分") is None
        ]
