"""What changes when graphs are replaced: only the difference is written, and the merged graph is kept in step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from kg.rdf import Statement

Contents = Mapping[str, Collection[Statement]]
"""Graphs by name, with all their statements."""


def update(
    before: Contents, after: Contents, said_elsewhere: Callable[[Statement], bool], merged: str | None = ""
) -> str:
    """The SPARQL update that turns some graphs into others, and the merged graph, which holds all graphs as one.

    Args:
        before: the graphs that change, as they are.
        after: the same graphs, as they shall be; a graph that is missing or empty is dropped.
        said_elsewhere: whether a graph that does not change has this statement.
        merged: the name of the merged graph; empty for the default graph, None where none is kept.

    Returns:
        The update; empty if nothing changes.
    """
    steps = []
    gone: set[Statement] = set()
    for graph in sorted({*before, *after}):
        old, new = set(before.get(graph, ())), set(after.get(graph, ()))
        gone |= old - new
        if old and not new:
            steps.append(f"DROP SILENT GRAPH <{graph}>")
        else:
            steps += _data("DELETE", old - new, graph)
        added = new - old
        steps += _data("INSERT", added, graph)
        steps += _data("INSERT", added, merged) if merged is not None else []
    if merged is not None:
        kept = {statement for statements in after.values() for statement in statements}
        steps += _data("DELETE", {s for s in gone - kept if not said_elsewhere(s)}, merged)
    return " ;\n".join(steps)


def _data(verb: str, statements: Iterable[Statement], graph: str) -> list[str]:
    """One step of an update, or none where there is nothing to do; the default graph has an empty name."""
    block = "\n".join(sorted(statements))
    if not block:
        return []
    return [f"{verb} DATA {{ GRAPH <{graph}> {{\n{block}\n}} }}" if graph else f"{verb} DATA {{\n{block}\n}}"]
