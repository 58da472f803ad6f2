"""The page of one fact: what it says, the words that prove it, where it comes from, and what agrees with it or not."""

from __future__ import annotations

from dataclasses import dataclass

from kg.publish.rows import FigureRow
from kg.serve.page import Asked, Page
from kg.serve.pages.errors import missing
from kg.serve.pages.reading import rows, term
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import shown
from kg.store.oxigraph import OxigraphStore


@dataclass(frozen=True, slots=True)
class Extractor:
    """What found a fact. ``configuration`` identifies its settings, where that is known."""

    name: str
    activity: str
    configuration: str


def fact_page(store: OxigraphStore, asked: Asked, iri: str) -> Page:
    """The page of a post, relation, event, claim or figure."""
    near = {key: _linked(store, iri, key) for key in ("contradicts", "corroborates")}
    near["states"] = [s for (s,) in rows(store, f"SELECT ?s WHERE {{ {term(iri)} kg:states ?s }}")]
    near["stated"] = [s for (s,) in rows(store, f"SELECT ?s WHERE {{ ?s kg:states {term(iri)} }}")]
    wanted = dict.fromkeys([iri, *(other for others in near.values() for other in others)])
    facts = shown(store, asked, list(wanted))
    if not facts.of([iri]):
        return missing(asked, iri)
    this = facts.of([iri])[0]
    return html(
        asked,
        "fact.html",
        fact=this,
        row=this.row,
        names=facts,
        near={key: facts.of(others) for key, others in near.items()},
        concept=_concept(store, asked, iri),
        inferred=isinstance(this.row, FigureRow) and _is_inferred(store, iri),
        extractors=_extractors(store, iri),
        headers={"vary": "accept, accept-language, cookie"},
    )


def _linked(store: OxigraphStore, iri: str, property_: str) -> list[str]:
    """What the graph marks in either direction: it needs to say so only once."""
    this = term(iri)
    query = f"SELECT ?x WHERE {{ {{ {this} kg:{property_} ?x }} UNION {{ ?x kg:{property_} {this} }} }}"
    return sorted({x for (x,) in rows(store, query)} - {iri})


def _concept(store: OxigraphStore, asked: Asked, iri: str) -> tuple[str, str]:
    """The concept of a post or a metric: its IRI and what it is called; empty where there is none."""
    query = (
        f"SELECT ?c ?l (LANG(?l) AS ?g) WHERE {{ VALUES ?p {{ kg:metric org:role }} {term(iri)} ?p ?c . "
        "?c skos:prefLabel ?l }"
    )
    found = sorted((language != asked.language, label, concept) for concept, label, language in rows(store, query))
    return (found[0][2], found[0][1]) if found else ("", "")


def _is_inferred(store: OxigraphStore, iri: str) -> bool:
    return bool(rows(store, f"SELECT ?x WHERE {{ {term(iri)} kg:currencyInferred ?x }}"))


def _extractors(store: OxigraphStore, iri: str) -> tuple[Extractor, ...]:
    query = (
        f"SELECT ?n ?a ?c WHERE {{ {term(iri)} prov:wasGeneratedBy ?a . ?a prov:wasAssociatedWith/schema:name ?n "
        "OPTIONAL { ?a kg:configuration ?c } } ORDER BY ?n"
    )
    return tuple(Extractor(*found) for found in rows(store, query))
