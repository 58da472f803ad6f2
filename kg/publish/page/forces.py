"""Linked nodes drawn by force: many small groups at once, each apart from the others.

After Fruchterman and Reingold (1991), with two changes. Springs are linear, so that what hangs on one node fills a disc
around it evenly, and as strong as it takes for two such discs to touch. What is drawn large keeps its neighbours off.

Only additions, multiplications, divisions and square roots of single numbers enter, which every processor rounds alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from kg.publish.page.skeleton import Links

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GAP = 14.0
"""Half of the distance that two linked nodes strive for."""

_GOLDEN = pi * (3 - sqrt(5))
_STEPS, _COLLISIONS = 110, 20
_REACH, _GRAVITY = 8 * GAP, 0.04
_AT_ONCE = 60_000  # pairs of nodes in one batch: what stays in a processor's cache


def drawn_apart(groups: Sequence[Sequence[int]], links: Links, sizes: Sequence[float]) -> list[Floats]:
    """The places of the nodes of each group around its own middle, in the order of the groups.

    Args:
        groups: nodes that are drawn together; the first ones start in the middle.
        links: within the groups; others are ignored.
        sizes: the radius that each node needs.
    """
    result: list[Any] = [None] * len(groups)
    for batch in _batches(groups):
        drawn = _Batch([groups[g] for g in batch], links, sizes).settled()
        for g, at in zip(batch, drawn, strict=True):
            result[g] = at
    return result


def _batches(groups: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Groups of about the same size together, as many as fit into the cache."""
    batch: list[int] = []
    for g in sorted(range(len(groups)), key=lambda g: (-len(groups[g]), g)):
        if batch:
            largest = len(groups[batch[0]])
            if len(groups[g]) < 0.8 * largest - 2 or (len(batch) + 1) * largest**2 > _AT_ONCE:
                yield batch
                batch = []
        batch.append(g)
    if batch:
        yield batch


class _Batch:
    """Groups under way, as arrays of groups × nodes; the smaller groups are filled up with nodes that do not count."""

    def __init__(self, groups: Sequence[Sequence[int]], links: Links, sizes: Sequence[float]) -> None:
        import numpy as np

        self.lengths = [len(group) for group in groups]
        shape = len(groups), max(self.lengths)
        self.there = np.arange(shape[1])[None, :] < np.array(self.lengths)[:, None]
        self.size = np.zeros(shape)
        for g, group in enumerate(groups):
            self.size[g, : len(group)] = [sizes[node] for node in group]
        spiral = [
            (GAP * 1.6 * sqrt(n) * cos(n * _GOLDEN), GAP * 1.6 * sqrt(n) * sin(n * _GOLDEN)) for n in range(shape[1])
        ]
        self.x = np.tile(np.array([x for x, _ in spiral]), (shape[0], 1))
        self.y = np.tile(np.array([y for _, y in spiral]), (shape[0], 1))
        self._springs(groups, links)

    def _springs(self, groups: Sequence[Sequence[int]], links: Links) -> None:
        """The two ends of each spring, as places in the flat arrays, and how strong it is."""
        import numpy as np

        width = self.there.shape[1]
        ends: list[tuple[int, int, float]] = []
        for g, group in enumerate(groups):
            index = {node: g * width + i for i, node in enumerate(group)}
            degree = {node: sum(b in index for b in links[node]) for node in group}
            for a in group:
                for b, weight in links[a].items():
                    if a < b and b in index:
                        da, db = degree[a], degree[b]
                        ends.append((index[a], index[b], weight * da * db / (sqrt(da) + sqrt(db)) ** 2))
        self.source = np.array([a for a, _, _ in ends], dtype=np.intp)
        self.target = np.array([b for _, b, _ in ends], dtype=np.intp)
        self.strength = np.array([strength for _, _, strength in ends])

    def settled(self) -> list[Floats]:
        """The nodes of each group where they come to rest."""
        import numpy as np

        charge = np.where(self.there, 1 + self.size / (4 * GAP), 0.0)
        self._charges = (GAP * GAP) * charge[:, :, None] * charge[:, None, :]
        self._buffers = [np.empty_like(self._charges) for _ in range(4)]
        for step in range(_STEPS):
            self._step(GAP * 6 * (1 - step / _STEPS))
        room = np.where(self.there, self.size, -np.inf)
        self._room = room[:, :, None] + room[:, None, :]
        for _ in range(_COLLISIONS):
            self._collide()
        result = []
        for g, length in enumerate(self.lengths):
            at = np.stack([self.x[g, :length], self.y[g, :length]], axis=1)
            result.append(at - (at.min(axis=0) + at.max(axis=0)) / 2)
        return result

    def _step(self, limit: float) -> None:
        import numpy as np

        fx, fy = self._repulsion()
        fx -= _GRAVITY * self.x
        fy -= _GRAVITY * self.y
        self._pull(fx, self.x)
        self._pull(fy, self.y)
        length = np.sqrt(fx * fx + fy * fy)
        scale = np.minimum(0.5, limit / np.maximum(length, 1e-9))
        self.x += fx * scale
        self.y += fy * scale

    def _repulsion(self) -> tuple[Floats, Floats]:
        """Falls off with the distance, and from ``_REACH`` on with its cube: else the outermost are flung away."""
        import numpy as np

        dx, dy, square, push = self._apart()
        np.multiply(square, square, out=push)
        push *= 1 / _REACH**2
        push += square
        np.divide(self._charges, push, out=push)
        dx *= push
        dy *= push
        return dx.sum(axis=2), dy.sum(axis=2)

    def _pull(self, force: Floats, at: Floats) -> None:
        import numpy as np

        flat = at.reshape(-1)
        pull = (flat[self.target] - flat[self.source]) * self.strength
        into = force.reshape(-1)
        into += np.bincount(self.source, pull, into.size) - np.bincount(self.target, pull, into.size)

    def _apart(self) -> list[Floats]:
        """How far each node is from each other one of its group, no two in one place; and room to reckon in."""
        import numpy as np

        dx, dy, square, other = self._buffers
        np.subtract(self.x[:, :, None], self.x[:, None, :], out=dx)
        np.subtract(self.y[:, :, None], self.y[:, None, :], out=dy)
        np.multiply(dx, dx, out=square)
        np.multiply(dy, dy, out=other)
        square += other
        np.maximum(square, 1.0, out=square)
        return self._buffers

    def _collide(self) -> None:
        """Nodes that overlap give way."""
        import numpy as np

        dx, dy, square, shift = self._apart()
        np.sqrt(square, out=square)
        np.subtract(self._room, square, out=shift)
        np.maximum(shift, 0.0, out=shift)
        shift /= square
        shift *= 0.3
        dx *= shift
        dy *= shift
        self.x += dx.sum(axis=2)
        self.y += dy.sum(axis=2)
