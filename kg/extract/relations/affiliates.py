"""Subsidiaries, as names tell: 星桥中国 belongs to 星桥."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.products import companies
from kg.model import Annotations, EntityType, RelationMention, RelationType
from kg.text.normalise import fold, name_key

_SHORTEST = 2
_REGION = "中国|大中华区?|亚太区?|亚洲|北美|南美|拉美|欧洲|非洲|中东|东南亚|美国|日本|韩国|印度|德国|英国|法国|新加坡"
_KIND = r"(?:区)?(?:子公司|分公司|分所|分部|公司|有限公司)?"
_CONFIDENCE = 0.75


def owned_by_name(so_far: Annotations) -> Iterator[RelationMention]:
    """One relation for each company whose name is another's with a region behind it."""
    places = {fold(n) for c in so_far.chains if c.type is EntityType.PLACE for n in (c.name, *c.aliases)}
    region = "|".join((_REGION, *(re.escape(p) for p in sorted(places))))
    branch = re.compile(rf"(?P<owner>.{{{_SHORTEST},}}?)[（(]?(?:{region})[）)]?{_KIND}")
    known = companies(so_far)
    for chain in so_far.chains:
        if chain.type is not EntityType.COMPANY:
            continue
        matches = (branch.fullmatch(fold(name)) for name in (chain.name, *chain.aliases))
        owners = (known.get(name_key(m["owner"])) for m in matches if m)
        owner = next((o for o in owners if o is not None and o.id != chain.id), None)
        if owner:
            first = chain.mentions[0]
            span = so_far.mention(first).span
            yield RelationMention(RelationType.SUBSIDIARY_OF, first, owner.mentions[0], (span,), _CONFIDENCE)
