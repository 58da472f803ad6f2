"""Answers that were given already: as long as the graph is the same, they are the same."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from math import ceil

from kg.serve.reply import Reply

MOST_BYTES = 64 << 20
LARGEST = 4 << 20
"""What is larger is given, but not kept."""
MOST_BEHIND_S = 30.0
"""How far an answer may be behind the graph, where it may be at all."""
_AT_ONCE = 2  # readers who wait for new answers while there are older ones, of pages and of queries each
_OVERHEAD = 2048  # bytes that an answer takes beside its body and its key, roughly


@dataclass(slots=True)
class _State:
    """A state of the graph, and when it was last seen to be the newest."""

    name: str
    seen: float


@dataclass(frozen=True, slots=True)
class _Kept:
    reply: Reply
    state: _State
    size: int
    is_busy: Callable[[], bool]


@dataclass(slots=True)
class _Coming:
    """An answer that is being worked out, and how many readers wait for it."""

    task: asyncio.Future[Reply]
    readers: int = 0


class Answers:
    """Answers, each with the state of the graph that it was worked out from.

    Whoever asks what is being worked out already waits for that one answer. While a build goes on, the graph is another
    every few seconds, and everything would have to be worked out anew each time. So where all who could do that are
    busy, or are at it, an answer is given again although there is a newer state; never one of a state that was last
    the newest more than :data:`MOST_BEHIND_S` ago.

    Args:
        most_bytes: how much is kept; what was not asked for the longest goes first.
        most_behind_s: how many seconds an answer may be behind.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, most_behind_s: float = MOST_BEHIND_S) -> None:
        self.most_bytes = most_bytes
        self.most_behind_s = most_behind_s
        self._newest = _State("", 0.0)
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._bytes = 0
        self._coming: dict[Hashable, _Coming] = {}
        # whose answers are going to be worked out anew: 200 requests can be looked at before the first one gets there
        self._claimed: dict[Hashable, Callable[[], bool]] = {}

    def kept(self, state: str, key: Hashable, *, may_lag: bool = True) -> tuple[Reply, int] | None:
        """The kept answer that can be given now, and for how many seconds at most there has been a newer one.

        Who gets none works one out, and calls :meth:`release` afterwards.

        Args:
            state: the newest state of the graph.
            key: what is asked.
            may_lag: whether the reader takes what is some seconds old.
        """
        newest = self._seen(state)
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.state is newest:
            self._kept.move_to_end(key)
            return kept.reply, 0
        behind = newest.seen - kept.state.seen
        if not may_lag or behind >= self.most_behind_s:
            return None
        if key in self._claimed or kept.is_busy() or self._claims(kept.is_busy) >= _AT_ONCE:
            return kept.reply, ceil(behind)
        self._claimed[key] = kept.is_busy
        return None

    def _claims(self, is_busy: Callable[[], bool]) -> int:
        return sum(who == is_busy for who in self._claimed.values())

    def release(self, key: Hashable) -> None:
        """Who was given no kept answer has got another one, or none."""
        self._claimed.pop(key, None)

    async def get(
        self, state: str, key: Hashable, work_out: Callable[[], Awaitable[Reply]], is_busy: Callable[[], bool]
    ) -> Reply:
        """The answer to ``key`` in this state of the graph; worked out where it is not kept. Only successes are.

        Who is cancelled while he waits has gone; when the last one has, working it out is cancelled too.

        Args:
            state: the newest state of the graph.
            key: what is asked.
            work_out: gives the answer.
            is_busy: whether working it out anew would have to wait for others.
        """
        if found := self.kept(state, key, may_lag=False):
            return found[0]
        known_as = self._newest
        reply = await self._shared((state, key), work_out)
        if reply.status == 200:
            self._keep(key, reply, known_as, is_busy)
        return reply

    def _seen(self, state: str) -> _State:
        now = time.monotonic()
        if state == self._newest.name:
            self._newest.seen = now
        else:
            self._newest = _State(state, now)
        return self._newest

    async def _shared(self, key: Hashable, work_out: Callable[[], Awaitable[Reply]]) -> Reply:
        coming = self._coming.get(key)
        if coming is None:
            # a task of its own: a reader who goes away does not take the answer from those who wait with him
            task = asyncio.ensure_future(work_out())
            coming = self._coming[key] = _Coming(task)
            task.add_done_callback(lambda done: self._forget(key, done))
        coming.readers += 1
        try:
            return await asyncio.shield(coming.task)
        finally:
            coming.readers -= 1
            if not coming.readers and not coming.task.done():
                del self._coming[key]  # at once: who comes now must not wait for what is being given up
                coming.task.cancel()

    def _forget(self, key: Hashable, done: asyncio.Future[Reply]) -> None:
        coming = self._coming.get(key)
        if coming is not None and coming.task is done:
            del self._coming[key]
        if not done.cancelled():
            done.exception()  # whoever waits hears of it; if nobody does any more, that is no fault

    def _keep(self, key: Hashable, reply: Reply, state: _State, is_busy: Callable[[], bool]) -> None:
        before = self._kept.get(key)
        size = len(reply.body) + len(str(key)) + _OVERHEAD
        if size > LARGEST or (before and before.state.seen >= state.seen):
            return
        self._kept[key] = _Kept(reply, state, size, is_busy)
        self._kept.move_to_end(key)
        self._bytes += size - (before.size if before else 0)
        while self._bytes > self.most_bytes:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.size
