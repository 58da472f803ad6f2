from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from examples_of_facts import BAND, FUND, LIN, NINGBO, STARBRIDGE, TEXT, ZHOU, article, evidence, facts

from kg.errors import ConfigError
from kg.model import Article, ArticleFacts, text_digest
from kg.rdf import DEFAULT_BASE, PREFIXES, article_graph
from kg.rdf.namespaces import check_base

TESTS = Path(__file__).parents[1]


def ask(made: ArticleFacts, sparql: str) -> set[tuple[str, ...]]:
    """The rows of a SELECT over the graph of these facts, unbound as empty."""
    graph = article_graph(made)
    store = ox.Store()
    store.load("\n".join(graph.statements), ox.RdfFormat.N_TRIPLES)
    rows = store.query(sparql, prefixes={**PREFIXES, "id": DEFAULT_BASE})
    return {tuple("" if t is None else t.value for t in row) for row in rows}


def iri(path: str) -> str:
    return DEFAULT_BASE + path


def test_the_graph_is_named_by_the_version() -> None:
    assert article_graph(facts()).name == iri(article().version)


def test_an_article_is_described_with_its_text() -> None:
    rows = ask(
        facts(),
        "SELECT ?f ?h ?u ?p ?a ?d ?l ?s ?e { ?x a schema:NewsArticle ; kg:sourceFile ?f ; schema:headline ?h ; "
        "schema:url ?u ;"
        "schema:publisher ?p ; schema:author ?a ; schema:datePublished ?d ; schema:inLanguage ?l ; "
        "schema:encoding ?t ."
        "?t a schema:MediaObject, prov:Entity ; schema:sha256 ?s ; schema:encodingFormat ?e ; "
        "prov:wasDerivedFrom ?x }",
    )
    headline = "星桥科技发布新品，林晓舟任CEO"
    what_it_says = ("星桥.md", headline, "https://news.example/a/1", "晨报", "何记者")
    when = ("2024-03-06T09:30:00+08:00", "zh-Hans")
    assert rows == {(*what_it_says, *when, text_digest(TEXT), "text/plain; charset=utf-8")}


def test_an_article_that_says_little_of_itself_has_no_empty_properties() -> None:
    bare = replace(article(), headline="", url=None, publisher=None, author=None, published=None)
    assert ask(ArticleFacts(bare), "SELECT ?p { ?x a schema:NewsArticle ; ?p ?o FILTER(?p != rdf:type) }") == {
        (f"{PREFIXES['kg']}sourceFile",),
        (f"{PREFIXES['schema']}inLanguage",),
        (f"{PREFIXES['schema']}encoding",),
    }


def test_an_address_that_is_no_web_page_is_left_out() -> None:
    assert ask(facts(url="javascript:alert(1)"), "SELECT ?u { ?x schema:url ?u }") == set()


def test_every_entity_is_named_typed_and_mentioned() -> None:
    rows = ask(facts(), "SELECT ?e ?n ?t { ?a schema:mentions ?e . ?e schema:name ?n ; a ?t }")
    assert {(e.removeprefix(DEFAULT_BASE), n, t.rpartition("#")[2]) for e, n, t in rows} == {
        (STARBRIDGE, "星桥科技", "Company"),
        (FUND, "远帆资本", "Company"),
        (LIN, "林晓舟", "Person"),
        (ZHOU, "周以宁", "Person"),
        (BAND, "星桥手环", "Product"),
        (NINGBO, "宁波", "Place"),
    }
    others = ask(facts(), "SELECT ?n ?i ?k { ?e skos:altLabel ?n ; schema:identifier ?i ; schema:tickerSymbol ?k }")
    assert others == {("Starbridge", "36kr:1234", "09999.HK")}


def test_a_mention_refers_to_its_entity_and_has_evidence() -> None:
    rows = ask(facts(), "SELECT ?e ?w { ?m a kg:Mention ; kg:refersTo ?e ; kg:evidence/oa:hasSelector/oa:exact ?w }")
    assert (iri(LIN), "林晓舟") in rows


def test_a_post_is_a_membership_with_its_role_and_shortcut() -> None:
    rows = ask(
        facts(),
        "SELECT ?t ?r ?f ?u ?w ?d { ?m a org:Membership ; org:member ?p ; org:organization ?o ; kg:title ?t ."
        'OPTIONAL { ?m org:role/skos:prefLabel ?r FILTER(LANG(?r) = "en") } OPTIONAL { ?m kg:former ?f }'
        "OPTIONAL { ?m kg:validUntil ?u } OPTIONAL { ?m kg:attestedOn ?d } BIND(EXISTS { ?p schema:worksFor ?o } "
        "AS ?w) }",
    )
    assert rows == {
        ("CEO", "Chief Executive Officer", "", "", "true", "2024-03-06"),
        ("首席财务官", "Chief Financial Officer", "true", "2024-03", "false", ""),
        ("星际事务专员", "", "", "", "true", "2024-03-06"),
    }


def test_a_relation_is_a_statement_and_a_plain_triple_unless_it_is_over() -> None:
    rows = ask(
        facts(),
        "SELECT ?s ?o ?f ?plain { ?r a kg:Relation, rdf:Statement ; rdf:subject ?s ; rdf:predicate kg:produces ; "
        "rdf:object ?o ."
        "OPTIONAL { ?r kg:former ?f } BIND(EXISTS { ?s kg:produces ?o } AS ?plain) }",
    )
    assert rows == {(iri(STARBRIDGE), iri(BAND), "", "true"), (iri(FUND), iri(BAND), "true", "false")}


def test_an_event_has_names_date_place_roles_and_amount() -> None:
    rows = ask(
        facts(),
        "SELECT ?n ?alt ?d ?w ?l ?o ?s { ?e a kg:Conference, kg:Event ; schema:name ?n ; skos:altLabel ?alt ;"
        "schema:startDate ?d ; kg:dateAsWritten ?w ; schema:location ?l ; kg:organizer ?o ; kg:speaker ?s }",
    )
    assert rows == {
        ("2024星桥开发者大会", "开发者大会", "2024-03-05", "3月5日", iri(NINGBO), iri(STARBRIDGE), iri(LIN))
    }
    rows = ask(
        facts(),
        "SELECT ?r ?v ?c ?i ?u ?w ?start ?end { ?e a kg:FundingRound ; kg:round ?r ; kg:amount ?a ; "
        "schema:startDate ?start ;"
        "schema:endDate ?end . ?a schema:value ?v ; schema:currency ?c ; kg:currencyInferred ?i ; kg:unit ?u ; "
        "kg:valueAsWritten ?w }",
    )
    when = ("2024-03-01/2024-03-06", "2024-03-06")
    assert rows == {("B轮", "300000000", "CNY", "true", "元", "3亿元", *when)}


def test_an_amount_of_an_event_is_no_figure() -> None:
    assert ask(facts(), "SELECT ?a { ?e kg:amount ?a . ?a a kg:Figure }") == set()


def test_every_participant_is_found_by_the_super_property() -> None:
    assert ask(facts(), "SELECT ?p { ?e a kg:FundingRound ; kg:participant ?p }") == {(iri(STARBRIDGE),), (iri(FUND),)}


def test_a_claim_has_its_speaker_words_and_what_they_state() -> None:
    rows = ask(
        facts(),
        "SELECT ?s ?t ?v ?b ?m { ?c a schema:Claim ; schema:author ?s ; schema:text ?t ; kg:reportingVerb ?v ; "
        "schema:about ?b ;"
        "kg:attribution kg:DirectQuote ; kg:states/kg:metricAsWritten ?m ; schema:appearance ?a ; "
        "schema:dateCreated ?d }",
    )
    assert rows == {(iri(LIN), "星桥手环销量超过120万台，我们会继续投入。", "表示", iri(BAND), "销量")}
    nobodys = (
        "SELECT ?t { ?c kg:attribution kg:Unattributed ; schema:text ?t FILTER NOT EXISTS { ?c schema:author ?s } }"
    )
    assert ask(facts(), nobodys) == {("发布新品",)}


def test_a_figure_has_its_number_bound_unit_and_time() -> None:
    rows = ask(
        facts(),
        "SELECT ?m ?v ?lo ?hi ?u ?b ?t ?c ?type { ?f a kg:Figure, ?type ; kg:metricAsWritten ?m ; kg:unit ?u ; "
        "kg:bound ?b ;"
        "schema:temporalCoverage ?t . OPTIONAL { ?f schema:value ?v } OPTIONAL { ?f schema:minValue ?lo ; "
        "schema:maxValue ?hi }"
        "OPTIONAL { ?f kg:comparedWith ?c } FILTER(?type != kg:Figure) }",
    )
    kg, schema = PREFIXES["kg"], PREFIXES["schema"]
    money, quantity = f"{schema}MonetaryAmount", f"{schema}QuantitativeValue"
    assert rows == {
        ("营收", "", "190000000", "250000000", "元", f"{kg}Exactly", "2024-Q1", "", money),
        ("营收同比增长", "12.5", "", "", "%", f"{kg}Exactly", "2024-Q1", "2023-Q1", quantity),
        ("销量", "1200000", "", "", "台", f"{kg}MoreThan", "2024-03", "", quantity),
    }


def test_a_figure_points_at_its_normalised_metric() -> None:
    assert ask(facts(), "SELECT ?c { ?f kg:metric ?c . ?c a skos:Concept }") == {(iri("metric/revenue"),)}


def test_metrics_and_roles_are_labelled_in_both_languages() -> None:
    labels = "SELECT ?l { ?x kg:metric|org:role ?c . ?c skos:prefLabel ?l }"
    assert ask(facts(), labels) == {
        *(("营业收入",), ("revenue",)),
        *(("首席执行官",), ("Chief Executive Officer",), ("首席财务官",), ("Chief Financial Officer",)),
    }
    made = facts()
    other = replace(made.figures[0], concept="Some New_metric")
    assert ask(replace(made, posts=(), figures=(other,)), labels) == {("Some New_metric",)}


@pytest.mark.parametrize("title", ["CEO", "ceo", "ＣＥＯ", "首席执行官", "首席執行官", "行政总裁"])
def test_one_post_has_many_titles_in_any_script(title: str) -> None:
    made = facts()
    post = replace(made.posts[0], title=title)
    rows = ask(replace(made, posts=(post,)), "SELECT ?t ?r { ?m kg:title ?t ; org:role ?r }")
    assert rows == {(title, iri("role/chief-executive-officer"))}


def test_every_assertion_has_evidence_confidence_and_origin() -> None:
    kinds = "org:Membership kg:Relation kg:Event schema:Claim kg:Figure kg:Mention"
    unproven = ask(
        facts(),
        f"SELECT ?x {{ VALUES ?k {{ {kinds} }} ?x a ?k FILTER NOT EXISTS {{ ?x kg:evidence ?e ; kg:confidence ?c ;"
        "prov:wasGeneratedBy ?g . ?g a prov:Activity ; prov:used ?t ; prov:wasAssociatedWith/schema:name ?n } }",
    )
    assert unproven == set()


def test_each_kind_of_fact_was_generated_by_its_extractor() -> None:
    sparql = "SELECT ?n { ?x a kg:Figure ; prov:wasGeneratedBy/prov:wasAssociatedWith/schema:name ?n }"
    assert ask(facts(), sparql) == {("figures/1",)}
    others = replace(facts(), extractors=("one/2", "two/3"))
    assert ask(others, sparql) == {("one/2",), ("two/3",)}
    assert ask(replace(facts(), extractors=()), sparql) == {("newskg",)}


def test_evidence_is_found_in_the_text_where_it_says() -> None:
    rows = ask(
        facts(),
        "SELECT ?s ?e ?w ?pre ?suf { ?x kg:evidence ?ev . ?ev a oa:SpecificResource ; oa:hasSource ?t ; "
        "oa:hasSelector ?p, ?q ."
        "?p a oa:TextPositionSelector ; oa:start ?s ; oa:end ?e . ?q a oa:TextQuoteSelector ; oa:exact ?w ."
        "OPTIONAL { ?q oa:prefix ?pre } OPTIONAL { ?q oa:suffix ?suf } }",
    )
    assert len(rows) > 10
    for start, end, words, prefix, suffix in rows:
        assert TEXT[int(start) : int(end)] == words
        assert TEXT[: int(start)].endswith(prefix)
        assert TEXT[int(end) :].startswith(suffix)


@pytest.mark.parametrize("words", ["İstanbul", "👩‍💻", "é", "台積電", "𠮷野", 'a"\\b', "\u2028x"])
def test_offsets_count_code_points_whatever_the_letters(words: str) -> None:
    text = f"{TEXT}\nİ👩‍💻é𠮷{words}。"
    made = facts(text)
    post = replace(made.posts[0], evidence=evidence(text, words))
    rows = ask(
        replace(made, posts=(post,)),
        "SELECT ?s ?e ?w { ?m a org:Membership ; kg:evidence/oa:hasSelector ?p, ?q . ?p oa:start ?s ; "
        "oa:end ?e . ?q oa:exact ?w }",
    )
    [(start, end, found)] = rows
    assert found == text[int(start) : int(end)] == words


def test_two_facts_that_cite_the_same_words_share_the_evidence() -> None:
    made = facts()
    twice = replace(made, posts=(made.posts[0], replace(made.posts[1], evidence=made.posts[0].evidence)))
    assert len(ask(twice, "SELECT ?e { ?m a org:Membership ; kg:evidence ?e }")) == 1


def test_there_are_no_blank_nodes() -> None:
    assert not any("_:" in s.partition('"')[0] for s in article_graph(facts()).statements)


def test_hostile_text_stays_text() -> None:
    bad = 'x"""@zh . <a:a> <a:b> <a:c> .\n} } ; DROP ALL # \\u0022 \\\\ \x00'
    made = facts()
    entity = replace(made.entities[0], name=bad, aliases=(bad + "2",))
    about = replace(made.article, author=bad, source_file=bad)
    hostile = replace(made, entities=(entity, *made.entities[1:]), article=about)
    described = "?e a kg:Company ; schema:name ?n ; skos:altLabel ?l . ?x schema:author ?a ; kg:sourceFile ?f"
    rows = ask(hostile, f"SELECT ?n ?a ?f {{ {described} }}")
    assert rows == {(bad, bad, bad)}
    assert ask(hostile, "SELECT ?x { ?x <a:b> ?y }") == set()


def test_a_text_that_changed_makes_another_graph_with_other_assertions() -> None:
    before, after = article_graph(facts()), article_graph(facts(TEXT + "完。"))
    assert before.name != after.name
    assert not any(
        "/post/" in s and s in before.statements for s in after.statements if s.startswith(f"<{DEFAULT_BASE}post")
    )


def test_the_same_article_read_twice_gives_the_same_statements() -> None:
    assert article_graph(facts()) == article_graph(facts())
    assert list(article_graph(facts()).statements) == sorted(set(article_graph(facts()).statements))


def test_the_statements_do_not_depend_on_the_hash_seed() -> None:
    code = "from examples_of_facts import facts; from kg.rdf import article_graph as g; print(hash('a'), g(facts()))"
    outputs = []
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
        outputs.append(done.stdout.split(" ", 1))
    assert outputs[0][0] != outputs[1][0]
    assert outputs[0][1] == outputs[1][1]


def test_a_user_s_base_goes_before_every_identifier() -> None:
    graph = article_graph(facts(), "https://data.example/kg#")
    assert graph.name.startswith("https://data.example/kg#article/")
    assert DEFAULT_BASE not in "\n".join(graph.statements)


@pytest.mark.parametrize(
    "base", ["", "kg/", "http://x", "javascript:/", "https://x/> <a:b> <", "https://x/a b/", "file:///x/"]
)
def test_a_base_that_cannot_be_one_is_refused(base: str) -> None:
    with pytest.raises(ConfigError, match="base IRI"):
        check_base(base)


def test_an_identifier_with_foreign_letters_is_refused() -> None:
    made = facts()
    bad = replace(made.entities[0], id="company/x> <a:b")
    with pytest.raises(ValueError, match="not an identifier"):
        article_graph(replace(made, entities=(bad,)))


def test_an_article_without_facts_has_a_graph() -> None:
    empty = Article(id=article().id, source_file="x", text="", blocks=())
    assert article_graph(ArticleFacts(empty)).statements
