"""What changes when graphs are replaced: only the difference is written, and the merged graph is kept in step."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping

from kg.rdf import Statement

Contents = Mapping[str, Collection[Statement]]
"""Graphs by name, with all their statements."""


def leaving(before: Contents, after: Contents) -> set[Statement]:
    """The statements that graphs have before a change, and none of them has after it."""
    return _all(before) - _all(after)


def update(before: Contents, after: Contents, said: Container[Statement], merged: str | None = "") -> str:
    """The SPARQL update that turns some graphs into others, and the merged graph, which holds all graphs as one.

    Args:
        before: the graphs that change, as they are.
        after: the same graphs, as they shall be; a graph that is missing or empty is dropped.
        said: those of the statements that are :func:`leaving` that a graph has which does not change.
        merged: the name of the merged graph; empty for the default graph, None where none is kept.

    Returns:
        The update; empty if nothing changes.
    """
    # first what leaves: a store may write a literal in another form than it was given, and then both forms are one here
    leave = (s for s in leaving(before, after) if s not in said)
    steps = _data("DELETE", leave, merged) if merged is not None else []
    for graph in sorted({*before, *after}):
        old, new = set(before.get(graph, ())), set(after.get(graph, ()))
        if old and not new:
            steps.append(f"DROP SILENT GRAPH <{graph}>")
        else:
            steps += _data("DELETE", old - new, graph)
        added = new - old
        steps += _data("INSERT", added, graph)
        steps += _data("INSERT", added, merged) if merged is not None else []
    return " ;\n".join(steps)


def _all(graphs: Contents) -> set[Statement]:
    return {statement for statements in graphs.values() for statement in statements}


def _data(verb: str, statements: Iterable[Statement], graph: str) -> list[str]:
    """One step of an update, or none where there is nothing to do; the default graph has an empty name."""
    block = "\n".join(sorted(statements))
    if not block:
        return []
    return [f"{verb} DATA {{ GRAPH <{graph}> {{\n{block}\n}} }}" if graph else f"{verb} DATA {{\n{block}\n}}"]
