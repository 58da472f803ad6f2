"""The annotated articles, where they are at hand: every quotation of the gold stands in the text that is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.shared import gold_articles, shared
from kg.model import Article, BlockKind
from kg.read import read

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(shared() is None, reason="skipped: KG_SHARED names no folder with gold/ in it"),
]
KINDS = ("posts", "relations", "events", "quotes", "figures")
LEAST_SHARE = 0.99


def article(name: str) -> Article:
    folder = shared()
    assert folder is not None
    [found] = read(folder / "articles" / name)
    return found


def quotations(gold: dict[str, Any]) -> Iterator[str]:
    for kind in KINDS:
        for row in gold.get(kind, ()):
            yield from (row[key] for key in ("quote", "text") if row.get(key))


def test_nearly_every_quotation_of_the_gold_stands_in_the_text() -> None:
    found = total = 0
    for name, gold in gold_articles().items():
        text = re.sub(r"\s", "", article(name).text)
        for quotation in quotations(gold):
            total += 1
            found += re.sub(r"\s", "", quotation) in text
    assert found >= LEAST_SHARE * total


def test_every_article_is_of_the_day_that_the_gold_says() -> None:
    wrong = {
        n: g["published"] for n, g in gold_articles().items() if g.get("published") not in (None, str(article(n).day))
    }
    assert not wrong


def test_the_first_post_keeps_its_captions_and_the_links_that_are_wrong() -> None:
    post = article(next(n for n in gold_articles() if n.startswith("000_")))
    captions = [b.span.of(post.text) for b in post.blocks if b.kind is BlockKind.CAPTION]
    assert len(captions) >= 3
    assert all("副总裁" in c for c in captions[-3:])
    assert {link.name for link in post.links} >= {"IMO", "得到"}
    assert "Simon Sinek" in post.text
