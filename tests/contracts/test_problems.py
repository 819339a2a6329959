"""Every problem is given the words that it shows, and is expected by a test."""

from pathlib import Path

import pytest
from support.named_codes import expected_in
from support.problem_calls import calls_in, calls_of, words_of

from formgen.problems import CATALOGUE

ROOT = Path(__file__).parents[2]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
TESTS = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if path != Path(__file__)]


# -- words --------------------------------------------------------------------------------------------
def test_every_problem_is_given_the_words_that_it_shows_and_no_others() -> None:
    calls = calls_of(SOURCE)
    wrong = []
    for call in calls:
        if call.codes is None or call.words is None:
            continue
        shown = {code: words_of(code) for code in call.codes if code in CATALOGUE}
        missing = {code: names - call.words for code, names in shown.items() if names - call.words}
        unshown = call.words - frozenset().union(*shown.values())
        if missing or unshown or len(shown) < len(call.codes):
            wrong.append((call.where, call.codes, missing, unshown))
    assert wrong == []
    undecided = [call.where for call in calls if call.codes is None or call.words is None]
    assert len(undecided) < len(calls) / 20, f"the source no longer tells what is given: {undecided}"


WRITTEN = [
    ('Problem("F130")', {"F130"}, set()),
    ('Problem("F101", place, {"file": x})', {"F101"}, {"file"}),
    ('Problem("F101" if x else "F102", words={"file": x})', {"F101", "F102"}, {"file"}),
    ('Problem({None: "T115", "ours": "T119"}[x], words={})', {"T115", "T119"}, set()),
    ("Problem(TABLE[x], words={})", {"T127", "T128"}, set()),
    ('words = {"file": x}\n    Problem("F101", words=words)', {"F101"}, {"file"}),
    (
        'words = {"file": x}\n    words["more"] = x\n    Problem("F101", words=words)',
        {"F101"},
        {"file", "more"},
    ),
    ('words = {"file": x}\n    Problem("F101", words=words)\n    words["more"] = x', {"F101"}, {"file"}),
    ('words = {"file": x}\n    Problem("F101", words={**words, "more": x})', {"F101"}, {"file", "more"}),
    ('words = {"a": x}\n    words = {"b": x}\n    Problem("F101", words=words)', {"F101"}, {"b"}),
    ('if x:\n        words = {"a": x}\n    Problem("F101", words=words)', {"F101"}, None),
    ('words = {"file": x}\n    words[x] = x\n    Problem("F101", words=words)', {"F101"}, None),
    ('Problem("F101", words=given)', {"F101"}, None),
    ("Problem(code, words={})", None, set()),
    ('UnusableError(cell, "D122", label=x)', {"D122"}, {"label"}),
]


@pytest.mark.parametrize(("line", "codes", "words"), WRITTEN, ids=[line for line, _, _ in WRITTEN])
def test_codes_and_words_are_read_from_the_source_or_left_undecided(
    line: str, codes: set[str] | None, words: set[str] | None
) -> None:
    (call,) = calls_in(
        f'TABLE = {{"continue": "T127", "grow": "T128"}}\ndef f(x, code, given):\n    {line}\n', "f.py"
    )
    assert (call.codes, call.words) == (codes, words)


# -- tests --------------------------------------------------------------------------------------------
def test_every_problem_of_the_catalogue_is_expected_by_a_test() -> None:
    expected = set().union(*(expected_in(path.read_text(encoding="utf-8")) for path in TESTS))
    assert [code for code in CATALOGUE if code not in expected] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('assert problem.code == "F101"', {"F101"}),
        ('assert "[F101] 错误" in result.output', {"F101"}),
        ('CASES = [("a.xls", ["F101", "F104"])]', {"F101", "F104"}),
        ('assert problem.code == "F101"  # neither F102', {"F101"}),
        ('def test_a():\n    """F101 is raised."""', set()),
        ('"""F101 is raised."""', set()),
        ('shown = str(Problem("F101", words={"file": "a"}))', set()),
        ('assert "F101" not in codes', set()),
        ('assert problem.code != "F101"', set()),
        ('part = "XF1012"', set()),
    ],
)
def test_a_code_counts_where_a_test_expects_it(source: str, expected: set[str]) -> None:
    assert expected_in(source) == expected
