"""Problems of a whole county, its lists and its choices: codes that begin with C."""

from formgen.problems.entry import Entry

COUNTIES: dict[str, Entry] = {
    "C101": Entry("同一个文件写了两次", "“{file}”写了两次。", "一个数据文件只写一次。"),
    "C102": Entry(
        "一个社区在两个文件里",
        "社区“{name}”在另一个文件里也有（{other}）。",
        "请只留一处，或改正名称、乡镇；以哪个文件为准由你们定，改正前两处都不采用。",
    ),
    "C103": Entry(
        "两个文件里的社区不知是不是同一个",
        "“{name}”没有写乡镇，另一个文件里有“{twin}”（{other}），不知是不是同一个。",
        "请补上乡镇；确是同一个的，只留一处。改正前两处都不采用。",
    ),
    "C104": Entry(
        "标注副本一次只能一份", "写了几个数据文件，不知道标注哪一个。", "用 --annotate 时只写一个数据文件。"
    ),
}
