"""Files are written whole or not at all, under names every system takes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import community_of, rubric_of

from formgen import intake
from formgen.disk import write_file
from formgen.forms.compiled import forms_of
from formgen.pack.names import clash_key, safe_name
from formgen.pack.plan import plan
from formgen.problems import FormgenError
from formgen.rubric.score import score

NAMES = [
    ("../x", "．．／x"),
    ("CON", "CON_"),
    ("com1.txt", "com1.txt_"),
    ("A & B <c>", "A & B ＜c＞"),
    ("=1+1", "=1+1"),
    ("a.", "a．"),
    ("  示例  ", "示例"),
    ("", "_"),
    ("😀", "😀"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_becomes_a_file_name(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_long_names_are_cut_and_stay_apart() -> None:
    one, other = safe_name("名" * 200), safe_name("名" * 201)
    assert one != other
    assert len(one.encode()) <= 200


@given(st.text(max_size=300))
def test_any_text_becomes_a_name_that_can_be_written(text: str) -> None:
    name = safe_name(text)
    assert name not in {"", ".", ".."}
    assert not set('\\/:*?"<>|') & set(name)
    assert len(name.encode("utf-8", "replace")) <= 210


def test_names_that_differ_in_case_only_clash() -> None:
    assert clash_key("ABC社区") == clash_key("abc社区")


def test_a_file_is_written_over_an_old_one(tmp_path: Path) -> None:
    target = tmp_path / "a" / "x.docx"
    write_file(target, b"one")
    write_file(target, b"two")
    assert (target.read_bytes(), [path.name for path in target.parent.iterdir()]) == (b"two", ["x.docx"])


def test_a_file_in_use_keeps_its_content_and_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.docx"
    target.write_bytes(b"one")

    def in_use(self: Path, other: Path) -> Path:
        raise PermissionError(13, "in use", str(self), None, str(other))

    monkeypatch.setattr(Path, "replace", in_use)
    with pytest.raises(FormgenError) as caught:
        write_file(target, b"two")
    assert caught.value.problems[0].code == "F107"
    assert "请关闭 Excel、WPS" in str(caught.value)
    assert (target.read_bytes(), len(list(tmp_path.iterdir()))) == (b"one", 1)


@pytest.mark.parametrize(
    ("error", "words"), [(OSError(28, "full"), "磁盘已满"), (OSError(5, "io"), "没有写权限")]
)
def test_a_disk_that_cannot_take_it_is_reported(
    error: OSError, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Path:
        raise error

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(FormgenError) as caught:
        write_file(tmp_path / "x.docx", b"two")
    assert caught.value.problems[0].code == "F108"
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "x.docx", b"two")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_where_a_file_stands_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("file")
    with pytest.raises(FormgenError) as caught:
        write_file(tmp_path / "a" / "x.docx", b"")
    assert caught.value.problems[0].code == "F108"


def test_a_folder_with_the_name_of_the_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.docx").mkdir()
    with pytest.raises(FormgenError) as caught:
        write_file(tmp_path / "x.docx", b"")
    assert caught.value.problems[0].code == "F111"


def test_a_folder_that_takes_no_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> tuple[int, str]:
        raise PermissionError(13, "no")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(FormgenError) as caught:
        write_file(tmp_path / "x.docx", b"")
    assert caught.value.problems[0].code == "F108"


def test_two_communities_that_would_share_a_file_are_refused_before_anything_is_written() -> None:
    rubric = rubric_of("taizhou-2019")
    names = [{"name": name, "township": "示例镇"} for name in ("Abc社区", "ABC社区")]
    communities = intake.records({"communities": names}, rubric, "x.yaml").communities
    cards = [score(rubric, community) for community in communities]
    with pytest.raises(FormgenError) as caught:
        plan(cards, forms_of(rubric))
    assert {problem.code for problem in caught.value.problems} == {"T104"}


def test_documents_go_to_township_and_community_folders() -> None:
    rubric = rubric_of("taizhou-2019")
    nameless = {"communities": [{"name": "示例村"}]}
    cards = [
        score(rubric, community_of(rubric)),
        score(rubric, intake.records(nameless, rubric, "x.yaml").communities[0]),
    ]
    paths = [task.path.as_posix() for task in plan(cards, forms_of(rubric))]
    assert paths[:3] == [
        "示例镇/示例社区/示例社区-评价指标.docx",
        "示例镇/示例社区/示例社区-评价指标.xlsx",
        "示例镇/示例社区/示例社区-推荐表.docx",
    ]
    assert paths[3].startswith("未注明乡镇/示例村/")
