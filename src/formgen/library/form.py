"""A form of a notice, and the documents that are made with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from formgen.filling.filled_forms import fill_form
from formgen.filling.slot_values import Day, read_wishes
from formgen.folder.plan import wrong_option
from formgen.folder.safe_names import safe_name
from formgen.forms.compiled import CompiledForm
from formgen.library.refusals import refuse_other
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class OutputDocument:
    """A document of one community, not yet written: the name of its file, its bytes, and every problem met.

    ``drafted`` are the fields whose text formgen drafted. The bytes name them in a custom property, ``drafted``, by which
    ``formgen pack`` and ``build --pdf`` print 草稿 on every page; the text itself begins with the line 〔草稿，核对修改后删去本行〕.
    """

    name: str
    data: bytes
    problems: tuple[Problem, ...]
    drafted: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeForm:
    """A form of a notice, ready to be filled. It can be sent to another process."""

    compiled: CompiledForm
    rubric: Rubric

    @property
    def folder(self) -> Path:
        """The folder where the form was found."""
        return self.compiled.form.folder

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The kinds of documents the form has templates for, the one for Word first."""
        return tuple(self.compiled.templates)

    def fill(
        self,
        card: Scorecard,
        *,
        draft: bool = False,
        date: Day = "",
        columns: Mapping[str, str] | Sequence[str] = MappingProxyType({}),
        suffix: str | None = None,
    ) -> OutputDocument:
        """Fill the form for one community; a missing value stays blank.

        Args:
            card: the scorecard of the community, by the notice of this form.
            draft: draft narratives that nobody wrote from the community's own figures.
            date: the date of the applicant's date line, in any of the ways clerks write it.
            columns: other sources for score columns, ``{"township": "computed"}`` or ``["township=computed"]``.
            suffix: the kind of document where there are several; the first of ``suffixes`` unless told.

        Raises FormgenError for a document that must not be made, such as a text over the notice's limit (T103); T105 for
        an unknown column or source, D139 for a date that cannot be read, T133 for the card of another notice, T134 for
        an unknown suffix.
        """
        form, given = self.compiled.form, cast("object", card)
        if not isinstance(given, Scorecard):
            raise wrong_option(given, "card", "应当是 score 得出的一份评分")
        refuse_other("这份评分", card.rubric, self.rubric)
        wanted = self.suffixes[0] if suffix is None else suffix
        if wanted not in self.suffixes:
            words = {"form": form.spec.file, "value": str(wanted), "known": "、".join(self.suffixes)}
            raise FormgenError(Problem("T134", words=words))
        wishes = read_wishes([form], columns, drafts=draft, day=date)
        filled = fill_form(card, self.compiled, wishes, wanted)
        if not filled.documents:
            raise FormgenError(*filled.problems)
        name = safe_name(f"{safe_name(card.community.name)}-{safe_name(form.spec.file)}")
        return OutputDocument(f"{name}{wanted}", filled.documents[0].data, filled.problems, filled.drafted)
