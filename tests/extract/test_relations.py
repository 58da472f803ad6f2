"""Relations, on invented sentences: what each form says, and near misses that say nothing."""

from __future__ import annotations

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
    ],
)
def test_a_near_miss_states_nothing(source: str) -> None:
    assert found(source) == set()


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
