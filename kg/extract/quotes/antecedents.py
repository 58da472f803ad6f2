"""Who 他 is: antecedents of pronouns, and subjects of clauses that have none of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kg.extract.posts.titles import read_titles
from kg.extract.quotes.phrases import ACCORDING, BEGINS_WITH_PRONOUN, GOVERNED
from kg.extract.quotes.scene import MASK, Scene
from kg.extract.reading import FIRMS, SPEAKERS
from kg.model import BlockKind, EntityType, Mention, Span

_PERSON = frozenset({EntityType.PERSON})
_CLAUSES_BACK = 8
_FARTHEST = 400
"""Names that are looked at for whom a pronoun means; no paragraph has more."""
_BLOCKS_BACK = 2
_BEFORE_SUBJECT = 12
_ABOUT_ONE = 0.4
_TITLES = frozenset({BlockKind.HEADLINE, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier finding: who spoke, where the reporting verb stands, and which words are theirs."""

    speaker: Mention
    at: int
    words: tuple[Span, ...]


class Antecedents:
    """What has been said so far, for pronouns and clauses without subject."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.said: list[Said] = []
        self.unknown = -1  # where someone whom no mention names was last given words

    def heard(self, speaker: Mention, at: int, words: tuple[Span, ...]) -> None:
        """Remembers who spoke."""
        self.said.append(Said(speaker, at, words))

    def last_said(self, start: int, end: int) -> Said | None:
        """The last finding in a stretch; findings come in the order of the text until titles are read."""
        i = bisect_left(self.said, end, key=lambda s: s.at) - 1
        return self.said[i] if i >= 0 and self.said[i].at >= start else None

    def inherited(self, clause: int) -> tuple[Mention | None, int]:
        """The subject of the clauses before, within the sentence, and where its clause begins.

        The nearest clause that begins with a name decides; one that begins with a product, say, gives no speaker.
        """
        scene = self.scene
        start = scene.sentence_start(clause)
        spoke = self.said[-1] if self.said and self.said[-1].at >= start else None
        at = clause
        for _ in range(_CLAUSES_BACK):
            if at <= start:
                break
            end = at - 1
            at = scene.clause_start(end - 1) if end > start else start
            if spoke and at <= spoke.at:
                return spoke.speaker, clause
            subject, begins = self.subject(at, end)
            if begins:
                return subject, at
        return (spoke.speaker, clause) if spoke else (None, clause)

    def subject(self, start: int, end: int) -> tuple[Mention | None, bool]:
        """The name that a clause begins with, or what its pronoun stands for; and whether it begins with either."""
        masked = self.scene.masked
        every = frozenset(EntityType)
        found = [m for m in self.scene.within(start, end, every) if masked[m.span.start] != MASK]
        pronoun = BEGINS_WITH_PRONOUN.match(masked, start, end)
        if pronoun:
            antecedent = self.of(pronoun.group(), start)
            return antecedent, antecedent is not None
        if not found:
            return None, False
        first = found[0]
        before = masked[start : first.span.start]
        whole = not masked[first.span.end : end].rstrip("，,").strip(f"（）(){MASK} ")  # 畅销书作家某某，曾在…
        if (len(before) > _BEFORE_SUBJECT and not whole) or GOVERNED.search(before) or ACCORDING.search(before):
            return None, False
        if first.type in FIRMS and read_titles(self.scene.text, first.span.end, end):
            return None, False  # an apposition: 林晓舟，星桥科技高级副总裁，表示
        for second in found[1:2]:
            if second.type is EntityType.PERSON and read_titles(self.scene.text, first.span.end, second.span.start):
                return second, True
        if first.type is EntityType.PLACE:
            return None, False
        return (first if first.type in SPEAKERS else None), True

    def of(self, word: str, at: int) -> Mention | None:
        """Whom a pronoun at an offset stands for."""
        if word in ("他们", "她们", "双方"):
            return None
        if (
            word in ("他", "她")
            or word.startswith(("这位", "这名"))
            or word.endswith(("高管", "分析师", "专家", "研究员"))
        ):
            return self._last(_PERSON, at)
        if word == "其":
            return self._last(SPEAKERS, at)
        return self._firm(at)

    def _last(self, types: frozenset[EntityType], at: int) -> Mention | None:
        """The last name near an offset, unless someone without a name has spoken since."""
        for block in self._blocks(at):
            for mention in self._free(block.start, min(at, block.end), types):
                return mention if mention.span.end > self.unknown else None
        return None

    def _firm(self, at: int) -> Mention | None:
        """The firm that 公司 means: the last one in the paragraph, the first of one before, else the article's own."""
        blocks = self._blocks(at)
        for near in self._free(blocks[0].start, at, FIRMS):
            return near
        for block in blocks[1:]:
            first = next(self._free(block.start, block.end, FIRMS, forward=True), None)
            if first is not None:
                return first
        main = self.scene.main_company
        return self.scene.nearest_of(main, at) if main and self.scene.main_share >= _ABOUT_ONE else None

    def _blocks(self, at: int) -> list[Span]:
        """The paragraph of an offset and those before it, the nearest first; a heading begins another story."""
        found: list[Span] = []
        for block in self.scene.blocks_back(at):
            if found and (block.kind in _TITLES or len(found) > _BLOCKS_BACK):
                break
            found.append(block.span)
        return found

    def story_before(self, at: int) -> int:
        """Where the paragraphs begin that tell of the same as an offset's: its own and those just before."""
        return self._blocks(at)[-1].start

    def _free(self, start: int, end: int, types: frozenset[EntityType], forward: bool = False) -> Iterator[Mention]:
        """Names outside quotations, brackets and what someone has said: the last first, unless ``forward``."""
        spoken = [w for s in self.said[-12:] for w in s.words]
        one_by_one = self.scene.each_within if forward else self.scene.each_back_within
        for mention in islice(one_by_one(start, end, types), _FARTHEST):
            if self.scene.masked[mention.span.start] != MASK and not any(w.overlaps(mention.span) for w in spoken):
                yield mention
