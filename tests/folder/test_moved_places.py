"""A place is found by its address and the words around it, or it is named: it is never another place."""

from pathlib import Path
from typing import Any

import pytest
from support.trial_form import Trial, codes, codes_of_changes, opinion_table, run, said, table, trial

OPINION, PHONE = run("同意推荐"), run("0576-12345678")


def plain(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


def two_lines(document: Any) -> None:
    document.add_paragraph("联系电话：")
    table(document, ("县级意见", "{{ county_opinion }}"))
    document.add_paragraph("联系电话：{{ phone }}")


def test_lines_of_the_same_words_are_told_apart_by_their_order(tmp_path: Path) -> None:
    one = trial(tmp_path, two_lines)
    one.edit(
        (f"{plain('联系电话：')}</w:p>", f"{plain('联系电话：13900000000（审核人）')}</w:p>"),
        ("0576-12345678", "0576-99999999"),
    )
    assert one.read() == {"联系电话": "0576-99999999"}


def test_a_line_left_for_the_pen_takes_no_value_of_another(tmp_path: Path) -> None:
    one = trial(tmp_path, two_lines)
    one.edit((OPINION, run("情况属实")))
    for decision in (None, "ours"):
        built = one.build(decision, phone="0576-77777777")
        assert codes(built) == []
    lines = [line for line in one.lines() if "联系电话" in line]
    assert [line.split("联系电话：")[1][-13:] for line in lines] == ["", "0576-77777777"]


def test_a_line_that_cannot_be_told_apart_is_named_and_not_taken_for_another(tmp_path: Path) -> None:
    one = trial(tmp_path, two_lines)
    one.rewrite(
        lambda text: text.replace(f"<w:p>{plain('联系电话：')}</w:p>", "").replace("12345678", "99999999")
    )
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150", "T171"])
    assert "“甲镇示例村”的“示例表”上“联系电话”（段落“联系电话：”）没有读（找不到这一格）" in said(collected)


CORRECTED = {
    "a label made longer": (plain("县级意见"), plain("县级审核意见")),
    "a label with a colon": (plain("县级意见"), plain("县级意见：")),
    "a label with blanks": (plain("县级意见"), plain("县　级　意　见")),
    "a label with a note": (plain("县级意见"), plain("县级意见（盖章）")),
    "a label made bold under tracked changes": (
        plain("县级意见"),
        '<w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="x"><w:rPr/></w:rPrChange></w:rPr><w:t>县级意见</w:t></w:r>',
    ),
}


@pytest.mark.parametrize(("old", "new"), CORRECTED.values(), ids=CORRECTED)
def test_a_small_correction_of_a_label_does_not_matter(one: Trial, old: str, new: str) -> None:
    one.edit((OPINION, run("同意推荐，请审定")), (old, new))
    assert one.read() == {"县级意见": "同意推荐，请审定"}
    assert codes(one.collect()) == codes_of_changes(new)


def test_another_row_with_another_label_does_not_matter_to_this_one(one: Trial) -> None:
    one.edit((OPINION, run("同意推荐，请审定")), (plain("联系电话"), plain("手　　机")))
    assert one.read() == {"县级意见": "同意推荐，请审定"}
    collected = one.collect()
    assert codes(collected) == ["T181"]
    assert "印好的“联系电话”改成了“手 机”" in said(collected)


def test_words_typed_into_the_line_of_the_seal_are_quoted(tmp_path: Path) -> None:
    one = trial(tmp_path, lambda document: table(document, ("（盖章）\n{{ county_date }}",)))
    one.edit(("（盖章）", "同意推荐（盖章）"))
    assert (
        "“县级意见日期”（第1个表第1行第1格）没有读（旁边的文字改过：“（盖章） ＿”改成了“同意推荐（盖章） 2026年11月20日”）"
        in said(one.collect())
    )


SEALED = {
    "behind the place": ("{{ county_opinion }}（盖章）", "同意推荐（盖章）", "情况属实（公章）"),
    "a longer note": ("{{ county_opinion }}\n（盖章）", "同意推荐（盖章）", "情况属实（单位公章）"),
    "in front of the place": ("（签字）{{ county_opinion }}", "（签字）同意推荐", "（签名）情况属实"),
}


@pytest.mark.parametrize(("printed", "before", "after"), SEALED.values(), ids=SEALED)
def test_a_note_of_who_seals_or_signs_in_other_words_stays_the_note(
    tmp_path: Path, printed: str, before: str, after: str
) -> None:
    one = trial(tmp_path, lambda document: table(document, ("县级意见", printed)))
    one.rewrite(lambda text: text.replace("同意推荐", "情况属实").replace(note(before), note(after)))
    collected = one.collect()
    assert [each.amendment.value for each in collected.found] == ["情况属实"]
    assert codes(collected) == ["T181"], "the words of the office are told"


def note(text: str) -> str:
    return text[text.index("（") : text.index("）") + 1]


def test_who_signs_is_not_who_seals(tmp_path: Path) -> None:
    one = trial(tmp_path, lambda document: table(document, ("县级意见", "{{ county_opinion }}（盖章）")))
    one.rewrite(lambda text: text.replace("同意推荐", "情况属实").replace("（盖章）", "（签字）"))
    assert codes(one.collect()) == ["T150"]


OTHER_LABELS = ["手　　机", "市级意见", "乡镇意见", "备注"]


@pytest.mark.parametrize("label", OTHER_LABELS)
def test_a_place_with_another_label_is_named_by_collect_and_build(one: Trial, label: str) -> None:
    one.edit((OPINION, run("情况属实")), (plain("县级意见"), plain(label)))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150", "T181"])
    told = "“甲镇示例村”的“示例表”上“县级意见”（第1个表第2行第2格）没有读（旁边的文字改过）"
    assert told in said(collected)
    assert told in said(one.build())
    assert told in said(one.build()), "as long as it stands so"
    built = one.build(county_opinion="不同意")
    assert codes(built) == ["T111"]
    assert "“县级意见”旁边的文字改过" in said(built)


def test_of_a_place_that_nobody_typed_into_only_the_altered_label_is_named(one: Trial) -> None:
    one.edit((plain("县级意见"), plain("手　　机")))
    assert codes(one.collect()) == ["T181"]


def swap_labels(text: str) -> str:
    return text.replace("县级意见", "某").replace("联系电话", "县级意见").replace("某", "联系电话")


def test_labels_that_were_swapped_take_their_values_along(one: Trial) -> None:
    one.rewrite(swap_labels)
    assert one.read() == {"县级意见": "0576-12345678", "联系电话": "同意推荐"}


def test_a_row_put_elsewhere_is_found_by_its_words(one: Trial) -> None:
    one.edit((OPINION, run("情况属实")))

    def move(text: str) -> str:
        first, second, rest = text.split("</w:tr>", 2)
        head, own = first.rsplit("<w:tr>", 1)
        return f"{head}{second}</w:tr><w:tr>{own}</w:tr>{rest}"

    one.rewrite(move)
    assert one.read() == {"县级意见": "情况属实"}
    assert codes(one.collect()) == []


def pairs(document: Any) -> None:
    table(
        document,
        ("联系人", "{{ contact }}", "联系电话", "{{ phone }}"),
        ("地址", "{{ address }}", "县级意见", "{{ county_opinion }}"),
    )


def cell_of(text: str, words: str) -> str:
    at = text.index(words)
    return text[text.rindex("<w:tc>", 0, at) : text.index("</w:tc>", at) + len("</w:tc>")]


def test_a_cell_split_in_two_is_named_and_its_neighbour_is_read(tmp_path: Path) -> None:
    one = trial(tmp_path, pairs)

    def split(text: str) -> str:
        own = cell_of(text, "张三")
        return text.replace(own, own.replace("张三", "张") + own.replace("张三", "三")).replace(
            "12345678", "9"
        )

    one.rewrite(split)
    collected = one.collect()
    assert [(each.label, each.amendment.value) for each in collected.found] == [("联系电话", "0576-9")]
    assert "“联系人”（第1个表第1行第2格）没有读（找不到这一格）" in said(collected)


def test_two_cells_merged_below_each_other_are_named(tmp_path: Path) -> None:
    one = trial(tmp_path, pairs)

    def merge(text: str) -> str:
        for words, kind in (("0576-12345678", "restart"), ("同意推荐", "continue")):
            own = cell_of(text, words)
            new = own.replace("</w:tcPr>", f'<w:vMerge w:val="{kind}"/></w:tcPr>')
            text = text.replace(own, new.replace(words, "同意，0576-9" if kind == "restart" else ""))
        return text

    one.rewrite(merge)
    collected = one.collect()
    assert collected.found == ()
    assert codes(collected) == ["T150", "T150"]


def columns(document: Any) -> None:
    table(
        document,
        ("序号", "内容", "自评", "县评"),
        ("{%tr for row in rows %}", "", "", ""),
        ("{{ row.number }}", "{{ row.clause }}", "{{ row.self }}", "{{ row.county }}"),
        ("{%tr endfor %}", "", "", ""),
    )


def rows_of(text: str) -> list[list[str]]:
    return [
        [f"<w:tc>{cell}" for cell in row.split("<w:tc>")[1:]]
        for row in text[text.index("<w:tr>") : text.index("</w:tbl>")].split("</w:tr>")[:-1]
    ]


def relay(text: str, change: Any) -> str:
    """Lay the cells of each row anew."""
    begin, end = text.index("<w:tr>"), text.index("</w:tbl>")
    laid = "".join(f"<w:tr>{''.join(change(row))}</w:tr>" for row in rows_of(text))
    return text[:begin] + laid + text[end:]


@pytest.mark.parametrize(
    "order",
    [(0, 1, 3, 2), (0, 1, 2, 2, 3), (2, 0, 1, 3)],
    ids=["swapped", "inserted", "put in front"],
)
def test_columns_are_found_by_their_words(tmp_path: Path, order: tuple[int, ...]) -> None:
    one = trial(tmp_path, columns)
    one.rewrite(
        lambda text: text.replace(">3<", ">1<").replace(
            ">2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", ">0</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        )
    )

    def change(row: list[str]) -> list[str]:
        new = [row[at] for at in order]
        if len(order) > len(row):  # a column of somebody's own
            new[2] = new[2].replace("自评", "乡评").replace(">4<", "><").replace(">1<", "><")
        return new

    one.rewrite(lambda text: relay(text, change))
    read = one.read()
    assert read.items() <= {"县级考评分 1 台帐": "1", "自评分 2 走访": "1", "县级考评分 2 走访": "0"}.items()
    assert len(read) + codes(one.collect()).count("T150") >= 3


def narrated(document: Any) -> None:
    document.add_paragraph("一、基本情况")
    document.add_paragraph("{{ narrative }}")
    document.add_paragraph("联系人：{{ contact }}")
    document.add_paragraph("地址：{{ address }}")


def test_a_text_spread_over_several_paragraphs_is_read_as_lines(tmp_path: Path) -> None:
    one = trial(tmp_path, narrated)
    one.edit(
        (run("已建立台账。"), f"{run('建立台账。')}</w:p><w:p>{run('上门走访。')}"),
        ("张三", "李四</w:t></w:r></w:p><w:p><w:r><w:t>王五"),
    )
    assert one.read() == {"基本情况": "建立台账。\n上门走访。", "联系人": "李四\n王五"}
    assert codes(one.build(address="虚构路2号")) == []
    decided = one.build("ours", narrative="已建档。", contact="赵六", address="虚构路2号")
    assert codes(decided) == ["T119", "T119"]
    assert not any(left in "".join(one.lines()) for left in ("王五", "上门走访"))


def test_a_paragraph_below_a_text_nobody_changed_is_told(tmp_path: Path) -> None:
    one = trial(tmp_path, narrated)
    one.rewrite(
        lambda text: text.replace(
            "虚构路1号</w:t></w:r></w:p>", f"虚构路1号</w:t></w:r></w:p><w:p>{run('另附说明三页')}</w:p>"
        )
    )
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T152"])
    assert "“地址”旁边另有“另附说明三页”" in said(collected)
    one.edit(("虚构路1号", "虚构路2号"))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    assert "下面又多了几段，不知道是不是接着写的" in said(collected)


LINES = {
    "a colon of the other width": "联系电话: 0576-9",
    "no colon": "联系电话 0576-9",
    "no colon before a figure": "联系电话0576-9",
    "a longer label": "联系电话（手机）：0576-9",
    "a shorter label": "电话：0576-9",
    "blanks in the label": "联 系 电 话：0576-9",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_line_is_found_though_its_label_was_corrected(tmp_path: Path, line: str) -> None:
    one = trial(tmp_path, two_lines_apart)
    one.rewrite(lambda text: text.replace("联系电话：0576-12345678", line))
    assert one.read() == {"联系电话": "0576-9"}


def two_lines_apart(document: Any) -> None:
    document.add_paragraph("联系人：{{ contact }}")
    document.add_paragraph("联系电话：{{ phone }}")
    document.add_paragraph("地址：{{ address }}")


@pytest.mark.parametrize("line", ["手机：0576-9", "传真电话号码：0576-9", "0576-9"])
def test_a_line_with_another_label_is_named(tmp_path: Path, line: str) -> None:
    one = trial(tmp_path, two_lines_apart)
    one.rewrite(lambda text: text.replace("联系电话：0576-12345678", line))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    assert "“联系电话”（段落“联系电话：”）没有读" in said(collected)


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".rtf", ".odt", ".DOC", ".ofd", ".pdf"])
def test_a_form_saved_in_another_format_is_named_by_collect_and_build(one: Trial, suffix: str) -> None:
    other = one.form.with_suffix(suffix)
    other.write_bytes(b"saved by WPS")
    for result in (one.collect(), one.build(), one.build(phone="0576-1")):
        assert "T153" in codes(result)
        assert f"“甲镇/示例村/{other.name}”不是 .docx 或 .xlsx，里面填的没有读" in said(result)
        assert "另存为 .docx" in said(result)
    one.form.unlink()
    assert codes(one.build(phone="0576-1")) == ["T118", "T153"]


def test_a_sheet_of_another_format_is_to_become_a_sheet(one: Trial) -> None:
    one.form.with_name("示例村-示例表.et").write_bytes(b"saved by WPS")
    assert "另存为 .xlsx" in said(one.collect())


def test_a_paper_of_nobodys_form_is_no_matter(one: Trial) -> None:
    (one.out / "通知.pdf").write_bytes(b"%PDF")
    one.form.with_suffix(".pdf").write_bytes(b"%PDF /FormgenDigest (0)")
    assert codes(one.collect()) == []


def test_a_form_with_its_suffix_in_capitals_is_read(one: Trial) -> None:
    one.edit((OPINION, run("情况属实")))
    one.form.rename(one.form.with_suffix(".DOCX"))
    assert one.read() == {"县级意见": "情况属实"}
