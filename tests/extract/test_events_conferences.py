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
