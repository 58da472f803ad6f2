"""What the pages say, in Chinese and English. ``key.one`` is what is said of one instead of many."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "site": ("新闻知识图谱", "News graph"),
    "skip": ("跳到正文", "Skip to the content"),
    "nav": ("主导航", "Main"),
    "nav.explore": ("图谱", "Explorer"),
    "nav.articles": ("文章", "Articles"),
    "nav.events": ("事件", "Events"),
    "nav.claims": ("言论", "Claims"),
    "nav.figures": ("数据", "Figures"),
    "nav.sparql": ("SPARQL", "SPARQL"),
    "home": ("首页", "Home"),
    "find": ("搜索", "Search"),
    "find.label": (
        "搜索公司、人物、产品、地点、事件、文章",
        "Search companies, people, products, places, events, articles",
    ),
    "find.short": ("名称、拼音或首字母", "Name, pinyin or initials"),
    "theme.auto": ("配色：跟随系统", "Colours: as the system"),
    "theme.light": ("配色：浅色", "Colours: light"),
    "theme.dark": ("配色：深色", "Colours: dark"),
    "foot": (
        "每条事实都附原文与出处。百分数是可信度：说的是读得准不准，不是说法真不真。",
        "Every fact comes with the words that prove it. Percentages tell how well a text was read, not whether it is true.",
    ),
    "and": ("、", ","),
    "more": ("更多", "More"),
    "all": ("全部", "All"),
    "previous": ("上一页", "Previous"),
    "next": ("下一页", "Next"),
    "pages": ("分页", "Pages"),
    "page.of": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    # facts
    "fact.former": ("前任", "former"),
    "fact.over": ("已结束", "ended"),
    "fact.nobody": ("未说明是谁", "Speaker not named"),
    "fact.about": ("谈及", "About"),
    "fact.amount": ("金额", "Amount"),
    "fact.round": ("轮次", "Round"),
    "fact.compared": ("对比：{words}", "compared with {words}"),
    "fact.passages": ("另有 {n} 处原文", "{n} more passages"),
    "fact.passages.one": ("另有 1 处原文", "1 more passage"),
    "fact.original": ("原文", "Source"),
    "fact.permalink": ("这条事实的固定链接", "Permalink of this fact"),
    "fact.confidence.title": (
        "可信度：同类而同样有把握的抽取结果中，与原文相符的比例",
        "Confidence: of findings of the same kind, found as surely, the share that says what the text says",
    ),
    # the SPARQL page
    "sparql.lead": (
        "用 SPARQL 1.1 向图谱提问。词汇的前缀不必声明；不加 GRAPH 时，全部文章当作一个整体来问。",
        "Ask the graph in SPARQL 1.1. Prefixes of the vocabulary need not be declared; "
        "outside GRAPH all articles are asked as one.",
    ),
    "sparql.query": ("查询", "Query"),
    "sparql.run": ("运行", "Run"),
    "sparql.link": ("复制链接", "Copy link"),
    "sparql.ready": ("现成的问题", "Ready-made questions"),
    "sparql.ready.hint": ("选一个，填上名称，再按需要改。", "Pick one, fill in a name, and change it as you like."),
    "sparql.answer": ("结果", "Answer"),
    "sparql.looks": ("结果的样式", "How the answer is shown"),
    "sparql.table": ("表格", "Table"),
    "sparql.chart": ("图表", "Chart"),
    "sparql.graph": ("关系图", "Graph"),
    "sparql.text": ("原文", "Raw"),
    "sparql.noscript": (
        "编辑器需要脚本；没有脚本时可以用下面的表单。",
        "The editor needs scripts; without them this form asks too.",
    ),
    "sparql.endpoint": ("给程序用", "For programs"),
    "sparql.endpoint.text": (
        "同一地址也是 SPARQL 1.1 协议的端点（GET 与 POST，只读）：",
        "The same address is a SPARQL 1.1 Protocol endpoint (GET and POST, read-only):",
    ),
    # what went wrong
    "missing.title": ("没有找到", "Not found"),
    "missing.thing": (
        "图谱里没有这一项。链接可能来自另一份图谱，或者提到它的文章已经移除、更新。",
        "The graph has no such thing. The link may come from another graph, or the articles that named it have been removed or changed.",
    ),
    "missing.page": ("没有这个页面。地址可能写错了。", "There is no such page. The address may be mistyped."),
    "missing.advice": ("可以从这些地方继续：", "You could go on from here:"),
    "failed.title": ("这一页没能做出来", "This page could not be made"),
    "failed.busy": ("服务器正忙", "The server is busy"),
    "failed.advice": ("请稍后再试，或者缩小范围。", "Try again later, or ask for less."),
}
