"""What stands in one enumeration with names is a name too: 星桥、北湖乳业、南山食品等企业.

The tagger often knows only some members of a list. Where two of them or more are names of one type, and none is of
another, the unknown members between two marks are names of that type as well, if they are written like names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.names.document import Form, Reading
from kg.extract.names.judge import never_a_name
from kg.extract.names.words import lexicon, tagged_words
from kg.model import EntityType

_LIST = re.compile(
    r"[^\s，。；：:;,!?！？（）()“”「」《》、]{2,14}(?:、[^\s，。；：:;,!?！？（）()“”「」《》、]{2,14}){2,}"
)
_OPEN = frozenset({EntityType.COMPANY, EntityType.PERSON, EntityType.PLACE})
_NO_NAME_TAGS = frozenset({"v", "p", "d", "m", "q", "u", "uj", "ul", "c", "r", "f", "ad", "vd"})
_COMMON_TAGS = frozenset({"n", "vn", "a", "an", "i", "l", "t", "s"})
_CONFIDENCE = 0.6
_MARK = "、"


def add_members(reading: Reading, forms: Sequence[Form]) -> list[Form]:
    """The forms, and those that enumerations add to them."""
    known = _Known(forms, len(reading.text))
    added: dict[str, Form] = {}
    texts = {f.text for f in forms}
    for match in _LIST.finditer(reading.text):
        members = _members(reading.text, *match.span())
        kind = known.common_type(members)
        if kind is None:
            continue
        for start, end in members[1:-1]:
            text = reading.text[start:end]
            counted = kind is EntityType.PERSON and len(text) <= 3 and _counts(reading.text, members)
            if text not in texts and not known.overlaps(start, end) and (counted or _like_a_name(text)):
                form = added.setdefault(text, Form(text, type=kind, confidence=_CONFIDENCE))
                if (start, end) not in form.places[-1:]:
                    form.places.append((start, end))
    return [*forms, *added.values()]


_NUMBERS = {n: i for i, n in enumerate("三四五六七八九十", 3)}
_COUNT = re.compile(r"[\u4e00-\u9fff]{2,4}?(?P<count>[三四五六七八九十]|\d{1,2})[位名人]")


def _counts(text: str, members: Sequence[tuple[int, int]]) -> bool:
    """Whether the words behind a list say how many it names: 林晓舟、何望、杜若三位."""
    count = _COUNT.match(text, members[-1][0])
    return count is not None and len(members) == (_NUMBERS.get(count["count"]) or int(count["count"]))


def _members(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for part in text[start:end].split(_MARK):
        found.append((start, start + len(part)))
        start += len(part) + 1
    return found


class _Known:
    """The names that are known already, by where they stand; they do not overlap."""

    def __init__(self, forms: Sequence[Form], length: int) -> None:
        self._taken = bytearray(length)
        self._from: dict[int, tuple[int, Form]] = {}
        self._to: dict[int, tuple[int, Form]] = {}
        for form in forms:
            for start, end in form.places:
                self._taken[start:end] = b"\1" * (end - start)
                self._from[start], self._to[end] = (end, form), (start, form)

    def common_type(self, members: Sequence[tuple[int, int]]) -> EntityType | None:
        """The one type of the members that are names already, if they are at least two and a third of all."""
        named = [known[1] for start, end in members if (known := self._from.get(start)) and known[0] == end]
        # the list's first and last members may have other words around them: 包括林晓舟、何望、杜若四位副总裁
        first, last = self._to.get(members[0][1]), self._from.get(members[-1][0])
        named += [first[1]] if first and first[0] > members[0][0] else []
        named += [last[1]] if last and last[0] < members[-1][1] else []
        types = {f.type for f in named}
        if len(named) < 2 or len(named) * 3 < len(members) or len(types) != 1:
            return None
        kind = types.pop()
        return kind if kind in _OPEN else None

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one of them stands in a stretch, or reaches into it."""
        return any(self._taken[start:end])


def _like_a_name(text: str) -> bool:
    """Whether the words of a stretch may be a name: short, and no verb, number or particle among them."""
    if not 2 <= len(text) <= 8 or never_a_name(text) or text in lexicon("generic") or text in lexicon("title"):
        return False
    words = tagged_words(text)
    if len(words) == 1 and words[0][1] in _COMMON_TAGS:
        return False
    return len(words) <= 3 and not any(tag in _NO_NAME_TAGS for _, tag in words)
