"""Events: what happened, to whom, when and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.events.announcements import as_told
from kg.extract.events.both import of_both
from kg.extract.events.conferences import conferences
from kg.extract.events.frames import Frame, frames
from kg.extract.events.funding import with_holders, with_investors
from kg.extract.events.rules import RULES
from kg.extract.events.telling import Teller
from kg.extract.skeleton import Skeleton, skeletons
from kg.model import Annotations, Article, BlockKind, Layer

__all__ = ["EventExtractor"]


class EventExtractor:
    """Finds the tellings of events by a grammar of their triggers and arguments.

    ``confidence`` is that of the rule, set by judgement: it orders findings and is not calibrated.
    """

    name = "events"
    version = "2"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS})
    provides = frozenset({Layer.EVENTS})

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The article's events, one for each telling, in the order of the text."""
        seen = tuple(as_told(s) for s in skeletons(article, so_far))
        teller = Teller(article, so_far, seen)
        found = sorted(
            (*_frames(seen), *of_both(seen, so_far)), key=lambda f: (f.skeleton.span, f.trigger, f.type.value)
        )
        told = (teller.tell(frame) for frame in found)
        return Annotations(events=tuple(t for t in told if t is not None))


def _frames(seen: Sequence[Skeleton]) -> Iterator[Frame]:
    lead = next((s for s in seen if s.block.kind is BlockKind.PARAGRAPH), None)
    everything = [f for s in seen if s.names or s.topic for f in frames(s, RULES, title=s is lead)]
    yield from with_holders(seen, with_investors(seen, everything))
    yield from conferences(seen)
