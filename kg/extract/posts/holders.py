"""What a post may be at, and how a finding becomes a post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.posts.titles import Title, head_pattern, read_titles
from kg.extract.reading import FIRMS, Reading
from kg.model import EntityType, Mention, PostMention, Span

ORGANIZATIONS = FIRMS | {EntityType.PLACE}
_FORMER_BEFORE = re.compile(r"(?:前任?|原任?|时任|曾任|曾担任|曾是)\s*$")
_NOT_FORMER = re.compile(r"(?:之前|以前|此前|目前|日前|当前|前前|年前|月前|天前|会前)\s*$")
_NO_POST = re.compile(r"实控人|实际控制人")
_OFFICE_ENDS = "部省市县区局院州厅处司署"


def titles_at(reading: Reading, organization: Mention, start: int, end: int) -> tuple[Title, ...]:
    """The titles that fill a stretch right after an organisation; a place has offices only (美国总统)."""
    text = reading.text
    # 能源部 + 长: the last character of the name belongs to the title too
    if text[start : start + 1] == "长" and start == organization.span.end and text[start - 1] in _OFFICE_ENDS:
        start -= 1
    elif text[start : start + 2] in ("省省", "市市", "州州", "县县", "区区"):
        start += 1
    titles = read_titles(text, start, end)
    if organization.type is EntityType.PLACE:
        office = re.compile(rf"(?:驻.{{1,16}}?|.{{0,4}}?)(?:{head_pattern('office')})")
        titles = tuple(t for t in titles if office.fullmatch(t.of(text)))
    return titles


def is_former(reading: Reading, organization: Mention) -> bool:
    """Whether a mark before the organisation says that the post is over (前星桥科技CEO)."""
    before = reading.text[max(0, organization.span.start - 4) : organization.span.start]
    return bool(_FORMER_BEFORE.search(before)) and not _NOT_FORMER.search(before)


def is_party(reading: Reading, organization: Mention) -> bool:
    """Whether it is the party, whose groups in other bodies (党组) have posts there."""
    return organization.span.of(reading.text) in ("中共", "中国共产党")


def posts(
    reading: Reading,
    people: Iterable[Mention],
    organization: Mention,
    titles: Iterable[Title],
    evidence: tuple[Span, ...],
    confidence: float,
    former: bool = False,
) -> Iterator[PostMention]:
    """A post for each person and title."""
    held = tuple(t for t in titles if not _NO_POST.fullmatch(t.of(reading.text)))
    for person in people:
        for title in held:
            yield PostMention(
                person=person.id,
                organization=organization.id,
                title=title.of(reading.article.text),
                evidence=evidence,
                confidence=round(confidence * min(person.confidence, organization.confidence), 2),
                former=former or title.former,
            )
