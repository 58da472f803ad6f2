"""Products whose name begins with their maker's: 快手8.0 is made by 快手."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Annotations, Article, Chain, EntityType, RelationMention, RelationType, Span
from kg.text.normalise import name_key

_SHORTEST = 2


def by_name(article: Article, so_far: Annotations) -> Iterator[RelationMention]:
    """One relation for each product that is called after a company of the article."""
    makers = {name_key(n): c for c in so_far.chains if c.type is EntityType.COMPANY for n in (c.name, *c.aliases)}
    for product in so_far.chains:
        if product.type is not EntityType.PRODUCT:
            continue
        maker = _maker(product, makers)
        if maker:
            span = so_far.mention(product.mentions[0]).span
            yield RelationMention(
                RelationType.PRODUCES, maker.mentions[0], product.mentions[0], (Span(span.start, span.end),), 0.8
            )


def _maker(product: Chain, makers: dict[str, Chain]) -> Chain | None:
    """The company with the longest name that one of the product's names begins with."""
    best = ""
    for name in (product.name, *product.aliases):
        key = name_key(name)
        for size in range(len(key) - 1, max(_SHORTEST, len(best)) - 1, -1):
            if key[:size] in makers:
                best = max(best, key[:size], key=len)
                break
    return makers.get(best)
