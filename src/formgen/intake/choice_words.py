"""What the words of a row say against its being a choice: 否, 落选, 备选. Knows words only."""

import re

from formgen.folding import fold, remove_blanks

_DECIDING = re.compile(
    r"(?:是否|有无)(?:选定|选中|入选|当选|推荐|同意|通过|上报|选|定|采用|列入)*"
    r"|(?:选定|评选|推荐|推选|票决|表决|投票|评审|最终|研究|审定)*(?:结果|结论|选定|选中|入选|当选|选否|定否|同意)(?:情况|与否|否)?|推荐与否|选用"
)
_YES = re.compile(
    r"(?:是的?|对|√|✓|✔|☑|[yY](?:es)?|[○●]|有|1|同意|通过|已?(?:选定|选中|选|入选|当选|推荐|定)|拟推荐|拟选定|选上|入围|上榜|上报|采用|列入)"
)
_CHOSEN = re.compile(r"(?:拟|已|同意|建议|予以)?(?:选定|选中|选上|入选|当选|中选|推荐|入围|上榜|列入|采用)")
_PARTS = re.compile(r"[,，。;；、!！?？:：()（）【】\[\]\n]+")
_DENIED = re.compile(r"否|未|不|×|✗|✘|☒|[xX]|待定|待研究|待议|待票决|取消|撤回|撤销|删|删除|重复|缓|作罢")
_PASSED_OVER = re.compile(
    r"(?<![未没不无非])(?:落选|落榜|淘汰|出局|剔除|排除在外|刷掉|(?<!一票)否决|备选|候补|候选|替补|备用|弃权|作废|放弃|退出)"
    r"|(?:不(?:予|拟|再|宜|能|可|应|作|被|做)?|暂不|暂缓|未(?:被|予|能|获|作|经)?|没有?(?:被)?|取消|撤销|撤回)"
    r"(?:选(?!举|民|址)|入围|上榜|推荐|推选|同意|上报|入选|当选|中选|通过|列入|采用|参加评|参评)"
)
_BEFORE = re.compile(
    r"去年|上年|往年|历年|前年|上次|上届|上一|以前|此前|从前|曾|(?<![本该这])(?:村|社区)$|其[他余它]|别的|另"
)


def is_deciding_head(text: str) -> bool:
    """Return whether it stands below a heading whether a row is chosen: 是否选定, 选定结果."""
    return _DECIDING.fullmatch(remove_blanks(fold(text))) is not None


def says_yes(text: str) -> bool:
    """Return whether a cell below such a heading says that its row is chosen."""
    return names_choice(text) or _YES.fullmatch(remove_blanks(fold(text))) is not None


def names_choice(text: str) -> bool:
    """Return whether a cell says in a word of its own that its row is chosen, whatever stands above it: 入围, 推荐."""
    return _CHOSEN.fullmatch(remove_blanks(fold(text))) is not None


def doubts_choice(text: str) -> bool:
    """Return whether a cell says of its row that it is not chosen, or only in case; what was before, or is of others, is not of it."""
    for part in filter(None, _PARTS.split(remove_blanks(fold(text)))):
        found = _PASSED_OVER.search(part)
        if _DENIED.fullmatch(part) or (found and not _BEFORE.search(part[: found.start()])):
            return True
    return False
