"""Scores taken apart: how far they may be trusted, by source, by length."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from kg.evaluate import KINDS, Count, Scores, total

RESAMPLES = 1000
SEED = 20260101
FEWEST = 6
"""So many articles a source has at least that stands alone."""
MUCH = 0.07
"""A group that is more than this below the whole is marked."""
MEAN = "mean"

Interval = tuple[float, float]


def intervals(scores: Sequence[Scores]) -> dict[str, Interval]:
    """For each kind, and their mean, where 95 % of F1 lie if as many articles are drawn from these with repetition."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    counts = {k: [(c.right, 2 * c.right + c.missed + c.wrong) for c in (s.count(k) for s in scores)] for k in KINDS}
    there = {kind: rows for kind, rows in counts.items() if any(whole for _, whole in rows)}
    drawn: dict[str, list[float]] = {name: [] for name in (*there, MEAN)}
    for _ in range(RESAMPLES):
        times = Counter(chance.choices(range(len(scores)), k=len(scores))).items()
        values = []
        for kind, rows in there.items():
            right = sum(n * rows[i][0] for i, n in times)
            whole = sum(n * rows[i][1] for i, n in times)
            values.append(2 * right / whole if whole else 0.0)
            drawn[kind].append(values[-1])
        drawn[MEAN].append(sum(values) / max(1, len(values)))
    return {name: _middle(sorted(values)) for name, values in drawn.items()}


def _middle(values: Sequence[float]) -> Interval:
    """Without the lowest and the highest 2.5 %."""
    outside = round(0.025 * len(values))
    return values[outside], values[-1 - outside]


def by_source(scores: Mapping[str, Scores]) -> dict[str, list[str]]:
    """The articles of each source, which the beginning of a file's name tells; small sources are one group."""
    groups: dict[str, list[str]] = {}
    for name in scores:
        groups.setdefault(name.partition("_")[0], []).append(name)
    large = {source: names for source, names in sorted(groups.items()) if len(names) >= FEWEST}
    rest = [name for source, names in sorted(groups.items()) if len(names) < FEWEST for name in names]
    return {**large, "the others": rest} if rest else large


def by_length(lengths: Mapping[str, int]) -> dict[str, list[str]]:
    """The articles in three groups of one size, the shortest first; lengths are in code points."""
    names = sorted(lengths, key=lambda name: (lengths[name], name))
    thirds = [names[len(names) * i // 3 : len(names) * (i + 1) // 3] for i in range(3)]
    return {f"{lengths[t[0]]} to {lengths[t[-1]]}": t for t in compress(thirds, thirds)}


def group_table(title: str, groups: Mapping[str, Iterable[str]], scores: Mapping[str, Scores]) -> str:
    """F1 of each group, and by how much its mean differs from that of the whole; ``*`` marks what is much lower."""
    whole = total(scores.values())
    lines = [f"{title:20}{'n':>4}" + "".join(f"{k:>11}" for k in (*KINDS, MEAN)) + f"{'difference':>12}"]
    for name, members in {**groups, "all": tuple(scores)}.items():
        of = [scores[m] for m in members]
        part = total(of)
        cells = [_cell(part.count(k), whole.count(k).f1) for k in KINDS]
        mean = f"{part.mean:.3f}{'*' if part.mean < whole.mean - MUCH else ' '}"
        lines.append(
            f"{name:20}{len(of):4}"
            + "".join(f"{c:>11}" for c in (*cells, mean))
            + (f"{part.mean - whole.mean:+12.3f}" if name != "all" else "")
        )
    return "\n".join(lines)


def _cell(part: Count, whole: float) -> str:
    if not part:
        return "- "
    return f"{part.f1:.3f}{'*' if part.f1 < whole - MUCH else ' '}"
