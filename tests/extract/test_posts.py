"""Posts: organisation, title and name in every order. All names and sentences are invented."""

from __future__ import annotations

import time

import pytest
from marked import annotated

from kg.extract.posts import PostExtractor
from kg.extract.posts.titles import read_titles
from kg.model import Annotations, Article, ArticleId, Block, BlockKind, Span


def held(marked: str) -> set[str]:
    """``person/organisation/title`` of each post, with ``(former)`` where it is over."""
    article, names = annotated(marked)
    found = PostExtractor()(article, names).posts
    for post in found:
        assert all(e.of(article.text) for e in post.evidence)
    return {
        f"{names.chain_of(p.person).name}/{names.chain_of(p.organization).name}/{p.title}" + ("(former)" * p.former)
        for p in found
    }


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[星桥科技:C]高级副总裁[林晓舟:P]在会上表示", {"林晓舟/星桥科技/高级副总裁"}),
        ("^ [星桥科技:C]高级副总裁 [林晓舟:P]", {"林晓舟/星桥科技/高级副总裁"}),
        ("[林晓舟:P]，[星桥科技:C]高级副总裁，负责产品。", {"林晓舟/星桥科技/高级副总裁"}),
        ("[林晓舟:P]（[星桥科技:C]首席执行官）：今年很好", {"林晓舟/星桥科技/首席执行官"}),
        ("[星桥科技:C]创始人兼CEO[林晓舟:P]", {"林晓舟/星桥科技/创始人", "林晓舟/星桥科技/CEO"}),
        ("[星桥科技:C] CEO [林晓舟:P] 说", {"林晓舟/星桥科技/CEO"}),
        ("[星桥科技:C]董事长（创始人）[林晓舟:P]", {"林晓舟/星桥科技/董事长", "林晓舟/星桥科技/创始人"}),
        ("[星桥科技:C]（SGX: 881）总裁[林晓舟:P]", {"林晓舟/星桥科技/总裁"}),
        ("[星桥科技:C]的创始人之一[林晓舟:P]", {"林晓舟/星桥科技/创始人"}),
        (
            "包括[林晓舟:P]、[何望:P]和[杜若:P]三位[星桥科技:C]副总裁，都到场",
            {"林晓舟/星桥科技/副总裁", "何望/星桥科技/副总裁", "杜若/星桥科技/副总裁"},
        ),
        (
            "[星桥科技:C]副总裁[林晓舟:P]、[何望:P]出席",
            {"林晓舟/星桥科技/副总裁", "何望/星桥科技/副总裁"},
        ),
        (
            "[星桥科技:C]CEO、[白鹭资本:C]合伙人[林晓舟:P]",
            {"林晓舟/星桥科技/CEO", "林晓舟/白鹭资本/合伙人"},
        ),
        (
            "[星桥科技:C]和[白鹭资本:C]创始人[林晓舟:P]",
            {"林晓舟/星桥科技/创始人", "林晓舟/白鹭资本/创始人"},
        ),
        ("[海港局:O]新闻发言人、综合处副处长[何望:P]", {"何望/海港局/新闻发言人", "何望/海港局/综合处副处长"}),
        ("[北陆联邦能源部:O]长[杜若:P]表示", {"杜若/北陆联邦能源部/部长"}),
        ("[北陆省:L]省长[杜若:P]说", {"杜若/北陆省/省长"}),
        ("[北陆国:L]财务大臣[杜若:P]说", {"杜若/北陆国/财务大臣"}),
        ("[星桥科技:C][北陆:L]区CEO[林晓舟:P]", {"林晓舟/星桥科技/北陆区CEO"}),
        ("[林晓舟:P]出任[星桥科技:C]首席财务官一职。", {"林晓舟/星桥科技/首席财务官"}),
        ("[东篱银行:C]董事会聘任[林晓舟:P]为行长。", {"林晓舟/东篱银行/行长"}),
        ("[星桥科技:C]宣布，任命[林晓舟:P]为首席财务官。", {"林晓舟/星桥科技/首席财务官"}),
        ("[星桥科技:C]由[林晓舟:P]担任董事长。", {"林晓舟/星桥科技/董事长"}),
        ("在[星桥科技:C]期间与总裁[林晓舟:P]共事", {"林晓舟/星桥科技/总裁"}),
        ("[林晓舟:P]1998年加入，2005年出任[星桥科技:C]总裁。", {"林晓舟/星桥科技/总裁"}),
        ("[林晓舟:P]将接替[何望:P]，出任[星桥科技:C]总裁。", {"林晓舟/星桥科技/总裁"}),
        ("星桥（[Starbridge Tech:C]）首席策略师[林晓舟:P]说", {"林晓舟/Starbridge Tech/首席策略师"}),
        ("[林晓舟:P]是[星桥科技:C]的联合创始人。", {"林晓舟/星桥科技/联合创始人"}),
        ("兼任[海港党:O]主席的总统[何望:P]强调", {"何望/海港党/主席"}),
        ("[星桥科技:C]的负责人是[林晓舟:P]，他很年轻", {"林晓舟/星桥科技/负责人"}),
        ("[星桥科技:C]CEO更换为[林晓舟:P]后很忙", {"林晓舟/星桥科技/CEO"}),
        ("[星桥科技:C]成立，法定代表人为[林晓舟:P]，注册资本很高", {"林晓舟/星桥科技/法定代表人"}),
        ("[白鹭资本:C]参股的[星桥科技:C]成立，法定代表人为[林晓舟:P]", {"林晓舟/星桥科技/法定代表人"}),
        (
            "[星桥科技:C]董事长[林晓舟:P]、总经理[何望:P]到场",
            {"林晓舟/星桥科技/董事长", "何望/星桥科技/总经理"},
        ),
        (
            "[星桥科技:C]董秘[林晓舟:P]，财务总监[何望:P]也减持了股份",
            {"林晓舟/星桥科技/董秘", "何望/星桥科技/财务总监"},
        ),
        ("[星桥科技:C]宣布CEO[林晓舟:P]将离任", {"林晓舟/星桥科技/CEO"}),
        ("时任[海港党:O]主席的[林晓舟:P]来了", {"林晓舟/海港党/主席(former)"}),
        ("作为[星桥科技:C]首席科学家的[林晓舟:P]来了", {"林晓舟/星桥科技/首席科学家"}),
        (
            "[海港局:O]研究员、原[星桥科技:C]总经理[林晓舟:P]",
            {"林晓舟/海港局/研究员", "林晓舟/星桥科技/总经理(former)"},
        ),
        ("[海港局:O][北陆:L]事务主任[何望:P]", {"何望/海港局/北陆事务主任"}),
        ("[北陆国:L]驻[南洲国:L]大使[何望:P]称", {"何望/北陆国/驻南洲国大使"}),
        ("[海港局:O]发布的新闻稿里，发言人[何望:P]透露", {"何望/海港局/发言人"}),
        ("去年，[星桥科技:C]公布财报，CEO[林晓舟:P]很满意", {"林晓舟/星桥科技/CEO"}),
        ("[林晓舟:P]获聘[海州大学:O]副教授。", {"林晓舟/海州大学/副教授"}),
        ("[林晓舟:P]当选[海港党:O]新主席。", {"林晓舟/海港党/主席"}),
        ("[林晓舟:P]是[星桥科技:C]新媒体总监。", {"林晓舟/星桥科技/新媒体总监"}),
        ("[林晓舟:P]去年7月卸任[星桥科技:C]总裁，官方没说原因", {"林晓舟/星桥科技/总裁(former)"}),
        (
            "[林晓舟:P]，[海州大学:O]原院长、[海港局:O]主任、[白鹭资本:C]合伙人",
            {"林晓舟/海州大学/院长(former)", "林晓舟/海港局/主任", "林晓舟/白鹭资本/合伙人"},
        ),
        (
            "[林晓舟:P]曾任[北陆市:L]市长、[海港局:O]局长等职。",
            {"林晓舟/北陆市/市长(former)", "林晓舟/海港局/局长(former)"},
        ),
        (
            "[林晓舟:P]兼任[星桥科技:C]和[云杉智能:C]总经理",
            {"林晓舟/星桥科技/总经理", "林晓舟/云杉智能/总经理"},
        ),
        ("[林晓舟:P]任[北陆市:L][海港局:O]局长。", {"林晓舟/海港局/局长"}),
        ("[林晓舟:P]将出任[星桥科技:C][北陆:L]地区财务主管。", {"林晓舟/星桥科技/北陆地区财务主管"}),
        ("[林晓舟:P]于2025年出任上市公司[星桥科技:C]董事长。", {"林晓舟/星桥科技/董事长"}),
        ("[林晓舟:P]2016年加入[星桥科技:C]，担任技术负责人。", {"林晓舟/星桥科技/技术负责人"}),
        (
            "[林晓舟:P]曾历任[海港局:O]副局长、[中共:O]党组成员。",
            {"林晓舟/海港局/副局长(former)", "林晓舟/海港局/党组成员(former)"},
        ),
        (
            "[星桥科技:C]创始人[林晓舟:P]于1月23日被免去总经理职务，仍然担任公司董事。",
            {"林晓舟/星桥科技/创始人", "林晓舟/星桥科技/总经理(former)", "林晓舟/星桥科技/董事"},
        ),
        (
            "[何望:P]说，[林晓舟:P]为人谦和，先后担任[海港局:O]局长、[海港党:O]秘书长。",
            {"林晓舟/海港局/局长", "林晓舟/海港党/秘书长"},
        ),
        ("[星桥科技:C]遇冷，且其CEO[林晓舟:P]言论不当", {"林晓舟/星桥科技/CEO"}),
        ("[林晓舟:P]来了。他曾任[星桥科技:C]副总裁。", {"林晓舟/星桥科技/副总裁(former)"}),
        ("[林晓舟:P]来了。2019年，任[星桥科技:C]副总裁。", {"林晓舟/星桥科技/副总裁"}),
    ],
)
def test_reads_a_post_in_every_order(marked: str, expected: set[str]) -> None:
    assert held(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("前[星桥科技:C]交易员 [林晓舟:P] 说", {"林晓舟/星桥科技/交易员(former)"}),
        ("[星桥科技:C]前副总裁[林晓舟:P]创立了新公司", {"林晓舟/星桥科技/副总裁(former)"}),
        ("[星桥科技:C]研发部原主任[林晓舟:P]被查", {"林晓舟/星桥科技/研发部主任(former)"}),
        ("[林晓舟:P]曾任[星桥科技:C]副总裁。", {"林晓舟/星桥科技/副总裁(former)"}),
        ("[林晓舟:P]卸任[星桥科技:C]董事长。", {"林晓舟/星桥科技/董事长(former)"}),
        (
            "从[林晓舟:P]、[何望:P]至[杜若:P]等[海港党:O]历任主席都去过",
            {"林晓舟/海港党/主席(former)", "何望/海港党/主席(former)", "杜若/海港党/主席(former)"},
        ),
        ("[林晓舟:P]曾在2006年至2011年担任[星桥科技:C]董事，当时很年轻。", {"林晓舟/星桥科技/董事(former)"}),
        ("[林晓舟:P]将卸任[星桥科技:C]董事长。", {"林晓舟/星桥科技/董事长"}),
        ("会前[星桥科技:C]总裁[林晓舟:P]到场", {"林晓舟/星桥科技/总裁"}),
        ("[星桥科技:C]前端负责人[林晓舟:P]", {"林晓舟/星桥科技/前端负责人"}),
    ],
)
def test_tells_posts_that_are_over(marked: str, expected: set[str]) -> None:
    assert held(marked) == expected


@pytest.mark.parametrize(
    ("marked", "first", "last"),
    [
        ("2021年4月，[林晓舟:P]出任[星桥科技:C]首席执行官。", "2021-04", None),
        ("昨天，[星桥科技:C]任命[林晓舟:P]为首席执行官。", "2021-04-22", None),
        ("[林晓舟:P]自2019年起担任[星桥科技:C]董事长。", "2019", None),
        ("[林晓舟:P]于2019年1月至2022年3月担任[星桥科技:C]董事长。", "2019-01", "2022-03"),
        ("2020年5月，[林晓舟:P]卸任[星桥科技:C]董事长。", None, "2020-05"),
        ("2020年5月公司上市。[林晓舟:P]出任[星桥科技:C]董事长。", None, None),
        ("2020年，[星桥科技:C]董事长[林晓舟:P]到访。", None, None),
    ],
)
def test_dates_the_beginning_and_the_end_of_a_post(marked: str, first: str | None, last: str | None) -> None:
    [post] = PostExtractor()(*annotated(marked)).posts
    assert (post.valid_from and post.valid_from.iso, post.valid_until and post.valid_until.iso) == (first, last)


def test_a_bare_title_belongs_to_the_company_that_the_paragraph_speaks_of() -> None:
    assert held("[星桥科技:C]的起点是一间车库。创始人[林晓舟:P]早年做代工。") == {"林晓舟/星桥科技/创始人"}


def test_a_bare_title_may_follow_the_words_of_its_holder() -> None:
    marked = "[星桥科技:C]卖得很好。“比我们想的还要好。”董事长助理[林晓舟:P]回忆道。"
    assert held(marked) == {"林晓舟/星桥科技/董事长助理"}


@pytest.mark.parametrize(
    "marked",
    [
        # two companies: whose founder is he?
        "[星桥科技:C]与[白鹭资本:C]签约。创始人[林晓舟:P]早年做代工。",
        # the title names a company that no one tagged
        "[星桥科技:C]加速追赶。飞鸟汽车创始人[林晓舟:P]早年说过",
        "[星桥科技:C]的智库“长风基金会”副董事长[林晓舟:P]到访",
        # an analyst is nobody's in particular
        "[星桥科技:C]股价大涨。分析师[林晓舟:P]看好",
        # clauses between organisation and name are no titles
        "[星桥科技:C]任命了新总裁[林晓舟:P]",
        "[星桥科技:C]股东、[林晓舟:P]说",
        "[北陆国:L]活捉南洲总统[林晓舟:P]",
        "[北陆国:L]公司总裁[林晓舟:P]",
        # a colleague's post, or one without a name
        "[林晓舟:P]认识[何望:P]，后出任[星桥科技:C]总裁。",
        "[星桥科技:C]和他的合伙人[林晓舟:P]决定换个方向",
        "[星桥科技:C]有限公司及其法定代表人[林晓舟:P]被限制消费",
        # of a list of firms only the last is the founder's, and who is named beside another is not spoken of
        "[林晓舟:P]来了。她与[何望:P]共同创业。她出任[星桥科技:C]总裁。",
        "[林晓舟:P]与[何望:P]相识。他曾任[星桥科技:C]副总裁。",
        "[林晓舟:P]说，[何望:P]表示，先后担任[海港局:O]局长。",
        # who controls a firm holds no post by that
        "[星桥科技:C]实际控制人[林晓舟:P]拟减持",
        # named for a post, or in a race for it
        "总统提名[林晓舟:P]出任[海港局:O]局长",
        "[林晓舟:P]当选[海港党:O]主席的概率上升",
        "[星桥科技:C]宣布提名[林晓舟:P]为董事",
        "[海港党:O]籍主席[林晓舟:P]说",
        "[海港党:O]已经确定由委员[林晓舟:P]参选",
        "[星桥科技:C]涨了，分析师[何望:P]看好",
        # nobody holds a post here
        "[星桥科技:C]总部。[林晓舟:P]去了车站",
        "创始人[林晓舟:P]早年做代工。",
    ],
)
def test_near_misses_give_no_post(marked: str) -> None:
    assert held(marked) == set()


def test_a_firm_that_was_missed_lends_its_title_to_no_other_firm() -> None:
    assert held("[星桥科技:C]创始人[林晓舟:P]、青檐咖啡供应链副总裁[何望:P]出席") == {"林晓舟/星桥科技/创始人"}
    assert held("[星桥科技:C]创始人[林晓舟:P]、供应链副总裁[何望:P]出席") == {
        "林晓舟/星桥科技/创始人",
        "何望/星桥科技/供应链副总裁",
    }


def test_a_bare_title_with_a_firm_that_was_missed_is_no_post() -> None:
    assert held("[星桥科技:C]宣布，[何望:P]此前担任鹿鸣云财务总监。") == set()
    assert held("[星桥科技:C]宣布，[何望:P]此前担任财务总监。") == {"何望/星桥科技/财务总监(former)"}


def test_of_a_list_of_companies_only_the_last_has_the_title() -> None:
    marked = "[星桥科技:C]、[云杉智能:C]、[白鹭资本:C]创始人[林晓舟:P]等股东"
    assert held(marked) == {"林晓舟/白鹭资本/创始人"}


def test_an_analyst_beside_a_manager_is_not_of_the_firm() -> None:
    assert held("[星桥科技:C]副总裁[林晓舟:P]，分析师[何望:P]认为") == {"林晓舟/星桥科技/副总裁"}


def test_a_further_title_with_an_organisation_of_its_own_is_left_out() -> None:
    assert held("[安全办:O]副主任、应急管理部副部长[何望:P]") == {"何望/安全办/副主任"}


def test_a_parent_named_before_its_subsidiary_is_not_given_its_titles() -> None:
    assert held("[白鹭资本:C][星桥科技:C]总裁[林晓舟:P]") == {"林晓舟/星桥科技/总裁"}


def test_titles_are_quoted_in_the_articles_own_characters() -> None:
    assert held("[星橋科技:C]總經理[林曉舟:P]") == {"林曉舟/星橋科技/總經理"}


def test_a_name_cut_short_leaves_nothing_in_the_title() -> None:
    assert held("[星桥:C]科技创始人[林晓舟:P]") == {"林晓舟/星桥/创始人"}


def test_titles_fill_the_stretch_or_there_are_none() -> None:
    text = "副董事长兼总经理"
    assert [t.of(text) for t in read_titles(text, 0, len(text))] == ["副董事长", "总经理"]
    assert read_titles("总经理办公室", 0, 6) == ()
    moved = "早盘涨超6% 创始人"
    assert [t.of(moved) for t in read_titles(moved, 0, len(moved))] == ["创始人"]
    assert read_titles("涨超6%创始人", 0, 8) == ()


def test_long_runs_of_title_words_are_read_in_linear_time() -> None:
    def seconds(n: int) -> float:
        text = "[星桥科技:C]" + "副总裁、" * n + "[林晓舟:P]"
        article, names = annotated(text)
        start = time.process_time()
        PostExtractor()(article, names)
        return time.process_time() - start

    seconds(10)
    assert seconds(20_000) < 2


@pytest.mark.parametrize(
    "unit",
    [
        "[林晓舟:P]表示，",
        "[林晓舟:P]、",
        "[林晓舟:P]（",
        "[林晓舟:P]出任CEO，",
        "创始人[林晓舟:P]，",
        "[星桥科技:C]、[林晓舟:P]（CEO）",
        "[星桥科技:C]CEO[林晓舟:P]、",
    ],
)
def test_long_runs_of_names_are_read_in_linear_time(unit: str) -> None:
    article, names = annotated("[白鹭资本:C]" + unit * 8_000 + "。")
    start = time.process_time()
    PostExtractor()(article, names)
    assert time.process_time() - start < 3


def test_the_organisation_spoken_of_is_the_only_one_in_the_paragraph_or_the_articles_own() -> None:
    assert held("[星桥科技:C]成立。[林晓舟:P]（CEO）") == {"林晓舟/星桥科技/CEO"}
    assert held("[星桥科技:C]起诉[白鹭资本:C]。[林晓舟:P]（CEO）") == set()
    main = "# [星桥科技:C]上市\n"
    assert held(main + "[星桥科技:C]起诉[白鹭资本:C]。[林晓舟:P]（CEO）") == {"林晓舟/星桥科技/CEO"}
    assert held(main + "[云杉智能:C]起诉[白鹭资本:C]。[林晓舟:P]（CEO）") == set()
    assert held(main + "[林晓舟:P]（CEO）") == {"林晓舟/星桥科技/CEO"}


def test_an_article_without_names_has_no_posts() -> None:
    article = Article(ArticleId("article/0"), "t.md", "总裁来了", (Block(BlockKind.PARAGRAPH, Span(0, 4)),))
    assert PostExtractor()(article, Annotations()).posts == ()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # whom he means, though a firm stands between
        (
            "[林晓舟:P]获得提名。他曾在[星桥科技:C]工作20多年，担任过该公司海外团队负责人、信贷业务负责人等职务。",
            {"林晓舟/星桥科技/海外团队负责人(former)", "林晓舟/星桥科技/信贷业务负责人(former)"},
        ),
        ("[林晓舟:P]与[何望:P]见面。他曾在[星桥科技:C]工作，担任过总裁。", set()),
        ("[林晓舟:P]获得提名。他说[星桥科技:C]很好，担任过总裁的人不少。", set()),
        # a term that is over
        ("[林晓舟:P]（2019-2020年任[英国:L]首相）", {"林晓舟/英国/首相(former)"}),
        ("[林晓舟:P]2019年至2021年任[星桥科技:C]总裁。", {"林晓舟/星桥科技/总裁"}),
        # the head of a place
        ("[海州:L]宣布，州长[林晓舟:P]更新名单。", {"林晓舟/海州/州长"}),
        ("[海岳省:L]宣布，州长[林晓舟:P]更新名单。", set()),
        ("州长[林晓舟:P]更新名单，[海州:L]很好。", set()),
        # in the view of a firm's own
        ("[星桥科技:C]很忙。\n在公司总经理[林晓舟:P]看来，今年很好。", {"林晓舟/星桥科技/总经理"}),
    ],
)
def test_titles_in_long_features(marked: str, expected: set[str]) -> None:
    assert held(marked) == expected
