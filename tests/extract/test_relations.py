"""Relations, on invented sentences: what each form says, and near misses that say nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked_text import marked, triple

from kg.extract.events import EventExtractor
from kg.extract.relations import RelationExtractor
from kg.model import Annotations, PostMention


def found(source: str) -> set[str]:
    article, names = marked(source)
    names += EventExtractor()(article, names)
    return {triple(r, names) for r in RelationExtractor()(article, names).relations}


FORMS = [
    ("[C星桥科技][D启明3]卖得很好。", {"星桥科技 produces 启明3"}),
    ("[C星桥科技]旗下医学应用“[D氢桥]”迎来更新。", {"星桥科技 produces 氢桥"}),
    ("[C星桥科技]的[D启明3]、[D远山]都很贵。", {"星桥科技 produces 启明3", "星桥科技 produces 远山"}),
    ("[D启明3]由[C星桥科技]开发。", {"星桥科技 produces 启明3"}),
    ("来自[C星桥科技]的[D启明3]。", {"星桥科技 produces 启明3"}),
    ("[C星桥科技]昨天没来。[D星桥科技X7]降价。", {"星桥科技 produces 星桥科技X7"}),
    ("[C海岳集团]全资子公司[C星桥科技]昨日停牌。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C星桥科技]隶属于[C海岳集团]。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C星桥科技]的母公司[C海岳集团]没有回应。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C海岳资本]持有[C星桥科技]5%股份。", {"海岳资本 investorIn 星桥科技"}),
    ("[C海岳资本]是[C星桥科技]的早期投资人。", {"海岳资本 investorIn 星桥科技"}),
    (
        "[C海岳资本]持有[C星桥科技]、[C云杉智能]等公司的股份。",
        {"海岳资本 investorIn 星桥科技", "海岳资本 investorIn 云杉智能"},
    ),
    (
        "[C海岳资本]的投资组合包括[C星桥科技]、[C云杉智能]。",
        {"海岳资本 investorIn 星桥科技", "海岳资本 investorIn 云杉智能"},
    ),
    (
        "[C星桥科技]引入[C海岳资本]、[C长川资本]等股东。",
        {"海岳资本 investorIn 星桥科技", "长川资本 investorIn 星桥科技"},
    ),
    (
        "[C云杉智能]、[C海岳集团]均采用[C星桥科技]的芯片。",
        {"云杉智能 customerOf 星桥科技", "海岳集团 customerOf 星桥科技"},
    ),
    (
        "[C星桥科技]拿下[C云杉智能]、[C海岳集团]等客户。",
        {"云杉智能 customerOf 星桥科技", "海岳集团 customerOf 星桥科技"},
    ),
    ("[D启明3]所属公司[C星桥科技]没有回应。", {"星桥科技 produces 启明3"}),
    ("[C星桥科技]凭借[D启明3]走红。", {"星桥科技 produces 启明3"}),
    ("[C星桥科技]宣布，[D启明3]将涨价。", {"星桥科技 produces 启明3"}),
    ("[C星桥科技]收购了[C云杉智能]。", {"星桥科技 acquired 云杉智能"}),
    ("[C星桥科技]收购了[C云杉智能]29.06%的股权。", {"星桥科技 investorIn 云杉智能"}),
    ("[C星桥科技]与[C云杉智能]达成战略合作。", {"星桥科技 partnerOf 云杉智能"}),
    ("[C星桥科技]的竞争对手[C云杉智能]也来了。", {"星桥科技 competitorOf 云杉智能"}),
    (
        "[C星桥科技]在追赶[C云杉智能]、[C海岳集团]等竞争对手。",
        {"星桥科技 competitorOf 云杉智能", "星桥科技 competitorOf 海岳集团"},
    ),
    ("[C星桥科技]向[C云杉智能]采购芯片。", {"星桥科技 customerOf 云杉智能"}),
    (
        "[C星桥科技]为[C云杉智能]、[C海岳集团]等企业供货。",
        {"云杉智能 customerOf 星桥科技", "海岳集团 customerOf 星桥科技"},
    ),
    ("[C星桥科技]的客户包括[C云杉智能]。", {"云杉智能 customerOf 星桥科技"}),
    ("[C星桥科技]总部位于[L海州]。", {"星桥科技 headquarteredIn 海州"}),
    ("总部位于[L海州]的芯片公司[C星桥科技]。", {"星桥科技 headquarteredIn 海州"}),
    ("[C星桥科技]创始人兼CEO [P林晓舟]来了。", {"林晓舟 founderOf 星桥科技"}),
    ("[P林晓舟]创办的[C星桥科技]。", {"林晓舟 founderOf 星桥科技"}),
    # owners
    ("[C星桥科技]：控股股东[C海岳集团]拟减持股份", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C星桥科技]公告称，已向控股股东[C海岳集团]查询。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C海岳集团]：拟出售全资子公司[C星桥科技]。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C星桥科技]母公司[L北陆国]地产集团[C海岳集团]。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C海岳集团]旗下的芯片子公司[C星桥科技]。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C星桥科技]由[C海岳集团]全资持股。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C星桥科技]由[C海岳集团]持股84.42%。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("退市后，[C星桥科技]成为[C海岳集团]的全资附属公司。", {"星桥科技 subsidiaryOf 海岳集团"}),
    (
        "[C海岳集团]包含[C星桥科技]、[C云杉智能]两个品牌。",
        {"星桥科技 subsidiaryOf 海岳集团", "云杉智能 subsidiaryOf 海岳集团"},
    ),
    ("作为[C海岳集团]旗下商家平台，[C星桥科技]来了。", {"星桥科技 subsidiaryOf 海岳集团"}),
    ("[C星桥科技]发布财报。[C星桥科技中国]业绩增长。", {"星桥科技中国 subsidiaryOf 星桥科技"}),
    # shares
    ("[C星桥科技]：股东[C海岳资本]拟减持股份", {"海岳资本 investorIn 星桥科技"}),
    (
        "[C星桥科技]公告，股东[C海岳资本]、[C长川资本]计划减持。",
        {"海岳资本 investorIn 星桥科技", "长川资本 investorIn 星桥科技"},
    ),
    ("[C星桥科技]：[C海岳资本]减持5078万股", {"海岳资本 investorIn 星桥科技"}),
    ("[C星桥科技]与主要股东[C海岳资本]订立协议。", {"海岳资本 investorIn 星桥科技"}),
    ("[C海岳资本]投资的[C星桥科技]抢先发布。", {"海岳资本 investorIn 星桥科技"}),
    ("[C海岳资本]向芯片初创公司[C星桥科技]投资1.5亿元。", {"海岳资本 investorIn 星桥科技"}),
    ("[C海岳资本]出售[C星桥科技]股票。", {"海岳资本 investorIn 星桥科技"}),
    ("[C海岳资本]持有[C星桥科技]1958万股。", {"海岳资本 investorIn 星桥科技"}),
    (
        "[C星桥科技]启动招股，[C海岳资本]、[C长川资本]为基石投资者。",
        {"海岳资本 investorIn 星桥科技", "长川资本 investorIn 星桥科技"},
    ),
    (
        "[C星桥科技]完成[C海岳资本]领投的近2亿元融资和[C长川资本]领投的近3亿元融资。",
        {"海岳资本 investorIn 星桥科技", "长川资本 investorIn 星桥科技"},
    ),
    (
        "[C星桥科技]完成5亿元融资，参与机构包括[C海岳资本]，[C长川资本]。",
        {"海岳资本 investorIn 星桥科技", "长川资本 investorIn 星桥科技"},
    ),
    (
        "[C星桥科技]由[C海岳集团]持股84%，[C长川资本]持股16%。",
        {"星桥科技 subsidiaryOf 海岳集团", "长川资本 investorIn 星桥科技"},
    ),
    ("[C星桥科技]后来被[L北陆国]巨头[C海岳集团]收购。", {"海岳集团 acquired 星桥科技"}),
    (
        "“[C星桥科技]”宣布完成逾2亿元融资。本轮融资由[C海岳资本]和某产业基金共同领投，[C长川资本]跟投，老股东[C白鹭资本]加持。",
        {"海岳资本 investorIn 星桥科技", "长川资本 investorIn 星桥科技", "白鹭资本 investorIn 星桥科技"},
    ),
    # dealings
    ("[C星桥科技]联合[C云杉智能]发布智能体。", {"星桥科技 partnerOf 云杉智能"}),
    ("[C星桥科技]：同[C云杉智能]扩大合作", {"星桥科技 partnerOf 云杉智能"}),
    ("[C星桥科技]将与电动车巨头[C云杉智能]合作，建设工厂。", {"星桥科技 partnerOf 云杉智能"}),
    ("[C星桥科技]、[C云杉智能]联合研制的掘进机。", {"星桥科技 partnerOf 云杉智能"}),
    (
        "对于正在与[C云杉智能]、[C海岳集团]激烈竞争的[C星桥科技]来说，这是王牌。",
        {"星桥科技 competitorOf 云杉智能", "星桥科技 competitorOf 海岳集团"},
    ),
    (
        "面对[C云杉智能]与[C海岳集团]的竞争，[C星桥科技]正改造产品。",
        {"星桥科技 competitorOf 云杉智能", "星桥科技 competitorOf 海岳集团"},
    ),
    ("遭遇[C云杉智能]夹击的[C星桥科技]。", {"星桥科技 competitorOf 云杉智能"}),
    ("[C星桥科技]利用[C云杉智能]的[D启明]模型识别意图。", {"星桥科技 customerOf 云杉智能", "云杉智能 produces 启明"}),
    ("[C星桥科技]将供应给[C云杉智能]的内存涨价。", {"云杉智能 customerOf 星桥科技"}),
    ("[C星桥科技]向[C云杉智能]增购20架飞机。", {"星桥科技 customerOf 云杉智能"}),
    # founders and seats
    ("[C星桥科技]作为[P林晓舟]在2023年创立的公司，发展很快。", {"林晓舟 founderOf 星桥科技"}),
    ("[P林晓舟]离职后，在2022年10月成立[C星桥科技]。", {"林晓舟 founderOf 星桥科技"}),
    ("注册在[L海州]的[C星桥科技]。", {"星桥科技 headquarteredIn 海州"}),
    # products
    ("[C星桥科技]推出基于[D远山]的[D启明3]。", {"星桥科技 produces 启明3"}),
    ("[C星桥科技]停产旗舰车型[D启明3]和[D启明5]。", {"星桥科技 produces 启明3", "星桥科技 produces 启明5"}),
    ("[C星桥科技]经典IP[D启明]的形象。", {"星桥科技 produces 启明"}),
    ("[C星桥科技]建造名为[D启明]的超算中心。", {"星桥科技 produces 启明"}),
    (
        "[C星桥科技]与[C云杉智能]联名发布两款机器人，分别为人形机器人[D启明]及四足机器人[D远山]。",
        {
            "星桥科技 partnerOf 云杉智能",
            "星桥科技 produces 启明",
            "云杉智能 produces 启明",
            "星桥科技 produces 远山",
            "云杉智能 produces 远山",
        },
    ),
]


@pytest.mark.parametrize(("source", "triples"), FORMS, ids=[f[0] for f in FORMS])
def test_a_form_states_its_relation(source: str, triples: set[str]) -> None:
    assert found(source) == triples


@pytest.mark.parametrize(
    "source",
    [
        "[C星桥科技]拟收购[C云杉智能]。",
        "[C星桥科技]没有收购[C云杉智能]。",
        "[C星桥科技]并非[C海岳集团]的子公司。",
        "[C星桥科技]和[C云杉智能]都在[L海州]。",
        "[C星桥科技]发布《[D关于调整费用的公告]》。",
        "[C星桥科技]今天说，[D启明3]很贵。",
        "消息称[C海岳资本]将入股[C星桥科技]。",
        "远山创始人[P林晓舟]来了。",
        "[C星桥科技]转让其持有[C云杉智能]的全部股权。",
        "[C星桥科技]与[C云杉智能]的合作陷入停滞。",
        "[C星桥科技]的谈判中提出了[D启明3]的价格。",
        "[C星桥科技]发言，其中包括[D启明3]。",
        "[C星桥科技]的对手[D启明3]。",
        "[C星桥科技]宣布与[D启明3]互通。",
        "去向包括[C星桥科技]与[C云杉智能]等竞争对手。",
        # owners of somebody else, or still to come
        "[C星桥科技]控股股东拟变更为[C海岳集团]。",
        "[C海岳集团]宣布向[P林晓舟]旗下[C星桥科技]打招呼。",
        "[C海岳集团]的股东大会提到[C星桥科技]。",
        "[C海岳资本]将向[C星桥科技]投资20亿元。",
        "[C星桥科技]正考虑与[C云杉智能]合并。",
        "[C星桥科技]将通过合资公司收购[C云杉智能]。",
        "[C海岳集团]可能被[C星桥科技]收购。",
        "[C星桥科技]完成新一轮融资，有望由[C海岳资本]领投。",
        "[C海岳集团]旗下公司收购了[C星桥科技]。",
        "[C星桥科技]收购了[C云杉智能]北部金矿项目。",
        "[C海岳集团]将其海外业务的60%出售给[C星桥科技]。",
        # no partners, no customers
        "[C星桥科技]：目前公司暂未与[C云杉智能]直接合作",
        "[C星桥科技]否认与[C云杉智能]探索合作。",
        "[C星桥科技]拟与[C云杉智能]重启合作。",
        "[C星桥科技]联手[O海州大学]攻克技术。",
        "[C星桥科技]向[C云杉智能]购买资产。",
        # a founder's granddaughter, an office far from the seat
        "[C星桥科技]创始人的孙女[P林晓舟]来了。",
        "[C星桥科技]位于[L海州]的新办公室。",
        "[C星桥科技]在[L海州]成立销售公司。",
        # products of others
        "[C星桥科技]的「[D启明3]时刻」",
        "[C星桥科技]对标[D启明3]。",
    ],
)
def test_a_near_miss_states_nothing(source: str) -> None:
    assert found(source) == set()


@pytest.mark.parametrize(("confidence", "count"), [(0.9, 1), (0.5, 0)])
def test_both_ends_must_be_surely_named(confidence: float, count: int) -> None:
    article, names = marked("[C星桥科技]的母公司[C海岳集团]没有回应。")
    first, second = names.mentions
    unsure = replace(names, mentions=(first, replace(second, confidence=confidence)))
    assert len(RelationExtractor()(article, unsure).relations) == count


def test_no_evidence_breaks_off_in_a_word() -> None:
    article, names = marked("[C星桥科技]持有[C海岳集团]5.36%股份左右，今天来了。")
    [span] = {e for r in RelationExtractor()(article, names).relations for e in r.evidence}
    assert span.of(article.text) == "星桥科技持有海岳集团5.36%股份左右"


def test_a_line_of_products_has_one_maker() -> None:
    text = "[C星桥科技]的[DQiming 3]很贵。[DQiming Air]更贵。"
    assert "星桥科技 produces Qiming Air" in found(text)


def test_a_line_of_products_with_two_makers_has_none() -> None:
    text = "[C星桥科技]的[D远山A1]，[C云杉智能]的[D远山B2]，还有[D远山C3]。"
    assert not any("C3" in t for t in found(text))


def test_the_clearest_told_maker_counts() -> None:
    text = "[C云杉智能]谈到了它的对手，旗下有[C星桥科技][D启明3]。"
    assert "云杉智能 produces 启明3" not in found(text)


def test_a_founder_s_post_makes_a_founder() -> None:
    article, names = marked("[P林晓舟]，[C星桥科技]联合创始人。")
    person, firm = names.mentions
    post = PostMention(person.id, firm.id, "联合创始人", (person.span,), 0.9)
    names += Annotations(posts=(post,))
    assert {triple(r, names) for r in RelationExtractor()(article, names).relations} == {"林晓舟 founderOf 星桥科技"}


def test_what_is_over_is_former() -> None:
    article, names = marked("[C星桥科技]曾是[C海岳集团]的子公司。")
    relations = RelationExtractor()(article, names).relations
    assert all(r.former for r in relations)
