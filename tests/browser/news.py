"""An invented newspaper: firms, their people and what they say, in a store; and what Python counts in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import networkx as nx
from examples_of_facts import BEIJING, TEXT, entity_id, evidence, facts
from published import Telling

from kg.model import (
    ArticleFacts,
    AssertionId,
    Attribution,
    Claim,
    EntityId,
    EntityType,
    Event,
    EventType,
    Figure,
    Period,
    Quantity,
    RelationType,
    Role,
    text_digest,
)
from kg.publish.load import load
from kg.publish.page.drawn import DrawnEdge, drawn
from kg.publish.rows import AssertionRow, Corpus, EntityRow, FigureRow, Quote, RelationRow, Source
from kg.rdf import DEFAULT_BASE, Statement, article_graph
from kg.store import OxigraphStore

FIRMS = {"星桥科技": ["Starbridge"], "云峰汽车": [], "快禾科技": ["快禾"], "远帆资本": [], "青岚能源": []}
PEOPLE = ("林晓舟", "周以宁", "许望山", "曾云帆", "何青禾")
PLACES = ("宁波", "长沙")
PUBLISHERS = ("晨报", "商业周刊", "科技日报")
ARTICLES = 12


@dataclass
class Report(Telling):
    """An article of a day; all that it says is as sure."""

    published: datetime = datetime(2024, 3, 6, tzinfo=BEIJING)
    sure: float = 0.9
    texts: dict[str, str] = field(default_factory=dict)

    def conference(self, name: str, words: str, when: str, place: EntityId, *who: tuple[Role, EntityId]) -> None:
        made, proof = self._id("event", name), evidence(self.text, words)
        self.events.append(Event(made, EventType.CONFERENCE, (name,), who, proof, self.sure, Period(when), place=place))

    def says(self, speaker: EntityId, words: str, about: EntityId) -> None:
        made, proof = self._id("claim", words), evidence(self.text, words)
        self.claims.append(Claim(made, speaker, Attribution.DIRECT, words, proof, self.sure, about=(about,)))

    def revenue(self, of: EntityId, hundred_millions: int, year: int, words: str) -> AssertionId:
        made = self._id("figure", of, year)
        quantity = Quantity(Decimal(hundred_millions * 10**8), "元", currency="CNY", written=f"{hundred_millions}亿元")
        proof, time = evidence(self.text, words), Period(str(year))
        self.figures.append(Figure(made, of, "营收", quantity, proof, self.sure, concept="revenue", time=time))
        return made

    def facts(self) -> ArticleFacts:
        told = super().facts()
        return replace(
            told,
            article=replace(told.article, published=self.published),
            posts=tuple(replace(post, confidence=self.sure) for post in told.posts),
            relations=tuple(replace(relation, confidence=self.sure) for relation in told.relations),
        )


def _report(n: int) -> Report:
    firm, other = list(FIRMS)[n % 5], list(FIRMS)[(n + 1) % 5]
    person, place, year = PEOPLE[n % 5], PLACES[n % 2], 2021 + n // 3
    sign = "\N{ROCKET}" if n % 4 == 3 else ""  # characters that JavaScript counts twice
    headline = f"{sign}{firm}与{other}达成合作"
    said = f"{firm}会继续投入，{other}是我们{year}年最好的伙伴。"
    text = (
        f"{headline}\n{firm}首席执行官{person}出席了在{place}举行的{year}{firm}开放日。“{said}”{person}说。\n"
        f"{firm}{year}年营收{n + 3}亿元。"
    )
    told = Report(
        text,
        source_file=f"{n}.md",
        url=f"https://news.example/{n}",
        headline=headline,
        publisher=PUBLISHERS[n % 3],
        published=datetime(year, 1 + n, 10, tzinfo=BEIJING),
        sure=0.4 + 0.05 * n,
    )
    a, b = (told.entity(name, aliases=FIRMS[name]) for name in (firm, other))
    who, town = told.entity(person, EntityType.PERSON), told.entity(place, EntityType.PLACE)
    told.post(who, "首席执行官", a, f"{firm}首席执行官{person}")
    told.relation(a, RelationType.PARTNER_OF, b, f"{firm}与{other}达成合作")
    roles = ((Role.ORGANIZER, a), (Role.SPEAKER, who))
    told.conference(f"{year}{firm}开放日", f"{year}{firm}开放日", f"{year}-{1 + n:02d}", town, *roles)
    told.says(who, said, b)
    told.revenue(a, n + 3, year, f"{firm}{year}年营收{n + 3}亿元")
    return told


def _island() -> Report:
    """Two firms that nothing links to the others."""
    told = Report("南屿食品收购北屿食品。", "island.md", headline="南屿食品收购北屿食品", publisher="商业周刊")
    told.relation(told.entity("南屿食品"), RelationType.ACQUIRED, told.entity("北屿食品"), "收购")
    return told


def _otherwise() -> tuple[Report, AssertionId]:
    """Says another revenue than the first article does."""
    text = "星桥科技2021年营收9亿元，高于此前的说法。"
    told = Report(text, "otherwise.md", headline="星桥科技营收有两种说法", publisher="晨报")
    return told, told.revenue(told.entity("星桥科技"), 9, 2021, "星桥科技2021年营收9亿元")


def _reports() -> list[ArticleFacts]:
    return [facts(), *(_report(n).facts() for n in range(ARTICLES)), _island().facts(), _otherwise()[0].facts()]


@cache
def news() -> OxigraphStore:
    """A store of 15 articles, with one pair of figures in conflict."""
    store = OxigraphStore()
    for one in _reports():
        graph = article_graph(one)
        store.replace_graph(graph.name, graph.statements)
    a, b = _report(0).facts().figures[0].id, _otherwise()[1]
    contradicts = "<https://w3id.org/newskg/ns#contradicts>"
    line = f"<{DEFAULT_BASE}{a}> {contradicts} <{DEFAULT_BASE}{b}> ."
    store.replace_graph(f"{DEFAULT_BASE}decisions", [Statement(line)])
    return store


@cache
def news_rows() -> Corpus:
    """What the store says."""
    return load(news())


@cache
def news_texts() -> dict[str, str]:
    """Digest → text, as a build keeps them."""
    return {text_digest(one.article.text): one.article.text for one in _reports()} | {text_digest(TEXT): TEXT}


def iri_of(name: str, type_: EntityType = EntityType.COMPANY) -> str:
    """The IRI of an invented entity."""
    return f"{DEFAULT_BASE}{entity_id(type_, name)}"


def continents(hubs: int, spokes: int) -> Corpus:
    """A graph too large to be drawn whole: each hub has its own spokes, and the hubs stand in a ring."""
    source = Source(f"{DEFAULT_BASE}article/a", "Ring", "https://news.example/ring", "2024-03-06", "Ring")
    quote = (Quote("partner", source),)
    names = {f"{DEFAULT_BASE}company/{h:02d}": f"Hub {h}" for h in range(hubs)}
    rim = {f"{hub}-{s:03d}": f"{name} Spoke {s}" for hub, name in names.items() for s in range(spokes)}
    entities = {iri: EntityRow(iri, "Company", name) for iri, name in sorted((names | rim).items())}
    ring = list(names)
    pairs = [*zip(ring, ring[1:] + ring[:1], strict=True), *((iri.rpartition("-")[0], iri) for iri in rim)]
    relations = (
        RelationRow(f"{DEFAULT_BASE}relation/{n:05d}", quote, 0.9, type="partnerOf", subject=a, object=b)
        for n, (a, b) in enumerate(pairs)
    )
    return Corpus(entities=entities, relations=tuple(relations), sources=(source,))


# ---------------------------------------------------------------- what Python counts


@dataclass(frozen=True)
class Choice:
    """What a reader leaves out."""

    types: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    sure: int = 0
    first: str = ""
    last: str = ""

    @property
    def of_facts(self) -> bool:
        return bool(self.publishers or self.sure or self.first or self.last)

    def passes(self, fact: AssertionRow) -> bool:
        """Whether a fact is sure enough, from somebody who is not left out, and of the time asked for."""
        sure = 100 if fact.confidence is None else round(100 * fact.confidence)
        told_by = {quote.source.publisher for quote in fact.evidence}
        return sure >= self.sure and bool(not told_by or told_by - self.publishers) and self._in_time(fact)

    def _in_time(self, fact: AssertionRow) -> bool:
        if not (self.first or self.last):
            return True
        if not (when := fact.when or fact.day):
            return False
        first, last = Period(when).first or date.min, Period(when).last or date.max
        return (not self.last or first <= date.fromisoformat(self.last)) and (
            not self.first or last >= date.fromisoformat(self.first)
        )


def family(edge: DrawnEdge) -> str:
    """What the legend switches as one."""
    return "role" if edge.fact.iri.startswith(f"{DEFAULT_BASE}event/") else edge.kind


def expected(corpus: Corpus, choice: Choice) -> tuple[set[str], int]:
    """The nodes that a choice leaves of the whole, and how many edges."""
    graph = drawn(corpus)
    passing = [e for e in graph.edges if family(e) not in choice.families and choice.passes(e.fact)]
    linked, passed = ({iri for e in edges for iri in (e.source, e.target)} for edges in (graph.edges, passing))

    def stands(iri: str) -> bool:
        node = graph.nodes[iri]
        return node.type not in choice.types and (node.fact is None or choice.passes(node.fact))

    def kept(iri: str) -> bool:
        if iri in linked:
            return iri in passed
        return graph.nodes[iri].fact is not None or not choice.of_facts

    nodes = {iri for iri in graph.nodes if stands(iri) and kept(iri)}
    return nodes, sum(stands(e.source) and stands(e.target) for e in passing)


def around(corpus: Corpus, iri: str, hops: int, expanded: Iterable[str] = ()) -> tuple[set[str], int]:
    """A node's neighbourhood, and that of those that were added."""
    graph = network(corpus)
    nodes = set(nx.ego_graph(graph, iri, hops).nodes)
    for other in expanded:
        nodes |= set(nx.ego_graph(graph, other, 1).nodes)
    return nodes, graph.subgraph(nodes).number_of_edges()


def network(corpus: Corpus) -> nx.MultiGraph[str]:
    """All that is drawn, whichever way its edges go."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    whole = drawn(corpus)
    graph.add_nodes_from(whole.nodes)
    graph.add_edges_from((e.source, e.target) for e in whole.edges)
    return graph


def words_of(corpus: Corpus) -> dict[str, list[str]]:
    """Fact → the words of its evidence."""
    return {fact.iri: [quote.exact for quote in fact.evidence] for fact in corpus.assertions}


def figures_of(corpus: Corpus, iri: str) -> list[FigureRow]:
    """The figures about an entity."""
    return [figure for figure in corpus.figures if figure.subject == iri]
