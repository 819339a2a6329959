"""Problems of what texts of a community say: its opinions, its own account of the year: codes D240 to D249."""

from formgen.problems.entry import Entry

TEXTS: dict[str, Entry] = {
    "D240": Entry(
        "意见里写着不同意的话",
        "“{label}”写着“{text}”，照样评分、排名，够条件的照样列在名单里。",
        "不推荐、不认定的，请由人从名单里去掉；同意的请改正意见。",
        "warning",
    ),
}
