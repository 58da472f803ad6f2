"""The grammar of where a firm sits and who founded it."""

from __future__ import annotations

from kg.extract.relations.grammar import R, RelationRule, rule

# 星桥华中总部落户北湖, 星桥工厂位于北湖
_A_BRANCH = r"(?!<_6>(?:[东南西北中]总部|区域总部|第二总部|分部|工厂|基地|项目|门店|中心|园区|产线))"

SEATS: tuple[RelationRule, ...] = (
    rule(R.HEADQUARTERED_IN, r"(?P<subject><C>)<_4>(?:注册地为|注册地在|注册于)(?:<L>)*(?P<object><L>)", 0.75),
    rule(R.HEADQUARTERED_IN, r"总部(?:设在|位于|坐落于|在|设于)(?:<L>)*(?P<object><L>)(?!的)", 0.8, "subject"),
    rule(
        R.HEADQUARTERED_IN,
        r"(?P<subject><C>)(?:的|全球|公司|集团|新|地区|运营|国际|目前|，|是一家|是){0,4}总部(?:设在|位于|坐落于|在|设于|迁至|落户|搬到)了?(?:<L>)*(?P<object><L>)",
        0.9,
    ),
    rule(R.HEADQUARTERED_IN, r"总部(?:设在|位于|在|设于)(?:<L>)*(?P<object><L>)的<_10>(?P<subject><C>)", 0.9),
    rule(
        R.HEADQUARTERED_IN,
        rf"(?P<subject><C>){_A_BRANCH}<_8>(?:落户|坐落于|位于|扎根)于?(?:<L>)*(?P<object><L>)(?:，|。|$|后)",
        0.7,
    ),
    rule(
        R.HEADQUARTERED_IN,
        r"(?:注册地?|落户|扎根|坐落|起家)[在于为](?:<L>)*(?P<object><L>)的<-10>(?P<subject><C>)",
        0.8,
    ),
    # 位于北湖松街、开业多年的金店星桥
    rule(
        R.HEADQUARTERED_IN,
        r"(?:^|[，。；：])(?:一家)?位于(?:<L>)*(?P<object><L>)(?:、<_20>)?的<-6>(?P<subject><C>)(?!的|<-4>(?:工厂|门店|总部|园区|基地|办公))",
        0.75,
    ),
    rule(
        R.HEADQUARTERED_IN,
        r"(?P<subject><C>)<-8>(?:在|于)(?:<L>)*(?P<object><L>)(?:完成)?(?:注册成立|注册设立|注册|成立|创立|诞生)(?=，|。|；|$|于|的<-6>(?:公司|企业|厂商|品牌)|时|后)",
        0.65,
    ),
    # 北湖芯片初创公司星桥; of a large firm the place says less than where it sits
    rule(
        R.HEADQUARTERED_IN,
        r"(?<![在向对于至到赴从与和、])(?P<object><L>)(?!的)<-8>(?:初创公司|初创企业|创业公司)(?P<subject><C>)(?!<L>|<-4>(?:分公司|子公司|分部))",
        0.7,
    ),
)

FOUNDERS: tuple[RelationRule, ...] = (
    rule(R.FOUNDER_OF, r"(?P<subject><P>)(?:是|为|作为|系)(?P<object><C>)的?(?:联合)?(?:创始人|创办人)", 0.85),
    rule(
        R.FOUNDER_OF,
        r"(?P<subject><P>)，?(?:是|为|作为|系)<-12>(?P<object><C>)的?<-8>(?:创始人|创办人|联创)(?!的|之)",
        0.85,
    ),
    # 由林晓舟和前高管何望等联合创立
    rule(
        R.FOUNDER_OF,
        r"由(?P<subject><P>)(?:(?:、|和|与)<~16>(?P<subject2><P>))?等?<-4>(?:联合|共同)(?:创立|创办|创建|成立)",
        0.75,
        "object",
    ),
    rule(R.FOUNDER_OF, r"(?P<object><C>)的?创始团队(?:包括|有|由)?<_4>(?P<subject><Ps>)", 0.75),
    rule(R.FOUNDER_OF, r"[，；：](?:联合)?(?:创始人|创办人)(?:兼|及|、)?<-8>(?P<subject><P>)", 0.65, "object"),
    rule(
        R.FOUNDER_OF, r"(?P<object><C>)的?(?:联合)?(?:创始人|创办人|创立者)(?!的|之子|之女)<_12>(?P<subject><Ps>)", 0.85
    ),
    rule(
        R.FOUNDER_OF,
        r"(?P<subject><Ps>)<_10>(?:创立|创办|创建|联合创办|联合创立|创始)(?:了|的)?<_8>(?P<object><C>)",
        0.8,
    ),
    rule(R.FOUNDER_OF, r"(?P<object><C>)<_4>由(?P<subject><Ps>)<_8>(?:创立|创办|创建)", 0.85),
    rule(
        R.FOUNDER_OF,
        r"(?P<subject><Ps>)<-10>(?:成立|创立|创办|创建|创业做|联合创办|联合创立|共同创立|共同创办|发起成立)了?<-14>(?P<object><C>)",
        0.75,
    ),
    rule(R.FOUNDER_OF, r"(?:创立|创办|创建|创始)(?:了|的)<-8>(?P<object><C>)", 0.7, "subject"),
    rule(R.FOUNDER_OF, r"(?P<object><C>)的?(?:缔造者|创建者|始创人|联创)(?P<subject><Ps>)", 0.85),
    rule(R.FOUNDER_OF, r"(?P<subject><Ps>)<-8>(?:出走|离职|离开)<-6>(?:创办|创立|成立)了?<-8>(?P<object><C>)", 0.8),
    rule(R.FOUNDER_OF, r"(?:创立|创办|创建|成立(?!的))(?:了|的)?<-12>(?P<object><C>)", 0.65, "subject"),
    rule(R.FOUNDER_OF, r"(?P<object><C>)(?:是|为|作为|系)<-4>(?P<subject><Ps>)<-12>(?:创立|创办|创建|成立)的", 0.85),
)
