"""How two texts differ: sentences, and the characters within them."""

from __future__ import annotations

import pytest

from kg.text.differences import Line, text_difference


def shown(lines: tuple[Line, ...]) -> list[str]:
    return [
        f"{line.sign} " + "".join(f"[{p.text}]" if p.changed else p.text for p in line.pieces) if line.pieces else "…"
        for line in lines
    ]


def test_equal_texts_and_such_that_differ_in_white_space_have_no_difference():
    assert text_difference("营收增长。甲。", "营收增长。甲。") == ()
    assert text_difference("营收增长。甲。", "营收增长。\n\n甲。") == ()


def test_numbers_change_as_a_whole_and_chinese_character_by_character():
    assert shown(text_difference("星桥科技营收增长12.5%。", "星桥科技利润增长15%。")) == [
        "- 星桥科技[营收]增长[12.5%]。",
        "+ 星桥科技[利润]增长[15%]。",
    ]


def test_sentences_that_went_came_and_moved_stand_in_their_place():
    old = "甲公司成立于2019年。林晓舟任首席执行官。公司位于杭州。产品已上市。"
    new = "甲公司成立于2019年。公司位于杭州。沈若川出席。产品已上市。"
    assert shown(text_difference(old, new)) == [
        "  甲公司成立于2019年。",
        "- [林晓舟任首席执行官。]",
        "  公司位于杭州。",
        "+ [沈若川出席。]",
        "  产品已上市。",
    ]


def test_what_is_far_from_a_change_is_left_out():
    sentences = [f"第{n}句话没有变。" for n in range(9)]
    changed = [*sentences[:4], "第4句话变了。", *sentences[5:]]
    assert shown(text_difference("".join(sentences), "".join(changed)))[0] == "…"
    assert [line[0] for line in shown(text_difference("".join(sentences), "".join(changed)))] == list("… -+ …")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("。" * 3000, "！" * 3000),
        ("甲。乙。" * 900, "乙。丙。甲。" * 700),
        ("的" * 20_000, "的" * 10_000 + "是" + "的" * 20_000),
        ("“" * 10_000, "”" * 10_000),
    ],
)
def test_hostile_texts_come_to_an_end_and_lose_nothing(old, new):
    lines = text_difference(old, new, context=1 << 30)
    kept = {sign: "".join(line.text for line in lines if line.sign in (" ", sign)) for sign in "-+"}
    assert kept == {"-": old, "+": new}
