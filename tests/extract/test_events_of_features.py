"""What long articles tell in passing, and its near misses, on invented sentences."""

from __future__ import annotations

import pytest
from marked_text import marked, roles

from kg.extract.events import EventExtractor


def told(source: str) -> list[tuple[str, set[str]]]:
    article, names = marked(source)
    return [(e.type.value, roles(e, names)) for e in EventExtractor()(article, names).events]


def places(source: str) -> list[str]:
    article, names = marked(source)
    found = EventExtractor()(article, names).events
    return [names.chain_of(e.place).name for e in found if e.place]


@pytest.mark.parametrize(
    ("source", "type", "who"),
    [
        (
            "[C星桥科技]向[C云杉智能]供应电池。双方还达成了一项“长期协议”，探索更深的合作。",
            "Partnership",
            {"partner 星桥科技", "partner 云杉智能"},
        ),
        (
            "[O海州警方]向[C星桥科技]送达搜查令，要求其交出密钥。",
            "LegalAction",
            {"regulator 海州警方", "company 星桥科技"},
        ),
        (
            "[O海州摄影协会]表示，已拒绝与[C星桥科技]继续协商，正在收集证据，筹备诉讼。",
            "LegalAction",
            {"plaintiff 海州摄影协会", "defendant 星桥科技"},
        ),
        ("他转头创办电动飞机公司[C星桥航空]，2021年借助空壳公司上市。", "IPO", {"company 星桥航空"}),
        (
            "[O星桥基金会]官网显示，这一基金会是[P林晓舟]于2014年12月15日发起并捐赠成立，开展公益。",
            "Founding",
            {"company 星桥基金会", "person 林晓舟"},
        ),
        (
            "[C星桥科技]与[C云杉智能]签署战略合作协议，[C星桥科技]董事长[P林晓舟]与[C云杉智能]董事长[P何望]会谈并见证签约。",
            "Partnership",
            {"partner 星桥科技", "partner 云杉智能", "person 林晓舟", "person 何望"},
        ),
        (
            "联邦法官[P林晓舟]驳回了[C星桥科技]对[C云杉智能]的商业机密诉讼。",
            "LegalAction",
            {"plaintiff 星桥科技", "defendant 云杉智能", "person 林晓舟"},
        ),
        (
            "[C星桥科技]宣布，首款手机[D启明3]将于1月30日在[L海州]上市销售。",
            "ProductLaunch",
            {"company 星桥科技", "product 启明3"},
        ),
        (
            "[C云杉智能技术公司=云杉智能]成立。股东信息显示，该公司由[C星桥科技]旗下[C桥云科技]全资持股。",
            "Founding",
            {"company 云杉智能", "investor 桥云科技"},
        ),
    ],
)
def test_is_told(source: str, type: str, who: set[str]) -> None:
    assert (type, who) in told(source)


@pytest.mark.parametrize(
    ("source", "type"),
    [
        # three firms: nobody knows which two
        ("[C星桥科技]、[C云杉智能]和[C海岳集团]都在。双方达成了合作。", "Partnership"),
        # another kind of agreement, and none yet
        ("[C星桥科技]向[C云杉智能]供应电池。双方达成收购协议。", "Partnership"),
        ("[C星桥科技]向[C云杉智能]供应电池。双方尚未达成合作。", "Partnership"),
        # the sentence before stands in another paragraph
        ("[C星桥科技]向[C云杉智能]供应电池。\n双方达成了合作。", "Partnership"),
        ("[O海州警方]向[C星桥科技]送达一封信。", "LegalAction"),
        ("[O海州摄影协会]表示，已与[C星桥科技]和解，不再考虑诉讼费用。", "LegalAction"),
        ("他创办了[C星桥航空]，2021年公司产品上市后热销。", "IPO"),
        ("[O星桥基金会]官网显示，这一奖项是[P林晓舟]于2014年获得。", "Founding"),
    ],
)
def test_is_not_told(source: str, type: str) -> None:
    assert type not in {t for t, _ in told(source)}


def test_only_who_announces_its_launch_launches() -> None:
    assert ("ProductLaunch", {"product 启明3"}) in told("[C星桥科技]没有回应。据了解，[D启明3]已正式上线。")


def test_a_maker_that_the_text_names_comes_before_who_announces() -> None:
    found = told("[C云杉智能]宣布，[C星桥科技]的[D启明3]将于1月30日上市销售。")
    assert all("company 云杉智能" not in who for _, who in found)


def test_nobody_judges_who_is_no_judge() -> None:
    found = told("律师[P林晓舟]说，[C星桥科技]对[C云杉智能]的商业机密诉讼很难。")
    assert all("person 林晓舟" not in who for _, who in found)


@pytest.mark.parametrize(
    ("source", "product"),
    [
        ("1月19日，在[C星桥科技]新品发布会上，[D启明3]正式发布。", "product 启明3"),
        ("[D启明3]是去年[C星桥科技]秋季发布会上全新推出的机型。", "product 启明3"),
        ("1月19日，在[C星桥科技][D启明3]发布会上，[P林晓舟]说，今年很好。", "product 启明3"),
    ],
)
def test_a_launch_has_what_is_shown_there(source: str, product: str) -> None:
    assert any(type == "Conference" and product in who for type, who in told(source))


@pytest.mark.parametrize(
    "source",
    [
        "[P林晓舟]在[O海州商学院][D情绪调查报告]发布会上说，今年很好。",
        "1月19日，在[C星桥科技]新闻发布会上，[P林晓舟]说，[D启明3]卖得很好。",
    ],
)
def test_a_paper_or_a_subject_of_talk_is_not_shown(source: str) -> None:
    assert not any(type == "Conference" and any(w.startswith("product") for w in who) for type, who in told(source))


def test_two_names_of_a_session_are_one_meeting() -> None:
    found = told(
        "1月27日，在[O海州市十六届人大]四次会议第二次全体会上，[O海州市人大常委会]主任[P林晓舟]表示，今年很好。"
    )
    assert ("Conference", {"organizer 海州市十六届人大", "speaker 林晓舟"}) in found


FAR = "[O海州总部]1月29日召开新闻发布会，介绍情况。" + "\n今年很好。" * 6


def test_the_only_meeting_of_a_text_is_spoken_of_further_on() -> None:
    found = told(f"{FAR}\n[O海州总部]信贷部副主任[P林晓舟]在会上表示，今年很好。")
    assert ("Conference", {"organizer 海州总部", "speaker 林晓舟"}) in found


@pytest.mark.parametrize(
    "end",
    [
        "[O海州总部]信贷部副主任[P林晓舟]表示，今年很好。",  # not at the meeting
        "## 另讯\n[P林晓舟]在会上表示，今年很好。",  # beyond a heading
        "[C星桥科技]1月30日举办峰会。" + "\n今年很好。" * 4 + "\n[P林晓舟]在会上表示，今年很好。",  # two meetings
    ],
)
def test_not_every_word_further_on_is_spoken_there(end: str) -> None:
    assert not any("speaker 林晓舟" in who for _, who in told(f"{FAR}\n{end}"))


def test_an_officer_speaks_after_his_office() -> None:
    found = told("[O海州能源局]1月30日举行新闻发布会，[O节能司]副司长[P林晓舟]表示，今年很好。")
    assert ("Conference", {"organizer 海州能源局", "speaker 林晓舟"}) in found


def test_the_place_beside_the_day_is_where_it_happened() -> None:
    assert places("2026年1月28日，[L海州]，[O海州银行]行长[P林晓舟]出席[O海州银行]举行的新闻发布会。") == ["海州"]
    assert places("1月28日，[L海州]的[O海州银行]举行新闻发布会。") == []
