"""One figure told twice (headline and body) is told in the same words, so that it becomes one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from kg.model import Annotations, FigureMention
from kg.text.amount_units import PERCENT

_MOST = 40
"""Tellings of one value that are compared with each other; no article has more, but a hostile text may."""
_FORECAST = re.compile(r"预估|预期|预测|目标")
_EXACT_ENOUGH = 3
"""Digits that make it unlikely that two figures of one subject share a value by chance."""


def united(
    figures: list[FigureMention], so_far: Annotations, line_of: Callable[[int], int], body: int
) -> list[FigureMention]:
    """The figures, each retelling of one in the words of its fullest telling.

    ``line_of`` gives the line of a place in the text, ``body`` is where its body begins, behind the headline.
    """

    def fullness(figure: FigureMention) -> tuple[bool, bool, bool, float, int, int]:
        told_at = figure.amount.start
        whole = bool(figure.quantity.unit), figure.time is not None
        return *whole, told_at >= body, figure.confidence, min(len(figure.metric), 20), -told_at

    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, figure in enumerate(figures):
        groups[_key(figure, so_far)].append(i)
    result = list(figures)
    for places in groups.values():
        for i in places:
            alike = [figures[j] for j in places[:_MOST] if _same(figures[i], figures[j], line_of)]
            best = max(alike, key=fullness, default=figures[i])
            result[i] = replace(
                figures[i],
                metric=best.metric,
                concept=best.concept,
                time=best.time,
                compared_with=best.compared_with,
                quantity=replace(best.quantity, written=figures[i].quantity.written),
            )
    return result


def _key(figure: FigureMention, so_far: Annotations) -> tuple[object, ...]:
    q = figure.quantity
    unit = q.currency or ("%" if q.unit in PERCENT else "")
    return so_far.chain_of(figure.subject).id, q.value, q.value_max, unit


def _same(a: FigureMention, b: FigureMention, line_of: Callable[[int], int]) -> bool:
    """Whether two figures of one subject and value tell the same; one paragraph does not tell it in two ways."""
    if a is b:
        return True
    if bool(_FORECAST.search(a.metric)) != bool(_FORECAST.search(b.metric)):
        return False
    if a.time is not None and b.time is not None and not _compatible(a.time.iso, b.time.iso):
        return False
    first, second = sorted((a.amount, b.amount))
    if not _alike(a.metric, b.metric) and line_of(first.end) == line_of(second.start):
        return False
    digits = len(str(a.quantity.value.normalize()).replace(".", "").lstrip("0").split("E")[0])
    return digits >= _EXACT_ENOUGH or a.quantity.value_max is not None or _alike(a.metric, b.metric)


def _compatible(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def _alike(a: str, b: str) -> bool:
    pairs = [{w[i : i + 2] for i in range(len(w) - 1)} for w in (a, b)]
    return 2 * len(pairs[0] & pairs[1]) >= 0.5 * (len(pairs[0]) + len(pairs[1]))
