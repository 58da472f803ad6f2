"""Parts of a living store, as the page asks for them: one node, one article, or the best connected of all.

Each is a bundle with details (:class:`kg.publish.page.seam.LiveBundle`), as JSON.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.model import Role
from kg.publish.asking import Selectable, is_iri, solutions, solutions_for
from kg.publish.page import seam
from kg.publish.page.build import as_json
from kg.publish.page.bundle import Matter, matter
from kg.publish.page.drawn import drawn, kept_nodes
from kg.publish.page.evidence import Texts
from kg.publish.page.placing import place
from kg.publish.partial import pairs, part

FACTS_OF_NODE = 150
"""How many facts come with a node at most."""

NODES_AT_FIRST = 1_000
"""How many nodes the first graph has, where nobody says otherwise."""

_CONFLICTS = 40
"""How many facts come along because they contradict or corroborate others."""

_FACTS = "org:Membership kg:Relation kg:Event schema:Claim kg:Figure"
_ABOUT_NODE = {
    "post": "VALUES ?slot { org:member org:organization } GRAPH ?g { ?s ?slot <%s> }",
    "relation": "VALUES ?slot { rdf:subject rdf:object } GRAPH ?g { ?s ?slot <%s> }",
    "event": "VALUES ?slot { kg:participant schema:location } GRAPH ?g { ?s ?slot <%s> }",
    "said": "GRAPH ?g { ?s schema:author <%s> }",
    "said of": "GRAPH ?g { ?s schema:about <%s> . ?s a schema:Claim }",
    "figure": "GRAPH ?g { ?s schema:about <%s> . ?s a kg:Figure }",
}


_ROLE_SLOTS = "schema:location " + " ".join(f"kg:{role.value}" for role in Role)


class Shape:
    """Which fact of a store speaks of which entities: all of it, but nothing else of any fact.

    Reading it takes half a second where an answer takes some hundredths: whoever gives many keeps it for as long as
    the store stays as it is.

    Attributes:
        ties: the entities that each post and relation speaks of.
        stories: those that each event and claim speaks of.
        entities: every entity.
        links: how many edges each entity has.
        totals: how much there is in all.
    """

    def __init__(self, store: Selectable) -> None:
        self.links: Counter[str] = Counter()
        self.ties = self._read(store, "VALUES ?slot { org:member org:organization rdf:subject rdf:object } ?s ?slot ?n")
        self.stories = self._read(store, f"VALUES ?slot {{ {_ROLE_SLOTS} }} ?s ?slot ?n")
        for slot in ("schema:author", "schema:about"):
            for story, of in self._read(store, f"?s a schema:Claim ; {slot} ?n").items():
                self.stories.setdefault(story, []).extend(of)
        for (story,) in solutions(store, "SELECT ?s WHERE { { ?s a kg:Event } UNION { ?s a schema:Claim } }", "s"):
            self.stories.setdefault(story, [])
        types = "VALUES ?t { kg:Company kg:Organization kg:Person kg:Product kg:Place } ?s a ?t"
        named = {iri for (iri,) in solutions(store, f"SELECT ?s WHERE {{ {types} }}", "s")}
        self.entities = named.union(*self.ties.values(), *self.stories.values())
        self.totals = self._totals(store)

    def _read(self, store: Selectable, pattern: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for fact, entity in solutions(store, f"SELECT ?s ?n WHERE {{ {pattern} }}", "s", "n"):
            found[fact].append(entity)
            self.links[entity] += 1
        return dict(found)

    def _totals(self, store: Selectable) -> seam.Totals:
        def count(pattern: str) -> int:
            return int(next(solutions(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern} }}", "n"))[0])

        return {
            "nodes": len(self.entities) + len(self.stories),
            "edges": len(self.ties) + sum(map(len, self.stories.values())),
            "facts": len(self.ties) + len(self.stories) + count("?s a kg:Figure ; schema:about ?e"),
            "articles": count("?s a schema:NewsArticle"),
        }


def node_bundle(
    store: Selectable,
    iri: str,
    texts: Texts | None = None,
    shape: Shape | None = None,
    limit: int = FACTS_OF_NODE,
) -> bytes | None:
    """What is known of an entity, an event or a claim; None if the store knows nothing of it.

    Of an entity the ``limit`` newest facts, of each kind a fair share; ``omitted`` says how many more there are.
    Evidence brings its words and what stands around them: no text is needed to show it.

    Args:
        store: the graph.
        iri: of the node.
        texts: gives the kept texts.
        shape: of this store; read anew where there is none.
        limit: how many facts come at most.
    """
    if not is_iri(iri):
        return None
    found = _facts_of_node(store, iri)
    kept = _newest(found, limit)
    known = {fact for of in found.values() for fact in of}
    facts = kept or [iri]
    facts += _partners(store, facts)
    corpus = part(store, facts, others=[] if kept else [iri], context=texts is None)
    if iri not in drawn(corpus).nodes:
        return None
    shape = shape or Shape(store)
    made = matter(corpus, "", texts, drawn(corpus).links | shape.links, shape.totals, in_words=True)
    return _bundle(made, omitted=len(known) - len(known.intersection(facts)))


def article_bundle(store: Selectable, iri: str, texts: Texts | None = None, shape: Shape | None = None) -> bytes | None:
    """All facts of an article, with its text where one is kept; None if the store does not know it."""
    if not is_iri(iri):
        return None
    query = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{iri}> schema:encoding ?t }} }}"
    graphs = [g for (g,) in solutions(store, query, "g")]
    if not graphs:
        return None
    query = f"SELECT DISTINCT ?s WHERE {{ VALUES ?g {{ {{iris}} }} VALUES ?c {{ {_FACTS} }} GRAPH ?g {{ ?s a ?c }} }}"
    facts = [fact for (fact,) in solutions_for(store, graphs, query, "s")]
    corpus = part(store, facts, articles=[iri], context=texts is None)
    shape = shape or Shape(store)
    made = matter(corpus, "", texts, drawn(corpus).links | shape.links, shape.totals)
    return _bundle(made, texts=[(i, text) for i, text in enumerate(made.texts) if text is not None])


def graph_bundle(store: Selectable, limit: int = NODES_AT_FIRST, shape: Shape | None = None) -> bytes:
    """The best connected nodes with what links them, placed; without details, which come with each node."""
    shape = shape or Shape(store)
    kept = kept_nodes(shape.entities, shape.stories, shape.links, limit)
    facts = [fact for fact, of in shape.ties.items() if kept.issuperset(of)]
    corpus = part(store, [*facts, *(kept & shape.stories.keys())], kept - shape.stories.keys(), quotes=False)
    made = matter(corpus, "", None, drawn(corpus).links | shape.links, shape.totals)
    place(made.bundle)
    return as_json({**made.bundle, "details": [None] * len(made.details)})


def _facts_of_node(store: Selectable, iri: str) -> dict[str, list[str]]:
    """The facts that speak of an entity, by kind, those of the newest articles first."""
    found: dict[str, dict[str, str]] = {}
    for kind, pattern in _ABOUT_NODE.items():
        pairs_ = solutions(store, f"SELECT DISTINCT ?s ?g WHERE {{ {pattern % iri} }}", "s", "g")
        found[kind] = {fact: graph for fact, graph in pairs_}  # noqa: C416 - of tuples of any length
    days = _days(store, {graph for of in found.values() for graph in of.values()})
    return {
        kind: sorted(of, key=lambda fact: (days.get(of[fact], ""), fact), reverse=True) for kind, of in found.items()
    }


def _days(store: Selectable, graphs: Iterable[str]) -> dict[str, str]:
    """When the articles were published that graphs have."""
    query = "SELECT ?g ?d WHERE { VALUES ?g { {iris} } GRAPH ?g { ?a schema:datePublished ?d } }"
    return {graph: day for graph, day in solutions_for(store, sorted(graphs), query, "g", "d")}  # noqa: C416


def _newest(found: Mapping[str, Sequence[str]], limit: int) -> list[str]:
    shares = fair_shares([len(of) for of in found.values()], limit)
    return list(dict.fromkeys(fact for of, share in zip(found.values(), shares, strict=True) for fact in of[:share]))


def fair_shares(wanted: Sequence[int], room: int) -> list[int]:
    """How much each gets of ``room`` where not all can have what they want: the small ones all, the others alike.

    >>> fair_shares([3, 100, 20], 43)
    [3, 20, 20]
    """
    shares = [0] * len(wanted)
    left = room
    for rank, i in enumerate(sorted(range(len(wanted)), key=lambda i: wanted[i])):
        shares[i] = min(wanted[i], left // (len(wanted) - rank))
        left -= shares[i]
    return shares


def _partners(store: Selectable, facts: Sequence[str]) -> list[str]:
    """The facts that contradict or corroborate some of these."""
    told = {*pairs(store, facts, "kg:contradicts"), *pairs(store, facts, "kg:corroborates")}
    return sorted({fact for pair in told for fact in pair} - set(facts))[:_CONFLICTS]


def _bundle(made: Matter, texts: seam.Sparse | None = None, omitted: int = 0) -> bytes:
    more: dict[str, object] = {"details": made.details}
    if texts is not None:
        more["texts"] = texts
    if omitted:
        more["omitted"] = omitted
    return as_json({**made.bundle, **more})
