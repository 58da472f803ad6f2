"""The fold of extractors over articles, in one process or several; the results and their order are the same."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process

from kg.errors import ConfigError, ExtractionError
from kg.model import Annotations, Article, Extractor, Layer
from kg.registry import find_extractor

Extracted = tuple[Article, Annotations | ExtractionError]
"""An article with what was found in it, or with what went wrong."""

_AHEAD = 4
"""How many articles wait for each process: enough to keep it busy, few enough to stop soon."""


def load_extractors(names: Sequence[str]) -> tuple[Extractor, ...]:
    """The extractors with these names, in this order.

    Raises:
        ConfigError: if one is unknown, cannot be loaded, or needs what none before it provides.
    """
    extractors = tuple(find_extractor(name)() for name in names)
    check_order(extractors)
    return extractors


def versions_of(extractors: Iterable[Extractor]) -> tuple[str, ...]:
    """``name/version`` of each, in order."""
    return tuple(f"{e.name}/{e.version}" for e in extractors)


def check_order(extractors: Iterable[Extractor]) -> None:
    """Make sure that each extractor finds what it needs.

    Raises:
        ConfigError: names each one that does not.
    """
    there: set[Layer] = set()
    problems = []
    for extractor in extractors:
        if missing := sorted(layer.value for layer in extractor.requires - there):
            problems.append(f"extractor «{extractor.name}» needs {', '.join(missing)}, which none before it provides")
        there |= extractor.provides
    if problems:
        raise ConfigError("\n".join(problems))


def extract_one(extractors: Iterable[Extractor], article: Article) -> Annotations:
    """Everything that the extractors find in an article.

    Raises:
        ExtractionError: if one of them fails; names it.
    """
    so_far = Annotations()
    for extractor in extractors:
        try:
            so_far += extractor(article, so_far)
        except Exception as error:  # one of the two borders: an article that breaks an extractor stops no build
            reason = f"extractor «{extractor.name}» failed: {type(error).__name__}: {error}"
            raise ExtractionError(reason) from error
    return so_far


def extract_all(articles: Iterable[Article], names: Sequence[str], jobs: int = 1) -> Iterator[Extracted]:
    """Each article with what was found in it, in the order given, as far ahead as ``jobs`` processes need.

    Raises:
        ConfigError: as :func:`load_extractors`.
    """
    extractors = load_extractors(names)
    if jobs == 1:
        return ((article, _attempt(extractors, article)) for article in articles)
    return _in_processes(articles, tuple(names), jobs)


def _attempt(extractors: Iterable[Extractor], article: Article) -> Annotations | ExtractionError:
    try:
        return extract_one(extractors, article)
    except ExtractionError as error:
        return error


def _in_processes(articles: Iterable[Article], names: tuple[str, ...], jobs: int) -> Iterator[Extracted]:
    # not forked: a store on disk has threads of its own, and a fork copies their locks
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=(names,))
    waiting: deque[tuple[Article, Future[Annotations | ExtractionError]]] = deque()
    try:
        for article in articles:
            waiting.append((article, pool.submit(_work, article)))
            if len(waiting) >= jobs * _AHEAD:
                done, future = waiting.popleft()
                yield done, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


_extractors: tuple[Extractor, ...] = ()
"""The extractors of a working process."""


def _start(names: tuple[str, ...]) -> None:
    """Make a working process ready. Ctrl-C is for the process that started it."""
    global _extractors
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _extractors = load_extractors(names)


def _end_with_parent() -> None:
    """A process that waits for work is not told that there will be none, as others like it could still send some."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _work(article: Article) -> Annotations | ExtractionError:
    return _attempt(_extractors, article)
