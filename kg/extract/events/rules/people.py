"""Appointments, dismissals and foundings."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule
from kg.model import EventType, Role

_POST = (
    r"(?:董事长|总裁|总经理|CEO|首席|经理|董事|主席|负责人|监事|总监|"
    r"主任|行长|会长|秘书|院长|部长|局长|书记|顾问|合伙人|CFO|CTO|COO|总编)"
)

_NAMING = r"(?:任命|聘任|委任|提名|选举|聘请|推选|委派)"

_TAKES = (
    r"(?:出任|升任|接任|接棒|获任|转任|调任|新任|获聘为?|当选为?|被任命为|"
    r"获委任为|将成为|将接任|晋升为?|改任|就任|将担任|兼任)"
)

PERSONNEL: tuple[Rule, ...] = (
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?:为|担任|出任|接任|任)<_4>(?P<company><A>)<~12>{_POST}",
        0.85,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<company><A>)<_10>(?P<trigger>{_NAMING})了?<_8>{_POST}<_4>(?P<person><Ps>)",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<company><A>)<_10>由(?P<person><P>)(?P<trigger>变更为|变为|换为)(?P<person2><P>)",
        0.85,
    ),
    rule(EventType.PERSONNEL_CHANGE, r"(?P<company><A>)的?(?P<trigger>新任)<-12>(?P<person><P>)", 0.7),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<person><P>)(?:将|自|从|正式|于)<_12>(?P<trigger>担任)(?P<company><A>)?<~12>{_POST}",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?:(?P<company2><A>)(?:的|前|原)?<_16>)?(?P<person><P>)<_14>(?P<trigger>离开)了?(?:公司|(?P<company><A>))",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<company><A>)<_20>(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?:为|担任|出任|接任|任)",
        0.85,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?:(?P<company><A>)(?:的|前|原|[：:])?<_16>)?(?P<person><P>)<~20>(?P<trigger>辞去|卸任|不再担任|辞任|辞职|离职|退休|"
        r"离任|被免|请辞|免去|下课|去职)",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?:(?P<company2><A>)(?:的|前|原|[：:])?<_16>)?(?P<person><P>)<_14>(?:接替<~6>)?(?P<trigger>{_TAKES})"
        rf"<_2>(?P<company><A>)<~12>{_POST}",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?:(?P<company2><A>)(?:的|前|原|[：:]|宣布|官宣|宣布由)?<_16>)?(?P<person><P>)<_14>(?:接替<~6>)?"
        rf"(?P<trigger>{_TAKES}|接替)<~12>{_POST}",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?:(?P<company><A>)<_8>)?(?:官宣|宣布，?由?|由|决定由?)(?P<person><P>)(?P<trigger>担任|任|出任)"
        rf"(?P<company2><A>)?<~12>{_POST}",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<person><P>)<_10>(?P<trigger>正式加入|加盟|入职|空降|加入|转投|跳槽至?|回归)了?(?P<company><A>)",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE, r"(?P<person><P>)<_10>从(?P<company><A>)<_6>(?P<trigger>离职|辞职|离开|退休)", 0.8
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<trigger>{_TAKES})<_2>(?P<company><A>)?<~12>{_POST}",
        0.65,
        Role.PERSON,
        "P",
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<trigger>加盟|入职|加入|离开|跳槽至?)了?(?P<company><A>)(?!的?<_4>(?:阵营|联盟|计划|行列|生态))",
        0.65,
        Role.PERSON,
        "P",
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?:为|担任|出任|接任|任)<_16>{_POST}",
        0.75,
        Role.COMPANY,
        "A",
    ),
)

LAYOFF: tuple[Rule, ...] = (
    rule(
        EventType.LAYOFF,
        r"(?P<company><C>)<_20>(?P<trigger>裁员|裁减|裁撤|大裁员|解雇|削减)<_12>(?:人|岗位|名|员工|职位|%)",
        0.85,
    ),
    rule(EventType.LAYOFF, r"(?P<company><C>)<_12>(?P<trigger>裁员)", 0.75),
)

FOUNDING: tuple[Rule, ...] = (
    rule(
        EventType.FOUNDING,
        r"(?P<company><C>)<_4>由<~12>(?P<person><Ps>)<_12>(?P<trigger>创立|创办|创建|联合创办|联合创立)",
        0.8,
    ),
    rule(EventType.FOUNDING, r"由(?P<person><Ps>)<_10>(?P<trigger>创立|创办|创建)", 0.7, Role.COMPANY),
    rule(
        EventType.FOUNDING,
        r"\d{4}年(?:\d{1,2}月)?(?:正式)?(?P<trigger>成立|创立|创办)(?=[，。；]|$)",
        0.7,
        Role.COMPANY,
    ),
    rule(EventType.FOUNDING, r"(?P<trigger>成立|创立|创办|创建)了(?P<company><C>)", 0.7, Role.PERSON, "P"),
    rule(
        EventType.FOUNDING,
        r"(?P<trigger>成立于|创立于|创办于|创建于|始创于|始建于)<_12>年?的<_16>(?P<company><A>)",
        0.8,
    ),
    rule(
        EventType.FOUNDING,
        r"(?P<company><C>)(?:于|在|是|自)?<_10>(?:年|月|日)(?:正式|在<L>){0,2}(?P<trigger>成立|创立|诞生|创建|创办)(?!以来)",
        0.75,
    ),
    rule(EventType.FOUNDING, r"(?P<trigger>成立于|创立于|创办于|创建于|始创于)(?=<_6>年)", 0.7, Role.COMPANY),
    rule(
        EventType.FOUNDING,
        r"(?P<organizer><As>)(?:旗下公司|等)?(?:在<L>|于<L>|共同|联合|合资|近日|新|已|宣布){0,3}(?P<trigger>成立|设立|组建|"
        r"创立)了?(?:一家|新公司)?<_6>(?P<company><A>)",
        0.75,
    ),
    rule(
        EventType.FOUNDING, r"(?P<company><C>)<_6>(?P<trigger>成立于|创立于|创办于|创建于|诞生于|始创于|始建于)", 0.85
    ),
    rule(
        EventType.FOUNDING,
        r"年(?:\d+月)?(?:\d+日)?，?(?:由)?(?P<company><C>)(?:正式)?(?P<trigger>成立|创立|诞生|创办|创建)(?!以来|后|之初)?",
        0.75,
    ),
    rule(
        EventType.FOUNDING,
        r"(?P<person><Ps>)<_14>(?P<trigger>创立|创办|创建|联合创办|联合创立|共同创立)了?<_10>(?P<company><C>)",
        0.8,
    ),
)
