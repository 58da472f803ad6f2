"""Hostile and broken sources: each gives one clear line, quickly, and the rest is read."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from pathlib import Path

import pytest

from kg.errors import ForeignLanguageError, ReadError
from kg.model import Article
from kg.read import Limits, read, read_file

PARAGRAPH = "<p>星桥科技发布新产品，营收增长12%。</p>"
LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
ALIASES = "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))


def found_in(folder: Path, name: str, content: str | bytes, limits: Limits | None = None) -> list[Article | ReadError]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_file(path, limits=limits or Limits()))


def item(markup: str) -> str:
    return json.dumps({"title": "星桥科技公告", "content_html": markup})


@pytest.mark.threat("feed-bombs")
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.md", "", "an empty file"),
        ("blank.txt", " \n\n", "an empty file"),
        ("post.md", "---\ntitle: 星桥\n---\n\n", "no text found below the title «星桥»"),
        ("post.md", "---\ntitle: 星桥\n正文", "never closed"),
        ("item.json", '{"title": "星桥"}', "«content_html» or «content_text» is missing"),
        ("item.json", '{"title": "星桥", "content_html": "<img>"}', "no text found"),
        ("cut.json", '{"title": "星桥", "content_html": "<p>星', "cut off"),
        ("wrong.json", "[1, 2]", "an item must be a JSON object"),
        ("feed.json", '{"items": []}', "a feed without items"),
        (
            "gbk.txt",
            "星桥科技发布新产品，公司的营收是一亿元".encode("gbk"),
            "looks like GBK without saying so; convert it: iconv -f gb18030",
        ),
        ("big5.txt", "星橋科技發布新產品，公司的營收是一億元".encode("big5"), "looks like Big5"),
        ("bytes.txt", b"\xff\xfa\x81\x20\x81\x20", "declares no other encoding"),
        ("false.html", b'<meta charset="utf-8">' + PARAGRAPH.encode("gbk"), "says that it is UTF-8"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF document"),
        ("a.png", b"\x89PNG\r\n", "a picture"),
        ("a.docx", b"PK\x03\x04...", "a ZIP archive or an Office document"),
        ("a.bin", b"abc\x00def", "binary data"),
        ("cut.json.gz", gzip.compress(item(PARAGRAPH).encode(), mtime=0)[:-20], "ends too early"),
        ("bad.gz", b"\x1f\x8b\x08\x00" + b"x" * 50, "broken gzip data"),
        ("twice.gz", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "gzip within gzip"),
        (
            "bomb.xml",
            f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]><rss><channel><item><title>&a11;</title></item></channel></rss>',
            "declares entities",
        ),
        (
            "outside.xml",
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel/></rss>',
            "declares entities",
        ),
        ("none.xml", "<rss><channel><title>甲</title></channel></rss>", "a feed without items"),
        ("deep.json", "[" * 1_000_000, "nested too deeply"),
        ("deep.json", item("<div>" * 50_000 + PARAGRAPH), "nested more than 2,000 elements deep"),
        ("tag.html", "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">星桥</p>", "thousands of attributes"),
        ("long.json", item("<p>星桥" * 1_000_000), "characters of markup"),
        ("many.md", "# 星桥\n" + "[" * 500_000, "characters of Markdown"),
        (
            "front.md",
            "---\ntitle: 星桥\nx: " + "y" * 10_000_000 + "\n---\n正文",
            "front matter is longer than 65,536 characters",
        ),
        ("front.md", "---\ntitle: 星桥\nx: " + "y" * 50_000_000, "larger than 16 MiB"),
        ("zeros.gz", gzip.compress(b"\0" * 50_000_000, mtime=0), "binary data"),
        (
            "blanks.jsonl.gz",
            gzip.compress(b'{"a": 1}\n' * 3 + b" " * 50_000_000, mtime=0),
            "swells to more than 100 times",
        ),
        ("blanks.txt.gz", gzip.compress(b" " * 50_000_000, mtime=0), "swells to more than 100 times"),
    ],
)
def test_what_cannot_be_read_gives_one_line_that_says_why(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    started = time.process_time()
    *_, error = found_in(tmp_path, name, content)
    assert isinstance(error, ReadError)
    assert str(error).startswith(name)
    assert reason in error.reason
    assert "\n" not in str(error)
    assert time.process_time() - started < 2


def test_the_first_error_is_raised_by_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{", "utf-8")
    with pytest.raises(ReadError, match=r"a\.json: broken JSON"):
        list(read(path))


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    page = (
        f'<html><head><meta charset="gb2312"><title>星桥科技</title></head><body>{PARAGRAPH * 3}</body></html>'.encode(
            "gbk"
        )
    )
    item_of_feed = "<item><title>星橋</title><description>營收增長</description></item>"
    feed = f'<?xml version="1.0" encoding="big5"?><rss><channel>{item_of_feed}</channel></rss>'
    [article] = found_in(tmp_path, "a.html", page)
    assert isinstance(article, Article)
    assert "营收增长12%" in article.text
    [article] = found_in(tmp_path, "a.xml", feed.encode("big5"))
    assert isinstance(article, Article)
    assert (article.text, article.language) == ("星橋\n營收增長", "zh-Hant")


@pytest.mark.threat("yaml")
def test_aliases_are_never_expanded(tmp_path: Path) -> None:
    [article] = found_in(tmp_path, "a.md", f"---\ntitle: 星桥科技公告\na0: &a0 [x]\n{ALIASES}---\n{PARAGRAPH}")
    assert isinstance(article, Article)
    assert article.text == "星桥科技公告\n星桥科技发布新产品，营收增长12%。"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date_published", 99999999999999999999),
        ("date_published", -1e20),
        ("date_published", float("nan")),
        ("date_published", "0001-01-01T00:00:00+14:00"),
        ("date_published", "Mon, 01 Jan 0001 00:00:00 +1400"),
        ("url", "https://a.example/\ud800"),
        ("url", "https://\ud800/"),
        ("author", {"name": ["\ud800"]}),
        ("tags", ["\ud800", 3, None]),
        ("title", "\ud800"),
    ],
)
def test_a_broken_field_loses_no_other_item(tmp_path: Path, field: str, value: object) -> None:
    good = json.loads(item(PARAGRAPH))
    items = [good, {**good, field: value}, good]
    feed = found_in(tmp_path, "a.json", json.dumps({"items": items}))
    lines = found_in(tmp_path, "a.jsonl", "\n".join(map(json.dumps, items)))
    for first, broken, last in (feed, lines):
        assert isinstance(first, Article)
        assert isinstance(last, Article)
        assert isinstance(broken, ReadError) or broken.text.endswith("营收增长12%。")


@pytest.mark.parametrize("date", ["99999999999999999999", "9999999999999", "Mon, 01 Jan 9999 00:00:00 +0800"])
def test_a_broken_date_loses_no_other_item_of_an_xml_feed(tmp_path: Path, date: str) -> None:
    entry = f"<item><title>星桥</title><pubDate>{date}</pubDate><description>{{}}</description></item>"
    entries = "".join(entry.format(f"星桥科技营收增长{i}%。") for i in range(3))
    found = found_in(tmp_path, "a.xml", f"<rss><channel>{entries}</channel></rss>")
    assert [isinstance(a, Article) and a.published for a in found] == [None] * 3


@pytest.mark.threat("feed-bombs")
@pytest.mark.parametrize("unit", ["<!DOCTYPE ", "<!DOCTYPE a>", "<!", "<!--"])
@pytest.mark.parametrize("before", ["<rss>", "<!DOCTYPE rss><rss>"])
def test_runs_of_declarations_are_refused_quickly(tmp_path: Path, before: str, unit: str) -> None:
    started = time.process_time()
    [error] = found_in(tmp_path, "a.xml", before + unit * (2_000_000 // len(unit)))
    assert isinstance(error, ReadError)
    assert "broken XML" in error.reason
    assert time.process_time() - started < 1


def test_a_document_type_without_declarations_is_read(tmp_path: Path) -> None:
    entry = "<item><title>星桥</title><description>[星桥科技发布新产品]</description></item>"
    [article] = found_in(tmp_path, "a.xml", f"<!DOCTYPE rss><rss><channel>{entry}</channel></rss>")
    assert isinstance(article, Article)


@pytest.mark.threat("yaml")
@pytest.mark.parametrize("unit", ["[", "{", "[a,", "{a: ", "[{", "- ", "? ", "[],", "[\n "])
def test_nested_front_matter_is_read_quickly(tmp_path: Path, unit: str) -> None:
    nested = (unit * 30_000)[:60_000]
    started = time.process_time()
    [article] = found_in(tmp_path, "a.md", f"---\ntitle: 星桥科技公告\na: {nested}\n---\n{PARAGRAPH}")
    assert isinstance(article, Article)
    assert article.headline == "星桥科技公告"
    assert time.process_time() - started < 2


def test_an_article_in_another_language_is_kept_with_its_metadata(tmp_path: Path) -> None:
    front = "---\ntitle: Starbridge opens a plant\nurl: https://a.example/1\ndate: 2021-04-23\n---\n"
    content = front + "The company said so on Friday.\n"
    [error] = found_in(tmp_path, "a.md", content)
    assert isinstance(error, ForeignLanguageError)
    assert (error.language, error.article.headline, error.article.url) == (
        "und-Latn",
        "Starbridge opens a plant",
        "https://a.example/1",
    )
    assert str(error.article.day) == "2021-04-23"


@pytest.mark.threat("compressed")
def test_a_swelling_file_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b" " * 200_000_000))
    tracemalloc.start()
    [error] = read_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(error, ReadError)
    assert peak < 60_000_000  # the limit on a document, and its parts before they are joined


def test_lines_may_go_on_for_ever_but_none_may_be_long(tmp_path: Path) -> None:
    lines = item(PARAGRAPH) + "\n" + item("x" * 5_000) + "\n" + item(PARAGRAPH) + "\n"
    first, long, last = found_in(tmp_path, "a.jsonl", lines, Limits(line=1_000))
    assert isinstance(first, Article)
    assert isinstance(long, ReadError)
    assert "a line longer than" in long.reason
    assert isinstance(last, Article)


@pytest.mark.threat("redos")
@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<p",
        "&",
        "&a",
        "</p>",
        "<a>",
        "<br>",
        "<td>",
        "<!--",
        "<li>星",
        "\n \n",
        "星 \n",
        "='\"",
        "<p x='<",
        "图：",
        "作者｜",
        "|·",
        "1",
        "*a **b ",
    ],
)
def test_time_grows_no_faster_than_length(tmp_path: Path, unit: str) -> None:
    def cost(times: int) -> float:
        started = time.process_time()
        found_in(tmp_path, "a.json", item(f"<p>星桥</p>{unit * times}"))
        return time.process_time() - started

    short = min(cost(2_000) for _ in range(3))
    assert cost(20_000) < 30 * max(short, 0.003)


@pytest.mark.threat("redos")
@pytest.mark.parametrize(("cells", "are_tables_asked_for"), [(1_000, True), (1_001, False)])
@pytest.mark.parametrize("row", ["<tr>{}</tr>", "{}"])
def test_a_row_without_end_is_no_table_to_a_library_that_counts_all_cells_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: int, are_tables_asked_for: bool, row: str
) -> None:
    import trafilatura

    asked, extract = [], trafilatura.extract
    monkeypatch.setattr(
        trafilatura, "extract", lambda *a, **k: (asked.append(k["include_tables"]), extract(*a, **k))[1]
    )
    table = f"<table>{row.format('<td>星桥</td>' * cells)}</table>"
    page = (
        f"<html><head><title>星桥科技融资</title></head><body><article>{PARAGRAPH * 3}{table}</article></body></html>"
    )
    [found] = found_in(tmp_path, "a.html", page)
    assert isinstance(found, Article)
    assert asked == [are_tables_asked_for]


@pytest.mark.threat("redos")
def test_a_page_of_nothing_but_tags_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    head = f"<html><head><title>星桥融资</title></head><body>{PARAGRAPH * 3}"
    [error] = found_in(tmp_path, "a.html", head + "<li>星桥" * 100_000)
    assert isinstance(error, ReadError)
    assert "tags of markup in one article; at most 100,000 are read" in error.reason
    [found] = found_in(tmp_path, "b.html", head + "<br>" * 5_000)
    assert isinstance(found, Article)
