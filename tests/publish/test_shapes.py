"""Our reading of the shapes and pyshacl's say the same, on sound graphs and on broken ones."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
import rdflib
from examples_of_facts import facts

from kg.errors import ConfigError
from kg.model import ArticleFacts
from kg.publish.nodes import Nodes
from kg.publish.shacl import Shapes, own_shapes, violations
from kg.rdf import PREFIXES, Statement, article_graph
from kg.rdf.schemas import schema_text

Lines = list[str]
Breakage = Callable[[Lines], Lines]


@cache
def shapes_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=schema_text("shapes.ttl"), format="turtle")


def pyshacl_finds(lines: Lines) -> set[str]:
    """The focus nodes that pyshacl reports."""
    import pyshacl

    data = rdflib.Graph().parse(data="\n".join(lines) + "\n", format="nt")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes_graph())
    assert isinstance(report, rdflib.Graph)
    results = report.objects(None, rdflib.URIRef(PREFIXES["sh"] + "result"))
    return {str(report.value(r, rdflib.URIRef(PREFIXES["sh"] + "focusNode"))) for r in results}


def we_find(lines: Lines) -> set[str]:
    return {node for node, _ in violations(Nodes(map(Statement, lines)))}


def sound() -> Lines:
    return list(article_graph(facts(), configuration="abc").statements)


def full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def node_of(lines: Lines, class_: str) -> str:
    return min(line.split(" ")[0] for line in lines if line.endswith(f"#type> {full(class_)} ."))


def without(class_: str, property_: str) -> Breakage:
    def broken(lines: Lines) -> Lines:
        start = f"{node_of(lines, class_)} {full(property_)} "
        return [line for line in lines if not line.startswith(start)]

    return broken


def also(class_: str, property_: str, term: str) -> Breakage:
    return lambda lines: [*lines, f"{node_of(lines, class_)} {full(property_)} {term} ."]


def instead(class_: str, property_: str, term: str) -> Breakage:
    return lambda lines: also(class_, property_, term)(without(class_, property_)(lines))


XSD, EX = PREFIXES["xsd"], "<https://data.example/x>"
NUMBER = f"^^<{XSD}decimal>"
FOUND = {
    "article without a source": without("schema:NewsArticle", "kg:sourceFile"),
    "article with two texts": also("schema:NewsArticle", "schema:encoding", EX),
    "address that is no web page": instead("schema:NewsArticle", "schema:url", "<javascript:alert(1)>"),
    "address as text": instead("schema:NewsArticle", "schema:url", '"https://news.example/"'),
    "moment as text": instead("schema:NewsArticle", "schema:datePublished", '"2024"'),
    "unknown property": also("schema:NewsArticle", "kg:nonsense", '"x"'),
    "mention of what is no entity": also("schema:NewsArticle", "schema:mentions", EX),
    "digest that is none": instead("schema:MediaObject", "schema:sha256", '"abc"'),
    "other encoding": instead("schema:MediaObject", "schema:encodingFormat", '"text/html"'),
    "entity without a name": without("kg:Person", "schema:name"),
    "entity with two names": also("kg:Person", "schema:name", '"甲"@zh'),
    "name without a language": instead("kg:Person", "schema:name", '"甲"'),
    "empty name": instead("kg:Person", "schema:name", '""@zh'),
    "identifier without a scheme": also("kg:Person", "schema:identifier", '"1234"'),
    "mention without its entity": without("kg:Mention", "kg:refersTo"),
    "mention with two pieces of evidence": also("kg:Mention", "kg:evidence", EX),
    "assertion without evidence": without("kg:Figure", "kg:evidence"),
    "evidence that is none": also("kg:Figure", "kg:evidence", EX),
    "no confidence": without("schema:Claim", "kg:confidence"),
    "too much confidence": instead("schema:Claim", "kg:confidence", f'"1.01"{NUMBER}'),
    "negative confidence": instead("schema:Claim", "kg:confidence", f'"-0.1"{NUMBER}'),
    "confidence as text": instead("schema:Claim", "kg:confidence", '"0.5"'),
    "no origin": without("org:Membership", "prov:wasGeneratedBy"),
    "post without a holder": without("org:Membership", "org:member"),
    "post of a place": instead("org:Membership", "org:member", EX),
    "post without a title": without("org:Membership", "kg:title"),
    "time that is none": also("org:Membership", "kg:validFrom", '"2024"'),
    "former that is no truth value": also("org:Membership", "kg:former", '"yes"'),
    "unknown relation": instead("kg:Relation", "rdf:predicate", full("kg:likes")),
    "relation without its object": without("kg:Relation", "rdf:object"),
    "event without a name": without("kg:Event", "schema:name"),
    "event without modality": without("kg:Event", "kg:modality"),
    "unknown modality": instead("kg:Event", "kg:modality", full("kg:Maybe")),
    "event with two dates": also("kg:Conference", "schema:startDate", f'"2024"^^<{XSD}gYear>'),
    "participant that is no entity": also("kg:Event", "kg:participant", EX),
    "amount that is none": instead("kg:FundingRound", "kg:amount", EX),
    "claim without words": without("schema:Claim", "schema:text"),
    "claim without attribution": without("schema:Claim", "kg:attribution"),
    "claim that states a company": also("schema:Claim", "kg:states", EX),
    "figure without a subject": without("kg:Figure", "schema:about"),
    "figure without a unit": without("kg:Figure", "kg:unit"),
    "figure without a bound": without("kg:Figure", "kg:bound"),
    "figure with a value and a range": lambda lines: also("kg:Figure", "schema:minValue", f'"1"{NUMBER}')(
        also("kg:Figure", "schema:maxValue", f'"2"{NUMBER}')(also("kg:Figure", "schema:value", f'"1"{NUMBER}')(lines))
    ),
    "money without a currency": without("kg:Amount", "schema:currency"),
    "currency that is none": instead("kg:Amount", "schema:currency", '"yuan"'),
    "amount without a value": without("kg:Amount", "schema:value"),
    "amount in other digits": instead("kg:Amount", "schema:value", '"3亿"'),
    "evidence without a source": without("oa:SpecificResource", "oa:hasSource"),
    "evidence with one selector": without("oa:SpecificResource", "oa:hasSelector"),
    "place that ends before it begins": instead("oa:TextPositionSelector", "oa:end", f'"0"^^<{XSD}integer>'),
    "place before the text": instead("oa:TextPositionSelector", "oa:start", f'"-1"^^<{XSD}integer>'),
    "place without an end": without("oa:TextPositionSelector", "oa:end"),
    "quote without words": without("oa:TextQuoteSelector", "oa:exact"),
    "empty quote": instead("oa:TextQuoteSelector", "oa:exact", '""'),
    "too much context": instead("oa:TextQuoteSelector", "oa:prefix", '"' + "长" * 33 + '"'),
    "activity that used nothing": without("prov:Activity", "prov:used"),
    "activity of nobody": without("prov:Activity", "prov:wasAssociatedWith"),
    "agent without a name": without("prov:SoftwareAgent", "schema:name"),
    "concept without a label": without("skos:Concept", "skos:prefLabel"),
    "concept with two labels in a language": also("skos:Concept", "skos:prefLabel", '"别名"@zh'),
}


def test_a_sound_graph_has_no_violations() -> None:
    assert we_find(sound()) == set()
    assert pyshacl_finds(sound()) == set()


@pytest.mark.parametrize("what", sorted(FOUND))
def test_what_is_broken_is_found_by_both(what: str) -> None:
    broken = FOUND[what](sound())
    found = we_find(broken)
    assert found
    assert found == pyshacl_finds(broken)


def ranges_upside_down() -> Lines:
    lines = sound()
    low = next(line for line in lines if full("schema:minValue") in line)
    return [
        *(line for line in lines if line != low),
        f'{low.split(" ")[0]} {full("schema:minValue")} "9999999999"{NUMBER} .',
    ]


def test_a_range_upside_down_is_found_by_both() -> None:
    assert we_find(ranges_upside_down()) == pyshacl_finds(ranges_upside_down()) != set()


def test_a_speaker_is_needed_but_for_words_that_nobody_owns() -> None:
    made = facts()
    nobody = replace(made.claims[0], speaker=None)
    lines = list(article_graph(replace(made, claims=(nobody,))).statements)
    assert we_find(lines) == pyshacl_finds(lines) != set()


def test_an_article_without_facts_is_sound() -> None:
    bare = ArticleFacts(facts().article)
    assert we_find(list(article_graph(bare).statements)) == set()


def test_a_problem_names_the_property_and_what_was_expected() -> None:
    lines = FOUND["too much confidence"](FOUND["no origin"](sound()))
    problems = {problem for _, problem in violations(Nodes(map(Statement, lines)))}
    assert problems == {
        'kg:confidence "1.01"^^<http://www.w3.org/2001/XMLSchema#decimal>: more than 1',
        "prov:wasGeneratedBy: 0 of at least 1",
    }


def test_shapes_that_ask_for_more_than_is_checked_are_refused() -> None:
    head = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())
    for more in ("sh:not [ sh:class kg:X ]", "sh:property [ sh:path kg:x ; sh:equals kg:y ]", "sh:nodeKind sh:Literal"):
        with pytest.raises(ConfigError, match="which kg does not check"):
            Shapes(f"{head} kg:S a sh:NodeShape ; sh:targetClass kg:C ; {more} .")


def test_every_class_that_the_mapping_writes_has_a_shape() -> None:
    classes = {line.split(" ")[2] for line in sound() if "#type> " in line}
    free = {full(c) for c in ("prov:Entity", "rdf:Statement", "schema:MonetaryAmount", "schema:QuantitativeValue")}
    events = {c for c in classes if c in {full(f"kg:{e}") for e in ("Conference", "FundingRound", "IPO")}}
    assert classes - free - events <= set(own_shapes().targets)
