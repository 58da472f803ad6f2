"""Appointments, dismissals and foundings."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule
from kg.model import EventType, Role

_POST = (
    r"(?:董事长|总裁|总经理|CEO|首席|经理|董事|主席|负责人|监事|总监|"
    r"主任|行长|会长|秘书|院长|部长|局长|书记|顾问|合伙人|CFO|CTO|COO|总编|市长|省长|州长|理事|校长|所长|司长|主编|"
    r"主帅|教练|掌门人|大使|代表|"
    r"特派员|首相|总理|总统|教授|科学家|掌舵人|一号位)(?!后|不久|以来|期间|之后|之前|时)"
)
# a post's name right after the firm's, for changes that name nobody: 星桥CEO将离职
_OFFICE = (
    r"(?:首席[\u4e00-\u9fff]{2,4}官|CEO|CFO|CTO|COO|联席CEO|联合创始人|创始人|董事长|总裁|总经理|行长|主席|负责人|"
    r"掌门人)"
)
_LEAVES = r"(?:辞职|离职|辞任|卸任|离任|退休|被免职|下课|去职|请辞|离开)"

_NAMING = r"(?:任命|聘任|委任|提名|选举|聘请|推选|委派)"

_TAKES = (
    r"(?:出任|升任|接任|接棒|获任|转任|调任|获聘为?|当选为?|被任命为|"
    r"获委任为|将成为|将接任|晋升为?|改任|就任|将担任|兼任)"
)

PERSONNEL: tuple[Rule, ...] = (
    # 提名林晓舟执掌星桥
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?P<takes>执掌|掌管|领导|出掌|掌舵)<_4>(?P<company><A>)",
        0.8,
    ),
    # 辞去星桥CEO一职: whose post it is stands after the verb
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<person><P>)<_24>(?P<trigger>辞去|卸任|不再担任|离开|辞任|不再任)了?(?:在)?(?P<company><A>)<~14>{_POST}",
        0.8,
    ),
    # 调任星桥，担任总裁
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<person><P>)<_14>(?P<trigger>调任|转任|加入|加盟|空降|跳槽至?|入职)了?(?P<company><A>)，(?:担任|出任|"
        r"任|成为|负责|领军|执掌)",
        0.8,
    ),
    # 曾任云杉总裁的林晓舟，出任星桥董事长
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?<!接替)(?<!取代)(?P<person><P>)，(?:将|已|正式|近日|日前|则|于<_12>)?(?P<trigger>{_TAKES}|获任命为?|"
        rf"获聘|被提名为?|获提名为?)<_2>(?P<company><A>)"
        rf"<~12>{_POST}",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<person><P>)<_10>(?P<trigger>履新|空降|执掌|掌舵|出掌|接掌|就任|转岗|调往|转战)了?(?P<company><A>)",
        0.75,
    ),
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
        r"(?:(?P<company2><A>)(?:的|前|原)?<_16>)?(?P<person><P>)<_14>(?P<trigger>离开)了?(?:公司|(?P<company><A>))"
        r"(?!大楼|总部|办公|会议|现场)",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<company><A>)<_20>(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?:为|担任|出任|接任|任)",
        0.85,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?:(?P<company><A>)(?:的|前|原|[：:])?<_16>)?(?P<person><P>)<~20>(?P<trigger>辞去|卸任|不再担任|辞任|"
        r"辞职|离职|退休|"
        r"离任|被免|请辞|免去|下课|去职)",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<person><P>)<_14>(?:接替<~6>)?(?P<trigger>{_TAKES})"
        rf"<_2>(?P<company><A>)<~12>{_POST}",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<trigger>辞去|卸任|辞任|离职|不再担任|请辞|退休)(?!后|的|前|年龄|潮)",
        0.65,
        Role.PERSON,
        "P",
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
        r"(?P<trigger>加盟|入职|加入|离开|跳槽至?)了?(?P<company><A>)(?!大楼|总部|办公|会议|的?<_4>(?:阵营|联盟|"
        r"计划|行列|生态))",
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

# who gives up an office that is elected: 林晓舟宣布不再寻求连任
PERSONNEL_ELECTED: tuple[Rule, ...] = (
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<person><P>(?:(?:、|和|与|及|以及)<-12><P>){0,12})[^。！？!?；;\ue000-\uefff]{0,80}?(?:宣布|宣告|公布|表明|决定)<_4>"
        r"(?P<trigger>弃选|退选|不再(?:寻求|竞逐|争取|谋求)连任|不(?:再|会)(?:参选|竞选连任))(?!的)",
        0.7,
    ),
)

# changes of a post whose holder the text does not name
PERSONNEL_UNNAMED: tuple[Rule, ...] = (
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<company><A>)(?:的|<L>|中国区?|大中华区|全球|区|现任|联席|联合|副|执行){{0,3}}{_OFFICE}"
        rf"(?:将|已|宣布|突然|正式|提出|因<_8>|在<_16>|于<_12>|即将|，|确认|"
        rf"宣告){{0,3}}(?P<trigger>{_LEAVES})(?!后|的)",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<company><A>)(?:宣布|官宣|公布|确认|已|将|正式|再度|再次|突然){{0,2}}(?P<trigger>换帅|更换{_OFFICE}|"
        rf"任命新<_6>{_OFFICE}|迎来新<_6>{_OFFICE})",
        0.75,
    ),
)

LAYOFF: tuple[Rule, ...] = (
    rule(
        EventType.LAYOFF,
        r"(?P<company><C>)<_20>(?P<trigger>裁员|裁减|裁撤|大裁员|解雇|削减|裁掉|砍掉|减少|取消|遣散|辞退)<_14>"
        r"(?:人(?!民|工|均|力|才|次|气)|岗位|名员工|员工(?!工作|福利|薪|时长)|"
        r"职位|雇员|%的?(?:员工|人员|岗位|职位|雇员))",
        0.85,
    ),
    rule(EventType.LAYOFF, r"(?P<company><C>)<_20>(?P<trigger>裁员)(?!潮|消息|传闻|原因|风波)", 0.75),
    # 星桥启动增效计划，将裁员4500人
    rule(
        EventType.LAYOFF,
        r"(?P<trigger>裁员|裁减|裁撤|裁掉|解雇|削减)(?=<-20>(?:人|岗位|名员工|员工|职位))",
        0.7,
        Role.COMPANY,
    ),
)

FOUNDING: tuple[Rule, ...] = (
    # 2018年成立的云杉; 云杉是星桥2024年成立的研发中心
    rule(
        EventType.FOUNDING,
        r"\d{4}年(?:\d{1,2}月)?(?:正式)?(?P<trigger>成立|创立|创办|诞生|创建)的<_16>(?P<company><A>)",
        0.75,
    ),
    rule(
        EventType.FOUNDING,
        r"(?P<company><A>)(?:是|为|系)(?:由)?(?P<organizer><As>)<_16>(?P<trigger>成立|创立|设立|创办|组建)的",
        0.75,
    ),
    # 云杉是林晓舟于2016年创办的公司
    rule(
        EventType.FOUNDING,
        r"(?P<company><A>)(?:公司|集团)?(?:作为|是|系|为|由)(?:<_8>)(?P<person><Ps>)(?:在|"
        r"于)?<_16>(?P<trigger>创立|创办|创建|成立|联合创办|联合创立|共同创立)"
        r"(?:的|，|。|；|$)",
        0.8,
    ),
    # 近日，云杉成立，法定代表人为林晓舟
    rule(
        EventType.FOUNDING,
        r"(?:^|[，：。、])(?:近日|近期|日前|今日|，|\d{1,2}月\d{1,2}日)*(?P<company><C>)(?:正式|近日|日前|已|在<L>|"
        r"于<L>|注册|宣告|宣布){0,3}"
        r"(?P<trigger>成立|揭牌成立)(?=[，。；]|$)",
        0.75,
    ),
    # 宣布成立全资子公司云杉
    rule(
        EventType.FOUNDING,
        r"(?:宣布|将|拟|已|计划|决定|，|共同|合资|在<L>){0,3}(?P<trigger>成立|设立|组建|注册成立)(?![在于]|"
        r"[\d一二两三四五六七八九十数多几]{1,3}年)了?<_12>(?:公司|基金|研究院|实验室|机构|平台)"
        r"(?P<company><A>)",
        0.7,
        Role.ORGANIZER,
        "A",
    ),
    # 基金会官网显示，这一基金会是林晓舟于2014年发起成立
    rule(
        EventType.FOUNDING,
        r"(?P<company><A>)<-12>，<-10>是由?(?P<person><Ps>)(?:于|在)?(?=<_2>\d{4}年)<_16>(?P<trigger>(?:发起|捐赠|捐资|出资|并){0,3}"
        r"(?:成立|创立|创办|创建|设立))(?:的|，|。|；|$)",
        0.75,
    ),
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
        r"(?P<company><C>)(?:于|在|是|自)?<_10>(?:年|月|日)(?:正式|在<L>){0,2}(?P<trigger>成立|创立|诞生|创建|"
        r"创办)(?!以来)",
        0.75,
    ),
    rule(EventType.FOUNDING, r"(?P<trigger>成立于|创立于|创办于|创建于|始创于)(?=<_6>年)", 0.7, Role.COMPANY),
    rule(
        EventType.FOUNDING,
        r"(?P<organizer><As>)(?:等)?(?:在<L>|于<L>|共同|联合|合资|近日|新|已|宣布){0,3}(?P<trigger>成立|"
        r"设立|组建|"
        r"创立)(?![\d一二两三四五六七八九十数多几]{1,3}年)了?(?:一家|新公司)?<_6>(?P<company><A>)",
        0.75,
    ),
    rule(
        EventType.FOUNDING, r"(?P<company><C>)<_6>(?P<trigger>成立于|创立于|创办于|创建于|诞生于|始创于|始建于)", 0.85
    ),
    rule(
        EventType.FOUNDING,
        r"年(?:\d+月)?(?:\d+日)?，?(?:由)?(?P<company><C>)(?:正式)?(?P<trigger>成立|创立|诞生|创办|创建)(?!以来|后|"
        r"之初)?",
        0.75,
    ),
    rule(
        EventType.FOUNDING,
        r"(?P<person><Ps>)<_14>(?P<trigger>创立|创办|创建|联合创办|联合创立|共同创立)了?<_10>(?P<company><C>)",
        0.8,
    ),
    rule(
        EventType.FOUNDING,
        r"(?P<person><P>)<~14>(?P<trigger>创办|创立|创建)了?(?:一家|自己的|新公司)?<_14>(?P<company><C>)(?!的|旗下|"
        r"之前|后)",
        0.7,
    ),
)
