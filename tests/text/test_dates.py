"""Dates are found where they stand and resolved from the day of publication."""

from __future__ import annotations

import itertools
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.dates import find_dates

DAY = date(2026, 1, 28)  # a Wednesday

NO_DATES = (
    "3年|超过3年|日活用户|月复购率|2025款车型|双11大促|15日均线|周小满珠宝|每周三例会|一周五天|"
    "透明年报|最近日本车企|附近日料店|今日头条|明日方舟|第3年|近3日|7日年化|生日前|本周期|3月龄"
)


def resolved(text: str, day: date | None = DAY) -> list[tuple[str, str | None]]:
    return [(e.span.of(text), e.period.iso if e.period else None) for e in find_dates(text, day)]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021年4月22日", "2021-04-22"),
        ("1 月 16 日", "2026-01-16"),
        ("4月22日", "2025-04-22"),
        ("2月10日", "2026-02-10"),
        ("22日", "2026-01-22"),
        ("30日", "2025-12-30"),
        ("昨天", "2026-01-27"),
        ("前天", "2026-01-26"),
        ("明天", "2026-01-29"),
        ("周三", "2026-01-28"),
        ("周五", "2026-01-23"),
        ("上周五", "2026-01-23"),
        ("本周一", "2026-01-26"),
        ("星期二", "2026-01-27"),
        ("下周", "2026-02-02/2026-02-08"),
        ("去年", "2025"),
        ("前年", "2024"),
        ("今年上半年", "2026-H1"),
        ("下半年", "2025-H2"),
        ("2025年三季度", "2025-Q3"),
        ("2025Q3", "2025-Q3"),
        ("Q4", "2025-Q4"),
        ("25年一季度", "2025-Q1"),
        ("上一季度", "2025-Q4"),
        ("前三季度", "2025-Q1/2025-Q3"),
        ("2025年前11个月", "2025-01/2025-11"),
        ("2025财年", "2025"),
        ("近日", "2026-01"),
        ("日前", "2026-01"),
        ("上个月", "2025-12"),
        ("去年12月", "2025-12"),
        ("2025年9月底", "2025-09"),
        ("2022年以来", "2022/.."),
        ("今年以来", "2026"),
        ("2022年至2025年", "2022/2025"),
        ("2023-2025年", "2023/2025"),
        ("1月26日至30日", "2026-01-26/2026-01-30"),
        ("2025年6月1日至11月30日", "2025-06-01/2025-11-30"),
        ("2025-11-13", "2025-11-13"),
        ("2026/1/28", "2026-01-28"),
        ("二〇二五年", "2025"),
        ("十年前", "2016"),
        ("3天前", "2026-01-25"),
        ("未来四年", "2030"),
        ("此前", None),
        ("过去五年", None),
    ],
)
def test_an_expression_names_its_period(written: str, iso: str | None) -> None:
    assert resolved(f"星桥科技{written}，") == [(written, iso)]


@pytest.mark.parametrize("text", NO_DATES.split("|"))
def test_what_is_no_date_is_none(text: str) -> None:
    assert resolved(text) == []


def test_relative_dates_stay_open_without_a_day_of_publication() -> None:
    assert resolved("昨天，星桥科技", None) == [("昨天", None)]
    assert resolved("2025年，星桥科技", None) == [("2025年", "2025")]


@pytest.mark.parametrize("text", ["两三年前", "未来三五年", "三四十年前", "五六天前", "二十三十天前"])
def test_two_numbers_at_once_name_no_period(text: str) -> None:
    assert all(iso is None for _, iso in resolved(f"公司在{text}成立。"))


@pytest.mark.parametrize("year", [1, 2, 99, 199, 200, 999, 1582, 9799, 9800, 9999])
def test_an_absurd_day_of_publication_breaks_nothing(year: int) -> None:
    said = (
        "今年1月|今年|去年|前年|后年|去年底|三季度|前三季度|下半年|今年上半年|4月22日|31日|昨天|明天|大前天|上周五|下周|上个月|"
        "上一季度|同期|去年同期|九十九年前|99天前|12个月前|未来九十九年|近日|今年1-3月|前11个月|年底|2月29日|全年|次年|1月至3月"
    )
    for day in (date(year, 1, 1), date(year, 12, 31)):
        for one in said.split("|"):
            resolved(f"星桥科技{one}，将于{one}。{one}以来，{one}至明年", day)
        resolved("。".join(said.split("|")), day)


def test_a_year_has_four_digits() -> None:
    assert resolved("今年1月，", date(999, 3, 1)) == [("今年1月", "0999-01")]
    assert resolved("上半年，", date(201, 9, 1)) == [("上半年", "0201-H1")]


def test_a_future_clause_looks_ahead() -> None:
    assert resolved("新品将于5月上线")[0] == ("5月", "2026-05")
    assert resolved("新品已于5月上线")[0] == ("5月", "2025-05")


def test_expressions_point_back_at_those_before() -> None:
    assert resolved("2011年收购，次年推出新机")[1] == ("次年", "2012")
    assert resolved("1月26日开幕，当天签约")[1] == ("当天", "2026-01-26")
    assert resolved("今年上半年营收增长，去年同期亏损")[1] == ("去年同期", "2025-H1")


def test_a_comparison_is_not_taken_for_the_period_reported_on() -> None:
    text = "2025年收入增加，较2024年上升。全年平稳"
    assert resolved(text)[-1] == ("全年", "2025")


def test_each_last_year_of_a_sentence_is_that_before_the_period_reported_on() -> None:
    text = "2025年收入1亿元，上年同期2亿元；亏损，上年同期盈利"
    assert [iso for written, iso in resolved(text) if written == "上年同期"] == ["2024", "2024"]


def test_no_real_day_no_period() -> None:
    assert resolved("2025年2月30日") == [("2025年2月30日", None)]


@given(st.text(alphabet="0123456789年月日周一二三十至到-/Q季度上下半前去今昨天以来近，。\n ", max_size=60))
@settings(max_examples=300, deadline=None)
def test_expressions_lie_in_the_text_in_order(text: str) -> None:
    found = find_dates(text, DAY)
    assert all(e.span.end <= len(text) and len(e.span) for e in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("unit", ["1", "1月", "2025年", "年", "1-", "周三", "2025-", "同期", "1/1/"])
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(n: int) -> float:
        start = time.perf_counter()
        find_dates(unit * n, DAY)
        return time.perf_counter() - start

    assert seconds(8_000) < 40 * seconds(800) + 0.5
