"""What Chinese business news is made of, in invented pieces: the vocabulary of libFuzzer, the grammar of Hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

NAMES = (
    "星桥科技",
    "远帆资本",
    "林晓舟",
    "周以宁",
    "宁波",
    "星桥手环",
    "Starbridge",
    "澄湖集团",
    "*ST星桥",
    "欧阳明月",
    "Lin Wei",
)
PIECES = (
    *NAMES,
    *("CEO", "首席执行官", "创始人兼董事长", "前副总裁", "财务总监", "先生", "女士", "公司", "集团", "旗下", "子公司"),
    *(
        "表示",
        "称",
        "指出",
        "透露",
        "认为",
        "说",
        "据",
        "报道",
        "对记者",
        "回应",
        "否认",
        "宣布",
        "发布",
        "推出",
        "举办",
    ),
    *(
        "完成",
        "获得",
        "B轮融资",
        "领投",
        "跟投",
        "收购",
        "持股",
        "上市",
        "裁员",
        "起诉",
        "成立",
        "合作",
        "竞争对手",
        "客户",
    ),
    *(
        "由",
        "被",
        "将",
        "拟",
        "与",
        "和",
        "、",
        "及",
        "的",
        "在",
        "了",
        "其",
        "他",
        "她",
        "该公司",
        "双方",
        "并",
        "对",
        "向",
        "从",
    ),
    *(
        "营收",
        "净利润",
        "同比增长",
        "环比下降",
        "市值",
        "出货量",
        "占比",
        "毛利率",
        "估值",
        "用户数",
        "分别为",
        "累计",
        "共计",
    ),
    *(
        "1.9亿元",
        "3亿美元",
        "12.5%",
        "120万台",
        "近400亿",
        "超过",
        "不低于",
        "约",
        "左右",
        "以上",
        "至",
        "-",
        "—",
        "～",
        "万",
        "亿",
    ),
    *(
        "两成",
        "三分之一",
        "一倍",
        "0",
        "９",
        "1,234.5",
        "￥",
        "$",
        "HK$",
        "元/克",
        "个百分点",
        "百亿元级",
        "数十万",
        "几千",
    ),
    *(
        "2025年",
        "3月5日",
        "昨天",
        "三季度",
        "上半年",
        "去年同期",
        "截至",
        "2024-03-05",
        "Q4",
        "次日",
        "今年底",
        "周三",
        "FY2025",
    ),
    *(
        "“",
        "”",
        "「",
        "」",
        "‘",
        "’",
        '"',
        "：",
        ":",
        "，",
        "。",
        "；",
        "！",
        "？",
        "（",
        "）",
        "(",
        ")",
        "《",
        "》",
        "——",
        "…",
        "\n",
    ),
    *(
        "\t",
        " ",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\u2028",
        "\x00",
        "\x1b[31m",
        "\U0001f600",
        "𠮷",
        "é",
        "ß",
        "İ",
        "ﬁ",
        "㍿",
        "①",
    ),
)
MARKUP = (
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<a href='",
        "'>",
        "</a>",
        "<br>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#x",
    ),
    *(
        "<script>",
        "</script",
        "<style>",
        "<table><tr><td>",
        "<li>",
        "<img src=x onerror=alert(1)>",
        "javascript:",
        "data:",
    ),
    *(
        "https://news.example/a",
        "\u2028",
        "{{7*7}}",
        "${",
        '"',
        "'",
        "\\",
        "\\u0000",
        "\ud7ff",
        "\ufffd",
        "=1+1",
        "@SUM(",
        "\r\n",
    ),
)


def news(longest: int = 60) -> SearchStrategy[str]:
    """Text of up to ``longest`` pieces, here and there with a letter from anywhere."""
    from hypothesis import strategies as st

    anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
    return st.lists(st.sampled_from(PIECES) | st.sampled_from(PIECES) | anything, max_size=longest).map("".join)


def strings(most: int = 12) -> SearchStrategy[bytes]:
    """So many strings of names, markup and letters from anywhere, as :func:`split` takes them apart."""
    from hypothesis import strategies as st

    piece = (
        st.sampled_from(MARKUP) | st.sampled_from(NAMES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
    )
    string = st.lists(piece, max_size=6).map("".join)
    return st.lists(string, min_size=1, max_size=most).map(lambda some: BETWEEN.join(some).encode())


BETWEEN = "␞"
"""What stands between strings in an input that is a list of them."""


def split(data: bytes, least: int) -> list[str]:
    """The strings of an input, at least so many: they are taken again from the beginning where there are fewer."""
    found = data.decode("utf-8", "replace").split(BETWEEN)
    return [found[n % len(found)] for n in range(max(least, len(found)))]
