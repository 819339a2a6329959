"""龙泉市2020年通知 附件4: 高质量就业社区（村）推荐表, one page. The notice lost its layout: this one is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .taizhou_recommendation import draw

if TYPE_CHECKING:
    from .document import Document

FORM_TITLE = "高质量就业社区（村）推荐表"
OPINIONS = {
    "township": "乡镇（街道）意见",
    "county": "龙泉市人力社保局意见",
    "city": "丽水市人力社保局意见",
}


def document() -> Document:
    """Return the template."""
    return draw("附件4", FORM_TITLE, "建设成效", OPINIONS)
