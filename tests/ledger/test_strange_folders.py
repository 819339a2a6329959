"""A folder may come from a stranger: neither its undo log nor its ledger, nor a link in it, reaches what lies outside."""

import errno
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.four import RUBRIC, built, codes, rows, runs, typed_into, write

from formgen import assets
from formgen.commands.collect import collect_entries, take_over
from formgen.commands.undo import preview_undo, undo_run
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.office.digest import digest_of
from formgen.office.disk import write_file
from formgen.problems import FormgenError

VICTIM = b"what the user wrote"
ASIDE = "0" * 32
EVIL = b"what the stranger wrote"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file of the user outside the folder."""
    file = tmp_path / "elsewhere" / "victim.xlsx"
    file.parent.mkdir()
    file.write_bytes(VICTIM)
    return file


def strange_folder(place: Path, notes: list[dict[str, Any]], about: object = None) -> Path:
    """A folder whose undo log was written by a stranger."""
    undo = place / HOME / "undo"
    undo.mkdir(parents=True)
    (undo / "about.json").write_text(json.dumps(about or {"kind": "build"}), encoding="utf-8")
    (undo / "1.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in notes), encoding="utf-8")
    (undo / ASIDE).write_bytes(EVIL)
    return place


def known(data: bytes) -> str:
    """The hash of contents as the undo log has it."""
    return digest_of(data, 32)


PATHS: dict[str, Callable[[Path], str]] = {
    "up": lambda _: "../elsewhere/victim.xlsx",
    "up by a way round": lambda _: "a/../../elsewhere/victim.xlsx",
    "absolute": str,
    "new in a new folder": lambda victim: str(victim.parent / "new" / "autostart.bat"),
    "over a link": lambda _: "link/victim.xlsx",
    "the ledger": lambda _: f"{HOME}/{LEDGER_FILE}",
    "nothing": lambda _: "",
    "a zero byte": lambda _: "a\0b",
}


@pytest.mark.parametrize(
    "contents", [VICTIM, EVIL, b"other"], ids=["its hash known", "as if done", "unknown"]
)
@pytest.mark.parametrize("aside", [ASIDE, ""], ids=["written over", "taken away"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_undo_touches_nothing_outside_the_folder(
    path: Callable[[Path], str], aside: str, contents: bytes, victim: Path, tmp_path: Path
) -> None:
    note = {"path": path(victim), "aside": aside, "hash": known(contents)}
    folder = strange_folder(tmp_path / "forms", [note])
    (folder / "link").symlink_to(victim.parent)
    count, problems = undo_run(folder)
    assert count == 0
    assert [each.code for each in problems] == ["F241"]
    assert list(victim.parent.iterdir()) == [victim]
    assert victim.read_bytes() == VICTIM


@pytest.mark.parametrize(
    "name", ["../../../elsewhere/victim.xlsx", "..", ".", "about.json", "0" * 31, "/etc/hostname"]
)
def test_undo_takes_back_only_what_was_put_aside(name: str, victim: Path, tmp_path: Path) -> None:
    note = {"path": "a.docx", "aside": name, "hash": known(b"")}
    folder = strange_folder(tmp_path / "forms", [note])
    assert undo_run(folder).files == 0
    assert not (folder / "a.docx").exists()
    assert victim.read_bytes() == VICTIM


def test_a_link_that_was_put_aside_is_no_file(victim: Path, tmp_path: Path) -> None:
    folder = strange_folder(tmp_path / "forms", [{"path": "a.docx", "aside": ASIDE, "hash": known(b"")}])
    (folder / HOME / "undo" / ASIDE).unlink()
    (folder / HOME / "undo" / ASIDE).symlink_to(victim)
    assert undo_run(folder).files == 0
    assert not (folder / "a.docx").exists()


def test_an_undo_log_that_lies_elsewhere_is_none(victim: Path, tmp_path: Path) -> None:
    elsewhere = strange_folder(tmp_path / "other", [{"path": "a.docx", "aside": ASIDE, "hash": known(b"")}])
    folder = tmp_path / "forms"
    (folder / HOME).mkdir(parents=True)
    (folder / HOME / "undo").symlink_to(elsewhere / HOME / "undo")
    with pytest.raises(FormgenError) as caught:
        undo_run(folder)
    assert [each.code for each in caught.value.problems] == ["F122"]
    assert victim.exists()


@pytest.mark.parametrize("kind", ["build", "collect"])
def test_only_the_workbook_of_a_collect_goes_back_outside_the_folder_and_only_as_it_was_left(
    kind: str, victim: Path, tmp_path: Path
) -> None:
    note = {"path": str(victim), "aside": ASIDE, "hash": known(b"another content")}
    folder = strange_folder(tmp_path / "forms", [note], {"kind": kind, "workbook": str(victim)})
    assert preview_undo(folder).workbook is None
    assert codes_of_undo(folder) == ["F241"]
    assert victim.read_bytes() == VICTIM


def codes_of_undo(folder: Path) -> list[str]:
    return [each.code for each in undo_run(folder).problems]


@pytest.mark.parametrize("about", ["{", "[]", "{}", "null", '{"kind": 1, "at": []}', "[" * 5000, None])
def test_notes_of_another_shape_undo_what_can_be_understood(about: str | None, tmp_path: Path) -> None:
    folder = strange_folder(tmp_path / "forms", [{"path": "a.docx", "aside": ASIDE, "hash": known(b"new")}])
    (folder / "a.docx").write_bytes(b"new")
    undo = folder / HOME / "undo"
    (undo / "about.json").unlink()
    if about is not None:
        (undo / "about.json").write_text(about, encoding="utf-8")
    strange = [1, [], {"path": 1}, {"path": "b", "aside": None, "hash": ""}, {"path": "b", "more": 1}]
    (undo / "0.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in strange), encoding="utf-8")
    (undo / "2.jsonl").mkdir()
    assert preview_undo(folder)[:4] == ("", "", 1, 0)
    assert undo_run(folder) == (1, [])
    assert (folder / "a.docx").read_bytes() == EVIL


@pytest.mark.parametrize("note", ["a folder", "a folder written over"])
def test_a_folder_in_the_place_of_a_file_stays(note: str, tmp_path: Path) -> None:
    aside = ASIDE if note == "a folder written over" else ""
    folder = strange_folder(tmp_path / "forms", [{"path": "a", "aside": aside, "hash": known(b"")}])
    (folder / "a").mkdir()
    (folder / "a" / "typed.txt").write_text("typed")
    assert codes_of_undo(folder) == ["F123"]
    assert [each.read_text() for each in folder.rglob("typed.txt")] == ["typed"]


@pytest.mark.parametrize(
    "path", ["../victim.docx", "/etc/victim.docx", "C:\\victim.docx", "a\\..\\..\\b", "\\\\pc\\a"]
)
def test_a_ledger_that_names_files_outside_the_folder_is_put_aside(path: str, tmp_path: Path) -> None:
    source = write(tmp_path / "data.yaml", rows())
    out = tmp_path / "forms"
    built(source, out)
    base = sqlite3.connect(out / HOME / LEDGER_FILE)
    with base:
        base.execute("UPDATE documents SET path = ? WHERE rowid = 1", (path,))
    base.close()
    assert codes(built(source, out)) == ["F121"]


def test_a_folder_that_is_a_link_out_of_the_output_folder_is_not_written_into(tmp_path: Path) -> None:
    source = write(tmp_path / "data.yaml", rows())
    out, outside = tmp_path / "forms", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (out / "甲镇").symlink_to(outside)
    result = built(source, out)
    assert set(codes(result)) == {"F240"}
    assert not list(outside.iterdir())
    assert list(out.rglob("*.docx"))  # the other townships have theirs


def test_an_output_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    source = write(tmp_path / "data.yaml", rows())
    (tmp_path / "disk").mkdir()
    (tmp_path / "forms").symlink_to(tmp_path / "disk")
    assert codes(built(source, tmp_path / "forms")) == []


def test_a_link_in_the_place_of_an_unfinished_file_is_not_followed(victim: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    write_file(target, b"one")
    (name,) = names_of_unfinished(target)
    (tmp_path / name).symlink_to(victim)
    write_file(target, b"two")
    assert victim.read_bytes() == VICTIM
    assert target.read_bytes() == b"two"
    assert not target.is_symlink()


def names_of_unfinished(target: Path) -> list[str]:
    """The name that a file has before it is whole: seen by making the last step fail."""
    seen = []
    original = Path.replace

    def look(self: Path, other: Path) -> Path:
        seen.append(self.name)
        return original(self, other)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", look)
        write_file(target, b"three")
    return seen


def test_what_a_killed_run_left_half_written_goes_with_its_undo(tmp_path: Path) -> None:
    folder = strange_folder(tmp_path / "forms", [{"path": "a.docx", "aside": ASIDE, "hash": known(b"new")}])
    (folder / "a.docx").write_bytes(b"new")
    (name,) = names_of_unfinished(folder / "b.docx")
    (one,) = names_of_unfinished(folder / "a.docx")
    (folder / "a.docx").write_bytes(b"new")
    (folder / one).write_bytes(b"ha")
    (folder / name).write_bytes(b"ha")
    undo_run(folder)
    assert not (folder / one).exists()
    assert (folder / name).exists()  # of a file that this run did not write


def test_only_its_owner_looks_into_the_folder_of_the_ledger(tmp_path: Path) -> None:
    out = tmp_path / "forms"
    built(write(tmp_path / "data.yaml", rows()), out)
    assert (out / HOME).stat().st_mode & 0o777 == 0o700


def failing(error: int) -> Callable[..., None]:
    """A call of a disk that fails."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(error, "no")

    return fail


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_takes_no_copy_of_the_ledger_is_told_as_a_full_disk_is(
    error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = write(tmp_path / "data.yaml", rows()), tmp_path / "forms"
    built(source, out)
    write(source, rows(first={"facts": {"address": "新路1号"}}))
    monkeypatch.setattr(shutil, "copy2", failing(error))
    with pytest.raises(FormgenError) as caught:
        built(source, out)
    assert [each.code for each in caught.value.problems] == ["F108"]


def test_the_end_of_a_run_hides_no_error_of_the_run_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = write(tmp_path / "data.yaml", rows()), tmp_path / "forms"
    built(source, out)
    write(source, rows(first={"facts": {"address": "新路1号"}}))
    original = Path.replace

    def fail(self: Path, target: Path) -> Path:
        """Let nothing be written but what the run itself needs before it begins."""
        if self.parent.parent.name == HOME:
            return original(self, target)
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(FormgenError) as caught:
        built(source, out)
    assert [each.code for each in caught.value.problems] == ["F108"]


@pytest.mark.parametrize("gone", [False, True], ids=["changed", "deleted"])
def test_undo_of_collect_leaves_a_workbook_that_was_changed_since_with_the_copy_from_before(
    gone: bool, tmp_path: Path
) -> None:
    out, data = tmp_path / "forms", tmp_path / "数据.xlsx"
    shutil.copy(assets.folder("samples") / RUBRIC / "data.xlsx", data)
    built(data, out, only=["望云社区"])
    (form,) = out.rglob("*-考核评分表.xlsx")
    typed_into(form, "H9", 2)
    before = data.read_bytes()
    kept = take_over(data, RUBRIC, out, collect_entries(data, RUBRIC, out))
    changed = data.read_bytes() + b"\0"
    data.unlink() if gone else data.write_bytes(changed)
    assert [run.kind for run in runs(out)] == ["build", "collect"]
    seen = preview_undo(out)
    assert (seen.back, seen.away, seen.workbook) == (0, 0, None)
    (said,) = undo_run(out).problems
    assert (said.code, kept.name in said.mend) == ("F174", True)
    assert "数据.xlsx”收回以后又改过、存过盘或挪走了，没有退回去" in said.message
    assert kept.read_bytes() == before
    assert not data.exists() if gone else data.read_bytes() == changed
