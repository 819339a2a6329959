"""What the words of a row say against its being a choice: 否, 落选, 备选. Knows words only."""

import re

from formgen.folding import fold, remove_blanks

_DECIDING = re.compile(
    r"(?:是否|有无)(?:选定|选中|入选|当选|入围|上榜|推荐|推选|同意|通过|上报|选|定|采用|列入)*"
    r"|(?:选定|评选|推荐|推选|票决|表决|投票|评审|最终|研究|审定)*(?:结果|结论|选定|选中|入选|当选|选否|定否|同意)(?:情况|与否|否)?|推荐与否|选用"
)
_YES = re.compile(
    r"(?:是的?|对|√|✓|✔|☑|[yY](?:es)?|[○●]|有|1|同意|通过|已?(?:选定|选中|选|入选|当选|推荐|定)|拟推荐|拟选定|选上|入围|上榜|上报|采用|列入)"
)
_CHOSEN = re.compile(r"(?:拟|已|同意|建议|予以)?(?:选定|选中|选上|入选|当选|中选|推荐|入围|上榜|列入|采用)")
_PARTS = re.compile(r"[,，。;；、!！?？:：()（）【】\[\]\n]+")
_DENIED = re.compile(r"否|未|不|×|✗|✘|☒|[xX]|待定|待研究|待议|待票决|取消|撤回|撤销|删|删除|重复|缓|作罢")
_OF_CHOICE = re.compile(
    r"选(?!举|民|址|岗)|推荐|入围|上榜|同意|通过|采用|采纳|列入|上报|结果|结论|意见|决定|确定|票决|表决|审定|审批|批准|取舍|去留|定否|建议|党[委组]|会议|会$|审核|审查|评审"
    r"|^(?:是否|备注|情况|说明|附注|备考|标记|.*理由|.*原因)$"
)  # below such a heading a bare 否 is about the choice
_ASKING_ELSE = re.compile(r"^(?:有无|有没有|是否有|是否存在)(?!$)|^是否(?:再|重复|连续|多次)")
_PAST = re.compile(r"去年|上年|往年|上届|上次|上一|前年|历年|以前|此前|曾")
_NO = re.compile(r"否|无|没有|不是?|未|[-—/×xX0]*")
_RESERVE = r"落选|落榜|淘汰|出局|剔除|排除在外|刷掉|(?<!一票)否决|备选|候补|候选|替补|备用|弃权|作废"
_UNCHOSEN = (
    r"放弃|退出|(?:不(?:予|拟|再|宜|能|可|应|作|被|做)?|暂不|暂缓|未(?:被|予|能|获|作|经)?|没有?(?:被)?|取消|撤销|撤回)"
    r"(?:选(?!举|民|址)|入围|上榜|推荐|推选|同意|上报|入选|当选|中选|通过|列入|采用|参加评|参评)"
)
_PASSED_OVER = re.compile(rf"(?P<reserve>{_RESERVE})|(?P<unchosen>{_UNCHOSEN})")
_BEFORE = re.compile(r"去年|上年|往年|历年|前年|上次|上届|上一|以前|此前|从前|曾|其[他它余]|别的|另")
_DENYING = re.compile(
    r"(?:未|(?<!得)不|无|没有?|非|避免|防止|杜绝)(?:发生|出现|存在|有|曾|会|予|再|一[人户票次]?|人|因.{1,8})?(?:被|遭|而)?$"
)
_VILLAGE = re.compile(r"(?<![本该这我全各个])(?:村|社区)(?![两委党民居里级干务集规支书主监中内之间比相])")
_BESIDE_VILLAGE = re.compile(
    r"^(?:与|和|跟|比|较|经|在|按)|(?:被|输给|败给|不敌|不如)[一-鿿]{1,6}$"
)  # 与丙村相比落选 is said of the row
_THINGS = re.compile(
    r"的?(?:方案|预案|计划|措施|机制|制度|人员|人才|者|户|情形|情况|现象|问题|事项|记录|项目|企业|公司|岗位|场地|地点|地块"
    r"|村民|群众|居民|党员|干部|队伍|力量|物资|设备|电源|资金|产能|数据|条款|旧|落后|老旧|重复|错误|无效)"
)  # 备选方案, 落选人员: not the village
_AMONG = re.compile(r"的?(?:社区|村|单位)[中里].*(?:最|第一)")  # 落选社区中得分最高
_ABOUT_CHOICE = re.compile(
    r"^(?:[上中到入定取掉了的]|处理|因|由于|但|让|故|后|并|待|[第\d一二三四五六七八九十])|选(?!择|岗)|推荐|评|申报|上报|竞争|名额|名单|资格|荣誉|称号"
    r"|[本该此这][村社次年届单]|今年|考核|审核|审查|初审|复审|会议|会审|表决|票决|验收|公示|结果|递补|顺延"
)  # what words of the second kind are about, where it is the choice: 放弃名额, but not 放弃休息日


def is_deciding_head(text: str) -> bool:
    """Return whether it stands below a heading whether a row is chosen: 是否选定, 选定结果."""
    return _DECIDING.fullmatch(remove_blanks(fold(text))) is not None


def says_yes(text: str) -> bool:
    """Return whether a cell below such a heading says that its row is chosen."""
    return names_choice(text) or _YES.fullmatch(remove_blanks(fold(text))) is not None


def names_choice(text: str) -> bool:
    """Return whether a cell says in a word of its own that its row is chosen, whatever stands above it: 入围, 推荐."""
    return _CHOSEN.fullmatch(remove_blanks(fold(text))) is not None


def doubts_choice(text: str, own: str = "", head: str | None = None) -> bool:
    """Return whether a cell says of its row that it is not chosen, or only in case.

    ``own`` is the name in the row, ``head`` the heading of the cell, if any: a bare 否 below 是否有欠薪 is about something
    else, and 是 below 是否备选 is about this. What was before, or is of others, is not of the row.
    """
    plain = remove_blanks(fold(head or ""))
    other = asks_something_else(plain)
    if _PAST.search(plain):
        return False
    if _PASSED_OVER.search(plain) and not is_deciding_head(plain):
        return says_yes(text) if other else not _NO.fullmatch(remove_blanks(fold(text)))
    core = _find_core(own)
    bare = head is None or (_OF_CHOICE.search(plain) is not None and not other)
    return any(
        (bare and _DENIED.fullmatch(part))
        or any(_is_of_row(part, each, core) for each in _PASSED_OVER.finditer(part))
        for part in filter(None, _PARTS.split(remove_blanks(fold(text))))
    )


def asks_something_else(head: str) -> bool:
    """Return whether a heading asks about something other than the choice of now: 去年是否入选, 有无否决事项."""
    plain = remove_blanks(fold(head))
    return _ASKING_ELSE.search(plain) is not None or _PAST.search(plain) is not None


def _find_core(own: str) -> str:
    """Return the last signs of a village's name that tell it from others, without its township and its kind."""
    bare = re.split(r"[(（]", remove_blanks(fold(own)))[0]
    return re.sub(r"(?:村|社区)\S{0,5}$", "", re.sub(r"^.+(?:镇|乡|街道)(?=.)", "", bare))[-2:]


def _is_of_row(part: str, found: re.Match[str], own: str) -> bool:
    """Return whether words such as 落选 are said of the row itself: not denied, of no other village and of no other thing."""
    before, behind = part[: found.start()], part[found.end() :]
    if _BEFORE.search(before) or _DENYING.search(before) or _is_of_village(before, own):
        return False
    if found["reserve"]:
        return not (_THINGS.match(behind) or _AMONG.match(behind))
    return not behind or bool(own and own in behind) or _ABOUT_CHOICE.search(behind) is not None


def _is_of_village(before: str, own: str) -> bool:
    """Return whether what stands before such words names another village, first or last, of which they are said."""
    for each in _VILLAGE.finditer(before):
        if own and before[: each.start()].endswith(own):
            continue
        beside = _BESIDE_VILLAGE.search(before)
        if not beside or (each.end() == len(before) and not beside[0].endswith(each[0])):
            return True
    return False
