"""Flotations: from the plan to the first day of trading."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule
from kg.model import EventType, Role

_OFFER = r"启动招股|开启招股|开始招股|公开发售|首次公开发行|首次公开募股"

# the words that may stand between a plan and 上市: when and where, nothing that is itself listed
_WHEN_AND_WHERE = (
    r"(?:最早|最快|今年|明年|后年|年底|年内|年初|第?[一二三四]季度|[上下]半年|[\dQ年月日初中底末内前后左右]|在|于|"
    r"赴|到|至|推动|推进|进行|"
    r"完成|实施|启动|实现|分拆|独立|单独|二次|整体|正式|成功|申请|主板|A股|H股|港股|美股|创业板|科创板|北交所|香港|"
    r"美国|纽约|<L>|<O>|"
    r"纳斯达克|港交所|纽交所|上交所|深交所|挂牌|公开|首次|春节|期间|时|以|的|，){0,12}"
)
_NO_MARKET = r"(?!公司|规则|审核|条件|委|时间表|许可|产品|车|后|首日|以来|销售|销售|新|的(?!时间|计划|消息))"

IPO: tuple[Rule, ...] = (
    rule(
        EventType.IPO,
        rf"(?P<company><C>)(?:公司|也|还|正|已|曾){{0,2}}(?:计划|拟|考虑|有望|预计|预期|准备|瞄准|寻求|谋求|力争|"
        rf"打算|筹划|将|或){{1,2}}{_WHEN_AND_WHERE}"
        rf"(?P<trigger>上市|IPO){_NO_MARKET}",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<regulator><O>)<_6>(?:同意|批准|核准)了?(?P<company><C>)<_12>(?P<trigger>首次公开发行|首发|上市|IPO)",
        0.8,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<_8>(?P<trigger>(?:冲刺|冲击|闯关|叩响|叩门|转战|奔赴|敲开)<-4>(?:港交所|港股|科创板|"
        r"创业板|北交所|A股|美股|"
        r"纳斯达克|纽交所|资本市场|[\ue400-\ue7ff]))",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)(?:今日|今天|昨日|将|已|正式|成功|刚刚|近日|日前|，|在|于|登陆|<O>|<L>|主板|上午|"
        r"\d{1,4}[年月日]){1,8}(?P<trigger>敲钟|"
        r"挂牌上市|挂牌交易|上市交易|上市)(?!公司|规则|审核|条件|委|产品|车|后|以来|销售|的)",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)(?:的|在)?(?:港股|美股|A股|H股|创业板|科创板|北交所|港交所|香港|<L>|"
        r"<O>){0,2}(?P<trigger>上市|挂牌)首日",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<~24>(?P<trigger>发行(?:境外上市)?(?:外资股)?[（(]?H股<-8>(?:上市|挂牌)|赴港上市|"
        r"赴美上市|H股上市|港股上市)"
        r"(?!公司|的|后|以来)",
        0.7,
    ),
    # 创办了星桥，2021年借助壳公司上市
    rule(
        EventType.IPO,
        r"(?:创办|创立|创建|成立)了?<_14>(?P<company><C>)，(?:并|又|后|随后|后来)?(?:于|在)?\d{4}年<_12>(?P<trigger>上市)"
        r"(?!公司|规则|产品|后|的)",
        0.7,
    ),
    rule(EventType.IPO, r"(?:分拆|拆分)<_6>(?P<company><C>)<_10>(?P<trigger>上市|IPO)(?!公司|条件)", 0.7),
    rule(EventType.IPO, rf"(?P<company><C>)<_14>(?P<trigger>{_OFFER})", 0.8),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<~24>(?P<trigger>(?:递交|提交|递表|更新|披露|呈交)<~14>(?:招股书|招股说明书|上市申请|"
        r"IPO申请|申请版本|聆讯资料集)|"
        r"递表|过会|通过<~8>聆讯|通过<~6>上市委|(?:IPO|上市|首发|发行|科创板|创业板|北交所|港交所)<~14>获<~10>受理|"
        r"获<~10>上市备案|交表|递交A1)",
        0.85,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><Cs>)等?<_20>(?:在|登陆|于|赴|奔赴|拟在|拟赴)<~14>(?P<trigger>(?:挂牌|成功|正式|主板|创业板|"
        r"科创板|首次公开募股|"
        r"公开)*(?:上市|IPO|挂牌))(?!转让|出让|出售|交易|公司|以来|后|规则|审核|首日|委|的)",
        0.8,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<_12>(?P<trigger>登陆(?:港交所|科创板|创业板|北交所|纳斯达克|纽交所|A股|港股|资本市场|"
        r"[\ue400-\ue7ff])|敲钟)",
        0.8,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><Cs>)等?<_14>(?P<trigger>(?:冲刺|启动|筹备|筹划|冲击|推进|申请|完成|重启)<-8>(?:IPO|"
        r"上市))(?!公司|规则|审核|条件)",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)[：:]?(?:的|港股|A股|美股|香港|<L>)?(?P<trigger>IPO)(?:获|定价|申请|发行|拟|募|将|招股|"
        r"认购|[，。：:]|$)",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)(?:今日|今天|昨日|将|已|正式|成功|于<_12>日?|"
        r"在<_12>年){0,3}(?P<trigger>(?:挂牌)?上市)(?=[，。；]|首日|$)",
        0.7,
    ),
    rule(
        EventType.IPO,
        r"(?P<trigger>(?:筹备|启动|冲刺|递交|提交|重启)<~12>(?:IPO|招股书|上市申请|招股说明书))",
        0.65,
        Role.COMPANY,
    ),
    # 2023年，在港交所上市: of whom the clauses before or the text speak
    rule(
        EventType.IPO,
        r"(?:在|于|登陆|赴)(?:<O>|<L>|港交所|深交所|上交所|北交所|纽交所|纳斯达克|香港|美国|港股|A股|美股|创业板|"
        r"科创板|主板|新三板){1,4}"
        r"(?P<trigger>(?:挂牌|成功|正式|首次公开|公开)*(?:上市|IPO|挂牌))(?!转让|出让|交易|公司|以来|规则|审核|"
        r"首日|委|的)",
        0.65,
        Role.COMPANY,
    ),
    rule(
        EventType.IPO,
        r"(?P<trigger>登陆(?:港交所|科创板|创业板|北交所|纳斯达克|纽交所|A股|港股|美股|[\ue400-\ue7ff])|"
        r"递表(?:港交所|<O>))(?!的)",
        0.65,
        Role.COMPANY,
    ),
)
