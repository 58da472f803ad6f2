"""A text's own words for a measure map to one key, or to none."""

from __future__ import annotations

import pytest

from kg.text.metrics import concept_of, metric_concepts


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("营收", "revenue"),
        ("总营收", "revenue"),
        ("海外业务收入", "revenue"),
        ("归属于上市公司股东的净利润", "net_profit"),
        ("归母净亏损", "net_loss"),
        ("整体毛利率", "gross_margin"),
        ("日活用户", "dau"),
        ("12月交付量", "deliveries"),
        ("投后估值", "valuation"),
        ("融资金额", "funding_amount"),
        ("电商的月复购率", "repurchase_rate"),
        ("营收同比增长", "yoy_change"),
        ("净利润环比下降", "qoq_change"),
        ("收入增速", "change"),
    ],
)
def test_the_words_that_end_a_phrase_decide(words: str, key: str) -> None:
    assert concept_of(words) == key


@pytest.mark.parametrize("words", ["重点领域用户认证", "上市公司重大事项", "专家学者", ""])
def test_other_words_mean_no_known_measure(words: str) -> None:
    assert concept_of(words) is None


def test_every_concept_has_its_own_key_and_a_label_in_both_languages() -> None:
    concepts = metric_concepts()
    assert len({c.key for c in concepts}) == len(concepts)
    assert all(c.zh and c.en and c.key.isidentifier() for c in concepts)
    assert {concept_of(c.zh) for c in concepts if c.words} <= {c.key for c in concepts}
