"""The history of an article's versions, in a graph of its own.

It tells what was built before, so it has no place among the data graphs, which depend on the articles alone.
"""

from __future__ import annotations

from kg.rdf.graph import Statement
from kg.rdf.namespaces import PROV

_HISTORY = "graph/revisions"


def history_graph(base: str) -> str:
    """The name of the graph that keeps the history."""
    return f"{base}{_HISTORY}"


def is_history(graph: str) -> bool:
    """Whether a graph has this name, whatever the base."""
    return graph.endswith((f"/{_HISTORY}", f"#{_HISTORY}"))


def revision(new: str, old: str) -> Statement:
    """That one version of an article came after another; both by the names of their graphs."""
    return Statement(f"<{new}> {PROV.wasRevisionOf} <{old}> .")


def rebased(statement: Statement, graph: str, base: str) -> Statement:
    """A statement of the history in ``graph`` as it reads under another base."""
    before = graph.removesuffix(_HISTORY)
    return Statement(statement.replace(f"<{before}article/", f"<{base}article/"))
