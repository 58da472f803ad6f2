"""The grammar of who owns a firm, wholly or in part."""

from __future__ import annotations

from kg.extract.relations.grammar import R, RelationRule, rule, settled

_LIST = r"<X>(?:(?:、|，|和|与|及|以及)<X>){0,20}"
_ROUND = r"(?:本轮|此轮|本次|此次|该轮)"
# who sells shares holds them, but not whoever buys them, nor the firm whose shareholder sells
_NOT_HIS = r"(?!<_20>(?:收购|受让|购买|买入|股东|董事|高管|子公司|旗下|创始人|实控人|分析师|等))"
_NO_SELLER = r"(?!<_14>(?:拟|将|计划|正|股东|旗下))"
_SELLS = r"(?:转让|出售|减持|抛售|出让|清仓)”?了?"
_HIS = r"(?:其|所|持有的?|所持的?|手中的?|名下的?){0,3}"
_SHARES = r"(?:(?:的?部分|<-4>\d[\d.]{0,6}[%万亿]?的?)<-2>(?:股权|股份|股票)|的?控股权)"

SUBSIDIARIES: tuple[RelationRule, ...] = (
    rule(
        R.SUBSIDIARY_OF,
        r"(?<![\ue000-\uefff])(?<![\ue000-\uefff]的)(?:旗下|全资子公司|控股子公司|子公司)(?:公司|品牌|企业)?(?P<subject><C>)",
        0.7,
        "object",
    ),
    rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)的?母公司(?:是|为)?(?P<object><C>)", 0.85),
    rule(R.SUBSIDIARY_OF, r"(?P<object><C>)是(?P<subject><C>)的?(?:控股股东|母公司)", 0.85),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)，?(?:是|为|系|作为)?(?P<object><C>)的?(?:全资|控股)?(?:子公司|附属公司)",
        0.8,
    ),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<object><C>)(?:的)?<_4>(?:全资|控股|间接|直接|下属){0,2}(?:子公司|附属公司|孙公司)(?:之一)?(?P<subject><C>(?:、<C>){0,20})",
        0.85,
    ),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<object><C>)旗下(?:的)?(?!公司<-4>(?:以|收购|投资))<_16>(?P<subject><C>(?:、<C>){0,20})",
        0.75,
    ),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)(?:是|为|系|作为)(?P<object><C>)<_4>(?:全资|控股|旗下|下属|的)<_6>(?:子公司|附属公司|公司|企业|品牌)",
        0.85,
    ),
    rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)(?:隶属于|隶属|归属于|从属于)(?P<object><C>)", 0.85),
    rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)<_4>控股股东(?!拟?变更|将|或)<_8>(?P<object><C>)", 0.75),
    rule(R.SUBSIDIARY_OF, r"(?P<object><C>)控股的(?P<subject><C>)", 0.8),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<object><C>)<_4>持股(?:5[1-9]|[6-9]\d|100)(?:\.\d{1,4})?%的(?P<subject><C>)",
        0.8,
    ),
    # 星桥科技：控股股东海岳集团拟减持
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)(?:[：:，—的]|公告[，：]?|<_6>公告，|发布公告，){0,2}(?:其|公司|间接|直接){0,2}控股股东(?!拟?变更|将)<-4>(?P<object><C>)",
        0.8,
    ),
    rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)的?母公司[是为—：]{0,3}<-14>(?P<object><C>)", 0.8),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<object><C>)(?:的|旗下的?){0,2}<-10>(?:子公司|附属公司|孙公司|子品牌|成员企业)<-4>(?P<subject><C>)",
        0.8,
    ),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)由<-8>?(?P<object><C>)(?:100%|全资)(?:持股|控股|持有|拥有)",
        0.85,
    ),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)由<C>旗下的?(?P<object><C>)(?:100%|全资)(?:持股|控股|持有|拥有)",
        0.7,
    ),
    # 星桥决定支持旗下芯片公司云杉上市
    rule(
        R.SUBSIDIARY_OF,
        r"(?<![\ue000-\uefff])(?<![\ue000-\uefff]的)旗下(?:的|另一家|唯一的?)?<-10>(?:公司|品牌|企业|厂商|平台|车企|机构|子公司)(?P<subject><C>)",
        0.7,
        "object",
    ),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)由(?P<object><C>)持股(?:5[1-9]|[6-9]\d|100)(?:\.\d{1,4})?%",
        0.8,
    ),
    rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)(?:成为|系|是|为)(?P<object><Cs>)的?<_4>(?:子公司|附属公司)", 0.8),
    rule(R.SUBSIDIARY_OF, r"(?P<object><C>)(?:全资|控股)(?:持有|拥有|的)?(?P<subject><C>)", 0.75),
    # 星桥科技：拟出售全资子公司云杉智能
    rule(R.SUBSIDIARY_OF, r"(?P<object><C>)[：:]<_20>(?:子公司|孙公司|附属公司)(?P<subject><C>)", 0.75),
    rule(R.SUBSIDIARY_OF, r"(?:其|公司|向|，)控股股东(?!拟?变更|将|或)(?P<object><C>)", 0.7, "subject"),
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<object><C>)(?:旗下)?(?:包含|包括|拥有|囊括|涵盖)<-6>(?P<subject><C>(?:(?:、|和|与|及)<C>){1,20})等?<-6>(?:品牌|子公司)",
        0.8,
    ),
    # 云杉食品有限公司—星桥集团湘江子公司
    rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)[-—–]{1,2}(?P<object><C>)(?:<L>)?(?:全资|控股)?(?:子公司|附属公司|分公司)",
        0.8,
    ),
    rule(R.SUBSIDIARY_OF, r"作为(?P<object><C>)(?:旗下|控股)<-16>(?:平台|品牌|公司|企业|机构)，(?P<subject><C>)", 0.8),
)

INVESTMENTS: tuple[RelationRule, ...] = (
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><C>)<_4>(?:曾|先后|还|已|早期|陆续|也)(?:投资|入股|领投|参投)过?了?(?P<object><Cs>)",
        0.75,
    ),
    rule(R.INVESTOR_IN, r"(?P<subject><Xs>)<_6>持有(?P<object><C>)<_10>(?:股份|股权|股票|%)", 0.8),
    rule(R.INVESTOR_IN, r"(?P<subject><C>)<_4>参股公司(?P<object><C>)", 0.8),
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><C>)(?:曾|已|早期|先后|也|还|此前)?(?:投资了|入股了?|参投了?|战略投资了?|领投了?|注资了?)(?P<object><Cs>)",
        0.75,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><Cs>)(?:也|还|都|均|曾|同时|则|并){0,2}(?:是|为|成为)(?P<object><C>)的?<_8>(?:股东|投资方|投资人|投资者)",
        0.8,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)的?<_6>(?:投资方|投资人|股东|投资者)(?:包括|有|为|还包括|还有)<_6>(?P<subject><Xs>)",
        0.8,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)<_8>(?:获得?|引入|得到|拿到)了?<_4>(?P<subject><Cs>)等?<_8>的?<_6>(?:投资|入股|注资)",
        0.8,
    ),
    rule(R.INVESTOR_IN, r"(?:参股公司|投资了|参股了?|入股了?)(?P<object><C>)", 0.7, "subject"),
    rule(R.INVESTOR_IN, r"持有(?P<object><C>)<_10>(?:股份|股权|股票)", 0.7, "subject"),
    rule(
        R.INVESTOR_IN, r"(?:投资方|投资人|股东|投资者)(?:包括|有|为|还包括|还有)了?<_6>(?P<subject><Xs>)", 0.7, "object"
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><X>)是(?P<object><C>)的?<_8>(?:大|最大|主要|早期)?(?:股东|投资方|投资人|投资者)",
        0.8,
    ),
    rule(R.INVESTOR_IN, r"(?P<subject><X>)<_6>(?:投出|投资了|参投了?|入股了?|参股了?|领投了?)(?P<object><Cs>)", 0.75),
    rule(R.INVESTOR_IN, r"(?P<subject><X>)<_12>持有<_6>(?P<object><Cs>)等?<_10>(?:股份|股权|股票)", 0.75),
    rule(
        R.INVESTOR_IN,
        r"(?:投资组合|被投企业|被投公司|所投企业|投资版图)<_4>(?:包括|涵盖|有|囊括)<_4>(?P<object><Cs>)",
        0.75,
        "subject",
    ),
    rule(R.INVESTOR_IN, r"(?:投资了|投出了?|参投了?)<_4>(?P<object><Cs>)", 0.65, "subject"),
    rule(
        R.INVESTOR_IN,
        r"(?:引入|引进|吸引)了?<_6>(?P<subject><Xs>)等?<_10>(?:投资者|投资方|股东|投资人|战投)",
        0.7,
        "object",
    ),
    rule(R.INVESTOR_IN, r"(?P<subject><Xs>)(?:分别|合计|各|共)?<_4>持股(?:比例)?<_4>\d", 0.65, "object"),
    rule(
        R.INVESTOR_IN,
        r"(?:获得?了?|得到|拿到)<_6>(?P<subject><Xs>)等?<_12>(?:投资(?!人|者|方)|入股|注资|加持)",
        0.7,
        "object",
    ),
    # 星桥科技：股东海岳资本拟减持
    rule(
        R.INVESTOR_IN,
        r"(?<![与和及、])(?P<object><C>)(?:[：:，的]|<_6>公告，|公告[，：]?|发布公告，|及|和|其|公司){0,3}(?:持股<_12>以上的?|第[一二三四五六七八九十]大|最大|大|原|老|主要|创始|重要|战略)*股东"
        r"(?!大会|会|名单|权益|拟?变更|将)(?:、|<_4>(?:公司|企业))?(?P<subject><Xs>)",
        0.8,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><Xs>)等?<_8>(?:是|为|成为?|作为)(?:公司)?(?:的)?<_4>(?:基石投资者|基石投资人|第<_2>大股东|最大股东|大股东|控股股东|战略投资者)",
        0.7,
        "object",
    ),
    rule(
        R.INVESTOR_IN,
        r"(?:基石投资者|基石投资人|投资方|投资人|投资者|投资机构|参与机构|股东|老股东|资方)(?:阵容|名单|中)?[，（(：]?(?:包括了?|含|有|包含|涵盖|囊括|为|是)<_6>(?P<subject><X>(?:(?:、|，|和|与|及|以及)<X>){0,30})",
        0.75,
        "object",
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)<~30>(?:投资方|投资人|投资者|投资机构|参与机构|参与方|老股东|现有股东|股东)(?:阵容|名单|中)?[，（(：]?(?:包括了?|含|有|包含|涵盖|囊括|为)<_6>(?P<subject><X>(?:(?:、|，|和|与|及|以及)<X>){0,30})",
        0.75,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><Xs>)(?:曾|早期|独家|领衔|战略|联合|共同)?(?:投资|领投|参投|入股|参股|持股|注资|押注|孵化)的(?!<-16>(?:融资|轮))<-10>(?P<object><C>)",
        0.8,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><X>)<_14>(?:向|为|给|对)<-16>(?P<object><C>)<-8>(?:投资|注资|注入|增资|追加投资)(?!者|人|方|价值|机会)了?",
        0.7,
    ),
    settled(
        R.INVESTOR_IN, rf"(?P<subject><X>){_NOT_HIS}<_6>(?:减持|增持)(?P<object><C>)<-12>(?:股份|股票|股权|股)", 0.75
    ),
    settled(
        R.INVESTOR_IN, r"(?P<subject><X>)(?:出售|减持|抛售|卖出|转让)了?<-6>(?P<object><C>)<-6>(?:股票|股份)", 0.75
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)(?:的)?(?:早期|天使|主要|最大|重要|知名|核心)?(?:投资人|投资方|投资者|大股东|股东)(?P<subject><Xs>)",
        0.8,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)<-12>(?:背后|身后)<-10>(?P<subject><Xs>)等?<-8>(?:投资|资方|资本|股东|加持|支持)",
        0.75,
    ),
    rule(R.INVESTOR_IN, r"(?P<object><C>)由<-4>(?P<subject><Xs>)<-6>(?:投资|出资|入股|参股)", 0.75),
    rule(R.INVESTOR_IN, r"(?P<subject><X>)(?:为|是|系)(?P<object><C>)<-4>(?:股东|参股股东|创始股东)", 0.8),
    rule(R.INVESTOR_IN, r"(?P<object><C>)由<C>持股<-10>%，(?P<subject><X>)持股<-6>\d", 0.75),
    # 完成海岳资本领投的A轮融资和长川资本领投的B轮融资
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)<_12>(?:完成|获得?|拿到)了?由?(?P<subject><Cs>)<_6>(?:领投|投资|参投|跟投)的<-24>融资"
        r"(?:(?:和|与|、|及|以及)由?(?P<subject2><Cs>)<_6>(?:领投|投资|参投|跟投)的<-24>融资)?",
        0.8,
    ),
    # 星桥科技完成新一轮融资，…，海岳资本、长川资本等老股东跟投
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)<_12>(?:完成|获得?|宣布)<.24>融资<.80>(?P<subject><X>(?:(?:、|，|和|与|及)<X>){0,20})等?<-4>"
        r"(?:老股东|原股东|现有股东|产业投资人|产业投资方)",
        0.75,
    ),
    rule(R.INVESTOR_IN, r"(?P<subject><X>)<_8>持有<-4>(?P<object><C>)<-12>(?:万股|亿股|\d股)", 0.8),
    rule(R.INVESTOR_IN, r"(?P<subject><C>)<_16>成为<-14>(?P<object><C>)<-8>股东", 0.75),
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><X>)<_14>(?:向|为|给|对)(?:<-10><P>的?)<-10>(?P<object><C>)<-8>(?:投资|注资|注入|增资|追加投资)(?!者|人|方|价值|机会)了?",
        0.7,
    ),
    settled(R.INVESTOR_IN, r"(?P<object><C>)[：:](?P<subject><Xs>)(?:拟|已|合计|累计|计划|共){0,3}减持<-14>股", 0.75),
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)<_12>(?:完成|获得?|宣布)<.24>融资<_16>，(?P<subject><X>(?:(?:、|，|和|与|及)<X>){0,20})等?(?:机构|基金|公司|企业)?(?:共同|联合|战略)(?:投资|参投|出资)",
        0.75,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?:接到|收到|与|向|由|，)(?:公司)?(?:主要|最大|第<_2>大|持股<_10>的?|大|重要){0,2}股东(?!大会|会|名单|权益)(?P<subject><Xs>)",
        0.7,
        "object",
    ),
    # 本轮融资由海岳资本和某产业基金领投，长川资本跟投，老股东白鹭资本加码
    rule(
        R.INVESTOR_IN,
        rf"{_ROUND}<_10>(?:由|获|引入|吸引)了?(?P<subject>{_LIST})(?:和<-14>)?等?<_10>(?:领投|跟投|参投|投资|注资|机构|加持)",
        0.75,
        "object",
    ),
    rule(R.INVESTOR_IN, rf"{_ROUND}<.60>领投，(?P<subject>{_LIST})等?<_8>(?:跟投|参投)", 0.75, "object"),
    rule(R.INVESTOR_IN, rf"{_ROUND}<.80>老股东(?P<subject>{_LIST})", 0.75, "object"),
    # 海岳资本在北湖产权交易所挂牌转让云杉保险3.2%股权
    settled(
        R.INVESTOR_IN,
        rf"(?P<subject><X>){_NOT_HIS}<_20>(?:[在于]<A><_4>)?{_SELLS}{_HIS}(?P<object><C>){_SHARES}"
        rf"(?:(?:、|和|与|及|以及)(?P<object2><C>){_SHARES})?",
        0.75,
    ),
    # 拟将其持有的云杉保险3.2%股权转让; 收购海岳资本所持云杉保险3.2%股权
    settled(
        R.INVESTOR_IN,
        rf"(?P<subject><X>)(?:{_NOT_HIS}<_12>[将把](?:其|所|自己|手中)?)?(?:所持有?的?|持有的)(?P<object><C>){_SHARES}",
        0.75,
    ),
    # 海岳资本于2011年购入星桥科技约45%股份
    rule(
        R.INVESTOR_IN,
        rf"(?P<subject><X>){_NO_SELLER}<_14>(?:收购|购入|买入|购买|拿下|认购)了?(?P<object><C>)<-4>[0-4]?\d(?:\.\d{{1,4}})?%的?(?:股权|股份|权益)",
        0.75,
    ),
    rule(R.INVESTOR_IN, r"(?P<subject><X>)<_12>(?:投中|押中)了?(?P<object><Cs>)", 0.75),
    rule(
        R.INVESTOR_IN, r"(?P<subject><X>)是<-8>投资了?(?P<object><C>)<-8>的<-6>(?:机构|基金|投资人|投资方|资方)", 0.75
    ),
    rule(R.INVESTOR_IN, rf"由(?P<subject>{_LIST})等?(?:联合|共同|独家)?领投<-16>(?:轮|融资)", 0.7, "object"),
    rule(
        R.INVESTOR_IN,
        rf"(?P<object><C>)<_16>(?:完成|获得?|宣布)<.24>融资，(?:由|其中)?(?P<subject>{_LIST})等?<_8>(?:领投|跟投|参投)",
        0.75,
    ),
    # 星桥与云杉成立合资公司云桥能源
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><C>)(?:与|和|同|及|、|联合|携手)(?P<subject2><C>)<_16>(?:成立|设立|组建|出资)了?<-4>合资<-6>(?P<object><C>)",
        0.75,
    ),
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)(?:是|为|系|由)(?:<-4>)(?P<subject><C>)(?:与|和|及|、)(?P<subject2><C>)<_6>(?:合资|共同出资|共同投资)<-4>(?:成立|设立|组建|的)",
        0.75,
    ),
    # 星桥的股权很简单：海岳家族持有55%的股份
    rule(
        R.INVESTOR_IN,
        r"(?P<subject><Xs>)<_4>持有(?:约|近|超过?|其|该公司){0,2}\d{1,2}(?:\.\d{1,4})?%<-4>(?:股份|股权)(?!的)",
        0.65,
        "object",
    ),
    # 星桥早期投资人、海岳资本CEO林晓舟
    rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)的?(?:早期|天使|长期|重要|知名|前)(?:投资人|投资者|股东)(?:、|兼|，|及|暨)<~16>(?P<subject><P>)",
        0.75,
    ),
    rule(R.INVESTOR_IN, r"(?P<subject><X>)，后者<_4>(?:是|为)(?P<object><C>)的?<_8>股东", 0.75),
)

TAKEOVERS: tuple[RelationRule, ...] = (
    # 2016年，星桥收购云杉，…
    rule(
        R.ACQUIRED,
        r"(?:^|[，。；])(?:早在)?(?:19|20)\d\d年(?:\d{1,2}月)?，?(?P<subject><C>)(?:又|还|曾|全资|成功|以<_16>){0,2}(?:收购|并购|买下)了?"
        r"(?P<object><C>)(?=，|。|；|$|后)",
        0.75,
    ),
    # 公司披露，已收购初创公司云杉
    rule(
        R.ACQUIRED,
        r"(?:已经?|(?:已经?|宣布)?完成|成功)(?:收购|并购|买下)了?<_12>(?P<object><C>)(?!旗下|的|所持|持有|<-8>(?:股权|股份|资产|业务|%))",
        0.7,
        "subject",
    ),
    rule(
        R.ACQUIRED,
        r"(?P<object><C>)<-8>，?(?:后来?|随后|最终|已|曾)?被<-14>(?P<subject><C>)<-6>(?:收购|并购|买下|收入囊中|吞并|纳入麾下)(?!计划|要约|意向|传闻)",
        0.75,
    ),
    rule(
        R.ACQUIRED,
        r"(?P<subject><C>)(?:此前|去年|今年|曾|早年|\d{4}年|年初|年底){0,2}(?:收购|并购|买下)的<-10>(?P<object><C>)(?!旗下|的|所持)",
        0.75,
    ),
)
