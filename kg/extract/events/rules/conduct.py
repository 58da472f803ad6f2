"""What a firm shows and what is done to it: reports, launches, actions at law."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule, title_rule
from kg.model import EventType, Role

_REPORT = (
    r"(?:业绩预告|业绩快报|业绩报告|财务报告|财务业绩|财报|年报|中报|半年报|半年度报告|年度报告|季度报告|季报|"
    r"业绩预增公告|"
    r"中期业绩|全年业绩|年度业绩|季度业绩|业绩公告|成绩单)"
)

_PERIOD = (
    r"(?:20\d\d年?(?:财年)?(?:年?度|全年|前三季度|上半年|半年度)?|第[一二三四]财季|[一二三四]财季|本财年|本季度?|"
    r"当季|上财年|"
    r"(?:去年|今年|上年)(?:第?[一二三四]季度?|全年|[上下]半年|前三季度|末季)?|末季|上季度?|[下]半年|第[一二三四]季|"
    r"第?[一二三四]季度?|Q[1-4]|上半年|前三季度|全年|年度|\d{2,4}财年<_6>)"
)

_RESULT = (
    r"(?:净赚|纯利|税后净利|营业额|获利|亏损|每股(?:可分配)?收益|每股盈利|营业总收入|总收入|净营收|EPS|毛利率|"
    r"营业利润|净利润?|净亏损?|营收|营业收入|"
    r"归母净利润?|销售额|总营收|收入|业绩)"
)

REPORT: tuple[Rule, ...] = (
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><Cs>)<_14>(?P<trigger>(?:发布|披露|公布|公告|交出|晒出|发|出炉|披露了|公布了|发布了|"
        rf"交出了)<_32>{_REPORT})",
        0.9,
    ),
    # 财报显示，星桥第三季度营收…; 星桥财报显示
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<trigger>{_REPORT})(?:数据)?(?:显示|披露)，?<_20>(?P<company><C>)<~20>(?:{_RESULT}|营业总收入|利润|亏损)",
        0.75,
    ),
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><C>)(?:的|最新|，|发布的|公布的|披露的|{_PERIOD}){{0,4}}(?P<trigger>{_REPORT})(?:数据)?(?:显"
        rf"示|披露|出炉)",
        0.8,
    ),
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><C>)<_8>(?:公告|发布公告)?[，：:]?<.24>(?P<trigger>(?:预计|"
        rf"预告)(?:公司)?{_PERIOD}<_24>(?:净利润|净利|"
        rf"净亏|业绩|归母|亏损|营业收入|营收))",
        0.75,
    ),
    title_rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><C>)(?:[：:，]|公告){{0,2}}(?:预计)?{_PERIOD}{_PERIOD}?(?:实现|合并|经调整|调整后|归属于|"
        rf"股东的|上市公司|的){{0,4}}<_6>(?P<trigger>{_RESULT})",
        0.75,
    ),
)

_TAKEN = r"被查|落马|被捕|被拘留|被逮捕|被起诉|被判|获刑|接受<~12>(?:审查|调查)|获判<_8>(?:刑|监禁)"

LEGAL: tuple[Rule, ...] = (
    # 海州警方向星桥送达搜查令
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><O>)<_10>(?:向|对)(?P<company><C>)<_8>(?P<trigger>(?:送达|发出|下达|签发)了?<_10>(?:搜查令|传票|禁令|禁售令))",
        0.75,
    ),
    # 协会表示，已拒绝与星桥协商，正在筹备诉讼
    rule(
        EventType.LEGAL_ACTION,
        r"(?:与|和|对|同)(?P<defendant><C>)<.30>(?:筹备|准备|考虑|计划|将|拟)<_4>(?P<trigger>(?:提起|发起)?诉讼)(?=[，。；]|$)",
        0.7,
        Role.PLAINTIFF,
        "X",
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><P>)<_20>接受(?P<regulator><O>)<_8>(?P<trigger>审查|调查)",
        0.8,
    ),
    rule(EventType.LEGAL_ACTION, rf"(?P<defendant><Ps>)等?<_16>(?P<trigger>{_TAKEN})", 0.75),
    # 法院一审判令星桥赔偿云杉; 星桥向法院起诉，要求云杉赔偿
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><O>)<.24>(?P<trigger>判决|判令|判处|裁定)(?!书|后|，)<_10>(?P<defendant><X>)",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"法院<~14>(?P<trigger>判决|判令|判处|裁定)(?!书|后)<_4>(?P<defendant><X>)",
        0.7,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><X>)<~30>(?P<trigger>起诉|提起诉讼|提起<_4>诉讼)<_10>，(?:要求|请求|指控|索赔)<_6>"
        r"(?P<defendant><X>)",
        0.8,
    ),
    # 星桥诉云杉案; 法官驳回星桥对云杉的诉讼
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><X>)(?P<trigger>诉)(?P<defendant><X>)(?:<_8>案|，|：|。|$)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><X>)(?:<_14>(?:发起|提起|提出)了?)?<_8>(?:针对|对|向)(?P<defendant><X>)(?:提起|发起|"
        r"提出)?了?的?<_14>(?P<trigger>诉讼|起诉|指控|"
        r"反垄断诉讼|索赔)",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><Xs>)等?<_8>(?P<trigger>指控|控诉|控告)<_8>(?P<defendant><C>)<_12>(?:侵|垄断|盗|违|欺诈|窃|"
        r"滥用|剽窃|抄袭|虚假)",
        0.8,
    ),
    # 星桥因涉嫌信息披露违法被证监会立案; 因超时加班被罚
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><C>)<~20>(?:因|涉嫌)<~30>(?:被|遭)<_4>(?P<regulator><Os>)<_8>(?P<trigger>立案调查|立案|"
        r"调查|处罚|罚款|约谈|通报|"
        r"行政处罚|起诉|罚|公开谴责|警示)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><C>)<_20>(?:因|涉嫌)<.40>(?P<trigger>被罚款?|被立案调查|被立案|被约谈|被处罚|"
        r"被处以<_8>罚款|遭罚款?|被公开谴责|被起诉)",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><C>)(?:在<L>|，|再|又|再次|已|于<_10>|在<_10>){0,2}(?P<trigger>被判|被裁定|遭集体诉讼|"
        r"遭起诉|被诉|被告上法庭|遭反垄断调查|遭调查|"
        r"被调查|败诉|被控|遭指控)",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><O>)<_6>(?P<trigger>开出<_8>罚单)，?<_8>(?P<defendant><C>)",
        0.75,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><O>)<_14>将(?P<defendant><Ns>)等?<_16>(?P<trigger>列入|纳入|加入)<_14>(?:实体清单|黑名单|"
        r"制裁名单|制裁清单|管制清单)",
        0.75,
    ),
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
        r"(?P<defendant><N>)<_16>(?:被|遭|遭到)<_4>(?P<regulator><Os>)<_12>(?P<trigger>立案调查|立案|调查|处罚|"
        r"罚款|约谈|通报|"
        r"行政处罚|起诉|罚|公开谴责|警示)",
        0.85,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><Os>)<_16>(?:对|向|就)<_6>(?P<defendant><N>)<~40>(?P<trigger>立案调查|立案|(?:作出|处以|"
        r"开出|采取|"
        r"展开|启动|发起|进行)了?<_16>(?:处罚|罚款|罚单|调查|措施)|罚款|处罚|提起诉讼|下发<_8>处罚)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><Os>)<_16>(?:对|就)<~40>(?P<trigger>(?:作出|处以|采取|开出)了?<_16>(?:处罚|罚款|监管措施|"
        r"处分|罚单))",
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
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><Xs>)<_8>将(?P<defendant><Ns>)<_14>(?P<trigger>告上法庭|诉至|告上|告到)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><C>)<~30>收到过?了?<_8>(?P<regulator><Os>)<~20>(?P<trigger>立案告知书|行政处罚|警示函|"
        r"监管函|处罚决定|处罚事先告知|立案)",
        0.85,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><C>)<_14>(?:被|遭)<_6>(?P<trigger>立案调查|立案|处罚|罚款|起诉|约谈)",
        0.7,
    ),
)

_LAUNCH = r"(?:发布|推出|上线|首发|发售|(?<![为是的个大])开源|开售|公测|内测|官宣|揭晓|上市|上架)"

# 开源项目 is a kind of project, not an opening of its source
_LAUNCH_ALONE = _LAUNCH.replace("开源", "开源(?!的)")

_OUT = (
    r"(?<!的)(?<!的初次)(?<!的首次)(?<!的正式)(?:(?:上线(?!\d+周年|\d+天|至今)|开源(?=[，。；！、，]|$|后|并|了|给|"
    r"到|至|\d)|开售|面世|"
    r"问世|亮相|上映|登场|首发|面市|首秀|公测|(?<!在)内测(?!码|阶段|招募|版|期|资格|用户|邀请|名额|中)|"
    r"开播|定档|全量开放|开启(?:预售|预订|预约|内测|公测|众筹|灰度测试)|开放(?:下载|体验|测试|注册|使用|预约|"
    r"预订))(?!的)|上市(?=销售|交付|发售|开卖)|"
    r"(?:引入|引进)(?:国内|中国)|登陆(?:国内|中国)|(?<!形式)(?<!方式)(?<!同日)(?:发布|推出|发售|上市|上架|"
    r"预售)(?=[，、。；！：｜后之以时于]|了?(?:[，。；！]|$)))"
)

_NEW = r"(?:一款|两款|三款|多款|新款|新一代|全新|首款|首个|名为|自研|最新|旗舰|新版|自主研发|重磅)"

# 推出基于启明3的云图: what is launched stands last
_BASED_ON = r"<_14>(?:基于|搭载|采用|由|接入)<~24>(?:的|支持的|驱动的|打造的)<_14>"

LAUNCH: tuple[Rule, ...] = (
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)<_20>(?P<trigger>{_LAUNCH})(?!会|者)了?{_BASED_ON}(?P<product><D>)",
        0.8,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<trigger>{_LAUNCH})(?!会|者)了?{_BASED_ON}(?P<product><D>)",
        0.65,
        Role.COMPANY,
    ),
    # 星桥与云杉将联名发布两款机器人，分别为启明和启航
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><As>)<_20>(?P<trigger>{_LAUNCH})(?!会|者|后|时|前)了?<_24>，(?:即|其中|分别|包括|名为|型号|"
        rf"取名|命名|为|是|叫){{1,3}}"
        rf"<-14>(?P<product><Ds>)(?:和|与|及|以及)?<-12>(?P<product2><Ds>)?(?=，|。|；|$|两款|三款|等)",
        0.75,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)(?:联合|携手|与|和)(?P<company2><A>)<_8>(?P<trigger>{_LAUNCH})(?!会|者)(?:了|的)?<_20>"
        rf"(?P<product><Ds>)",
        0.8,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)<_20>(?P<trigger>{_LAUNCH})(?!会|者|公告|通知|报告|数据|消息|停|\d+周年|\d+天)(?:了|"
        rf"的)?<_24>(?:<D>(?:版|端|平台|系统)的?<-2>)?(?P<product><Ds>)",
        0.8,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><C>)(?:旗下|的|自研|全新|新款){{0,2}}<_10>(?P<product><Ds>)<_22>(?P<trigger>{_OUT})",
        0.8,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?P<company><C>)?(?:的|旗下)?(?P<product><D>)<_8>(?P<trigger>发布)会",
        0.7,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<product><D>)(?!订阅|用户|会员)<_18>(?P<trigger>(?:正式|全球|首次|即将|将|已|全网|同步|全新)?{_OUT})",
        0.7,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)<_20>(?P<trigger>公布|公开|亮出|带来|上新|发行|更新|"
        rf"揭晓)了?<_8>{_NEW}<_20>(?P<product><Ds>)",
        0.7,
    ),
    # 星桥推出了一个新系统：启明
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)<_20>(?P<trigger>{_LAUNCH})(?!会|者)了?<_24>(?:系统|模型|产品|应用|工具|平台|功能|手机|新品|系列|服务|助手|"
        r"游戏|芯片|机器人|智能体|车型|新车|App|APP)[：:](?P<product><Ds>)",
        0.75,
    ),
    # 星桥助手启明开启了新玩法“启航”的内测
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?:(?P<company><C>)(?:旗下|的)?<_12>)?(?P<product><D>)<_16>(?P<trigger>(?:开启|启动|开放)了?)(?:<_24>)"
        r"(?P<product2><D>)”?的?(?:内测|公测|预售|预订|预约|众筹)(?!名额|资格)",
        0.75,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?P<company><C>)<_20>(?P<trigger>(?:开启|启动|开放)了?)(?:<_24>)(?P<product><D>)”?的?"
        r"(?:内测|公测|预售|预订|预约|众筹)(?!名额|资格)",
        0.75,
    ),
    # 启明正式向公众开放; 启明将在明年底向公众销售
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?P<product><D>)<_24>(?P<trigger>(?:正式|全面)?[向对](?:公众|大众|消费者|所有用户|全体用户|全部用户|社会|市民)"
        r"(?:全面|正式)?(?:开放|销售|发售|推出))(?!的)",
        0.7,
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?P<trigger>(?:正式|全面)?[向对](?:公众|大众|消费者|所有用户|全体用户|全部用户|社会|市民)"
        r"(?:全面|正式)?(?:开放|销售|发售|推出))(?=[，。；！）]|$)",
        0.65,
        Role.PRODUCT,
        "D",
    ),
    # 星桥的启明系列迎来更新，这次带来了两款新机，分别是启明5和启航5
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?P<trigger>(?:带来|推出|发布|亮出|公布)了?[两二三四五六七八九\d]款)<-12>，(?:分别|即)?(?:是|为)<-10>"
        r"(?P<product><Ds>)(?:(?:和|与|及|以及|、)<-10>(?P<product2><Ds>))?(?=，|。|；|$)",
        0.7,
        Role.COMPANY,
    ),
    # 林晓舟发布了启明3
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<person><P>)<_20>(?P<trigger>发布|推出|揭晓|揭开|亮出|展示|公布)(?!会|者|公告|通知|报告|数据|消息|停|"
        rf"后|的)了?<_8>{_NEW}?<_14>(?P<product><Ds>)(?!的|上)",
        0.7,
    ),
    # 最新的启明在测试之后，于1月正式上线
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?P<trigger>(?:正式|全面|全球)(?:上线|发布|开售|上市|发售|问世|亮相|开源|推出))(?=[，。；、并]|"
        r"<-12>(?:，|。|$))(?!的)",
        0.65,
        Role.PRODUCT,
        "D",
    ),
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<trigger>{_LAUNCH_ALONE})(?!会|者|公告|通知|报告|数据|消息|停|\d+周年|\d+天)(?:了|的)?<_20>"
        rf"(?P<product><Ds>)",
        0.65,
        Role.COMPANY,
    ),
    # 刚刚发布的启明; 2015年公布的启明
    rule(
        EventType.PRODUCT_LAUNCH,
        r"(?:\d{4}年(?:\d{1,2}月)?|[去今前]年(?:\d{1,2}月|年?底|年?初)?|上个?月|\d{1,2}月\d{1,2}日|刚刚|不久前|日前|近日)"
        r"(?:正式|才|新)?(?P<trigger>发布|推出|上线|公布|上市|开源)的<_8>(?P<product><D>)",
        0.65,
    ),
)
