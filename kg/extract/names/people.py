"""People whom only the words around them give away: 聘任林晓舟为首席财务官, 创始人林晓舟坦言.

Who is appointed to a post, and who says something right behind a title, is a person, whatever the tagger saw there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.extract.names.document import Form, Reading, places_of
from kg.extract.names.known import known_names
from kg.extract.names.words import lexicon, tagged_words
from kg.model import EntityType

_CONFIDENCE = 0.7
_SIR = r"(?:先生|女士|博士)?"
_TITLES = (
    r"(?:创始人|创办人|董事长|总裁|总经理|CEO|CFO|CTO|COO|首席[\u4e00-\u9fff]{2,4}[官家]|行长|总监|董秘|分析师|副总裁)"
)
_SAYS = r"(?:表示|指出|认为|介绍|透露|坦言|补充[说道]|强调|回忆|告诉|称[，：]|说[，：道]|近日|此前|日前|接受)"
_APPOINTS = r"(?:任命|聘任|聘请|委任|推选|提名|增补|选举)"
_NO_SURNAMES = frozenset("向和同应时任经由从对于就都已则也还方")
_DAY = re.compile("周[一二三四五六日天末]")
_NO_NAME = frozenset({"n", "v", "vn", "t", "d", "p", "r", "c", "f", "l", "i"})


def add_people(reading: Reading, forms: Sequence[Form]) -> list[Form]:
    """The forms, those that such words show to be people as people, and people that were missed."""
    at = {place: form for form in forms for place in form.places}
    taken = bytearray(len(reading.text))
    for start, end in at:
        taken[start:end] = b"\1" * (end - start)
    added: dict[str, Form] = {}
    shown = [(match["name"], match.span("name")) for p in _patterns() for match in p.finditer(reading.text)]
    places = places_of(reading, (name for name, _ in shown))
    for name, place in sorted(shown, key=lambda s: (-len(s[0]), s[1])):
        form = at.get(place)
        if form is not None:
            if form.type is not EntityType.PERSON and name not in known_names():
                form.type = EntityType.PERSON
        elif not any(taken[slice(*place)]) and name not in added and _like_a_person(name):
            free = sorted(p for p in {*places[name], place} if not any(taken[slice(*p)]))
            added[name] = Form(name, places=free, type=EntityType.PERSON, confidence=_CONFIDENCE)
            for start, end in free:
                taken[start:end] = b"\1" * (end - start)
    return [*forms, *added.values()]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    surnames = sorted(lexicon("surnames") - _NO_SURNAMES, key=lambda s: (-len(s), s))
    name = rf"(?P<name>(?:{'|'.join(surnames)})[\u4e00-\u9fff]{{1,2}}?)"
    return (
        re.compile(rf"{_APPOINTS}{name}{_SIR}(?:为|担任|出任|接任|兼任|任(?!务))"),
        re.compile(rf"{_TITLES}{name}{_SIR}{_SAYS}"),
    )


def _like_a_person(name: str) -> bool:
    """Whether the name is no common word or day of the week, nor has a common word as a part."""
    words = tagged_words(name)
    if (
        name in lexicon("common")
        or _DAY.fullmatch(name)
        or (len(words) == 1 and len(name) == 2 and words[0][1][:2] not in ("nr", "nz"))
    ):
        return False
    return len(words) == 1 or not any(len(word) > 1 and tag in _NO_NAME for word, tag in words)
