"""What is missing for money, targets and quotas: the fact is named, by check, by rank and where its column is missing."""

import json
from pathlib import Path

import pytest
from support.command import run

from formgen.intake import open_bytes
from formgen.rubric.load import load_rubric

PAGE = Path(__file__).parents[2] / "docs" / "rubrics.md"
EXAMPLE = PAGE.read_text("utf-8").split("<!-- rubric file -->\n```yaml\n")[1].split("```")[0]
FACTS = EXAMPLE.replace(
    "  phone:", "  station: {zh: 有站, kind: yesno}\n  money: {zh: 奖励金额, kind: count, unit: 元}\n  phone:"
)
MARK = "pass_mark: {points: 12, clause: 得分12分以上的为合格。}\n"
RULES = {
    "answer": "awards:\n  b: {title: 乙奖, clause: 有站的奖8000元, yuan: 8000, answer: station}\n",
    "amount": MARK
    + "awards:\n  b: {title: 乙奖, clause: 奖2000元至5000元, yuan: 2000, up_to: 5000, amount: money, passed: true}\n",
    "target": "targets:\n  t: {title: 建站, clause: 80%以上有站, of: station, to: communities, at_least: 80%}\n",
    "quota": "quotas:\n  q: {title: 评先, clause: 有站的推荐1个, among: station, of: 有站的, most: 1}\n",
}
HEAD, ROW = "乡镇,社区名称,有就业愿望人数,已就业人数,评审 item2", "甲镇,{},100,{},2"
CASES = [
    ("answer", "有站", "是", "奖补“乙奖”"),
    ("amount", "奖励金额", "3000", "奖补“乙奖”"),
    ("target", "有站", "是", "目标“建站”"),
    ("quota", "有站", "是", "名额“评先”"),
]


def write(folder: Path, rule: str, head: str, *rows: str) -> list[str]:
    rubric, data = folder / "sample-2024.yaml", folder / "数据.csv"
    rubric.write_text(FACTS + RULES[rule], "utf-8")
    data.write_text("\n".join([head, *rows]), "utf-8")
    return [str(data), "--rubric", str(rubric)]


@pytest.mark.parametrize(("rule", "label", "value", "what"), CASES)
def test_a_blank_fact_that_decides_is_listed_by_check_and_is_the_reason_in_rank(
    tmp_path: Path, rule: str, label: str, value: str, what: str
) -> None:
    rows = [
        f"{ROW.format('一村', 98)},{value}",
        f"{ROW.format('二村', 98)},",
        f"{ROW.format('三村', 98)},{value}",
    ]
    files = write(tmp_path, rule, f"{HEAD},{label}", *rows)
    checked = run("check", *files)
    assert checked.exit_code == 0
    assert f"│甲镇二村│{label}│{what}│" in checked.output.replace(" ", "")
    assert "没有发现问题" not in checked.output
    ranked = json.loads(run("rank", *files, "--format", "json").stdout)["communities"]
    assert {each["name"]: each["lacks"] for each in ranked} == {
        "一村": [],
        "二村": [f"{what}：没有填“{label}”"],
        "三村": [],
    }
    assert f"{what}：没有填“{label}”——甲镇二村。" in run("rank", *files).output


def test_who_gets_no_award_in_any_case_lacks_nothing_for_it(tmp_path: Path) -> None:
    files = write(tmp_path, "amount", f"{HEAD},奖励金额", f"{ROW.format('一村', 50)},")
    assert "没有发现问题" in run("check", *files).output


@pytest.mark.parametrize(("rule", "label"), [(rule, label) for rule, label, _, _ in CASES])
def test_a_column_that_decides_is_missed(tmp_path: Path, rule: str, label: str) -> None:
    write(tmp_path, rule, HEAD)
    rubric = load_rubric(str(tmp_path / "sample-2024.yaml"))
    data = "\n".join([HEAD, ROW.format("一村", 98)]).encode()
    (problem,) = open_bytes(data, rubric, "数据.csv").read_all().problems
    assert (problem.code, problem.message) == ("D154", f"缺少1列：“{label}”。")


def test_an_amount_out_of_its_range_is_told_by_check_as_by_rank(tmp_path: Path) -> None:
    asked = write(tmp_path, "amount", f"{HEAD},奖励金额", f"{ROW.format('东村', 98)},9000")
    told = "“奖励金额”填的9000不在“乙奖”的2000至5000元之间。"
    for command in ("check", "rank"):
        assert told in "".join(run(command, *asked).output.split())
