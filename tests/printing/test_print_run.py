"""FilledValues forms as people leave them, laid out by LibreOffice in one run: each fault is told of its own form only."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader
from support import forms_of, rubric_of

from formgen.commands.build import plan_build
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.forms.compiled import CompiledForm
from formgen.printing import libreoffice
from formgen.printing.document_list import list_documents, make_sort_key
from formgen.printing.options import Choice
from formgen.printing.print_run import CheckedDocuments, open_print_run

LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)

RUBRIC = "yongjia-2009"
TOWNSHIP = "上塘镇"
TEXT = "开展入户走访，推荐就业412人次，成功就业156人。"
APPLICATION, SCORES = "申报表", "考核评分表"
Edit = Callable[[Any], None]


def cells(document: Any) -> list[Any]:
    """Return the cells of the first table, merged ones once."""
    return list({cell._tc: cell for row in document.tables[0].rows for cell in row.cells}.values())


def nothing(document: Any) -> None:
    """Save the document as it is."""
    document.core_properties.author = "示例甲"


def typed_too_much(document: Any) -> None:
    (cell,) = (cell for cell in cells(document) if TEXT in cell.text)
    for _ in range(30):
        cell.add_paragraph(TEXT)


def row_made_too_low(document: Any) -> None:
    row = next(row for row in document.tables[0].rows if any(TEXT in cell.text for cell in row.cells))
    row.height, row.height_rule = Pt(40), WD_ROW_HEIGHT_RULE.EXACTLY
    (cell,) = (cell for cell in cells(document) if TEXT in cell.text)
    cell.add_paragraph(TEXT * 10)


def outdented(document: Any) -> None:
    (cell,) = (cell for cell in cells(document) if TEXT in cell.text)
    cell.paragraphs[0].paragraph_format.left_indent = Mm(-20)


def typed_where_the_seal_goes(document: Any) -> None:
    cell = [cell for cell in cells(document) if "盖章" in cell.text][1]
    cell.paragraphs[0].insert_paragraph_before("同意推荐")


def named_by_hand(document: Any) -> None:
    cell = [cell for cell in cells(document) if "盖章" in cell.text][1]
    next(each for each in cell.paragraphs if "盖章" in each.text).add_run("上塘镇劳动保障所")


def dated_by_hand(document: Any) -> None:
    cell = [cell for cell in cells(document) if "盖章" in cell.text][1]
    paragraph = next(each for each in cell.paragraphs if "年" in each.text)
    paragraph.runs[0].text, paragraph.runs[-1].text = "2026年11月25日", ""
    for run in paragraph.runs[1:]:
        run.text = ""


def lost_reference(document: Any) -> None:
    (cell,) = (cell for cell in cells(document) if TEXT in cell.text)
    cell.paragraphs[0].add_run("见错误！未找到引用源。")


def tracked(document: Any) -> None:
    """Strike the text out as a tracked change, put another in its place, and remark on it."""
    (cell,) = (cell for cell in cells(document) if TEXT in cell.text)
    (own,) = cell.paragraphs[0]._p.xpath(f"./w:r[contains(., '{TEXT[:4]}')]")
    for name, words, tag in (("w:ins", "改成的话。", "w:t"), ("w:del", TEXT, "w:delText")):
        change, changed, inside = (OxmlElement(each) for each in (name, "w:r", tag))
        change.set(qn("w:author"), "县里")
        inside.text = words
        changed.append(inside)
        change.append(changed)
        own.addnext(change)
    own.getparent().remove(own)


def on_letter(document: Any) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(330)


# Community: the form that was changed, how, and the codes that are told of it, with words of the line.
CASES: dict[str, tuple[str, Edit, set[str], str]] = {
    "清溪社区": (APPLICATION, nothing, set(), ""),
    "望云社区": (
        APPLICATION,
        typed_too_much,
        {"F138"},
        "印出来有2页，应是1页。 → 请打开看看是哪一格撑长了，把文字改短或字号改小；改好再印。",
    ),
    "桂湾社区": (APPLICATION, row_made_too_low, {"F139"}, "印出来少了字："),
    "鹤鸣社区": (APPLICATION, outdented, {"F140"}, "第1页有字出格、压线或重叠：“"),
    "竹里社区": (
        APPLICATION,
        typed_where_the_seal_goes,
        {"F141"},
        "盖章的地方不对（第2处有字“同意推荐”）。 → 请把写进盖章处的字移开，留够盖章的地方；改好再印。",
    ),
    "石桥社区": (APPLICATION, named_by_hand, set(), ""),
    "听潮社区": (APPLICATION, dated_by_hand, set(), ""),
    "银杏社区": (
        APPLICATION,
        lost_reference,
        {"F172"},
        "第1页印的是公式或域的错误“错误！未找到引用源”。 → 请打开看看是哪一格",
    ),
    "白鹭社区": (
        APPLICATION,
        tracked,
        {"F242"},
        "里有没接受的修订或批注，排印的是全部接受以后的样子，批注不印。",
    ),
    "锦帆社区": (SCORES, on_letter, {"F143"}, "的纸张不是A4，已缩放到A4。 → 请在“页面设置”里把纸张改成A4。"),
}
DRAFTED, LONG = "星渡社区", "榕荫社区"


def path_of(name: str, form: str) -> str:
    return f"{TOWNSHIP}/{name}/{name}-{form}.docx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the forms, and change them as their case says."""
    room = tmp_path_factory.mktemp("press")
    facts = dict.fromkeys(CASES, f"{{narrative: '{TEXT}', households: 100}}")
    facts |= {DRAFTED: "{households: 100, residents: 300}", LONG: f"{{narrative: '{TEXT * 80}'}}"}
    rows = [f"  - {{name: {name}, township: {TOWNSHIP}, facts: {each}}}" for name, each in facts.items()]
    data = room / "data.yaml"
    data.write_text("communities:\n" + "\n".join(rows), encoding="utf-8")
    out = room / "表格"
    build_folder(plan_build(data, RUBRIC, Options(draft=True)), out)
    for name, (form, edit, _, _) in CASES.items():
        document = docx.Document(str(out / path_of(name, form)))
        edit(document)
        document.save(str(out / path_of(name, form)))
    return out


@pytest.fixture(scope="module")
def forms() -> list[CompiledForm]:
    return forms_of(rubric_of(RUBRIC))


@pytest.fixture(scope="module")
def laid_out(folder: Path, forms: list[CompiledForm]) -> tuple[CheckedDocuments, list[int], dict[str, str]]:
    """Lay all out and proof-read them, once; the texts of the pages by their path."""
    if not LIBREOFFICE:
        pytest.skip("LibreOffice is not installed")
    items = list_documents(folder, forms, Choice(), make_sort_key([], rubric_of(RUBRIC).forms)).items
    told: list[int] = []
    with open_print_run(forms) as run:
        found = run.check(items, told.append)
        texts = {
            path: "".join(PdfReader(each.pdf).pages[at].extract_text() for at in range(each.start, each.stop))
            for path, each in found.ranges.items()
        }
    return found, told, texts


@pytest.fixture(scope="module")
def checked(
    laid_out: tuple[CheckedDocuments, list[int], dict[str, str]],
) -> tuple[CheckedDocuments, list[int]]:
    return laid_out[:2]


@pytest.fixture(scope="module")
def texts(laid_out: tuple[CheckedDocuments, list[int], dict[str, str]]) -> dict[str, str]:
    return laid_out[2]


def codes_of(found: CheckedDocuments, path: str) -> set[str]:
    return {problem.code for problem in found.problems if problem.place.file == path}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_told_of_its_form_in_the_words_of_a_clerk(
    checked: tuple[CheckedDocuments, list[int]], name: str
) -> None:
    form, _, codes, words = CASES[name]
    path = path_of(name, form)
    assert codes <= codes_of(checked[0], path) <= codes | {"F140"}, [
        str(each) for each in checked[0].problems
    ]
    lines = [
        str(problem)
        for problem in checked[0].problems
        if problem.code in codes and problem.place.file == path
    ]
    assert len(lines) == len(codes)
    for line in lines:
        assert f"“{path}”{words}" in line


def test_nothing_is_told_of_forms_that_nobody_spoiled(checked: tuple[CheckedDocuments, list[int]]) -> None:
    spoiled = {path_of(name, form) for name, (form, _, codes, _) in CASES.items() if codes}
    spoiled.add(path_of(DRAFTED, APPLICATION))
    others = {problem.place.file for problem in checked[0].problems if problem.code != "F135"} - spoiled
    assert others - {""} == set()


def test_what_was_deleted_is_not_printed(texts: dict[str, str]) -> None:
    shown = texts[path_of("白鹭社区", APPLICATION)]
    assert "改成的话。" in shown
    assert TEXT[:6] not in shown


def test_a_drafted_text_is_told_as_a_hint(checked: tuple[CheckedDocuments, list[int]]) -> None:
    path = path_of(DRAFTED, APPLICATION)
    (problem,) = (problem for problem in checked[0].problems if problem.code == "F142")
    assert problem.severity == "warning"
    assert f"“{path}”里有照数据拟写、还没有人改过的草稿，每页印上了“草稿”。" in str(problem)
    assert "请核对、改好这段文字再印；正式的文字最好写进数据工作簿。" in str(problem)


def test_a_form_that_goes_on_upon_a_continuation_page_has_more_pages_and_no_fault(
    checked: tuple[CheckedDocuments, list[int]],
) -> None:
    path = path_of(LONG, APPLICATION)
    assert checked[0].ranges[path].count > 1
    assert codes_of(checked[0], path) == set()


def test_what_is_told_meanwhile_goes_up_to_all(
    checked: tuple[CheckedDocuments, list[int]], folder: Path
) -> None:
    blanks = 2
    assert max(checked[1]) == checked[1][-1] == len(list(folder.rglob("*.docx"))) + blanks


def test_each_stand_in_for_a_font_is_told_once(checked: tuple[CheckedDocuments, list[int]]) -> None:
    faces = [problem.words["face"] for problem in checked[0].problems if problem.code == "F135"]
    assert sorted(set(faces)) == sorted(faces)


def test_no_leaves_are_no_work(
    forms: list[CompiledForm], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(libreoffice.VARIABLE, str(program))
    with open_print_run(forms) as run:
        assert run.convert_extra_pages({}) == {}
        room = run.folder
        assert room.is_dir()
    assert not room.exists(), "nothing stays behind"
