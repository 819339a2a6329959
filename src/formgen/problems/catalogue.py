"""The catalogue: every problem formgen can report, with its words and the way to mend it.

F files and folders, R rubrics, D data, T templates and forms. docs/problems.md is checked against it.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of problem. ``message`` and ``mend`` are templates in Chinese."""

    title: str
    message: str
    mend: str
    severity: Literal["error", "warning"] = "error"


CATALOGUE: dict[str, Entry] = {
    # -- files and folders ------------------------------------------------------------------------
    "F101": Entry("找不到文件", "找不到文件“{file}”。", "请检查路径和文件名是否写对。"),
    "F102": Entry(
        "不认识的文件类型",
        "“{file}”不是能读的数据文件（{detail}）。",
        "请提供 .xlsx、.csv、.yaml 或 .json 文件。",
    ),
    "F103": Entry(
        "工作簿有密码", "“{file}”设了打开密码，无法读取。", "请在 Excel 或 WPS 中去掉密码，另存后再试。"
    ),
    "F104": Entry(
        "旧版 .xls 文件",
        "“{file}”是旧版 Excel 文件（.xls）。",
        "请用 Excel 或 WPS 打开，“另存为”.xlsx 后再试。",
    ),
    "F105": Entry(
        "文件过大",
        "“{file}”展开后过大（{detail}），不予读取。",
        "请确认文件来源；删去多余的行、列、图片后另存。",
    ),
    "F106": Entry(
        "没有数据",
        "“{file}”里没有读到任何社区。",
        "请用 formgen workbook 生成数据工作簿，填好“社区名称”一列再试。",
    ),
    "F107": Entry(
        "文件正被占用", "“{file}”写不进去，可能正在别的程序中打开。", "请关闭 Excel、WPS 中的这个文件后再试。"
    ),
    "F108": Entry("文件夹不能写", "不能在“{folder}”里写文件（{detail}）。", "请换一个有写权限的文件夹。"),
    "F109": Entry(
        "文件已损坏", "“{file}”打不开（{detail}）。", "请用 Excel 或 WPS 打开检查，另存为新文件后再试。"
    ),
    "F110": Entry(
        "编码不明",
        "“{file}”的文字编码认不出来。",
        "请在 Excel 或 WPS 中另存为“CSV UTF-8”，或用 .xlsx。",
    ),
    "F111": Entry(
        "目标已是别的东西",
        "“{file}”已经存在，而且不是普通文件，不能覆盖。",
        "请换一个输出位置，或先移走它。",
    ),
    "F112": Entry(
        "只能标注工作簿",
        "“{file}”不是 .xlsx 工作簿，不能标注。",
        "请直接看列出的问题，按文件和位置改正；或改用数据工作簿。",
    ),
    "F113": Entry(
        "不能写成这种文件",
        "说明只能写成 .docx 或 .xlsx，写的是“{file}”。",
        "请把输出文件名改成以 .docx 或 .xlsx 结尾。",
    ),
    # -- rubrics ----------------------------------------------------------------------------------
    "R101": Entry(
        "YAML 写法有误", "读不懂这里的写法（{detail}）。", "请检查缩进、冒号后的空格和引号是否成对。"
    ),
    "R102": Entry("重复的键", "键“{key}”写了两次。", "请只保留一个。"),
    "R103": Entry("不认识的键", "不认识的键“{key}”。", "请改成可用的键：{known}。"),
    "R104": Entry("缺少必填项", "缺少“{key}”。", "请补上这一项，写法见 docs/rubrics.md。"),
    "R105": Entry(
        "内容不合要求", "“{key}”的内容“{value}”不合要求：{detail}。", "请按 docs/rubrics.md 改正。"
    ),
    "R106": Entry("不许用指数写法", "“{value}”是指数写法，不予接受。", "请写成普通小数或百分数。"),
    "R107": Entry("不许用锚点和别名", "这里用了 YAML 的锚点或别名。", "请把内容直接写出来。"),
    "R108": Entry(
        "最高可得分与分值不符",
        "“{criterion}”的分值是{points}分，按评分办法最高可得{reachable}分。",
        "请核对分值、各档得分和上限。",
    ),
    "R109": Entry(
        "分项之和不符", "“{section}”各项分值合计{sum}分，标明的是{points}分。", "请核对本部分各项分值。"
    ),
    "R110": Entry("总分不符", "各项分值合计{sum}分，标明的总分是{points}分。", "请核对分值和总分。"),
    "R111": Entry(
        "档次没有递进", "“{criterion}”的档次没有逐档递进（{detail}）。", "请按由低到高排列，得分随之增加。"
    ),
    "R112": Entry("名称不存在", "“{name}”没有定义（{where}）。", "请改用已定义的名称，或先补上定义。"),
    "R113": Entry("没有这种口径", "口径“{name}”没有“{reading}”这一读法。", "可选：{known}。"),
    "R120": Entry("没有这个口径", "没有口径“{name}”。", "可选：{known}。"),
    "R114": Entry(
        "继承出错", "extends 指向的“{name}”{detail}。", "请写评分标准编号，或相对本文件的 .yaml 路径。"
    ),
    "R115": Entry(
        "没有这个评分标准", "没有评分标准“{name}”。", "可用的编号：{known}；也可以写 .yaml 文件路径。"
    ),
    "R116": Entry(
        "界限写法与算法不配",
        "“{value}”的写法与“{measure}”不配。",
        "比率写百分数（95%），比例写 1:3，数量写整数。",
    ),
    "R117": Entry("评分项归属有误", "评分项“{criterion}”{detail}。", "每个评分项应当恰好归入一个部分。"),
    "R119": Entry(
        "口径改坏了标准", "选用口径“{name}＝{reading}”后：{detail}", "请核对该读法的 change 内容。"
    ),
    # -- data -------------------------------------------------------------------------------------
    "D101": Entry(
        "没有社区名称列",
        "没有找到“社区名称”一列。",
        "请在表头写上“社区名称”，或用 formgen workbook 重新生成。",
    ),
    "D102": Entry(
        "不认识的列",
        "不认识的列“{column}”{hint}。",
        "请改成数据工作簿里的列名；与评分无关的列可以不管。",
        "warning",
    ),
    "D103": Entry("重复的列", "“{column}”出现了两列（另一列在{other}）。", "请只保留一列。"),
    "D104": Entry("这一行没有社区名称", "这一行有数据，但没有社区名称。", "请补上社区名称，或清空这一行。"),
    "D105": Entry(
        "社区重复",
        "社区“{name}”出现了两次（另一次在{other}）。",
        "请删去一行，或改正名称、乡镇；改正前两行都不采用。",
    ),
    "D106": Entry("应当是数", "“{label}”应当是数，读到的是“{value}”。", "请改成数字，不要写单位以外的文字。"),
    "D107": Entry("应当是整数", "“{label}”应当是整数，读到的是“{value}”。", "请改成整数。"),
    "D108": Entry("不能是负数", "“{label}”不能是负数，读到的是“{value}”。", "请核对后改正。"),
    "D109": Entry("应当填是或否", "“{label}”应当填“是”或“否”，读到的是“{value}”。", "请填“是”或“否”。"),
    "D110": Entry("没有这一档", "“{label}”没有“{value}”这一档。", "可填：{known}。"),
    "D111": Entry("超过分值", "“{label}”的得分{value}不在0至{points}分之间。", "请改成0至{points}之间的数。"),
    "D112": Entry("得分步长不符", "“{label}”的得分{value}不是{step}的整数倍。", "请改成{step}的整数倍。"),
    "D113": Entry(
        "部分大于总数",
        "“{part}”（{part_value}）大于“{whole}”（{whole_value}）。",
        "请核对这两个数，改正其中一个。",
    ),
    "D114": Entry("前后矛盾", "{detail}。", "请核对涉及的各项后改正。"),
    "D115": Entry("缺少月份", "“{label}”缺{months}。", "请补齐十二个月；补齐前相关评分项待定。", "warning"),
    "D116": Entry("月份多于十二个", "“{label}”填了{count}个月。", "请只填1至12月。"),
    "D117": Entry(
        "百分数可疑",
        "“{label}”填的是“{value}”，即{value}%，像是漏了百分号。",
        "请写成百分数，如“96%”或96。",
    ),
    "D118": Entry("比率不能超过100%", "“{label}”是{value}，超过了100%。", "请核对后改正。"),
    "D119": Entry("不认识的键", "不认识的键“{key}”{hint}。", "请用说明书里的键名。"),
    "D120": Entry(
        "两处填写不一致", "“{label}”在两处填得不一样：{one}与{other}。", "请改成一致，或只填一处。"
    ),
    "D121": Entry("名称不能用", "“{value}”不能用作名称（{detail}）。", "请改正名称后再试。"),
    "D122": Entry("含有不可打印的字符", "“{label}”里含有不可打印的字符。", "请删去该字符，重新输入。"),
    "D123": Entry(
        "公式没有结果", "这里是公式，但文件里没有存结果。", "请用 Excel 或 WPS 打开并保存一次，再试。"
    ),
    "D124": Entry("单元格有错误值", "这里的值是“{value}”。", "请改正公式，或直接填数。"),
    "D125": Entry(
        "评分项由数据计算",
        "“{label}”由数据计算得出，人工评分没有采用。",
        "如数据有误请改数据；如确需人工评定，请先在口径中选评审。",
        "warning",
    ),
    "D126": Entry(
        "应当是有此社区的行", "“{sheet}”里的社区“{name}”在社区数据里没有。", "请改正名称和乡镇，使两处一致。"
    ),
    "D127": Entry("评分栏名称不对", "不认识的评分栏“{value}”。", "可填：{known}。"),
    "D128": Entry("没有这个评分项", "没有评分项“{value}”。", "请从下拉列表中选。"),
    "D129": Entry(
        "月度与全年口径并存",
        "“{label}”既有十二个月数据，又有全年数，按十二个月平均计。",
        "如应按全年数，请删去月度数据。",
        "warning",
    ),
    "D130": Entry(
        "数字被当成小数保存",
        "“{label}”在表中是数字，可能丢了开头的0。",
        "请把该列设为“文本”后重填，并核对“{value}”。",
        "warning",
    ),
    "D131": Entry("前后关系可疑", "{detail}。", "请核对；属实则不必改。", "warning"),
    "D133": Entry("没有这个社区", "数据里没有社区“{name}”。", "有：{known}。"),
    "D134": Entry(
        "没有打分的人或理由",
        "“{label}”有人工评分，但没有写{missing}。",
        "请补写评审人职务和理由，以备核查。",
        "warning",
    ),
    "D135": Entry("键的内容形状不对", "“{key}”应当是{shape}。", "写法见 docs/data.md。"),
    "D136": Entry("没有这个月度指标", "“{value}”不是按月填报的指标。", "可填：{known}。"),
    # -- templates and forms ----------------------------------------------------------------------
    "T101": Entry("表格模板读不懂", "模板“{file}”读不懂（{detail}）。", "请用随附的原模板对照改正。"),
    "T102": Entry(
        "模板里有不认识的字段",
        "模板“{file}”的“{where}”里有不认识的字段“{field}”{hint}。",
        "可用的字段见 docs/clerks.md 的“改表格的文字”。",
    ),
    "T103": Entry(
        "超过字数",
        "“{community}”的“{label}”有{count}字，超过{limit}字。",
        "请删改到{limit}字以内；改好之前不生成这份表。",
    ),
    "T104": Entry(
        "同名文件冲突", "“{one}”和“{other}”会写成同一个文件“{file}”。", "请改正其中一个社区的名称。"
    ),
    "T105": Entry(
        "栏目设置不对", "--column 写的是“{value}”。", "应写成 栏=来源，栏可为{columns}，来源可为{sources}。"
    ),
    "T106": Entry("没有这种表", "评分标准要求的表“{name}”没有模板。", "请在 templates 文件夹中补上该表。"),
    "T107": Entry(
        "字数可能放不下",
        "“{community}”的“{label}”约{count}字，版面约容{limit}字，可能撑到第二页。",
        "请精简，或打印前查看。",
        "warning",
    ),
    "T108": Entry(
        "没有写工作情况",
        "“{community}”没有写“{label}”，表中留空。",
        "请补写；也可加 --draft 先按数据拟一份草稿。",
        "warning",
    ),
    "T109": Entry(
        "拟写的草稿", "“{community}”的“{label}”是按数据拟写的草稿。", "请核对、修改后再盖章。", "warning"
    ),
}
