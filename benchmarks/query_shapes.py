"""The queries that users run: each with several things to ask it of, from the best known to the hardly known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.invented_articles import TOPICS
from kg.publish.stored_queries import stored_query
from kg.rdf import PREFIXES
from kg.store.oxigraph import OxigraphStore

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
RELATIONS = "kg:founderOf kg:investorIn kg:acquired kg:subsidiaryOf kg:partnerOf kg:produces schema:worksFor"

NEIGHBOURS = """SELECT DISTINCT ?relation ?neighbour ?name WHERE {
  { VALUES ?relation { %(relations)s } <%(iri)s> ?relation ?neighbour }
  UNION { VALUES ?relation { %(relations)s } ?neighbour ?relation <%(iri)s> }
  UNION { ?event kg:participant <%(iri)s> ; kg:participant ?neighbour ; a ?relation .
          FILTER (!SAMETERM(?neighbour, <%(iri)s>)) }
  ?neighbour schema:name ?name
} ORDER BY ?relation ?neighbour ?name"""
CLAIMS_BY_MONTH = """SELECT ?month (COUNT(?claim) AS ?claims) (COUNT(DISTINCT ?speaker) AS ?speakers) WHERE {
  ?claim a schema:Claim ; schema:dateCreated ?when ; schema:author ?speaker .
  BIND (SUBSTR(STR(?when), 1, 7) AS ?month)
} GROUP BY ?month ORDER BY ?month"""
PATH = """SELECT DISTINCT ?other ?name WHERE {
  <%(iri)s> (kg:founderOf|kg:investorIn|kg:acquired|kg:subsidiaryOf|kg:partnerOf|kg:produces)+ ?other .
  ?other schema:name ?name
} ORDER BY ?other ?name"""
CONTAINS = """SELECT ?claim ?text WHERE {
  ?claim a schema:Claim ; schema:text ?text . FILTER (CONTAINS(STR(?text), "%(words)s"))
} ORDER BY ?claim LIMIT 50"""
SEARCH = """SELECT ?claim ?text WHERE {
  ?claim kg:search "%(words)s" ; a schema:Claim ; schema:text ?text
} ORDER BY ?claim LIMIT 50"""
MENTIONED_WITH = """SELECT ?other (COUNT(?article) AS ?articles) WHERE {
  ?article schema:mentions <%(iri)s>, ?other . FILTER (!SAMETERM(?other, <%(iri)s>))
} GROUP BY ?other ORDER BY DESC(?articles) ?other LIMIT 20"""
# `?one != ?other` would look both terms up (12 µs), SAMETERM compares numbers; ORDER BY looks up what it compares, so
# HAVING leaves it few
PAIRS = """SELECT ?one ?other (COUNT(?article) AS ?articles) WHERE {
  ?article schema:mentions ?one, ?other . FILTER (!SAMETERM(?one, ?other))
} GROUP BY ?one ?other HAVING (COUNT(?article) > 2) ORDER BY DESC(?articles) ?one ?other LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of query.

    Attributes:
        name: what it finds.
        queries: the queries, each about something else.
        ours_alone: whether others than kg do not know what it uses.
        extra: whether it stands beside the six, to show something.
    """

    name: str
    queries: tuple[str, ...]
    ours_alone: bool = False
    extra: bool = False


def shapes(store: OxigraphStore) -> tuple[Shape, ...]:
    """All kinds of query, asked of things that are in a store."""
    companies = _ranked(store, "kg:Company")
    stored = stored_query("executives")
    executives = [stored.bind({"company": iri}, called=lambda iri: (iri,)) for iri in companies]
    words = TOPICS[4:9]
    return (
        Shape("neighbours of an entity", _asked(NEIGHBOURS, companies)),
        Shape("executives of a company, with evidence (`kg query executives`)", tuple(executives)),
        Shape("claims by month, with their speakers", _asked(CLAIMS_BY_MONTH, [""])),
        Shape("property path: whom an entity reaches over relations", _asked(PATH, companies)),
        Shape("text filter: claims that CONTAIN words", tuple(HEAD + CONTAINS % {"words": w} for w in words)),
        Shape('the same with `kg:search "…"`', tuple(HEAD + SEARCH % {"words": w} for w in words), True, True),
        Shape("most co-mentioned with an entity", _asked(MENTIONED_WITH, companies)),
        Shape("most co-mentioned pairs of all", _asked(PAIRS, [""]), extra=True),
    )


def _asked(query: str, iris: Sequence[str]) -> tuple[str, ...]:
    return tuple(HEAD + query % {"iri": iri, "relations": RELATIONS} for iri in iris)


def _ranked(store: OxigraphStore, type_: str) -> list[str]:
    """Five entities of a type: those that most, many, some, few articles name."""
    query = f"SELECT ?e (COUNT(?a) AS ?n) {{ ?e a {type_} . ?a schema:mentions ?e }} GROUP BY ?e ORDER BY DESC(?n) ?e"
    found = [str(row["e"]) for row in store.select(query)]
    return list(dict.fromkeys(found[min(place, len(found) - 1)] for place in (0, 3, 15, 60, 250)))
