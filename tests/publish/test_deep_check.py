"""Derived statements and identifiers, worked out again from a graph's own nodes: sound graphs pass, no other does."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from examples_of_facts import facts

from kg.model import RelationType, Role
from kg.publish.check_derived import configuration_of, misnamed, underived
from kg.publish.nodes import Nodes
from kg.rdf import DEFAULT_BASE, Statement, article_graph
from kg.rdf.namespaces import KG, ORG, RDF, SCHEMA, Term, resource

PERSON, COMPANY = resource(DEFAULT_BASE, "person/0"), resource(DEFAULT_BASE, "company/0")


def resolved() -> tuple[str, list[Statement]]:
    """A graph whose identifiers are minted as they are in a build."""
    from broken_graphs import CONFIG, FIRST, SECOND  # built by the real thing, so that no test mints by itself

    from kg.model import Article, ArticleId, Block, BlockKind, Span, content_id
    from kg.pipeline import extract_facts

    text = f"{FIRST}{SECOND}".replace("# ", "").replace("\n\n", "\n").strip()
    blocks = tuple(Block(BlockKind.PARAGRAPH, Span(*match.span())) for match in re.finditer(r"[^\n]+", text))
    made = extract_facts(Article(ArticleId(content_id("article", "x")), "x.md", text, blocks), config=CONFIG)
    assert made.posts
    assert made.claims
    graph = article_graph(made, configuration=CONFIG.digest)
    return graph.name, list(graph.statements)


@pytest.fixture(scope="module")
def real() -> tuple[str, list[Statement]]:
    return resolved()


def derived(lines: list[Statement]) -> list[str]:
    return [problem for _, problem in underived(Nodes(lines))]


def every_kind() -> list[Statement]:
    return list(article_graph(facts(), configuration="abc").statements)


def test_what_follows_is_there_and_nothing_else() -> None:
    assert derived(every_kind()) == []


DERIVED = [SCHEMA.worksFor, SCHEMA.mentions, KG.participant, *(KG[r.value] for r in RelationType)]


@pytest.mark.parametrize("property_", DERIVED)
def test_each_derived_statement_is_missed_where_it_is_taken_away(property_: Term) -> None:
    lines = every_kind()
    for line in [line for line in lines if line.split(" ")[1] == property_]:
        [problem] = derived([other for other in lines if other != line])
        assert problem.startswith("lacks ")


def test_facts_of_every_kind_have_such_statements() -> None:
    there = {line.split(" ")[1] for line in every_kind()}
    assert {SCHEMA.worksFor, SCHEMA.mentions, KG.participant, KG.produces, KG.investorIn} <= there


@pytest.mark.parametrize("property_", DERIVED)
def test_each_stray_one_is_found(property_: Term) -> None:
    [problem] = derived([*every_kind(), Statement(f"{PERSON} {property_} {COMPANY} .")])
    assert "follows from nothing that the graph says" in problem


def test_a_post_that_is_over_gives_no_shortcut() -> None:
    made = facts()
    over = replace(made, posts=tuple(replace(post, former=True) for post in made.posts))
    lines = list(article_graph(over).statements)
    assert derived(lines) == []
    post = next(line.split(" ")[0] for line in lines if line.endswith(f" {RDF.type} {ORG.Membership} ."))
    assert derived([line for line in lines if not line.startswith(f"{post} {KG.former} ")]) != []


def test_a_role_makes_its_bearer_take_part() -> None:
    event = resource(DEFAULT_BASE, "event/0")
    line = Statement(f"{event} {KG[Role.INVESTOR.value]} {COMPANY} .")
    [problem] = derived([line])
    assert problem.startswith("lacks kg:participant ")


def test_identifiers_are_those_that_the_content_gives(real: tuple[str, list[Statement]]) -> None:
    name, lines = real
    assert list(misnamed(Nodes(lines), name)) == []


@pytest.mark.parametrize(
    "kind",
    ["company", "person", "post", "claim", "mention", "evidence", "position", "quote", "text", "activity", "agent"],
)
def test_a_node_under_another_name_is_found(real: tuple[str, list[Statement]], kind: str) -> None:
    name, lines = real
    begin = f"<{DEFAULT_BASE}{kind}/"
    old = min(line.split(" ")[0] for line in lines if line.startswith(begin))
    new = f"{begin}{'0' * 16}>" if "-" not in old else old.replace(">", "0>")
    renamed = [Statement(line.replace(old, new)) for line in lines]
    assert any(problem.startswith("what it says makes it") for _, problem in misnamed(Nodes(renamed), name))


@pytest.mark.parametrize(
    ("property_", "kind"),
    [(SCHEMA.name, "company"), (KG.title, "post"), (SCHEMA.text, "claim"), (KG.attribution, "claim")],
)
def test_a_node_that_says_another_thing_is_found(real: tuple[str, list[Statement]], property_: Term, kind: str) -> None:
    name, lines = real
    begin = f"<{DEFAULT_BASE}{kind}/"
    line = min(line for line in lines if line.startswith(begin) and f" {property_} " in line)
    told = line.replace('"@', '改"@') if '"@' in line else line.replace("Quote>", "Quoted>")
    assert told != line
    changed = [Statement(told) if other == line else other for other in lines]
    assert [node for node, _ in misnamed(Nodes(changed), name)] == [line.split(" ")[0][1:-1]]


def test_a_text_that_is_not_of_this_version_is_found(real: tuple[str, list[Statement]]) -> None:
    name, lines = real
    digest = next(line for line in lines if f" {SCHEMA.sha256} " in line)
    changed = [Statement(line.replace('"', '"0', 1)) if line == digest else line for line in lines]
    assert [problem[:22] for _, problem in misnamed(Nodes(changed), name)] == ["what it says makes it "]


def test_a_graph_that_is_not_called_by_a_version_is_found(real: tuple[str, list[Statement]]) -> None:
    assert list(misnamed(Nodes(real[1]), "https://data.example/g")) == [
        ("https://data.example/g", "is not the name of an article's version")
    ]


def test_the_settings_of_a_graph_are_told_if_it_tells_of_one_kind() -> None:
    lines = every_kind()
    assert configuration_of(Nodes(lines)) == "abc"
    activity = next(line.split(" ")[0] for line in lines if f" {KG.configuration} " in line)
    assert configuration_of(Nodes([*lines, Statement(f'{activity} {KG.configuration} "x" .')])) is None
    assert configuration_of(Nodes(())) is None
