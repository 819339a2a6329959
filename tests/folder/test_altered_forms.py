"""What a person altered of the official words, numbers and formulas of a form is named, and no sum is guessed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from support.four import RUBRIC, SCORES, built, codes, document, rows, typed_into, write
from support.small_form import edited

from formgen.commands.collect import collect_entries
from formgen.commands.submit import submit_version
from formgen.folder.contradictions import find_contradictions, list_forms
from formgen.folder.identified_documents import walk_office_files
from formgen.library import notice
from formgen.problems import Problem


@pytest.fixture
def source(tmp_path: Path) -> Path:
    scored = dict.fromkeys(notice(RUBRIC).rubric.criteria, 1)
    return write(tmp_path / "data.yaml", rows(first={"scores": {"county": scored}}))


@pytest.fixture
def out(source: Path, tmp_path: Path) -> Path:
    built(source, tmp_path / "out")
    return tmp_path / "out"


def look_at(out: Path) -> list[Problem]:
    own = notice(RUBRIC)
    names = list(walk_office_files(out))
    return find_contradictions(list_forms(out, names, own.rubric, own.compiled_forms), own.rubric)


def told(problems: list[Problem], code: str) -> list[str]:
    return [str(each) for each in problems if each.code == code]


def retype_cell(path: Path, row: int, column: int, change: Callable[[str], str]) -> None:
    """Type over a cell of the first table of a Word document."""
    paper = Document(str(path))
    cell = paper.tables[0].rows[row].cells[column]
    cell.text = change(cell.text)
    paper.save(str(path))


def store_result(path: Path, formula: str, result: str) -> None:
    """Let the total of the county's column be a formula with a stored result, as Excel and LibreOffice save it."""
    book = load_workbook(path)
    (cell,) = (row[6] for row in book.worksheets[0].iter_rows() if "SUM(G" in str(row[6].value))
    address = cell.coordinate
    cell.value = f"={formula}"
    book.save(path)
    book.close()
    old = f"<f>{formula}</f><v></v>", f"<f>{formula}</f><v />", f"<f>{formula}</f><v/>"
    kind = "" if result[0].isdigit() else ' t="e"'

    def change(data: bytes) -> bytes:
        text = data.decode()
        (found,) = [each for each in old if each in text]
        text = text.replace(found, f"<f>{formula}</f><v>{result}</v>")
        return text.replace(f'<c r="{address}"', f'<c r="{address}"{kind}').encode()

    path.write_bytes(edited(path.read_bytes(), {"xl/worksheets/sheet1.xml": change}))


@pytest.mark.parametrize(("formula", "result"), [("SUM(G6:G20)", "15"), ("15", "15"), ("1/0", "#DIV/0!")])
def test_the_stored_result_of_an_altered_formula_is_held_against_the_rows(
    formula: str, result: str, source: Path, out: Path
) -> None:
    store_result(document(out, 1, SCORES, ".xlsx"), formula, result)
    (words,) = told(look_at(out), "T164")
    assert f"写的是{result}" in words
    assert "各行加起来是19" in words
    assert told(built(source, out).problems, "T164") == [words]


def test_a_stored_result_that_fits_is_no_matter(out: Path) -> None:
    store_result(document(out, 1, SCORES, ".xlsx"), "SUM(G6:G24)", "19")
    assert look_at(out) == []


def test_a_row_that_is_not_found_is_named_and_no_sum_is_given(source: Path, out: Path) -> None:
    path = document(out, 1, SCORES)
    retype_cell(path, 2, 3, lambda _: "12")
    retype_cell(path, 20, 6, lambda _: "18")
    problems = look_at(out)
    assert told(problems, "T164") == []
    (words,) = told(problems, "T169")
    for word in ("第1社区-考核评分表.docx", "县级考评分 2 ", "没有读到", "“县级考评分 合计”没有核对"):
        assert word in words
    scored = dict.fromkeys(notice(RUBRIC).rubric.criteria, 1) | {"item1": 14}
    write(source, rows(first={"scores": {"county": scored}}))
    again = built(source, out)
    assert "T115" not in codes(again)
    assert Document(str(path)).tables[0].rows[20].cells[6].text == "18"


def test_a_typed_total_is_not_contested_where_the_rows_cannot_be_added(source: Path, out: Path) -> None:
    path = document(out, 1, SCORES)
    retype_cell(path, 3, 6, lambda _: "")
    retype_cell(path, 20, 6, lambda _: "18")
    scored = dict.fromkeys(notice(RUBRIC).rubric.criteria, 1) | {"item1": 14}
    write(source, rows(first={"scores": {"county": scored}}))
    assert "T115" not in codes(built(source, out))
    assert Document(str(path)).tables[0].rows[20].cells[6].text == "18"


TITLE = "温州市“充分就业社区”标准考核评分表"
Lines = Callable[[list[Paragraph]], object]


def find_line(lines: list[Paragraph], start: str) -> Paragraph:
    return next(each for each in lines if each.text.startswith(start))


def cut_line(line: Paragraph) -> None:
    """Cut a line in two behind its fourth sign."""
    line.insert_paragraph_before(line.text[:4])
    line.text = line.text[4:]


def remove_line(line: Paragraph) -> None:
    owner = line._p.getparent()
    assert owner is not None
    owner.remove(line._p)


LINES_ALTERED: dict[str, tuple[Lines, list[str]]] = {
    "emptied": (lambda all_: setattr(find_line(all_, TITLE), "text", ""), [f"印好的“{TITLE}”删去了"]),
    "taken out": (lambda all_: remove_line(find_line(all_, TITLE)), [f"印好的“{TITLE}”删去了"]),
    "another word that tells one form from another": (
        lambda all_: setattr(find_line(all_, TITLE), "text", TITLE.replace("社区", "村")),
        [f"表格外面印好的“{TITLE}”改成了“{TITLE.replace('社区', '村')}”"],
    ),
    "quite another title": (
        lambda all_: setattr(find_line(all_, TITLE), "text", "优胜单位名册"),
        [f"印好的“{TITLE}”删去了"],
    ),
    "cut in two": (lambda all_: cut_line(find_line(all_, TITLE)), []),
    "blanks between": (lambda all_: setattr(find_line(all_, TITLE), "text", " ".join(TITLE)), []),
    "a line without words taken out": (
        lambda all_: remove_line(next(each for each in all_ if not each.text.strip())),
        [],
    ),
}


@pytest.mark.parametrize(("change", "named"), LINES_ALTERED.values(), ids=LINES_ALTERED)
def test_official_words_outside_the_tables_are_named_where_they_were_altered(
    change: Lines, named: list[str], source: Path, out: Path
) -> None:
    path = document(out, 1, SCORES)
    paper = Document(str(path))
    change(paper.paragraphs)
    paper.save(str(path))
    words = told(look_at(out), "T181")
    assert len(words) == len(named)
    assert all(each in "".join(words) for each in named)
    assert told(list(collect_entries(source, RUBRIC, out).problems), "T181") == words


ALTERED_IN_WORD: dict[str, tuple[int, int, Callable[[str], str], str]] = {
    "points": (1, 3, lambda _: "12", "第1个表第2行第4格印好的“15”改成了“12”"),
    "points taken out": (1, 3, lambda _: "", "第1个表第2行第4格印好的“15”删去了"),
    "a label with an opinion": (20, 0, lambda old: f"{old}（县级核定92分）", "改成了“合计（县级核定92分）”"),
    "a header with a remark": (0, 6, lambda old: f"{old}（另扣3分）", "印好的“县级考评分”改成了“县级考评分（另扣3分）”"),
    "a clause with a score": (1, 2, lambda old: f"{old}（县评12分）", "（县评12分）”"),
    "a clause with words": (1, 2, lambda old: f"{old}（县评优秀）", "（县评优秀）”"),
    "a section with a score": (1, 0, lambda old: f"{old}县评38", "县评38”"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "column", "change", "named"), ALTERED_IN_WORD.values(), ids=ALTERED_IN_WORD)
def test_official_words_altered_in_word_are_named(
    row: int, column: int, change: Callable[[str], str], named: str, source: Path, out: Path
) -> None:
    retype_cell(document(out, 1, SCORES), row, column, change)
    (words,) = told(look_at(out), "T181")
    assert named in words
    assert "“甲镇第1社区”的“考核评分表”上" in words
    assert told(list(submit_version(out, "第1稿").problems), "T181") == [words]
    assert told(list(collect_entries(source, RUBRIC, out).problems), "T181") == [words]


@pytest.mark.parametrize(
    ("cell", "text", "named"),
    [
        ("D6", 12, "单元格D6印好的“15”改成了“12”"),
        ("G5", "县级评分", "单元格G5印好的“县级考评分”改成了“县级评分”"),
        ("A25", "合计（92分）", "印好的“合计”改成了“合计（92分）”"),
    ],
)
def test_official_words_altered_in_excel_are_named(cell: str, text: str | int, named: str, out: Path) -> None:
    typed_into(document(out, 1, SCORES, ".xlsx"), cell, text)
    (words,) = told(look_at(out), "T181")
    assert named in words


def test_every_number_in_an_inserted_column_is_counted(source: Path, out: Path) -> None:
    path = document(out, 1, SCORES, ".xlsx")
    book = load_workbook(path)
    page = book.worksheets[0]
    page.insert_cols(7)
    for cell, text in (("G5", "街道考评分"), ("G6", 11), ("G7", 9), ("G8", 15)):
        page[cell] = text
    book.save(path)
    (words,) = told(list(collect_entries(source, RUBRIC, out).problems), "T171")
    for named in ("G5的“街道考评分”", "G6的“11”", "G7的“9”", "G8的“15”"):
        assert named in words


def test_an_altered_header_above_cells_that_nobody_filled_gives_one_line(source: Path, out: Path) -> None:
    path = document(out, 2, SCORES)
    retype_cell(path, 0, 6, lambda old: f"{old}（另扣3分）")
    assert codes(collect_entries(source, RUBRIC, out)) == ["T181"]
    again = built(source, out)
    assert "T111" not in codes(again)
    assert [each.name for each in path.parent.iterdir() if "新" in each.name] == []


def test_many_unread_places_of_a_column_are_told_in_one_line(source: Path, out: Path) -> None:
    path = document(out, 2, SCORES)
    retype_cell(path, 0, 6, lambda old: f"{old}（另扣3分）")
    for row in range(1, 20):
        retype_cell(path, row, 6, lambda _: "1")
    (words,) = told(list(collect_entries(source, RUBRIC, out).problems), "T150")
    assert "县级考评分 1 " in words
    assert "（第1个表第2行第7格，同一栏共19格）没有读（旁边的文字改过）" in words


@pytest.mark.parametrize("lines", [["同意申报"], ["情况属实", "同意申报"]])
def test_an_opinion_typed_above_the_seal_is_named(lines: list[str], source: Path, out: Path) -> None:
    path = document(out, 1)
    paper = Document(str(path))
    for line in lines:
        paper.tables[0].rows[5].cells[1].paragraphs[-2].insert_paragraph_before(line)
    paper.save(str(path))
    problems = told(list(collect_entries(source, RUBRIC, out).problems), "T152")
    assert [line for line in lines if not any(f"旁边另有“{line}”" in each for each in problems)] == []


IN_FRONT: dict[str, tuple[Callable[[str], str], str]] = {
    "an opinion": (lambda old: f"同意{old}", "“单位（盖章）：”改成了“同意单位（盖章）：”"),
    "a refusal": (lambda old: f"不同意{old}", "意见日期”（第1个表第6行"),
    "one sign": (lambda old: f"可{old}", "“单位（盖章）：”改成了“可单位（盖章）：”"),
    "an opinion with a stop": (lambda old: f"同意。{old}", "“单位（盖章）：”改成了“同意。单位（盖章）：”"),
}


@pytest.mark.parametrize(("change", "named"), IN_FRONT.values(), ids=IN_FRONT)
@pytest.mark.parametrize("column", [1, 4])
def test_words_in_front_of_a_slot_on_its_line_are_named(
    column: int, change: Callable[[str], str], named: str, source: Path, out: Path
) -> None:
    path = document(out, 1)
    paper = Document(str(path))
    (line,) = [each for each in paper.tables[0].rows[5].cells[column].paragraphs if "盖章" in each.text]
    line.runs[0].text = change(line.runs[0].text)
    paper.save(str(path))
    problems = list(collect_entries(source, RUBRIC, out).problems)
    assert [each for each in problems if named in str(each)], [str(each) for each in problems]
    write(source, rows(first={"facts": {"phone": "0577-9"}}))
    built(source, out)
    left = "".join(cell.text for cell in Document(str(path)).tables[0].rows[5].cells)
    assert change("单位（盖章）：") in left


@pytest.mark.parametrize(
    ("old", "new"),
    [("社区名称（盖章）：", "同意社区名称（盖章）："), ("社区名称（盖章）：", "属实　社区名称（盖章）：")],
)
def test_words_in_front_of_a_slot_in_its_cell_are_named(old: str, new: str, source: Path, out: Path) -> None:
    path = document(out, 1, SCORES, ".xlsx")
    book = load_workbook(path)
    (cell,) = [
        cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value).startswith(old)
    ]
    cell.value = str(cell.value).replace(old, new)
    book.save(path)
    told_of = [str(each) for each in collect_entries(source, RUBRIC, out).problems]
    assert [each for each in told_of if new.split("社区", maxsplit=1)[0].strip() in each], told_of
