"""The history of an article's versions, in a graph of its own.

It tells what was built before, so it has no place among the data graphs, which depend on the articles alone.
"""

from __future__ import annotations

from kg.rdf.graph import Statement
from kg.rdf.namespaces import ARTICLE_KINDS, PROV, SHARED_KINDS

_HISTORY = "graph/revisions"
_KINDS = tuple(f"{kind}/" for kind in (*SHARED_KINDS, *ARTICLE_KINDS))


def history_graph(base: str) -> str:
    """The name of the graph that keeps the history."""
    return f"{base}{_HISTORY}"


def is_history(graph: str) -> bool:
    """Whether a graph has this name, whatever the base."""
    return graph.endswith((f"/{_HISTORY}", f"#{_HISTORY}"))


def revision(new: str, old: str) -> Statement:
    """That one version of an article came after another; both by the names of their graphs."""
    return Statement(f"<{new}> {PROV.wasRevisionOf} <{old}> .")


def rebased(statement: Statement, before: str, base: str) -> Statement:
    """A statement as it reads under another base; what literals say stays."""
    subject, predicate, object_ = statement.split(" ", 2)
    return Statement(f"{_rebased(subject, before, base)} {predicate} {_rebased(object_, before, base)}")


def _rebased(term: str, before: str, base: str) -> str:
    path = term.removeprefix(f"<{before}")
    return f"<{base}{path}" if path != term and path.startswith(_KINDS) else term
