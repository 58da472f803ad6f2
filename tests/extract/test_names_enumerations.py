"""Members of an enumeration."""

import pytest

from kg.extract.names.document import Form, Reading
from kg.extract.names.enumerations import add_members
from kg.extract.names.words import word_bounds
from kg.model import EntityType


def members(text: str, known: dict[str, EntityType]) -> set[str]:
    forms = [Form(n, places=[(text.index(n), text.index(n) + len(n))], type=k) for n, k in known.items()]
    read = Reading(text, [], [0.0] * len(text), *word_bounds(text))
    return {f.text for f in add_members(read, forms)} - set(known)


FIRM, PERSON = EntityType.COMPANY, EntityType.PERSON


def test_an_unknown_member_between_names_is_a_name():
    assert members("包括，星桥、北湖乳业、南山等", {"星桥": FIRM, "南山等": FIRM}) == {"北湖乳业"}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("，星桥、林晓舟、北湖乳业、南山", {"星桥": FIRM, "林晓舟": PERSON, "南山": FIRM}),  # two types
        ("，星桥、北湖乳业、南山", {"星桥": FIRM}),  # only one is known
        ("，星桥、提高效率、南山", {"星桥": FIRM, "南山": FIRM}),  # a verb among the words
        ("，星桥、企业、南山", {"星桥": FIRM, "南山": FIRM}),  # a common noun
    ],
)
def test_what_may_be_no_name_is_left_alone(text, known):
    assert members(text, known) == set()


def test_first_and_last_members_are_known_with_other_words_around_them():
    text = "包括林晓舟、笑山、何望、杜若四位星桥副总裁"
    assert members(text, {"林晓舟": PERSON, "何望": PERSON, "杜若": PERSON}) == {"笑山"}


def test_a_list_that_counts_its_people_has_a_person_in_each_place():
    text = "出席的有林晓舟、笑古、杜若三位副总裁"
    assert members(text, {"林晓舟": PERSON, "杜若": PERSON}) == {"笑古"}
    assert members(text.replace("三位", "两位"), {"林晓舟": PERSON, "杜若": PERSON}) == set()
