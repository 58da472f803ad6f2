"""Numbers that stand for many statements: they differ where the statements do, and take next to no memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.rdf.graph import Statement
from kg.rdf.namespaces import SHARED_KINDS

_MASK = (1 << 64) - 1
_AT_ONCE = 10_000


class Sum:
    """A number for statements, whatever their order; each counts as often as it is added."""

    __slots__ = ("count", "total")

    def __init__(self) -> None:
        self.count = self.total = 0

    def add(self, lines: Iterable[str]) -> None:
        """More statements."""
        for hashes in _in_parts(map(hash, lines)):
            self.count += len(hashes)
            self.total = (self.total + sum(hashes)) & _MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and (self.count, self.total) == (other.count, other.total)

    __hash__ = None  # type: ignore[assignment]


class Union:
    """A number for the union of graphs, in which a statement that several share counts once.

    Only what articles may share is looked at one by one. Statements of other subjects that are in two graphs all the
    same count twice: then the union looks different from what it is.

    Args:
        base: what the IRIs of the data begin with.
    """

    def __init__(self, base: str) -> None:
        self._shared_begins = tuple(f"<{base}{kind}/" for kind in SHARED_KINDS)
        self._own = Sum()
        self._shared: set[int] = set()

    def add(self, statements: Iterable[Statement]) -> None:
        """The statements of one graph."""
        own = []
        for statement in statements:
            if statement.startswith(self._shared_begins):
                self._shared.add(hash(statement))
            else:
                own.append(statement)
        self._own.add(own)

    def sum(self) -> Sum:
        """The number."""
        made = Sum()
        made.count = self._own.count + len(self._shared)
        made.total = (self._own.total + sum(self._shared)) & _MASK
        return made


def _in_parts(numbers: Iterator[int]) -> Iterator[list[int]]:
    while some := list(islice(numbers, _AT_ONCE)):
        yield some
