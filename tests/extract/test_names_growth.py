"""Names that the tagger cut short get back what always stands beside them."""

import pytest

from kg.extract.names.document import Form, Reading
from kg.extract.names.growth import grown
from kg.extract.names.words import word_bounds
from kg.model import EntityType


def read(text: str, name: str) -> list[str]:
    starts, ends = word_bounds(text)
    places = []
    at = text.find(name)
    while at >= 0:
        places.append((at, at + len(name)))
        at = text.find(name, at + 1)
    form = Form(name, {EntityType.COMPANY: 1.0}, 0.9, places, [0.9] * len(places))
    return list(grown(Reading(text, [], [0.5] * len(text), starts, ends), {name: form}))


def test_a_name_that_always_has_one_character_behind_it_has_it_as_a_part():
    assert read("Lumenix澈完成融资。Lumenix澈称，Lumenix澈将出海。", "Lumenix") == ["Lumenix澈"]


def test_a_word_that_a_form_cuts_is_filled_up():
    assert read("科幻电影回暖。科幻电影出海。他看科幻电影。", "幻电") == ["科幻电影"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("星桥的产品。星桥的客户。星桥的未来。", "星桥"),
        ("星桥称利润增长。澈影视觉与星桥合作。星桥上市。", "星桥"),
        ("Lumenix澈完成融资。Lumenix澈称将出海。", "Lumenix"),
        ("Lumenix仍在扩张。Lumenix仍需融资。Lumenix仍未盈利。", "Lumenix"),
        ("Lumenix需融资。Lumenix需扩张。Lumenix需上市。", "Lumenix"),
        ("Lumenix正扩张。Lumenix正融资。Lumenix正上市。", "Lumenix"),
        ("特斯拉股价涨。特斯拉股价跌。特斯拉股价平。", "特斯拉"),
        ("星桥总裁到场。星桥总裁致辞。星桥总裁离场。", "星桥"),
    ],
)
def test_what_only_happens_to_stand_beside_a_name_is_no_part_of_it(text, name):
    assert read(text, name) == [name]
