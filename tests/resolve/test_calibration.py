"""Confidence becomes the share that is right, and nothing changes its place."""

from __future__ import annotations

import random

import pytest
from examples_of_facts import facts

from kg.errors import ConfigError
from kg.model import Annotations
from kg.resolve import CALIBRATED, UNCALIBRATED, Calibration, resolve, shipped
from training.calibrate import MOST_KNOTS, SUREST, Finding, cross_validated, fit, reliability

STEPS = [i / 1000 for i in range(1001)]


@pytest.mark.parametrize("kind", CALIBRATED)
def test_the_tables_that_ship_keep_the_order_and_claim_no_certainty(kind):
    stated = [shipped().of(kind, c) for c in STEPS]
    assert stated == sorted(stated)
    assert len(shipped().knots[kind]) <= MOST_KNOTS
    assert 0 <= stated[0] < stated[-1] <= SUREST


def test_facts_are_calibrated_each_by_its_kind():
    table = Calibration({"posts": ((0.0, 0.0), (1.0, 0.5))})
    before, after = facts(), table.applied(facts())
    assert [p.confidence for p in after.posts] == [round(p.confidence / 2, 4) for p in before.posts]
    assert after.relations == before.relations
    assert UNCALIBRATED.applied(before) == before
    assert [p.id for p in after.posts] == [p.id for p in before.posts]


def test_what_nothing_was_found_in_can_be_calibrated():
    assert resolve(facts().article, Annotations()).posts == ()


@pytest.mark.parametrize(
    "line", [((0.0, 0.0), (1.0, 1.1)), ((0.0, 0.5), (0.5, 0.4), (1.0, 0.9)), ((0.2, 0.0), (1.0, 0.9)), ()]
)
def test_a_line_that_does_not_rise_is_refused(line):
    with pytest.raises(ConfigError, match="points that rise"):
        Calibration({"posts": line})


def test_an_unknown_kind_is_refused():
    with pytest.raises(ConfigError, match="«quotes»"):
        Calibration({"quotes": ((0.0, 0.0), (1.0, 0.9))})


def invented(number: int = 2000) -> list[Finding]:
    """Findings of which a share of the square of their confidence is right."""
    chance = random.Random(7)  # noqa: S311 - no secret
    confidences = [round(chance.uniform(0.3, 1.0), 2) for _ in range(number)]
    return [Finding("posts", c, chance.random() < c * c, i % 5) for i, c in enumerate(confidences)]


def test_what_is_fitted_says_the_share_that_is_right():
    line = fit(invented())
    assert list(line.knots) == ["posts"]
    assert all(abs(line.of("posts", c) - c * c) < 0.08 for c in (0.4, 0.6, 0.8, 0.95))
    _, stated = cross_validated(invented())
    raw = [(f.confidence, f.right) for f in invented()]
    assert reliability(stated["posts"]).gap < 0.05 < reliability(raw).gap
    assert reliability(stated["posts"]).brier < reliability(raw).brier


def test_findings_of_one_confidence_and_of_an_order_upside_down_still_rise():
    same = [Finding("events", 0.9, i % 4 > 0, i % 5) for i in range(40)]
    fallen = [Finding("figures", c, right, 0) for c, right in ((0.5, True), (0.9, False)) for _ in range(50)]
    table = fit([*same, *fallen])
    assert 0.7 < table.of("events", 0.9) < 0.8
    assert table.of("figures", 0.5) < table.of("figures", 0.9) < table.of("figures", 1.0)


def test_what_is_as_sure_as_the_first_findings_is_as_often_right():
    table = fit([Finding("posts", c, i % 10 > 0, 0) for i in range(60) for c in (0.6, 0.8)])
    assert abs(table.of("posts", 0.6) - 0.9) < 0.01
    assert table.of("posts", 0.3) < 0.5


def test_a_fact_that_is_certain_by_construction_is_the_surest():
    table = fit([Finding("entities", c, right, 0) for c, right in ((1.0, True), (0.7, False)) for _ in range(40)])
    assert table.of("mentions", 1.0) == max(table.of("mentions", c) for c in STEPS) > 0.75
