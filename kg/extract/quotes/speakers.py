"""Whose words: the grammatical subject of a reporting verb, found by what stands between a name and the verb."""

from __future__ import annotations

from bisect import bisect_left

from kg.extract.posts.titles import read_titles
from kg.extract.quotes.antecedents import Antecedents
from kg.extract.quotes.cues import Cue, Need
from kg.extract.quotes.phrases import (
    ACCORDING,
    AFTER_FIRM,
    AFTER_PERSON,
    ANONYMOUS,
    GOVERNED,
    LEAD,
    ONLY_ADVERBS,
    PRONOUN,
    PRONOUN_LEAD,
    TOLD,
    UNNAMED,
)
from kg.extract.quotes.scene import MASK, Scene
from kg.extract.reading import FIRMS, SPEAKERS
from kg.model import Block, BlockKind, EntityType, Mention
from kg.text.quotations import Quotation


class Speakers:
    """Finds the speaker of each cue, in the order of the text."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.antecedents = Antecedents(scene)

    def of(self, clause: int, cue: Cue) -> tuple[Mention | None, int]:
        """The speaker of a cue whose clause begins at ``clause``, and where the reporting begins."""
        if cue.need is Need.VIEW:
            return self._viewer(clause, cue.span.start), clause
        speaker, begin = self._subject_of(clause, cue.span.start)
        if speaker is None and cue.reports(self.scene.text):
            self.antecedents.unknown = cue.span.start
        return speaker, begin

    def _subject_of(self, clause: int, cue: int) -> tuple[Mention | None, int]:
        named = self._named(clause, cue)
        if named:
            return named, clause
        inner = self.scene.masked[clause:cue]
        pronoun = PRONOUN.match(inner)
        if pronoun and PRONOUN_LEAD.match(inner[: pronoun.start("word")]):
            return self.antecedents.of(pronoun["word"], clause + pronoun.start("word")), clause
        if ONLY_ADVERBS.match(inner) and not UNNAMED.search(inner):
            return self.antecedents.inherited(clause)
        return None, clause

    def _viewer(self, clause: int, end: int) -> Mention | None:
        """在林晓舟看来, 在他看来: whose view it is."""
        inner = self.scene.text[clause:end]
        named = [m for m in self.scene.within(clause, end, SPEAKERS) if m.span.end == end]
        if named:
            return named[0] if "在" in inner[: -len(named[0].span)] else None
        return self.antecedents.of(inner[-1], end - 1) if inner.endswith(("在他", "在她")) else None

    def beside(self, quotation: Quotation) -> Mention | None:
        """The person whose sentence marked words open or close, though no verb reports them.

        “…”王某举了个例子 and 王某并不这么看，“…”: the sentence must begin with the name, or with 他 or 她.
        """
        scene = self.scene
        at = quotation.outer.end
        if quotation.closed and scene.text[at : at + 1].strip():
            after = self._person_at(at, scene.sentence_end(at, scene.block_at(at).span.end))
            if after:
                return after
        if scene.text[quotation.outer.start - 1 : quotation.outer.start] not in "，：":
            return None
        start = scene.sentence_start(quotation.outer.start - 1)
        return self._person_at(scene.last_ending(start, quotation.outer.start), quotation.outer.start)

    def around(self, quotation: Quotation, block: Block) -> Mention | None:
        """The only person whom the paragraph before tells of, where marked words are a paragraph of their own.

        Nobody where that paragraph speaks of somebody without a name, or the paragraph behind names another.
        """
        scene = self.scene
        if not block.span.contains(quotation.outer) or len(block.span) > len(quotation.outer) + 2:
            return None
        i = bisect_left(scene.blocks, block.span.start, key=lambda b: b.span.start)
        near = scene.blocks[i - 1 : i] if i else ()
        if not near or near[0].kind is not BlockKind.PARAGRAPH:
            return None
        before = near[0].span
        person = frozenset({EntityType.PERSON})
        people = scene.within(before.start, before.end, person)
        if not people or UNNAMED.search(scene.masked, before.start, before.end):
            return None
        behind = [b.span for b in scene.blocks[i + 1 : i + 2]]
        others = people + [m for s in behind for m in scene.within(s.start, s.start + 40, person)]
        return people[-1] if len({scene.chain(m).id for m in others}) == 1 else None

    def _person_at(self, start: int, end: int) -> Mention | None:
        """The person whom the sentence that begins at ``start`` begins with, a time before the name aside."""
        lead = LEAD.match(self.scene.masked, start, end)
        start = lead.end() if lead else start
        subject, _ = self.antecedents.subject(start, end)
        return subject if subject and subject.type is EntityType.PERSON else None

    def takes_over(self, clause: int, cue: Cue) -> bool:
        """Whether a later cue in a reported sentence reports for itself: with a named subject, or with none at all."""
        at = cue.span.start
        if not cue.reports(self.scene.text):
            return False
        if self._named(clause, at):
            return True
        return cue.need is not Need.DOCUMENT and bool(ONLY_ADVERBS.match(self.scene.masked[clause:at]))

    def _named(self, clause: int, cue: int) -> Mention | None:
        """The first name that only adverbials part from the verb; where 与 follows it, the person named last."""
        fitting = [m for m in self.scene.within(clause, cue, SPEAKERS) if self._fits(m, clause, cue)]
        if not fitting:
            return None
        first, last = fitting[0], fitting[-1]
        if first.type in FIRMS and last.type is EntityType.PERSON and self._titled(first, last):
            return last
        with_another = self.scene.masked[first.span.end : first.span.end + 3].lstrip()[:1] in ("与", "和", "同", "跟")
        return last if with_another and last.type is EntityType.PERSON else first

    def _titled(self, firm: Mention, person: Mention) -> bool:
        """Whether nothing but a title parts a person from a firm: 星桥证券研究发展部分析师林晓舟."""
        return bool(read_titles(self.scene.text, firm.span.end, person.span.start))

    def _fits(self, mention: Mention, clause: int, cue: int) -> bool:
        masked = self.scene.masked
        if masked[mention.span.start] == MASK:
            return False
        between = masked[mention.span.end : cue]
        person = mention.type is EntityType.PERSON
        if person and UNNAMED.search(TOLD.split(between[:8], maxsplit=1)[0]):
            return False
        if not (AFTER_PERSON if person else AFTER_FIRM).fullmatch(between):
            return False
        before = self.scene.text[clause : mention.span.start]
        if ANONYMOUS.search(before) and not person:
            return False
        return bool(ACCORDING.search(before)) or not GOVERNED.search(before)
