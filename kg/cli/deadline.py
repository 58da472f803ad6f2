"""A deadline that holds whatever the work is doing: it runs in a child process, which can be killed."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

_POLL_S = 0.01


def within(seconds: float, work: Callable[[], int], too_late: Callable[[], int]) -> int:
    """The exit status of ``work``, which writes to this process's own streams; that of ``too_late`` past the deadline.

    A query that runs in a library cannot be stopped from Python, so a child runs it. Where processes cannot be forked
    there is no deadline.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if not hasattr(os, "fork"):
        return work()
    child = os.fork()
    if child == 0:
        os._exit(_flushed(work))
    try:
        status = _waited(child, time.monotonic() + seconds)
    except BaseException:
        _kill(child)
        raise
    if status is None:
        _kill(child)
        return too_late()
    return os.waitstatus_to_exitcode(status)


def _flushed(work: Callable[[], int]) -> int:
    from kg.cli.border import bounded

    def run() -> int:
        code = work()
        sys.stdout.flush()
        return code

    return bounded(run)


def _waited(child: int, deadline: float) -> int | None:
    """The child's wait status, or None when the deadline has passed."""
    pause = 0.001
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(pause)
        pause = min(_POLL_S, pause * 2)
    return None


def _kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
