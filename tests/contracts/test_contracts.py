"""The shape of the project, held by tests."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from formgen import assets
from formgen.problems import CATALOGUE

ROOT = Path(__file__).parents[2]
SOURCE = sorted((ROOT / "src").rglob("*.py"))


def test_imports_go_one_way_and_scoring_is_pure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports() == 0


def test_scoring_opens_no_file_even_when_it_could() -> None:
    """Score a whole sample with every way to open a file closed."""
    program = (
        "import sys, builtins, io, os\n"
        "from pathlib import Path\n"
        "from formgen import intake\n"
        "from formgen.rubric.load import load_rubric\n"
        "from formgen.rubric.score import score\n"
        "rubric = load_rubric('taizhou-2019')\n"
        f"taken = intake.open_source(Path({str(assets.folder('samples') / 'taizhou-2019' / 'data.xlsx')!r}), rubric).read_all()\n"
        "score(rubric, taken.communities[0])\n"
        "sys.addaudithook(lambda event, args: (_ for _ in ()).throw(RuntimeError(event)) if event == 'open' else None)\n"
        "cards = [score(rubric, community) for community in taken.communities]\n"
        "print(len([card.explain() for card in cards]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("12", "")


def test_every_problem_of_the_catalogue_is_reported_somewhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE if path.parent.name != "problems")
    assert [code for code in CATALOGUE if f'"{code}"' not in text] == []


def test_the_module_of_sources_can_be_reloaded() -> None:
    program = "import importlib, formgen.intake.source as it; print(importlib.reload(it).records.__name__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("formgen.intake.records", "")


def test_no_file_of_the_source_grows_past_400_lines() -> None:
    assert [path.name for path in SOURCE if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_the_clauses_stand_in_the_rubric_only() -> None:
    for name in ("taizhou-2019", "yongjia-2009"):
        rubric = (assets.folder("rubrics") / f"{name}.yaml").read_text(encoding="utf-8")
        clauses = re.findall(r"    clause: (.{12})", rubric)
        text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE)
        assert clauses
        assert [clause for clause in clauses if clause in text] == []
