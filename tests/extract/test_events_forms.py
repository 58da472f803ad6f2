"""More forms of events and their near misses, on invented sentences."""

from __future__ import annotations

import pytest
from marked_text import marked, roles

from kg.extract.events import EventExtractor
from kg.model import EventMention, Modality


def told(source: str) -> list[tuple[EventMention, set[str]]]:
    article, names = marked(source)
    return [(e, roles(e, names)) for e in EventExtractor()(article, names).events]


def told_as(source: str) -> list[tuple[str, set[str]]]:
    return [(e.type.value, who) for e, who in told(source)]


FORMS = [
    # purchases and sales
    (
        "[C海岳集团]将其持有的[C云杉智能]29%股权以4亿元转让给战略投资人[C星桥科技]。",
        "Acquisition",
        {"company 海岳集团", "target 云杉智能", "acquirer 星桥科技"},
    ),
    (
        "[C星桥科技]从[C海岳集团]手中买下[C云杉智能]。",
        "Acquisition",
        {"acquirer 星桥科技", "company 海岳集团", "target 云杉智能"},
    ),
    (
        "[C星桥科技]宣布收购[C海岳集团]旗下芯片公司[C云杉智能]。",
        "Acquisition",
        {"acquirer 星桥科技", "company 海岳集团", "target 云杉智能"},
    ),
    (
        "[C星桥科技]拟通过增资3亿元的方式持有[C云杉智能]60%的股权。",
        "Acquisition",
        {"acquirer 星桥科技", "target 云杉智能"},
    ),
    ("[C星桥科技]正考虑与AI初创公司[C云杉智能]合并。", "Acquisition", {"acquirer 星桥科技", "target 云杉智能"}),
    ("# [C星桥科技]：拟2亿元出售全资子公司[C云杉智能]100%股权", "Acquisition", {"company 星桥科技", "target 云杉智能"}),
    ("# [C星桥科技]：拟现金收购[C云杉智能]控制权", "Acquisition", {"acquirer 星桥科技", "target 云杉智能"}),
    ("# [C星桥科技]：控股股东筹划控制权变更", "Acquisition", {"target 星桥科技"}),
    ("[P林晓舟]把招聘平台[C云杉智能]卖了1亿美元。", "Acquisition", {"person 林晓舟", "target 云杉智能"}),
    ("[C云杉智能]团队整体并入[C星桥科技]。", "Acquisition", {"acquirer 星桥科技", "target 云杉智能"}),
    ("[C云杉智能]后来被[L德国]科技巨头[C星桥集团]收购。", "Acquisition", {"acquirer 星桥集团", "target 云杉智能"}),
    # rounds
    ("[C星桥科技]结束6亿美元B轮募资。", "FundingRound", {"company 星桥科技"}),
    ("[C星桥科技]拟启动超50亿美元融资计划。", "FundingRound", {"company 星桥科技"}),
    (
        "[C星桥科技]正与[C海岳资本]、[C云岭基金]等机构洽谈新一轮10亿美元的融资。",
        "FundingRound",
        {"company 星桥科技", "investor 海岳资本", "investor 云岭基金"},
    ),
    (
        "[C海岳资本]和[C云岭基金]正与[C星桥科技]商谈新一轮融资。",
        "FundingRound",
        {"company 星桥科技", "investor 海岳资本", "investor 云岭基金"},
    ),
    (
        "[C海岳资本]还参与了[L英国]初创公司[C星桥科技]的2亿美元融资轮。",
        "FundingRound",
        {"company 星桥科技", "investor 海岳资本"},
    ),
    (
        "[C海岳集团]宣布停产旧车，并确认了向人工智能公司[C星桥科技]投资20亿美元。",
        "FundingRound",
        {"company 星桥科技", "investor 海岳集团"},
    ),
    ("# [C星桥科技]：拟定增募资不超过9亿元", "FundingRound", {"company 星桥科技"}),
    (
        "[C星桥科技]获得A股上市公司[C海岳集团]千万级战略投资。",
        "FundingRound",
        {"company 星桥科技", "investor 海岳集团"},
    ),
    # flotations
    ("[C星桥科技]计划四季度上市。", "IPO", {"company 星桥科技"}),
    ("[O证监会]同意[C星桥科技]首次公开发行股票并在科创板上市。", "IPO", {"company 星桥科技", "regulator 证监会"}),
    ("[C星桥科技]香港上市首日上涨。", "IPO", {"company 星桥科技"}),
    ("[C星桥科技]：筹划发行H股股票并在主板挂牌上市", "IPO", {"company 星桥科技"}),
    # posts
    ("[P林晓舟]拟提名[P高远]执掌[O海州银行]。", "PersonnelChange", {"person 高远", "company 海州银行"}),
    ("[P林晓舟]辞去[C星桥科技]总裁一职。", "PersonnelChange", {"person 林晓舟", "company 星桥科技"}),
    ("[P林晓舟]调任[C星桥科技]，担任董事长。", "PersonnelChange", {"person 林晓舟", "company 星桥科技"}),
    (
        "曾任[C云杉智能]总裁的[P林晓舟]，出任[C星桥科技]董事长。",
        "PersonnelChange",
        {"person 林晓舟", "company 星桥科技"},
    ),
    ("[P林晓舟]日前履新[O海州协会]会长。", "PersonnelChange", {"person 林晓舟", "company 海州协会"}),
    ("[C星桥科技]中国区总裁将离职。", "PersonnelChange", {"company 星桥科技"}),
    ("# [C星桥科技]换帅", "PersonnelChange", {"company 星桥科技"}),
    ("[C星桥科技]启动增效计划，将裁员4500人。", "Layoff", {"company 星桥科技"}),
    ("[C星桥科技]将在技术部门与数据部门裁减约1700个岗位。", "Layoff", {"company 星桥科技"}),
    # foundings
    ("[C云杉智能]作为[P林晓舟]在2023年创立的公司，增长很快。", "Founding", {"company 云杉智能", "person 林晓舟"}),
    ("工商信息显示，近日，[C云杉智能]成立，法定代表人为高远。", "Founding", {"company 云杉智能"}),
    ("[C星桥科技]于昨日宣布成立全资子公司[C云杉智能]。", "Founding", {"investor 星桥科技", "company 云杉智能"}),
    # actions at law
    ("[P林晓舟]目前正接受[O海州监委]纪律审查。", "LegalAction", {"defendant 林晓舟", "regulator 海州监委"}),
    ("[P林晓舟]诉[C星桥科技]案定档4月。", "LegalAction", {"plaintiff 林晓舟", "defendant 星桥科技"}),
    ("法院驳回[C星桥科技]对[C云杉智能]的商业机密诉讼。", "LegalAction", {"plaintiff 星桥科技", "defendant 云杉智能"}),
    ("[C星桥科技]指控[C云杉智能]窃取商业机密。", "LegalAction", {"plaintiff 星桥科技", "defendant 云杉智能"}),
    (
        "[C星桥科技]及前控股股东因涉嫌信息披露违法违规被[O证监会]立案。",
        "LegalAction",
        {"defendant 星桥科技", "regulator 证监会"},
    ),
    ("近日，[C星桥科技]因违反劳动法被罚12150元。", "LegalAction", {"defendant 星桥科技"}),
    ("[C星桥科技]在[L德国]被判赔偿5亿欧元。", "LegalAction", {"defendant 星桥科技"}),
    ("[O海州央行]开出罚单，直指[C星桥银行]。", "LegalAction", {"regulator 海州央行", "defendant 星桥银行"}),
    # reports
    ("财报显示，[C星桥科技]第三季度营收达到6亿美元。", "FinancialReport", {"company 星桥科技"}),
    ("[C星桥科技]业绩预告显示，利润翻倍。", "FinancialReport", {"company 星桥科技"}),
    ("# [C星桥科技]第二财季营收8亿美元", "FinancialReport", {"company 星桥科技"}),
    ("# [C星桥科技]第四季度每股可分配收益1.7美元", "FinancialReport", {"company 星桥科技"}),
    # launches
    (
        "[C星桥科技]与[C云杉智能]将联名发布两款机器人，分别为人形机器人[D启明]及四足机器人[D启航]。",
        "ProductLaunch",
        {"company 星桥科技", "company 云杉智能", "product 启明", "product 启航"},
    ),
    ("[C星桥科技]在官网更新了一款名为“[D启明3]”的芯片。", "ProductLaunch", {"company 星桥科技", "product 启明3"}),
    ("最新的计算机“[D启明3]”在完成测试后，于今年1月正式上线并开放。", "ProductLaunch", {"product 启明3"}),
    ("# [D启明3]发布：支持一键翻译", "ProductLaunch", {"product 启明3"}),
    ("首款手机[D启明3]将于1月30日在[L美国]上市销售。", "ProductLaunch", {"product 启明3"}),
    ("电影《[D启明传]》定档2月6日。", "ProductLaunch", {"product 启明传"}),
    ("[D启明3]开启公测。", "ProductLaunch", {"product 启明3"}),
    # partnerships
    (
        "2024年1月，[C星桥科技]跟[C云杉智能]合作，把机器人送进工厂。",
        "Partnership",
        {"partner 星桥科技", "partner 云杉智能"},
    ),
    ("[C星桥科技]正式成为[O海州电视台]晚会指定机器人。", "Partnership", {"partner 星桥科技", "partner 海州电视台"}),
    ("[C星桥科技]将与[C云杉银行]延长长期合作关系。", "Partnership", {"partner 星桥科技", "partner 云杉银行"}),
]


@pytest.mark.parametrize(("source", "type_", "who"), FORMS, ids=[f[0] for f in FORMS])
def test_a_form_states_its_event(source: str, type_: str, who: set[str]) -> None:
    assert (type_, who) in told_as(source)


NEAR_MISSES = [
    "若[C星桥科技]与[C云杉智能]合并，高管会离开。",
    "[C星桥科技]与[C云杉智能]合并的概率约为49%。",
    "[C星桥科技]拟使用募集资金不超2亿元提供借款。",
    "[C海岳集团]对全资子公司[C云杉智能]增资1000万美元。",
    "[C星桥科技]将于3月推出新车，四季度上市。",
    "[C星桥科技]完成10亿元债务融资。",
    "[C星桥科技]CEO在离职后谈到创业。",
    "这是[P林晓舟]就任主席后首次访问[L海州]。",
    "[C星桥科技]收购成立两年的初创公司。",
    "[C星桥科技]计划缩减员工工作时长。",
    "[C星桥科技]首家门店设立在百货公司[C云杉]。",
    "[D启明3]目前还是一个开源项目。",
    "客户端以[D启明3]形式发布。",
    "[C星桥科技]发布[D启明3]关于红包活动的通知。",
    "新模型已在[D启明社区]开源。",
    "[D启明3]还在内测阶段。",
    "[C星桥科技]在新机开售后会有促销，但[D启明3]降幅最大。",
    "[C星桥科技]与[C云杉智能]的合作正在多个市场推进。",
]


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_states_nothing(source: str) -> None:
    assert told_as(source) == []


def test_the_sum_of_the_trigger_s_clause_counts() -> None:
    [(event, _)] = told("[C海岳集团]清仓58亿美元股份，随后12月向[C星桥科技]注资225亿美元。")
    assert event.amount is not None
    assert event.amount.value == 22500000000


def test_a_valuation_is_no_sum() -> None:
    [(event, _)] = told("[C星桥科技]以3500亿美元的估值完成新一轮融资。")
    assert event.amount is None


def test_a_strategic_investor_is_no_strategic_round() -> None:
    [(event, _)] = told("[C星桥科技]向战略投资人[C海岳资本]融资3亿元。")
    assert event.round is None


def test_until_when_is_not_when() -> None:
    [(event, _)] = told("[C星桥科技]与[C云杉银行]延长合作关系至2030年。")
    assert event.date is None


@pytest.mark.parametrize(
    ("source", "day"),
    [("[C星桥科技]日前披露了2025年业绩预告。", "2026-03"), ("[C星桥科技]披露了2025年业绩预告。", None)],
)
def test_lately_dates_a_report(source: str, day: str | None) -> None:
    [(event, _)] = told(source)
    assert (event.date.iso if event.date else None) == day


def test_a_deal_that_is_discussed_is_planned() -> None:
    [(event, _)] = told("[C星桥科技]正讨论与[C云杉智能]合并。")
    assert event.modality is Modality.PLANNED


def test_this_firm_is_the_one_named_last() -> None:
    assert ("PersonnelChange", {"person 林晓舟", "company 云杉智能"}) in told_as(
        "# [C星桥科技]的一年\n[C云杉智能]当时很小。2014年，[P林晓舟]加入该公司。"
    )


def test_our_company_means_nobody_where_the_headline_has_several_items() -> None:
    assert told_as("# [C星桥科技]上新；[C星桥科技]涨价 | 早知道\n公司将暂时限量发售[D启明3]。") == []


def test_a_text_without_firms_in_its_headline_is_about_the_one_that_leads() -> None:
    text = "# 一家公司的十年\n" + "[C星桥科技]很忙。\n" * 5 + "2019年，公司收购了[C云杉智能]。"
    assert ("Acquisition", {"acquirer 星桥科技", "target 云杉智能"}) in told_as(text)


def test_what_somebody_thinks_of_others_is_no_action_at_law() -> None:
    assert told_as("但[P林晓舟]认为落选的人很可能正接受调查。") == []


def test_the_same_year_a_firm_goes_on() -> None:
    assert ("FundingRound", {"company 星桥科技"}) in told_as("# [C星桥科技]的十年\n次年随即先后完成A轮融资、B轮融资。")


@pytest.mark.parametrize(
    "source",
    [
        "[C星桥科技]宣布，首款手机[D启明3]将于1月30日在[L美国]上市销售。",
        "[C星桥科技]官宣[D启明3]正式在[L中国]上市。",
    ],
)
def test_what_is_listed_is_no_product(source: str) -> None:
    assert "IPO" not in [type_ for type_, _ in told_as(source)]


def test_a_firm_is_listed_in_a_clause_without_a_subject() -> None:
    assert ("IPO", {"company 星桥科技"}) in told_as("[C星桥科技]成立多年，2023年在[O港交所]主板上市。")


def test_a_firm_is_bought_in_a_clause_without_a_subject() -> None:
    assert ("Acquisition", {"acquirer 海岳集团", "target 星桥科技"}) in told_as(
        "[C星桥科技]成立多年，后来被[C海岳集团]收购。"
    )


DAY = "1月28日"


def test_a_headline_is_dated_by_its_lead() -> None:
    article, names = marked(f"# [C星桥科技]推出[D启明3]\n财联社{DAY}讯，[C星桥科技]为搜索引入新技术。")
    [event] = EventExtractor()(article, names).events
    assert event.date is not None
    assert event.date.iso.endswith("01-28")


@pytest.mark.parametrize(
    "lead",
    [
        "[C星桥科技]为搜索引入新技术，1月28日公布。",  # the day does not open the lead
        "1月28日，[C云杉智能]为搜索引入新技术。",  # the lead is about another
        "2024年，[C星桥科技]为搜索引入新技术。",  # no day
    ],
)
def test_a_headline_is_not_dated_by_another_lead(lead: str) -> None:
    [event] = [e for e, _ in told(f"# [C星桥科技]推出[D启明3]\n{lead}")]
    assert event.date is None


def test_what_a_product_is_based_on_is_not_launched() -> None:
    assert told_as("[C星桥科技]推出基于[D云图]的免费工作台[D启明3]。") == [
        ("ProductLaunch", {"company 星桥科技", "product 启明3"})
    ]
    assert told_as("[C星桥科技]计划推出一款采用[D云图]的电脑。") == []


def test_who_launched_a_product_once_launched_it_elsewhere() -> None:
    found = told_as("[C星桥科技]推出智能眼镜[D启明3]，很受期待。\n新款[D启明3]正式开售。")
    assert found[-1] == ("ProductLaunch", {"company 星桥科技", "product 启明3"})


@pytest.mark.parametrize(
    ("source", "who"),
    [
        (
            "[C海岳集团]宣布，拟以17亿元认购[L澳大利亚]公司[C星桥科技]50%股权。",
            {"investor 海岳集团", "company 星桥科技"},
        ),
        ("[C海岳集团]停产，还拟投资5亿元获[C星桥科技]13.59%股权。", {"investor 海岳集团", "company 星桥科技"}),
        ("[C星桥科技]正就新一轮融资展开谈判，计划筹资接近400亿美元。", {"company 星桥科技"}),
        ("[C星桥科技]融资目标翻倍至200亿美元。", {"company 星桥科技"}),
    ],
)
def test_money_for_a_firm(source: str, who: set[str]) -> None:
    assert ("FundingRound", who) in told_as(source)


def test_debt_is_no_round() -> None:
    assert told_as("[C星桥科技]通过发行公司债合计融资155亿元。") == []


@pytest.mark.parametrize(
    "source",
    [
        "[C星桥科技]拟通过收购切入[C云杉智能]供应链。",
        "[C星桥科技]飞行体生产许可证申请获局方受理。",
        "由[D启明3]创作的音乐会拉开了发布会的序幕。",
    ],
)
def test_another_aim_is_no_event(source: str) -> None:
    assert told_as(source) == []


def test_a_post_held_before_is_not_the_one_changed() -> None:
    assert told_as("[O海州市委]书记[P林晓舟]当选[O海州人大]主任。") == [
        ("PersonnelChange", {"person 林晓舟", "company 海州人大"})
    ]


MORE_FORMS = [
    (
        "[O海州法院]对该案作出一审判决，判令[C星桥科技]赔偿58万元。",
        "LegalAction",
        {"regulator 海州法院", "defendant 星桥科技"},
    ),
    ("法院判决[C星桥科技]赔偿100万元。", "LegalAction", {"defendant 星桥科技"}),
    (
        "[C星桥科技]在海外也发起了对[C云杉智能]的诉讼。",
        "LegalAction",
        {"plaintiff 星桥科技", "defendant 云杉智能"},
    ),
    (
        "[C星桥科技]向法院起诉，要求[C云杉智能]支付货款。",
        "LegalAction",
        {"plaintiff 星桥科技", "defendant 云杉智能"},
    ),
    (
        "[C星桥科技]拟发行股份购买[C海岳集团]、[C云岭集团]等23名交易对方持有的[C云杉智能]100%股权。",
        "Acquisition",
        {"acquirer 星桥科技", "company 海岳集团", "company 云岭集团", "target 云杉智能"},
    ),
    ("[C云杉智能]最终被收购。", "Acquisition", {"target 云杉智能"}),
    ("[C海岳资本]领投了[C星桥科技]的B轮融资。", "FundingRound", {"leadInvestor 海岳资本", "company 星桥科技"}),
    ("[P林晓舟]任主任多年，2025年卸任。", "PersonnelChange", {"person 林晓舟"}),
    ("[C星桥科技]将削减约三百个岗位。", "Layoff", {"company 星桥科技"}),
    ("[P林晓舟]正式发布了新一代[D启明3]。", "ProductLaunch", {"person 林晓舟", "product 启明3"}),
    ("[C星桥科技]去年第四季度净利同比增长5%。", "FinancialReport", {"company 星桥科技"}),
    (
        "[C星桥科技]与[C海岳集团]在[L海州]成立合资公司[C云杉智能]。",
        "Founding",
        {"partner 星桥科技", "partner 海岳集团", "company 云杉智能"},
    ),
    (
        "近日，[C云杉智能]成立，法定代表人为高远。股东信息显示，该公司由[C海岳集团]全资持股。",
        "Founding",
        {"company 云杉智能", "investor 海岳集团"},
    ),
    ("[C云杉智能]成立于1995年，由[C海岳集团]控股。", "Founding", {"company 云杉智能"}),
    ("[O海州国资委]成立[O海州专家组]。", "Founding", {"organizer 海州国资委", "company 海州专家组"}),
]


@pytest.mark.parametrize(("source", "type_", "who"), MORE_FORMS, ids=[f[0] for f in MORE_FORMS])
def test_another_form_states_its_event(source: str, type_: str, who: set[str]) -> None:
    assert (type_, who) in told_as(source)


@pytest.mark.parametrize(
    "source",
    [
        "行业寒冬里有人押注。[C星桥科技]去年第四季度净利同比增长5%。",  # a figure, no news of a report
        "[C星桥科技]计划削减15%的成熟产能。",
        "[C星桥科技]获得融资的可能性不大。",
    ],
)
def test_another_near_miss_states_nothing(source: str) -> None:
    assert told_as(source) == []


def test_a_dated_round_needs_no_sum() -> None:
    assert told_as("[C星桥科技]在2014年获得融资。") == [("FundingRound", {"company 星桥科技"})]
    assert told_as("[C星桥科技]获得融资。") == []


def test_an_exchange_acts_after_its_colon() -> None:
    assert told_as("# [O海州交易所]：本周对222起异常交易行为采取了自律监管措施") == [
        ("LegalAction", {"regulator 海州交易所"})
    ]
    assert told_as("# [O海州日报]：查处[P林晓舟]体现决心") == []


def test_an_object_is_no_subject_of_the_next_clause() -> None:
    article = "# [C星桥科技]的重塑\n[P林晓舟]步步为营，先引入[C海岳集团]，又在次年推出相机[D启明3]。"
    assert all("company 海岳集团" not in who for _, who in told_as(article))


def test_a_centre_for_listings_lists_nobody() -> None:
    assert told_as("[C星桥科技]收到[O深交所]上市审核中心出具的意见。") == []


@pytest.mark.parametrize(
    "source",
    [
        "[C星桥科技]与[C云杉智能]的合资企业有三家工厂。",
        "[C海岳证券]研报称，预计2025年第四季度净利润平均环比下降约9%。",
        "[P林晓舟]入伍，1963年2月加入[O海州党]。",
        "本轮融资的支持方预计包括[C海岳资本]以及投资管理公司[C云岭]。",
        "[P林晓舟]离开[O海州银行]大楼。",
        "从晚会机器牛“[D启明]”的初次亮相说起。",
        "三家厂商长期垄断市场，开源的[D启明]则站稳脚跟。",
    ],
)
def test_a_third_near_miss_states_nothing(source: str) -> None:
    assert told_as(source) == []


def test_the_items_of_a_digest_s_headline_are_about_different_firms() -> None:
    found = told_as("# [C星桥科技]发布[D启明3]；[C云岭]出货量第一；收购[C云杉智能]，[C海岳集团]将测试新功能")
    assert all("acquirer 星桥科技" not in who for _, who in found)


def test_the_system_that_a_product_runs_on_is_not_launched() -> None:
    assert told_as("[C星桥科技]推出官方[D云图]版[D启明3]客户端。") == [
        ("ProductLaunch", {"company 星桥科技", "product 启明3"})
    ]


def test_all_who_fell_are_named() -> None:
    assert told_as("[P林晓舟]、[P高远]落马。") == [("LegalAction", {"defendant 林晓舟", "defendant 高远"})]


def test_a_list_of_investors_may_say_what_its_last_members_are() -> None:
    [(_, who)] = told(
        "[C星桥科技]完成A轮融资。本轮融资由[C海岳资本]与产业方[C长川资本]联合领投，[C松间创投]、[C云岭基金]及老股东[C启山资本]跟投。"
    )
    assert who == {
        "company 星桥科技",
        "leadInvestor 海岳资本",
        "leadInvestor 长川资本",
        "investor 松间创投",
        "investor 云岭基金",
        "investor 启山资本",
    }
