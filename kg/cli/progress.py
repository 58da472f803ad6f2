"""A bar for jobs that tell how much of how much is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """What hears how much of how much is done: a bar on standard error, where a person is there to see it."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    bar: Any = click.progressbar(length=1, file=sys.stderr)
    last = 0

    def show(done: int, total: int) -> None:
        nonlocal last
        bar.length = max(total, 1)
        bar.update(done - last)
        last = done

    with bar:
        yield show
