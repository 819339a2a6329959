"""Problems of rubrics: codes that begin with R."""

from formgen.problems.entry import Entry

RUBRICS: dict[str, Entry] = {
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
    "R120": Entry("没有这个口径", "没有口径“{name}”。", "可选：{known}。"),
}
