"""Posts and quotations on the annotated articles, with the names that gold gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.oracle_names import OracleNames
from benchmarks.shared import gold_articles, scorer, shared
from kg.extract.posts import PostExtractor
from kg.extract.quotes import QuoteExtractor
from kg.model import Annotations, Article
from kg.read import read

pytestmark = pytest.mark.shared


def read_with_gold_names() -> Iterator[tuple[dict[str, object], Article, Annotations]]:
    for name, gold in gold_articles().items():
        folder = shared()
        assert folder is not None
        [article] = read(folder / "articles" / name)
        found = OracleNames(gold)(article, Annotations())
        found += PostExtractor()(article, found)
        yield gold, article, found + QuoteExtractor()(article, found)


def test_every_evidence_lies_in_the_text_and_every_post_is_written_there() -> None:
    for _, article, found in read_with_gold_names():
        for fact in (*found.posts, *found.claims):
            assert all(0 <= e.start < e.end <= len(article.text) for e in fact.evidence)
        assert all(p.former or p.title in article.text for p in found.posts)


def test_the_seed_article_gives_its_posts_and_nine_quotations_to_the_right_speaker() -> None:
    [(gold, article, found)] = [t for t in read_with_gold_names() if t[1].source_file.startswith("000_")]
    names = scorer().Names(gold)
    posts = {(found.chain_of(p.person).name, p.title, found.chain_of(p.organization).name) for p in found.posts}
    assert posts == {(p["person"], p["title"], p["org"]) for p in gold["posts"]}  # type: ignore[index,attr-defined]
    said = [
        {"speaker": [found.chain_of(c.speaker).name], "text": "".join(p.of(article.text) for p in c.parts)}
        for c in found.claims
        if c.speaker
    ]
    right = [g for g in gold["quotes"] if any(scorer().same_quote(g, p, names) for p in said)]  # type: ignore[attr-defined]
    assert len(right) >= 9
