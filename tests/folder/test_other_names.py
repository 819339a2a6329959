"""A form that prints the name of another community than its own is told by every command that looks at it."""

from pathlib import Path
from typing import Any

import pytest
from support.trial_form import codes, said, score_sheet, table, trial

from formgen.commands.submit import submit_version


def named_table(document: Any) -> None:
    document.add_paragraph("社区名称（盖章）：{{ name }}")
    document.add_paragraph("乡镇：{{ township }}")
    table(document, ("联系电话", "{{ phone }}"))


def named_sheet(book: Any) -> None:
    score_sheet(book)
    book.active["A6"] = "社区名称（盖章）：{{ name }}"


DRAWN = {".docx": named_table, ".xlsx": named_sheet}


@pytest.mark.parametrize("name", ["乙镇示例村", "大示例村", "示例村新村", "县甲镇示例县村"])
def test_a_name_that_only_holds_the_own_one_is_another(name: str, tmp_path: Path) -> None:
    one = trial(tmp_path, named_table)
    one.edit(("示例村", name))
    assert codes(one.collect()) == ["T172"]


@pytest.mark.parametrize("suffix", DRAWN)
def test_the_name_of_another_community_is_told(suffix: str, tmp_path: Path) -> None:
    one = trial(tmp_path, DRAWN[suffix], suffix)
    one.edit(("示例村", "望云社区"))
    words = "甲镇示例村”的“示例表”，“社区名称”（"
    built = one.build()
    assert codes(built) == ["T172"]
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T172"])
    handed_in = submit_version(one.out, "一稿")
    assert [each.code for each in handed_in.problems if each.code == "T172"] == ["T172"]
    for text in (said(built), said(collected), "\n".join(map(str, handed_in.problems))):
        assert words in text
        assert "却写着“望云社区”" in text


def test_the_name_of_another_township_is_told(tmp_path: Path) -> None:
    one = trial(tmp_path, named_table)
    one.edit(("甲镇", "乙镇"))
    assert "“乡镇”（段落“乡镇：”）却写着“乙镇”" in said(one.collect())


WHOLE = ["甲镇示例村", "示例县甲镇示例村", "示例村村民委员会（盖章）", "示例村（盖章）2026年3月"]


@pytest.mark.parametrize("name", ["示例 村", "　示例村", "", *WHOLE])
def test_blanks_in_a_name_and_a_name_in_full_tell_of_nobody_else(name: str, tmp_path: Path) -> None:
    one = trial(tmp_path, named_table)
    one.edit(("示例村", name), ("0576-12345678", "0576-9"))
    assert one.read() == {"联系电话": "0576-9"}
    assert codes(one.collect()) == []


def test_a_name_whose_label_was_corrected_is_looked_for_too(tmp_path: Path) -> None:
    one = trial(tmp_path, named_table)
    one.edit(("社区名称（盖章）：", "填报单位是"), ("示例村", "望云社区"))
    assert "T172" in codes(one.collect())
