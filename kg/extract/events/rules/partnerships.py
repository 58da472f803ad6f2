"""Partnerships."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule
from kg.model import EventType, Role

# what two firms that work together do
_DO = r"(?=[，。；]|开发|推出|打造|研发|建设|建立|生产|制造|入手|运营|开设|拓展|布局|探索|发布|共建|始于|上线|举办)"

PARTNERSHIP: tuple[Rule, ...] = (
    # 星桥宣布成为“海州电视台2026年某晚会机器人合作伙伴”
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><C>)<_12>(?P<trigger>成为)[“「]?(?P<partner2><A>)<~20>(?:合作伙伴|赞助商|供应商)",
        0.75,
    ),
    # 星桥与云杉日前宣布，将联合开发…
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)(?:与|和|同)(?P<partner2><A>)<_8>(?P<trigger>(?:宣布|官宣|确认))，(?:双方)?将<_6>"
        r"(?:合作|联合|共同|携手|引入|接入|集成|采用)",
        0.75,
    ),
    # 星桥跟云杉合作，把…
    rule(
        EventType.PARTNERSHIP,
        rf"(?P<partner><As>)(?:将|已|正|拟|计划|宣布|还|也|正式|再次|首次|于<_10>|在<_10>|，){{0,3}}(?:与|和|同|"
        rf"跟)<_12>(?P<partner2><As>)"
        rf"(?:展开|开展|进行|达成|深度|战略|独家|首次|再次|正式|联名){{0,2}}(?P<trigger>合作){_DO}",
        0.75,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)<_16>(?P<trigger>成为|担任|出任|入选|官宣成为)<_4>(?P<partner2><N>)<_24>(?:合作伙伴|"
        r"赞助商|合作方|合作机构|指定<_12>(?:机器人|用车|"
        r"产品|品牌|平台|供应商))",
        0.75,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><As>)<_12>(?:与|和|同|跟|携手|联手)<_14>(?P<partner2><As>)<_40>(?P<trigger>(?:达成|签署|签订|"
        r"签约|建立|"
        r"宣布|开展|展开|启动|深化|结成|订立|延长|扩大|续签|升级|缔结|敲定)了?<_24>(?:合作|协议|伙伴关系|联盟|"
        r"备忘录)|签约|合建|合资|战略合作)",
        0.8,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)(?:和|与|、)(?P<partner2><As>)<_16>(?P<trigger>(?:达成|签署|签订|签约|宣布|"
        r"建立)了?<_24>(?:合作|"
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
        r"(?P<partner><A>)(?:自|从)<_14>(?:起|开始)，?(?:与|和|同)(?P<partner2><As>)(?:开展|展开|"
        r"进行)?<_6>(?P<trigger>合作)",
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
        r"(?<![\ue000-\uf3ff])(?:与|和|同|携手)<_8>(?P<partner><As>)<_30>(?P<trigger>(?:达成|签署|签订|建立|宣布|"
        r"开展|展开|"
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
