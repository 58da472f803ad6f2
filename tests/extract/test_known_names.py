"""Well-known names in a sentence: the hint that the models of names get."""

import pytest

from kg.extract.names.known import known_names, matches, signs
from kg.text.normalise import fold


def found(text):
    return [(text[start:end], kinds) for start, end, kinds in matches(text)]


def test_known_names_are_found_from_left_to_right():
    assert found("阿里巴巴在杭州与丰田汽车签约") == [("阿里巴巴", "co"), ("杭州", "pl"), ("丰田汽车", "co")]


def test_the_longest_name_has_the_place():
    assert found("中国人民银行行长") == [("中国人民银行", "or")]


@pytest.mark.parametrize("text", ["IBMs new unit", "XIBM"])
def test_a_part_of_a_latin_token_is_no_name(text):
    assert not [name for name, _ in found(text) if name == "IBM"]


def test_a_name_at_the_very_end_is_found_whole():
    assert found("他们去了杭州") == [("杭州", "pl")]
    assert signs("去杭州") == ["", "plB", "plE"]


def test_what_nobody_knows_is_not_found():
    assert found("星桥科技的林晓舟") == []


def test_the_lists_are_folded_sorted_and_without_blanks():
    for name in known_names():
        assert name == fold(name).strip()
        assert len(name) > 1
