"""Who and what a title means that stands without its person or its organisation."""

from __future__ import annotations

import re

from kg.extract.reading import FIRMS, Reading
from kg.model import EntityType, Mention

PERSON = frozenset({EntityType.PERSON})
_ABOUT_ONE = 0.4
_FAR = 90
"""How many characters may stand between the only person of a sentence and the verb of a post."""
_PRONOUN = re.compile(r"[他她](?![们人国])")
_BESIDE = re.compile(r"[他她](?![们人国])|(?:[与和同跟对向被给]|[一另][名位])$")
# 他曾在星桥科技工作十年，担任过…: a firm after 在 is no subject
_THERE = re.compile(r"[他她][^，。；]{0,12}(?:在|于|加入|进入|加盟|离开)")
_SPEAKS = re.compile(r"[^，。；]{0,6}(?:说|称|表示|指出|认为|介绍|透露|强调|回应|补充)")
_SUBJECTLESS = 40
_LONGEST = 400
"""Where a sentence is longer, its last part is looked at, so that no text takes more than linear time."""
_BEFORE = 240
"""How far back the sentence that names the person may begin."""


def sentence_start(reading: Reading, at: int) -> int:
    """Where the sentence of an offset begins, in its block."""
    start = max(reading.block_at(at).span.start, at - _LONGEST)
    return max(start, *(reading.text.rfind(mark, start, at) + 1 for mark in "。；！？”"))


def only_person_before(reading: Reading, at: int) -> tuple[Mention, ...]:
    """The one person whom the sentence names before an offset; of several the last, if it begins a clause."""
    person, alone = reading.last_within(sentence_start(reading, at), at, PERSON)
    if person is None or at - person.span.end > _FAR:
        return ()
    begins = reading.text[person.span.start - 1 : person.span.start] in ("，", "；", "：")
    return (person,) if alone or (begins and not _SPEAKS.match(reading.text, person.span.end)) else ()


def person_spoken_of(reading: Reading, at: int) -> tuple[Mention, ...]:
    """Whom 他曾任… or a sentence that begins 曾任… means: the one person that the sentences before name.

    Where they name several, or name one beside somebody else (她与林晓舟…), nobody.
    """
    start = sentence_start(reading, at)
    if at - start > _SUBJECTLESS or reading.within(start, at, PERSON):
        return ()
    if any(not _THERE.fullmatch(reading.text, start, m.span.start) for m in reading.within(start, at, FIRMS)):
        return ()
    block = reading.block_at(at).span.start
    floor = 0 if start == block and _PRONOUN.search(reading.text, start, at) else block
    person, alone = reading.last_within(max(floor, start - _BEFORE), start, PERSON)
    if person is None or not alone:
        return ()
    before = sentence_start(reading, person.span.start)
    return () if _BESIDE.search(reading.text, before, person.span.start) else (person,)


def organization_spoken_of(reading: Reading, at: int) -> Mention | None:
    """The company that a bare title belongs to: the article's own, if nothing nearer speaks against it.

    Several companies in the sentence before make it ambiguous: then none.
    """
    main = reading.main_company
    block = reading.block_at(at).span.start
    near, alone = reading.last_within(block, at, FIRMS)
    if near is not None and alone:
        return near if main is None or reading.chain(near).id == main.id else None
    if main is None:
        return None
    nearest = reading.nearest_of(main, at)
    if near is not None:
        return nearest if block <= nearest.span.start < at else None
    # a paragraph without any company: only where the whole article is about one
    return nearest if reading.main_share >= _ABOUT_ONE else None


def firm_of_sentence_before(reading: Reading, at: int) -> Mention | None:
    """The only organisation that the sentence before names, if ``at`` begins a sentence of the same paragraph.

    拾光是老品转型的缩影。创始人林晓舟… tells who founded the brand that was just introduced.
    """
    if at != sentence_start(reading, at) or at == reading.block_at(at).span.start:
        return None
    near, alone = reading.last_within(sentence_start(reading, at - 1), at, FIRMS)
    return near if alone else None


def organization_of_sentence(reading: Reading, at: int) -> Mention | None:
    """The only organisation that the sentence names before an offset: the one that 公司CEO or 发言人 belongs to."""
    near, alone = reading.last_within(sentence_start(reading, at), at, FIRMS)
    return near if alone else None
