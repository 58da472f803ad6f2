"""What a firm shows and what is done to it: reports, launches, actions at law."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule, title_rule
from kg.model import EventType, Role

_REPORT = (
    r"(?:业绩预告|业绩快报|业绩报告|财务报告|财务业绩|财报|年报|中报|半年报|半年度报告|年度报告|季度报告|季报|业绩预增公告|"
    r"中期业绩|全年业绩|年度业绩|季度业绩|业绩公告|成绩单)"
)

_PERIOD = (
    r"(?:20\d\d年?(?:财年)?(?:年?度|全年|前三季度|上半年|半年度)?|"
    r"第?[一二三四]季度?|Q[1-4]|上半年|前三季度|全年|年度|\d{2,4}财年<_6>)"
)

_RESULT = r"(?:营业利润|净利润?|净亏损?|营收|营业收入|归母净利润?|销售额|总营收|收入|业绩)"

REPORT: tuple[Rule, ...] = (
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><Cs>)<_14>(?P<trigger>(?:发布|披露|公布|公告|交出|晒出|发|出炉|披露了|公布了|发布了|交出了)<_20>{_REPORT})",
        0.9,
    ),
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><C>)<_8>(?:公告|发布公告)?[，：:]?<.24>(?P<trigger>(?:预计|预告)(?:公司)?{_PERIOD}<_24>(?:净利润|净利|"
        rf"净亏|业绩|归母|亏损|营业收入|营收))",
        0.75,
    ),
    title_rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><C>)(?:[：:，]|公告){{0,2}}(?:预计)?{_PERIOD}{_PERIOD}?(?:实现|合并|经调整)?<_6>(?P<trigger>{_RESULT})",
        0.75,
    ),
)

_TAKEN = r"被查|落马|被捕|被拘留|被逮捕|被起诉|被判|获刑|接受<_6>(?:审查|调查)"

LEGAL: tuple[Rule, ...] = (
    rule(EventType.LEGAL_ACTION, rf"(?P<defendant><P>)<_16>(?P<trigger>{_TAKEN})", 0.75),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><O>)<_12>(?P<trigger>判决|裁定|判处|裁决)<_6>(?P<defendant><N>)",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><Xs>)<_12>(?P<trigger>提起<_8>诉讼)，?(?:指控|控告|状告)(?P<defendant><N>)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><N>)<_16>(?:被|遭|遭到)<_4>(?P<regulator><Os>)<_12>(?P<trigger>立案调查|立案|调查|处罚|罚款|约谈|通报|"
        r"行政处罚|起诉|罚|公开谴责|警示)",
        0.85,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><Os>)<_16>(?:对|向|就)<_6>(?P<defendant><N>)<~40>(?P<trigger>立案调查|立案|(?:作出|处以|开出|采取|"
        r"展开|启动|发起|进行)了?<_16>(?:处罚|罚款|罚单|调查|措施)|罚款|处罚|提起诉讼|下发<_8>处罚)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><Os>)<_16>(?:对|就)<~40>(?P<trigger>(?:作出|处以|采取|开出)了?<_16>(?:处罚|罚款|监管措施|处分|罚单))",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><Os>)<_12>(?P<trigger>约谈|通报|处罚|立案调查|起诉|指控|查处)了?<_8>(?P<defendant><Ns>)",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><Xs>)<_16>(?P<trigger>起诉|提告|状告|控告|控诉|提起诉讼)了?<_6>(?P<defendant><N>)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><N>)<_10>(?:被|遭)<_4>(?P<plaintiff><Xs>)<_6>(?P<trigger>起诉|提告|告上法庭|状告|索赔|诉讼)",
        0.8,
    ),
    rule(EventType.LEGAL_ACTION, r"(?P<plaintiff><Xs>)<_8>将(?P<defendant><N>)<_8>(?P<trigger>告上法庭|诉至)", 0.8),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><C>)<~20>收到<_8>(?P<regulator><Os>)<~20>(?P<trigger>立案告知书|行政处罚|警示函|监管函|处罚决定|处罚事先告知|立案)",
        0.85,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><C>)<_14>(?:被|遭)<_6>(?P<trigger>立案调查|立案|处罚|罚款|起诉|约谈)",
        0.7,
    ),
)

_LAUNCH = r"(?:发布|推出|上线|首发|发售|(?<![为是的个大])开源|开售|公测|内测|官宣|揭晓|上市|上架)"

_OUT = (
    r"(?<!的)(?:(?:上线|开源|开售|面世|问世|亮相|上映|登场|首发|面市|首秀|公测|开播)(?!的)|(?:发布|推出|发售|上市|上架|预售|开启预售|开启预订)(?=[，、。；！后之会以时于]|"
    r"了?(?:[，。；！]|$)))"
)

LAUNCH: tuple[Rule, ...] = (
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)(?:联合|携手|与|和)(?P<company2><A>)<_8>(?P<trigger>{_LAUNCH})(?!会|者)(?:了|的)?<_20>"
        rf"(?P<product><Ds>)",
        0.8,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)<_20>(?P<trigger>{_LAUNCH})(?!会|者|公告|通知|报告|数据|消息|停)(?:了|的)?<_24>(?P<product><Ds>)",
        0.8,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><C>)(?:旗下|的|自研|全新|新款){{0,2}}<_10>(?P<product><Ds>)<_22>(?P<trigger>{_OUT})",
        0.8,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<product><D>)<_18>(?P<trigger>(?:正式|全球|首次|即将|将|已|全网|同步|全新)?{_OUT})",
        0.7,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<trigger>{_LAUNCH})(?!会|者|公告|通知|报告|数据|消息|停)(?:了|的)?<_20>(?P<product><Ds>)",
        0.65,
        Role.COMPANY,
    ),
)
