"""Claims, figures and articles as tables: what they filter by, how they sort, and that a download is what is shown."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from asked_pages import Looked, Site
from examples_of_facts import BEIJING
from published import Telling, every_kind, store_of

from kg.model import ArticleFacts, Attribution, EntityType, Modality, Period
from kg.rdf import DEFAULT_BASE
from kg.serve.pages import choosing

FIRST = datetime(2026, 1, 10, 8, tzinfo=BEIJING)


def news() -> list[ArticleFacts]:
    """Four articles of three days and two publishers, with a claim and two figures each."""
    made = []
    for n, (speaker, sure, publisher) in enumerate(
        [("林晓舟", 0.9, "晨报"), ("周以宁", 0.5, "晚报"), ("安然", 0.7, "晨报"), ("林晓舟", 0.8, "晚报")]
    ):
        text = f"第{n}篇。{speaker}说利润{n}增长，星桥科技营收{n + 8}亿元，负债-{n}元"
        told = Telling(
            text, source_file=f"{n}.md", headline=f"第{n}篇", publisher=publisher, url=f"https://n.example/{n}"
        )
        person, company = told.entity(speaker, EntityType.PERSON), told.entity("星桥科技", aliases=["Starbridge"])
        told.claim(person, f"利润{n}增长")
        told.figure(company, "营收", n + 8, "亿元", f"营收{n + 8}亿元")
        told.figure(company, "负债", -n, "元", f"负债-{n}元")
        facts = told.facts()
        claims = tuple(
            replace(
                c,
                confidence=sure,
                about=(company,) if n % 2 else (),
                attribution=Attribution.INDIRECT if n == 2 else c.attribution,
                modality=Modality.RUMOURED if n == 3 else c.modality,
            )
            for c in facts.claims
        )
        figures = tuple(replace(f, time=Period("2025-Q4" if n else "2024")) for f in facts.figures)
        article = replace(facts.article, published=FIRST + timedelta(days=min(n, 2), minutes=n))
        made.append(replace(facts, article=article, claims=claims, figures=figures))
    return made


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(store_of(*news()))


def said(page: Looked) -> list[str]:
    return page.texts(".sheet .said")


def rows(page: Looked) -> list[str]:
    return [
        str(a["href"]).removeprefix("/id/")
        for a in page.all(".sheet .said, .sheet .metric-cell > a, .sheet .headline-cell > a")
    ]


def test_the_newest_stands_first_and_an_article_keeps_the_order_of_its_text(site: Site) -> None:
    assert said(site.look("claims"))[-2:] == ["利润1增长", "利润0增长"]
    assert site.look("figures").texts(".sheet .metric-cell > a")[-2:] == ["营收", "负债"]
    assert site.look("articles").texts(".sheet .headline-cell")[-2:] == ["第1篇", "第0篇"]
    assert said(site.look("claims?sort=date"))[0] == "利润0增长"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=利润2", {"利润2增长"}),
        ("speaker=林晓舟", {"利润0增长", "利润3增长"}),
        ("speaker=linxiaozhou", {"利润0增长", "利润3增长"}),
        ("speaker=lxz&q=3", {"利润3增长"}),
        ("about=Starbridge", {"利润1增长", "利润3增长"}),
        ("about=starbridge&speaker=周以宁", {"利润1增长"}),
        ("attribution=IndirectQuote", {"利润2增长"}),
        ("modality=Rumoured", {"利润3增长"}),
        ("source=晚报", {"利润1增长", "利润3增长"}),
        ("from=2026-01-12", {"利润2增长", "利润3增长"}),
        ("to=2026-01-11", {"利润0增长", "利润1增长"}),
        ("from=2026-01-11&to=2026-01-11", {"利润1增长"}),
        ("from=2026-02", set()),
        ("to=2026-01", {f"利润{n}增长" for n in range(4)}),
        ("speaker=没有此人", set()),
        ("attribution=Nonsense", {f"利润{n}增长" for n in range(4)}),
    ],
)
def test_claims_are_narrowed_by(site: Site, query: str, found: set[str]) -> None:
    assert set(said(site.look(f"claims?{quote(query, safe='=&')}"))) == found


def test_an_entity_can_be_given_by_its_iri_and_is_shown_by_its_name(site: Site) -> None:
    lin = next(str(a["href"]) for a in site.look("claims").all(".who a") if "林晓舟" in a.get_text())
    page = site.look(f"claims?speaker={quote(DEFAULT_BASE + lin.removeprefix('/id/'), safe='')}")
    assert page.text(".token") == "林晓舟×"
    assert len(said(page)) == 2


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("metric=营收", ["> 11 亿元", "> 10 亿元", "> 9 亿元", "> 8 亿元"]),
        ("metric=营收&sort=value", ["> 8 亿元", "> 9 亿元", "> 10 亿元", "> 11 亿元"]),
        ("sort=-value&unit=亿元", ["> 11 亿元", "> 10 亿元", "> 9 亿元", "> 8 亿元"]),
        ("unit=元&sort=value", ["> -3 元", "> -2 元", "> -1 元", "> 0 元"]),
        ("time=2024", ["> 8 亿元", "> 0 元"]),
        ("about=星桥科技&time=2025&unit=元&sort=-value", ["> -1 元", "> -2 元", "> -3 元"]),
        ("about=nobody", []),
    ],
)
def test_figures_are_narrowed_and_sorted(site: Site, query: str, values: list[str]) -> None:
    assert site.look(f"figures?{quote(query, safe='=&')}").texts(".sheet .value") == values


def test_a_metric_is_found_by_the_name_of_its_concept() -> None:
    site = Site(every_kind())
    assert site.look("figures?metric=revenue").texts(".sheet .metric-cell > a") == ["营收"]


def test_columns_sort_both_ways_and_say_so(site: Site) -> None:
    up = site.look("claims?sort=confidence")
    assert up.texts(".sheet .sure") == ["50%", "70%", "80%", "90%"]
    assert [str(th["aria-sort"]) for th in up.all("th[aria-sort]")] == ["ascending"]
    down = site.look(str(up.all("th[aria-sort] a")[0]["href"]).replace("?", "claims?"))
    assert down.texts(".sheet .sure") == ["90%", "80%", "70%", "50%"]
    # names by their sound: 安然 (an), 林晓舟 (lin), 周以宁 (zhou)
    assert [t.split()[0] for t in site.look("claims?sort=speaker").texts(".who")] == [
        "安然",
        "林晓舟",
        "林晓舟",
        "周以宁",
    ]


def test_articles_are_narrowed_by_headline_publisher_entity_and_day(site: Site) -> None:
    def found(query: str) -> list[str]:
        return site.look(f"articles?{quote(query, safe='=&')}").texts(".sheet .headline-cell")

    assert found("q=第2") == ["第2篇"]
    assert set(found("source=晨报")) == {"第0篇", "第2篇"}
    assert set(found("from=2026-01-12")) == {"第2篇", "第3篇"}
    assert "言论 1 数据 2" in site.look("articles").text(".tally")


def test_an_entity_of_an_article_finds_it() -> None:
    site = Site(every_kind())
    assert len(site.look("articles?names=starbridge").all(".sheet tbody tr")) == 1
    assert site.look("articles?names=nobody").text(".none")


QUERIES = [
    "claims",
    "claims?speaker=林晓舟&sort=confidence",
    "claims?q=利润&from=2026-01-11",
    "figures?unit=元&sort=value",
    "figures?metric=营收&source=晨报",
    "articles?source=晚报",
    "events?month=2024-03",
    "events?month=none",
]


def with_format(query: str, format_: str) -> str:
    asked = quote(query, safe="?=&")
    return f"{asked}{'&' if '?' in asked else '?'}format={format_}"


@pytest.mark.parametrize("query", QUERIES)
def test_a_download_is_exactly_what_is_shown(site: Site, query: str) -> None:
    if query.startswith("events"):
        site = Site(every_kind())
        shown = [str(a["href"]).removeprefix("/id/") for a in site.look(query).all(".list .permalink")]
    else:
        shown = rows(site.look(quote(query, safe="?=&")))
    iris = [DEFAULT_BASE + one for one in shown]
    page = site.page(with_format(query, "json"))
    told = json.loads(page.body)
    assert told["total"] == len(iris)
    assert [row["iri"] for row in told["rows"]] == iris
    assert page.headers["content-disposition"].startswith('attachment; filename="')
    table = csv.DictReader(io.StringIO(site.page(with_format(query, "csv")).body.decode("utf-8-sig")))
    assert [row["iri"] for row in table] == iris
    triples = set(ox.parse(site.page(with_format(query, "turtle")).body, ox.RdfFormat.TURTLE))
    kinds = {"claim", "figure", "event", "article"}
    subjects = {t.subject.value for t in triples if t.subject.value.removeprefix(DEFAULT_BASE).split("/")[0] in kinds}
    articles = {t.subject.value for t in triples if t.object == ox.NamedNode("https://schema.org/NewsArticle")}
    assert subjects - (articles if not query.startswith("articles") else set()) == set(iris)


def test_a_download_has_the_words_and_where_they_come_from(site: Site) -> None:
    [row] = json.loads(site.page(quote("claims?q=利润1&format=json", safe="?=&")).body)["rows"]
    assert row["speaker"] == "周以宁"
    assert row["about"] == ["星桥科技"]
    assert row["quotes"] == ["利润1增长"]
    assert (row["headline"], row["publisher"], row["url"]) == ("第1篇", "晚报", "https://n.example/1")
    assert row["confidence"] == 0.5
    [figure] = json.loads(site.page(quote("figures?time=2024&unit=亿元&format=json", safe="?=&")).body)["rows"]
    assert Decimal(figure["value"]) == 8
    assert (figure["comparator"], figure["unit"], figure["time"]) == ("MoreThan", "亿元", "2024")


def test_no_cell_of_a_download_is_a_formula() -> None:
    told = Telling("=1+1说@SUM(A1)有-3元")
    company = told.entity("=HYPERLINK(1)")
    told.claim(company, "=1+1")
    told.figure(company, "@SUM(A1)", -3, "+元", "-3元")
    site = Site(
        store_of(replace(told.facts(), article=replace(told.facts().article, headline="-2+3", publisher="\t=1")))
    )
    for table in ("claims", "figures", "articles"):
        body = site.page(f"{table}?format=csv").body.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(body)):
            assert not [
                c
                for c in row
                if c.startswith(("=", "+", "@", "\t", "\r")) or (c.startswith("-") and not c[1:].isdigit())
            ]


def test_pages_have_a_hundred_rows_and_a_download_all() -> None:
    told = []
    for n in range(6):
        one = Telling("甲公司说了" + "".join(f"话{i};" for i in range(45)), source_file=f"{n}.md")
        company = one.entity("甲公司")
        for i in range(45):
            one.claim(company, f"话{i};")
        told.append(one.facts())
    site = Site(store_of(*told))
    seen = [rows(site.look(f"claims?page={n}")) for n in (1, 2, 3)]
    assert [len(page) for page in seen] == [100, 100, 70]
    assert len({row for page in seen for row in page}) == 270
    assert "第 2 页，共 3 页" in site.look("claims?page=2").text(".paging")
    assert [DEFAULT_BASE + r for page in seen for r in page] == [
        row["iri"] for row in json.loads(site.page("claims?format=json&page=2").body)["rows"]
    ]
    by_name = [rows(site.look(f"claims?page={n}&sort=speaker")) for n in (1, 2, 3)]
    assert len({row for page in by_name for row in page}) == 270
    assert site.look("claims?page=9").text(".none")


@pytest.mark.parametrize("format_", choosing.FORMATS)
@pytest.mark.parametrize("query", ["claims", "claims?sort=speaker", "figures", "articles", "events"])
def test_a_download_that_is_too_large_is_refused_and_never_cut(
    monkeypatch: pytest.MonkeyPatch, site: Site, query: str, format_: str
) -> None:
    if query == "events":
        site = Site(every_kind())
    total = json.loads(site.page(with_format(query, "json")).body)["total"]
    assert total > 1
    monkeypatch.setattr(choosing, "MOST", total)
    assert site.page(with_format(query, format_)).status == 200
    monkeypatch.setattr(choosing, "MOST", total - 1)
    page = site.look(with_format(query, format_), status=400)
    assert f"共有 {total} 行" in page.text()
    assert "kg export" in page.text()
    assert query in [
        str(a["href"]).replace("?", f"{query.partition('?')[0]}?").rstrip("?") for a in page.all(".ways a")
    ]
    assert site.page(query).status == 200


@pytest.mark.parametrize(
    "value",
    [
        '"',
        "\\",
        "' } DELETE WHERE { ?s ?p ?o } #",
        '") } SERVICE <http://127.0.0.1:9/> { #',
        "\\u0022",
        "%s",
        "{0}",
        "\x00\n\r\t",
        "<>",
    ],
)
def test_nothing_that_is_asked_for_becomes_a_part_of_a_query(site: Site, value: str) -> None:
    before = len(site.store)
    asked = quote(value, safe="")
    for table, names in (
        (
            "claims",
            ("q", "speaker", "about", "attribution", "modality", "source", "article", "from", "to", "sort", "page"),
        ),
        ("figures", ("about", "metric", "unit", "time", "source", "from", "sort", "format")),
        ("articles", ("q", "names", "source", "from", "sort")),
        ("events", ("type", "modality", "who", "source", "month", "day", "page")),
        ("search", ("q", "type", "page")),
        ("resource", ("iri",)),
    ):
        for name in names:
            assert site.page(f"{table}?{name}={asked}").status in (200, 404)
    assert len(site.store) == before


def test_all_columns_are_told_to_sort_by() -> None:
    from kg.serve.pages import claims, figures

    for module, table in ((claims, "claims"), (figures, "figures")):
        links = {str(a["href"]) for a in Site(every_kind()).look(table).all(".sheet thead a")}
        assert {link.partition("sort=")[2].lstrip("-") for link in links} == {*module.COLUMNS, "date"}
        assert all(isinstance(column, choosing.Column) for column in module.COLUMNS.values())


def test_what_a_snapshot_says_is_forgotten_with_the_snapshot(tmp_path: Path) -> None:
    first, second = store_of(news()[0]), store_of(*news())
    first.identity, second.identity = "one", "two"
    assert len(said(Site(first).look("claims"))) == 1
    assert len(said(Site(second).look("claims?sort=confidence"))) == 4
