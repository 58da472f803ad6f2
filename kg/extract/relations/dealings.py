"""The grammar of firms that work together, buy from each other or compete."""

from __future__ import annotations

from kg.extract.relations.grammar import R, RelationRule, rule

# 包括星桥、云杉和海岳在内的合作伙伴, 与星桥和云杉的合作: not with each other
_NO_LIST = r"(?<!包括)(?<!包含)(?<![与和同及、])"

PARTNERS: tuple[RelationRule, ...] = (
    rule(
        R.PARTNER_OF,
        r"(?<![\ue000-\uf3ff])(?:与|和|同|携手|联合)<_6>(?P<object><As>)等?<_20>(?:达成|建立|开展|展开|签署|深化)<_16>(?:合作|伙伴关系|联盟|协议)",
        0.7,
        "subject",
    ),
    rule(
        R.PARTNER_OF, r"(?<![\ue000-\uf3ff])(?:与|和)(?P<object><As>)等?的?(?:合作|联名)(?!者|方|社)", 0.65, "subject"
    ),
    rule(
        R.PARTNER_OF,
        r"(?<![\ue000-\uf3ff])(?:与|和|同|跟)(?P<object><As>)等?(?:都|也|均)?有着?<-8>合作",
        0.65,
        "subject",
    ),
    rule(
        R.PARTNER_OF, rf"{_NO_LIST}(?P<subject><A>)(?:和|与)(?P<object><A>)(?:的|之间的?)?<_6>(?:合作|联名|联盟)", 0.75
    ),
    rule(
        R.PARTNER_OF,
        rf"{_NO_LIST}(?P<subject><As>)<_10>(?:与|和|同|跟|携手|联手)<_8>(?P<object><As>)(?!等?在内)<_30>(?:合作|联名|签约|伙伴|合建|合资|共建|联合推出|"
        r"联合打造|联合开发|跨界融合)",
        0.75,
    ),
    rule(R.PARTNER_OF, r"(?P<subject><A>)<_6>(?:携手|联手|牵手)<_4>(?P<object><As>)", 0.75),
    rule(R.PARTNER_OF, r"(?P<subject><A>)<_12>(?:成为|是|为)(?P<object><As>)<_16>合作伙伴", 0.75),
    rule(R.PARTNER_OF, r"(?P<subject><A>)的?<_6>合作伙伴(?:包括|有|为|、)?<_4>(?P<object><As>)", 0.75),
    rule(
        R.PARTNER_OF,
        r"(?P<subject><A>)(?:联合|携手|联手|牵手|联名)(?P<object><As>)<_4>(?:发布|推出|打造|开发|研发|发起|举办|共建|成立|上线|完成|攻克|定制|首发|合作)",
        0.75,
    ),
    rule(
        R.PARTNER_OF,
        r"(?P<subject><A>)<_16>(?:与|同|和|跟)(?P<object><As>)<_6>(?:扩大|深化|加强|展开|启动|开启|达成|建立|签署|宣布)<_12>(?:合作|伙伴|协议)",
        0.75,
    ),
    rule(
        R.PARTNER_OF,
        r"(?<![\ue000-\uf3ff])(?:与|同|和|跟|联合|携手|联手)(?P<object><As>)<_4>(?:合作|联合|联名|联手)(?:发布|推出|打造|开发|研发|共建|首发|定制)",
        0.7,
        "subject",
    ),
    rule(R.PARTNER_OF, r"(?P<subject><A>)<_10>成为<-8>(?P<object><A>)<~12>(?:合作伙伴|官方伙伴)", 0.75),
    rule(
        R.PARTNER_OF,
        r"(?<![\ue000-\uf3ff])(?:与|同)<-14>(?P<object><As>)等?<-10>(?:合作|联名|共同打造|共同开发|共同推出|共建)(?!者|方|社|伙伴)",
        0.65,
        "subject",
    ),
    rule(
        R.PARTNER_OF,
        r"(?P<subject><A>)[：:](?:同|与|和|携手|联合|牵手)<-8>(?P<object><As>)<_8>(?:合作|联合|签约|共建|打造|推出)",
        0.75,
    ),
    rule(R.PARTNER_OF, r"(?:携手|联手|牵手|联名)(?P<object><As>)", 0.65, "subject"),
    rule(
        R.PARTNER_OF,
        r"(?P<subject><A>)(?:、|和|与|及)(?P<object><A>)(?:联合|合作|共同)(?:研制|研发|开发|推出|发布|打造|建设|建立|宣布|成立)",
        0.75,
    ),
    rule(
        R.PARTNER_OF,
        r"(?P<subject><A>)(?:和|与|同)(?P<object><A>)<-6>(?:深度绑定|深化联动|深度合作|展开合作|重启合作)",
        0.75,
    ),
    rule(R.PARTNER_OF, r"(?:和|与|跟)(?P<object><As>)<-4>(?:深度绑定|深度合作)的(?P<subject><A>)", 0.75),
    rule(
        R.PARTNER_OF,
        r"(?P<subject><A>)与<-10>(?P<object><A>)<~40>，(?:双方)?将?(?:合作|联合|共同)(?:推出|开发|打造|投资|建设)",
        0.7,
    ),
    rule(
        R.PARTNER_OF,
        r"(?P<subject><A>)(?:和|与)(?P<object><A>)<-8>(?:合资|共建|共同建设|共同成立|共同设立)",
        0.75,
    ),
    # 星桥云杉联名手机, 星桥×云杉联名
    rule(R.PARTNER_OF, r"(?P<subject><A>)[×xX&及]?(?P<object><A>)联名", 0.75),
)

COMPETITORS: tuple[RelationRule, ...] = (
    rule(
        R.COMPETITOR_OF,
        r"(?P<subject><C>)的?<_8>(?:竞争对手|老对手|对手|竞品|死对头|劲敌)(?:是|为|包括|有)?<_4>(?P<object><Cs>)",
        0.8,
    ),
    rule(
        R.COMPETITOR_OF,
        r"(?<!面对)(?<!来自)(?<!面临)(?P<subject><C>)<_6>(?:与|和|同|跟)(?P<object><Cs>)<_10>(?:竞争(?!对手|者)|对垒|较量|抗衡|对决|分庭抗礼)",
        0.75,
    ),
    rule(R.COMPETITOR_OF, r"(?P<subject><C>)(?:是|为)(?P<object><C>)的?<_8>(?:对手|竞品)", 0.8),
    rule(
        R.COMPETITOR_OF,
        r"(?P<object><Cs>)等?(?:<_8>)(?:竞争对手|竞争者|老对手|对手|竞品|同行|友商|劲敌)",
        0.7,
        "subject",
    ),
    rule(R.COMPETITOR_OF, r"(?:竞争对手|老对手|竞品|劲敌)(?:是|为|包括|有|如)?<_4>(?P<object><Cs>)", 0.7, "subject"),
    rule(
        R.COMPETITOR_OF, r"(?:与|和|同)(?P<object><Cs>)等?<_10>(?:竞争(?!对手|者)|抗衡|较量|争夺|对垒)", 0.65, "subject"
    ),
    rule(
        R.COMPETITOR_OF,
        r"(?<!面对)(?<!来自)(?<!面临)(?P<subject><C>)(?:和|与)(?P<object><C>)(?!等)(?:之间)?的?<_6>(?:竞争(?!对手)|较量|对决|之争|竞赛|大战)",
        0.7,
    ),
    rule(R.COMPETITOR_OF, r"来自(?P<object><Cs>)等?<_6>竞争", 0.7, "subject"),
    rule(
        R.COMPETITOR_OF,
        r"(?:与|和|同|跟)(?P<object><Cs>)等?<_10>(?:竞争|较量|抗衡|对垒|肉搏|厮杀|争夺)<-10>的(?P<subject><C>)",
        0.8,
    ),
    rule(
        R.COMPETITOR_OF,
        r"(?:面对|遭遇|应对|对抗|迎战|叫板|对标|挑战)<_4>(?P<object><Cs>)等?<-12>(?:竞争|夹击|围剿|挑战|冲击|追赶)的(?P<subject><C>)",
        0.75,
    ),
    rule(
        R.COMPETITOR_OF,
        r"(?P<subject><C>)<-12>(?:正面|直接|激烈|贴身)<-4>(?:硬刚|对抗|挑战|叫板|竞争)(?!的)<-4>(?P<object><Cs>)",
        0.7,
    ),
    rule(
        R.COMPETITOR_OF,
        r"(?:面对|面临|来自|遭遇)<_4>(?P<object><Cs>)等?<-6>的?<-8>(?:竞争|挑战|冲击|围剿)，(?P<subject><C>)",
        0.75,
    ),
    rule(R.COMPETITOR_OF, r"(?P<subject><C>)<_30>对(?P<object><C>)构成<-6>(?:威胁|挑战|竞争)", 0.7),
)

CUSTOMERS: tuple[RelationRule, ...] = (
    rule(
        R.CUSTOMER_OF,
        r"(?P<object><Cs>)<~24>(?:为|向|给|对)<_4>(?P<subject><Cs>)等?<_10>(?:供货|供应|供应商|代工|提供<_12>(?:芯片|电池|零部件|服务|设备|产品))",
        0.75,
    ),
    rule(R.CUSTOMER_OF, r"(?P<subject><C>)<_8>(?:向|从)<_2>(?P<object><Cs>)<_6>(?:采购|订购|购买|下单|进货)", 0.8),
    rule(
        R.CUSTOMER_OF, r"(?P<object><C>)的?<_8>客户(?:包括|有|涵盖|覆盖|还包括|为|群包括)了?<_4>(?P<subject><Xs>)", 0.8
    ),
    rule(R.CUSTOMER_OF, r"(?P<object><Cs>)(?:是|为|等|作为)(?P<subject><C>)?的?<_6>供应商<_8>(?P<subject2><C>)?", 0.7),
    # 星桥拥有包括云杉在内的9家大客户
    rule(R.CUSTOMER_OF, r"有着?包括(?P<subject><Cs>)在内的<-30>客户", 0.7, "object"),
    rule(
        R.CUSTOMER_OF,
        r"(?P<object><C>)<_20>(?:向|给)(?:<P>旗下的?)?<-10>(?P<subject><C>)<-4>(?:出售|销售|供应|交付)了?<-14>(?:订单|设备|系统|芯片|电池|服务器)",
        0.75,
    ),
    rule(R.CUSTOMER_OF, r"(?P<subject><C>)的?<_8>供应商(?:包括|有|为|是)?<_2>(?P<object><Cs>)", 0.75),
    rule(R.CUSTOMER_OF, r"(?P<subject><C>)(?:是|为|成为)(?P<object><C>)的?<_8>客户", 0.8),
    rule(
        R.CUSTOMER_OF,
        r"(?:为|向|给)<_4>(?P<subject><Cs>)等?<_10>(?:供货|供应(?!商)|代工|提供<_12>(?:芯片|电池|零部件|设备|解决方案))",
        0.7,
        "object",
    ),
    rule(R.CUSTOMER_OF, r"客户(?:包括|有|涵盖|覆盖|囊括|还包括|群包括)了?<_6>(?P<subject><Cs>)", 0.75, "object"),
    rule(
        R.CUSTOMER_OF, r"服务(?:过|了|于)<_6>(?P<subject><Cs>)等?<_10>(?:客户|品牌|企业|公司|巨头|厂商)", 0.7, "object"
    ),
    rule(R.CUSTOMER_OF, r"进入了?<_4>(?P<subject><Cs>)等?<_8>供应链", 0.75, "object"),
    rule(R.CUSTOMER_OF, r"向<_2>(?P<object><Cs>)<_6>(?:采购|订购|购买|下单)", 0.7, "subject"),
    # 云杉、青禾等供应商在星桥厂区内设产线: whom they supply stands behind
    rule(R.CUSTOMER_OF, r"(?P<object><Cs>)等?<_4>供应商<_6>(?:在|为|向|给|入驻|进驻)(?P<subject><C>)", 0.75),
    rule(R.CUSTOMER_OF, r"(?P<object><Cs>)等<_4>供应商(?!<_8><C>|<_6>(?:[在为向给]|入驻|进驻))", 0.65, "subject"),
    rule(R.CUSTOMER_OF, r"(?P<subject><Cs>)(?:均|都|也)?(?:是|为|成为)(?P<object><C>)的?<_8>客户", 0.8),
    rule(
        R.CUSTOMER_OF,
        r"(?P<object><C>)<_10>与(?P<subject><C>)<_10>(?:签订|签署)<_14>(?:供货|供应|销售)<_4>(?:合同|协议|订单)",
        0.75,
    ),
    rule(
        R.CUSTOMER_OF, r"(?P<subject><C>)<_10>与(?P<object><C>)<_10>(?:签订|签署)<_14>采购<_4>(?:合同|协议|订单)", 0.75
    ),
    rule(R.CUSTOMER_OF, r"(?P<object><C>)<_10>(?:获得?|拿下|斩获|收到)了?(?P<subject><Cs>)<_8>(?:订单|定点)", 0.75),
    rule(
        R.CUSTOMER_OF,
        r"(?P<subject><C>)<_12>(?:使用|采用|搭载|选用)了?(?P<object><C>)的?<~10>(?:芯片|电池|模型|屏幕|传感器|处理器|零部件|方案)",
        0.7,
    ),
    rule(
        R.CUSTOMER_OF,
        r"(?P<subject><Cs>)等?<_12>(?:使用|采用|搭载|选用|接入|部署|采购)了?(?P<object><C>)的?<~10>(?:芯片|电池|模型|系统|平台|方案|设备|服务)",
        0.7,
    ),
    rule(
        R.CUSTOMER_OF,
        r"(?:拿下|签下|积累了?|赢得|覆盖了?|包括)<_6>(?P<subject><Cs>)等?<_12>客户",
        0.7,
        "object",
    ),
    rule(R.CUSTOMER_OF, r"(?P<object><C>)<~20>为<_4>(?P<subject><Cs>)等?<_10>提供<_16>(?:服务|系统|技术|产品)", 0.65),
    rule(
        R.CUSTOMER_OF,
        r"(?P<subject><C>)<_12>(?:利用|使用|采用|搭载|选用|接入|引入|部署|采购|租用)了?(?P<object><C>)的?<-10>(?:<D>|芯片|电池|模型|屏幕|传感器|处理器|零部件|方案|算力|云服务|GPU|制程|工艺)",
        0.7,
    ),
    rule(R.CUSTOMER_OF, r"(?P<object><Cs>)<~12>(?:向|为|给)(?P<subject><C>)<-4>(?:供应|供货|提供|代工|出货)的", 0.75),
    rule(R.CUSTOMER_OF, r"(?:向|为|给)(?P<subject><Cs>)<-4>(?:供应|供货|代工|出货)(?!商)", 0.7, "object"),
    rule(
        R.CUSTOMER_OF,
        r"(?P<object><C>)<-6>与(?P<subject><C>)<-14>(?:供应|供货|采购|订单|供电|租赁)<-6>(?:协议|合同|订单)",
        0.7,
    ),
    rule(R.CUSTOMER_OF, r"(?P<object><Cs>)<_20>(?:供应给|供货给|交付给)<-6>(?P<subject><C>)", 0.75),
    rule(
        R.CUSTOMER_OF, r"(?P<subject><C>)<_10>(?:向|从)(?P<object><Cs>)<-6>(?:增购|订货|引进|租用|租赁|采买|下单)", 0.8
    ),
)
