"""Which graphs a query asks by name: a server that is told what its default graph is wants to be told them too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import QueryError
from kg.store.guard import unescaped


def graphs_asked(sparql: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """The names that stand behind GRAPH in a query, sorted; none where variables stand there.

    Args:
        sparql: the query.
        prefixes: those that it need not declare.

    Raises:
        QueryError: if names and variables do, for Virtuoso finds either, but not both.
    """
    if "GRAPH" not in unescaped(sparql).upper():
        return ()
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.term import URIRef, Variable

    try:
        algebra = prepareQuery(sparql, initNs=dict(prefixes)).algebra
    except Exception as error:  # pyparsing's, rdflib's and Python's own errors
        raise QueryError(f"the graphs that this query asks cannot be told: {' '.join(str(error).split())}") from error
    terms = set(_terms(algebra))
    names = sorted(str(term) for term in terms if isinstance(term, URIRef))
    if names and any(isinstance(term, Variable) for term in terms):
        raise QueryError(
            "this server cannot be asked for one graph and for any graph at once; in place of GRAPH <…> write "
            "GRAPH ?g with FILTER(?g = <…>)"
        )
    return tuple(names)


def _terms(algebra: Any) -> Iterator[Any]:
    """What stands behind GRAPH, wherever in a query."""
    waiting, seen = [algebra], set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if getattr(part, "name", None) in ("Graph", "GraphGraphPattern"):
            yield part["term"]
        if isinstance(part, Mapping):
            waiting.extend(part.values())
        elif isinstance(part, list | tuple | set | frozenset):
            waiting.extend(part)
