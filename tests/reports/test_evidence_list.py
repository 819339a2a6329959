"""佐证材料目录: what the data say is ticked with its cell, what has to be attached is left open."""

from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document
from support.command import TAIZHOU, YONGJIA, run
from support.four import row, texts, write

from formgen.model import Figure
from formgen.problems import Place
from formgen.reports.evidence_list import say_figure


def rows_of(path: Path) -> dict[str, list[str]]:
    table = Document(str(path)).tables[0]
    return {row.cells[1].text: [cell.text for cell in row.cells] for row in table.rows}


def made_for(folder: Path, **parts: object) -> dict[str, list[str]]:
    data = write(folder / "数据.yaml", [row(1, **parts)])
    run("evidence", str(data), "--rubric", "yongjia-2009", "-o", str(folder / "目录"))
    return rows_of(folder / "目录" / "甲镇" / "第1社区-佐证材料目录.docx")


def test_a_figure_of_the_data_is_ticked_with_its_cell_and_a_paper_is_left_open(tmp_path: Path) -> None:
    result = run(
        "evidence", TAIZHOU, "--rubric", "taizhou-2019", "-o", str(tmp_path), "--community", "前屿村"
    )
    assert f"已写好1份佐证材料目录，在 {tmp_path}。" in result.output
    first = rows_of(tmp_path / "云屿镇" / "前屿村-佐证材料目录.docx")["总体就业率"]
    assert first == [
        "1",
        "总体就业率",
        "√ 户籍人口中有劳动能力和就业愿望的适龄人员数：800人（社区数据!I4）\n√ 其中已就业人数：783人（社区数据!J4）",
        "□ 人力资源台账（户籍劳动力名册）\n□ 就业登记名册或用工证明",
        "",
    ]


def test_a_figure_that_is_missing_or_unusable_is_left_open(tmp_path: Path) -> None:
    known = made_for(tmp_path, indicators={"zero_job_households": "不详"})["消除零就业家庭"][2]
    assert known.splitlines() == ["数据有误，先改正", "□ 尚存“零就业家庭”户数：填的不能用"]
    result = run("evidence", YONGJIA, "--rubric", "yongjia-2009", "-o", str(tmp_path / "例"))
    assert "已写好17份" in result.output
    months = rows_of(tmp_path / "例" / "上塘镇" / "竹里社区-佐证材料目录.docx")[
        "登记失业人员和持证人员就业率"
    ][2]
    assert "□ 其中已就业人数：9个月（十二个月!D6起）" in months


def test_what_a_person_judges_is_said_and_a_no_proves_nothing(tmp_path: Path) -> None:
    rows = made_for(tmp_path, facts={"service_complete": "否"})
    assert rows["就业服务机构"][2] == "由评审打分"
    assert rows["服务机构功能齐全"][2].startswith("× 机构功能齐全且服务对象都得到服务：否")


@pytest.mark.parametrize(("photos", "pages"), [(0, 0), (2, 2), (5, 5)])
def test_there_is_a_place_with_a_caption_for_each_photograph(photos: int, pages: int, tmp_path: Path) -> None:
    data = write(tmp_path / "数据.yaml", [row(1)])
    words = ["--rubric", "yongjia-2009", "-o", str(tmp_path / "目录"), "--photos", str(photos)]
    run("evidence", str(data), *words)
    document = Document(str(tmp_path / "目录" / "甲镇" / "第1社区-佐证材料目录.docx"))
    captions = [table.rows[1].cells[0].text for table in document.tables[1:]]
    assert len(captions) == pages
    assert all("拍摄时间：" in each for each in captions)


def test_a_list_that_somebody_ticked_is_not_overwritten(tmp_path: Path) -> None:
    data = write(tmp_path / "数据.yaml", [row(1)])
    words = ["evidence", str(data), "--rubric", "yongjia-2009", "-o", str(tmp_path / "目录")]
    run(*words)
    made = tmp_path / "目录" / "甲镇" / "第1社区-佐证材料目录.docx"
    untouched = made.read_bytes()
    run(*words)
    assert made.read_bytes() == untouched
    document = Document(str(made))
    document.add_paragraph("已附台账。")
    document.save(str(made))
    write(tmp_path / "数据.yaml", [row(1, indicators={"target_employed": 98})])
    assert "[T111]" in run(*words).output
    assert "已附台账。" in texts(made)
    assert (made.parent / "第1社区-佐证材料目录（新）.docx").is_file()


def test_the_lists_go_into_a_folder(tmp_path: Path) -> None:
    target = tmp_path / "目录.docx"
    result = run("evidence", YONGJIA, "--rubric", "yongjia-2009", "-o", str(target))
    assert result.exit_code == 2
    assert f"[C117] 错误 要写的不止一份，“{target}”却不是文件夹" in result.output


def test_a_stretch_of_levels_is_printed_apart_from_the_level() -> None:
    figure = Figure(Fraction(3), "3", Place())
    assert say_figure("成功推荐", "0-3", figure) == "√ 成功推荐：3（0-3）"
    assert say_figure("户数", "户", figure) == "√ 户数：3户"
