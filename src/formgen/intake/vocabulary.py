"""The words clerks write above columns, and what they mean."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from formgen.intake.catalogue import Catalogue, Field
from formgen.model import MONTHS

Part = Literal[
    "name", "township", "facts", "indicators", "monthly", "judged", "scores",
    "series", "month", "level", "criterion", "points", "by", "reason",
]  # fmt: skip
Role = Literal["data", "months", "scores", "judged"]

SHEETS: dict[Role, str] = {
    "data": "社区数据",
    "months": "十二个月",
    "scores": "各级评分",
    "judged": "评审打分",
}
DEFINITIONS, FINDINGS = "填报说明", "问题清单"
TOWNSHIP, NAME = "乡镇（街道）", "社区（村）名称"
SERIES, LEVEL, CRITERION, POINTS, BY, REASON = "指标", "评分栏", "评分项", "得分", "评审人（职务）", "理由"
SHORT_LEVELS = {"self": "自评", "township": "乡镇", "county": "县级", "city": "市级"}
_NAMES = (
    "社区（村）名称",
    "社区名称",
    "社区（村）",
    "社区",
    "村",
    "村名",
    "村（社区）名称",
    "村（社区）",
    "单位名称",
    "名称",
)
_TOWNSHIPS = ("乡镇（街道）", "乡镇", "镇", "街道", "街道（乡镇）", "所属乡镇", "所属街道", "乡镇街道")
_BRACKETED = re.compile(r"(.*\S)\s*[(\[〔【〈<][^()\[\]〔〕【】<>]*[)\]〕】〉>]\s*")


@dataclass(frozen=True, slots=True)
class Slot:
    """What a column contains; ``sub`` is the level of a score."""

    part: Part
    key: str = ""
    sub: str = ""
    month: int = 0


def squeezed(text: str) -> str:
    """Return only the letters and digits of a text, half-width and in lower case."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def _forms(text: str) -> list[str]:
    """Return a text with and without the brackets that end it: unit, points, remark."""
    plain = unicodedata.normalize("NFKC", text)
    forms = [squeezed(plain)]
    while match := _BRACKETED.fullmatch(plain):
        plain = match[1]
        forms.append(squeezed(plain))
    return [form for form in dict.fromkeys(forms) if form]


class Vocabulary:
    """Words and the slots they mean, by rank: keys before names before other spellings."""

    def __init__(self) -> None:
        """Start without words."""
        self._ranks: tuple[dict[str, set[Slot]], ...] = ({}, {}, {}, {})
        self.shown: list[str] = []

    def add(self, slot: Slot, key: str, label: str, also: Iterable[str] = ()) -> None:
        """Add a slot by its key, its name and its other spellings; brackets at the end may be left out."""
        ranked = [(0, [key] if key else []), (1, [label]), (2, list(also))]
        self.shown.append(label)
        for rank, words in ranked:
            for word in words:
                first, *shorter = _forms(word)
                self._ranks[rank].setdefault(first, set()).add(slot)
                for form in shorter:
                    self._ranks[-1].setdefault(form, set()).add(slot)

    def find(self, text: str) -> Slot | None:
        """Return the slot of a word, None when it is unknown or could mean several."""
        for form in _forms(text):
            for rank in self._ranks:
                slots = rank.get(form, set())
                if len(slots) == 1:
                    return next(iter(slots))
        return None


def vocabularies(catalogue: Catalogue) -> dict[Role, Vocabulary]:
    """Return the words that head the columns of each kind of sheet."""
    made: dict[Role, Vocabulary] = {role: Vocabulary() for role in SHEETS}
    for vocabulary in made.values():
        vocabulary.add(Slot("name"), "name", NAME, _NAMES)
        vocabulary.add(Slot("township"), "township", TOWNSHIP, _TOWNSHIPS)
    _data_words(made["data"], catalogue)
    made["months"].add(Slot("series"), "", SERIES, ["月度指标", "指标名称"])
    for month in range(1, MONTHS + 1):
        made["months"].add(Slot("month", month=month), "", f"{month}月")
    made["scores"].add(Slot("level"), "", LEVEL, ["评分级别", "评分层级"])
    for key, field in catalogue.judged.items():
        made["scores"].add(Slot("scores", key), key, field.label, [_bare(field)])
    made["judged"].add(Slot("criterion"), "", CRITERION, ["评审项", "评分项目"])
    made["judged"].add(Slot("points"), "", POINTS, ["评审得分", "分数"])
    made["judged"].add(Slot("by"), "", BY, ["评审人", "评分人"])
    made["judged"].add(Slot("reason"), "", REASON, ["评分理由", "评审理由"])
    return made


def _data_words(vocabulary: Vocabulary, catalogue: Catalogue) -> None:
    """Add what a single sheet can contain: facts, indicators, months, scores and judged points."""
    for field in catalogue.facts.values():
        vocabulary.add(Slot("facts", field.key), field.key, field.label, field.also)
    for field in catalogue.indicators.values():
        if field.kind != "rate":
            vocabulary.add(Slot("indicators", field.key), field.key, field.label, field.also)
    shown = list(vocabulary.shown)
    for key in catalogue.monthly:
        field = catalogue.indicators[key]
        for month in range(1, MONTHS + 1):
            spellings = [f"{form}{month}月" for word in (field.label, *field.also) for form in _forms(word)]
            vocabulary.add(
                Slot("monthly", key, month=month), f"{key}{month}月", f"{field.label}{month}月", spellings
            )
    for level, fields in catalogue.scores.items():
        prefixes = level_words(catalogue, level)
        for key, field in catalogue.judged.items():
            spellings = [
                f"{prefix} {word}" for prefix in prefixes for word in (field.label, _bare(field), key)
            ]
            vocabulary.add(Slot("scores", key, level), "", fields[key].label, spellings)
    for key, field in catalogue.judged.items():
        vocabulary.add(
            Slot("judged", key), "", f"评审 {field.label}", [f"评审 {_bare(field)}", f"评审 {key}"]
        )
    vocabulary.shown = shown


def level_words(catalogue: Catalogue, level: str) -> list[str]:
    """Return what a score column may be called: its title, with and without 分, its short name, its key."""
    title = catalogue.levels[level]
    return [title, title.removesuffix("分"), SHORT_LEVELS[level], level]


def _bare(field: Field) -> str:
    """Return the name of a criterion without its number."""
    return field.label.split(" ", 1)[1]


def selectors(catalogue: Catalogue) -> dict[Part, Vocabulary]:
    """Return the words in the cells of a selecting column: which series, level or criterion."""
    made: dict[Part, Vocabulary] = {"series": Vocabulary(), "level": Vocabulary(), "criterion": Vocabulary()}
    for key in catalogue.monthly:
        field = catalogue.indicators[key]
        made["series"].add(Slot("series", key), key, field.label, field.also)
    for level in catalogue.scores:
        title, *others = level_words(catalogue, level)
        made["level"].add(Slot("level", level), level, title, others)
    for key, field in catalogue.judged.items():
        made["criterion"].add(Slot("criterion", key), key, field.label, [_bare(field)])
    return made
