"""An article with its mentions, as the rules on posts and quotations look at it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from kg.model import Annotations, Article, Block, Chain, ChainId, EntityType, Mention, Span
from kg.text.normalise import fold

FIRMS = frozenset({EntityType.COMPANY, EntityType.ORGANIZATION})
SPEAKERS = FIRMS | {EntityType.PERSON}


class Reading:
    """The folded text of one article and its mentions in order, those in a chain only."""

    def __init__(self, article: Article, so_far: Annotations) -> None:
        self.article = article
        self.text = fold(article.text)
        self.annotations = so_far
        chained = {m for c in so_far.chains for m in c.mentions}
        self.mentions = tuple(m for m in so_far.mentions if m.id in chained)
        self._block_starts = [b.span.start for b in article.blocks]
        self._starts = [m.span.start for m in self.mentions]
        self._by_types: dict[frozenset[EntityType], tuple[list[Mention], list[int], list[int]]] = {}
        self._of_chain: dict[ChainId, list[Mention]] = {}

    def within(self, start: int, end: int, types: frozenset[EntityType]) -> list[Mention]:
        """The mentions of these types that lie wholly in ``[start, end)``, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [m for m in self.mentions[first:last] if m.type in types and m.span.end <= end]

    def each_within(self, start: int, end: int, types: frozenset[EntityType]) -> Iterator[Mention]:
        """As :meth:`within`, one by one: who needs the first few looks at no more."""
        mentions, starts, _ = self._of_types(types)
        for i in range(bisect_left(starts, start), bisect_left(starts, end)):
            if mentions[i].span.end <= end:
                yield mentions[i]

    def each_back_within(self, start: int, end: int, types: frozenset[EntityType]) -> Iterator[Mention]:
        """As :meth:`each_within`, the last first."""
        mentions, starts, _ = self._of_types(types)
        for i in range(bisect_left(starts, end) - 1, bisect_left(starts, start) - 1, -1):
            if mentions[i].span.end <= end:
                yield mentions[i]

    def last_within(self, start: int, end: int, types: frozenset[EntityType]) -> tuple[Mention | None, bool]:
        """The last mention of these types that lies wholly in ``[start, end)``, and whether all there are its chain's.

        In time that does not grow with how many there are.
        """
        mentions, starts, others = self._of_types(types)
        last = bisect_left(starts, end) - 1
        while last >= 0 and mentions[last].span.end > end:
            last -= 1
        if last < 0 or starts[last] < start:
            return None, True
        return mentions[last], others[last] < start

    def _of_types(self, types: frozenset[EntityType]) -> tuple[list[Mention], list[int], list[int]]:
        """The mentions of these types, where each begins, and where the nearest before it of another chain does."""
        if types not in self._by_types:
            mentions = [m for m in self.mentions if m.type in types]
            others: list[int] = []
            for i, mention in enumerate(mentions):
                same = i > 0 and self.chain(mentions[i - 1]).id == self.chain(mention).id
                others.append(-1 if i == 0 else others[i - 1] if same else mentions[i - 1].span.start)
            self._by_types[types] = (mentions, [m.span.start for m in mentions], others)
        return self._by_types[types]

    def block_at(self, at: int) -> Block:
        """The block that an offset lies in."""
        return self.article.blocks[max(0, bisect_right(self._block_starts, at) - 1)]

    def blocks_back(self, at: int) -> Iterator[Block]:
        """The block that an offset lies in, and those before it, the nearest first."""
        for i in range(max(0, bisect_right(self._block_starts, at) - 1), -1, -1):
            yield self.article.blocks[i]

    def chain(self, mention: Mention) -> Chain:
        """Whom a mention names."""
        return self.annotations.chain_of(mention.id)

    @cached_property
    def main_company(self) -> Chain | None:
        """The company that the article is about: the one named most often, if it leads clearly.

        The headline counts thrice. Publishers and agencies are seldom named more than once, so none is left out.
        """
        head = self.article.blocks[0].span if self.article.blocks else Span(0, 0)
        count: Counter[ChainId] = Counter()
        chains = {c.id: c for c in self.annotations.chains if c.type is EntityType.COMPANY}
        for mention in self.mentions:
            if mention.type is EntityType.COMPANY:
                count[self.chain(mention).id] += 3 if head.contains(mention.span) else 1
        ranked = sorted(count.items(), key=lambda item: (-item[1], chains[item[0]].mentions[0]))
        if not ranked or (len(ranked) > 1 and ranked[1][1] * 3 > ranked[0][1] * 2):
            return None
        return chains[ranked[0][0]]

    @cached_property
    def main_share(self) -> float:
        """How much of all naming of companies falls on the main one, 0 to 1."""
        companies = sum(m.type is EntityType.COMPANY for m in self.mentions)
        return len(self.main_company.mentions) / companies if self.main_company and companies else 0.0

    def nearest_of(self, chain: Chain, before: int) -> Mention:
        """The last mention of a chain that ends before an offset, else its first."""
        if chain.id not in self._of_chain:
            self._of_chain[chain.id] = sorted(
                (self.annotations.mention(m) for m in chain.mentions), key=lambda m: m.span
            )
        found = self._of_chain[chain.id]
        return found[max(0, bisect_right(found, before, key=lambda m: m.span.end) - 1)]
