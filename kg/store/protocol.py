"""What every store of graphs can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Protocol, Self

from kg.rdf import Statement
from kg.rdf.answers import Graphs


class Store(Graphs, Protocol):
    """Named graphs that can be asked, as every :class:`~kg.rdf.answers.Graphs`, and replaced whole."""

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out: all of it, or, after a crash, nothing.

        A graph without statements is no graph: replacing one with nothing takes it out.

        Returns:
            How many statements the new graphs hold.

        Raises:
            StoreError: if the store cannot be written, or a statement is not one that :mod:`kg.rdf` writes;
                nothing has changed then.
        """
        ...

    def replace_graph(self, graph: str, statements: Iterable[Statement]) -> int:
        """:meth:`commit` of one graph."""
        ...

    def remove_graph(self, graph: str) -> bool:
        """Take a graph out; False if there was none of this name."""
        ...

    def close(self) -> None:
        """Let go of files and locks; the store cannot be used afterwards."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
