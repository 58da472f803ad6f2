"""Conferences, on invented sentences."""

from __future__ import annotations

import pytest
from marked_text import marked, roles

from kg.extract.events import EventExtractor
from kg.model import EventMention, EventType


def meetings(source: str) -> list[tuple[EventMention, set[str]]]:
    article, names = marked(source)
    events = EventExtractor()(article, names).events
    return [(e, roles(e, names)) for e in events if e.type is EventType.CONFERENCE]


def test_a_quoted_name_with_day_place_and_host() -> None:
    [(event, who)] = meetings("3月12日，[C星桥科技]“2026星桥生态大会”在[L杭州]举行。")
    assert event.names == ("2026星桥生态大会",)
    assert (event.date and event.date.iso, who) == ("2026-03-12", {"organizer 星桥科技"})
    assert event.place is not None


def test_who_speaks_in_the_next_sentence() -> None:
    found = meetings(
        "[C星桥科技]“星桥生态大会”在[L杭州]举行。会上，包括[P林晓舟]、[P高远]两位[C星桥科技]副总裁到场，并发表演讲。"
    )
    assert {w for _, who in found for w in who} == {"organizer 星桥科技", "speaker 林晓舟", "speaker 高远"}


@pytest.mark.parametrize(
    ("source", "name", "who"),
    [
        ("[O海州市政府]召开产业发展座谈会。", "产业发展座谈会", {"organizer 海州市政府"}),
        (
            "[P林晓舟]在[O海州市政府]新闻发布会上表示，增长稳定。",
            "海州市政府新闻发布会",
            {"organizer 海州市政府", "speaker 林晓舟"},
        ),
        ("论坛由[O海州商会]主办，全球智能制造论坛昨日在[L海州]开幕。", "全球智能制造论坛", {"organizer 海州商会"}),
        (
            "[O海州商会]与[O云岭大学]主办的论坛，将于4月3日在[L海州]举办。",
            "海州商会与云岭大学主办的论坛",
            {"organizer 海州商会", "organizer 云岭大学"},
        ),
    ],
)
def test_name_and_participants(source: str, name: str, who: set[str]) -> None:
    [(event, found)] = meetings(source)
    assert (event.names[0], found) == (name, who)


@pytest.mark.parametrize(
    "source",
    [
        "[C星桥科技]的大会。",
        "[P林晓舟]走进人民大会堂。",
        "大会通过了决议。",
        "[P林晓舟]在董事会会议上表示反对。",
        "行业协会召开了一次会议。",
    ],
)
def test_what_is_no_certain_meeting_of_anyone(source: str) -> None:
    assert meetings(source) == []


FORMS = [
    ("[O海州市委]发言人[P林晓舟]周二在例行记者会上表示，增长稳定。", {"organizer 海州市委", "speaker 林晓舟"}),
    ("[O海州工信局]在1月27日的新闻发布会上披露，下一步将扩大试点。", {"organizer 海州工信局"}),
    ("[O海州能源局]1月30日举行新闻发布会，副司长[P林晓舟]表示，产能翻番。", {"organizer 海州能源局", "speaker 林晓舟"}),
    ("[O海州人大]四次会议在[L海州]开幕，市长[P林晓舟]作政府工作报告。", {"organizer 海州人大", "speaker 林晓舟"}),
    ("[C星桥科技]召开全员会，公司CEO[P林晓舟]分享了年度关键词。", {"organizer 星桥科技", "speaker 林晓舟"}),
    ("近日，由[C星桥科技]主办的“万物有灵”论坛中，嘉宾展开对话。", {"organizer 星桥科技"}),
    ("[P林晓舟]近日在线参加[O星桥基金会]“腊八之约”活动。", {"attendee 林晓舟", "organizer 星桥基金会"}),
    ("在[C星桥科技]于[L海州]举办的全球宏观研讨会上，[P林晓舟]说增长稳定。", {"organizer 星桥科技", "speaker 林晓舟"}),
    ("1月19日，在[D启明8]及[C星桥科技]设计系列新品发布会上，新机亮相。", {"organizer 星桥科技", "product 启明8"}),
    ("[D启明8]是去年9月份[C星桥科技]秋季发布会上推出的机型。", {"organizer 星桥科技", "product 启明8"}),
    ("[P林晓舟]周一在[L海州]论坛透露，设备下半年推出。", {"speaker 林晓舟"}),
    ("2025年9月，[C星桥科技]与[O海州促进局]合办“增值论坛：赋能企业”。", {"organizer 星桥科技", "organizer 海州促进局"}),
    ("在一场主题为“未来的电力市场”的研讨会上，[P林晓舟]说需求上升。", {"speaker 林晓舟"}),
]


@pytest.mark.parametrize(("source", "who"), FORMS, ids=[f[0] for f in FORMS])
def test_who_held_it_and_who_was_there(source: str, who: set[str]) -> None:
    assert {w for _, found in meetings(source) for w in found} == who


def test_a_quoted_name_goes_with_the_kind_after_it() -> None:
    [(event, _)] = meetings("由[C星桥科技]主办的“万物有灵”论坛昨日开幕。")
    assert event.names[0].endswith("万物有灵”论坛")


def test_who_speaks_at_the_meeting_of_the_paragraph_before() -> None:
    found = meetings("[O海州新闻办]周三举行新闻发布会。\n[O海州国资委]局长[P林晓舟]在发布会上表示，要推进重组。")
    assert {w for _, who in found for w in who} == {"organizer 海州新闻办", "speaker 林晓舟"}


def test_nobody_speaks_at_a_meeting_of_another_item() -> None:
    found = meetings("[O海州新闻办]周三举行新闻发布会。\n## 另一则\n[P林晓舟]在发布会上表示，要推进重组。")
    assert {w for _, who in found for w in who} == {"organizer 海州新闻办"}


def test_the_year_that_a_meeting_is_about_is_not_its_date() -> None:
    [(event, _)] = meetings("[O海州财政局]举行新闻发布会介绍2025年财政收支。")
    assert event.date is None


def test_a_meeting_that_is_asked_about_was_not_held() -> None:
    assert meetings("[O海州人大]会议何时召开还是秘密。") == []


def test_what_came_out_just_now_came_out_today() -> None:
    [event] = EventExtractor()(*marked("就在刚刚，[C星桥科技]开源了[D启明3]。")).events
    assert event.date is not None
    assert len(event.date.iso) == 10
