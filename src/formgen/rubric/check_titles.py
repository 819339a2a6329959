"""What can be proved of titles: their names, the ladder from one to the next, and the awards and quotas that name them.

Knows a typed rubric. Reads no file.
"""

from collections.abc import Iterator

from formgen.folding import keep_letters
from formgen.problems import Problem
from formgen.rubric.check_figures import report_unknown
from formgen.rubric.typed_rubric import TypedRubric


def check_titles(typed: TypedRubric) -> list[Problem]:
    """Return every fault of the titles."""
    return [*_names(typed), *_ladder(typed), *_facts(typed), *_users(typed)]


def _wrong(typed: TypedRubric, rule: str, detail: str, advice: str, *path: str | int) -> Problem:
    return Problem("R126", typed.place(*path), {"rule": rule, "detail": detail, "advice": advice})


def _names(typed: TypedRubric) -> Iterator[Problem]:
    """Yield words that two titles are called by, and a second title that is given to who passed."""
    first: dict[str, str] = {}
    own = ""
    for key, title in typed.rubric.titles.items():
        rule = f"称号“{title.zh}”"
        for word in (title.zh, *title.also):
            other = first.setdefault(keep_letters(word), key)
            if other != key:
                detail = f"的“{word}”也是 {other} 的写法，台账里分不清"
                yield _wrong(typed, rule, detail, "每个称号用自己的写法", "titles", key)
        if title.passed and own:
            detail = f"和 {own} 都写了 passed: true，分不清认定哪一个"
            yield _wrong(typed, rule, detail, "只留一处，或用 only 写明各认定哪些", "titles", key, "passed")
        own = own or (key if title.passed and not title.only else "")


def _ladder(typed: TypedRubric) -> Iterator[Problem]:
    """Yield a title that needs an unknown one, and a ladder that leads back to itself."""
    titles = typed.rubric.titles
    for key, title in titles.items():
        path = ("titles", key, "needs")
        if title.needs and title.needs not in typed.names("titles"):
            yield from report_unknown(typed, title.needs, path, typed.names("titles"), "titles")
        seen, needed = {key}, title.needs
        while needed in titles and needed not in seen:
            seen.add(needed)
            needed = titles[needed].needs
        if needed == key:
            detail = "须先有的称号绕回了它自己，谁都不能申报"
            yield _wrong(typed, f"称号“{title.zh}”", detail, "needs 写低一级的称号", *path)


def _facts(typed: TypedRubric) -> Iterator[Problem]:
    """Yield what is wrong with the facts that say whom a title is for, and who has it."""
    named = (
        (("titles", key, use), name)
        for key, title in typed.rubric.titles.items()
        for use, name in (("only", title.only), ("told_by", title.told_by))
    )
    for path, name in named:
        fact = typed.rubric.facts.get(name or "")
        if name and fact is None and name not in typed.names("facts"):
            yield from report_unknown(typed, name, path, typed.names("facts"), "facts")
        elif name and fact is not None and fact.kind != "yesno":
            words = {"name": name, "kind": fact.kind, "wanted": "yesno（是/否）"}
            yield Problem("R125", typed.place(*path), {**words, "where": ".".join(path)})


def _users(typed: TypedRubric) -> Iterator[Problem]:
    """Yield awards and quotas that say of titles what says nothing."""
    rubric = typed.rubric
    for key, award in rubric.awards.items():
        path = ("awards", key)
        if award.upon != "given" and not award.titles:
            advice = "补上 titles，或删去 upon"
            yield _wrong(typed, f"奖补“{award.title}”", "没有写 titles，upon 不起作用", advice, *path, "upon")
    for key, quota in rubric.quotas.items():
        if quota.gives and quota.gives not in typed.names("titles"):
            yield from report_unknown(
                typed, quota.gives, ("quotas", key, "gives"), typed.names("titles"), "titles"
            )
