"""Which documents go into which PDF of a print pack, in which order and how often; and its cover list.

Knows the options of a pack and the words of its cover list; plans and binds, writes no file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from formgen.folder.document_paths import NO_TOWNSHIP
from formgen.folder.safe_names import clash_key, safe_name
from formgen.printing import cover_pages
from formgen.printing.book import (
    Book,
    BookmarkGroup,
    Chapter,
    Extras,
    Numbering,
    bind_book,
    number_pages,
)
from formgen.printing.cover_pages import CoverRow
from formgen.printing.document_list import Item
from formgen.printing.options import PackOptions
from formgen.printing.print_run import CheckedDocuments
from formgen.reports.summary import WHOLE_SUMMARY
from formgen.rubric.schema import Rubric

_WHOLE = "全部"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One PDF of a pack: its number, the name of its file without suffix, its title, its documents under bookmarks.

    ``items`` are the documents of its chapters, one for each.
    """

    number: int
    name: str
    title: str
    groups: tuple[BookmarkGroup, ...]
    items: tuple[Item, ...]
    duplex: bool
    by_form: bool

    @property
    def chapters(self) -> list[Chapter]:
        """Return its documents in order."""
        return [chapter for group in self.groups for chapter in group.chapters]

    @property
    def numbering(self) -> Numbering:
        """Return on which pages its documents begin, and how many pages it has after its cover."""
        return number_pages(self.chapters, duplex=self.duplex)

    @property
    def cover_name(self) -> str:
        """Return the name of its cover list among the extra pages."""
        return f"{cover_pages.COVER}{self.number + 1}"

    def bind(self, extra: Mapping[str, Path], options: PackOptions) -> Book:
        """Return it as a PDF, with the extra pages it asks for, given by their names."""
        extras = Extras(
            extra.get(self.cover_name),
            extra.get(cover_pages.NUMBERS),
            extra.get(cover_pages.DRAFT),
            options.duplex,
            options.conversion.pdfa,
        )
        return bind_book(self.title, self.groups, extras)


class _Entry(NamedTuple):
    """A document on the cover list, and the page on which it begins."""

    item: Item
    chapter: Chapter
    start: int


def plan_files(
    items: Sequence[Item], checked: CheckedDocuments, options: PackOptions, rubric: Rubric
) -> Iterator[PackFile]:
    """Yield the PDF files of a pack: their documents in order, under bookmarks."""
    there = [item for item in items if item.path in checked.ranges]
    names = list(dict.fromkeys(_choose_file(item, options) for item in there))
    file_names = _make_file_names(["-".join(name) for name in names])
    for number, name in enumerate(names):
        own = [item for item in there if _choose_file(item, options) == name]
        groups = [
            BookmarkGroup(title, tuple(_make_chapter(item, checked, options) for item in group))
            for title, group in groupby(own, key=lambda item: _choose_group(item, by_form=options.by_form))
        ]
        title = f"{'　'.join(name)}（{rubric.notice.cited}）"
        file = file_names["-".join(name)]
        yield PackFile(number, file, title, tuple(groups), tuple(own), options.duplex, options.by_form)


def _make_file_names(names: Sequence[str]) -> dict[str, str]:
    """Return the names of files, made distinct where a file system would take two for the same."""
    taken, found = set[str](), dict[str, str]()
    for name in names:
        plain = made = safe_name(name)
        number = 1
        while clash_key(made) in taken:
            number += 1
            made = f"{plain}（{number}）"
        taken.add(clash_key(made))
        found[name] = made
    return found


def _choose_file(item: Item, options: PackOptions) -> tuple[str, ...]:
    """Return the words that name the PDF a document goes into; one of only some of the documents says so.

    So a few corrected forms do not replace the whole pack.
    """
    township = f"{_WHOLE}{item.form.spec.file}" if item.form.id == WHOLE_SUMMARY else item.who.township
    names = {"township": township or NO_TOWNSHIP, "form": item.form.spec.file, "all": _WHOLE}
    choice, words = options.choice, [names[options.split]]
    says_form = options.split == "form" or (options.split == "township" and item.form.id == WHOLE_SUMMARY)
    if choice.forms and not says_form:
        words.append("、".join(dict.fromkeys(choice.forms)))
    if choice.only or (choice.townships and options.split != "township"):
        words[-1] += "（部分）"
    return tuple(words)


def _choose_group(item: Item, *, by_form: bool) -> str:
    return item.form.spec.file if by_form else item.community


def _make_chapter(item: Item, checked: CheckedDocuments, options: PackOptions) -> Chapter:
    file = item.form.spec.file
    title = item.community if options.by_form else _name_document(item, options)
    if options.by_form and options.choice.kind == "both":
        title += item.print_format.remark
    draft = item.drafted or options.draft
    return Chapter(title, checked.ranges[item.path], options.copies.of(file), draft)


def draw_extra_pages(files: Sequence[PackFile], options: PackOptions) -> dict[str, bytes]:
    """Draw the pages that formgen adds to the files of a pack: cover lists, numbers, the word 草稿."""
    drawn = dict[str, bytes]()
    if not files:
        return drawn
    if options.cover:
        drawn |= {file.cover_name: _draw_cover_list(file, options) for file in files}
    if options.numbers:
        drawn[cover_pages.NUMBERS] = cover_pages.draw_page_numbers(
            max(file.numbering.pages for file in files), duplex=options.duplex
        )
    if any(chapter.draft for file in files for chapter in file.chapters):
        drawn[cover_pages.DRAFT] = cover_pages.draw_draft_word()
    return drawn


def _name_document(item: Item, options: PackOptions) -> str:
    """Return the name of a document among those of its community; where both kinds are printed it says which it is."""
    file = item.form.spec.file
    return (
        f"{file}{item.print_format.remark}" if options.choice.kind == "both" and not item.is_summary else file
    )


def _draw_cover_list(file: PackFile, options: PackOptions) -> bytes:
    """Return the cover list of a PDF: one row per community, and one for a 汇总表."""
    starts, pages = file.numbering
    own: dict[str, list[_Entry]] = {}
    for item, chapter, start in zip(file.items, file.chapters, starts, strict=True):
        own.setdefault(item.community, []).append(_Entry(item, chapter, start))
    rows = [_make_cover_row(community, entries, options) for community, entries in own.items()]
    named = len({item.who for item in file.items if not item.is_summary})
    who = f"{named}个社区（村），" if named else ""
    word = f"（{cover_pages.DRAFT}）" if options.draft else ""
    copies = sum(chapter.copies for chapter in file.chapters)
    printed = _count_printed(file.chapters)
    blank = f"，另有白页{pages - printed}页" if pages > printed else ""
    return cover_pages.draw_cover_list(
        f"{file.title}{word}", rows, f"共{who}{copies}份，{printed}页{blank}。"
    )


def _make_cover_row(community: str, entries: Sequence[_Entry], options: PackOptions) -> CoverRow:
    """Return the row of a community; where its documents are not together, with the first page of each."""
    names = [_name_with_copies(entry, options) for entry in entries]
    drafted = any(entry.chapter.draft for entry in entries)
    starts = [str(entry.start) for entry in entries]
    return CoverRow(
        community=community,
        documents=("\n" if options.choice.kind == "both" else "、").join(names),
        pages=str(_count_printed([entry.chapter for entry in entries])),
        first_pages="、".join(starts if options.by_form else starts[:1]),
        remark=cover_pages.DRAFT if drafted and not options.draft else "",
    )


def _count_printed(chapters: Sequence[Chapter]) -> int:
    """Return how many pages are printed on, in all copies."""
    return sum(chapter.copies * chapter.pages.count for chapter in chapters)


def _name_with_copies(entry: _Entry, options: PackOptions) -> str:
    name, copies = _name_document(entry.item, options), entry.chapter.copies
    return f"{name}×{copies}" if copies > 1 else name
