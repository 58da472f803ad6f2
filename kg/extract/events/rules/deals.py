"""Purchases, flotations and partnerships."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule
from kg.model import EventType, Role

ACQUISITION: tuple[Rule, ...] = (
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><C>)<_12>(?:与|和|同)(?P<target><C>)<_12>(?P<trigger>(?:收购|并购)(?:协议|交易))",
        0.8,
    ),
    rule(EventType.ACQUISITION, r"(?P<company><C>)(?:与|和)(?P<company2><C>)<_6>(?P<trigger>合并)(?!报表|财务)", 0.65),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><C>)<_12>向<_4>(?P<target><C>)<_12>(?P<trigger>(?:发出|提出|发起)<_10>(?:收购|要约))",
        0.8,
    ),
    rule(
        EventType.ACQUISITION, r"(?P<acquirer><C>)<_8>成为(?P<target><C>)的?<_4>(?P<trigger>控股股东|实际控制人)", 0.75
    ),
    rule(EventType.ACQUISITION, r"(?P<acquirer><C>)<_12>(?P<trigger>吸收合并)<_4>(?P<target><C>)", 0.8),
    rule(
        EventType.ACQUISITION,
        r"(?P<target><Y>)<_12>被(?P<acquirer><Xs>)<_16>(?P<trigger>收购|并购|吞并|买下|私有化)",
        0.85,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_24>(?:对|完成对|就)<_24>(?P<target><Y>)<_16>的?<_8>(?P<trigger>收购|并购|要约)",
        0.85,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_24>(?<![次笔项起宗该桩场])(?P<trigger>收购|并购|买下|吞并|全资收购|私有化|入主|接盘|控股了)(?!方|案|计划|要约价)了?<_20>"
        r"(?P<target><Ys>)",
        0.85,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_24>(?:购买|购入|受让|取得|拿下)了?<_20>(?P<target><Ys>)<_20>(?P<trigger>股权|股份)(?!收益权|质押)",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?<![次笔项起宗该桩场])(?P<trigger>收购|并购|买下)(?!方|案|计划|要约)了?<_20>(?P<target><Ys>)",
        0.7,
        Role.ACQUIRER,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<company><Cs>)<_20>(?:将|把)<_6>(?P<target><Y>)<_16>(?P<trigger>出售|卖|转让)给?了?<_4>(?P<acquirer><C>)",
        0.8,
    ),
)

_OFFER = r"启动招股|开启招股|开始招股|公开发售|首次公开发行"

SALES: tuple[Rule, ...] = (
    rule(
        EventType.ACQUISITION,
        r"(?P<target><C>)<_24>(?P<trigger>出售|卖|转让)给了?<_4>(?P<acquirer><C>)",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<company><C>)<_14>(?P<trigger>出售|转让|剥离)(?:其|了|所持|持有的?|旗下){0,3}(?P<target><Ys>)(?:的|"
        r"\d[\d.]*%的?|全部|部分|多数|控股)*(?:股权|股份|业务|，|。|$)",
        0.7,
    ),
)

IPO: tuple[Rule, ...] = (
    rule(EventType.IPO, rf"(?P<company><C>)<_14>(?P<trigger>{_OFFER})", 0.8),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<~24>(?P<trigger>(?:递交|提交|递表|更新|披露|呈交)<~14>(?:招股书|招股说明书|上市申请|IPO申请|申请版本|聆讯资料集)|"
        r"递表|过会|通过<~8>聆讯|通过<~6>上市委|获<~10>受理)",
        0.85,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<_20>(?:在|登陆|于|赴|奔赴|拟在|拟赴)<~14>(?P<trigger>(?:挂牌|成功|正式|主板|创业板|科创板|首次公开募股|"
        r"公开)*(?:上市|IPO|挂牌))(?!转让|出让|出售|交易|公司|以来|后|规则|首日|委)",
        0.8,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<_12>(?P<trigger>登陆(?:港交所|科创板|创业板|北交所|纳斯达克|纽交所|A股|港股|资本市场|[\ue400-\ue7ff])|敲钟)",
        0.8,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<_10>(?P<trigger>(?:冲刺|启动|筹备|筹划|冲击|推进|申请|完成|重启)<-8>(?:IPO|上市))(?!公司|规则|条件)",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)[：:]?(?:的|港股|A股|美股|香港|<L>)?(?P<trigger>IPO)(?:获|定价|申请|发行|拟|募|将|招股|认购|[，。：:]|$)",
        0.75,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)(?:今日|今天|昨日|将|已|正式|成功|于<_12>日?|在<_12>年){0,3}(?P<trigger>(?:挂牌)?上市)(?=[，。；]|首日|$)",
        0.7,
    ),
    rule(
        EventType.IPO,
        r"(?P<trigger>(?:筹备|启动|冲刺|递交|提交|重启)<~12>(?:IPO|招股书|上市申请|招股说明书))",
        0.65,
        Role.COMPANY,
    ),
)

PARTNERSHIP: tuple[Rule, ...] = (
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><As>)<_12>(?:与|和|同|跟|携手|联手)<_8>(?P<partner2><As>)<_40>(?P<trigger>(?:达成|签署|签订|签约|建立|"
        r"宣布|开展|展开|启动|深化|结成|订立)了?<_24>(?:合作|协议|伙伴关系|联盟|备忘录)|签约|合建|合资|战略合作)",
        0.8,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)(?:和|与|、)(?P<partner2><As>)<_16>(?P<trigger>(?:达成|签署|签订|签约|宣布|建立)了?<_24>(?:合作|"
        r"协议|伙伴关系|备忘录))",
        0.8,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)(?:和|与)(?P<partner2><A>)的?<_6>(?P<trigger>合作|联名|跨界融合)(?=始于|开始于|可追溯|自)",
        0.75,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)(?:自|从)<_14>(?:起|开始)，?(?:与|和|同)(?P<partner2><As>)(?:开展|展开|进行)?<_6>(?P<trigger>合作)",
        0.75,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)<_16>(?P<trigger>成为)<_4>(?P<partner2><N>)<_24>(?:合作伙伴|赞助商|合作方)",
        0.8,
    ),
    rule(EventType.PARTNERSHIP, r"(?P<partner><As>)<_8>(?P<trigger>携手|联手|牵手)<_4>(?P<partner2><As>)", 0.7),
    rule(
        EventType.PARTNERSHIP,
        r"(?<![\ue000-\uf3ff])(?:与|和|同|携手)<_8>(?P<partner><As>)<_30>(?P<trigger>(?:达成|签署|签订|建立|宣布|开展|展开|"
        r"启动|深化)了?<_24>(?:合作|伙伴关系|备忘录|合作协议))",
        0.75,
        Role.PARTNER,
        "A",
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?:将|已|计划|宣布|拟)<_4>与<_8>(?P<partner><As>)(?P<trigger>合作|联合开发|共建|合建)",
        0.7,
        Role.PARTNER,
        "A",
    ),
)
