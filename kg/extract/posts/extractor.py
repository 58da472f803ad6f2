"""Runs the rules on posts over an article, and keeps each finding once."""

from __future__ import annotations

from kg.extract.posts.after import titles_after_names
from kg.extract.posts.before import titles_before_names
from kg.extract.reading import Reading
from kg.model import Annotations, Article, Layer, PostMention


class PostExtractor:
    """Reads posts out of titles that stand beside names.

    Confidence: 0.95 where organisation, title and name touch (星桥科技高级副总裁林晓舟), 0.9 where a verb or a comma
    joins them, 0.7 where the organisation is the one that the sentence before speaks of.
    """

    name = "posts"
    version = "2"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS})
    provides = frozenset({Layer.POSTS})

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The posts that the article states."""
        reading = Reading(article, so_far)
        found = [*titles_before_names(reading), *titles_after_names(reading)]
        best: dict[tuple[object, ...], PostMention] = {}
        for post in found:
            key = (post.person, post.organization, post.title, post.former)
            if key not in best or best[key].confidence < post.confidence:
                best[key] = post
        return Annotations(posts=tuple(sorted(best.values(), key=lambda p: (p.evidence, p.person, p.title))))
