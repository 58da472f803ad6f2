"""What the first judgement on all pairs of an article says of each: who makes most products makes the next one too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from kg.model import ChainId

Pair = tuple[ChainId, ChainId]

_LIKELY = 0.5
_STATED = 0.9
"""How likely a pair counts that a rule states, if the first judgement does not speak against it."""
_AGAINST = 0.1


def consensus(first: Mapping[Pair, float], stated: Collection[Pair]) -> dict[Pair, tuple[str, ...]]:
    """Features of every pair for the second judgement.

    Args:
        first: how likely each pair is by itself.
        stated: the pairs that a rule states.
    """
    likely = {p: max(c, _STATED if p in stated and c > _AGAINST else 0.0) for p, c in first.items()}
    best: dict[ChainId, tuple[float, ChainId]] = {}
    second: dict[ChainId, tuple[float, ChainId]] = {}
    for (maker, product), chance in likely.items():
        if product not in best or chance > best[product][0]:
            best[product], beaten = (chance, maker), best.get(product)
        else:
            beaten = (chance, maker)
        if beaten and beaten > second.get(product, (-1.0, maker)):
            second[product] = beaten
    made = Counter(maker for chance, maker in best.values() if chance >= _LIKELY)
    found: dict[Pair, tuple[str, ...]] = {}
    for maker, product in first:
        sure, best_maker = best[product]
        rival = sure if best_maker != maker else second.get(product, (0.0, maker))[0]
        mine = made[maker] - (best_maker == maker and sure >= _LIKELY)
        others = made.total() - (sure >= _LIKELY)
        found[maker, product] = _features(first[maker, product], (maker, product) in stated, rival, mine, others)
    return found


def _features(chance: float, stated: bool, rival: float, mine: int, others: int) -> tuple[str, ...]:
    share, ten = int(5 * mine / max(1, others)), int(chance * 10)
    return (
        f"S{ten}",
        f"S{ten}stated{stated}",
        f"S{ten}rival{int(rival * 5)}",
        f"Srival{int(rival * 10)}",
        f"Smine{min(mine, 5)}of{min(others, 5)}",
        f"Sshare{share}of{min(others, 5)}",
        f"Sshare{share}of{min(others, 3)}S{int(chance * 5)}",
        f"Sall{mine == others and mine > 1}",
        f"Sall{mine == others}{min(mine, 4)}rival{int(rival * 3)}",
    )
