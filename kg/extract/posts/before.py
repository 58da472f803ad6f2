"""Titles before names: 星桥科技高级副总裁林晓舟, 创始人杨某, 由A和B创办人…, captions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.coordination import leading
from kg.extract.posts.holders import ORGANIZATIONS, is_former, posts, titles_at
from kg.extract.posts.titles import PLAIN, Title, read_titles
from kg.extract.reading import FIRMS, Reading
from kg.model import EntityType, Mention, PostMention, Span

_PERSON = frozenset({EntityType.PERSON})
_TITLED = 60
_SHARED = re.compile(r"\s*(?:、|和|与|及|以及|/|兼)\s*")
# a title that says who someone is in the story's own company: only words that no name is made of may stand before
# the head, since 飞鸟科技创始人 is no post of the company that the article is about, whatever the tagger missed
_OWN_HEAD = (
    r"创始人|创办人|董事长|总裁|总经理|CEO|CTO|CFO|COO|CMO|CPO|首席[一-鿿]{2,4}官|合伙人|董秘|董事长助理|总监"
    r"|负责人|实控人|实际控制人"
)
_OWN = re.compile(rf"(?:{PLAIN}){{0,4}}(?:{_OWN_HEAD})", re.IGNORECASE)
_OWN_BEFORE = re.compile(
    rf"(?:^|(?<=[，。；：！？、“「\n\t（( 给由与和向对据被是为])|(?<=[。！？，…][”」]))"
    rf"(?:(?:前任?|原任?|时任|现任|新任)?(?:{PLAIN}){{0,4}}(?:{_OWN_HEAD})(?:、|兼任?|和|及|暨)?){{1,3}}$",
    re.IGNORECASE,
)
_ABOUT_ONE = 0.4
_COPULA = re.compile(r"(?:是|为|系)\s*$")
_COLON = re.compile(
    r"[：:]\s*$"
)  # 创始人：杨某, as in a table of facts; elsewhere a colon introduces what someone says
_ENDS_ENTRY = re.compile(r"\s*(?:（[^（）\n]*）)?\s*(?:$|[\n\t、，；。])")


def titles_before_names(reading: Reading) -> Iterator[PostMention]:
    """Posts whose title stands right before the name."""
    mentions = reading.within(0, len(reading.text), ORGANIZATIONS | _PERSON)
    people = {m.span.start: i for i, m in enumerate(mentions) if m.type is EntityType.PERSON}
    taken: set[int] = set()
    for start in sorted(people):
        i = people[start]
        if i in taken:
            continue
        group = _people_from(reading, mentions, i)
        taken.update(range(i, i + len(group)))
        yield from _held_by(reading, mentions, i, group)


def _people_from(reading: Reading, mentions: list[Mention], i: int) -> tuple[Mention, ...]:
    """The list of people that begins at index ``i``."""
    return leading(reading.text, _side_by_side(mentions, i))


def _side_by_side(mentions: list[Mention], i: int) -> Iterator[Mention]:
    """The people from index ``i`` on with at most four characters between one and the next."""
    end = mentions[i].span.start
    for j in range(i, len(mentions)):
        mention = mentions[j]
        if mention.type is not EntityType.PERSON or mention.span.start - end > 4:
            return
        yield mention
        end = mention.span.end


def _held_by(reading: Reading, mentions: list[Mention], i: int, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """Walks left from a name over titles and organisations: O1 titles、O2 titles name."""
    right = mentions[i].span.start
    copula = _COPULA.search(reading.text, max(0, right - 4), right)
    if copula is None and _ENDS_ENTRY.match(reading.text, group[-1].span.end):
        copula = _COLON.search(reading.text, max(0, right - 4), right)
    right = copula.start() if copula else right
    found, last = False, right
    shared: tuple[Title, ...] = ()
    for organization in reversed(mentions[max(0, i - 6) : i]):
        end = organization.span.end
        if organization.type is EntityType.PERSON or right - end > _TITLED:
            break
        if shared and _SHARED.fullmatch(reading.text, end, last) and organization.type is EntityType.COMPANY:
            titles = shared
        else:
            titles = titles_at(reading, organization, end, right)
        if not titles:
            if organization.type is EntityType.PLACE:  # 中国区CEO: part of the title of the one before it
                continue
            break
        found, shared, last = True, titles, organization.span.start
        right = _before_separator(reading.text, last)
        evidence = (organization.span.cover(group[-1].span),)
        yield from posts(reading, group, organization, titles, evidence, 0.95, is_former(reading, organization))
    if not found:
        yield from _without_organization(reading, mentions, i, group)


def _before_separator(text: str, at: int) -> int:
    """Where the titles before a further organisation end: 星桥科技CEO、白鹭资本合伙人."""
    while at > 0 and text[at - 1] in "、兼和及暨 ":
        at -= 1
    return at


def _without_organization(
    reading: Reading, mentions: list[Mention], i: int, group: tuple[Mention, ...]
) -> Iterator[PostMention]:
    """创始人杨某早年…: the title begins the clause, the organisation is the one spoken of before."""
    end = group[0].span.start
    block = reading.block_at(end).span.start
    floor = max(block, end - 40, mentions[i - 1].span.end if i else 0)
    found = _OWN_BEFORE.search(reading.text[floor:end])
    if found is None or (found.start() == 0 and floor > block):
        return
    start = floor + found.start()
    titles = tuple(t for t in read_titles(reading.text, start, end) if _OWN.fullmatch(t.of(reading.text)))
    organization = organization_spoken_of(reading, start)
    if titles and organization:
        yield from posts(reading, group, organization, titles, (Span(start, group[-1].span.end),), 0.7)


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
