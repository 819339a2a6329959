"""What a method measures: from the figures of a community to one exact value with its trace. One file per measure.

A measure's file holds its record, the keys it reads, the shares it divides, its computation, and its steps with
their sentences. A new measure is a file here, a line of the union below, and a heading in ``docs/rubrics.md``. Pure,
like the methods.
"""

from typing import Annotated

from pydantic import Field

from formgen.rubric.measures.count import Count
from formgen.rubric.measures.lowest import Lowest
from formgen.rubric.measures.monthly_mean import MonthlyMean
from formgen.rubric.measures.proportion import Proportion
from formgen.rubric.measures.ratio import Ratio

Measure = Annotated[Ratio | Proportion | Count | MonthlyMean | Lowest, Field(discriminator="kind")]
