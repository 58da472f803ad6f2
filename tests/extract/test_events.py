"""Events, on invented sentences: what each form says, and near misses that say nothing."""

from __future__ import annotations

import pytest
from marked_text import marked, roles

from kg.extract.events import EventExtractor
from kg.model import EventMention, EventType, Modality


def told(source: str) -> list[EventMention]:
    article, names = marked(source)
    return list(EventExtractor()(article, names).events)


def one(source: str) -> tuple[EventMention, set[str]]:
    article, names = marked(source)
    [event] = EventExtractor()(article, names).events
    return event, roles(event, names)


FORMS = [
    ("[C星桥科技]收购了[C云杉智能]。", "Acquisition", {"acquirer 星桥科技", "target 云杉智能"}),
    ("[C云杉智能]被[C星桥科技]收购。", "Acquisition", {"acquirer 星桥科技", "target 云杉智能"}),
    (
        "[C星桥科技]宣布完成对[L杭州]芯片公司[C云杉智能]的收购。",
        "Acquisition",
        {"acquirer 星桥科技", "target 云杉智能"},
    ),
    (
        "[C星桥科技]将[C云杉智能]出售给[C海岳集团]。",
        "Acquisition",
        {"company 星桥科技", "target 云杉智能", "acquirer 海岳集团"},
    ),
    ("[C星桥科技]完成数千万元A轮融资。", "FundingRound", {"company 星桥科技"}),
    ("[C海岳资本]以2亿元入股[C星桥科技]。", "FundingRound", {"investor 海岳资本", "company 星桥科技"}),
    ("[C星桥科技]引入[C海岳资本]的战略投资。", "FundingRound", {"investor 海岳资本", "company 星桥科技"}),
    ("[C星桥科技]取得[C云杉智能]20%股权。", "FundingRound", {"investor 星桥科技", "company 云杉智能"}),
    ("[C星桥科技]向港交所递交招股书。", "IPO", {"company 星桥科技"}),
    ("[C星桥科技]在[O深交所]创业板上市。", "IPO", {"company 星桥科技"}),
    ("[C星桥科技]与[C云杉智能]达成战略合作。", "Partnership", {"partner 星桥科技", "partner 云杉智能"}),
    ("[L德国]车企[C星桥科技]表示，将与[C云杉智能]合作。", "Partnership", {"partner 星桥科技", "partner 云杉智能"}),
    ("[C星桥科技]任命[P林晓舟]为首席执行官。", "PersonnelChange", {"company 星桥科技", "person 林晓舟"}),
    ("[C星桥科技]副总裁[P林晓舟]离职。", "PersonnelChange", {"company 星桥科技", "person 林晓舟"}),
    ("[P林晓舟]将接替高远出任[C星桥科技]总裁。", "PersonnelChange", {"company 星桥科技", "person 林晓舟"}),
    ("[P林晓舟]加盟[C星桥科技]，负责研发。", "PersonnelChange", {"company 星桥科技", "person 林晓舟"}),
    ("[C星桥科技]发布2025年业绩预告。", "FinancialReport", {"company 星桥科技"}),
    ("[C星桥科技]公告，预计2025年净利润同比增长20%。", "FinancialReport", {"company 星桥科技"}),
    ("[C星桥科技]宣布裁员500人。", "Layoff", {"company 星桥科技"}),
    ("[C星桥科技]被[O海州市监局]立案调查。", "LegalAction", {"defendant 星桥科技", "regulator 海州市监局"}),
    ("[C星桥科技]起诉[C云杉智能]。", "LegalAction", {"plaintiff 星桥科技", "defendant 云杉智能"}),
    ("[P林晓舟]涉嫌违纪被查。", "LegalAction", {"defendant 林晓舟"}),
    ("[O海州法院]判决[C星桥科技]赔偿。", "LegalAction", {"regulator 海州法院", "defendant 星桥科技"}),
    ("[C星桥科技]启动招股。", "IPO", {"company 星桥科技"}),
    ("[C星桥科技]成立于2016年。", "Founding", {"company 星桥科技"}),
    ("[P林晓舟]创办了[C星桥科技]。", "Founding", {"person 林晓舟", "company 星桥科技"}),
    ("[C星桥科技]正式推出了[D启明大模型]。", "ProductLaunch", {"company 星桥科技", "product 启明大模型"}),
    ("[C星桥科技]旗下[D启明大模型]正式上线。", "ProductLaunch", {"company 星桥科技", "product 启明大模型"}),
    ("对于[C星桥科技]来说，也不可避免推出了[D启明]。", "ProductLaunch", {"company 星桥科技", "product 启明"}),
]


@pytest.mark.parametrize(("source", "type_", "who"), FORMS, ids=[f[0] for f in FORMS])
def test_a_form_states_its_event(source: str, type_: str, who: set[str]) -> None:
    event, found = one(source)
    assert (event.type.value, found) == (type_, who)


NEAR_MISSES = [
    "[C星桥科技]没有收购[C云杉智能]。",
    "[C星桥科技]是否会收购[C云杉智能]？",
    "如果[C星桥科技]收购[C云杉智能]，结果会怎样。",
    "[C星桥科技]否认收购过[C云杉智能]的计划未能推进。",
    "[C星桥科技]控股股东收购了一批股票。",
    "[C星桥科技]收购[C云杉智能]旗下三家工厂。",
    "从两家公司[C星桥科技]手中收购[C云杉智能]。",
    "[C星桥科技]在发布会上谈到了[D启明]。",
    "[C星桥科技]发布《[D关于调整费用的公告]》。",
    "[C星桥科技]官宣停产[D启明]。",
    "[C星桥科技]获得过桥融资来维持运营。",
    "[P林晓舟]认为智能将成为未来的语言。",
    "[C星桥科技]和[C云杉智能]都在[L杭州]。",
    "智谷将限量发售[D启明]。",
    "即便[P林晓舟]出任主席，方向也不会改变。",
    "[P林晓舟]在股东大会上提到了这件事。",
    "[P林晓舟]对[L海州]和[C星桥]事业的长期投入。",
    "[C星桥]在产权交易所挂牌转让一批股权。",
    "[D启明3]是划时代级别的发布。",
    "海岳证券分析师预测，尽管成本上涨，[C海岳证券]分析师认为，将推出[D启明3]。",
    "[C星桥]这次收购既能提升[C星桥]的产品，也能省钱。",
    "那个「[C星桥]收购[C云杉]」的愿望落空了。",
    "[C星桥]与[C云杉]合作的谈判破裂，双方分手。",
    "[P林晓舟]邀请[L海州]加入[O和平委员会]。",
    "[C星桥]的申请符合上市条件。",
]


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_states_nothing(source: str) -> None:
    assert told(source) == []


def test_the_date_of_the_clause_counts() -> None:
    event, _ = one("[C星桥科技]昨日宣布，2026年2月3日，[C星桥科技]收购了[C云杉智能]。")
    assert event.date is not None
    assert event.date.iso == "2026-02-03"


def test_an_event_that_the_text_does_not_date_has_no_date() -> None:
    event, _ = one("[C星桥科技]收购了[C云杉智能]。")
    assert event.date is None


def test_the_year_reported_on_is_no_date_of_the_report() -> None:
    event, _ = one("[C星桥科技]发布2025年业绩预告。")
    assert event.date is None


def test_round_and_sum_are_read_beside_the_trigger() -> None:
    event, _ = one("[C星桥科技]完成2.5亿美元B轮融资，估值达30亿美元。")
    assert event.round == "B轮"
    assert event.amount is not None
    assert (event.amount.value, event.amount.currency) == (250000000, "USD")
    assert event.amount_written is not None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("机器人公司“[C星桥科技]”今日宣布完成3亿元B轮融资。", "“星桥科技”今日宣布完成3亿元B轮融资"),
        ("[C星桥科技]发布“[D启明3]”。", "星桥科技发布“启明3”"),
        ("[C星桥科技]发布了《[D启明3]》手游。", "星桥科技发布了《启明3》"),
        ("林晓舟说：“[C星桥科技]收购了[C云杉智能]。”", "星桥科技收购了云杉智能"),
    ],
)
def test_a_quotation_mark_in_a_name_has_its_partner(source: str, name: str) -> None:
    [event] = told(source)
    assert event.names == (name,)


def test_a_long_name_is_cut_at_a_clause() -> None:
    long = "星桥科技（中国）人工智能与机器人系统集成技术有限公司"
    [event] = told(f"[C{long}]宣布，以2亿美元收购[C云杉智能]。")
    assert event.names == ("以2亿美元收购云杉智能",)
    [event] = told(f"[C{long}]与[C云杉智能（苏州）信息技术有限公司]达成战略合作。")
    assert event.names == (f"{long}与云杉智能（苏州）…",)


def test_what_goes_on_at_a_meeting_is_dated_by_it() -> None:
    found = told("3月12日，[C星桥科技]召开生态大会。会上，[C星桥科技]发布了[D启明3]。")
    assert [e.date.iso if e.date else None for e in found if e.type is EventType.PRODUCT_LAUNCH] == ["2026-03-12"]


def test_a_product_s_maker_is_found_where_it_stands_beside_it() -> None:
    article, names = marked("[C星桥科技][D启明3]很受期待。[D启明3]今日开启预售。")
    [event] = EventExtractor()(article, names).events
    assert roles(event, names) == {"company 星桥科技", "product 启明3"}


def test_a_vague_sum_is_no_sum() -> None:
    event, _ = one("[C星桥科技]完成数亿元B轮融资。")
    assert event.amount is None


def test_investors_are_read_in_the_next_paragraph() -> None:
    _, who = one(
        "# [C星桥科技]完成A轮融资\n本轮融资由[C海岳资本]领投，[C松间创投]、[C云岭基金]跟投，老股东[C长川资本]继续加码。"
    )
    assert who == {
        "company 星桥科技",
        "leadInvestor 海岳资本",
        "investor 松间创投",
        "investor 云岭基金",
        "investor 长川资本",
    }


def test_investors_are_not_taken_from_another_item_of_a_digest() -> None:
    events = told("## 星桥\n[C星桥科技]完成A轮融资。\n## 云杉\n本轮融资由[C海岳资本]领投。")
    assert [len(e.arguments) for e in events] == [1]


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("[C星桥科技]拟收购[C云杉智能]。", Modality.PLANNED),
        ("消息称[C星桥科技]收购了[C云杉智能]。", Modality.RUMOURED),
        ("[C星桥科技]可能裁员3万人。", Modality.RUMOURED),
        ("[C星桥科技]收购了[C云杉智能]。", Modality.HAPPENED),
        ("[C星桥科技]公告，预计2025年净利润增长20%。", Modality.HAPPENED),
    ],
)
def test_how_sure_an_event_is(source: str, how: Modality) -> None:
    event, _ = one(source)
    assert event.modality is how


def test_a_rumour_that_is_denied_is_denied() -> None:
    event, _ = one("[C星桥科技]完成A轮融资的消息不实。")
    assert event.modality is Modality.DENIED


def test_our_company_means_the_article_s_company() -> None:
    article, names = marked("# [C星桥科技]的一年\n公司收购了[C云杉智能]。")
    [event] = EventExtractor()(article, names).events
    assert roles(event, names) == {"acquirer 星桥科技", "target 云杉智能"}


def test_our_company_means_nobody_in_a_digest() -> None:
    assert told("# 早报\n公司收购了[C云杉智能]。") == []


def test_a_space_in_a_title_parts_two_clauses() -> None:
    [event] = told("# [C星桥科技]将停产两款车 一季度发布[D启明3]")
    assert event.type is EventType.PRODUCT_LAUNCH


def test_an_old_headline_is_told_as_of_its_stamp() -> None:
    article, names = marked("# [C星桥科技]近况\n| 2024-11-24 07:13:51\t[C星桥科技]明年4月推出[D启明3]")
    [event] = EventExtractor()(article, names).events
    assert event.date is not None
    assert event.date.iso == "2025-04"


def test_every_evidence_contains_its_trigger() -> None:
    for source, *_ in FORMS:
        for event in told(source):
            assert any(e.contains(event.trigger) for e in event.evidence)


@pytest.mark.parametrize(
    "unit",
    [
        "[C星桥]收购",
        "[C星桥]完成融资，",
        "[C星桥]与",
        "“大会",
        "年大会论坛",
        "（（公司",
        "完成获得宣布由与和对在",
        "[D启明]、",
    ],
)
def test_matching_takes_time_linear_in_the_text(unit: str) -> None:
    from time import perf_counter

    def seconds(size: int) -> float:
        article, names = marked("[C星桥科技]" + unit * size + "。")
        start = perf_counter()
        EventExtractor()(article, names)
        return perf_counter() - start

    seconds(20)
    assert seconds(3200) < 40 * seconds(200) + 0.5
