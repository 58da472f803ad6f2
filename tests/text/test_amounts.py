"""Amounts: value, unit, currency and bound, and what is none."""

from __future__ import annotations

import itertools
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text.amounts import find_amounts

NO_AMOUNTS = (
    "第3季度|8.0版本|M3芯片|5G手机|4S店|600519.SH|45岁|13:46|一个人|一些|36氪|"
    "58同城|3M公司|2025年4月22日|2025款车型|双11|千元级手机|50 万级销冠|近三年|过去5年|"
    "十五五规划|万里地产|百分网盘|亿纬锂能|千万别买|五花八门|下午10点|12306|5多元化|2头部企业|GPT-4模型"
)


def told(text: str) -> list[tuple[str, Decimal, str, str, str | None]]:
    return [
        (a.span.of(text), a.quantity.value, a.quantity.unit, a.quantity.bound.sign, a.quantity.currency)
        for a in find_amounts(text)
    ]


@pytest.mark.parametrize(
    ("text", "written", "value", "unit", "sign", "currency"),
    [
        ("省下2亿5000万英镑", "2亿5000万英镑", "250000000", "英镑", "=", "GBP"),
        ("约1万2000名员工", "约1万2000名", "12000", "名", "≈", None),
        ("投资1万5000亿元", "1万5000亿元", "1.5e12", "元", "=", "CNY"),
        ("完成4.2万名认证", "4.2万名", "42000", "名", "=", None),
        ("收入近400亿元", "近400亿元", "4e10", "元", "<", "CNY"),
        ("拿出数亿元", "数亿元", "1e8", "元", ">", "CNY"),
        ("数千万美元", "数千万美元", "1e7", "美元", ">", "USD"),
        ("十余家门店", "十余家", "10", "家", ">", None),
        ("超百家公司", "超百家", "100", "家", ">", None),
        ("70余家", "70余家", "70", "家", ">", None),
        ("3亿多元现金", "3亿多元", "3e8", "元", ">", "CNY"),
        ("涉案11余亿元", "11余亿元", "1.1e9", "元", ">", "CNY"),
        ("客流突破4000万大关", "突破4000万", "4e7", "", ">", None),
        ("出栏853.69万头", "853.69万头", "8536900", "头", "=", None),
        ("拿地20宗", "20宗", "20", "宗", "=", None),
        ("楼面价27974元/㎡", "27974元/㎡", "27974", "元/㎡", "=", None),
        ("8万多套盲盒", "8万多套", "80000", "套", ">", None),
        ("毛利率高达62%", "62%", "62", "%", "=", None),
        ("增长百分之三点五", "百分之三点五", "3.5", "%", "=", None),
        ("超七成的用户", "超七成", "70", "%", ">", None),
        ("提高3.5个百分点", "3.5个百分点", "3.5", "个百分点", "=", None),
        ("激增六倍", "六倍", "6", "倍", "=", None),
        ("几乎翻了一番", "几乎翻了一番", "2", "倍", "<", None),
        ("不超过600亿元", "不超过600亿元", "6e10", "元", "<", "CNY"),
        ("不低于5%", "不低于5%", "5", "%", ">", None),
        ("50人左右", "50人左右", "50", "人", "≈", None),
        ("40万元以上", "40万元以上", "400000", "元", ">", "CNY"),
        ("约为人民币7.09亿元", "约为人民币7.09亿元", "709000000", "元", "≈", "CNY"),
        ("出资3亿元人民币", "3亿元人民币", "3e8", "元人民币", "=", "CNY"),
        ("raised $1.2 billion", "$1.2 billion", "1.2e9", "$", "=", "USD"),
        ("28.09万亿韩元", "28.09万亿韩元", "2.809e13", "韩元", "=", "KRW"),
        ("估值 10 亿欧元", "10 亿欧元", "1e9", "欧元", "=", "EUR"),
        ("报价1577元/克", "1577元/克", "1577", "元/克", "=", None),
        ("裁减1，000个岗位", "1，000个", "1000", "个", "=", None),
        ("带宽1.2TB/s", "1.2TB/s", "1.2", "TB/s", "=", None),
        ("6.97亿人次", "6.97亿人次", "6.97e8", "人次", "=", None),
        ("涨至4100点以上", "4100点以上", "4100", "点", ">", None),
        ("第27万辆下线", "27万辆", "270000", "辆", "=", None),
        ("净利润为-470,000万元左右", "-470,000万元左右", "-4.7e9", "元", "≈", "CNY"),
    ],
)
def test_an_amount_is_read(text: str, written: str, value: str, unit: str, sign: str, currency: str | None) -> None:
    assert told(text) == [(written, Decimal(value), unit, sign, currency)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1.9亿元–2.5亿元", "1.9e8", "2.5e8"),
        ("1.9亿至2.5亿元", "1.9e8", "2.5e8"),
        ("1.9-2.5亿元", "1.9e8", "2.5e8"),
        ("68亿元（人民币，下同）至78亿元", "6.8e9", "7.8e9"),
        ("2至3倍", "2", "3"),
        ("10%-15%", "10", "15"),
        ("二三十个员工", "20", "30"),
        ("20 万至 60 万", "200000", "600000"),
    ],
)
def test_a_range_is_one_amount(text: str, low: str, high: str) -> None:
    [amount] = find_amounts(text)
    assert (amount.quantity.value, amount.quantity.value_max) == (Decimal(low), Decimal(high))


def test_a_list_that_only_its_last_unit_follows_has_it_throughout() -> None:
    assert [(a[1], a[2], a[4]) for a in told("6.5亿、7亿、9亿美元")] == [
        (Decimal("6.5e8"), "美元", "USD"),
        (Decimal("7e8"), "美元", "USD"),
        (Decimal("9e8"), "美元", "USD"),
    ]


@pytest.mark.parametrize("text", ["净利润-18万元", "净利-18万元", "盈利额-18万元"])
def test_a_minus_behind_a_measure_is_one(text: str) -> None:
    assert [a[1] for a in told(text)] == [-180000]


def test_a_dash_behind_a_scale_and_a_space_is_no_minus() -> None:
    [(written, value, *_)] = told("约 1.3 万 -1.8 万元")
    assert (written, value) == ("约 1.3 万 -1.8 万元", 13000)


def test_from_one_value_to_another_is_no_range() -> None:
    assert [v for _, v, *_ in told("占比从5%到10%")] == [5, 10]


@pytest.mark.parametrize("text", NO_AMOUNTS.split("|"))
def test_what_is_no_amount_is_none(text: str) -> None:
    assert told(text) == []


def test_a_large_number_of_what_is_money_is_money() -> None:
    assert [a[2:] for a in told("发放10亿现金红包，68亿境内债展期，覆盖 20 万至 60 万价格带")] == [("", "=", "CNY")] * 3
    assert [a[4] for a in told("10亿现有用户，10万份补贴")] == [None, None]


def test_money_without_a_currency_takes_that_named_before_else_yuan() -> None:
    [first] = find_amounts("全年营收400亿")
    assert (first.quantity.currency, first.quantity.currency_inferred) == ("CNY", True)
    second = find_amounts("营收3亿美元，净利润1.2亿")[1]
    assert (second.quantity.currency, second.quantity.currency_inferred) == ("USD", True)
    [users] = find_amounts("日活超3亿")
    assert users.quantity.currency is None


@given(st.text(alphabet="0123456789.,，万亿千百十一二两数几余多元美%％倍家人超近约至-–$ （）第年个成番翻", max_size=50))
@settings(max_examples=400, deadline=None)
def test_amounts_lie_in_the_text_in_order_and_are_finite(text: str) -> None:
    found = find_amounts(text)
    assert all(a.quantity.written == a.span.of(text) and a.quantity.value.is_finite() for a in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    "unit", ["1", "万", "1,", "1，", "一", "超过", "1至", "数", "3亿元、", "$1", "百分之", "（", "上千", "1."]
)
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(n: int) -> float:
        start = time.perf_counter()
        find_amounts(unit * n)
        return time.perf_counter() - start

    assert seconds(8_000) < 40 * seconds(800) + 0.5


def test_an_amount_ends_with_its_line() -> None:
    text = "累计成交3万亿元人民币\n36晨汐获悉，营收4.2\n亿元"
    found = [a.span.of(text) for a in find_amounts(text)]
    assert found[0] == "3万亿元人民币"
    assert not [amount for amount in found if "\n" in amount]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("公司营收3亿美元，利润1.2亿。", "USD"),
        ("星桥科技营收3亿美元。\n青檐咖啡派发10亿现金。", "CNY"),  # other news
        ("营收3亿港元（下同）。\n融资额2亿。", "HKD"),
    ],
)
def test_a_currency_that_is_not_named_is_that_of_the_paragraph(text: str, currency: str) -> None:
    amount = find_amounts(text)[-1]
    assert (amount.quantity.currency, amount.quantity.currency_inferred) == (currency, True)


def test_a_contract_is_no_approximation() -> None:
    [signed] = find_amounts("星桥科技只签约了12家品牌")
    assert (signed.quantity.written, signed.quantity.bound.sign) == ("12家", "=")
    [about] = find_amounts("签下约12家品牌")
    assert about.quantity.bound.sign == "≈"
