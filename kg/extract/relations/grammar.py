"""The grammar of relations: patterns over skeletons whose groups are subject and object."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.skeleton import grammar
from kg.model import RelationType

R = RelationType


@dataclass(frozen=True, slots=True)
class RelationRule:
    """``subject`` and ``object`` are groups of the pattern, each a name or a list of names.

    ``implied`` says which of the two is the subject of the clauses before, or what the text is about.
    """

    type: RelationType
    pattern: re.Pattern[str]
    confidence: float
    implied: str | None = None


def _rule(type: RelationType, template: str, confidence: float, implied: str | None = None) -> RelationRule:
    return RelationRule(type, grammar(template), confidence, implied)


_SERIES = r"(?:旗下|的|自研|自主研发|自家|全新|最新|新款|新一代|推出|发布|打造|开发|研发|出品|生产|第<_3>代|这款|首款)"
_KIND = (
    r"(?:模型|手机|芯片|应用|App|APP|平台|系统|汽车|SUV|MPV|轿车|车型|机器人|软件|游戏|电影|影片|节目|系列|助手|浏览器|眼镜|平板|相机|耳机|"
    r"手表|电视|处理器|引擎|工具|框架|剧集|综艺|药物|新药|疫苗|飞机|客机|火箭|卫星|品牌|网站|社区|功能|专辑|小说|漫画|数据库|操作系统|架构|套件|终端|算法|智能体|Agent|小程序|电池|发动机)"
)
_MADE = r"(?:研发|开发|出品|制作|推出|打造|发行|运营|生产|发布|设计|自研)"

RULES: tuple[RelationRule, ...] = (
    # C D: 星桥启明 3; C旗下的D; C自研的D
    _rule(R.PRODUCES, rf"(?P<subject><C>){_SERIES}{{0,3}}[“「《『]?(?P<object><Ds>)", 0.8),
    # C新模型D, C首款手机D: what kind of thing it is stands between
    _rule(R.PRODUCES, rf"(?P<subject><C>)(?:的|旗下)?<-10>{_KIND}[“「《]?(?P<object><D>)", 0.8),
    _rule(R.PRODUCES, r"(?P<subject><C>)旗下<_16>(?P<object><Ds>)", 0.85),
    _rule(
        R.PRODUCES,
        r"(?P<subject><C>)<_20>(?:推出|发布|上线|开源|自研|研发|打造|开发|出品|发售|制作|首发|运营|生产)(?!会)了?<_20>(?P<object><Ds>)",
        0.8,
    ),
    _rule(R.PRODUCES, rf"(?P<object><D>)<_6>由(?P<subject><Cs>)<_8>{_MADE}", 0.85),
    _rule(R.PRODUCES, r"(?P<object><D>)是(?P<subject><C>)<_4>(?:旗下|推出|开发|的|自主|发布|首)", 0.8),
    _rule(
        R.PRODUCES,
        r"(?P<subject><C>)的(?![^，。\ue000-\uefff]{0,12}(?:竞品|对手|客户|合作|竞争|谈判|提出|[和与、中对给向用以是在将]))<-12>(?P<object><Ds>)",
        0.7,
    ),
    _rule(R.PRODUCES, r"来自(?P<subject><C>)的<_8>(?P<object><Ds>)", 0.8),
    _rule(
        R.PRODUCES,
        r"(?P<object><D>)<_4>(?:背后的?|母公司|开发商|制造商|出品方|开发者|运营商|运营方|厂商)<_4>(?P<subject><C>)",
        0.8,
    ),
    _rule(R.PRODUCES, r"(?P<object><Ds>)等?<_8>(?:由|来自|属于|出自)(?P<subject><C>)(?:，|。|旗下|之手|$)", 0.75),
    _rule(
        R.PRODUCES,
        r"(?:旗下|推出|研发|打造|开发|出品|运营|自研|拥有)(?:的|了|有|包括|拥有){0,2}<_16>(?P<object><Ds>)",
        0.65,
        "subject",
    ),
    _rule(
        R.PRODUCES,
        r"(?:其(?!中|他|实|余|它)|自家的?|自己的)(?:旗下|自研|新一代|首款|最新|全新|核心|主力|旗舰|新|的)*<-4>(?P<object><Ds>)",
        0.6,
        "subject",
    ),
    _rule(R.PRODUCES, r"(?P<object><D>)(?:作为|系|为)(?P<subject><C>)<_4>(?:旗下|推出|开发|的|自主|首)", 0.75),
    _rule(R.PRODUCES, r"(?P<object><D>)所属的?(?:公司|企业)?(?P<subject><C>)", 0.8),
    _rule(R.PRODUCES, r"(?P<subject><C>)(?:凭借|凭|携|带着|靠)<-10>(?P<object><Ds>)", 0.65),
    _rule(R.PRODUCES, r"(?P<subject><C>)<_6>(?:宣布|官宣)[，：](?:旗下|其)?<-4>(?P<object><D>)", 0.65),
    # subsidiaries
    _rule(R.SUBSIDIARY_OF, r"(?:旗下|全资子公司|控股子公司|子公司)(?:公司|品牌|企业)?(?P<subject><C>)", 0.7, "object"),
    _rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)的?母公司(?:是|为)?(?P<object><C>)", 0.85),
    _rule(R.SUBSIDIARY_OF, r"(?P<object><C>)是(?P<subject><C>)的?(?:控股股东|母公司)", 0.85),
    _rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)，?(?:是|为|系|作为)?(?P<object><C>)的?(?:全资|控股)?(?:子公司|附属公司)",
        0.8,
    ),
    _rule(
        R.SUBSIDIARY_OF,
        r"(?P<object><C>)(?:的)?<_4>(?:全资|控股|间接|直接|下属){0,2}(?:子公司|附属公司|孙公司)(?:之一)?(?P<subject><C>(?:、<C>){0,20})",
        0.85,
    ),
    _rule(R.SUBSIDIARY_OF, r"(?P<object><C>)旗下(?:的)?<_16>(?P<subject><C>(?:、<C>){0,20})", 0.75),
    _rule(
        R.SUBSIDIARY_OF,
        r"(?P<subject><C>)(?:是|为|系|作为)(?P<object><C>)<_4>(?:全资|控股|旗下|下属|的)<_6>(?:子公司|附属公司|公司|企业|品牌)",
        0.85,
    ),
    _rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)(?:隶属于|隶属|归属于|从属于)(?P<object><C>)", 0.85),
    _rule(R.SUBSIDIARY_OF, r"(?P<subject><C>)<_4>控股股东<_8>(?P<object><C>)", 0.75),
    _rule(R.SUBSIDIARY_OF, r"(?P<object><C>)控股的(?P<subject><C>)", 0.8),
    _rule(
        R.SUBSIDIARY_OF,
        r"(?P<object><C>)<_4>持股(?:5[1-9]|[6-9]\d|100)(?:\.\d{1,4})?%的(?P<subject><C>)",
        0.8,
    ),
    # investments
    _rule(
        R.INVESTOR_IN,
        r"(?P<subject><C>)<_4>(?:曾|先后|还|已|早期|陆续|也)(?:投资|入股|领投|参投)过?了?(?P<object><Cs>)",
        0.75,
    ),
    _rule(R.INVESTOR_IN, r"(?P<subject><Xs>)<_6>持有(?P<object><C>)<_10>(?:股份|股权|股票|%)", 0.8),
    _rule(R.INVESTOR_IN, r"(?P<subject><C>)<_4>参股公司(?P<object><C>)", 0.8),
    _rule(
        R.INVESTOR_IN,
        r"(?P<subject><C>)(?:曾|已|早期|先后|也|还|此前)?(?:投资了|入股了?|参投了?|战略投资了?|领投了?|注资了?)(?P<object><Cs>)",
        0.75,
    ),
    _rule(R.INVESTOR_IN, r"(?P<subject><C>)(?:是|为|成为)(?P<object><C>)的?<_8>(?:股东|投资方|投资人|投资者)", 0.8),
    _rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)的?<_6>(?:投资方|投资人|股东|投资者)(?:包括|有|为|还包括|还有)<_6>(?P<subject><Xs>)",
        0.8,
    ),
    _rule(
        R.INVESTOR_IN,
        r"(?P<object><C>)<_8>(?:获得?|引入|得到|拿到)了?<_4>(?P<subject><Cs>)等?<_8>的?<_6>(?:投资|入股|注资)",
        0.8,
    ),
    _rule(R.INVESTOR_IN, r"(?:参股公司|投资了|参股了?|入股了?)(?P<object><C>)", 0.7, "subject"),
    _rule(R.INVESTOR_IN, r"持有(?P<object><C>)<_10>(?:股份|股权|股票)", 0.7, "subject"),
    _rule(
        R.INVESTOR_IN, r"(?:投资方|投资人|股东|投资者)(?:包括|有|为|还包括|还有)了?<_6>(?P<subject><Xs>)", 0.7, "object"
    ),
    _rule(
        R.INVESTOR_IN,
        r"(?P<subject><X>)是(?P<object><C>)的?<_8>(?:大|最大|主要|早期)?(?:股东|投资方|投资人|投资者)",
        0.8,
    ),
    _rule(R.INVESTOR_IN, r"(?P<subject><X>)<_6>(?:投出|投资了|参投了?|入股了?|参股了?|领投了?)(?P<object><Cs>)", 0.75),
    _rule(R.INVESTOR_IN, r"(?P<subject><X>)<_12>持有<_6>(?P<object><Cs>)等?<_10>(?:股份|股权|股票)", 0.75),
    _rule(
        R.INVESTOR_IN,
        r"(?:投资组合|被投企业|被投公司|所投企业|投资版图)<_4>(?:包括|涵盖|有|囊括)<_4>(?P<object><Cs>)",
        0.75,
        "subject",
    ),
    _rule(R.INVESTOR_IN, r"(?:投资了|投出了?|参投了?)<_4>(?P<object><Cs>)", 0.65, "subject"),
    _rule(
        R.INVESTOR_IN,
        r"(?:引入|引进|吸引)了?<_6>(?P<subject><Xs>)等?<_10>(?:投资者|投资方|股东|投资人|战投)",
        0.7,
        "object",
    ),
    _rule(R.INVESTOR_IN, r"(?P<subject><Xs>)(?:分别|合计|各|共)?<_4>持股(?:比例)?<_4>\d", 0.65, "object"),
    _rule(R.INVESTOR_IN, r"(?:获得?了?|得到|拿到)<_6>(?P<subject><Xs>)等?<_12>(?:投资|入股|注资|加持)", 0.7, "object"),
    # partners
    _rule(
        R.PARTNER_OF,
        r"(?<![\ue000-\uf3ff])(?:与|和|同|携手|联合)<_6>(?P<object><As>)等?<_20>(?:达成|建立|开展|展开|签署|深化)<_16>(?:合作|伙伴关系|联盟|协议)",
        0.7,
        "subject",
    ),
    _rule(R.PARTNER_OF, r"(?<![\ue000-\uf3ff])(?:与|和)(?P<object><As>)等?(?:合作|联名)(?!者|方|社)", 0.65, "subject"),
    _rule(R.PARTNER_OF, r"(?P<subject><A>)(?:和|与)(?P<object><A>)(?:的|之间的?)?<_6>(?:合作|联名|联盟)", 0.75),
    _rule(
        R.PARTNER_OF,
        r"(?P<subject><As>)<_10>(?:与|和|同|跟|携手|联手)<_8>(?P<object><As>)<_30>(?:合作|联名|签约|伙伴|合建|合资|共建|联合推出|"
        r"联合打造|联合开发|跨界融合)",
        0.75,
    ),
    _rule(R.PARTNER_OF, r"(?P<subject><A>)<_6>(?:携手|联手|牵手)<_4>(?P<object><As>)", 0.75),
    _rule(R.PARTNER_OF, r"(?P<subject><A>)<_12>(?:成为|是|为)(?P<object><As>)<_16>合作伙伴", 0.75),
    _rule(R.PARTNER_OF, r"(?P<subject><A>)的?<_6>合作伙伴(?:包括|有|为|、)?<_4>(?P<object><As>)", 0.75),
    # competitors
    _rule(
        R.COMPETITOR_OF,
        r"(?P<subject><C>)的?<_8>(?:竞争对手|老对手|对手|竞品|死对头|劲敌)(?:是|为|包括|有)?<_4>(?P<object><Cs>)",
        0.8,
    ),
    _rule(
        R.COMPETITOR_OF,
        r"(?P<subject><C>)<_6>(?:与|和|同|跟)(?P<object><Cs>)<_10>(?:竞争(?!对手|者)|对垒|较量|抗衡|对决|分庭抗礼)",
        0.75,
    ),
    _rule(R.COMPETITOR_OF, r"(?P<subject><C>)(?:是|为)(?P<object><C>)的?<_8>(?:对手|竞品)", 0.8),
    _rule(
        R.COMPETITOR_OF,
        r"(?P<object><Cs>)等?(?:<_8>)(?:竞争对手|竞争者|老对手|对手|竞品|同行|友商|劲敌)",
        0.7,
        "subject",
    ),
    _rule(R.COMPETITOR_OF, r"(?:竞争对手|老对手|竞品|劲敌)(?:是|为|包括|有|如)?<_4>(?P<object><Cs>)", 0.7, "subject"),
    _rule(
        R.COMPETITOR_OF, r"(?:与|和|同)(?P<object><Cs>)等?<_10>(?:竞争(?!对手|者)|抗衡|较量|争夺|对垒)", 0.65, "subject"
    ),
    _rule(
        R.COMPETITOR_OF,
        r"(?P<subject><C>)(?:和|与)(?P<object><C>)(?!等)(?:之间)?的?<_6>(?:竞争(?!对手)|较量|对决|之争|竞赛|大战)",
        0.7,
    ),
    _rule(R.COMPETITOR_OF, r"来自(?P<object><Cs>)等?<_6>竞争", 0.7, "subject"),
    # customers: buyer → seller
    _rule(
        R.CUSTOMER_OF,
        r"(?P<object><Cs>)<~24>(?:为|向|给|对)<_4>(?P<subject><Cs>)等?<_10>(?:供货|供应|供应商|代工|提供<_12>(?:芯片|电池|零部件|服务|设备|产品))",
        0.75,
    ),
    _rule(R.CUSTOMER_OF, r"(?P<subject><C>)<_8>(?:向|从)<_2>(?P<object><Cs>)<_6>(?:采购|订购|购买|下单|进货)", 0.8),
    _rule(
        R.CUSTOMER_OF, r"(?P<object><C>)的?<_8>客户(?:包括|有|涵盖|覆盖|还包括|为|群包括)了?<_4>(?P<subject><Xs>)", 0.8
    ),
    _rule(R.CUSTOMER_OF, r"(?P<object><Cs>)(?:是|为|等|作为)(?P<subject><C>)?的?<_6>供应商<_8>(?P<subject2><C>)?", 0.7),
    _rule(R.CUSTOMER_OF, r"(?P<subject><C>)的?<_8>供应商(?:包括|有|为|是)?<_2>(?P<object><Cs>)", 0.75),
    _rule(R.CUSTOMER_OF, r"(?P<subject><C>)(?:是|为|成为)(?P<object><C>)的?<_8>客户", 0.8),
    _rule(
        R.CUSTOMER_OF,
        r"(?:为|向|给)<_4>(?P<subject><Cs>)等?<_10>(?:供货|供应(?!商)|代工|提供<_12>(?:芯片|电池|零部件|设备|解决方案))",
        0.7,
        "object",
    ),
    _rule(R.CUSTOMER_OF, r"客户(?:包括|有|涵盖|覆盖|囊括|还包括|群包括)了?<_6>(?P<subject><Cs>)", 0.75, "object"),
    _rule(
        R.CUSTOMER_OF, r"服务(?:过|了|于)<_6>(?P<subject><Cs>)等?<_10>(?:客户|品牌|企业|公司|巨头|厂商)", 0.7, "object"
    ),
    _rule(R.CUSTOMER_OF, r"进入了?<_4>(?P<subject><Cs>)等?<_8>供应链", 0.75, "object"),
    _rule(R.CUSTOMER_OF, r"向<_2>(?P<object><Cs>)<_6>(?:采购|订购|购买|下单)", 0.7, "subject"),
    _rule(R.CUSTOMER_OF, r"(?P<object><Cs>)等<_4>供应商", 0.65, "subject"),
    _rule(R.CUSTOMER_OF, r"(?P<subject><Cs>)(?:均|都|也)?(?:是|为|成为)(?P<object><C>)的?<_8>客户", 0.8),
    _rule(
        R.CUSTOMER_OF,
        r"(?P<object><C>)<_10>与(?P<subject><C>)<_10>(?:签订|签署)<_14>(?:供货|供应|销售)<_4>(?:合同|协议|订单)",
        0.75,
    ),
    _rule(
        R.CUSTOMER_OF, r"(?P<subject><C>)<_10>与(?P<object><C>)<_10>(?:签订|签署)<_14>采购<_4>(?:合同|协议|订单)", 0.75
    ),
    _rule(R.CUSTOMER_OF, r"(?P<object><C>)<_10>(?:获得?|拿下|斩获|收到)了?(?P<subject><Cs>)<_8>(?:订单|定点)", 0.75),
    _rule(
        R.CUSTOMER_OF,
        r"(?P<subject><C>)<_12>(?:使用|采用|搭载|选用)了?(?P<object><C>)的?<~10>(?:芯片|电池|模型|屏幕|传感器|处理器|零部件|方案)",
        0.7,
    ),
    _rule(
        R.CUSTOMER_OF,
        r"(?P<subject><Cs>)等?<_12>(?:使用|采用|搭载|选用|接入|部署|采购)了?(?P<object><C>)的?<~10>(?:芯片|电池|模型|系统|平台|方案|设备|服务)",
        0.7,
    ),
    _rule(
        R.CUSTOMER_OF,
        r"(?:拿下|签下|积累了?|赢得|覆盖了?|包括)<_6>(?P<subject><Cs>)等?<_12>客户",
        0.7,
        "object",
    ),
    _rule(R.CUSTOMER_OF, r"(?P<object><C>)<~20>为<_4>(?P<subject><Cs>)等?<_10>提供<_16>(?:服务|系统|技术|产品)", 0.65),
    # seats
    _rule(R.HEADQUARTERED_IN, r"(?P<subject><C>)<_4>(?:注册地为|注册地在|注册于)(?:<L>)*(?P<object><L>)", 0.75),
    _rule(R.HEADQUARTERED_IN, r"总部(?:设在|位于|坐落于|在|设于)(?:<L>)*(?P<object><L>)(?!的)", 0.8, "subject"),
    _rule(
        R.HEADQUARTERED_IN,
        r"(?P<subject><C>)<_6>总部(?:设在|位于|坐落于|在|设于|迁至|落户|搬到)了?(?:<L>)*(?P<object><L>)",
        0.9,
    ),
    _rule(R.HEADQUARTERED_IN, r"总部(?:设在|位于|在|设于)(?:<L>)*(?P<object><L>)的<_10>(?P<subject><C>)", 0.9),
    _rule(
        R.HEADQUARTERED_IN,
        r"(?P<subject><C>)<_8>(?:落户|坐落于|位于|扎根)于?(?:<L>)*(?P<object><L>)(?:的|，|。|$|后)",
        0.7,
    ),
    # founders
    _rule(R.FOUNDER_OF, r"(?P<subject><P>)(?:是|为|作为|系)(?P<object><C>)的?(?:联合)?(?:创始人|创办人)", 0.85),
    _rule(R.FOUNDER_OF, r"(?P<object><C>)的?创始团队(?:包括|有|由)?<_4>(?P<subject><Ps>)", 0.75),
    _rule(R.FOUNDER_OF, r"(?:^|[，。；：])(?:联合)?(?:创始人|创办人)(?:兼|及|、)?<-8>(?P<subject><P>)", 0.65, "object"),
    _rule(R.FOUNDER_OF, r"(?P<object><C>)的?(?:联合)?(?:创始人|创办人|创立者)<_12>(?P<subject><Ps>)", 0.85),
    _rule(
        R.FOUNDER_OF,
        r"(?P<subject><Ps>)<_10>(?:创立|创办|创建|联合创办|联合创立|创始)(?:了|的)?<_8>(?P<object><C>)",
        0.8,
    ),
    _rule(R.FOUNDER_OF, r"(?P<object><C>)<_4>由(?P<subject><Ps>)<_8>(?:创立|创办|创建)", 0.85),
)
