"""Dates, languages, addresses and front matter."""

from __future__ import annotations

import pytest

from kg.read.dates import moment
from kg.read.frontmatter import front_matter
from kg.read.language import language_of
from kg.read.publishers import domain_of, known_publisher
from kg.read.urls import canonical_url, identity_url


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri, 23 Apr 2021 23:30:00 GMT", "2021-04-24T07:30:00+08:00"),
        ("Fri, 23 Apr 2021 13:46:42 +0800", "2021-04-23T13:46:42+08:00"),
        ("Fri, 23 Apr 2021 13:46:42 CST", "2021-04-23T13:46:42+08:00"),
        ("23 Apr 2021 13:46 -0000", "2021-04-23T21:46:00+08:00"),
        ("2021-04-23T23:30:00Z", "2021-04-24T07:30:00+08:00"),
        ("2021-04-23T23:30:00.123Z", "2021-04-24T07:30:00+08:00"),
        ("2021-04-23T23:30:00-04:00", "2021-04-23T23:30:00-04:00"),
        ("2021-04-23T23:30:00+0900", "2021-04-23T23:30:00+09:00"),
        ("2021-04-23 13:46:42", "2021-04-23T13:46:42+08:00"),
        ("2021/4/23 9:05", "2021-04-23T09:05:00+08:00"),
        ("2021-04-23", "2021-04-23T00:00:00+08:00"),
        ("2021年4月23日", "2021-04-23T00:00:00+08:00"),
        ("2021年4月23日 13:46", "2021-04-23T13:46:00+08:00"),
        ("2021年4月23日13时46分", "2021-04-23T13:46:00+08:00"),
        (1619185602, "2021-04-23T21:46:42+08:00"),
        (1619185602000, "2021-04-23T21:46:42+08:00"),
        ("1619185602", "2021-04-23T21:46:42+08:00"),
        ("1990-01-01", "1990-01-01T00:00:00+08:00"),
    ],
)
def test_a_date_is_put_in_the_articles_own_zone(written: str | int, expected: str) -> None:
    found = moment(written)
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "昨天",
        "2021-13-40",
        "Fri, 99 Apr 2021 00:00:00 GMT",
        None,
        True,
        1e30,
        99999999999999999999,
        -1e20,
        float("nan"),
        "0000-01-01",
        "0001-01-01T00:00:00Z",
        "1970-01-01",
        0,
        "1989-12-31",
        "2101-01-01",
        "9999-12-31",
    ],
)
def test_what_is_no_date_gives_none(written: str | float | None) -> None:
    assert moment(written) is None


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("星桥科技周三宣布完成新一轮融资。", "zh-Hans"),
        ("星橋科技週三宣布完成新一輪融資。", "zh-Hant"),
        ("Starbridge完成A轮融资", "zh-Hans"),
        ("OpenAI、Google、Meta、Apple与Nvidia发布新品", "zh-Hans"),
        ("星桥科技推出「の」系列茶饮，股价上涨。", "zh-Hans"),
        ("スターブリッジは新しい工場を建設すると発表した。", "ja"),
        ("스타브리지가 새로운 공장을 건설한다고 발표했다.", "ko"),
        ("Starbridge said on Wednesday that it would build a plant in 北京.", "und-Latn"),
        ("Компания объявила о строительстве завода.", "ru"),
        ("12345 —", "und"),
        ("中文", "zh-Hans"),
        ("上市", "zh-Hans"),
    ],
)
def test_a_language_is_known_by_its_characters(text: str, tag: str) -> None:
    assert language_of(text) == tag


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://News.Example.com:443/p/1?f=rss", "https://news.example.com/p/1"),
        ("https://a.example/p?utm_source=x&id=2&spm=1.2&utm_medium=y", "https://a.example/p?id=2"),
        ("https://a.example/p?f=3", "https://a.example/p?f=3"),
        ("https://a.example/p?at_medium=RSS&at_campaign=rss", "https://a.example/p"),
        ("https://a.example/星桥 ", "https://a.example/%E6%98%9F%E6%A1%A5"),
        ("javascript:alert(1)", None),
        ("//a.example/p", None),
        ("readhub-123", None),
        ("https://user:secret@a.example/", None),
        ("https://a.example:99999/", None),
        ("https://[::1", None),
        ('https://a.example/"><script>', "https://a.example/%22%3E%3Cscript%3E"),
        ("https://a.example\u202emoc.b/p", None),
        ("https://a\u200b.example/p", None),
        ("https://a\u0085.example/p", None),
        ("https://a.example/\ud800", None),
        ("https://a.example/\u202e", "https://a.example/%E2%80%AE"),
        ("https://星桥.example/p", "https://星桥.example/p"),
        (None, None),
    ],
)
def test_an_address_is_cleaned_or_refused(written: str | None, expected: str | None) -> None:
    assert canonical_url(written) == expected


def test_http_and_https_are_one_address() -> None:
    assert identity_url("http://a.example/p/") == identity_url("https://a.example/p")


def test_a_publisher_is_known_by_its_domain_but_not_by_a_carrier() -> None:
    assert known_publisher("https://finance.caixin.com/1.html") == "财新网"
    assert known_publisher("https://notcaixin.com/1.html") is None
    assert domain_of("https://mp.weixin.qq.com/s?a=1") is None
    assert domain_of("https://www.a.example/1") == "a.example"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("title: NO\nmask: 12:30:00\ndate: 2021-04-23", {"title": "NO", "mask": "12:30:00", "date": "2021-04-23"}),
        ("title: *ST星桥：扭亏", {"title": "*ST星桥：扭亏"}),
        ("title: 星桥: 扭亏", {"title": "星桥: 扭亏"}),
        ("title: '星桥''s'", {"title": "星桥's"}),
        ('title: "林晓舟：\\"好\\""', {"title": '林晓舟："好"'}),
        ("title: “好”", {"title": "“好”"}),
        ("a: &x [1, 2]\nb: *x", {"a": "&x [1, 2]", "b": "*x"}),
        ("a: !!python/object:os.system x", {"a": "!!python/object:os.system x"}),
        ("tags: [甲, 乙]", {"tags": ["甲", "乙"]}),
        ("tags:\n - 甲\n - 乙\ntitle: 丙", {"tags": ["甲", "乙"], "title": "丙"}),
        ("tags:\n - *ST星桥\n - 乙", {"tags": ["*ST星桥", "乙"]}),
        ("cover:\n  url: x\n  title: 错\ntitle: 对", {"title": "对"}),
        ("title: |\n  甲\n  乙\n", {"title": "甲\n乙\n"}),
        ("- 甲", {}),
        ("", {}),
    ],
)
def test_front_matter_gives_strings_and_nothing_else(written: str, expected: dict[str, object]) -> None:
    assert front_matter(written) == expected
