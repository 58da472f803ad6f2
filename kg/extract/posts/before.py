"""Titles before names: 星桥科技高级副总裁林晓舟, 创始人杨某, 由A和B创办人…, captions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.coordination import leading
from kg.extract.posts.holders import ORGANIZATIONS, is_former, is_party, posts, titles_at
from kg.extract.posts.spoken import (
    firm_of_sentence_before,
    organization_of_sentence,
    organization_spoken_of,
    sentence_start,
)
from kg.extract.posts.titles import PLAIN, Title, has_a_firm, head_pattern, read_titles
from kg.extract.reading import FIRMS, Reading
from kg.model import EntityType, Mention, PostMention, Span

_PERSON = frozenset({EntityType.PERSON})
_TITLED = 60
_SHARED = re.compile(r"\s*(?:、|和|与|及|以及|/|兼)\s*")
# a title that says who someone is in the story's own company: only words that no name is made of may stand before
# the head, since 飞鸟科技创始人 is no post of the company that the article is about, whatever the tagger missed
_OWN_HEAD = (
    r"创始人|创办人|董事长|总裁|总经理|CEO|CTO|CFO|COO|CMO|CPO|首席[一-鿿]{2,4}官|合伙人|董秘|董事长助理|总监"
    r"|负责人|实控人|实际控制人|发言人|法定代表人|法人代表|董事会秘书|董事[会局]主席|执行董事|董事"
)
_OWN = re.compile(rf"(?:{PLAIN}){{0,4}}(?:{_OWN_HEAD})", re.IGNORECASE)
_OWN_BEFORE = re.compile(
    rf"(?:^|(?<=[，。；：！？、“「\n\t（( 在给由与和向对据被是为且而但])|(?<=[。！？，…][”」])|(?<=宣布))"
    rf"(?:(?:前任?|原任?|时任|现任|新任)?(?:{PLAIN}){{0,4}}(?:{_OWN_HEAD})(?:、|兼任?|和|及|暨)?){{1,3}}$",
    re.IGNORECASE,
)
_FOUNDS = re.compile(r"(?:联合)?(?:创始人|创办人)")
_REGISTERED = re.compile(r"法定代表人|法人代表")
# 董事长变更为林晓舟, 负责人是林晓舟; 董事长由林晓舟担任
_COPULA = re.compile(r"(?:一职|职务)?(?:已|将|现)?(?:由[^，。；\n]{2,6})?(?:变更|更换|换|调整)?(?:是|为|系|成)\s*$")
_BY = re.compile(r"(?:一职|职务)?(?:将|已|改|现|则)?由\s*$")
_TAKEN_ON = re.compile(r"(?:先生|女士|博士)?(?:担任|出任|接任|兼任|接棒|接替|接掌|代理|履职)")
_COLON = re.compile(
    r"[：:]\s*$"
)  # 创始人：杨某, as in a table of facts; elsewhere a colon introduces what someone says
_ENDS_ENTRY = re.compile(r"\s*(?:（[^（）\n]*）)?\s*(?:$|[\n\t、，；。])")
# 作为星桥科技首席科学家的林晓舟
# 海州省宣布，省长林晓舟: the head of the place whose name the sentence gives
_HEAD_OF_PLACE = re.compile(r"[，；：](?P<title>(?:常务)?副?(?P<unit>[省市州县区])长)$")
_OF = re.compile(r"的\s*$")
_HOLDING = re.compile(r"(?:作为|身为|担任|[出曾兼升现接时]任|为|是)\s*$")
_BESIDE = re.compile(r"(?:先生|女士)?\s*(?:、|，?以及|及|和|与|(?P<comma>，|,))\s*")
_BETWEEN_POSTS = re.compile(r"(?:[、兼和及暨 ]|[，,](?=[前原现兼])|现任|时任|前任?|原任?)+$")
_SENT = ("驻", "驻\n")


def titles_before_names(reading: Reading) -> Iterator[PostMention]:
    """Posts whose title stands right before the name."""
    mentions = reading.within(0, len(reading.text), ORGANIZATIONS | _PERSON)
    people = {m.span.start: i for i, m in enumerate(mentions) if m.type is EntityType.PERSON}
    taken: set[int] = set()
    told: tuple[int, Mention] | None = None
    for start in sorted(people):
        i = people[start]
        if i in taken:
            continue
        group = _people_from(reading, mentions, i)
        taken.update(range(i, i + len(group)))
        found = list(_held_by(reading, mentions, i, group))
        found = found or list(_beside(reading, told, group))
        found = found or list(_without_organization(reading, mentions, i, group))
        found = found or list(_head_of_place(reading, group))
        yield from found
        told = (group[-1].span.end, reading.annotations.mention(found[0].organization)) if found else None


def _beside(reading: Reading, told: tuple[int, Mention] | None, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """星桥科技董事长林晓舟、总经理何望: the second title is held where the first one is."""
    if told is None or group[0].span.start - told[0] > _TITLED:
        return
    joined = _BESIDE.match(reading.text, told[0], group[0].span.start)
    if joined is None:
        return
    titles = titles_at(reading, told[1], joined.end(), group[0].span.start)
    titles = tuple(t for t in titles if not has_a_firm(t.of(reading.text)))
    if joined["comma"]:
        own = re.compile(rf".{{0,12}}{head_pattern('business', 'office')}", re.IGNORECASE)
        titles = tuple(t for t in titles if own.fullmatch(t.of(reading.text)))
    evidence = (told[1].span.cover(group[-1].span),)
    yield from posts(reading, group, told[1], titles, evidence, 0.85)


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
    right = last = _titles_end(reading, group)
    of = _OF.search(reading.text, max(0, right - 2), right)
    shared: tuple[Title, ...] = ()
    for k in range(i - 1, max(-1, i - 7), -1):
        organization = mentions[k]
        end = organization.span.end
        if organization.type is EntityType.PERSON or right - end > _TITLED:
            break
        if k and _within_title(reading, mentions[k - 1], organization):
            continue
        if end == last and shared:  # 海岳集团星桥科技CEO: what holds the firm that the title is at
            last = organization.span.start
            right = _before_separator(reading.text, last)
            continue
        if shared and _shares(reading, mentions, k, last):
            titles = shared
        else:
            titles = titles_at(
                reading, organization, end, of.start() if of and _is_held(reading, mentions, k) else right
            )
        if not titles:
            if organization.type is EntityType.PLACE:  # 中国区CEO: part of the title of the one before it
                continue
            break
        shared, last = titles, organization.span.start
        right = _before_separator(reading.text, last)
        of = None
        evidence = (organization.span.cover(group[-1].span),)
        yield from posts(reading, group, organization, titles, evidence, 0.95, is_former(reading, organization))


def _titles_end(reading: Reading, group: tuple[Mention, ...]) -> int:
    """Where the titles before a name end: at the name, or at the copula between (董事长变更为林晓舟)."""
    right = group[0].span.start
    copula = _COPULA.search(reading.text, max(0, right - 14), right)
    if copula is None and _ENDS_ENTRY.match(reading.text, group[-1].span.end):
        copula = _COLON.search(reading.text, max(0, right - 4), right)
    if copula is None and _TAKEN_ON.match(reading.text, group[-1].span.end):
        copula = _BY.search(reading.text, max(0, right - 5), right)
    return copula.start() if copula else right


def _is_held(reading: Reading, mentions: list[Mention], k: int) -> bool:
    """作为星桥科技首席科学家的林晓舟: the title ends before 的, if a verb says that the post is held."""
    while k and mentions[k - 1].span.end == mentions[k].span.start:
        k -= 1
    start = mentions[k].span.start
    return _HOLDING.search(reading.text, max(0, start - 3), start) is not None


def _within_title(reading: Reading, before: Mention, name: Mention) -> bool:
    """海港局亚洲事务主任, 海港局中共党组书记: the second name is part of the title at the first."""
    between = reading.text[before.span.end : name.span.start]
    if name.type is EntityType.PLACE and before.type is not EntityType.PERSON and between == "驻":
        return True
    part = name.type is EntityType.PLACE or is_party(reading, name)
    return part and not between and (before.type in FIRMS or reading.text.endswith(_SENT, 0, before.span.start))


def _shares(reading: Reading, mentions: list[Mention], k: int, last: int) -> bool:
    """星桥科技和白鹭资本创始人林晓舟: two share a title; of A、B、C创始人 only the last has it."""
    joined = _SHARED.fullmatch(reading.text, mentions[k].span.end, last)
    if joined is None or mentions[k].type is not EntityType.COMPANY:
        return False
    if k == 0 or "、" not in joined.group():
        return True
    return _SHARED.fullmatch(reading.text, mentions[k - 1].span.end, mentions[k].span.start) is None


def _before_separator(text: str, at: int) -> int:
    """Where the titles before a further organisation end: 星桥科技CEO、原白鹭资本合伙人."""
    between = _BETWEEN_POSTS.search(text, max(0, at - 6), at)
    return between.start() if between else at


def _without_organization(
    reading: Reading, mentions: list[Mention], i: int, group: tuple[Mention, ...]
) -> Iterator[PostMention]:
    """创始人杨某早年…: the title begins the clause, the organisation is the one spoken of before."""
    end = _titles_end(reading, group)
    block = reading.block_at(end).span.start
    floor = max(
        block,
        end - 40,
        next((m.span.end for m in reversed(mentions[max(0, i - 8) : i]) if m.type is not EntityType.PLACE), 0),
    )
    found = _OWN_BEFORE.search(reading.text[floor:end])
    if found is None or (found.start() == 0 and floor > block):
        return
    start = floor + found.start()
    titles = tuple(t for t in read_titles(reading.text, start, end) if _OWN.fullmatch(t.of(reading.text)))
    organization = _organization(reading, found.group(), start)
    if titles and organization:
        yield from posts(reading, group, organization, titles, (Span(start, group[-1].span.end),), 0.7)


def _head_of_place(reading: Reading, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """州长林晓舟: of the place with a name of that kind that the sentence gives before."""
    end = group[0].span.start
    since = sentence_start(reading, end)
    head = _HEAD_OF_PLACE.search(reading.text, max(since, end - 8), end)
    if head is None:
        return
    places = reading.within(since, head.start(), frozenset({EntityType.PLACE}))
    held = next((m for m in reversed(places) if m.span.of(reading.text).endswith(head["unit"])), None)
    if held:
        titles = read_titles(reading.text, head.start("title"), end)
        yield from posts(reading, group, held, titles, (Span(head.start("title"), group[-1].span.end),), 0.75)


def _organization(reading: Reading, words: str, start: int) -> Mention | None:
    """Whose a bare title is."""
    if _REGISTERED.match(words):
        return reading.last_within(sentence_start(reading, start), start, FIRMS)[0]
    near = organization_of_sentence(reading, start)
    if words.startswith("发言人"):
        return near
    if near is None and _FOUNDS.match(words):
        near = firm_of_sentence_before(reading, start)
    own = near is not None and (near.type is EntityType.COMPANY or reading.main_company is None)
    return near if own else organization_spoken_of(reading, start)
