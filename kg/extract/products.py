"""Products and their makers, as names tell: 启明8.0 is made by 启明, and one line of products has one maker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.model import Annotations, Chain, EntityType, RelationMention, RelationType
from kg.text.normalise import fold, name_key

_SHORTEST = 2
_CLEARER = 0.1
"""How much surer one telling of a product's maker has to be to overrule another."""
# what names a line of products: Latin letters and, where the name is that short, its first digits (A6, iPhone)
_LINE = re.compile(r"[a-z]{3,}|[a-z]{1,2}\d+|[\u4e00-\u9fff]{2,4}(?=[a-z\d])")


_NO_NAME = re.compile(r"[｜|，、。；：]|股份|份额|公司|集团")
_DOCUMENT = re.compile(
    r"(?:公告|通知|意见|办法|条例|规定|函|声明|纪要|细则|规划|方案|指引|告知书|决定|公报|倡议)(?:[（(].*)?[》”]?$"
)


def is_document(name: str) -> bool:
    """Whether a name is an official paper's (关于…的公告), which nobody makes or launches as a product."""
    return name.lstrip("《").startswith("关于") or _DOCUMENT.search(name) is not None


def named_after(product: Chain, makers: Mapping[str, Chain]) -> Chain | None:
    """The company with the longest name that one of the product's names begins with; of those by :func:`companies`."""
    best = ""
    for name in (product.name, *product.aliases):
        key = name_key(name)
        if key in makers or _NO_NAME.search(name):
            continue
        for size in range(len(key) - 1, max(_SHORTEST, len(best)) - 1, -1):
            if key[:size] in makers:
                best = max(best, key[:size], key=len)
                break
    return makers.get(best)


def companies(so_far: Annotations) -> dict[str, Chain]:
    """The companies of an article by the keys of their names."""
    return {name_key(n): c for c in so_far.chains if c.type is EntityType.COMPANY for n in (c.name, *c.aliases)}


def made_by_name(so_far: Annotations) -> Iterator[RelationMention]:
    """One relation for each product that is called after a company of the article."""
    makers = companies(so_far)
    for product in _products(so_far):
        maker = named_after(product, makers)
        if maker:
            span = so_far.mention(product.mentions[0]).span
            yield RelationMention(RelationType.PRODUCES, maker.mentions[0], product.mentions[0], (span,), 0.8)


def made_by_line(found: Iterable[RelationMention], so_far: Annotations) -> Iterator[RelationMention]:
    """Relations for products without a maker, of whose line (iPhone 16e, iPhone Air) the text names one maker."""
    makers: dict[str, dict[str, RelationMention]] = {}
    made = set()
    for relation in found:
        if relation.type is RelationType.PRODUCES:
            product = so_far.chain_of(relation.object)
            made.add(product.id)
            for line in lines_of(product):
                makers.setdefault(line, {})[so_far.chain_of(relation.subject).id] = relation
    for product in _products(so_far):
        for line in lines_of(product):
            known = makers.get(line, {})
            if product.id not in made and len(known) == 1:
                made.add(product.id)
                [relation] = known.values()
                span = so_far.mention(product.mentions[0]).span
                yield RelationMention(
                    RelationType.PRODUCES, relation.subject, product.mentions[0], (span, *relation.evidence), 0.7
                )


def best_told(found: Sequence[RelationMention], so_far: Annotations) -> Iterator[RelationMention]:
    """The relations, of each product's makers only those that the text tells about as clearly as the clearest."""
    clearest: dict[str, float] = {}
    for r in found:
        if r.type is RelationType.PRODUCES:
            product = so_far.chain_of(r.object).id
            clearest[product] = max(clearest.get(product, 0.0), r.confidence)
    for r in found:
        if r.type is not RelationType.PRODUCES or r.confidence > clearest[so_far.chain_of(r.object).id] - _CLEARER:
            yield r


def _products(so_far: Annotations) -> Iterator[Chain]:
    return (c for c in so_far.chains if c.type is EntityType.PRODUCT)


def lines_of(product: Chain) -> tuple[str, ...]:
    """The lines that a product's names say it belongs to, sorted."""
    found = (_LINE.match(fold(name).casefold().strip("“”「」《》 ")) for name in (product.name, *product.aliases))
    return tuple(sorted({m.group() for m in found if m}))
