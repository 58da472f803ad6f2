"""One invented article in each format that kg reads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Article, BlockKind
from kg.read import read, read_file

BODY = "<p>星桥科技高级副总裁林晓舟表示：“今年营收增长12%。”</p><p>公司总部位于北京。</p>"
LINES = ["星桥科技发布新一代芯片", "星桥科技高级副总裁林晓舟表示：“今年营收增长12%。”", "公司总部位于北京。"]
TITLE = LINES[0]

HEXO = f"""
---
title: '{TITLE}'
categories:\x20
 - 新媒体
 - 资讯
author: 某某财经
comments: false
date: Fri, 23 Apr 2021 23:30:00 GMT
---

<div>
{BODY}
</div>
"""
JSON_ITEM = {
    "id": "x1",
    "url": "https://news.example.com/p/1?f=rss",
    "title": TITLE,
    "content_html": BODY,
    "date_published": "2021-04-23T13:46:42.000Z",
    "authors": [{"name": "周明远"}],
    "tags": ["科技"],
}
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>星河财经</title><link>https://rss.example.com</link>
<item><title>{TITLE}</title><link>https://rss.example.com/a/1?utm_source=rss</link><media:title>别的标题</media:title>
<atom:link rel="self" href="https://rss.example.com/self"/>
<description>只是摘要。</description><content:encoded><![CDATA[{BODY}]]></content:encoded>
<dc:creator>周明远</dc:creator><category>科技</category><pubDate>Fri, 23 Apr 2021 13:46:42 GMT</pubDate></item>
<item><title>第二条</title><description>&lt;p&gt;星桥科技&amp;nbsp;上市。&lt;/p&gt;</description></item>
<item><title>没有正文</title></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>星河财经</title>
<entry><title type="html">{TITLE}</title><id>tag:1</id><link href="https://atom.example.com/1"/>
<author><name>周明远</name></author><published>2021-04-23T21:46:42+08:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content></entry></feed>"""
MARKDOWN = f"# {TITLE}\n\n星桥科技高级副总裁**林晓舟**表示：\n“今年营收增长12%。”\n\n公司总部位于北京。\n"
TEXT = "\n\n".join(LINES) + "\n"
PAGE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{TITLE}_星河财经网</title>
<meta property="og:site_name" content="星河财经网"><link rel="canonical" href="https://page.example.com/1.html">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2021-04-23T13:46:42+08:00", "author": [{{"name": "周明远"}}]}}]}}</script></head>
<body><nav><a href="/">首页</a><a href="/tech">科技频道</a></nav><div class="layout"><article><h1>{TITLE}</h1>
<p class="info">周明远 2021-04-23 13:46</p>{BODY}
<p>林晓舟还介绍，新一代芯片已经在三家工厂量产，预计年底前交付超过十万片，客户包括多家汽车企业与云计算企业。</p>
<figure><img src="a.jpg"><figcaption>星桥科技董事长 沈若谷</figcaption></figure>
<p>分析人士认为，随着产能逐步释放，公司在国内市场的份额有望继续提高，但短期内仍面临成本上升的压力。</p></article>
<aside><h3>热门文章</h3><ul><li><a href="/2">远山汽车裁员两千人，董事长致歉</a></li></ul></aside></div>
<footer>版权所有 星河财经网 京ICP备00000000号</footer></body></html>"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(path: Path) -> Article:
    [article] = read(path)
    return article


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("post.md", HEXO),
        ("item.json", json.dumps(JSON_ITEM)),
        (
            "feed.json",
            json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "某站", "items": [JSON_ITEM]}),
        ),
        ("list.json", json.dumps([JSON_ITEM])),
        ("lines.jsonl", json.dumps(JSON_ITEM, ensure_ascii=False) + "\n"),
        ("lines.jsonl.gz", gzip.compress((json.dumps(JSON_ITEM) + "\n").encode(), mtime=0)),
        ("atom.xml", ATOM),
        ("note.md", MARKDOWN),
        ("note.txt", TEXT),
        ("fragment.html", f"<h1>{TITLE}</h1>{BODY}"),
        ("no_suffix_post", HEXO),
        ("no_suffix_item", json.dumps(JSON_ITEM)),
        ("wrong_suffix.txt", ATOM),
        ("post.md.gz", gzip.compress(HEXO.encode(), mtime=0)),
        ("with_mark.json", b"\xef\xbb\xbf" + json.dumps(JSON_ITEM).encode()),
        ("wide.txt", TEXT.encode("utf-16")),
        ("windows.txt", TEXT.replace("\n", "\r\n")),
    ],
)
def test_every_format_gives_the_same_text(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert only(write(tmp_path, name, content)).text.split("\n") == LINES


def test_a_post_keeps_its_metadata_and_its_date_is_reckoned_in_china(tmp_path: Path) -> None:
    article = only(write(tmp_path, "post.md", HEXO))
    assert article.published is not None
    assert article.published.isoformat() == "2021-04-24T07:30:00+08:00"
    assert (article.author, article.categories, article.headline) == ("某某财经", ("新媒体", "资讯"), TITLE)
    assert (article.url, article.source_file, article.language) == (None, "post.md", "zh-Hans")


def test_an_item_keeps_its_metadata(tmp_path: Path) -> None:
    article = only(write(tmp_path, "item.json", json.dumps(JSON_ITEM)))
    assert (article.url, article.publisher, article.author) == (
        "https://news.example.com/p/1",
        "news.example.com",
        "周明远",
    )
    assert article.categories == ("科技",)
    assert str(article.day) == "2021-04-23"


def test_rss_takes_the_full_content_and_one_bad_item_loses_only_itself(tmp_path: Path) -> None:
    first, second, bad = read_file(write(tmp_path, "feed.xml", RSS))
    assert isinstance(first, Article)
    assert first.text.split("\n") == LINES
    assert (first.url, first.publisher, first.author) == ("https://rss.example.com/a/1", "星河财经", "周明远")
    assert isinstance(second, Article)
    assert (second.source_file, second.text) == ("feed.xml#2", "第二条\n星桥科技 上市。")
    assert isinstance(bad, ReadError)
    assert str(bad) == "feed.xml#3: an item without text: neither content nor a description"


def test_a_feed_that_is_cut_off_gives_the_items_before_the_cut(tmp_path: Path) -> None:
    cut = RSS[: RSS.index("上市")]
    first, error = read_file(write(tmp_path, "feed.xml", cut))
    assert isinstance(first, Article)
    assert isinstance(error, ReadError)
    assert "broken XML" in error.reason


def test_a_page_gives_its_article_without_menus_and_with_captions(tmp_path: Path) -> None:
    article = only(write(tmp_path, "page.html", PAGE))
    lines = article.text.split("\n")
    assert lines[:3] == LINES
    assert not [line for line in lines if "首页" in line or "远山汽车" in line or "版权" in line]
    [caption] = [b.span.of(article.text) for b in article.blocks if b.kind is BlockKind.CAPTION]
    assert caption == "星桥科技董事长 沈若谷"
    assert (article.headline, article.publisher, article.author) == (TITLE, "星河财经网", "周明远")
    assert article.url == "https://page.example.com/1.html"
    assert str(article.published) == "2021-04-23 13:46:42+08:00"


def test_a_page_of_one_sentence_is_read_without_its_menu(tmp_path: Path) -> None:
    menu = "<ul class='nav'><li>首页</li><li>科技</li></ul>"
    page = f"<html><head><title>{TITLE}</title></head><body>{menu}<div>{BODY}</div></body></html>"
    assert only(write(tmp_path, "page.html", page)).text.split("\n") == LINES


def test_a_page_without_metadata_is_dated_by_what_it_shows(tmp_path: Path) -> None:
    page = PAGE[: PAGE.index("<script")] + PAGE[PAGE.index("</head>") :]
    assert str(only(write(tmp_path, "page.html", page)).published) == "2021-04-23 13:46:00+08:00"


def test_lines_are_numbered_and_a_broken_one_loses_only_itself(tmp_path: Path) -> None:
    good = json.dumps(JSON_ITEM)
    found = list(read_file(write(tmp_path, "a.jsonl", f"{good}\n{good[:40]}\n\n[1]\n{good}")))
    assert [f.source_file if isinstance(f, Article) else f.source for f in found] == [
        "a.jsonl#1",
        "a.jsonl#2",
        "a.jsonl#4",
        "a.jsonl#5",
    ]
    assert "broken JSON" in str(found[1])


def test_a_body_in_markdown_below_front_matter_keeps_lists_tables_and_links(tmp_path: Path) -> None:
    front = "---\ntitle: 星桥科技年报\ndate: 2021-04-23\n---\n"
    body = "## 要点\n\n- 营收[增长](https://a.example)12%\n- 裁员\n\n|项目|金额|\n|-|-|\n|营收|3亿元|\n"
    article = only(write(tmp_path, "a.md", front + body))
    assert [(b.kind.name, b.span.of(article.text)) for b in article.blocks] == [
        ("HEADLINE", "星桥科技年报"),
        ("HEADING", "要点"),
        ("ITEM", "营收增长12%"),
        ("ITEM", "裁员"),
        ("ROW", "项目\t金额"),
        ("ROW", "营收\t3亿元"),
    ]
    assert [link.span.of(article.text) for link in article.links] == ["增长"]


def test_text_alone_is_read_where_there_is_no_html(tmp_path: Path) -> None:
    item = {"title": TITLE, "content_text": "\n".join(LINES[1:])}
    assert only(write(tmp_path, "a.json", json.dumps(item))).text.split("\n") == LINES


def test_text_without_tags_is_split_where_a_time_stamp_is_glued_to_a_word(tmp_path: Path) -> None:
    text = (
        "星桥科技裁员。媒体报道星桥科技裁员两成某某网事件追踪2025-06-24 13:43:55星桥科技扩招2025-05-01 08:00:00北辰上市"
    )
    article = only(write(tmp_path, "a.json", json.dumps({"title": TITLE, "content_text": text})))
    assert article.text.split("\n")[1:] == [
        "星桥科技裁员。",
        "媒体报道",
        "星桥科技裁员两成某某网",
        "事件追踪",
        "2025-06-24 13:43:55 星桥科技扩招",
        "2025-05-01 08:00:00 北辰上市",
    ]


def test_the_title_is_not_said_twice_where_the_body_repeats_it(tmp_path: Path) -> None:
    item = {"title": TITLE, "content_html": f"<h1>{TITLE}</h1>{BODY}"}
    assert only(write(tmp_path, "a.json", json.dumps(item))).text.split("\n") == LINES


def test_a_body_given_twice_is_read_once(tmp_path: Path) -> None:
    item = {"title": TITLE, "content_html": f"<div>{BODY}</div><div>{BODY}</div>"}
    assert only(write(tmp_path, "a.json", json.dumps(item))).text.split("\n") == LINES


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("http://News.example.com/p/1?f=rss", "https://news.example.com/p/1#top", True),
        ("https://news.example.com/p/1?id=1", "https://news.example.com/p/1?id=2", False),
    ],
)
def test_one_address_is_one_article_whatever_file_it_came_in(
    tmp_path: Path, first: str, second: str, same: bool
) -> None:
    a = only(write(tmp_path, "a.json", json.dumps({**JSON_ITEM, "url": first})))
    b = only(write(tmp_path, "b.json", json.dumps({**JSON_ITEM, "url": second})))
    assert (a.id == b.id) is same


def test_without_an_address_the_name_the_title_and_the_date_identify(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    first, again = only(write(one, "a.md", HEXO)), only(write(two, "a.md", HEXO))
    other = only(write(two, "a.md", HEXO.replace("2021", "2022")))
    assert first.id == again.id != other.id
