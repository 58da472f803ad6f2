"""Frames: a pattern over skeletons whose groups are the roles of an event.

A group called ``acquirer`` (or ``acquirer2``, where a pattern has several) holds names that play this role; ``trigger``
holds the words that state the event. A frame without its subject takes it from what comes before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extract.products import is_document
from kg.extract.skeleton import Skeleton, grammar
from kg.extract.subjects import PERSONS, subject_of
from kg.model import Argument, BlockKind, EntityType, EventType, Role

TITLES = (BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.ROW)
_ROLES = {role.value: role for role in Role}
_DIGITS = "0123456789"
# 公司控股股东拟收购…: the owner acts, not the firm
_NOT_ITSELF = re.compile(
    r"(?:的|前|原|旗下|现任|其|实际|第一大|全资|间接){0,3}(?:控股股东|股东|子公司|附属公司|关联方|实控人|"
    r"实际控制人|参股|董事|高管|创始人|员工|"
    r"客户|供应商|负责人|CEO|总经理|总裁|竞争对手|对手|合作伙伴|投资方|产品|股价|前高管)"
)
_OWN = (Role.COMPANY, Role.ACQUIRER, Role.DEFENDANT, Role.TARGET, Role.PARTNER)
_SHARE = re.compile(r"(?:的|合计|共|约|近|超|持有|所持)*(\d{1,3}(?:\.\d{1,4})?)%的?(?:股权|股份|权益)")
_OWN_FIRM = re.compile(r"(?:子公司|孙公司|附属公司)[^，。；]{0,2}$")
_BUYS = re.compile(r"收购|并购")
_HALF = 50.0
_PART = re.compile(
    r"(?:旗下|的)?[^，。；：、\ue000-\uf3ff]{0,6}(?:资产|业务|部门|设备|设施|工厂|大楼|生产线|专利|办公楼|地块|门店)"
)
_AS_INVESTOR = {Role.ACQUIRER: Role.INVESTOR, Role.TARGET: Role.COMPANY}
_TAKEN_FROM = re.compile(r"(?:手中|处|手里)")
_OBLIQUE = re.compile(r"[向从给据]")
_REPORTS = re.compile(r"(?:报告|白皮书|指南|论文|数据|榜单|预告|预告片|海报)[》”]?$")
_NO_PARTNERS = re.compile(r"收购|并购|合并|买卖协议|购股|投资协议|转让协议|和解|诉讼")
# 星桥与云杉的合资企业 is there already; 成立合资公司 is news
_JOINT_FIRM = re.compile(r"合资(?:企业|公司|品牌|工厂|车企)")
_SET_UP = re.compile(r"成立|组建|设立|建立|创办|签|将|拟")
_ANALYST = re.compile(r"研报|分析师|认为|目标价|跟踪的")
_PARTY = re.compile(r"党$|中共$")
_FUND_HOUSE = re.compile(r"投资(?:管理|机构|银行|公司|基金|集团){1,2}[\ue000-\ue3ff]")
_MERELY_ASKED = re.compile(r"邀请|敦促|建议|呼吁|希望|鼓励|要求|拒绝")
_DEBT = re.compile(r"债券|[可转公司科创]债|债务|债权|票据|贷款|授信|REIT|基金募资|(?<!Pre-)(?<!Pre)IPO")
# 拟通过收购切入云杉供应链: the way in, not the firm, is bought
_OTHER_AIM = re.compile(r"切入|进入|布局|提升|拓展|加强|扩大|完善|助力|强化|供应")
_OPINION = re.compile(r"认为|表示|指出|批评|质疑")
_INVESTS = re.compile(r"等?(?:联合|共同|独家|战略)*(?:领投|跟投|参投|投资)")
# 发布启明关于红包活动的通知 is a notice about 启明
_NOTICE = re.compile(
    r"[^，。；、：—\ue000-\uf3ff]{0,24}(?:通知|公告|声明|通报|调查|指数|数据|报告|白皮书|涨价函|财报|业绩|计划书|"
    r"论文|海报|预告|招聘|活动|优惠|福利)"
)
_THERE = re.compile(r"(?:(?:在|于)[^，。；、：后时前年月日\ue000-\uf3ff]{0,8}|通过|基于|凭借|借助|使用|依托)$")
_BASED_ON = re.compile(r"(?:基于|搭载|采用|兼容|支持|接入|对标|超越|媲美|针对|适配|首发搭载|类似)[了的]?$")
_NO_LAUNCH = re.compile(r"停产|停售|下架|召回|涨价|降价|下调|上调|调整|停止|关闭|关停|财报|业绩")
# 林晓舟与何望见证签约; 联邦法官林晓舟
_PEOPLE = {
    EventType.PARTNERSHIP: grammar(
        r"(?P<person><P>)(?:与|和|、|同)<~24>(?P<person2><P>)<_14>(?:见证|代表双方|分别代表|共同|出席)<_8>(?:签约|签署|签字|签订)"
    ),
    EventType.LEGAL_ACTION: grammar(r"法官(?P<person><P>)"),
}
_PEOPLE_NEAR = 100
"""How far from the words of the event they may stand."""
_SUBJECT = {
    "C": (EntityType.COMPANY,),
    "A": (EntityType.COMPANY, EntityType.ORGANIZATION),
    "P": PERSONS,
    "D": (EntityType.PRODUCT,),
    "X": (EntityType.COMPANY, EntityType.ORGANIZATION, EntityType.PERSON),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One frame of the grammar.

    ``subject`` is the role that what comes before the match plays, ``of`` the kinds of name it may be; ``titles_only``
    rules hold in headlines and headings, where a figure of a period is the news itself.
    """

    type: EventType
    pattern: re.Pattern[str]
    confidence: float
    subject: Role | None = None
    of: tuple[EntityType, ...] = (EntityType.COMPANY,)
    titles_only: bool = False


def rule(type: EventType, template: str, confidence: float, subject: Role | None = None, of: str = "C") -> Rule:
    """A rule from a template of :func:`kg.extract.skeleton.grammar`."""
    return Rule(type, grammar(template), confidence, subject, _SUBJECT[of])


def title_rule(type: EventType, template: str, confidence: float) -> Rule:
    """A rule that holds in headlines and headings only."""
    return replace(rule(type, template, confidence), titles_only=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame found in a sentence; ``start`` to ``end`` is the match in the skeleton, with the subject taken in."""

    type: EventType
    skeleton: Skeleton
    start: int
    end: int
    trigger: tuple[int, int]
    arguments: tuple[Argument, ...]
    confidence: float
    name: str | None = None


def frames(skeleton: Skeleton, rules: Iterable[Rule], title: bool = False) -> Iterator[Frame]:
    """What the rules find in one sentence; of two rules of one type, the earlier has the trigger.

    ``title`` says that the sentence counts as a title, as the first one of a text does.
    """
    taken: dict[EventType, bytearray] = {}
    for one in rules:
        if one.titles_only and not title and skeleton.block.kind not in TITLES:
            continue
        for match in one.pattern.finditer(skeleton.text):
            start, end = match.span("trigger")
            used = taken.setdefault(one.type, bytearray(len(skeleton.text)))
            if any(used[start:end]):
                continue
            frame = _frame(skeleton, one, match)
            if frame is not None:
                used[start:end] = b"\1" * (end - start)
                yield frame


def _frame(skeleton: Skeleton, one: Rule, match: re.Match[str]) -> Frame | None:
    arguments = tuple(arguments_of(skeleton, match))
    start = match.start()
    if start in {match.start(g) for g in match.re.groupindex} and _OBLIQUE.search(
        skeleton.text, max(0, start - 1), start
    ):
        return None
    if any(_TAKEN_FROM.match(skeleton.text, match.end(g)) for g in ("acquirer",) if g in match.groupdict()):
        return None
    of_people = one.type is EventType.PERSONNEL_CHANGE
    if not of_people and any(
        _NOT_ITSELF.match(skeleton.text, match.end(g)) for g in match.re.groupindex if _owner(g, match)
    ):
        return None
    if one.subject:
        found = subject_of(skeleton, match.start(), one.of)
        if found is None:
            return None
        start = found[0]
        own = {a.mention for a in arguments}
        arguments = (*(Argument(one.subject, m.id) for m in found[1] if m.id not in own), *arguments)
    if match["trigger"] == "领投":
        arguments = tuple(replace(a, role=Role.LEAD_INVESTOR) if a.role is Role.INVESTOR else a for a in arguments)
    if one.type is EventType.FOUNDING:
        arguments = tuple(_founders(arguments, skeleton))
    people = _PEOPLE.get(one.type)
    if people is not None:
        arguments = (*arguments, *_people(skeleton, match, people))
    if not arguments or _unsound(skeleton, one.type, match, start):
        return None
    frame = Frame(one.type, skeleton, start, match.end(), match.span("trigger"), arguments, one.confidence)
    return _as_stake(frame) if one.type is EventType.ACQUISITION else frame


def _founders(arguments: tuple[Argument, ...], skeleton: Skeleton) -> Iterator[Argument]:
    """A firm that sets up another one puts money in it; two that do are partners."""
    by_id = {m.id: m.type for m in skeleton.names.values()}
    firms = [a for a in arguments if a.role is Role.ORGANIZER and by_id.get(a.mention) is EntityType.COMPANY]
    joint = len(firms) > 1 and "合资" in skeleton.text
    for argument in arguments:
        yield replace(argument, role=Role.PARTNER if joint else Role.INVESTOR) if argument in firms else argument


def _people(skeleton: Skeleton, match: re.Match[str], pattern: re.Pattern[str]) -> Iterator[Argument]:
    """Who, in the same sentence, signs for the partners, or judges."""
    found = pattern.search(skeleton.text, max(0, match.start() - _PEOPLE_NEAR), match.end() + _PEOPLE_NEAR)
    if found:
        yield from arguments_of(skeleton, found)


def _as_stake(frame: Frame) -> Frame | None:
    """取得云杉29%的股权 is an investment; 收购云杉旗下的工厂 is no acquisition of 云杉."""
    text = frame.skeleton.text
    targets = [a.mention for a in frame.arguments if a.role is Role.TARGET]
    ends = [
        i + 1
        for i in range(frame.start, frame.end)
        if text[i] in frame.skeleton.names and frame.skeleton.names[text[i]].id in targets
    ]
    share = next((m for m in (_SHARE.match(text, e) for e in ends) if m), None)
    trigger = text[slice(*frame.trigger)]
    sold = any(a.role is Role.COMPANY for a in frame.arguments)  # who sells a share of another firm funds nobody
    if share and float(share.group(1)) < _HALF and not sold and not _BUYS.search(trigger):
        return replace(
            frame,
            type=EventType.FUNDING_ROUND,
            arguments=tuple(Argument(_AS_INVESTOR.get(a.role, a.role), a.mention) for a in frame.arguments),
        )
    return None if any(_PART.match(text, e) for e in ends) else frame


def _unsound(skeleton: Skeleton, type: EventType, match: re.Match[str], start: int) -> bool:
    """A launch of what is taken off the market, or of a document; a purchase read as a partnership."""
    if type is EventType.PARTNERSHIP:
        there_already = _JOINT_FIRM.match(skeleton.text, match.start("trigger")) and not _SET_UP.search(match.group())
        return bool(there_already) or _NO_PARTNERS.search(match.group()) is not None
    if type is EventType.FINANCIAL_REPORT:
        return _ANALYST.search(match.group()) is not None
    if type is EventType.PERSONNEL_CHANGE:
        joined = skeleton.mentions(match.end("trigger"), match.end()) if match["trigger"].startswith("加入") else ()
        asked = _MERELY_ASKED.search(skeleton.text, start, match.end()) is not None
        return asked or any(_PARTY.search(skeleton.written(m)) for m in joined)
    if type is EventType.ACQUISITION and match.end("trigger") < _target(match):
        return _OTHER_AIM.search(skeleton.text, match.end("trigger"), _target(match)) is not None
    if type is EventType.IPO and "company" not in match.re.groupindex:
        # 星桥宣布，启明3将在美国上市: what is listed is a product
        return any(m.type is EntityType.PRODUCT for m in skeleton.mentions(0, match.end()))
    if type is EventType.LEGAL_ACTION:
        return _OPINION.search(match.group()) is not None
    if match["trigger"] == "投资" and _FUND_HOUSE.match(skeleton.text, match.start("trigger")):
        return True
    if type is EventType.FUNDING_ROUND and match.groupdict().get("company") and _to_its_own(skeleton, match):
        return True
    if match["trigger"] in ("融资", "募资", "筹资") and _DEBT.search(
        skeleton.text, skeleton.clause(start, start)[0], skeleton.clause(match.end(), match.end())[1]
    ):
        return True
    if match["trigger"] == "融资" and match.groupdict().get("company"):
        return _INVESTS.match(skeleton.text, match.end("company")) is not None
    return type is EventType.PRODUCT_LAUNCH and _no_launch(skeleton, match)


def _target(match: re.Match[str]) -> int:
    """Where the target of a purchase stands, -1 where the frame has none."""
    return match.start("target") if "target" in match.re.groupindex else -1


def _no_launch(skeleton: Skeleton, match: re.Match[str]) -> bool:
    """Taken off the market, a document, a notice about the product, or what a product does."""
    named = match.re.groupindex.keys() & {"product"}
    if _NO_LAUNCH.search(match.group()):
        return True
    if (
        named
        and match.start("product") < match.start("trigger")
        and _THERE.search(skeleton.text, max(0, match.start() - 9), match.start())
    ):
        return True
    if named and match.groupdict().get("company") is None and _product_acts(skeleton, match):
        return True
    if named and _BASED_ON.search(skeleton.text, max(0, match.start("product") - 6), match.start("product")):
        return True
    if named and match.start("trigger") < match.end("product") and _NOTICE.match(skeleton.text, match.end()):
        return True
    written = [skeleton.written(m) for m in skeleton.mentions(*match.span()) if m.type is EntityType.PRODUCT]
    return any(is_document(w) or _REPORTS.search(w) for w in written)


def _to_its_own(skeleton: Skeleton, match: re.Match[str]) -> bool:
    """对全资子公司云杉增资 moves money within one group."""
    at = match.start("company")
    return match.start() < at and _OWN_FIRM.search(skeleton.text, max(0, at - 8), at) is not None


def _product_acts(skeleton: Skeleton, match: re.Match[str]) -> bool:
    """星桥宣布，启明3上线某游戏: what stands before the verb is a product, not who launches."""
    if match.start("product") < match.start("trigger"):
        return False
    before = skeleton.mentions(skeleton.clause(match.start(), match.start())[0], match.start())
    return any(m.type is EntityType.PRODUCT for m in before)


def _owner(group: str, match: re.Match[str]) -> bool:
    role = _ROLES.get(group.rstrip(_DIGITS))
    return role in _OWN and match.start(group) >= 0 and match.end(group) < match.start("trigger")


def arguments_of(skeleton: Skeleton, match: re.Match[str]) -> Iterator[Argument]:
    """The names in the groups of a match, in the roles that the groups are called after."""
    for group in match.re.groupindex:
        role = _ROLES.get(group.rstrip(_DIGITS))
        if role and match.group(group):
            for mention in skeleton.mentions(*match.span(group)):
                yield Argument(role, mention.id)
