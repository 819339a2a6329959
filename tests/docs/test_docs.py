"""The documentation says what the program does: commands, options, problems, links.

Commands shown are run in the order of their page, and so is the Python between them. A block below them marked
``output`` shows whole lines of what is printed; one marked ``rows of output`` shows parts of lines, of a table
without its ruling. Blocks marked ``needs LibreOffice`` are run where it is installed. On a plain PC they are skipped, visibly; CI
installs it and fails without it.
"""

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support import doc_pages, problem_page
from support.doc_pages import CHANGELOG, CONTRIBUTING, PAGES, READMES, ROOT, Block, text_of

from formgen import __version__, assets
from formgen.cli import cli, main
from formgen.forms.form import SOURCES
from formgen.printing import libreoffice
from formgen.problems import CATALOGUE
from formgen.rubric.load import load_rubric

CLERKS = ROOT / "docs" / "clerks.md"
# The Chinese README shows the same commands as the English one, which another test holds.
RUN_PAGES = (
    READMES[0],
    CLERKS,
    ROOT / "docs" / "people.md",
    ROOT / "docs" / "rubrics.md",
    ROOT / "docs" / "by-hand.md",
    ROOT / "docs" / "library.md",
)
LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
SET_UP = 'python3 -m venv .venv && .venv/bin/pip install -q -e ".[dev]" && '
TWO_COMMANDS = [f"{SET_UP}.venv/bin/formgen demo", f"{SET_UP}.venv/bin/pytest -q"]

Run = Callable[[str], tuple[int, str]]


# -- commands -----------------------------------------------------------------------------------------
def commands(group: click.Group, path: str = "formgen") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name, groups included."""
    yield path, group
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            if isinstance(command, click.Group):
                yield from commands(command, f"{path} {name}")
            else:
                yield f"{path} {name}", command


COMMANDS = dict(commands(cli))


def options_of(command: click.Command) -> set[str]:
    return {
        word
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for word in (*parameter.opts, *parameter.secondary_opts)
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_for_clerks_that_names_its_options_and_arguments(name: str) -> None:
    section = doc_pages.sections(text_of(CLERKS)).get(f"`{name}`", "")
    named = set(doc_pages.code_in(section))
    arguments = {
        each.make_metavar(click.Context(COMMANDS[name]))
        for each in COMMANDS[name].params
        if isinstance(each, click.Argument)
    }
    assert section, f"docs/clerks.md has no section “`{name}`”"
    assert options_of(COMMANDS[name]) <= named
    assert arguments <= named


@pytest.mark.parametrize("name", COMMANDS)
def test_the_section_of_a_command_offers_no_option_that_the_command_lacks(name: str) -> None:
    section = doc_pages.sections(text_of(CLERKS)).get(f"`{name}`", "")
    offered = set(re.findall(r"(?m)^\| `(-[^`]*)`", section))
    assert offered <= options_of(COMMANDS[name]) | {"--help", "--version"}


@pytest.mark.parametrize("page", RUN_PAGES, ids=lambda page: page.name)
def test_no_page_names_an_option_that_no_command_has(page: Path) -> None:
    known = {"--help", "--version"}.union(*map(options_of, COMMANDS.values()))
    assert set(re.findall(r"(?<![\w!<-])--[a-z][a-z-]*", text_of(page))) <= known


def test_choices_of_an_option_are_named_in_the_section_of_its_command() -> None:
    sections = doc_pages.sections(text_of(CLERKS))
    choices = [
        (name, choice)
        for name, command in COMMANDS.items()
        for parameter in command.params
        if isinstance(parameter.type, click.Choice)
        for choice in parameter.type.choices
    ]
    assert choices
    assert [(name, choice) for name, choice in choices if choice not in sections[f"`{name}`"]] == []


def test_the_sources_of_a_column_are_explained_to_clerks() -> None:
    assert set(SOURCES) <= set(doc_pages.code_in(doc_pages.sections(text_of(CLERKS))["评分栏印什么"]))


# -- examples that run --------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that looks like the checkout and may be written to."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("samples", "rubrics"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture
def run(checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command line as a terminal would, with ``> file`` understood; return exit code and output."""
    monkeypatch.chdir(checkout)

    def typed(line: str) -> tuple[int, str]:
        if line.startswith("python "):
            python = [sys.executable, *shlex.split(line)[1:]]
            done = subprocess.run(python, capture_output=True, text=True, check=False)
            return done.returncode, done.stdout + done.stderr
        command, _, target = line.partition(" > ")
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        if target:
            Path(target.strip()).write_text(printed.out, encoding="utf-8")
        assert isinstance(stop.value.code, int)
        return stop.value.code, printed.out + printed.err

    return typed


@dataclass(frozen=True, slots=True)
class Session:
    """The commands of a block, the exit code it promises, and the lines and rows of output shown below it."""

    block: Block
    lines: tuple[str, ...]
    code: int
    shown: tuple[str, ...]
    rows: tuple[str, ...]
    printing: bool

    def __str__(self) -> str:
        return str(self.block)


def sessions(page: Path) -> Iterator[Session]:
    found = [*doc_pages.blocks(page), None]
    for block, following in itertools.pairwise(found):
        if block is None or block.language not in {"sh", "console", "python"}:
            continue
        lines: tuple[str, ...]
        if block.language == "python":
            lines = (shlex.join(["python", "-c", block.text]),)
        else:
            lines = tuple(line for line in block.text.splitlines() if line.startswith("formgen"))
        marks = block.mark.split(", ")
        if lines:
            yield Session(
                block,
                lines,
                code=1 if "exit code 1" in marks else 0,
                shown=_lines_of(following, "output"),
                rows=_lines_of(following, "rows of output"),
                printing="needs LibreOffice" in marks,
            )


def _lines_of(block: Block | None, mark: str) -> tuple[str, ...]:
    return tuple(block.text.splitlines()) if block and block.mark == mark else ()


def without_ruling(line: str) -> str:
    return " ".join(line.replace("│", " ").split())


SESSIONS = [session for page in RUN_PAGES for session in sessions(page)]


@pytest.mark.parametrize("session", SESSIONS, ids=str)
def test_every_command_shown_ends_with_the_exit_code_that_is_promised(session: Session, run: Run) -> None:
    if session.printing and not LIBREOFFICE:
        pytest.skip("LibreOffice is not installed")
    results = [(line, *run(line)) for line in session.lines]
    output = "".join(result[2] for result in results)
    assert {line: code for line, code, _ in results} == dict.fromkeys(session.lines, session.code), output
    assert [line for line in session.shown if line not in output.splitlines()] == []
    printed = [without_ruling(line) for line in output.splitlines()]
    assert [row for row in session.rows if not any(without_ruling(row) in line for line in printed)] == [], (
        output
    )


def test_every_block_that_prints_is_marked_as_needing_libreoffice_and_no_other() -> None:
    printing = {
        str(session): any(line.startswith("formgen pack") or "--pdf" in line for line in session.lines)
        for session in SESSIONS
    }
    assert {str(session): session.printing for session in SESSIONS} == printing


def test_the_pages_show_every_command_of_formgen_at_least_once() -> None:
    lines = [line for session in SESSIONS for line in session.lines]
    groups = {name for name, command in COMMANDS.items() if isinstance(command, click.Group)}
    assert [
        name for name in COMMANDS if name not in groups and not any(line.startswith(name) for line in lines)
    ] == []


def test_help_is_offered_by_every_command() -> None:
    results = {name: CliRunner().invoke(cli, [*name.split()[1:], "--help"]).exit_code for name in COMMANDS}
    assert results == dict.fromkeys(COMMANDS, 0)


# -- the two READMEs ------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_a_readme_shows_the_two_commands_word_for_word(page: Path) -> None:
    shown = [
        line
        for block in doc_pages.blocks(page)
        for line in block.text.splitlines()
        if line.startswith("python3")
    ]
    assert shown == TWO_COMMANDS


def test_both_readmes_have_the_same_sections_commands_and_links() -> None:
    english, chinese = map(text_of, READMES)
    heads = [re.findall(r"(?m)^(#+) ", doc_pages.without_code(page)) for page in (english, chinese)]
    steps = [re.findall(r"(?m)^(\d+)\. ", page) for page in (english, chinese)]
    walks = [[line for session in sessions(page) for line in session.lines] for page in READMES]
    assert heads[0] == heads[1]
    assert steps[0] == steps[1]
    assert walks[0] == walks[1]
    assert "(README.zh-CN.md)" in english
    assert "(README.md)" in chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_or_folder(page: Path) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", doc_pages.without_code(text_of(page)))
    local = [target.split("#")[0] for target in targets if "://" not in target]
    assert [target for target in local if target and not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, waiting = set(), [READMES[0]]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)#:]+)", text_of(page)):
            path = (page.parent / target).resolve()
            waiting += [path] if path.suffix == ".md" else path.glob("*.md") if path.is_dir() else []
    assert set(PAGES) <= seen


# -- the project ------------------------------------------------------------------------------------------
PROJECT = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]


def test_the_version_is_the_same_in_the_project_the_program_and_the_changelog() -> None:
    latest = re.findall(r"(?m)^## (\S+) - ", text_of(CHANGELOG))[0]
    assert (PROJECT["version"], latest) == (__version__, __version__)


def test_every_version_in_the_changelog_names_the_impacted_notices_and_forms() -> None:
    versions = {head: text for head, text in doc_pages.sections(text_of(CHANGELOG)).items() if " - " in head}
    words = ("**Impacted notices**: ", "**Impacted forms**: ")
    assert len(versions) == len(re.findall(r"(?m)^## ", text_of(CHANGELOG)))
    assert [head for head, text in versions.items() if not all(word in text for word in words)] == []


def test_every_bundled_notice_and_form_is_named_in_the_changelog() -> None:
    named = set(doc_pages.code_in(text_of(CHANGELOG)))
    forms = {name for rubric in map(load_rubric, assets.rubric_ids()) for name in rubric.forms}
    assert {*assets.rubric_ids(), *forms} <= named


def test_the_licence_is_the_one_the_project_states_and_goes_into_the_wheel() -> None:
    first = text_of(ROOT / "LICENSE").splitlines()[0]
    assert (first, PROJECT["license-files"]) == (f"{PROJECT['license']} License", ["LICENSE"])


def test_every_command_for_contributors_exists() -> None:
    lines = [line for block in doc_pages.blocks(CONTRIBUTING) for line in block.text.splitlines()]
    typed = [shlex.split(line) for line in lines if line.startswith(".venv/bin/")]
    programs = {words[0].removeprefix(".venv/bin/") for words in typed}
    modules = [words[2] for words in typed if words[1:2] == ["-m"]]
    folders = [word for words in typed for word in words if word.startswith("tests/")]
    assert [name for name in programs if not shutil.which(name, path=Path(sys.executable).parent)] == []
    assert [name for name in modules if not (ROOT / name / "__main__.py").is_file()] == []
    assert [name for name in folders if not (ROOT / name).is_dir()] == []
    assert (modules, folders, lines[0]) == (["benchmarks"], ["tests/docs"], SET_UP.partition(" && ")[0])


def test_contributors_run_the_checks_that_ci_runs() -> None:
    checks = re.findall(
        r"(?m)^\.venv/bin/(ruff check|ruff format|mypy|lint-imports|pytest)\b", text_of(CONTRIBUTING)
    )
    assert [check for check in checks if f".venv/bin/{check}" not in text_of(ROOT / ".ci" / "run")] == []
    assert len(set(checks)) == 5


# -- problems -------------------------------------------------------------------------------------------
def test_the_page_of_problems_is_the_one_made_from_the_catalogue() -> None:
    fresh = problem_page.page()
    written = text_of(ROOT / "docs" / "problems.md")
    assert written == fresh, (
        f"regenerate it: python tests/support/problem_page.py > docs/problems.md\n\n{fresh}"
    )


def test_every_problem_stands_in_the_page_of_problems_once() -> None:
    listed = re.findall(r"(?m)^\| ([A-Z]\d{3}) \|", text_of(ROOT / "docs" / "problems.md"))
    assert sorted(listed) == sorted(CATALOGUE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_no_problem_that_does_not_exist(page: Path) -> None:
    assert set(re.findall(r"(?<![\w-])[FRDTN]1\d\d(?!\w)", text_of(page))) <= set(CATALOGUE)
