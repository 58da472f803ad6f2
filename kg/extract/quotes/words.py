"""Which words are said: what stands beside a reporting verb, to the end of the clause or of the marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from kg.extract.quotes.cues import Cue, Need, find_cues
from kg.extract.quotes.scene import LONG, Scene, is_speech
from kg.model import BlockKind, EntityType, Mention, Span
from kg.text.quotations import Quotation

_SEPARATOR = re.compile(r"[ \t]*(?P<mark>[，,：:]?)[ \t]*")
_NEXT_BLOCK = re.compile(r"[：:]\s*\n\s*")
_ENDS = re.compile(r"\s*+(?:$|[。；！？\n”」』]|，\s*+$)")
_AND = re.compile(r"[，、；和]?\s*")
_SHORTEST = 6
_SHORTEST_BARE = 6
_SHORTEST_CLAUSE = 8
_SHORTEST_MARKED = 4
# 表示感谢 reports an attitude and no words
_ATTITUDE = re.compile(
    r"(?:衷心|诚挚|深表|高度|十分|非常|强烈|坚决|热烈)?(?:感谢|欢迎|同意|反对|支持|祝贺|关注|担忧|不满|遗憾|愿意|赞赏|赞同|理解|歉意|抗议"
    r"|谴责|哀悼|慰问|肯定|怀疑|尊重|破产|倒闭|独立|结婚|退休|离职|辞职|下台|完毕|成立)[^，。；]{0,4}(?:$|[，。；])"
)

_PHRASE = re.compile(
    r"(?:[性度]|意义|作用|价值|问题|的(?:观点|看法|言论|态度|立场|意愿|计划|想法|信心))$"
    r"|的(?:信号|消息|说法|传闻)(?:$|引发|引起|受到|传出)"
    r"|(?P<when>(?:以后|之后|后|以来|之际|背景下|情况下|同时|之前)$)"
)
_LONGEST_REST = 200
_LONGEST_SET_OFF = 300
_LONGEST_RUN = 3
_OF_ONE = re.compile(r"(?:此外|同时|不过|但|而|并且|另外|，)*(?:[他她](?!们)|此举)")
_WHEN_OR_WHERE = re.compile(r"[在到自从][^，。；]{2,}|[今明后去][年天]|\d{1,4}[年月日]")
"""Begins a clause though it is short: 称在今年年底，….."""
_FINITE = re.compile(r"[是将会]|可以|应当?|[能需]|已经?|正在|仍")
"""Shows that what ends like a noun phrase is a clause: 投资是股东的意愿."""
_NO_SPEECH = re.compile(r"[（(]?(?:图[为片/：（]|图源|来源|资料来源|资料图|原标题|责任编辑|编辑[：/])")
"""How captions and the signatures of articles begin."""
_GOES_ON = re.compile(
    r"(?:此外|同时|与此同时|但|其中|不过|并且|而且|所以|对于|首先|其次|再次|最后"
    r"|未来|下一步|接下来|短期|中期|长期|从[^，。]{1,12}来看|预计|投资者(?:应|需|要)|建议|我们)"
)
_SUBORDINATE = re.compile(
    r"(?:无论|不论|不管|虽然|尽管|如果|若|假如|只要|只有|随着|由于|因为|除非|即使|即便|当)[^，]*$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words: within marks or not; several parts where paragraphs or the reporting clause divide them."""

    parts: tuple[Span, ...]
    marked: bool

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.parts[-1].end


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without white space, commas and colons at its ends, and without a full stop at its end."""
    while start < end and (text[start].isspace() or text[start] in "，,：:；、"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,：:；、。"):
        end -= 1
    return Span(start, end) if end > start else None


class Words:
    """Finds the words on either side of a reporting verb."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.used: set[int] = set()

    def take(self, quotation: Quotation) -> Piece:
        """The words within marks as a piece, over all the paragraphs that open them anew."""
        parts = [quotation.inner]
        self.used.add(quotation.outer.start)
        last = quotation
        while not last.closed:
            following = self.scene.opening_at(last.outer.end + 1)
            if following is None:
                break
            parts.append(following.inner)
            self.used.add(following.outer.start)
            last = following
        return Piece(tuple(parts), marked=True)

    def before(self, clause: int, cue: Cue) -> Quotation | None:
        """The speech within marks that ends where the reporting clause begins: “…”，林晓舟说.

        Words that might be a name (short, without punctuation) count where they are the whole sentence.
        """
        at = clause
        while at > 0 and clause - at < 4:
            quotation = self.scene.closing_at(at)
            if quotation:
                said = is_speech(self.scene.text, quotation) or (
                    len(quotation.inner) >= _SHORTEST_MARKED
                    and self._is_sentence(quotation)
                    and self.nothing_after(cue)
                )
                return quotation if said and quotation.outer.start not in self.used else None
            if self.scene.masked[at - 1] not in "，, 。":
                return None
            at -= 1
        return None

    def _is_sentence(self, quotation: Quotation) -> bool:
        start = quotation.outer.start
        return self.scene.sentence_start(start) == start

    def nothing_after(self, cue: Cue) -> bool:
        """Whether the sentence, or the line, ends with the cue."""
        return bool(_ENDS.match(self.scene.masked, cue.after, self.scene.block_at(cue.span.start).span.end))

    def marked_after(self, cue: Cue) -> list[Quotation]:
        """The quotations that begin right after the cue: one, or a row of them."""
        scene = self.scene
        separator = _SEPARATOR.match(scene.masked, cue.marks)
        assert separator is not None  # noqa: S101 - every part of the pattern is optional
        first = scene.opening_at(separator.end())
        if first is None:
            across = _NEXT_BLOCK.match(scene.masked, cue.after)
            return self._whole_blocks(across.end()) if across else []
        if not self._is_said(first, bool(separator["mark"])) or (cue.marks > cue.after and len(first.inner) < LONG):
            return []
        row = [first]
        while row[-1].closed:
            gap = _AND.match(scene.masked, row[-1].outer.end)
            following = scene.opening_at(gap.end()) if gap else None
            if following is None or not is_speech(scene.text, following):
                break
            row.append(following)
        return row

    def _is_said(self, quotation: Quotation, mark: bool) -> bool:
        """Whether marked words after a cue are the words said, and not a term that the reported clause begins with."""
        after = self.scene.text[quotation.outer.end : quotation.outer.end + 1]
        if after and after not in "，。；！？、\n ,.":
            return is_speech(self.scene.text, quotation) and self.scene.ends(quotation)
        return is_speech(self.scene.text, quotation) or (mark and len(quotation.inner) >= _SHORTEST_MARKED)

    def _whole_blocks(self, start: int) -> list[Quotation]:
        """Paragraphs that consist of a quotation each, from an offset on."""
        scene = self.scene
        found: list[Quotation] = []
        while quotation := scene.opening_at(start):
            block = scene.block_at(start).span
            if not is_speech(scene.text, quotation) or scene.text[quotation.outer.end : block.end].strip():
                break
            found.append(quotation)
            start = block.end + 1
        return found

    def reported_after(self, cue: Cue, stop: int | None, speaker: Mention) -> list[Piece]:
        """The reported clause after the cue, to the sentence's end or to ``stop``."""
        scene = self.scene
        separator = _SEPARATOR.match(scene.masked, cue.after)
        assert separator is not None  # noqa: S101 - every part of the pattern is optional
        start = separator.end()
        thinks = cue.need is Need.THINKS and speaker.type is EntityType.PERSON
        if not separator["mark"] and cue.need is not Need.BARE and not thinks:
            return []
        block = scene.block_at(cue.span.start).span
        end = scene.sentence_end(start, block.end)
        if stop is not None and stop < end:
            end = max(start, stop)
        if not separator["mark"] and (break_ := scene.masked.find("；", start, end)) >= 0:
            end = break_
        elif separator["mark"] in ("：", ":") and stop is None:
            end = self._to_paragraph_end(end, block.end)
        words = trimmed(scene.text, start, end)
        if words is None and separator["mark"] in ("：", ":"):
            words = self._next_paragraph(block.end)
        shortest = _SHORTEST if separator["mark"] else _SHORTEST_BARE
        if (
            words is None
            or len(words) < shortest
            or self._is_verb(words)
            or _ATTITUDE.match(scene.masked, words.start, words.end)
        ):
            return []
        if not separator["mark"] and self._is_phrase(words):
            return []
        return self._divided(words)

    def _next_paragraph(self, end: int) -> Span | None:
        """The paragraph behind one that ends with a colon, set off as what somebody said."""
        at = bisect_left(self.scene.blocks, end, key=lambda b: b.span.start)
        block = self.scene.blocks[at] if at < len(self.scene.blocks) else None
        if block is None or block.kind is not BlockKind.PARAGRAPH or len(block.span) > _LONGEST_SET_OFF:
            return None
        if any(c.reports(self.scene.text) for c in find_cues(self.scene.masked, block.span)):
            return None
        return block.span

    def goes_on(self, piece: Piece, cues: list[Cue], all_of_it: bool, speaker: Mention) -> list[Piece]:
        """The next sentences of the paragraph that go on with a reported one: 此外，…, 其中….

        A sentence with another reporting verb, or with speech in marks, ends it, and unless ``all_of_it``, one that
        begins otherwise, since it may well be the journalist's own.
        """
        scene = self.scene
        limit = scene.block_at(piece.end).span.end
        found: list[Piece] = []
        at = piece.end
        while len(found) < _LONGEST_RUN:
            while at < limit and scene.text[at] in "。！？ ”":
                at += 1
            end = scene.sentence_end(at, limit)
            words = trimmed(scene.text, at, end)
            if words is None or len(words) < _SHORTEST_CLAUSE or _NO_SPEECH.match(scene.text, words.start):
                break
            if not all_of_it and not _GOES_ON.match(scene.text, words.start, words.end):
                break
            if any(at <= c.span.start < end and c.reports(scene.text) for c in cues) or self._tells_of(speaker, words):
                break
            if any(is_speech(scene.text, q) for q in scene.quotations_within(at, end)):
                break
            found.append(Piece((words,), marked=False))
            at = end
        return found

    def _tells_of(self, speaker: Mention, words: Span) -> bool:
        """Whether a sentence tells of the person whose words came before, so that it is another's."""
        if speaker.type is not EntityType.PERSON:
            return False
        own = self.scene.chain(speaker).id
        named = self.scene.within(words.start, words.end, frozenset({EntityType.PERSON}))
        return _OF_ONE.match(self.scene.text, words.start) is not None or any(
            self.scene.chain(m).id == own for m in named
        )

    def _to_paragraph_end(self, end: int, limit: int) -> int:
        """After a colon the words go on to the paragraph's end, unless another verb or quotation stands in it."""
        rest = Span(end, limit)
        if len(rest) > _LONGEST_REST or any(c.reports(self.scene.text) for c in find_cues(self.scene.masked, rest)):
            return end
        return end if any(is_speech(self.scene.text, q) for q in self.scene.quotations_within(end, limit)) else limit

    def _is_whole(self, words: Span) -> bool:
        """Whether a clause before marked words says something by itself, as 无论如何，“…” does not."""
        return len(words) >= _SHORTEST_CLAUSE and not _SUBORDINATE.match(self.scene.text, words.start, words.end)

    def _is_verb(self, words: Span) -> bool:
        """Whether another reporting verb comes at once, which then has the words: 分析，指出…."""
        first = next(find_cues(self.scene.masked, words), None)
        return first is not None and first.span.start == words.start and first.reports(self.scene.text)

    def _is_phrase(self, words: Span) -> bool:
        """Whether what follows a verb at once is no clause: 宣布合作，… · 强调合作的重要性 · 表示不担忧的信号."""
        first = re.split("[，；]", words.of(self.scene.masked), maxsplit=1)[0]
        phrase = _PHRASE.search(first)
        if phrase is None or len(first) < _SHORTEST:
            return len(first) < _SHORTEST and _WHEN_OR_WHERE.match(first) is None
        return phrase["when"] is not None or _FINITE.search(first, 0, phrase.start()) is None

    def _divided(self, words: Span) -> list[Piece]:
        """A reported clause that ends in marked words: the clause and the words apart; else as it is."""
        scene = self.scene
        for quotation in scene.quotations_within(words.start, words.end):
            if len(quotation.inner) < LONG - 2 or quotation.outer.start in self.used:
                continue
            ends_it = not scene.text[quotation.outer.end : words.end].strip("。！？ ")
            ends_it = ends_it or scene.text[quotation.outer.end] in "，,"
            if scene.text[quotation.outer.start - 1] in "，：,: " and ends_it:
                before = trimmed(scene.text, words.start, quotation.outer.start)
                clause = [Piece((before,), marked=False)] if before and self._is_whole(before) else []
                return [*clause, self.take(quotation)]
            if len(quotation.outer) * 2 >= len(words):
                return [self.take(quotation)]
        for quotation in scene.quotations_within(words.start, words.end):
            self.used.add(quotation.outer.start)
        return [Piece((words,), marked=False)]
