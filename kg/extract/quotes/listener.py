"""Goes through an article's reporting verbs in order and gives each speaker the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.coordination import coordinated
from kg.extract.quotes.cues import Cue, Need, find_cues
from kg.extract.quotes.interviews import Answer, find_answers
from kg.extract.quotes.phrases import UNNAMED
from kg.extract.quotes.scene import LONG, MASK, Scene, is_speech
from kg.extract.quotes.speakers import Speakers
from kg.extract.quotes.words import Piece, Words
from kg.extract.reading import FIRMS
from kg.model import (
    Attribution,
    Block,
    BlockKind,
    ChainId,
    ClaimMention,
    EntityType,
    Mention,
    MentionId,
    Modality,
    Span,
)
from kg.text.quotations import Quotation
from kg.text.sentences import LONGEST

_ABOUT = FIRMS | {EntityType.PERSON, EntityType.PRODUCT}
_TITLES = frozenset({BlockKind.HEADLINE, BlockKind.HEADING})
_DENIES = frozenset({"否认", "否认称"})
# a paragraph that begins with the reporting clause is all speech if it is no longer than this, in code points
_ALL_SPEECH = {EntityType.PERSON: 200, EntityType.COMPANY: 120, EntityType.ORGANIZATION: 120}
_CUES_AHEAD = 12  # a sentence with more verbs of speech is no sentence
_FINAL = "。！？!?…"
_NOTHING_BETWEEN = re.compile(rf"[^，。；：{MASK}]{{0,6}}[，。”」』\s]*")


class Listener:
    """Collects the claims of one article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.speakers = Speakers(scene)
        self.words = Words(scene)
        self.found: list[ClaimMention] = []

    def claims(self) -> tuple[ClaimMention, ...]:
        """All claims; a headline's only where the body has none of the same speaker."""
        answers = find_answers(self.scene)
        self.found.extend(self._answer(a) for a in answers)
        answered = {self.scene.block_at(p.start).span for a in answers for p in a.parts}
        for block in self.scene.blocks:
            if block.kind not in _TITLES and block.span not in answered:
                self._listen(block)
                self.found.extend(self._left_over(block))
        heard = {self._chain(c) for c in self.found}
        body, self.found = self.found, []
        for block in self.scene.blocks:
            if block.kind in _TITLES:
                self._listen(block)
        titles = [c for c in self.found if self._chain(c) not in heard]
        return tuple(sorted([*body, *titles], key=lambda c: (c.parts, c.evidence)))

    def _answer(self, answer: Answer) -> ClaimMention:
        piece = Piece(answer.parts, marked=False)
        return ClaimMention(
            speaker=answer.speaker.id,
            attribution=Attribution.INDIRECT,
            parts=answer.parts,
            evidence=(answer.label, *answer.parts),
            confidence=round(0.9 * answer.speaker.confidence, 2),
            about=self._about(piece, answer.speaker),
        )

    def _chain(self, claim: ClaimMention) -> ChainId | None:
        return self.scene.annotations.chain_of(claim.speaker).id if claim.speaker else None

    def _listen(self, block: Block) -> None:
        cues = [c for c in find_cues(self.scene.masked, block.span) if not self.scene.in_marks(c.span.start)]
        busy = block.span.start  # words reported up to here may hold verbs of their own
        for i, cue in enumerate(cues):
            if cue.span.start < busy:
                continue
            clause = self.scene.clause_start(cue.span.start)
            speaker, begin = self.speakers.of(clause, cue)
            if speaker is None or (cue.need is Need.DOCUMENT and speaker.type not in FIRMS):
                continue
            pieces = self._pieces(cue, clause, cues[i + 1 : i + 1 + _CUES_AHEAD], speaker)
            if not pieces:
                continue
            further: list[Piece] = []
            if not pieces[-1].marked:
                whole = begin == block.span.start and len(block.span) <= _ALL_SPEECH[speaker.type]
                further = self.words.goes_on(pieces[-1], cues[i + 1 : i + 1 + _CUES_AHEAD], whole, speaker)
            named = self.scene.masked.find(speaker.span.of(self.scene.text), clause, cue.span.start) >= 0
            for one in self._together(speaker, begin):
                self.found.extend(self._claim(one, piece, Span(begin, cue.span.end), cue, named) for piece in pieces)
                self.found.extend(self._further(one, piece, Span(begin, cue.span.end), cue) for piece in further)
            pieces += further
            self.speakers.antecedents.heard(speaker, cue.span.start, tuple(p for piece in pieces for p in piece.parts))
            busy = max(busy, *(piece.end for piece in pieces if not piece.marked), 0)

    def _together(self, speaker: Mention, begin: int) -> tuple[Mention, ...]:
        """Everyone in the list that the speaker ends: A和B透露 gives each of them the words."""
        names = self.scene.within(begin, speaker.span.end, frozenset({speaker.type}))
        lists = coordinated(self.scene.text, names)
        return lists[-1] if lists and lists[-1][-1] == speaker else (speaker,)

    def _pieces(self, cue: Cue, clause: int, later: list[Cue], speaker: Mention) -> list[Piece]:
        """The words that belong to a cue, on its left and on its right."""
        words = self.words
        before = words.before(clause, cue)
        after = words.marked_after(cue)
        if after:
            pieces = [words.take(q) for q in after]
            if before:
                left = words.take(before)
                pieces[0] = Piece((*left.parts, *pieces[0].parts), marked=True)
            return pieces
        taken = [words.take(before)] if before else []
        if words.nothing_after(cue):
            return taken
        return [*taken, *words.reported_after(cue, self._stop(cue, later), speaker)]

    def _stop(self, cue: Cue, later: list[Cue]) -> int | None:
        """Where a later verb in the same sentence takes over: with a speaker of its own, or without any (并称)."""
        end = self.scene.sentence_end(cue.after, self.scene.block_at(cue.span.start).span.end)
        for other in later:
            if other.span.start >= end:
                break
            clause = self.scene.clause_start(other.span.start)
            if clause > cue.after + 1 and self.speakers.takes_over(clause, other):
                return clause
        return None

    def _claim(self, speaker: Mention, piece: Piece, clause: Span, cue: Cue, named: bool) -> ClaimMention:
        if cue.need is Need.DOCUMENT:
            confidence = 0.75
        elif not named:
            confidence = 0.85
        else:
            confidence = 0.95 if piece.marked else 0.9
        return ClaimMention(
            speaker=speaker.id,
            attribution=Attribution.DIRECT if piece.marked else Attribution.INDIRECT,
            parts=piece.parts,
            evidence=(clause, *piece.parts),
            confidence=round(confidence * speaker.confidence, 2),
            cue=cue.span,
            about=self._about(piece, speaker),
            modality=Modality.DENIED if cue.span.of(self.scene.text) in _DENIES else Modality.HAPPENED,
        )

    def _further(self, speaker: Mention, piece: Piece, clause: Span, cue: Cue) -> ClaimMention:
        """A sentence that goes on with what the cue reports: less sure than the one beside the cue."""
        claim = self._claim(speaker, piece, clause, cue, named=False)
        return replace(claim, confidence=round(0.7 * speaker.confidence, 2))

    def _about(self, piece: Piece, speaker: Mention | None) -> tuple[MentionId, ...]:
        """The first mention of each entity that the words name, the speaker aside."""
        own = {self.scene.chain(speaker).id} if speaker else set()
        first: dict[ChainId, MentionId] = {}
        for part in piece.parts:
            for mention in self.scene.within(part.start, part.end, _ABOUT):
                first.setdefault(self.scene.chain(mention).id, mention.id)
        return tuple(m for chain, m in first.items() if chain not in own)

    def _left_over(self, block: Block) -> Iterator[ClaimMention]:
        """Speech within marks that no verb has claimed: right after a speaker's words it is theirs, else nobody's."""
        for quotation in self.scene.quotations_within(block.span.start, block.span.end):
            if quotation.outer.start in self.words.used or not self._whole(quotation):
                continue
            speaker = (
                self._goes_on(quotation, block)
                or self.speakers.beside(quotation)
                or self.speakers.around(quotation, block)
                or self._last_heard(quotation)
            )
            piece = self.words.take(quotation)
            yield ClaimMention(
                speaker=speaker.id if speaker else None,
                attribution=Attribution.DIRECT if speaker else Attribution.UNATTRIBUTED,
                parts=piece.parts,
                evidence=piece.parts,
                confidence=round(0.7 * speaker.confidence, 2) if speaker else 0.5,
                about=self._about(piece, speaker),
            )

    def _whole(self, quotation: Quotation) -> bool:
        words = quotation.inner.of(self.scene.text).rstrip()
        return is_speech(self.scene.text, quotation) and len(words) >= LONG and words[-1] in _FINAL

    def _last_heard(self, quotation: Quotation) -> Mention | None:
        """The person who spoke last, here or in the paragraphs just before, if nobody else is told of since: …，“…”."""
        start = quotation.outer.start
        if self.scene.text[start - 1] not in "，：":
            return None
        last = self.speakers.antecedents.last_said(self.speakers.antecedents.story_before(start), start)
        if last is None or last.speaker.type is not EntityType.PERSON:
            return None
        end = max([last.at, *(w.end for w in last.words if w.end <= start)])
        own = self.scene.chain(last.speaker).id
        if start - end > LONGEST:
            return None
        others = self.scene.within(end, start, frozenset({EntityType.PERSON, EntityType.COMPANY}))
        if any(self.scene.chain(m).id != own for m in others) or UNNAMED.search(self.scene.masked, end, start):
            return None
        return last.speaker

    def _goes_on(self, quotation: Quotation, block: Block) -> Mention | None:
        """The speaker whose words, or whose reporting clause, end right before these marks."""
        last = self.speakers.antecedents.last_said(block.span.start, quotation.outer.start)
        if last is None:
            return None
        end = max(last.at, *(w.end for w in last.words if w.end <= quotation.outer.start), 0)
        return last.speaker if _NOTHING_BETWEEN.fullmatch(self.scene.masked, end, quotation.outer.start) else None
