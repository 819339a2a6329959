"""Problems of data that stand where nobody can tell what they mean: codes that begin with D."""

from formgen.problems.entry import Entry

UNREAD_DATA: dict[str, Entry] = {
    "D217": Entry(
        "文件里没有社区数据",
        "这个文件里有{sheets}，没有社区数据，没有采用。",
        "请把这些表复制到有社区数据的那个工作簿里；改正前，这些社区的最后得分待定。",
    ),
    "D218": Entry(
        "千分数可疑",
        "“{label}”填的是“{value}”，即{percent}，像是把百分号写成了千分号，没有采用。",
        "请写成百分数，如“96%”或96；真是{percent}的，请写“{percent}”。",
    ),
    "D219": Entry(
        "旁边写着不算数",
        "“{name}”这一行写着“{text}”，照样读了，照样算。",
        "请核对：不算数的，请改正数据或删去这一行；算数的，请删去这句话，或不必改。",
        "warning",
    ),
    "D230": Entry(
        "列名下面写着一部分",
        "列“{column}”下面写着“{part}”，看不出这一列是不是全部的数，没有采用。",
        "是全部的数的，请删去这一格；只是“{part}”的，请另加一列填全部的数，再把这一列改名。",
    ),
    "D216": Entry(
        "看不出是哪一项的得分",
        "列“{column}”{more}像是评分项的得分，看不出是哪一项，没有采用。",
        "是的，请把列名改成评分项的名称（如“{example}”）；不是的，请删去这一列，或移到别的工作表。"
        "改正前，这一列有分的社区，最后得分要看这一级的，最后得分待定。",
    ),
}
