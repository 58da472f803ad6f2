"""Purchases and sales of firms, and mergers."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule
from kg.model import EventType, Role

# what may stand between a seller and what is sold: its own, 旗下, a share of it
_OWN = r"(?:其|了|所持有?的?|持有的?|旗下的?|手中的?|全资|控股|参股|子公司|孙公司|公司)"
_SHARES = r"(?:股权|股份|控股权|控制权|全部权益)"

ACQUISITION: tuple[Rule, ...] = (
    # 海岳将其持有的云杉29%股权以4亿元转让给星桥
    rule(
        EventType.ACQUISITION,
        rf"(?P<company><Cs>)<_20>(?:将|把){_OWN}{{0,4}}<_10>(?P<target><Y>)<_30>(?P<trigger>出售|卖|转让)给?予?了?<_14>"
        r"(?P<acquirer><Xs>)",
        0.8,
    ),
    # 从海岳手中买下云杉; 收购海岳旗下的云杉
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_20>从<_4>(?P<company><X>)(?:手中|处|手里|那里)?<_12>(?P<trigger>收购|买下|接手|购入|"
        r"受让|购得|买入)了?<_14>"
        r"(?P<target><Y>)",
        0.8,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_24>(?<![次笔项起宗该桩场])(?P<trigger>收购|并购|买下|购买|受让)了?<_12>(?P<company>"
        r"<Xs>)(?:等<-12>)?(?:旗下|"
        r"控股|所持|持有的?)的?<_14>"
        r"(?P<target><C>)",
        0.8,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><C>)<_24>(?P<trigger>增资)<_20>持有(?P<target><C>)(?:的|约)?\d",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><C>)(?:正在|正|已|也在|拟|计划|将|据悉|或|宣布){0,3}(?:考虑|讨论|探讨|商讨|评估|寻求|推进|"
        r"推动)<_16>(?:与|和|同)<_12>"
        r"(?P<target><Cs>)(?:或<C>)?(?:进行|的|就){0,2}(?P<trigger>合并)(?!报表|财务)",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><C>)<_6>(?:与|和|同)<_12>(?P<target><C>)就(?P<trigger>合并)",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<target><C>)(?:已|将|或|也|正|曾|终于|最终|于<_12>|在<_12>|，){0,3}(?P<trigger>被收购|被并购|卖身|"
        r"易主|被私有化|求售|被出售)(?!的)",
        0.7,
    ),
    rule(EventType.ACQUISITION, r"(?P<target><C>)<_10>(?P<trigger>并入|卖身)(?P<acquirer><C>)", 0.75),
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
        r"(?P<target><Y>)<_12>(?:被|获)<_14>(?P<acquirer><Xs>)<_16>(?P<trigger>收购|并购|吞并|买下|私有化)",
        0.85,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_24>(?:对|完成对|就)<_24>(?P<target><Y>)<_16>的?<_8>(?P<trigger>收购|并购|要约)",
        0.85,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_24>(?<![次笔项起宗该桩场])(?P<trigger>收购|并购|买下|吞并|全资收购|私有化|入主|接盘|"
        r"控股了)(?!方|案|计划|要约价)了?<_20>"
        r"(?:<O><_8>)?(?P<target><Ys>)",
        0.85,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<acquirer><Cs>)<_24>(?:购买|购入|受让|取得|拿下)了?<_20>(?P<target><Ys>)<_20>(?P<trigger>股权|"
        r"股份)(?!收益权|质押)",
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
    rule(
        EventType.ACQUISITION,
        r"(?<![\ue000-\uf3ff])被<_14>(?P<acquirer><C>)<_14>(?P<trigger>收购|并购|买下|吞并)(?!的)",
        0.65,
        Role.TARGET,
    ),
    # 以2亿元受让云杉60%股权, of whom the clauses before speak
    rule(
        EventType.ACQUISITION,
        rf"(?:购买|购入|受让|取得|买入|拿下)了?<_14>(?P<target><C>)<_16>(?P<trigger>{_SHARES})(?!收益权|质押|激励)",
        0.65,
        Role.ACQUIRER,
    ),
)

SALES: tuple[Rule, ...] = (
    rule(
        EventType.ACQUISITION,
        r"(?P<target><C>)<_24>(?P<trigger>出售|卖|转让)给了?<_4>(?P<acquirer><C>)",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        rf"(?P<company><C>)<_20>(?<!被)(?P<trigger>出售|转让|卖掉|卖出|剥离|"
        rf"出让)了?{_OWN}{{0,4}}<_10>(?P<target><C>)<_12>{_SHARES}",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<company><C>)<_14>(?:将|把)<_12>(?P<target><Y>)<_6>(?P<trigger>出售|卖掉|卖了|售出|卖出|剥离)(?!给)",
        0.7,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<person><P>)<_14>(?:将|把)<_12>(?P<target><Y>)<_6>(?P<trigger>出售|卖掉|卖了|售出|卖出)(?!给)",
        0.7,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<target><C>)(?:的|：)?<_8>(?:筹划|涉及|发生|拟)?<_4>(?P<trigger>控制权|控股股东|实控人|"
        r"实际控制人)(?:拟|将|或|可能){0,2}(?:发生)?变更(?:为(?P<acquirer><X>))?",
        0.65,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<company><C>)<_14>(?P<trigger>出售|转让|剥离)(?:其|了|所持|持有的?|旗下){0,3}(?P<target><Ys>)(?:的|"
        r"\d[\d.]*%的?|全部|部分|多数|控股)*(?:股权|股份|业务|，|。|$)",
        0.7,
    ),
)
