"""Files of every format, whole and broken, compressed and not."""

from __future__ import annotations

import gzip
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.grammar import MARKUP, news
from fuzz.target import Target, must
from fuzz.watching import sealed
from kg.errors import ReadError
from kg.model import Article, ArticleFacts
from kg.model.codec import decode_article, encode
from kg.rdf import article_graph
from kg.read import read_file
from kg.store.checked import checked

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ENDINGS = ("md", "html", "json", "jsonl", "xml", "txt", "json.gz", "md.gz+", "jsonl.gz+", "")
_TOKENS = (
    *(f"{ending}\n" for ending in ENDINGS),
    *("---\n", "title: ", "date: ", "tags: [", "- ", "&a ", "*a", "!!python/object:", "NO\n", "12:30:00", "# ", "**", "[a](", "|"),
    *('{"items":[', '{"title":"', '","content_html":"', '","content_text":"', '"}', ']}', '"date_published":', '"author":{"name":'),
    *('"tags":[', '"url":"', "null", "-1e99", "NaN", "\\ud800", '<?xml version="1.0" encoding="gb2312"?>', "<rss><channel><item>"),
    *("<title>", "</title>", "<description>", "<link>", "<pubDate>", "<content:encoded>", "</item></channel></rss>", "<feed>"),
    *("<entry>", "<content type='html'>", "<!DOCTYPE html>", "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "&x;"),
    *("<html><head>", "<meta property='og:title' content='", "<meta charset=gbk>", "<article>", "<h1>", "<script type='application/ld+json'>"),
    *("<xi:include href='file:///etc/passwd'/>", "<?xml-stylesheet href='http://127.0.0.1:9/'?>", "\x1f\x8b\x08\x00", "\ufeff"),
)  # fmt: skip


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="kg-fuzz-"))


def file_of(data: bytes) -> Path:
    """The file that an input describes: its first line is the ending of the name, with + where it is to be packed."""
    first, _, content = data.partition(b"\n")
    ending = first.decode("ascii", "replace")
    if ending not in ENDINGS:
        ending = ENDINGS[sum(first) % len(ENDINGS)]
    file = _folder() / ("a" + (f".{ending.removesuffix('+')}" if ending else ""))
    file.write_bytes(gzip.compress(content, 1, mtime=0) if ending.endswith("+") else content)
    return file


def check(data: bytes) -> None:
    file = file_of(data)
    with sealed(file):
        found = list(read_file(file))
        again = list(read_file(file))
    must(list(map(_told, found)) == list(map(_told, again)), "the same file is read in the same way")
    for one in found:
        if isinstance(one, ReadError):
            must("\n" not in str(one), "a refusal is one line")
        article = getattr(one, "article", None) if isinstance(one, ReadError) else one
        if article is not None:
            _sound(article)


def _told(one: Article | ReadError) -> object:
    return str(one) if isinstance(one, ReadError) else one


def _sound(article: Article) -> None:
    must(isinstance(article, Article), "what is read is an article")
    article.text.encode("utf-8")
    end = 0
    for block in article.blocks:
        must(end <= block.span.start <= block.span.end <= len(article.text), "blocks are in order within the text")
        end = block.span.end
    must(all(link.span.end <= len(article.text) for link in article.links), "links are within the text")
    must(decode_article(encode(article)) == article, "an article is kept as it is")
    checked(article_graph(ArticleFacts(article)).statements)


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    pieces = st.lists(st.sampled_from(_TOKENS) | st.sampled_from(MARKUP) | news(6), max_size=30).map("".join)
    texts = st.tuples(st.sampled_from(ENDINGS), _documents() | pieces)
    return texts.map(lambda parts: f"{parts[0]}\n{parts[1]}".encode("utf-8", "replace")) | st.binary(max_size=300)


def _documents() -> SearchStrategy[str]:
    import json

    from hypothesis import strategies as st

    value = st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | news(8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("name", "url", "x")), inner, max_size=3)
        ),
        max_leaves=6,
    )
    keys = (
        "title",
        "url",
        "content_html",
        "content_text",
        "date_published",
        "author",
        "authors",
        "tags",
        "id",
        "language",
    )
    item = st.dictionaries(st.sampled_from(keys), value, max_size=8)
    whole = item | st.lists(item, max_size=3) | st.fixed_dictionaries({"items": st.lists(item, max_size=3)})
    fields = st.dictionaries(st.sampled_from(("title", "date", "tags", "author", "url")), news(4), max_size=5)
    posts = st.tuples(fields, news(20)).map(
        lambda p: "---\n" + "".join(f"{k}: {v}\n" for k, v in p[0].items()) + f"---\n{p[1]}"
    )
    return whole.map(json.dumps) | whole.map(lambda v: json.dumps(v, ensure_ascii=False)) | posts


TARGET = Target(
    "articles or one-line refusals, nothing else; the same twice; no request, no other file",
    check,
    cases,
    ("kg.read",),
    _TOKENS + MARKUP,
    longest=4096,
)
