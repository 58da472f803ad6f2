"""Many graphs at once into a store that was empty: three times as fast as one transaction for each.

Oxigraph's ``bulk_load`` is no transaction: a crash leaves a part of what it was given, even half a statement, as each
index has files of its own. So it is done under a mark that says so (:mod:`kg.store.recovery`), and only where all that
the store holds is kept elsewhere. It runs in a thread: Oxigraph lets Python go on meanwhile, which makes more graphs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.files import unwritable
from kg.rdf import DEFAULT_BASE, Statement
from kg.store.checked import PLAIN, checked, graph_name
from kg.store.oxigraph import OxigraphStore
from kg.store.recovery import begin_load, end_load, loading_mark

if TYPE_CHECKING:
    import pyoxigraph as ox

FULL = 8_000_000
"""With how many bytes of statements a load begins: with fewer each one's fixed cost tells (50 ms), more only cost
memory."""
WORTH = 500_000
"""From how many bytes on a load is quicker than transactions: about five articles of 800 statements."""

_LINES = re.compile(rf"(?:{PLAIN}\n)*+")


def block(statements: Iterable[Statement]) -> bytes:
    """The statements as lines of N-Triples.

    Raises:
        StatementError: as :func:`kg.store.checked.checked`, for the same statements.
    """
    lines = tuple(statements)
    text = "\n".join((*lines, ""))
    with suppress(UnicodeEncodeError):
        if text.count("\n") == len(lines) and _LINES.fullmatch(text):
            return text.encode()
    checked(lines)
    return text.encode()


def quads(graph: str, lines: bytes) -> bytes:
    """The lines of a block as N-Quads of a graph. No literal holds a line feed, so each one found ends a statement."""
    return lines.replace(b" .\n", f" <{graph}> .\n".encode())


class Batch:
    """Graphs that wait for being loaded, as blocks of lines."""

    def __init__(self) -> None:
        self.blocks: dict[str, bytes] = {}
        self.size = 0

    def add(self, graph: str, lines: bytes) -> None:
        """One more graph."""
        self.blocks[graph] = lines
        self.size += len(lines)

    def encoded(self) -> tuple[bytes, bytes]:
        """The named graphs as N-Quads, and what the default graph gets as N-Triples."""
        return b"".join(quads(graph, lines) for graph, lines in self.blocks.items()), b"".join(self.blocks.values())


class Loader:
    """Loads batches into a store, one after the other, in a thread beside; nothing else may write it meanwhile.

    Args:
        folder: the store's folder.

    Attributes:
        loads: how many batches it has loaded.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, "load")
        self._going: Future[None] | None = None
        self._names: frozenset[str] = frozenset()
        self._failure = ""
        self.loads = 0

    def __contains__(self, graph: str) -> bool:
        """Whether a graph is being loaded."""
        return self._going is not None and graph in self._names

    def start(self, store: ox.Store, batch: Batch) -> None:
        """Load a batch when that before it is in.

        Raises:
            StoreError: if that before it could not be loaded, or this one cannot be.
        """
        self.wait()
        named, merged = batch.encoded()
        try:
            begin_load(self._folder)
        except OSError as error:
            raise unwritable(loading_mark(self._folder), error) from error
        self._names = frozenset(batch.blocks)
        self._going = self._thread.submit(_load, store, named, merged)

    def wait(self) -> None:
        """Wait until what was given is in the store.

        Raises:
            StoreError: if it could not be loaded, now or before. The store is of no use then, and the mark stays.
        """
        if self._going is not None:
            try:
                self._going.result()  # whoever is interrupted here may wait once more
                end_load(self._folder)
                self.loads += 1
            except (OSError, RuntimeError, SyntaxError) as error:
                self.fail(unwritable(self._folder, error))  # the next build makes the store again
            self._going = None
        if self._failure:
            raise StoreError(self._failure)

    def fail(self, failure: StoreError) -> None:
        """Let every :meth:`wait` tell of a failure from now on: something that was given is not in the store."""
        self._failure = str(failure)  # the error itself would keep the store open

    def close(self) -> None:
        """Let the thread end, with what it is about."""
        self._thread.shutdown()


def _load(store: ox.Store, named: bytes, merged: bytes) -> None:
    """Load in two parts, which is a third faster than in one."""
    import pyoxigraph as ox

    load: Any = store.bulk_load
    # what is written has passed block(), which is as strict: to check its IRIs once more costs a sixth of the time
    load(named, ox.RdfFormat.N_QUADS, lenient=True)
    load(merged, ox.RdfFormat.N_TRIPLES, lenient=True)


class LoadingStore(OxigraphStore):
    """A store on disk that new graphs can be loaded into, many at once.

    What was given to :meth:`load` is there for whatever is asked of this object; in the folder it is after
    :meth:`settle`, or after anything else is asked or done. A crash before, or while it is being loaded, may cost all
    graphs that the folder has, never a part of them: what they are made of must be kept elsewhere.

    Raises:
        StoreError: as :class:`OxigraphStore`.
    """

    def __init__(self, path: Path, *, wait_s: float = 0.0, base: str = DEFAULT_BASE) -> None:
        self._batch = Batch()
        self._loader = Loader(path)
        super().__init__(path, wait_s=wait_s, base=base)
        self._is_kept_elsewhere = self._is_made_again() or next(iter(self._store.named_graphs()), None) is None

    def _is_made_again(self) -> bool:
        """Whether what the store has was put into it by :meth:`load`, since it was lost."""
        return False

    @property
    def _store(self) -> ox.Store:
        self.settle()
        return super()._store

    def load(self, graph: str, statements: Iterable[Statement]) -> None:
        """Put a graph in place of what has its name, now or soon.

        Where the store had graphs when it was opened, which may be kept nowhere else, it is a :meth:`commit` of its
        own; so it is where there is a graph of this name.

        Raises:
            StoreError: if the store cannot be written, or a statement is not one that :mod:`kg.rdf` writes; nothing
                of this graph is there then.
        """
        lines = tuple(statements)
        if not self._gather(graph, lines):
            self.commit({graph: lines})

    def _gather(self, graph: str, statements: Collection[Statement]) -> bool:
        """Let a graph wait for being loaded, if it may."""
        there = graph in self._batch.blocks or graph in self._loader
        if not self._is_kept_elsewhere or there or super()._store.contains_named_graph(_node(graph)):
            return False
        if statements:
            self._batch.add(graph, block(statements))
        if self._batch.size >= FULL:
            self._put_in()
        return True

    def _put_in(self) -> None:
        batch, self._batch = self._batch, Batch()
        try:
            if batch.size >= WORTH:
                self._before(batch.blocks)
                self._loader.start(super()._store, batch)
                return
            for graph, lines in batch.blocks.items():
                self._put_one(graph, [Statement(line) for line in lines.decode().split("\n")[:-1]])
        except StoreError as error:
            self._loader.fail(error)
            raise

    def _before(self, graphs: Collection[str]) -> None:
        """Hears of graphs that are about to be loaded."""

    def _put_one(self, graph: str, lines: Collection[Statement]) -> None:
        """Commit one graph that was to be loaded."""
        OxigraphStore.commit(self, {graph: lines})

    def settle(self) -> None:
        """Wait until all that was given is in the folder.

        Raises:
            StoreError: if it cannot be; the next who opens the store for writing finds it empty then.
        """
        if self._batch.blocks:
            self._put_in()
        self._loader.wait()

    def put_in_order(self) -> bool:
        """After several loads, merge the files that each has left; whether there were several.

        A query looks into every file that may have what it seeks. In ten million quads of 140 loads this takes 3.5 s,
        and queries half the time after it.
        """
        self.settle()
        several, self._loader.loads = self._loader.loads > 1, 0
        if several:
            with suppress(OSError, RuntimeError):  # all is there as it is; only slower
                self._store.optimize()
        return several

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out, in one transaction."""
        self.settle()
        return super().commit(replace, drop)

    def close(self) -> None:
        """Let go of files and locks; raises as :meth:`settle`."""
        try:
            self.settle()
        finally:
            self._loader.close()
            super().close()


def _node(graph: str) -> ox.NamedNode:
    import pyoxigraph as ox

    return ox.NamedNode(graph_name(graph))
