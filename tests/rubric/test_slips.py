"""Every slip an author makes: a small rubric with one slip, and the code, the line and the words that answer it."""

import itertools
from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")


class Slip(NamedTuple):
    """What stands in the small rubric, what an author wrote in its place, and the answer; ``at`` is what marks the line."""

    old: str
    new: str
    code: str
    words: str
    at: str = ""


RATE = "at_least: 95%}\n    trained"
TRAINED = ", answer: trained}"
PART = "part: employed, whole: willing}"
JUDGED = "    method: {kind: judged}\n"
CLAUSE = "clause: 建立人员台帐，酌情给分，最多5分。"
LEVELS = "{level: 1, label: 有记录, points: 3}\n        - {level: 2, label: 显著, points: 5}"
NOTICE = SMALL[SMALL.index("notice:") : SMALL.index("total:")]


def method(written: str) -> str:
    return f"    method: {written}\n"


GATES = [
    Slip(RATE, "at_least: 95}\n    trained", "R116", "“95”的写法与“ratio”不配"),
    Slip(RATE, 'at_least: "1:95"}\n    trained', "R116", "“1:95”的写法与“ratio”不配"),
    Slip(", " + RATE, "}\n    trained", "R126", "有 measure，没有写界限"),
    Slip(RATE, "at_least: 90%, at_most: 95%}\n    trained", "R126", "既写了 at_least，又写了 at_most"),
    Slip(RATE, "at_least: 95%, at_most: 90%}\n    trained", "R126", "既写了 at_least，又写了 at_most"),
    Slip(RATE, "at_least: 950%}\n    trained", "R126", "“950%”超过100%，永远达不到"),
    Slip(RATE, "at_least: -5%}\n    trained", "R126", "“-5%”是负数"),
    Slip(RATE, "at_least: 0%}\n    trained", "R126", "下限是0，谁都符合"),
    Slip(RATE, "at_most: 100%}\n    trained", "R126", "上限是100%，谁都符合"),
    Slip(RATE, "at_least: 95%, answer: trained}\n    trained", "R126", "既写了 measure，又写了 answer"),
    Slip("kind: ratio, of: [employed], to: [willing]}, at", "kind: count, of: employed}, at", "R116", "不配"),
    Slip(
        "kind: ratio, of: [employed], to: [willing]}, at_least: 95%",
        "kind: count, of: employed}, at_least: 1.5",
        "R126",
        "不是整数",
    ),
    Slip(TRAINED, "}", "R126", "没有写看什么，永远不能判定"),
    Slip(TRAINED, ", at_least: 1}", "R126", "没有写量什么（measure）"),
    Slip(TRAINED, ", answer: trained, at_least: 1}", "R126", "写了 answer，又写了界限"),
    Slip(TRAINED, ", answer: employed}", "R125", "“employed”是count（整数）类"),
    Slip(TRAINED, ", answer: phone}", "R125", "“phone”是phone类"),
    Slip(TRAINED, ", answer: nosuch}", "R112", "“nosuch”没有定义"),
    Slip("title: 培训,", "title: 就业率,", "R126", "与 rate 同名", at="    trained:"),
    Slip(
        SMALL[SMALL.index("  standards:") : SMALL.index("deadlines:")],
        "  standards: {}\n",
        "R105",
        "不能为空",
    ),
    Slip("gates:\n", "gates:\n  decisive: 是\n", "R105", "true（是）或 false（否）"),
]
DAYS = [
    Slip("by: 08-31", f"by: {written}", "R105", words)
    for written, words in [
        ("11月15日", "这里写 11-15"),
        ("13-45", "没有13月45日"),
        ("02-30", "没有2月30日"),
        ("00-10", "没有0月10日"),
        ("04-31", "没有4月31日"),
        ("08-00", "没有8月0日"),
        ("31-08", "没有31月8日"),
        ("2024-08-31", "这里写 08-31"),
        ("8.31", "这里写 08-31"),
        ("8/31", "这里写 08-31"),
        ("8月底", "应写成 月-日"),
        ("八月三十一日", "应写成 月-日"),
        ("0831", "应写成 月-日"),
        ("08-31前", "应写成 月-日"),
        ("8", "应写成 月-日"),
        ("", "没有写内容"),
    ]
]
SHARES = [
    Slip("share: 10%", "share: 10", "R126", "如 10%"),
    Slip("share: 10%", "share: 1", "R126", "没有百分号"),
    Slip("share: 10%", "share: 110%", "R126", "“110%”不在0到100%之间"),
    Slip("share: 10%", "share: 0%", "R126", "不在0到100%之间"),
    Slip("share: 10%", "share: -10%", "R126", "不在0到100%之间"),
    Slip("of: passed", "of: nosuch", "R112", "可写 certified、communities、passed"),
    Slip("of: passed", "of: phone", "R125", "yesno（是/否）、count（整数）"),
    Slip("of: 已认定总数", "of: 已认定总数, to: nobody", "R112", "quotas.share.to"),
    Slip("answer: trained}", "answer: trained, otherwise: pending}", "R126", "otherwise 不起作用"),
    Slip("to: communities", "to: comunities", "R112", "最接近的是“communities”"),
    Slip("at_least: 1/3", "at_least: 33", "R126", "“33”不是0到100%之间的比例"),
    Slip(", to: communities", "", "R126", "“1/3”不是个数", at="goal:"),
    Slip("to: communities", "to: passed", "R126", "of 和 to 相同"),
]
AWARDS = [
    Slip("answer: station", "answer: nosuch", "R112", "“nosuch”没有定义"),
    Slip("answer: station", "answer: trained", "R112", "“trained”没有定义"),
    Slip("answer: station", "answer: phone", "R125", "“phone”是phone类"),
    Slip("answer: station", "at_least_one: station", "R125", "count（整数）"),
    Slip("answer: station", "answer: station, at_least_one: staff", "R126", "只有第一个起作用"),
    Slip("answer: station", "answer: station, times: per_title", "R126", "没有写是哪些称号"),
    Slip(", answer: station", "", "R126", "没有写条件，谁都有", at="  station: {title"),
    Slip("yuan: 5000", "yuan: 2万", "R105", "写 20000"),
    Slip("yuan: 5000", "yuan: 1.5万元", "R105", "写 15000"),
    Slip("yuan: 5000", "yuan: 0", "R126", "金额不大于0"),
    Slip("forms: []", "forms: [nosuch]", "T106", "“nosuch”没有模板"),
    Slip("points: 12, clause", "points: 120, clause", "R126", "不在0到20分之间"),
    Slip("final_column: county", "final_column: city", "R126", "不在评分栏（columns）里"),
    Slip("id: small", "id: other", "R130", "编号是“other”，文件名是“small.yaml”"),
    Slip("signed: 2024-03-01", "signed: 2024-02-30", "R126", "不是一个日子"),
    Slip("signed: 2024-03-01", "signed: 2023年13月1日", "R126", "不是一个日子"),
    Slip("area: 示例县", "area: 示例县\n  printed: 2023-02-29", "R126", "不是一个日子", at="printed"),
]
FIGURES = [
    Slip(
        "of: [employed], to: [willing]}\n      tiers",
        "of: [employed], to: [trained]}\n      tiers",
        "R125",
        "yesno（是/否）类",
    ),
    Slip(
        "of: [employed], to: [willing]}\n      tiers",
        "of: [service], to: [willing]}\n      tiers",
        "R125",
        "level（档次）类",
    ),
    Slip(
        "of: [employed], to: [willing]}\n      tiers",
        "of: [employd], to: [willing]}\n      tiers",
        "R112",
        "最接近的是“employed”",
    ),
    Slip(LEVELS, LEVELS.replace("points: 3", "points: 6"), "R111", "各档得分应逐级增大", at="levels:\n"),
    Slip("{level: 2, label: 显著", "{level: 3, label: 显著", "R126", "在指标 service 里没有"),
    Slip('"2": 显著}', '"2": 显著, "3": 更好}', "R126", "没有给指标 service 的第3档写得分", at="levels:\n"),
    Slip(', levels: {"0": 无, "1": 有记录, "2": 显著}', "", "R126", "没有写 levels", at="  service: {zh"),
    Slip('"2": 显著}', "高: 显著}", "R126", "“高”不是整数"),
    Slip("of: service", "of: willing", "R125", "level（档次）"),
    Slip(
        "kind: yesno, unit: 是/否, d",
        "kind: yesno, levels: {a: 甲}, unit: 是/否, d",
        "R126",
        "levels 只用于level",
    ),
    Slip("kind: yesno, unit: 是/否, d", "kind: monthly_counts, unit: 是/否, d", "R126", "splits"),
    Slip(
        "  trained: {zh: 已培训,",
        "  spare: {zh: 没用, kind: count, unit: 人, definition: 数, source: 台账}\n  trained: {zh: 已培训,",
        "R129",
        "“spare”（没用）没有用到",
        at="  spare:",
    ),
    Slip("zh: 已就业人数", "zh: 有就业愿望人数", "R131", "“有就业愿望人数”既是“willing”的表头"),
    Slip(
        "zh: 联系电话",
        "zh: 联系电话, also: [已培训]",
        "R131",
        "“已培训”既是“phone”的表头",
        at="  trained: {zh",
    ),
    Slip("  phone: {zh", "  name: {zh: 名}\n  phone: {zh", "R126", "程序自己用的键", at="  name: {"),
    Slip(
        "  phone: {zh",
        "  trained: {zh: 训}\n  phone: {zh",
        "R126",
        "既是指标，又是基本情况",
        at="  trained: {zh: 训}",
    ),
    Slip("name: 台帐", "name: 就业率", "R132", "与 item1 同名", at="  item2:"),
    Slip(PART, "part: employed, whole: nosuch}", "R112", "“nosuch”没有定义"),
    Slip(PART, "part: employed, whole: employed}", "R126", "两头是同一个指标"),
    Slip(PART, "part: employed}", "R126", "没有写全"),
    Slip(PART, "level: warning}", "R126", "没有写是什么关系"),
    Slip(PART, "part: employed, whole: trained}", "R125", "“trained”是yesno"),
    Slip(PART, "part: employed, whole: station}", "R125", "“station”是基本情况里的yesno类"),
    Slip(PART, "part: employed, whole: phone}", "R125", "“phone”是基本情况里的phone类"),
    Slip(PART, "part: employed, whole: willing, needs: trained}", "R126", "写在了一起"),
    Slip(
        PART,
        PART + "\n  back: {part: willing, whole: employed}",
        "R126",
        "互为部分和总数",
        at="  employed_within",
    ),
    Slip(
        PART, PART + "\n  again: {part: employed, whole: willing}", "R126", "与前面的关系重复", at="  again"
    ),
    Slip("criteria: [item1]", "criteria: [item9]", "R112", "“item9”没有定义"),
    Slip("aspect: boundary", "aspect: boundry", "R105", "最接近的是“boundary”"),
    Slip("criteria: [item1, item2, item3]", "criteria: []", "R105", "不能为空"),
    Slip("issuers: [示例县人力资源和社会保障局]", "issuers: [甲局，乙局]", "R132", "写成 [甲局, 乙局]"),
    Slip("issuers: [示例县人力资源和社会保障局]", "issuers: 甲局", "R105", "应当是列表"),
    Slip("evidence: [就业登记名册]", "evidence: [名册，台账]", "R132", "写成 [名册, 台账]"),
]
METHODS = [
    Slip(JUDGED, method("{kind: judged, of: employed}"), "R125", "points（评审分）"),
    Slip(JUDGED, method("{kind: judged, step: 0}"), "R124", "步长应大于0"),
    Slip(
        JUDGED,
        method("{kind: deductions, start: 5, deductions: [{of: employed, label: 甲, points: -2}]}"),
        "R124",
        "扣分写正数",
    ),
    Slip(
        JUDGED,
        method("{kind: deductions, start: 5, floor: 6, deductions: [{of: employed, label: 甲, points: 2}]}"),
        "R124",
        "扣分反而加分",
    ),
    Slip(
        JUDGED,
        method(
            "{kind: deductions, start: 5, deductions: [{of: employed, less: employed, label: 甲, points: 2}]}"
        ),
        "R124",
        "永远不扣分",
    ),
    Slip(JUDGED, method("{kind: share, of: employed, to: employed, full: 5}"), "R124", "永远是满分"),
    Slip(
        JUDGED,
        method("{kind: weighted_count, terms: [{of: employed, label: 甲, points: 0}], cap: 5}"),
        "R124",
        "每个得0分",
    ),
    Slip(
        JUDGED,
        method("{kind: checklist, void_below: 6, items: [{of: trained, label: 甲, points: 5}]}"),
        "R124",
        "永远不得分",
    ),
    Slip(
        JUDGED,
        method(
            "{kind: checklist, items: [{of: trained, label: 甲, points: 2}, {of: trained, label: 乙, points: 3}]}"
        ),
        "R124",
        "“trained”写了两次",
    ),
    Slip(
        JUDGED,
        method("{kind: checklist, items: [{of: employed, label: 甲, points: 5}]}"),
        "R125",
        "yesno（是/否）",
    ),
    Slip(
        JUDGED,
        method(
            "{kind: conditional, cases: [{of: trained, equals: 2, method: {kind: judged}}], otherwise: {kind: judged}}"
        ),
        "R126",
        "永远不成立",
    ),
    Slip(
        JUDGED,
        method(
            "{kind: conditional, cases: [{of: trained, equals: 是, method: {kind: judged}}], otherwise: {kind: judged}}"
        ),
        "R105",
        "写 1（是）或 0（否）",
    ),
    Slip(
        JUDGED,
        method(
            "{kind: conditional, cases: [{of: trained, equals: 1, method: {kind: judged}}, {of: trained, equals: 1, method: {kind: judged}}], otherwise: {kind: judged}}"
        ),
        "R124",
        "永远轮不到",
    ),
    Slip(
        "at_least: 95%, points: 5",
        "at_most: 95%, points: 5",
        "R111",
        "各档要么都写 at_least",
        at="      tiers:",
    ),
    Slip("{at_least: 98%, points: 10}", "{at_least: 198%, points: 10}", "R126", "超过100%，永远达不到"),
    Slip("kind: tiers", "kind: 分档", "R105", "没有这种评分办法；最接近 tiers（分档）"),
    Slip("kind: tiers", "kind: tier", "R105", "最接近 tiers（分档）"),
    Slip("kind: judged", "kind: 评审", "R105", "最接近 judged（评审评定）"),
    Slip(
        "kind: ratio, of: [employed], to: [willing]}\n",
        "kind: 比率, of: [employed], to: [willing]}\n",
        "R105",
        "没有这种量法；最接近 ratio（比率）",
    ),
    Slip(JUDGED, "    method: judged\n", "R105", "应当是一组“键: 值”，有 kind"),
    Slip(JUDGED, "    method:\n", "R105", "没有写内容"),
    Slip(JUDGED, "    method: {of: x}\n", "R104", "缺少“criteria.item2.method.kind”"),
]
MORE = [
    Slip("    points: 10\n", "    points: 0\n", "R126", "分值写正数"),
    Slip(
        "sections:\n",
        "conventions: {judged_step: 0}\nsections:\n",
        "R126",
        "步长写正数",
        at="conventions: {judged",
    ),
    Slip(
        "sections:\n",
        "conventions: {boundary: 含}\nsections:\n",
        "R105",
        "可选 include、exclude",
        at="conventions: {bound",
    ),
    Slip("{at_least: 98%, points: 10}", "{at_least: -98%, points: 10}", "R126", "是负数"),
    Slip(
        "of: [employed], to: [willing]}\n      tiers:\n        - {at_least: 95%",
        "of: [willing], to: [employed]}\n      tiers:\n        - {at_least: 195%",
        "R132",
        "分子可以大于分母的",
        at="        - {at_least: 195%",
    ),
    Slip(
        "kind: ratio, of: [employed], to: [willing]}, at_least: 95%",
        "kind: lowest, among: [{kind: ratio, of: [employed], to: [willing]}]}, at_least: 195%",
        "R126",
        "永远达不到",
    ),
    Slip(
        "kind: ratio, of: [employed], to: [willing]}, at_least: 95%",
        "kind: monthly_mean, of: employed, to: willing, rates: trained}, at_least: 195%",
        "R126",
        "永远达不到",
    ),
    Slip(
        "kind: ratio, of: [employed], to: [willing]}, at_least: 95%",
        "kind: monthly_mean, of: employed, to: willing, rates: trained}, at_least: 95%",
        "R125",
        "monthly_rates（各月百分数）",
    ),
    Slip(
        "kind: ratio, of: [employed], to: [willing]}, at_least: 95%",
        'kind: proportion, one: employed, many: trained}, at_least: "1:3"',
        "R125",
        "“trained”是yesno",
    ),
    Slip(
        "kind: ratio, of: [employed], to: [willing]}, at_least: 95%",
        "kind: proportion, one: employed, many: willing}, at_least: 3",
        "R116",
        "“3”的写法与“proportion”不配",
    ),
    Slip("      otherwise: 0", "      otherwise: 7", "R111", "otherwise 应低于最低档得分"),
    Slip(
        "        - {at_least: 95%, points: 5}\n        - {at_least: 98%, points: 10}\n      otherwise: 0",
        "        - {at_most: 98%, points: 5}\n        - {at_most: 95%, points: 10}\n      otherwise: proportional",
        "R111",
        "按比例折算要写 at_least",
        at="      otherwise:",
    ),
    Slip(
        LEVELS,
        LEVELS.replace("points: 3", "points: -3") + "\n      combine: sum",
        "R124",
        "得分不写负数",
    ),
    Slip(
        LEVELS,
        "{level: -1, label: 甲, points: 2}\n        - " + LEVELS,
        "R111",
        "level 不能是负数",
        at="levels:\n",
    ),
    Slip(JUDGED, method("{kind: share, of: employed, to: willing, full: 0}"), "R124", "满分应大于0"),
    Slip(
        JUDGED,
        method("{kind: weighted_count, terms: [{of: employed, label: 甲, points: -1}], cap: 5}"),
        "R124",
        "到不了 cap",
    ),
    Slip(
        JUDGED,
        method(
            "{kind: weighted_count, terms: [{of: employed, label: 甲, points: 1}, {of: employed, label: 乙, points: 2}], cap: 5}"
        ),
        "R124",
        "“employed”写了两次",
    ),
    Slip(
        JUDGED,
        method("{kind: checklist, items: [{of: trained, label: 甲, points: 0}]}"),
        "R124",
        "答什么都一样",
    ),
    Slip(
        JUDGED,
        method(
            "{kind: deductions, start: 5, start_judged: x, deductions: [{of: employed, label: 甲, points: 2}]}"
        ),
        "R124",
        "只写一个",
    ),
    Slip(
        JUDGED,
        method("{kind: best, parts: {a: {label: 甲, method: {kind: judged, of: trained}}}}"),
        "R125",
        "points（评审分）",
    ),
    Slip(
        JUDGED,
        method("{kind: share, of: phone, to: willing, full: 5}"),
        "R125",
        "“phone”是基本情况里的phone类",
    ),
    Slip("{zh: 含本数}", "{zh: 含本数, reachable: {item9: 3}}", "R112", "“item9”没有定义"),
    Slip(
        "change: {conventions: {boundary: exclude}}",
        "change: {conventions: {boundary: 不含}}",
        "R119",
        "选用口径“P01＝exclude”后",
    ),
    Slip(
        "change: {conventions: {boundary: exclude}}",
        "change: {criteria: {item1: {points: 9}}}",
        "R119",
        "选用口径“P01＝exclude”后",
    ),
    Slip("by: 08-31", "by: [08-31]", "R105", "应当是文字"),
    Slip("share: 10%", "share: 1e1", "R106", "指数写法"),
]
KEYS = [
    Slip("    points: 10\n", "    分值: 10\n", "R103", "你要写的是 points（分值）"),
    Slip("    points: 10\n", "    point: 10\n", "R103", "你要写的是 points（分值）"),
    Slip("    points: 10\n", "    Points: 10\n", "R103", "你要写的是 points"),
    Slip("    points: 10\n", "    ｐｏｉｎｔｓ: 10\n", "R103", "全角、大写或看不见的字符"),
    Slip("    clause: 服", "    原文: 服", "R103", "你要写的是 clause（原文）"),
    Slip("    clause: 服", "    评分办法: 服", "R103", "请改成可用的键：clause"),
    Slip(
        "interpretations:\n",
        "readings: {P01: exclude}\ninterpretations:\n",
        "R103",
        "你要写的是 chosen（选用的读法）",
        at="readings: {P01",
    ),
    Slip(
        "interpretations:\n",
        "interpretations:\n  P02: exclude\n",
        "R105",
        "要选用读法的，写 chosen: {P02: exclude}",
    ),
    Slip(
        "pass_mark: {points: 12",
        "pass_mark: {score: 12",
        "R103",
        "请改成可用的键：points、include_bonus、clause。",
    ),
    Slip("sections:\n", "chosen: {P01: exlude}\nsections:\n", "R113", "可选：include、exclude", at="chosen:"),
    Slip("sections:\n", "chosen: {P9: exclude}\nsections:\n", "R120", "可选：P01", at="chosen:"),
    Slip("title: 示例县充分就业社区评分表", "title: [附件]", "R105", "以 [ 或 { 开头的原文，整句加英文引号"),
    Slip("title: 示例县充分就业社区评分表", "title: “评分表”", "R123", "会照印"),
    Slip("at_least: 95%, points: 5", "at_least: 95%, points: “5”", "R105", "不要加中文引号，写 5"),
    Slip("at_least: 95%, points: 5", "at_least: 95%, points: 5分", "R105", "不要写单位，写 5"),
]
WRITING = [
    Slip("total: 20", "total：20", "R101", "写成“total: 20”"),
    Slip("    points: 10\n", "    points：10\n", "R101", "“points”后面是全角冒号"),
    Slip("    points: 10\n", "    分值：10\n", "R101", "“分值”后面是全角冒号"),
    Slip("    points: 10\n", "    points:10\n", "R101", "冒号后面少一个空格"),
    Slip("    points: 10\n", "    points = 10\n", "R101", "后面是等号"),
    Slip("    points: 10\n", "\tpoints: 10\n", "R101", "行首的空白里有Tab"),
    Slip("    points: 10\n", "　　points: 10\n", "R101", "行首的空白里有全角空格"),
    Slip("    points: 10\n", "     points: 10\n", "R101", "缩进没有对齐"),
    Slip("    points: 10\n", "    poi\u200bnts: 10\n", "R101", "U+200B"),
    Slip(
        "        - {at_least: 95%, points: 5}",
        "        -{at_least: 95%, points: 5}",
        "R101",
        "减号后面少一个空格",
    ),
    Slip("{at_least: 95%, points: 5}", "{at_least: 95%，points: 5}", "R101", "全角逗号“，”"),
    Slip("{at_least: 95%, points: 5}", "{at_least：95%, points: 5}", "R101", "全角冒号“：”"),
    Slip("{at_least: 95%, points: 5}", "｛at_least: 95%, points: 5｝", "R101", "全角的括号"),
    Slip("criteria: [item1, item2, item3]", "criteria: [item1，item2, item3]", "R101", "全角逗号"),
    Slip(
        "criteria: [item1, item2, item3]",
        "criteria: ［item1, item2, item3］",
        "R105",
        "应当是列表，写成 [甲, 乙]，用半角",
    ),
    Slip(CLAUSE, "clause: *建立人员台帐", "R101", '写成“clause: "*建立人员台帐"”'),
    Slip(CLAUSE, "clause: &建立人员台帐", "R101", "以“&”开头"),
    Slip(CLAUSE, "clause: %建立人员台帐", "R101", "以“%”开头"),
    Slip(CLAUSE, "clause: @建立人员台帐", "R101", "以“@”开头"),
    Slip(CLAUSE, "clause: !x 建立人员台帐", "R107", "整句加英文引号"),
    Slip(CLAUSE, "clause: ! 建立人员台帐", "R107", "整句加英文引号"),
    Slip(CLAUSE, 'clause: ! "建立人员台帐"', "R107", "整句加英文引号"),
    Slip(CLAUSE, "clause: > 50%的得分", "R101", "以“>”开头"),
    Slip(CLAUSE, "clause: >5", "R101", "以 > 开头的原文，整句加英文引号"),
    Slip(CLAUSE, "clause: | 甲", "R101", "以“|”开头"),
    Slip(CLAUSE, "clause: - 甲", "R101", "以“-”开头"),
    Slip(CLAUSE, "clause: [附件] 建立台帐", "R101", "以“[”开头"),
    Slip(CLAUSE, "clause: [附件]", "R105", "以 [ 或 { 开头的原文"),
    Slip(CLAUSE, "clause: {附件} 建立台帐", "R101", "以“{”开头"),
    Slip(CLAUSE, "clause: 说明: 建立台帐", "R101", "里面有半角冒号"),
    Slip(CLAUSE, 'clause: "建立"人员台帐', "R101", '引号"不在整句两头'),
    Slip(CLAUSE, 'clause: "建立人员台帐', "R101", "只有前半个引号"),
    Slip(CLAUSE, 'clause: "C:\\台帐"', "R101", "反斜杠"),
    Slip(CLAUSE, "clause: 建立人员台帐 #1，酌情给分", "R121", '"建立人员台帐 #1，酌情给分"'),
    Slip(CLAUSE, "clause: 建立人员台帐 # 1，酌情给分", "R121", "不会录入"),
    Slip(CLAUSE, "clause: #1 建立人员台帐", "R121", "不会录入"),
    Slip(CLAUSE, "clause: 建立人员台帐\n      #1，酌情给分", "R121", "不会录入", at="#1，"),
    Slip(
        CLAUSE, "clause: 建立人员台帐，\n      酌情给分", "R122", "“，”和“酌”之间多一个空格", at="      酌情"
    ),
    Slip(CLAUSE, "clause: >\n      建立人员台帐，\n      酌情给分", "R122", "多一个空格", at="      酌情"),
    Slip("zh: 已就业人数, kind", "zh: 已就业 #1, kind", "R101", "里有“#”"),
    Slip("zh: 已就业人数, kind", "zh: 已就业[1], kind", "R101", "里有“[”"),
    Slip("label: 显著, points", "label: 显著: 好, points", "R101", "里有“:”"),
    Slip("sections:\n", "---\nsections:\n", "R101", "分成了两份", at="---"),
]
SLIPS = [*GATES, *DAYS, *SHARES, *AWARDS, *FIGURES, *METHODS, *MORE, *KEYS, *WRITING]


def problems_of(tmp_path: Path, text: str, name: str = "small") -> list[Problem]:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return look_into_rubric(str(path)).problems


def line_of(slip: Slip, text: str) -> int:
    """Return the line of a slip: of its mark, or else the first line that the slip changed."""
    if slip.at:
        return text[: text.index(slip.at)].count("\n") + 1
    pairs = itertools.zip_longest(SMALL.splitlines(), text.splitlines())
    return next(at for at, (before, after) in enumerate(pairs, 1) if before != after)


def test_the_small_rubric_is_sound(tmp_path: Path) -> None:
    assert problems_of(tmp_path, SMALL) == []


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{slip.code} {slip.new.strip()[:40]}" for slip in SLIPS])
def test_a_slip_is_answered_at_its_line_in_words_that_help(slip: Slip, tmp_path: Path) -> None:
    assert SMALL.count(slip.old) >= 1
    text = SMALL.replace(slip.old, slip.new, 1)
    problems = problems_of(tmp_path, text)
    found = [each for each in problems if each.code == slip.code and slip.words in str(each)]
    assert found, [str(each) for each in problems]
    assert line_of(slip, text) in {each.place.line for each in found}, [str(each) for each in found]


def test_a_form_that_is_nowhere_is_told_beside_a_key_that_cannot_be_read(tmp_path: Path) -> None:
    text = SMALL.replace("forms: []", "forms: [nosuch, 附表/甲]\nrelatons: []")
    found = [(each.code, each.place.line) for each in problems_of(tmp_path, text)]
    line = text[: text.index("forms:")].count("\n") + 1
    assert ("T106", line) in found
    assert ("R103", line + 1) in found
    assert [code for code, _ in found].count("R105") == 1
