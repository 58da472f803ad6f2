"""Invented news to be searched: stores made of it, and what a search that reads everything finds in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from examples_of_facts import BEIJING, article, entity_id

from kg.model import (
    ArticleFacts,
    AssertionId,
    Attribution,
    Claim,
    Entity,
    EntityType,
    Event,
    EventType,
    Figure,
    Quantity,
    Role,
    content_id,
    text_digest,
)
from kg.rdf import article_graph
from kg.rdf.graph import ArticleGraph
from kg.store import PublishingStore


@dataclass(frozen=True)
class News:
    """An article: its file, its text, whose headline is its first line, and what it says."""

    file: str
    text: str
    day: str = "2026-03-11"
    companies: tuple[tuple[str, ...], ...] = ()  # of each its name, then its aliases
    persons: tuple[str, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()  # speaker and words
    figures: tuple[tuple[str, str, str], ...] = ()  # subject, metric, value as written
    events: tuple[tuple[str, str], ...] = ()  # name and participant

    @property
    def facts(self) -> ArticleFacts:
        """As the resolver would make them."""
        about = article(
            self.text, self.file, url=None, published=datetime.fromisoformat(self.day).replace(tzinfo=BEIJING)
        )
        entities = [
            *(Entity(entity_id(EntityType.COMPANY, n), EntityType.COMPANY, n, tuple(a)) for n, *a in self.companies),
            *(Entity(entity_id(EntityType.PERSON, n), EntityType.PERSON, n) for n in self.persons),
        ]
        of = {name: entity.id for entity in entities for name in (entity.name, *entity.aliases)}

        def made(kind: str, number: int) -> AssertionId:
            return AssertionId(content_id(kind, about.version, str(number)))

        return ArticleFacts(
            article=about,
            entities=tuple(entities),
            claims=tuple(
                Claim(made("claim", i), of.get(who), Attribution.DIRECT, words, (), 0.9)
                for i, (who, words) in enumerate(self.claims)
            ),
            figures=tuple(
                Figure(made("figure", i), of[who], metric, Quantity(Decimal(1), "元", written=value), (), 0.9)
                for i, (who, metric, value) in enumerate(self.figures)
            ),
            events=tuple(
                Event(made("event", i), EventType.CONFERENCE, (name,), ((Role.ORGANIZER, of[who]),), (), 0.9)
                for i, (name, who) in enumerate(self.events)
            ),
        )

    @property
    def graph(self) -> ArticleGraph:
        """Its graph."""
        return article_graph(self.facts)

    def put(self, store: PublishingStore) -> None:
        """Into a store, in place of what the file said before; its text beside it."""
        assert store.path is not None
        texts = store.path.with_name("texts")
        texts.mkdir(exist_ok=True)
        (texts / f"{text_digest(self.text)}.txt").write_text(self.text, "utf-8", newline="\n")
        graph = self.graph
        before = [
            g for g in store.graphs() if g.rpartition("/")[0] == graph.name.rpartition("/")[0] and g != graph.name
        ]
        store.commit({graph.name: graph.statements}, before)


def kept(folder: Path, news: Iterable[News]) -> Path:
    """A store of these articles; gives its folder."""
    with PublishingStore(folder / "store") as store:
        for one in news:
            one.put(store)
    return folder / "store"


NEWS = (
    News(
        "bridge.md",
        "星桥科技完成融资\n星桥科技（Starbridge）宣布完成3亿元B轮融资。CEO林晓舟说：“光合芯片已经量产。”毛利率达到12.5%。",
        companies=(("星桥科技", "Starbridge", "星桥"), ("远帆资本",)),
        persons=("林晓舟",),
        claims=(("林晓舟", "光合芯片已经量产。"),),
        figures=(("星桥科技", "毛利率", "12.5%"),),
        events=(("2026星桥开发者大会", "星桥科技"),),
    ),
    News(
        "sail.md",
        "远帆资本看好AI芯片\n遠帆資本合夥人單雨桐認為，AI芯片與機器人是未來。她拜访了星桥 科技。",
        day="2026-04-02",
        companies=(("远帆资本", "遠帆資本"), ("星桥科技",)),
        persons=("单雨桐",),
        claims=(("单雨桐", "AI芯片與機器人是未來"),),
    ),
    News(
        "forest.md",
        "北京青岩生物上市\n北京青岩生物在北京敲钟，Qingyan 的 OpenLeaf 平台亮相。",
        day="2026-01-05",
        companies=(("北京青岩生物",), ("青岩生物",)),
    ),
)
