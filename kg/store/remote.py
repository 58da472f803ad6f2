"""A store that any SPARQL 1.1 server keeps (SPARQL Protocol, and Graph Store Protocol where it is offered)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Self

from kg.errors import LimitError, QueryError, StoreError
from kg.rdf import DEFAULT_BASE, Statement, prefixes
from kg.rdf.answers import Answer, OwnQuery, Solutions
from kg.store import remote_answers, remote_form
from kg.store.answers import as_table, as_triples, as_truth
from kg.store.change import leaving, update
from kg.store.checked import checked, graph_name
from kg.store.formats import capped
from kg.store.limited import QueryLimits, too_slow
from kg.store.remote_address import Address
from kg.store.remote_change import AT_ONCE, batches, change_in_pieces, write
from kg.store.remote_form import Form, form, form_apart
from kg.store.remote_http import Client, OverTimeError, Patience, RemoteError, TooMuchError
from kg.store.remote_nature import FORMAT, HIDDEN, MERGED, Merged, Nature, Notes, nature, notes
from kg.store.remote_services import TABLE, TRIPLES, Services

_OWN_GRAPH = re.compile(r"[/#](?:article/[0-9a-f]{16}/[0-9a-f]+|graph/[a-z]+)")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_NO_LIMITS = QueryLimits(seconds=600.0, rows=1 << 62, answer_bytes=4 << 30)


def is_of_kg(graph: str) -> bool:
    """Whether a graph has such a name as kg gives to its graphs, whatever the base."""
    return any(m.end() == len(graph) for m in _OWN_GRAPH.finditer(graph))


class HeldElsewhereError(StoreError):
    """A store has the graph of another folder, or of nobody knows whom."""


class RemoteStore:
    """Graphs in a SPARQL server, asked and changed over HTTP.

    What kind of store the server is (:class:`kg.store.remote_nature.Nature`) is found out by trying when it is opened
    for writing, and noted there for readers. Where its default graph is a graph of its own the merged graph goes there,
    in the same update as all else; where it is the union of all graphs the merged graph gets a name, and queries choose
    it, so that a triple that two graphs share is one solution there too.

    A :meth:`commit` is one update; of several graphs that are too large for one together, one for each. Where the
    server does not undo a failed update it is several small requests, and a reader may see a graph half written; a
    commit that was cut off is mended by the next build.

    Args:
        address: where the server is.
        read_only: whether it is only read.
        base: what the IRIs of the data begin with; queries may write these short.
        holder: which output folder this is the graph of; one that another holds is not written. Empty for none.
        limits: what a query may cost; without them as much as it needs, and what it is is found out in this process.
        is_ours: which of the server's graphs are looked at; no other is listed.
        patience: how long the server is waited for.
        before_claim: called just before the server is told whose graph it has: what is noted there may be so from then
            on, even if the answer is lost.

    Raises:
        StoreError: if the server cannot be asked, may not be written, or holds the graph of another folder.
    """

    def __init__(
        self,
        address: Address,
        *,
        read_only: bool = False,
        base: str = DEFAULT_BASE,
        holder: str = "",
        limits: QueryLimits | None = None,
        is_ours: Callable[[str], bool] = is_of_kg,
        patience: Patience | None = None,
        before_claim: Callable[[], None] | None = None,
    ) -> None:
        self.address = address
        self.prefixes = prefixes(base)
        self._base = base
        self.read_only = read_only
        self.limits = limits
        self._is_ours = is_ours
        self._services: Services | None = Services(Client(address.credentials, patience), address)
        self._marked = False
        try:
            self._notes = notes(self._open)
            self.nature = Nature(self._notes.merged or Merged.DEFAULT, gives_graphs=bool(address.graphs))
            if not read_only:
                self._begin(holder, before_claim)
        except BaseException:
            self.close()
            raise

    @property
    def _open(self) -> Services:
        if self._services is None:
            raise StoreError("the store is closed")
        return self._services

    @property
    def holder(self) -> str:
        """Which output folder this is the graph of, as the server notes it; empty for none."""
        return self._notes.holder

    def _begin(self, holder: str, before_claim: Callable[[], None] | None) -> None:
        """Make sure that this server may be written, and learn how."""
        if holder and holder != self._notes.holder:
            self._demand_free()
        self.nature = nature(self._open)
        told = Notes(FORMAT, holder or self._notes.holder, self.nature.merged)
        if self._notes.is_behind or self._notes.merged not in (None, told.merged):
            self._merge_anew()
        if before_claim:
            before_claim()
        self._note(told)

    def _demand_free(self) -> None:
        held = self._notes.holder
        if held or any(is_of_kg(graph) for graph in self.graphs()):
            whose = (
                f"the graph of another folder ({self._open.client.told(held)[:32]})"
                if held
                else "a graph that no folder here is known to hold"
            )
            raise HeldElsewhereError(
                f"{self.address}: has {whose}; give each output folder a dataset of its own, or empty this one first "
                "by the server's own means"
            )

    def merge_anew(self) -> None:
        """Make the merged graph of all others; whoever writes next does so too if this one is cut off."""
        if self.read_only:
            raise StoreError(f"{self.address}: opened for reading only")
        self._mark_behind()
        self._merge_anew()

    def _merge_anew(self) -> None:
        """As :meth:`merge_anew`: who wrote it was cut off, or the server keeps it in another way now."""
        merged = self.nature.merged_graph
        if merged is None:
            return
        self._open.update(f"DROP SILENT GRAPH <{merged}>" if merged else "DROP SILENT DEFAULT")
        for graph in self.graphs():
            write(self._open, self.nature, merged, set(self.statements(graph)))

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out; see above for how far that is one step."""
        if self.read_only:
            raise StoreError(f"{self.address}: opened for reading only")
        after = {graph_name(g): checked(lines) for g, lines in replace.items()}
        names = sorted({*map(graph_name, drop), *after})
        if own := HIDDEN & set(names):
            raise StoreError(f"{min(own)}: a graph of this name is kg's own")
        read = ((graph, frozenset(self.statements(graph))) for graph in names)
        before = {graph: statements for graph, statements in read if statements}
        said = self._said(leaving(before, after), names)
        if not self.nature.is_atomic:
            self._mark_behind()
            change_in_pieces(self._open, self.nature, before, after, said)
        elif text := update(before, after, said, self.nature.merged_graph):
            if len(names) > 1 and not self._open.takes(text):
                self._commit_one_by_one(names, after)
            else:
                self._open.update(text)
        return sum(map(len, after.values()))

    def _commit_one_by_one(self, names: Iterable[str], after: Mapping[str, frozenset[Statement]]) -> None:
        """Commit what is too large for one request: each graph is there before or after, but not all at once."""
        for graph in names:
            self.commit({graph: after[graph]} if graph in after else {}, () if graph in after else (graph,))

    def _said(self, statements: Collection[Statement], except_in: Iterable[str]) -> set[Statement]:
        """Which of these statements any other graph has."""
        found: set[Statement] = set()
        if self.nature.merged_graph is None:
            return found
        others = ", ".join(f"<{graph}>" for graph in sorted({*except_in, *HIDDEN}))
        # asked by subject: few are in other graphs, and Virtuoso takes no long texts in VALUES
        for some in batches(sorted({line.partition(" ")[0] for line in statements}), AT_ONCE):
            subjects = "\n".join(some)
            rows = self._open.rows(
                f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{\n{subjects}\n}}\n"
                f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN ({others})) }}",
                ("s", "p", "o"),
            )
            for row in rows:
                found.add(Statement(" ".join(row[name].n3() for name in "spo") + " ."))
        return found & set(statements)

    def _mark_behind(self) -> None:
        if not self._marked and self.nature.merged_graph is not None:
            self._note(replace(self._notes, is_behind=True))
            self._marked = True

    def _note(self, told: Notes) -> None:
        if changes := self._notes.become(told):
            self._open.update(changes)
        self._notes = told

    def replace_graph(self, graph: str, statements: Iterable[Statement]) -> int:
        """Put a graph in place of what has its name."""
        return self.commit({graph: statements})

    def remove_graph(self, graph: str) -> bool:
        """Take a graph out; False if there was none of this name."""
        there = self._holds(graph_name(graph))
        if there:
            self.commit({}, drop=(graph,))
        return there

    def publish(self) -> str:
        """Nothing to do: readers see what the server has."""
        return ""

    def graphs(self) -> tuple[str, ...]:
        """The names of all graphs that are ours, sorted."""
        names = self._graph_names("SELECT ?g { GRAPH ?g { } }")
        if names is None:  # not every server finds graphs by what is not in them
            names = self._graph_names("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g") or set()
        return tuple(sorted(name for name in names - HIDDEN if self._is_ours(name)))

    def _graph_names(self, sparql: str) -> set[str] | None:
        rows = list(self._open.rows(sparql, ("g",)))
        return {str(row["g"]) for row in rows} if rows and all("g" in row for row in rows) else None

    def _holds(self, graph: str) -> bool:
        return self._open.truth(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")

    def statements(self, graph: str) -> Iterator[Statement]:
        """The statements of one graph, sorted."""
        return iter(sorted(self._read(graph_name(graph))))

    def merged(self) -> Iterator[Statement]:
        """The statements of the merged graph."""
        graph = self.nature.merged_graph
        if graph is not None:
            return self._read(graph)
        return iter({statement for name in self.graphs() for statement in self._read(name)})

    def _read(self, graph: str) -> Iterator[Statement]:
        """The statements of a graph, the default graph where the name is empty."""
        if self.nature.gives_graphs:
            if reply := self._open.graph(graph):
                return self._whole(graph, remote_answers.statements(reply))
            if not self.read_only:
                return iter(())  # who writes has seen that a graph that is there is found
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        reply = self._open.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", TRIPLES)
        return self._whole(graph, remote_answers.statements(reply))

    def _whole(self, graph: str, statements: Iterator[Statement]) -> Iterator[Statement]:
        """The statements of a graph, all of them or an error; Virtuoso gives some of a large graph and says nothing."""
        count = 0
        try:
            for statement in statements:
                count += 1
                yield statement
        except QueryError as error:
            raise StoreError(f"{self.address}: {error}") from error
        if count and count < (all_ := self._count(graph)):
            raise StoreError(
                f"{self.address}: gave {count} of the {all_} statements of a graph: it has changed meanwhile, or the "
                "server cuts answers off; allow larger ones there (in Virtuoso by ResultSetMaxRows)"
            )

    def _count(self, graph: str) -> int:
        return self._open.count(f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o")

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
        """The answer to a query of any form.

        What is no query, and what would reach outside the store, is refused before it is sent. Where the store has
        limits that is found out in a process of its own (:mod:`kg.store.remote_form`), and the time that it takes is
        the query's. A query that takes too long is given up; whether the server goes on with it is the server's affair.
        """
        known = self._form(sparql)
        limits = self.limits or _NO_LIMITS
        try:
            reply = self._open.query(
                self._prologue(sparql) + sparql,
                TRIPLES if known.gives == remote_form.TRIPLES else TABLE,
                MERGED if self.nature.merged is Merged.CHOSEN else "",
                known.graphs,
                seconds=max(0.0, limits.seconds - known.seconds),
                answer_bytes=limits.answer_bytes,
            )
        except OverTimeError:
            raise too_slow(limits) from None
        except TooMuchError as error:
            raise LimitError(str(error)) from None
        except RemoteError as error:
            if error.status in (400, 500):
                raise QueryError(f"the query failed: {error}") from error
            raise
        if known.gives == remote_form.TRIPLES:
            return tuple(sorted(set(capped(remote_answers.statements(reply), limits.rows))))
        found = remote_answers.table(reply, known.variables, limits.rows)
        if isinstance(found, bool) != (known.gives == remote_form.TRUTH):
            gave, was_asked = ("yes or no", "a SELECT") if isinstance(found, bool) else ("a table", "an ASK")
            raise StoreError(f"{self.address}: gave {gave} as the answer to {was_asked}, which no SPARQL server does")
        return found

    def _form(self, sparql: str) -> Form:
        is_chosen = self.nature.merged is Merged.CHOSEN
        if self.limits is None or isinstance(sparql, OwnQuery):
            return form(sparql, self.prefixes, names_graphs=is_chosen)
        return form_apart(sparql, self._base, self.limits, names_graphs=is_chosen)

    def _prologue(self, sparql: str) -> str:
        """The usual prefixes that a query uses and does not declare."""
        declared = set(_DECLARED.findall(sparql))
        used = (p for p in self.prefixes if p not in declared and f"{p}:" in sparql)
        return "".join(f"PREFIX {prefix}: <{self.prefixes[prefix]}> " for prefix in used)

    def __len__(self) -> int:
        merged = self.nature.merged_graph
        return sum(1 for _ in self.merged()) if merged is None else self._count(merged)

    def close(self) -> None:
        """Close all connections."""
        self._end(is_whole=True)

    def _end(self, *, is_whole: bool) -> None:
        services, self._services = self._services, None
        if services is None:
            return
        try:
            if self._marked and is_whole:
                services.update(self._notes.become(replace(self._notes, is_behind=False)))
        finally:
            services.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(is_whole=error is None)
