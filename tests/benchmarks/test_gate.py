"""Floors are held, and only ever raised."""

from __future__ import annotations

import json

from benchmarks.gate import FLOORS, RUNS, raised, shortfalls

SCORES = {
    "mean": 0.8,
    "posts": {"p": 1.0, "r": 0.6, "f1": 0.75, "right": 6, "missed": 4, "wrong": 0},
    "events": {"p": 0.0, "r": 0.0, "f1": 0.0, "right": 0, "missed": 0, "wrong": 0},
    "of posts, former": {"accuracy": 0.9},
    "of evidence, exact": {"accuracy": 1.0},
}


def test_what_is_below_its_floor_is_said():
    floors = {"mean": 0.8, "posts": 0.76, "of posts, former": 0.95, "events": 0.1, "of figures, time": 0.5}
    assert shortfalls(SCORES, floors, "build") == [
        "build: posts: F1 0.750 is below its floor 0.760",
        "build: of posts, former: 0.900 is below its floor 0.950",
        "build: events: F1 nothing was found to measure, its floor is 0.100",
        "build: of figures, time: nothing was found to measure, its floor is 0.500",
    ]


def test_floors_are_raised_to_what_is_reached_less_the_slack_and_never_lowered():
    before = {"mean": 0.79, "posts": 0.5, "of figures, time": 0.5}
    assert raised(SCORES, before, RUNS["build"]) == {
        "mean": 0.79,
        "posts": 0.73,
        "of posts, former": 0.88,
        "of evidence, exact": 1.0,
        "of figures, time": 0.5,
    }


def test_raised_floors_are_reached():
    assert not shortfalls(SCORES, raised(SCORES, {}, RUNS["build"]), "build")


def test_the_floors_that_are_kept_name_what_is_measured():
    floors = json.loads(FLOORS.read_text("utf-8"))
    for run, names in RUNS.items():
        assert set(floors[run]) <= set(names)
