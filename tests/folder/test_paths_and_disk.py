"""Files are written whole or not at all, under names every system takes."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.folder.document_paths import FLAT, FOLDERS, Layout, refuse_clashes
from formgen.folder.safe_names import clash_key, safe_name
from formgen.intake import CommunityEntry
from formgen.model import Who
from formgen.office.disk import write_file
from formgen.problems import FormgenError, Place

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
    def refused(*_: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(FormgenError) as caught:
        write_file(tmp_path / "x.docx", b"")
    assert caught.value.problems[0].code == "F108"


def test_a_file_that_holds_the_same_keeps_its_time(tmp_path: Path) -> None:
    target = tmp_path / "x.docx"
    write_file(target, b"one")
    os.utime(target, (1, 1))
    write_file(target, b"one")
    assert target.stat().st_mtime == 1
    write_file(target, b"two")
    assert target.stat().st_mtime > 1


def test_a_read_only_file_is_kept_and_told(tmp_path: Path) -> None:
    target = tmp_path / "x.docx"
    target.write_bytes(b"one")
    target.chmod(0o444)
    with pytest.raises(FormgenError) as caught:
        write_file(target, b"two")
    assert caught.value.problems[0].code == "F118"
    assert "设成了只读" in str(caught.value)
    assert target.read_bytes() == b"one"


def test_what_a_killed_run_left_is_written_over_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.docx"
    with monkeypatch.context() as patched:
        patched.setattr("formgen.office.disk._put", lambda *_: os.abort)
        write_file(target, b"one")
    assert [path.suffix for path in tmp_path.iterdir()] == [".tmp"]
    write_file(target, b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["x.docx"]


def entry(name: str, township: str = "示例镇") -> CommunityEntry:
    return CommunityEntry(Who(township, name), Place())


def test_two_communities_that_would_share_a_file_are_refused_before_anything_is_written() -> None:
    entries = [(1, entry("Abc社区")), (2, entry("甲社区")), (3, entry("ABC社区"))]
    with pytest.raises(FormgenError) as caught:
        refuse_clashes(entries, ["推荐表"], Layout())
    assert [problem.code for problem in caught.value.problems] == ["T104"]
    assert "“示例镇Abc社区”和“示例镇ABC社区”会写成同一个文件" in str(caught.value)
    refuse_clashes(entries, ["推荐表"], Layout("{number}-{form}"))


PATHS = [
    (FOLDERS, entry("甲村"), "示例镇/甲村/甲村-推荐表", "示例镇/汇总表.xlsx"),
    (FOLDERS, entry("甲村", ""), "未注明乡镇/甲村/甲村-推荐表", "示例镇/汇总表.xlsx"),
    (FLAT, entry("../x"), "示例镇-．．／x-推荐表", "示例镇-汇总表.xlsx"),
    ("{form}/{number}{name}", entry("甲村"), "推荐表/00007甲村", "示例镇-汇总表.xlsx"),
]


@pytest.mark.parametrize(("pattern", "who", "path", "summary"), PATHS)
def test_a_pattern_lays_out_the_documents(pattern: str, who: CommunityEntry, path: str, summary: str) -> None:
    layout = Layout(pattern)
    assert layout.path(who, 7, "推荐表") == path
    assert layout.township_file("示例镇", "汇总表.xlsx") == summary


@pytest.mark.parametrize(
    "pattern",
    ["{name}", "{form}", "{name}-{form}-{date}", "../{name}{form}", "{name}\\{form}", "{name}{form}{"],
)
def test_a_pattern_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(FormgenError) as caught:
        Layout(pattern)
    assert (caught.value.problems[0].code, caught.value.usage) == ("T110", True)
    assert "可用{township}、{name}、{form}、{number}" in str(caught.value)


def test_a_township_without_a_name_has_its_own_file_too() -> None:
    assert Layout().township_file("", "汇总表.xlsx") == "未注明乡镇/汇总表.xlsx"
