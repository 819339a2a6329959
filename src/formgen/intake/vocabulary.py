"""The words clerks write above columns, and what they mean. Knows the catalogue of fields; nothing of cells."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from formgen.folding import remove_invisible
from formgen.intake.fields import Catalogue, Field
from formgen.intake.header_notes import is_known_note, list_notes, split_note
from formgen.intake.heading_forms import heading_forms, make_form, squeeze_heading
from formgen.intake.months import spell_month
from formgen.intake.names import clean_name
from formgen.intake.raw import STRUCK
from formgen.model import MONTHS
from formgen.rubric.deciding_facts import list_standard_words

ColumnRole = Literal[
    "name", "township", "facts", "indicators", "monthly", "judged", "scores",
    "series", "month", "level", "criterion", "points", "by", "reason", "total", "verdict",
    "stray",
]  # fmt: skip
SheetKind = Literal["data", "months", "scores", "judged"]

SHEETS: dict[SheetKind, str] = {
    "data": "社区数据",
    "months": "十二个月",
    "scores": "各级评分",
    "judged": "评审打分",
}
DEFINITIONS, FINDINGS = "填报说明", "问题清单"
TOWNSHIP, NAME = "乡镇（街道）", "社区（村）名称"
SERIES, LEVEL, CRITERION, POINTS, BY, REASON = "指标", "评分栏", "评分项", "得分", "评审人（职务）", "理由"
_SURE_TOTALS = (
    "总分", "合计分", "合计得分", "得分合计", "评分合计", "总得分", "总评分", "总分合计", "最后得分", "最终得分", "考核得分", "考评得分",
)  # fmt: skip
_TOTALS = ("合计", *_SURE_TOTALS, "总计", "得分")
_VERDICTS = (
    "是否合格", "是否达标", "合格与否", "是否符合标准", "结论", "评定结论", "考核结论", "考评结论", "考核结果", "考评结果", "评定结果",
)  # fmt: skip
_RESULTS: dict[ColumnRole, tuple[str, ...]] = {"total": _SURE_TOTALS, "verdict": _VERDICTS}
_WEAK_SERIES = (
    "项目", "内容", "统计项目", "统计内容", "统计指标", "指标项", "指标项目", "项目名称", "填报项目", "填报指标", "月报指标", "数据项",
    "类别", "名目", "科目",
)  # fmt: skip
_WEAK_LEVELS = (
    "级别",
    "层级",
    "考评级别",
    "考评层级",
    "考评栏",
    "评分主体",
    "考评主体",
    "评分单位",
    "考评单位",
    "评分人",
    "考评人",
)
_WEAK_CRITERIA = (
    "项目",
    "评审项目",
    "考评项目",
    "考核项目",
    "评分内容",
    "评审内容",
    "评价指标",
    "考评内容",
    "指标",
)
WEAK_WORDS: dict[SheetKind, tuple[str, ...]] = {
    "months": _WEAK_SERIES, "scores": _WEAK_LEVELS, "judged": _WEAK_CRITERIA,
}  # fmt: skip
SHORT_LEVELS = {"self": "自评", "township": "乡镇", "county": "县级", "city": "市级"}
COMMUNITY_NAMES = (
    "社区（村）名称",
    "社区名称",
    "社区（村）名",
    "村（社区）名",
    "社区（行政村）",
    "社区（行政村）名称",
    "建制村",
    "建制村名称",
    "村委会名称",
    "居委会名称",
    "社区（村）",
    "社区",
    "村",
    "村名",
    "村名称",
    "村（社区）名称",
    "村（社区）",
    "村社区",
    "村居",
    "村（居）",
    "村居名称",
    "村（居）名称",
    "村（居）委会",
    "居委会",
    "村委会",
    "行政村",
    "行政村名称",
    "社区居委会",
    "所属社区",
    "所属村",
    "所属村（社区）",
    "申报社区",
    "申报单位",
    "单位名称",
    "名称",
)
TOWNSHIP_NAMES = (
    "乡镇（街道）",
    "乡镇",
    "镇",
    "乡",
    "街道",
    "街道（乡镇）",
    "街道乡镇",
    "所属乡镇",
    "所属街道",
    "乡镇街道",
    "镇街",
    "镇（街）",
    "街镇",
    "乡镇名",
    "镇（街道）",
    "镇街道",
    "乡（镇）",
    "乡（镇、街道）",
    "乡镇街",
    "所属镇街",
    "所属乡镇（街道）",
    "所属镇（街道）",
    "所在乡镇",
    "所在乡镇（街道）",
    "所在镇街",
    "所在街道",
    "乡镇名称",
    "街道名称",
    "镇街名称",
    "乡镇（街道）名称",
    "镇（街道）名称",
)
_NUMBERING = re.compile(
    r"\s*(?:[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]"
    r"|(?:指标|项目)?\d{1,2}(?:[.．-]\d{1,2})+\s*[.．、,，:：)）]?"
    r"|(?:指标|项目)?\d{1,2}\s*[.．、,，:：)）\s]"
    r"|(?:指标|项目)?[一二三四五六七八九十]{1,3}\s*[、.．,，:：)）]|[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿])\s*(?=\S)"
)
_MOST_KEPT = 500  # words that were looked up once
_MOST_NUMBERS = 3  # 一、1.（1）
_LONGEST = 300  # characters of words above a column; a longer text is a remark


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column contains; ``level`` is the level of a score."""

    role: ColumnRole
    key: str = ""
    level: str = ""
    month: int = 0


def drop_numbering(text: str) -> str:
    """Return words above a column without the number in front of them: ``1.``, ``（一）``, ``①``."""
    plain = remove_invisible(text)
    for _ in range(_MOST_NUMBERS):
        number = _NUMBERING.match(plain)
        plain = plain[number.end() :] if number else plain
    return "".join(plain.split())


class Vocabulary:
    """Words and their meanings, by rank: keys before names before other spellings."""

    def __init__(self) -> None:
        """Start without words."""
        self._ranks: tuple[dict[str, set[Meaning]], ...] = ({}, {}, {}, {})
        self.shown: list[str] = []
        self.needed: dict[Meaning, tuple[str, ...]] = {}
        self.spelt: dict[Meaning, tuple[str, ...]] = {}
        self._looked_up: dict[str, Meaning | None] = {}
        self._notes: Callable[[Meaning], frozenset[str]] = lambda _: frozenset()

    def allow_notes(self, notes: Callable[[Meaning], frozenset[str]]) -> None:
        """Allow notes behind words, such as their unit in brackets, by what the words mean."""
        self._notes = notes

    def add(
        self, meaning: Meaning, key: str, label: str, also: Iterable[str] = (), *, needed: bool = False
    ) -> None:
        """Add a meaning by its key, its name and its other spellings; brackets at the end may be left out.

        ``needed`` says that points depend on it, so that a word that is nearly one of these has to be asked about.
        """
        also = tuple(also)
        self.spelt[meaning] = (label, *also)
        if needed:
            self.needed[meaning] = (label, *also)
        ranked = [(0, [key] if key else []), (1, [label]), (2, list(also))]
        self.shown.append(label)
        for rank, words in ranked:
            for word in words:
                first, *shorter = heading_forms(word)
                self._ranks[rank].setdefault(first, set()).add(meaning)
                for form in shorter:
                    self._ranks[-1].setdefault(form, set()).add(meaning)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that have a meaning when it is first asked for, as letters only."""
        return frozenset(word for rank in self._ranks for word in rank)

    def look_up(self, text: str) -> Meaning | None:
        """Return the meaning of words above a column, in one line or several, numbered or not; as ``find`` does."""
        if len(text) > _LONGEST or STRUCK in text:
            return None
        if text in self._looked_up:
            return self._looked_up[text]
        plain = "".join(clean_name(text).split())
        spellings = (plain, drop_numbering(text), spell_month(plain))
        found = next((found for each in spellings if each and (found := self.find(each))), None)
        if len(self._looked_up) < _MOST_KEPT:
            self._looked_up[text] = found
        return found

    def find(self, text: str) -> Meaning | None:
        """Return the meaning of a word, None when it is unknown, could mean several, or has a strange note behind it."""
        words, note = squeeze_heading(text) if len(text) <= _LONGEST else "", text
        notes: list[str] = []
        while words and note:
            if meaning := self._find_form(make_form(words)):
                known = self._notes(meaning) if notes else frozenset()
                return meaning if all(is_known_note(each, known) for each in notes) else None
            words, note = split_note(words)
            notes.append(note)
        return None

    def meanings(self, text: str) -> set[Meaning]:
        """Return everything that a whole word means, with all that stands in its brackets; nothing for an unknown one."""
        form = make_form(squeeze_heading(text))
        return {meaning for rank in self._ranks[:-1] for meaning in rank.get(form, ())}

    def _find_form(self, form: str) -> Meaning | None:
        for rank in self._ranks:
            meanings = rank.get(form, set())
            if len(meanings) == 1:
                return next(iter(meanings))
        return None


def make_vocabularies(catalogue: Catalogue) -> dict[SheetKind, Vocabulary]:
    """Return the words that head the columns of each kind of sheet."""
    made: dict[SheetKind, Vocabulary] = {kind: Vocabulary() for kind in SHEETS}
    for vocabulary in made.values():
        vocabulary.add(Meaning("name"), "name", NAME, COMMUNITY_NAMES)
        vocabulary.add(Meaning("township"), "township", TOWNSHIP, TOWNSHIP_NAMES, needed=True)
    _add_data_words(made["data"], catalogue)
    made["months"].add(Meaning("series"), "", SERIES, ["月度指标", "指标名称", *_WEAK_SERIES])
    for month in range(1, MONTHS + 1):
        made["months"].add(Meaning("month", month=month), "", f"{month}月")
    made["scores"].add(Meaning("level"), "", LEVEL, ["评分级别", "评分层级", *_WEAK_LEVELS])
    for key, field in catalogue.judged.items():
        made["scores"].add(Meaning("scores", key), key, field.label, [_drop_number(field)], needed=True)
    made["scores"].add(Meaning("total"), "", _TOTALS[0], _TOTALS[1:])
    made["judged"].add(Meaning("criterion"), "", CRITERION, ["评审项", "评分项目", *_WEAK_CRITERIA])
    made["judged"].add(Meaning("points"), "", POINTS, ["评审得分", "分数"], needed=True)
    made["judged"].add(Meaning("by"), "", BY, ["评审人", "评分人"])
    made["judged"].add(Meaning("reason"), "", REASON, ["评分理由", "评审理由"])
    for vocabulary in made.values():
        vocabulary.allow_notes(partial(list_notes, catalogue))
    return made


def _add_data_words(vocabulary: Vocabulary, catalogue: Catalogue) -> None:
    """Add what a single sheet can contain: facts, indicators, months, scores and judged points."""
    standards = list_standard_words(catalogue.rubric)
    for field in catalogue.facts.values():
        meaning = Meaning("facts", field.key)
        vocabulary.add(meaning, field.key, field.label, field.also, needed=field.key in standards)
    for field in catalogue.indicators.values():
        if field.kind != "rate":
            meaning = Meaning("indicators", field.key)
            needed = bool(field.criteria) or field.key in standards
            vocabulary.add(meaning, field.key, field.label, field.also, needed=needed)
    for meaning, near in vocabulary.needed.items():
        vocabulary.needed[meaning] = (*near, *standards.get(meaning.key, ()))
    shown, _ = list(vocabulary.shown), vocabulary.words  # those below are made of these
    for key in catalogue.monthly:
        field = catalogue.indicators[key]
        for month in range(1, MONTHS + 1):
            words = [
                field.label,
                *field.also,
                *(f"{word}（{field.unit}）" for word in (field.label, *field.also)),
            ]
            spellings = [f"{form}{month}月" for word in words for form in heading_forms(word)]
            vocabulary.add(
                Meaning("monthly", key, month=month), f"{key}{month}月", f"{field.label}{month}月", spellings
            )
    for level, fields in catalogue.scores.items():
        prefixes = list_level_words(catalogue, level)
        for key, field in catalogue.judged.items():
            spellings = [
                f"{prefix} {word}" for prefix in prefixes for word in (field.label, _drop_number(field), key)
            ]
            vocabulary.add(Meaning("scores", key, level), "", fields[key].label, spellings)
        totals = [f"{prefix} {word}" for prefix in prefixes for word in _TOTALS]
        vocabulary.add(Meaning("total", level=level), "", catalogue.levels[level], totals)
    _add_results(vocabulary)
    _add_judged(vocabulary, catalogue)
    vocabulary.shown = shown


def _add_judged(vocabulary: Vocabulary, catalogue: Catalogue) -> None:
    """Add what heads the points of reviewers; a criterion that reads no figure has no other column of its name."""
    for key, field in catalogue.judged.items():
        vocabulary.add(
            Meaning("judged", key), "", f"评审 {field.label}", [f"评审 {_drop_number(field)}", f"评审 {key}"]
        )
        if not catalogue.rubric.criteria[key].keys:  # a column of its own name can only be what a person gave
            vocabulary.needed[Meaning("judged", key)] = (f"评审 {field.label}", _drop_number(field))


def _add_results(vocabulary: Vocabulary) -> None:
    """Add what heads results that somebody wrote; what a notice calls a field of its own is that field."""
    for role, words in _RESULTS.items():
        if free := [word for word in words if not vocabulary.meanings(word)]:
            vocabulary.add(Meaning(role), "", free[0], free[1:])


def list_level_words(catalogue: Catalogue, level: str) -> list[str]:
    """Return what a score column may be called: its title, with and without 分, its short name, its key."""
    title = catalogue.levels[level]
    return [title, title.removesuffix("分"), SHORT_LEVELS[level], level]


def _drop_number(field: Field) -> str:
    """Return the name of a criterion without its number."""
    return field.label.split(" ", 1)[1]


def make_selectors(catalogue: Catalogue) -> dict[ColumnRole, Vocabulary]:
    """Return the words in the cells of a selecting column: which series, level or criterion."""
    made: dict[ColumnRole, Vocabulary] = {
        "series": Vocabulary(),
        "level": Vocabulary(),
        "criterion": Vocabulary(),
    }
    for key in catalogue.monthly:
        field = catalogue.indicators[key]
        made["series"].add(Meaning("series", key), key, field.label, field.also)
    for level in catalogue.scores:
        title, *others = list_level_words(catalogue, level)
        short = SHORT_LEVELS[level]
        made["level"].add(
            Meaning("level", level), level, title, [*others, f"{short}分", short.removesuffix("级")]
        )
    for key, field in catalogue.judged.items():
        made["criterion"].add(Meaning("criterion", key), key, field.label, [_drop_number(field)])
    for vocabulary in made.values():
        vocabulary.allow_notes(partial(list_notes, catalogue))
    return made
