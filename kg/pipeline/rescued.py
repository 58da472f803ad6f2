"""What a repair saves before it makes a damaged store again: what only that store had, by graph.

It lies in ``damaged/`` until the new store has it and readers are shown that. Whoever comes first after a repair that
was killed takes it in: another repair, a build, a removal or a backup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import StoreError
from kg.files import read_own, write_whole
from kg.model import ArticleId, VersionId
from kg.pipeline.kept import RESCUED, KeptArticles
from kg.pipeline.projection import GRAPH, GraphStore
from kg.pipeline.workplace import Workplace
from kg.rdf import Statement
from kg.rdf.revisions import history_graph, rebased


def save(place: Workplace, graphs: Mapping[str, Sequence[Statement]]) -> None:
    """Keep graphs in ``damaged/``, in place of what was saved before.

    Raises:
        StoreError: if they cannot be written.
    """
    write_whole(place.damaged / RESCUED, json.dumps(graphs, ensure_ascii=False).encode("utf-8", "replace"))


def saved(place: Workplace) -> dict[str, list[Statement]] | None:
    """What was saved, by graph; empty if nothing was, None where the file is not what a repair saves."""
    try:
        found = json.loads(read_own(place.damaged / RESCUED))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        return None
    return dict(found) if _are_graphs(found) else None


def _are_graphs(found: Any) -> bool:
    """Whether these are lists of statements by the names of graphs."""
    from kg.store.checked import graph_name, is_statement

    try:
        return all(
            isinstance(lines, list) and all(map(is_statement, lines)) and graph_name(graph)
            for graph, lines in found.items()
        )
    except (AttributeError, TypeError, StoreError):
        return False


def versions(place: Workplace) -> set[VersionId]:
    """The versions of articles that were saved."""
    names = ((GRAPH.fullmatch(graph), graph) for graph in saved(place) or {})
    return {VersionId(graph.removeprefix(found[1])) for found, graph in names if found}


def take_in(kept: KeptArticles, store: GraphStore, base: str) -> None:
    """Put what was saved into a store, where nothing else tells it; under its base, if builds went on with another."""
    if not (graphs := saved(kept.place)):
        return
    articles = {found[2] for found in map(GRAPH.fullmatch, store.graphs()) if found} | kept.going()
    for graph, lines in graphs.items():
        found = GRAPH.fullmatch(graph)
        before = found[1] if found else graph.removesuffix(history_graph(""))
        name = base + graph.removeprefix(before)
        told = [rebased(line, before, base) for line in lines]
        if found is None:
            store.commit({name: sorted({*told, *store.statements(name)})})
        elif found[2] not in articles and not kept.entry(ArticleId(found[2])):
            store.commit({name: told})


def forget(place: Workplace) -> None:
    """Remove what was saved, now that readers are shown it; what no repair saved stays for one to name it."""
    file = place.damaged / RESCUED
    if file.exists() and saved(place) is not None:
        file.unlink()
