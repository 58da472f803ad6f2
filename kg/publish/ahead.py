"""Graphs read ahead, by several threads at once, while what has been read is being written.

Oxigraph looks up every term of every statement when it reads, which takes ten times as long as writing them; it lets
Python go on meanwhile.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_AT_MOST = 8
"""How many threads read at most: one thread writes what they read, and more than these it cannot keep up with."""


def read_ahead(read: Callable[[str], T], graphs: Iterable[str], at_once: bool) -> Iterator[tuple[str, T]]:
    """Each graph's name with what ``read`` gives for it, in order.

    Args:
        read: reads a graph by its name.
        graphs: the names.
        at_once: whether several threads may call ``read`` at the same time; without, it is called when it is needed.
    """
    if not at_once:
        yield from ((graph, read(graph)) for graph in graphs)
        return
    threads = min(_processors(), _AT_MOST)
    waiting: deque[tuple[str, Future[T]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for graph in graphs:
                waiting.append((graph, pool.submit(read, graph)))
                if len(waiting) > 2 * threads:  # no more than these are in memory, whoever is slow
                    name, found = waiting.popleft()
                    yield name, found.result()
            while waiting:
                name, found = waiting.popleft()
                yield name, found.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1
