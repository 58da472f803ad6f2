"""How scores are taken apart, on invented counts."""

from __future__ import annotations

from benchmarks.baselines import entities
from benchmarks.breakdown import by_length, by_source, group_table, intervals
from kg.evaluate import Count, Scores


def scores_of(right: int, missed: int, wrong: int) -> Scores:
    return Scores({"posts": Count(right, missed, wrong)})


ARTICLES = {f"{source}_{n}": scores_of(n % 3 + 1, n % 2, 1) for source in ("晨报", "晚报", "日报") for n in range(7)}
FEW = {f"周刊_{n}": scores_of(0, 3, 1) for n in range(2)}


def test_intervals_hold_the_score_and_are_the_same_every_time():
    all_ = [*ARTICLES.values(), *FEW.values()]
    spread = intervals(all_)
    assert set(spread) == {"posts", "mean"}
    low, high = spread["posts"]
    whole = sum((s.count("posts") for s in all_), Count())
    assert 0 < low < whole.f1 < high < 1
    assert intervals(all_) == spread
    assert spread["mean"] == spread["posts"]


def test_one_article_again_and_again_has_no_spread():
    low, high = intervals([scores_of(3, 1, 1)] * 10)["posts"]
    assert low == high == Count(3, 1, 1).f1


def test_small_sources_are_one_group():
    groups = by_source(ARTICLES | FEW)
    assert list(groups) == ["日报", "晚报", "晨报", "the others"]
    assert groups["the others"] == ["周刊_0", "周刊_1"]


def test_thirds_by_length_leave_nobody_out():
    groups = by_length({str(n): 10 * n for n in range(10)})
    assert [len(names) for names in groups.values()] == [3, 3, 4]
    assert list(groups) == ["0 to 20", "30 to 50", "60 to 90"]
    assert by_length({"a": 5}) == {"5 to 5": ["a"]}


def test_a_group_that_is_much_worse_than_the_whole_is_marked():
    scores = ARTICLES | FEW
    table = group_table("by source", by_source(scores), scores).splitlines()
    marked = [line.split()[0] for line in table if "*" in line]
    assert marked == ["the"]
    assert table[-1].startswith("all")


def test_a_tagger_sees_firms_organisations_and_nothing_short():
    words = [("星桥科技", "ORG"), ("宁波大学", "ORG"), ("林晓舟", "PER"), ("林", "PER"), ("很", "d"), ("林晓舟", "PER")]
    assert [str(e) for e in entities(lambda _: words, "")] == [
        "Organization 宁波大学",
        "Company 星桥科技",
        "Person 林晓舟",
    ]
