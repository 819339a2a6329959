"""Every kind of Word and Excel file that formgen writes is valid by the schemas of ECMA-376."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from support import golden_pages
from support.command import TAIZHOU, YONGJIA, run
from support.filled_forms import FORMS, resaved, values_of
from support.office_schemas import find_faults

SAMPLES = {"taizhou-2019": TAIZHOU, "yongjia-2009": YONGJIA}
STATES = [(key, state) for key in golden_pages.templates_now for state in golden_pages.STATES]
FORM = {
    "taizhou-2019": "云屿镇/前屿村/前屿村-推荐表.docx",
    "yongjia-2009": "上塘镇/清溪社区/清溪社区-申报表.docx",
}


@pytest.mark.parametrize(
    ("key", "state"), STATES, ids=[f"{key[1]}-{key[2][1:]}-{state}" for key, state in STATES]
)
def test_a_form_is_valid_in_every_state(tmp_path: Path, key: golden_pages.Key, state: str) -> None:
    path = tmp_path / f"form{key[2]}"
    path.write_bytes(golden_pages.templates_now[key][2].render(golden_pages.values(key, state)))
    assert find_faults(path) == []


@pytest.mark.parametrize("name", list(FORMS))
def test_a_form_that_another_program_saved_and_formgen_renewed_is_valid(tmp_path: Path, name: str) -> None:
    _, template = FORMS[name]
    paper = template.open(resaved(name, template.render(values_of(name))))
    path = tmp_path / name
    path.write_bytes(paper.rewrite({0: "改后"}, paper.checksums or []))
    assert find_faults(path) == []


@pytest.fixture(scope="module", params=list(SAMPLES))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file that the commands write for a sample, one of the forms filled in by hand and collected."""
    rubric: str = request.param
    room = tmp_path_factory.mktemp(rubric)
    data, forms = room / "数据.xlsx", room / "表格"
    shutil.copy(SAMPLES[rubric], data)
    run("workbook", "--rubric", rubric, "-o", str(room / "空白.xlsx"))
    run("check", str(data), "--rubric", rubric, "--annotate", str(room / "标注.xlsx"))
    run("explain", str(data), "--rubric", rubric, "-o", str(room / "说明.docx"))
    run("explain", str(data), "--rubric", rubric, "-o", str(room / "说明.xlsx"))
    run("build", str(data), "--rubric", rubric, "-o", str(forms), "--draft")
    run("submit", str(forms), "--label", "第1稿")
    fill_in(forms / FORM[rubric])
    run("collect", str(forms), "--data", str(data), "--rubric", rubric, "--yes")
    run("diff", str(data), "--rubric", rubric, "-o", str(forms), "--report", str(room / "改动.xlsx"))
    run("build", str(data), "--rubric", rubric, "-o", str(forms), "--draft")
    run("change-sheet", str(forms), "-o", str(room / "更正.docx"), "--since", "第1稿")
    return room


def fill_in(path: Path) -> None:
    """Write an opinion as a person does: the box of the county is the second of the last row but one."""
    document = Document(str(path))
    cells = [cell for row in document.tables[0].rows[-2:-1] for cell in row.cells]
    cells[1].paragraphs[-1].add_run("情况属实，同意上报。")
    document.save(str(path))


def test_every_file_of_every_command_is_valid(folder: Path) -> None:
    kinds: dict[str, list[Path]] = {}
    for each in sorted(folder.rglob("*.*")):
        if each.suffix in {".docx", ".xlsx"}:
            kinds.setdefault(each.name.rpartition("-")[2], []).append(each)
    assert kinds.keys() >= {
        "数据.xlsx",
        "空白.xlsx",
        "标注.xlsx",
        "说明.xlsx",
        "改动.xlsx",
        "汇总表.xlsx",
        "目录.xlsx",
    }
    files = [each for name, found in kinds.items() if name not in STOCK for each in found[:4]]
    filled_in = next(FORM[rubric] for rubric in FORM if folder.name.startswith(rubric))
    checked = {each.name: find_faults(each) for each in (*files, folder / "表格" / filled_in)}
    assert {name: found for name, found in checked.items() if found} == {}


STOCK = ("说明.docx", "更正.docx")


@pytest.mark.parametrize("name", STOCK)
def test_every_report_for_word_is_valid(folder: Path, name: str) -> None:
    assert find_faults(folder / name) == []


# -- the check itself ----------------------------------------------------------------------------------------
WRONG: dict[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "spacing before jc": (
        "yongjia-application.docx",
        "word/document.xml",
        lambda part: part.replace(b'<w:pPr><w:overflowPunct w:val="0"/>', b'<w:pPr><w:jc w:val="left"/><w:overflowPunct w:val="0"/>', 1),
    ),
    "a cell without a paragraph": (
        "yongjia-application.docx",
        "word/document.xml",
        lambda part: part.replace(b"</w:tcPr>", b"</w:tcPr></w:tc><w:tc>", 1),
    ),
    "an unknown element": (
        "yongjia-application.docx",
        "word/document.xml",
        lambda part: part.replace(b"<w:body>", b"<w:body><w:oddity/>", 1),
    ),
    "breaks before the page": (
        "yongjia-scorecard.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<sheetData>", b'<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><sheetData>', 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "part", "change"), WRONG.values(), ids=WRONG)
def test_a_planted_fault_is_found(
    tmp_path: Path, name: str, part: str, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    made = FORMS[name][1].render(values_of(name))
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(path, "w") as target:
        for each in source.namelist():
            data = source.read(each)
            changed = change(data) if each == part else data
            assert (changed != data) == (each == part)
            target.writestr(each, changed)
    assert find_faults(path) != []
