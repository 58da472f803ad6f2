"""How markup becomes blocks, captions and links."""

from __future__ import annotations

import json
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, BlockKind, Span
from kg.read import read, read_file


def article_of(markup: str, title: str = "星桥科技公告") -> Article:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        path.write_text(json.dumps({"title": title, "content_html": markup}), "utf-8")
        [article] = read(path)
        return article


def blocks_of(markup: str) -> list[tuple[str, str]]:
    article = article_of(markup)
    return [(b.kind.name, b.span.of(article.text)) for b in article.blocks[1:]]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            '<p class="image-wrapper"><img></p><p class="img-desc">星桥副总裁 林晓舟 </p><p>正文。</p>',
            [("CAPTION", "星桥副总裁 林晓舟"), ("PARAGRAPH", "正文。")],
        ),
        (
            "<figure><img><figcaption>董事长<b>沈若谷</b></figcaption></figure><p>正文。</p>",
            [("CAPTION", "董事长沈若谷"), ("PARAGRAPH", "正文。")],
        ),
        (
            "<dl><dt><img></dt><dd>沈若谷在会上。图：某社</dd></dl><p>正文。</p>",
            [("CAPTION", "沈若谷在会上。图：某社"), ("PARAGRAPH", "正文。")],
        ),
        ("<p><img></p><p>▲ 星桥新厂</p><p>正文。</p>", [("CAPTION", "▲ 星桥新厂"), ("PARAGRAPH", "正文。")]),
        ("<p>题图来源：星桥科技</p><p>正文。</p>", [("CAPTION", "题图来源：星桥科技"), ("PARAGRAPH", "正文。")]),
        (
            "<p>图中可见，星桥科技的厂房已经完工，将于下月投产。</p>",
            [("PARAGRAPH", "图中可见，星桥科技的厂房已经完工，将于下月投产。")],
        ),
        ("<h2>一、<strong>业绩</strong></h2><p>正文。</p>", [("HEADING", "一、业绩"), ("PARAGRAPH", "正文。")]),
        ("<p><strong>业绩之外</strong></p><p>正文。</p>", [("HEADING", "业绩之外"), ("PARAGRAPH", "正文。")]),
        ("<p><strong>营收增长12%。</strong></p>", [("PARAGRAPH", "营收增长12%。")]),
        ("<p><strong>林晓舟：</strong>增长。</p>", [("PARAGRAPH", "林晓舟：增长。")]),
        ("<p><b>文丨周明远</b></p><p>正文。</p>", [("PARAGRAPH", "文丨周明远"), ("PARAGRAPH", "正文。")]),
        ("<ul><li><p>一</p></li><li>二</li></ul>", [("ITEM", "一"), ("ITEM", "二")]),
        ("<table><tr><th>年</th><td>营收<br>（亿元）</td></tr></table>", [("ROW", "年\t营收 （亿元）")]),
        (
            "<table><tr><td><p>甲段。</p><p>乙段。</p></td></tr></table>",
            [("PARAGRAPH", "甲段。"), ("PARAGRAPH", "乙段。")],
        ),
        ("甲段。<br><br/>乙段。", [("PARAGRAPH", "甲段。"), ("PARAGRAPH", "乙段。")]),
        ("<pre>甲\n乙</pre>", [("PARAGRAPH", "甲"), ("PARAGRAPH", "乙")]),
        ("<p>AT&amp;T&nbsp;&#20013;国</p>", [("PARAGRAPH", "AT&T 中国")]),
        ("<p>星\u200b桥\ufeff科\u00ad技</p>", [("PARAGRAPH", "星桥科技")]),
        ("<p>星桥\n  科技 Star\n Bridge</p>", [("PARAGRAPH", "星桥科技 Star Bridge")]),
        (
            "<p>甲</p><script>乙</script><style>丙</style><p hidden>丁</p><p style='display: none'>戊</p><p>己</p>",
            [("PARAGRAPH", "甲"), ("PARAGRAPH", "己")],
        ),
        ("<p>甲<!-- 乙 -->丙</p>", [("PARAGRAPH", "甲丙")]),
        ("<p>正文。</p><p>阅读原文</p><p>跳转微信打开</p>", [("PARAGRAPH", "正文。")]),
        ("<p>正文。</p><h3>推荐阅读</h3><p>远山汽车裁员</p><p>北辰上市</p>", [("PARAGRAPH", "正文。")]),
        ("<p>甲。</p><p>欢迎关注某某公众号，获取更多资讯</p>", [("PARAGRAPH", "甲。")]),
        (
            "<p>甲。</p><p>林晓舟关注的是公众号的生态，他说下载量增长了12%。</p>",
            [("PARAGRAPH", "甲。"), ("PARAGRAPH", "林晓舟关注的是公众号的生态，他说下载量增长了12%。")],
        ),
    ],
)
def test_blocks_are_told_apart(markup: str, expected: list[tuple[str, str]]) -> None:
    assert blocks_of(markup) == expected


def test_grey_text_below_a_picture_is_a_caption_only_where_the_rest_is_not_grey() -> None:
    grey = '<p><img></p><p><span style="color: rgb(125, 125, 125);">星桥新厂外景</span></p>'
    black = "<p>星桥科技公告称，公司新厂将于下月投产，预计年产能十万片，总投资约三亿元，资金来自自有资金。</p>"
    assert blocks_of(grey + black)[0][0] == "CAPTION"
    assert blocks_of(grey + black.replace("<p>", '<p style="color:#888">'))[0][0] == "PARAGRAPH"


def test_links_keep_their_places_and_what_the_site_claims_about_them() -> None:
    markup = (
        '<p>  让消费者<a class="project-link" data-id="77" data-name="拿到" href="https://x.example/77">拿到</a>实惠，'
        'S<a data-name="IOM">iom</a>n说 <a href="/b"> 好 </a>。</p><a href="#c"><p>整段</p></a>'
    )
    article = article_of(markup)
    assert [link.span.of(article.text) for link in article.links] == ["拿到", "iom", "好", "整段"]
    assert (article.links[0].name, article.links[0].identifier) == ("拿到", "77")
    assert article.links[0].href == "https://x.example/77"


@pytest.mark.parametrize("strange", ["İ", "👩‍💻", "e\u0301", "𠮷", "ﬁ", "🇨🇳"])
def test_offsets_count_code_points_whatever_comes_before(strange: str) -> None:
    article = article_of(
        f"<p>{strange}星桥{strange}<a href='#'>林晓舟{strange}</a>{strange}</p>", title=f"公告{strange}"
    )
    [link] = article.links
    assert link.span.of(article.text) == f"林晓舟{strange}"
    assert strange in article.blocks[0].span.of(article.text)


def test_half_a_surrogate_pair_does_not_stop_the_text_from_being_stored() -> None:
    article = article_of("<p>星桥科技\ud83d上市。</p>")
    assert article.text.encode("utf-8").decode("utf-8").endswith("星桥科技\ufffd上市。")
    assert article.version


def test_a_line_of_wechat_above_the_text_gives_the_author_and_goes() -> None:
    article = article_of("<p>原创 周明远 2021-04-23 08:00 北京</p><p>星桥科技上市。</p>")
    assert (article.author, article.text) == ("周明远", "星桥科技公告\n星桥科技上市。")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("作者｜周明远", "周明远"),
        ("文丨周明远 编辑丨沈若谷", "周明远"),
        ("星河新闻记者 | 周明远", "周明远"),
        ("星河新闻记者 周明远", "周明远"),
        ("记者获悉，星桥科技上市。", None),
        ("文件显示，星桥科技上市。", None),
    ],
)
def test_an_author_line_names_the_author(line: str, author: str | None) -> None:
    assert article_of(f"<p>{line}</p><p>星桥科技上市。</p>").author == author


TAGS = st.sampled_from(["p", "div", "h2", "li", "a", "b", "br", "td", "tr", "table", "figure", "pre", "span", "script"])
PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["星桥科技", "林晓舟表示", " ", "\n", "&nbsp;", "&amp;", "<", "İ", "👩‍💻"]),
    TAGS.map(lambda t: f"<{t}>"),
    TAGS.map(lambda t: f"</{t}>"),
    st.just('<a href="x" data-name="甲">'),
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_blocks_are_in_order_one_line_feed_apart_and_cover_the_text(markup: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        path.write_text(
            json.dumps({"title": "星桥科技公告：林晓舟出任总裁", "content_html": f"<p>星桥</p>{markup}"}), "utf-8"
        )
        found = [a if isinstance(a, Article) else getattr(a, "article", None) for a in read_file(path)]
    for article in filter(None, found):
        spans = [b.span for b in article.blocks]
        assert spans[0].start == 0
        assert spans[-1].end == len(article.text)
        assert all(b.start == a.end + 1 and article.text[a.end] == "\n" for a, b in pairwise(spans))
        assert all(s.of(article.text) and "\n" not in s.of(article.text) for s in spans)
        assert all(s.of(article.text) == s.of(article.text).strip() for s in spans)
        assert article.blocks[0].kind is BlockKind.HEADLINE
        for link in article.links:
            assert any(s.contains(link.span) for s in spans)
            assert link.span != Span(link.span.start, link.span.start)
