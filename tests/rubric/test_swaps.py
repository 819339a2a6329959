"""Names, definitions, levels, points and answers that have changed places are asked about; what only looks like it is not."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
JUDGED = "clause: 建立人员台帐，酌情给分，最多5分。\n    method: {kind: judged}"
SERVICE = "clause: 服务成效显著，得5分。"
WILLING = "zh: 有就业愿望人数, kind: count, unit: 人, definition: 年底在册人数"
EMPLOYED = "zh: 已就业人数, kind: count, unit: 人, definition: 已就业的人数"
WALL = "  wall: {zh: 制度上墙, kind: yesno, unit: 是/否, definition: 已上墙, source: 台账}\n  trained"
OWED = "  owed: {zh: 发生欠薪, kind: yesno, unit: 是/否, definition: 有无欠薪事件, source: 台账}\n  trained"
GATE = "title: 培训, clause: 都已培训。, answer: trained"


class Slip(NamedTuple):
    """What an author wrote in place of what stands in the small rubric, and what he reads, nothing for honest words."""

    changes: dict[str, str]
    words: tuple[str, ...] = ()


def checklist(clause: str, *items: str) -> Slip:
    method = f"{{kind: checklist, items: [{', '.join(items)}]}}"
    return Slip({JUDGED: f"clause: {clause}\n    method: {method}", "  trained": WALL})


def gate(clause: str, answer: str = "owed") -> Slip:
    return Slip({"  trained: {zh": OWED + ": {zh", GATE: f"title: 欠薪, clause: {clause}, answer: {answer}"})


RATE_GATE = next(line for line in SMALL.splitlines() if line.strip().startswith("rate: {title: 就业率"))


def limit_of(clause: str, limit: str) -> str:
    measure = "measure: {kind: ratio, of: [employed], to: [willing]}"
    return f"    rate: {{title: 指标, clause: {clause}, {measure}, {limit}}}"


def grounds(clause: str, ground: str, words: str) -> Slip:
    method = f"{{kind: deductions, start: 5, deductions: [{ground}]}}"
    return Slip({JUDGED: f"clause: {clause}\n    method: {method}", "  trained": WALL}, (words,))


COMPLETE = "{of: trained, label: 台帐齐全, points: %s}"
SHOWN = "{of: wall, label: 上墙, points: %s}"
SLIPS = [
    Slip(
        {"name: 就业率\n": "name: 台帐\n", "name: 台帐\n    points: 5": "name: 就业率\n    points: 5"},
        ("“台帐”的原文说的是“就业率”，“就业率”的原文说的是“台帐”",),
    ),
    Slip(
        {
            "rate: {title: 就业率,": "rate: {title: 培训,",
            GATE: "title: 就业率, clause: 都已培训。, answer: trained",
        },
        ("“培训”的原文说的是“就业率”，“就业率”的原文说的是“培训”",),
    ),
    Slip(
        {
            EMPLOYED: EMPLOYED.replace("已就业人数", "有就业愿望人数"),
            WILLING: WILLING.replace("有就业愿望", "已就业"),
        },
        ("指标 employed（有就业愿望人数）”的口径“已就业的人数”说的像是 willing",),
    ),
    Slip(
        {
            WILLING: WILLING.replace("年底在册人数", "已就业的人数"),
            EMPLOYED: EMPLOYED.replace("已就业的", "年底在册"),
        },
        ("指标 willing（有就业愿望人数）”的口径“已就业的人数”说的像是 employed",),
    ),
    Slip(
        {EMPLOYED: EMPLOYED.replace("已就业的人数", "未就业的人数")},
        ("指标 employed（已就业人数）”的口径“未就业的人数”说的是相反的",),
    ),
    Slip(
        {'"1": 有记录, "2": 显著': '"1": 显著, "2": 有记录'},
        ("第1档叫“有记录”，指标 service 里它却是第2档", "第2档叫“显著”，指标 service 里它却是第1档"),
    ),
    Slip(
        {SERVICE: "clause: 有记录得5分，成效显著得3分。"},
        ("写着“有记录”5分，points 却是3", "写着“显著”3分，points 却是5"),
    ),
    checklist("台帐齐全得2分，上墙得3分。", COMPLETE % 3, SHOWN % 2)._replace(
        words=("写着“台帐齐全”2分，points 却是3", "写着“上墙”3分，points 却是2")
    ),
    checklist(
        "台帐齐全得2分，没有上墙得3分。", COMPLETE % 2, SHOWN.replace("上墙", "制度不上墙") % 3
    )._replace(words=("里的“制度不上墙”与指标“制度上墙”相反，答“是”的却算它的分",)),
    gate("没有发生欠薪事件。")._replace(words=("的原文与“发生欠薪”相反，这里却要它答“是”",)),
    Slip(
        {
            "include: {zh: 含本数}": "include: {zh: 不含本数}",
            "exclude: {zh: 不含本数": "exclude: {zh: 含本数",
        },
        (
            "的读法“include”叫“不含本数”，改成的却是 boundary: include",
            "的读法“exclude”叫“含本数”，改成的却是",
        ),
    ),
    Slip(
        {"exclude: {zh: 不含本数": "exclude: {zh: 含 本数"},
        ("“exclude”和“include”都叫“含 本数”，印出来分不清",),
    ),
    Slip(
        {f"{WILLING}": EMPLOYED, f"  employed: {{{EMPLOYED}": f"  employed: {{{WILLING}"},
        ("“关系 employed_within_willing”说“有就业愿望人数”（employed）是“已就业人数”（willing）的一部分",),
    ),
    Slip(
        {"label: 有记录": "label: 成效显著", "label: 显著": "label: 有记录的"},
        ("第1档叫“成效显著”，指标 service 里它却是第2档", "第2档叫“有记录的”，指标 service 里它却是第1档"),
    ),
    gate("未发生欠薪。")._replace(words=("的原文与“发生欠薪”相反",)),
    *(
        gate(clause)._replace(words=("的原文与“发生欠薪”相反，这里却要它答“是”",))
        for clause in (
            "发生欠薪的，不得评为合格。",
            "发生欠薪事件的一票否决。",
            "不得发生欠薪。",
            "杜绝欠薪。",
            "存在发生欠薪情况的，取消评选资格。",
        )
    ),
    gate("没有制度上墙的，不予认定。", "wall")._replace(
        changes={
            "  trained: {zh": WALL.replace("zh: 制度", "zh: 未制度") + ": {zh",
            GATE: "title: 上墙, clause: 没有制度上墙的，不予认定。, answer: wall",
        },
        words=("的原文与“未制度上墙”相反",),
    ),
    *(
        Slip({old: new}, (f"的原文写着“{said}”的不符合，{key} 却要它符合，方向反了",))
        for old, new, said, key in (
            (RATE_GATE, limit_of("就业率低于90%的，一票否决。", "at_most: 90%"), "就业率低于90%", "at_most"),
            (RATE_GATE, limit_of("就业率未达到90%不予认定。", "at_most: 90%"), "就业率未达到90%", "at_most"),
            (
                RATE_GATE,
                limit_of("欠薪率高于5%的，取消评选资格。", "at_least: 5%"),
                "欠薪率高于5%",
                "at_least",
            ),
        )
    ),
    *(
        Slip({RATE_GATE: limit_of(clause, limit)}, (f"的原文说的是“{said}”，分子却是“已就业人数”，正好相反",))
        for clause, limit, said in (
            ("失业率控制在3%以内。", "at_most: 3%", "失业率"),
            ("未就业率不超过4%。", "at_most: 4%", "未就业率"),
            ("登记失业率5%以下。", "at_most: 5%", "失业率"),
        )
    ),
    Slip(
        {EMPLOYED: EMPLOYED.replace("zh: 已", "zh: 未")},
        (
            "“1 就业率”的原文说的是“就业率”，分子却是“未就业人数”，正好相反",
            "的口径“已就业的人数”说的是相反的",
        ),
    ),
    grounds("未制度上墙的扣2分。", "{of: wall, label: 上墙, points: 2}", "“制度上墙”答“是”的扣分，方向反了"),
    grounds("制度上墙的得2分。", "{of: wall, label: 上墙, points: 2}", "“制度上墙”答“是”的扣分，方向反了"),
    grounds("制度未上墙扣2分。", "{of: wall, label: 上墙, points: 2}", "“制度上墙”答“是”的扣分，方向反了"),
    checklist("台帐齐全得3分，无制度上墙的得2分。", COMPLETE % 3, SHOWN % 2)._replace(
        words=("“制度上墙”答“是”的得分，方向反了",)
    ),
    checklist("台帐齐全得3分，制度上墙的扣2分。", COMPLETE % 3, SHOWN % 2)._replace(
        words=("“制度上墙”答“是”的得分，方向反了",)
    ),
]
HONEST = [
    Slip({SERVICE: "clause: 有记录得3分，成效显著得5分。"}),
    Slip({SERVICE: "clause: 有记录的得3分，显著有记录的得5分。"}),
    Slip({EMPLOYED: EMPLOYED.replace("已就业的人数", "有就业愿望人数中已就业的人数")}),
    Slip({EMPLOYED: EMPLOYED.replace("已就业的人数", "年底在册、除未就业以外已经就业的人数")}),
    Slip({"name: 台帐\n": "name: 就业率台帐\n"}),
    checklist("台帐齐全得3分，上墙得2分。", COMPLETE % 3, SHOWN % 2),
    checklist("台帐齐全3分、上墙2分。", COMPLETE % 3, SHOWN % 2),
    checklist("台帐不齐全扣3分，制度未上墙扣2分。", COMPLETE % 3, SHOWN % 2),
    *(
        Slip(
            {"  trained: {zh": WALL + ": {zh", GATE: f"title: 上墙, clause: {clause}, answer: wall"},
        )
        for clause in (
            "没有制度上墙的，取消评选资格。",
            "制度上墙，帮助未就业人员。",
            "制度上墙，不得弄虚作假。",
        )
    ),
    Slip({RATE_GATE: limit_of("就业率低于90%的，一票否决。", "at_least: 90%")}),
    Slip({RATE_GATE: limit_of("登记失业率控制在5%以内。", "at_least: 95%")}),
    Slip({RATE_GATE: limit_of("失业人员再就业率达到90%。", "at_least: 90%")}),
    gate("没有发生欠薪事件。")._replace(
        changes={
            "  trained: {zh": OWED.replace("zh: 发生", "zh: 没有发生") + ": {zh",
            GATE: "title: 欠薪, clause: 没有发生欠薪事件。, answer: owed",
        }
    ),
]


def look(folder: Path, slip: Slip) -> list[str]:
    text = SMALL
    for old, new in slip.changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    return [f"{each.code} {each.message}" for each in look_into_rubric(str(folder / "small.yaml")).problems]


@pytest.mark.parametrize("slip", SLIPS, ids=[each.words[0] for each in SLIPS])
def test_what_has_changed_places_is_asked_about(tmp_path: Path, slip: Slip) -> None:
    problems = look(tmp_path, slip)
    for words in slip.words:
        assert [each[:4] for each in problems if words in each] == ["R132"], problems


@pytest.mark.parametrize("slip", HONEST, ids=[next(iter(each.changes.values()))[:60] for each in HONEST])
def test_what_only_looks_like_it_is_let_pass(tmp_path: Path, slip: Slip) -> None:
    assert [each for each in look(tmp_path, slip) if not each.startswith("R129")] == []
