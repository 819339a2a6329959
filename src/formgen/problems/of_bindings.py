"""Problems of blanks bound by their labels, and of the data that fill them: codes that begin with B."""

from formgen.problems.entry import Entry

BINDINGS: dict[str, Entry] = {
    "B101": Entry(
        "同名的有几处", "{text}；没有填。{known}。", "请在名称前写上所在的组，如“配偶/姓名”，或在对照表里改。"
    ),
    "B102": Entry(
        "表上没有这一项", "{text}；没有填。{known}。", "是其中一处的，请改成表上的名称；不用填的，可以不管。"
    ),
    "B103": Entry(
        "标签没有空格",
        "{text}；没有填。{known}。",
        "请核对空白表：标签的右边或下面要有空格；或手工填这一处。",
    ),
    "B104": Entry("填不进这一处", "{text}；没有填。{known}。", "请改成表上要的样子，或手工填这一处。"),
    "B105": Entry("没有这个选项", "{text}；没有填。{known}。", "请改成表上有的选项。"),
    "B106": Entry("两个名称填一处", "{text}；都没有填。{known}。", "请只留一个，或写成表上的名称。"),
    "B107": Entry("行数多于表格", "{text}；这一列没有填。{known}。", "请在空白表里加行，或分几份填。"),
    "B108": Entry(
        "不能用作空白表",
        "“{file}”{why}，不能用作空白表。",
        "请用 Word 或 Excel 的原件，另存为 .docx 或 .xlsx。",
    ),
    "B109": Entry(
        "表上没有认得出的标签",
        "“{file}”里没有找到一个有空格的标签。",
        "请核对是不是空白表；是扫描的图片的，请用 Word 或 Excel 的原件。",
    ),
    "B111": Entry(
        "写好的表和要写的不一致",
        "“{file}”写好后读回来，“{what}”一处和要写的不一样；没有写出文件。",
        "请把空白表发给维护人员；这份表请手工填。",
    ),
    "B112": Entry("选了不止一个", "{text}；没有填。{known}。", "请只写一个选项。"),
    "B113": Entry(
        "数据文件不能读", "“{file}”不能用作数据：{why}。", "请用 .xlsx、.csv、.yaml 或 .json，写法见说明书。"
    ),
    "B114": Entry("文件已经有了", "“{file}”已经有了，没有写。", "请换一个文件夹，或用 --force 覆盖。"),
    "B120": Entry(
        "同义词的文件不能读",
        "“{file}”不能用作同义词的词典。",
        "请写成 YAML，一行一组，如“联系电话: [电话, 联系方式]”。",
    ),
}
