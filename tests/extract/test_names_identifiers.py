"""Numbers on linking sites and stock codes are kept where the article itself bears them out."""

from kg.extract.names.document import Form
from kg.extract.names.identifiers import identifiers, links_by_place
from kg.model import Article, ArticleId, Block, BlockKind, EntityType, Link, Span

TEXT = "星桥科技（01234.HK）宣布，让消费者得到切实进步。星桥（NASDAQ：STBR）的营收增长。北湖（600000）发来贺信。"


def article(*links: Link) -> Article:
    return Article(ArticleId("article/x"), "x.md", TEXT, (Block(BlockKind.PARAGRAPH, Span(0, len(TEXT))),), links=links)


def form(text: str, kind: EntityType = EntityType.COMPANY) -> Form:
    start = TEXT.index(text)
    return Form(text, places=[(start, start + len(text))], type=kind)


def link(text: str, name: str, href: str = "https://36kr.com/projectDetails/77") -> Link:
    start = TEXT.index(text)
    return Link(Span(start, start + len(text)), href, name, "77")


def test_a_link_that_covers_the_name_and_calls_it_so_gives_its_number() -> None:
    found = identifiers(links_by_place(article(link("星桥科技", "星桥科技"))), "", [form("星桥科技")])
    assert found == (("36kr", "77"),)


def test_a_link_with_another_name_or_another_place_gives_none() -> None:
    assert identifiers(links_by_place(article(link("星桥科技", "得到"))), "", [form("星桥科技")]) == ()
    assert identifiers(links_by_place(article(link("星桥", "星桥科技"))), "", [form("星桥科技")]) == ()
    elsewhere = article(link("星桥科技", "星桥科技", "http://[bad"))
    assert identifiers(links_by_place(elsewhere), "", [form("星桥科技")]) == ()


def test_a_stock_code_behind_the_name_is_its_ticker_and_a_bare_number_is_none() -> None:
    last = TEXT.rindex("星桥")
    forms = [form("星桥科技"), Form("星桥", places=[(last, last + 2)])]
    assert identifiers(links_by_place(article()), TEXT, forms) == (("ticker", "01234.HK"), ("ticker", "NASDAQ:STBR"))
    assert identifiers(links_by_place(article()), TEXT, [form("北湖")]) == ()
