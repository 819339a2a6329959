"""An opened data file: who is in it and what is wrong with it are known, its values are read on demand.

Knows which reader takes which kind of file; it is what the rooms above use.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import yamltext
from formgen.intake import records
from formgen.intake.assemble import read_community
from formgen.intake.entries import CommunityEntry, Register, ask_for_townships
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.intake.files import MOST_BYTES, FileContent, file_error, identify_content, read_content
from formgen.intake.names import doubt_record
from formgen.intake.other_townships import tell_before_names
from formgen.intake.raw import Raw
from formgen.intake.sheets import Sheets
from formgen.intake.tables import Table, read_csv
from formgen.intake.townships import NamedRow
from formgen.intake.vocabulary import make_vocabularies
from formgen.intake.whose_rows import find_apart, say_apart
from formgen.intake.wide_rows import set_aside_odd_rows
from formgen.intake.xlsx import read_xlsx
from formgen.model import Community
from formgen.problems import Place, Problem, errors_in
from formgen.rubric.schema import Rubric
from formgen.yamltext import Node


@dataclass(frozen=True, slots=True)
class Intake:
    """All that was read from a source: the communities that can be used, and all problems at once."""

    communities: tuple[Community, ...]
    problems: tuple[Problem, ...]


class Source:
    """What a file contains: ``entries`` are the communities that can be used, in the order of the file.

    ``problems`` are all that is known before values are typed, and those of the communities left out.
    ``catalogue`` is what ``read_community`` takes; ``apart`` are the sheets that speak of communities in a file without any.
    """

    file: str
    entries: tuple[CommunityEntry, ...]
    problems: tuple[Problem, ...]
    catalogue: Catalogue

    def __init__(
        self,
        file: str,
        catalogue: Catalogue,
        problems: Sequence[Problem],
        entries: Sequence[CommunityEntry],
        raw: Callable[[int], Raw],
    ) -> None:
        """Keep who can be used; ``raw`` reads one of them by its index in ``entries``."""
        self.file, self.catalogue, self.problems, self._raw = file, catalogue, tuple(problems), raw
        self.entries = tuple(entries)
        self.apart: tuple[Place, ...] = ()
        self._complete: Callable[[Raw, int], Raw] = lambda given, _: given

    def raw(self, index: int) -> Raw:
        """Return one raw community by its index in ``entries``."""
        return self._complete(_with_names(self._raw(index), self.entries[index]), index)

    def raws(self, chosen: Collection[int] | None = None) -> Iterator[tuple[int, Raw]]:
        """Yield the index in ``entries`` and the raw community, one at a time, in order.

        ``chosen`` are the indexes wanted, all when it is None.
        """
        for index in range(len(self.entries)) if chosen is None else sorted(set(chosen)):
            yield index, self.raw(index)

    def supplement(self, problems: Sequence[Problem], complete: Callable[[Raw, int], Raw]) -> None:
        """Take what another source says of the communities: its problems, and what completes a raw one by its index.

        What was taken before completes a raw community first.
        """
        self.problems = (*self.problems, *problems)
        before = self._complete
        self._complete = lambda raw, index: complete(before(raw, index), index)

    def read_all(self) -> Intake:
        """Read the values of every community. The problems of the source come first, then those of each community."""
        read = [read_community(raw, self.catalogue) for _, raw in self.raws()]
        problems = [problem for _, found in read for problem in found]
        return Intake(tuple(community for community, _ in read), (*self.problems, *problems))


def _with_names(raw: Raw, entry: CommunityEntry) -> Raw:
    """Return a raw community with its names as they were entered: the one spelling of its township, the name alone."""
    if raw.township and raw.township.content != entry.township:
        raw.township = raw.township._replace(content=entry.township, kind="text")
    if raw.name and raw.name.content != entry.name:
        raw.name = raw.name._replace(content=entry.name, kind="text")
    return raw


def _make_source(
    file: str,
    catalogue: Catalogue,
    problems: Sequence[Problem],
    register: Register,
    raw: Callable[[int], Raw],
) -> Source:
    """Return a source of the communities of a register that can be used, with what is wrong with the others."""
    kept = [at for at, entry in enumerate(register.entries) if entry and register.usable(at)]
    entries = [entry for at in kept if (entry := register.entries[at])]
    apart = () if register.entries else find_apart(problems)
    problems = say_apart(problems, apart)
    more: list[Problem] = []
    for at, entry in enumerate(register.entries):
        if not register.usable(at):  # the values of one without a name are not typed
            left = raw(at)
            more += left.problems if entry is None else read_community(left, catalogue)[1]
    told = (*problems, *register.problems, *more)
    source = Source(file, catalogue, told, entries, lambda index: raw(kept[index]))
    source.apart = apart
    return source


def open_source(path: Path, rubric: Rubric, name: str = "") -> Source:
    """Open a data file by the fields of a rubric; ``name`` is what places in it call the file, its own name unless told.

    Raises FormgenError with an F code when the file cannot be read at all, R101 when it is not YAML or JSON.
    """
    return _open_content(read_content(path), rubric, name or path.name)


def open_bytes(data: bytes, rubric: Rubric, file: str) -> Source:
    """Open the bytes of a data file; ``file`` is the name that places in it carry. Raises as ``open_source`` does.

    F105 for more bytes than a file may have.
    """
    if len(data) > MOST_BYTES:
        raise file_error(file, "F105", f"超过{MOST_BYTES // 2**20}兆字节")
    return _open_content(identify_content(data, file), rubric, file)


def open_records(data: Mapping[str, object] | Sequence[object], rubric: Rubric, file: str = "") -> Source:
    """Open an already parsed tree with the structure of the YAML file, as ``open_bytes`` does bytes. Never raises."""
    return _open_tree(yamltext.from_plain(data, file), [], rubric, file)


def _open_content(content: FileContent, rubric: Rubric, file: str) -> Source:
    match content.kind:
        case "yaml":
            source = _open_tree(*records.parse_yaml(content.text, file), rubric, file)
        case "json":
            source = _open_tree(*records.parse_json(content.text, file), rubric, file)
        case "csv":
            source = _open_csv(read_csv(content.text, file), rubric)
        case "xlsx":
            source = _open_tables(read_xlsx(content.data, file), rubric, file)
    if not source.entries and not errors_in(source.problems):
        raise file_error(file, "F106")
    return source


def _open_tree(tree: Node, problems: list[Problem], rubric: Rubric, file: str) -> Source:
    catalogue = make_catalogue(rubric)
    raws, shapes = records.gather_communities(tree, catalogue)
    register = Register(doubt_record, make_vocabularies(catalogue)["data"].words)
    for raw in raws:
        register.enter(raw.place, raw.name, raw.township)
    named = [NamedRow(at, raw.name, raw.township) for at, raw in enumerate(raws) if raw.name]
    shapes += tell_before_names(named)
    shapes += ask_for_townships([entry for entry in register.entries if entry])
    return _make_source(file, catalogue, [*problems, *shapes], register, raws.__getitem__)


def _open_csv(table: Table, rubric: Rubric) -> Source:
    catalogue = make_catalogue(rubric)
    narrow, problems = set_aside_odd_rows(table, catalogue)
    sheets = Sheets([narrow], catalogue)
    return _make_source(table.file, catalogue, [*sheets.problems, *problems], sheets.register, sheets.raw)


def _open_tables(tables: Sequence[Table], rubric: Rubric, file: str) -> Source:
    catalogue = make_catalogue(rubric)
    sheets = Sheets(tables, catalogue)
    return _make_source(file, catalogue, sheets.problems, sheets.register, sheets.raw)
