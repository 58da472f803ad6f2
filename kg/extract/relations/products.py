"""The grammar of makers and their products."""

from __future__ import annotations

from kg.extract.relations.grammar import R, RelationRule, rule

_SERIES = (
    r"(?:旗下|的|自研|自主研发|自家|全新|最新|新款|新一代|推出|发布|打造|开发|研发|出品|生产|第<_3>代|这款|首款|首发|之前|此前|现有|早期|经典|上一代|"
    r"爆款|明星|核心|主力|旗舰|热门|当家|官方|内置|专属|独家|IP|新|老款|现款|新版|顶配版|标准版|国行版?|推出过|自有|自营|王牌|拳头)"
)
_KIND = (
    r"(?:模型|手机|芯片|应用|App|APP|平台|系统|汽车|SUV|MPV|轿车|车型|机器人|软件|游戏|电影|影片|节目|系列|助手|浏览器|眼镜|平板|相机|耳机|"
    r"手表|电视|处理器|引擎|工具|框架|剧集|综艺|药物|新药|疫苗|飞机|客机|火箭|卫星|品牌|网站|社区|功能|专辑|小说|漫画|数据库|操作系统|架构|套件|终端|算法|智能体|"
    r"Agent|小程序|电池|发动机|显卡|GPU|CPU|服务器|超算|集群|跑车|皮卡|货车|卡车|新车|电车|无人机|音箱|家电|服务|播客|频道|纪录片|产品|机型|设备|项目|方案|IP)"
)
_MADE = r"(?:研发|开发|出品|制作|推出|打造|发行|运营|生产|发布|设计|自研|制造|建造|代工)"
# a list whose members may each be told what they are: 人形机器人启明和四足机器人远山
_LIST = r"<D>(?:(?:、|，?以及|，?及|和|与|或)<-12><D>){0,12}"
_OWN = (
    r"(?:停产|量产|投产|交付|上市|升级|更新|召回|停售|公布|改进|优化|取消|放弃|重启|下架|内测|公测|推送|预热|带来|涨价|降价|更名|迭代|"
    r"做出|造出|建造|自建|训练|部署了?自研|卖出|带火|押注|拿出|端出|亮出|祭出|展出|公开|曝光|筹备|测试)"
)

PRODUCTS: tuple[RelationRule, ...] = (
    # C D: 星桥启明 3; C旗下的D; C自研的D
    rule(R.PRODUCES, rf"(?P<subject><C>){_SERIES}{{0,3}}[“「《『]?(?P<object><Ds>)(?!时刻|模式|效应)", 0.8),
    # C新模型D, C首款手机D: what kind of thing it is stands between
    rule(R.PRODUCES, rf"(?P<subject><C>)(?:的|旗下)?<-14>{_KIND}(?:——|：|:|[“「《『])?(?P<object>{_LIST})", 0.8),
    rule(R.PRODUCES, rf"(?P<subject><C>)旗下<_16>(?P<object>{_LIST})", 0.85),
    # 推出基于启明的远山: 启明 is what it is made of
    rule(
        R.PRODUCES,
        r"(?P<subject><C>)<_20>(?:推出|发布|上线|开源|自研|研发|打造|开发|出品|发售|制作|首发|运营|生产)(?!会)了?<_20>"
        rf"(?:(?:基于|由|搭载|采用|接入)<~12><D>(?:模型|系统|平台)?(?:的|版|驱动的|支持的)<-8>)?(?P<object>{_LIST})",
        0.8,
    ),
    rule(
        R.PRODUCES,
        rf"(?P<subject><Cs>)<_10>(?:联合|联名|合作|共同)<_12>(?:推出|发布|打造|开发|研发)<.20>(?:分别为|分别是|包括|即)<_10>(?P<object>{_LIST})",
        0.75,
    ),
    rule(R.PRODUCES, rf"(?P<subject><C>)<-16>{_OWN}了?(?:[^，。；、\ue000-\uefff]{{0,16}}?)(?P<object>{_LIST})", 0.65),
    rule(R.PRODUCES, r"(?P<subject><C>)<_24>(?:名为|名叫|取名为?|命名为|叫做?|代号)(?P<object><D>)", 0.75),
    rule(
        R.PRODUCES,
        rf"(?P<subject><C>)<_24>(?:产品|机型|车型|型号|游戏|应用|模型|产品线|工具|服务|作品|影片|电影|剧集|药物)<_6>[，：（(]?(?:包括|涵盖|包含|如|例如|比如|有|分别为|分别是)<_10>(?P<object>{_LIST})",
        0.7,
    ),
    rule(R.PRODUCES, rf"(?P<object><D>)<_6>由(?P<subject><Cs>)<_8>{_MADE}", 0.85),
    # 远山由1024个节点组成，每个…，由星桥负责打造
    rule(
        R.PRODUCES,
        rf"(?P<object><D>)(?!公司)[^。；！？\ue000-\uefff]{{0,60}}，由(?P<subject><Cs>)(?:负责|主导|独家|联合|共同)?{_MADE}(?![的了]?<-8><D>)",
        0.75,
    ),
    rule(
        R.PRODUCES,
        r"(?P<object><D>)是(?P<subject><C>)<_4>(?:旗下|推出|开发|的|自主|发布|首|研发|打造|自研|今年|去年|内置)",
        0.8,
    ),
    rule(
        R.PRODUCES,
        r"(?P<subject><C>)的(?![^，。\ue000-\uefff]{0,12}(?:竞品|对手|客户|合作|竞争|谈判|提出|[和与、中对给向用以是在将]))<-12>(?P<object><Ds>)(?!时刻|化|模式|们)",
        0.7,
    ),
    rule(R.PRODUCES, rf"(?:来自|出自)(?P<subject><C>)的?<_8>(?P<object>{_LIST})", 0.8),
    rule(
        R.PRODUCES,
        r"(?P<object><D>)<_4>(?:背后的?|母公司|开发商|制造商|出品方|开发者|运营商|运营方|厂商|开发公司|发行商|研发商)<_4>(?P<subject><C>)",
        0.8,
    ),
    rule(R.PRODUCES, r"(?P<object><Ds>)等?<_8>(?:由|来自|属于|出自)(?P<subject><C>)(?:，|。|旗下|之手|$)", 0.75),
    rule(
        R.PRODUCES,
        rf"(?:旗下|推出|研发|打造|开发|出品|运营|自研|拥有|自主研发|上线|发布)(?:的|了|有|包括|拥有){{0,2}}<_16>(?P<object>{_LIST})",
        0.65,
        "subject",
    ),
    rule(
        R.PRODUCES,
        r"(?:其(?!中|他|实|余|它)|自家的?|自己的|公司)(?:旗下|自研|自主研发|新一代|首款|最新|全新|核心|主力|旗舰|新|的)*<-10>(?P<object><Ds>)",
        0.6,
        "subject",
    ),
    rule(R.PRODUCES, r"(?P<object><D>)(?:作为|系|为)(?P<subject><C>)<_4>(?:旗下|推出|开发|的|自主|首)", 0.75),
    rule(R.PRODUCES, r"(?P<object><D>)所属的?(?:公司|企业)?(?P<subject><C>)", 0.8),
    rule(R.PRODUCES, r"(?P<subject><C>)(?:凭借|凭|携|带着|靠)<-10>(?P<object><Ds>)", 0.65),
    rule(R.PRODUCES, r"(?P<subject><C>)<_6>(?:宣布|官宣|表示)[，：](?:旗下|其)?<-10>(?P<object><D>)", 0.65),
    rule(
        R.PRODUCES,
        rf"(?P<subject><C>)(?:今年|去年|日前|此前|近日|正式|首次|独家|自主|全新)?{_MADE}的<-14>(?P<object>{_LIST})",
        0.8,
    ),
    rule(R.PRODUCES, r"作为(?P<subject><C>)(?:旗下|的|推出的|研发的|打造的)<-16>，(?P<object><D>)", 0.75),
)
