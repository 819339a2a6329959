"""Words that stand behind a number, as blanks print them."""

import re

UNITS = (
    "元", "万元", "亿元", "人", "名", "户", "平方米", "㎡", "M2", "m2", "m²", "亩", "岁", "年", "月", "天", "个", "%", "％", "cm", "CM",
    "厘米", "kg", "KG", "公斤", "米", "公里", "吨", "分", "次", "万", "号", "级", "届", "期", "套", "台", "处", "度", "页", "份", "只",
    "元/月", "元/年", "元/人", "周岁", "张", "小时", "学时", "课时", "学分", "周", "个月", "人次", "万人", "公顷", "千克", "克", "升", "床",
    "日历天", "自然日", "工作日", "个工作日", "头", "羽", "株", "棵", "辆", "艘", "项", "篇", "票",
    "千元", "元人民币", "万元人民币", "美元", "万美元",
)  # fmt: skip
ANY_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
AREA = "(?:省|市|县|区|州|旗|乡镇|镇街|乡|镇|街道|村民小组|村|社区|居委会|组|队|路|街|号|栋|幢|单元|室)"
_NO_COUNT = frozenset("年月日号级届期")  # signs of dates and of what is numbered


def says_how_many(unit: str) -> bool:
    """Return whether a unit says how much or how many there are."""
    return unit in UNITS and unit not in _NO_COUNT
