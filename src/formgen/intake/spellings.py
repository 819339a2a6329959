"""The spellings of one place: what is left of a name when all that clerks add, leave out or write otherwise is gone.

Two names with the same core and no different kind are a question. Knows text only, no cell or file.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from formgen.intake.names import compare_form

_TRADITIONAL = (
    "東东鎮镇鄉乡縣县區区橋桥灣湾嶼屿島岛嶺岭澗涧溝沟龍龙馬马魚鱼鳥鸟門门間间關关開开聯联興兴華华國国長长廣广場场園园圍围莊庄"
    "陳陈張张劉刘楊杨趙赵錢钱孫孙鄭郑馮冯衛卫蔣蒋韓韩許许呂吕嚴严葉叶蘇苏盧卢賈贾鄒邹譚谭顧顾龔龚賴赖鍾钟鄧邓羅罗吳吴蕭萧萬万"
    "蘭兰蓮莲葦苇薈荟蕩荡滿满漁渔潛潜濱滨瀾澜濟济淺浅澤泽淵渊溫温淨净漢汉湯汤豐丰禮礼祿禄禎祯積积穩稳穀谷紅红綠绿紀纪緯纬線线"
    "經经總总繡绣義义習习聖圣職职聰聪勝胜臺台與与艱艰節节藍蓝藝艺藥药處处號号蟲虫術术補补裏里裡里製制複复覺觉觀观記记訊讯設设"
    "評评詩诗話话誠诚語语説说說说課课調调論论諸诸謝谢識识議议護护讀读變变讓让貝贝財财責责貢贡貨货貴贵買买資资賓宾賢贤質质贊赞"
    "贏赢車车軍军軒轩較较載载輝辉輪轮轉转農农連连進进遠远運运過过達达遙遥適适選选遷迁遺遗鄰邻醫医釀酿銀银銅铜鋪铺鐵铁鐘钟鏡镜"
    "閘闸閣阁閩闽陽阳陰阴隊队階阶際际隨随險险隱隐雙双雜杂雞鸡離离難难雲云電电霧雾靈灵靜静頂顶項项順顺須须預预領领頭头題题顏颜"
    "風风飛飞養养館馆駐驻駕驾驛驿騰腾體体鬆松鬥斗鮑鲍鯉鲤鳳凤鳴鸣鴻鸿鵝鹅鶴鹤鷹鹰鹽盐麗丽麥麦麵面黃黄點点齊齐齒齿壩坝壟垄塢坞"
    "墳坟牆墙壇坛壘垒塊块堅坚報报壯壮聲声壽寿夢梦奧奥奮奋婦妇寧宁寶宝實实寬宽審审寫写將将專专尋寻對对導导層层屬属岡冈峽峡崗岗"
    "嵐岚嶽岳嶗崂幹干庫库廟庙廠厂廢废彎弯彙汇後后從从復复恆恒愛爱慶庆憲宪應应懷怀戰战戲戏戶户擁拥據据擴扩攔拦敵敌數数斷断時时"
    "晉晋曉晓曬晒書书會会朧胧條条棗枣樓楼標标樣样樹树橫横檔档檢检櫻樱權权歡欢歷历歸归殘残殺杀殼壳氣气決决況况溈沩潤润澀涩灘滩"
    "瀘泸煙烟熱热燈灯爐炉營营爺爷牽牵獅狮獨独獻献環环現现瓊琼畝亩畫画異异當当療疗發发盤盘監监礦矿礁礁種种稱称窪洼窯窑競竞筆笔"
    "筍笋築筑簡简籃篮類类糧粮純纯紙纸級级細细組组終终結结給给絡络統统絲丝維维網网緊紧縫缝織织繞绕繼继續续罷罢羣群勞劳動动務务"
    "勵励勢势協协單单壓压厲厉縂总參参叢丛啟启喬乔嘗尝團团圖图圓圆塵尘澳澳鴨鸭鷺鹭鱷鳄龜龟邨村隴陇峯峰巖岩崑昆嶴岙墺岙"
)
_SIMPLE = dict(zip(map(ord, _TRADITIONAL[::2]), _TRADITIONAL[1::2], strict=True))
_AREAS, _KINDS = ("街道", "镇", "乡"), ("社区", "村")
_SHORTEST = 2  # signs of a name
_BEFORE = (2, 3)  # signs of the name of a county that may stand in front of a township
_DIGITS = {sign: at for at, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
_NUMERAL = re.compile("(?:[〇零一二两三四五六七八九]+[百千]?|十)+")
_COUNTED = re.compile(
    "(?:[一二两三四五六七八九]千零?)?(?:[一二两三四五六七八九]百零?)?(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?"
)
_ORDINAL = re.compile(r"第(?=\d)")
_BRACKETED = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_OFFICE = re.compile(
    "(?:人民政府|镇政府|乡政府|政府|街道办事处?|街办|办事处|办|党工?委|管委会|管理委员会|辖区|本级|"
    "(?:劳动保障|社保|社会保障|人社|人力社保)(?:服务)?[所站]|便民服务中心|"
    "村民委员会|村民小组|村委会?|居民委员会|居委会?|居|行政村|自然村)$"
)
_OF_OFFICE = {"街": "街道", "办": "街道", "村": "村", "居": "社区", "行": "村", "自": "村"}
_ABOVE = re.compile("^(?:.{2,8}?[省市县区])+?(?=.{2,}$)")
_EDGE_SIGNS = re.compile(
    r"^(?:原(?=..)|[\d\W\u2160-\u2188]|[a-z](?=[^\Wa-z]))+"
    r"|(?:[\da-z]|\W|[\u2160-\u2188\u2460-\u24ff\u00b2\u00b3\u00b9\u2070-\u209f])+$"
)
_PARTY = re.compile("^(?:中国共产党|中共|中国|共青团)(?=..)")
_INNER_AREA = re.compile("^.{2,6}?(?:街道|镇|乡)(?=.)")  # 石塘镇 of 石塘镇委, 石塘镇便民服务中心
_DOUBLED = re.compile("(街道|镇|乡|社区|村)\\1$")  # 前屿村村


class Spelling(NamedTuple):
    """What a name is of: its core, and the word for what kind of place it is; empty when none is written."""

    core: str
    kind: str = ""


def spell_township(name: str) -> Iterator[Spelling]:
    """Yield what a name of a township may be, as it is written first, then without what may have been added to it."""
    plain = _unify(name)
    yield _split(plain, _AREAS)
    without = _BRACKETED.sub("", plain) or plain
    bare = _EDGE_SIGNS.sub("", without)
    inner = _INNER_AREA.match(_PARTY.sub("", bare))
    behind = (
        bare[at:] for at in _BEFORE if len(bare) > at + _SHORTEST and bare.endswith(_AREAS)
    )  # 温岭石塘镇
    for text in filter(None, (without, bare, *_drop_above(bare), inner[0] if inner else "", *behind)):
        yield _split(text, _AREAS)
        yield _split(_DOUBLED.sub(r"\1", text), _AREAS)


def spell_community(name: str, township: str) -> Iterator[Spelling]:
    """Yield what a name of a community may be, as it is written first, then without what may have been added to it."""
    plain, area = _unify(name), _unify(township)
    yield _split(plain, _KINDS)
    without = _BRACKETED.sub("", plain) or plain
    inner = without.partition(area)[2] if area else ""
    short = _split(area, _AREAS).core
    behind = without.removeprefix(short).lstrip("·-") if len(short) >= _SHORTEST else ""  # 云屿前屿村
    numbered = _unify(_EDGE_SIGNS.sub("", compare_form(name).lower()))  # before 前屿一 becomes 前屿1
    for text in filter(None, (without, inner, behind if len(behind) > _SHORTEST else "", numbered)):
        yield _split(text, _KINDS)
        yield _split(_DOUBLED.sub(r"\1", text), _KINDS)


def _drop_above(name: str) -> Iterator[str]:
    """Yield a township without the province, city and county before it, one after another."""
    while (rest := _ABOVE.sub("", name)) != name:
        yield rest
        name = rest


def drop_township(name: str, township: str) -> str:
    """Return a name of a community without its township before it: 云屿村 for 云屿镇云屿村; 云屿镇社区 stays."""
    rest = name.removeprefix(township) if township.endswith(_AREAS) else name
    if rest == name or len(rest) < _SHORTEST:
        return name
    spelling = _split(rest, _KINDS)
    return rest if spelling.kind and len(spelling.core) > 0 and spelling.core not in _KINDS else name


@lru_cache(maxsize=4096)
def _unify(name: str) -> str:
    """Return a name in simplified signs, its numerals as digits."""
    plain = compare_form(name).lower().translate(_SIMPLE).translate(_FORMAL)
    return _ORDINAL.sub("", _NUMERAL.sub(lambda match: _read_numeral(match[0]), plain))


def _read_numeral(text: str) -> str:
    """Return a Chinese numeral in digits: 十八 as 18, 一百零一 as 101, 五一 as 51."""
    if not _TENS.keys() & set(text):
        return "".join(str(_DIGITS[sign]) for sign in text)
    if not _COUNTED.fullmatch(text):
        return text
    total, digit = 0, 1
    for sign in text.replace("零", ""):
        if sign in _TENS:
            total, digit = total + digit * _TENS[sign], 0
        else:
            digit = _DIGITS[sign]
    return str(total + digit)


def _split(text: str, kinds: tuple[str, ...]) -> Spelling:
    """Return the core of a name and its kind, by the word for it or by that for its office."""
    office = _OFFICE.search(text)
    kind = _OF_OFFICE.get(office[0][0], "") if office else ""
    core = text[: office.start()] if office else text
    for word in kinds:
        if core.endswith(word) and len(core) > len(word):
            return Spelling(core.removesuffix(word), word)
    return Spelling(core, kind if kind in kinds else "")
