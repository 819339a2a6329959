"""Problems of what stands in cells of words: opinions, the account of the year, answers, and numbers of persons on forms."""

from formgen.problems.entry import Entry

TEXTS: dict[str, Entry] = {
    "D240": Entry(
        "意见里写着不同意的话",
        "“{label}”写着“{text}”，照样评分、排名，够条件的照样列在名单里。",
        "不推荐、不认定的，请由人从名单里去掉；同意的请改正意见。",
        "warning",
    ),
    "D241": Entry(
        "文字还没有写完",
        "“{community}”的“{label}”里写着“{text}”，像是还没有写完，照样印在表上。",
        "请写完，或把这一格留空；写得对的不必改。",
        "warning",
    ),
    "D245": Entry(
        "文字里有身份证号码",
        "“{label}”里写着身份证号码（这里不印出来），照样印在要印这一格的表上。",
        "请从这一格里删去号码；表上确要印的不必改。",
        "warning",
    ),
    "D244": Entry(
        "应当填是、否或无服务对象",
        "“{label}”应当填“是”“否”或“无服务对象”，读到的是“{value}”{why}。",
        "没有服务对象（不适用）的，请填“无服务对象”；没有做的，请填“否”；不清楚的请留空。",
    ),
    "D242": Entry(
        "两个社区的数都一样",
        "“{name}”的{count}项指标和“{other}”（{place}）的全都一样，像是照抄的一行。",
        "请核对，改成自己的数；确是一样的不必改。",
        "warning",
    ),
    "D243": Entry(
        "文字写的是别的社区",
        "“{name}”的“{label}”写的是“{other}”，没有提到“{name}”。",
        "请核对，改成自己的文字；写得对的不必改。",
        "warning",
    ),
    "T194": Entry(
        "填的里面有身份证号",
        "“{label}”填的“{value}”里像是有身份证号（{file}），读进数据会印在表上。",
        "请核对；不该有的，请在表上删去再收一次。",
        "warning",
    ),
    "T195": Entry(
        "日期还远没有到",
        "“{label}”填的日期是{value}（{file}），离今天还有一年以上，像是写错了年份。",
        "请核对；写错的，请在表上改好再收一次。",
        "warning",
    ),
    "T220": Entry(
        "汇总表、名单有人改过",
        "“{file}”生成以后有人改过，和按数据印的不一样：{what}。",
        "改在这里的不会回到数据里。改得对的，请在数据里改好，再做一次；改错的，删去这一份，再做一次。",
        "warning",
    ),
    "T221": Entry(
        "汇总表是用以前的数据做的",
        "“{file}”没有跟着最近一次出表更新，和现在的表格不一样：{what}。",
        "请再出一次表（不加 --only），换下这一份；旁边有带“（新）”的，用新的一份。",
        "warning",
    ),
    "T222": Entry(
        "名单有人改过，改了什么不知道",
        "“{file}”生成以后有人改过，改了什么核对不了：{why}。",
        "请自己核对里面的数和名称；拿不准的，删去这一份，再做一次。",
        "warning",
    ),
    "T223": Entry(
        "出过的表格不在文件夹里",
        "最近一次出的{files}不在文件夹里，共{count}份没有交、没有印。",
        "不用交的不必管；误删、挪走的，请再出一次表，或把填过的那一份放回来。",
        "warning",
    ),
    "T224": Entry(
        "同一份表上几处不一样",
        "“{community}”的“{form}”上“{label}”印在几处，改过以后不一样：{what}。",
        "请打开“{file}”定用哪个，改成一样；收进数据的，再出一次表，没有改过的几处会跟着改。改好以前不要报送。",
        "warning",
        compared=True,
    ),
    "T225": Entry(
        "两份表上写的不一样",
        "“{community}”的“{label}”，“{one}”上改成了“{shown}”，“{other}”上是“{twin}”。",
        "请定用哪个，改成一样；或者先收进数据（formgen collect），再出一次表，没有改过的会跟着改。改好以前不要报送。",
        "warning",
        compared=True,
    ),
}
