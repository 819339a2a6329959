"""The scoring methods a rubric can name. One file per method.

A method's file holds all there is to know of it: its record, the keys it reads, the most points it can give, its
computation, its steps with their sentences, and what is wrong with it for the figures it names. A new method is a
file here, a line of the union below, and a heading in ``docs/rubrics.md``. What several methods share stands in
``method`` (the base of all) and ``pieces`` (methods made of methods), steps that several take in ``cap``, ``zero`` and
``judged``.

Pure: a method knows exact numbers, the model, the conventions and its situation; no file, clock or format.
"""

from typing import Annotated

from pydantic import Field

from formgen.rubric.methods.best import Best
from formgen.rubric.methods.checklist import Checklist
from formgen.rubric.methods.conditional import Case, Conditional
from formgen.rubric.methods.deductions import Deductions
from formgen.rubric.methods.fixed import Fixed
from formgen.rubric.methods.judged import Judged
from formgen.rubric.methods.levels import Levels
from formgen.rubric.methods.not_applicable import NotApplicable
from formgen.rubric.methods.pending import Pending
from formgen.rubric.methods.pieces import Piece
from formgen.rubric.methods.share import Share
from formgen.rubric.methods.sum import Sum
from formgen.rubric.methods.tiers import Tiers
from formgen.rubric.methods.weighted_count import WeightedCount

Method = Annotated[
    Tiers
    | Share
    | Deductions
    | Checklist
    | Levels
    | WeightedCount
    | Judged
    | Fixed
    | Pending
    | NotApplicable
    | Conditional
    | Sum
    | Best,
    Field(discriminator="kind"),
]

# A method may hold methods: those records are finished once the union is known.
for _record in (Case, Conditional, Piece, Sum, Best):
    _record.model_rebuild()
