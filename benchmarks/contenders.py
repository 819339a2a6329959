"""The ways to fill a form that are measured against each other."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zipfile import ZipFile

from docxtpl import DocxTemplate

from benchmarks import openpyxl_loop
from benchmarks.cases import Case, case, cases
from benchmarks.measure import Contender
from formgen.forms.excel.template import ExcelTemplate
from formgen.forms.word.template import WordTemplate
from formgen.office import package
from formgen.office.package import Compressor

WORD, SHEET = case("yongjia-scorecard", ".docx"), case("yongjia-scorecard", ".xlsx")
COMPRESSORS = {each.name: each for each in (package.ZLIB, package.compressor)}


def forms() -> Iterator[Contender]:
    """Yield the contenders of the score form and our other forms."""
    yield Contender("docx ours", _ours(WORD, package.compressor))
    yield Contender("docx docxtpl", lambda number: docxtpl_loop(WORD, number))
    yield Contender("xlsx ours", _ours(SHEET, package.compressor))
    yield Contender("xlsx openpyxl", lambda number: openpyxl_loop.fill(SHEET, number))
    for kind, each in (("docx", WORD), ("xlsx", SHEET)):
        yield Contender(f"{kind} ours, zlib", _ours(each, package.ZLIB))
        for name, compressor in COMPRESSORS.items():
            yield Contender(f"{kind} deflate only, {name}", _deflate_only(each, compressor))


def other_forms() -> Iterator[Contender]:
    """Yield the other forms, filled by formgen only."""
    for rubric in ("taizhou-2019", "yongjia-2009"):
        for each in cases(rubric):
            if each.name not in {WORD.name, SHEET.name}:
                yield Contender(each.name, _ours(each, package.compressor))


def docxtpl_loop(of: Case, number: int) -> bytes:
    """Load the template, render and save it, as the documentation of docxtpl shows it."""
    template = DocxTemplate(str(of.path))
    template.render(of.context(number), autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


@contextmanager
def using(compressor: Compressor) -> Iterator[None]:
    """Let formgen use a compressor for a while."""
    before, package.compressor = package.compressor, compressor
    try:
        yield
    finally:
        package.compressor = before


def _ours(of: Case, compressor: Compressor) -> Callable[[int], bytes]:
    template = of.template

    def make(number: int) -> bytes:
        with using(compressor):
            return template.render(of.of(number))

    return make


def _deflate_only(of: Case, compressor: Compressor) -> Callable[[int], bytes]:
    """Return a way to make the document from its rendered part: the limit for every method that deflates."""
    template = of.template
    if not isinstance(template, WordTemplate | ExcelTemplate):
        raise TypeError(template)
    fixed = template.fixed
    known = {part.name for part in fixed}
    parts = []
    for number in range(len(of.values)):
        with ZipFile(io.BytesIO(template.render(of.of(number)))) as opened:
            parts.append([(name, opened.read(name)) for name in opened.namelist() if name not in known])

    def make(number: int) -> bytes:
        with using(compressor):
            changing = [package.compress(name, data) for name, data in parts[number % len(parts)]]
            return package.join([*fixed, *changing])

    return make
