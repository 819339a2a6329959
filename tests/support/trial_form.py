"""A notice of one form of its own, the form built for one village, and its parts edited as Word, WPS or Excel save them."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from openpyxl import Workbook

from formgen.commands.build import plan_build
from formgen.commands.collect import collect_entries
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.plan import Options
from formgen.folder.renew import Decisions
from formgen.folder.returned_forms import CollectResult
from formgen.office import package

RUBRIC = """\
id: trial
title: 示例县评分表
notice: {title: 通知, number: 示例发〔2024〕1号, issuers: [示例县], signed: 2024-03-01, area: 示例县}
total: 10
columns: {self: 自评分, county: 县级考评分}
final_column: county
forms: [trial]
sections:
  all: {title: 就业指标（10分）, points: 10, criteria: [item1, item2]}
criteria:
  item1: {number: "1", name: 台帐, points: 5, clause: 建立人员台帐，酌情给分。, method: {kind: judged}}
  item2: {number: "2", name: 走访, points: 5, clause: 上门走访困难家庭，酌情给分。, method: {kind: judged}}
indicators: {}
facts:
  phone: {zh: 联系电话, kind: phone}
  contact: {zh: 联系人}
  address: {zh: 地址}
  narrative: {zh: 基本情况}
  county_opinion: {zh: 县级意见, kind: opinion}
  county_date: {zh: 县级意见日期, kind: date}
"""
FORM = """\
title: 示例表
file: 示例表
columns:
  self: {level: self, source: entered}
  county: {level: county, source: entered}
fields:
  county_opinion: {label: 县级意见}
"""
VILLAGE: dict[str, Any] = {
    "name": "示例村",
    "township": "甲镇",
    "facts": {
        "phone": "0576-12345678",
        "contact": "张三",
        "address": "虚构路1号",
        "narrative": "已建立台账。",
        "county_opinion": "同意推荐",
        "county_date": "2026-11-20",
    },
    "scores": {"self": {"item1": 4, "item2": 3}, "county": {"item1": 3, "item2": 2}},
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
Draw = Callable[[Any], object]


@dataclass
class Trial:
    """A folder with a rubric, its form, the data of one village, and what was built from them."""

    folder: Path
    suffix: str

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def form(self) -> Path:
        return self.out / f"甲镇/示例村/示例村-示例表{self.suffix}"

    def write_data(self, **facts: str) -> None:
        village = {**VILLAGE, "facts": {**VILLAGE["facts"], **facts}}
        text = json.dumps({"communities": [village]}, ensure_ascii=False)
        (self.folder / "data.yaml").write_text(text, encoding="utf-8")

    def build(self, side: Any = None, decisions: Decisions | None = None, **facts: str) -> BuildResult:
        self.write_data(**facts)
        options = Options(jobs=1, decisions=decisions or Decisions(side))
        return build_folder(
            plan_build(self.folder / "data.yaml", str(self.folder / "trial.yaml"), options), self.out
        )

    def collect(self) -> CollectResult:
        return collect_entries(self.folder / "data.yaml", str(self.folder / "trial.yaml"), self.out)

    def read(self) -> dict[str, str]:
        """What collect finds, by the names of the places."""
        return {each.label: str(each.amendment.value) for each in self.collect().found}

    def edit(self, *changes: tuple[str, str], part: str = "") -> None:
        """Change the text of a part, each stretch exactly once."""

        def change(text: str) -> str:
            for old, new in changes:
                assert text.count(old) == 1, f"{old} stands {text.count(old)} times"
                text = text.replace(old, new)
            return text

        self.rewrite(change, part)

    def rewrite(self, change: Callable[[str], str], part: str = "") -> None:
        """Change a part as another program does, which leaves the digest of the file behind."""
        name = part or (BODY if self.suffix == ".docx" else SHEET)
        parts = package.parts_in(self.form)
        text = parts[name].decode()
        changed = change(text)
        assert changed != text, "nothing was edited"
        parts[name] = changed.encode()
        self.form.write_bytes(package.repacked(parts))

    def lines(self, part: str = BODY) -> list[str]:
        """The paragraphs of a part."""
        with zipfile.ZipFile(self.form) as archive:
            text = archive.read(part).decode()
        return ["".join(re.findall(r"<w:t[ >][^<]*|<w:t>[^<]*", each)) for each in text.split("</w:p>")]


def trial(folder: Path, draw: Draw, suffix: str = ".docx") -> Trial:
    """Build the form of the village from a template that ``draw`` draws."""
    made: Any = docx.Document() if suffix == ".docx" else Workbook()
    draw(made)
    home = folder / "templates" / "trial"
    home.mkdir(parents=True)
    (home / "form.yaml").write_text(FORM, encoding="utf-8")
    stream = io.BytesIO()
    made.save(stream)
    (home / f"template{suffix}").write_bytes(stream.getvalue())
    (folder / "trial.yaml").write_text(RUBRIC, encoding="utf-8")
    one = Trial(folder, suffix)
    result = one.build()
    assert one.form.is_file(), [str(each) for each in result.problems]
    return one


def table(document: Any, *rows: tuple[str, ...]) -> Any:
    """Draw a table into a Word document."""
    made = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return made


def opinion_table(document: Any) -> None:
    """A table with the opinion of the county and its date, a telephone number in a row of its own."""
    table(
        document,
        ("联系电话", "{{ phone }}"),
        ("县级意见", "{{ county_opinion }}"),
        ("意见日期", "{{ county_date }}"),
    )


def score_sheet(book: Any) -> None:
    """A sheet with a head, the rows of the notice, and a telephone number below."""
    sheet = book.active
    sheet.title = "评分表"
    for row in (
        ["示例县评分表"],
        ["序号", "内容", "分值", "自评", "县评"],
        ["{{ row.number }}", "{{ row.clause }}", "{{ row.points }}", "{{ row.self }}", "{{ row.county }}"],
        ["联系电话", "{{ phone }}"],
        ["意见日期", "{{ county_date }}"],
    ):
        sheet.append(row)


def run(text: str, look: str = "") -> str:
    """A run of Word."""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def codes_of_changes(markup: str) -> list[str]:
    """What is told of a form with open changes or remarks in it, whatever else is."""
    tracked = r"<w:(?:ins|del|moveFrom|moveTo|[pr]PrChange|commentReference)[ />]"
    return ["T189"] if re.search(tracked, markup) else []


def codes(result: CollectResult | BuildResult) -> list[str]:
    return [problem.code for problem in result.problems if problem.code[0] in "FT"]


def said(result: CollectResult | BuildResult) -> str:
    """All that a clerk reads of the problems."""
    return "\n".join(map(str, result.problems))
