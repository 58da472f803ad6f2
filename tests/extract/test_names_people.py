"""People whom only the words around them give away."""

from itertools import pairwise

import pytest

from kg.extract.names.document import Form, Reading
from kg.extract.names.people import add_people
from kg.extract.names.words import word_bounds
from kg.model import EntityType


def people(text: str, *firms: str) -> list[str]:
    starts, ends = word_bounds(text)
    forms = [
        Form(f, places=[(text.index(f), text.index(f) + len(f))], type=EntityType.COMPANY, confidence=0.9)
        for f in firms
    ]
    found = add_people(Reading(text, [], [0.0] * len(text), starts, ends), forms)
    return [f.text for f in found if f.type is EntityType.PERSON]


@pytest.mark.parametrize(
    "text",
    [
        "星桥科技聘任苏见微为首席财务官",
        "董事会提名苏见微女士担任董事",
        "星桥科技创始人苏见微坦言，今年很难",
        "星桥科技总裁苏见微先生近日到访",
    ],
)
def test_who_is_appointed_or_speaks_behind_a_title_is_a_person(text):
    assert people(text) == ["苏见微"]


def test_what_was_taken_for_a_firm_there_is_a_person():
    assert people("星桥科技创始人苏见微表示，今年很难", "星桥科技", "苏见微") == ["苏见微"]


@pytest.mark.parametrize(
    "text",
    [
        "星桥科技总裁向记者表示，今年很难",
        "首席技术官周三表示，今年很难",
        "多位分析师普遍认为，今年很难",
        "星桥科技任命副总裁为总裁",
        "星桥科技创始人高度称赞，说：好",
    ],
)
def test_other_words_behind_a_title_are_no_person(text):
    assert people(text) == []


def test_two_people_of_like_names_do_not_share_a_place():
    text = "星桥科技聘任苏见为首席财务官。星桥科技创始人苏见微坦言，今年很难。苏见微说，苏见很好。"
    starts, ends = word_bounds(text)
    found = add_people(Reading(text, [], [0.0] * len(text), starts, ends), [])
    places = sorted(place for form in found for place in form.places)
    assert {f.text for f in found} == {"苏见", "苏见微"}
    assert all(a[1] <= b[0] for a, b in pairwise(places))
