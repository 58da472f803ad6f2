from __future__ import annotations

import pytest
from published import Telling, every_kind, store_of

from kg.model import EntityType
from kg.publish.entity import EntityPage, Match, entity_page, find_entities
from kg.publish.load import Selectable


def page_of(store: Selectable, name: str) -> EntityPage:
    """What ``kg show`` prints: the page of the best known entity of a name."""
    first, *others = find_entities(store, name).exact
    return entity_page(store, first, tuple(others))


@pytest.mark.parametrize("name", ["星桥科技", "Starbridge", "ＳＴＡＲＢＲＩＤＧＥ", "星橋科技", "「星桥 科技」"])
def test_an_entity_is_found_by_any_of_its_names_however_spelt(name: str) -> None:
    page = page_of(every_kind(), name)
    assert page.entity.name == "星桥科技"


def test_the_page_has_only_the_facts_about_the_entity_each_with_quote_and_source() -> None:
    page = page_of(every_kind(), "远帆资本")
    assert [(page.names[p.person], p.title) for p in page.posts] == [("周以宁", "星际事务专员")]
    assert sorted(r.type for r in page.relations) == ["investorIn", "produces"]
    assert [e.name for e in page.events] == ["星桥科技B轮融资"]
    assert (page.claims, page.figures) == ((), ())
    (quote,) = page.events[0].evidence
    assert (quote.exact, quote.source.publisher, quote.source.day) == ("完成3亿元B轮融资", "晨报", "2024-03-06")


def test_an_interrupted_quotation_keeps_all_its_evidence_in_the_order_of_the_text() -> None:
    page = page_of(every_kind(), "林晓舟")
    (claim,) = page.claims
    assert [q.exact for q in claim.evidence] == ["星桥手环销量超过120万台，", "我们会继续投入。"]
    assert (claim.attribution, claim.verb, [page.names[a] for a in claim.about]) == (
        "DirectQuote",
        "表示",
        ["星桥手环"],
    )


def test_an_unknown_name_gives_suggestions() -> None:
    assert find_entities(every_kind(), "星桥").exact == ()
    assert [e.name for e in find_entities(every_kind(), "星桥").similar] == ["星桥手环", "星桥科技"]
    assert [e.name for e in find_entities(every_kind(), "远帆资本有限公司").similar] == ["远帆资本"]
    assert find_entities(every_kind(), "  ").similar == ()
    assert find_entities(every_kind(), "查无此人").similar == ()


def test_entities_of_one_name_and_several_types_are_told_apart() -> None:
    told = Telling("星图")
    told.entity("星图")
    told.entity("星图", EntityType.PRODUCT)
    page = page_of(store_of(told.facts()), "星图")
    assert {page.entity.type, *(o.type for o in page.others)} == {"Company", "Product"}


def test_a_hostile_name_finds_nothing_and_breaks_nothing() -> None:
    assert find_entities(every_kind(), '"} DROP ALL #') == Match((), ())
