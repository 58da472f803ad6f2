"""The pages of entities, articles, facts and everything else that has an IRI."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from asked_pages import Looked, Site, with_texts
from examples_of_facts import LIN, STARBRIDGE, TEXT, evidence, facts
from published import Telling, every_kind, store_of

from kg.model import EntityType, RelationType
from kg.rdf import DEFAULT_BASE, Statement
from kg.serve.pages.passages import kept_text


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(every_kind(), with_texts(tmp_path))


def marked(page: Looked) -> list[str]:
    return ["".join(m.get_text() for m in quote.select("mark")) for quote in page.all("blockquote")]


def local(kind: str) -> list[str]:
    told = facts()
    ids: dict[str, list[str]] = {
        "post": [f.id for f in told.posts],
        "relation": [f.id for f in told.relations],
        "event": [f.id for f in told.events],
        "claim": [f.id for f in told.claims],
        "figure": [f.id for f in told.figures],
    }
    return ids[kind]


def test_an_entity_has_its_facts_in_sections_each_with_its_words_in_their_sentence(site: Site) -> None:
    page = site.look(f"id/{STARBRIDGE}")
    assert page.text("h1") == "星桥科技"
    assert "Starbridge" in page.text(".aliases")
    assert "09999.HK" in page.text(".facts-line")
    assert {e["id"] for e in page.all("section h2")} >= {"posts", "events", "relations", "figures", "articles"}
    quotes = page.texts(".part-posts blockquote")
    assert "“星桥手环销量超过120万台，”星桥科技CEO林晓舟表示，“我们会继续投入。”" in quotes
    assert "星桥科技CEO林晓舟" in marked(page)
    assert all(q in TEXT for q in page.texts("blockquote"))


def test_a_post_that_is_over_and_a_plan_say_so(site: Site) -> None:
    page = site.look(f"id/{STARBRIDGE}")
    assert "前任" in page.texts(".part-posts .chip")
    assert "计划中" in page.texts(".part-events .chip")
    assert page.all('.part-events [data-how="Planned"]')


def test_facts_have_permalinks_confidence_and_their_source(site: Site) -> None:
    page = site.look(f"id/{STARBRIDGE}")
    permalinks = {str(e["href"]) for e in page.all(".permalink")}
    assert f"/id/{local('figure')[0]}" in permalinks
    assert "93%" in page.texts(".sure")
    assert "https://news.example/a/1" in {str(e["href"]) for e in page.all("a.away")}
    assert {str(e["datetime"]) for e in page.all(".passage time")} == {"2024-03-06"}


def test_confidence_is_not_rounded_up_to_certainty() -> None:
    from kg.serve.page import Asked
    from kg.serve.pages.rendering import Context

    context = Context(Asked(path={}, query=()))
    assert [context.percent(c) for c in (0.999, 0.29, 1.0, None)] == ["99%", "29%", "100%", ""]


def test_facts_that_say_the_same_stand_once_and_are_counted() -> None:
    told = []
    for n in range(3):
        one = Telling("甲公司投资了乙公司", source_file=f"{n}.md")
        one.relation(one.entity("甲公司"), RelationType.INVESTOR_IN, one.entity("乙公司"), "甲公司投资了乙公司")
        told.append(one.facts())
    site = Site(store_of(*told))
    company = f"id/{told[0].entities[0].id}"
    page = site.look(company)
    assert len(page.all(".part-relations .fact")) == 1
    assert "另有 2 条记录说的是同一件事" in page.text(".part-relations")
    alone = site.look(f"{company}?part=relations")
    assert len(alone.all(".part-relations details.others .passage")) == 2


def test_a_long_section_is_cut_and_shown_whole_elsewhere() -> None:
    told = Telling("甲公司营收")
    company = told.entity("甲公司")
    for n in range(12):
        told.figure(company, f"营收{n}", n, "元", "甲公司营收")
    site = Site(store_of(told.facts()))
    page = site.look(f"id/{company}")
    assert len(page.all(".part-figures tbody tr")) == 5
    assert page.text(".part-figures .more a") == "全部 12 条"
    assert len(site.look(f"id/{company}?part=figures").all(".part-figures tbody tr")) == 12


def test_entities_of_one_name_point_to_each_other() -> None:
    told = Telling("星河发布星河")
    company, product = told.entity("星河"), told.entity("星河", EntityType.PRODUCT)
    told.relation(company, RelationType.PRODUCES, product, "星河发布星河")
    page = Site(store_of(told.facts())).look(f"id/{company}")
    assert f"/id/{product}" in {str(e["href"]) for e in page.all(".heading .name")}


def test_an_article_is_read_whole_with_every_assertion_marked(site: Site, tmp_path: Path) -> None:
    page = site.look(f"id/{facts().article.id}")
    assert page.text("h1") == TEXT.partition("\n")[0]
    paragraphs = [e.get_text() for e in page.all(".text p")]
    assert paragraphs == TEXT.split("\n")[1:]
    for n, item in enumerate(page.all(".short-facts > li")):
        assert item["id"] == f"fact-{n}"
    # the words under all marks together are the words of all evidence
    told = facts()
    proofs = [
        e for of in (told.posts, told.relations, told.events, told.claims, told.figures) for f in of for e in f.evidence
    ]
    covered = {n for e in proofs for n in range(e.span.start, e.span.end)}
    marks = "".join(m.get_text() for m in page.all("mark"))
    assert sorted(marks) == sorted(TEXT[n] for n in covered)


def test_nested_marks_show_every_kind_and_lead_to_the_innermost_fact(site: Site) -> None:
    page = site.look(f"id/{facts().article.id}")
    start = TEXT.index("销量超过120万台")
    [mark] = page.all(f"#at-{start}")
    assert mark["class"] == ["line0-figure", "line1-claim"]
    fact = page.all(str(mark.a["href"]) if mark.a else "")[0]
    assert "销量" in fact.get_text()


def test_a_passage_leads_to_its_place_in_the_article(site: Site) -> None:
    page = site.look(f"id/{local('claim')[0]}")
    places = [str(e["href"]) for e in page.all(".passage .headline")]
    article = site.look(places[0].partition("#")[0].removeprefix("/"))
    assert all(article.all(f"#{place.partition('#')[2]}") for place in places)


def test_a_text_that_is_not_the_kept_one_is_not_shown(tmp_path: Path) -> None:
    folder = with_texts(tmp_path)
    for text in (folder / "texts").iterdir():
        text.write_text("别的文字", encoding="utf-8")
    site = Site(every_kind(), folder)
    page = site.look(f"id/{facts().article.id}")
    assert not page.all(".text")
    assert "没有留存" in page.text(".notice")
    # the words and what stands around them are the graph's
    [proof] = evidence(TEXT, "完成3亿元B轮融资")
    assert f"…{proof.prefix.rpartition(chr(10))[2]}{proof.exact}{proof.suffix.partition(chr(10))[0]}…" in page.texts(
        "blockquote"
    )


@pytest.mark.parametrize("kind", ["post", "relation", "event", "claim", "figure"])
def test_every_fact_has_a_page_with_evidence_and_origin(site: Site, kind: str) -> None:
    for one in local(kind):
        page = site.look(f"id/{one}")
        assert page.text("h1")
        assert page.all(".passage mark")
        origin = page.text("[aria-labelledby=origin]")
        assert f"{DEFAULT_BASE}{one}" in origin
        assert "已核对" in origin


def test_a_fact_tells_all_its_fields(site: Site) -> None:
    event = site.look(f"id/{local('event')[1]}").text(".fields")
    for words in ("2024年3月1日–6日", "3亿 元", "B轮", "领投", "远帆资本"):
        assert words in event
    figure = site.look(f"id/{local('figure')[0]}").text(".fields")
    for words in ("营业收入", "1.9亿–2.5亿 元", "CNY", "2024年一季度", "“1.9亿元至2.5亿元”"):
        assert words in figure
    claim = site.look(f"id/{local('claim')[0]}")
    assert "销量" in claim.text(".near.states")
    assert "林晓舟" in site.look(f"id/{local('figure')[2]}").text(".near.stated")


def test_facts_in_conflict_stand_beside_each_other() -> None:
    store = every_kind()
    one, other = (f"<{DEFAULT_BASE}{f}>" for f in local("figure")[:2])
    store.replace_graph(
        f"{DEFAULT_BASE}graph/links", [Statement(f"{one} <https://w3id.org/newskg/ns#contradicts> {other} .")]
    )
    for of, against in ((one, other), (other, one)):
        page = Site(store).look(f"id/{of[1:-1].removeprefix(DEFAULT_BASE)}")
        assert against[1:-1].removeprefix(DEFAULT_BASE) in str(page.all(".near.contradicts")[0])


def test_the_reader_chooses_the_form(site: Site) -> None:
    address = f"id/{LIN}"
    for accept, media_type in (
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json; charset=utf-8"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/turtle;q=0.5, text/html", "text/html; charset=utf-8"),
    ):
        page = site.page(address, accept)
        assert page.media_type == media_type
        assert "accept" in page.headers["vary"]
    assert site.page(f"{address}?format=turtle", "text/html").media_type.startswith("text/turtle")
    assert site.page(address, "image/png").status == 406


@pytest.mark.parametrize("thing", [str(STARBRIDGE), *(local(k)[0] for k in ("post", "claim", "event"))])
def test_both_forms_of_data_say_the_same_and_can_be_checked(site: Site, thing: str) -> None:
    turtle = set(ox.parse(site.page(f"id/{thing}?format=turtle").body, ox.RdfFormat.TURTLE))
    linked = site.page(f"id/{thing}?format=jsonld").body
    assert set(ox.parse(linked, ox.RdfFormat.JSON_LD)) == turtle
    json.loads(linked)
    subjects = {t.subject.value for t in turtle}
    assert f"{DEFAULT_BASE}{thing}" in subjects
    predicates = {t.predicate.value.rpartition("#")[2] for t in turtle}
    assert {"exact", "start", "evidence", "hasSource"} <= predicates


def test_an_article_as_data_is_its_whole_graph(site: Site) -> None:
    [graph] = [g for g in site.store.graphs() if "/article/" in g]
    written = site.page(f"id/{facts().article.id}?format=turtle").body
    assert len(set(ox.parse(written, ox.RdfFormat.TURTLE))) == len(list(site.store.statements(graph)))


def test_what_is_not_there_is_told_in_plain_words(site: Site) -> None:
    page = site.look("id/company/nothing", 404)
    assert page.text("h1") == "没有找到"
    assert f"{DEFAULT_BASE}company/nothing" in page.text()
    site.language = "en"
    assert site.look("resource?iri=https%3A%2F%2Felsewhere.example%2F1", 404).text("h1") == "Not found"
    for address in ("resource", "resource?iri=", "resource?iri=%3E%20%7D", "id/", "id/%22%3E", "id/a b", "id/a>b{}"):
        assert site.page(address).status == 404


def test_things_with_other_bases_have_pages_too() -> None:
    store = every_kind()
    statements = [
        Statement(s.replace(DEFAULT_BASE, "https://other.example/id#"))
        for g in store.graphs()
        for s in store.statements(g)
    ]
    store.replace_graph("https://other.example/id#article/x/y", statements)
    site = Site(store)
    page = site.look(f"resource?iri=https%3A%2F%2Fother.example%2Fid%23{str(STARBRIDGE).replace('/', '%2F')}")
    assert page.text("h1") == "星桥科技"
    inside = {link for link in page.links() if "other.example" in link}
    assert inside
    ways = ("/resource?iri=https%3A%2F%2Fother.example", "?iri=", "/explore#node=", "/claims?", "/figures?")
    assert not {link for link in inside if not link.startswith(ways)}


def test_everything_else_has_a_page_with_its_properties(site: Site) -> None:
    role = site.look("id/role/chief-executive-officer")
    assert role.text("h1") == "首席执行官 · Chief Executive Officer"
    assert "林晓舟" in role.text(".facts")
    graph = next(g for g in site.store.graphs() if "/article/" in g)
    assert site.look(f"id/{graph.removeprefix(DEFAULT_BASE)}").text("h1") == TEXT.partition("\n")[0]
    kinds = {"text", "activity", "agent", "mention", "evidence", "position", "quote", "amount"}
    for kind in kinds:
        iri = next(s for s in sorted(subjects(site)) if f"/{kind}/" in s)
        assert site.look(f"id/{iri.removeprefix(DEFAULT_BASE)}").all("dl.fields")


def subjects(site: Site) -> set[str]:
    return {s.partition("> ")[0][1:] for g in site.store.graphs() for s in site.store.statements(g)}


def test_a_person_is_not_spoken_of_as_a_thing(site: Site) -> None:
    assert "本人的说法" in site.look(f"id/{LIN}").text()
    assert "它的说法" not in site.look(f"id/{LIN}").text()


def test_a_text_that_could_not_be_read_is_read_when_it_can_be(tmp_path: Path) -> None:
    folder = with_texts(tmp_path)
    [file] = (folder / "texts").iterdir()
    away = file.rename(tmp_path / "away")
    assert kept_text(str(folder), file.stem) is None
    away.rename(file)
    assert kept_text(str(folder), file.stem) == TEXT
    file.unlink()
    assert kept_text(str(folder), file.stem) == TEXT, "what was read is not read again: its digest says all of it"


@pytest.mark.threat("paths")
def test_a_text_behind_a_link_is_none(tmp_path: Path) -> None:
    folder = with_texts(tmp_path)
    [file] = (folder / "texts").iterdir()
    file.symlink_to(file.rename(tmp_path / "away"))
    assert kept_text(str(folder), file.stem) is None
