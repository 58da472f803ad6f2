"""Which of several sources speaks for an article, whatever their order."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from kg.errors import ConfigError
from kg.model import Article, ArticleId, Block, BlockKind, Span, text_digest
from kg.pipeline.holders import Holders, forgotten
from kg.pipeline.kept import Entry
from kg.pipeline.report import Outcome


def article(source: str, day: int | None = 10, text: str = "星桥融资", id: str = "article/00000000000000aa") -> Article:
    published = datetime(2026, 3, day, tzinfo=UTC) if day else None
    block = Block(BlockKind.PARAGRAPH, Span(0, len(text)))
    return Article(ArticleId(id), source, text, (block,), url=f"https://news.example/{id[-2:]}", published=published)


def entry(a: Article) -> Entry:
    return Entry(a.id, a.version, "f", a.source_file, a.url, a.published, text_digest(a.text))


SOURCES = (article("b.md", 10), article("a.md", 12, "星桥科技完成融资"), article("c.md", None))


@pytest.mark.parametrize("order", list(permutations(SOURCES)))
def test_the_one_published_last_speaks_whatever_the_order(order):
    holders = Holders(())
    claimed = [a.source_file for a in order if holders.claim(a)]
    assert claimed[-1] == "a.md"
    assert {d.source for d in holders.duplicates} == {"b.md", "c.md"}
    assert sorted(o.value for o in holders.outcomes()) == ["built", "duplicate", "duplicate"]


def test_of_one_date_the_last_name_speaks():
    for order in permutations((article("a.md"), article("b.md"))):
        holders = Holders(())
        assert [a.source_file for a in order if holders.claim(a)][-1] == "b.md"


def test_a_file_that_was_built_before_replaces_itself_even_with_an_earlier_date():
    holders = Holders([entry(article("a.md", 12))])
    assert holders.claim(article("a.md", 9, "改过的文章"))


def test_an_older_copy_does_not_replace_what_an_earlier_build_kept():
    holders = Holders([entry(article("a.md", 12))])
    assert not holders.claim(article("b.md", 11))
    assert [d.reason for d in holders.duplicates] == ["the same article as a.md, which is kept"]


def test_a_newer_copy_replaces_what_an_earlier_build_kept():
    assert Holders([entry(article("a.md", 12))]).claim(article("b.md", 13))


def test_the_same_file_named_twice_counts_once():
    holders = Holders(())
    assert holders.claim(article("a.md"))
    assert not holders.claim(article("a.md"))
    assert holders.outcomes() == [Outcome.BUILT, Outcome.DUPLICATE]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("feed.json#2", ["article/00000000000000bb"]),
        ("feed.json", ["article/00000000000000aa", "article/00000000000000bb"]),
        ("https://news.example/bb", ["article/00000000000000bb"]),
        ("https://base.example/article/00000000000000aa", ["article/00000000000000aa"]),
        ("article/00000000000000aa", ["article/00000000000000aa"]),
        ("article:00000000000000aa", ["article/00000000000000aa"]),
        ("news/2026/feed.json", ["article/00000000000000aa", "article/00000000000000bb"]),
        ("otherfeed.json", []),
        ("feed", []),
        ("", []),
    ],
)
def test_an_article_is_known_by_file_item_address_and_iri(name, found):
    entries = [entry(article(f"feed.json#{i}", id=f"article/00000000000000{x}")) for i, x in ((1, "aa"), (2, "bb"))]
    assert forgotten(entries, name, "https://base.example/") == found


def test_the_last_part_of_a_path_is_enough_unless_several_files_have_it():
    ids = ("aa", "bb", "cc")
    entries = [
        entry(article(name, id=f"article/00000000000000{x}"))
        for name, x in zip(("a/x.md", "b/x.md", "b/y.md"), ids, strict=True)
    ]
    assert forgotten(entries, "y.md", "https://base.example/") == ["article/00000000000000cc"]
    assert forgotten(entries, "in/b/x.md", "https://base.example/") == ["article/00000000000000bb"]
    with pytest.raises(ConfigError, match=r"a/x\.md, b/x\.md"):
        forgotten(entries, "x.md", "https://base.example/")
