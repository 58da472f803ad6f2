"""The store, seen from the kept annotations: one named graph for each kept version of an article."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, runtime_checkable

from kg.model import ArticleId, VersionId
from kg.pipeline.kept import Damage, Kept
from kg.pipeline.report import Refusal
from kg.rdf import Statement, article_graph
from kg.rdf.graph import ArticleGraph
from kg.rdf.namespaces import KG
from kg.rdf.revisions import history_graph, is_history, rebased, revision
from kg.resolve import resolve


class GraphStore(Protocol):
    """What the pipeline needs of a store; :class:`kg.store.protocol.Store` has it."""

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out: all of it or nothing."""
        ...

    def graphs(self) -> Iterable[str]:
        """The IRIs of all named graphs."""
        ...

    def statements(self, graph: str) -> Iterable[Statement]:
        """The statements of one graph; none if there is no such graph."""
        ...


@runtime_checkable
class LoadedStore(Protocol):
    """A store that new graphs can be loaded into, many at once."""

    def load(self, graph: str, statements: Iterable[Statement]) -> None:
        """Put a graph in, now or soon; until then a crash may cost it, or all graphs of a store that was empty."""
        ...

    def begin_anew(self, keep: Mapping[str, Iterable[Statement]]) -> None:
        """Let the store hold these graphs and no others, as if it had been lost."""
        ...


class Projection:
    """Puts the facts of articles into a store.

    Args:
        store: where they go.
        base: what the IRIs of the data begin with.
        settings: a digest of the settings; enters provenance.
    """

    def __init__(self, store: GraphStore, base: str, settings: str) -> None:
        self.store = store
        self.base = base
        self.settings = settings

    def put(self, kept: Kept, instead_of: VersionId | None = None) -> None:
        """Make the store show this version of an article as it is kept, and no longer the other; both or neither.

        Raises:
            ExtractionError: as :meth:`graph`.
        """
        self.show(self.graph(kept), instead_of)

    def graph(self, kept: Kept) -> ArticleGraph:
        """What an article says.

        Raises:
            ExtractionError: if what was found in it does not fit together.
        """
        return article_graph(resolve(kept.article, kept.annotations, kept.extractors), self.base, self.settings)

    def show(self, graph: ArticleGraph, instead_of: VersionId | None = None) -> None:
        """Make the store show a version of an article, and no longer the other; both or neither.

        A crash may cost the store what was new in it: :func:`kg.pipeline.build.settle` puts in what it lacks.
        """
        old = () if instead_of is None or self.base + instead_of == graph.name else (self.base + instead_of,)
        if not old and isinstance(self.store, LoadedStore):
            self.store.load(graph.name, graph.statements)
        else:
            self.store.commit({graph.name: graph.statements}, old)

    def drop(self, versions: Iterable[VersionId]) -> None:
        """Take versions out of the store: all of it or nothing."""
        if gone := sorted(self.base + version for version in versions):
            self.store.commit({}, gone)

    def tell(self, chains: Mapping[ArticleId, Sequence[VersionId]]) -> None:
        """Make the history say how the articles that are kept came to their versions, and nothing of others.

        What it says of these already stays: older builds kept it nowhere else.

        Args:
            chains: the versions of every kept article, the oldest first, the current one last.
        """
        history = history_graph(self.base)
        before = set(self.store.statements(history))
        told = {line for line in before if ArticleId(_article(line, self.base)) in chains}
        for versions in chains.values():
            told |= {revision(self.base + new, self.base + old) for old, new in pairwise(versions)}
        if told != before:
            self.store.commit({history: sorted(told)} if told else {}, () if told else (history,))

    def drop_other_bases(self) -> None:
        """Take out what was projected under another base; what comes before ``article/`` in a graph's name tells it.

        The history goes along under the new base, first and whole: it is kept nowhere else.
        """
        own, history = f"{self.base}article/", history_graph(self.base)
        graphs = tuple(self.store.graphs())
        others = [g for g in graphs if not g.startswith(own) and g != history]
        if others and isinstance(self.store, LoadedStore) and not any(g.startswith(own) for g in graphs):
            told = {rebased(line, g, self.base) for g in graphs if is_history(g) for line in self.store.statements(g)}
            self.store.begin_anew({history: sorted(told)} if told else {})
            return
        for graph in filter(is_history, others):
            told = {rebased(line, graph, self.base) for line in self.store.statements(graph)}
            self.store.commit({history: sorted({*self.store.statements(history), *told})}, (graph,))
        for graph in others:
            self.store.commit({}, (graph,))

    def source_of(self, version: VersionId) -> str:
        """The source that a version was read from, as the store tells it; empty where it does not."""
        from kg.publish.nodes import lexical

        told = (line.partition(f" {KG.sourceFile} ")[2][:-2] for line in self.store.statements(self.base + version))
        return next((lexical(value) for value in told if value), "")

    def refusal(self, damage: Damage, shown: VersionId | None) -> Refusal:
        """That the record of an article is damaged, under the name of its source where the store still tells it."""
        source = self.source_of(shown) if shown else ""
        stays = "what the graph has of it stays until it is read again" if shown else "the graph has lost it"
        what = f"read it again with `kg build {shlex.quote(source)}`" if source else "build its source again"
        return Refusal(source or str(damage.file), f"{damage.reason}; {stays}: {what}")

    def versions(self) -> set[VersionId]:
        """The versions that the store shows."""
        return {
            VersionId(g.removeprefix(self.base)) for g in self.store.graphs() if g.startswith(f"{self.base}article/")
        }


def _article(told: Statement, base: str) -> str:
    """The article that a statement of the history is about."""
    return told.partition("> ")[0].removeprefix(f"<{base}").rpartition("/")[0]
