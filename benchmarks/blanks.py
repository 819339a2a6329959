"""An office's blank bound by its labels and filled a thousand times: CPU seconds."""

import time
from dataclasses import dataclass

import formgen
from formgen import assets

RECORDS = 1_000
MOST_SECONDS = 8
_BLANK, _DATA = "申请表.docx", "数据.json"


@dataclass(frozen=True, slots=True)
class FilledBlanks:
    """What binding a blank once, and filling it from many records, took."""

    records: int
    binding: float
    filling: float

    @property
    def above(self) -> bool:
        """Return whether it took more than it may."""
        return self.binding + self.filling > MOST_SECONDS

    def __str__(self) -> str:
        """Return the measurement as one line."""
        word = "ABOVE" if self.above else "at most"
        return (
            f"{self.records:,} records into one blank: bound in {self.binding:.2f} s, filled in {self.filling:.1f} s of CPU, "
            f"{word} {MOST_SECONDS} s"
        )


def fill_blanks(records: int = RECORDS) -> FilledBlanks:
    """Bind the sample blank, and fill it from records that differ in a name; every one is read back."""
    blank = assets.folder("samples") / "blank-form" / _BLANK
    begun = time.process_time()
    bound = formgen.bind(blank)
    first = time.process_time()
    for at in range(records):
        filled = bound.fill(
            {"申请人情况": {"姓名": f"张三{at}"}, "民族": "汉", "婚姻状况": "已婚", "填表日期": "2024-03-05"}
        )
        if filled.problems or not filled.data:
            raise AssertionError(filled.problems)
    return FilledBlanks(records, first - begun, time.process_time() - first)
