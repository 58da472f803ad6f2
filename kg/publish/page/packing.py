"""Groups that are drawn already, put beside each other: linked ones near each other, the rest where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ASPECT = 1.25
"""Width by height of what is packed: rather less than of a screen, so that rows fit beside it."""

_GOLDEN = pi * (3 - sqrt(5))
_STEPS = 300


def beside_partners(radii: Sequence[float], pulls: Mapping[tuple[int, int], float], gap: float) -> Floats:
    """The middles of discs, the largest first: those that pull at each other are near, none upon another.

    Args:
        radii: of the discs.
        pulls: how strongly two discs, the lower number first, are linked.
        gap: between discs.
    """
    import numpy as np

    radius = np.array(radii)
    at = np.array([_spiral(n, 0.9 * radii[0]) for n in range(len(radii))]).reshape(-1, 2)
    pairs = sorted(pulls)
    source, target = (np.array([pair[end] for pair in pairs], dtype=np.intp) for end in (0, 1))
    strength = np.minimum(np.array([0.02 * pulls[pair] for pair in pairs]), 0.2)
    drawn = np.bincount(source, strength, len(radii)) + np.bincount(target, strength, len(radii))
    strength /= np.maximum(1.0, 2 * np.maximum(drawn[source], drawn[target]))  # many together must not overshoot
    inertia = 1 / (radius * radius)
    room = radius[:, None] + radius[None, :] + gap
    np.fill_diagonal(room, 0.0)
    for step in range(_STEPS):
        cooling = 1 - step / _STEPS
        apart = at[target] - at[source]
        length = np.sqrt((apart * apart).sum(axis=1))
        reach = np.maximum(length - radius[source] - radius[target], 0.0)
        move = apart * (strength * reach / np.maximum(length, 1.0) * cooling)[:, None]
        share = (inertia[source] / (inertia[source] + inertia[target]))[:, None]
        for axis in (0, 1):
            at[:, axis] += np.bincount(source, (move * share)[:, axis], len(radii))
            at[:, axis] -= np.bincount(target, (move * (1 - share))[:, axis], len(radii))
        if step < _STEPS - 30:
            at *= 1 - 0.02 * np.array([1 / ASPECT, ASPECT])
        for _ in range(4):
            at += _pushed_apart(at, room, inertia)
    return at


def _pushed_apart(at: Floats, room: Floats, inertia: Floats) -> Floats:
    """How far each disc gives way to those that it overlaps; the smaller give way more."""
    import numpy as np

    dx, dy = at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1]
    distance = np.maximum(np.sqrt(dx * dx + dy * dy), 1e-3)
    share = inertia[:, None] / (inertia[:, None] + inertia[None, :])
    overlap = np.maximum(room - distance, 0.0)
    shift = overlap * share * 0.5 / distance
    move = np.stack([(shift * dx).sum(axis=1), (shift * dy).sum(axis=1)], axis=1)
    far = np.sqrt((move * move).sum(axis=1))
    # pushed by many from one side, a disc would be flung away
    bounded = np.minimum(far, overlap.max(axis=1, initial=0.0)) / np.maximum(far, 1e-3)
    move *= bounded[:, None]
    return move


def _spiral(n: int, step: float) -> tuple[float, float]:
    """The ``n``-th of points that fill an ellipse evenly."""
    away = step * sqrt(n)
    return away * cos(n * _GOLDEN) * sqrt(ASPECT), away * sin(n * _GOLDEN) / sqrt(ASPECT)


def into_gaps(discs: Sequence[tuple[float, float, float]], radii: Sequence[float], gap: float) -> Floats:
    """The middles of more discs, the largest first, each as near to (0, 0) as there is room.

    Args:
        discs: those that are there: middle and radius.
        radii: of those that are to be placed.
        gap: between discs.
    """
    import numpy as np

    at = np.array([*((x, y) for x, y, _ in discs), *((0.0, 0.0) for _ in radii)]).reshape(-1, 2)
    radius = np.array([*(r for _, _, r in discs), *radii])
    step = first = 0
    for n in range(len(discs), len(radius)):
        if not step or radius[n] < 0.8 * step:
            step, first = radius[n], 0
        while True:
            some = np.array([_spiral(i, step * 0.7) for i in range(first, first + 64)])
            apart = some[:, None, :] - at[None, :n, :]
            distance = np.sqrt((apart * apart).sum(axis=2))
            free = np.flatnonzero((distance >= radius[:n] + radius[n] + gap).all(axis=1))
            if free.size:
                first += int(free[0])
                at[n] = some[free[0]]
                break
            first += 64
    return at[len(discs) :]


def in_rows(boxes: Sequence[tuple[float, float]], width: float, gap: float) -> list[tuple[float, float]]:
    """The middles of boxes in rows of at most about ``width``, from (0, 0) to the right and down, in their order.

    A row is as high as its highest box.
    """
    at: list[tuple[float, float]] = []
    x = y = height = 0.0
    for wide, high in boxes:
        if x and x + wide > width:
            x, y, height = 0.0, y + height + gap, 0.0
        height = max(height, high)
        at.append((x + wide / 2, y + height / 2))
        x += wide + gap
    return at
