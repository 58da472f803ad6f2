"""The rules by which facts are compared, on an invented article and its gold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from kg.errors import ConfigError
from kg.evaluate import ArticleRows, Scores, gold_rows, read_gold, score
from kg.evaluate.strings import Names, alike, same_date, same_title, unit_class

TEXT = (
    "星桥科技完成B轮融资\n星桥科技（下称星桥）今日宣布完成3亿元B轮融资，由澄湖资本领投。"
    "星桥CEO林晓舟表示：“等待最贵。我们要缩短到三十秒以内。”\n2025年星桥营收超过4.2亿元，同比增长68%。"
)
GOLD: dict[str, Any] = {
    "article": "星桥.md",
    "published": "2026-03-11",
    "entities": [
        {"type": "Company", "name": "星桥科技", "aliases": ["星桥"]},
        {"type": "Company", "name": "澄湖资本"},
        {"type": "Person", "name": "林晓舟"},
        {"type": "Place", "name": "宁波", "optional": True},
    ],
    "not_entities": ["B轮", "星桥"],
    "posts": [{"person": "林晓舟", "title": "CEO", "org": "星桥科技"}],
    "relations": [{"type": "investorIn", "subject": "澄湖资本", "object": "星桥科技"}],
    "events": [
        {
            "type": "FundingRound",
            "names": ["B轮融资"],
            "round": "B轮",
            "amount": {"value": 300000000},
            "participants": [{"role": "company", "name": "星桥科技"}, {"role": "leadInvestor", "name": "澄湖资本"}],
            "quote": "宣布完成3亿元B轮融资",
        }
    ],
    "quotes": [{"speaker": "林晓舟", "kind": "direct", "text": "等待最贵。我们要缩短到三十秒以内。"}],
    "figures": [
        {"subject": "星桥科技", "metric": "营收", "value": 420000000, "unit": "元", "comparator": ">", "time": "2025"}
        | {"quote": "2025年星桥营收超过4.2亿元"}
    ],
}


def gold() -> ArticleRows:
    return gold_rows(GOLD)


def found(**changes: Any) -> ArticleRows:
    """What a perfect reader finds, but for the changes; its names are as a graph has them."""
    return replace(gold(), text=TEXT, not_entities=(), published="", **changes)


def scored(**changes: Any) -> Scores:
    return score(gold(), found(**changes), explain=True)


def causes(scores: Scores) -> set[tuple[str, str, str]]:
    return {(f.kind, f.label, f.cause) for f in scores.faults}


def test_what_gold_states_is_all_right():
    scores = scored()
    assert scores.mean == 1.0
    assert not scores.faults
    assert all(share.accuracy == 1.0 for share in scores.shares.values())


def test_nothing_found_is_all_missed():
    scores = score(gold(), ArticleRows("星桥.md"), explain=True)
    assert scores.mean == 0.0
    assert scores.count("arguments").missed == 4
    assert ("entities", "missed", "not found: Person") in causes(scores)


def test_an_optional_row_is_neither_demanded_nor_punished():
    entities = gold().entities
    assert scored(entities=entities[:3]).count("entities") == scored().count("entities")


def test_a_wrong_type_is_told_from_both_sides():
    company, *others = gold().entities
    scores = scored(entities=(replace(company, type="Product"), *others))
    assert causes(scores) == {
        ("entities", "missed", "wrong type: Company taken for Product"),
        ("entities", "wrong", "wrong type: Company taken for Product"),
    }
    assert {f.sentence for f in scores.faults} == {"星桥科技完成B轮融资"}


def test_wrong_bounds_and_what_is_no_entity():
    first, second, person, _ = gold().entities
    taken = (replace(first, names=("星桥科技B",)), second, replace(person, names=("B轮",)))
    assert causes(scored(entities=taken, posts=(), relations=(), events=(), quotes=(), figures=())) >= {
        ("entities", "missed", "wrong bounds: Company"),
        ("entities", "wrong", "wrong bounds: Company"),
        ("entities", "wrong", "one of not_entities"),
        ("entities", "missed", "not found: Person"),
        ("posts", "missed", "person not found"),
        ("relations", "missed", "investorIn: an end was not found"),
        ("figures", "missed", "subject not found as an entity"),
    }


def test_a_second_telling_is_forgiven_once():
    [post] = gold().posts
    twice, thrice = scored(posts=(post, post)), scored(posts=(post, post, post))
    assert twice.count("posts").wrong == 0
    assert thrice.count("posts").wrong == 1
    assert ("posts", "wrong", "told too often") in causes(thrice)
    assert twice.shares["of facts, told once"].wrong == 1
    assert thrice.shares["of facts, told once"].wrong == 2


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"titles": ("副CEO",)}, "title differs"),
        ({"organization": ("澄湖资本",)}, "organisation differs"),
        ({"organization": ("岚岳机器人",)}, "organisation is no entity of gold"),
    ],
)
def test_what_is_wrong_with_a_post(change, cause):
    [post] = gold().posts
    assert ("posts", "wrong", cause) in causes(scored(posts=(replace(post, **change),)))


def test_a_relation_the_other_way_round_is_told_as_such():
    [relation] = gold().relations
    turned = replace(relation, subject=relation.object, object=relation.subject)
    scores = scored(relations=(turned,))
    assert ("relations", "wrong", "investorIn: the other way round") in causes(scores)
    partners = [replace(r, type="partnerOf") for r in (relation, turned)]
    assert score(replace(gold(), relations=(partners[0],)), found(relations=(partners[1],))).mean == 1.0
    assert ("relations", "missed", "investorIn: acquired in its place") in causes(
        scored(relations=(replace(relation, type="acquired"),))
    )


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"subject": ("澄湖资本",)}, "subject differs"),
        ({"metrics": ("人数",), "quotes": ("别的话",)}, "metric differs"),
        ({"value": 430000000.0}, "value differs"),
        ({"value": 430000000.0, "time": "2024"}, "value differs, and time"),
        ({"unit": "%", "unit_class": "%"}, "unit differs"),
    ],
)
def test_what_is_wrong_with_a_figure(change, cause):
    [figure] = gold().figures
    scores = scored(figures=(replace(figure, **change),))
    assert {("figures", "missed", cause), ("figures", "wrong", cause)} <= causes(scores)


def test_what_is_right_but_not_in_everything():
    [figure], [quote], [post] = gold().figures, gold().quotes, gold().posts
    scores = scored(
        figures=(replace(figure, comparator="=", time="", unit="人民币"),),
        quotes=(replace(quote, kind="IndirectQuote"),),
        posts=(replace(post, former=True),),
    )
    assert scores.mean == 1.0
    inexact = {(kind, cause) for kind, label, cause in causes(scores) if label == "inexact"}
    assert inexact == {
        ("figures", "comparator: = for >"),
        ("figures", "time: none was found"),
        ("quotes", "kind"),
        ("posts", "former"),
    }
    assert scores.shares["of figures, unit"].accuracy == 1.0


@pytest.mark.parametrize(
    ("time", "how"),
    [
        ("2024", "another year"),
        ("2025-Q4", "more exact than gold"),
        ("2025-12-31", "more exact than gold"),
        ("", "none was found"),
    ],
)
def test_how_a_time_is_not_that_of_gold(time, how):
    [figure] = gold().figures
    assert ("figures", "inexact", f"time: {how}") in causes(scored(figures=(replace(figure, time=time),)))


def test_an_alias_that_gold_does_not_have_is_no_right_alias():
    first, *others = gold().entities
    own = ("星桥科技", "星桥", "星桥集团")
    scores = scored(entities=(replace(first, own=own), *others))
    assert (scores.shares["of aliases, right"].right, scores.shares["of aliases, right"].wrong) == (1, 1)
    assert ("entities", "inexact", "alias that gold does not have") in causes(scores)


def test_quotations_cut_otherwise_than_gold_are_the_same():
    [quote] = gold().quotes
    pieces = (replace(quote, text="等待最贵。我们要缩短"), replace(quote, text="我们要缩短到三十秒以内。"))
    assert scored(quotes=pieces).count("quotes").right == 1


def test_a_date_of_publication_is_no_fault_where_gold_has_none():
    [event] = gold().events
    assert scored(events=(replace(event, date="2026-03-11"),)).count("arguments").wrong == 0
    assert scored(events=(replace(event, date="2026-03-12"),)).count("arguments").wrong == 1


def test_not_entities_that_gold_has_as_a_name_too_do_not_count():
    assert scored().shares["of not_entities, avoided"].right == 1


def test_names_mean_the_preferred_then_the_most_named():
    names = Names([("星桥科技", "星桥"), ("岚岳机器人", "岚岳")])
    assert names.ids(("星桥", "岚岳")) == {"星桥科技"}
    assert names.ids(("某某", "岚岳", "岚岳机器人", "星桥")) == {"岚岳机器人"}
    assert names.ids(("某某", "岚岳", "星桥")) == frozenset()
    assert names.ids(("某某",)) == {"某某"}


def test_strings_are_alike_as_the_scorer_has_them():
    assert alike("光合创作者大会", "2021光合创作者大会", 0.9)
    assert not alike("会", "大会议程", 0.6)
    assert same_title("首席执行官", ["星桥科技CEO"], ["星桥科技"])
    assert not same_title("总裁", ["副总裁"], [])
    assert [unit_class(u) for u in ("人民币", "个百分点", "X", "US$", "辆", "元/克")] == (
        ["CNY", "%", "倍", "USD", "count", "count"]
    )
    assert not same_date("202", "2026")


def test_files_that_are_no_gold_are_all_named(tmp_path):
    (tmp_path / "a.json").write_text("{", "utf-8")
    (tmp_path / "b.json").write_text('{"article": "b.md", "posts": [{"person": "林晓舟"}]}', "utf-8")
    with pytest.raises(ConfigError, match=r"(?s)a\.json: not a gold annotation.*b\.json.*posts\[0\] has no org"):
        read_gold(tmp_path)
    with pytest.raises(ConfigError, match="none of its 2 gold files has «c» in its name"):
        read_gold(tmp_path, "c")
    with pytest.raises(ConfigError, match="no gold here"):
        read_gold(tmp_path / "absent")


@pytest.mark.parametrize(
    ("kind", "row", "told"),
    [
        ("entities", {"type": "Human", "name": "林晓舟"}, "type «Human» is none of"),
        ("relations", {"type": "founded", "subject": "林晓舟", "object": "星桥"}, "type «founded» is none of"),
        ("events", {"type": "IPO", "participants": [{"role": "lead", "name": "星桥"}]}, "role «lead» is none of"),
        ("quotes", {"speaker": "星桥", "kind": "directly", "text": "好"}, "kind «directly» is none of"),
        (
            "figures",
            {"subject": "星桥", "metric": "营收", "value": "75", "comparator": "=", "quote": "75"},
            "value '75' is not a number",
        ),
        (
            "figures",
            {"subject": "星桥", "metric": "营收", "value": 75, "comparator": ">=", "quote": "75"},
            "comparator «>=» is none of",
        ),
    ],
)
def test_a_word_that_gold_does_not_know_is_told(kind, row, told):
    with pytest.raises(ValueError, match=rf"{kind}\[0\].*{re.escape(told)}"):
        gold_rows({"article": "a.md", kind: [row]})


@pytest.mark.parametrize(
    ("gold", "told"),
    [
        ({"entities": 5}, "entities is no list"),
        ({"entities": [{"type": "Company", "name": None}]}, "name None is no text"),
        ({"entities": [{"type": "Company", "name": "星桥", "aliases": "星"}]}, "aliases '星' is no list of texts"),
    ],
)
def test_what_is_no_text_or_no_list_is_told(gold, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        gold_rows({"article": "a.md", **gold})


def test_two_gold_files_of_one_article_are_told(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text('{"article": "a.md"}', "utf-8")
    with pytest.raises(ConfigError, match=r"b\.json: annotates a\.md, as a\.json does"):
        read_gold(tmp_path)


def test_a_key_that_gold_does_not_know_is_told():
    with pytest.raises(ValueError, match="unknown key «figure»"):
        gold_rows({"article": "a.md", "figure": []})
