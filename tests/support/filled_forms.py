"""Every form of both notices compiled, its values for a full community, and a document saved by another library."""

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from openpyxl import load_workbook

from formgen.filling.slot_values import Wishes, find_values
from formgen.forms.text import SlotValue
from support import card_of, forms_of, rubric_of

FORMS = {
    f"{each.form.id}{suffix}": (each, template)
    for rubric in ("yongjia-2009", "taizhou-2019")
    for each in forms_of(rubric_of(rubric))
    for suffix, template in each.templates.items()
}
FACTS = {
    "phone": "0577-00000001",
    "address": "上塘镇虚构路1号 A&B <座>",
    "narrative": "第一段，开展走访。\n第二段，推荐就业。",
    "township_opinion": "同意推荐",
    "township_date": "2026-11-24",
}


def values_of(name: str, **more: Any) -> dict[str, SlotValue]:
    rubric = rubric_of("yongjia-2009" if name.startswith("yongjia") else "taizhou-2019")
    facts = {key: text for key, text in FACTS.items() if key in rubric.facts}
    full = {key: str(criterion.points) for key, criterion in rubric.criteria.items()}
    scores = dict.fromkeys(rubric.columns, full)
    card = card_of(rubric, **{"facts": facts, "scores": scores, **more})
    return dict(find_values(card, FORMS[name][0].form, Wishes({})).values)


def resaved(name: str, data: bytes, change: Callable[[Any], object] = lambda _: None) -> bytes:
    """Save a document anew with another library, as a person's program does."""
    stream = io.BytesIO()
    document: Any = Document(io.BytesIO(data)) if name.endswith(".docx") else load_workbook(io.BytesIO(data))
    change(document)
    document.save(stream)
    return stream.getvalue()
