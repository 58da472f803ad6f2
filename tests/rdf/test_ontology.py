"""The ontology, the shapes and the context speak of the terms that the mapping writes, and of no others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from examples_of_facts import facts

from kg.model import Attribution, Bound, EntityType, EventType, Modality, RelationType, Role
from kg.rdf import PREFIXES, article_graph
from kg.rdf.schemas import schema_text

KG = PREFIXES["kg"]
DECISIONS_ACROSS_ARTICLES = {"SameEntity", "corroborates", "contradicts"}
ABSTRACT = {"Entity", "Modality", "Attribution", "Bound"}
ENUMERATED = {
    member.value
    for kind in (Attribution, Bound, EntityType, EventType, Modality, RelationType, Role)
    for member in kind
}


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    store = ox.Store()
    store.load(schema_text("kg.ttl"), ox.RdfFormat.TURTLE)
    return store


def column(ontology: ox.Store, sparql: str) -> set[str]:
    return {row[0].value for row in ontology.query(sparql, prefixes=PREFIXES)}


def defined(ontology: ox.Store) -> set[str]:
    return {t.removeprefix(KG) for t in column(ontology, "SELECT ?t { ?t rdfs:isDefinedBy ?o }")}


def written() -> set[str]:
    """Our own terms in the graph of an article that has a fact of every kind."""
    found = set()
    for statement in article_graph(facts(), configuration="abc").statements:
        found |= set(re.findall(rf"<{re.escape(KG)}([^>]*)>", statement))
    return found


def test_every_term_that_the_mapping_can_write_is_defined(ontology: ox.Store) -> None:
    assert written() | ENUMERATED <= defined(ontology)


def test_every_term_that_is_defined_can_be_written(ontology: ox.Store) -> None:
    assert defined(ontology) == written() | ENUMERATED | ABSTRACT | DECISIONS_ACROSS_ARTICLES


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("property_", ["rdfs:label", "skos:definition"])
def test_every_term_is_labelled_and_defined_in_both_languages(
    ontology: ox.Store, property_: str, language: str
) -> None:
    lacking = f'?t rdfs:isDefinedBy ?o FILTER NOT EXISTS {{ ?t {property_} ?l FILTER(LANG(?l) = "{language}") }}'
    assert column(ontology, f"SELECT ?t {{ {lacking} }}") == set()


@pytest.mark.parametrize("properties", ["rdfs:domain|schema:domainIncludes", "rdfs:range|schema:rangeIncludes"])
def test_every_property_has_domain_and_range(ontology: ox.Store, properties: str) -> None:
    kinds = "VALUES ?k { owl:ObjectProperty owl:DatatypeProperty }"
    assert column(ontology, f"SELECT ?t {{ {kinds} ?t a ?k FILTER NOT EXISTS {{ ?t {properties} ?c }} }}") == set()


def test_every_role_is_a_kind_of_participation(ontology: ox.Store) -> None:
    assert column(ontology, "SELECT ?r { ?r rdfs:subPropertyOf kg:participant }") == {KG + r.value for r in Role}


def test_every_type_of_event_is_a_kind_of_event(ontology: ox.Store) -> None:
    assert column(ontology, "SELECT ?e { ?e rdfs:subClassOf kg:Event }") == {KG + e.value for e in EventType}
    assert column(ontology, "SELECT ?c { kg:Event rdfs:subClassOf ?c }") == {
        f"{PREFIXES['sem']}Event",
        f"{PREFIXES['schema']}Event",
    }


def test_entities_are_what_schema_org_and_org_call_them(ontology: ox.Store) -> None:
    assert column(ontology, "SELECT ?c { kg:Company rdfs:subClassOf ?c }") == {
        f"{KG}Entity",
        f"{PREFIXES['schema']}Corporation",
        f"{PREFIXES['org']}Organization",
    }


def properties_written() -> Iterator[str]:
    return iter({s.split(" ")[1][1:-1] for s in article_graph(facts(), configuration="abc").statements})


def test_the_context_has_a_term_for_every_property_and_class() -> None:
    context = json.loads(schema_text("context.jsonld"))["@context"]
    named = {d["@id"] if isinstance(d, dict) else d for t, d in context.items() if not t.startswith("@")}
    short = {
        f"{p}:{iri.removeprefix(ns)}"
        for iri in properties_written()
        for p, ns in PREFIXES.items()
        if iri.startswith(ns)
    }
    assert short - {"rdf:type"} <= named
    assert {f"kg:{value}" for value in ENUMERATED} <= named
    assert all(context[prefix] == namespace for prefix, namespace in PREFIXES.items())


def test_the_shapes_speak_of_defined_terms_only(ontology: ox.Store) -> None:
    own = set(re.findall(r"\bkg:(\w+)", schema_text("shapes.ttl")))
    assert own <= defined(ontology)
