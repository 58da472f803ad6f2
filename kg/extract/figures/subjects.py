"""Whose figure it is: by the scope of the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.figures.scene import ACTORS, Clause, Scene
from kg.model import EntityType, Mention, Span
from kg.text.amount_units import PERCENT
from kg.text.amounts import Amount
from kg.text.dates import DateExpression

_OBLIQUE = re.compile(
    r"(?:据|根据|来自|援引|通过|在|(?<!由)于|向|从|与|和|对|为|给|被|将|把|由|比|较|超过|超越|高于|低于|至|到|以|用|除|除了|受|因|针对|关于"
    r"|作为|面向|进入|登陆|位于|包括|如|例如|收购|投资|持有|出售|购买|采购|供应|发布|推出|成为|拥有|占|拿下|买下|仅次于|相比|依托|凭借|随着|使用"
    r"|联合|携手|参与|合建|对标|（|\(|(?<![但于别其正而就还也])是"
    r"|(?:获取|获得|赢得|入股|参股|控股|增持|减持|注资|领投|起诉|指控|击败|追赶|取代|替代|加入|离开|退出|进驻|入驻|访问|会见|帮助|协助|邀请|聘请"
    r"|任命|瞄准|押注|看好|挑战|搭载|采用|接入|适配|会同|协同|督促|责成|当选|基于|运行|订购|生产|制造|研发|开发|打造|设计|改造|下载|卸载|销售|代理|运营|管理|覆盖|名为|简称"
    r"|收购|投资|发布|推出|买下|拿下|拥有|包括)(?:了|过)?(?:\d{4}年)?)的?\s?[“《「]?$"
)
_OBLIQUE_TITLE = re.compile(
    r"(?:向|由|与|和|同|从|给|为|对|将|把|让|受|被)[^，。：；（）()\d]{0,14}(?:总裁|首席\w{1,3}官|CEO|董事长|创始人|总经理|高管|股东|公司|企业|巨头|厂商|银行|基金|机构|品牌|平台)\s?[“《「]?$"
)
_OF = re.compile(r"[”》」]?的(?:收购|投资|并购|持股|调查|诉讼|出资|合作|注资|处罚|指控|依赖|影响|需求|采购)")
_OPEN = re.compile(r"(?:[（(][^（）()]*|—\s?)$")
_EXAMPLE = re.compile(r"[”》」]?为例")
_SOURCE = re.compile(
    r"[”》」]?(?:[^，。；\n]{0,12}(?:数据|报告|统计|研报|调查|调研)(?:显示|称|表明|指出|认为|预计|预测|发现|$)"
    r"|(?:消息|报道|讯|电)(?![\u4e00-\u9fff])|(?:报道|消息)[称指]|获悉|了解到|(?:此前|之前)?(?:预估|预测|预期|预计|估计|测算)的|首席|分析师|研究员|证券时报|记者)"
)
_AND = re.compile(
    r"[”》」]?(?:（[^（）\n]{0,20}）)?\s?(?:、[^、，。；：\n]{1,10}){0,3}(?:、|和|与|及|以及|以及其|/)\s?[“《「]?"
)
_OWNS = re.compile(
    r"[”》」]?(?:（[^（）\n]{0,20}）)?的?(?:全资|控股)?(?:旗下|子公司|控股子公司|全资子公司)的?[^，。；\n]{0,8}[“《「]?"
)
_SAYS_THAT = re.compile(
    r"[^，。；]{0,14}(?:称|表示|透露|报道|指出|认为|发现|证实|爆料|预计|预测|估计|显示|获悉)[：:]?[“《「\s]?"
)
_KINDS_OF_GOODS = (
    "新品|新款|首款|旗舰|新车|手机|车型|应用|模型|产品|游戏|芯片|系列|软件|机型|系统|服务|机器人|电脑|手表|平板"
    "|耳机|品牌"
)
_ITS = re.compile(
    r"[”》」]?(?:[^，。；、的]{0,10}(?:发布|推出|自研|研发|开发|生产|打造|自家|旗下|上线|运营))?"
    rf"(?:的?(?:[^，。；、的在对向与和给从]{{0,8}}(?:{_KINDS_OF_GOODS})))?的?[“《「\s]{{0,2}}"
)
_TOGETHER = re.compile(
    r"合计|共计|总共|一共|[二两三四五六七八九十\d](?:[家者](?!均)|大(?:平台|渠道|品牌|巨头|公司|厂商|运营商|市场|品类|业务))"
)
_EACH = re.compile(r"均|都|也|各|皆|双双")
_SPEAKS = re.compile(
    r"发布.{0,16}(?:公报|报告|数据|白皮书|榜单|统计)|表示|称|说|指出|认为|透露|介绍|强调|告诉|坦言|直言|提到|回忆|写道|呼吁|通报|宣布|公布"
)
_WHEN = re.compile(r"(?:(?<![其随前])后|(?<!同)时|以来|之后|之前|期间|情况下|背景下|的同时|之际|过程中|随着.*)$")
_AMONG_OTHERS = re.compile(r"[”》」]?等(?![于级待])")
_MODIFIER = re.compile(
    r"(?:（[^（）\n]{0,12}）)?(?:车企|企业|公司|厂商|零售商|政府|市场|媒体|总统|总理|首相|央行|监管|官员|投资者|制造商|巨头|团队|工厂|车市|股市|消费者|客户|用户|警方|当局|的|籍|裔|人|分公司|总部|等地|居民|用户|本土|籍)"
)
_CONNECTS = re.compile(
    r"(?:其中|此外|另外|同时|与此同时|而且?|并?且|但是?|不过|因此|所以|然而|目前|当前|如今|现在|截[至止]|据悉|据了解|例如|比如|尤其是?|特别是|虽然?|尽管|由于"
    r"|使得?|让|的|这[些款个套]?|那[款些]|到了|新一代|初代|最新|[，,、\s“《「在于自从到]|新款?|全新|旗下|旗舰|首款|车型|产品|游戏|电影|应用|这款|该款|期间|以来|前后|底|初|末|日)*+"
)
_TITLE = re.compile(
    r"[”》」]?的?[^，。；：、的]{0,12}(?:总裁|董事长|创始人|CEO|CFO|经理|总监|主席|行长|董事|监事|高管|实控人|控制人|股东)\s?"
)
_DOES = re.compile(r"持有|持股|减持|增持|出资|套现|捐赠|身家|薪酬|年薪|质押|认购|转让")
_DONE_BY = re.compile(r"[\u4e00-\u9fff]{2,6}的(?:近|超|逾|约|超过)?\s?\d")
_ACTING = re.compile(r"(?:此外|同时|并|还|已|共)?[\u4e00-\u9fff]{2,6}(?<![于年月日时后前中上是的])")
_PROSPECT = re.compile(r"目标价|预期|预测|预估|评级|估值")
_OF_WHICH = re.compile(r"[^，。；：“”「」《》]{1,14}(?<![是在对])的\s?$")
"""What is told of goods before their name: 小规模试产的星桥8."""
_MORE_OF_A_LIST = re.compile(r"(?:（[^（）\n]{0,20}）)?(?:、|和|与|及)[^，。；]{1,24}?(?:均|都|皆)")
_POSSESSED = re.compile(r"[”》」\s]{0,2}的[^，。；、]{0,12}(?:公司|企业|平台|品牌|集团|机构|创始人|总裁|CEO)\s?")
_ACTED_ON = re.compile(
    r"(?:组织|开展|前往|抵达|访问|覆盖|影响|威胁|制裁|援助|打击|巡航|封锁|占领|支持|保护|建设|治理|管理|促进|推动|带动)$"
)
_PRESENTS = re.compile(r"(?:推出|发布|上线|上架|开售|预售|上市|带来|公布|亮相|开启)[^，。；：、与和对]*$")
_LIST_GOES_ON = re.compile(r"[^，]{0,20}(?:、|以及|(?<=等)及)[“《「\s]?")
_LIST_ENDS = re.compile(r"(?:以及|和|与|及|或者?)其?[“《「\s]?")
_FIRM_OF = re.compile(r"[^，。；、的]{2,16}(?:公司|集团|企业|巨头|厂商|平台|品牌|机构|银行|基金)[“《「\s]?")
_OPENS = re.compile(r"[”》」]?[（(](?:约|增速?|占比?|涨|跌|持股|现?报)?")
_THE_FIRM = re.compile(r"(?:[，。；：\n]|^)(?:该|本|这家)?公司(?![们法债])")


@dataclass(slots=True)
class Topic:
    """Whom the text speaks of at this point; a paragraph's subjects do not outlive the next heading."""

    heading: Mention | None = None
    paragraph: Mention | None = None  #: the last firm, body or place that was a subject in this paragraph
    firm: Mention | None = None  #: the last firm that was a subject since the last heading
    before: Mention | None = None  #: the paragraph's subject of the paragraphs before
    place: Mention | None = None
    thing: Mention | None = None  #: the last goods that were a subject, in this paragraph or the one before
    thing_before: bool = False  #: whether that was in a paragraph before
    speaker: Mention | None = None  #: the firm or body that spoke in this sentence
    sentence: tuple[Mention, ...] = ()
    goods: tuple[Mention, ...] = ()  #: goods that a clause spoke of, though not as its subject
    presented: tuple[Mention, ...] = ()  #: goods that a clause presented
    unnamed: bool = False  #: whether somebody without a name was the subject of a clause of this sentence
    firm_spoken_of: bool = False  #: whether 公司 was the subject of a clause of this sentence
    period: DateExpression | None = None  #: of what was last reported by period

    def enter_paragraph(self) -> None:
        """A new paragraph begins."""
        self.before = self.paragraph or self.before
        self.thing = None if self.thing_before else self.thing
        self.thing_before = True
        self.paragraph = None
        self.sentence = ()

    def enter_section(self, heading: Mention | None) -> None:
        """A new heading begins."""
        self.heading = heading
        self.before = self.firm = self.place = self.thing = None

    def take(self, scene: Scene, clause: Clause, group: tuple[Mention, ...]) -> None:
        """The subject of a clause becomes what the clauses after it are about."""
        first = group[0]
        rest = scene.text[first.span.end : clause.span.end]
        if _WHEN.search(rest.rstrip()):
            return
        if first.type is EntityType.PLACE:
            self.place = first
        if first.type is EntityType.PRODUCT:
            self.thing, self.thing_before = first, False
        speaks = _SPEAKS.search(rest) is not None or scene.text.startswith("：", clause.span.end)
        if speaks and first.type in (EntityType.ORGANIZATION, EntityType.COMPANY):
            self.speaker = first
        if speaks and (first.type in (EntityType.PERSON, EntityType.ORGANIZATION) or _has_person(clause, first)):
            return
        self.sentence = group
        if first.type in (EntityType.COMPANY, EntityType.ORGANIZATION, EntityType.PLACE):
            self.paragraph = first
        if first.type is EntityType.COMPANY:
            self.firm = first


def _has_person(clause: Clause, mention: Mention) -> bool:
    """Whether a person with a title follows: 星桥科技副总裁林晓舟表示."""
    return any(m.type is EntityType.PERSON and 0 <= m.span.start - mention.span.end <= 14 for m in clause.mentions)


def subjects_before(scene: Scene, clause: Clause, end: int, goods: bool = True) -> tuple[Mention, ...]:
    """The grammatical subject of a clause, of what stands before ``end``; several where they are coordinated.

    Goods that do not begin their clause are mostly what is made, sold or used in it: they count with ``goods`` only.
    """
    text = scene.text
    named = [m for m in clause.mentions if m.span.end <= end]
    governed: Mention | None = None
    for i, mention in enumerate(named):
        if _is_governed(text, clause, mention, governed):
            governed = mention
            continue
        if not _can_be_subject(text, mention, end, named[i + 1 :]):
            continue
        if named[i + 1 :] and _SAYS_THAT.fullmatch(text, mention.span.end, named[i + 1].span.start):
            continue
        if mention.type is EntityType.PRODUCT and not goods and not _opens(text, clause, mention):
            continue
        if mention.type is EntityType.PERSON and any(
            m.type in ACTORS and not _is_governed(text, clause, m, None) for m in named[i + 1 :]
        ):
            continue
        if named[i + 1 :] and _is_employer(text, mention, named[i + 1], end):
            continue
        if _is_of_a_relative_clause(scene, clause, mention, end):
            continue
        if mention.type is EntityType.PLACE and _ACTED_ON.search(text, clause.span.start, mention.span.start):
            continue
        chosen = mention
        rest = named[i + 1 :]
        if rest and rest[0].type is EntityType.PRODUCT and _ITS.fullmatch(text, chosen.span.end, rest[0].span.start):
            chosen, rest = rest[0], rest[1:]
        while rest and _OWNS.fullmatch(text, chosen.span.end, rest[0].span.start):
            chosen, rest = rest[0], rest[1:]
        group = [chosen]
        for other in rest:
            if not _alike(other, chosen) or not _AND.fullmatch(text, group[-1].span.end, other.span.start):
                break
            group.append(other)
        return tuple(group)
    return ()


def _is_employer(text: str, firm: Mention, person: Mention, end: int) -> bool:
    """Whether a name only says where the person behind it works, who does something and does not speak."""
    titled = firm.type in ACTORS and person.type is EntityType.PERSON
    titled = titled and _TITLE.fullmatch(text, firm.span.end, person.span.start) is not None
    return (
        titled
        and _DOES.search(text, person.span.end, end) is not None
        and not _SPEAKS.search(text, person.span.end, end)
    )


def _is_of_a_relative_clause(scene: Scene, clause: Clause, mention: Mention, end: int) -> bool:
    """Whether a mention only says whose doing those are that an amount counts (办理|星桥局|移送的|30起案件)."""
    before = (clause.span.start, mention.span.start)
    acting = _ACTING.fullmatch(scene.text, *before) is not None and _CONNECTS.fullmatch(scene.text, *before) is None
    done = _DONE_BY.match(scene.text, mention.span.end)
    return acting and done is not None and done.end() <= end + 1


def judged(scene: Scene, clause: Clause, end: int) -> Mention | None:
    """The firm whose prospects another puts at an amount (某券商将|星桥科技|目标价上调至300元)."""
    for mention in clause.mentions:
        start = mention.span.start
        if (
            mention.type is EntityType.COMPANY
            and mention.span.end <= end
            and scene.text[start - 1 : start] in ("将", "把")
        ):
            return mention if _PROSPECT.search(scene.text, mention.span.end, end) else None
    return None


def rivalled(scene: Scene, mention: Mention, clause: Clause, at: int, types: frozenset[EntityType] = ACTORS) -> bool:
    """Whether another firm, body or product is named between the last naming of a mention's bearer and an amount.

    公司 names a firm too. What the bearer's own name begins (财政部国库司), what an object of the amount's clause is,
    and what only dates a clause (星桥8上线后) is no rival.
    """
    chain = scene.chain(mention)
    name = mention.span.of(scene.text)
    for other in scene.before(at):
        if other.id == mention.id or (chain is not None and scene.chain(other) is chain):
            return False
        if mention.type is EntityType.COMPANY and _THE_FIRM.search(scene.text, other.span.end, at):
            return False
        if other.type in types and not _is_aside(scene.text, other, name, clause):
            return True
    return True


def _is_aside(text: str, other: Mention, name: str, clause: Clause) -> bool:
    if text.startswith(name, other.span.start):
        return True
    if other.span.start >= clause.span.start:
        return _is_governed(text, clause, other, None)
    end = min(
        (i for i in (text.find(mark, other.span.end, other.span.end + 40) for mark in "，。；") if i >= 0), default=0
    )
    return bool(end) and _WHEN.search(text, other.span.end, end) is not None


def _alike(a: Mention, b: Mention) -> bool:
    return a.type is b.type or (a.type in ACTORS and b.type in ACTORS)


def _is_governed(text: str, clause: Clause, mention: Mention, governed: Mention | None) -> bool:
    """Whether a preposition or a verb before it takes a mention as its object, or takes the list that it stands in."""
    if _OBLIQUE.search(text, max(clause.span.start, mention.span.start - 10), mention.span.start):
        return not _EXAMPLE.match(text, mention.span.end)
    before = max(clause.span.start, mention.span.start - 24)
    if (
        _OF.match(text, mention.span.end)
        and "对" in text[max(clause.span.start, mention.span.start - 40) : before + 24]
    ):
        return True
    if _OBLIQUE_TITLE.search(text, before, mention.span.start) or _OPEN.search(text, before, mention.span.start):
        return True
    start = clause.span.start if governed is None else governed.span.end
    if governed is not None and _POSSESSED.fullmatch(text, start, mention.span.start):
        return True
    if governed is not None and mention.type in ACTORS and mention.span.start - start <= 24:
        return _LIST_GOES_ON.fullmatch(text, start, mention.span.start) is not None
    return _LIST_ENDS.fullmatch(text, start, mention.span.start) is not None


def _can_be_subject(text: str, mention: Mention, end: int, after: list[Mention]) -> bool:
    if _SOURCE.match(text, mention.span.end, end):
        return False
    if mention.type is EntityType.PLACE:
        if _MODIFIER.match(text, mention.span.end):
            return False
        nearest = next((m.span.start for m in after if m.type in ACTORS), None)
        return nearest is None or not (
            nearest - mention.span.end <= 8 or _FIRM_OF.fullmatch(text, mention.span.end, nearest)
        )
    return True


def _opens(text: str, clause: Clause, mention: Mention) -> bool:
    """Whether a mention begins its clause, but for dates and connecting words."""
    start = clause.span.start
    for date in clause.dates:
        if date.span.end <= mention.span.start and _CONNECTS.fullmatch(text, start, date.span.start):
            start = date.span.end
    if _CONNECTS.fullmatch(text, start, mention.span.start):
        return True
    return clause.mentions[0] is mention and _OF_WHICH.fullmatch(text, start, mention.span.start) is not None


def bracketed(scene: Scene, clause: Clause, amount: Amount) -> Mention | None:
    """The name right behind which an amount stands in brackets (星桥科技（5.5%）)."""
    for mention in clause.mentions:
        if mention.span.end < amount.span.start and _OPENS.fullmatch(scene.text, mention.span.end, amount.span.start):
            return mention
    return None


def market_in(scene: Scene, clause: Clause, end: int) -> Mention | None:
    """The body in which a clause says that a price moved (铜价在|国家航运局|收涨)."""
    for mention in clause.mentions:
        inside = mention.type is EntityType.ORGANIZATION and mention.span.end <= end
        if inside and scene.text[max(0, mention.span.start - 2) : mention.span.start].rstrip().endswith("在"):
            return mention
    return None


def presented_in(scene: Scene, clause: Clause) -> tuple[Mention, ...]:
    """The goods that a clause presents (星桥科技发布|星桥8), to which a price in the next belongs."""
    for mention in reversed(clause.mentions):
        start = max(clause.span.start, mention.span.start - 16)
        if mention.type is EntityType.PRODUCT and _PRESENTS.search(scene.text, start, mention.span.start):
            return (mention,)
    return ()


def among_others(text: str, group: tuple[Mention, ...]) -> bool:
    """Whether a subject only exemplifies those whose figure it is (《星桥8》等产品)."""
    return _AMONG_OTHERS.match(text, group[-1].span.end) is not None


def end_of_list(scene: Scene, clause: Clause, subjects: tuple[Mention, ...], within: Span) -> int:
    """Where the subject in a stretch, or the list (A、B) that it begins, ends; 0 where none stands in it."""
    inside = [m.span.end for m in subjects if within.contains(m.span)]
    group = subjects_before(scene, clause, within.end)
    if group and "、" in scene.text[group[0].span.end : group[-1].span.start]:
        inside += [m.span.end for m in group if within.contains(m.span)]
    end = max(inside, default=0)
    more = _MORE_OF_A_LIST.match(scene.text, end, within.end) if end else None
    return more.end() if more else end


def goes_on(text: str, group: tuple[Mention, ...]) -> bool:
    """Whether a list of names goes on with one that nothing tagged."""
    return text.startswith(("、", "”、", "》、"), group[-1].span.end)


def each(text: str, group: tuple[Mention, ...], amount: Amount) -> tuple[Mention, ...]:
    """The members of a coordinated subject, where the figure holds for each of them, else the first alone.

    A share or a change is each one's own. What they add up to is nobody's figure.
    """
    if len(group) < 2:
        return group
    start, end = group[-1].span.end, amount.span.start
    if _TOGETHER.search(text, start, end):
        return ()
    return group if amount.quantity.unit in PERCENT or _EACH.search(text, start, end) else group[:1]


def topic_of_heading(scene: Scene, within: Span) -> Mention | None:
    """The first firm or body that a heading names."""
    return scene.first_within(within, (EntityType.COMPANY, EntityType.ORGANIZATION))
