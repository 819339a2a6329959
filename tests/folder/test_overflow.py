"""What is said when a text fits its box in no type, and what becomes of a document that goes on upon a 附页."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from support import rubric_of
from support.four import texts
from support.trial_form import codes, trial

from formgen import assets, intake
from formgen.commands.build import plan_build
from formgen.commands.collect import collect_entries, take_over
from formgen.filling.form_contents import compile_forms
from formgen.filling.slot_values import Wishes
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.community_work import CommunityResult, Order, Packet, Worker
from formgen.folder.plan import Options
from formgen.folder.renew import Decisions
from formgen.forms.fit import Over
from formgen.forms.load import load_form, load_forms
from formgen.forms.merge import Side
from formgen.model import Fate, Who
from formgen.office import identity
from formgen.problems import FormgenError

RUBRIC, FORM = "yongjia-2009", "yongjia-application"
LONG = "我社区开展走访，推荐就业。" * 100


def filled(tmp_path: Path, over: Over, **facts: str) -> CommunityResult:
    """Fill the 申报表 of one community, its narrative with another rule for what does not fit."""
    rubric, form = rubric_of(RUBRIC), load_form(FORM)
    fields = {
        **form.spec.fields,
        "narrative": form.spec.fields["narrative"].model_copy(update={"over": over}),
    }
    ruled = replace(form, spec=form.spec.model_copy(update={"fields": fields}))
    worker = Worker(Order(rubric, load_forms(rubric.forms), Wishes({}), str(tmp_path)))
    worker._forms = {each.form.id: each for each in compile_forms([ruled], rubric)}
    data = {"communities": [{"name": "示例社区", "township": "示例镇", "facts": facts}]}
    file = tmp_path / "data.yaml"
    file.write_text(repr(data).replace("'", '"'), encoding="utf-8")
    ((_, raw),) = intake.open_source(file, rubric).raws([0])
    return worker.fill(Packet(0, Who("示例镇", "示例社区"), raw, ("表",)))


RULES: list[tuple[Over, str, str, str]] = [
    (
        "continue",
        "T127",
        "有1300字，用最小的字号也放不下，后面572字印在附页上。",
        "附页随表一起报送；不要附页的，请把文字改短。",
    ),
    (
        "grow",
        "T128",
        "有1300字，用最小的字号也放不下，表上这一行加高了。",
        "请改短；或打印前看看有没有挤到下一页。",
    ),
    ("refuse", "T129", "有1300字，用最小的字号也放不下。", "请把文字改短；改好之前不生成这份表。"),
]


@pytest.mark.parametrize(("over", "code", "message", "mend"), RULES)
def test_a_text_that_fits_in_no_type_is_told_in_the_words_of_its_rule(
    over: Over, code: str, message: str, mend: str, tmp_path: Path
) -> None:
    made = filled(tmp_path, over, narrative=LONG)
    (problem,) = [each for each in made.problems if each.code in {"T127", "T128", "T129"}]
    assert problem.code == code
    assert problem.message == f"“示例镇示例社区”的“创建充分就业社区工作基本情况”{message}"
    assert problem.mend == mend
    assert "facts.narrative" in str(problem.place)
    assert made.refused == (("表.docx",) if over == "refuse" else ())
    assert len(made.filled) == (over != "refuse")


def test_a_name_that_fits_in_no_type_makes_its_row_higher(tmp_path: Path) -> None:
    made = filled(tmp_path, "continue", person_in_charge="示例甲" * 15, narrative="好。")
    assert "T128" in [problem.code for problem in made.problems]
    assert "“负责人”有45字" in next(each.message for each in made.problems if each.code == "T128")


FREE_LINES: dict[str, str] = {
    "a text by itself": "{{ narrative }}",
    "a text behind its label": "基本情况：{{ narrative }}",
    "a text among words": "我村情况：{{ narrative }}（以上属实）",
}


@pytest.mark.parametrize("line", FREE_LINES.values(), ids=FREE_LINES)
@pytest.mark.parametrize("text", ["基本。\n第二段", "已建立台账，逐户走访。" * 30, "基本情况好。"])
def test_a_text_outside_tables_may_be_as_long_as_it_is(line: str, text: str, tmp_path: Path) -> None:
    def draw(document: Any) -> None:
        document.add_paragraph("{{ name }}评分表")
        document.add_paragraph(line)

    assert "T128" not in codes(trial(tmp_path, draw).build(narrative=text))


NAMES = [(40, []), (60, ["T132"])]


@pytest.mark.parametrize(("count", "codes"), NAMES)
def test_a_name_that_excel_prints_too_small_is_told(count: int, codes: list[str], tmp_path: Path) -> None:
    name = "示" * (count - 2) + "社区"
    file = tmp_path / "data.yaml"
    file.write_text(f"communities:\n  - {{name: {name}, township: 示例镇}}\n", encoding="utf-8")
    made = build_folder(plan_build(file, RUBRIC, Options()), tmp_path / "forms")
    found = [problem for problem in made.problems if problem.code == "T132"]
    assert [problem.code for problem in found] == codes
    for problem in found:
        shown = f"“示例镇{name}”的“社区（村）名称”有{count}字，Excel 表里要缩得很小才放得下。"
        assert (problem.message, problem.mend) == (shown, "请改短；或用 Word 的那一份。")


# -- documents that go on upon a 附页, edited by hand, built again -------------------------------------------
@pytest.fixture
def data(tmp_path: Path) -> Path:
    target = tmp_path / "data.xlsx"
    shutil.copy(assets.folder("samples") / RUBRIC / "data.xlsx", target)
    say(target, LONG)
    return target


def say(data: Path, narrative: str) -> None:
    book = load_workbook(data)
    sheet: Any = book["社区数据"]
    cells = [cell for row in sheet.iter_rows(max_row=2) for cell in row]
    column = next(cell.column for cell in cells if str(cell.value).startswith("创建充分就业社区工作基本情况"))
    row = next(cell.row for cell in sheet["B"] if cell.value == "清溪社区")
    sheet.cell(row, column).value = narrative
    book.save(data)


def built(data: Path, **options: Any) -> tuple[BuildResult, Path]:
    folder = data.with_name("forms")
    made = build_folder(plan_build(data, RUBRIC, Options(only=["清溪社区"], **options)), folder)
    return made, folder / "上塘镇" / "清溪社区" / "清溪社区-申报表.docx"


def type_at_the_end(path: Path, text: str) -> None:
    document = Document(str(path))
    document.paragraphs[-1].runs[-1].text += text
    document.save(str(path))


def test_what_somebody_typed_upon_the_page_is_kept_and_collected_with_the_whole_text(data: Path) -> None:
    _, path = built(data)
    type_at_the_end(path, "手写一句。")
    made, _ = built(data)
    assert (made.fates[Fate.KEPT], made.kept) == (1, 1)
    (found,) = collect_entries(data, RUBRIC, data.with_name("forms")).found
    assert found.label == "创建充分就业社区工作基本情况"
    assert found.amendment.value == f"{LONG}手写一句。"


def test_a_text_that_is_found_only_in_part_is_not_collected_as_the_whole(data: Path) -> None:
    _, path = built(data)
    document = Document(str(path))
    document.paragraphs[-1].runs[0].text = "后面的："  # the label by which the rest is found
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    box = next(each for cell in cells for each in cell.paragraphs if "（续见附页）" in each.text)
    box.runs[0].text = f"改过。{box.runs[0].text}"
    document.save(str(path))
    collected = collect_entries(data, RUBRIC, data.with_name("forms"))
    assert [each.label for each in collected.found] == []


ITEMS = [f"{at}、" + f"第{at}项工作扎实推进，落实到人，效果良好。" * 3 for at in range(1, 21)]
Retype = Callable[[Any], None]


def add_in_front(box: Any) -> None:
    box.paragraphs[0].insert_paragraph_before("0、开头新增一段。")


def take_away(box: Any) -> None:
    for paragraph in box.paragraphs[1:5]:
        paragraph._p.getparent().remove(paragraph._p)


def add_words(box: Any) -> None:
    box.paragraphs[0].runs[0].text += "手改。"


def edit_box(path: Path, retype: Retype) -> None:
    document = Document(str(path))
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    retype(next(cell for cell in cells if "（续见附页）" in cell.text))
    document.save(str(path))


def read_items(path: Path) -> list[int]:
    """Return the numbers of the items that the form and its 附页 print, in their order."""
    document = Document(str(path))
    box = next(cell for row in document.tables[0].rows for cell in row.cells if "（续见附页）" in cell.text)
    printed = "\n".join(each.text for each in (*box.paragraphs, *document.paragraphs))
    return [int(each) for each in re.findall(r"(?:^|：)(\d+)、", printed, re.MULTILINE)]


@pytest.mark.parametrize(
    ("retype", "expected"),
    [(add_in_front, [*range(21)]), (take_away, [1, *range(6, 21)]), (add_words, [*range(1, 21)])],
)
def test_a_text_that_was_collected_is_laid_anew_over_the_form_and_its_page_and_contests_nobody(
    retype: Retype, expected: list[int], data: Path
) -> None:
    say(data, "\n".join(ITEMS))
    _, path = built(data)
    edit_box(path, retype)
    folder = data.with_name("forms")
    take_over(data, RUBRIC, folder, collect_entries(data, RUBRIC, folder))
    made, _ = built(data)
    assert {"T115", "T111"}.isdisjoint(codes(made))
    assert read_items(path) == expected
    assert collect_entries(data, RUBRIC, folder).found == ()


@pytest.mark.parametrize(
    ("where", "side", "code"),
    [
        ("form", None, "T115"),
        ("page", None, "T115"),
        ("form", "theirs", "T120"),
        ("page", "ours", "T119"),
    ],
)
def test_of_a_text_that_a_person_and_the_data_changed_both_parts_stay_or_both_are_renewed(
    where: str, side: Side | None, code: str, data: Path
) -> None:
    say(data, "\n".join(ITEMS))
    _, path = built(data)
    if where == "form":
        edit_box(path, add_words)
    else:
        type_at_the_end(path, "手改。")
    say(data, "\n".join(ITEMS[:2] + ITEMS[6:]))
    made, _ = built(data, decisions=Decisions(every=side))
    assert {"T115", "T119", "T120"}.intersection(codes(made)) == {code}
    assert read_items(path) == ([1, 2, *range(7, 21)] if side == "ours" else [*range(1, 21)])
    assert ("手改。" in "".join(texts(path))) == (side != "ours")


def test_a_document_whose_page_is_not_needed_any_more_stays_and_the_new_one_lies_beside(data: Path) -> None:
    _, path = built(data)
    type_at_the_end(path, "手写一句。")
    say(data, "好。")
    made, _ = built(data)
    (problem,) = [each for each in made.problems if each.code == "T111"]
    assert "合不到一起（附页要增减）" in problem.message
    assert "手写一句。" in Document(str(path)).paragraphs[-1].text


def test_a_document_that_nobody_touched_gets_and_loses_its_page(data: Path) -> None:
    _, path = built(data)
    assert identity.read_says(path)["continued"] == "narrative"
    say(data, "好。")
    made, _ = built(data)
    assert made.fates[Fate.RENEWED] == 1
    assert "continued" not in identity.read_says(path)
    assert all(each.text != "（附页）" for each in Document(str(path)).paragraphs)


def test_a_corrected_text_is_set_in_the_type_it_needs_in_the_document_of_a_person(data: Path) -> None:
    say(data, "好" * 300)
    _, path = built(data)
    document = Document(str(path))
    document.tables[0].rows[-2]._tr.tc_lst[1].p_lst[0].add_r().text = "同意"
    document.save(str(path))
    for text, size, pitch in (("好" * 500, 12, 18), ("好" * 300, 12, 22)):
        say(data, text)
        made, _ = built(data)
        assert made.fates[Fate.MERGED] == 1
        paragraph: Any = next(
            each
            for row in Document(str(path)).tables[0].rows
            for cell in row.cells
            for each in cell.paragraphs
            if each.text.startswith("好")
        )
        assert (paragraph.text, paragraph.runs[0].font.size.pt) == (text, size)
        assert paragraph.paragraph_format.line_spacing.pt == pitch


def test_the_date_is_printed_on_the_line_of_the_applicant_only_when_asked(data: Path) -> None:
    for date, expected in (("", "年　　月　　日"), ("2026年11月25日", "2026年11月25日")):
        options = Options(only=["清溪社区"], date=date)
        build_folder(plan_build(data, RUBRIC, options), data.with_name("forms"))
        path = data.with_name("forms") / "上塘镇" / "清溪社区" / "清溪社区-申报表.docx"
        rows = Document(str(path)).tables[0].rows
        assert rows[3].cells[-1].paragraphs[-1].text == expected
        assert rows[-1].cells[-1].paragraphs[-1].text == "年　　月　　日", "that of the city is the city's"


@pytest.mark.parametrize("step", ["小四", "12", "0/20", "12/-1", "nan/20", "12/1e9"])
def test_a_form_that_cannot_be_read_names_the_ladder_that_is_written_wrongly(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "templates" / "表"
    folder.mkdir(parents=True)
    text = f"title: 表\nfile: 表\nfields:\n  narrative: {{label: 情况, ladder: [{step}]}}\n"
    (folder / "form.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(assets, "folder", lambda name: tmp_path / name)
    with pytest.raises(FormgenError) as caught:
        load_form("表")
    assert "fields.narrative.ladder.0" in str(caught.value.problems[0])
