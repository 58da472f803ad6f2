"""What the layout sees of a graph: claims, and what hangs on large hubs alone, are petals and take no part in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from kg.publish.page.drawn import ABOUT, AUTHOR

_THROUGH_CLAIM = 0.3
"""How much a claim pulls its speaker towards whom it is about, against a relation of the two."""

Links = dict[int, dict[int, float]]
"""Node → neighbour → weight, both ways, in the order of the numbers."""


_LEAVES = 100
"""Of a node with more neighbours that are linked to nothing else, these are petals."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Nodes by number: how those are linked that are drawn by force, which stand around others, and which alone.

    A node's petals are claims first, then other nodes.
    """

    links: Links
    petals: dict[int, list[int]]
    claims: frozenset[int]
    alone: list[int]


def skeleton(count: int, edges: Sequence[tuple[int, int, str]]) -> Skeleton:
    """The skeleton of a graph of ``count`` nodes; an edge is source, target and kind."""
    host = _hosts(edges)
    links = _links(edges, host)
    petals: dict[int, list[int]] = defaultdict(list)
    for claim, speaker in sorted(host.items()):
        petals[speaker].append(claim)
    for hub, of in list(links.items()):
        leaves = [node for node in of if len(links[node]) == 1 and node not in petals]
        if len(leaves) > _LEAVES:
            petals[hub].extend(leaves)
            links[hub] = {node: weight for node, weight in of.items() if len(links[node]) > 1 or node in petals}
            for leaf in leaves:
                del links[leaf]
    hosted = {node for of in petals.values() for node in of}
    links = {node: of for node, of in links.items() if of}
    return Skeleton(
        links, dict(petals), frozenset(host), [i for i in range(count) if i not in links and i not in hosted]
    )


def _links(edges: Sequence[tuple[int, int, str]], host: dict[int, int]) -> Links:
    pulls: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for a, b, kind in edges:
        if kind == AUTHOR:
            continue
        a, pull = (host[a], _THROUGH_CLAIM) if kind == ABOUT else (a, 1.0)
        if a != b:
            pulls[a][b] += pull
            pulls[b][a] += pull
    # each further edge between the same two pulls less than the one before
    return {a: {b: sqrt(pull) for b, pull in sorted(of.items())} for a, of in sorted(pulls.items())}


def _hosts(edges: Sequence[tuple[int, int, str]]) -> dict[int, int]:
    """Claim → who makes it, or, where nobody is named, the first whom it is about."""
    host = {claim: speaker for speaker, claim, kind in edges if kind == AUTHOR}
    for claim, entity, kind in edges:
        if kind == ABOUT:
            host.setdefault(claim, entity)
    return host


def components(links: Links) -> list[list[int]]:
    """Linked nodes together, the largest first; each breadth first from its best linked node."""
    seen: set[int] = set()
    roots = sorted(links, key=lambda node: (-len(links[node]), node))
    found = [_breadth_first(links, root, seen) for root in roots if root not in seen]
    return sorted(found, key=len, reverse=True)


def _breadth_first(links: Links, root: int, seen: set[int]) -> list[int]:
    """The nodes that can be reached from ``root`` through nodes that are not in ``seen``, the near ones first."""
    seen.add(root)
    queue = [root]
    for node in queue:
        fresh = [n for n in links[node] if n not in seen]
        seen.update(fresh)
        queue.extend(fresh)
    return queue


def in_parts(links: Links, nodes: Sequence[int], largest: int) -> list[list[int]]:
    """Groups of about ``largest`` nodes at most: by their links as far as these tell them apart, else by the way."""
    if len(nodes) <= largest:
        return [list(nodes)]
    found = communities(links, nodes)
    return [
        group[first : first + (largest if len(group) > 2 * largest else len(group))]
        for group in found
        for first in range(0, len(group), largest if len(group) > 2 * largest else len(group))
    ]


def communities(links: Links, nodes: Sequence[int]) -> list[list[int]]:
    """Groups of nodes that are better linked among themselves (Louvain), the largest first; the same each time."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)  # numbers, not strings: Louvain walks over sets, whose order hashing decides
    rank = {node: place for place, node in enumerate(nodes)}
    graph.add_weighted_edges_from((a, b, w) for a in nodes for b, w in links[a].items() if a < b and b in rank)
    found = nx.community.louvain_communities(graph, seed=1)
    return sorted((sorted(c, key=rank.__getitem__) for c in found), key=lambda c: (-len(c), rank[c[0]]))
