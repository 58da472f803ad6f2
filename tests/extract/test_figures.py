"""Figures: whose, of what, how much and when. Every name and number here is invented."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.figures import FigureExtractor
from kg.model import (
    Annotations,
    Article,
    ArticleId,
    Block,
    BlockKind,
    Chain,
    EntityType,
    FigureMention,
    Mention,
    Span,
)

NAMES = {
    "星桥科技": EntityType.COMPANY,
    "云杉资本": EntityType.COMPANY,
    "青禾汽车": EntityType.COMPANY,
    "望川数据": EntityType.COMPANY,
    "国家航运局": EntityType.ORGANIZATION,
    "林晓舟": EntityType.PERSON,
    "星桥8": EntityType.PRODUCT,
    "澜州": EntityType.PLACE,
    "岚州": EntityType.PLACE,
}


def article_of(*blocks: str) -> tuple[Article, Annotations]:
    """An article of these blocks, the first its headline, with every known name as a mention."""
    text = "\n".join(blocks)
    spans, at = [], 0
    for i, block in enumerate(blocks):
        spans.append(Block(BlockKind.PARAGRAPH if i else BlockKind.HEADLINE, Span(at, at + len(block))))
        at += len(block) + 1
    article = Article(ArticleId("article/1"), "a.md", text, tuple(spans), published=datetime(2026, 1, 28, tzinfo=UTC))
    found: list[Mention] = []
    chains = []
    for name, kind in NAMES.items():
        places = [i for i in range(len(text)) if text.startswith(name, i)]
        mentions = [Mention(Span(i, i + len(name)), kind) for i in places]
        found += mentions
        if mentions:
            chains.append(Chain(kind, name, (), tuple(m.id for m in mentions)))
    return article, Annotations(mentions=tuple(sorted(found, key=lambda m: m.span)), chains=tuple(chains))


def read(*blocks: str) -> list[tuple[str, str, Decimal, str, str | None]]:
    article, names = article_of(*blocks)
    return [_row(names, f) for f in FigureExtractor()(article, names).figures]


def _row(names: Annotations, figure: FigureMention) -> tuple[str, str, Decimal, str, str | None]:
    subject = names.chain_of(figure.subject).name
    quantity = figure.quantity
    return subject, figure.metric, quantity.value, quantity.bound.sign, figure.time.iso if figure.time else None


def test_the_possessor_is_the_subject_and_the_metric_has_neither_name_nor_verb() -> None:
    assert read("简讯", "2024年，星桥科技的日活用户已经超过3亿。") == [
        ("星桥科技", "日活用户", Decimal("3e8"), ">", "2024")
    ]


def test_a_metric_is_not_cut_within_a_word_that_looks_like_a_joint() -> None:
    [(_, metric, *_)] = read("简讯", "星桥科技签署1.06亿美元发电机组销售合同。")
    assert metric.endswith("销售合同")


def test_how_long_somebody_leads_is_a_figure_and_other_stretches_of_time_are_none() -> None:
    assert [(m, int(v)) for _, m, v, *_ in read("简讯", "星桥科技连续21个月稳居销量榜首。")] == [
        ("连续稳居销量榜首", 21)
    ]
    assert read("简讯", "星桥科技连续21个月亏损。") == []
    assert read("简讯", "星桥科技21个月后位居榜首。") == []


def test_a_change_is_a_figure_of_the_measure_before_it() -> None:
    rows = read("简讯", "星桥科技2025年营收5.5亿元，同比增长12%。")
    assert rows == [
        ("星桥科技", "营收", Decimal("5.5e8"), "=", "2025"),
        ("星桥科技", "营收同比增长", Decimal(12), "=", "2025"),
    ]


def test_a_year_on_year_change_is_compared_with_the_year_before() -> None:
    article, names = article_of("简讯", "星桥科技2025年三季度营收5.5亿元，同比增长12%，环比下降3%。")
    figures = FigureExtractor()(article, names).figures
    assert [f.compared_with.iso if f.compared_with else None for f in figures] == [None, "2024-Q3", "2025-Q2"]
    assert [f.concept for f in figures] == ["revenue", "yoy_change", "qoq_change"]


def test_from_one_value_to_the_next_gives_both_with_their_dates() -> None:
    rows = read("简讯", "星桥科技授权费从2023年的648万元，飙升至2025年的5076万元。")
    assert [(metric, int(value), when) for _, metric, value, _, when in rows] == [
        ("授权费", 6480000, "2023"),
        ("授权费", 50760000, "2025"),
    ]


def test_what_a_value_moved_to_does_not_hold_in_the_year_that_it_moved_from() -> None:
    rows = read("简讯", "星桥科技的净亏损由2020年的15.7亿元降至5.5亿元。")
    assert [(int(value), when) for _, _, value, _, when in rows] == [(1570000000, "2020"), (550000000, None)]


def test_a_date_before_the_whole_move_dates_both_its_ends() -> None:
    rows = read("简讯", "2025年，星桥科技的毛利率从29.1%降至27.5%。")
    assert [when for *_, when in rows] == ["2025", "2025"]


def test_respectively_shares_out_years() -> None:
    rows = read("简讯", "2023年至2024年，星桥科技的营收分别为1.1亿元和2.4亿元。")
    assert [(metric, when) for _, metric, _, _, when in rows] == [("营收", "2023"), ("营收", "2024")]


def test_respectively_shares_out_measures() -> None:
    rows = read("简讯", "2025年，星桥科技营收和净利润分别为9亿元、1.2亿元。")
    assert [(metric, value) for _, metric, value, _, _ in rows] == [
        ("营收", Decimal("9e8")),
        ("净利润", Decimal("1.2e8")),
    ]


def test_respectively_shares_out_subjects() -> None:
    rows = read("简讯", "2025年，星桥科技、青禾汽车的研发费用分别为9亿元、3亿元。")
    assert [(subject, value) for subject, _, value, _, _ in rows] == [
        ("星桥科技", Decimal("9e8")),
        ("青禾汽车", Decimal("3e8")),
    ]


def test_a_value_for_each_of_several_is_a_figure_of_each() -> None:
    rows = read("简讯", "星桥科技和青禾汽车的毛利率均达到25%。")
    assert [subject for subject, *_ in rows] == ["星桥科技", "青禾汽车"]


def test_a_value_of_several_together_is_not_given_to_each() -> None:
    assert len(read("简讯", "星桥科技和青禾汽车合计投资25亿元。")) <= 1


def test_the_firm_is_what_an_investors_clause_calls_the_company() -> None:
    rows = read("星桥科技递表", "星桥科技冲刺上市。", "2025年9月，云杉资本以2亿元投资将公司投后估值推至34亿元。")
    assert ("星桥科技", Decimal("3.4e9")) in [(subject, value) for subject, _, value, _, _ in rows]


def test_a_person_who_speaks_is_not_whose_figure_it_is() -> None:
    rows = read("星桥科技谈业绩", "星桥科技业绩稳定。林晓舟表示，毛利率达到35%。")
    assert [subject for subject, *_ in rows] == ["星桥科技"]


def test_a_data_source_is_not_whose_figure_it_is() -> None:
    rows = read("青禾汽车交付上升", "望川数据显示，青禾汽车12月交付量为3.2万辆。")
    assert [(subject, metric) for subject, metric, *_ in rows] == [("青禾汽车", "交付量")]


def test_a_product_that_dates_a_clause_is_not_the_subject_of_the_next() -> None:
    rows = read("星桥科技", "2025年，星桥8上线后，营收增长超过50%。")
    assert "星桥8" not in [subject for subject, *_ in rows]


def test_a_loss_is_positive_and_called_one() -> None:
    [(_, metric, value, sign, when)] = read("简讯", "星桥科技预计2025年净利润为-47,000万元左右。")
    assert (metric, value, sign, when) == ("净亏损", Decimal("4.7e8"), "≈", "2025")


def test_a_fiscal_period_is_named_by_its_end() -> None:
    rows = read("简讯", "2025年6月1日至11月30日，星桥科技总营收23亿元。")
    assert rows[0][4] == "2025-11-30"


def test_the_date_of_an_announcement_does_not_date_the_figure() -> None:
    [(_, _, _, _, when)] = read("简讯", "1月27日，星桥科技宣布投资额达1.3亿美元。")
    assert when is None


def test_headline_and_body_tell_one_figure_in_the_same_words() -> None:
    rows = read("星桥科技：2025年净利同比预增40.5%", "星桥科技公告，预计2025年净利润为1.2亿元，同比增长40.5%。")
    assert {metric for _, metric, value, _, _ in rows if value == Decimal("40.5")} == {"净利润同比增长"}


@pytest.mark.parametrize(
    "sentence",
    [
        "星桥科技成立3年来一直稳健。",
        "星桥科技在这两个领域投入人力。",
        "包括星桥科技、青禾汽车在内的6家公司披露预告。",
        "2025年国内手机出货量下降0.6%。",
        "星桥科技位列前100名。",
        "岚州气温仍有30℃。",
        "星桥科技业绩翻倍。",
        "如果有10亿用户使用星桥科技的产品。",
    ],
)
def test_what_measures_nothing_of_a_named_subject_is_no_figure(sentence: str) -> None:
    assert read("行业观察", sentence) == []


def test_a_digest_item_without_a_name_is_nobodys_figure() -> None:
    blocks = [
        "星桥科技发布新品；金价上涨",
        "星桥科技发布新品",
        "星桥科技今日发布新品。",
        "金价上涨",
        "金饰价格为1585元。",
    ]
    assert read(*blocks, "其他消息", "天气转凉。") == []


def test_evidence_holds_the_amount_and_the_text_says_it() -> None:
    article, names = article_of("简讯", "星桥科技2025年营收5.5亿元，同比增长12%。")
    for figure in FigureExtractor()(article, names).figures:
        [span] = figure.evidence
        assert span.contains(figure.amount)
        assert figure.quantity.written == figure.amount.of(article.text)


def test_after_another_name_the_paragraph_is_no_longer_surely_about_its_subject() -> None:
    head = "星桥科技谈业绩", "星桥科技业绩稳定。"
    assert read(*head, "星桥科技业绩稳定。毛利率达到35%。") != []
    assert read(*head, "星桥科技业绩稳定。分析师也谈到青禾汽车。毛利率达到35%。") == []


def test_goods_that_are_used_in_a_clause_are_not_whom_the_next_one_measures() -> None:
    rows = read("星桥科技", "星桥科技的工厂转产星桥8周边，日产量提升至50万件。")
    assert "星桥8" not in [subject for subject, *_ in rows]


def test_goods_that_a_clause_presents_bear_the_price_in_the_next() -> None:
    rows = read("星桥科技", "星桥科技今日发布星桥8，售价为4999元。")
    assert [(subject, metric) for subject, metric, *_ in rows] == [("星桥8", "售价")]


def test_what_is_counted_is_the_figure_of_whom_the_paragraph_is_surely_about() -> None:
    told = "该平台运行平稳。相关话题播放量突破1000亿次。"
    assert [subject for subject, *_ in read("星桥科技", "星桥科技介绍进展。" + told)] == ["星桥科技"]
    assert read("星桥科技", "星桥科技介绍进展。分析师也谈到云杉资本。" + told) == []


def test_each_firm_of_a_list_has_a_change_of_its_own() -> None:
    rows = read("收评", "星桥科技、青禾汽车跌超1%，望川数据涨2%。")
    assert [(subject, metric, int(value)) for subject, metric, value, _, _ in rows] == [
        ("星桥科技", "跌", 1),
        ("青禾汽车", "跌", 1),
        ("望川数据", "涨", 2),
    ]


def test_what_several_add_up_to_is_nobodys_figure() -> None:
    assert read("简讯", "星桥科技、青禾汽车、云杉资本三家企业的市值合计约1.2万亿元。") == []


def test_the_goods_of_a_firm_are_the_subject_where_both_are_named() -> None:
    assert [subject for subject, *_ in read("简讯", "星桥科技星桥8售价为4999元。")] == ["星桥8"]
    assert [subject for subject, *_ in read("简讯", "星桥科技的星桥8售价为4999元。")] == ["星桥8"]
    assert [subject for subject, *_ in read("简讯", "星桥科技借星桥8实现营收9亿元。")] == ["星桥科技"]


def test_who_reports_on_another_is_not_whose_figure_it_is() -> None:
    assert [subject for subject, *_ in read("简讯", "望川数据称青禾汽车营收达5亿元。")] == ["青禾汽车"]
    assert [subject for subject, *_ in read("简讯", "青禾汽车称营收达5亿元。")] == ["青禾汽车"]


def test_a_list_that_a_preposition_governs_has_no_subject_among_its_members() -> None:
    told = "国家航运局表示，对星桥科技等公司、青禾汽车等股票进行监控，向有关部门上报线索2起。"
    assert not {subject for subject, *_ in read("简讯", told)} & {"星桥科技", "青禾汽车"}


def test_in_a_text_on_a_firm_a_place_only_says_where() -> None:
    head = "星桥科技谈业绩", "星桥科技业绩稳定。"
    assert read(*head, "星桥科技称，澜州日活跃用户数量下降2%。")[-1][:2] == ("星桥科技", "澜州日活跃用户数量下降")
    assert read(*head, "澜州日活跃用户数量下降2%。") == []
    assert [subject for subject, *_ in read(*head, "澜州出口总额下降2%。")] == ["澜州"]
    assert [subject for subject, *_ in read("观察", "澜州日活跃用户数量下降2%。")] == ["澜州"]


def test_what_stands_before_the_subject_only_describes_it() -> None:
    assert [row[:2] for row in read("简讯", "主营涂料的星桥科技营收达5亿元。")] == [("星桥科技", "营收")]
    assert [row[:2] for row in read("简讯", "港股新股星桥科技涨超8%。")] == [("星桥科技", "涨")]
    assert read("简讯", "用户喜爱青禾汽车产品的比例增加15%。")[0][1] == "用户喜爱产品的比例增加"


def test_money_that_is_spent_comes_before_what_is_done_with_it() -> None:
    assert [row[:2] for row in read("简讯", "星桥科技以1.3亿欧元拿下青禾汽车。")] == [("星桥科技", "拿下青禾汽车")]


def test_behind_a_change_the_level_is_that_of_the_same_measure() -> None:
    rows = read("简讯", "星桥科技出口额同比增加33.9%，为658.5亿美元。")
    assert [metric for _, metric, *_ in rows] == ["出口额同比增加", "出口额"]


def test_an_amount_without_words_takes_those_of_the_clause_before_it_but_not_of_speech() -> None:
    assert read("简讯", "星桥科技经济总量排在第四位，达到9.45万亿元。")[0][1] == "经济总量排在第四位"
    assert read("简讯", "星桥科技损失大幅增加，增幅约16%。")[0][1] == "损失增幅"
    assert [metric for _, metric, *_ in read("简讯", "据星桥科技介绍，达到9.45万亿元。")] == []


def test_a_list_may_hold_names_that_nothing_tagged() -> None:
    assert [row[:2] for row in read("收评", "星桥科技、北汀智能、青禾汽车涨超2%。")] == [
        ("星桥科技", "涨"),
        ("青禾汽车", "涨"),
    ]
    assert [row[:2] for row in read("收评", "星桥科技、青禾汽车和北汀智能均涨超2%。")] == [
        ("星桥科技", "涨"),
        ("青禾汽车", "涨"),
    ]
    assert read("收评", "星桥科技、北汀智能涨超2%。") == []


@pytest.mark.parametrize(
    "told",
    [
        "向首席执行官林晓舟的公司投资20亿美元。",
        "8家投资者（含云杉资本、青禾汽车）认购15亿港元。",
        "获取2026年青禾汽车大赛60多个国家的授权。",
        "协议惠及车企——青禾汽车，关税降至15%。",
        "林晓舟：今年市场规模达100亿元。",
    ],
)
def test_who_is_only_named_in_passing_is_not_whose_figure_it_is(told: str) -> None:
    assert {subject for subject, *_ in read("星桥科技", "星桥科技介绍进展，" + told)} <= {"星桥科技"}


def test_whom_a_sentence_takes_as_an_example_is_its_subject() -> None:
    rows = read("行业观察", "以青禾汽车为例，毛利率达到35%。")
    assert [subject for subject, *_ in rows] == ["青禾汽车"]
    assert read("行业观察", "以青禾汽车为对手，毛利率达到35%。") == []


def test_a_body_that_speaks_has_the_figures_of_what_it_did() -> None:
    assert [row[0] for row in read("简讯", "国家航运局表示，本周对222起异常行为采取措施。")] == ["国家航运局"]
    assert read("简讯", "国家航运局表示，相关行业对比去年增长22%。") == []


def test_vague_or_personal_words_far_from_a_name_are_no_figure() -> None:
    head = "星桥科技", "星桥科技介绍进展。"
    assert read(*head, "估值几十亿美元。") == []
    assert read(*head, "我觉得利润有100万美元。") == []
    assert read(*head, "估值30亿美元。") != []


def test_the_period_before_dates_only_the_amount_beside_it() -> None:
    rows = read("简讯", "星桥科技预计2025年净利润5亿元，上年同期亏损3亿元，销售费用1亿元。此外，毛利率为8%。")
    assert [when for *_, when in rows] == ["2025", "2024", "2025", "2025"]


def test_the_month_of_a_contract_dates_nothing() -> None:
    [(_, _, _, _, when)] = read("简讯", "国家航运局4月黄金期货收跌11%。")
    assert when is None
    [(_, _, _, _, when)] = read("简讯", "国家航运局2025年4月黄金销量下跌11%。")
    assert when == "2025-04"


def test_what_is_reported_by_period_holds_in_the_period_that_the_article_reports_on() -> None:
    rows = read("星桥科技财报", "2025年三季度，星桥科技营收5亿元。", "星桥科技毛利率为35%，员工有800人。")
    assert [(metric, when) for _, metric, _, _, when in rows] == [
        ("营收", "2025-Q3"),
        ("毛利率", "2025-Q3"),
        ("员工", None),
    ]


def test_an_older_headline_is_dated_by_its_stamp() -> None:
    article, names = article_of("简讯", "2024-10-16 07:25:46 星桥科技本月交付达40万辆")
    row = replace(article.blocks[1], kind=BlockKind.ROW)
    [figure] = FigureExtractor()(replace(article, blocks=(article.blocks[0], row)), names).figures
    assert figure.time is not None
    assert figure.time.iso == "2024-10"


def test_a_fiscal_quarter_is_named_by_the_day_that_the_text_says_it_ends_on() -> None:
    rows = read("简讯", "星桥科技公布截至12月31日的2026财年第二财季财报。", "第二财季，星桥科技总营收达812亿元。")
    assert [when for *_, when in rows] == ["2025-12-31"]
    rows = read("简讯", "星桥科技2026财年第二财季（截至2025年12月27日）总营收达812亿元。")
    assert [when for *_, when in rows] == ["2025-12-27"]


def test_a_fiscal_quarter_of_which_nothing_more_is_said_is_no_quarter_of_the_calendar() -> None:
    [(_, _, _, _, when)] = read("简讯", "星桥科技2026财年第二财季总营收达812亿元。")
    assert when is None
    [(_, _, _, _, when)] = read("简讯", "星桥科技2025年第二季度总营收达812亿元。")
    assert when == "2025-Q2"


def test_a_space_in_a_title_parts_clauses() -> None:
    rows = read("国家航运局公布典型案例 星桥科技被罚2600万元", "正文。")
    assert [row[0] for row in rows] == ["星桥科技"]


def test_each_part_of_a_list_of_deals_has_its_own_subject() -> None:
    rows = read("简讯", "星桥科技转让持有的北汀保险24%股权、青禾汽车转让持有的6.57%股权。")
    assert [(subject, float(value)) for subject, _, value, _, _ in rows] == [("星桥科技", 24.0), ("青禾汽车", 6.57)]


def test_amounts_as_many_as_the_names_of_a_list_are_shared_out_without_respectively() -> None:
    rows = read("简讯", "星桥科技、青禾汽车的市场份额达10%、8%。")
    assert [(subject, int(value)) for subject, _, value, _, _ in rows] == [("星桥科技", 10), ("青禾汽车", 8)]
    rows = read("简讯", "其他还有星桥科技、青禾汽车持股增幅居前，持股增幅分别为89%、64%。")
    assert [(subject, int(value)) for subject, _, value, _, _ in rows] == [("星桥科技", 89), ("青禾汽车", 64)]


def test_the_product_that_a_firm_makes_has_the_figure_behind_it() -> None:
    assert [row[0] for row in read("简讯", "星桥科技发布的新款星桥8配备12GB内存。")] == ["星桥8"]
    assert [row[0] for row in read("简讯", "星桥科技在星桥8上投入12亿元。")] == ["星桥科技"]


@pytest.mark.parametrize("words", ["报告期内的总营收", "数据中心业务收入", "电动车业务收入"])
def test_words_that_only_begin_like_a_source_do_not_make_one(words: str) -> None:
    assert [row[0] for row in read("简讯", f"星桥科技{words}达12亿元。")] == ["星桥科技"]
    assert read("简讯", "星桥科技的报告显示，行业收入达12亿元。") == []


def test_whom_a_deal_is_about_has_no_figures_of_the_clauses_behind_it() -> None:
    told = "青禾汽车宣布完成对地图商星桥科技的收购，交易金额达3.5亿美元。"
    assert [row[0] for row in read("简讯", told)] == ["青禾汽车"]


def test_those_who_only_stand_for_others_have_no_figures_in_the_next_clause_either() -> None:
    assert read("简讯", "星桥科技、青禾汽车等供应商设立产线，产能达30万件。") == []


def test_the_latter_is_the_name_before_and_the_former_the_one_before_that() -> None:
    told = "星桥科技和青禾汽车发布财报。"
    assert [row[0] for row in read("简讯", told + "后者的毛利率达到35%。")] == ["青禾汽车"]
    assert [row[0] for row in read("简讯", told + "前者的毛利率达到35%。")] == ["星桥科技"]
    assert "青禾汽车" not in [row[0] for row in read("简讯", told + "主要是后者手里的35%股份。")]


def test_what_only_a_firm_has_is_not_a_products_in_the_next_clause() -> None:
    told = "星桥科技发展顺利。星桥8广受欢迎，"
    assert [row[0] for row in read("简讯", told + "净利润达5亿元。")] == ["星桥科技"]
    assert [row[0] for row in read("简讯", told + "下载量达5亿次。")] == ["星桥8"]


def test_money_and_shares_in_a_text_that_names_a_firm_again_and_again_are_the_firms() -> None:
    often = "星桥科技业绩稳定。" * 20
    assert [row[0] for row in read("星桥科技", often, "租约涉及5亿元。")] == ["星桥科技"]
    assert [row[0] for row in read("星桥科技", often, "退货的比率为5%。")] == ["星桥科技"]
    assert read("星桥科技", often, "租约涉及5亿页。") == []
    assert read("星桥科技", "星桥科技业绩稳定。", "租约涉及5亿元。") == []


def test_a_change_to_a_level_leaves_the_level_without_the_change() -> None:
    rows = read("简讯", "星桥科技营收同比增长24%至598.9亿美元。")
    assert [metric for _, metric, *_ in rows] == ["营收同比增长", "营收"]
    rows = read("简讯", "星桥科技毛利率从24%升至35%。")
    assert [metric for _, metric, *_ in rows] == ["毛利率", "毛利率"]


def test_what_somebody_expected_is_not_the_figure_of_who_did() -> None:
    rows = read("简讯", "星桥科技营收达598亿美元，高于望川数据预估的585亿美元。")
    assert {subject for subject, *_ in rows} == {"星桥科技"}


def test_a_range_of_losses_is_positive_and_called_one() -> None:
    article, names = article_of("简讯", "星桥科技预计2025年净利润为-8532万元至-6981万元。")
    [figure] = FigureExtractor()(article, names).figures
    assert (figure.metric, figure.quantity.value, figure.quantity.value_max) == ("净亏损", 69810000, 85320000)


def test_each_cost_of_a_list_is_named_behind_its_own_amount() -> None:
    rows = read("简讯", "星桥科技预计产生6亿美元的遣散费以及5亿美元的实施费用。")
    assert [metric.removeprefix("产生") for _, metric, *_ in rows] == ["遣散费", "实施费用"]


def test_a_name_that_nothing_tagged_and_that_does_something_is_the_subject() -> None:
    assert read("简讯", "星桥科技宣布成立合资公司，XQL持股51%。") == []
    assert read("简讯", "星桥科技宣布成立合资公司，北汀资本领投5亿元。") == []
    assert read("简讯", "星桥科技宣布成立合资公司，OLED营收占比达51%。") != []


def test_an_estimate_of_the_same_value_is_another_figure() -> None:
    rows = read("简讯", "星桥科技管理资产为1.27万亿美元，预估1.27万亿美元。")
    assert [metric for _, metric, *_ in rows] == ["管理资产", "管理资产预估"]


def test_the_words_for_money_in_brackets_do_not_hide_the_measure_behind_them() -> None:
    rows = read("简讯", "星桥科技争取到22亿英镑（38亿新元）的出口交易。")
    assert [(metric, int(value)) for _, metric, value, *_ in rows] == [("争取出口交易", 2200000000)]


def test_a_place_that_something_is_done_to_is_not_the_subject() -> None:
    rows = read("简讯", "国家航运局介绍情况，组织澜州领海巡航134次。")
    assert "澜州" not in [subject for subject, *_ in rows]


def evidence(*blocks: str) -> list[str]:
    article, names = article_of(*blocks)
    return [f.evidence[0].of(article.text) for f in FigureExtractor()(article, names).figures]


def test_the_evidence_is_no_longer_than_what_states_the_figure() -> None:
    firms = "星桥科技跌超2%，云杉资本跌超1%，青禾汽车跌1.5%，望川数据跌1.6%，星桥科技跌0.7%，青禾汽车跌0.5%"
    assert max(map(len, evidence("收评", firms + "。"))) <= 40
    assert evidence("简讯", "星桥科技2025年营收5.5亿元，同比增长12%。")[1] == "星桥科技2025年营收5.5亿元，同比增长12%"


def test_a_clause_too_short_to_be_understood_has_the_one_before_as_evidence_too() -> None:
    assert evidence("简讯", "星桥科技今日发布新品，售价99元。") == ["星桥科技今日发布新品，售价99元"]
    assert evidence("简讯", "星桥科技业绩稳定。毛利率为8%。") == ["毛利率为8%"]


def test_a_change_that_begins_a_sentence_is_of_the_measure_of_the_sentence_before() -> None:
    rows = read("简讯", "星桥科技营收达5亿元。同比增长12%。")
    assert [metric for _, metric, *_ in rows] == ["营收", "营收同比增长"]
    rows = read("简讯", "星桥科技营收达5亿元。青禾汽车同比增长12%。")
    assert [metric for _, metric, *_ in rows] == ["营收"]


def test_what_a_firm_has_all_over_the_world_is_its_own_but_not_what_the_world_has() -> None:
    told = "星桥科技业绩稳定，"
    assert [row[:2] for row in read("简讯", told + "全球员工达5万人。")] == [("星桥科技", "全球员工")]
    assert read("简讯", told + "全球手机出货量达5亿部。") == []


def test_the_words_of_an_amount_begin_behind_the_money_before_it_even_if_that_is_no_figure() -> None:
    rows = read("简讯", "如果有2亿元投入，星桥科技毛利率为8%。")
    assert [metric for _, metric, *_ in rows] == ["毛利率"]
    assert read("简讯", "星桥科技上述12亿元贷款利率为8%。")[-1][1] == "贷款利率"


@pytest.mark.parametrize(
    "between",
    ["星桥8上线后，用户反响热烈。", "此前有人谈到云杉资本。公司业绩稳定。"],
)
def test_what_is_no_rival_leaves_the_paragraph_its_subject(between: str) -> None:
    head = "星桥科技谈业绩", "星桥科技业绩稳定。"
    assert [row[0] for row in read(*head, f"星桥科技业绩稳定。{between}毛利率达到35%。")] == ["星桥科技"]


def test_an_object_of_the_amounts_own_clause_is_no_rival() -> None:
    told = "星桥科技业绩稳定。向云杉资本支付的费用达到35万元。"
    assert [row[0] for row in read("星桥科技谈业绩", told)] == ["星桥科技"]


def test_a_clause_about_the_company_makes_the_next_one_about_it() -> None:
    told = "星桥科技业绩稳定。望川数据也谈到业绩。公司同步布局线下渠道，共交付217个产品。"
    assert read("星桥科技谈业绩", told)[-1][:2] == ("望川数据", "交付产品")
    told = "星桥科技业绩稳定。公司同步布局线下渠道，共交付217个产品。"
    assert read("星桥科技谈业绩", told)[-1][:2] == ("星桥科技", "交付产品")


def test_a_person_gives_way_to_the_firm_that_the_clause_speaks_of() -> None:
    assert [row[0] for row in read("简讯", "林晓舟带领下的星桥科技毛利率达35%。")] == ["星桥科技"]
    assert [row[0] for row in read("简讯", "林晓舟持有星桥科技35%股份。")] == ["林晓舟"]


def test_when_a_firm_was_founded_does_not_date_its_figures() -> None:
    [(_, _, _, _, when)] = read("简讯", "星桥科技成立于2017年，员工达5000人。")
    assert when is None


def test_what_is_so_now_does_not_hold_in_the_year_named_before() -> None:
    rows = read("简讯", "2017年星桥科技营收达5亿元，目前员工达5000人。")
    assert [when for *_, when in rows] == ["2017", None]


def test_a_list_of_years_dates_a_list_of_amounts() -> None:
    rows = read("简讯", "2023年、2024年，星桥科技营收6.56亿、7.3亿美元。")
    assert [(int(value), when) for _, _, value, _, when in rows] == [(656000000, "2023"), (730000000, "2024")]


def test_goods_that_rise_bear_their_own_figure() -> None:
    assert read("星桥科技业绩稳定", "星桥科技业绩稳定。黄金暴跌10%。") == []
    assert read("星桥科技业绩稳定", "星桥科技业绩稳定。黄金业务收入达10亿元。") != []


def test_amounts_in_brackets_are_of_the_names_before_them() -> None:
    rows = read("简讯", "增速高于全国的有澜州（5.5%）、岚州（5.4%）。")
    assert [row[:2] for row in rows] == [("澜州", "增速高于全国"), ("岚州", "增速高于全国")]
    rows = read("简讯", "星桥科技（青禾汽车的股东）毛利率为5.5%（最高6%）。")
    assert {row[0] for row in rows} == {"星桥科技"}


def test_the_same_period_of_a_named_year_dates_what_is_compared() -> None:
    rows = read("简讯", "2025年第四季度，星桥科技营收为9.49亿美元，较2024年同期的8.83亿美元增长7%。")
    assert [(metric, when) for _, metric, _, _, when in rows] == [
        ("营收", "2025-Q4"),
        ("营收", "2024-Q4"),
        ("营收增长", "2025-Q4"),
    ]


def test_cash_is_spent_on_what_comes_behind_it() -> None:
    rows = read("简讯", "星桥科技以自有资金5.2亿元收购青禾汽车。")
    assert [row[:2] for row in rows] == [("星桥科技", "以自有资金收购青禾汽车")]


def test_a_change_at_constant_rates_is_of_the_same_measure() -> None:
    rows = read("简讯", "星桥科技营收同比增长1%（按固定汇率计算下降2%）。")
    assert [metric for _, metric, *_ in rows] == ["营收同比增长", "营收按固定汇率计算下降"]
    rows = read("简讯", "星桥科技净利润为3亿元，与上年同期相比减少7%。")
    assert [metric for _, metric, *_ in rows] == ["净利润", "净利润与上年同期相比减少"]


def test_what_belongs_to_shareholders_is_the_listed_firms() -> None:
    told = "青禾汽车尚无收入。预计归属于上市公司股东的净利润为1300万元。"
    assert [row[0] for row in read("星桥科技：子公司尚无收入", "星桥科技公告。" + told)] == ["星桥科技"]
    told = "青禾汽车尚无收入。预计净利润为1300万元。"
    assert [row[0] for row in read("星桥科技：子公司尚无收入", "星桥科技公告。" + told)] == ["青禾汽车"]


def test_what_cannot_be_shared_out_is_nobodys() -> None:
    told = "净卖出前三的是星桥科技、北汀智能、青禾汽车，净流出金额分别是5.04亿元、1.07亿元、9941万元。"
    assert read("简讯", told) == []
    rows = read("简讯", "星桥科技在越南和新西兰分别布局了30家和20家门店。")
    assert [row[0] for row in rows] == ["星桥科技", "星桥科技"]


def test_measures_of_a_list_share_the_change_that_is_said_of_all() -> None:
    rows = read("简讯", "星桥科技营收和净利润同比分别增长10%、5%。")
    assert [metric for _, metric, *_ in rows] == ["营收同比分别增长", "净利润同比分别增长"]


def test_three_measures_of_one_value_in_one_paragraph_are_three() -> None:
    told = "星桥科技预计利润总额为2612万元。归属于上市公司股东的净利润为2612万元。"
    assert len({metric for _, metric, *_ in read("简讯", told)}) == 2


def test_a_quarter_that_is_not_over_is_that_of_the_year_before() -> None:
    rows = read("简讯", "星桥科技1月27日公布第四季度财报，营收达5亿元。")
    assert [when for *_, when in rows] == ["2025-Q4"]


def test_shareholders_of_some_share_are_no_figure() -> None:
    rows = read("星桥科技公告", "持股5%以上股东青禾汽车减持不超过2%股份。")
    assert [int(value) for _, _, value, *_ in rows] == [2]


def test_days_between_an_amount_and_its_measure_do_not_cut_it_off() -> None:
    assert read("简讯", "国家航运局开展4775亿元7天期逆回购操作。")[0][1].endswith("操作")


def test_a_share_that_nothing_tagged_has_its_own_move() -> None:
    rows = read("收评", "星桥科技跌超8%，北汀国际跌近6%。")
    assert [(subject, int(value)) for subject, _, value, *_ in rows] == [("星桥科技", 8)]
    rows = read("收评", "星桥科技跌超8%，股价跌近6%。")
    assert len(rows) == 2


def test_the_company_is_the_one_of_the_paragraph_or_of_the_article() -> None:
    told = "公司业务覆盖120个国家。"
    assert read("行业观察", "星桥科技发布财报。" + told) != []
    assert read("星桥科技发布财报", "星桥科技发布财报。", told) != []
    assert read("行业观察", "星桥科技发布财报。", told) == []
    assert read("行业观察", "星桥科技发布财报。", "公司营收达5亿元。") == []


def test_somebody_without_a_name_has_no_figure_and_lends_none_to_the_paragraphs_subject() -> None:
    head = "星桥科技谈业绩", "星桥科技业绩稳定。"
    assert read(*head, "星桥科技业绩稳定。另一家公司计划上市，员工约600人。") == []
    assert read(*head, "星桥科技业绩稳定。另一家公司毛利率达35%。") == []
    assert read(*head, "星桥科技业绩稳定。一家门店的毛利率达35%。") == []
    assert read(*head, "星桥科技业绩稳定。一次性收入达35万元。") != []


def test_a_change_is_a_places_only_if_it_is_of_what_places_are_measured_by() -> None:
    assert read("观察", "澜州形势稳定，本周累计跌1.3%。") == []
    assert [row[:2] for row in read("观察", "澜州形势稳定，出口增长7.2%。")] == [("澜州", "出口增长")]


PIECES = [
    "星桥科技",
    "澜州",
    "林晓舟",
    "2025年",
    "营收",
    "同比增长",
    "分别为",
    "5亿元",
    "12%",
    "、",
    "，",
    "。",
    "公司",
    "从",
    "至",
    "（",
    "”",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_sound_figures(pieces: list[str]) -> None:
    article, names = article_of("简讯", *"".join(pieces).split("\n"))
    for figure in FigureExtractor()(article, names).figures:
        assert all(len(s) and s.end <= len(article.text) for s in figure.evidence)
        assert 0 < figure.confidence <= 1
        assert figure.metric.strip()


@pytest.mark.parametrize(
    "piece", ["星桥科技营收5亿元，", "5亿元", "星桥科技", "达到达到", "较又", "分别为1%、", "星桥科技、5亿元", "、"]
)
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(n: int) -> float:
        article, names = article_of("星桥科技", "星桥科技" + piece * n + "营收5亿元")
        start = time.perf_counter()
        FigureExtractor()(article, names)
        return time.perf_counter() - start

    assert seconds(2_000) < 40 * seconds(200) + 0.5


def test_a_valuation_behind_a_funding_is_the_targets() -> None:
    rows = read("星桥科技递表", "星桥科技冲刺上市。", "云杉资本再以4858万元注资，估值进一步提升至40亿元。")
    assert [subject for subject, metric, *_ in rows if metric == "估值"] == ["星桥科技"]


def test_the_same_money_in_another_currency_is_no_figure_of_its_own() -> None:
    rows = read("简讯", "星桥科技营收为10亿欧元（约81亿元人民币）。")
    assert [value for _, _, value, _, _ in rows] == [Decimal("1e9")]


def test_a_time_stamp_does_not_date_the_figure_behind_it() -> None:
    [(_, _, _, _, when)] = read("简讯", "2025-08-27 09:12:22 星桥科技员工数为1200人。")
    assert when is None


def test_a_change_of_nothing_named_is_no_figure() -> None:
    assert read("简讯", "星桥科技发布公告，同比下降44.3%。") == []


def test_a_name_in_brackets_is_not_the_subject() -> None:
    rows = read("简讯", "星桥科技（青禾汽车的股东）毛利率达到35%。")
    assert [subject for subject, *_ in rows] == ["星桥科技"]


def test_a_clause_that_goes_on_with_a_figure_keeps_its_subject() -> None:
    rows = read("星桥科技递表", "星桥科技冲刺上市。", "公司的授权费从2023年的648万元，飙升至2025年的5076万元。")
    assert [(subject, metric) for subject, metric, *_ in rows] == [("星桥科技", "授权费")] * 2


@pytest.mark.parametrize(
    "told",
    [
        "澜证指数累计涨幅0.7%。",
        "日元最近三日累涨4%。",
        "铜价达到13000美元。",
        "澜海期货价格上涨5.8%。",
        "占总营收50.8%。",
    ],
)
def test_what_has_a_bearer_of_its_own_is_not_the_figure_of_whom_the_paragraph_is_about(told: str) -> None:
    assert read("星桥科技业绩稳定", "星桥科技业绩稳定。" + told) == []


@pytest.mark.parametrize(
    ("told", "metric"),
    [
        ("指数基金规模达到30亿元。", "指数基金规模"),
        ("期货业务收入达到30亿元。", "期货业务收入"),
        ("人民币贷款余额达到30亿元。", "人民币贷款余额"),
        ("回购股份金额达到30亿元。", "回购股份金额"),
        ("游戏板块营收达到30亿元。", "游戏板块营收"),
    ],
)
def test_a_business_in_goods_or_shares_is_the_firms_own(told: str, metric: str) -> None:
    rows = read("星桥科技业绩稳定", "星桥科技业绩稳定。" + told)
    assert [(subject, words) for subject, words, *_ in rows] == [("星桥科技", metric)]


def test_the_price_of_goods_is_the_figure_of_the_market_that_its_own_clause_names() -> None:
    rows = read("国家航运局", "国家航运局公布行情。铜价在国家航运局收涨4.1%。")
    assert [subject for subject, *_ in rows] == ["国家航运局"]


def test_a_share_of_the_whole_is_the_figure_of_the_subject_beside_it() -> None:
    assert [(subject, metric) for subject, metric, *_ in read("简讯", "星桥8占总营收50.8%。")] == [
        ("星桥8", "占总营收")
    ]


def test_a_name_in_marks_that_acts_is_the_subject_even_where_nothing_tagged_it() -> None:
    assert read("简讯", "云杉资本所投企业“北汀智能”已完成5亿元融资。") == []


def test_a_business_in_marks_is_its_firms_measure() -> None:
    rows = read("简讯", "星桥科技“盲盒”业务收入达5亿元。")
    assert [(subject, metric) for subject, metric, *_ in rows] == [("星桥科技", "“盲盒”业务收入")]


def test_marks_whose_name_is_taken_away_go_with_it() -> None:
    rows = read("简讯", "仓储机器人公司“星桥科技”宣布完成5亿元融资。")
    assert [(subject, metric) for subject, metric, *_ in rows] == [("星桥科技", "完成融资")]


def test_a_word_of_reporting_that_ends_the_measure_is_part_of_it() -> None:
    rows = read("简讯", "星桥科技信息披露费用达5亿元。")
    assert [metric for _, metric, *_ in rows] == ["信息披露费用"]


def test_a_measure_begins_behind_a_dash_or_a_closing_bracket() -> None:
    rows = read("简讯", "星桥科技交出最好的财报——营收达6亿元。")
    assert [metric for _, metric, *_ in rows] == ["营收"]
    rows = read("简讯", "星桥科技毛利率为8%（最高1.5万元）、净利率为6%。")
    assert rows[-1][1] == "净利率"


def test_an_example_of_several_is_not_whose_figure_it_is() -> None:
    assert read("简讯", "《星桥8》等产品贡献收入1.9亿元。") == []


def test_a_name_before_a_word_that_only_begins_like_and_others_stays_the_subject() -> None:
    assert [subject for subject, *_ in read("简讯", "星桥8等级用户数达到1.9亿人。")] == ["星桥8"]


@pytest.mark.parametrize("words", ["，去年同期为18亿元", "，上年同期为18亿元", "，较去年同期的18亿元有所增长"])
def test_what_a_value_is_compared_with_holds_in_the_period_before(words: str) -> None:
    rows = read("简讯", f"2025年上半年，星桥科技营收20亿元{words}。")
    assert [(metric, when) for _, metric, _, _, when in rows] == [("营收", "2025-H1"), ("营收", "2024-H1")]


def test_a_change_against_a_year_does_not_hold_in_that_year() -> None:
    rows = read("简讯", "星桥科技2025年营收20亿元，较2024年增长2亿元。")
    assert rows[-1][4] == "2025"


def test_a_month_that_is_part_of_a_measure_stays_with_it() -> None:
    [(_, metric, *_)] = read("星桥科技", "星桥科技2025年月活用户达4200万。")
    assert metric == "月活用户"
    [(_, metric, *_)] = read("星桥科技", "星桥科技2025年月均营收为800万元。")
    assert metric == "月均营收"
    [(_, metric, *_)] = read("星桥科技", "星桥科技2025年12月营收为800万元。")
    assert metric == "营收"


def test_a_short_headline_before_a_text_that_is_cut_off_is_read() -> None:
    assert read("星桥科技营收1亿元", "星桥科技今天宣布上市。星桥科技表示，详情见下：")[0][0] == "星桥科技"


def test_the_latter_of_one_is_nobody() -> None:
    assert read("客户与供应商", "星桥科技是澈影智能的客户，后者2025年营收为1.1亿元。") == []
    [(subject, *_)] = read("客户与供应商", "星桥科技是望川数据的客户，后者2025年营收为1.1亿元。")
    assert subject == "望川数据"


def test_goods_of_which_something_is_told_before_their_name_have_the_figures_of_their_clause() -> None:
    rows = read("简讯", "小规模试产的 星桥8配备6个摄像头，最大搬运重量25公斤。")
    assert {row[0] for row in rows} == {"星桥8"}
    assert [row[2] for row in rows] == [6, 25]
    assert read("简讯", "工人在星桥8的帮助下完成了6个任务。") == []


@pytest.mark.parametrize("it", ["它", "该车", "这款产品"])
def test_it_is_the_goods_that_were_spoken_of(it: str) -> None:
    assert [row[0] for row in read("简讯", "星桥8今天开售。", f"{it}内置了5种转场效果。")] == ["星桥8"]
    assert read("简讯", "今天有新车开售。", f"{it}内置了5种转场效果。") == []


def test_its_price_is_that_of_the_goods_that_the_sentence_is_about() -> None:
    rows = read("简讯", "星桥8去年开售，如今上市三个月，其官方价格为7999元。")
    assert [(row[0], row[2]) for row in rows] == [("星桥8", 7999)]


def test_weights_and_lengths_are_of_the_goods_spoken_of_though_a_firm_was_named_since() -> None:
    told = "星桥8是星桥科技发布会上的机型。采用新设计，重量仅165克，厚度仅5.6毫米。"
    assert [(row[0], row[1]) for row in read("简讯", told)] == [("星桥8", "重量"), ("星桥8", "厚度")]


def test_what_a_broker_expects_of_a_firm_is_the_firms() -> None:
    rows = read("简讯", "云杉资本在研报中将星桥科技2026年净利润预期由20亿元上调至94亿元。")
    assert {row[0] for row in rows} == {"星桥科技"}
    assert {row[0] for row in read("简讯", "云杉资本将星桥科技列为重点，今年已投资20亿元。")} == {"云杉资本"}


def test_whose_doing_is_counted_is_not_who_deals_with_it() -> None:
    rows = read("简讯", "澜州公布成绩。办理国家航运局移送的130余起案件。")
    assert "国家航运局" not in {row[0] for row in rows}
    assert {row[0] for row in read("简讯", "国家航运局移送的130余起案件已经办结。")} == {"国家航运局"}


def test_who_holds_shares_is_the_person_behind_the_firm_and_the_title() -> None:
    assert [row[0] for row in read("简讯", "星桥科技副总裁林晓舟计划减持股份不超过4万股。")] == ["林晓舟"]
    assert [row[0] for row in read("简讯", "星桥科技副总裁林晓舟表示今年营收达4亿元。")] == ["星桥科技"]


def test_a_region_has_the_figures_of_its_sectors_in_the_next_sentence() -> None:
    rows = read("简讯", "2025年，澜州生产总值达1.2万亿元。其中，第一产业增加值36.90亿元，同比增长4.5%。")
    assert [(row[0], row[2]) for row in rows][1:] == [("澜州", Decimal("3690000000")), ("澜州", Decimal("4.5"))]
    assert len(read("简讯", "2025年，澜州生产总值达1.2万亿元。会议室里有人摆出36.90亿元的支票。")) == 1


def test_a_body_that_publishes_statistics_only_tells_them() -> None:
    assert read("简讯", "国家航运局发布2025年运输统计公报，截至2025年底，港口数达483个。") == []


def test_a_change_of_a_level_is_of_whom_the_level_is() -> None:
    rows = read("简讯", "云杉资本将星桥科技净利润预期上调至94亿元，增加多达74亿元。")
    assert {row[0] for row in rows} == {"星桥科技"}


def test_the_move_of_a_share_is_that_of_the_day_of_the_text() -> None:
    assert [row[4] for row in read("简讯", "资源股走强，星桥科技涨近30%。")] == ["2026-01-28"]
    assert [row[4] for row in read("简讯", "青禾汽车股价今年以来累计涨30%。")] != ["2026-01-28"]
    assert [row[4] for row in read("简讯", "星桥科技门店数上涨30%。")] == [None]


def test_ratios_of_a_bank_hold_in_the_period_that_the_article_reports_on() -> None:
    rows = read("简讯", "2025年，云杉资本营收达80亿元。", "云杉资本不良贷款率为0.76%。")
    assert [row[4] for row in rows] == ["2025", "2025"]


def test_what_came_years_later_does_not_hold_in_the_year_named_before() -> None:
    rows = read("简讯", "2012年，星桥科技营收为3亿元，八年后营收达40亿元。")
    assert [(row[2], row[4]) for row in rows] == [(Decimal(300000000), "2012"), (Decimal(4000000000), None)]


def test_a_month_in_which_something_was_told_dates_what_is_told() -> None:
    rows = read("简讯", "2025年10月星桥科技披露新的结果，完成412万股的减持。")
    assert [row[4] for row in rows] == ["2025-10"]


def test_years_and_a_part_of_the_last_date_a_list_of_amounts() -> None:
    rows = read("简讯", "2023年至2025年前三季度，星桥科技业绩增长：收入分别为7亿元、10亿元和9亿元。")
    assert [row[4] for row in rows] == ["2023", "2024", "2025-Q1/2025-Q3"]
    rows = read("简讯", "2023年至2025年前三季度，星桥科技收入分别为7亿元和10亿元。")
    assert [row[4] for row in rows] == [None, None]


def test_those_whose_doing_is_counted_are_not_the_subject_of_the_next_sentence_either() -> None:
    told = "星桥科技去年很忙。办理国家航运局移送的130余起案件，合同额达3亿元。收入为5亿元。"
    assert "国家航运局" not in {row[0] for row in read("星桥科技去年很忙", told)}


def test_how_long_something_takes_or_lasts_is_a_figure_but_a_mere_while_is_none() -> None:
    values = [row[2] for row in read("简讯", "星桥科技将研发周期从 12 个月压缩至 30 天。")]
    assert values == [Decimal(12), Decimal(30)]
    assert read("简讯", "星桥科技在周期的谷底等了 30 天。") == []
    assert read("简讯", "星桥科技从 12 个月前压缩人员，过了 30 天。") == []
