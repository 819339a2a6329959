"""The forms in every state that a golden picture is kept of, and what their pages look like.

``python tests/support/golden_pages.py`` draws all of them anew into ``golden``: look at every picture before committing.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from formgen.filling.slot_values import Wishes, find_blank_values, find_values
from formgen.forms.fit import FittedValues
from formgen.forms.text import SlotValue
from formgen.forms.word.template import WordTemplate
from formgen.printing import fonts
from formgen.printing.conversion import PageRange, convert_documents
from formgen.printing.libreoffice import require_program
from formgen.printing.options import ConversionOptions
from formgen.printing.page import Page, read_pages
from formgen.rubric.schema import Rubric
from support import card_of, forms_of, rubric_of

GOLDEN = Path(__file__).parents[1] / "paper" / "golden"
LONG = "滨江新城南片区高标准就业创业服务综合示范社区（含东苑西苑两个小区）"
RARE = "璟喆堃〇"
TEXT = (
    "我社区现有常住居民2186户5732人，其中劳动年龄内有就业愿望的3104人。今年以来，社区在上级劳动保障部门的指导下，"
    "建立了劳动保障服务站，配备专职就业援助员2名，制定了岗位职责和工作制度并上墙公示。通过入户走访，对辖区内登记失业"
    "人员、就业困难人员和“零就业家庭”逐户建立台账，做到失业状况清、技术特长清、培训需求清、择业意向清。全年共提供岗位"
    "信息412条，组织专场招聘会3场，推荐就业187人次，成功就业156人，登记失业人员就业率达到96.8%。积极组织失业人员参加"
    "家政服务、电子商务等技能培训，累计培训94人，其中取得职业资格证书71人。"
)
LENGTHS = (0, 300, 500, 800, 1500)
STATES = ("blank", "filled", "limit", "over")
_DPI = 60
_FACES = ("方正小标宋简体", "仿宋_GB2312", "黑体", "宋体", "楷体_GB2312", "Times New Roman")
Key = tuple[str, str, str]  # rubric, form, suffix


def templates() -> dict[Key, tuple[Rubric, Any, Any]]:
    """Return every template of every rubric."""
    found = {}
    for name in ("taizhou-2019", "yongjia-2009"):
        rubric = rubric_of(name)
        for form in forms_of(rubric):
            for suffix, template in form.templates.items():
                found[name, form.form.id, suffix] = (rubric, form.form, template)
    return found


templates_now = templates()


@cache
def machine() -> dict[str, str]:
    """Return what pictures depend on beside the forms: the LibreOffice and the fonts of this machine."""
    office = subprocess.run([str(require_program()), "--version"], capture_output=True, text=True, check=True)
    found = {"LibreOffice": ".".join(office.stdout.split()[1].split(".")[:2])}
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts.write_configuration(Path(name)))}
        for face in _FACES:
            match = subprocess.run(
                ["fc-match", "-f", "%{file|basename} %{fontversion}", face],  # noqa: S607 - fontconfig's own program
                capture_output=True, text=True, check=True, env=environment,
            )  # fmt: skip
            found[face] = match.stdout
    return found


def fitted(key: Key, name: str, **facts: str) -> FittedValues:
    """Return the values of a form of a community with these facts, fitted to their boxes."""
    rubric, form, template = templates_now[key]
    kinds: dict[str, Any] = {"count": 10, "yesno": "是", "level": 1}
    inputs = {slot: kinds[each.kind] for slot, each in rubric.indicators.items() if each.kind in kinds}
    full = {slot: str(criterion.points) for slot, criterion in rubric.criteria.items()}
    printed = {column.level for column in form.spec.columns.values() if column.source == "entered"}
    known = {slot: text for slot, text in facts.items() if slot in rubric.facts}
    card = card_of(rubric, name=name, indicators=inputs, scores=dict.fromkeys(printed, full), facts=known)
    found: FittedValues = template.fit(find_values(card, form, Wishes({})).values)
    return found


def narrative(key: Key, count: int) -> str:
    """Return a narrative of some characters, no more than the notice allows."""
    limit = 300 if key[0].startswith("taizhou") else count
    return (TEXT * 10)[: min(count, limit)]


def _at_limit(template: Any) -> str:
    """Return the longest narrative that a form holds without a continuation page."""
    box = template.boxes.get("narrative") if isinstance(template, WordTemplate) else None
    if box is None:
        return ""
    counts = range(100, 1500)
    return (TEXT * 10)[: max(count for count in counts if box.holds((TEXT * 10)[:count], box.steps[-1]))]


def values(key: Key, state: str) -> Mapping[str, SlotValue]:
    """Return the values of a form in a state."""
    _, form, template = templates_now[key]
    if state == "blank":
        return find_blank_values(form, template.slots)
    opinion = {
        "filled": "同意推荐。",
        "limit": "经审核，情况属实，同意推荐。请予审核。",
        "over": "经审核，情况属实，同意推荐。请予审核。",  # a longer one is refused
    }[state]
    text = {
        "filled": TEXT[:280],
        "limit": narrative(key, len(_at_limit(template))),
        "over": narrative(key, 1500),
    }[state]
    name = "上塘镇示例社区" if state == "filled" else LONG if state == "limit" else f"{LONG}{RARE}{LONG}"
    found = fitted(
        key,
        name,
        address="上塘镇县前路0号" if state == "filled" else LONG,
        phone="0577-00000000",
        contact="示例甲",
        person_in_charge=f"示例{RARE}" if state != "filled" else "示例甲",
        affiliation="上塘镇",
        narrative=text,
        township_opinion=opinion,
        township_date="2026年11月25日",
    )
    return found.values


def laid(
    documents: Mapping[str, bytes], room: Path, *, join: bool = True, bare: bool = False
) -> dict[str, PageRange]:
    """Lay out documents, given with their file names; return their pages by name without suffix.

    ``bare`` leaves LibreOffice without the stand-ins that formgen chooses for fonts it lacks.
    """
    paths = {name: room / name for name in documents}
    for name, path in paths.items():
        path.write_bytes(documents[name])
    done = convert_documents(
        list(paths.values()),
        room,
        ConversionOptions(2, fonts=None if bare else fonts.write_configuration(room), join=join),
    )
    if done.problems:
        raise AssertionError([str(problem) for problem in done.problems])
    return {Path(name).stem: done.ranges[path] for name, path in paths.items()}


def drawn(room: Path) -> dict[str, PageRange]:
    """Lay out every template in every state."""
    documents = {
        f"{form}-{suffix[1:]}-{state}{suffix}": templates_now[rubric, form, suffix][2].render(
            values((rubric, form, suffix), state)
        )
        for rubric, form, suffix in templates_now
        for state in STATES
    }
    return laid(documents, room)


Line = tuple[float, float, str]  # x and y of its first character, the text
Look = list[dict[str, list[Any]]]  # of each page: its lines of text and its ruling lines


def look(own_range: PageRange) -> Look:
    """Return what stands where on the pages of a document, in points from the lower left."""
    return [
        {
            "text": [list(each) for each in _lines(page)],
            "rules": sorted([round(side, 1) for side in rule] for rule in page.lines),
        }
        for page in read_pages(own_range)
    ]


def _lines(page: Page) -> Iterator[Line]:
    """Yield runs of characters on one line, from above."""
    middles = sorted(
        page.characters, key=lambda each: (-round((each[1][1] + each[1][3]) / 2 / 6), each[1][0])
    )
    for _, group in groupby(middles, key=lambda each: round((each[1][1] + each[1][3]) / 2 / 6)):
        signs = list(group)
        text = "".join(sign for sign, _ in signs)
        yield round(signs[0][1][0], 1), round(sum(box[1] for _, box in signs) / len(signs), 1), text


def pictures(own_range: PageRange) -> list[Image.Image]:
    """Return the pages of a document as small grey pictures."""
    document = pypdfium2.PdfDocument(own_range.pdf)
    try:
        return [
            document[at].render(scale=_DPI / 72).to_pil().convert("L")
            for at in range(own_range.start, own_range.stop)
        ]
    finally:
        document.close()


def side_by_side(left: Image.Image | None, right: Image.Image | None) -> Image.Image:
    """Return two pictures beside each other, white where there is none."""
    shown = [each for each in (left, right) if each is not None]
    width, height = max(each.width for each in shown), max(each.height for each in shown)
    sheet = Image.new("L", (2 * width + 6, height), 128)
    for at, each in enumerate((left, right)):
        sheet.paste(each or Image.new("L", (width, height), 255), (at * (width + 6), 0))
    return sheet


def main() -> None:
    """Draw all golden pictures and positions anew."""
    for path in GOLDEN.glob("*.*"):
        path.unlink()
    (GOLDEN / "machine.json").write_text(json.dumps(machine(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    with tempfile.TemporaryDirectory() as name:
        for stem, own_range in drawn(Path(name)).items():
            pages = look(own_range)
            rows = [json.dumps(page, ensure_ascii=False) for page in pages]
            (GOLDEN / f"{stem}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
            for at, picture in enumerate(pictures(own_range), 1):
                picture.quantize(8).save(GOLDEN / f"{stem}-{at}.png", optimize=True)
            sys.stdout.write(f"{stem}: {len(pages)}\n")


if __name__ == "__main__":
    main()
