"""Whether a store holds what it promises: every graph in its shape, every evidence in its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.model import text_digest
from kg.publish.merged import current_graphs
from kg.publish.nodes import Nodes, lexical
from kg.publish.shacl import violations
from kg.rdf import Statement
from kg.rdf.answers import Graphs
from kg.rdf.namespaces import KG, OA, SCHEMA
from kg.rdf.tally import Sum, Union

Texts = Callable[[str], str | None]
"""Gives the kept text with a SHA-256 digest, None where it is missing."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong: in the graph of which article (its source file), at which node (an IRI), and what."""

    article: str
    node: str
    problem: str

    def __str__(self) -> str:
        return f"{self.article}: {self.node}: {self.problem}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and what is wrong, in order."""

    graphs: int
    evidence: int
    faults: tuple[Fault, ...]


def check(store: Graphs, text_of: Texts, on_progress: Callable[[str], None] | None = None) -> CheckReport:
    """Hold each article's graph against the shapes, evidence against the texts, the merged graph against all others.

    Args:
        store: what is checked.
        text_of: where the kept texts are.
        on_progress: hears the name of each graph that has been checked.
    """
    faults: list[Fault] = []
    count = 0
    graphs = [graph for graph in current_graphs(store) if "/article/" in graph]
    for graph in graphs:
        nodes = Nodes(store.statements(graph))
        source = _source(nodes) or graph
        faults += (Fault(source, node, problem) for node, problem in violations(nodes))
        faults += (Fault(source, node, problem) for node, problem in misplaced(nodes, text_of))
        count += len(nodes.of_class(OA.SpecificResource))
        if on_progress:
            on_progress(graph)
    if not is_merged(store):
        faults += unmerged(store)
    return CheckReport(len(graphs), count, tuple(sorted(faults)))


def is_merged(store: Graphs) -> bool:
    """Whether the merged graph is the union of all others, for all that sums can tell, which take little memory."""
    graphs = tuple(store.graphs())
    base = next((graph[: graph.rindex("article/")] for graph in graphs if "article/" in graph), "")
    union, merged = Union(base), Sum()
    for graph in graphs:
        union.add(store.statements(graph))
    merged.add(store.merged())
    return merged == union.sum()


def unmerged(store: Graphs) -> Iterator[Fault]:
    """Where the merged graph is not the union of all others: at most one fault for each direction, with an example."""
    # sums of 8 bytes stand for the statements, which would not fit into memory together
    missing = {hash(statement) for graph in store.graphs() for statement in store.statements(graph)}
    said = set()
    extra: list[Statement] = []
    for statement in store.merged():
        said.add(hash(statement))
        if hash(statement) not in missing:
            extra.append(statement)
    missing -= said
    if missing:
        every = (s for graph in store.graphs() for s in store.statements(graph) if hash(s) in missing)
        yield _unmerged(min(every), f"lacks {len(missing)} statements of the articles' graphs")
    if extra:
        yield _unmerged(min(extra), f"has {len(extra)} statements that no article's graph has")


def _unmerged(example: Statement, problem: str) -> Fault:
    subject, _, rest = example.partition(" ")
    return Fault("merged graph", subject[1:-1], f"the graph that queries read {problem}, such as {rest[:120]}")


def misplaced(nodes: Nodes, text_of: Texts) -> Iterator[tuple[str, str]]:
    """Evidence that is not where it says: pairs of a node's IRI and what is wrong with it."""
    texts: dict[str, str] = {}
    for node in nodes.of_class(SCHEMA.MediaObject):
        digest = _only(nodes, node, SCHEMA.sha256)
        text = text_of(digest) if digest else None
        if text is None:
            yield node[1:-1], f"its text is not kept: texts/{digest}.txt" if digest else "tells of no text"
        elif text_digest(text) != digest:
            yield node[1:-1], f"the kept text is not the one that was read: texts/{digest}.txt"
        else:
            texts[node] = text
    for node in nodes.of_class(OA.SpecificResource):
        for source in nodes.values(node, OA.hasSource):
            if source in texts and (problem := _out_of_place(nodes, node, texts[source])):
                yield node[1:-1], problem


def _out_of_place(nodes: Nodes, node: str, text: str) -> str | None:
    """What is wrong with an evidence's place in its text."""
    found: dict[str, str] = {}
    for selector in nodes.values(node, OA.hasSelector):
        for property_ in (OA.start, OA.end, OA.exact, OA.prefix, OA.suffix):
            if (value := _only(nodes, selector, property_)) is not None:
                found[property_] = value
    try:
        start, end, exact = int(found[OA.start]), int(found[OA.end]), found[OA.exact]
    except (KeyError, ValueError):
        return "has no start, end and words"
    if text[start:end] != exact:
        return f"the text has «{text[start:end][:40]}» at {start}-{end}, the evidence «{exact[:40]}»"
    before, after = found.get(OA.prefix, ""), found.get(OA.suffix, "")
    # compared where they stand: to copy what surrounds each evidence of a long text takes quadratic time
    if not (text.endswith(before, 0, start) and text.startswith(after, min(end, len(text)))):
        return f"what stands around {start}-{end} is not what the evidence says"
    return None


def _only(nodes: Nodes, node: str, property_: str) -> str | None:
    values = nodes.values(node, property_)
    return lexical(values[0]) if values else None


def _source(nodes: Nodes) -> str | None:
    articles = nodes.of_class(SCHEMA.NewsArticle)
    return _only(nodes, articles[0], KG.sourceFile) if articles else None
