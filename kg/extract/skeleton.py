"""A sentence as the grammar sees it: every name is one code point that says what kind of thing is named.

In such a skeleton 星桥科技收购了云杉智能 reads ``C收购了C``, so that a pattern of a few characters states a piece of
syntax. Quotation marks around a name, remarks in brackets, spaces and a 公司 after a company's name are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from kg.model import Annotations, Article, Block, BlockKind, EntityType, Mention, Span
from kg.text.normalise import fold
from kg.text.sentences import sentences

# private use area, 1,024 code points for each type: the code point says the type and which name of the sentence it is
_SIZE = 0x400
_BASE = {
    EntityType.COMPANY: 0xE000,
    EntityType.ORGANIZATION: 0xE400,
    EntityType.PERSON: 0xE800,
    EntityType.PRODUCT: 0xEC00,
    EntityType.PLACE: 0xF000,
}
_CLASS = {kind: f"{chr(base)}-{chr(base + _SIZE - 1)}" for kind, base in _BASE.items()}
_KINDS = {
    "C": _CLASS[EntityType.COMPANY],
    "O": _CLASS[EntityType.ORGANIZATION],
    "P": _CLASS[EntityType.PERSON],
    "D": _CLASS[EntityType.PRODUCT],
    "L": _CLASS[EntityType.PLACE],
    "A": _CLASS[EntityType.COMPANY] + _CLASS[EntityType.ORGANIZATION],
    "X": _CLASS[EntityType.COMPANY] + _CLASS[EntityType.ORGANIZATION] + _CLASS[EntityType.PERSON],
    "Y": _CLASS[EntityType.COMPANY] + _CLASS[EntityType.PRODUCT],
    "N": "\ue000-\uf3ff",
}
_LONGEST_CLAUSE = 240
_MOST_NAMES = 240
"""Bounds on what is looked at around a trigger and in a sentence, so that no text takes more than linear time."""
_ACTORS = "\ue000-\uefff"
_STOPS = "，,。；;：:！!？?…｜|"
_JOIN = "(?:，?以及|，?及|、|和|与)"
_TEMPLATE = re.compile(r"<([A-Z])(s?)>|<(~|_|-|\.)(\d+)>")

_OPENING = '“‘"「『《〈'
_CLOSING = '”’"」』》〉'
_REMARK = re.compile(r"（[^（）]{0,120}）|\([^()]{0,120}\)")
_COMPANY_TAIL = re.compile(r"(?:公司|集团|方面)(?!化|债)")
_PERSON_TAIL = re.compile(r"先生|女士|教授|院士|博士")
# 公司 as the subject or the object of a clause, not as part of 上市公司, 公司治理
_HE = re.compile(r"(?<=[，。；：！？\n年月日后但而当时])[他她](?![们的人国山乡])")
# 该公司, 这家机器人企业: the firm named last
_THIS_FIRM = re.compile(
    r"(?:该|这家|这一)[\u4e00-\u9fffA-Za-z]{0,6}?(?:公司|企业|厂商|车企|巨头|银行|券商)"
    r"(?![\u4e00-\u9fff]{0,4}(?:负责人|人士))"
)
_SPECIAL = re.compile(r"[\s（(公集该本目这他她\ue000-\uf8ff]")
# a headline of several: 星桥上市；云杉裁员
_SEMICOLON, _SEPARATOR = re.compile("[；;]"), re.compile("[；;丨|]")
_MANY_MENTIONS = 5
"""How often a firm that leads clearly has to be named to be what a text is about without standing in its headline."""
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?: \d{2}:\d{2}(?::\d{2})?)?\s+")
_ANAPHOR = re.compile(
    r"(?:(?<=持有|入股|投资|注资)|(?<=[，。；：、！？”\s对向将被由与但且而年月日时])|^)(?:该|本|目标|这家)?(?:公司|"
    r"集团)(?=[\u4e00-\u9fff])"
    r"(?!债|章程|治理|股票|内部|法|名|员工|相关|官网|新|产品|业务|主)"
)


def grammar(template: str) -> re.Pattern[str]:
    """A pattern over skeletons.

    ``<C>`` stands for a company, ``<O>`` an organization, ``<P>`` a person, ``<D>`` a product, ``<L>`` a place, ``<A>``
    a company or organization, ``<X>`` those or a person, ``<Y>`` a company or product, ``<N>`` any name; with ``s`` a
    list of them (``<Cs>``: A、B和C). ``<_8>`` is up to 8 characters of one clause without names but places, ``<-8>``
    without a list's commas too, ``<~8>`` with any names, ``<.8>`` up to 8 of one sentence. All are bounded, so matching
    takes time linear in the text.
    """

    def expand(match: re.Match[str]) -> str:
        kind, many, gap, size = match.groups()
        if kind:
            one = f"[{_KINDS[kind]}]"
            return f"(?:{one}(?:{_JOIN}{one}){{0,40}})" if many else one
        if gap == "-":
            return f"(?:[^{_STOPS}、{_ACTORS}]{{0,{size}}}?)"
        if gap == "_":
            return f"(?:[^{_STOPS}{_ACTORS}]{{0,{size}}}?)"
        return f"(?:[^{_STOPS}]{{0,{size}}}?)" if gap == "~" else f"(?:[^。！？!?；;]{{0,{size}}}?)"

    return re.compile(_TEMPLATE.sub(expand, template))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One sentence with its names as single code points.

    ``text`` is the skeleton; ``starts`` and ``ends`` say for each of its code points which stretch of the article
    it stands for; ``names`` is the mention behind a code point of the private use area. ``span`` is the sentence in the
    article, ``day`` the day from which its dates are reckoned where that is not the article's own, ``stamp`` the words
    that say so. ``topic`` is the company that the text is about here, if that is certain enough for 公司 to mean it.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    names: dict[str, Mention]
    span: Span
    block: Block
    topic: Mention | None = None
    stamp: Span | None = None
    day: date | None = None
    folded: str = field(default="", repr=False, compare=False)

    def within(self, start: int, end: int) -> Span:
        """The stretch of the article behind ``text[start:end]``, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])

    def mentions(self, start: int, end: int) -> tuple[Mention, ...]:
        """The names in ``text[start:end]``, in order."""
        return tuple(self.names[c] for c in self.text[start:end] if c in self.names)

    def written(self, mention: Mention) -> str:
        """A name of this sentence, letter for letter but folded."""
        return self.folded[mention.span.start : mention.span.end]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """``start`` and ``end`` moved outwards to the commas or stops that enclose them (the marks left out)."""
        first, last = max(0, start - _LONGEST_CLAUSE), min(len(self.text), end + _LONGEST_CLAUSE)
        while start > first and self.text[start - 1] not in _STOPS:
            start -= 1
        while end < last and self.text[end] not in _STOPS:
            end += 1
        return start, end


class _Builder:
    """Writes one sentence's skeleton from left to right."""

    def __init__(
        self,
        folded: str,
        span: Span,
        block: Block,
        mentions: Sequence[Mention],
        antecedent: Mention | None,
        person: Mention | None = None,
        latest: Mention | None = None,
    ) -> None:
        self.folded = folded
        self.block = block
        self.title = block.kind in (BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.ROW)
        self.span = span
        self.mentions = mentions
        self.antecedent = antecedent
        self.person = person
        self.latest = latest
        self.text: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.names: dict[str, Mention] = {}
        self.count = dict.fromkeys(EntityType, 0)

    def put(self, char: str, start: int, end: int) -> None:
        self.text.append(char)
        self.starts.append(start)
        self.ends.append(end)

    def name(self, mention: Mention, start: int, end: int) -> None:
        number = self.count[mention.type]
        if len(self.names) >= _MOST_NAMES:
            return
        self.count[mention.type] += 1
        char = chr(_BASE[mention.type] + number)
        self.names[char] = mention
        self.put(char, start, end)
        if mention.type is EntityType.COMPANY:
            self.latest = mention
            self.antecedent = self.antecedent or mention
        if mention.type is EntityType.PERSON:
            self.person = mention

    def plain(self, start: int, end: int) -> None:
        """Text without names: remarks and spaces left out, 公司 and 他 read as those they stand for."""
        at = start
        while at < end:
            special = _SPECIAL.search(self.folded, at, end)
            stop = special.start() if special else end
            self.text.append(self.folded[at:stop])
            self.starts.extend(range(at, stop))
            self.ends.extend(range(at + 1, stop + 1))
            at = self._special(stop, end) if special else end

    def _special(self, at: int, end: int) -> int:
        """Writes what a character that may be more than itself stands for; where the text goes on after it."""
        char = self.folded[at]
        remark = _REMARK.match(self.folded, at, end)
        if remark:
            return remark.end()
        if char.isspace():
            # in a title a space stands for a comma: 星桥将停产两款车 一季度发布新车
            if self.title and self._between_words(at):
                self.put("，", at, at + 1)
            return at + 1
        firm = _ANAPHOR.match(self.folded, at, self.span.end) if self.antecedent else None
        if firm and self.antecedent:
            self.name(self.antecedent, at, firm.end())
            return firm.end()
        this = _THIS_FIRM.match(self.folded, at, self.span.end) if self.latest else None
        if this and self.latest:
            self.name(self.latest, at, this.end())
            return this.end()
        if self.person and _HE.match(self.folded, at):
            self.name(self.person, at, at + 1)
        else:
            self.put("·" if "\ue000" <= char <= "\uf8ff" else char, at, at + 1)
        return at + 1

    def _between_words(self, position: int) -> bool:
        around = self.folded[max(0, position - 1)], self.folded[min(position + 1, len(self.folded) - 1)]
        return all("\u4e00" <= c <= "\u9fff" or c in "”“》《" for c in around)

    def run(self) -> Skeleton:
        at = self.span.start
        for mention in self.mentions:
            if mention.span.start < at:
                continue  # within a remark that was left out
            start, end = self._with_marks(mention)
            start = max(at, start)
            self.plain(at, start)
            self.name(mention, start, end)
            at = self._past_tail(mention.type, end)
        self.plain(at, self.span.end)
        return Skeleton(
            "".join(self.text),
            self.starts,
            self.ends,
            self.names,
            self.span,
            self.block,
            topic=self.antecedent,
            folded=self.folded,
        )

    def _with_marks(self, mention: Mention) -> tuple[int, int]:
        start, end = mention.span.start, mention.span.end
        if not self.span.start < start <= end < self.span.end:
            return start, end
        marks = _OPENING.find(self.folded[start - 1]), _CLOSING.find(self.folded[end])
        return (start - 1, end + 1) if marks[0] == marks[1] >= 0 else (start, end)

    def _past_tail(self, kind: EntityType, end: int) -> int:
        remark = _REMARK.match(self.folded, end, self.span.end)
        at = remark.end() if remark else end
        tail = {EntityType.COMPANY: _COMPANY_TAIL, EntityType.PERSON: _PERSON_TAIL}.get(kind)
        match = tail.match(self.folded, at, self.span.end) if tail else None
        return match.end() if match else at


def _visible(article: Article, mentions: Sequence[Mention]) -> Iterator[tuple[Span, Block, list[Mention]]]:
    """Each sentence with its block and the names that lie wholly inside it."""
    blocks, names = iter(article.blocks), iter(mentions)
    block, mention = next(blocks), next(names, None)
    for sentence in sentences(article):
        while not block.span.contains(sentence):
            block = next(blocks)
        inside = []
        while mention and mention.span.start < sentence.end:
            if sentence.contains(mention.span):
                inside.append(mention)
            mention = next(names, None)
        yield sentence, block, inside


def skeletons(article: Article, annotations: Annotations) -> tuple[Skeleton, ...]:
    """The skeleton of every sentence, in order; of tables only the rows that are a headline after its time stamp."""
    return _skeletons(article, annotations.mentions, _topic(article, annotations))


@lru_cache(maxsize=4)
def _skeletons(article: Article, mentions: tuple[Mention, ...], topic: Mention | None) -> tuple[Skeleton, ...]:
    folded = fold(article.text)
    found: list[Skeleton] = []
    person: Mention | None = None
    latest: Mention | None = None
    antecedent, last = topic, None
    for span, block, inside in _visible(article, mentions):
        if block != last:
            antecedent, last, person, latest = topic, block, None, None
        if block.kind is BlockKind.ROW:
            found += _old_headline(folded, span, block, inside)
            continue
        if topic is None and block.kind is BlockKind.HEADLINE:
            antecedent = None  # each item of a digest's headline is about another firm
        builder = _Builder(folded, span, block, inside, antecedent, person, latest)
        found.append(builder.run())
        antecedent, person, latest = builder.antecedent, builder.person, builder.latest
    return tuple(found)


def _old_headline(folded: str, span: Span, block: Block, mentions: Sequence[Mention]) -> Iterator[Skeleton]:
    """Aggregators list what came before, as rows of a time and a headline: each is told as of that day."""
    stamp = _STAMP.match(folded, span.start, span.end)
    if not stamp:
        return
    try:
        day = date.fromisoformat(stamp.group(1))
    except ValueError:
        return
    cell = Span(stamp.end(), span.end)
    builder = _Builder(folded, cell, block, [m for m in mentions if cell.contains(m.span)], None)
    yield replace(builder.run(), stamp=Span(*stamp.span(1)), day=day, topic=None)


def _topic(article: Article, annotations: Annotations) -> Mention | None:
    """The company that the headline names first, if none is named more often; without one there, who leads clearly.

    Then 公司 at the start of a paragraph means it; in a digest of small items nothing can be said.
    """
    chains = [c for c in annotations.chains if c.type is EntityType.COMPANY]
    if not chains or not article.blocks or article.blocks[0].kind is not BlockKind.HEADLINE:
        return None
    headline = article.blocks[0].span
    words = headline.of(fold(article.text))
    if _SEMICOLON.search(words) and len(_SEPARATOR.findall(words)) > 1:
        return None
    named = {m for c in chains for m in c.mentions}
    count = {c.id: len(c.mentions) for c in chains}
    most = max(count.values())
    first = next(
        (
            m
            for m in annotations.mentions
            if m.type is EntityType.COMPANY and m.id in named and headline.contains(m.span)
        ),
        None,
    )
    if first:
        return first if count[annotations.chain_of(first.id).id] == most else None
    main = next(c for c in chains if count[c.id] == most)
    leads = most >= _MANY_MENTIONS and most * 2 > sum(count.values())
    return annotations.mention(main.mentions[0]) if leads else None
