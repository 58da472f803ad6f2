"""Answers that were given already: as long as the graph is the same, they are the same."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from kg.serve.page import Page

MOST_BYTES = 64 << 20
LARGEST = 4 << 20
"""What is larger is given, but not kept."""


class Answers:
    """The answers of one state of the graph. Whoever asks what is being worked out already waits for that one answer.

    Args:
        most_bytes: how much is kept; what was not asked for the longest goes first.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._state: Hashable = None
        self._kept: OrderedDict[Hashable, Page] = OrderedDict()
        self._bytes = 0
        self._coming: dict[Hashable, asyncio.Future[Page]] = {}

    async def get(self, state: Hashable, key: Hashable, work_out: Callable[[], Awaitable[Page]]) -> Page:
        """The answer to ``key`` in a state of the graph; worked out where it is not kept. Only successes are kept."""
        if state != self._state:
            self._state, self._bytes = state, 0
            self._kept.clear()
        page = self._kept.get(key)
        if page is not None:
            self._kept.move_to_end(key)
            return page
        page = await self._shared((state, key), work_out)
        if page.status == 200 and state == self._state and key not in self._kept:
            self._keep(key, page)
        return page

    async def _shared(self, key: Hashable, work_out: Callable[[], Awaitable[Page]]) -> Page:
        coming = self._coming.get(key)
        if coming is None:
            # a task of its own: a reader who goes away does not take the answer from those who wait with him
            coming = self._coming[key] = asyncio.ensure_future(work_out())
            coming.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(coming)

    def _forget(self, key: Hashable, done: asyncio.Future[Page]) -> None:
        del self._coming[key]
        if not done.cancelled():
            done.exception()  # whoever waits hears of it; if nobody does any more, that is no fault

    def _keep(self, key: Hashable, page: Page) -> None:
        if len(page.body) > LARGEST:
            return
        self._kept[key] = page
        self._bytes += len(page.body)
        while self._bytes > self.most_bytes:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= len(gone.body)
