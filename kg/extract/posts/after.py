"""Titles after names: 林晓舟，星桥科技高级副总裁 · 林晓舟（…） · 林晓舟出任… · A、B、C三位星桥科技高级副总裁."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.coordination import coordinated
from kg.extract.posts.holders import ORGANIZATIONS, is_former, is_party, posts, titles_at
from kg.extract.posts.spoken import only_person_before, organization_spoken_of, person_spoken_of, sentence_start
from kg.extract.posts.terms import Term, term
from kg.extract.posts.titles import Title, has_a_firm, head_pattern, read_titles
from kg.extract.reading import FIRMS, Reading
from kg.model import EntityType, Mention, PostMention

_PERSON = frozenset({EntityType.PERSON})
_STRETCH = 48
_NOW = (
    r"(?:将会|将|正式|即将|已经|已|拟|或|目前|现在|现(?!任)|如今|也|还|同时|先后|则|均|都|继续|随后|此后|后|接着|共同|分别|一起|再次|再|长期|料|曾经?|仍然?|业已"
    r"|自|于|在|[去今前][年日天]|昨[日天]|[本上][周月]|近日|日前|当时|[\d年月日起至到]{1,20}|\s){0,6}+"
)
_TAKES = re.compile(
    rf"(?:先生|女士|博士)?(?:（[^（）\n]{{0,30}}）)?\s*，?{_NOW}"
    r"(?P<verb>是|为|系|任|现任|担任|出任|接任|升任|就任|获任|兼任|转任|调任|改任|履新|晋升为|升为|成为|当选为?|被任命为|获委任为"
    r"|[被获受]聘(?:请|任)?为?|被选为|被委任为|执掌|掌舵"
    r"|曾任|曾担任|曾是|曾出任|历任|原任|原是|原为|卸任|辞任|辞去|离任|退任|不再担任|不再兼任|请辞|被?免去|被免)(?:了|其|过|于)?"
)
_ONCE = re.compile(r"曾|此前|历任|原")
_OVER = re.compile(r"曾|历任|原|担任过|卸任|辞任|辞去|离任|退任|不再|请辞|免去|被免")
_COMING = re.compile(r"将|拟|或|即将")
_NEAR = 6
_RACE = re.compile(r"的?(?:概率|可能性?|人选|热门|候选|呼声|竞争|争夺|提名|选举)")
_WISHED = re.compile(r"提名[^，。；]{0,20}$|(?:有望|可能)(?:由|让)?$")
_ENTERS = re.compile(r"(?:在|加入|加盟|入职|进入|回到|回归|[供就任]职|服务|跳槽|转投|空降|创立|创办|创建)了?[于至到]?$")
_REPLACES = re.compile(r"(?:接替|取代|代替|替代|接棒)$")
_LATER = re.compile(
    r"(?:(?<=[，、。；年月日后并且将曾前时也还已再他她宣仍然\n\d]))(?<![目此以]前后)"
    r"(?P<verb>担任过?|出任|接任|升任|就任|获任|兼任|转任|调任|改任|现任|曾任|曾担任|历任|卸任|辞任|辞去|退任|被?免去|被任命为|当选为?|晋升为|升|任"
    r"|(?<=[他她])(?:现在|目前|也|还|曾)?是|(?:也|还|同时)是)(?:了|其|过)?"
)
_LONE = re.compile(r"任|升|.{0,2}是")
"""Verbs so short that only an organisation right behind them makes sure of them."""
_COMMA = re.compile(r"\s*(?:（|\(|，|——|—|,|-)\s*")
_COUNT = re.compile(
    r"\s*等?(?:[一二两三四五六七八九十\d]{1,3}[位名]|等人?(?:都|均)?是|都是|均为|等)\s*(?P<over>历任|原|前)?"
)
_APPOINTS = re.compile(r"(?:任命|聘任|聘请|委任|选举|推举|晋升|提拔|擢升|邀请)了?\s*$")
_AS = re.compile(r"(?:（[^（）\n]{0,30}）)?\s*(?:为|担任|出任|接任|作为)(?:其)?")
_JOINED = re.compile(r"[、和及与]|以及")
_LEAD = re.compile(
    r"[ 的前原、兼和及与]*(?:现任|现为|历任|[^，。；、是了]{0,12}(?:公司|企业|机构|银行)|新?(?:组建|成立|创办|设立)的)?"
    r"[的前原]?"
)
_FURTHER = re.compile(r"[ 的前原、兼和及与，]*(?:现任|现为|历任)?[的前原]?")
_BETWEEN_POSTS = re.compile(r"(?:[、兼和及暨与，, ]|现任|时任|前任?|原任?)*$")
_ENDS_LIST = re.compile(r"等|一职|之职|职务")
_STOP = re.compile(r"[，。；：！？）)\n“”」]|$")
# words that may follow a title at once, where no mark ends it
_GOES_ON = re.compile(
    r"一职|职务|之职|等职|期间|表示|认为|指出|介绍|[都均也在就对将已曾则等后时以到]|分别|可以|共同|的"
)


def titles_after_names(reading: Reading) -> Iterator[PostMention]:
    """Posts whose title stands after the name."""
    for group in coordinated(reading.text, reading.within(0, len(reading.text), _PERSON)):
        for rule in (_counted, _appointed, _taken, _apposed):
            found = list(rule(reading, group))
            if found:
                yield from found
                break
    yield from _distant(reading)


def _counted(reading: Reading, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """A、B、C三位星桥科技高级副总裁: each of the list."""
    count = _COUNT.match(reading.text, group[-1].span.end)
    if count and len(group) > 1:
        yield from _named(reading, group, count.end(), 0.95, bool(count["over"]))


def _appointed(reading: Reading, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """星桥科技任命林晓舟为高级副总裁: at the organisation named with the title, else at the one that appoints."""
    text = reading.text
    start = group[0].span.start
    verb = _APPOINTS.search(text, max(0, start - 8), start)
    as_ = _AS.match(text, group[-1].span.end)
    if verb and as_:
        found = _named(reading, group, as_.end(), 0.9)
        held = term(reading, verb.group(), verb.start(), as_.end())
        yield from _dated(found or _bare(reading, group, as_.end(), 0.9, verb.start()), held)


def _only_wished(reading: Reading, group: tuple[Mention, ...]) -> bool:
    """提名林晓舟出任…, 有望: nobody holds a post by being named for it."""
    start = group[0].span.start
    return _WISHED.search(reading.text, max(sentence_start(reading, start), start - 30), start) is not None


def _taken(reading: Reading, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """林晓舟出任星桥科技高级副总裁; 卸任 and the like end a post, but 将卸任 does not yet."""
    verb = _TAKES.match(reading.text, group[-1].span.end)
    if verb is None or _only_wished(reading, group):
        return
    if _REPLACES.search(reading.text, max(0, group[0].span.start - 4), group[0].span.start):
        group = only_person_before(reading, group[0].span.start)
    elif "，" in verb.group() and not only_person_before(reading, verb.start("verb")):
        return
    if not group:
        return
    yield from _by_verb(reading, group, verb)


def _distant(reading: Reading) -> Iterator[PostMention]:
    """何某2015年加入公司，两年后出任总裁: the only person in the sentence before the verb."""
    for verb in _LATER.finditer(reading.text):
        if _LONE.fullmatch(verb["verb"]) and not _organizations_at(reading, verb.end(), further=False):
            continue
        group = only_person_before(reading, verb.start()) or person_spoken_of(reading, verb.start())
        if group:
            yield from _by_verb(reading, group, verb, 0.8)


def _by_verb(
    reading: Reading, group: tuple[Mention, ...], verb: re.Match[str], confidence: float = 0.9
) -> Iterator[PostMention]:
    word = verb["verb"]
    since = max(group[-1].span.end, sentence_start(reading, verb.start("verb")))
    before = reading.text[since : verb.start("verb")]
    former = bool(_ONCE.search(before) or _OVER.search(word)) and not _COMING.search(before[-_NEAR:])
    found = _named(reading, group, verb.end(), confidence, former)
    held = term(reading, word, group[0].span.start, verb.end())
    found = found or list(_there(reading, group, verb, since, confidence, former))
    yield from _dated(found or _bare(reading, group, verb.end(), confidence - 0.1, verb.start(), former), held)


def _there(
    reading: Reading, group: tuple[Mention, ...], verb: re.Match[str], since: int, confidence: float, former: bool
) -> Iterator[PostMention]:
    """林晓舟2016年加入星桥科技，担任副总裁: at the organisation that the clause before says they were in."""
    organization, _ = reading.last_within(since, verb.start(), FIRMS)
    if organization is None or verb.start() - organization.span.end > _STRETCH:
        return
    start = organization.span.start
    if not _ENTERS.search(reading.text, max(since, start - 8), start):
        return
    for stop in _stops(reading, verb.end()):
        titles = read_titles(reading.text, verb.end(), stop)
        if titles:
            evidence = (group[0].span.cover(titles[-1].span),)
            yield from posts(reading, group, organization, titles, evidence, confidence, former)
            return


def _dated(found: Iterable[PostMention], held: Term) -> Iterator[PostMention]:
    for post in found:
        over = post.former or held.over
        yield replace(post, valid_from=held.valid_from, valid_until=held.valid_until, former=over)


def _apposed(reading: Reading, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """林晓舟，星桥科技高级副总裁，… and 林晓舟（星桥科技高级副总裁）: the last of a list only."""
    mark = _COMMA.match(reading.text, group[-1].span.end)
    if mark is None:
        return
    found = list(_named(reading, group[-1:], mark.end(), 0.9))
    if not found and mark.group().strip() in ("（", "("):
        found = list(_bare(reading, group[-1:], mark.end(), 0.7, group[-1].span.start))
    yield from found


def _stops(reading: Reading, start: int) -> Iterator[int]:
    """Where the titles that begin at ``start`` may end: at the first mark, else before a word that goes on."""
    end = min(len(reading.text), start + _STRETCH)
    mark = _STOP.search(reading.text, start, end)
    stop = mark.start() if mark else end
    yield stop
    for word in _GOES_ON.finditer(reading.text, start, stop):
        yield word.start()


def _named(
    reading: Reading, group: tuple[Mention, ...], start: int, confidence: float, former: bool = False
) -> list[PostMention]:
    """Posts from ``organisation titles`` at ``start``; several such pairs may follow each other."""
    found: list[PostMention] = []
    while organizations := _organizations_at(reading, start, further=bool(found)):
        last = organizations[-1]
        end, titles = _titles_from(reading, last, further=bool(found))
        if not titles:
            break
        evidence = (group[0].span.cover(titles[-1].span),)
        over = former or is_former(reading, organizations[0])
        if found and is_party(reading, last):  # 海港局副局长、中共党组成员: the party's group in the same office
            organizations = (reading.annotations.mention(found[-1].organization),)
        for organization in organizations:
            found.extend(posts(reading, group, organization, titles, evidence, confidence, over))
        start = end
    return found


def _organizations_at(reading: Reading, start: int, further: bool) -> tuple[Mention, ...]:
    """The organisation that stands at an offset, or right after a separator; several where they share a title.

    Of 海州市海港局局长 it is the inner one. A comma separates only what follows a first post.
    """
    near = reading.within(start, start + _STRETCH, ORGANIZATIONS)
    lead = _FURTHER if further else _LEAD
    if not near or not lead.fullmatch(reading.text, start, near[0].span.start):
        return ()
    shared: list[Mention] = []
    for i, mention in enumerate(near):
        after = near[i + 1] if i + 1 < len(near) else None
        inner = after is not None and mention.span.end == after.span.start and _holds(mention, after)
        if not inner:
            shared.append(mention)
        if after is None or not (inner or _JOINED.fullmatch(reading.text, mention.span.end, after.span.start)):
            break
    return tuple(shared) if shared[-1].type is not EntityType.PLACE else tuple(shared[-1:])


def _holds(outer: Mention, inner: Mention) -> bool:
    """海州市海港局, 海岳集团星桥科技; but of 星桥科技海州 the place is part of the title that follows."""
    return inner.type in FIRMS or outer.type is EntityType.PLACE


def _titles_from(reading: Reading, organization: Mention, further: bool) -> tuple[int, tuple[Title, ...]]:
    """The titles that follow an organisation, and where they end; the next organisation ends them too."""
    start = organization.span.end
    others = reading.within(start, start + _STRETCH, ORGANIZATIONS)
    stops = list(_stops(reading, start))
    if further:
        stops = [s for s in stops if s == stops[0] or _ENDS_LIST.match(reading.text, s)]
    if others and (others[0].type is not EntityType.PLACE or reading.text[others[0].span.start - 1] in "、和及与，"):
        stops = [_BETWEEN_POSTS.search(reading.text, start, others[0].span.start).start(), *stops]  # type: ignore[union-attr]  # matches the empty end
    for stop in stops:
        titles = titles_at(reading, organization, start, stop) if stop > start else ()
        if titles and not _RACE.match(reading.text, stop):
            return stop, titles
    return start, ()


def _bare(
    reading: Reading, group: tuple[Mention, ...], start: int, confidence: float, before: int, former: bool = False
) -> Iterator[PostMention]:
    """Posts from a title without organisation: at the one that the sentence speaks of."""
    parsed = ((stop, read_titles(reading.text, start, stop)) for stop in _stops(reading, start))
    stop, titles = next(((s, t) for s, t in parsed if t), (start, ()))
    own = re.compile(rf".{{0,12}}{head_pattern('business', 'finance')}", re.IGNORECASE)
    titles = tuple(t for t in titles if own.fullmatch(t.of(reading.text)) and not has_a_firm(t.of(reading.text)))
    organization = organization_spoken_of(reading, before)
    if titles and organization and not reading.within(start, stop, FIRMS):
        evidence = (group[0].span.cover(titles[-1].span),)
        yield from posts(reading, group, organization, titles, evidence, confidence, former)
