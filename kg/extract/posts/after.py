"""Titles after names: 林晓舟，星桥科技高级副总裁 · 林晓舟（…） · 林晓舟出任… · A、B、C三位星桥科技高级副总裁."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.coordination import coordinated
from kg.extract.posts.before import organization_spoken_of
from kg.extract.posts.holders import ORGANIZATIONS, is_former, posts, titles_at
from kg.extract.posts.terms import Term, term
from kg.extract.posts.titles import Title, head_pattern, read_titles
from kg.extract.reading import FIRMS, Reading
from kg.model import EntityType, Mention, PostMention

_PERSON = frozenset({EntityType.PERSON})
_STRETCH = 48
_NOW = (
    r"(?:将会|将|正式|即将|已经|已|拟|或|目前|现在|现(?!任)|如今|也|还|同时|先后|则|均|都|继续|随后|此后|后|接着"
    r"|自|于|在|[\d年月日起至到]{1,20}|\s){0,6}+"
)
_TAKES = re.compile(
    rf"(?:先生|女士|博士)?(?:（[^（）\n]{{0,30}}）)?\s*，?{_NOW}"
    r"(?P<verb>是|为|系|任|现任|担任|出任|接任|升任|就任|获任|兼任|转任|调任|改任|履新|晋升为|升为|成为|当选为?|被任命为|获委任为"
    r"|被聘为|获聘为|被提名为|被选为|受聘为|被委任为|执掌"
    r"|曾任|曾担任|曾是|曾出任|历任|原任|原是|原为|卸任|辞任|辞去|离任|不再担任|不再兼任|请辞)(?:了|其|过)?"
)
_OVER = re.compile(r"曾|此前|历任|原|卸任|辞任|辞去|离任|不再|请辞")
_COMING = re.compile(r"将|拟|或|即将")
_REPLACES = re.compile(r"(?:接替|取代|代替|替代|接棒)$")
_FAR = 40
_LATER = re.compile(
    r"(?:(?<=[，、年月日后])|(?<=[，、]并)|(?<=[，、]且)|(?<=[，、]将)|(?<=[，、]曾)|(?<=此前)|(?<=先后)|(?<=目前)|(?<=同时))"
    r"(?P<verb>担任|出任|接任|升任|就任|获任|兼任|转任|调任|改任|现任|曾任|曾担任|历任)(?:了|其|过)?"
)
_COMMA = re.compile(r"\s*(?:（|\(|，|——|—|,|-)\s*")
_COUNT = re.compile(
    r"\s*等?(?:[一二两三四五六七八九十\d]{1,3}[位名]|等人?(?:都|均)?是|都是|均为|等)\s*(?P<over>历任|原|前)?"
)
_APPOINTS = re.compile(r"(?:任命|聘任|聘请|委任|提名|选举|推举|晋升|提拔|擢升|邀请)了?\s*$")
_AS = re.compile(r"(?:（[^（）\n]{0,30}）)?\s*(?:为|担任|出任|接任|作为)(?:其)?")
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


def _taken(reading: Reading, group: tuple[Mention, ...]) -> Iterator[PostMention]:
    """林晓舟出任星桥科技高级副总裁; 卸任 and the like end a post, but 将卸任 does not yet."""
    verb = _TAKES.match(reading.text, group[-1].span.end)
    if verb is None:
        return
    if _REPLACES.search(reading.text, max(0, group[0].span.start - 4), group[0].span.start):
        group = _alone_before(reading, group[0].span.start)
    elif "，" in verb.group() and not _alone_before(reading, verb.start("verb")):
        return
    if not group:
        return
    yield from _by_verb(reading, group, verb)


def _distant(reading: Reading) -> Iterator[PostMention]:
    """何某2015年加入公司，两年后出任总裁: the only person in the sentence before the verb."""
    for verb in _LATER.finditer(reading.text):
        group = _alone_before(reading, verb.start())
        if group:
            yield from _by_verb(reading, group, verb, 0.8)


def _alone_before(reading: Reading, at: int) -> tuple[Mention, ...]:
    """The one person whom the sentence names before an offset; none where it names several."""
    block = reading.block_at(at).span.start
    start = max(block, *(reading.text.rfind(mark, block, at) + 1 for mark in "。；！？”"))
    person, alone = reading.last_within(start, at, _PERSON)
    return (person,) if person is not None and alone and at - person.span.end <= _FAR else ()


def _by_verb(
    reading: Reading, group: tuple[Mention, ...], verb: re.Match[str], confidence: float = 0.9
) -> Iterator[PostMention]:
    word = verb["verb"]
    before = reading.text[group[-1].span.end : verb.start("verb")]
    former = bool(_OVER.search(before + word)) and not _COMING.search(verb.group())
    found = _named(reading, group, verb.end(), confidence, former)
    held = term(reading, word, group[0].span.start, verb.end())
    yield from _dated(found or _bare(reading, group, verb.end(), confidence - 0.1, verb.start(), former), held)


def _dated(found: Iterable[PostMention], held: Term) -> Iterator[PostMention]:
    for post in found:
        yield replace(post, valid_from=held.valid_from, valid_until=held.valid_until)


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
    while organization := _organization_at(reading, start):
        end, titles = _titles_from(reading, organization)
        if not titles:
            break
        evidence = (group[0].span.cover(titles[-1].span),)
        over = former or is_former(reading, organization)
        found.extend(posts(reading, group, organization, titles, evidence, confidence, over))
        start = end
    return found


def _organization_at(reading: Reading, start: int) -> Mention | None:
    """The organisation that stands at an offset, or right after a separator."""
    found = reading.within(start, start + _STRETCH, ORGANIZATIONS)
    if found and reading.text[start : found[0].span.start].strip(" 的前原、兼和及") == "":
        return found[0]
    return None


def _titles_from(reading: Reading, organization: Mention) -> tuple[int, tuple[Title, ...]]:
    """The titles that follow an organisation, and where they end; the next organisation ends them too."""
    start = organization.span.end
    others = reading.within(start, start + _STRETCH, FIRMS)
    stops = [*_stops(reading, start), *(m.span.start for m in others[:1])]
    for stop in stops:
        titles = titles_at(reading, organization, start, stop) if stop > start else ()
        if titles:
            return stop, titles
    return start, ()


def _bare(
    reading: Reading, group: tuple[Mention, ...], start: int, confidence: float, before: int, former: bool = False
) -> Iterator[PostMention]:
    """Posts from a title without organisation: at the one that the sentence speaks of."""
    parsed = (read_titles(reading.text, start, stop) for stop in _stops(reading, start))
    titles: tuple[Title, ...] = next((t for t in parsed if t), ())
    own = re.compile(rf".{{0,12}}{head_pattern('business')}", re.IGNORECASE)
    titles = tuple(t for t in titles if own.fullmatch(t.of(reading.text)))
    organization = organization_spoken_of(reading, before)
    if titles and organization:
        evidence = (group[0].span.cover(titles[-1].span),)
        yield from posts(reading, group, organization, titles, evidence, confidence, former)
