"""Names of communities and townships: cleaned, compared, and doubted where they look like anything but a place.

A doubt is a reason in Chinese, empty when a name can be believed. Knows text only, no cell or file.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from formgen.folding import fold, keep_letters, remove_blanks, remove_invisible
from formgen.intake.raw import STRUCK
from formgen.quoting import mask_numbers

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_BLANKS = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_BLANK = re.compile(f"(?<=[{_HAN}])[{_BLANKS}]+|(?<![{_BLANKS}])[{_BLANKS}]++(?=[{_HAN}])")
_LONGEST = 100  # what is longer is no name, and no longer looked at
_DITTO = re.compile(
    r"(?P<mark>[〃″”“\"〝〞〟々ˮ＂])(?P=mark)?|''|‘‘|’’"
    r"|\W*(?:(?:[同如与和]|均同|亦同)[上前](?:面|述|边|格|行|一[行格])?(?:相同|一样|一致)?|同|上同|亦同|仝|仝上|ditto|do|same|idem|ibid)\W*"
)
_LONGEST_DITTO = 12
_REFERRING = re.compile(
    "[同如见与和照][上下前左右](?:面|述|边|方|格|行|列|表|栏|一[行格列])?的?(?:乡?镇|乡|街道|单位|地区|地址)?"
)  # where a township should stand, such as 同上镇, 同左

_OTHER_PAGE = re.compile("从?略|(?:详?[同如见与和照]|详)[上下前后背另]一?[页面表]")

_BRACKETED = re.compile(r"(.+?)[(\[【〔][^()\[\]【】〔〕]{0,60}[)\]】〕]")
_TOTAL = re.compile(
    r".{0,16}(?:合计|总计|小计|共计|累计|总和|总数|汇总|平均|均值)[数值]?"
    r"|(?:合计|总计|小计|共计|累计|总和|总数|汇总|平均|均值).{0,8}?[数值户人]"
    r"|(?:(?:合计|总计|小计|共计|共)\d+个?|\d+个)(?:村|社区|村社区|社区村|村居|单位|乡镇|镇|街道)"
    r"|(?:合计|总计|小计|共计|累计|总数|汇总)\d+(?:个|笔|项|家|[万千百]?元)"
    r"|其中(?!.{0,12}(?:社区|村|居)$).{0,12}"
    r"|全(?:部|体|镇|乡|街道|县|市|区|省)"
    r"|(?:grand|sub)?total|sum|average|mean"
)
_REMARK_WORDS = (
    "填表说明|填报说明|编制说明|数据来源|数据说明|备注|附注|说明|注释|注|填表.{0,2}|填报.{0,2}|制表.{0,2}|制单.{0,2}|"
    "审核.{0,2}|复核.{0,2}|统计.{0,2}|经办.{0,2}|负责人|联系.{0,2}|单位负责人|单位|日期|盖章|公章|签字|签章|附"
)
_REMARK = re.compile(rf"[(\[【*※]?\s*(?:{_REMARK_WORDS})\s*\d?\s*(?:[:：、.．)\]】\s].*|$)", re.DOTALL)
OFFICES = ("村民委员会", "居民委员会", "村委会", "居委会", "居委")  # names that end so are believed
_PLACES = (
    "社区", "村", "居", "小区", "园区", "新区", "片区", "街", "路", "巷", "弄", "里", "坊", "苑", "园", "庄", "屯", "寨", "堡",
    "湾", "岛", "屿", "岙", "浦", "浜", "塘", "桥", "港", "渡", "洋", "山", "岭", "坑", "坪", "坝", "滩", "沟", "营", "场",
    "城", "队", "组", "站", "沙", "头", "根", "家", "门", "口", "店", "集", "嘎查", "联社",
)  # fmt: skip
_AREAS = ("街道", "镇", "乡", "县", "市", "省")
_COMPANIES = (
    "公司", "集团", "工厂", "厂", "企业", "合作社", "事务所", "商店", "超市", "学校", "小学", "中学", "大学", "学院", "医院",
    "卫生院", "幼儿园", "银行", "局", "办公室", "中心", "所", "办", "科", "处", "部",
)  # fmt: skip
_WORDS = re.compile(
    "合计|总计|小计|共计|累计|平均|汇总|其中|备注|填表|填报|填写|制表|审核|复核|请勿|勿删|删除|删去|盖章|签字|签章|样例|范例|举例|"
    "例如|模板|人数|户数|比例|占比|百分|增减|上年|去年|同比|环比|说明|数据|负责人|联系人|电话|日期|全部|所有|各村|各社区|本表|"
    "此行|此列|未填|另附|见附|附件|附表|名称|序号|排名|年度|季度|表头|单位|"
    "以上|以下|空白|结转|比重|水平|最大|最小|最高|最低|本期|上期|同期|上页|次页|承前|人均|户均|村均"
)
_NO_NAME = re.compile(
    "无|暂无|没有|空|空白|略|待定|待填|待补|暂缺|缺|不详|不明|未知|未定|其他|其它|其余|男|女|"
    "男性|女性|农业|非农|农村|城镇|城市|镇级|县级|市级|省级|村级|本级|本镇|本乡|本县|本市|"
    "(?:本|该|各|每|某|两|我|贵|新农|其他|其它|其余|剩余|余下|行政|自然|上述|下列|前述|撤并|拆迁|贫困|(?:经济)?薄弱|未?达标|"
    "重点|试点|未?参评)(?:村居?|社区)|共?[两二三四五六七八九十]+个(?:村|社区)|"
    "[城郊农山牧林库湖片]区|居民区|海岛|缺口|"
    "(?:[镇乡县市省]|街道)(?:本级|直)|村数|全(?:镇|乡|街道|县|市|区|省)?(?:村|社区|村居)|新增|撤销|撤并|合并|停用|作废|"
    "目标|任务|完成|差额|增长|上月|本月|本年|今年|年初|年底|年末|全年|[上下]半年|未分类|重复|疑似|草稿|临时|删|人|户|个|"
    "是|否|总|上述|下列|前述|校验|核对|机关|失业|就业|户籍|流动|常住|外来|残联|优抚|"
    "(?:具体|基本|完成|主要|相关|有关)?(?:内容|情况)栏?|现状|实际|[实现]有|结果|回答|答案|指标|项目|详情|明细|要求|依据|选项|意见|信息|录入|输入|资料|"
    "数[目字]|栏目|事项|类别|名|字段|示范|当前|本季|考评|核[定实]|调整后?|更正后?|修订|初稿|终稿|定稿|"
    "示例|示例行|例|例子|测试|社区|村|居|na|none|null|nil|"
    "[东南西北中上下前后左右内外]片|第?[一二三四五六七八九十\\d]{1,3}片区?|年月日|村民委员会|居民委员会"
)
_STATE = re.compile(
    "(?:未|已|待|拟)(?:上?报|核|撤|并|拆|审|查|补|填|建)|核实中|校验|疑似|自评$|不参(?:评|加|与)"
)  # of a row, or a village
_MOVED = "(?:已|拟|待)?(?:合并|撤并|并|归|划)[到入至给归].+"
_SET_ASIDE = re.compile(
    r"[(\[【〔](?:已|拟|待)?(?:作废|删除?|停用?|撤销|撤并|合并|并入.*|退出|取消|重复|暂缓|拆迁|[12]\d{3}年?度?)[)\]】〕]"
    rf"|^{_MOVED}"
)  # 前屿村（作废）, 合并到前屿村
_SEVERAL = re.compile(
    "(?P<kind>村|社区)(?:和(?![平谐睦美合兴顺气丰畅塘])|与|及(?!第)).+(?P=kind)$|(?:村|社区)等(?:[\\d一二两三四五六七八九十几多]*[个家]?(?:村居?|社区|村社区|单位)?|[两三四五六七八九十]+地)$"
)  # 前屿村和后屿村
_COUNTED = re.compile(
    r"[\d.,%〇零一二两三四五六七八九十百千万]+(?:月[底末初]?|季度|年|日|号|户|人|个|元|分|月份)?|第?\d+(?:年|季度|行|列|页)"
)
_UNTIL = re.compile(r"截[至止]")  # 截至6月底
_EXAMPLE = re.compile(
    r"(?:示例|样例|范例|例|注|备注|说明)\s+\S.*|.*[(\[【〔](?:示例|例|样例|范例|样本)[)\]】〕]|(?:(?:示例|样例)村|(?:测试|试验)(?:村|社区))|[x×某*]{1,4}(?:村|社区|居|小区).*"
)
_JOINING = frozenset("·•・‧-－—–()[]【】〔〕 ")  # what may stand in a name beside letters and digits
_FORMULA = re.compile(r"^[=+@]|[=#!<>|&$^]|[0-9][*+/-][0-9]")
_EDGES = "()[]【】.。…·-—*:、 "
_PLAIN = re.compile(f"(?!某|示例|样例|测试|试验|{_MOVED})[{_HAN}]{{1,12}}(?:社区|村)")
_NAMED_IN_FULL = re.compile(
    rf"(?!其中)[{_HAN}]{{2,12}}(?:{'|'.join(_PLACES)})(?:社区|村)"
)  # 合计岙社区 is a place
_SHORT_NAME = re.compile(
    f"[{_HAN}](?:[{_HAN}\\d]{{0,4}}[{_HAN}\\d])?(?<![率数值额比差量计表期页均分线幅次务准式])"
)
_VILLAGE = re.compile(
    "(?:社区|村)(?:第?[0-9a-z〇一二三四五六七八九十]{0,4}[区期号片组]?|居?民?小组)$"
)  # the end of a name that says that it is one of a community
_PART = re.compile(
    "(?:村|社区)(?:第?[0-9a-z〇一二三四五六七八九十]{1,4}(?:大?队|片区?|号?[楼幢栋]|网格)|[东南西北中上下前后内外]{1,2}片区?|[居村]民小组|"
    "全[村体]|全社区|整村)$|第?[0-9〇一二三四五六七八九十]{1,4}(?:[居村]民)?小?组$"
)  # 双帆村一组, 双帆村东片, 双帆村2号楼
_PART_ALONE = re.compile(
    "(?:自然村|[居村]民小组)$"
)  # may be another word for the village, where that stands beside it
_SIDE = "[东南西北中上下前后内外左右]{1,2}(?:片区?|区|部|边|头|侧|半[村区])?"
_SHARE = (
    "第?[0-9a-z〇一二三四五六七八九十]{1,3}(?:期|区|号院|片区?)|(?:非?农业?|农村|城镇|居民|户籍|常住|外来|流动|本[村地籍]|暂住)(?:人口|户籍?|人员)?|[男女]性?|"
    "[上下]半年|第?[0-9一二三四]{1,2}(?:季度|月份?)"
)
_PART_BESIDE = re.compile(
    rf"(?:(?<=[村居])|(?<=社区))(?:[(\[【]第?(?:{_SIDE}|{_SHARE}|[0-9一二三四五六七八九十]{{1,2}})[)\]】]|{_SHARE})$"
)  # 一村（东）, 花园社区A区: a part where another one, or the whole, stands beside it
_LAND = re.compile(
    f"[{_HAN}0-9a-z][溪田岩石坡林宅塔江河湖海泉井潭池洞峰岗冈岱坛坦垟垄垅塆滨洲渚墩堂庙寺宫阁楼亭关东西南北下底儿前畈坵丘陵川埠埭堰闸"
    "礁嶴圩泾漾荡墟圳甸厝寮坂区片水邨]$"
)  # the end of most other names of villages
_NO_LAND = re.compile(
    "(?:人口|户口|部门|市场|专门|商家|专家|国家|大家|小组|工作[站组队]|服务[站队]|网站|门市|出口|进口|现场|公里|平台|窗口|相关|机关|地区|前)$"
)  # words that end as the names of villages do
_NOTE_MARK = re.compile(f"(?<=[{_HAN}])[\u00b2\u00b3\u00b9\u2070-\u2079\u2460-\u24ff\u2776-\u2793]+$")
_SHORT_TEXT = 40  # characters; in a longer one such a sign may belong to what is said
PART_OF_ONE = "像是村、社区里的组、片、楼一类，或是全村"
_NUMBERED = re.compile(
    rf"\s*(?:\d{{1,4}}\s+|0\d*(?![社村])|\d{{1,3}}(?=[{_HAN}]{{2,}}村)(?![号年月日弄幢栋米里公社街路组队家户大])"
    rf"|[(（\[【〔]\s*[\d一二三四五六七八九十]{{1,4}}\s*[)）\]】〕]|[-–—\u2160-\u2188]+)\s*[{_HAN}]"
)  # 1 云屿村, 01云屿村, 1云屿村, （1）云屿村, -云屿村
_NUMBERED_AREA = re.compile(
    rf"(?:\d{{1,4}}(?!年)\W*|[(\[【〔]\s*第?[\d一二三四五六七八九十]{{1,4}}\s*[)\]】〕]\W*"
    rf"|第?[一二三四五六七八九十]{{1,3}}[、,.:：)）\]】〕\s]+|[\u2160-\u217f\u2460-\u24ff\u3220-\u3229\u3280-\u3289][\W\u2160-\u217f]*)[{_HAN}]"
)  # 1石塘镇, 一、石塘镇, （1）石塘镇, ①石塘镇
_NOTE_NUMBER = re.compile(r"[(\[【〔]注?\d{1,2}[)\]】〕]$")  # 云屿村（1）
_AREA_END = re.compile(
    "(?:镇|乡|街道|办事处|街道办|街办|政府|区|园|城|场|苏木|盟|旗|委会|县|市|委|中心|所|站)$"
)
_FEWEST_AREAS = 2  # townships that say so from which on one that does not is asked about
_HABIT = 10  # names without such an end from which on they are no exception in a sheet


def clean_name(text: str) -> str:
    """Return a name as it is printed: without characters that nobody sees, and without blanks next to Chinese ones."""
    plain = unicodedata.normalize("NFC", text)
    if not plain.isascii():
        plain = _BLANK.sub("", remove_invisible(plain))
    return plain.strip()


def compare_form(text: str) -> str:
    """Return what makes two names the same: without blanks, invisible characters and differences of width."""
    return remove_blanks(fold(remove_invisible(text)))


def is_ditto(text: str) -> bool:
    """Return whether a text only says: the same as above, in signs or in words."""
    plain = text.strip()
    if len(plain) > _LONGEST_DITTO or plain.isdecimal():
        return False
    return _DITTO.fullmatch(remove_blanks(plain).lower()) is not None


def is_pointing(text: str) -> bool:
    """Return whether a text only points at another place: 同左, 见上, 见前页, or says that it is left out: 略.

    What is the same as above is ``is_ditto``.
    """
    plain = remove_blanks(fold(text)).strip(_EDGES)
    return any(each.fullmatch(plain) for each in (_REFERRING, _OTHER_PAGE))


def is_total(text: str) -> bool:
    """Return whether a text heads a row of totals, averages or parts of a total, in whatever words."""
    plain = _drop_brackets(fold(text[:_LONGEST]))
    return _TOTAL.fullmatch(keep_letters(plain)) is not None and not plain.endswith(OFFICES)


def is_remark(text: str) -> bool:
    """Return whether a text begins as remarks and signatures below a table do."""
    return _REMARK.fullmatch(text[:_LONGEST].strip()) is not None


def is_no_text(text: str) -> bool:
    """Return whether a text is only dashes and other signs, or a word for: nothing."""
    plain = keep_letters(text)
    return not plain or plain in {"无", "暂无", "没有", "空", "空白", "略"}


def is_plain(name: str) -> bool:
    """Return at little cost whether a text is most surely the name of a community, as nearly all are."""
    return _PLAIN.fullmatch(name) is not None and not (
        _WORDS.search(name)
        or _STATE.search(name)
        or _TOTAL.fullmatch(name)
        or _PART.search(name)
        or _NO_NAME.fullmatch(name)
        or _SEVERAL.search(name)
    )


def describe_strike(text: str) -> str:
    """Return that signs of a text are struck out, empty when none is."""
    return "有划掉的字" if STRUCK in text else ""


def describe_marks(text: str) -> str:
    """Return which marks are in a text that nobody wants printed: signs struck out, a footnote behind a short one."""
    if struck := describe_strike(text):
        return struck
    mark = _NOTE_MARK.search(text) if len(text) <= _SHORT_TEXT else None
    return f"后面的“{mark[0]}”像是注码" if mark else ""


def doubt_record(text: str, labels: frozenset[str] = frozenset()) -> str:
    """Return why a text is no name of a community where a program wrote it: only rows are mixed with other texts."""
    return _doubt_any(fold(clean_name(text)), labels)


def doubt_name(text: str, labels: frozenset[str] = frozenset()) -> str:
    """Return why a text is no name of a community; ``labels`` are the words above columns."""
    if is_plain(text) and text not in labels:
        return ""
    if len(text) > _LONGEST:
        return f"超过{_LONGEST}个字"
    if _EXAMPLE.fullmatch(fold(text).lower()):
        return "像是说明、备注或示例"
    plain = fold(clean_name(text))
    if marks := "前面像是有序号" if _NUMBERED.match(text) else describe_marks(plain):
        return marks
    if plain.endswith(OFFICES) and plain not in labels.union(OFFICES):
        return ""
    return _doubt_any(plain, labels) or _doubt_place(plain)


@lru_cache(maxsize=4096)
def doubt_township(text: str, labels: frozenset[str] = frozenset()) -> str:
    """Return why a text is no name of a township."""
    plain = fold(clean_name(text))
    if _REFERRING.fullmatch(plain.strip(_EDGES)):
        return "像是说和别的一行一样"
    if _NUMBERED_AREA.match(plain):
        return "前面像是有序号"
    if mask_numbers(plain) != plain:
        return "含有像身份证号、电话的一长串数"
    return _doubt_any(plain, labels) or ("像是公式" if _FORMULA.search(plain) else "")


def _doubt_any(plain: str, labels: frozenset[str]) -> str:
    """Return why a text is no name of any place."""
    letters = keep_letters(plain)
    word = None if _NAMED_IN_FULL.fullmatch(letters) else _WORDS.search(letters)
    doubts = {
        "是“同上”，看不出是同哪一行": is_ditto(plain),
        "不是名称": not letters
        or _NO_NAME.fullmatch(plain.strip(_EDGES))
        or _NO_NAME.fullmatch(_drop_brackets(plain).strip(_EDGES))
        or _UNTIL.match(letters),
        "像是合计、平均一类的行": is_total(plain),
        "是列名": letters in labels and all(map(may_stand, plain)),
        "像是数": _COUNTED.fullmatch(plain),
        f"含有“{word[0]}”，像是说明、备注一类的行" if word else "": word,
        "像是说明、备注": is_remark(plain),
        describe_marks(plain): True,
        "像是说这一行怎么了": _SET_ASIDE.search(plain)
        or (_STATE.search(letters) and not plain.endswith(OFFICES)),
        "后面像是注码": _NOTE_NUMBER.search(plain),
        "像是几个社区": _SEVERAL.search(plain),
    }
    return next((reason for reason, found in doubts.items() if reason and found), "")


def _doubt_place(plain: str) -> str:
    """Return why a text is no name of a community though it may be one of something else."""
    if strange := next((sign for sign in plain if not may_stand(sign)), ""):
        return f"含有“{strange}”"
    base = _drop_brackets(plain)
    if _PART.search(base):
        return PART_OF_ONE
    if base.endswith(_AREAS):
        return "像是乡镇、街道或县市的名称"
    if base.endswith(_COMPANIES) and "社区" not in base:
        return "像是单位的名称"
    return "" if _ends_as_place(base) or _SHORT_NAME.fullmatch(base) else "不像地名"


def _ends_as_place(base: str) -> bool:
    """Return whether a name ends as those of communities and villages do."""
    if _VILLAGE.search(base.lower()) or base.endswith(OFFICES):
        return True
    ends = (len(base) > 1 and base.endswith(_PLACES)) or _LAND.search(base.lower())
    return bool(ends) and not _NO_LAND.search(base)


def find_bare(names: Iterable[str]) -> frozenset[str]:
    """Return the names in a sheet that do not end as those of places do, where this is not how its names are written.

    Nothing else distinguishes a village that is called 新华 from 全年 or 张三: the other names have to.
    """
    known = set(names)
    bare = {name for name in known if not _ends_as_place(_drop_brackets(fold(clean_name(name[:_LONGEST]))))}
    return frozenset() if len(bare) >= _HABIT or 2 * len(bare) > len(known) else frozenset(bare)


def find_parts(names: Iterable[str]) -> frozenset[str]:
    """Return the names that are those of parts of a community, by what else is there.

    自然村 and 村民小组 are where nothing else bears the name before that; 花园社区A区 is where B区 or 花园社区 stands beside it.
    """
    forms = {name: compare_form(name).lower() for name in names}
    known = {*forms.values()}
    alone = {name: _PART_ALONE.sub("", form) for name, form in forms.items() if _PART_ALONE.search(form)}
    beside = {name: _PART_BESIDE.sub("", form) for name, form in forms.items() if _PART_BESIDE.search(form)}
    count = Counter(_PART_BESIDE.sub("", form) for form in known if _PART_BESIDE.search(form))
    return frozenset(
        name for name, base in alone.items() if not known.intersection((base, f"{base}村", f"{base}社区"))
    ) | {name for name, base in beside.items() if count[base] > 1 or base in known}


def is_part(name: str) -> bool:
    """Return whether a name may be that of a part of a community."""
    plain = compare_form(name).lower()
    return _PART_ALONE.search(plain) is not None or _PART_BESIDE.search(plain) is not None


def find_bare_townships(names: Iterable[str]) -> frozenset[str]:
    """Return the townships in a sheet that do not say so, 张三 among 石塘镇 and 松门镇: most others have to."""
    known = set(names)
    bare = {name for name in known if not _AREA_END.search(_drop_brackets(fold(clean_name(name[:_LONGEST]))))}
    return frozenset() if len(known) - len(bare) < max(_FEWEST_AREAS, 2 * len(bare)) else frozenset(bare)


def _drop_brackets(text: str) -> str:
    """Return a text without the brackets that end it."""
    while match := _BRACKETED.fullmatch(text):
        text = match[1]
    return text


def may_stand(sign: str) -> bool:
    """Return whether a character may stand in a name: letters, digits, and a few others."""
    category = unicodedata.category(sign)
    return sign in _JOINING or (category[0] in "LMN" and category != "No" and sign != STRUCK)
