"""The paper of a Word document: what somebody chose that is not that of its template, named for a clerk."""

from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element

_NEAR = 60  # twips by which the same paper may be given by different programs


def list_paper_changes(printed: Element, shown: Element) -> list[str]:
    """Return how the paper of a body differs from that of the template; nothing where either does not say."""
    own, there = (next(tree.iter(f"{W}pgSz"), None) for tree in (printed, shown))
    if own is None or there is None:
        return []
    was, now = ([float(each.get(f"{W}{side}", "0")) for side in ("w", "h")] for each in (own, there))
    if all(abs(one - other) <= _NEAR for one, other in zip(was, now, strict=True)):
        return []
    if (was[0] < was[1]) == (now[0] < now[1]):
        return ["的纸张改成了别的大小"]
    return [f"的纸张改成了{'横' if now[0] > now[1] else '竖'}向"]
