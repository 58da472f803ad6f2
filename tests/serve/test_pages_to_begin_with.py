"""The first page, the calendar, what is found by name, the explorer and what scripts ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from asked_pages import Site, with_texts
from examples_of_facts import BEIJING, STARBRIDGE, TEXT, facts
from published import Telling, every_kind, store_of

from kg.model import ArticleFacts, EntityType, EventType, Modality, Period, Role
from kg.rdf import DEFAULT_BASE, Statement
from kg.serve.pages.months import Month, by_month, when

CONTRADICTS = "<https://w3id.org/newskg/ns#contradicts>"


def happenings(
    *dates: str, source: str = "a.md", published: datetime = datetime(2026, 1, 20, tzinfo=BEIJING)
) -> ArticleFacts:
    """An article with an event on each of the dates; an empty one means that it does not say."""
    told = Telling("甲公司发布新品", source_file=source)
    company = told.entity("甲公司")
    for n, _ in enumerate(dates):
        told.event(
            EventType.CONFERENCE if n % 2 else EventType.PRODUCT_LAUNCH,
            f"第{n}件事",
            "发布新品",
            (Role.COMPANY, company),
        )
    made = told.facts()
    events = tuple(
        replace(e, date=Period(iso) if iso else None, modality=Modality.PLANNED if n == 1 else e.modality)
        for n, (e, iso) in enumerate(zip(made.events, dates, strict=True))
    )
    return replace(made, events=events, article=replace(made.article, published=published))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(every_kind(), with_texts(tmp_path))


def test_the_first_page_counts_what_there_is(site: Site) -> None:
    totals = site.look("").texts(".totals li")
    assert totals == ["1文章", "2公司", "2人物", "1产品", "0机构", "1地点", "3事件", "2言论", "3数据"]


def test_the_first_page_tells_what_is_new_and_what_is_named_most(site: Site) -> None:
    page = site.look("")
    assert "2024星桥开发者大会" in page.text("[aria-labelledby=new]")
    assert "星桥科技" in page.text("[aria-labelledby=most]")
    assert TEXT.partition("\n")[0] in page.text("[aria-labelledby=articles]")
    assert page.all('form.find[action="/search"] input[name=q]')
    assert {"/explore", "/sparql"} <= set(page.links())


def test_what_comes_later_than_the_newest_article_is_told_apart() -> None:
    page = Site(store_of(happenings("2026-01-19", "2026-02-03", "2026-01-01", "2027"))).look("")
    assert page.texts("[aria-labelledby=new] .title") == ["第0件事", "第2件事"]
    assert page.texts("[aria-labelledby=coming] .title") == ["第1件事"]


def of_a_day(file: str, *told: tuple[EventType, str, str], day: str = "2026-01-19") -> ArticleFacts:
    """An article with events of one day: type, name, and the company that takes part, if any does."""
    article = Telling("甲公司乙公司丙公司发布新品", source_file=file)
    for type_, name, company in told:
        article.event(type_, name, "发布新品", *([(Role.COMPANY, article.entity(company))] if company else []))
    made = article.facts()
    events = tuple(replace(e, date=Period(day)) for e in made.events)
    return replace(
        made,
        events=events,
        article=replace(made.article, published=datetime(2026, 1, 20, tzinfo=BEIJING)),
    )


def test_an_event_that_several_articles_tell_is_new_once() -> None:
    launch, fair = EventType.PRODUCT_LAUNCH, EventType.CONFERENCE
    page = Site(
        store_of(
            of_a_day("a.md", (launch, "新品发布", "甲公司"), (fair, "甲展会", "乙公司")),
            of_a_day(
                "b.md", (launch, "新品发布", "甲公司"), (launch, "新手机发布", "甲公司"), (fair, "甲展会", "丙公司")
            ),
            of_a_day("c.md", (launch, "新品发布", "甲公司"), day="2026-01-18"),
        )
    ).look("")
    named = page.texts("[aria-labelledby=new] .title")
    assert len(named) == 3
    assert named.count("甲展会") == 1


def test_events_without_participants_are_new_only_where_there_are_not_enough_others() -> None:
    bare = [(EventType.CONFERENCE, f"发布会{n}", "") for n in range(9)]
    told = [(type_, f"{type_.value}事", "甲公司") for type_ in list(EventType)[:8]]
    both = Site(store_of(of_a_day("a.md", *bare), of_a_day("b.md", *told, day="2026-01-11"))).look("")
    assert {name[-1] for name in both.texts("[aria-labelledby=new] .title")} == {"事"}
    few = Site(store_of(of_a_day("a.md", *bare), of_a_day("b.md", *told[:2], day="2026-01-11"))).look("")
    assert [name[-1] == "事" for name in few.texts("[aria-labelledby=new] .title")] == [False] * 6 + [True] * 2


def test_of_one_type_no_more_than_two_in_a_row_are_new() -> None:
    launch, fair = EventType.PRODUCT_LAUNCH, EventType.CONFERENCE
    days = [of_a_day(f"{n}.md", (launch, f"新品{n}", "甲公司"), day=f"2026-01-{n}") for n in range(10, 20)]
    fairs = [of_a_day(f"f{n}.md", (fair, f"展会{n}", "甲公司"), day=f"2026-01-0{n}") for n in (5, 6)]
    named = Site(store_of(*days, *fairs)).look("").texts("[aria-labelledby=new] .title")
    assert len(named) == 8
    assert {"展会5", "展会6"} < set(named)


def test_conflicts_are_shown_where_the_graph_marks_them_and_hidden_where_it_does_not() -> None:
    store = every_kind()
    assert not Site(store).look("").all(".against")
    one, other = (f"<{DEFAULT_BASE}{f.id}>" for f in facts().figures[:2])
    both = [Statement(f"{one} {CONTRADICTS} {other} ."), Statement(f"{other} {CONTRADICTS} {one} .")]
    store.replace_graph(f"{DEFAULT_BASE}graph/links", both)
    [pair] = Site(store).look("").all(".against")
    assert [
        f"/id/{f.id}" in str(side)
        for f, side in zip(sorted(facts().figures[:2], key=lambda f: f.id), pair.select(".facts"), strict=True)
    ] == [True, True]


def test_an_empty_graph_has_pages_too() -> None:
    site = Site(store_of())
    for address in (
        "",
        "search",
        "search?q=x",
        "articles",
        "events",
        "claims",
        "figures",
        "explore",
        "api/terms",
        "api/search?q=x",
    ):
        assert site.page(address).status == 200


def test_the_calendar_shows_days_and_tells_apart_what_is_less_precise() -> None:
    site = Site(
        store_of(
            happenings("2026-01-19", "2026-01-18/2026-01-20", "2026-01", "2025-Q4/2026-Q1", "2026", "", "2026-02-02")
        )
    )
    page = site.look("events?month=2026-01")
    days = [str(e["datetime"]) for e in page.all(".grid a.day time")]
    numbers = dict(zip(days, (n.partition(": ")[2] for n in page.texts(".grid .n")), strict=True))
    assert numbers == {"2026-01-18": "1 件", "2026-01-19": "2 件", "2026-01-20": "1 件"}
    assert page.texts(".list .title") == ["第1件事", "第0件事"]
    assert page.texts(".vague li a") == ["第2件事", "第3件事", "第4件事"]
    assert site.look("events?month=2026-02").texts(".list .title") == ["第6件事"]
    assert site.look("events?month=none").texts(".list .title") == ["第5件事"]
    assert site.look("events?day=2026-01-18").texts(".list .title") == ["第1件事"]


def test_what_several_articles_tell_stands_once_in_a_day_and_is_counted() -> None:
    site = Site(store_of(happenings("2026-01-19"), happenings("2026-01-19", "2026-01-19", source="b.md")))
    page = site.look("events?month=2026-01")
    assert sorted(page.texts(".grid li")) == ["第0件事", "第1件事"]
    assert page.text(".grid .n") == "2026年1月19日: 3 件"


def test_the_calendar_goes_from_month_to_month_and_from_year_to_year() -> None:
    site = Site(store_of(happenings("2026-01-19", "2025-11-02", "2026-03-01")))
    page = site.look("events?month=2026-01")
    assert [str(a["href"]) for a in page.all(".steps a")] == ["?month=2025-11", "?month=2026-03"]
    assert page.texts(".years a") == ["2026年 2", "2025年 1"]
    assert len(page.all(".year a")) == 12
    # a month that is nearly empty is not what is shown first
    full = happenings(
        *[f"2026-01-{day:02}" for day in range(1, 16)], "2026-02-01", published=datetime(2026, 2, 1, tzinfo=BEIJING)
    )
    assert Site(store_of(full)).look("events").text("#month") == "2026年1月"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("type=Conference", ["第1件事"]),
        ("modality=Planned", ["第1件事"]),
        ("who=甲公司", ["第0件事", "第1件事"]),
        ("who=乙公司", []),
        ("source=晨报", ["第0件事", "第1件事"]),
        ("source=晚报", []),
    ],
)
def test_the_calendar_is_narrowed_by(query: str, names: list[str]) -> None:
    site = Site(store_of(happenings("2026-01-18", "2026-01-19")))
    assert site.look(f"events?month=2026-01&{query}").texts(".list .title") == names


@pytest.mark.parametrize(
    "month", ["2026-13", "0000-01", "x", "2026-1", "9999-12", "0001-01", "-026-01", "２０２６-０１"]
)
def test_any_month_can_be_asked_for(month: str) -> None:
    site = Site(store_of(happenings("2026-01-18")))
    assert site.page(f"events?month={month}").status == 200
    assert site.page(f"events?day={month}-01").status == 200


def test_months_know_their_days_and_events_their_months() -> None:
    assert [len(list(week)) for week in Month(2024, 2).weeks()] == [7] * 5
    assert Month(2024, 2).last == date(2024, 2, 29)
    [long] = [w for w in [when("2026-01-30/2026-02-02")] if w]
    assert by_month([long]) == {Month(2026, 1): 1, Month(2026, 2): 1}
    assert when("2026/..") is None
    assert not when("2025-Q4").is_exact  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query", ["星桥科技", "星桥", "Starbridge", "starbr", "xingqiao", "xqkj", "xq", "星橋科技", "STARBRIDGE"]
)
def test_things_are_found_by_characters_pinyin_initials_and_aliases(site: Site, query: str) -> None:
    assert site.look(f"search?q={query}").texts("[aria-labelledby=of-Company] .name") == ["星桥科技"]


def test_what_is_found_is_told_by_type_and_with_the_name_that_answers(site: Site) -> None:
    page = site.look("search?q=星桥")
    assert page.texts(".found-type h2") == ["公司 1", "产品 1", "事件 2", "文章 1"]
    assert "Starbridge" in site.look("search?q=starb").text(".hits li")
    assert site.look("search?q=星桥&type=Product").texts(".hits .name") == ["星桥手环"]
    assert site.look("search?q=查无此名").text(".none")


def test_a_surname_sounds_as_surnames_do() -> None:
    told = Telling("单霁安说")
    told.claim(told.entity("单霁安", EntityType.PERSON), "说")
    assert Site(store_of(told.facts())).look("search?q=shanjian").texts(".hits .name") == ["单霁安"]


def test_the_best_known_comes_first_and_pages_have_fifty() -> None:
    told = []
    for n in range(3):
        one = Telling("第一公司第二公司", source_file=f"{n}.md")
        one.entity("第一公司第二" if n else "第一公司第三")
        made = one.facts()
        told.append(replace(made, mentions=()))
    many = Telling("公司", source_file="many.md")
    for n in range(60):
        many.entity(f"第一公司{n:03}")
    site = Site(store_of(*told, many.facts()))
    assert len(site.look("search?q=第一公司&type=Company").all(".hits li")) == 50
    assert len(site.look("search?q=第一公司&type=Company&page=2").all(".hits li")) == 12
    assert len(site.look("search?q=第一公司").all(".hits li")) == 8


def test_the_explorer_is_the_page_of_the_file_with_its_matter_asked_for() -> None:
    site = Site(every_kind(), root="/news")
    page = site.look("explore")
    assert page.soup.html is not None
    assert page.soup.html["data-live"] == "/news/"
    assert [str(s["src"]).partition("?")[0] for s in page.all("script")] == ["/news/static/explorer.js"]
    assert not page.all("style, [style], [onclick], noscript ~ script")
    for element in ("#search", "#graph", "#panel", "#reader", "#legend", "#table", "a#brand"):
        assert page.all(element)
    assert "{{" not in page.html


def test_scripts_are_told_parts_of_the_graph(site: Site) -> None:
    graph = json.loads(site.page("api/graph?limit=5").body)
    assert len(graph["nodes"]["id"]) == 5
    node = json.loads(site.page(f"api/node?id={DEFAULT_BASE}{STARBRIDGE}").body)
    assert "星桥科技" in node["nodes"]["name"]
    article = json.loads(site.page(f"api/article?id={DEFAULT_BASE}{facts().article.id}").body)
    assert TEXT in [text for _, text in article["texts"]]
    for what in ("node", "article"):
        for unknown in ("", "x", "javascript:1", f"{DEFAULT_BASE}company/none", "a%3Eb", "urn:x:y"):
            assert site.page(f"api/{what}?id={unknown}").status == 404


@pytest.mark.parametrize(
    ("limit", "size"),
    [
        ("0", "1"),
        ("11", "30"),
        ("0300", "300"),
        ("301", "1000"),
        ("5001", "5000"),
        ("999999999", "5000"),
        ("x", "1000"),
    ],
)
def test_graphs_have_few_sizes_and_other_numbers_lead_to_them(site: Site, limit: str, size: str) -> None:
    led = site.page(f"api/graph?limit={limit}")
    assert (led.status, led.headers["location"], led.body) == (307, f"?limit={size}", b"")
    graph = site.page(f"api/graph?limit={size}")
    assert graph.status == 200
    assert 0 < len(json.loads(graph.body)["nodes"]["id"]) <= int(size)
    assert site.page("api/graph").status == 200


def test_scripts_find_names(site: Site) -> None:
    [first, *_] = json.loads(site.page("api/search?q=xqkj").body)["matches"]
    assert first == {"id": f"{DEFAULT_BASE}{STARBRIDGE}", "type": "Company", "name": "星桥科技", "matched": "星桥科技"}
    assert json.loads(site.page("api/search?q=").body) == {"matches": []}


def test_scripts_are_told_the_vocabulary_in_both_languages(site: Site) -> None:
    told = json.loads(site.page("api/terms").body)
    terms = {t["name"]: t for t in told["terms"]}
    assert terms["kg:Company"] == {"name": "kg:Company", "kind": "class", "label": ["公司", "company"]}
    assert terms["kg:modality"]["kind"] == "property"
    assert terms["schema:headline"]["label"] == ["标题", "headline"]
    assert told["prefixes"]["kg"] == "https://w3id.org/newskg/ns#"
    used = {name.partition(":")[0] for name in terms}
    assert used <= set(told["prefixes"])


def test_every_term_that_the_graph_uses_is_among_them(site: Site) -> None:
    told = json.loads(site.page("api/terms").body)
    names = {told["prefixes"][p] + local for p, _, local in (t["name"].partition(":") for t in told["terms"])}
    used = {s.split(" ", 2)[1][1:-1] for g in site.store.graphs() for s in site.store.statements(g)}
    assert (
        not {p for p in used - names if "rdf-syntax-ns#type" not in p}
        - {f"https://schema.org/{p}" for p in ("encodingFormat",)}
        - {"http://www.w3.org/ns/prov#used"}
    )
