"""Tellings of one event become one event; what only looks alike stays apart. All sentences are invented."""

from __future__ import annotations

import pytest
from marked_text import marked

from kg.extract.events import EventExtractor
from kg.model import Event, Modality, Role
from kg.resolve import resolve


def events(source: str) -> list[Event]:
    article, names = marked(source)
    names += EventExtractor()(article, names)
    return list(resolve(article, names).events)


def test_headline_lead_and_body_are_one_event_with_all_they_say() -> None:
    [event] = events(
        "# [C星桥科技]收购[C云杉智能]\n"
        "3月12日，[C星桥科技]宣布收购[C云杉智能]。\n"
        "[C星桥科技]以2亿美元收购[C云杉智能]，交易已获批准。"
    )
    assert event.date is not None
    assert event.date.iso == "2026-03-12"
    assert event.amount is not None
    assert event.amount.currency == "USD"
    assert len(event.evidence) == 3
    assert [r for r, _ in event.participants] == [Role.ACQUIRER, Role.TARGET]


def test_the_most_exact_date_wins() -> None:
    [event] = events("2026年3月，[C星桥科技]收购[C云杉智能]。\n3月12日，[C星桥科技]收购[C云杉智能]。")
    assert event.date is not None
    assert event.date.iso == "2026-03-12"
    assert event.date_written == "3月12日"


def test_the_fullest_name_comes_first() -> None:
    [event] = events("[C星桥科技]“2026星桥生态大会”在[L杭州]举行。\n[P林晓舟]在星桥大会上表示，增长稳定。")
    assert event.names[0] == "2026星桥生态大会"
    assert {r for r, _ in event.participants} == {Role.ORGANIZER, Role.SPEAKER}


def test_who_leads_a_round_is_no_plain_investor_of_it() -> None:
    [event] = events("[C星桥科技]完成A轮融资，由[C海岳资本]领投。\n[C海岳资本]以2亿元入股[C星桥科技]。")
    assert [r for r, _ in event.participants] == [Role.COMPANY, Role.LEAD_INVESTOR]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("[C星桥科技]完成A轮融资。\n[C星桥科技]完成B轮融资。", "rounds differ"),
        ("[C星桥科技]完成A轮融资。\n[C云杉智能]完成A轮融资。", "firms differ"),
        ("3月2日，[C星桥科技]起诉[C云杉智能]。\n3月9日，[C星桥科技]起诉[C云杉智能]。", "days differ"),
        ("[C星桥科技]发布[D启明3]。\n[C星桥科技]发布[D远山]。", "products differ"),
        ("[C星桥科技]收购[C云杉智能]。\n[C星桥科技]收购[C海岳集团]。", "targets differ"),
        ("[C星桥科技]以2亿元收购[C云杉智能]。\n[C星桥科技]以9亿元收购[C云杉智能]。", "sums differ"),
        ("[C星桥科技]“第三届星桥大会”举行。\n[C星桥科技]“第四届星桥大会”举行。", "editions differ"),
        ("[O海州市政府]举行新闻发布会。\n[O云岭市政府]举行新闻发布会。", "hosts differ"),
        ("[C星桥科技]发布2025年三季报。\n[C星桥科技]发布2025年业绩预告，预计年度利润增长。", "periods differ"),
        ("[C星桥科技]与[C云杉智能]达成合作。\n[C星桥科技]与[C海岳集团]达成合作。", "partners differ"),
    ],
)
def test_what_differs_stays_apart(source: str, why: str) -> None:
    assert len(events(source)) == 2, why


def test_an_old_headline_is_not_today_s_news() -> None:
    found = events("# [C星桥科技]完成对[C云杉智能]的收购\n| 2025-06-24 13:43:55\t[C星桥科技]将收购[C云杉智能]")
    assert [(e.modality, e.date.iso if e.date else None) for e in found] == [
        (Modality.HAPPENED, None),
        (Modality.PLANNED, "2025-06-24"),
    ]


def test_a_denied_event_is_not_the_one_that_happened() -> None:
    found = events("[C星桥科技]收购了[C云杉智能]。\n[C星桥科技]收购[C云杉智能]的消息不实。")
    assert [e.modality for e in found] == [Modality.HAPPENED, Modality.DENIED]


def test_a_plan_told_twice_once_without_its_plan_is_still_a_plan() -> None:
    [event] = events("# [C星桥科技]拟收购[C云杉智能]\n[C星桥科技]收购[C云杉智能]，尚待批准。")
    assert event.modality is Modality.PLANNED


def test_amounts_that_are_close_are_one() -> None:
    assert len(events("[C星桥科技]完成近5亿元A轮融资。\n[C星桥科技]完成4.8亿元A轮融资。")) == 1


def test_identifiers_do_not_depend_on_the_order_of_participants() -> None:
    ids = {e.id for _ in range(3) for e in events("[C星桥科技]与[C云杉智能]达成战略合作。")}
    assert len(ids) == 1
