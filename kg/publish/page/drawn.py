"""Rows → what is drawn: entities, events and claims as nodes; posts, relations, roles and who said what as edges."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.publish.network import UNTYPED
from kg.publish.rows import AssertionRow, ClaimRow, Corpus, EventRow

AUTHOR, ABOUT, LOCATION, POST = "author", "about", "location", "post"

_CLAIM_NAME = 24
_MARKS = '“”"「」『』'


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node; ``fact`` is the event or claim that it is."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    articles: int = 0
    fact: AssertionRow | None = None


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An edge between two IRIs; ``kind`` as the seam names it, ``title`` of a post as written."""

    source: str
    target: str
    kind: str
    fact: AssertionRow
    title: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The nodes by IRI and the edges, both in the order of the rows, and how many edges each node has."""

    nodes: dict[str, DrawnNode]
    edges: tuple[DrawnEdge, ...]
    links: Counter[str]


def drawn(corpus: Corpus) -> Drawn:
    """What rows look like as a graph; whatever they point at is a node."""
    edges = tuple(_edges(corpus))
    links = Counter[str]()
    for edge in edges:
        links[edge.source] += 1
        links[edge.target] += 1
    return Drawn({node.iri: node for node in _nodes(corpus)}, edges, links)


def _nodes(corpus: Corpus) -> Iterator[DrawnNode]:
    named = {iri for fact in corpus.assertions for iri in fact.entities}
    for iri in sorted(named | set(corpus.entities)):
        if entity := corpus.entities.get(iri):
            yield DrawnNode(iri, entity.type, entity.name, entity.aliases, entity.articles)
        else:
            yield DrawnNode(iri, UNTYPED, iri.rsplit("/", 1)[-1])
    for event in corpus.events:
        yield DrawnNode(event.iri, "Event", event.name, event.names[1:], _articles(event), event)
    for claim in corpus.claims:
        yield DrawnNode(claim.iri, "Claim", claim_name(claim), (), _articles(claim), claim)


def _articles(fact: AssertionRow) -> int:
    return len({quote.source.iri for quote in fact.evidence})


def claim_name(claim: ClaimRow) -> str:
    """The first words of a claim; what was said literally stands in its marks.

    >>> claim_name(ClaimRow("", (), None, speaker="", text="我们会继续投入。", attribution="DirectQuote"))
    '“我们会继续投入”'
    """
    text = " ".join(claim.text.split()).strip(_MARKS)
    short = text[: _CLAIM_NAME - 1] + "…" if len(text) > _CLAIM_NAME else text.rstrip("。，；")
    return f"“{short}”" if claim.attribution == "DirectQuote" else short


def _edges(corpus: Corpus) -> Iterator[DrawnEdge]:
    for post in corpus.posts:
        yield DrawnEdge(post.person, post.organization, POST, post, post.title)
    for relation in corpus.relations:
        yield DrawnEdge(relation.subject, relation.object, relation.type, relation)
    for event in corpus.events:
        yield from (DrawnEdge(entity, event.iri, role, event) for role, entity in event.participants)
        if event.place:
            yield DrawnEdge(event.iri, event.place, LOCATION, event)
    for claim in corpus.claims:
        if claim.speaker:
            yield DrawnEdge(claim.speaker, claim.iri, AUTHOR, claim)
        yield from (DrawnEdge(claim.iri, entity, ABOUT, claim) for entity in claim.about)


def best_connected(corpus: Corpus, links: Counter[str], limit: int) -> Corpus:
    """The part of a corpus that makes at most ``limit`` nodes: the entities with the most ``links``.

    Facts come with them that speak of no others, as long as there is room for the events and claims among them.
    """
    graph_nodes = len(corpus.entities) + len(corpus.events) + len(corpus.claims)
    if graph_nodes <= limit and all(e in corpus.entities for f in corpus.assertions for e in f.entities):
        return corpus
    stories: tuple[EventRow | ClaimRow, ...] = (*corpus.events, *corpus.claims)
    named = {iri for fact in corpus.assertions for iri in fact.entities} | set(corpus.entities)
    kept = kept_nodes(named, {story.iri: story.entities for story in stories}, links, limit)

    def whole(fact: AssertionRow) -> bool:
        own = fact.iri in kept if isinstance(fact, EventRow | ClaimRow) else True
        return own and all(iri in kept for iri in fact.entities)

    return replace(
        corpus,
        entities={iri: entity for iri, entity in corpus.entities.items() if iri in kept},
        posts=tuple(filter(whole, corpus.posts)),
        relations=tuple(filter(whole, corpus.relations)),
        events=tuple(filter(whole, corpus.events)),
        claims=tuple(filter(whole, corpus.claims)),
        figures=tuple(filter(whole, corpus.figures)),
    )


def kept_nodes(
    entities: Iterable[str], stories: Mapping[str, Collection[str]], links: Counter[str], limit: int
) -> set[str]:
    """Entities in the order of their links, each followed by the stories that lack no entity any more, up to a limit.

    Args:
        entities: their IRIs.
        stories: the entities that each event and claim speaks of.
        links: how many edges each entity has.
        limit: how many nodes are wanted.
    """
    waiting: dict[str, list[str]] = defaultdict(list)
    missing = {story: len(of) for story, of in stories.items()}
    for story, of in stories.items():
        for iri in of:
            waiting[iri].append(story)
    kept: dict[str, None] = {}
    for iri in sorted(entities, key=lambda iri: (-links[iri], iri)):
        if len(kept) >= limit:
            break
        kept[iri] = None
        for story in waiting[iri]:
            missing[story] -= 1
            if not missing[story]:
                kept[story] = None
    kept.update(dict.fromkeys(sorted(story for story, of in stories.items() if not of)))
    return set(list(kept)[:limit])
