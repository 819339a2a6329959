"""Problems of templates and forms: codes that begin with T."""

from formgen.problems.entry import Entry

FORMS: dict[str, Entry] = {
    "T101": Entry(
        "表格模板读不懂",
        "模板“{file}”读不懂（{detail}）。",
        "请用随附的原模板对照改正；form.yaml 的写法见 docs/rubrics.md 的“表（form.yaml）”。",
    ),
    "T155": Entry(
        "模板带有不能发出去的内容",
        "模板“{file}”带有{what}，会随每一份表格发出去。",
        "请在 Word、Excel 里删去或断开（链接的图片改为插入的图片，域按 Ctrl+Shift+F9 变成文字），另存为普通的 .docx、.xlsx。",
    ),
    "T156": Entry(
        "公式缺分，留空",
        "“{community}”的“{form}”上，单元格{cell}的公式要用的得分还有{count}格没有（{label}等），公式这一格留空。",
        "请补全分数，或由填表的人补填，补齐了公式自己会算；各行的合计也可写 {{{{ total.栏名 }}}}。",
        "warning",
    ),
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
        "同名文件冲突",
        "“{one}”和“{other}”会写成同一个文件“{file}”。",
        "请改正其中一个社区、乡镇的名称；是两种表的，改其中一种 form.yaml 里的 file；"
        "评分标准的 forms 里一种表只写一次。",
    ),
    "T105": Entry(
        "栏目设置不对", "--column 写的是“{value}”。", "应写成 栏=来源，栏可为{columns}，来源可为{sources}。"
    ),
    "T106": Entry(
        "没有这种表", "评分标准要求的表“{name}”没有模板。", "请把该表的 form.yaml 和模板放到 {folder}。"
    ),
    "T111": Entry(
        "表格被人改过，合不到一起",
        "“{file}”生成以后有人改过，合不到一起（{why}），没有覆盖。",
        "新的一份写在“{beside}”，请对照取舍，留用一份。",
        "warning",
        of_fate=True,
    ),
    "T115": Entry(
        "表上和数据都改了",
        "“{file}”的“{label}”（{where}），有人填成“{typed}”，数据现在是“{new}”，表上的没有动。",
        "请定用哪个：出表时加 --ask 逐处选，加 --ours 都用数据的（意见、日期除外），加 --theirs 都留表上的。",
        compared=True,
    ),
    "T119": Entry(
        "照您选的改成数据的",
        "“{file}”的“{label}”（{where}），有人填成“{typed}”，已改成数据的“{new}”。",
        "如选错了，用 formgen undo 撤销。",
        "warning",
        of_fate=True,
        once=True,
        compared=True,
    ),
    "T120": Entry(
        "照您选的留表上的",
        "“{file}”的“{label}”（{where}），留着有人填的“{typed}”，数据是“{new}”。",
        "如数据也应当这样，用 formgen collect 写进数据。",
        "warning",
        of_fate=True,
        once=True,
    ),
    "T116": Entry(
        "表格改了名或挪了地方",
        "“{file}”不在原来的位置，认出“{found}”是它，照新的位置更新。",
        "不必处理；想放回原处的，请自己挪回去。",
        "warning",
    ),
    "T117": Entry(
        "数据里没有这个社区了",
        "数据里没有“{community}”了，它的{count}份表格还在，没有删除。",
        "如确已撤并，请自己移走这些表格；如是改了名，请核对新旧两套表格。",
        "warning",
    ),
    "T118": Entry(
        "表格不见了",
        "“{file}”不在原来的位置了{among}，照数据重做一份。",
        "如果是移走或改名的，请核对，只留一份。",
        "warning",
    ),
    "T121": Entry(
        "认不出的日期",
        "“{label}”填的是“{value}”（{file}），认不出是哪一天，没有读。",
        "请写成“2026年11月24日”；不是日期的不必管。",
        "warning",
    ),
    "T122": Entry(
        "还有没有取舍的表格",
        "“{file}”还和原来的一份并存，两份都存进了这一稿。",
        "请对照取舍，只留一份，再存一稿。",
        "warning",
    ),
    "T112": Entry(
        "两份表填得不一样",
        "“{community}”的“{label}”，两份表填得不一样：{one}与{other}。",
        "请改成一致后再收；在此之前都不采用。",
        compared=True,
    ),
    "T113": Entry(
        "认不出的表格",
        "“{file}”改过，但认不出是哪个社区的哪份表（{why}），没有读。",
        "请核对文件；必要时手工录入。",
        "warning",
    ),
    "T150": Entry(
        "表上这一格没有读",
        "“{community}”的“{form}”上“{label}”（{where}）没有读（{why}）。",
        "请打开“{file}”看看：把旁边的文字、这一格改回原样，划掉的、上标的字请删干净，再收一次；或者把填的手工录入数据。",
        "warning",
    ),
    "T170": Entry(
        "还写着草稿的没有读",
        "“{community}”的“{form}”上“{label}”还带着“{value}”一行，文字算没有核对过的草稿，没有读。",
        "请打开“{file}”核对；核对过的，把这一行整行删去，再收一次。",
        "warning",
    ),
    "T171": Entry(
        "表上别处另有的没有读",
        "“{community}”的“{form}”上另有{what}，不在要填的格子里，没有读。",
        "请打开“{file}”看看：要算填在表上的，打成文字写进该填的那一格，再收一次；不是的不必管。",
        "warning",
    ),
    "T181": Entry(
        "印好的文字改过",
        "“{community}”的“{form}”上{what}。",
        "印好的字和数是文件定的，请打开“{file}”改回原样；是填在表上的，写进该填的那一格，再收一次。",
        "warning",
    ),
    "T172": Entry(
        "表上印的是别的社区",
        "“{file}”是“{community}”的“{form}”，“{label}”（{where}）却写着“{shown}”。",
        "请打开看看：是拿别的社区的表改的，核对全表，把名称改回来；是社区改了名，请改数据工作簿里的名称，再出一次表。",
        "warning",
    ),
    "T151": Entry(
        "同一份表上两处填得不一样",
        "“{community}”的“{form}”上“{label}”印在两处，填得不一样：{one}与{other}。",
        "请打开“{file}”改成一致，再收一次；在此之前都不采用。",
        compared=True,
    ),
    "T152": Entry(
        "旁边另写的没有读",
        "“{community}”的“{form}”上“{label}”旁边另有“{value}”，不知道是不是填在这里的，没有读。",
        "要算填在这里的，请打开“{file}”，把它打成文字写进这一格里（不要用文本框、批注、公式、表格，也不要另起一段），再收一次。",
        "warning",
    ),
    "T153": Entry(
        "这种格式读不了",
        "“{file}”不是 .docx 或 .xlsx，里面填的没有读。",
        "请把{wanted}，放回原处，再运行一次；不是这些表格的不必管。",
        "warning",
    ),
    "T114": Entry(
        "表里填的数不能用",
        "“{label}”填的是“{value}”（{file}），不能采用（{why}）。",
        "得分请填0至分值之间的数，人数请填数字；合印一行的分请手工录入；认不出的符号请改打文字。",
    ),
    "T123": Entry(
        "旧的一份还在",
        "“{file}”没有重做，旧的一份还在，内容可能过时。",
        "请照上面的提示改好，再出一次表；在此之前不要用旧的一份。",
        "warning",
        of_fate=True,
    ),
    "T124": Entry(
        "还有没定下来的",
        "“{community}”还有没定下来的事（表上和数据都改了，或有表格没能写成），已照现在的样子存下。",
        "请再出一次表，看清列出的问题；定下来以后另存一稿。",
        "warning",
    ),
    "T125": Entry(
        "不是这些表格，没有存",
        "“{file}”不是 formgen 做的表格，没有存进这一稿。",
        "要一并报送的，请另行附上；数据工作簿不要放在这个文件夹里。",
        "warning",
    ),
    "T126": Entry(
        "出表的选项和上次不同",
        "这次出表的选项和上次不同（上次：{before}；这次：{now}）。",
        "如不是有意的，用 formgen undo 撤销，再照上次的选项出一次表。",
        "warning",
    ),
    "T133": Entry(
        "别的评分标准的",
        "{what}是按评分标准“{one}”读出、算出的，不能用在“{other}”上。",
        "请用“{other}”重新读数据、评分；口径或内容改过的，也要重新读、重新评。",
    ),
    "T134": Entry("没有这种文件的模板", "“{form}”没有“{value}”的模板。", "可用的有：{known}。"),
    "T135": Entry(
        "没有要填的表",
        "评分标准的 forms 里没有写要填的表，只做汇总表和目录。",
        "要填表的，请把表名写进 forms，模板放在评分标准旁边的 templates 文件夹。",
        "warning",
    ),
    "T136": Entry(
        "以前出的表格还在",
        "“{file}”等{count}份表格不是这次要出的了，还在原处，没有删除。",
        "不再要的，请自己移走，以免报送出去；还要的，请照原来的 forms、文件名和样式再出一次表。",
        "warning",
    ),
    "T137": Entry(
        "不是最近一次要出的表格",
        "“{file}”不是最近一次出表要出的，也存进了这一稿。",
        "请核对；不报送的，请移走它，再存一稿。",
        "warning",
    ),
    "T175": Entry(
        "模板里没有要填的地方",
        "模板“{file}”里一个要填的字段也没有，印出来每个社区都一样。",
        "请在要填的地方写上字段，如 {{{{ name }}}}；可用的字段见 docs/clerks.md 的“改表格的文字”。",
        "warning",
    ),
    "T182": Entry(
        "模板里的公式有错",
        "模板“{file}”的单元格{cell}，公式算不出来（{why}），每个社区都会印出错误。",
        "请用 Excel 打开模板，改好这一格的公式，另存。",
        "warning",
    ),
    "T183": Entry(
        "数字格式印成别的样子",
        "“{community}”的“{form}”上，单元格{cell}的“{label}”是{value}，{why}。",
        "请改模板里这一格的数字格式（如改成“常规”），再出一次表。",
        "warning",
    ),
    "T176": Entry(
        "表上清空了，数据里还有",
        "“{community}”的“{form}”上“{label}”（{where}）清空了，{before}；数据没有改（{file}）。",
        "确实不要的，请自己在数据里删去；不是有意删的，请在表上补填。",
        "warning",
        compared=True,
    ),
    "T131": Entry("没有这种表", "没有“{value}”这种表。", "可写的有：{known}。"),
    "T110": Entry(
        "文件名样式不对",
        "文件名样式写的是“{value}”。",
        "可用{{township}}、{{name}}、{{form}}、{{number}}；须有{{form}}，并有{{name}}或{{number}}；不能用..和反斜杠。",
    ),
    "T127": Entry(
        "放不下的印在附页",
        "“{community}”的“{label}”有{count}字，用最小的字号也放不下，后面{rest}字印在附页上。",
        "附页随表一起报送；不要附页的，请把文字改短。",
        "warning",
    ),
    "T128": Entry(
        "放不下，这一行加高了",
        "“{community}”的“{label}”有{count}字，用最小的字号也放不下，表上这一行加高了。",
        "请改短；或打印前看看有没有挤到下一页。",
        "warning",
    ),
    "T129": Entry(
        "放不下，没有生成",
        "“{community}”的“{label}”有{count}字，用最小的字号也放不下。",
        "请把文字改短；改好之前不生成这份表。",
    ),
    "T132": Entry(
        "Excel 表里印得很小",
        "“{community}”的“{label}”有{count}字，Excel 表里要缩得很小才放得下。",
        "请改短；或用 Word 的那一份。",
        "warning",
    ),
    "T130": Entry(
        "盖章的地方不够大",
        "模板“{file}”里“{label}”的盖章处宽{width}毫米、高{height}毫米，章要{size}毫米。",
        "请把模板里这一格加宽、加高；章确实小的，改 form.yaml 里的 seals。",
    ),
    "T140": Entry(
        "表上的合计不是最后得分",
        "“{community}”的“{form}”上“{label}”栏合计印{shown}分，汇总表、排名按{basis}的{final}。",
        "这一栏要与汇总表一致，改用 --column 栏=final；各级评分没有录全的，请补全。",
        severity="warning",
    ),
    "T141": Entry(
        "有的社区不做这种表",
        "“{community}”不做{form}：{why}。",
        "要做的，请改数据，或在 form.yaml 的 whom 里另写给谁做。",
        severity="warning",
    ),
    "T160": Entry(
        "这一格不能写",
        "“{community}”的“{value}”（读自{origin}）没有写进数据：{why}。",
        "请在 Excel 或 WPS 里自己改好，存盘，再收一次；这一格本来不该是公式的，先改成数。",
    ),
    "T161": Entry(
        "写入以后公式要重算",
        "“{file}”里有公式用到要改的格子（{cells}），写入以后它们原来的结果作废，不再采用。",
        "写入以后，请先用 Excel 或 WPS 打开数据工作簿、存盘、关掉，再出表；在此之前出表报 D123。",
        "warning",
    ),
    "T162": Entry(
        "表格区域加不进一行",
        "“{file}”的表格“{table}”下面有汇总行或别的内容，加不进新的一行，什么都没有写。",
        "请在这张表的最后一行数据下面插入一个空行，存盘，再收一次。",
    ),
    "T163": Entry(
        "文字里的数和数据不一致",
        "“{community}”的“{label}”里写着“{found}”，数据里的“{item}”是{new}{before}。",
        "数据对的，请改文字；文字对的，请改数据；说的不是一回事的，不必管。",
        "warning",
    ),
    "T164": Entry(
        "合计和各行对不上",
        "“{file}”的“{label}”（{where}）写的是{shown}，{sum}。",
        "请核对各行，改好合计；Word 表的合计自己不会变。",
        "warning",
    ),
    "T165": Entry(
        "两种文件填得不一样",
        "同一份表，“{one}”的“{label}”是“{shown}”，“{other}”是“{twin}”{more}。",
        "请定用哪个，改成一样；改好以前不要报送。",
        "warning",
        compared=True,
    ),
    "T166": Entry(
        "同一份表有两份",
        "“{file}”和“{other}”是同一份表。",
        "请对照取舍，只留一份；要读回另一份上填的，用 formgen collect。",
        "warning",
    ),
    "T167": Entry(
        "数据里没有的社区",
        "“{community}”不在最近一次出表的数据里，它的{count}份表格也印了。",
        "如是改了名或撤并了，请移走旧的表格，再排一次。",
        "warning",
    ),
    "T168": Entry(
        "里面有没改过的草稿",
        "“{file}”里有照数据拟写、还没有人看过的草稿，或者还写着“草稿”一行，也存进了这一稿。",
        "请核对、改好这段文字，删去“草稿”一行，再存一稿。",
        "warning",
    ),
    "T169": Entry(
        "没有核对合计",
        "“{file}”改过，{why}，{what}没有核对。",
        "请把改过的字、数改回原样；或者自己加一遍，和另一种文件对照。",
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
    "T180": Entry(
        "合计印了折算的得分",
        "“{community}”的“{form}”上“{label}”栏各项相加{shown}分；有不适用的，应得{due}分，折算成{final}。"
        "合计两个数都印，汇总表、排名按折算的。",
        "不用改；报送时请说明是折算的。",
        "warning",
    ),
}
