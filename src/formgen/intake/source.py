"""An opened data file: who is in it and what is wrong with it are known, its values are read on demand."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from formgen import yamltext
from formgen.intake import records
from formgen.intake.assemble import typed_community
from formgen.intake.catalogue import Catalogue, catalogue
from formgen.intake.entries import Entry, Register
from formgen.intake.files import MOST_BYTES, Content, content_of, fault, load
from formgen.intake.raw import Raw
from formgen.intake.sheets import Sheets
from formgen.intake.tables import Grid, of_csv
from formgen.intake.xlsx import of_xlsx
from formgen.problems import Problem, errors_in
from formgen.rubric.schema import Rubric
from formgen.yamltext import Node


class Source:
    """What a file contains: ``entries`` are the communities that can be used, in the order of the file.

    ``problems`` are all that is known before values are typed, and those of the communities left out.
    ``catalogue`` is what ``typed_community`` takes.
    """

    file: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    catalogue: Catalogue

    def __init__(
        self,
        file: str,
        fields: Catalogue,
        problems: Sequence[Problem],
        register: Register,
        raw: Callable[[int], Raw],
    ) -> None:
        """Keep the usable communities, and find what else is wrong with the others."""
        self.file, self.catalogue, self._raw = file, fields, raw
        numbered = list(enumerate(register.entries))
        kept = [(at, entry) for at, entry in numbered if entry and register.usable(at)]
        self.entries = tuple(entry for _, entry in kept)
        self._numbers = [at for at, _ in kept]
        left_out = [at for at, _ in numbered if not register.usable(at)]
        more = [problem for at in left_out for problem in self._of_left_out(at, register)]
        self.problems = (*problems, *register.problems, *more)

    def raws(self, chosen: Collection[int] | None = None) -> Iterator[tuple[int, Raw]]:
        """Yield the index in ``entries`` and the raw community, one at a time, in order.

        ``chosen`` are the indexes wanted, all when it is None.
        """
        for index in range(len(self.entries)) if chosen is None else sorted(set(chosen)):
            yield index, self._raw(self._numbers[index])

    def _of_left_out(self, at: int, register: Register) -> Sequence[Problem]:
        """Return the problems of a community that is left out; the values of one without a name are not typed."""
        raw = self._raw(at)
        return raw.problems if register.entries[at] is None else typed_community(raw, self.catalogue)[1]


def open_source(path: Path, rubric: Rubric) -> Source:
    """Open a data file by the fields of a rubric.

    Raises FormgenError with an F code when the file cannot be read at all, R101 when it is not YAML or JSON.
    """
    return _of_content(load(path), rubric, path.name)


def open_bytes(data: bytes, rubric: Rubric, file: str) -> Source:
    """Open the bytes of a data file; ``file`` is the name that places in it carry. Raises as ``open_source`` does.

    F105 for more bytes than a file may have.
    """
    if len(data) > MOST_BYTES:
        raise fault(file, "F105", f"超过{MOST_BYTES // 2**20}兆字节")
    return _of_content(content_of(data, file), rubric, file)


def _of_content(content: Content, rubric: Rubric, file: str) -> Source:
    match content.kind:
        case "yaml":
            source = of_tree(*records.from_yaml(content.text, file), rubric, file)
        case "json":
            source = of_tree(*records.from_json(content.text, file), rubric, file)
        case "csv":
            source = _of_grids([of_csv(content.text, file)], rubric, file)
        case "xlsx":
            source = _of_grids(of_xlsx(content.data, file), rubric, file)
    if not source.entries and not errors_in(source.problems):
        raise fault(file, "F106")
    return source


def of_plain(data: Mapping[str, object] | Sequence[object], rubric: Rubric, file: str) -> Source:
    """Return the source of an already parsed tree. Never raises."""
    return of_tree(yamltext.from_plain(data, file), [], rubric, file)


def of_tree(tree: Node, problems: list[Problem], rubric: Rubric, file: str) -> Source:
    """Return the source of a tree of records."""
    fields = catalogue(rubric)
    raws, shapes = records.gather(tree, fields)
    register = Register()
    for raw in raws:
        register.enter(raw.place, raw.name, raw.township)
    return Source(file, fields, [*problems, *shapes], register, raws.__getitem__)


def _of_grids(grids: Sequence[Grid], rubric: Rubric, file: str) -> Source:
    fields = catalogue(rubric)
    sheets = Sheets(grids, fields)
    return Source(file, fields, sheets.problems, sheets.register, sheets.raw)
