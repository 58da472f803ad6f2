"""Where firms and products stand together: what the words around and between them are, as features of a judge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.relations.grammar import MADE_FOR, UNLIKE
from kg.extract.skeleton import Skeleton
from kg.model import Annotations, Chain, EntityType, Mention, Span

MAKERS = frozenset({EntityType.COMPANY, EntityType.ORGANIZATION})
_STEPS = (1, 2, 3, 5, 8, 15, 30, 60, 120, 400)
_LETTER = {
    EntityType.COMPANY: "C",
    EntityType.ORGANIZATION: "O",
    EntityType.PERSON: "P",
    EntityType.PRODUCT: "D",
    EntityType.PLACE: "L",
}
_WIDE = 40
_USED_BEFORE = 28
_AFTER, _BEFORE = 7, 5
_NEAR = 6
"""How many firms before a product, and how many after it, are looked at, so that time grows with the text only."""
_BACKWARDS, _FIRM_BETWEEN, _COMMA_BETWEEN = 6, 12, 10
APART = 200
"""How far a firm counts to be that is not in the product's sentence."""
# 接入启明, 与启明, 在启明; 推出基于启明的…; 购买了启明服务; 今天说，启明很贵; 提出了启明的价格
_UNLIKE = re.compile(
    rf"{UNLIKE}[^，。；、]{{0,8}}$|[与同跟和向对在]$|(?:基于|搭载|采用)[^，。；、CD]{{0,6}}$"
    r"|(?:购买|采购|租用|订购|选用)[^，。；、]{0,12}$|(?:说|称|表示|发言|发文|指出|认为)，[^，。；]{0,8}$"
    r"|(?:提出|讨论|谈到|提到|谈及|评价|询问)了?$"
)
# 搭载启明, 我们用启明, 选用了8核的启明, 玩《启明》, AI版的“启明”, 其他启明手机; but 搭载自研的启明
_USED = re.compile(
    r"(?:(?:搭载|配备|搭配|选用|选择|支持|兼容|适配|换上|[们里度时能是]用|玩)[了着过]?(?![^，。；、]{0,12}(?:自研|自家|自主|自有|旗下))"
    r"[^，。；、：“”「」《》]{0,20}|(?<![新式试整级准正舰])版的?|(?:其他|其它|友商的?|竞品|对手|劲敌|像是?)\s?)[“「《『]?\s?$"
)
_COMMAS = re.compile("[，；：]")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A firm and a product in one sentence, or a product in a sentence that speaks of the firm without naming it.

    ``distance`` counts what stands between as an obstacle; ``evidence`` are the stretches to be quoted; ``against``
    says that a word between makes the product somebody else's.
    """

    firm: Mention
    product: Mention
    distance: int
    features: tuple[str, ...]
    evidence: tuple[Span, ...]
    against: bool = False


def used_or_likened(text: str, name: Span) -> bool:
    """Whether the words before a product's name make it what something runs on, what somebody uses or a likening."""
    return _USED.search(text, max(0, name.start - _USED_BEFORE), name.start) is not None


def step(number: int) -> int:
    """A number in coarse steps: 0, 1, 2, 3 to 4, 5 to 7 and so on."""
    return sum(number >= s for s in _STEPS)


def sightings(skeletons: Sequence[Skeleton], so_far: Annotations) -> Iterator[Sighting]:
    """Every firm near a product, sentence by sentence."""
    chained = {m for c in so_far.chains for m in c.mentions}
    focus: Mention | None = None
    for skeleton in skeletons:
        places = [(i, skeleton.names[c]) for i, c in enumerate(skeleton.text) if c in skeleton.names]
        places = [(i, m) for i, m in places if m.id in chained]
        firms = [(i, m) for i, m in places if m.type in MAKERS]
        for at, product in places:
            if product.type is EntityType.PRODUCT:
                yield from _beside(skeleton, firms, at, product)
                if not firms or firms[0][0] > at:
                    yield from _implied(skeleton, focus, at, product, bool(firms))
        focus = firms[0][1] if firms else focus


def _beside(skeleton: Skeleton, firms: Sequence[tuple[int, Mention]], at: int, product: Mention) -> Iterator[Sighting]:
    before = [f for f in firms if f[0] < at][-_NEAR:]
    after = [f for f in firms if f[0] > at][:_NEAR]
    alone = len(firms) == 1
    for where, firm in (*before, *after):
        low, high = min(where, at), max(where, at)
        words = lettered(skeleton, low + 1, high)
        side = "C" if where < at else "D"
        found = [f"{side}{f}" for f in _between(words)]
        found += (f"{side}{f}" for f in _around(skeleton, low, at))
        found += [f"{side}alone{alone}", f"kind{skeleton.block.kind.name}"]
        distance = len(words) + _COMMA_BETWEEN * words.count("，") + _BACKWARDS * (where > at)
        distance += _FIRM_BETWEEN * ("C" in words or "O" in words)
        evidence = (skeleton.within(low, high + 1),)
        runs_on = MADE_FOR.match(skeleton.text, at) is not None
        against = where < at and (runs_on or _UNLIKE.search(words) is not None)
        yield Sighting(firm, product, min(distance, APART - 1), tuple(found), evidence, against)


def lettered(skeleton: Skeleton, start: int, end: int) -> str:
    """A stretch of a skeleton with one letter for each name: C, O, P, D, L."""
    text, names = skeleton.text[max(0, start) : end], skeleton.names
    return "".join(_LETTER[names[c].type] if c in names else c for c in text)


def _between(words: str) -> Iterator[str]:
    names = sum(c in "COPDL" for c in words)
    firm = "C" in words or "O" in words
    yield f"d{step(len(words))}"
    yield f"names{min(names, 3)}"
    yield f"firm{firm}d{step(len(words))}"
    yield f"commas{min(len(_COMMAS.findall(words)), 3)}"
    if len(words) <= 4:
        yield f"={words}"
    yield from (f"b1{words[:1]}", f"b2{words[:2]}", f"e1{words[-1:]}", f"e2{words[-2:]}")
    if len(words) <= _WIDE:
        yield from (f"g{words[i : i + 2]}" for i in range(len(words) - 1))


def _around(skeleton: Skeleton, low: int, product: int) -> Iterator[str]:
    after = lettered(skeleton, product + 1, product + _AFTER)
    before = lettered(skeleton, low - _BEFORE, low)
    yield f"after{after[:2]}"
    yield f"before{before[-1:] or '^'}"
    yield f"leads{before[-1:] in ('', '，', '。', '；', '：')}"
    yield from (f"wa{after[i : i + 2]}" for i in range(len(after) - 1))
    yield from (f"wb{before[i : i + 2]}" for i in range(len(before) - 1))


def _implied(skeleton: Skeleton, focus: Mention | None, at: int, product: Mention, firms: bool) -> Iterator[Sighting]:
    """The firm that the sentence before speaks of, and what the text is about, where no firm stands before."""
    for label, firm in (("focus", focus), ("topic", skeleton.topic)):
        if firm is None or firm.type not in MAKERS or skeleton.span.contains(firm.span):
            continue
        before = lettered(skeleton, at - 2, at)
        found = (label, f"{label}before{before}", f"{label}leads{at < 3}", f"{label}firms{firms}")
        evidence = tuple(sorted((firm.span, skeleton.within(at, at + 1))))
        yield Sighting(firm, product, APART, found, evidence)


def chains_of(so_far: Annotations, kinds: frozenset[EntityType]) -> tuple[Chain, ...]:
    """The chains of these kinds, in order."""
    return tuple(c for c in so_far.chains if c.type in kinds)
