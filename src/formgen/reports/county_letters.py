"""A county's letters and lists to be stamped: 推荐名单, 公示名单, the annex of the 认定 document, 上报函.

What is not decided stands in brackets as such: a tie, a verdict that is 待定. Knows rows, quotas and who is recommended;
decides nothing. A public notice has no telephone number and no number of a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docx.enum.text import WD_ALIGN_PARAGRAPH

from formgen.county.recommendation import Recommendation
from formgen.county.title_changes import TitleChange
from formgen.intake.dates import format_date
from formgen.model import Who
from formgen.quoting import mask_numbers
from formgen.reports.county_rows import CountyRow, count_verdicts, say_quota
from formgen.reports.word_document import SMALL_STYLE, TEXT_STYLE
from formgen.reports.word_lists import WordLists
from formgen.rubric.schema import Quota, Rubric

_OFFICE = "填报单位（盖章）：　　　　　　　　　　　　　　　填报日期：　　　年　　月　　日"
_SIGN = "单位负责人：　　　　　　审核人：　　　　　　填表人：　　　　　　联系电话："
_BLANK = "＿" * 12
_WHOM = "＿" * 9  # as many as its line holds: a blank over two lines is no blank
_MOST_NAMED = 10  # names in a sentence
_NUMBER = "＿＿〔20＿＿〕＿＿号"
_TOWNSHIP, _NAME = "乡镇（街道）", "社区（村）"
_NOBODY = "没有可以推荐的社区（村）"
_DAYS = "　　　　年　　月　　日至　　　　年　　月　　日"
_OTHER_CHANGES: Mapping[TitleChange, str] = {TitleChange.KEPT: "保持称号", TitleChange.LOSES: "拟收回称号"}
_NAMES_ONLY: dict[str, float] = {"序号": 14, _TOWNSHIP: 60, _NAME: 90}
_RECOMMENDED: Mapping[str, float] = {
    "序号": 13,
    _TOWNSHIP: 26,
    _NAME: 31,
    "最后得分": 15,
    "名次": 18,
    "联系人": 18,
    "联系电话": 32,
    "备注": 38,
}


@dataclass(frozen=True, slots=True)
class PublicDays:
    """The days of a public notice, the first and the last among them."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """Return how many days there are, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def weekdays(self) -> int:
        """Return how many of them are Monday to Friday; public holidays are not known here."""
        whole, rest = divmod(self.count, 7)
        return whole * 5 + sum((self.first.weekday() + at) % 7 < 5 for at in range(rest))  # noqa: PLR2004 - Monday to Friday


@dataclass(frozen=True, slots=True)
class County:
    """What the papers of a county are made of: the notice, what it is about, and a row for everybody, best first.

    ``addressee`` is who receives the letter, ``title`` the title (称号) that is given, ``days`` those of the public
    notice; empty and None where a person writes them. ``set_aside`` are how many stand in the data and could not be used.
    """

    rubric: Rubric
    programme: str
    rows: Sequence[CountyRow]
    addressee: str = ""
    title: str = ""
    days: PublicDays | None = None
    set_aside: int = 0

    def name_title(self, row: CountyRow) -> str:
        """Return the title that a row is about as it is printed: the one that a person gave for who is new, else the row's."""
        own = self.rubric.title_of(row.title)
        known = own.printed if own else row.title
        return known if row.change in _OTHER_CHANGES else self.title or known

    def name_put_forward(self, rule: Quota) -> str:
        """Return what those are put forward for who have a place under a quota: the title it gives, else the programme."""
        title = self.rubric.titles.get(rule.gives or "")
        return title.printed if title else self.programme

    def find_rows(self, whos: Sequence[Who]) -> list[CountyRow]:
        """Return the rows of some communities, in their order."""
        by_who = {row.who: row for row in self.rows}
        return [by_who[who] for who in whos]

    @property
    def passed(self) -> list[CountyRow]:
        """Return the rows of those who passed."""
        return [row for row in self.rows if row.passed]

    def find_changed(self, *changes: TitleChange) -> list[CountyRow]:
        """Return the rows of those whose title changes so."""
        return [row for row in self.rows if row.change in changes]

    @property
    def waiting(self) -> int:
        """Return of how many the verdict is 待定, those whose data could not be used among them."""
        return sum(row.passed is None for row in self.rows) + self.set_aside

    @property
    def recognised(self) -> list[CountyRow]:
        """Return the rows of those who are recognised: all who passed, or who are new where there is a register."""
        return self.find_changed(TitleChange.NEW) if self.registered else self.passed

    @property
    def registered(self) -> bool:
        """Return whether there is a register of titles."""
        return any(row.change for row in self.rows)

    @property
    def source(self) -> str:
        """Return the notice as a letter names it."""
        return self.rubric.notice.full_name


def _name_refused(rows: Sequence[CountyRow]) -> str:
    """Return who of those that a paper names is refused by an opinion, and by which; empty for nobody."""
    return "；".join(f"{mask_numbers(str(row.who))}的{row.why_refused}" for row in rows if row.refused)


def _name_doubted(rows: Sequence[CountyRow]) -> str:
    """Return who of those put forward is refused by an opinion, or has the title under a 整顿; empty for nobody."""
    rectified = (
        f"{mask_numbers(str(row.who))}{row.rectifying}，通知没有写能不能推荐，请核对"
        for row in rows
        if row.rectifying
    )
    return "；".join(filter(None, [_name_refused(rows), *rectified]))


def make_recommendation(county: County, rule: Quota, given: Recommendation, says: Mapping[str, str]) -> bytes:
    """Return the 推荐名单 of a quota: who is within it, by rank, and apart from them who is not decided."""
    lists = WordLists(f"{county.name_put_forward(rule)}推荐名单")
    lists.add_line(_OFFICE)
    rows = county.find_rows(given.recommended)
    if doubted := _name_doubted(rows):
        lists.add_open(f"{doubted}，核对以前不要盖章")
    if not rows and not given.undecided:
        lists.add_open(_NOBODY + "，不要盖章")
    lists.add_table(_RECOMMENDED, _list_recommended(rows, given), frozenset({7}))
    if given.undecided:
        lists.add_open(f"以下还没有定，不在名单内，也没有排除；还有{given.left}个名额，定下来以后再盖章")
        lists.add_table(_RECOMMENDED, _list_undecided(county, given), frozenset({7}))
    for note in _note_recommendation(rule, given):
        lists.add_text(note, SMALL_STYLE)
    lists.add_line(_SIGN)
    return lists.to_bytes(says)


def _list_recommended(rows: Sequence[CountyRow], given: Recommendation) -> Iterator[tuple[str, ...]]:
    for at, row in enumerate(rows, 1):
        reason = given.chosen.get(row.who)
        alike = "同分，" if given.quota.scored else ""
        remark = "" if reason is None else f"{alike}人工选定：{reason}"
        yield (
            str(at),
            *_describe(row),
            "；".join(filter(None, [remark, row.why_new, row.rectifying, row.why_refused])),
        )


def _list_undecided(county: County, given: Recommendation) -> Iterator[tuple[str, ...]]:
    places = given.quota.places
    for whos, remark in (
        (given.tied, "同分待定" if given.quota.scored else f"{given.quota.alike}，待定"),
        (places.contested, "可能因待定的社区落在名额外"),
        (places.waiting, "得分、结论或称号待定，可能进入名额"),
    ):
        for row in county.find_rows(whos):
            yield "—", *_describe(row), "；".join(filter(None, [remark, row.rectifying, row.why_refused]))


def _describe(row: CountyRow) -> tuple[str, ...]:
    return row.township, row.who.name, row.final_words, row.rank_words, row.person, row.phone


def _note_recommendation(rule: Quota, given: Recommendation) -> Iterator[str]:
    yield "说明："
    yield say_quota(rule, given.quota)
    if given.quota.scored:
        yield "名次按最后得分在全部社区（村）中排，同分并列；不合格的、待定的不排。"
    if given.chosen:
        alike = "同分，" if given.quota.scored else ""
        yield f"其中{len(given.chosen)}个{alike}由本单位选定，理由见备注。"
    if given.passed_over:
        names = "、".join(map(str, given.passed_over))
        alike = "与选定的同分" if given.quota.scored else given.quota.alike
        yield f"{names}{alike}，没有选定，不在名单内。"


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """What a public notice is for, such as 拟推荐.

    ``title`` is the one that all are put forward for, empty where each has the one of its row. ``open_ones`` says what is
    not decided: then it says that it is not fit to be published, and so it does where there is nobody to name.
    """

    purpose: str
    title: str = ""
    open_ones: str = ""


def make_public_notice(
    county: County, rows: Sequence[CountyRow], asked: PublicNotice, says: Mapping[str, str]
) -> bytes:
    """Return the 公示名单: the names of some communities and the text of the notice."""
    lists = WordLists(f"{county.programme}{asked.purpose}名单公示")
    open_ones = "；".join(filter(None, [asked.open_ones, _name_doubted(rows)]))
    if reason := open_ones or ("" if rows else "没有可以公示的社区（村）"):
        lists.add_open(f"本稿不能张贴：{reason}")
    titles = [asked.title or county.name_title(row) for row in rows]
    named = list(dict.fromkeys(titles))
    called = (named[0] or county.title or county.programme) if len(named) == 1 else "下表所列的称号"
    if rows:
        lists.add_text(
            f"根据{county.source}，经审核评定，{asked.purpose}下列{len(rows)}个社区（村）为{called}，现予公示。"
        )
    days = county.days
    when = f"{format_date(days.first)}至{format_date(days.last)}（共{days.count}天）" if days else _DAYS
    lists.add_text(f"公示时间：{when}。")
    lists.add_text(
        f"公示期间，对名单有异议的，请以书面或电话形式向{_WHOM}反映，反映情况应实事求是。联系电话：{_BLANK}。"
    )
    several = len(named) > 1
    names = (
        (str(at), mask_numbers(row.township), mask_numbers(row.who.name), *([each] if several else []))
        for at, (row, each) in enumerate(zip(rows, titles, strict=True), 1)
    )
    lists.add_table(_NAMES_ONLY | ({"称号": 60.0} if several else {}), names)
    lists.add_seal()
    return lists.to_bytes(says)


def make_recognition_annex(county: County, says: Mapping[str, str]) -> bytes:
    """Return the annex of the document that recognises, with the title; its number is left blank.

    It names everybody who passed; with a register who is new, apart from them who keeps the title and who loses it.
    """
    lists = WordLists(f"{county.programme}认定名单", annex="附件")
    lists.add_line(f"（{_NUMBER}文件附件）", align=WD_ALIGN_PARAGRAPH.CENTER)
    if waiting := county.waiting:
        lists.add_open(f"还有{waiting}个社区（村）结论待定，没有列入；定下来以后再印发")
    open_titles = [row for row in county.find_changed(TitleChange.OPEN) if row.passed is not None]
    if open_titles:
        names = "、".join(str(row.who) for row in open_titles)
        lists.add_open(f"{names}的称号由人定（见考核结果的备注），没有列入")
    if refused := _name_refused(county.recognised):
        lists.add_open(f"{refused}，核对以前不要印发")
    if again := [row for row in county.recognised if row.why_new]:
        names = "、".join(f"{row.who}（{row.why_new}）" for row in again)
        lists.add_open(f"{names}：请核对能不能再认定，核对后删去本行")
    parts = {"新认定": county.recognised}
    parts |= {words: county.find_changed(change) for change, words in _OTHER_CHANGES.items()}
    held = {words: rows for words, rows in parts.items() if rows} if county.registered else {}
    if not (held or county.recognised):
        lists.add_open("没有可以认定的社区（村），不要印发")
    if not held:
        _add_titles(lists, county, county.recognised)
    for number, (words, rows) in zip("一二三", held.items(), strict=False):
        lists.add_text(f"{number}、{words}（{len(rows)}个）")
        _add_titles(lists, county, rows)
    return lists.to_bytes(says)


def _add_titles(lists: WordLists, county: County, rows: Sequence[CountyRow]) -> None:
    """Add a table of names with the title; a remark says who has it under a 整顿."""
    remarks = {"备注": 50.0} if any(row.rectifying for row in rows) else {}
    lists.add_table(
        {"序号": 14.0, "名称": 90.0, "称号": 60.0} | remarks,
        (
            (
                str(at),
                f"{row.who.township}{row.who.name}",
                county.name_title(row),
                *([row.rectifying] if remarks else []),
            )
            for at, row in enumerate(rows, 1)
        ),
    )


def make_covering_letter(
    county: County, given: Mapping[str, Recommendation], annexes: Sequence[str], says: Mapping[str, str]
) -> bytes:
    """Return the 上报函: how many took part and with what result, who is recommended by what rule; its number is left blank.

    While a verdict is 待定, or nobody can be recommended, it says that it is not fit to be sent.
    """
    rules = [county.rubric.quotas[key] for key, each in given.items() if each.recommended or each.undecided]
    named = "、".join(dict.fromkeys(map(county.name_put_forward, rules)))
    lists = WordLists(f"关于推荐{named}的函" if named else f"关于报送{county.programme}评定结果的函")
    lists.add_line(_NUMBER, align=WD_ALIGN_PARAGRAPH.CENTER)
    lists.add_line(f"{county.addressee or _BLANK}：", TEXT_STYLE)
    lists.add_text(
        f"根据{county.source}，我单位组织开展了{county.programme}评定工作。参加评定的社区（村）共{len(county.rows)}个："
        f"{count_verdicts(county.rows)}。"
    )
    if waiting := sum(row.waits for row in county.rows) + county.set_aside:
        lists.add_open(f"还有{waiting}个社区（村）结论待定，定下来以后再上报")
    if undecided := sum(row.passed is None and not row.waits for row in county.rows):
        lists.add_open(f"还有{undecided}个社区（村）的结论，通知没有写怎样定；由你们定的，定下来以后再上报")
    for key, each in given.items():
        _add_recommended(lists, county.rubric.quotas[key], each)
        if doubted := _name_doubted(county.find_rows(each.recommended)):
            lists.add_open(f"{doubted}，核对以前不要上报")
    lists.add_text("特此函报。")
    for at, annex in enumerate(annexes, 1):
        lists.add_line(f"　　{'附件：' if at == 1 else '　　　'}{at}.{annex}", TEXT_STYLE)
    lists.add_seal()
    return lists.to_bytes(says)


def _add_recommended(lists: WordLists, rule: Quota, given: Recommendation) -> None:
    """Add who is recommended under a quota, and what is not decided."""
    count = len(given.recommended)
    named = f"：{'、'.join(map(str, given.recommended))}" if count <= _MOST_NAMED else ""
    base = say_quota(rule, given.quota)
    if count:
        lists.add_text(f"{base}现推荐{count}个{named}（名单附后）。")
    else:
        lists.add_text(base)
    if not count and not given.undecided:
        lists.add_open(f"{_NOBODY}，核对以前不要上报")
    if given.undecided:
        lists.add_open(f"还有{given.left}个名额没有定，名单定下来以后改写本段")
