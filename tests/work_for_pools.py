"""Functions that the workers of a pool are asked to call."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.store import OxigraphStore

OPENED: list[str] = []


def opened(store: OxigraphStore, word: str) -> None:
    """What is called with every snapshot that is opened."""
    OPENED.append(word)


def told(store: OxigraphStore, **arguments: Any) -> tuple[dict[str, Any], bytes]:
    """What this process is, and what it was given."""
    print("this goes to standard error, not into the answer")
    head = {"pid": os.getpid(), "graphs": list(store.graphs()), "opened": len(OPENED), "given": arguments}
    return head, "页面\0".encode()


def larger(store: OxigraphStore, size: int) -> tuple[None, bytes]:
    """So many bytes."""
    return None, bytes(size)


def slow(store: OxigraphStore, seconds: float) -> tuple[dict[str, int], bytes]:
    """Nothing, after a while."""
    time.sleep(seconds)
    return {"pid": os.getpid()}, b""


def stubborn(store: OxigraphStore, began: str = "") -> tuple[None, bytes]:
    """Nothing, for ever: the clock that the system rings at the deadline is not heard.

    Args:
        store: the store.
        began: the file in which the moment is written that this began at.
    """
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    if began:
        Path(f"{began}.part").write_text(repr(time.monotonic()), "ascii")
        Path(f"{began}.part").rename(began)
    while True:
        time.sleep(60)


def armed(store: OxigraphStore) -> tuple[dict[str, Any], bytes]:
    """In how many seconds the system ends this process, and whether it would hear that."""
    left, again = signal.getitimer(signal.ITIMER_REAL)
    is_heard = signal.getsignal(signal.SIGALRM) == signal.SIG_DFL
    blocked = signal.SIGALRM in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return {"left": left, "again": again, "ends": is_heard and not blocked}, b""


def greedy(store: OxigraphStore) -> tuple[None, bytes]:
    """More memory than there is."""
    return None, b"".join([bytes(100 << 20) for _ in range(100)])


def failing(store: OxigraphStore, kind: str) -> tuple[None, bytes]:
    """An error: one of kg's, or another."""
    if kind == "kg":
        raise ConfigError("no such page")
    raise ZeroDivisionError("by accident")


def connecting(store: OxigraphStore, port: int) -> tuple[str, bytes]:
    """Whether the network can be reached."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError as error:
        return str(error), b""
    return "connected", b""
