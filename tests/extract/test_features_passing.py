"""What features say of launches, offices, owners and makers in passing, and near misses; all sentences are invented."""

from __future__ import annotations

import pytest
from marked_text import marked, roles, triple

from kg.extract.events import EventExtractor
from kg.extract.posts import PostExtractor
from kg.extract.relations import RelationExtractor
from kg.extract.relations.sightings import used_or_likened
from kg.model import Span


def told(source: str) -> list[tuple[str, set[str]]]:
    article, names = marked(source)
    return [(e.type.value, roles(e, names)) for e in EventExtractor()(article, names).events]


def related(source: str) -> set[str]:
    article, names = marked(source)
    names += EventExtractor()(article, names)
    names += PostExtractor()(article, names)
    return {triple(r, names) for r in RelationExtractor()(article, names).relations}


def held(source: str) -> set[str]:
    article, names = marked(source)
    found = PostExtractor()(article, names).posts
    return {f"{names.chain_of(p.person).name}/{names.chain_of(p.organization).name}/{p.title}" for p in found}


@pytest.mark.parametrize(
    ("source", "type", "who"),
    [
        (
            "[C星桥科技]旗下助手[D启明]开启了社交玩法「[D启航]」内测。",
            "ProductLaunch",
            {"company 星桥科技", "product 启明", "product 启航"},
        ),
        (
            "[C星桥科技]在1月26日开启了全新玩法——“[D启航]”的公测。",
            "ProductLaunch",
            {"company 星桥科技", "product 启航"},
        ),
        (
            "[C星桥科技]的业务进展很快，[D启明3]正式向公众开放，订单随之而来。",
            "ProductLaunch",
            {"company 星桥科技", "product 启明3"},
        ),
        ("[D启明3]会叠衣服，并在后年夏天向公众销售；", "ProductLaunch", {"product 启明3"}),
        (
            "[C星桥科技]的高端系列迎来更新，这次带来了两款新机，分别是标准款[D启明5]和[D启航5]。",
            "ProductLaunch",
            {"company 星桥科技", "product 启明5", "product 启航5"},
        ),
        (
            "[C星桥科技]官方发布了一个几乎一样的系统：[D启明]。",
            "ProductLaunch",
            {"company 星桥科技", "product 启明"},
        ),
        ("我试用了这台刚刚发布的[D启明3]。", "ProductLaunch", {"product 启明3"}),
        (
            "[C星桥科技]与[C云杉智能]日前确认，将联合开发新一代系统。",
            "Partnership",
            {"partner 星桥科技", "partner 云杉智能"},
        ),
        (
            "[C星桥科技]宣布成为「[O海州电视台]2026年[D海州晚会]机器人合作伙伴」。",
            "Partnership",
            {"partner 星桥科技", "partner 海州电视台"},
        ),
        (
            "[P林晓舟]宣布，与家人商量后，考虑到年事已高，决定不再参选。",
            "PersonnelChange",
            {"person 林晓舟"},
        ),
        ("[P林晓舟]早前已宣布不再寻求连任。", "PersonnelChange", {"person 林晓舟"}),
        (
            "[C星桥科技]今天发布了截至12月31日的2025年第四季度及全年财报。",
            "FinancialReport",
            {"company 星桥科技"},
        ),
        (
            "1月29日，[C星桥科技]CEO[P林晓舟]在季度财报电话会议上宣布，产线停工。",
            "Conference",
            {"organizer 星桥科技", "speaker 林晓舟"},
        ),
        (
            "1月22日在海州论坛上，[P林晓舟]展开了一场很长的对话。",
            "Conference",
            {"speaker 林晓舟"},
        ),
    ],
)
def test_a_feature_tells_of_an_event(source: str, type: str, who: set[str]) -> None:
    assert (type, who) in told(source)


@pytest.mark.parametrize(
    ("source", "type"),
    [
        ("[C星桥科技]开放了[D启明]的内测名额查询。", "ProductLaunch"),
        ("[D启明3]的数据从不向公众开放的部分，正是它的卖点。", "ProductLaunch"),
        ("[D启明3]何时向公众开放？", "ProductLaunch"),
        ("[C星桥科技]发布了一份通知：[D启明3]的用户须更新密码。", "ProductLaunch"),
        ("[C星桥科技]与[C云杉智能]日前宣布，将上调价格。", "Partnership"),
        ("[P林晓舟]是否决定不再参选，外界仍在猜测。", "PersonnelChange"),
        ("[P林晓舟]尚未宣布不再参选的消息。", "PersonnelChange"),
    ],
)
def test_near_misses_tell_of_none(source: str, type: str) -> None:
    assert type not in [t for t, _ in told(source)]


def test_a_call_is_not_held_by_the_firm_of_a_guest() -> None:
    found = told("[C星桥科技]CEO[P林晓舟]在与[C云杉智能]的电话会议上宣布，产线停工。")
    assert not [who for type, who in found if type == "Conference" and "organizer 星桥科技" in who]


@pytest.mark.parametrize(
    ("source", "relation"),
    [
        (
            "[C星桥科技]发布财报。公司披露，已收购[L北湖]初创公司[C云杉智能]，其技术有望用于眼镜。",
            "星桥科技 acquired 云杉智能",
        ),
        ("2016年，[C星桥科技]收购[C云杉智能]，打通了上下游；", "星桥科技 acquired 云杉智能"),
        ("已收购[L北湖]初创公司[C云杉智能]，其技术有望用于眼镜。", "云杉智能 headquarteredIn 北湖"),
        ("位于[L北湖]、已经开业多年的金店[C星桥黄金]，生意很好。", "星桥黄金 headquarteredIn 北湖"),
        ("[C星桥科技]早期投资人、[C海岳资本]CEO[P林晓舟]认为，今年很关键。", "林晓舟 investorIn 星桥科技"),
        (
            "[C星桥科技]的平台上新品很多。[C星桥科技]今年很忙。[C云杉食品]是老品转型的缩影。创始人[P林晓舟]曾在海州倒腾汽配。",
            "林晓舟 founderOf 云杉食品",
        ),
    ],
)
def test_a_feature_states_a_relation(source: str, relation: str) -> None:
    assert relation in related(source)


@pytest.mark.parametrize(
    ("source", "relation"),
    [
        ("[C星桥科技]已完成收购[C云杉智能]旗下的工厂。", "星桥科技 acquired 云杉智能"),
        ("[C星桥科技]已收购[C云杉智能]30%股权。", "星桥科技 acquired 云杉智能"),
        ("2027年，[C星桥科技]收购[C云杉智能]的计划再度搁置。", "星桥科技 acquired 云杉智能"),
        ("位于[L北湖]的[C星桥科技]工厂起火。", "星桥科技 headquarteredIn 北湖"),
        ("[L北湖]科技巨头[C星桥科技]再裁员。", "星桥科技 headquarteredIn 北湖"),
        ("[C星桥汽车]很忙。[C云杉]、[C青禾]等供应商直接在海州超级工厂内设产线。", "星桥汽车 customerOf 云杉"),
        (
            "[C星桥科技]的平台上新品很多。[C星桥科技]今年很忙。[C云杉食品]是老品转型的缩影。创始人[P林晓舟]曾在海州倒腾汽配。",
            "林晓舟 founderOf 星桥科技",
        ),
    ],
)
def test_near_misses_state_none(source: str, relation: str) -> None:
    assert relation not in related(source)


def test_a_founder_belongs_to_the_brand_that_the_sentence_before_introduces() -> None:
    plain = "[C星桥科技]今年很忙。[C星桥科技]还在扩张。[C云杉食品]是老品转型的缩影。创始人[P林晓舟]说，今年很好。"
    assert held(plain) == {"林晓舟/云杉食品/创始人"}
    both = "[C星桥科技]和[C云杉食品]今年都很忙。创始人[P林晓舟]说，今年很好。"
    assert held(both) == set()


@pytest.mark.parametrize(
    "source",
    [
        "[C星桥科技]已经给出了答案。它搭载了[D启明3]芯片。",
        "[C星桥科技]已经给出了答案。我们用[D启明3]进行充电测试。",
        "[C星桥科技]已经给出了答案。很容易被误解为AI版的“[D启明3]”。",
        "[C星桥科技]已经给出了答案。它还能给其他[D启明3]手机充电。",
    ],
)
def test_what_is_used_or_likened_is_not_judged_to_be_the_firm_s(source: str) -> None:
    assert related(source) == set()


@pytest.mark.parametrize(
    "before", ["新车搭载自研的", "新一代", "全新版", "他说", "公司用三年做出了一款成熟的产品，它叫"]
)
def test_what_the_firm_itself_developed_is_neither(before: str) -> None:
    assert not used_or_likened(f"{before}启明3", Span(len(before), len(before) + 3))
