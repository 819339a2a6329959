"""Which documents go into which PDF of a print pack, in which order and how often; and its cover list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from formgen.folder.names import clash_key, safe_name
from formgen.folder.paths import NO_TOWNSHIP
from formgen.printing import extra_pages
from formgen.printing.book import Chapter, Part, first_pages
from formgen.printing.inventory import Choice, Item
from formgen.printing.office import JOBS
from formgen.printing.print_run import Proofed
from formgen.rubric.schema import Rubric

Split = Literal["township", "form", "all"]
SPLITS: tuple[Split, ...] = ("township", "form", "all")
_WHOLE = "全部"


@dataclass(frozen=True, slots=True)
class PackOptions:
    """The options of a print pack.

    ``split`` makes one PDF per township, one per form, or one of all; ``by_form`` groups documents by form instead
    of by community; ``copies`` are the copies of forms by their file name, ``every`` those of all others; ``draft`` marks all pages 草稿.
    """

    split: Split = "township"
    by_form: bool = False
    choice: Choice = field(default_factory=Choice)
    copies: Mapping[str, int] = field(default_factory=dict)
    every: int = 1
    duplex: bool = False
    cover: bool = False
    numbers: bool = False
    draft: bool = False
    pdfa: bool = False
    jobs: int = JOBS


@dataclass(frozen=True, slots=True)
class Volume:
    """One PDF of a pack: its number, the name of its file without suffix, its title, its documents under bookmarks.

    ``items`` are the documents of its chapters, one for each.
    """

    number: int
    name: str
    title: str
    parts: tuple[Part, ...]
    items: tuple[Item, ...]  # one for each chapter
    duplex: bool
    by_form: bool

    @property
    def chapters(self) -> list[Chapter]:
        """Return its documents in order."""
        return [chapter for part in self.parts for chapter in part.chapters]

    @property
    def pages(self) -> int:
        """Return how many pages it has after its cover."""
        return first_pages(self.chapters, duplex=self.duplex)[1]


def volumes(
    items: Sequence[Item], proofed: Proofed, options: PackOptions, rubric: Rubric
) -> Iterator[Volume]:
    """Yield the books: their documents in order, under bookmarks."""
    there = [item for item in items if item.path in proofed.sheaves]
    names = list(dict.fromkeys(_volume_of(item, options) for item in there))
    files = _files(names)
    for number, name in enumerate(names):
        own = [item for item in there if _volume_of(item, options) == name]
        by_form = options.by_form
        parts = []
        for title, group in groupby(own, key=lambda item: _part_of(item, by_form=by_form)):
            parts.append(Part(title, tuple(_chapter(item, proofed, options) for item in group)))
        title = f"{name}（{rubric.notice.number}）"
        yield Volume(number, files[name], title, tuple(parts), tuple(own), options.duplex, options.by_form)


def _files(names: Sequence[str]) -> dict[str, str]:
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


def _volume_of(item: Item, options: PackOptions) -> str:
    """Return the name of the book a document goes into; a book of only some of the documents says so in its name.

    So a few corrected forms do not replace the whole pack.
    """
    names = {"township": item.who[0] or NO_TOWNSHIP, "form": item.form.spec.file, "all": _WHOLE}
    choice, name = options.choice, names[options.split]
    if choice.forms and options.split != "form":
        name += f"-{'、'.join(dict.fromkeys(choice.forms))}"
    some = choice.only or (choice.townships and options.split != "township")
    return f"{name}（部分）" if some else name


def _part_of(item: Item, *, by_form: bool) -> str:
    return item.form.spec.file if by_form else item.community


def _chapter(item: Item, proofed: Proofed, options: PackOptions) -> Chapter:
    file = item.form.spec.file
    title = item.community if options.by_form else file
    if options.choice.kind == "both" and item.suffix == ".xlsx":
        title += "（Excel）"
    draft = item.drafted or options.draft
    return Chapter(title, proofed.sheaves[item.path], options.copies.get(file, options.every), draft)


def leaves_of(volumes_: Sequence[Volume], options: PackOptions) -> dict[str, bytes]:
    """Draw the pages that formgen adds to volumes: cover lists, numbers, the word 草稿."""
    drawn = dict[str, bytes]()
    if not volumes_:
        return drawn
    if options.cover:
        drawn |= {cover_name(volume): _cover(volume, draft=options.draft) for volume in volumes_}
    if options.numbers:
        drawn[extra_pages.NUMBERS] = extra_pages.numbers(max(volume.pages for volume in volumes_))
    if any(chapter.draft for volume in volumes_ for chapter in volume.chapters):
        drawn[extra_pages.DRAFT] = extra_pages.draft_mark()
    return drawn


def _cover(volume: Volume, *, draft: bool) -> bytes:
    """Return the cover list of a book: one row per community."""
    starts, pages = first_pages(volume.chapters, duplex=volume.duplex)
    own: dict[str, list[tuple[Item, Chapter, int]]] = {}
    for item, chapter, start in zip(volume.items, volume.chapters, starts, strict=True):
        own.setdefault(item.community, []).append((item, chapter, start))
    rows = []
    for community, documents in own.items():
        names = [_counted(item, chapter.copies) for item, chapter, _ in documents]
        sides = sum(chapter.copies * chapter.sheaf.pages for _, chapter, _ in documents)
        remark = extra_pages.DRAFT if not draft and any(chapter.draft for _, chapter, _ in documents) else ""
        begins = [start for _, _, start in documents]
        shown = begins if volume.by_form else begins[:1]
        rows.append((community, "、".join(names), str(sides), "、".join(map(str, shown)), remark))
    word = f"（{extra_pages.DRAFT}）" if draft else ""
    copies = sum(chapter.copies for chapter in volume.chapters)
    printed = sum(chapter.copies * chapter.sheaf.pages for chapter in volume.chapters)
    blank = f"，另有白页{pages - printed}页" if pages > printed else ""
    return extra_pages.cover(
        f"{volume.title}{word}", rows, f"共{len(rows)}个社区（村），{copies}份，{printed}页{blank}。"
    )


def _counted(item: Item, copies: int) -> str:
    """Return the name of a document on the cover list, with its copies."""
    return f"{item.form.spec.file}×{copies}" if copies > 1 else item.form.spec.file


def cover_name(volume: Volume) -> str:
    """Return the name of the cover list of a volume among its leaves."""
    return f"{extra_pages.COVER}{volume.number + 1}"
