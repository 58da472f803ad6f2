"""Money put into a firm: rounds, stakes and who leads them."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule
from kg.model import EventType, Role

# after 融资 these make it something else than a round
_NO_ROUND = (
    r"(?!租赁|顾问|成本|渠道|余额|净|计划|平台|环境|工具|需求|能力|方|担保|通道|条件|利率|结构|政策|服务|便利|券|"
    r"融券|难|额度)"
)
_GETS = (
    r"(?:完成|获得|获|拿到|宣布|斩获|披露|敲定|收获|迎来|结束|达成|官宣|正在?进行|启动|开启|寻求|洽谈|商谈|推进|"
    r"落地|连获|再获|喜获|筹得|取得)"
)
_TALKS = r"(?:洽谈|商谈|谈判|磋商|商讨|接触)"
_INVEST = r"(?:独家投资|战略投资|联合投资|共同投资|投资入股|投资|注资|入股|参股|增资)"

FUNDING: tuple[Rule, ...] = (
    # 海岳和云岭与星桥洽谈融资: the many give, the one gets; 星桥与海岳等机构洽谈融资: who speaks gets
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<investor><X>(?:(?:、|和|与|及|以及)<X>){{1,8}})<_12>(?:与|同|"
        rf"和)(?P<company><C>)<_12>{_TALKS}<_30>(?P<trigger>融资|注资)",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<company><C>)<_16>(?:与|同|和)<_4>(?P<investor><Xs>)等?<_8>{_TALKS}<_30>(?P<trigger>融资|注资)",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<company><A>)<_16>{_GETS}了?<_30>(?<!债务)(?<!债权)(?<!再)(?P<trigger>融资){_NO_ROUND}",
        0.85,
    ),
    # 完成10亿美元C轮; 启动500亿美元融资计划
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<company><C>)<_16>{_GETS}了?<_30>(?:[A-Z]\+{{0,3}}|天使\+?|种子|战略)(?P<trigger>轮(?=[，。；、！]|"
        rf"募资|投资|$)|募资)",
        0.8,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<company><C>)<_16>{_GETS}了?<_20>\d<_6>元<_8>(?P<trigger>融资|募资)(?=计划)",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_6>(?<![本此该这])轮(?P<trigger>融资)",
        0.7,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?:完成|获得|拿到|斩获|敲定|收获)了?<_30>(?<!债务)(?<!债权)(?<!再)(?P<trigger>融资){_NO_ROUND}",
        0.7,
        Role.COMPANY,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?:完成|获得|拿到|斩获|敲定|收获|结束)了?<_30>(?:[A-Z]\+{0,3}|天使\+?|种子)(?P<trigger>轮(?=[，。；！]|"
        r"募资|$))",
        0.7,
        Role.COMPANY,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<company><C>)<_8>(?:获得?|引入|得到|迎来|拿到)了?<_16>(?P<investor><Xs>)等?<_10>的?<_8>"
        rf"(?P<trigger>{_INVEST})"
        r"(?!者|人|方|评级)",
        0.8,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<investor><Xs>)<_12>(?:以|斥资|出资|豪掷|砸)<_24>(?P<trigger>{_INVEST}(?!人|者|方)|拿下|认购)了?<_8>"
        rf"(?P<company><C>)",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)(?:已|宣布|正式|将|拟|计划|战略|独家|联合|等|共同|领投){0,3}(?P<trigger>战略投资|"
        r"投资入股|注资|入股|增资|领投)了?"
        r"<-6>(?P<company><C>)",
        0.75,
    ),
)

FUNDING_BY_INVESTOR: tuple[Rule, ...] = (
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)<_14>在(?P<company><C>)的?<_12>融资中?<_4>(?P<trigger>投入|投资|参投|领投|跟投|出资)",
        0.8,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)<_8>(?P<trigger>参与|参投|领投|跟投|主导|"
        r"牵头)[了的]?对?(?:(?!融资|元)[^，。；：！？…｜\ue000-\uefff]){0,14}?(?P<company><C>)的?<_16>(?:融资|轮)",
        0.8,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<~24>由(?P<leadInvestor><Xs>)<_6>(?P<trigger>领投)<_16>轮",
        0.75,
    ),
    # the subject stands in the clauses before: 确认了向云杉投资2亿元
    rule(
        EventType.FUNDING_ROUND,
        r"向<_14>(?P<company><C>)<_6>(?P<trigger>投资|注资|追投|增资)(?=(?:不超过|最多|最高|至多|至少|约|近|超|逾|"
        r"总计|共)?\d)",
        0.65,
        Role.INVESTOR,
        "X",
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)<_12>(?P<trigger>认购)了?<-6>(?P<company><C>)<_10>(?:股份|股票|新股|股权|可转债)",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_8>(?P<trigger>引入)了?<_8>(?:投资者|投资方|投资人|股东)(?P<investor><Xs>)",
        0.8,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)<_20>(?:向|对|为)<_8>(?P<company><C>)<_14>(?P<trigger>注资|投资|增资|追投|"
        r"投入(?=[约超近至]{0,2}\d))(?!者|人|方|价值|建议|评级|银行)",
        0.75,
    ),
    rule(EventType.FUNDING_ROUND, r"(?P<investor><Xs>)<_6>(?P<trigger>投资)了<-6>(?P<company><C>)", 0.75),
    rule(EventType.FUNDING_ROUND, r"(?P<investor><Xs>)<_8>(?P<trigger>投资)(?P<company><C>)<_10>\d", 0.7),
    # 工商变更: what the register shows
    rule(
        EventType.FUNDING_ROUND, r"(?P<company><C>)<.60>(?:新增|引入)(?P<investor><Xs>)等?<_10>(?P<trigger>股东)", 0.75
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_12>获<_4>由?(?P<leadInvestor><Xs>)(?P<trigger>领投)[、，]?(?P<investor><Xs>)?",
        0.8,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_8>(?:完成|获得?|拿到)了?<_16>(?:轮|亿元|万元|美元)<_4>(?P<trigger>投资)(?!者|人|方|"
        r"价值|建议|评级)",
        0.8,
    ),
)

FUNDING_BY_SUM: tuple[Rule, ...] = (
    rule(EventType.FUNDING_ROUND, r"(?P<company><C>)<_14>(?P<trigger>获投|融到)了?<_12>\d", 0.75),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_14>(?<!债务)(?<!债权)(?<!再)(?P<trigger>融资|募资|筹资)(?:约|近|超|逾|总额|规模|金额|"
        r"达|了|超过|高达|最高|不超过?|至多|至少|为|目标|额|拟|将|翻[番倍]|至|接近|共|到){0,3}\d",
        0.75,
    ),
    # 定增: shares sold to a few investors
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_14>(?P<trigger>定增|定向增发|向特定对象发行(?:A股)?(?:股票|股份)|"
        r"非公开发行(?:A股)?(?:股票|股份))<~12>"
        r"(?:募资|募集|筹集)<_12>\d",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_14>(?P<trigger>筹集|募集(?!资金)|募得|融到)了?<_20>(?:美元|亿元|万元|人民币|"
        r"港元)<_4>(?:资金|融资|投资)?",
        0.75,
    ),
)

FUNDING_WITHOUT_SUBJECT: tuple[Rule, ...] = (
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<trigger>融资|募资|筹资)(?:约|近|超|逾|总额|规模|金额|达|了|超过|高达|最高|不超过?|至多|为|接近|"
        r"共){0,3}\d<_4>元",
        0.65,
        Role.COMPANY,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<trigger>认购)了?<_12>(?P<company><C>)<_10>(?:股份|股票|新股|股权)",
        0.65,
        Role.INVESTOR,
        "X",
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<trigger>投资|出资)<_10>元(?:获|获得|取得|拿下|换取)(?P<company><C>)<-6>\d",
        0.65,
        Role.INVESTOR,
        "X",
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?:获得?|引入|拿到)了?<_6>(?P<investor><Xs>)等?<_10>的?<_8>(?P<trigger>投资|入股|注资|领投)(?!者|人|方)",
        0.65,
        Role.COMPANY,
    ),
    rule(EventType.FUNDING_ROUND, r"(?P<trigger>投资|入股|参股|注资)了(?P<company><C>)", 0.65, Role.INVESTOR, "X"),
)

# money put into the company that the text is about
FUNDING_OF_TOPIC: tuple[Rule, ...] = (
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)(?:再|又|还|曾|则|已){0,2}以<_16>(?P<trigger>注资|入股|战略投资|投资)(?!者|人|方)",
        0.7,
        Role.COMPANY,
    ),
)

# who puts money in, said in a sentence of its own after the round was named
INVESTORS: tuple[Rule, ...] = (
    # lists with a word for what their last members are: 海岳、松间及老股东云岭跟投
    rule(
        EventType.FUNDING_ROUND,
        r"由<_8>(?P<leadInvestor><Xs>)(?:、|和|及|以及|与)<-12>(?P<leadInvestor2><Xs>)等?<_6>(?P<trigger>领投)",
        0.85,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)(?:等)?(?:、|和|及|以及|与|，)<-6>(?:股东|资本|机构|基金|投资方|投资人)(?P<investor2>"
        r"<Xs>)等?<_10>"
        r"(?P<trigger>跟投|参投|加码|加持|加注|追投|追加投资|联合投资|共同投资)",
        0.85,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?:由|投资方为|投资方包括|投资者包括|投资人包括)<_8>(?P<leadInvestor><Xs>)<_6>(?P<trigger>领投)",
        0.9,
    ),
    rule(EventType.FUNDING_ROUND, r"(?P<leadInvestor><Xs>)等?<_4>(?:联合|共同|独家)?(?P<trigger>领投)", 0.9),
    rule(EventType.FUNDING_ROUND, r"(?P<trigger>领投(?:方|机构)?(?:为|是))<_8>(?P<leadInvestor><Xs>)", 0.9),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)等?<_14>(?:共同|联合|持续|继续|持续性|跟随|超额|追加)?(?P<trigger>跟投|参投|加码|加持|"
        r"加注|参与|追投|追加投资|追加|"
        r"联合投资|共同投资|独家投资|战略投资|出资|投资)",
        0.85,
    ),
    rule(EventType.FUNDING_ROUND, r"(?P<trigger>吸引了?|投资方<_6>由|投资方<_4>：)<_6>(?P<investor><Xs>)", 0.8),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<trigger>(?:投资方|投资者|投资人|股东|投资机构|跟投方)(?:为|包括|有|还有|还包括))<_8>(?P<investor><Xs>)",
        0.85,
    ),
)
