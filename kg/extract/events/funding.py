"""The investors of a round, which are often told in the sentences after the one that names the round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.events.frames import Frame, frames
from kg.extract.events.rules import INVESTORS
from kg.extract.skeleton import Skeleton, grammar
from kg.model import Argument, BlockKind, EventType, MentionId, Role

_THIS_ROUND = re.compile(r"本轮|此轮|本次|此次|该轮|投资方|投资者|领投|跟投|参投|老股东|原股东|现有股东|财务顾问")
_OPENS_WITH_ROUND = re.compile(
    r"^(?:据悉|据了解|其中|此外)?，?(?:公司)?(?:本轮|此轮|本次|此次|该轮|这轮)(?:[^，。]{0,12})"
)
_HELD_BY = grammar(
    r"(?:由|股东为|股东包括|股东信息显示，<.20>由)(?:<C>(?:旗下|的|全资|控股|子公司){1,3}<-6>)?(?P<investor><Cs>)等?<_6>(?:全资|共同|间接|直接|分别|合资|100%|"
    r"联合){0,3}(?:持股|控股|出资|持有|发起设立)"
)
_HOLDERS = 3
"""How many sentences after a founding may say who holds the new firm."""
_REACH = 6
"""How many sentences after the round's own may still tell of it."""
_Told = tuple[tuple[Frame, Frame | None], ...]
_BLOCKS = 3
"""How many paragraphs, the round's own with them."""


def with_investors(skeletons: Sequence[Skeleton], found: Sequence[Frame]) -> Iterator[Frame]:
    """The frames, rounds with the investors that their own and the following sentences tell."""
    rounds: dict[int, list[Frame]] = {}
    for frame in found:
        if frame.type is EventType.FUNDING_ROUND:
            rounds.setdefault(id(frame.skeleton), []).append(frame)
    told: dict[int, _Told] = {}
    place = {id(s): i for i, s in enumerate(skeletons)}
    for frame in found:
        if frame.type is not EventType.FUNDING_ROUND:
            yield frame
            continue
        at = place[id(frame.skeleton)]
        after = skeletons[at : at + 1 + _REACH]
        own = {a.mention for a in frame.arguments}
        more = (a for a in _investors(after, frame, rounds, told) if a.mention not in own)
        yield replace(frame, arguments=(*frame.arguments, *more))


def _investors(
    after: Sequence[Skeleton], frame: Frame, rounds: Mapping[int, list[Frame]], told: dict[int, _Told]
) -> Iterator[Argument]:
    company = {a.mention for a in frame.arguments if a.role is Role.COMPANY}
    led: set[MentionId] = set()
    for skeleton in _following(after, frame, rounds):
        if id(skeleton) not in told:
            told[id(skeleton)] = _told(skeleton, rounds.get(id(skeleton), ()))
        for investing, nearest in told[id(skeleton)]:
            if skeleton is frame.skeleton and nearest is not frame:
                continue
            for argument in investing.arguments:
                if argument.mention not in led and argument.mention not in company:
                    led.add(argument.mention)
                    yield argument


def with_holders(skeletons: Sequence[Skeleton], found: Iterable[Frame]) -> Iterator[Frame]:
    """The frames, foundings with the firms that hold the new one, as the sentences after them say (由海岳全资持股)."""
    place = {id(s): i for i, s in enumerate(skeletons)}
    for frame in found:
        since_then = frame.skeleton.text[slice(*frame.trigger)].endswith(
            "于"
        )  # who holds it now need not have founded it
        if frame.type is not EventType.FOUNDING or since_then:
            yield frame
            continue
        own = {a.mention for a in frame.arguments}
        at = place[id(frame.skeleton)]
        after = skeletons[at : at + 1 + _HOLDERS]
        holders = (m for s in after if s.block is frame.skeleton.block for m in _holders(s) if m not in own)
        yield replace(frame, arguments=(*frame.arguments, *(Argument(Role.INVESTOR, m) for m in holders)))


def _holders(skeleton: Skeleton) -> Iterator[MentionId]:
    for match in _HELD_BY.finditer(skeleton.text):
        yield from (m.id for m in skeleton.mentions(*match.span("investor")))


def _told(skeleton: Skeleton, rounds: Sequence[Frame]) -> _Told:
    """What a sentence tells of investors, each time with the round of the same sentence that they stand next to."""

    def nearest(told: Frame) -> Frame | None:
        return min(rounds, key=lambda f: (abs(f.trigger[0] - told.trigger[0]), f.trigger), default=None)

    return tuple((investing, nearest(investing)) for investing in frames(skeleton, INVESTORS))


def _following(after: Sequence[Skeleton], frame: Frame, rounds: Mapping[int, list[Frame]]) -> Iterator[Skeleton]:
    """The frame's sentence and those after it that speak of the same round.

    In the next paragraphs only a sentence that begins with 本轮融资 or the like does, and none beyond a heading: there
    the next small item of a digest begins.
    """
    blocks = {id(frame.skeleton.block)}
    for skeleton in after:
        here = skeleton.block is frame.skeleton.block
        if skeleton is not frame.skeleton and (_ends(skeleton, frame) or id(skeleton) in rounds):
            return
        blocks.add(id(skeleton.block))
        if len(blocks) > _BLOCKS:
            return
        if (_THIS_ROUND if here else _OPENS_WITH_ROUND).search(skeleton.text):
            yield skeleton


def _ends(skeleton: Skeleton, frame: Frame) -> bool:
    """Whether a new item begins; after a headline the lead follows, which tells the round itself."""
    return skeleton.block is not frame.skeleton.block and skeleton.block.kind is BlockKind.HEADING
