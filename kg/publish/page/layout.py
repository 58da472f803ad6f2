"""Where each node of the page stands: computed before the page opens, and always the same.

Communities of a component are drawn apart and set around each other; smaller components go into the gaps; the smallest
stand in rows below, and under them whatever is linked to nothing. Claims are petals around whoever makes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from kg.publish.page.forces import drawn_apart
from kg.publish.page.packing import beside_partners, in_rows, into_gaps
from kg.publish.page.skeleton import communities, components, in_parts, skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_GOLDEN = pi * (3 - sqrt(5))
_CLAIM, _LEAF = 4.8, 10.0  # the radius of the disc that a petal takes
_ASPECT = 1.7  # width by height of a screen without what the page has around the drawing
_DIVIDED_FROM = 120  # a component of fewer nodes is one community
_AT_ONCE = 450  # of a larger community the parts are drawn apart
_IN_ROWS_BELOW = 9  # components of fewer nodes stand in rows
_COMMUNITY_FROM = 5
_BETWEEN_PARTS, _BETWEEN_COMMUNITIES, _BETWEEN_COMPONENTS, _BETWEEN_ROWS = 4.0, 16.0, 12.0, 8.0


@dataclass(frozen=True, slots=True)
class Layout:
    """A place for each node, in whole units; and the communities, the largest first."""

    places: list[tuple[int, int]]
    communities: list[list[int]]


def layout(count: int, edges: Sequence[tuple[int, int, str]]) -> Layout:
    """Places for ``count`` nodes; an edge is source, target and kind. The middle of all is at about (0, 0).

    The result depends on the order of nodes and edges and on nothing else.
    """
    return _Drawing(count, edges).layout()


class _Drawing:
    def __init__(self, count: int, edges: Sequence[tuple[int, int, str]]) -> None:
        import numpy as np

        bones = skeleton(count, edges)
        self.links, self.petals, self.alone = bones.links, bones.petals, bones.alone
        self.claims = bones.claims
        self.at = np.zeros((count, 2))
        self.own = [5 + min(1.1 * sqrt(len(self.links.get(i, ()))), 12) for i in range(count)]
        self.size = [self._extent(i) for i in range(count)]

    def _extent(self, node: int) -> float:
        petals = self.petals.get(node)
        return sqrt((self.own[node] + 3) ** 2 + sum(map(self._area, petals))) if petals else self.own[node]

    def _area(self, petal: int) -> float:
        """How much of a disc a petal takes, in squares of its radius."""
        return _CLAIM**2 if petal in self.claims else _LEAF**2

    def layout(self) -> Layout:
        every = components(self.links)
        large = [c for c in every if len(c) >= _IN_ROWS_BELOW]
        small = [c for c in every if len(c) < _IN_ROWS_BELOW]
        divided = [communities(self.links, c) if len(c) >= _DIVIDED_FROM else [c] for c in large]
        self._map(divided)
        self._shelf(small)
        self._place_petals()
        if len(self.at):
            self.at -= (self.at.min(axis=0) + self.at.max(axis=0)) / 2
        hosts = [[node] for node in self.alone if node in self.petals]
        groups = [self._with_petals_of(group) for group in (*(g for of in divided for g in of), *small, *hosts)]
        found = sorted((g for g in groups if len(g) >= _COMMUNITY_FROM), key=lambda g: (-len(g), g[0]))
        return Layout([(round(x), round(y)) for x, y in self.at.tolist()], found)

    def _with_petals_of(self, group: Sequence[int]) -> list[int]:
        return [node for host in group for node in (host, *self.petals.get(host, ()))]

    def _map(self, divided: Sequence[Sequence[list[int]]]) -> None:
        """The larger components, each with its communities around each other."""
        parts = [in_parts(self.links, group, _AT_ONCE) for of in divided for group in of]
        self._draw([part for of in parts for part in of])
        for of in parts:
            self._set_around(of, _BETWEEN_PARTS)
        for groups in divided:
            self._set_around(groups, _BETWEEN_COMMUNITIES)
        self._pack(sorted(divided, key=lambda groups: -self._radius(_flat(groups))))

    def _pack(self, divided: Sequence[Sequence[list[int]]]) -> None:
        """Puts components, the largest first, into the gaps between the communities of the first."""
        discs = [self._disc(group) for group in divided[0]] if divided else []
        others = [_flat(groups) for groups in divided[1:]]
        middles = into_gaps(discs, [self._radius(nodes) for nodes in others], _BETWEEN_COMPONENTS)
        for nodes, middle in zip(others, middles, strict=True):
            self.at[nodes] += middle

    def _draw(self, groups: Sequence[Sequence[int]]) -> None:
        for nodes, at in zip(groups, drawn_apart(groups, self.links, self.size), strict=True):
            self.at[nodes] = at

    def _radius(self, nodes: Sequence[int]) -> float:
        return self._disc(nodes)[2]

    def _disc(self, nodes: Sequence[int]) -> tuple[float, float, float]:
        """The middle of some nodes, and how far out nearly all of them are."""
        import numpy as np

        at = self.at[nodes]
        x, y = ((at.min(axis=0) + at.max(axis=0)) / 2).tolist()
        away = np.sort(np.sqrt((at[:, 0] - x) ** 2 + (at[:, 1] - y) ** 2) + np.array([self.size[n] for n in nodes]))
        return x, y, float(away[-1 - len(nodes) // 25])

    def _set_around(self, groups: Sequence[Sequence[int]], gap: float) -> None:
        """Moves groups, each of which stands around (0, 0), to where they are near those that they are linked to."""
        if len(groups) < 2:
            return
        groups = sorted(groups, key=lambda g: (-self._radius(g), g[0]))
        home = {node: g for g, nodes in enumerate(groups) for node in nodes}
        pulls: dict[tuple[int, int], float] = defaultdict(float)
        for node, g in home.items():
            for other, weight in self.links[node].items():
                if home.get(other, -1) > g:
                    pulls[g, home[other]] += weight
        middles = beside_partners([self._radius(g) for g in groups], pulls, gap)
        for g, nodes in enumerate(groups):
            self._turn(nodes, g, home, middles)
            self.at[nodes] += middles[g]
        every = [node for nodes in groups for node in nodes]
        self.at[every] -= (self.at[every].min(axis=0) + self.at[every].max(axis=0)) / 2

    def _turn(self, nodes: Sequence[int], own: int, home: dict[int, int], middles: Floats) -> None:
        """Turns a group so that nodes face the groups that they are linked to."""
        along = across = 0.0
        for node in nodes:
            x, y = self.at[node].tolist()
            for other, weight in self.links[node].items():
                g = home.get(other, own)
                if g != own:
                    dx, dy = (middles[g] - middles[own]).tolist()
                    far = sqrt(dx * dx + dy * dy) or 1.0
                    along += weight * (x * dx + y * dy) / far
                    across += weight * (x * dy - y * dx) / far
        length = sqrt(along * along + across * across)
        if length:
            c, s = along / length, across / length
            x, y = self.at[nodes, 0], self.at[nodes, 1]
            self.at[nodes, 0], self.at[nodes, 1] = c * x - s * y, s * x + c * y

    def _shelf(self, small: Sequence[Sequence[int]]) -> None:
        """Small components and single nodes in rows, the high ones first, under the map or to the right of it."""
        import numpy as np

        on_map = [node for node in self.links if self.at[node].any()]
        self._draw(small)
        things = [*small, *([node] for node in self.alone)]
        boxes = [self._box(nodes) for nodes in things]
        order = sorted(range(len(things)), key=lambda t: (-round(boxes[t][1]), -len(things[t]), t))
        left, top, width = self._room(on_map, [boxes[t] for t in order])
        at = in_rows([boxes[t] for t in order], width, _BETWEEN_ROWS)
        for t, (x, y) in zip(order, at, strict=True):
            own = self.at[things[t]]
            self.at[things[t]] = own - (own.min(axis=0) + own.max(axis=0)) / 2 + np.array([left + x, top + y])

    def _room(self, on_map: Sequence[int], boxes: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
        """Where rows begin, and how wide they may be, so that all of it is seen as large as possible."""
        area = sum((wide + _BETWEEN_ROWS) * (high + _BETWEEN_ROWS) for wide, high in boxes)
        if not on_map:
            return 0.0, 0.0, sqrt(area * _ASPECT)
        left, top = self.at[on_map].min(axis=0).tolist()
        right, bottom = self.at[on_map].max(axis=0).tolist()
        wide, high = right - left, bottom - top
        below = min(_ASPECT / wide, 1 / (high + area / wide))
        beside = min(_ASPECT / (wide + area / high), 1 / high)
        if below >= beside:
            return left, bottom + 4 * _BETWEEN_ROWS, wide
        return right + 4 * _BETWEEN_ROWS, top, area / high

    def _box(self, nodes: Sequence[int]) -> tuple[float, float]:
        size = max(self.size[n] for n in nodes)
        wide, high = (self.at[nodes].max(axis=0) - self.at[nodes].min(axis=0)).tolist()
        return wide + 2 * size, high + 2 * size

    def _place_petals(self) -> None:
        """Petals fill a ring around their node, from the inside."""
        for host, petals in self.petals.items():
            filled = (self.own[host] + 3) ** 2
            for n, petal in enumerate(petals):
                away = sqrt(filled + self._area(petal) / 2)
                filled += self._area(petal)
                self.at[petal] = self.at[host] + [away * cos(n * _GOLDEN), away * sin(n * _GOLDEN)]


def _flat(groups: Sequence[list[int]]) -> list[int]:
    return [node for group in groups for node in group]
