"""A relation of figures as a rubric states it. Knows no community: ``relations`` finds those that are broken."""

from typing import Literal

from formgen.spec import Key, Spec, Text, described


class Relation(Spec):
    """Figures that must agree: parts within their whole, a yes that presupposes another, answers that exclude others."""

    part: Key | None = described("部分：不得大于 whole", default=None)
    whole: Key | None = described("总数：part 是其中的一部分，parts 合起来也不多于它", default=None)
    parts: list[Key] = described("各部分：互不重复，合计不得大于 whole", default=[])
    apart: list[Key] = described("互斥：至多一个是“是”", default=[])
    any_of: list[Key] = described("总得有一个：不能都是“否”", default=[])
    needs: Key | None = described("以此为前提", default=None)
    given: Key | None = described("有了它（是，或大于0）", default=None)
    level: Literal["error", "warning", "off"] = described(
        "轻重：error 不给分；warning 提示；off 不查", default="error"
    )
    says: Text | None = described("说法：指出来时说的话", default=None)

    @property
    def keys(self) -> dict[str, None]:
        """Return all figures that take part, each once, in the order of the file: parts before their whole."""
        single = (self.part, self.whole, self.given, self.needs)
        named = [*self.parts, *(key for key in single if key), *self.apart, *self.any_of]
        return dict.fromkeys(named)
