"""Several data files read as one, as the workbooks of a county's townships are.

Who is in two files is a question: which of them counts is for a person to say, so neither is used. Knows sources and
who is in them; the order in which the files are named changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.intake.entries import CommunityEntry, ask_about_spellings, match_key
from formgen.intake.names import compare_form
from formgen.intake.source import Source, open_source
from formgen.intake.whose_rows import doubt_apart
from formgen.model import Who
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class _Held:
    """A community, and where it is: in which source, at which place."""

    source: Source
    at: int
    entry: CommunityEntry


def open_sources(files: Sequence[Path], rubric: Rubric) -> Source:
    """Open several data files as one source, in the order of their names.

    Raises FormgenError with every file that cannot be read; C101 for a file named twice.
    """
    names = _name_files(files)
    opened: list[Source] = []
    faults: list[Problem] = []
    for name in sorted(names):
        try:
            opened.append(open_source(names[name], rubric, name))
        except FormgenError as error:
            faults += error.problems
    if faults:
        raise FormgenError(*faults)
    return _join(opened)


def _name_files(files: Sequence[Path]) -> Mapping[str, Path]:
    """Return the files by what places call them: their names, with their folders where two have the same name."""
    counts = Counter(file.name for file in files)
    named: dict[str, Path] = {}
    seen: dict[Path, Path] = {}
    for file in files:
        other = seen.setdefault(file.resolve(), file)
        if other is not file:
            raise FormgenError(Problem("C101", words={"file": str(file)}), usage=True)
        named[file.name if counts[file.name] == 1 else file.as_posix()] = file
    return named


def _join(sources: Sequence[Source]) -> Source:
    """Return one source of the communities that are in one file only."""
    held = _spell_townships_alike(
        _Held(source, at, entry) for source in sources for at, entry in enumerate(source.entries)
    )
    left_out, problems = _find_repeated(held)
    used = [each for each in held if id(each) not in left_out]
    asked = ask_about_spellings([each.entry for each in used], across_files=True)
    apart = [place for source in sources for place in source.apart]
    of_files = [problem for source in sources for problem in source.problems]
    return Source(
        "、".join(source.file for source in sources),
        sources[0].catalogue,
        (*of_files, *problems, *asked),
        [each.entry for each in used],
        lambda index: doubt_apart(used[index].source.raw(used[index].at), apart),
    )


def _spell_townships_alike(held: Iterable[_Held]) -> list[_Held]:
    """Return the communities with one spelling for each township: what differs in blanks and widths only is the same."""
    spelt: dict[str, str] = {}
    found = []
    for each in held:
        township = spelt.setdefault(compare_form(each.entry.township), each.entry.township)
        entry = CommunityEntry(Who(township, each.entry.name), each.entry.place)
        found.append(replace(each, entry=entry))
    return found


def _find_repeated(held: Sequence[_Held]) -> tuple[set[int], list[Problem]]:
    """Return who is in more than one file, or may be, and what is to be asked."""
    by_who: dict[Who, list[_Held]] = defaultdict(list)
    by_name: dict[str, list[_Held]] = defaultdict(list)
    for each in held:
        key = match_key(each.entry.who)
        by_who[key].append(each)
        by_name[key.name].append(each)
    left_out: set[int] = set()
    problems: list[Problem] = []
    for group in by_who.values():
        for other in group[1:]:
            left_out |= {id(group[0]), id(other)}
            words = {"name": other.entry.full_name, "other": str(group[0].entry.place)}
            problems.append(Problem("C102", other.entry.place, words))
    for group in by_name.values():
        for bare in (each for each in group if not each.entry.township):
            for other in _list_named_elsewhere(bare, group):
                left_out |= {id(bare), id(other)}
                words = {
                    "name": bare.entry.name,
                    "twin": other.entry.full_name,
                    "other": str(other.entry.place),
                }
                problems.append(Problem("C103", bare.entry.place, words))
    return left_out, problems


def _list_named_elsewhere(bare: _Held, group: Sequence[_Held]) -> list[_Held]:
    """Return those of the same name in other files that have a township, where this one has none."""
    return [each for each in group if each.entry.township and each.entry.place.file != bare.entry.place.file]
