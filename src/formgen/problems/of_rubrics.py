"""Problems of rubrics: codes that begin with R."""

from formgen.problems.entry import Entry

RUBRICS: dict[str, Entry] = {
    "R101": Entry("YAML 写法有误", "读不懂这里的写法（{detail}）。", "{advice}。"),
    "R102": Entry("重复的键", "键“{key}”写了两次。", "请只保留一个。"),
    "R103": Entry("不认识的键", "不认识的键“{key}”{hint}。", "请改成可用的键：{known}。"),
    "R104": Entry("缺少必填项", "缺少“{key}”。", "请补上这一项，写法见 docs/rubrics.md。"),
    "R105": Entry(
        "内容不合要求", "“{key}”的内容“{value}”不合要求：{detail}。", "请按 docs/rubrics.md 改正。"
    ),
    "R106": Entry("不许用指数写法", "“{value}”是指数写法，不予接受。", "请写成普通小数或百分数。"),
    "R107": Entry(
        "不许用锚点、别名和标签",
        "这里用了 YAML 的锚点、别名或标签。",
        "请把内容直接写出来；以 &、*、! 开头的原文，整句加英文引号。",
    ),
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
    "R112": Entry("名称不存在", "“{name}”没有定义（{where}）{hint}。", "请改用已定义的名称，或先补上定义。"),
    "R113": Entry("没有这种口径", "口径“{name}”没有“{reading}”这一读法。", "可选：{known}。"),
    "R114": Entry(
        "继承出错", "extends 指向的“{name}”{detail}{hint}。", "请写评分标准编号，或相对本文件的 .yaml 路径。"
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
    "R121": Entry(
        "# 后面的字会丢",
        "空格加 # 后面的都算说明，“{words}”不会录入。",
        "是原文的，整句加英文引号，写成 {example}；是说明的，另起一行，写“# ”再写说明。",
    ),
    "R122": Entry(
        "分行写的文字会多出空格",
        "一句话分成几行写，接起来会在“{above}”和“{below}”之间多一个空格。",
        "请写在一行里；原文本来分段的，在键后面写“|”，再分行写。",
    ),
    "R123": Entry(
        "中文引号",
        "两头的中文引号 {sign} 是内容的一部分，会照印。",
        "请去掉，或改用英文引号；确实要这样印的，外面再加英文引号，写成 {example}。",
        "warning",
    ),
    "R124": Entry(
        "评分办法自相矛盾",
        "“{criterion}”的评分办法不对：{detail}。",
        "请对照原文，按 docs/rubrics.md 的“评分办法”改正。",
    ),
    "R125": Entry(
        "指标的类型与用法不配",
        "“{name}”是{kind}类，在 {where} 要用{wanted}类。",
        "请换一个指标，或改这个指标的 kind。",
    ),
    "R126": Entry("规则写得不对", "“{rule}”{detail}。", "{advice}。"),
    "R127": Entry("上一级没有", "上一级没有“{name}”{hint}。", "{advice}。"),
    "R128": Entry("删去的还有别处提到", "“{name}”在这里删去了，{user}还提到它。", "请同时写 {example}。"),
    "R129": Entry(
        "没有用到的指标", "指标“{name}”（{label}）没有用到。", "请删去，或补上用它的地方。", "warning"
    ),
    "R130": Entry(
        "编号与文件名不同", "编号是“{id}”，文件名是“{file}”。", "请改成一样的，以免认错。", "warning"
    ),
    "R131": Entry(
        "表头重复", "“{word}”既是“{one}”的表头，又是“{other}”的表头，读数时分不清。", "请改掉一个。"
    ),
    "R132": Entry("值得核对", "“{rule}”{detail}。", "{advice}。", "warning"),
    "R133": Entry(
        "不是 UTF-8 文字",
        "“{file}”不是 UTF-8 编码的文字（像是{detail}）。",
        "请用记事本打开，“另存为”时在“编码”里选 UTF-8，再试。",
    ),
    "R134": Entry(
        "写进工作簿读不回来",
        "“{label}”写进 formgen workbook 生成的工作簿以后读不回来{detail}。",
        "请改它的名称（zh、name）或单位，使它不像别的表头。",
    ),
    "R135": Entry(
        "有几行不是 UTF-8 文字",
        "“{file}”第{lines}行不是 UTF-8 编码的文字，别的行是；像是从别的文件粘贴来的。",
        "请用记事本打开，重新输入这几行，“另存为”时在“编码”里选 UTF-8，再试。",
    ),
    "R136": Entry(
        "选的口径用不上",
        "口径“{name}＝{reading}”在同时选用的其他口径下用不上，没有起作用。",
        "请核对所选的口径；确是这样的，删去 chosen 里的这一条。",
        "warning",
    ),
}
