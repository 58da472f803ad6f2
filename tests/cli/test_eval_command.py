"""``kg eval``: the table, the numbers, the faults, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOLD = Path(__file__).resolve().parent.parent.parent / "docs" / "gold"


def test_the_table_has_every_kind_and_the_mean(kg, built):
    lines = kg("eval", GOLD, "-o", built).stdout.splitlines()
    assert lines[0].split() == ["P", "R", "F1", "right", "missed", "wrong"]
    assert {"entities", "posts", "relations", "events", "arguments", "quotes", "figures"} <= {
        line.split()[0] for line in lines[1:]
    }
    assert lines[-1].startswith("mean F1 of the seven kinds")


def test_numbers_for_programs(kg, built):
    numbers = json.loads(kg("eval", GOLD, "-o", built, "--json").stdout)
    assert numbers["of evidence, exact"] == {"accuracy": 1.0}
    assert numbers["entities"].keys() == {"p", "r", "f1", "right", "missed", "wrong"}


def test_faults_for_people_and_for_programs(kg, built):
    rows = [json.loads(line) for line in kg("eval", GOLD, "-o", built, "--errors", "--json").stdout.splitlines()]
    assert all(row["label"] in ("missed", "wrong", "inexact") and row["cause"] for row in rows)
    told = kg("eval", GOLD, "-o", built, "--errors").stdout
    assert all(row["row"] in told and row["sentence"] in told for row in rows)
    few = kg("eval", GOLD, "-o", built, "--errors", "1", "--kind", "entities").stdout
    assert "posts" not in few


def test_only_some_articles(kg, built):
    all_, one = (
        json.loads(kg("eval", GOLD, "-o", built, "--json", *only).stdout) for only in ((), ("--only", "hangzhou"))
    )
    assert one["posts"]["right"] < all_["posts"]["right"]


def test_gold_that_the_graph_does_not_have(kg, built, tmp_path):
    for name, article in (("a", "absent.md"), ("b", "hangzhou-forum.md")):
        (tmp_path / f"{name}.json").write_text(json.dumps({"article": article}), "utf-8")
    assert "1 article of gold, first absent.md" in kg("eval", tmp_path, "-o", built, code=1).stderr
    said = kg("eval", tmp_path / "a.json", "-o", built, code=2).stderr
    assert "none of the 1 articles of gold is in this graph" in said
    assert "kg build" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--errors", GOLD], "write GOLD before --errors"), ([GOLD / "absent"], "no gold here")],
)
def test_what_cannot_be_done_is_said(kg, built, arguments, said):
    assert said in kg("eval", *arguments, "-o", built, code=2).stderr
