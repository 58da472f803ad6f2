"""When this process tells others to end, as Python itself reports it: nothing stands in the place of what is tested."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Kill(NamedTuple):
    """A signal that was sent."""

    moment: float  #: in seconds of :func:`time.monotonic`
    pid: int
    signal: int


_listening: list[list[Kill]] = []
_lock = threading.Lock()
_is_heard = False


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event == "os.kill":
        kill = Kill(time.monotonic(), *arguments)  # type: ignore[arg-type]
        for seen in _listening:
            seen.append(kill)


@contextmanager
def kills_sent() -> Iterator[list[Kill]]:
    """The signals that this process sends in the block, as they are sent."""
    global _is_heard
    with _lock:
        if not _is_heard:  # a hook stays for as long as Python does
            sys.addaudithook(_hear)
            _is_heard = True
    seen: list[Kill] = []
    _listening.append(seen)
    try:
        yield seen
    finally:
        _listening[:] = [other for other in _listening if other is not seen]
