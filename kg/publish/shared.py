"""What articles share, counted: so much of it in memory and the rest in a temporary file, however large the graph."""

from __future__ import annotations

import heapq
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from types import TracebackType
from typing import IO, Self

IN_MEMORY = 300_000
"""How many different statements are held in memory, at some 350 bytes each."""


class SharedStatements:
    """Statements with the number of articles that make them, in any form in which one is a line.

    A line is the subject, which has no space in it, then a space and the rest.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._counts: Counter[str] = Counter()
        self._runs: list[IO[bytes]] = []
        self._files = ExitStack()

    def add(self, lines: Iterable[str]) -> None:
        """Count each of these once more."""
        self._counts.update(lines)
        if len(self._counts) > self._in_memory:
            self._put_away()

    def _put_away(self) -> None:
        run = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed with the others
        run.writelines(f"{count} {line}\n".encode() for line, count in sorted(self._counts.items()))
        self._runs.append(run)
        self._counts.clear()

    def subjects(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Every subject in order, with the rests of its lines, sorted, and the number of articles of each."""
        pieces = heapq.merge(*map(_read, self._runs), sorted(self._counts.items()))
        for subject, lines in groupby(pieces, lambda piece: piece[0].partition(" ")[0]):
            after = len(subject) + 1
            found: dict[str, int] = {}
            for line, count in lines:
                found[line[after:]] = found.get(line[after:], 0) + count
            yield subject, found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()


def _read(run: IO[bytes]) -> Iterator[tuple[str, int]]:
    run.seek(0)
    for written in run:
        count, _, line = written[:-1].decode().partition(" ")
        yield line, int(count)


def with_one_name(lines: dict[str, int], name: str, other: str) -> list[str]:
    """The lines of a subject with one name: the one that most articles prefer, of several the first by code points.

    Args:
        lines: what follows the subject, sorted, with the number of articles.
        name: how a line begins that has a preferred name.
        other: how a line begins that has another one; what is preferred no longer becomes such a line.
    """
    names = {line.removeprefix(name): count for line, count in lines.items() if line.startswith(name)}
    if not names:
        return list(lines)
    best = min(names, key=lambda spelling: (-names[spelling], spelling))
    others = {line.removeprefix(other) for line in lines if line.startswith(other)} | names.keys()
    rest = [line for line in lines if not line.startswith((name, other))]
    return sorted([*rest, name + best, *(other + spelling for spelling in others if spelling != best)])
