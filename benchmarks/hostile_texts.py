"""Hostile texts, documents and queries, each of any length: what is not news but may be sent as news.

Names are invented. Each maker takes a length and gives that many characters, or a few more.
"""

from __future__ import annotations

import json
from collections.abc import Callable

Maker = Callable[[int], str]
"""A length in characters → a text of it."""
Document = tuple[str, str]
"""The suffix and the content of a file."""

_NEWS = (
    "星桥科技宣布完成数亿元B轮融资，由海岳资本领投，云杉资本跟投。",
    "1月28日，星桥科技CEO林晓舟表示：“今年营收将增长35%，达到12.5亿元。”",
    "云杉智能收购了松间软件60%的股权，交易金额约2.3亿美元。",
    "海州市工信局局长何望在新闻发布会上介绍，去年全市出口额同比增长8.2%。",
    "星桥科技由林晓舟于2018年创立，旗下产品包括启明3和启明Pro。",
)
_EVENTS = (
    "星桥科技收购云杉智能，",
    "云杉智能完成A轮融资3亿元，",
    "林晓舟出任星桥科技总裁，",
    "何望辞去云杉智能CEO一职，",
    "星桥科技与云杉智能达成合作协议，",
    "星桥科技发布启明3，",
    "云杉智能裁员500人，",
    "星桥科技起诉云杉智能侵权，",
    "星桥科技在港交所上市，",
    "云杉智能成立于2018年，",
    "星桥科技召开新品发布会，",
)
_RELATIONS = (
    "星桥科技是云杉智能的子公司，",
    "云杉智能的供应商星桥科技，",
    "星桥科技持有云杉智能30%的股份，",
    "星桥科技的竞争对手云杉智能，",
    "松间软件总部位于海州，",
    "星桥科技旗下产品启明3，",
    "林晓舟创立了松间软件，",
)
_POSTS = (
    "星桥科技CEO林晓舟，",
    "云杉智能董事长兼总经理何望，",
    "前松间软件首席技术官沈千帆，",
    "林晓舟任星桥科技副总裁，",
)
_QUOTES = ("林晓舟表示：“增长很快。”", "何望认为，“市场很大”，", "“不会放弃”，沈千帆说。", "星桥科技称，将继续投入，")
_FIGURES = (
    "星桥科技营收12.5亿元，同比增长35%，",
    "云杉智能净利润为3.2亿至4.5亿元，",
    "启明3销量达到5万台，",
    "市占率升至12%，",
)


def repeated(*pieces: str) -> Maker:
    """The pieces in turn, over and over."""
    round_ = "".join(pieces)
    return lambda n: (round_ * (n // len(round_) + 1))[:n]


def _nested(opening: str, closing: str) -> Maker:
    return lambda n: opening * (n // 2) + "星桥" + closing * (n // 2)


def _lines(*lines: str) -> Maker:
    return repeated(*(line + "\n" for line in lines))


def _clauses(*clauses: str) -> Maker:
    """One sentence without end: whatever would end one is a comma."""
    return repeated(*(c.replace("。”", "”，").replace("。", "，") for c in clauses))


TEXTS: dict[str, Maker] = {
    "news": _lines(*_NEWS),
    "news, one paragraph": repeated(*_NEWS),
    "“": repeated("“"),
    "”": repeated("”"),
    "“ and ”": repeated("“", "”"),
    "“…”": repeated("“星桥”"),
    "” and “": repeated("”", "“星"),
    "「": repeated("「"),
    "「 and 」": repeated("「", "」"),
    '"': repeated('"'),
    "'": repeated("'"),
    "《": repeated("《"),
    "《…》": repeated("《启明》"),
    "星“": repeated("星“"),
    "“…』": lambda n: "“" * (n // 2) + "』" * (n // 2) + "”",
    "all quotation marks": repeated("“", "「", "『", "‘", "《", '"', "'", "》", "’", "』"),
    "digits": repeated("0123456789"),
    "1,1,1": repeated("1,"),
    "1.1.1": repeated("1."),
    "1-2-3": repeated("1-", "2-", "3-"),
    "111,111": repeated("111,"),
    "111,…,1111": lambda n: "111," * (n // 4) + "1111",
    "12%": repeated("12%"),
    "2026年": repeated("2026年"),
    "亿": repeated("亿"),
    "万亿": repeated("1万亿"),
    "一": repeated("一"),
    "3亿、4亿": repeated("3亿、"),
    "dates": repeated("2026年1月28日，"),
    "months": repeated("1月"),
    "1月至2月": repeated("1月至", "2月至"),
    "同期": repeated("同期"),
    "的": repeated("的"),
    "（": repeated("（"),
    "（…）": _nested("（", "）"),
    "[…]": _nested("[", "]"),
    "【": repeated("【"),
    "(": repeated("("),
    "、": repeated("、"),
    "，": repeated("，"),
    "。": repeated("。"),
    "…": repeated("…"),
    "：": repeated("："),
    "-": repeated("-"),
    "spaces": lambda n: "星桥" + " " * n + "科技",
    "wide spaces": lambda n: "星桥" + "\u3000" * n + "科技",
    "lines of a letter": _lines("星"),
    "one name": repeated("星桥科技"),
    "names in a list": repeated("星桥科技、", "云杉智能、", "林晓舟、"),
    "names in lines": _lines("星桥科技", "云杉智能", "林晓舟"),
    "names of persons": repeated("林晓舟、", "何望、", "沈千帆、"),
    "many names": lambda n: "".join(f"{_numbered(i)}科技、" for i in range(n // 6 + 1))[:n],
    "many names in sentences": lambda n: "".join(
        f"{_numbered(i)}科技收购了{_numbered(i + 7)}集团。" for i in range(n // 15 + 1)
    )[:n],
    "titles": repeated("CEO "),
    "post": repeated("董事长"),
    "name and post": repeated("星桥科技CEO林晓舟"),
    "表示：“": repeated("林晓舟表示：“"),
    "表示": repeated("表示"),
    "称，": repeated("称，"),
    "公司": repeated("公司"),
    "addresses": repeated("https://example.com/a?b=c&d=e "),
    "letters": repeated("a"),
    "words": repeated("Apple Inc "),
    "capitals": repeated("A"),
    "combining marks": lambda n: "星" + "\u0301" * n,
    "zero width": repeated("星\u200b"),
    "replaced surrogates": repeated("\ufffd"),
    "private use": repeated("\ue000\ue800"),
    "emoji": repeated("👩‍💻"),
    "table row": repeated("星桥\t12\t"),
    "one sentence: news": _clauses(*_NEWS),
    "one sentence: events": _clauses(*_EVENTS),
    "one sentence: relations": _clauses(*_RELATIONS),
    "one sentence: posts": _clauses(*_POSTS),
    "one sentence: quotes": _clauses(*_QUOTES),
    "one sentence: figures": _clauses(*_FIGURES),
    "one sentence: all": _clauses(*_EVENTS, *_RELATIONS, *_POSTS, *_QUOTES, *_FIGURES),
    "one clause: all": lambda n: repeated(*_EVENTS, *_RELATIONS, *_POSTS, *_FIGURES)(n * 2).replace("，", "")[:n],
    "one paragraph: events": repeated(*(c[:-1] + "。" for c in _EVENTS)),
    "one paragraph: posts": repeated(*(c[:-1] + "。" for c in _POSTS)),
    "one paragraph: quotes": repeated(*_QUOTES),
    "one paragraph: figures": repeated(*(c[:-1] + "。" for c in _FIGURES)),
    "one paragraph: 他": repeated("他表示，将增长5%。"),
    "lines: all": _lines(*(c.rstrip("，") + "。" for c in (*_EVENTS, *_RELATIONS, *_POSTS, *_QUOTES, *_FIGURES))),
    "one trigger: 收购": repeated("收购"),
    "one trigger: 融资": repeated("星桥科技融资"),
    "one trigger: 发布会": repeated("发布会"),
    "one trigger: 合作": repeated("星桥科技与云杉智能合作，"),
    "one trigger: 营收": repeated("营收"),
    "one trigger: 增长": repeated("增长1%"),
    "one trigger: 子公司": repeated("旗下子公司星桥科技"),
    "one trigger: 3元": repeated("林晓舟3元"),
    "one trigger: 轮融资": repeated("星桥科技完成A轮融资，", "云杉资本领投，"),
    "lists of partners": lambda n: "".join(
        "、".join(f"{_numbered(i * 9 + j)}科技" for j in range(9)) + "达成合作。" for i in range(n // 59 + 1)
    )[:n],
    "持有的": lambda n: "星桥科技收购云杉智能" + "持有的" * (n // 3),
    "早在": lambda n: "星桥科技很好，" + "早在" * (n // 2) + "收购云杉智能",
    "one trigger: 分别": repeated("星桥科技、云杉智能分别为1%、2%，"),
    "one trigger: 双方": repeated("双方"),
}
"""Texts of articles."""


def _numbered(i: int) -> str:
    """A word of its own for each number."""
    letters = "云海星山川江河湖泉林松柏竹梅兰菊荷桂枫桐"
    return letters[i // 400 % 20] + letters[i // 20 % 20] + letters[i % 20]


def _page(body: Maker) -> Callable[[int], Document]:
    return lambda n: (
        ".html",
        f"<html><head><title>星桥</title></head><body><p>星桥科技的消息。</p>{body(n)}</body></html>",
    )


def _markdown(body: Maker) -> Callable[[int], Document]:
    return lambda n: (".md", f"# 星桥\n\n星桥科技的消息。\n\n{body(n)}\n")


def _plain(body: Maker) -> Callable[[int], Document]:
    return lambda n: (".txt", f"星桥\n\n星桥科技的消息。\n{body(n)}\n")


def _post(fields: Maker) -> Callable[[int], Document]:
    return lambda n: (".md", f"---\n{fields(n)}\n---\n星桥科技的消息。\n")


def _posted(body: Maker) -> Callable[[int], Document]:
    return lambda n: (".md", f"---\ntitle: 星桥\n---\n星桥科技的消息。\n{body(n)}\n")


def _json_feed(n: int) -> Document:
    item = {"title": "星桥科技的消息", "content_text": "星桥科技发布启明3。", "url": "https://example.com/"}
    many = [item | {"url": f"https://example.com/{i}"} for i in range(n // 100 + 1)]
    return ".json", json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": many}, ensure_ascii=False
    )


def _json_lines(n: int) -> Document:
    line = json.dumps({"title": "星桥科技的消息", "text": "星桥科技发布启明3。"}, ensure_ascii=False) + "\n"
    return ".jsonl", line * (n // len(line) + 1)


def _rss(n: int) -> Document:
    item = "<item><title>星桥科技的消息</title><description>星桥科技发布启明3。</description></item>"
    return ".xml", f'<rss version="2.0"><channel><title>x</title>{item * (n // len(item) + 1)}</channel></rss>'


def _atom_of(body: Maker) -> Callable[[int], Document]:
    opening = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>星桥</title><content type="html">'
    )
    return lambda n: (".xml", opening + body(n) + "</content></entry></feed>")


_LONG = "星桥科技发布启明3，云杉智能跟进。"
DOCUMENTS: dict[str, Callable[[int], Document]] = {
    "page: <p> alone": _page(repeated("<p>")),
    "page: paragraphs": _page(repeated(f"<p>{_LONG}</p>")),
    "page: nested div": _page(lambda n: "<div>" * (n // 11) + "星桥" + "</div>" * (n // 11)),
    "page: nested div with text": _page(lambda n: "<div>星" * (n // 12) + "</div>" * (n // 12)),
    "page: unclosed span": _page(repeated("<span>星")),
    "page: unclosed a": _page(repeated('<a href="x">星')),
    "page: links": _page(repeated('<a href="https://example.com">星桥</a>')),
    "page: &amp;": _page(repeated("&amp;")),
    "page: &": _page(repeated("&")),
    "page: <": _page(repeated("<")),
    "page: <!--": _page(repeated("<!--")),
    "page: comments": _page(repeated("<!-- x -->星")),
    "page: <br>": _page(repeated("星<br>")),
    "page: list items": _page(repeated("<li>星桥")),
    "page: table cells": _page(lambda n: "<table>" + "<tr><td>星桥<td>12" * (n // 16)),
    "page: one row": _page(lambda n: "<table><tr>" + "<td>星桥" * (n // 6)),
    "page: attributes": _page(lambda n: "<p " + "a=b " * (n // 4) + ">星桥</p>"),
    "page: styles": _page(lambda n: '<p style="' + "color:#999;" * (n // 11) + '">星桥</p>'),
    "page: <script>": _page(repeated("<script>x</script>")),
    "page: <meta>": lambda n: (
        ".html",
        "<html><head>" + '<meta name="a" content="b">' * (n // 27) + "</head><p>星桥科技的消息。",
    ),
    "page: <title>": _page(repeated("<title>星")),
    "page: JSON-LD": _page(repeated('<script type="application/ld+json">{"@type":"NewsArticle"}</script>')),
    "page: spaces": _page(lambda n: "<p>星桥" + " " * n + "科技</p>"),
    "page: spans of spaces": _page(repeated("<span> </span>")),
    "page: one long paragraph": _page(lambda n: "<p>" + repeated(_LONG)(n)),
    "markdown: [": _markdown(repeated("[")),
    "markdown: [](": _markdown(repeated("[星](")),
    "markdown: links": _markdown(repeated("[星](https://example.com) ")),
    "markdown: ![": _markdown(repeated("![")),
    "markdown: *": _markdown(repeated("*")),
    "markdown: *a": _markdown(repeated("*a ")),
    "markdown: **a": _markdown(repeated("**a")),
    "markdown: _a": _markdown(repeated("_a_b")),
    "markdown: `": _markdown(repeated("`")),
    "markdown: growing `": _markdown(lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5)))),
    "markdown: <": _markdown(repeated("<")),
    "markdown: <a": _markdown(repeated("<a ")),
    "markdown: <!--": _markdown(repeated("<!--")),
    "markdown: &": _markdown(repeated("&")),
    "markdown: \\": _markdown(repeated("\\")),
    "markdown: >": _markdown(repeated(">")),
    "markdown: > lines": _markdown(repeated("> 星\n")),
    "markdown: - nested": _markdown(repeated("- ")),
    "markdown: - lines": _markdown(repeated("- 星\n")),
    "markdown: 1. lines": _markdown(repeated("1. 星\n")),
    "markdown: deeper lists": _markdown(lambda n: "".join(" " * (2 * i) + "- 星\n" for i in range(int(n**0.5)))),
    "markdown: table": _markdown(lambda n: "|a|b|\n|-|-|\n" + "|星|桥|\n" * (n // 6)),
    "markdown: wide table": _markdown(
        lambda n: "|a" * (n // 8) + "|\n" + "|-" * (n // 8) + "|\n" + "|星" * (n // 8) + "|\n"
    ),
    "markdown: fences": _markdown(repeated("```\n星\n")),
    "markdown: #": _markdown(repeated("# 星\n")),
    "markdown: references": _markdown(repeated("[星]: https://example.com\n")),
    "markdown: ~~": _markdown(repeated("~~a")),
    "markdown: addresses": _markdown(repeated("<https://example.com> ")),
    "markdown: https": _markdown(repeated("https://example.com ")),
    "markdown: one line": _markdown(repeated(_LONG)),
    "markdown: lines": _markdown(_lines(_LONG)),
    "text: one line": _plain(repeated(_LONG)),
    "text: lines": _plain(_lines(_LONG)),
    "text: lines of a letter": _plain(_lines("星")),
    "text: empty lines": _plain(repeated("\n")),
    "text: spaces": _plain(repeated(" ")),
    "text: lines of spaces": _plain(repeated("   \n")),
    "text: zero width": _plain(repeated("星\u200b")),
    "text: markup in text": _plain(repeated("<p>星")),
    "text: lines of tabs": _plain(repeated("星\t桥\n")),
    "text: credits": _plain(_lines("图片来源：星桥", "责任编辑：何望")),
    "text: the same line": _plain(_lines("海州，1月28日，星桥科技发布启明3，云杉智能跟进，松间软件也参与。")),
    "text: labels": _plain(lambda n: "星|" + " 原文链接" * (n // 5) + "x"),
    "text: cr": _plain(repeated("星\r")),
    "post: fields": _post(_lines("a: b")),
    "post: colons": _post(repeated(":")),
    "post: brackets": _post(lambda n: "a: " + "[" * n),
    "post: aliases": _post(lambda n: "a: &x [b]\n" + "c: *x\n" * (n // 6)),
    "post: dashes": _post(repeated("- ")),
    "post: no end": lambda n: (".md", "---\n" + "a: b\n" * (n // 5)),
    "post: quotes": _post(lambda n: 'a: "' + '\\"' * (n // 2)),
    "post: body": _posted(_lines(_LONG)),
    "post: html body": _posted(repeated(f"<p>{_LONG}</p>\n")),
    "feed: items": _rss,
    "feed: nested": lambda n: (
        ".xml",
        "<rss><channel>" + "<item>" * (n // 13) + "</item>" * (n // 13) + "</channel></rss>",
    ),
    "feed: one entry": _atom_of(repeated("&lt;p&gt;星桥")),
    "feed: entry of &amp;": _atom_of(repeated("&amp;amp;")),
    "feed: CDATA": _atom_of(repeated("<![CDATA[星]]>")),
    "feed: attributes": lambda n: (
        ".xml",
        "<rss " + " ".join(f'a{i}="b"' for i in range(n // 12)) + "><channel/></rss>",
    ),
    "json: items": _json_feed,
    "json: nested [": lambda n: (".json", "[" * n),
    "json: nested {": lambda n: (".json", '{"items":' * (n // 9)),
    "json: one text": lambda n: (
        ".json",
        json.dumps({"title": "星桥", "text": _LONG * (n // len(_LONG))}, ensure_ascii=False),
    ),
    "json: lone surrogates": lambda n: (
        ".json",
        '{"title":"星桥","text":"星桥科技的消息。' + "\\ud83d" * (n // 6) + '"}',
    ),
    "json: digits": lambda n: (".json", '{"title":"星桥","text":"星桥科技发布启明3。","date":' + "1" * n + "}"),
    "json: lines": _json_lines,
    "json: empty lines": lambda n: (".jsonl", "\n" * n),
    "json: lines of {": lambda n: (".jsonl", "{\n" * (n // 2)),
    "json: keys": lambda n: (
        ".json",
        "{" + ",".join(f'"a{i}":1' for i in range(n // 10)) + ',"text":"星桥科技发布启明3。"}',
    ),
}
"""Files to read."""

QUERIES: dict[str, Maker] = {
    **{
        f"query: {sign!r}": repeated(sign)
        for sign in (
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "<",
            ">",
            '"',
            "'",
            '"""',
            "'''",
            "\\",
            "#",
            "?",
            ":",
            "a:",
            "1",
            "a",
            "@",
            ".",
            "-",
            "a.",
            "a-",
            "\\u0041",
            "\n",
        )
    },
    "query: {…}": lambda n: "SELECT * WHERE " + "{" * (n // 2) + "}" * (n // 2),
    "query: strings": lambda n: "SELECT * { " + '?s ?p "a" . ' * (n // 12) + "}",
    "query: triples": lambda n: "SELECT * { " + "?s ?p ?o . " * (n // 11) + "}",
    "query: prefixes": lambda n: "PREFIX a: <b> " * (n // 14) + "SELECT * {}",
    "query: SERVICE": lambda n: "SELECT * { " + "SERVICE <x> {} " * (n // 15) + "}",
    "query: LOAD in strings": lambda n: "SELECT * { " + '?s ?p "LOAD" . ' * (n // 15) + "}",
    "query: LOAD and (": lambda n: "SELECT (LOAD" + "(" * n,
    "query: FROM and {": lambda n: "SELECT * FROM <x> " + "{" * n,  # noqa: S608
    "query: FROM and <": lambda n: "SELECT * FROM " + "<" * n,  # noqa: S608
    'query: load and "': lambda n: "SELECT load " + '"\\' * (n // 2),
    "query: search": lambda n: "SELECT * { " + "?s kg:search " * (n // 13),
    "query: ; and search": lambda n: (
        "PREFIX kg: <https://x/> SELECT * { ?s a b " + "; a b " * (n // 6) + "; kg:search 1"
    ),
}
"""SPARQL."""
