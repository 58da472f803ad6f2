from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from examples_of_facts import STARBRIDGE, TEXT, facts
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ConfigError
from kg.publish.entity import find_entities
from kg.publish.stored_queries import stored_queries, stored_query
from kg.rdf import article_graph
from kg.rdf.answers import Row
from kg.store import OxigraphStore


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    made = OxigraphStore()
    for article in (facts(), facts(TEXT + "完。", "二.md")):
        graph = article_graph(article)
        made.replace_graph(graph.name, graph.statements)
    return made


def answer(store: OxigraphStore, name: str, **given_: str) -> list[dict[str, str]]:
    def plain(row: Row) -> dict[str, str]:
        return {k: str(v) for k, v in row.items()}

    return [plain(row) for row in store.select(stored_query(name).bind(given_))]


def without(row: Mapping[str, str], *columns: str) -> dict[str, str]:
    return {k: v for k, v in row.items() if k not in columns}


def test_the_executives_of_a_company_are_one_row_a_post(store: OxigraphStore) -> None:
    assert answer(store, "executives", company="星桥科技") == [
        {
            "person": "林晓舟",
            "title": "CEO",
            "role": "Chief Executive Officer",
            "former": "false",
            "articles": "2",
            "quote": "星桥科技CEO林晓舟",
        },
        {
            "person": "周以宁",
            "title": "首席财务官",
            "role": "Chief Financial Officer",
            "former": "true",
            "since": "2020",
            "until": "2024-03",
            "articles": "2",
            "quote": "前首席财务官周以宁",
        },
    ]


def test_a_company_is_found_by_any_name_in_any_case(store: OxigraphStore) -> None:
    assert answer(store, "executives", company="STARBRIDGE") == answer(store, "executives", company="星桥科技")
    assert answer(store, "executives", company="星桥") == []


def test_a_name_is_what_the_lookup_takes_it_for(store: OxigraphStore) -> None:
    def called(name: str) -> list[str]:
        return [entity.iri for entity in find_entities(store, name).exact]

    for name, parameter, spelt, other in (
        ("executives", "company", "星桥科技", "星橋科技"),
        ("figures", "company", "星桥科技", "星橋科技"),
        ("events", "company", "星桥科技", "星橋科技"),
        ("investors", "company", "星桥科技", "星橋科技"),
        ("investors", "investor", "远帆资本", "遠帆資本"),
        ("quotes", "person", "林晓舟", "林曉舟"),
    ):
        expected = answer(store, name, **{parameter: spelt})
        assert expected, (name, parameter)
        folded = stored_query(name).bind({parameter: other}, called)
        assert [{k: str(v) for k, v in row.items()} for row in store.select(folded)] == expected


def test_events_stand_by_month_and_can_be_narrowed(store: OxigraphStore) -> None:
    everything = answer(store, "events")
    assert [row["month"] for row in everything] == ["2024-03"] * 4 + ["2026-H2"] * 2
    assert {row["type"] for row in answer(store, "events", month="2024-03")} == {"Conference", "FundingRound"}
    assert {row["event"] for row in answer(store, "events", company="远帆资本")} == {"星桥科技B轮融资"}
    assert {row["modality"] for row in answer(store, "events", type="ipo")} == {"Planned"}
    assert answer(store, "events", month="2023") == []
    [first, *_] = answer(store, "events", type="Conference")
    assert sorted(first.pop("participants").split("、")) == ["星桥科技", "林晓舟"]
    assert without(first, "article") == {
        "month": "2024-03",
        "date": "2024-03-05",
        "type": "Conference",
        "event": "2024星桥开发者大会",
        "place": "宁波",
        "modality": "Happened",
    }


def test_an_event_without_a_date_is_listed_last(store: OxigraphStore) -> None:
    made = facts(TEXT + "又。", "三.md")
    undated = replace(made, events=(replace(made.events[0], date=None, place=None, participants=()),))
    with OxigraphStore() as other:
        for article in (undated, facts()):
            graph = article_graph(article)
            other.replace_graph(graph.name, graph.statements)
        rows = answer(other, "events")
    assert ("date" in rows[-1], rows[-1]["place"]) == (False, "")
    assert all("date" in row for row in rows[:-1])


def test_the_quotes_of_a_person_have_their_words_and_source(store: OxigraphStore) -> None:
    [row, _] = answer(store, "quotes", person="林晓舟")
    assert without(row, "article") == {
        "speaker": "林晓舟",
        "date": "2024-03-06",
        "said": "星桥手环销量超过120万台，我们会继续投入。",
        "attribution": "DirectQuote",
        "verb": "表示",
        "headline": "星桥科技发布新品，林晓舟任CEO",
    }


def test_figures_are_found_by_metric_and_time(store: OxigraphStore) -> None:
    assert [row["metric"] for row in answer(store, "figures", company="星桥科技")] == ["营收"] * 2 + [
        "营收同比增长"
    ] * 2
    [row, _] = answer(store, "figures", company="星桥科技", metric="同比")
    assert without(row, "article") == {
        "subject": "星桥科技",
        "metric": "营收同比增长",
        "time": "2024-Q1",
        "bound": "Exactly",
        "value": "12.5",
        "unit": "%",
        "written": "12.5%",
    }
    assert len(answer(store, "figures", company="星桥科技", metric="revenue")) == 2
    assert len(answer(store, "figures", company="星桥科技", time="2024")) == 4
    assert answer(store, "figures", company="星桥科技", time="2023") == []


def test_investors_come_from_relations_and_rounds(store: OxigraphStore) -> None:
    rows = answer(store, "investors", company="星桥科技")
    assert {(r["investor"], r["company"], r["lead"], r.get("round"), r.get("amount")) for r in rows} == {
        ("远帆资本", "星桥科技", "false", None, None),
        ("远帆资本", "星桥科技", "true", "B轮", "300000000"),
    }
    assert answer(store, "investors", investor="远帆资本") == rows
    assert answer(store, "investors", investor="星桥科技") == []


def test_the_evidence_of_an_assertion_can_be_followed(store: OxigraphStore) -> None:
    claim = facts().claims[0]
    rows = answer(store, "evidence", assertion=f"https://w3id.org/newskg/id/{claim.id}")
    assert [row["quote"] for row in rows] == ["星桥手环销量超过120万台，", "我们会继续投入。"]
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["quote"] for row in rows)
    assert {row["url"] for row in rows} == {"https://news.example/a/1"}


def test_the_articles_can_be_listed(store: OxigraphStore) -> None:
    assert [row["article"] for row in answer(store, "articles")] == ["二.md", "星桥.md"]
    assert answer(store, "articles", publisher="别报") == []


@pytest.mark.parametrize("name", sorted(stored_queries()))
def test_every_stored_query_says_what_it_is_in_both_languages(name: str) -> None:
    query = stored_query(name)
    assert query.zh
    assert query.en
    assert query.zh != query.en
    for parameter in query.parameters:
        assert parameter.zh
        assert parameter.en
        assert f"given_{parameter.name}" in query.sparql


HOSTILE = [
    'x") } #',
    'x"@zh . ?a ?b ?c',
    "x\\",
    "x\\u0022 ) } ; DROP ALL",
    "x\ny",
    '"""',
    "?given_company",
    "# given: company",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", sorted(n for n, q in stored_queries().items() if n != "evidence"))
def test_a_parameter_is_one_term_whatever_it_holds(store: OxigraphStore, name: str, value: str) -> None:
    assert answer(store, name, **{p.name: value for p in stored_query(name).parameters}) == []


@settings(max_examples=60, deadline=None)
@given(value=st.text(st.characters(exclude_categories=("Cs",))))
def test_no_name_breaks_out_of_a_query(store: OxigraphStore, value: str) -> None:
    before = len(store)
    rows = answer(store, "quotes", person=value)
    assert len(store) == before
    assert rows == [] or value == "林晓舟"


ASKED_BY_NAME = [
    ("executives", {"company": "星桥科技"}),
    ("figures", {"company": "星桥科技"}),
    ("figures", {"company": "星桥科技", "metric": "revenue"}),
    ("quotes", {"person": "林晓舟"}),
    ("events", {"company": "远帆资本"}),
    ("events", {"company": "星桥科技", "month": "2024"}),
    ("investors", {"company": "星桥科技"}),
    ("investors", {"investor": "远帆资本", "company": "星桥科技"}),
]


@pytest.mark.parametrize(("name", "given_"), ASKED_BY_NAME)
def test_entities_that_are_known_give_the_answer_that_their_names_give(
    store: OxigraphStore, name: str, given_: dict[str, str]
) -> None:
    query = stored_query(name)
    by_name = [{k: str(v) for k, v in row.items()} for row in store.select(query.bind(given_))]

    def called(what: str) -> list[str]:
        found = store.select(f'SELECT DISTINCT ?e {{ ?e schema:name|skos:altLabel ?n FILTER (STR(?n) = "{what}") }}')
        return [str(row["e"]) for row in found]

    asked = query.bind(given_, called)
    known = [{k: str(v) for k, v in row.items()} for row in store.select(asked)]
    assert known == by_name
    assert by_name
    assert "LCASE(?given_company)" not in asked
    assert "LCASE(?given_person)" not in asked
    assert "IRIS" not in asked.replace("# known", "")


def test_a_company_of_a_hostile_name_is_found_by_it() -> None:
    bad = 'x") } \\u0022 \\'
    made = facts()
    entities = tuple(replace(e, name=bad) if e.id == STARBRIDGE else e for e in made.entities)
    with OxigraphStore() as store:
        graph = article_graph(replace(made, entities=entities))
        store.replace_graph(graph.name, graph.statements)
        assert len(answer(store, "executives", company=bad)) == 2


@pytest.mark.parametrize("value", ["x", "javascript alert", "<x:a> <x:b>", "x:a> ?p ?o } #", "", "x:a b"])
def test_what_should_be_an_iri_and_is_not_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="is not an IRI"):
        stored_query("evidence").bind({"assertion": value})


def test_missing_and_unknown_parameters_are_named() -> None:
    with pytest.raises(ConfigError, match="needs company"):
        stored_query("executives").bind({})
    with pytest.raises(ConfigError, match="has no parameter person; it has: company"):
        stored_query("executives").bind({"company": "x", "person": "y"})
    with pytest.raises(ConfigError, match="no stored query is called «nothing»; there are: articles, events"):
        stored_query("nothing")
