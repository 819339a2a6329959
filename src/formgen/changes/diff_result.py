"""What a diff tells: causes, changes, documents, and the effects; as records, as JSON and as the rows of lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from formgen.changes.compare import Change, RankShift, Shift
from formgen.exact import exact_text, points_text
from formgen.ledger.store import Inputs, SettledDocument
from formgen.model import Fate, Who
from formgen.problems import Problem
from formgen.quoting import mask_both, mask_identities, mask_numbers
from formgen.reports.differences import EMPTY, mask_change, shorten_change
from formgen.reports.lists import ListSheet
from formgen.rubric.schema import Rubric

PENDING = "待定"
CHANGE_STATES = {"new": "新增", "gone": "数据里没有了", "changed": "有变化"}


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing beside the data that changed: its word for a clerk, and what exactly."""

    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class QuotaShift:
    """A quota: the most it takes, who comes within it by rank, and who falls out."""

    title: str
    most: int
    entered: list[Who]
    left: list[Who]


@dataclass(frozen=True, slots=True)
class AwardSum:
    """The money of an award over all communities in yuan, and for how many it is 待定."""

    yuan: Fraction
    pending: int

    @classmethod
    def of(cls, texts: Sequence[str | None]) -> "AwardSum":
        """Add up exact texts."""
        known = [Fraction(text) for text in texts if text is not None]
        return cls(sum(known, Fraction(0)), len(texts) - len(known))

    def __str__(self) -> str:
        """Return the sum as it is printed."""
        return f"{exact_text(self.yuan)}元" + (f"（另有{self.pending}个待定）" if self.pending else "")


class AwardShift(NamedTuple):
    """The money of an award before and after."""

    title: str
    old: AwardSum
    new: AwardSum


class PassedShift(NamedTuple):
    """How many communities passed before, and how many would."""

    old: int
    new: int


@dataclass
class Diff:
    """Everything that a build would change.

    ``summary_fates`` are the 汇总表 and the index that would change, by path, with what would become of them.
    """

    rubric: Rubric
    causes: list[Cause]
    changes: list[Change]
    documents: list[SettledDocument] = field(default_factory=list)
    summary_fates: dict[str, Fate] = field(default_factory=dict)
    ranks: list[RankShift] = field(default_factory=list)
    quotas: list[QuotaShift] = field(default_factory=list)
    awards: list[AwardShift] = field(default_factory=list)
    passed: PassedShift | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def summaries(self) -> list[str]:
        """Return the files of the whole that would change: 汇总表 and index."""
        return list(self.summary_fates)

    @property
    def empty(self) -> bool:
        """Return whether a build would change nothing."""
        kept = all(each.fate is Fate.KEPT and not each.conflicts for each in self.documents)
        return not (self.changes or self.summaries) and kept


def find_causes(then: Inputs, now: Inputs, form: str = "") -> list[Cause]:
    """Return what changed between two inputs; of the templates only that of ``form`` when it is given."""
    found: list[Cause] = []
    if then.rubric != now.rubric:
        found.append(Cause("评分标准", f"{now.rubric_id} 的内容改过"))
    for key in {**then.readings, **now.readings}:
        old, new = then.readings.get(key, "—"), now.readings.get(key, "—")
        if old != new:
            found.append(Cause("口径", f"{key}：{old} → {new}"))
    templates = [key for key in {**then.templates, **now.templates} if form in {"", key}]
    found += [Cause("模板", key) for key in templates if then.templates.get(key) != now.templates.get(key)]
    if then.tool != now.tool:
        found.append(Cause("程序", f"{then.tool} → {now.tool}"))
    if then.wishes != now.wishes:
        found.append(Cause("出表选项", f"{_wished(then.wishes)} → {_wished(now.wishes)}"))
    return found


def _wished(wishes: Mapping[str, str]) -> str:
    return "、".join(f"{key}={value}" for key, value in wishes.items()) or "无"


def show_points(old: str | None, new: str | None, marks: Iterable[Fraction] = ()) -> tuple[str, str]:
    """Return points before and after for print, rounded as on the forms; different ones print differently.

    待定 where there are none, （空） for no text.
    """
    numbers = [number for each in (old, new) if (number := _parse_points(each)) is not None]
    apart = [*marks, *numbers]
    return _show_points(old, apart), _show_points(new, apart)


def _show_points(text: str | None, apart: Iterable[Fraction]) -> str:
    number = _parse_points(text)
    if number is not None:
        return points_text(number, apart)
    return PENDING if text is None else text or EMPTY


def _parse_points(text: str | None) -> Fraction | None:
    try:
        return None if text is None else Fraction(text)
    except ValueError:
        return None


class ShiftRow(NamedTuple):
    """One value that changed, as it is printed."""

    kind: str
    label: str
    old: str
    new: str
    cells: str


def list_shifts(change: Change, rubric: Rubric, *, short: bool = False) -> list[ShiftRow]:
    """Return everything that changed of a community, as it is printed.

    ``short`` shows of long texts only what differs.
    """
    groups: list[tuple[str, Sequence[Shift], bool]] = [
        ("数据", change.values, False),
        ("得分", change.points, True),
        ("合计", change.totals, True),
        ("奖补", change.awards, True),
        ("表上", change.printed, False),
    ]
    rows = []
    for kind, shifts, points in groups:
        for each in shifts:
            if points:
                marks = rubric.marks if kind == "合计" else ()
                old, new = show_points(each.old, each.new, marks)
            elif short:
                old, new = shorten_change(each.old or "", each.new or "")
            else:
                old, new = mask_change(each.old or "", each.new or "")
            rows.append(ShiftRow(kind, each.label, old, new, _cells(each)))
    return rows


def _cells(shift: Shift) -> str:
    if shift.old_cell == shift.new_cell or not shift.old_cell:
        return shift.new_cell
    return f"{shift.old_cell} → {shift.new_cell}" if shift.new_cell else shift.old_cell


def list_sheets(diff: Diff) -> dict[str, ListSheet]:
    """Return a diff as lists, by their titles."""
    whose: dict[str, float] = {"乡镇（街道）": 14, "社区（村）": 20}
    changed = [
        (*change.who, CHANGE_STATES[change.state], *row)
        for change in diff.changes
        for row in (list_shifts(change, diff.rubric) or [ShiftRow("", "", "", "", "")])
    ]
    documents = [(*each.who, each.path, each.words, "、".join(each.causes)) for each in diff.documents]
    documents += [("", "", path, fate.words, "") for path, fate in diff.summary_fates.items()]
    conflicts = [
        (each.path, one.where, one.label, *mask_both(one.typed, one.new))
        for each in diff.documents
        for one in each.conflicts
    ]
    found: dict[str, ListSheet] = {
        "变化": ListSheet(
            {**whose, "情形": 12, "类别": 8, "项目": 36, "原来": 40, "现在": 40, "单元格": 22},
            changed,
        ),
        "文件": ListSheet({**whose, "文件": 50, "将会": 30, "原因": 24}, documents),
        "两边都改了": ListSheet(
            {"文件": 50, "位置": 20, "栏目": 24, "表上填的": 30, "数据现在": 30}, conflicts
        ),
        "名次": ListSheet(
            {**whose, "原名次": 10, "新名次": 10},
            [(*each.who, str(each.old or "—"), str(each.new or "—")) for each in diff.ranks],
        ),
        "其他影响": ListSheet({"项目": 40, "变化": 70}, list_effects(diff)),
    }
    return found


def list_effects(diff: Diff) -> list[tuple[str, str]]:
    """Return causes beside the data, quotas, awards and verdicts as pairs of name and words."""
    rows = [(cause.word, cause.detail) for cause in diff.causes]
    for quota in diff.quotas:
        words = f"最多{quota.most}个"
        words += f"；按名次进入：{_names(quota.entered)}" if quota.entered else ""
        words += f"；按名次退出：{_names(quota.left)}" if quota.left else ""
        rows.append((quota.title, words if quota.entered or quota.left else f"{words}；入围的没有变化"))
    rows += [(each.title, f"{each.old} → {each.new}") for each in diff.awards]
    if diff.passed:
        rows.append(("合格个数", f"{diff.passed.old} → {diff.passed.new}"))
    return rows


def _names(whos: Sequence[Who]) -> str:
    return "、".join(str(who) for who in whos)


def diff_to_json(diff: Diff) -> dict[str, Any]:
    """Return a diff as JSON; points are exact texts, null for 待定."""
    return {
        "rubric": diff.rubric.id,
        "causes": [{"cause": each.word, "detail": each.detail} for each in diff.causes],
        "communities": [_change_json(each) for each in diff.changes],
        "documents": [_document_json(each) for each in diff.documents],
        "summaries": diff.summaries,
        "ranks": [{**each.who._asdict(), "old": each.old, "new": each.new} for each in diff.ranks],
        "quotas": [
            {
                "title": each.title,
                "most": each.most,
                "entered": [str(who) for who in each.entered],
                "left": [str(who) for who in each.left],
            }
            for each in diff.quotas
        ],
        "awards": [
            {"title": each.title, "old": _sum_json(each.old), "new": _sum_json(each.new)}
            for each in diff.awards
        ],
        "passed": [diff.passed.old, diff.passed.new] if diff.passed else None,
    }


def _document_json(each: SettledDocument) -> dict[str, Any]:
    return {
        "path": each.path,
        "fate": each.fate,
        "causes": list(each.causes),
        "kept": each.kept,
        "conflicts": [
            {
                "slot": one.slot,
                "label": one.label,
                "where": one.where,
                "typed": mask_numbers(one.typed),
                "new": mask_numbers(one.new),
            }
            for one in each.conflicts
        ],
    }


def _sum_json(each: AwardSum) -> dict[str, Any]:
    return {"yuan": exact_text(each.yuan), "pending": each.pending}


def _change_json(change: Change) -> dict[str, Any]:
    return {
        **change.who._asdict(),
        "state": change.state,
        **{
            part: [
                {
                    "key": each.key,
                    "label": each.label,
                    "old": _mask(each.old) if typed else each.old,
                    "new": _mask(each.new) if typed else each.new,
                    **({"old_cell": each.old_cell, "new_cell": each.new_cell} if part == "values" else {}),
                }
                for each in shifts
            ]
            for part, shifts, typed in (
                ("values", change.values, True),
                ("points", change.points, False),
                ("totals", change.totals, False),
                ("awards", change.awards, False),
                ("printed", change.printed, True),
            )
        },
    }


def _mask(text: str | None) -> str | None:
    return None if text is None else mask_identities(text)
