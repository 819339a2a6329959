"""Write docs/problems.md from the catalogue: ``python tests/support/problem_page.py > docs/problems.md``."""

import re
import sys

from formgen.problems import CATALOGUE, Entry

_ROOMS = {
    "F": "文件和文件夹",
    "R": "评分标准",
    "D": "数据",
    "T": "模板和表格",
    "N": "花名册",
    "C": "全县的名单",
    "B": "空白表的填写",
}
_SEVERITIES = {"error": "错误", "warning": "提示"}
_BLANKS = {
    "label": "项目",
    "value": "所填内容",
    "file": "文件",
    "looks": "，像是什么",
    "advice": "补充的办法",
    "why": "原因",
    "most": "最大值",
    "detail": "详情",
    "name": "名称",
    "known": "可选内容",
    "key": "键",
    "points": "分值",
    "other": "另一处",
    "criterion": "评分项",
    "community": "社区（村）",
    "limit": "字数上限",
    "count": "个数",
    "where": "位置",
    "remedy": "怎样改这一格",
    "sum": "合计",
    "step": "步长",
    "reading": "读法",
    "one": "一处",
    "column": "列名",
    "whole": "总数项目",
    "whole_value": "总数",
    "sources": "可选来源",
    "sheet": "工作表",
    "shape": "应有的样子",
    "section": "部分",
    "reachable": "可得分",
    "part": "部分项目",
    "part_value": "部分数",
    "months": "月份",
    "missing": "所缺内容",
    "measure": "算法",
    "folder": "文件夹",
    "field": "字段",
    "columns": "可选栏",
    "origin": "文件",
    "cells": "单元格",
    "table": "表格区域",
    "item": "项目",
    "twin": "另一种",
    "more": "",
    "before": "（原来是多少）",
    "hint": "",  # a guess such as “是不是…？”, or nothing
}
_OF_PEOPLE = {
    "number": "已数到的个数",
    "unit": "",
    "rows": "哪几行",
    "labels": "指标",
    "typed": "所填内容",
    "counted": "数出的数",
    "derived": "算出的内容",
    "day": "统计日",
    "year": "年份",
    "age": "年龄",
    "birth": "出生日期",
    "kind": "应有的内容",
    "found": "像是哪里",
    "household": "户",
    "base": "基数",
}
_OPENING = """\
# 问题一览

formgen 报告的每一个问题都有编号。屏幕上一行一个问题：

```text
[编号] 错误 文件 工作表“…” 单元格…：出了什么问题 → 怎样改
```

- **错误**：必须改，退出码为 1（命令写法不对、写错编号或名称的为 2）。文件读不出来的，命令就此停止；数据有错的，不受影响的部分照常做完。
- **提示**：请核对，属实不必改，不影响退出码。
- 下表中的“〈…〉”处，显示时换成实际的名称、数值或位置。

本页由程序里的问题目录生成，请不要手工修改；生成办法见[开发说明](developers.md)。
"""


def page() -> str:
    """Return the whole page."""
    rooms = [_room(letter, title) for letter, title in _ROOMS.items()]
    return "\n".join([_OPENING, *rooms])


def _room(letter: str, title: str) -> str:
    entries = [(code, entry) for code, entry in CATALOGUE.items() if code.startswith(letter)]
    rows = "\n".join(_row(code, entry) for code, entry in entries)
    head = "| 编号 | 程度 | 名称 | 显示的话 | 怎样改 |\n|---|---|---|---|---|"
    return f"## {letter}　{title}\n\n{head}\n{rows}\n"


def _row(code: str, entry: Entry) -> str:
    cells = (
        code,
        _SEVERITIES[entry.severity],
        entry.title,
        _shown(code, entry.message),
        _shown(code, entry.mend),
    )
    return f"| {' | '.join(cells)} |"


def _shown(code: str, template: str) -> str:
    """Return a template with its blanks as 〈name〉, safe inside a table."""
    blanks = {**_BLANKS, **_OF_PEOPLE} if code.startswith("N") else _BLANKS

    def shown(match: re.Match[str]) -> str:
        name = blanks.get(match[1], match[1])
        return f"〈{name}〉" if name else ""

    return re.sub(r"\{(\w+)\}", shown, template).replace("|", r"\|")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(page())
