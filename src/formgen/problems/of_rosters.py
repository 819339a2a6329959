"""Problems of rosters that are read, and leave open what counts: which of several, and what a remark means; codes that begin with N."""

from formgen.problems.entry import Entry

ROSTER_DOUBTS: dict[str, Entry] = {
    "N174": Entry(
        "写着别的东西",
        "“{label}”写着“{value}”，不像是这一列问的，按定不下来处理。",
        "这一列问的有，请写它的名称；没有的请留空。",
    ),
    "N175": Entry(
        "几份花名册",
        "“{name}”有没有写月份的花名册（{file}），也有{months}的，照没有写月份的一份数。",
        "要照某个月的数，请把没有写月份的一份移出去，或在文件名、工作表名里写上它的月份。",
        "warning",
    ),
    "N176": Entry(
        "没有那个月的花名册",
        "“{name}”的花名册只有{months}的，这次数的是{current}的，没有替它数。",
        "请补上同一个月的花名册，或分开数。",
        "warning",
    ),
    "N177": Entry(
        "统计日以后的花名册",
        "“{name}”{months}的花名册在统计日{day}以后，没有用。",
        "请核对统计日和花名册的月份。",
        "warning",
    ),
    "N178": Entry(
        "备注说人已经不在",
        "“{label}”写着“{value}”，这一{rows}仍照各列数了。",
        "请不要为此删去这一行；有注销、退出日期一列的，请写上日期；写错的，请改正。",
        "warning",
    ),
    "N179": Entry(
        "备注和各列不一样",
        "“{label}”写着“{value}”，不知这一{rows}还照不照各列算，按定不下来处理。",
        "请照实改正各列，如展期的写展期以后的到期日期，备注里写明到哪一天；各列没有错的，备注请换一个说法。",
    ),
    "N180": Entry(
        "备注说人不在这里",
        "“{label}”写着“{value}”，不知还算不算，这一行仍照各列数了。",
        "照通知还算的（如外出几个月的），不必改；不算的，请照实改正各列，或删去这一行。",
        "warning",
    ),
    "N181": Entry(
        "一份花名册、台账的几稿",
        "{sheets}像是同一份{kind}的几稿：{both}{rows}各份里都有，只数一次，各份不一致的按定不下来处理；"
        "{apart}{rows}不是各份都有，按定不下来处理。",
        "请只留要用的一份，别的移到文件夹外。",
    ),
    "N182": Entry(
        "中间一行说的是一部分人",
        "这里写着“{value}”，下面的各行仍照各列数了。",
        "还算的，不必改；不算的，请移到写明“迁出”“死亡”的工作表，或删去。",
        "warning",
    ),
    "N183": Entry(
        "备注没有用来计数",
        "“{label}”里的话没有用来计数：{texts}。",
        "请看一遍：说人已经不在、不算，或说哪一格不对的，请照实改正各列或删去那一行；别的不必改。",
        "warning",
    ),
}
