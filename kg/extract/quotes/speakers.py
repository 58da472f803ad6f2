"""Whose words: the grammatical subject of a reporting verb, found by what stands between a name and the verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.posts.titles import read_titles
from kg.extract.quotes.cues import Cue, Need
from kg.extract.quotes.scene import MASK, Scene
from kg.extract.reading import FIRMS, SPEAKERS
from kg.model import EntityType, Mention, Span
from kg.text.quotations import Quotation

_PERSON = frozenset({EntityType.PERSON})
# what may begin the stretch between the subject and its verb: adverbs, times, and prepositional phrases
_ADVERBIAL = (
    r"(?:也|还|则|并|亦|又|都|均|就|却|仍|所|在|于|对|向|从|以|用(?!户)|给|跟|同|与|因|据|为|被问|面对|针对|关于|通过|随|当[天日时晚地]?"
    r"|接受|回应|回顾|谈|发布|发表|发文|发帖|发博|召开|举行|出席|主持|参加|透过|借|日前|近日|近期|最近|今[天日年早晚]|昨|前[天不]|周[一二三四五六日天末]"
    r"|星期|礼拜|上[午周月个]|下[午周月个]|本[周月次]|早[前间些]|晚[间上]|\d|此前|随后|之后|后来|曾|再|多次|进一步|明确|公开|同时|首次|特别|正式|官方"
    r"|一直|一再|反复|主动|最终|甚至|率先|联合|共同|分别|一致|第[一二三四]|三度|两度|陆续|同步|坦|直[接率]|不过|但|更|只|已|刚|去年|如此|这样|认真|兴奋"
    r"|激动|无奈|坚定|坚决|严正|强烈|书面|独家|现场|间接|私下|毫不|不|没有|未|将|会|继续|提供的|解读|分析(?!师)|研究(?![员院所中生部])|测算|预判|发言(?!人)|致辞|演讲|总结|推算|调研|评估|点评|最新)"
)
_WHEN = r"[^，。；：\n]{1,24}时"
_INSIDE = r"(?:中|里|内|上)?"
_SPEAKS_FOR = (
    r"(?:(?:[^，。；：、的]{0,10}?)(?:相关|有关|一位|一名|某)?(?:负责人|发言人|工作人员|(?:内部|公司)?人士|方面|官方|客服|管理层|董事会|高管|团队|研究员团队"
    r"|公司|集团|研究所|研究院|研究部|官微|官网|证券部|董秘办|新闻办|办公室"
    r"|研报|报告|公告|声明|通知|年报|财报|招股书|招股说明书|募集说明书|说明书|白皮书|数据|社论|评论|博客|季报|半年报))"
)
_AFTER_FIRM = re.compile(
    rf"[”」』》]?(?:（{MASK}*）|\({MASK}*\))?\s*(?:{_SPEAKS_FOR}{_INSIDE})?\s*(?:（{MASK}*）)?\s*(?:{_ADVERBIAL}[^，。；：\n]{{0,60}})?"
)
_AFTER_PERSON = re.compile(
    rf"[”」』》]?(?:（{MASK}*）|\({MASK}*\))?\s*(?:先生|女士|教授|博士|院士|本人|等人?|及其团队|团队|方面|自己|的?(?:最新)?(?:研报|报告))?\s*(?:（{MASK}*）)?\s*(?:{_ADVERBIAL}[^，。；：\n]{{0,60}}|{_WHEN})?"
)
_GOVERNED = re.compile(
    r"(?:对|向|与|跟|同|给|就|被|从|因|因为|把|将|让|使|针对|关于|随着|通过|由于|在|于|至|对于|按照|除了?|除|包括|采访|像|例如|比如|问|问及|告诉|距|离|比|较|受)[“「《]?$"
)
_ACCORDING = re.compile(r"(?:据|根据|按|按照|依据|如|正如|诚如|就像|像|援引|引述|引用)[“「《]?$")
_FOR_A_NAME = (
    r"(?:他们|她们|他|她|其|双方|(?:该|这家|这位|此)(?:公司|集团|企业|机构|团队|行|部门|局|平台|品牌|负责人|发言人|人士|高管"
    r"|分析师|专家|研究员|基金|券商|交易所)|公司方面|公司|集团|我司|上市公司|官方|交易所)"
)
_PRONOUN = re.compile(
    rf"(?:[^，。；：\n]{{0,6}}?)(?P<word>{_FOR_A_NAME})(?:（{MASK}*）)?\s*"
    rf"(?:(?:相关|有关)?(?:负责人|发言人|方面|管理层|董事会|CEO))?\s*(?:{_ADVERBIAL}[^，。；：\n]{{0,60}})?$"
)
_BEGINS_WITH_PRONOUN = re.compile(rf"{_FOR_A_NAME}(?![们的])")
_PRONOUN_LEAD = re.compile(
    r"(?:此外|另外|同时|对此|不过|而|但|并|且|然而|随后|因此|据|正如|如|当时|最后|此前|今年|去年|近日|在|\s)*+$"
)
_ADVERBS = (
    r"(?:并且|并|还|同时|又|也|再次|再|随后|而且|另外|此外|但是|但|进而|继续|更|且|后|一并|却|则|亦|特别|明确|公开|进一步|曾|据|甚至"
    r"|转而|接着|最后|最终|反而|其中|首先|其次|第[一二三四五]|\s)*+"
)
_ONLY_ADVERBS = re.compile(
    rf"{_ADVERBS}(?:在[^，。；：\n]{{0,40}}(?:[时上中后里内]|期间|之际|[会坛])"
    rf"|(?:对|就|向|通过|针对|发布|发表|接受|面对)[^，。；：\n]{{0,40}})?{_ADVERBS}$"
)
_CLAUSES_BACK = 8
_UNNAMED = re.compile(
    r"人士|分析师|专家|网友|用户|机构|媒体|消息|记者|投资者|人员|负责人|学者|业内|知情|官员|律师|员工|券商|卖家|商家|家长|学生|医生|店主|老板"
    r"|高管|外界|市场|舆论|同行|企业家|从业者|司机|车主|消费者|有人|很多人|大家|报道|多位|多名|一位|一名|观察者"
)
_LEAD = re.compile(
    r"(?:此外|另外|同时|对此|不过|而|但|并|且|然而|随后|因此|据|正如|如|当时|最后|此前|今年|去年|近日|在|\s)*+$"
)
_ADVERBS = (
    r"(?:并且|并|还|同时|又|也|再次|再|随后|而且|另外|此外|但是|但|进而|继续|更|且|后|一并|却|则|亦|特别|明确|公开|进一步|曾|据|甚至"
    r"|转而|接着|最后|最终|反而|其中|首先|其次|第[一二三四五]|\s)*+"
)
_ONLY_ADVERBS = re.compile(
    rf"{_ADVERBS}(?:在[^，。；：\n]{{0,40}}(?:[时上中后里内]|期间|之际|[会坛])"
    rf"|(?:对|就|向|通过|针对|发布|发表|接受|面对)[^，。；：\n]{{0,40}})?{_ADVERBS}$"
)
_UNNAMED = re.compile(
    r"人士|分析师|专家|网友|用户|机构|媒体|消息|记者|投资者|人员|负责人|学者|业内|知情|官员|律师|员工|券商|卖家|商家|家长|学生|医生|店主|老板|高管|外界|市场|舆论|同行|企业家|从业者|司机|车主|消费者|有人|很多人|大家|报道|多位|多名|一位|一名|观察者"
)


_LEAD = re.compile(
    r"\s*(?:(?:如今|近期|近日|最近|彼时|当时|后来|随后|此后|今年|去年|在?\d[^，。；：]{0,10}|对此|对于[^，。；：]{1,16}|在[^，。；：]{1,16}|不过|但是?)，?)?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier finding, for pronouns: who spoke, where the reporting clause stands, and which words are theirs."""

    speaker: Mention
    at: int
    words: tuple[Span, ...]


class Speakers:
    """Finds the speaker of each cue, in the order of the text."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.said: list[Said] = []
        self.unnamed = -1  # where someone without a name was last given words

    def heard(self, speaker: Mention, at: int, words: tuple[Span, ...]) -> None:
        """Remembers who spoke, so that 他 and a clause without subject find their antecedent."""
        self.said.append(Said(speaker, at, words))

    def of(self, clause: int, cue: Cue) -> tuple[Mention | None, int]:
        """The speaker of a cue whose clause begins at ``clause``, and where the reporting begins."""
        if cue.need is Need.VIEW:
            return self._viewer(clause, cue.span.start), clause
        at = cue.span.start
        named = self._named(clause, at)
        if named:
            return named, clause
        inner = self.scene.masked[clause:at]
        pronoun = _PRONOUN.match(inner)
        if pronoun and _PRONOUN_LEAD.match(inner[: pronoun.start("word")]):
            return self._antecedent(pronoun["word"], clause + pronoun.start("word")), clause
        if _UNNAMED.search(inner):
            self.unnamed = at
            return None, clause
        if _ONLY_ADVERBS.match(inner):
            return self._inherited(clause)
        return None, clause

    def _viewer(self, clause: int, end: int) -> Mention | None:
        """在严强看来, 在他看来: whose view it is."""
        inner = self.scene.text[clause:end]
        named = [m for m in self.scene.within(clause, end, SPEAKERS) if m.span.end == end]
        if named:
            return named[0] if "在" in inner[: -len(named[0].span)] else None
        return self._antecedent(inner[-1], end - 1) if inner.endswith(("在他", "在她")) else None

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
        before = [q.outer.end for q in scene.quotations_within(start, quotation.outer.start) if scene.ends(q)]
        return self._person_at(max([start, *before]), quotation.outer.start)

    def _person_at(self, start: int, end: int) -> Mention | None:
        """The person whom the sentence that begins at ``start`` begins with, a time before the name aside."""
        lead = _LEAD.match(self.scene.masked, start, end)
        start = lead.end() if lead else start
        subject = self._subject(start, end)
        return subject if subject and subject.type is EntityType.PERSON else None

    def takes_over(self, clause: int, cue: Cue) -> bool:
        """Whether a later cue in a reported sentence reports for itself: with a named subject, or with none at all."""
        at = cue.span.start
        if not cue.reports(self.scene.text):
            return False
        if self._named(clause, at):
            return True
        return cue.need is not Need.DOCUMENT and bool(_ONLY_ADVERBS.match(self.scene.masked[clause:at]))

    def _named(self, clause: int, cue: int) -> Mention | None:
        """The first name in the clause that only adverbials part from the verb."""
        text, masked = self.scene.text, self.scene.masked
        for mention in self.scene.within(clause, cue, SPEAKERS):
            if masked[mention.span.start] == MASK:
                continue
            between = masked[mention.span.end : cue]
            pattern = _AFTER_PERSON if mention.type is EntityType.PERSON else _AFTER_FIRM
            before = text[clause : mention.span.start]
            if not pattern.fullmatch(between) or (_UNNAMED.search(between[:8]) and mention.type is EntityType.PERSON):
                continue
            if _ACCORDING.search(before):
                return mention
            if not _GOVERNED.search(before):
                return mention
        return None

    def _inherited(self, clause: int) -> tuple[Mention | None, int]:
        """The subject of the clauses before, within the sentence."""
        scene = self.scene
        start = scene.sentence_start(clause)
        if self.said and self.said[-1].at >= start:
            return self.said[-1].speaker, clause
        at = clause
        for _ in range(_CLAUSES_BACK):
            if at <= start:
                break
            end = at - 1
            at = scene.clause_start(end - 1) if end > start else start
            subject = self._subject(at, end)
            if subject:
                return subject, at
        return None, clause

    def _subject(self, start: int, end: int) -> Mention | None:
        """The name that a clause begins with, or what its pronoun stands for."""
        masked = self.scene.masked
        found = [m for m in self.scene.within(start, end, SPEAKERS) if masked[m.span.start] != MASK]
        if not found:
            pronoun = _BEGINS_WITH_PRONOUN.match(masked, start, end)
            return self._antecedent(pronoun.group(), start) if pronoun else None
        first = found[0]
        before = masked[start : first.span.start]
        if len(before) > 12 or _GOVERNED.search(before):
            return None
        if first.type in FIRMS and read_titles(self.scene.text, first.span.end, end):
            return None  # an apposition: 严强，快手高级副总裁，表示
        for second in found[1:2]:
            if second.type is EntityType.PERSON and read_titles(self.scene.text, first.span.end, second.span.start):
                return second
        return first

    def _antecedent(self, word: str, at: int) -> Mention | None:
        if word in ("他们", "她们", "双方"):
            return None
        if word in ("他", "她") or word.endswith(("这位", "高管", "分析师", "专家", "研究员")):
            person = self._last(_PERSON, at)
            unnamed = self.unnamed if self.unnamed >= self.scene.block_at(at).span.start else -1
            return person if person and person.span.end > unnamed else None
        if word == "其":
            return self._last(SPEAKERS, at)
        block = self.scene.block_at(at).span.start
        near = self._last(FIRMS, at, block)
        if near:
            return near
        main = self.scene.main_company
        return self.scene.nearest_of(main, at) if main else self._last(FIRMS, at)

    def _last(self, types: frozenset[EntityType], at: int, floor: int | None = None) -> Mention | None:
        """The last name before an offset that is not itself within words that someone said."""
        spoken = [w for s in self.said[-12:] for w in s.words]
        start = max(0, at - 600) if floor is None else floor
        for mention in reversed(self.scene.within(start, at, types)):
            if self.scene.masked[mention.span.start] == MASK or any(w.overlaps(mention.span) for w in spoken):
                continue
            return mention
        return None
