from __future__ import annotations

from dataclasses import replace

import pytest
from examples_of_facts import TEXT, facts

from kg.model import ArticleFacts, Evidence, Span, text_digest
from kg.publish.check import Fault, check, is_merged, unmerged
from kg.rdf import DEFAULT_BASE, article_graph
from kg.rdf.revisions import history_graph, revision
from kg.store import OxigraphStore

TEXTS = {text_digest(TEXT): TEXT}


def stored(*articles: ArticleFacts) -> OxigraphStore:
    store = OxigraphStore()
    for article in articles:
        graph = article_graph(article)
        store.replace_graph(graph.name, graph.statements)
    return store


def with_evidence(start: int, end: int, exact: str, prefix: str = "", suffix: str = "") -> ArticleFacts:
    made = facts()
    evidence = Evidence(Span(start, end), exact, prefix, suffix)
    return ArticleFacts(made.article, made.entities, posts=(replace(made.posts[0], evidence=(evidence,)),))


def problems(*articles: ArticleFacts, texts: dict[str, str] = TEXTS) -> list[str]:
    return [fault.problem for fault in check(stored(*articles), texts.get).faults]


def test_a_sound_store_has_no_faults_and_says_what_was_looked_at() -> None:
    heard: list[str] = []
    report = check(stored(facts(), facts(source_file="二.md")), TEXTS.get, heard.append)
    assert report.faults == ()
    assert report.graphs == 2
    assert report.evidence == 38
    assert len(heard) == 2


def test_evidence_that_stands_where_it_says_is_sound() -> None:
    assert problems(with_evidence(0, 4, "星桥科技", "", "发布新品")) == []
    assert problems(with_evidence(4, 8, "发布新品", "星桥科技", "，")) == []


@pytest.mark.parametrize(
    ("start", "end", "exact"),
    [(1, 5, "星桥科技"), (0, 4, "星桥科枝"), (0, 3, "星桥科技"), (len(TEXT), len(TEXT) + 4, "星桥科技")],
)
def test_evidence_that_stands_elsewhere_is_a_fault(start: int, end: int, exact: str) -> None:
    [problem] = problems(with_evidence(start, end, exact))
    assert f"at {start}-{end}, the evidence «{exact}»" in problem


def test_context_that_stands_elsewhere_is_a_fault() -> None:
    assert problems(with_evidence(4, 8, "发布新品", "星桥科枝")) == [
        "what stands around 4-8 is not what the evidence says"
    ]
    assert problems(with_evidence(4, 8, "发布新品", "", "。")) == [
        "what stands around 4-8 is not what the evidence says"
    ]


def test_a_text_that_is_not_kept_or_another_one_is_a_fault() -> None:
    assert problems(facts(), texts={}) == [f"its text is not kept: texts/{text_digest(TEXT)}.txt"]
    other = {text_digest(TEXT): TEXT + " "}
    assert problems(facts(), texts=other) == [
        f"the kept text is not the one that was read: texts/{text_digest(TEXT)}.txt"
    ]


def test_a_fault_names_the_article_and_the_node() -> None:
    made = facts()
    nameless = replace(made.posts[0], title="")
    [fault] = check(stored(replace(made, posts=(nameless,))), TEXTS.get).faults
    assert fault == Fault("星桥.md", f"{DEFAULT_BASE}{nameless.id}", 'kg:title ""@zh: shorter than 1')
    assert str(fault) == f"星桥.md: {DEFAULT_BASE}{nameless.id}: {fault.problem}"


def test_the_history_is_not_taken_for_an_article() -> None:
    store = stored(facts())
    name = article_graph(facts()).name
    store.replace_graph(history_graph(DEFAULT_BASE), [revision(name, name + "0")])
    report = check(store, TEXTS.get)
    assert report.faults == ()
    assert report.graphs == 1


def test_a_fault_in_one_article_does_not_hide_another() -> None:
    made = facts(source_file="二.md")
    bad = replace(made, entities=tuple(replace(e, name="") for e in made.entities))
    report = check(stored(facts(), bad, with_evidence(0, 4, "错")), TEXTS.get)
    assert {fault.article for fault in report.faults} == {"星桥.md", "二.md"}


def test_what_queries_read_and_no_article_says_is_a_fault_and_so_is_what_they_do_not_read() -> None:
    store = stored(facts(), facts(source_file="二.md"))
    name = article_graph(facts()).name
    lost = next(s for s in store.statements(name) if " <https://schema.org/headline> " in s)
    assert store._open is not None
    store._open.update(f"DELETE DATA {{ {lost} }} ; INSERT DATA {{ <x:a> <x:b> <x:c> }}")
    taken, added = sorted(check(store, TEXTS.get).faults, key=lambda fault: fault.problem, reverse=True)
    assert added.node == "x:a"
    assert "has 1 statements that no article's graph has, such as <x:b> <x:c> ." in added.problem
    assert f"<{taken.node}>" == lost.split(" ")[0]
    assert "lacks 1 statements of the articles' graphs, such as <https://schema.org/headline>" in taken.problem


def test_sums_tell_what_a_look_at_every_statement_tells() -> None:
    store = stored(facts(), facts(source_file="二.md"))
    assert is_merged(store)
    assert list(unmerged(store)) == []
    store.change("INSERT DATA { <x:a> <x:b> <x:c> }")
    assert not is_merged(store)
    assert len(list(unmerged(store))) == 1


def test_a_statement_that_two_articles_say_of_one_subject_is_no_fault() -> None:
    store = stored(facts())
    name = article_graph(facts()).name
    store.replace_graph(f"{name}0", [next(iter(store.statements(name)))])
    assert not is_merged(store)
    assert list(unmerged(store)) == []
