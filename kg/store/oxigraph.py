"""The default store: Oxigraph, on disk or in memory."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from kg.errors import LimitError, QueryError, StoreError
from kg.files import demand_own, is_refusal, reason, unwritable
from kg.rdf import DEFAULT_BASE, BlankNode, Iri, Literal, Statement, Value, prefixes
from kg.rdf.answers import Answer, OwnQuery, Row, Solutions
from kg.store.answers import as_table, as_triples, as_truth
from kg.store.change import leaving, update
from kg.store.checked import checked, graph_name
from kg.store.guard import explain, refuse_unsafe
from kg.store.lock import SnapshotLock, StoreLock
from kg.store.recovery import is_cut_short, recover

if TYPE_CHECKING:
    import pyoxigraph as ox

FLUSH_AFTER = 4_000_000
"""After how many characters of updates what is in the log goes into its place. Until then RocksDB keeps it in memory
too: 300 articles took 300 MB of it, and 210 MB with this."""


class OxigraphStore:
    """Graphs in a folder, through RocksDB; or in memory where no folder is given.

    A :meth:`commit` is one SPARQL update, hence one transaction: after a crash at any moment a graph is there whole
    or not at all, and a reader never sees it half written. One process may write a folder while no other reads it;
    any number may read it while none writes (Oxigraph leaves the mixture undefined), which a lock holds. Who wants to
    read while others write opens a snapshot instead (:mod:`kg.store.snapshots`).

    Oxigraph's default graph holds all named graphs merged, kept in step within the same transaction. Its own union
    of graphs would do without, but gives a triple that two graphs share twice (oxigraph issue 1919): counts are
    wrong then, and joins on what many articles name multiply.

    Args:
        path: the folder.
        read_only: whether it is only read; it must be there then.
        wait_s: how many seconds to wait for others who have it.
        base: what the IRIs of the data begin with; queries may write these short.
        lock: what keeps others from it already, released when the store is closed; without it one is taken here.
        identity: which snapshot this is (:func:`kg.store.snapshots.identity`); empty for a store that is none.

    Attributes:
        threads_may_read: several threads may read graphs at the same time; Oxigraph lets Python go on meanwhile.

    Raises:
        StoreError: if the folder is in use, holds no sound store, or is missing and ``read_only``.
    """

    threads_may_read = True

    def __init__(
        self,
        path: Path | str | None = None,
        *,
        read_only: bool = False,
        wait_s: float = 0.0,
        base: str = DEFAULT_BASE,
        lock: SnapshotLock | None = None,
        identity: str = "",
    ) -> None:
        self.path = Path(path) if path is not None else None
        self.identity = identity
        self.prefixes = prefixes(base)
        self.read_only = read_only
        self._lock: StoreLock | SnapshotLock | None = lock
        self._open: ox.Store | None = None
        self._unflushed = 0
        if self.path is None:
            self._open = _in_memory()
            return
        if read_only and not (self.path / "CURRENT").is_file():
            raise StoreError(f"{self.path}: no store here; `kg build` makes one")
        self._lock = lock or StoreLock(self.path, shared=read_only, wait_s=wait_s)
        try:
            self._prepare(self.path)
            self._open = _on_disk(self.path, read_only)
            self._demand_merged_graph()
        except BaseException:
            self._lock.release()
            raise

    def _prepare(self, path: Path) -> None:
        """Before the folder is opened, with its lock: a writer puts right what another left, a reader cannot."""
        if not self.read_only:
            recover(path)
        elif is_cut_short(path):
            raise StoreError(f"{path}: loading it was cut short; the next `kg build` into its folder makes it again")

    def _reopen(self) -> None:
        """Open the folder again, where another now has its name; the lock stays."""
        assert self.path is not None  # noqa: S101 - of stores on disk alone
        self._open = _on_disk(self.path, self.read_only)

    def _demand_merged_graph(self) -> None:
        import pyoxigraph as ox

        with self._reading():
            named = next(iter(self._store.named_graphs()), None)
            merged = next(iter(self._store.quads_for_pattern(None, None, None, ox.DefaultGraph())), None)
        if named is not None and merged is None:
            raise StoreError(f"{self.path}: this store was not made by kg, or by an older one; build into a new folder")

    @property
    def _store(self) -> ox.Store:
        if self._open is None:
            raise StoreError("the store is closed")
        return self._open

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out, in one transaction."""
        if self.read_only:
            raise StoreError(f"{self.path}: opened for reading only")
        after = {graph_name(g): checked(lines) for g, lines in replace.items()}
        before = {g: frozenset(self.statements(g)) for g in sorted({*drop, *after}) if self._holds(graph_name(g))}
        said = self._said(leaving(before, after), before.keys() | after.keys())
        if text := update(before, after, said):
            self._write(text)
        return sum(map(len, after.values()))

    def _write(self, changes: str) -> None:
        """Make changes, which are an update in SPARQL; all of them or, with an error, none."""
        try:
            self._store.update(changes)
        except SyntaxError as error:
            raise StoreError(f"not a graph: {error}") from error
        except (OSError, RuntimeError) as error:
            raise _trouble(self.path, error) from error
        self._unflushed += len(changes)
        if self._unflushed >= FLUSH_AFTER:
            self._flush()

    def backup(self, folder: Path) -> None:
        """Make another store of what is here, in a folder that is not there yet; by hard links where that is possible.

        Raises:
            StoreError: if that fails.
        """
        self._flush()  # or whoever opens it would have to go through the log
        try:
            self._store.backup(str(folder))
        except (OSError, RuntimeError) as error:
            raise _trouble(folder, error) from error

    def _flush(self) -> None:
        self._unflushed = 0
        if self._open is not None and self.path is not None and not self.read_only:
            with suppress(OSError, RuntimeError):  # the log keeps everything: a reader is slow then, no more
                self._open.flush()

    def _said(self, statements: Collection[Statement], except_in: Collection[str]) -> set[Statement]:
        """Which of these statements any other named graph has.

        Of most subjects no other graph says anything, which is asked of all at once: each statement by itself costs
        0.1 ms, as much as writing it.
        """
        subjects = {statement.partition(" ")[0] for statement in statements}
        others = "".join(f" FILTER(!SAMETERM(?g, <{graph}>))" for graph in sorted(except_in))
        asked = (
            f"SELECT ?s {{ VALUES ?s {{ {' '.join(sorted(subjects))} }} "
            f"FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }}{others} }} }}"
        )
        if subjects:
            with suppress(SyntaxError), self._reading():  # each is looked at by itself, and told of
                subjects = {str(row["s"]) for row in cast("ox.QuerySolutions", self._store.query(asked))}
        return {s for s in statements if s.partition(" ")[0] in subjects and self._says(s, except_in)}

    def _says(self, statement: Statement, except_in: Collection[str]) -> bool:
        """Whether any other named graph has this statement."""
        import pyoxigraph as ox

        try:
            [triple] = ox.parse(statement, ox.RdfFormat.N_TRIPLES)
        except SyntaxError as error:  # an older kg took it from a backup of others
            raise StoreError(
                f"{self.path}: holds what is no statement: {statement[:200]!r}; build into a new folder"
            ) from error
        with self._reading():
            found = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
            return any(isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value not in except_in for q in found)

    def replace_graph(self, graph: str, statements: Iterable[Statement]) -> int:
        """Put a graph in place of what has its name, in one transaction."""
        return self.commit({graph: statements})

    def remove_graph(self, graph: str) -> bool:
        """Take a graph out; False if there was none of this name."""
        there = self._holds(graph_name(graph))
        if there:
            self.commit({}, drop=(graph,))
        return there

    def _holds(self, graph: str) -> bool:
        import pyoxigraph as ox

        with self._reading():
            return self._store.contains_named_graph(ox.NamedNode(graph))

    def graphs(self) -> tuple[str, ...]:
        """The names of all graphs, sorted."""
        with self._reading():
            return tuple(sorted(g.value for g in self._store.named_graphs()))

    def statements(self, graph: str) -> Iterator[Statement]:
        """The statements of one graph, sorted."""
        import pyoxigraph as ox

        return iter(sorted(self._dumped(ox.NamedNode(graph_name(graph)))))

    def merged(self) -> Iterator[Statement]:
        """The statements of the default graph, one by one: there may be too many for the memory."""
        import pyoxigraph as ox

        with self._reading():
            for quad in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
                yield Statement(as_written(f"{quad.triple} ."))

    def turtle(self, graph: str, prefixes: Mapping[str, str]) -> bytes:
        """The statements of one graph as Turtle: the prefixes, then each subject once, in no order that counts."""
        import pyoxigraph as ox

        name = ox.NamedNode(graph_name(graph))
        with self._reading():
            return self._store.dump(format=ox.RdfFormat.TURTLE, from_graph=name, prefixes=dict(prefixes)) or b""

    def change(self, sparql: str) -> None:
        """Make an update of our own, which may not come from a user; all of it or, with an error, nothing."""
        self._write(sparql)

    def _dumped(self, graph: ox.NamedNode) -> Iterator[Statement]:
        import pyoxigraph as ox

        with self._reading():
            dumped = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        return (Statement(line) for line in as_written(dumped.decode()).split("\n") if line)

    def select(self, sparql: str) -> Solutions:
        """The solutions of a SELECT."""
        return as_table(self.query(sparql))

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        return as_truth(self.query(sparql))

    def construct(self, sparql: str) -> tuple[Statement, ...]:
        """The triples of a CONSTRUCT or DESCRIBE, sorted, each once."""
        return as_triples(self.query(sparql))

    def query(self, sparql: str) -> Answer:
        """The answer to a query of any form."""
        import pyoxigraph as ox

        found = self.raw(sparql)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return tuple(sorted({_statement(t) for t in found}))
        variables = tuple(v.value for v in found.variables)
        return Solutions(variables, _rows(found, variables))

    def raw(self, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Any:
        """The answer to a query of any form, as pyoxigraph has it; raises as :meth:`query`.

        Args:
            sparql: the query.
            default_graphs: the graphs of the store that are asked as one, in place of all.
            named_graphs: the graphs that GRAPH finds, in place of all.
        """
        refuse_unsafe(sparql, self.prefixes)
        sparql = self._with_hits(sparql)
        try:
            return self._store.query(sparql, prefixes=self.prefixes, **_dataset(default_graphs, named_graphs))
        except SyntaxError as error:
            raise explain(sparql, error, self.prefixes) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def _with_hits(self, sparql: str) -> str:
        """A query of a user's with what ``kg:search`` finds in its place."""
        if isinstance(sparql, OwnQuery) or "search" not in sparql:
            return sparql
        from kg.store.search.finding import matching
        from kg.store.search.sparql import MOST, with_hits

        def find(words: str) -> tuple[str, ...]:
            found = matching(self, words, MOST + 1)
            if len(found) > MOST:
                raise LimitError(f"stopped: «{words}» is found in more than {MOST} places; search for more words")
            return found

        replaced = with_hits(sparql, self.prefixes, find)
        refuse_unsafe(replaced)
        return replaced

    def quads(self) -> int:
        """How many statements all named graphs have, and the default graph once more; quicker than ``len``."""
        return len(self._store)

    def __len__(self) -> int:
        # counted without looking up a single term: 25 times as fast as going through them
        with self._reading():
            found: Any = self._store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
            [[count]] = found
            return int(count.value)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What RocksDB cannot read is said as damage; what has a number comes from whoever takes what is read."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            if getattr(error, "errno", None):
                raise
            raise _trouble(self.path, error) from error

    def close(self) -> None:
        """Let go of files and locks.

        What is still in the log goes into its place first: who opens the store for reading would have to go through
        all of the log each time (3 s for 125,000 statements, against 0.02 s).
        """
        was_open = self._open is not None
        self._flush()
        self._open = None
        try:
            if was_open:
                self._closed()
        finally:
            if self._lock:
                self._lock.release()
                self._lock = None

    def _closed(self) -> None:
        """Hears that the files are whole, and still locked."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _dataset(default_graphs: Sequence[str], named_graphs: Sequence[str]) -> dict[str, Any]:
    """The dataset of a query for pyoxigraph; as in SPARQL, who names one part of it leaves the other empty."""
    import pyoxigraph as ox

    if not default_graphs and not named_graphs:
        return {}
    try:
        default, named = ([ox.NamedNode(g) for g in graphs] for graphs in (default_graphs, named_graphs))
    except ValueError as error:
        raise QueryError(f"not the IRI of a graph: {error}") from error
    return {"default_graph": default, "named_graphs": named}


def _in_memory() -> ox.Store:
    import pyoxigraph as ox

    return ox.Store()


def _on_disk(path: Path, read_only: bool) -> ox.Store:
    import pyoxigraph as ox

    open_: Callable[[str], ox.Store] = ox.Store.read_only if read_only else ox.Store
    try:
        if path.is_dir():
            demand_own(path)  # RocksDB would follow a link, and wait for a pipe
    except OSError as error:
        raise _unsound(path, f"{Path(error.filename or path).name}: {reason(error).partition(';')[0]}") from error
    try:
        return open_(str(path))
    except (OSError, RuntimeError) as error:
        if "while lock file" in str(error).casefold():
            raise StoreError(f"{path}: another program has this store open; try again when it is done") from error
        if read_only and any(words in str(error) for words in _UNFINISHED):
            raise StoreError(f"{path}: a store that was never finished; `kg build` goes on with it") from error
        raise _trouble(path, error) from error


_UNFINISHED = ("read-write instances", "Column family not found")
"""What Oxigraph says of a store whose making was cut short; who opens it for writing goes on with that."""


def _trouble(path: Path | None, error: BaseException) -> StoreError:
    """What RocksDB complains of: the system refused something, or files are damaged."""
    if is_refusal(error):
        return unwritable(path or "memory", error)
    return _unsound(path, reason(error))


def _unsound(path: Path | None, why: str) -> StoreError:
    folder = path.parent if path and path.name == "store" else path.parent.parent if path else "DIR"
    repair = f"`kg repair -o {shlex.quote(str(folder))}`"
    return StoreError(f"{path}: not a sound store ({why}); {repair} makes it again from what is kept")


_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_LETTERS = {"t": "\t", "b": "\b", "f": "\f"}


def as_written(n_triples: str) -> str:
    """Oxigraph's N-Triples as :mod:`kg.rdf` writes them: only quotes, backslashes and line ends are escaped."""

    def letter(match: re.Match[str]) -> str:
        point = match[1] or match[2]
        return chr(int(point, 16)) if point else _LETTERS.get(match[3], match[0])

    needed = any(escape in n_triples for escape in ("\\u", "\\U", "\\t", "\\b", "\\f"))
    return _ESCAPE.sub(letter, n_triples) if needed else n_triples


def _statement(triple: ox.Quad | ox.Triple) -> Statement:
    s, p, o = (from_oxigraph(t).n3() for t in (triple.subject, triple.predicate, triple.object))
    return Statement(f"{s} {p} {o} .")


def _rows(found: Any, variables: tuple[str, ...]) -> Iterator[Row]:
    try:
        for solution in found:
            yield {
                name: from_oxigraph(term) for name, term in zip(variables, solution, strict=True) if term is not None
            }
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error


def from_oxigraph(term: Any) -> Value:
    """A term of pyoxigraph as one of ours."""
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.language or "", term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    raise QueryError(f"a triple as a term is not supported: {term}")
