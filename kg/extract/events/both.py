"""双方达成协议: an agreement of the two firms that the sentence before names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.extract.events.frames import Frame
from kg.extract.skeleton import Skeleton
from kg.model import Annotations, Argument, ChainId, EntityType, EventType, Mention, Role

_BOTH = re.compile(
    r"(?:^|[，；])(?:双方|两家公司|两者)[^，。；、：\ue000-\uf3ff]{0,8}?"
    r"(?P<trigger>(?:达成|签署|签订|签下|敲定)了?[^，。；：\ue000-\uf3ff]{0,14}?(?:合作|协议|备忘录|合同|伙伴关系))"
)
_NOT_SO = re.compile(r"收购|并购|合并|和解|保密|未|没有|尚|投资协议|转让")
_CONFIDENCE = 0.7


def of_both(seen: Sequence[Skeleton], so_far: Annotations) -> Iterator[Frame]:
    """Partnerships of 双方, where their own sentence and the one before name exactly two firms."""
    for before, skeleton in pairwise(seen):
        told = _BOTH.search(skeleton.text)
        if told is None or _NOT_SO.search(told.group()) or before.block is not skeleton.block:
            continue
        firms = _firms(skeleton, so_far) or _firms(before, so_far)
        if len(firms) != 2:
            continue
        yield Frame(
            EventType.PARTNERSHIP,
            skeleton,
            told.start("trigger"),
            told.end("trigger"),
            told.span("trigger"),
            tuple(Argument(Role.PARTNER, m.id) for m in firms),
            _CONFIDENCE,
        )


def _firms(skeleton: Skeleton, so_far: Annotations) -> tuple[Mention, ...]:
    """The firms that a sentence names, each once."""
    first: dict[ChainId, Mention] = {}
    for mention in skeleton.names.values():
        if mention.type is EntityType.COMPANY:
            first.setdefault(so_far.chain_of(mention.id).id, mention)
    return tuple(first.values())
