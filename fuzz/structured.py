"""Hypothesis over a target: inputs of the usual form, thousands of them, the faults made small."""

from __future__ import annotations

import time
from pathlib import Path

from fuzz.findings import Findings
from fuzz.target import Target, target

_AT_ONCE = 200


def explore(name: str, seconds: float, work: Path, first_seed: int = 0) -> tuple[int, Findings]:
    """Runs for so long; gives back how many inputs were checked, and what was found."""
    chosen, findings = target(name), Findings(work / name / "found")
    count, number, until = 0, first_seed, time.monotonic() + seconds
    while time.monotonic() < until:
        count += _round(chosen, findings, number, until)
        number += 1
    return count, findings


def _round(chosen: Target, findings: Findings, number: int, until: float) -> int:
    from hypothesis import HealthCheck, Phase, given, seed, settings

    done = 0

    @seed(number)
    @settings(
        max_examples=_AT_ONCE,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.target, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(chosen.cases())
    def checked(data: bytes) -> None:
        nonlocal done
        if time.monotonic() < until:
            done += 1
            findings.attempt(chosen, data)

    checked()
    return done
