"""Changes in a remote store that takes them in pieces only.

Some servers make updates step by step, and take but a few thousand statements at once (Virtuoso). There a graph is
written whole through the Graph Store Protocol where that is offered, else in small updates; who is cut off between two
of them leaves the merged graph out of step, so it is noted before the first and made anew by whoever comes next.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Set
from itertools import islice
from typing import TypeVar

from kg.rdf import Statement
from kg.store.change import Contents, leaving
from kg.store.remote_nature import Nature
from kg.store.remote_services import Services

Line = TypeVar("Line", bound=str)

AT_ONCE = 500
"""How many statements an update has at most; Virtuoso 7.2.5 gives up at some 5,000."""


def change_in_pieces(
    services: Services, nature: Nature, before: Contents, after: Contents, said: Container[Statement]
) -> None:
    """Turn some graphs into others, and keep the merged graph in step; as :func:`kg.store.change.update`."""
    merged = nature.merged_graph
    if merged is not None:
        pieces(services, "DELETE", {s for s in leaving(before, after) if s not in said}, merged)
    for graph in sorted({*before, *after}):
        old, new = set(before.get(graph, ())), set(after.get(graph, ()))
        if new and new != old:
            write(services, nature, graph, new, old)
        if new and merged is not None:
            write(services, nature, merged, new - old)
    for graph in sorted(g for g in before if before[g] and not after.get(g)):
        services.update(f"DROP SILENT GRAPH <{graph}>")


def write(
    services: Services, nature: Nature, graph: str, new: Set[Statement], old: Set[Statement] | None = None
) -> None:
    """Make a graph that has been ``old`` hold ``new`` instead; or, without ``old``, also."""
    if not new:
        return
    if nature.gives_graphs:
        services.put(graph, new, in_place=old is not None)
        return
    pieces(services, "DELETE", (old or set()) - new, graph)
    pieces(services, "INSERT", new - (old or set()), graph)


def pieces(services: Services, verb: str, statements: Collection[Statement], graph: str) -> None:
    """Insert or delete statements of a graph, a few at a time."""
    for lines in batches(sorted(statements), AT_ONCE):
        block = "\n".join(lines)
        services.update(
            f"{verb} DATA {{ GRAPH <{graph}> {{\n{block}\n}} }}" if graph else f"{verb} DATA {{\n{block}\n}}"
        )


def batches(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """Lines, so many at a time."""
    rest = iter(lines)
    while some := list(islice(rest, size)):
        yield some
