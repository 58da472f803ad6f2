"""Invented graphs for what is made out of a store: one with a fact of every kind, others as a test needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from examples_of_facts import article, entity_id, evidence, facts

from kg.model import (
    ArticleFacts,
    AssertionId,
    Attribution,
    Bound,
    Claim,
    Entity,
    EntityId,
    EntityType,
    Event,
    EventType,
    Figure,
    Period,
    Post,
    Quantity,
    Relation,
    RelationType,
    Role,
    content_id,
)
from kg.rdf import article_graph
from kg.store import OxigraphStore


def store_of(*articles: ArticleFacts) -> OxigraphStore:
    """A store in memory with these articles."""
    store = OxigraphStore()
    for one in articles:
        graph = article_graph(one)
        store.replace_graph(graph.name, graph.statements)
    return store


def every_kind() -> OxigraphStore:
    """One article with a fact of every kind."""
    return store_of(facts())


@dataclass
class Telling:
    """An article under construction; ``words`` must stand in its text."""

    text: str
    source_file: str = "told.md"
    url: str | None = "https://news.example/told"
    headline: str = "一则消息"
    publisher: str = "晨报"
    entities: dict[EntityId, Entity] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def entity(self, name: str, type_: EntityType = EntityType.COMPANY, aliases: Iterable[str] = ()) -> EntityId:
        made = Entity(entity_id(type_, name), type_, name, tuple(aliases))
        self.entities[made.id] = made
        return made.id

    def _id(self, kind: str, *slots: object) -> AssertionId:
        return AssertionId(content_id(kind, self.source_file, *map(str, slots)))

    def post(self, person: EntityId, title: str, organization: EntityId, words: str) -> None:
        made = self._id("post", person, title, organization)
        self.posts.append(Post(made, person, organization, title, evidence(self.text, words), 0.9))

    def relation(self, subject: EntityId, type_: RelationType, object_: EntityId, words: str) -> None:
        made = self._id("relation", subject, type_.value, object_)
        self.relations.append(Relation(made, type_, subject, object_, evidence(self.text, words), 0.9))

    def event(self, type_: EventType, name: str, words: str, *participants: tuple[Role, EntityId]) -> None:
        made = self._id("event", name)
        self.events.append(
            Event(made, type_, (name,), participants, evidence(self.text, words), 0.9, Period("2024-03"))
        )

    def claim(self, speaker: EntityId, words: str) -> None:
        made = self._id("claim", speaker, words)
        self.claims.append(Claim(made, speaker, Attribution.DIRECT, words, evidence(self.text, words), 0.9))

    def figure(self, subject: EntityId, metric: str, value: int, unit: str, words: str) -> None:
        quantity = Quantity(Decimal(value), unit, bound=Bound.MORE_THAN, written=words)
        made = self._id("figure", subject, metric, value)
        self.figures.append(
            Figure(made, subject, metric, quantity, evidence(self.text, words), 0.9, time=Period("2020"))
        )

    def facts(self) -> ArticleFacts:
        changes = {"url": self.url, "headline": self.headline, "publisher": self.publisher}
        return ArticleFacts(
            article=article(self.text, self.source_file, **changes),
            entities=tuple(self.entities.values()),
            posts=tuple(self.posts),
            relations=tuple(self.relations),
            events=tuple(self.events),
            claims=tuple(self.claims),
            figures=tuple(self.figures),
        )


def wheel_of_companies(spokes: int) -> OxigraphStore:
    """A company with ``spokes`` partners around it, the first of them linked to each other too."""
    told = Telling("甲与乙合作")
    hub = told.entity("轴心集团")
    rim = [told.entity(f"第{n}号公司") for n in range(spokes)]
    for n, company in enumerate(rim):
        told.relation(hub, RelationType.PARTNER_OF, company, "甲与乙合作")
        if n < spokes // 2:
            told.relation(company, RelationType.CUSTOMER_OF, rim[n + 1], "甲与乙合作")
    return store_of(told.facts())
