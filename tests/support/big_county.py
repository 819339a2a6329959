"""A county workbook of any size for tests and benchmarks: a data sheet with realistic figures for any rubric."""

import random
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from formgen.intake import Catalogue, make_catalogue, vocabulary
from formgen.intake.fields import Field
from formgen.model import MONTHS
from formgen.office.cells import format_column
from formgen.rubric.schema import Rubric

TOWNSHIPS = 30
_SIGNS = "东西南北上下前后大小新古云山水石桥溪塘岙屿湾浦洋田林竹松柏梅兰菊荷桂杨柳槐枫金银玉宝福禄寿喜安宁和顺兴旺昌盛文武"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_PHRASES = (
    "建立台账、逐户走访",
    "与用工企业对接岗位",
    "组织技能培训",
    "开展就业援助月活动",
    "落实各项补贴",
    "帮扶零就业家庭",
    "公布办事流程",
    "设立来料加工点",
)
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_NS}" xmlns:r="{_DOCUMENT}"><sheets>'
    f'<sheet name="{vocabulary.SHEETS["data"]}" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
_LETTERS = [format_column(column) for column in range(500)]

Typed = str | int | float


def write_county(path: Path, rubric: Rubric, count: int, corrected: int = 0) -> None:
    """Write a workbook of communities in 30 townships; the same arguments give the same content.

    The first ``corrected`` communities have other figures.
    """
    fields = make_catalogue(rubric)
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            package.writestr(name, _HEAD + text)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_NS}"><sheetData>'.encode())
            for number, values in enumerate(rows(fields, count, corrected), start=1):
                sheet.write(_row(number, values, strings).encode())
            sheet.write(b"</sheetData></worksheet>")
        with package.open("xl/sharedStrings.xml", "w") as shared:
            shared.write(f'{_HEAD}<sst xmlns="{_NS}" uniqueCount="{len(strings)}">'.encode())
            for text in strings:
                shared.write(f'<si><t xml:space="preserve">{escape(text)}</t></si>'.encode())
            shared.write(b"</sst>")


def rows(fields: Catalogue, count: int, corrected: int = 0) -> Iterator[list[Typed]]:
    """Yield the header and a row for each community."""
    rates = [each for each in fields.indicators.values() if each.kind == "rate"]
    months = [f"{each.label}{month}月" for each in rates for month in range(1, MONTHS + 1)]
    facts = [each for key, each in fields.facts.items() if not fields.rubric.facts[key].in_box]
    columns = [*facts, *fields.single]
    yield [vocabulary.TOWNSHIP, vocabulary.NAME, *(_title(each) for each in columns), *months]
    for at in range(count):
        dice = random.Random(at + count if at < corrected else at)  # noqa: S311 - figures, no secrets
        figures = {each.key: _value(each, dice) for each in fields.single}
        shares = [f"{dice.randint(900, 1000) / 10:g}%" for _ in months]
        known = {each.key: _value(each, dice) for each in facts} | figures
        _reconcile(known, fields, dice)
        for number, (of, to) in enumerate(_find_counts(each.key, fields) for each in rates):
            part, whole = known[of], known[to]
            assert isinstance(part, int)
            assert isinstance(whole, int)
            shares[number * MONTHS + MONTHS - 1] = f"{part / whole:.2%}"  # the year ends with December
        yield [*_who(at, count), *known.values(), *shares]


def _find_counts(rate: str, fields: Catalogue) -> tuple[str, str]:
    """Return the figures of the year that say the same as a rate of months."""
    quotients = [
        each.measure.typed_rates[rate]
        for criterion in fields.rubric.criteria.values()
        for _, inner in criterion.method.walk()
        for each in inner.measures
        if rate in each.measure.typed_rates
    ]
    return quotients[0].of[0], quotients[0].to[0]


def _title(field: Field) -> str:
    return f"{field.label}（{field.unit}）" if field.unit and field.kind == "count" else field.label


def _who(at: int, count: int) -> tuple[str, str]:
    """Return township and name; names differ within a township."""
    township, size = at * TOWNSHIPS // count, len(_SIGNS)
    tens, ones = divmod(township, 10)
    rest, name = at, ""
    while rest or not name:
        rest, sign = divmod(rest, size)
        name += _SIGNS[sign]
    return f"{_SIGNS[tens]}{_SIGNS[10 + ones]}镇", f"{name}{'社区' if at % 3 else '村'}"


def _value(field: Field, dice: random.Random) -> Typed:
    """Return a figure or a fact that a clerk could have typed."""
    match field.kind:
        case "count":
            return dice.randint(300, 3000) if field.unit in {"人", "户"} else dice.randint(0, 12)
        case "yesno":
            return dice.choice(["是"] * 8 + ["否"] + (["无服务对象"] if field.nobody else ["是"]))
        case "level":
            return dice.choice(list(field.levels))
        case "points":
            step = field.step or 1
            return float(dice.randint(0, int((field.most or 10) / step)) * step)
        case "phone":
            return f"0577-{dice.randint(60_000_000, 89_999_999)}"
        case _:
            return _text(field.label, dice)


def _text(label: str, dice: random.Random) -> str:
    if "人" in label:
        return dice.choice(_SURNAMES) + "".join(dice.choices(_SIGNS, k=2))
    if "地址" in label:
        return f"{''.join(dice.choices(_SIGNS, k=2))}路{dice.randint(1, 999)}号"
    if "成效" in label or "情况" in label:
        done = "；".join(dice.sample(_PHRASES, 4))
        return f"本社区今年走访{dice.randint(50, 900)}户，{done}，新增就业{dice.randint(10, 300)}人。"
    return "".join(dice.choices(_SIGNS, k=4))


def _reconcile(figures: dict[str, Typed], fields: Catalogue, dice: random.Random) -> None:
    """Make parts smaller than their wholes, and grant what others presuppose."""
    relations = list(fields.rubric.relations.values())
    for relation in relations * len(relations):
        part, whole = figures.get(relation.part or ""), figures.get(relation.whole or "")
        if isinstance(part, int) and isinstance(whole, int) and part > whole:
            figures[relation.part or ""] = int(whole * dice.uniform(0.85, 1))
        shares = [key for key in relation.parts or () if isinstance(figures.get(key), int)]
        if shares and isinstance(whole, int):
            for key in shares:
                figures[key] = min(int(figures[key]), whole // len(shares))
        needs = figures.get(relation.needs or "")
        if figures.get(relation.given or "") not in {None, "否", 0} and needs is not None:
            figures[relation.needs or ""] = max(needs, 1) if isinstance(needs, int) else "是"


def _row(number: int, values: Sequence[Typed], strings: dict[str, int]) -> str:
    cells = []
    for column, value in enumerate(values, start=1):
        reference = f"{_LETTERS[column]}{number}"
        if isinstance(value, str):
            at = strings.setdefault(value, len(strings))
            cells.append(f'<c r="{reference}" t="s"><v>{at}</v></c>')
        else:
            cells.append(f'<c r="{reference}"><v>{value:g}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
