"""Limits that the words beside them set otherwise are asked about: money, quotas, pass mark, tiers; honest ones are let pass."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
AWARD = "clause: 给予5000元。, yuan: 5000"
QUOTA = "clause: 不超过10%。, share: 10%, of: 已认定总数"
PASSING = "pass_mark: {points: 12, clause: 12分以上合格。}"
RATE = "clause: 就业率达到95%得5分，98%以上得10分。"
GATE_CLAUSE = "就业率达到95%。"
LEDGER = "酌情给分，最多5分。"
TARGET = "at_least: 1/3, of: passed"
LOW = "        - {at_least: 95%, points: 5}\n"
GATE = "at_least: 95%}\n    trained"


class Slip(NamedTuple):
    """What stands in the small rubric, what an author wrote in its place, and what he reads; empty for nothing."""

    old: str
    new: str
    words: str = ""


def award(clause: str, body: str, words: str = "") -> Slip:
    return Slip(AWARD, f"clause: {clause}, {body}", words)


def quota(clause: str, body: str, words: str = "") -> Slip:
    return Slip(QUOTA, f"clause: {clause}, share: 10%, {body}", words)


def passing(clause: str, points: int, words: str = "") -> Slip:
    return Slip(PASSING, f"pass_mark: {{points: {points}, clause: {clause}}}", words)


def graded(clause: str, *bands: str, words: str = "") -> Slip:
    written = ", ".join(f"{{{each}}}" for each in (*bands, "title: 不合格"))
    return Slip("gates:\n", f"grades: {{clause: {clause}, bands: [{written}]}}\ngates:\n", words)


def undecided(clause: str, words: str = "") -> Slip:
    gates = SMALL[SMALL.index("gates:\n") : SMALL.index("    trained: {title")]
    return Slip(
        gates, gates.replace("gates:", "gates:\n  decisive: false").replace(GATE_CLAUSE, clause), words
    )


def counted(clause: str, *tiers: int, words: str = "") -> Slip:
    """Tiers of a count for 1, 2, 3 … points."""
    old = SMALL[SMALL.index("clause: 建立人员台帐") : SMALL.index("  item3:\n    number")]
    listed = ", ".join(f"{{at_least: {mark}, points: {at}}}" for at, mark in enumerate(tiers, 6 - len(tiers)))
    method = f"{{kind: tiers, measure: {{kind: count, of: employed}}, tiers: [{listed}], otherwise: 0}}"
    return Slip(old, f"clause: {clause}\n    method: {method}\n", words)


def shared(clause: str) -> Slip:
    """Tiers of a share: half and all."""
    old = SMALL[SMALL.index("clause: 建立人员台帐") : SMALL.index("  item3:\n    number")]
    measure = "{kind: ratio, of: [employed], to: [willing]}"
    tiers = "[{at_least: 50%, points: 3}, {at_least: 100%, points: 5}]"
    method = f"{{kind: tiers, boundary: include, measure: {measure}, tiers: {tiers}, otherwise: 0}}"
    return Slip(old, f"clause: {clause}\n    method: {method}\n")


BEST, GOOD, FAIR = "title: 优秀, at_least: 18", "title: 良好, at_least: 15", "title: 合格, at_least: 12"
THREE = "18分以上为优秀，15分以上不足18分为良好，12分以上15分以下为合格。"
BOTH = "yuan: 20000, up_to: 30000, amount: staff"
SLIPS = [
    award("给予2万元至3万元。", "yuan: 20000", "的原文写着2万元至3万元，yuan 却是20000，没有 up_to"),
    award("给予2万至3万元。", "yuan: 30000", "写着2万元至3万元，yuan 却是30000"),
    award("给予2－3万元。", BOTH.replace("30000", "50000"), "写着2至3万元，yuan 却是20000，up_to 是50000"),
    award("给予五千元到八千元。", "yuan: 9000", "写着五千元至八千元，yuan 却是9000"),
    quota(
        "不少于已认定总数的10%。",
        "of: 已认定总数",
        "写着不少于已认定总数的10%，名额（share、most）却是不超过，方向反了",
    ),
    quota(
        "不超过10%。",
        "of: 社区总数",
        "写的是“社区总数”，to 却是 certified（已认定的总数）；要写 to: communities",
    ),
    quota(
        "不超过10%。",
        "of: 合格社区, to: communities",
        "to 却是 communities（全部社区（村））；要写 to: passed",
    ),
    quota(
        "不超过申报单位的10%。",
        "of: 劳动力总数",
        "of 写的是“劳动力总数”，原文里没有这些字，原文说的是“申报单位”",
    ),
    passing("超过12分合格。", 12, "的原文写着超过12分，不含本数，这里得12分的却合格"),
    passing("得分率80%以上合格。", 12, "的原文写着80%，即16分，points 却是12"),
    graded(
        THREE, BEST, "title: 良好, at_least: 13", FAIR, words="“等级”的原文写着“良好”15分，at_least 却是13"
    ),
    graded(
        THREE,
        BEST.replace("优秀", "良好"),
        GOOD.replace("良好", "优秀"),
        FAIR,
        words="写着“优秀”18分，at_least 却是15",
    ),
    graded(
        "优秀：18分以上；良好：15－17分；合格：12-14分。",
        BEST.replace("18", "17"),
        GOOD,
        FAIR,
        words="写着“优秀”18分，at_least 却是17",
    ),
    graded(
        "优秀、良好、合格三等，优秀（18分以上）、良好（15分以上）、合格（12分以上）。",
        BEST,
        GOOD,
        FAIR.replace("12", "10"),
        words="写着“合格”12分，at_least 却是10",
    ),
    graded("得分率九十%以上为优秀。", BEST.replace("18", "17"), words="写着“优秀”18分，at_least 却是17"),
    graded(
        "超过18分为优秀。",
        BEST,
        words="写着“优秀”超过18分，不含本数，at_least 却含",
    ),
    graded(THREE, BEST, FAIR, words="的原文里有“良好”，这里没有这一等"),
    graded(THREE.replace("优秀", "一等"), BEST, GOOD, FAIR, words="的原文里没有“优秀”"),
    passing("12分以上（不含12分）合格。", 12, "不含本数，这里得12分的却合格"),
    undecided("达不到95%的，一票否决。", "一票否决，decisive 却是 false"),
    undecided("不到95%的取消评选资格。", "取消评选资格，decisive 却是 false"),
    Slip(
        GATE_CLAUSE,
        "就业率达到95%，仅供参考。",
        "“评定标准“就业率””的原文写着仅供参考，它不符合的却一律不合格",
    ),
    Slip(
        LEDGER, f"{LEDGER}弄虚作假的，一票否决。", "“2 台帐”的原文写着一票否决，没有一条评定标准（gates）看它"
    ),
    Slip(TARGET, "at_least: 1/3, of: staff", "“目标“达标””的 of 是 staff（专职人员），原文里没有这些字"),
    Slip(
        "三分之一以上达标。",
        "三分之一以上的社区增设服务站。",
        "of 是 passed（评为合格的个数），原文说的却像是 station（增设服务站）",
    ),
    Slip(
        "to: communities}",
        "to: communities, base: 已认定的社区}",
        "base 写的是“已认定的社区”，to 却是 communities",
    ),
    award(
        "配备专职人员的给予5000元。",
        "yuan: 5000",
        "answer 看的是 station（增设服务站），原文说的却像是 staff（专职人员）",
    ),
    quota(
        "不超过已认定总数10%。",
        "of: 劳动力总数",
        "写的是“劳动力总数”，原文里没有这些字，原文说的是“已认定总数”",
    ),
    Slip(RATE, f"{RATE}本项8分。", "“1 就业率”的原文写着本项8分，points 却是10"),
    Slip(LOW, LOW + LOW.replace("95%, points: 5", "97%, points: 7"), "的原文里没有97%这一档"),
    Slip(
        "otherwise: 0", "otherwise: 0\n      boundary: exclude", "写着达到95%，含本数，boundary 却是 exclude"
    ),
    Slip(GATE, f"boundary: exclude, {GATE}", "“评定标准“就业率””的原文写着达到95%，含本数"),
    counted(
        "扶持创业3人以上，得1分；每增加5人加1分，最高5分。", 3, 8, 13, 18, 22, words="的原文里没有22这一档"
    ),
    counted("扶持创业3人以上，得3分；5人以上，得5分。", 3, 4, 5, words="的原文里没有4这一档"),
]
HONEST = [
    counted("扶持创业3人以上，得1分；每增加1人加1分，最高5分。", 3, 4, 5, 6, 7),
    counted("扶持创业3人以上，得1分；每增加5人加1分，最高5分。", 3, 8, 13, 18, 23),
    counted("扶持创业3人以上，得1分；每多两名加1分，最高5分。", 3, 5, 7, 9, 11),
    counted("培训人数达到20人得5分，每少1人扣1分，扣完为止。", 16, 17, 18, 19, 20),
    shared("半数以上接受的得3分，全部接受的得5分。"),
    shared("一半以上接受的得3分，所有人员都接受的得5分。"),
    award("给予2万元至3万元。", BOTH),
    award("给予2-3万元。", BOTH),
    award("街道8万元，社区2-3万元。", "yuan: 80000"),
    award("2009年至2010年给予5000元。", "yuan: 5000"),
    quota("不超过社区总数的10%。", "of: 全县社区总数, to: communities"),
    quota("不超过已认定社区的10%。", "of: 历年累计认定的社区（村）总数"),
    quota("至少推荐1个，不超过已认定总数的10%。", "of: 已认定总数"),
    quota("推荐10%以内。", "of: 已认定总数"),
    passing("12分以上合格，12分以下不合格。", 12),
    passing("得分率60%以上合格。", 12),
    passing("超过11分合格。", 12),
    graded(THREE, BEST, GOOD, FAIR),
    graded(f"分优秀、良好、合格三等：{THREE}12分以下为不合格。", BEST, GOOD, FAIR),
    graded("优秀18分以上，良好15分以上，合格12分以上，其余为不合格。", BEST, GOOD, FAIR),
    graded("得分前三名为优秀，其余为良好。", BEST, GOOD),
    graded("18分以上为优秀；低于10分的通报批评。", BEST),
    passing("11分以上（不含11分）合格。", 12),
    Slip(GATE_CLAUSE, "就业率达到95%，达不到的，一票否决。"),
    Slip(LEDGER, f"{LEDGER}不作为一票否决项。"),
    Slip("三分之一以上达标。", "三分之一以上的社区增设服务站并达标。"),
    award("增设服务站、配备专职人员的给予5000元。", "yuan: 5000"),
    quota("名额控制在10%以内。", "of: 已认定总数"),
    Slip(RATE, f"{RATE}本项10分。"),
    Slip(RATE, "clause: 就业率98%以上得10分，95%－98%得5分。"),
    Slip(RATE, f"{RATE}其中女性达到90%。"),
    Slip(GATE, GATE.replace("95%", "95%, boundary: include")),
]


def look(folder: Path, slip: Slip) -> list[str]:
    assert slip.old in SMALL
    path = folder / "small.yaml"
    path.write_text(SMALL.replace(slip.old, slip.new, 1), encoding="utf-8")
    return [f"{each.code} {each.message}" for each in look_into_rubric(str(path)).problems]


@pytest.mark.parametrize("slip", SLIPS, ids=[each.words for each in SLIPS])
def test_a_limit_that_its_words_set_otherwise_is_asked_about(tmp_path: Path, slip: Slip) -> None:
    problems = look(tmp_path, slip)
    assert [each[:4] for each in problems if slip.words in each] == ["R132"], problems


@pytest.mark.parametrize("slip", HONEST, ids=[each.new[:60] for each in HONEST])
def test_a_limit_that_its_words_set_too_is_let_pass(tmp_path: Path, slip: Slip) -> None:
    assert look(tmp_path, slip) == []
