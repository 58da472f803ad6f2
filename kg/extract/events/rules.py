"""The grammar of events in business news, one table for each kind of happening."""

from __future__ import annotations

from kg.extract.events.frames import Rule, rule, title_rule
from kg.model import EventType, Role

_INVEST = r"(?:独家投资|战略投资|联合投资|共同投资|投资入股|投资|注资|入股|参股|增资)"
_REPORT = (
    r"(?:业绩预告|业绩快报|业绩报告|财务报告|财务业绩|财报|年报|中报|半年报|半年度报告|年度报告|季度报告|季报|业绩预增公告|"
    r"中期业绩|全年业绩|年度业绩|季度业绩|业绩公告|成绩单)"
)

FUNDING: tuple[Rule, ...] = (
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><A>)<_16>(?:完成|获得|获|拿到|宣布|斩获)了?<_30>(?P<trigger>融资)(?!租赁|顾问|成本|渠道|余额|净|计划)",
        0.85,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_6>(?<![本此该这])轮(?P<trigger>融资)",
        0.7,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?:完成|获得|拿到|斩获)了?<_30>(?P<trigger>融资)(?!租赁|顾问|成本|渠道|余额|净|计划)",
        0.7,
        Role.COMPANY,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<company><C>)<_8>(?:获得?|引入|得到|迎来|拿到)了?<_6>(?P<investor><Xs>)等?<_10>的?<_8>(?P<trigger>{_INVEST})",
        0.8,
    ),
    rule(
        EventType.FUNDING_ROUND,
        rf"(?P<investor><Xs>)<_12>(?:以|斥资|出资|豪掷|砸)<_24>(?P<trigger>{_INVEST}|拿下|认购)了?<_8>(?P<company><C>)",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)(?:已|宣布|正式|将|拟|计划|战略|独家|联合|等|共同|领投){0,3}(?P<trigger>战略投资|投资入股|注资|入股|增资|领投)了?<-6>(?P<company><C>)",
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
        r"(?P<investor><Xs>)<_8>(?P<trigger>参与|参投|领投|跟投)了?(?P<company><C>)的?<_12>融资",
        0.8,
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
        r"(?P<investor><Xs>)<_20>(?:向|对|为)<_8>(?P<company><C>)<_14>(?P<trigger>注资|投资|增资|追投|投入)(?!者|人|方|价值|建议|评级|银行)",
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
        r"(?P<company><C>)<_8>(?:完成|获得?|拿到)了?<_16>(?:轮|亿元|万元|美元)<_4>(?P<trigger>投资)(?!者|人|方|价值|建议|评级)",
        0.8,
    ),
)

FUNDING_BY_SUM: tuple[Rule, ...] = (
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_14>(?P<trigger>融资|募资|筹资)(?:约|近|超|逾|总额|规模|了|超过)?\d",
        0.75,
    ),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<company><C>)<_14>(?P<trigger>筹集|募集|募得|融到)了?<_20>(?:美元|亿元|万元|人民币|港元)<_4>(?:资金|融资|投资)?",
        0.75,
    ),
)

FUNDING_WITHOUT_SUBJECT: tuple[Rule, ...] = (
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
    rule(
        EventType.FUNDING_ROUND,
        r"(?:由|投资方为|投资方包括|投资者包括|投资人包括)<_8>(?P<leadInvestor><Xs>)<_6>(?P<trigger>领投)",
        0.9,
    ),
    rule(EventType.FUNDING_ROUND, r"(?P<leadInvestor><Xs>)等?<_4>(?:联合|共同|独家)?(?P<trigger>领投)", 0.9),
    rule(EventType.FUNDING_ROUND, r"(?P<trigger>领投(?:方|机构)?(?:为|是))<_8>(?P<leadInvestor><Xs>)", 0.9),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<investor><Xs>)等?<_14>(?:共同|联合|持续|继续|持续性|跟随|超额|追加)?(?P<trigger>跟投|参投|加码|加持|加注|参与|追投|追加投资|追加|联合投资|共同投资|独家投资|战略投资|出资|投资)",
        0.85,
    ),
    rule(EventType.FUNDING_ROUND, r"(?P<trigger>吸引了?|投资方<_6>由|投资方<_4>：)<_6>(?P<investor><Xs>)", 0.8),
    rule(
        EventType.FUNDING_ROUND,
        r"(?P<trigger>(?:投资方|投资者|投资人|股东|投资机构|跟投方)(?:为|包括|有|还有|还包括))<_8>(?P<investor><Xs>)",
        0.85,
    ),
)

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
        r"(?P<acquirer><Cs>)<_24>(?<![次笔项起宗该桩场])(?P<trigger>收购|并购|买下|吞并|全资收购|私有化)(?!方|案|计划|要约价)了?<_20>(?P<target><Ys>)",
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

SALES: tuple[Rule, ...] = (
    rule(
        EventType.ACQUISITION,
        r"(?P<target><C>)<_24>(?P<trigger>出售|卖|转让)给了?<_4>(?P<acquirer><C>)",
        0.75,
    ),
    rule(
        EventType.ACQUISITION,
        r"(?P<company><C>)<_14>(?P<trigger>出售|转让|剥离)(?:其|了|所持|持有的?|旗下){0,3}(?P<target><Ys>)(?:的|\d[\d.]*%的?|全部|部分|多数|控股)*(?:股权|股份|业务|，|。|$)",
        0.7,
    ),
)

IPO: tuple[Rule, ...] = (
    rule(
        EventType.IPO,
        r"(?P<company><C>)<~24>(?P<trigger>(?:递交|提交|递表|更新|披露|呈交)<~14>(?:招股书|招股说明书|上市申请|IPO申请|申请版本|聆讯资料集)|递表|过会|通过<~8>聆讯|通过<~6>上市委|获<~10>受理)",
        0.85,
    ),
    rule(
        EventType.IPO,
        r"(?P<company><C>)<_20>(?:在|登陆|于|赴|奔赴|拟在|拟赴)<~14>(?P<trigger>(?:挂牌|成功|正式|主板|创业板|科创板|首次公开募股|公开)*(?:上市|IPO|挂牌))(?!公司|以来|后|规则|首日|委)",
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
        r"(?P<partner><As>)<_12>(?:与|和|同|跟|携手|联手)<_8>(?P<partner2><As>)<_40>(?P<trigger>(?:达成|签署|签订|签约|建立|宣布|开展|展开|启动|深化|结成|订立)了?<_24>(?:合作|协议|伙伴关系|联盟|备忘录)|签约|合建|合资|战略合作)",
        0.8,
    ),
    rule(
        EventType.PARTNERSHIP,
        r"(?P<partner><A>)(?:和|与|、)(?P<partner2><As>)<_16>(?P<trigger>(?:达成|签署|签订|签约|宣布|建立)了?<_24>(?:合作|协议|伙伴关系|备忘录))",
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
        r"(?<![\ue000-\uf3ff])(?:与|和|同|携手)<_8>(?P<partner><As>)<_30>(?P<trigger>(?:达成|签署|签订|建立|宣布|开展|展开|启动|深化)了?<_24>(?:合作|伙伴关系|备忘录|合作协议))",
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

_POST = r"(?:董事长|总裁|总经理|CEO|首席|经理|董事|主席|负责人|监事|总监|主任|行长|会长|秘书|院长|部长|局长|书记|顾问|合伙人|CFO|CTO|COO|总编)"
_NAMING = r"(?:任命|聘任|委任|提名|选举|聘请|推选|委派)"
_TAKES = r"(?:出任|升任|接任|接棒|获任|转任|调任|新任|获聘为?|当选为?|被任命为|获委任为|将成为|将接任|晋升为?|改任|就任|将担任|兼任)"
PERSONNEL: tuple[Rule, ...] = (
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?:为|担任|出任|接任|任)<_4>(?P<company><A>)<~12>{_POST}",
        0.85,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<company><A>)<_10>(?P<trigger>{_NAMING})了?<_8>{_POST}<_4>(?P<person><Ps>)",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<company><A>)<_10>由(?P<person><P>)(?P<trigger>变更为|变为|换为)(?P<person2><P>)",
        0.85,
    ),
    rule(EventType.PERSONNEL_CHANGE, r"(?P<company><A>)的?(?P<trigger>新任)<-12>(?P<person><P>)", 0.7),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<person><P>)(?:将|自|从|正式|于)<_12>(?P<trigger>担任)(?P<company><A>)?<~12>{_POST}",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?:(?P<company2><A>)(?:的|前|原)?<_16>)?(?P<person><P>)<_14>(?P<trigger>离开)了?(?:公司|(?P<company><A>))",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<company><A>)<_20>(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?:为|担任|出任|接任|任)",
        0.85,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?:(?P<company><A>)(?:的|前|原|[：:])?<_16>)?(?P<person><P>)<~20>(?P<trigger>辞去|卸任|不再担任|辞任|辞职|离职|退休|离任|被免|请辞|免去|下课|去职)",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?:(?P<company2><A>)(?:的|前|原|[：:])?<_16>)?(?P<person><P>)<_14>(?:接替<~6>)?(?P<trigger>{_TAKES})<_2>(?P<company><A>)<~12>{_POST}",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?:(?P<company2><A>)(?:的|前|原|[：:]|宣布|官宣|宣布由)?<_16>)?(?P<person><P>)<_14>(?:接替<~6>)?(?P<trigger>{_TAKES}|接替)<~12>{_POST}",
        0.8,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?:(?P<company><A>)<_8>)?(?:官宣|宣布，?由?|由|决定由?)(?P<person><P>)(?P<trigger>担任|任|出任)(?P<company2><A>)?<~12>{_POST}",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<person><P>)<_10>(?P<trigger>正式加入|加盟|入职|空降|加入|转投|跳槽至?|回归)了?(?P<company><A>)",
        0.75,
    ),
    rule(
        EventType.PERSONNEL_CHANGE, r"(?P<person><P>)<_10>从(?P<company><A>)<_6>(?P<trigger>离职|辞职|离开|退休)", 0.8
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<trigger>{_TAKES})<_2>(?P<company><A>)?<~12>{_POST}",
        0.65,
        Role.PERSON,
        "P",
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        r"(?P<trigger>加盟|入职|加入|离开|跳槽至?)了?(?P<company><A>)(?!的?<_4>(?:阵营|联盟|计划|行列|生态))",
        0.65,
        Role.PERSON,
        "P",
    ),
    rule(
        EventType.PERSONNEL_CHANGE,
        rf"(?P<trigger>{_NAMING})了?<_14>(?P<person><Ps>)<_4>(?:为|担任|出任|接任|任)<_16>{_POST}",
        0.75,
        Role.COMPANY,
        "A",
    ),
)

_PERIOD = r"(?:20\d\d年?(?:财年)?(?:年?度|全年|前三季度|上半年|半年度)?|第?[一二三四]季度?|Q[1-4]|上半年|前三季度|全年|年度|\d{2,4}财年<_6>)"
_RESULT = r"(?:营业利润|净利润?|净亏损?|营收|营业收入|归母净利润?|销售额|总营收|收入|业绩)"
REPORT: tuple[Rule, ...] = (
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><Cs>)<_14>(?P<trigger>(?:发布|披露|公布|公告|交出|晒出|发|出炉|披露了|公布了|发布了|交出了)<_20>{_REPORT})",
        0.9,
    ),
    rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><C>)<_8>(?:公告|发布公告)?[，：:]?<.24>(?P<trigger>(?:预计|预告)(?:公司)?{_PERIOD}<_24>(?:净利润|净利|净亏|业绩|归母|亏损|营业收入|营收))",
        0.75,
    ),
    title_rule(
        EventType.FINANCIAL_REPORT,
        rf"(?P<company><C>)(?:[：:，]|公告){{0,2}}(?:预计)?{_PERIOD}{_PERIOD}?(?:实现|合并|经调整)?<_6>(?P<trigger>{_RESULT})",
        0.75,
    ),
)

LAYOFF: tuple[Rule, ...] = (
    rule(
        EventType.LAYOFF,
        r"(?P<company><C>)<_20>(?P<trigger>裁员|裁减|裁撤|大裁员|解雇|削减)<_12>(?:人|岗位|名|员工|职位|%)",
        0.85,
    ),
    rule(EventType.LAYOFF, r"(?P<company><C>)<_12>(?P<trigger>裁员)", 0.75),
)

LEGAL: tuple[Rule, ...] = (
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<plaintiff><Xs>)<_12>(?P<trigger>提起<_8>诉讼)，?(?:指控|控告|状告)(?P<defendant><N>)",
        0.8,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<defendant><N>)<_16>(?:被|遭|遭到)<_4>(?P<regulator><Os>)<_12>(?P<trigger>立案调查|立案|调查|处罚|罚款|约谈|通报|行政处罚|起诉|罚|公开谴责|警示)",
        0.85,
    ),
    rule(
        EventType.LEGAL_ACTION,
        r"(?P<regulator><Os>)<_16>(?:对|向|就)<_6>(?P<defendant><N>)<~40>(?P<trigger>立案调查|立案|(?:作出|处以|开出|采取|展开|启动|发起|进行)了?<_16>(?:处罚|罚款|罚单|调查|措施)|罚款|处罚|提起诉讼|下发<_8>处罚)",
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

FOUNDING: tuple[Rule, ...] = (
    rule(
        EventType.FOUNDING,
        r"(?P<company><C>)<_4>由<~12>(?P<person><Ps>)<_12>(?P<trigger>创立|创办|创建|联合创办|联合创立)",
        0.8,
    ),
    rule(EventType.FOUNDING, r"由(?P<person><Ps>)<_10>(?P<trigger>创立|创办|创建)", 0.7, Role.COMPANY),
    rule(
        EventType.FOUNDING,
        r"\d{4}年(?:\d{1,2}月)?(?:正式)?(?P<trigger>成立|创立|创办)(?=[，。；]|$)",
        0.7,
        Role.COMPANY,
    ),
    rule(EventType.FOUNDING, r"(?P<trigger>成立|创立|创办|创建)了(?P<company><C>)", 0.7, Role.PERSON, "P"),
    rule(
        EventType.FOUNDING,
        r"(?P<trigger>成立于|创立于|创办于|创建于|始创于|始建于)<_12>年?的<_16>(?P<company><A>)",
        0.8,
    ),
    rule(
        EventType.FOUNDING,
        r"(?P<company><C>)(?:于|在|是|自)?<_10>(?:年|月|日)(?:正式|在<L>){0,2}(?P<trigger>成立|创立|诞生|创建|创办)(?!以来)",
        0.75,
    ),
    rule(EventType.FOUNDING, r"(?P<trigger>成立于|创立于|创办于|创建于|始创于)(?=<_6>年)", 0.7, Role.COMPANY),
    rule(
        EventType.FOUNDING,
        r"(?P<organizer><As>)(?:旗下公司|等)?(?:在<L>|于<L>|共同|联合|合资|近日|新|已|宣布){0,3}(?P<trigger>成立|设立|组建|创立)了?(?:一家|新公司)?<_6>(?P<company><A>)",
        0.75,
    ),
    rule(
        EventType.FOUNDING, r"(?P<company><C>)<_6>(?P<trigger>成立于|创立于|创办于|创建于|诞生于|始创于|始建于)", 0.85
    ),
    rule(
        EventType.FOUNDING,
        r"年(?:\d+月)?(?:\d+日)?，?(?:由)?(?P<company><C>)(?:正式)?(?P<trigger>成立|创立|诞生|创办|创建)(?!以来|后|之初)?",
        0.75,
    ),
    rule(
        EventType.FOUNDING,
        r"(?P<person><Ps>)<_14>(?P<trigger>创立|创办|创建|联合创办|联合创立|共同创立)了?<_10>(?P<company><C>)",
        0.8,
    ),
)

_LAUNCH = r"(?:发布|推出|上线|首发|发售|(?<![为是的个大])开源|开售|公测|内测|官宣|揭晓|上市|上架)"
_OUT = r"(?:(?:上线|开售|面世|问世|亮相|上映|登场|首发|面市|首秀|公测|开播)(?!的)|(?:发布|推出|发售|上市|上架|预售|开启预售|开启预订)(?=[，、。；！后之会以时于]|了?(?:[，。；！]|$)))"
LAUNCH: tuple[Rule, ...] = (
    rule(
        EventType.PRODUCT_LAUNCH,
        rf"(?P<company><A>)(?:联合|携手|与|和)(?P<company2><A>)<_8>(?P<trigger>{_LAUNCH})(?!会|者)(?:了|的)?<_20>(?P<product><Ds>)",
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

RULES: tuple[Rule, ...] = (
    *REPORT,
    *FUNDING,
    *FUNDING_BY_INVESTOR,
    *FUNDING_BY_SUM,
    *FUNDING_OF_TOPIC,
    *FUNDING_WITHOUT_SUBJECT,
    *ACQUISITION,
    *SALES,
    *IPO,
    *PARTNERSHIP,
    *PERSONNEL,
    *LAYOFF,
    *LEGAL,
    *FOUNDING,
    *LAUNCH,
)
