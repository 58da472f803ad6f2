"""Where each node of the page stands: computed here once, so that the page opens at once and always the same.

Pure Python on purpose. ``networkx.spring_layout`` needs numpy (and scipy from 500 nodes on), which nothing else here
does, and its result depends on the build of numpy; igraph is GPL. The method: connected components are laid out apart
and packed, the largest in the middle; within a component, communities (Louvain) are laid out apart by force
(Fruchterman and Reingold 1991, with repulsion cut off beyond a radius, so that a step is linear in the nodes), then
set around each other, then settled together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil, cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

SPACING = 54.0
"""The distance that a spring strives for, in the page's units (pixels at zoom 1)."""

_GOLDEN = pi * (3 - sqrt(5))
_COMMUNITIES_FROM = 40  # a component of fewer nodes is drawn well by one run
_ASPECT = 1.5  # width : height of the whole, as screens are
_BRIDGE = 0.06  # an edge between communities pulls this much: it must not tear them apart

Point = complex
Links = dict[int, dict[int, float]]


def positions(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """A place for each node, rounded to whole units; the middle of all is at about (0, 0).

    The result depends on the order of the nodes and edges of the graph and on nothing else.
    """
    names = list(graph)
    links = _links(graph, names)
    components = _components(links, len(names))
    singles = [c[0] for c in components if len(c) == 1]
    drawn = [_component(links, c) for c in components if len(c) > 1]
    placed = _packed(drawn)
    _rows_below(placed, singles)
    return {names[i]: (round(p.real), round(p.imag)) for i, p in sorted(placed.items())}


def _links(graph: nx.MultiDiGraph[str], names: list[str]) -> Links:
    """Undirected neighbours by number; weighted by how many edges join them, with diminishing effect."""
    index = {name: i for i, name in enumerate(names)}
    counted: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for a, b in graph.edges():
        i, j = index[a], index[b]
        if i != j:
            counted[i][j] += 1
            counted[j][i] += 1
    return {i: {j: sqrt(n) for j, n in sorted(of.items())} for i, of in counted.items()}


def _components(links: Links, count: int) -> list[list[int]]:
    """Connected nodes together, the largest component first; each breadth first from its best connected node."""
    seen: set[int] = set()
    components = []
    for root in sorted(range(count), key=lambda i: (-len(links.get(i, ())), i)):
        if root in seen:
            continue
        seen.add(root)
        queue = [root]
        for node in queue:
            fresh = [n for n in links.get(node, ()) if n not in seen]
            seen.update(fresh)
            queue.extend(fresh)
        components.append(queue)
    return sorted(components, key=len, reverse=True)


def _sunflower(n: int, gap: float) -> Point:
    """The ``n``-th of points that fill a disc evenly."""
    radius = gap * sqrt(n)
    return complex(radius * cos(n * _GOLDEN), radius * sin(n * _GOLDEN))


def _component(links: Links, nodes: Sequence[int]) -> dict[int, Point]:
    """The nodes of one component, around its middle."""
    if len(nodes) < _COMMUNITIES_FROM:
        at = _settle({n: _sunflower(i, SPACING * 0.8) for i, n in enumerate(nodes)}, links, 150, SPACING)
        return _centred(at)
    communities = _communities(links, nodes)
    home = {n: c for c, members in enumerate(communities) for n in members}
    drawn = []
    for members in communities:
        inner = {n: {m: w for m, w in links[n].items() if home[m] == home[n]} for n in members}
        drawn.append(
            _centred(_settle({n: _sunflower(i, SPACING * 0.8) for i, n in enumerate(members)}, inner, 120, SPACING))
        )
    middles = _middles(links, home, [_radius(d) for d in drawn])
    at = {n: p + middles[c] for c, d in enumerate(drawn) for n, p in d.items()}
    bridged = {n: {m: w if home[m] == home[n] else w * _BRIDGE for m, w in links[n].items()} for n in nodes}
    return _centred(_settle(at, bridged, 50, SPACING * 0.35))


def _communities(links: Links, nodes: Sequence[int]) -> list[list[int]]:
    """Groups of nodes that are better linked among themselves, each in the order of ``nodes``, the largest first."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)  # numbers, not strings: Louvain walks over sets, whose order hashing decides
    graph.add_weighted_edges_from((n, m, w) for n in nodes for m, w in links[n].items() if n < m)
    found = nx.community.louvain_communities(graph, resolution=1.2, seed=1)
    rank = {n: i for i, n in enumerate(nodes)}
    return sorted((sorted(c, key=rank.__getitem__) for c in found), key=lambda c: (-len(c), rank[c[0]]))


def _middles(links: Links, home: dict[int, int], radii: list[float]) -> list[Point]:
    """Where each community stands: linked ones near each other, none upon another."""
    pull: dict[tuple[int, int], float] = defaultdict(float)
    for n, of in links.items():
        for m, w in of.items():
            if n in home and home[n] < home[m]:
                pull[home[n], home[m]] += w
    at = [_sunflower(i, 1.6 * radii[0]) for i in range(len(radii))]
    for step in range(200):
        cooling = 1 - step / 200
        for (a, b), weight in sorted(pull.items()):
            apart = at[b] - at[a]
            move = apart * min(0.02 * weight, 0.15) * cooling
            at[a] += move * radii[b] / (radii[a] + radii[b])
            at[b] -= move * radii[a] / (radii[a] + radii[b])
        at = [p * (1 - 0.01 * cooling) for p in at]
        _push_apart(at, radii, SPACING * 0.6)
    return at


def _push_apart(at: list[Point], radii: list[float], gap: float) -> None:
    for a in range(len(at)):
        for b in range(a):
            apart = at[a] - at[b] or complex(0.1 * (a + 1), 0.1)
            missing = radii[a] + radii[b] + gap - abs(apart)
            if missing > 0:
                shift = apart / abs(apart) * missing
                share = radii[b] / (radii[a] + radii[b])
                at[a] += shift * share
                at[b] -= shift * (1 - share)


def _settle(at: dict[int, Point], links: Links, steps: int, heat: float) -> dict[int, Point]:
    """Springs along the links, repulsion between near nodes; ``heat`` bounds the first step and falls to zero."""
    reach = SPACING * 3
    for step in range(steps):
        limit = heat * (1 - step / steps)
        force = _repulsion(at, reach)
        for n, p in at.items():
            for m, weight in links.get(n, {}).items():
                if n < m and m in at:
                    apart = at[m] - p
                    pull = apart * (abs(apart) / SPACING * weight)
                    force[n] += pull
                    force[m] -= pull
        at = {n: p + _bounded(force[n] - p * 0.02, limit) for n, p in at.items()}
    return at


def _bounded(move: Point, limit: float) -> Point:
    size = abs(move)
    return move if size <= limit else move / size * limit


def _repulsion(at: dict[int, Point], reach: float) -> dict[int, Point]:
    """The push that each node gets from those within ``reach``, found by cells of that size."""
    cells: dict[tuple[int, int], list[tuple[int, Point]]] = defaultdict(list)
    for n, p in at.items():
        cells[int(p.real // reach), int(p.imag // reach)].append((n, p))
    force = dict.fromkeys(at, 0j)
    for (x, y), inside in cells.items():
        for k, (n, p) in enumerate(inside):
            for m, q in inside[:k]:
                _push(force, n, p, m, q, reach)
        for beside in ((x + 1, y - 1), (x + 1, y), (x + 1, y + 1), (x, y + 1)):
            for n, p in inside if beside in cells else ():
                for m, q in cells[beside]:
                    _push(force, n, p, m, q, reach)
    return force


def _push(force: dict[int, Point], n: int, p: Point, m: int, q: Point, reach: float) -> None:
    apart = p - q
    square = apart.real * apart.real + apart.imag * apart.imag
    if square > reach * reach:
        return
    if square < 1:
        apart, square = complex(1 + n % 7, 1 + m % 5), 1.0  # two in one place part in some direction, always the same
    push = apart * (SPACING * SPACING / square)
    force[n] += push
    force[m] -= push


def _centred(at: dict[int, Point]) -> dict[int, Point]:
    middle = sum(at.values()) / len(at)
    return {n: p - middle for n, p in at.items()}


def _radius(at: dict[int, Point]) -> float:
    return max(abs(p) for p in at.values()) + SPACING * 0.5


def _packed(drawn: Iterable[dict[int, Point]]) -> dict[int, Point]:
    """Components side by side: each, the largest first, as near to the middle as there is room."""
    discs: list[tuple[Point, float]] = []
    placed: dict[int, Point] = {}
    start, last = 0.0, 0.0
    for at in drawn:
        radius = _radius(at)
        start = start if radius >= last * 0.8 else start * 0.5
        middle, start = _free_place(discs, radius, start, len(discs) * _GOLDEN)
        last = radius
        discs.append((middle, radius))
        placed.update((n, p + middle) for n, p in at.items())
    return placed


def _free_place(discs: list[tuple[Point, float]], radius: float, away: float, angle: float) -> tuple[Point, float]:
    """The first place on an elliptic spiral where a disc of ``radius`` touches none, and how far out that is."""
    while True:
        middle = complex(away * cos(angle) * sqrt(_ASPECT), away * sin(angle) / sqrt(_ASPECT))
        if all(hypot((middle - p).real, (middle - p).imag) >= radius + r for p, r in discs):
            return middle, away
        turn = min(0.5, radius / (2 * away + 1))
        angle += turn
        away += radius * turn / pi


def _rows_below(placed: dict[int, Point], singles: Sequence[int]) -> None:
    """Nodes without an edge stand in rows under everything else."""
    if not singles:
        return
    gap_x, gap_y = SPACING * 1.6, SPACING * 0.8
    points = list(placed.values()) or [0j]
    left, right = min(p.real for p in points), max(p.real for p in points)
    bottom = max(p.imag for p in points) + (SPACING * 1.5 if placed else 0)
    columns = max(ceil((right - left) / gap_x), ceil(sqrt(len(singles) * _ASPECT * gap_y / gap_x)), 1)
    middle = (left + right) / 2
    for i, node in enumerate(singles):
        row, column = divmod(i, columns)
        in_row = min(columns, len(singles) - row * columns)
        placed[node] = complex(middle + (column - (in_row - 1) / 2) * gap_x, bottom + row * gap_y)
