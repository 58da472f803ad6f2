"""The investors of a round, which are often told in the sentences after the one that names the round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.events.frames import Frame, frames
from kg.extract.events.rules import INVESTORS
from kg.extract.skeleton import Skeleton
from kg.model import Argument, EventType, Role

_THIS_ROUND = re.compile(r"本轮|此轮|本次|此次|该轮|投资方|投资者|领投|跟投|参投|老股东|原股东|现有股东|财务顾问")
_REACH = 3
"""How many sentences after the round's own may still tell of it."""


def with_investors(skeletons: Sequence[Skeleton], found: Sequence[Frame]) -> Iterator[Frame]:
    """The frames, rounds with the investors that their own and the following sentences tell."""
    for frame in found:
        if frame.type is not EventType.FUNDING_ROUND:
            yield frame
            continue
        more = tuple(_investors(skeletons, frame, found))
        own = {a.mention for a in frame.arguments}
        yield replace(frame, arguments=(*frame.arguments, *(a for a in more if a.mention not in own)))


def _investors(skeletons: Sequence[Skeleton], frame: Frame, found: Sequence[Frame]) -> Iterator[Argument]:
    at = skeletons.index(frame.skeleton)
    company = {a.mention for a in frame.arguments if a.role is Role.COMPANY}
    others = {id(f.skeleton) for f in found if f.type is EventType.FUNDING_ROUND and f.skeleton is not frame.skeleton}
    for skeleton in skeletons[at : at + 1 + _REACH]:
        if skeleton.block is not frame.skeleton.block or id(skeleton) in others:
            return
        if not _THIS_ROUND.search(skeleton.text):
            continue
        led: set[object] = set()
        for told in frames(skeleton, INVESTORS):
            for argument in told.arguments:
                if argument.mention not in led and argument.mention not in company:
                    led.add(argument.mention)
                    yield argument
