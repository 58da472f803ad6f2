"""Subsidiaries, as names tell: 星桥中国 belongs to 星桥."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.products import companies
from kg.model import Annotations, EntityType, RelationMention, RelationType
from kg.text.normalise import fold, name_key

_SHORTEST = 2
_REGIONS = (
    *("中国", "大中华", "大中华区", "亚太", "亚太区", "亚洲", "北美", "南美", "拉美", "欧洲", "非洲", "中东", "东南亚"),
    *("美国", "日本", "韩国", "印度", "德国", "英国", "法国", "新加坡"),
)
_TAIL = re.compile(r"[）)]?(?:区)?(?:子公司|分公司|分所|分部|公司|有限公司)?")
_LONGEST_TAIL = len("）区有限公司")
_CONFIDENCE = 0.75


def owned_by_name(so_far: Annotations) -> Iterator[RelationMention]:
    """One relation for each company whose name is another's with a region behind it."""
    places = {fold(n) for c in so_far.chains if c.type is EntityType.PLACE for n in (c.name, *c.aliases)}
    branches = _Branches(places)
    known = companies(so_far)
    for chain in so_far.chains:
        if chain.type is not EntityType.COMPANY:
            continue
        firms = (branches.owner(fold(name)) for name in (chain.name, *chain.aliases))
        owners = (known.get(name_key(firm)) for firm in firms if firm)
        owner = next((o for o in owners if o is not None and o.id != chain.id), None)
        if owner:
            first = chain.mentions[0]
            span = so_far.mention(first).span
            yield RelationMention(RelationType.SUBSIDIARY_OF, first, owner.mentions[0], (span,), _CONFIDENCE)


class _Branches:
    """Takes the names of branches apart, by the regions that there are."""

    def __init__(self, places: Iterable[str]) -> None:
        self._regions = frozenset((*_REGIONS, *places))
        self._sizes = sorted({len(region) for region in self._regions})

    def owner(self, name: str) -> str:
        """What stands before a region at the end of a name, its brackets aside; nothing, where no region stands there.

        >>> _Branches(["海州"]).owner("星桥（海州）分公司")
        '星桥'
        """
        ends: list[int] = []
        for end in range(max(0, len(name) - _LONGEST_TAIL), len(name) + 1):
            if _TAIL.fullmatch(name, end):
                starts = [end - size for size in self._sizes if name[max(0, end - size) : end] in self._regions]
                ends += (*starts, *(start - 1 for start in starts if name[max(0, start - 1) : start] in ("（", "(")))
        return name[: min((at for at in ends if at >= _SHORTEST), default=0)]
