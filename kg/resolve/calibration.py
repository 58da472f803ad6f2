"""From the confidence that an extractor gives, which only orders its findings, to the share of such that are right.

The tables are fitted to held-out findings on annotated articles (``training/calibrate.py``): a rising line for each
kind of fact, so that the order of an extractor's findings stays as it is.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from kg.errors import ConfigError
from kg.model import ArticleFacts, content_id

CALIBRATED = ("mentions", "posts", "relations", "events", "claims", "figures")
"""The kinds of fact that have a confidence, as :class:`~kg.model.ArticleFacts` names them."""

Knots = tuple[tuple[float, float], ...]
"""Points of a line: (confidence as the extractor gives it, share that is right), both rising."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising line for each kind of fact; a kind without one keeps its confidence.

    Raises:
        ConfigError: if a line does not rise from 0 to 1, or a kind is unknown.

    >>> line = Calibration({"posts": ((0.0, 0.0), (0.8, 0.6), (1.0, 0.9))})
    >>> line.of("posts", 0.9), line.of("posts", 0.4), line.of("events", 0.4)
    (0.75, 0.3, 0.4)
    """

    knots: Mapping[str, Knots] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, line in self.knots.items():
            rises = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(line))
            inside = bool(line) and line[0][0] == 0 and line[-1][0] == 1 and line[0][1] >= 0 and line[-1][1] <= 1
            if kind not in CALIBRATED or not (rises and inside):
                raise ConfigError(f"calibration of «{kind}»: expected points that rise, from (0, …) to (1, …): {line}")

    @property
    def digest(self) -> str:
        """What confidence depends on, as 16 hex digits."""
        return content_id("calibration", json.dumps(self.as_json(), sort_keys=True)).partition("/")[2]

    def of(self, kind: str, confidence: float) -> float:
        """The share of findings of this kind and confidence that are right."""
        line = self.knots.get(kind)
        if not line:
            return confidence
        at = min(max(1, bisect_right(line, (confidence, 2.0))), len(line) - 1)
        (x0, y0), (x1, y1) = line[at - 1], line[at]
        return round(y0 + (y1 - y0) * (confidence - x0) / (x1 - x0), 4)

    def applied(self, facts: ArticleFacts) -> ArticleFacts:
        """The facts with calibrated confidences."""
        changed: dict[str, Any] = {
            kind: tuple(replace(x, confidence=self.of(kind, x.confidence)) for x in getattr(facts, kind))
            for kind in self.knots
        }
        return replace(facts, **changed)

    def as_json(self) -> dict[str, list[list[float]]]:
        """The points of each kind."""
        return {kind: [list(point) for point in line] for kind, line in sorted(self.knots.items())}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Calibration:
        """The reverse of :meth:`as_json`."""
        return cls({kind: tuple((float(x), float(y)) for x, y in line) for kind, line in value.items()})


UNCALIBRATED = Calibration()
"""Leaves every confidence as the extractor gives it."""


@cache
def shipped() -> Calibration:
    """The tables that ship with kg."""
    return Calibration.from_json(json.loads(files("kg.resolve").joinpath("data", "confidence.json").read_text("utf-8")))
