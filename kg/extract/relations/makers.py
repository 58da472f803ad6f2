"""Who makes a product, where no rule of grammar says so: judged by all that an article does with firm and product.

Two small models (maximum entropy, as CRFs over single items), the second of which knows what the first says of all
pairs, weigh where the two stand together, what stands between
them, what the rules found for the pair, for the product and for the products beside it, and how much of the article is
about the firm. It knows no name: a product's or a firm's characters are no evidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kg.extract.models import Model
from kg.extract.products import companies, is_document, lines_of, named_after
from kg.extract.relations.consensus import Pair, consensus
from kg.extract.relations.sightings import APART, MAKERS, Sighting, chains_of, sightings, step, used_or_likened
from kg.extract.skeleton import Skeleton
from kg.model import Annotations, Article, Chain, ChainId, EntityType, MentionId, RelationMention, RelationType, Span
from kg.text.normalise import fold

FIRST, SECOND = "relations_makers.crfsuite", "relations_makers_again.crfsuite"
MADE, NOT_MADE = "made", "O"
LIKELY, UNLIKELY = 0.6, 0.1
_CLOSE = 0.8
"""Of several makers of one product, those that are this likely beside the likeliest are kept."""
_PRODUCTS = frozenset({EntityType.PRODUCT})
_MOST_PAIRS = 4000
_LIST = re.compile(r"[\uec00-\uefff](?:(?:、|，?以及|及|和|与|/)[^，。\ue000-\uefff]{0,8}[\uec00-\uefff]){1,40}")


class Evidence:
    """What one article says of its firms and products: read once, asked for each pair."""

    def __init__(
        self, article: Article, so_far: Annotations, skeletons: Sequence[Skeleton], stated: Iterable[RelationMention]
    ) -> None:
        self.so_far = so_far
        self._folded = fold(article.text)
        self.makers = chains_of(so_far, MAKERS)
        self.products = tuple(c for c in chains_of(so_far, _PRODUCTS) if not is_document(c.name))
        self.of = {m: c.id for c in (*self.makers, *self.products) for m in c.mentions}
        self.stated: dict[Pair, list[float]] = defaultdict(list)
        for r in stated:
            if r.type is not RelationType.PRODUCES:
                continue
            self.stated[so_far.chain_of(r.subject).id, so_far.chain_of(r.object).id].append(r.confidence)
        self.seen: dict[Pair, list[Sighting]] = defaultdict(list)
        if self.makers and self.products:
            for s in sightings(skeletons, so_far):
                if s.firm.id in self.of and s.product.id in self.of:  # a document is no product that somebody makes
                    self.seen[self.of[s.firm.id], self.of[s.product.id]].append(s)
        for found in self.seen.values():
            found.sort(key=lambda s: (s.distance, s.product.span, s.firm.span))
        self.beside = _listed(skeletons, self.of)
        ranked = sorted(self.makers, key=lambda c: (-len(c.mentions), c.mentions[0]))
        self.rank = {c.id: i for i, c in enumerate(ranked)}
        self.total = max(1, sum(len(c.mentions) for c in self.makers))
        head = article.blocks[0].span if article.blocks else Span(0, 0)
        mentions = (*self.makers, *self.products)
        self.headline = {c.id for c in mentions if any(head.contains(so_far.mention(m).span) for m in c.mentions)}

    def pairs(self) -> Iterator[tuple[Chain, Chain]]:
        """Firm and product, where anything but their being in one article speaks for them; in the order of the text."""
        first = [c.id for c in self.makers if self.rank[c.id] == 0]
        likely = {*self.seen, *self.stated, *((m, p.id) for m in first for p in self.products)}
        chains = {c.id: c for c in (*self.makers, *self.products)}
        order = {c: i for i, c in enumerate(chains)}
        known = [(m, p) for m, p in likely if m in chains and p in chains]
        for maker, product in sorted(known, key=lambda pair: (order[pair[1]], order[pair[0]]))[:_MOST_PAIRS]:
            yield chains[maker], chains[product]

    @cached_property
    def _sure(self) -> Mapping[ChainId, float]:
        """How sure the tagger is of each name at best."""
        mention, chains = self.so_far.mention, (*self.makers, *self.products)
        return {c.id: max(mention(m).confidence for m in c.mentions) for c in chains}

    @cached_property
    def others(self) -> frozenset[ChainId]:
        """Products that the text speaks of as something used or likened, at least every other time."""
        text, mention = self._folded, self.so_far.mention
        return frozenset(
            p.id
            for p in self.products
            if 2 * sum(used_or_likened(text, mention(m).span) for m in p.mentions) >= len(p.mentions)
        )

    @cached_property
    def _makers_of(self) -> Mapping[ChainId, frozenset[ChainId]]:
        found: dict[ChainId, set[ChainId]] = defaultdict(set)
        for maker, product in self.stated:
            found[product].add(maker)
        return {product: frozenset(makers) for product, makers in found.items()}

    @cached_property
    def _lines(self) -> Mapping[str, Counter[ChainId]]:
        """For each line of products how many of it each firm makes."""
        found: dict[str, Counter[ChainId]] = defaultdict(Counter)
        for product in self.products:
            for line in lines_of(product):
                found[line].update(self._makers_of.get(product.id, ()))
        return found

    @cached_property
    def _made(self) -> Counter[ChainId]:
        """How many products each firm makes."""
        return Counter(maker for makers in self._makers_of.values() for maker in makers)

    @cached_property
    def _called(self) -> Mapping[ChainId, ChainId]:
        """The firm that a product is called after."""
        makers = companies(self.so_far)
        after = ((p.id, named_after(p, makers)) for p in self.products)
        return {product: maker.id for product, maker in after if maker is not None}

    @cached_property
    def _together(self) -> Counter[ChainId]:
        """In how many places each product stands in one sentence with any firm."""
        return Counter(p for (_, p), found in self.seen.items() for s in found if s.distance < APART)

    @cached_property
    def _nearest(self) -> Mapping[ChainId, int]:
        """How near any firm comes to each product."""
        nearest: dict[ChainId, int] = {}
        for (_, product), found in self.seen.items():
            nearest[product] = min(nearest.get(product, APART), found[0].distance)
        return nearest

    def features(self, maker: Chain, product: Chain) -> list[str]:
        """What the judge knows of a pair."""
        found = ["bias", *self._of_rules(maker, product), *self._of_share(maker, product)]
        found += self._of_neighbours(maker, product)
        found += self._of_sightings((maker.id, product.id))
        return sorted(set(found))

    def _of_rules(self, maker: Chain, product: Chain) -> Iterator[str]:
        stated = self.stated.get((maker.id, product.id), ())
        best = max(stated, default=0.0)
        others = (max(self.stated[m, product.id]) for m in self._makers_of.get(product.id, ()) if m != maker.id)
        other = max(others, default=0.0)
        yield from (f"rule{best:.2f}", f"rules{min(len(stated), 3)}", f"other{other:.2f}", f"r{best:.2f}o{other:.2f}")
        if product.id in self._called:
            yield f"called{self._called[product.id] == maker.id}"

    def _of_share(self, maker: Chain, product: Chain) -> Iterator[str]:
        rank, firms = min(self.rank[maker.id], 4), min(len(self.makers), 6)
        share, bare = int(10 * len(maker.mentions) / self.total), (maker.id, product.id) not in self.stated
        heads = f"{maker.id in self.headline}{product.id in self.headline}"
        kind = maker.type.name[0]
        yield from (f"rank{rank}", f"share{share}", f"firms{firms}rank{min(rank, 2)}", f"head{heads}", f"kind{kind}")
        yield f"{kind}{min(rank, 2)}{maker.id in self.headline}{min(firms, 4)}{bare}"
        yield f"products{min(len(self.products), 5)}firms{min(firms, 5)}"
        yield f"named{min(len(product.mentions), 4)}"
        yield f"work{'《' in product.name}latin{product.name.isascii()}"
        for chain, label in ((maker, "m"), (product, "p")):
            sure = self._sure[chain.id]
            if sure < 1.0:
                yield f"{label}sure{int(sure * 10)}"

    def _of_neighbours(self, maker: Chain, product: Chain) -> Iterator[str]:
        """What the rules say of the products that stand in a list with it, or are of its line."""
        own = self._makers_of.get(product.id, frozenset())
        of_line: Counter[ChainId] = Counter()
        for line in lines_of(product):
            of_line.update(self._lines[line])
            of_line.subtract(own)
        of_list = {m for p in self.beside.get(product.id, ()) for m in self._makers_of.get(p, ())}
        for label, makers in (("list", of_list), ("line", {m for m, n in of_line.items() if n > 0})):
            if makers:
                yield f"{label}{maker.id in makers}{len(makers) == 1}"
        mine = self._made[maker.id] - (maker.id in own)
        yield f"makes{min(mine, 4)}of{min(len(self._makers_of), 4)}"

    def _of_sightings(self, pair: Pair) -> Iterator[str]:
        seen = self.seen.get(pair, [])
        near = [s for s in seen if s.distance < APART]
        yield f"near{min(len(near), 3)}{pair in self.stated}"
        together = self._together[pair[1]]
        yield f"together{4 * len(near) // together if together else '-'}"
        yield f"nearest{bool(near) and near[0].distance == self._nearest[pair[1]]}"
        if not seen:
            yield "apart"
            return
        yield from (f"1{f}" for f in seen[0].features)
        if near:
            yield f"distance{step(near[0].distance)}"
            yield f"distance{step(near[0].distance)}rank{min(self.rank[pair[0]], 2)}"
        for s in seen[1:4]:
            yield from (f"2{f}" for f in s.features if f[1] != "g")


def _listed(skeletons: Sequence[Skeleton], of: Mapping[MentionId, ChainId]) -> Mapping[ChainId, frozenset[ChainId]]:
    """For each product those that stand in a list with it."""
    found: dict[ChainId, set[ChainId]] = defaultdict(set)
    for skeleton in skeletons:
        for match in _LIST.finditer(skeleton.text):
            ids = [of[m.id] for m in skeleton.mentions(*match.span()) if m.id in of]
            for one in ids:
                found[one].update(i for i in ids if i != one)
    return {one: frozenset(others) for one, others in found.items()}


class MakerJudge:
    """Judges every pair by itself, then again beside the judgements on all others."""

    def __init__(self, first: Path | None = None, second: Path | None = None) -> None:
        self._first, self._second = Model(FIRST, first), Model(SECOND, second)

    @property
    def digest(self) -> str:
        """The digests of both models."""
        return self._first.digest + self._second.digest

    def __call__(self, found: Iterable[RelationMention], evidence: Evidence) -> Iterator[RelationMention]:
        """What was found without makers that are unlikely, then the likeliest makers of each product that were not."""
        chances = self.chances(evidence)
        for r in found:
            pair = (evidence.so_far.chain_of(r.subject).id, evidence.so_far.chain_of(r.object).id)
            if r.type is not RelationType.PRODUCES or chances.get(pair, 1.0) >= UNLIKELY:
                yield r
        best: dict[ChainId, float] = {}
        for (_, product), chance in chances.items():
            best[product] = max(best.get(product, 0.0), chance)
        for (maker, product), chance in chances.items():
            seen = evidence.seen.get((maker, product), [])
            told = (maker, product) in evidence.stated or _mostly_against(seen) or product in evidence.others
            if not told and chance >= max(LIKELY, _CLOSE * best[product]):
                yield _relation(evidence, (maker, product), round(chance, 2))

    def chances(self, evidence: Evidence) -> dict[Pair, float]:
        """How likely each pair is maker and product, 0 to 1."""
        features = {(m.id, p.id): evidence.features(m, p) for m, p in evidence.pairs()}
        agreeing = consensus({p: self._first.chances(f)[MADE] for p, f in features.items()}, evidence.stated)
        return {p: self._second.chances([*f, *agreeing[p]])[MADE] for p, f in features.items()}


def _mostly_against(seen: Sequence[Sighting]) -> bool:
    """Whether the nearest sighting makes the product somebody else's, and others of one sentence do not outweigh it."""
    near = [s for s in seen if s.distance < APART]
    return bool(near) and near[0].against and 2 * sum(s.against for s in near) >= len(near)


def _relation(evidence: Evidence, pair: Pair, chance: float) -> RelationMention:
    seen = evidence.seen.get(pair)
    if seen:
        return RelationMention(RelationType.PRODUCES, seen[0].firm.id, seen[0].product.id, seen[0].evidence, chance)
    firm, product = (MentionId(chain) for chain in pair)
    spans = tuple(sorted(evidence.so_far.mention(m).span for m in (firm, product)))
    return RelationMention(RelationType.PRODUCES, firm, product, spans, chance)
