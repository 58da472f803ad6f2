"""Quotation marks of every kind, nested, lost and spanning paragraphs."""

from __future__ import annotations

import time

import pytest

from kg.model import Span
from kg.text.quotations import find_quotations


def inner(text: str) -> list[str]:
    return [q.inner.of(text) for q in find_quotations(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“很好。”然后“走了”", ["很好。", "走了"]),
        ("「甲『乙』丙」丁", ["甲『乙』丙"]),
        ("『先有此』，‘后有彼’", ["先有此", "后有彼"]),
        ("“我们相信‘先难后易’。”", ["我们相信‘先难后易’。"]),
        ('他说"你好"。', ["你好"]),
        ("“he’s here”", ["he’s here"]),
    ],
)
def test_finds_the_outermost_pairs(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


@pytest.mark.parametrize("text", ['27"的屏幕', "it’s fine", "多出来的”", "话说到一半“就没了下文", "“", ""])
def test_slips_are_no_quotations(text: str) -> None:
    assert inner(text) == []


@pytest.mark.parametrize("text", ["“这一段没有说完。", "他说：“这一段没有说完。"])
def test_a_quotation_that_goes_on_in_the_next_paragraph_ends_with_its_own(text: str) -> None:
    [found] = find_quotations(text, Span(0, len(text)))
    assert not found.closed
    assert found.inner.of(text) == "这一段没有说完。"
    assert found.outer.end == len(text)


def test_offsets_hold_with_emoji_and_within_a_block_only() -> None:
    text = "“外面”\n👩‍💻说：“里面”"
    block = Span(5, len(text))
    [found] = find_quotations(text, block)
    assert found.inner.of(text) == "里面"
    assert found.outer.of(text) == "“里面”"


@pytest.mark.parametrize("mark", ["“", "”", "“‘", '"', "「『"])
def test_runs_of_marks_are_read_in_linear_time(mark: str) -> None:
    text = mark * 100_000
    start = time.process_time()
    find_quotations(text, Span(0, len(text)))
    assert time.process_time() - start < 2
