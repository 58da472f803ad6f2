"""The store, seen from the kept annotations: one named graph for each kept version of an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import pairwise
from typing import Protocol, runtime_checkable

from kg.errors import StoreError
from kg.model import ArticleId, VersionId
from kg.pipeline.kept import Damage, Kept, article_of
from kg.pipeline.report import Refusal
from kg.pipeline.workplace import Workplace
from kg.rdf import Statement, article_graph
from kg.rdf.graph import ArticleGraph
from kg.rdf.namespaces import KG, SCHEMA
from kg.rdf.revisions import history_graph, is_history, rebased, revision
from kg.resolve import resolve

GRAPH = re.compile(r"(.*[/#])(article/[0-9a-f]{16})/[0-9a-f]{16}")
"""The graph of a version: what the base is, what the article."""


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


class PublishedStore(Protocol):
    """A store whose readers are shown what it has at certain moments."""

    def publish(self) -> str:
        """Show readers what the store has now; gives its identity."""
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

    def lost(self) -> AbstractContextManager[GraphStore | None]:
        """What a store had that was lost, while it is made again; None at other times."""
        ...


def base_of(store: GraphStore, otherwise: str) -> str:
    """What the IRIs of a store begin with, or did before it was lost."""
    return base_in(tuple(store.graphs()) or _lost(store), otherwise)


def base_in(graphs: Iterable[str], otherwise: str) -> str:
    """What the names of most graphs of articles begin with; where there is none, that of the history."""
    graphs = tuple(graphs)
    counted = Counter(found[1] for found in map(GRAPH.fullmatch, graphs) if found)
    counted = counted or Counter(graph.removesuffix(history_graph("")) for graph in graphs if is_history(graph))
    return max(counted, key=lambda base: (counted[base], base), default=otherwise)


def _lost(store: GraphStore) -> tuple[str, ...]:
    """The names of the graphs of a store that was lost."""
    if isinstance(store, LoadedStore):
        with store.lost() as old:
            return tuple(old.graphs()) if old else ()
    return ()


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

    def articles(self) -> set[ArticleId]:
        """The articles that the store shows, under whatever base, or did before it was lost."""
        names = map(GRAPH.fullmatch, (*self.store.graphs(), *_lost(self.store)))
        return {ArticleId(found[2]) for found in names if found}

    def drop_other_bases(self, damaged: Collection[ArticleId] = ()) -> None:
        """Take out what was projected under another base; what comes before ``article/`` in a graph's name tells it.

        What is kept nowhere else goes along under the new base, first and whole: the history, and what there is of
        articles whose records are damaged.
        """
        own, history = f"{self.base}article/", history_graph(self.base)
        graphs = tuple(self.store.graphs())
        others = [g for g in graphs if not g.startswith(own) and g != history]
        names = {graph: name for graph in others if (name := self._alone(graph, damaged))}
        if others and isinstance(self.store, LoadedStore) and not any(g.startswith(own) for g in graphs):
            keep: dict[str, set[Statement]] = {}
            for graph, name in {**names, **({history: history} if history in graphs else {})}.items():
                keep.setdefault(name, set()).update(self._moved(self.store, graph, name))
            self.store.begin_anew({name: sorted(told) for name, told in keep.items()})
            return
        shown = {article_of(version) for version in self.versions()}
        for graph, name in sorted(names.items(), key=lambda pair: not is_history(pair[0])):
            if is_history(graph) or ArticleId(_article_in(name, self.base)) not in shown:
                told = self._moved(self.store, graph, name)
                self.store.commit({name: sorted({*self.store.statements(name), *told})}, (graph,))
        for graph in others:
            self.store.commit({}, (graph,))

    def take_back(self, damaged: Collection[ArticleId]) -> set[VersionId]:
        """Put in what a store had that was lost, where no record tells it: the history, and articles with damaged ones.

        Until the store is published, it is still in the last snapshot: a crash before that costs nothing of it.

        Returns:
            The versions of these articles.
        """
        found: set[VersionId] = set()
        if not isinstance(self.store, LoadedStore):
            return found
        with self.store.lost() as old:
            if old is None:
                return found
            shown = {article_of(version) for version in self.versions()}
            for graph in old.graphs():
                name = self._alone(graph, damaged)
                if not name or (not is_history(graph) and ArticleId(_article_in(name, self.base)) in shown):
                    continue
                told: set[Statement] = set()
                with suppress(StoreError):  # what cannot be read is lost
                    told = self._moved(old, graph, name)
                if told:
                    self.store.commit({name: sorted({*self.store.statements(name), *told})})
                if told and not is_history(graph):
                    found.add(VersionId(name.removeprefix(self.base)))
        return found

    def _alone(self, graph: str, damaged: Collection[ArticleId]) -> str:
        """What a graph is to be called that is kept nowhere else; empty for what records tell."""
        if is_history(graph):
            return history_graph(self.base)
        found = GRAPH.fullmatch(graph)
        return self.base + graph.removeprefix(found[1]) if found and ArticleId(found[2]) in damaged else ""

    def _moved(self, store: GraphStore, graph: str, name: str) -> set[Statement]:
        """What a graph says, as it reads under its new name."""
        before = graph.removesuffix(name.removeprefix(self.base))
        return {rebased(line, before, self.base) for line in store.statements(graph)}

    def source_of(self, version: VersionId) -> str:
        """The source that a version was read from, as the store tells it; empty where it does not."""
        from kg.publish.nodes import lexical

        told = (line.partition(f" {KG.sourceFile} ")[2][:-2] for line in self.store.statements(self.base + version))
        return next((lexical(value) for value in told if value), "")

    def address_of(self, version: VersionId) -> str | None:
        """The address of the article that a version is of, as the store tells it."""
        about = f"<{self.base}{article_of(version)}> {SCHEMA.url} <"
        told = (line for line in self.store.statements(self.base + version) if line.startswith(about))
        return next((line.removeprefix(about).removesuffix("> .") for line in told), None)

    def told(self) -> set[VersionId]:
        """The versions that the history tells of."""
        return versions_in(self.store.statements(history_graph(self.base)), self.base)

    def refusal(self, damage: Damage, shown: VersionId | None) -> Refusal:
        """That the record of an article is damaged, under the name of its source where the store still tells it."""
        source = (self.source_of(shown) if shown else "") or damage.source
        stays = "what the graph has of it stays until it is read again" if shown else "the graph has lost it"
        what = f"read it again with {Workplace(damage.file.parent.parent).reading(source)}"
        return Refusal(source or str(damage.file), f"{damage.reason}; {stays}: {what}")

    def versions(self) -> set[VersionId]:
        """The versions that the store shows."""
        return {
            VersionId(g.removeprefix(self.base)) for g in self.store.graphs() if g.startswith(f"{self.base}article/")
        }


def versions_in(history: Iterable[str], base: str) -> set[VersionId]:
    """The versions that the statements of a history are about."""
    names = (term[1:-1] for line in history for term in line.split(" ")[:3:2])
    return {VersionId(name.removeprefix(base)) for name in names if name.startswith(base)}


def lost_versions(told: Iterable[VersionId], kept: Mapping[ArticleId, Collection[VersionId]]) -> list[VersionId]:
    """The versions of kept articles that have no record any more, in order.

    Args:
        told: the versions that a history tells of (:func:`versions_in`).
        kept: the versions of every article that is kept (:func:`kg.pipeline.revisions.chains`).
    """
    return sorted(version for version in told if version not in kept.get(article_of(version), (version,)))


def _article(told: Statement, base: str) -> str:
    """The article that a statement of the history is about."""
    return _article_in(told.partition("> ")[0].removeprefix("<"), base)


def _article_in(graph: str, base: str) -> str:
    """The article whose version has this graph."""
    return graph.removeprefix(base).rpartition("/")[0]
