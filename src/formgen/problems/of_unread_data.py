"""Problems of data that stand where nobody can tell what they mean: codes that begin with D."""

from formgen.problems.entry import Entry

UNREAD_DATA: dict[str, Entry] = {
    "D216": Entry(
        "看不出是哪一项的得分",
        "列“{column}”{more}像是评分项的得分，看不出是哪一项，没有采用。",
        "是的，请把列名改成评分项的名称（如“{example}”）；不是的，请删去这一列，或移到别的工作表。"
        "改正前，这一列有分的社区，最后得分要看这一级的，最后得分待定。",
    ),
}
