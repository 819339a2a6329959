"""Several data files read as one county."""

from pathlib import Path

import pytest
from support.command import run
from support.four import row, rows, write

from formgen import library
from formgen.problems import FormgenError

NOTICE = library.notice("yongjia-2009")


def _county(folder: Path) -> list[Path]:
    first, second, third, fourth = rows()
    return [write(folder / "甲镇.yaml", [first, second]), write(folder / "乙镇.yaml", [third, fourth])]


def test_the_workbooks_of_townships_are_scored_as_one_county(tmp_path: Path) -> None:
    scores = NOTICE.read_files(_county(tmp_path)).score()
    assert [card.community.full_name for card in scores.cards] == [
        "乙镇第3社区",
        "乙镇第4社区",
        "甲镇第1社区",
        "甲镇第2社区",
    ]


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    files = _county(tmp_path)
    one, other = (NOTICE.read_files(each).score() for each in (files, files[::-1]))
    assert one == other


def test_a_problem_names_its_file_with_its_folder_where_two_have_the_same_name(tmp_path: Path) -> None:
    files = []
    for at in (1, 3):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        files.append(write(folder / "数据.yaml", [row(at, indicators={"target_total": "多"})]))
    named = {each.place.file for each in NOTICE.read_files(files).problems if each.code == "D106"}
    assert named == {file.as_posix() for file in files}


@pytest.mark.parametrize(
    ("one", "other", "code", "words"),
    [
        (
            row(1),
            row(1, indicators={"target_employed": 50}),
            "C102",
            "社区“甲镇第1社区”在另一个文件里也有（一.yaml 第2行 communities[0]）",
        ),
        (row(1), row(1, township="甲 镇"), "C102", "以哪个文件为准由你们定，改正前两处都不采用"),
        (
            row(1, township=""),
            row(1),
            "C103",
            "“第1社区”没有写乡镇，另一个文件里有“甲镇第1社区”（二.yaml 第2行 communities[0]）",
        ),
    ],
)
def test_who_is_in_two_files_is_asked_about_and_used_from_neither(
    one: dict[str, object], other: dict[str, object], code: str, words: str, tmp_path: Path
) -> None:
    files = [write(tmp_path / "一.yaml", [one, row(2)]), write(tmp_path / "二.yaml", [other, row(3)])]
    data = NOTICE.read_files(files)
    assert [each.name for each in data.communities] == ["第2社区", "第3社区"]
    (problem,) = (each for each in data.problems if each.code == code)
    assert words in str(problem)
    assert problem.place.file in str(problem)


def test_two_spellings_of_a_township_in_two_files_are_asked_about(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "一.yaml", [row(1)]),
        write(tmp_path / "二.yaml", [row(2, township="甲镇人民政府")]),
    ]
    (problem,) = (each for each in NOTICE.read_files(files).problems if each.code == "D152")
    assert "“甲镇”（一.yaml 第2行 communities[0]）和“甲镇人民政府”像是一个地方的两种写法" in problem.message
    same = [files[0], write(tmp_path / "三.yaml", [row(2)])]
    assert [each.code for each in NOTICE.read_files(same).problems] == []


def test_a_township_with_a_blank_in_it_is_the_township_without(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "一.yaml", [row(1, township="甲镇")]),
        write(tmp_path / "二.yaml", [row(2, township="甲\u3000镇")]),
    ]
    assert {each.township for each in NOTICE.read_files(files).communities} == {"甲镇"}


def test_every_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(FormgenError) as caught:
        NOTICE.read_files([tmp_path / "坏.xlsx", tmp_path / "没有.xlsx"])
    assert [each.code for each in caught.value.problems] == ["F109", "F101"]


def test_a_file_named_twice_is_refused(tmp_path: Path) -> None:
    file = _county(tmp_path)[0]
    result = run("score", str(file), str(file), "--rubric", "yongjia-2009")
    assert result.exit_code == 2
    assert f"[C101] 错误 “{file}”写了两次" in result.output


def test_a_folder_is_built_from_one_file(tmp_path: Path) -> None:
    data = NOTICE.read_files(_county(tmp_path))
    with pytest.raises(FormgenError) as caught:
        NOTICE.build(data, tmp_path / "表格")
    assert "应当是一个数据文件，出表时一次一个" in str(caught.value.problems[0])


def test_a_marked_copy_is_made_of_one_file(tmp_path: Path) -> None:
    files = [str(file) for file in _county(tmp_path)]
    result = run("check", *files, "--rubric", "yongjia-2009", "--annotate", str(tmp_path / "标注.xlsx"))
    assert result.exit_code == 2
    assert "[C104] 错误 写了几个数据文件，不知道标注哪一个" in result.output


def test_commands_take_several_files(tmp_path: Path) -> None:
    files = [str(file) for file in _county(tmp_path)]
    for words in (["check"], ["score", "--format", "json"], ["rank", "--format", "json"]):
        result = run(words[0], *files, "--rubric", "yongjia-2009", *words[1:])
        assert result.exit_code == 0, result.output
    assert run("check", *files, "--rubric", "yongjia-2009").output.count("读到4个社区（村）") == 1
