"""Relations as long features tell them: shares for sale, joint firms, subjects told before; and near misses."""

from __future__ import annotations

import pytest
from marked_text import marked, triple

from kg.extract.events import EventExtractor
from kg.extract.relations import RelationExtractor


def found(source: str) -> set[str]:
    article, names = marked(source)
    names += EventExtractor()(article, names)
    return {triple(r, names) for r in RelationExtractor()(article, names).relations}


FORMS = [
    # who sells shares holds them
    ("[C海岳资本]去年底在[O北湖产权交易所]挂牌转让[C星桥保险]0.49%股权。", "海岳资本 investorIn 星桥保险"),
    ("[C海岳资本]“清仓”转让持有的[C星桥保险]24%股权。", "海岳资本 investorIn 星桥保险"),
    ("[C海岳资本]拟清仓[C星桥保险]6.17%股权。", "海岳资本 investorIn 星桥保险"),
    ("[C海岳资本]近日将其持有的[C星桥保险]3.18%股权再次上架。", "海岳资本 investorIn 星桥保险"),
    ("如[C海岳资本]所持[C星桥保险]1.25亿股股权首次流拍。", "海岳资本 investorIn 星桥保险"),
    ("[C海岳资本]在去年转让其持有的[C星桥保险]8%股权和[C云杉财险]4.9%股权。", "海岳资本 investorIn 云杉财险"),
    ("[C海岳资本]拟出售[C星桥科技]控股权。", "海岳资本 investorIn 星桥科技"),
    ("公开信息显示，[C海岳资本]于2011年购入[C星桥科技]约45%股份。", "海岳资本 investorIn 星桥科技"),
    # who holds how much of it, who founded it together
    ("目前的[C星桥科技]，股权结构很简单：[O海岳家族]持有55%的股份。", "海岳家族 investorIn 星桥科技"),
    ("名单里有[C海岳资本]，后者是[C星桥科技]的第二大股东。", "海岳资本 investorIn 星桥科技"),
    ("[C海岳资本]也是[C星桥科技]最大的机构投资者。", "海岳资本 investorIn 星桥科技"),
    ("[C海岳资本]是唯一投资[C星桥科技]三轮的机构。", "海岳资本 investorIn 星桥科技"),
    ("[C海岳资本]成功投中[C星桥科技]、[C云杉智能]。", "海岳资本 investorIn 云杉智能"),
    ("[C星桥科技]估值30亿元，由[C海岳资本]领投D轮融资。", "海岳资本 investorIn 星桥科技"),
    ("[C星桥科技]完成5亿元C轮融资，[C海岳资本]领投1.5亿元。", "海岳资本 investorIn 星桥科技"),
    ("[C星桥科技]与[C海岳能源]在[L北湖]成立合资公司[C桥岳能源]。", "海岳能源 investorIn 桥岳能源"),
    ("[C星桥科技]由[C海岳集团]旗下[C云杉技术]全资持股。", "星桥科技 subsidiaryOf 云杉技术"),
    ("这里是[C云杉食品]-[C星桥集团][L湘江]子公司最大的工厂。", "云杉食品 subsidiaryOf 星桥集团"),
    ("[C星桥科技]决定支持旗下芯片公司[C云杉芯片]上市。", "云杉芯片 subsidiaryOf 星桥科技"),
    # who works for whom, and with whom
    ("[C云杉]、[C青禾]等供应商直接在[C星桥汽车]厂区内设产线。", "星桥汽车 customerOf 青禾"),
    ("[C星桥科技]透露，其拥有包括[C云杉智能]在内的9家大客户。", "云杉智能 customerOf 星桥科技"),
    ("[C星桥科技]向[P林晓舟]旗下的[C云杉智能]出售了4亿元的储能订单。", "云杉智能 customerOf 星桥科技"),
    ("[C星桥科技][C云杉玩具]联名手机开售。", "星桥科技 partnerOf 云杉玩具"),
    ("[C星桥科技]在南方与[C云杉智能]有着良好的合作。", "星桥科技 partnerOf 云杉智能"),
    ("[P明小舟]，是创业公司[C星桥科技]的CEO兼创始人。", "明小舟 founderOf 星桥科技"),
    ("[C星桥科技]浮出水面——由[P林晓舟]和前高管[P何望]等联合创立。", "何望 founderOf 星桥科技"),
    ("[D远山]由1024个节点组成，每个都很快，由[C星桥科技]负责打造。", "星桥科技 produces 远山"),
]


@pytest.mark.parametrize(("source", "relation"), FORMS)
def test_a_feature_states_a_relation(source: str, relation: str) -> None:
    assert relation in found(source)


NEAR_MISSES = [
    # a buyer, a shareholder, a giver of advice do not hold what is sold
    ("[C星桥科技]拟收购云杉出售的[C青禾保险]30%股权。", "星桥科技 investorIn 青禾保险"),
    ("[C星桥科技]股东拟减持[C青禾保险]2%股份。", "星桥科技 investorIn 青禾保险"),
    ("[C海岳资本]否认转让[C星桥保险]24%股权。", "海岳资本 investorIn 星桥保险"),
    ("[C海岳资本]拟收购[C星桥科技]45%股份。", "海岳资本 investorIn 星桥科技"),
    ("你拿到了[C云杉智能]的天使投资人[P何望]的投资，[C星桥科技]呢？", "云杉智能 investorIn 星桥科技"),
    ("[C海岳资本]与[C云杉资本]，老股东[C青禾资本]继续跟投。", "青禾资本 investorIn 云杉资本"),
    ("[C星桥科技]宣布向[P林晓舟]旗下企业[C云杉智能]采购。", "云杉智能 subsidiaryOf 星桥科技"),
    # somebody else's partners, partners that are only expected
    ("这意味着包括[C云杉]和[C青禾]在内的合作伙伴不卖它。", "云杉 partnerOf 青禾"),
    ("市场押注[C云杉智能]将与[C星桥科技]达成合作。", "云杉智能 partnerOf 星桥科技"),
    ("[C云杉智能]有望为[C星桥科技]代工芯片。", "星桥科技 customerOf 云杉智能"),
    ("[C远帆]昨天说，[C云杉]等供应商在[C星桥汽车]厂区内设产线。", "远帆 customerOf 云杉"),
    # a part of a firm has another seat, and another founder
    ("[C星桥科技]华中总部落户[L北湖]，很大。", "星桥科技 headquarteredIn 北湖"),
    ("这是[C星桥科技]去年在[L北湖]成立的研发中心。", "星桥科技 headquarteredIn 北湖"),
    ("[P林晓舟]说，去年成立的[C星桥科技]实验室很好。", "林晓舟 founderOf 星桥科技"),
    # what a product runs on
    ("[C星桥科技]推出官方[D云杉]版[D远山]。", "星桥科技 produces 云杉"),
    ("[C星桥科技]将推出由[D云杉]驱动的新版[D远山]。", "星桥科技 produces 云杉"),
    ("[C星桥科技]召回部分配备[D云杉]的车辆。", "星桥科技 produces 云杉"),
    ("据[C星桥科技]官方[D云杉]公众号消息，今天放假。", "星桥科技 produces 云杉"),
]


@pytest.mark.parametrize(("source", "relation"), NEAR_MISSES)
def test_a_near_miss_in_a_feature(source: str, relation: str) -> None:
    assert relation not in found(source)


def test_of_two_firms_each_told_to_own_the_other_the_clearer_telling_counts() -> None:
    told = found("[C星桥科技]由[C云杉]旗下[C海岳集团]全资持股。[C星桥科技]旗下[C海岳集团]来了。")
    assert "海岳集团 subsidiaryOf 星桥科技" in told
    assert "星桥科技 subsidiaryOf 海岳集团" not in told
